"""Telling victims, and review requests as they come in, as pages and API routes."""

from __future__ import annotations

from typing import Any

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface
from reviews import choices, forms, rules, services
from reviews.models import Decision, Notification, ReviewRequest
from reviews.represent import decisions as represent
from reviews.shown.askers import caution_of_telling
from reviews.shown.decisions import about_decision
from reviews.surfaces.requests import request_page
from reviews.surfaces.shared import decision_page, on_decision

REQUEST_RECORDED = "Request recorded. Acknowledge it, and allocate it to an independent reviewer."


def check_notify(person: Person, decision: Decision) -> None:
    rules.check_authorised(decision)
    if not Notification.objects.filter(decision=decision, told_at__isnull=True).exists():
        raise NotAllowed(
            "Every victim whom this decision is about has been told. There is nothing more to record."
        )


def check_tell_right(person: Person, decision: Decision) -> None:
    rules.check_stands(decision)
    left = list(choices.victims_to_tell_of_right(decision))
    rules.check_some_eligible(decision, left, now())
    notices = Notification.objects.filter(decision=decision, victim__in=left).select_related("victim")
    settled = [rules.why_settled(one, now()) for one in notices]
    if settled and all(settled):
        raise NotAllowed(settled[0])


def check_request(person: Person, decision: Decision) -> None:
    rules.check_of_police(decision)
    rules.check_stands_to_ask(decision)


def check_override(person: Person, decision: Decision) -> None:
    rules.check_can_override(person, decision)


def victim_initial(person: Person, decision: Decision) -> dict[str, Any]:
    teller = person.pk if decision.is_police else None  # CPS tells of its own decisions
    return {"victim": next(iter(choices.victims_to_tell(decision)), None), "told_by": teller}


def right_initial(person: Person, decision: Decision) -> dict[str, Any]:
    return {"victim": next(iter(choices.victims_to_tell_of_right(decision)), None), "told_by": person.pk}


def request_initial(person: Person, decision: Decision) -> dict[str, Any]:
    victims = list(choices.victims_of(decision)[:2])
    return {"victim": victims[0]} if len(victims) == 1 else {}


def said_of_request(request: ReviewRequest) -> str:
    return " ".join(filter(None, (REQUEST_RECORDED, caution_of_telling(request))))


SURFACES = [
    on_decision(
        "override_eligibility",
        "Decide whether a victim may ask for a review",
        forms.OverrideForm,
        "eligibility",
        "eligibility-overrides/",
        said="Recorded.",
        template="reviews/eligibility_override.html",
        check=check_override,
        initial=request_initial,
        represent=represent.override_shown,
        constraints={
            "eligibility_override_one_stands": (
                "",
                "Somebody else decided this at the same moment. Look at it first.",
            )
        },
    ),
    on_decision(
        "notify_victim",
        "Record that a victim was told",
        forms.NotifyForm,
        "notify",
        "notifications/",
        said="Recorded.",
        template="reviews/victim_notify.html",
        check=check_notify,
        initial=victim_initial,
        prefilled=("victim",),
        represent=represent.notification_shown,
    ),
    on_decision(
        "record_told_of_right",
        "Record that a victim was told of the Right to Review",
        forms.RightToldForm,
        "tell-right",
        "rights-told/",
        said="Recorded. The victim may ask until the day that the page of the decision shows.",
        template="reviews/right_tell.html",
        check=check_tell_right,
        initial=right_initial,
        prefilled=("victim",),
        represent=represent.right_told_shown,
        constraints={
            "right_told_once_a_victim": (
                "victim",
                "Somebody has just recorded this. There is nothing more to record.",
            )
        },
    ),
    Surface(
        name="receive_review_request",
        title="Record a review request",
        service=services.receive_review_request,
        form=forms.RequestForm,
        subject=Decision,
        subject_name="decision",
        page="decisions/<uuid:pk>/review-requests/new/",
        api="review-requests/",
        button="Record the request",
        said=REQUEST_RECORDED,
        says=said_of_request,
        template="reviews/request_new.html",
        select=("case", "maker", "approver"),
        check=check_request,
        context=about_decision,
        initial=request_initial,
        done=request_page,
        back=decision_page,
        represent=represent.request_in_full,
    ),
]
