"""Question 2: are action plans kept to their dates? What is counted, as statements (tests hold each equal to
the same rule in plain Python).

A plan that CPS superseded, because police had entered it wrongly, is in no count.
"""

from __future__ import annotations

from rasso_tracker.dashboards.performance.measures import CELL, Measure, end_of, month_of

KEPT, MISSED = "kept", "missed"
_OF_PLAN = """
    JOIN actionplans_submission s ON s.id = p.submission_id
    JOIN cases_case c ON c.id = p.case_id AND NOT c.restricted
"""
_STANDS = "(p.superseded_at IS NULL OR p.superseded_at > %(at)s)"


def owed(plan: str, moment: str) -> str:
    """True while an item of the plan is owed at the moment: not returned, or sent back since, and no dispute
    of it accepted.
    """
    return f"""EXISTS (
        SELECT 1 FROM actionplans_actionplanitem i WHERE i.plan_id = {plan}
        AND NOT EXISTS (
            SELECT 1 FROM actionplans_itemdispute x
            WHERE x.item_id = i.id AND x.outcome = 'accepted' AND x.settled_at <= {moment})
        AND NOT coalesce((
            SELECT NOT EXISTS (
                SELECT 1 FROM actionplans_itemcheck k WHERE k.returned_id = r.id AND NOT k.accepted
                AND k.superseded_at IS NULL AND k.checked_at <= {moment})
            FROM actionplans_itemreturn r WHERE r.item_id = i.id AND r.returned_at <= {moment}
            ORDER BY r.round DESC LIMIT 1), false))"""


def _by_target(which: str) -> str:
    return f"""
        SELECT {month_of("due_on")}, team_id, district_id, cps_unit_id,
            CASE WHEN (status = 'completed' AND closed_at <= t) OR NOT {owed("due.plan_id", "due.t")}
                THEN '{KEPT}' ELSE '{MISSED}' END AS key, count(*)
        FROM (
            SELECT d.due_on, {end_of("d.due_on")} AS t, p.id AS plan_id, p.status, p.closed_at, {CELL}
            FROM actionplans_plandate d JOIN actionplans_actionplan p ON p.id = d.plan_id {_OF_PLAN}
            WHERE d.kind = 'target' AND {which} AND {_STANDS}
                AND d.due_on >= %(since)s AND d.due_on < %(today)s
        ) due
        WHERE t <= %(at)s AND NOT (status = 'withdrawn' AND closed_at <= t)
        GROUP BY 1, 2, 3, 4, 5"""


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
MEASURES = (TARGET_AT_ISSUE, TARGET_STANDING)
