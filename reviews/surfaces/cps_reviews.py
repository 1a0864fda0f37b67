"""Reviews under CPS's scheme, and the expedited review, as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.surfaces import Surface
from reviews import forms, services
from reviews.forms import cps_reviews as cps_forms
from reviews.models import CpsReview, Decision, ExpeditedReview
from reviews.represent.cps_reviews import expedited_shown, review_shown, stage_shown
from reviews.rules import cps_reviews as rules
from reviews.rules import expedited as expedited_rules
from reviews.shown.cps_reviews import about_cps_review, about_expedited
from reviews.shown.decisions import about_case
from reviews.surfaces.letters import only_victim
from reviews.surfaces.shared import on_decision

ASK_THEM = "Ask the victim whether they want another prosecutor to look first."


def review_page(result: Any) -> str:
    return reverse("cps_review_detail", args=[getattr(result, "review_id", result.pk)])


def expedited_page(result: Any) -> str:
    return reverse("expedited_review_detail", args=[result.pk])


def check_follow(person: Person, decision: Decision) -> None:
    rules.check_of_cps(decision)


def check_pass_on(person: Person, review: CpsReview) -> None:
    rules.check_to_pass_on(review)


def check_outcome(person: Person, review: CpsReview) -> None:
    rules.stage_with_cps(review)


def check_told(person: Person, review: CpsReview) -> None:
    rules.stage_to_tell(review)


def check_independent(person: Person, review: CpsReview) -> None:
    rules.local_that_stands(review)


def check_begin(person: Person, case: Case) -> None:
    expedited_rules.check_some_charge(case)


def check_to_hear(person: Person, review: ExpeditedReview) -> None:
    expedited_rules.check_to_hear(review)


def check_answer(person: Person, review: ExpeditedReview) -> None:
    expedited_rules.check_to_answer(review)


def check_decided(person: Person, review: ExpeditedReview) -> None:
    expedited_rules.check_with_cps(review)


def check_heard(person: Person, review: ExpeditedReview) -> None:
    expedited_rules.check_to_tell(review)


def said_of_outcome(review: ExpeditedReview) -> str:
    return "Recorded." if review.is_over else "Recorded. See that the victim hears of it, before the hearing."


def check_move(person: Person, review: ExpeditedReview) -> None:
    expedited_rules.check_to_move(review)


def said_of_proposal(review: ExpeditedReview) -> str:
    """What comes next: the victim is told, or asked."""
    if review.told_on is not None:
        return f"Recorded. {ASK_THEM}"
    return f"Recorded. Tell {review.victim.label} before the hearing, kindly and with their supporter."


def said_of_hearing(review: ExpeditedReview) -> str:
    """A hearing that is over is not one to ask CPS to be quick before."""
    if not review.hearing_has_been(now()):
        return "Changed."
    return (
        "Changed. That hearing has been: ask CPS what happened at it, and record its answer or the next date."
    )


def said_of_answer(review: ExpeditedReview) -> str:
    """With what is to be asked of CPS where they ask for a review after the hearing, or shortly before."""
    return " ".join(filter(None, ("Recorded.", expedited_rules.caution_of(review, now()))))


def _on_review(name: str, title: str, form: type[DeedForm], page: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=CpsReview,
        subject_name="review",
        page=f"cps-reviews/<uuid:pk>/{page}/",
        api=f"cps-reviews/<uuid:pk>/{page}/",
        versioned=True,
        template="reviews/cps_review_deed.html",
        select=("case", "decision", "victim"),
        context=about_cps_review,
        done=review_page,
        back=review_page,
        **{"represent": stage_shown, **more},
    )


def _on_expedited(name: str, title: str, form: type[DeedForm], page: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=ExpeditedReview,
        subject_name="review",
        page=f"expedited-reviews/<uuid:pk>/{page}/",
        api=f"expedited-reviews/<uuid:pk>/{page}/",
        versioned=True,
        template="reviews/expedited_deed.html",
        select=("case", "allegation", "victim"),
        context=about_expedited,
        done=expedited_page,
        back=expedited_page,
        represent=expedited_shown,
        **more,
    )


SURFACES = [
    on_decision(
        "record_cps_review",
        "Record a request that CPS review it",
        forms.CpsReviewForm,
        "cps-reviews/new",
        "cps-reviews/",
        said="Recorded. CPS answers it under its own scheme; what we owe is on this page.",
        check=check_follow,
        initial=only_victim,
        represent=review_shown,
        done=review_page,
    ),
    _on_review(
        "pass_on_to_cps",
        "Record that it went on to CPS",
        cps_forms.PassOnForm,
        "pass-on",
        said="Recorded. CPS's clock runs from that day.",
        check=check_pass_on,
        represent=review_shown,
    ),
    _on_review(
        "record_cps_review_outcome",
        "Record CPS's answer",
        cps_forms.CpsReviewOutcomeForm,
        "outcome",
        said="Recorded. See that the victim hears of it.",
        check=check_outcome,
    ),
    _on_review(
        "record_cps_review_told",
        "Record that the victim heard the answer",
        cps_forms.HeardForm,
        "told",
        said="Recorded.",
        check=check_told,
    ),
    _on_review(
        "ask_independent_review",
        "Record that they ask for an independent review",
        cps_forms.IndependentForm,
        "independent",
        said="Recorded. CPS's clock for the independent review runs from the day on which CPS had it.",
        check=check_independent,
        represent=review_shown,
    ),
    Surface(
        name="record_no_evidence_proposed",
        title="Record that CPS means to offer no evidence",
        service=services.record_no_evidence_proposed,
        form=cps_forms.NoEvidenceForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/expedited-reviews/new/",
        api="expedited-reviews/",
        said="Recorded.",
        says=said_of_proposal,
        template="reviews/expedited_new.html",
        context=about_case,
        check=check_begin,
        done=expedited_page,
        represent=expedited_shown,
    ),
    _on_expedited(
        "record_no_evidence_told",
        "Record that the victim heard what CPS means to do",
        cps_forms.NoEvidenceHeardForm,
        "heard",
        said=f"Recorded. {ASK_THEM}",
        check=check_to_hear,
    ),
    _on_expedited(
        "record_expedited_answer",
        "Record whether they ask for a review",
        cps_forms.ExpeditedAnswerForm,
        "answer",
        said="Recorded.",
        says=said_of_answer,
        check=check_answer,
    ),
    _on_expedited(
        "record_expedited_outcome",
        "Record what CPS decided",
        cps_forms.ExpeditedOutcomeForm,
        "outcome",
        said="Recorded.",
        says=said_of_outcome,
        check=check_decided,
    ),
    _on_expedited(
        "record_expedited_told",
        "Record that the victim heard the answer",
        cps_forms.HeardForm,
        "told",
        said="Recorded.",
        check=check_heard,
    ),
    _on_expedited(
        "move_expedited_hearing",
        "Change the date of the hearing",
        cps_forms.ExpeditedHearingForm,
        "hearing",
        said="Changed.",
        says=said_of_hearing,
        check=check_move,
    ),
]
