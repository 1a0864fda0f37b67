"""How far pre-charge bail goes: Police and Criminal Evidence Act 1984, sections 47ZB (three months), 47ZD (an
inspector, to six), 47ZDA (a superintendent, to nine); after that a magistrates' court says how far.

The period begins with the day after the arrest, the bail start date. Its length is a dated clock rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cases.enums import SENT_TO_CPS, BailSetBy, MilestoneKind
from cases.models import Milestone
from rasso_tracker.clocks import ClockCode, Rule, Unit, day_words, deadline, london_date
from rasso_tracker.people.refusals import Invalid

Kind = MilestoneKind
BAIL_CLOCKS = {
    BailSetBy.STANDARD: ClockCode.BAIL_STANDARD,
    BailSetBy.INSPECTOR: ClockCode.BAIL_INSPECTOR,
    BailSetBy.SUPERINTENDENT: ClockCode.BAIL_SUPERINTENDENT,
}
_ENDS_BAIL = frozenset({Kind.BAIL_ENDED, Kind.RELEASED_UNDER_INVESTIGATION, Kind.CHARGED, Kind.REMANDED})
# What says, the last of them, whether CPS has a charging decision before it.
_TURNS = SENT_TO_CPS | {
    Kind.TRIAGE_REJECTED,
    Kind.ADMIN_FINALISED,
    Kind.CHARGED,
    Kind.POLICE_NFA,
    Kind.CPS_NFA,
}


def arrested_before_bail(
    occurred_at: datetime, suspect_id: object, standing: Iterable[Milestone]
) -> datetime | None:
    """The arrest from which the bail of `occurred_at` counts: the first since bail last ended, so neither an
    extension nor an arrest for breach of bail begins the period anew. None where no arrest is recorded. Pure.
    """
    arrested: datetime | None = None
    ended = False
    for one in sorted(standing, key=lambda row: row.occurred_at):
        if one.occurred_at > occurred_at or one.suspect_id not in (None, suspect_id):
            continue
        if one.kind == Kind.ARRESTED and (arrested is None or ended):
            arrested, ended = one.occurred_at, False
        elif one.kind in _ENDS_BAIL:
            ended = True
    return arrested


_EXTENDS = (BailSetBy.STANDARD, BailSetBy.INSPECTOR, BailSetBy.SUPERINTENDENT, BailSetBy.COURT)


def bail_that_stands(
    occurred_at: datetime, suspect_id: object, standing: Iterable[Milestone]
) -> Milestone | None:
    """The bail of a suspect that runs at `occurred_at`: the last before it, unless it ended since. Pure."""
    found: Milestone | None = None
    for one in sorted(standing, key=lambda row: row.occurred_at):
        if one.occurred_at >= occurred_at or one.suspect_id not in (None, suspect_id):
            continue
        if one.kind == Kind.BAILED:
            found = one
        elif one.kind in _ENDS_BAIL:
            found = None
    return found


# Who may give more than each, in words.
_LONGEST = "an inspector, a superintendent or a court"
_LONGER: dict[str, str] = {
    BailSetBy.INSPECTOR: "a superintendent or a court",
    BailSetBy.SUPERINTENDENT: "a court",
}


def last_day_of_bail(set_by: BailSetBy, arrested_on: date) -> tuple[date, Rule]:
    """The last day of the period, and its rule. Months "beginning with" the day after the arrest end on the
    day before the same day of a later month, or with that month where it has no such day.
    """
    began = arrested_on + timedelta(days=1)
    clock = deadline(BAIL_CLOCKS[set_by], began)
    assert clock.rule is not None
    month_is_short = clock.rule.unit == Unit.CALENDAR_MONTHS and clock.due_on.day != began.day
    return clock.due_on - timedelta(days=0 if month_is_short else 1), clock.rule


def check_bail_limit(
    kind: MilestoneKind,
    occurred_at: datetime,
    limit_on: date | None,
    set_by: str,
    suspect_id: object,
    standing: Iterable[Milestone],
) -> None:
    """Raises Invalid for bail beyond what whoever set it may give, by the rules in force when it began."""
    if kind != Kind.BAILED:
        if set_by:
            raise Invalid({"limit_set_by": "Only bail says who set its limit: leave it empty."})
        return
    standing = list(standing)
    if set_by == BailSetBy.CPS_DECIDES:
        _check_is_with_cps(occurred_at, suspect_id, standing)
    if limit_on is not None:
        _check_goes_further(
            occurred_at, limit_on, set_by, bail_that_stands(occurred_at, suspect_id, standing)
        )
    if set_by not in BAIL_CLOCKS or limit_on is None:
        return
    arrested = arrested_before_bail(occurred_at, suspect_id, standing) or occurred_at
    last, rule = last_day_of_bail(BailSetBy(set_by), london_date(arrested))
    if limit_on > last:
        raise Invalid(
            {
                "limit_on": f"Bail set this way ends by {day_words(last)} at the latest: {rule.length} that "
                f"begin the day after the arrest of {day_words(arrested)}. Enter an earlier date, or choose "
                f"who extended it: {_LONGER.get(set_by, _LONGEST)}."
            }
        )


def _check_goes_further(occurred_at: datetime, limit_on: date, set_by: str, stands: Milestone | None) -> None:
    """Whoever set bail may bring it forward, and so may less; whoever is asked for more goes beyond it."""
    if stands is None or stands.limit_on is None or london_date(occurred_at) > stands.limit_on:
        return
    if set_by not in _EXTENDS or stands.limit_set_by not in _EXTENDS:
        return
    if _EXTENDS.index(BailSetBy(set_by)) <= _EXTENDS.index(BailSetBy(stands.limit_set_by)):
        return
    if limit_on <= stands.limit_on:
        raise Invalid(
            {
                "limit_on": f"Bail runs to {day_words(stands.limit_on)} already, so this extends nothing. "
                "Enter a later date, or, where bail was brought forward, leave who set its limit as it is."
            }
        )


def _check_is_with_cps(occurred_at: datetime, suspect_id: object, standing: Iterable[Milestone]) -> None:
    turns = [
        one
        for one in standing
        if one.kind in _TURNS and one.occurred_at <= occurred_at and one.suspect_id in (None, suspect_id)
    ]
    last = max(turns, key=lambda row: row.occurred_at, default=None)
    if last is None or last.kind not in SENT_TO_CPS:
        why = (
            "Nothing went to CPS for a charging decision by then."
            if last is None
            else f"CPS had no charging decision before it then: “{last.happened}” was on "
            f"{day_words(last.occurred_at)}."
        )
        raise Invalid({"limit_set_by": f"{why} Choose who set the limit, or record the submission first."})
