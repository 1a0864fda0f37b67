"""Question 5: do victims hear of decisions in time, know the Right to Review, and what comes of it?"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.cube import Cube, Wanted
from rasso_tracker.dashboards.performance.measures import UNIT_OF_CASE, Measure, Of, day_of, month_of, within
from rasso_tracker.dashboards.performance.report import Section
from rasso_tracker.dashboards.performance.shares import share_sections
from reviews.enums import REOPENING_OUTCOMES, REVIEWED_OUTCOMES, DecisionAgency, ReviewOutcome

KEPT, MISSED = "kept", "missed"
RIGHT, NO_RIGHT = "r", "n"
TOLD, UNTOLD = "t", "u"
NONE, OPEN, STANDS, OVERTURNED, CLOSED = "none", "open", "stands", "overturned", "closed"

READ = "read_take_up"
REFUSED = (
    "Your role, {}, does not include the figures of the Right to Review. Supervisors and managers have them."
)
CAVEAT = (
    "A decision counts once for each victim whom it is about. The decisions of the last months have had less "
    "time to be told, and victims three months to ask: read the last quarter with care. Few ask, so small "
    "numbers move a share far. Restricted cases are in no count."
)
_OVERTURNED = ", ".join(f"'{one.value}'" for one in sorted(REOPENING_OUTCOMES))
_REVIEWED = ", ".join(f"'{one.value}'" for one in sorted(REVIEWED_OUTCOMES))
_CASE = "JOIN cases_case c ON c.id = n.case_id AND NOT c.restricted"
_CELL = f"c.team_id, c.district_id, {UNIT_OF_CASE} AS cps_unit_id"
_POLICE = f"n.owner = '{DecisionAgency.POLICE.value}'"
TAKE_UP = Measure(
    code="take_up",
    counts="decisions of the police, one for each victim",
    month="the month of the decision",
    rule="With the right: the victim may ask for a review as the case stands, by the scheme's rules or an "
    "inspector's decision, or asked and the decision was reviewed (one that was overturned does not stand, "
    "and nobody can ask again). Told: a record says when and how the victim was told of the right. Asked: "
    "the last request for this decision.",
    of=Of.DECISION,
    sql=f"""
        SELECT {month_of(day_of("n.decided_at"))} AS month, {_CELL},
            concat_ws(':',
                CASE WHEN n.right_since <= %(at)s
                    OR q.decided_at <= %(at)s AND q.outcome IN ({_REVIEWED}) THEN '{RIGHT}'
                    ELSE '{NO_RIGHT}' END,
                CASE WHEN EXISTS (
                    SELECT 1 FROM reviews_righttold t WHERE t.decision_id = n.decision_id
                    AND t.victim_id = n.victim_id AND t.recorded_at <= %(at)s) THEN '{TOLD}'
                    ELSE '{UNTOLD}' END,
                CASE WHEN q.id IS NULL THEN '{NONE}'
                    WHEN q.decided_at IS NULL OR q.decided_at > %(at)s THEN '{OPEN}'
                    WHEN q.outcome IN ({_OVERTURNED}) THEN '{OVERTURNED}'
                    WHEN q.outcome = '{ReviewOutcome.UPHELD.value}' THEN '{STANDS}'
                    ELSE '{CLOSED}' END) AS key,
            n.id, n.decision_id AS of_id, {day_of("n.decided_at")} AS day
        FROM reviews_notification n {_CASE}
        LEFT JOIN LATERAL (
            SELECT r.id, r.decided_at, r.outcome FROM reviews_reviewrequest r
            WHERE r.decision_id = n.decision_id AND r.victim_id = n.victim_id AND r.recorded_at <= %(at)s
            ORDER BY r.received_at DESC, r.id DESC LIMIT 1) q ON true
        WHERE {_POLICE} AND {within("n.decided_at")}""",
)


def _by_its_date(due: str, done: str) -> str:
    """Kept or missed, of what fell due; the end of the day is London's."""
    return f"CASE WHEN {day_of(done)} <= {due} AND {done} <= %(at)s THEN '{KEPT}' ELSE '{MISSED}' END"


def _due(day: str) -> str:
    """True of a day in the months that are asked for and past, so that it is either kept or missed."""
    return f"({day} >= %(since)s AND {day} < %(until)s AND {day} < %(today)s)"


_NOTICE_DUE = "coalesce(n.waits_until, n.due_on)"
TOLD_IN_TIME = Measure(
    code="told_in_time",
    counts="decisions of the police to be told, one for each victim",
    month="the month in which they fell due",
    rule="Due one working day after the decision, five where the victim declined enhanced rights, later "
    "where the victim asked to wait. Counted once more from when a victim whom nobody was to tell came back. "
    "Left out: who was not told for a reason that was recorded in time.",
    of=Of.DECISION,
    sql=f"""
        SELECT {month_of(_NOTICE_DUE)} AS month, {_CELL}, {_by_its_date(_NOTICE_DUE, "n.told_at")} AS key,
            n.id, n.decision_id AS of_id, {_NOTICE_DUE} AS day
        FROM reviews_notification n {_CASE}
        WHERE {_POLICE} AND n.decided_at <= %(at)s AND n.due_on < %(until)s
            AND (n.told_at IS NOT NULL OR n.not_told_because = ''
                OR {day_of("n.not_told_at")} > {_NOTICE_DUE}) AND {_due(_NOTICE_DUE)}
        UNION ALL
        SELECT {month_of("n.tell_by")} AS month, {_CELL}, '{MISSED}' AS key,
            n.id, k.decision_id AS of_id, n.tell_by AS day
        FROM reviews_missedtelling n {_CASE} JOIN reviews_notification k ON k.id = n.notice_id
        WHERE k.owner = '{DecisionAgency.POLICE.value}' AND n.voided_at IS NULL AND n.recorded_at <= %(at)s
            AND {_due("n.tell_by")}""",
)


def _clock_of_a_review(code: str, rule: str, due: str, done: str) -> Measure:
    """`due` and `done` are columns of a request, as SQL."""
    return Measure(
        code=code,
        counts="review requests",
        month="the month in which they fell due",
        rule=rule,
        of=Of.DECISION,
        sql=f"""
        SELECT {month_of(due)} AS month, {_CELL}, {_by_its_date(due, done)} AS key,
            n.id, n.decision_id AS of_id, {due} AS day
        FROM reviews_reviewrequest n {_CASE}
        WHERE n.recorded_at <= %(at)s AND {_due(due)}""",
    )


ACKNOWLEDGED = _clock_of_a_review(
    "review_acknowledged", "Due 10 working days after receipt.", "n.acknowledge_by", "n.acknowledged_at"
)
COMPLETED = _clock_of_a_review(
    "review_completed",
    "Due 30 working days after receipt: decided, and the victim told. An extension moves no date here.",
    "coalesce(n.first_complete_by, n.complete_by)",
    "n.outcome_told_at",
)
MEASURES = (TAKE_UP, TOLD_IN_TIME, ACKNOWLEDGED, COMPLETED)


class Counted(NamedTuple):
    """What a key of TAKE_UP says."""

    right: str
    told: str
    asked: str


@cache
def counted(key: str) -> Counted:
    return Counted(*key.split(":"))


def take_up_of(right: str = RIGHT, told: str = "", asked: tuple[str, ...] = ()) -> Wanted:
    """Keys that say so; "" and () mean any."""

    def wanted(key: str) -> bool:
        one = counted(key)
        return one.right == right and told in ("", one.told) and (not asked or one.asked in asked)

    return wanted


ASKED = (OPEN, STANDS, OVERTURNED, CLOSED)


def rights_sections(cube: Cube, view: View) -> list[Section]:
    """Question 5."""
    kept, missed = ("In time", KEPT.__eq__), ("Late or not at all", MISSED.__eq__)
    return [
        *share_sections(
            cube, view, TOLD_IN_TIME, code="told-in-time", title="Victims told of a decision in time",
            part=kept, rest=missed, of="Fell due",
        ),
        *share_sections(
            cube, view, TAKE_UP, code="eligible", title="Decisions that carry the Right to Review",
            part=("With the right", take_up_of()), rest=("Without", take_up_of(NO_RIGHT)), of="Decisions",
        ),
        *share_sections(
            cube, view, TAKE_UP, code="told-of-right", title="Victims told of the Right to Review",
            part=("Told", take_up_of(told=TOLD)), rest=("Not told yet", take_up_of(told=UNTOLD)),
            of="With the right",
        ),
        *share_sections(
            cube, view, TAKE_UP, code="asked", title="Victims who asked for a review",
            part=("Asked", take_up_of(told=TOLD, asked=ASKED)),
            rest=("Did not ask", take_up_of(told=TOLD, asked=(NONE,))),
            of="Told of the right",
        ),
        *share_sections(
            cube, view, TAKE_UP, code="overturned", title="Reviews that overturned the decision",
            part=("Overturned", take_up_of(asked=(OVERTURNED,))),
            rest=("Stands", take_up_of(asked=(STANDS,))), of="Reviewed",
        ),
        *share_sections(
            cube, view, ACKNOWLEDGED, code="acknowledged", title="Review requests acknowledged in time",
            part=kept, rest=missed, of="Fell due", by_place=False,
        ),
        *share_sections(
            cube, view, COMPLETED, code="completed", title="Reviews completed and told in time",
            part=kept, rest=missed, of="Fell due", by_place=False,
        ),
    ]  # fmt: skip
