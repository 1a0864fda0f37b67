"""What a change of the lists of reasons and stages must keep."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from cases.rules import who_can
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from victims.enums import WithdrawalReason
from victims.models import Term, TermChange, TermMapping
from victims.term_enums import TermKind

# The system asks for words with the one, and knows by the other that a victim was asked.
RELIED_ON = (WithdrawalReason.OTHER, WithdrawalReason.PREFERS_NOT_TO_SAY)
LONGEST_CODE = {TermKind.REASON: 30, TermKind.STAGE: 20}


def check_can_keep_terms(by: Person, deed: str) -> None:
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(
            f"You cannot change the reasons and stages of withdrawals as {by.role.title}: every figure "
            f"of the force reads them. {who_can(deed)}"
        )


def check_change(day: date, why: str, at: datetime) -> dict[str, str]:
    """What is wrong with the day or the grounds of a change, by field."""
    wrong = {}
    if day < london_date(at) + timedelta(days=1):
        wrong["in_force_from"] = (
            "A change begins tomorrow at the earliest, so that no record of today changes its words."
        )
    if not why.strip():
        wrong["why"] = "Say why the list changes."
    return wrong


def check_label(label: str, others: Collection[str]) -> str:
    """Why a label cannot stand beside the others of its list; "" when it can."""
    if not label.strip():
        return "Say what it is called."
    if label.strip().casefold() in {one.casefold() for one in others}:
        return "Another one of the list is called so already."
    return ""


def check_renamed(old: Term, label: str, labels: Collection[str], day: date, why: str, at: datetime) -> None:
    """Raises Invalid, by field; the term itself is none of the others that may not be called so."""
    wrong = check_change(day, why, at)
    if label.strip() == old.label:
        wrong["label"] = f"It is called “{old.label}” already. Enter another name, or leave it as it is."
    elif fault := check_label(label, set(labels) - {old.label}):
        wrong["label"] = fault
    if wrong:
        raise Invalid(wrong)


def check_stands(term: Term) -> None:
    """Raises Stale for a term that a change has ended, or ends on a day to come."""
    if term.in_force_until is not None:
        day = day_words(term.in_force_until)
        raise Stale(
            f"“{term.label}” changes or ends on {day} already, so it cannot change here. The list shows what "
            "takes its place."
        )


def check_in_force(term: Term, day: date) -> None:
    """Raises Invalid for a term that does not hold on the day of the change, or changes again later."""
    if term.in_force_until is not None or term.in_force_from > day:
        raise Invalid(
            {"": f"“{term.label}” changes or ends on another day already, so it cannot change here."}
        )
    if term.in_force_from == day:
        raise Invalid({"in_force_from": f"“{term.label}” begins on this day: choose a later one."})


def check_can_take_back(change: TermChange, news: Sequence[Term], at: datetime) -> None:
    """Raises Stale once it was taken back or its day has come, or while another change builds on it."""
    if change.taken_back_at is not None:
        raise Stale("This change was taken back already.")
    if change.in_force_from <= london_date(at):
        raise Stale(
            f"This change began on {day_words(change.in_force_from)}, and withdrawals may be recorded in its "
            "words. Change the list again instead."
        )
    others = TermMapping.objects.filter(Q(old__in=news) | Q(new__in=news), change__taken_back_at__isnull=True)
    later = (
        others.exclude(change=change.pk).select_related("change").order_by("change__in_force_from").first()
    )
    if later is not None:
        raise Stale(
            f"Another change builds on this one, from {day_words(later.change.in_force_from)} on. Take that "
            "one back first."
        )


def check_labels_free(olds: Sequence[Term], others: Collection[str]) -> None:
    """Raises Stale where what goes on again would be called like another of the list."""
    taken = {one.casefold() for one in others}
    for one in olds:
        if one.label.casefold() in taken:
            raise Stale(f"Another one of the list is called “{one.label}” by now. Take that one back first.")


def check_can_end(term: Term) -> None:
    if term.kind == TermKind.REASON and term.code in RELIED_ON:
        raise Invalid({"": f"The system itself relies on “{term.label}”. It can be renamed, and stays."})


def code_for(label: str, kind: TermKind, taken: Collection[str]) -> str:
    """A code of the shape that is stored, from the label, that nobody used before."""
    words = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or "x"
    base = (words if words[0].isalpha() else f"x_{words}")[: LONGEST_CODE[kind] - 4].rstrip("_")
    number, code = 2, base
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code


def faults_of_parts(labels: Sequence[str], others: Collection[str]) -> dict[str, str]:
    """What is wrong with the labels of the parts of a split, by row."""
    wrong = {}
    seen: set[str] = set()
    for place, label in enumerate(labels):
        if fault := check_label(label, {*others, *seen}):
            wrong[f"parts-{place}-label"] = fault
        seen.add(label.strip())
    if len(labels) < 2:
        wrong["parts"] = "A split has two parts at least. To call it something else, rename it."
    return wrong
