"""Question 3: are more cases going to CPS, with fewer coming back? And the days with each side, by round."""

from __future__ import annotations

from actionplans.turns import rounds_statement, turn_values
from rasso_tracker.dashboards.performance.measures import CELL, Measure, day_of, end_of, month_of
from rasso_tracker.dashboards.performance.plans import KEPT, MISSED

_OF_SUBMISSION = "JOIN cases_case c ON c.id = s.case_id AND NOT c.restricted"
_SENT = "s.submitted_at >= %(from_at)s AND s.submitted_at <= %(at)s"
# The triage that stands at the moment, if there is one.
_TRIAGE = """LEFT JOIN actionplans_triage g ON g.submission_id = s.id AND g.triaged_at <= %(at)s
    AND g.superseded_at IS NULL"""

SUBMISSIONS = Measure(
    code="submissions",
    counts="submissions",
    month="the month in which they were sent",
    rule="A case may be sent more than once: the first round and later ones are counted apart.",
    sql=f"""
        SELECT {month_of(day_of("s.submitted_at"))}, {CELL},
            s.kind || ':' || CASE WHEN s.round = 1 THEN 'first' ELSE 'again' END AS key, count(*)
        FROM actionplans_submission s {_OF_SUBMISSION}
        WHERE {_SENT}
        GROUP BY 1, 2, 3, 4, 5""",
)
DRAWN = Measure(
    code="drawn",
    counts="submissions for a charging decision",
    month="the month in which they were sent",
    rule="First: no charging submission of the case went before it. Of those that CPS answered other than by "
    "rejecting them at triage, the share on which it issued an action plan. Early advice is left out, and so "
    "is what CPS has not answered yet.",
    sql=f"""
        SELECT {month_of(day_of("s.submitted_at"))}, {CELL},
            CASE WHEN EXISTS (
                SELECT 1 FROM actionplans_submission b WHERE b.case_id = s.case_id AND b.round < s.round
                AND b.kind <> 'early_advice') THEN 'again' ELSE 'first' END || ':' ||
            CASE WHEN EXISTS (
                    SELECT 1 FROM actionplans_actionplan p WHERE p.submission_id = s.id
                    AND p.issued_at <= %(at)s AND (p.superseded_at IS NULL OR p.superseded_at > %(at)s))
                    THEN 'plan'
                WHEN g.accepted = false THEN 'rejected'
                WHEN s.answered_at <= %(at)s THEN 'none'
                ELSE 'waiting' END AS key, count(*)
        FROM actionplans_submission s {_OF_SUBMISSION} {_TRIAGE}
        WHERE {_SENT} AND s.kind <> 'early_advice'
        GROUP BY 1, 2, 3, 4, 5""",
)
ROUNDS = Measure(
    code="rounds",
    counts="cases",
    month="the month in which they first went to CPS",
    rule="By the number of rounds so far, early advice among them. Cases of the last months have had less "
    "time to come back.",
    sql=f"""
        SELECT {month_of(day_of("s.submitted_at"))}, {CELL}, (
            SELECT count(*) FROM actionplans_submission b
            WHERE b.case_id = s.case_id AND b.submitted_at <= %(at)s)::text AS key, count(*)
        FROM actionplans_submission s {_OF_SUBMISSION}
        WHERE {_SENT} AND s.round = 1
        GROUP BY 1, 2, 3, 4, 5""",
)
TRIAGES = Measure(
    code="triages",
    counts="triages by CPS",
    month="the month of the triage",
    rule="Those that stand; one that police entered and CPS superseded is left out.",
    sql=f"""
        SELECT {month_of(day_of("g.triaged_at"))}, {CELL},
            CASE WHEN g.accepted THEN 'accepted' ELSE 'rejected' END AS key, count(*)
        FROM actionplans_triage g JOIN actionplans_submission s ON s.id = g.submission_id {_OF_SUBMISSION}
        WHERE g.triaged_at >= %(from_at)s AND g.triaged_at <= %(at)s AND g.superseded_at IS NULL
        GROUP BY 1, 2, 3, 4, 5""",
)
REJECTED_BECAUSE = Measure(
    code="rejected_because",
    counts="reasons",
    month="the month of the triage",
    rule="By CPS's coded reason; one rejection may have several.",
    sql=f"""
        SELECT {month_of(day_of("g.triaged_at"))}, {CELL}, r.reason AS key, count(*)
        FROM actionplans_triagereason r JOIN actionplans_triage g ON g.id = r.triage_id
        JOIN actionplans_submission s ON s.id = g.submission_id {_OF_SUBMISSION}
        WHERE g.triaged_at >= %(from_at)s AND g.triaged_at <= %(at)s AND g.superseded_at IS NULL
        GROUP BY 1, 2, 3, 4, 5""",
)
CPS_ANSWERS = Measure(
    code="cps_answers",
    counts="submissions",
    month="the month in which CPS's answer fell due",
    rule="Kept: advice, a plan, a decision or a rejection at triage came by the end of that day (5, 28 or 21 "
    "calendar days; the same day where the suspect is in custody).",
    sql=f"""
        SELECT {month_of("s.due_on")}, {CELL},
            CASE WHEN s.answered_at <= {end_of("s.due_on")}
                OR (g.accepted = false AND g.triaged_at <= {end_of("s.due_on")})
                THEN '{KEPT}' ELSE '{MISSED}' END AS key, count(*)
        FROM actionplans_submission s {_OF_SUBMISSION} {_TRIAGE}
        WHERE s.due_on >= %(since)s AND s.due_on < %(today)s AND s.submitted_at <= %(at)s
        GROUP BY 1, 2, 3, 4, 5""",
)
ROUND_DAYS = Measure(
    code="round_days",
    counts="rounds: from one submission of a case to the next, or to its decision",
    month="the month in which the round ended; rounds that run are counted as of now",
    rule="Days are London dates on which an allegation of the case lay with that side, from the events; an "
    "answer on the same day costs no day.",
    sql=f"""
        WITH rounds AS ({rounds_statement("true")})
        SELECT {month_of("coalesce(r.ended_on, %(today)s)")}, {CELL}, told.key, count(*)
        FROM rounds r JOIN actionplans_submission s ON s.id = r.id {_OF_SUBMISSION}
        CROSS JOIN LATERAL (VALUES
            ('ended:police:' || r.police, r.ended_on IS NOT NULL),
            ('ended:cps:' || r.cps, r.ended_on IS NOT NULL),
            ('open:police:' || r.police, r.ended_on IS NULL AND r.with_police),
            ('open:cps:' || r.cps, r.ended_on IS NULL AND r.with_cps)
        ) AS told (key, is_so)
        WHERE told.is_so AND coalesce(r.ended_on, %(today)s) >= %(since)s
        GROUP BY 1, 2, 3, 4, 5""",
    values=turn_values,
)
MEASURES = (SUBMISSIONS, DRAWN, ROUNDS, TRIAGES, REJECTED_BECAUSE, CPS_ANSWERS, ROUND_DAYS)
