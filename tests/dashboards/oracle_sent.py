"""Question 3 again, in plain Python over every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from actionplans.models import Submission, Triage
from actionplans.turns import days_by_round, holder, turns_of
from cases.models import Case
from rasso_tracker.clocks import end_of_day, london_date, start_of_day
from rasso_tracker.dashboards.performance.measures import Cell, months_up_to
from tests.dashboards.oracle_plans import Found, cells, month


def by_case(at: datetime) -> Iterator[tuple[Case, list[Submission]]]:
    """Every case that is open to all, with its submissions in order."""
    for case in Case.objects.filter(restricted=False).prefetch_related(
        "submissions__triages__reasons", "submissions__action_plans", "milestones", "allegations"
    ):
        yield case, sorted(case.submissions.all(), key=lambda one: one.round)


def place(case: Case, sent: Submission) -> tuple[Any, Any, Any]:
    return (case.team_id, case.district_id, sent.cps_unit_id)


def _window(at: datetime) -> datetime:
    return start_of_day(months_up_to(at)[0])


def sent_in(at: datetime) -> Iterator[tuple[Case, list[Submission], Submission]]:
    for case, rounds in by_case(at):
        for one in rounds:
            if _window(at) <= one.submitted_at <= at:
                yield case, rounds, one


def standing(sent: Submission, at: datetime) -> Triage | None:
    found = [one for one in sent.triages.all() if one.superseded_at is None and one.triaged_at <= at]
    return found[0] if found else None


def _key(case: Case, sent: Submission, moment: datetime, kind: str) -> tuple[Any, ...]:
    return (month(london_date(moment)), *place(case, sent), kind)


def submissions(at: datetime) -> set[Cell]:
    return cells(
        Counter(
            _key(case, one, one.submitted_at, f"{one.kind}:{'first' if one.round == 1 else 'again'}")
            for case, _, one in sent_in(at)
        )
    )


def drawn(at: datetime) -> set[Cell]:
    found: Found = Counter()
    for case, rounds, one in sent_in(at):
        if one.kind == "early_advice":
            continue
        again = any(other.round < one.round and other.kind != "early_advice" for other in rounds)
        key = f"{'again' if again else 'first'}:{_answer(one, at)}"
        found[_key(case, one, one.submitted_at, key)] += 1
    return cells(found)


def _answer(sent: Submission, at: datetime) -> str:
    issued = (one for one in sent.action_plans.all() if one.issued_at <= at)
    if any(one.superseded_at is None or one.superseded_at > at for one in issued):
        return "plan"
    triage = standing(sent, at)
    if triage is not None and not triage.accepted:
        return "rejected"
    return "none" if sent.answered_at is not None and sent.answered_at <= at else "waiting"


def rounds_of_cases(at: datetime) -> set[Cell]:
    return cells(
        Counter(
            _key(case, one, one.submitted_at, str(sum(other.submitted_at <= at for other in rounds)))
            for case, rounds, one in sent_in(at)
            if one.round == 1
        )
    )


def triaged_in(at: datetime) -> Iterator[tuple[Case, Submission, Triage]]:
    for case, rounds in by_case(at):
        for one in rounds:
            triage = standing(one, at)
            if triage is not None and triage.triaged_at >= _window(at):
                yield case, one, triage


def triages(at: datetime) -> set[Cell]:
    return cells(
        Counter(
            _key(case, one, triage.triaged_at, "accepted" if triage.accepted else "rejected")
            for case, one, triage in triaged_in(at)
        )
    )


def reasons(at: datetime) -> set[Cell]:
    return cells(
        Counter(
            _key(case, one, triage.triaged_at, reason.reason)
            for case, one, triage in triaged_in(at)
            for reason in triage.reasons.all()
        )
    )


def answers(at: datetime) -> set[Cell]:
    found: Found = Counter()
    for case, rounds in by_case(at):
        for one in rounds:
            end = end_of_day(one.due_on)
            if one.submitted_at > at or end > at or one.due_on < months_up_to(at)[0]:
                continue
            triage = standing(one, at)
            rejected = triage is not None and not triage.accepted and triage.triaged_at <= end
            kept = rejected or (one.answered_at is not None and one.answered_at <= end)
            key = (month(one.due_on), *place(case, one), "kept" if kept else "missed")
            found[key] += 1
    return cells(found)


def round_days(at: datetime) -> set[Cell]:
    found: Found = Counter()
    today = london_date(at)
    for case, rounds in by_case(at):
        facts, allegations = list(case.milestones.all()), list(case.allegations.all())
        days = days_by_round(rounds, facts, allegations, at)
        held = holder(facts, allegations, at)
        begun = [one for one in rounds if one.pk in days]
        for one, after in zip(begun, [*begun[1:], None], strict=False):
            last = london_date(after.submitted_at) if after else _decided(facts, allegations, held, at)
            keys = []
            if last is not None:
                keys = [f"ended:police:{days[one.pk].police}", f"ended:cps:{days[one.pk].cps}"]
            else:
                keys += [f"open:police:{days[one.pk].police}"] if "police" in held else []
                keys += [f"open:cps:{days[one.pk].cps}"] if "cps" in held else []
            if (last or today) >= months_up_to(at)[0]:
                for key in keys:
                    found[(month(last or today), *place(case, one), key)] += 1
    return cells(found)


def _decided(facts: Any, allegations: Any, held: Any, at: datetime) -> date | None:
    """The day on which the last allegation left both sides; None while one lies with a side."""
    turns = [turn for one in allegations for turn in turns_of(facts, one, at)]
    return max((turn.end for turn in turns), default=None) if not held else None
