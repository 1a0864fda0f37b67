"""Question 3: are more cases going to CPS, with fewer coming back? And the days with each side, by round."""

from __future__ import annotations

from actionplans.turns import rounds_statement, turn_values
from cases.enums import CLOSED_STAGES
from rasso_tracker.dashboards.performance.measures import CELL, Measure, Of, day_of, end_of, month_of, within
from rasso_tracker.dashboards.performance.plans import KEPT, MISSED

_OF_SUBMISSION = "JOIN cases_case c ON c.id = s.case_id AND NOT c.restricted"
_SENT = within("s.submitted_at")
_ROW = "s.id, s.id AS of_id"
_SENT_ON = day_of("s.submitted_at")
# The triage that stands at the moment, if there is one.
_TRIAGE = """LEFT JOIN actionplans_triage g ON g.submission_id = s.id AND g.triaged_at <= %(at)s
    AND g.superseded_at IS NULL"""

SUBMISSIONS = Measure(
    code="submissions",
    counts="submissions",
    month="the month in which they were sent",
    rule="A case may be sent more than once: the first round and later ones are counted apart.",
    of=Of.SUBMISSION,
    sql=f"""
        SELECT {month_of(_SENT_ON)} AS month, {CELL},
            s.kind || ':' || CASE WHEN s.round = 1 THEN 'first' ELSE 'again' END AS key,
            {_ROW}, {_SENT_ON} AS day
        FROM actionplans_submission s {_OF_SUBMISSION}
        WHERE {_SENT}""",
)
DRAWN = Measure(
    code="drawn",
    counts="submissions for a charging decision",
    month="the month in which they were sent",
    rule="First: no charging submission of the case went before it. Of those that CPS answered other than by "
    "rejecting them at triage, the share on which it issued an action plan. Early advice is left out, and so "
    "is what CPS has not answered yet.",
    of=Of.SUBMISSION,
    sql=f"""
        SELECT {month_of(_SENT_ON)} AS month, {CELL},
            CASE WHEN EXISTS (
                SELECT 1 FROM actionplans_submission b WHERE b.case_id = s.case_id AND b.round < s.round
                AND b.kind <> 'early_advice') THEN 'again' ELSE 'first' END || ':' ||
            CASE WHEN EXISTS (
                    SELECT 1 FROM actionplans_actionplan p WHERE p.submission_id = s.id
                    AND p.issued_at <= %(at)s AND (p.superseded_at IS NULL OR p.superseded_at > %(at)s))
                    THEN 'plan'
                WHEN g.accepted = false THEN 'rejected'
                WHEN s.answered_at <= %(at)s THEN 'none'
                ELSE 'waiting' END AS key,
            {_ROW}, {_SENT_ON} AS day
        FROM actionplans_submission s {_OF_SUBMISSION} {_TRIAGE}
        WHERE {_SENT} AND s.kind <> 'early_advice'""",
)
ROUNDS = Measure(
    code="rounds",
    counts="cases",
    month="the month in which they first went to CPS",
    rule="By the number of rounds so far, early advice among them. Cases of the last months have had less "
    "time to come back.",
    of=Of.SUBMISSION,
    sql=f"""
        SELECT {month_of(_SENT_ON)} AS month, {CELL}, (
            SELECT count(*) FROM actionplans_submission b
            WHERE b.case_id = s.case_id AND b.submitted_at <= %(at)s)::text AS key,
            {_ROW}, {_SENT_ON} AS day
        FROM actionplans_submission s {_OF_SUBMISSION}
        WHERE {_SENT} AND s.round = 1""",
)
TRIAGES = Measure(
    code="triages",
    counts="triages by CPS",
    month="the month of the triage",
    rule="Those that stand; one that police entered and CPS superseded is left out.",
    of=Of.SUBMISSION,
    sql=f"""
        SELECT {month_of(day_of("g.triaged_at"))} AS month, {CELL},
            CASE WHEN g.accepted THEN 'accepted' ELSE 'rejected' END AS key,
            g.id, s.id AS of_id, {day_of("g.triaged_at")} AS day
        FROM actionplans_triage g JOIN actionplans_submission s ON s.id = g.submission_id {_OF_SUBMISSION}
        WHERE {within("g.triaged_at")} AND g.superseded_at IS NULL""",
)
REJECTED_BECAUSE = Measure(
    code="rejected_because",
    counts="reasons",
    month="the month of the triage",
    rule="By CPS's coded reason; one rejection may have several.",
    of=Of.SUBMISSION,
    sql=f"""
        SELECT {month_of(day_of("g.triaged_at"))} AS month, {CELL}, r.reason AS key,
            r.id, s.id AS of_id, {day_of("g.triaged_at")} AS day
        FROM actionplans_triagereason r JOIN actionplans_triage g ON g.id = r.triage_id
        JOIN actionplans_submission s ON s.id = g.submission_id {_OF_SUBMISSION}
        WHERE {within("g.triaged_at")} AND g.superseded_at IS NULL""",
)
CPS_ANSWERS = Measure(
    code="cps_answers",
    counts="submissions",
    month="the month in which CPS's answer fell due",
    rule="Kept: advice, a plan, a decision or a rejection at triage came by the end of that day (5, 28 or 21 "
    "calendar days; the same day where the suspect is in custody).",
    of=Of.SUBMISSION,
    sql=f"""
        SELECT {month_of("s.due_on")} AS month, {CELL},
            CASE WHEN s.answered_at <= {end_of("s.due_on")}
                OR (g.accepted = false AND g.triaged_at <= {end_of("s.due_on")})
                THEN '{KEPT}' ELSE '{MISSED}' END AS key,
            {_ROW}, s.due_on AS day
        FROM actionplans_submission s {_OF_SUBMISSION} {_TRIAGE}
        WHERE s.due_on >= %(since)s AND s.due_on < least(%(until)s, %(today)s)
            AND s.submitted_at <= %(at)s""",
)
# The days of a round are dear to count, so those that ended before the oldest month are left out first: a
# round ends with the next one, with an event, or runs still.
_MAY_END_IN_TIME = """s.submitted_at < %(until_at)s
    AND NOT EXISTS (
        SELECT 1 FROM actionplans_submission n WHERE n.case_id = s.case_id
        AND (n.submitted_at, n.id) > (s.submitted_at, s.id) AND n.submitted_at < %(from_at)s)
    AND EXISTS (
        SELECT 1 FROM cases_case o WHERE o.id = s.case_id AND NOT o.restricted
        AND (o.stage <> ALL (%(ended_stages)s) OR EXISTS (
            SELECT 1 FROM cases_milestone m WHERE m.case_id = o.id AND m.occurred_at >= %(from_at)s)))"""
ROUND_DAYS = Measure(
    code="round_days",
    counts="rounds: from one submission of a case to the next, or to its decision",
    month="the month in which the round ended; rounds that run are counted as of now",
    rule="Days are London dates on which an allegation of the case lay with that side, from the events; an "
    "answer on the same day costs no day.",
    of=Of.SUBMISSION,
    sql=f"""
        WITH rounds AS ({rounds_statement(_MAY_END_IN_TIME)})
        SELECT {month_of("coalesce(r.ended_on, %(today)s)")} AS month, {CELL}, told.key,
            {_ROW}, coalesce(r.ended_on, %(today)s) AS day
        FROM rounds r JOIN actionplans_submission s ON s.id = r.id {_OF_SUBMISSION}
        CROSS JOIN LATERAL (VALUES
            ('ended:police:' || r.police, r.ended_on IS NOT NULL),
            ('ended:cps:' || r.cps, r.ended_on IS NOT NULL),
            ('open:police:' || r.police, r.ended_on IS NULL AND r.with_police),
            ('open:cps:' || r.cps, r.ended_on IS NULL AND r.with_cps)
        ) AS told (key, is_so)
        WHERE told.is_so AND coalesce(r.ended_on, %(today)s) >= %(since)s
            AND coalesce(r.ended_on, %(today)s) < %(until)s""",
    values=lambda at: {**turn_values(at), "ended_stages": sorted(CLOSED_STAGES)},
)
MEASURES = (SUBMISSIONS, DRAWN, ROUNDS, TRIAGES, REJECTED_BECAUSE, CPS_ANSWERS, ROUND_DAYS)
