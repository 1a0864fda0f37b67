"""Whose turn it is, and for how many days: a pure function of milestones and a moment, never typed.

An allegation lies with CPS from a submission or a full return until CPS answers, then with the police until
it goes back, until it is charged or closed. A side's days are the London dates on which any allegation of the
case lay with it: a day counts to the side that holds it as the day ends, so a same-day answer costs no day.
Days are counted within rounds: from one submission to the next.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection

from actionplans.enums import Side
from cases.enums import MilestoneKind
from cases.stages import Alleged, Bound, bears_on, standing
from rasso_tracker.clocks import london_date

Kind = MilestoneKind
# Who has it after each event; None: nobody, it was decided.
NEXT: dict[MilestoneKind, Side | None] = {
    Kind.EARLY_ADVICE_REQUESTED: Side.CPS,
    Kind.SUBMITTED: Side.CPS,
    Kind.RESUBMITTED: Side.CPS,
    Kind.TRIAGE_ACCEPTED: Side.CPS,
    Kind.EARLY_ADVICE_GIVEN: Side.POLICE,
    Kind.TRIAGE_REJECTED: Side.POLICE,
    Kind.ADMIN_FINALISED: Side.POLICE,  # CPS decided nothing: the investigation is theirs
    Kind.ACTION_PLAN_ISSUED: Side.POLICE,
    Kind.REOPENED: Side.POLICE,
    Kind.CHARGED: None,
    Kind.FINALISED: None,
    Kind.POLICE_NFA: None,
    Kind.CPS_NFA: None,
    Kind.TRANSFERRED: None,
    Kind.CANCELLED: None,
}


class Round(Protocol):
    """What a submission must say for its days to be counted."""

    pk: uuid.UUID
    submitted_at: datetime


class Days(NamedTuple):
    """Whole days with each side."""

    police: int = 0
    cps: int = 0


class Turn(NamedTuple):
    """From `start` to before `end`, London dates, an allegation lay with `side`."""

    side: Side
    start: date
    end: date


def turns_of(milestones: Iterable[Bound], allegation: Alleged, at: datetime) -> list[Turn]:
    """The turns of one allegation up to `at`, from its first submission on. The last may be empty."""
    events = _sides(milestones, allegation, at)
    first = next((place for place, (side, _) in enumerate(events) if side == Side.CPS), len(events))
    ends = [day for _, day in events[first + 1 :]] + [london_date(at)]
    return [
        Turn(side, start, end)
        for (side, start), end in zip(events[first:], ends, strict=False)
        if side is not None
    ]


def _sides(milestones: Iterable[Bound], allegation: Alleged, at: datetime) -> list[tuple[Side | None, date]]:
    """Who had it after each event, oldest first. What is opened again though nothing had ended it (the
    decision was voided as never made) stays with who had it.
    """
    found: list[tuple[Side | None, date]] = []
    for one in standing([one for one in milestones if bears_on(one, allegation)], at):
        if one.kind in NEXT:
            side = NEXT[MilestoneKind(one.kind)]
            if one.kind == Kind.REOPENED and found and found[-1][0] is not None:
                side = found[-1][0]
            found.append((side, london_date(one.occurred_at)))
    return found


def holder(milestones: Sequence[Bound], allegations: Iterable[Alleged], at: datetime) -> set[Side]:
    """Who holds something of the case at `at`: one side, both (after a partial answer), or nobody."""
    held = set()
    for allegation in allegations:
        sides = [side for side, _ in _sides(milestones, allegation, at)]
        if Side.CPS in sides and sides[-1] is not None:
            held.add(sides[-1])
    return held


def days_by_round(
    rounds: Iterable[Round], milestones: Sequence[Bound], allegations: Iterable[Alleged], at: datetime
) -> dict[uuid.UUID, Days]:
    """Days with each side within each round up to `at`, by the id of the submission that began it."""
    held: dict[Side, set[int]] = {Side.POLICE: set(), Side.CPS: set()}
    for allegation in allegations:
        for turn in turns_of(milestones, allegation, at):
            held[turn.side].update(range(turn.start.toordinal(), turn.end.toordinal()))
    begun = sorted(
        (one for one in rounds if one.submitted_at <= at), key=lambda one: (one.submitted_at, one.pk)
    )
    found = {}
    ends = [london_date(one.submitted_at) for one in begun[1:]] + [london_date(at)]
    for one, end in zip(begun, ends, strict=False):
        window = range(london_date(one.submitted_at).toordinal(), end.toordinal())
        found[one.pk] = Days(
            police=len(held[Side.POLICE].intersection(window)), cps=len(held[Side.CPS].intersection(window))
        )
    return found


# The same in one statement: each row's case by its indexes, dates as multiranges. A round ends with the next
# one, or on the day on which the last allegation left both sides; else somebody has it now.
_DAYS = """
WITH wanted AS (
    SELECT s.id, s.case_id, {s_day} AS began,
        (SELECT {n_day} FROM actionplans_submission n
         WHERE n.case_id = s.case_id AND (n.submitted_at, n.id) > (s.submitted_at, s.id)
           AND n.submitted_at <= %(at)s
         ORDER BY n.submitted_at, n.id LIMIT 1) AS next
    FROM actionplans_submission s WHERE {wanted} AND s.submitted_at <= %(at)s
)
SELECT w.id, {police} AS police, {cps} AS cps,
    coalesce(w.next, CASE WHEN NOT held.with_police AND NOT held.with_cps THEN held.left_on END) AS ended_on,
    coalesce(w.next IS NULL AND held.with_police, false) AS with_police,
    coalesce(w.next IS NULL AND held.with_cps, false) AS with_cps
FROM wanted w
CROSS JOIN LATERAL (
    SELECT range_agg(daterange(began, ended)) FILTER (WHERE side = 'police') AS police,
           range_agg(daterange(began, ended)) FILTER (WHERE side = 'cps') AS cps,
           bool_or(is_last AND side = 'police') AS with_police, bool_or(is_last AND side = 'cps') AS with_cps,
           max(ended) FILTER (WHERE side <> '') AS left_on
    FROM (
        SELECT CASE WHEN kind = 'reopened' AND lag(side) OVER sequence <> '' THEN lag(side) OVER sequence
                ELSE side END AS side, day AS began, coalesce(lead(day) OVER sequence, %(today)s) AS ended,
            bool_or(side = 'cps') OVER sequence AS begun, lead(day) OVER sequence IS NULL AS is_last
        FROM (
            SELECT a.id AS allegation, m.kind, {m_day} AS day, m.occurred_at, m.recorded_at,
                array_position(%(kinds)s, m.kind::text) AS place,
                (%(sides)s)[array_position(%(kinds)s, m.kind::text)] AS side
            FROM cases_allegation a JOIN cases_milestone m ON m.case_id = a.case_id
            WHERE a.case_id = w.case_id AND m.voided_at IS NULL AND m.occurred_at <= %(at)s
              AND m.kind = ANY(%(kinds)s)
              AND (m.allegation_id = a.id OR (m.allegation_id IS NULL
                AND (m.suspect_id IS NULL OR m.suspect_id = a.suspect_id)
                AND (m.victim_id IS NULL OR m.victim_id = a.victim_id)))
        ) events
        WINDOW sequence AS (PARTITION BY allegation ORDER BY occurred_at, place, recorded_at)
    ) turns
    WHERE begun
) held
"""
_WITHIN = (
    "coalesce((SELECT sum(upper(one) - lower(one)) FROM unnest("
    "held.{side} * datemultirange(daterange(w.began, coalesce(w.next, %(today)s)))) one), 0)"
)
_LONDON = "({row}.{column} AT TIME ZONE 'Europe/London')::date"
_KINDS = [one for one in MilestoneKind if one in NEXT]  # in the order that decides at one moment


def rounds_statement(wanted: str) -> str:
    """SELECT of id, police, cps (days), ended_on, with_police, with_cps for the submissions `s` wanted.

    It takes turn_values(at) beside what the condition itself takes.
    """
    return _DAYS.format(
        wanted=wanted,
        s_day=_LONDON.format(row="s", column="submitted_at"),
        n_day=_LONDON.format(row="n", column="submitted_at"),
        m_day=_LONDON.format(row="m", column="occurred_at"),
        police=_WITHIN.format(side="police"),
        cps=_WITHIN.format(side="cps"),
    )


def turn_values(at: datetime) -> dict[str, Any]:
    """The values that rounds_statement takes."""
    return {
        "at": at,
        "today": london_date(at),
        "kinds": [one.value for one in _KINDS],
        "sides": [side.value if (side := NEXT[one]) else "" for one in _KINDS],
    }


_OF_IDS = rounds_statement("s.id = ANY(%(ids)s)")


def days_of_rounds(ids: Sequence[uuid.UUID], at: datetime) -> dict[uuid.UUID, Days]:
    """days_by_round for submissions of any cases, in one statement; those after `at` are left out."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_IDS, {**turn_values(at), "ids": list(ids)})
        return {row_id: Days(int(police), int(cps)) for row_id, police, cps, *_ in cursor.fetchall()}
