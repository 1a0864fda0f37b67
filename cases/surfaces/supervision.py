"""The deeds of supervision: a review of a case, and what is done with its directions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases import services
from cases.forms import supervision as forms
from cases.models import Case, Direction
from cases.represent import supervision as represent
from cases.rules import supervision as rules
from cases.shown.supervision import about_review, direction_context
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def about_direction(person: Person, direction: Direction) -> dict[str, Any]:
    shown = direction_context(person, direction, now())
    return {"caption": f"{direction.case.reference}, {str(direction).lower()}", **shown}


def direction_page(result: Any) -> str:
    return reverse("direction_detail", args=[result.pk])


def check_withdraw(person: Person, direction: Direction) -> None:
    rules.check_can_change("withdraw_direction", person, direction)


def check_move(person: Person, direction: Direction) -> None:
    rules.check_can_change("move_direction", person, direction)


OF_DIRECTION: dict[str, Any] = {
    "subject": Direction,
    "subject_name": "direction",
    "select": ("case", "owner", "answered_by", "withdrawn_by"),
    "template": "cases/direction_deed.html",
    "versioned": True,
    "context": about_direction,
    "done": direction_page,
    "back": direction_page,
    "represent": represent.direction_in_full,
}
SUPERVISION_SURFACES = [
    Surface(
        name="record_supervisory_review",
        title="Record a supervisory review",
        service=services.record_supervisory_review,
        form=forms.SupervisoryReviewForm,
        subject=Case,
        subject_name="case",
        select=("officer_in_charge",),
        page="cases/<uuid:pk>/supervisory-reviews/new/",
        api="supervisory-reviews/",
        button="Record the review",
        said="Supervisory review recorded.",
        template="cases/supervisory_review_record.html",
        opened_from="supervisory_review_list",
        context=lambda person, case: about_review(person, case, now()),
        check=rules.check_can_supervise,
        represent=represent.review_in_full,
        recorded=represent.review_recorded,
    ),
    Surface(
        name="answer_direction",
        title="Answer the direction",
        service=services.answer_direction,
        form=forms.AnswerDirectionForm,
        page="supervisory-directions/<uuid:pk>/answer/",
        api="supervisory-directions/<uuid:pk>/answer/",
        button="Record the answer",
        said="Direction answered.",
        check=rules.check_can_answer,
        recorded=represent.answer_recorded,
        **OF_DIRECTION,
    ),
    Surface(
        name="move_direction",
        title="Move the date of the direction",
        service=services.move_direction,
        form=forms.MoveDirectionForm,
        page="supervisory-directions/<uuid:pk>/dates/new/",
        api="supervisory-directions/<uuid:pk>/dates/",
        button="Move the date",
        said="Date moved. The old date stays in its history.",
        check=check_move,
        recorded_by_act=represent.move_recorded,
        **OF_DIRECTION,
    ),
    Surface(
        name="withdraw_direction",
        title="Withdraw the direction",
        service=services.withdraw_direction,
        form=forms.WithdrawDirectionForm,
        page="supervisory-directions/<uuid:pk>/withdraw/",
        api="supervisory-directions/<uuid:pk>/withdraw/",
        button="Withdraw the direction",
        said="Direction withdrawn. It stays in the history.",
        check=check_withdraw,
        recorded=represent.withdrawal_recorded,
        **OF_DIRECTION,
    ),
]
