"""The case strategy of a case that went to CPS: written, mostly agreed, and looked at by its dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from actionplans.enums import CpsSource
from actionplans.models import ActionPlanItem, CaseStrategy, StrategyAgreement, StrategyLine, StrategyReview
from actionplans.seals import Label
from actionplans.services.strategies import STRATEGY_DUE
from actionplans.strategy_enums import LineKind, StrategyOutcome
from rasso_tracker.clocks import end_of_day, london_date
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.people.enums import Post

BETWEEN = timedelta(days=28)  # [A] from one look at the strategy to the next
LATE_SHARE = 0.12  # [A] of strategies: the look that was due last has not been recorded
AGREED_SHARE = 0.85  # [A]
SERVED_SHARE = 0.6  # [A] of items: somebody said which line they serve
LINES = (
    (LineKind.PURSUED, "Account of the friend who was told first.", ""),
    (LineKind.PURSUED, "Footage of the street for the two hours around the report.", ""),
    (LineKind.SUSPECT, "What the suspect said to others in the days before and after.", ""),
    (LineKind.SUSPECT, "Earlier reports about the suspect in any district.", ""),
    (LineKind.NOT_PURSUED, "The victim's whole telephone.", "Messages with the suspect alone are in issue."),
    (LineKind.NOT_PURSUED, "School records.", "Nothing in the accounts makes them relevant."),
)


def strategy_rows(case: CaseRows) -> None:
    """One version for a case that was submitted, with its reviews up to the end or to today."""
    if not case.life.submissions:
        return
    rng = Random(f"strategy {case.case.pk}")  # noqa: S311  # a story, not a key
    first = case.life.submissions[0]
    written = first.at - timedelta(hours=2)
    closed = [one.at for one in case.life.milestones if one.kind in ("police_nfa", "cps_nfa", "finalised")]
    end = min([*closed, case.world.now])
    row = case.add(
        CaseStrategy,
        written,
        version=1,
        next_decision_on=london_date(written) + timedelta(days=42),
        review_on=london_date(written) + BETWEEN,
        written_at=written,
        written_by=case.life.officer,
    )
    row.digital_sealed = case.seal(
        Label.STRATEGY_DIGITAL, row.pk, "Messages between the two for one month; nothing else is sought."
    )
    for number, (kind, words, why) in enumerate([LINES[0], *rng.sample(LINES[1:], 4)], start=1):
        line = case.add(StrategyLine, written, strategy=row, number=number, kind=kind)
        line.words_sealed = case.seal(Label.STRATEGY_LINE, line.pk, words)
        line.why_sealed = case.seal(Label.STRATEGY_WHY, line.pk, why) if why else None
    _served(case)
    _agreed(case, row, written + timedelta(days=rng.uniform(3, 9)), rng)
    _reviewed(case, row, end, rng)
    if not case.is_closed:
        case.owe(
            source=case.case.pk,
            code=STRATEGY_DUE,
            what="Review the case strategy",
            due_on=row.review_on,
            at=max([written, *(one.reviewed_at for one in case.rows[StrategyReview])]),
        )


def _served(case: CaseRows) -> None:
    """Most items of plans serve a line that is pursued."""
    rng = Random(f"lines {case.case.pk}")  # noqa: S311  # a story, not a key
    pursued = [one for one in case.rows[StrategyLine] if one.kind != LineKind.NOT_PURSUED]
    for item in case.rows[ActionPlanItem]:
        if rng.random() < SERVED_SHARE:
            item.strategy_line = rng.choice(pursued)


def _agreed(case: CaseRows, row: CaseStrategy, at: datetime, rng: Random) -> None:
    if at >= case.world.now or rng.random() > AGREED_SHARE:
        return
    lawyers = case.world.force.at(Post.REVIEWING_PROSECUTOR, case.life.submissions[0].unit)
    lawyer = lawyers[case.life.number % len(lawyers)]
    case.add(
        StrategyAgreement,
        at,
        strategy=row,
        prosecutor=lawyer,
        agreed_at=at,
        recorded_at=at,
        source=CpsSource.CPS,
        entered_by=lawyer,
    )


def _reviewed(case: CaseRows, row: CaseStrategy, end: datetime, rng: Random) -> None:
    """Each look falls on the day before it is due; some are late on the day of the demo."""
    by = case.world.force.at(Post.DETECTIVE_SERGEANT, case.life.team)[0]
    late = rng.random() < LATE_SHARE
    while True:
        at = end_of_day(row.review_on) - timedelta(days=1, hours=9)
        following = end_of_day(row.review_on + BETWEEN) - timedelta(days=1, hours=9)
        if at >= end or (late and following >= end and end == case.world.now):
            return
        next_on = london_date(at) + BETWEEN
        review = case.add(
            StrategyReview,
            at,
            strategy=row,
            outcome=StrategyOutcome.STANDS,
            next_review_on=next_on,
            reviewed_at=at,
            reviewed_by=by,
        )
        review.note_sealed = case.seal(Label.STRATEGY_NOTE, review.pk, "The lines stand.")
        row.review_on = next_on
