"""Changing the lists of reasons and stages from a day on, each with what earlier records read as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import connection

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.clocks.enums import Verified
from rasso_tracker.clocks.tables import forget
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from victims.models import Term, TermChange, TermMapping
from victims.rules import terms as rules
from victims.term_enums import ChangeHow, TermKind

_ONE_CHANGE = 0x7465726D  # any fixed number: the advisory lock of these lists
OURS = "Set by the force"


def _begin(by: Person, deed_name: str) -> None:
    """Who may, and one change at a time: two that overlap would leave a position of no stage."""
    rules.check_can_keep_terms(by, deed_name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_CHANGE])


def _standing(kind: str) -> list[Term]:
    """Those that no change has ended yet."""
    return list(Term.objects.kept().filter(kind=kind, in_force_until__isnull=True).order_by("place"))


def _labels(kind: str, without: Iterable[Term] = ()) -> set[str]:
    gone = {one.pk for one in without}
    return {one.label for one in _standing(kind) if one.pk not in gone}


def _new(kind: str, label: str, day: date, place: int, code: str = "", positions: Sequence[str] = ()) -> Term:
    taken = set(Term.objects.kept().filter(kind=kind).values_list("code", flat=True))
    row = Term(
        kind=kind,
        code=code or rules.code_for(label, TermKind(kind), taken),
        label=label.strip(),
        place=place,
        positions=list(positions),
        source=OURS,
        verified=Verified.ASSUMED,
        in_force_from=day,
    )
    row.save(force_insert=True)
    return row


def _end(term: Term, day: date) -> None:
    term.in_force_until = day
    term.save(update_fields=["in_force_until"])


def _changed(
    by: Person,
    kind: str,
    how: ChangeHow,
    day: date,
    why: str,
    at: datetime,
    pairs: Sequence[tuple[Term, Term]],
) -> TermChange:
    change = TermChange(kind=kind, how=how, in_force_from=day, why=why, made_at=at, made_by=by)
    change.save(force_insert=True)
    TermMapping.objects.bulk_create(TermMapping(change=change, old=old, new=new) for old, new in pairs)
    forget()
    terms = list(dict.fromkeys(one.pk for pair in pairs for one in pair))
    record(by=by, action=Action.TERMS_CHANGED, subjects=[change.pk, *terms])
    return change


def _fresh(term: Term) -> Term:
    return Term.objects.select_for_update(no_key=True).get(pk=term.pk)


@deed
def add_reason(
    *,
    by: Person,
    label: str,
    counted_under: Term,
    in_force_from: date,
    why: str,
    at: datetime | None = None,
) -> TermChange:
    """Add a reason from a day on. `counted_under` is where it was counted until then: a trend says so.

    Raises NotAllowed, and Invalid by field.
    """
    at = at or now()
    _begin(by, "add_reason")
    old = _fresh(counted_under)
    wrong = rules.check_change(in_force_from, why, at)
    if fault := rules.check_label(label, _labels(TermKind.REASON)):
        wrong["label"] = fault
    if old.kind != TermKind.REASON or old.in_force_until is not None or old.in_force_from > in_force_from:
        wrong["counted_under"] = "Choose a reason that is in use on that day."
    if wrong:
        raise Invalid(wrong)
    new = _new(TermKind.REASON, label, in_force_from, old.place)
    return _changed(by, TermKind.REASON, ChangeHow.ADDED, in_force_from, why, at, [(old, new)])


@deed
def rename_term(
    *, by: Person, term: Term, label: str, in_force_from: date, why: str, at: datetime | None = None
) -> TermChange:
    """Call a reason or stage something else from a day on; its code and its meaning stay.

    Raises NotAllowed, and Invalid by field.
    """
    at = at or now()
    _begin(by, "rename_term")
    old = _fresh(term)
    together(
        partial(rules.check_in_force, old, in_force_from),
        partial(rules.check_renamed, old, label, _labels(old.kind), in_force_from, why, at),
    )
    _end(old, in_force_from)
    new = _new(old.kind, label, in_force_from, old.place, old.code, old.positions)
    return _changed(by, old.kind, ChangeHow.RENAMED, in_force_from, why, at, [(old, new)])


@deed
def retire_term(
    *, by: Person, term: Term, into: Term, in_force_from: date, why: str, at: datetime | None = None
) -> TermChange:
    """End a reason or stage from a day on; what was recorded as it reads as `into`. A merge of two.

    Of stages, `into` covers the positions of both. Raises NotAllowed, and Invalid by field.
    """
    at = at or now()
    _begin(by, "retire_term")
    old, into = _fresh(term), _fresh(into)
    rules.check_can_end(old)
    rules.check_in_force(old, in_force_from)
    wrong = rules.check_change(in_force_from, why, at)
    if into.kind != old.kind or into.pk == old.pk:
        wrong["into"] = "Choose another one of the same list."
    elif into.in_force_until is not None or into.in_force_from >= in_force_from:
        wrong["into"] = f"“{into.label}” changes or begins on another day: choose one that stands."
    if wrong:
        raise Invalid(wrong)
    _end(old, in_force_from)
    pairs = [(old, into)]
    if old.kind == TermKind.STAGE:
        _end(into, in_force_from)
        both = [*into.positions, *old.positions]
        wider = _new(into.kind, into.label, in_force_from, into.place, into.code, both)
        pairs = [(old, wider), (into, wider)]
    return _changed(by, old.kind, ChangeHow.MERGED, in_force_from, why, at, pairs)


@deed
def split_term(
    *,
    by: Person,
    term: Term,
    parts: Sequence[Mapping[str, Any]],
    in_force_from: date,
    why: str,
    at: datetime | None = None,
) -> TermChange:
    """End a reason or stage from a day on; two or more new ones take its place.

    `parts` are {label} and, of a stage, {positions}: each position of the old stage in one part. What was
    recorded before stays under the old one, since nobody can tell it apart. Raises NotAllowed, and Invalid
    by field.
    """
    at = at or now()
    _begin(by, "split_term")
    old = _fresh(term)
    rules.check_can_end(old)
    rules.check_in_force(old, in_force_from)
    wrong = rules.check_change(in_force_from, why, at)
    labels = [str(one.get("label") or "") for one in parts]
    wrong |= rules.faults_of_parts(labels, _labels(old.kind, without=[old]))
    places = [list(one.get("positions") or ()) for one in parts]
    if old.kind == TermKind.STAGE and sorted(p for some in places for p in some) != sorted(old.positions):
        wrong["parts"] = (
            "Each position of the old stage belongs to exactly one of the new ones. A stage of one position "
            "cannot be split here: what tells positions apart is built in."
        )
    if wrong:
        raise Invalid(wrong)
    _end(old, in_force_from)
    kept = places if old.kind == TermKind.STAGE else [[] for _ in parts]
    news = [
        _new(old.kind, label, in_force_from, old.place, positions=some)
        for label, some in zip(labels, kept, strict=True)
    ]
    pairs = [(old, one) for one in news]
    return _changed(by, old.kind, ChangeHow.SPLIT, in_force_from, why, at, pairs)


@deed
def take_back_term_change(
    *, by: Person, change: TermChange, why: str, at: datetime | None = None
) -> TermChange:
    """Take back a change before its first day: what it ends goes on, and what it brings never holds.

    Nothing was recorded in its terms. The change stays, and says who took it back and why. Raises NotAllowed,
    Stale (taken back already, its day has come, or a later change builds on it) and Invalid.
    """
    at = at or now()
    _begin(by, "take_back_term_change")
    row = TermChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    news, olds = row.brought(), row.ends()
    rules.check_can_take_back(row, news, at)
    if not why.strip():
        raise Invalid({"why": "Say why it is taken back."})
    rules.check_labels_free(olds, _labels(row.kind, without=news))
    Term.objects.filter(pk__in=[one.pk for one in news]).update(taken_back_at=at)
    Term.objects.filter(pk__in=[one.pk for one in olds]).update(in_force_until=None)
    row.taken_back_at, row.taken_back_by, row.taken_back_why = at, by, why
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    forget()
    subjects = [row.pk, *(one.pk for one in (*olds, *news))]
    record(by=by, action=Action.TERMS_TAKEN_BACK, subjects=subjects)
    return row
