"""Question 2: are action plans kept to their dates? What is counted, as statements (tests hold each equal to
the same rule in plain Python).

A plan that CPS superseded, because police had entered it wrongly, is in no count.
"""

from __future__ import annotations

from rasso_tracker.dashboards.performance.measures import CELL, Measure, Of, day_of, end_of, month_of, within

KEPT, MISSED = "kept", "missed"
AGE_BANDS = {"a": "1 to 7 days", "b": "8 to 28 days", "c": "29 to 56 days", "d": "More than 56 days"}
_AGE_BAND = "CASE WHEN days <= 7 THEN 'a' WHEN days <= 28 THEN 'b' WHEN days <= 56 THEN 'c' ELSE 'd' END"
_OF_PLAN = """
    JOIN actionplans_submission s ON s.id = p.submission_id
    JOIN cases_case c ON c.id = p.case_id AND NOT c.restricted
"""
_STANDS = "(p.superseded_at IS NULL OR p.superseded_at > %(at)s)"
_ISSUED = f"p.issued_on >= %(since)s AND p.issued_on < %(until)s AND p.issued_at <= %(at)s AND {_STANDS}"


def owed(plan: str, moment: str) -> str:
    """True while an item of the plan is owed at the moment: not returned, or sent back since, and neither
    given up in a dispute nor withdrawn.
    """
    return f"""EXISTS (
        SELECT 1 FROM actionplans_actionplanitem i WHERE i.plan_id = {plan}
        AND NOT EXISTS (
            SELECT 1 FROM actionplans_itemdispute x
            WHERE x.item_id = i.id AND x.outcome = 'accepted' AND x.settled_at <= {moment})
        AND NOT EXISTS (
            SELECT 1 FROM actionplans_itemwithdrawal w
            WHERE w.item_id = i.id AND w.superseded_at IS NULL AND w.withdrawn_at <= {moment})
        AND NOT coalesce((
            SELECT NOT EXISTS (
                SELECT 1 FROM actionplans_itemcheck k WHERE k.returned_id = r.id AND NOT k.accepted
                AND k.superseded_at IS NULL AND k.checked_at <= {moment})
            FROM actionplans_itemreturn r WHERE r.item_id = i.id AND r.returned_at <= {moment}
            ORDER BY r.round DESC LIMIT 1), false))"""


def _by_target(which: str) -> str:
    return f"""
        SELECT {month_of("due_on")} AS month, team_id, district_id, cps_unit_id,
            CASE WHEN (status = 'completed' AND closed_at <= t) OR NOT {owed("due.plan_id", "due.t")}
                THEN '{KEPT}' ELSE '{MISSED}' END AS key, id, plan_id AS of_id, due_on AS day
        FROM (
            SELECT d.id, d.due_on, {end_of("d.due_on")} AS t, p.id AS plan_id, p.status, p.closed_at, {CELL}
            FROM actionplans_plandate d JOIN actionplans_actionplan p ON p.id = d.plan_id {_OF_PLAN}
            WHERE d.kind = 'target' AND {which} AND {_STANDS}
                AND d.due_on >= %(since)s AND d.due_on < least(%(until)s, %(today)s)
        ) due
        WHERE t <= %(at)s AND NOT (status = 'withdrawn' AND closed_at <= t)"""


TARGET_AT_ISSUE = Measure(
    code="target_at_issue",
    counts="plans",
    month="the month of the target date set when the plan was issued",
    rule="Kept: by the end of that day every item was returned and not sent back, or CPS no longer asked for "
    "it, or the plan was complete. Plans withdrawn by that day are left out; one that CPS closed as not "
    "answered counts as missed.",
    sql=_by_target("d.because = 'issued'"),
)
TARGET_STANDING = Measure(
    code="target_standing",
    counts="plans",
    month="the month of the target date that stands now",
    rule="As above, against the target date that stands after every move.",
    sql=_by_target("(d.superseded_at IS NULL OR d.superseded_at > %(at)s) AND d.set_at <= %(at)s"),
)
REVIEW_DATES = Measure(
    code="review_dates",
    counts="review dates",
    month="the month in which the date fell",
    rule="Kept: a review was recorded by the end of that day. Missed: the day ended with the date still "
    "standing and the plan open. A date that was moved before its day counts as a slip instead.",
    sql=f"""
        SELECT {month_of("due_on")} AS month, team_id, district_id, cps_unit_id,
            CASE WHEN reviewed THEN '{KEPT}' ELSE '{MISSED}' END AS key, id, plan_id AS of_id, due_on AS day
        FROM (
            SELECT d.id, d.plan_id, d.due_on, {end_of("d.due_on")} AS t, d.superseded_at, p.closed_at, {CELL},
                EXISTS (
                    SELECT 1 FROM actionplans_planreview v
                    WHERE v.plan_id = d.plan_id AND v.reviewed_at > d.set_at
                    AND v.reviewed_at <= {end_of("d.due_on")}
                    AND (d.superseded_at IS NULL OR v.reviewed_at <= d.superseded_at)) AS reviewed
            FROM actionplans_plandate d JOIN actionplans_actionplan p ON p.id = d.plan_id {_OF_PLAN}
            WHERE d.kind = 'review' AND {_STANDS} AND d.due_on >= %(since)s
                AND d.due_on < least(%(until)s, %(today)s)
        ) due
        WHERE t <= %(at)s AND (reviewed OR (
            (superseded_at IS NULL OR superseded_at > t) AND (closed_at IS NULL OR closed_at > t)))""",
)
LAPSED_AT_MONTH_END = Measure(
    code="lapsed_month_end",
    counts="open plans past a date",
    month="the month at whose end they were so (this month: now)",
    rule="Past a date: the review date that stood had passed with no review since, or the target date had "
    "passed with an item owed. The days run from the first of them that passed.",
    sql=f"""
        SELECT month, team_id, district_id, cps_unit_id, {_AGE_BAND} AS key, id, id AS of_id, day
        FROM (
            SELECT e.month, p.id, {CELL}, min(d.due_on) AS day, {day_of("e.t")} - min(d.due_on) AS days
            FROM unnest(%(months)s::date[], %(ends)s::timestamptz[]) AS e (month, t)
            JOIN actionplans_plandate d ON d.kind IN ('review', 'target') AND d.due_on < {day_of("e.t")}
                AND d.set_at <= e.t AND (d.superseded_at IS NULL OR d.superseded_at > e.t)
            JOIN actionplans_actionplan p ON p.id = d.plan_id AND (p.closed_at IS NULL OR p.closed_at > e.t)
            {_OF_PLAN}
            WHERE {_STANDS} AND (d.kind = 'review' OR {owed("p.id", "e.t")})
            GROUP BY e.month, p.id, c.team_id, c.district_id, s.cps_unit_id, e.t
        ) lapsed""",
)
LAPSED_NOW = Measure(
    code="lapsed_now",
    counts="open plans past a date",
    month="the state at the moment of the figures",
    rule="As the overdue board: by the highest step of the ladder that stands and the days past the date.",
    sql=f"""
        SELECT {month_of("%(today)s::date")} AS month, team_id, district_id, cps_unit_id,
            coalesce(step::text, 'none') || ':' || {_AGE_BAND} AS key, id, id AS of_id, day
        FROM (
            SELECT p.id, p.step, {day_of("p.lapses_at")} - 1 AS day,
                %(today)s::date - {day_of("p.lapses_at")} + 1 AS days, {CELL}
            FROM actionplans_actionplan p {_OF_PLAN}
            WHERE p.closed_at IS NULL AND p.lapses_at <= %(at)s AND {_STANDS}
        ) lapsed""",
)
ISSUED = Measure(
    code="issued",
    counts="plans",
    month="the month of issue",
    rule="Rework: a plan that asks again what an earlier plan on the same case asked.",
    sql=f"""
        SELECT {month_of("p.issued_on")} AS month, {CELL},
            CASE WHEN p.rework_of_id IS NULL THEN 'first' ELSE 'rework' END AS key,
            p.id, p.id AS of_id, p.issued_on AS day
        FROM actionplans_actionplan p {_OF_PLAN}
        WHERE {_ISSUED}""",
)
# The rule of actionplans.models.dates.slipped().
_SLIPPED = """(d.because = 'moved' OR (d.because = 'opened_again' AND EXISTS (
    SELECT 1 FROM actionplans_plandate sooner
    WHERE sooner.plan_id = d.plan_id AND sooner.kind = d.kind AND sooner.superseded_at = d.set_at
      AND sooner.due_on < d.due_on)))"""
SLIPS = Measure(
    code="slips",
    counts="plans",
    month="the month of issue",
    rule="A slip is a target or review date that was moved, with its reason, or that CPS set later as it "
    "opened the plan again; the old date is kept. Plans of "
    "the last months have had less time to slip.",
    sql=f"""
        SELECT {month_of("day")} AS month, team_id, district_id, cps_unit_id, slips::text AS key,
            id, id AS of_id, day
        FROM (
            SELECT p.id, p.issued_on AS day, {CELL}, (
                SELECT count(*) FROM actionplans_plandate d
                WHERE d.plan_id = p.id AND {_SLIPPED} AND d.set_at <= %(at)s) AS slips
            FROM actionplans_actionplan p {_OF_PLAN}
            WHERE {_ISSUED}
        ) issued""",
)
MOVED = Measure(
    code="moved",
    counts="dates that were moved",
    month="the month in which somebody moved them",
    rule="Target and review dates moved with a reason, or set later as CPS opened a plan again, by which of "
    "the two.",
    sql=f"""
        SELECT {month_of(day_of("d.set_at"))} AS month, {CELL}, d.kind AS key,
            d.id, p.id AS of_id, {day_of("d.set_at")} AS day
        FROM actionplans_plandate d JOIN actionplans_actionplan p ON p.id = d.plan_id {_OF_PLAN}
        WHERE {_SLIPPED} AND {within("d.set_at")} AND {_STANDS}""",
)
ENDED = Measure(
    code="ended",
    counts="plans",
    month="the month in which they ended",
    rule="Administratively finalised: CPS closed its record because nothing came back. That is no decision.",
    sql=f"""
        SELECT {month_of(day_of("p.closed_at"))} AS month, {CELL}, p.status AS key,
            p.id, p.id AS of_id, {day_of("p.closed_at")} AS day
        FROM actionplans_actionplan p {_OF_PLAN}
        WHERE {within("p.closed_at")} AND {_STANDS}""",
)


def _disputes(what: str) -> str:
    return f"""
        SELECT {month_of(day_of("x.raised_at"))} AS month, {CELL},
            {what} || ':' || CASE WHEN x.settled_at <= %(at)s THEN x.outcome ELSE 'open' END AS key,
            x.id, i.id AS of_id, {day_of("x.raised_at")} AS day
        FROM actionplans_itemdispute x
        JOIN actionplans_actionplanitem i ON i.id = x.item_id
        JOIN actionplans_actionplan p ON p.id = i.plan_id {_OF_PLAN}
        WHERE {within("x.raised_at")} AND {_STANDS}"""


DISPUTES_BY_REASON = Measure(
    code="disputes_by_reason",
    counts="disputes of items",
    month="the month in which the police raised them",
    rule="By the reason given and by what came of it.",
    of=Of.ITEM,
    sql=_disputes("x.reason"),
)
DISPUTES_BY_TYPE = Measure(
    code="disputes_by_type",
    counts="disputes of items",
    month="the month in which the police raised them",
    rule="By what the item asks for and by what came of the dispute.",
    of=Of.ITEM,
    sql=_disputes("i.type"),
)
MEASURES = (
    TARGET_AT_ISSUE,
    TARGET_STANDING,
    REVIEW_DATES,
    LAPSED_AT_MONTH_END,
    LAPSED_NOW,
    ISSUED,
    SLIPS,
    MOVED,
    ENDED,
    DISPUTES_BY_REASON,
    DISPUTES_BY_TYPE,
)
