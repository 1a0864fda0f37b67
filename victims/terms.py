"""The lists of reasons and stages as plain values: what holds on a day, and an old code in today's terms.

Held in memory by each process like the clocks (rasso_tracker.clocks.tables): no statement a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.clocks.tables import current
from victims.enums import WithdrawalStage
from victims.term_enums import ChangeHow, TermKind

if TYPE_CHECKING:
    from victims.models import Term, TermChange

TABLE = "victims_term"


@dataclass(frozen=True)
class Entry:
    """A term in force from a day until another; `code` is stored, `label` read."""

    id: UUID
    kind: TermKind
    code: str
    label: str
    place: int
    positions: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None

    def __str__(self) -> str:
        return self.label

    def holds(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)


@dataclass(frozen=True)
class Change:
    """A change with its pairs of ids, old to new."""

    id: UUID
    kind: TermKind
    how: ChangeHow
    in_force_from: date
    pairs: tuple[tuple[UUID, UUID], ...]


@dataclass(frozen=True)
class Terms:
    """Every entry, past and future, and every change, in the order of their days."""

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...] = ()

    def in_force(self, kind: TermKind, day: date) -> tuple[Entry, ...]:
        """The list that holds on a day, in its order."""
        found = (one for one in self.entries if one.kind == kind and one.holds(day))
        return tuple(sorted(found, key=lambda one: (one.place, one.in_force_from)))

    def latest(self, kind: TermKind, code: str) -> Entry | None:
        """The entry under which a code was read last, or is."""
        found = [one for one in self.entries if one.kind == kind and one.code == code]
        return max(found, key=lambda one: one.in_force_from, default=None)

    def on(self, kind: TermKind, code: str, day: date) -> Entry | None:
        """The entry of a code on a day; where none held, the latest."""
        found = (one for one in self.entries if one.kind == kind and one.code == code and one.holds(day))
        return next(found, None) or self.latest(kind, code)

    def label(self, kind: TermKind, code: str, day: date | None = None) -> str:
        """What a stored code says, as on the day if one is given; "" for none."""
        entry = self.on(kind, code, day) if day else self.latest(kind, code)
        return entry.label if entry else code

    def stage_at(self, position: str, day: date) -> str:
        """The code of the stage that covers a position of the table on a day."""
        found = (one.code for one in self.in_force(TermKind.STAGE, day) if position in one.positions)
        return next(found, position)

    def became(self, kind: TermKind, code: str, day: date) -> tuple[Entry, ...]:
        """What a code reads as in the terms of `day`: itself, one other, or several after a split."""
        entry = self.latest(kind, code)
        return tuple(self._follow(entry, day, frozenset())) if entry else ()

    def _follow(self, entry: Entry, day: date, seen: frozenset[UUID]) -> list[Entry]:
        if entry.in_force_until is None or day < entry.in_force_until:
            return [entry]
        ids = [
            new
            for change in self.changes
            if change.in_force_from <= day
            for old, new in change.pairs
            if old == entry.id and new not in seen
        ]
        found: dict[str, Entry] = {}
        for one in (self._by_id(new) for new in ids):
            for last in self._follow(self.latest(one.kind, one.code) or one, day, seen | {entry.id}):
                found.setdefault(last.code, last)
        return list(found.values()) or [entry]

    def together(self, kind: TermKind, since: date, day: date) -> dict[str, str]:
        """By code, the code under which it counts so that every day after `since` up to `day` reads alike.

        What a change of those days told apart is put together again: the parts of a split, and a new term,
        count under what they were counted under before; of a merge all count under what stands after it.
        Codes that no such change touches are left out.
        """
        root: dict[str, str] = {}

        def top(code: str) -> str:
            while code in root:
                code = root[code]
            return code

        for change in self.changes:
            if (
                change.kind != kind
                or change.how == ChangeHow.RENAMED
                or not since < change.in_force_from <= day
            ):
                continue
            for old_id, new_id in change.pairs:
                old, new = top(self._by_id(old_id).code), top(self._by_id(new_id).code)
                below, above = (old, new) if change.how == ChangeHow.MERGED else (new, old)
                if below != above:
                    root[below] = above
        return {code: top(code) for code in root}

    def _by_id(self, key: UUID) -> Entry:
        return next(one for one in self.entries if one.id == key)

    def said(self, change: Change, today: date | None = None) -> str:
        """A change in a sentence, for whoever compares what was counted before it with what was after; one of
        a day after `today` in words of what is to come.
        """
        day = day_words(change.in_force_from)
        to_come = today is not None and today < change.in_force_from
        olds = _labels(self._by_id(old) for old, _ in change.pairs)
        news = _labels(self._by_id(new) for _, new in change.pairs)
        match change.how:
            case ChangeHow.ADDED:
                added, counted = ("is added", "is") if to_come else ("was added", "was")
                return (
                    f"{_listed(news, olds)} {added} on {day}; until then it {counted} counted under "
                    f"{olds[0]}."
                )
            case ChangeHow.RENAMED:
                if to_come:
                    return f"{olds[0]} is called {news[0]} from {day} on."
                return f"{olds[0]} is called {news[0]} since {day}."
            case ChangeHow.MERGED:
                becomes = "becomes" if to_come else "became"
                return f"{_listed(olds, news)} {becomes} part of {news[0]} on {day}."
        return (
            f"{olds[0]} {'is' if to_come else 'was'} split on {day} into {' and '.join(news)}: what was "
            "recorded before cannot "
            "be told apart, and stays on a line of its own. Read alike over the whole time, the parts count "
            "with it as one."
        )


def _labels(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(f"“{one.label}”" for one in entries))


def _listed(wanted: list[str], without: list[str]) -> str:
    return " and ".join(one for one in wanted if one not in without) or wanted[0]


_held: tuple[Any, Terms] | None = None


def terms() -> Terms:
    """The lists as they are configured; held until one of them changes."""
    global _held
    state = current().state
    if _held is None or _held[0] != state:
        _held = state, _read()
    return _held[1]


def _read() -> Terms:
    from victims.models import Term, TermChange

    made = TermChange.objects.filter(taken_back_at__isnull=True).prefetch_related("mappings")
    return Terms(tuple(map(entry_of, Term.objects.kept())), tuple(map(change_of, made)))


def entry_of(row: Term) -> Entry:
    return Entry(
        row.pk,
        TermKind(row.kind),
        row.code,
        row.label,
        row.place,
        tuple(row.positions),
        row.in_force_from,
        row.in_force_until,
    )


def change_of(row: TermChange) -> Change:
    """With its pairs, which are read before."""
    pairs = tuple((pair.old_id, pair.new_id) for pair in row.mappings.all())
    return Change(row.pk, TermKind(row.kind), ChangeHow(row.how), row.in_force_from, pairs)


def reason_choices() -> list[tuple[str, str]]:
    """The reasons that may be recorded today."""
    return [(one.code, one.label) for one in terms().in_force(TermKind.REASON, london_date(now()))]


def recorded_choices(kind: TermKind) -> list[tuple[str, str]]:
    """Every code that was ever recorded, those of today first: for filters."""
    today = london_date(now())
    found = {one.code: one.label for one in terms().in_force(kind, today)}
    for one in terms().entries:
        if one.kind == kind and one.code not in found and one.in_force_from <= today:
            found[one.code] = f"{terms().label(kind, one.code)} (no longer used)"
    return list(found.items())


def stage_label(code: str, day: date | None = None) -> str:
    return terms().label(TermKind.STAGE, code, day)


def reason_label(code: str, day: date | None = None) -> str:
    return terms().label(TermKind.REASON, code, day)


POSITIONS = tuple(one.value for one in WithdrawalStage)
