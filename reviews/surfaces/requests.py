"""Deeds on a review request, as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.surfaces import Surface
from reviews import forms, rules, services
from reviews.enums import RequestStatus
from reviews.models import ReviewAsker, ReviewRequest
from reviews.represent import decisions as represent
from reviews.represent.askers import enquiries_shown
from reviews.represent.extensions import extension_shown, update_shown
from reviews.rules import asking_too, enquiries, extending
from reviews.shown.askers import also_hear
from reviews.shown.decisions import about_request


def request_page(result: Any) -> str:
    return reverse("review_request_detail", args=[getattr(result, "request_id", result.pk)])


def check_allocate(person: Person, request: ReviewRequest) -> None:
    rules.check_may_move(request, RequestStatus.ALLOCATED)


def check_decide(person: Person, request: ReviewRequest) -> None:
    rules.check_may_move(request, RequestStatus.DECIDED)
    rules.check_own_review(person, request)
    rules.check_still_independent(person, request)


def to_the_list(result: Any) -> str:
    """Whoever gave a review back may not see the case any more."""
    return reverse("review_request_list")


def check_extend(person: Person, request: ReviewRequest) -> None:
    extending.check_to_extend(person, request)


def check_update(person: Person, request: ReviewRequest) -> None:
    extending.check_under_way(request)


def check_also_asked(person: Person, request: ReviewRequest) -> None:
    asking_too.check_still_open(request)


def check_enquiries(person: Person, request: ReviewRequest) -> None:
    enquiries.check_asks_for_enquiries(request)
    enquiries.check_before_the_next(request, now())


def check_take_back(person: Person, request: ReviewRequest) -> None:
    asking_too.check_can_take_back(person, request)


def ask_initial(person: Person, request: ReviewRequest) -> dict[str, Any]:
    found = list(asking_too.standing_asks(request)[:2])
    return {"ask": found[0].pk} if len(found) == 1 else {}


def said_of_asker(request: ReviewRequest) -> str:
    """That the dates moved, or that somebody has still to hear that it came."""
    if request.own_received_at is not None and request.received_at < request.own_received_at:
        return "Recorded. The dates of the review run from the first ask."
    if request.acknowledged_at is not None:
        return "Recorded. Tell them that the review is under way: it was acknowledged before they asked."
    return "Recorded. One review answers all who asked."


def said_of_telling(request: ReviewRequest) -> str:
    """Whom to tell beside the victim: what became of that is not kept here."""
    others = also_hear(request, ReviewAsker.objects.filter(request=request))
    if not others:
        return "Recorded. This request is finished."
    return f"Recorded. See that who else is to hear it does: {'; '.join(others)}."


def check_tell_outcome(person: Person, request: ReviewRequest) -> None:
    rules.check_may_move(request, RequestStatus.TOLD)


def _on_request(name: str, title: str, form: type[DeedForm], page: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=ReviewRequest,
        subject_name="request",
        page=f"right-to-review/<uuid:pk>/{page}/",
        api=f"review-requests/<uuid:pk>/{page}/",
        versioned=True,
        template="reviews/request_deed.html",
        select=("case", "decision", "victim", "reviewer"),
        context=about_request,
        back=request_page,
        **{"done": request_page, "represent": represent.request_in_full, **more},
    )


SURFACES = [
    _on_request(
        "acknowledge_review_request",
        "Acknowledge the request",
        forms.AcknowledgeForm,
        "acknowledge",
        said="Acknowledgement recorded.",
        check=rules.check_can_acknowledge,
    ),
    _on_request(
        "allocate_review",
        "Allocate the review",
        forms.AllocateForm,
        "allocate",
        button="Allocate",
        said="Allocated. The reviewer can see the case now.",
        four_eyes=True,
        check=check_allocate,
    ),
    _on_request(
        "decide_review",
        "Decide the review",
        forms.DecideForm,
        "decide",
        button="Record the decision",
        said="Decided. The outcome is now to be told, kindly and in plain words.",
        four_eyes=True,
        check=check_decide,
    ),
    _on_request(
        "extend_review",
        "Extend the review",
        forms.ExtendForm,
        "extend",
        button="Extend",
        said="Extended. Now tell them the new date and why, and record that as an update, or write to them.",
        check=check_extend,
        represent=extension_shown,
    ),
    _on_request(
        "record_review_update",
        "Record word of how the review goes",
        forms.ReviewUpdateForm,
        "updates",
        said="Recorded. The next update is owed by the date on the page.",
        check=check_update,
        represent=update_shown,
    ),
    _on_request(
        "give_review_back",
        "Give the review back",
        forms.GiveBackForm,
        "give-back",
        button="Give it back",
        said=f"Given back. It is to be allocated again: {rules.WHO_ALLOCATES}.",
        check=rules.check_can_give_back,
        done=to_the_list,
    ),
    _on_request(
        "record_also_asked",
        "Record another ask",
        forms.AlsoAskedForm,
        "also-asked",
        said="Recorded. One review answers all who asked.",
        says=said_of_asker,
        check=check_also_asked,
        constraints={
            "review_asker_recorded_once": (
                "received_at",
                "That they asked at this moment is recorded already.",
            )
        },
    ),
    _on_request(
        "take_ask_back",
        "Take an ask back",
        forms.TakeAskBackForm,
        "also-asked/take-back",
        button="Take it back",
        said="Taken back. It stays on the page, marked so; the dates run from the first ask that is left.",
        check=check_take_back,
        initial=ask_initial,
    ),
    _on_request(
        "tell_review_outcome",
        "Record that the outcome was told",
        forms.TellOutcomeForm,
        "tell",
        said="Recorded. This request is finished.",
        says=said_of_telling,
        check=check_tell_outcome,
    ),
    _on_request(
        "record_enquiries_found",
        "Record what the enquiries found",
        forms.EnquiriesForm,
        "enquiries",
        said="Recorded. What the review opened again can be decided anew.",
        check=check_enquiries,
        represent=enquiries_shown,
    ),
    _on_request(
        "learn_from_review",
        "Draw a lesson",
        forms.LearnForm,
        "lessons/new",
        button="Give the lesson",
        said="The lesson has its owner, who hears of it at once.",
        check=rules.check_can_learn,
    ),
]
