"""The deeds of an ISVA on a client's choice, and the officer's answers."""

from __future__ import annotations

from typing import Any

from rasso_tracker.audit import Action
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import IsvaSupport, WithdrawalTold
from victims.represent.told_via_isva import told_in_full
from victims.sealed import opened
from victims.shown.told_via_isva import about_told
from victims.surfaces.places import about_victim, on_row, on_victim


def about(person: Person, told: WithdrawalTold) -> dict[str, Any]:
    return {**about_victim(person, told), **about_told(person, told)}


def as_told(person: Person, told: WithdrawalTold) -> dict[str, Any]:
    """What the ISVA told, to begin with: the officer may correct it."""
    return {
        "kind": told.kind,
        "occurred_at": told.occurred_at,
        "from_what": list(told.from_what),
        "own_words": opened(told, "words"),
    }


TELL_WITHDRAWAL = Surface(
    name="tell_withdrawal",
    title="Tell the police that they no longer take part",
    service=services.tell_withdrawal,
    form=forms.TellForm,
    page="victims/<uuid:pk>/told-withdrawals/new/",
    api="victims/<uuid:pk>/told-withdrawals/",
    button="Tell the officer in charge",
    said="Told. The officer in charge has been asked to confirm it. You will hear what came of it.",
    template="victims/told_tell.html",
    constraints={"told_once_while_open": ("kind", rules.TOLD_ALREADY)},
    represent=told_in_full,
    **on_victim(rules.check_can_tell_withdrawal),
)
_ON_TOLD = {"select": ("victim__case", "victim__merged_into", "told_by", "withdrawal"), "context": about}
CONFIRM_TOLD = Surface(
    name="confirm_told_withdrawal",
    title="Confirm the withdrawal that the ISVA told us of",
    service=services.confirm_told_withdrawal,
    form=forms.ConfirmToldForm,
    page="told-withdrawals/<uuid:pk>/confirm/",
    api="told-withdrawals/<uuid:pk>/confirm/",
    button="Confirm and record the withdrawal",
    said="Withdrawal recorded. A supervisor will be asked to corroborate it, and the ISVA hears.",
    template="victims/told_answer.html",
    look=Action.WITHDRAWAL_VIEWED,
    constraints={"withdrawal_once_a_moment": ("occurred_at", rules.SAME_MOMENT)},
    suggests=as_told,
    represent=told_in_full,
    **{**on_row(WithdrawalTold, "told", rules.check_can_confirm_told), **_ON_TOLD},
)
ANSWER_TOLD = Surface(
    name="answer_told_withdrawal",
    title="Say why it is not confirmed",
    service=services.answer_told_withdrawal,
    form=forms.AnswerToldForm,
    page="told-withdrawals/<uuid:pk>/not-confirmed/",
    api="told-withdrawals/<uuid:pk>/not-confirmed/",
    button="Tell the ISVA",
    said="Answered. The ISVA hears why.",
    template="victims/told_answer.html",
    look=Action.WITHDRAWAL_VIEWED,
    represent=told_in_full,
    **{**on_row(WithdrawalTold, "told", rules.check_can_answer_told), **_ON_TOLD},
)
END_MY_SUPPORT = Surface(
    name="end_my_support",
    title="My support of this client has ended",
    service=services.end_my_support,
    form=forms.EndMySupportForm,
    page="isva-support/<uuid:pk>/my-end/",
    api="isva-support/<uuid:pk>/my-end/",
    button="End my access now",
    said="Your support has ended. The record is closed to you, and the officer in charge has been told.",
    template="victims/support_end_mine.html",
    represent=represent.support_shown,
    **{
        **on_row(IsvaSupport, "support", rules.check_can_end_my_support),
        "select": ("victim__case", "victim__merged_into", "recorded_by"),
        "done": lambda row: "/",
    },
)
TOLD_SURFACES = (CONFIRM_TOLD, ANSWER_TOLD, END_MY_SUPPORT)
