"""The deeds on a victim's choices."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.bereaved import death_of
from victims.facts import choices_of
from victims.models import (
    Reengagement,
    Withdrawal,
)
from victims.shown.withdrawals import about_withdrawal
from victims.surfaces.places import about_victim, on_row, on_victim

MOMENT_TAKEN = ("occurred_at", rules.SAME_MOMENT)


def check_void(person: Person, withdrawal: Withdrawal) -> None:
    rules.check_can_void_withdrawal(person, withdrawal)
    if withdrawal.is_withdrawal:
        rules.check_choice_can_go(choices_of(withdrawal.victim), rules.choice_of(withdrawal))


def about_choice(person: Person, victim: Victim) -> dict[str, Any]:
    death = death_of(victim)
    return {**about_victim(person, victim), "died_on": death.died_on if death else None}


def said_of_kind(row: Withdrawal) -> str:
    label = row.get_kind_display()
    then = " A supervisor will be asked to corroborate it." if row.is_withdrawal else ""
    return f"Recorded: {label[:1].lower()}{label[1:]}.{then}"


_ON_CHOICE = {"context": about_choice}
RECORD_WITHDRAWAL = Surface(
    name="record_withdrawal",
    title="Record a withdrawal",
    service=services.record_withdrawal,
    form=forms.WithdrawalForm,
    page="victims/<uuid:pk>/withdrawals/new/",
    api="withdrawals/",
    said="Recorded. If it is a withdrawal, a supervisor will be asked to corroborate it.",
    says=said_of_kind,
    template="victims/withdrawal_record.html",
    constraints={"withdrawal_once_a_moment": MOMENT_TAKEN},
    represent=represent.withdrawal_in_full,
    **{**on_victim(rules.check_can_record_withdrawal), **_ON_CHOICE},
)
RECORD_RE_ENGAGEMENT = Surface(
    name="record_re_engagement",
    title="Record that the victim takes part again",
    service=services.record_re_engagement,
    form=forms.ReengagementForm,
    page="victims/<uuid:pk>/re-engagements/new/",
    api="re-engagements/",
    said="Recorded: the victim takes part again.",
    constraints={"reengagement_once_a_moment": MOMENT_TAKEN},
    template="victims/re_engagement_record.html",
    represent=represent.re_engagement_in_full,
    **{**on_victim(rules.check_can_record_re_engagement), **_ON_CHOICE},
)


def about_it(person: Person, row: Withdrawal) -> dict[str, Any]:
    return {**about_victim(person, row), **about_withdrawal(row)}


CORROBORATE_WITHDRAWAL = Surface(
    name="corroborate_withdrawal",
    title="Corroborate a withdrawal",
    service=services.corroborate_withdrawal,
    form=forms.CorroborateForm,
    page="withdrawals/<uuid:pk>/corroborate/",
    api="withdrawals/<uuid:pk>/corroborate/",
    button="Corroborate",
    said="Withdrawal corroborated. A look-back on it is owed now.",
    template="victims/withdrawal_corroborate.html",
    represent=represent.withdrawal_in_full,
    **{**on_row(Withdrawal, "withdrawal", rules.check_can_corroborate), "context": about_it},
)
VOID_WITHDRAWAL = Surface(
    name="void_withdrawal",
    title="Void a withdrawal",
    service=services.void_withdrawal,
    form=forms.VoidForm,
    page="withdrawals/<uuid:pk>/void/",
    api="withdrawals/<uuid:pk>/void/",
    button="Void this record",
    said="The record is voided. It stays, marked so.",
    template="victims/withdrawal_deed.html",
    represent=represent.withdrawal_in_full,
    **{**on_row(Withdrawal, "withdrawal", check_void), "context": about_it},
)
CORRECT_RE_ENGAGEMENT = Surface(
    name="correct_re_engagement",
    title="Correct when the victim came back",
    service=services.correct_re_engagement,
    form=forms.CorrectReengagementForm,
    page="re-engagements/<uuid:pk>/correct/",
    api="re-engagements/<uuid:pk>/correct/",
    said="Corrected. The record of the other moment stays, marked as voided.",
    constraints={"reengagement_once_a_moment": MOMENT_TAKEN},
    suggests=lambda person, row: {"occurred_at": row.occurred_at},
    represent=represent.re_engagement_in_full,
    **on_row(Reengagement, "reengagement", rules.check_can_correct_re_engagement),
)
VOID_RE_ENGAGEMENT = Surface(
    name="void_re_engagement",
    title="Void a re-engagement",
    service=services.void_re_engagement,
    form=forms.VoidForm,
    page="re-engagements/<uuid:pk>/void/",
    api="re-engagements/<uuid:pk>/void/",
    button="Void this record",
    said="The record is voided. It stays, marked so.",
    represent=represent.re_engagement_in_full,
    **on_row(Reengagement, "reengagement", rules.check_can_void_re_engagement),
)
