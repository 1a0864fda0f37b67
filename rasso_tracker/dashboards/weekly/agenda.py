"""What a meeting can take: a summary of every district, then for each the plans and matters to talk about.

The page on the screen has everything; this is what is printed and read out. What it leaves out is counted,
and the paper says where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from actionplans.shown import age, missed_on, past_what
from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.performance.days import Figures
from rasso_tracker.dashboards.weekly import lines
from rasso_tracker.dashboards.weekly.labels import LABELS
from rasso_tracker.dashboards.weekly.lines import Asked, ByDistrict, Lines
from rasso_tracker.dashboards.weekly.paper import Sheet, sheets
from rasso_tracker.people.models import District

PLANS_IN_ALL = 40  # lines of plans that fill the time of one meeting [A]
LEAST_PLANS = 8
MATTERS = 3  # lines of each kind of matter for one district, where there are several


@dataclass(frozen=True)
class Matter:
    """One more thing to agree: of what kind, about what, and the day from which or by which."""

    kind: str
    reference: str
    href: str
    words: str
    day: date | None


@dataclass(frozen=True)
class Agenda:
    """One district's part of the paper. `left_out` says what is not on it, of which kind how many."""

    district: District
    plans: Lines
    matters: list[Matter]
    left_out: list[str]
    clinics: list[Any]


@dataclass(frozen=True)
class SummaryLine:
    """One district in the summary: counts by their code, the highest step, the days of each side."""

    district: District
    counts: dict[str, int]
    highest: int | None
    days: dict[str, Figures] = field(default_factory=dict)


COUNTS = {
    "past": "Plans past a date",
    "new": "of them new",
    "unanswered": "Steps not answered",
    "police_late": "Past target with police",
    "cps_checks": "For CPS to check",
    "cps_triage": "To triage",
    "cps_late": "CPS late",
    "cps_disputes": "In dispute",
}


@dataclass(frozen=True)
class Paper:
    """All of it; `ids` are the records on it, for the log."""

    summary: list[SummaryLine]
    agendas: list[Agenda]
    ids: list[Any]


def paper_of(asked: Asked) -> Paper:
    every = sheets(asked, most=MATTERS if asked.district is None else 3 * MATTERS)
    most = max(LEAST_PLANS, PLANS_IN_ALL // max(len(every), 1))
    plans, unanswered = lines.to_discuss(asked, most), lines.unanswered(asked)
    agendas, ids = [], []
    for sheet in every:
        matters, seen, left_out = _matters(sheet)
        worst = plans.get(sheet.district.pk, Lines())
        if worst.more:
            left_out.insert(0, f"{worst.more:,} more plan{'s' if worst.more > 1 else ''} past a date")
        agendas.append(Agenda(sheet.district, worst, matters, left_out, sheet.clinics))
        ids += [*seen, *(row["id"] for row in worst.rows), *(one["id"] for one in sheet.clinics)]
    summary = [_summary(sheet, plans, unanswered) for sheet in every]
    return Paper(summary, agendas, ids)


def in_values(paper: Paper, asked: Asked) -> dict[str, Any]:
    """The paper for programs."""
    lines_of = {one.district.pk: one for one in paper.summary}
    return {
        "since": asked.since_code,
        "as_at": asked.at.isoformat(),
        "districts": [
            {
                "district": agenda.district.code,
                **lines_of[agenda.district.pk].counts,
                "highest_step": lines_of[agenda.district.pk].highest,
                "plans": [_plan_in_values(row, asked) for row in agenda.plans.rows],
                "matters": [
                    {
                        "what": one.kind,
                        "reference": one.reference,
                        "about": one.words,
                        "day": one.day.isoformat() if one.day else None,
                    }
                    for one in agenda.matters
                ],
                "left_out": agenda.left_out,
            }
            for agenda in paper.agendas
        ],
    }


def _plan_in_values(row: dict[str, Any], asked: Asked) -> dict[str, Any]:
    return {
        "action_plan": str(row["id"]),
        "reference": row["case__reference"],
        "number": row["number"],
        "missed": past_what(row),
        "missed_on": missed_on(row["lapses_at"]).isoformat(),
        "days_past": age(row["lapses_at"], asked.at),
        "step": row["step"],
        "next_move": row["side"],
        "promised": row["promised"].isoformat() if row["promised"] else None,
        "new": row["is_new"],
    }


def _summary(sheet: Sheet, plans: ByDistrict, unanswered: dict[Any, int]) -> SummaryLine:
    new, before = sheet.parts["lapsed"], sheet.parts["before"]
    of_new, of_before = (len(one.rows) + one.more for one in (new, before))
    counts = {
        "past": of_new + of_before,
        "new": of_new,
        "unanswered": unanswered.get(sheet.district.pk, 0),
        **{code: sheet.owed.get(code, 0) for code in COUNTS if code.startswith(("police_", "cps_"))},
    }
    rows = plans.get(sheet.district.pk, Lines()).rows
    highest = max((row["step"] for row in rows if row["step"] is not None), default=None)
    return SummaryLine(sheet.district, counts, highest, dict(sheet.days))


def _matters(sheet: Sheet) -> tuple[list[Matter], list[Any], list[str]]:
    """The matters in the order of their weight, the ids of their rows, and what was left out."""
    found, ids, left_out = [], [], []
    for code, (words, make) in _KINDS.items():
        part = sheet.parts[code]
        found += [make(words, row) for row in part.rows]
        ids += [row["id"] for row in part.rows]
        if part.more:
            left_out.append(f"{part.more:,} more of “{words}”")
    return found, ids, left_out


def _climbed(words: str, row: dict[str, Any]) -> Matter:
    answered = row["answer__acknowledged_at"]
    said = "answered" if answered else "not answered"
    what = f"{LABELS['kind'][row['climb__code']]}, step {row['step']}, {said}"
    href = reverse("due_item_detail", args=[row["climb__item_id"]])
    return Matter(words, row["case__reference"], href, what, row["climb__due_on"])


def _disputed(words: str, row: dict[str, Any]) -> Matter:
    what = f"{LABELS['item'][row['item__type']]}: {LABELS['dispute'][row['reason']].lower()}"
    return Matter(words, _item(row), _item_page(row), what, london_date(row["raised_at"]))


def _rejected(words: str, row: dict[str, Any]) -> Matter:
    href = reverse("submission_detail", args=[row["submission_id"]])
    what = "; ".join(LABELS["reason"][one] for one in row["reasons"])
    return Matter(
        words, f"{row['case__reference']}, round {row['submission__round']}", href, what, row["respond_by"]
    )


def _waiting(words: str, row: dict[str, Any]) -> Matter:
    promised = row["promised_on"]
    said = f"promised by {promised.day} {promised:%B}" if promised else "no promise"
    return Matter(
        words, _item(row), _item_page(row), f"{LABELS['body'][row['body']]}, {said}", row["chase_on"]
    )


def _moved(words: str, row: dict[str, Any]) -> Matter:
    was = f"from {row['was_on'].day} {row['was_on']:%B}: " if row["was_on"] else ""
    what = f"{LABELS['kind'][row['kind']]} moved {was}{row['reason']}"
    href = reverse("action_plan_detail", args=[row["plan_id"]])
    return Matter(words, f"{row['case__reference']}, plan {row['plan__number']}", href, what, row["due_on"])


def _item(row: dict[str, Any]) -> str:
    return f"{row['case__reference']}, plan {row['item__plan__number']}, item {row['item__number']}"


def _item_page(row: dict[str, Any]) -> str:
    return reverse("action_plan_item_detail", args=[row["item_id"]])


_KINDS: dict[str, tuple[str, Callable[[str, dict[str, Any]], Matter]]] = {
    "climbed": ("Limit, safeguarding, strategy or chase that escalated", _climbed),
    "disputed": ("Dispute since", _disputed),
    "rejected": ("Rejected at triage, respond by", _rejected),
    "waiting": ("Waits on a body, chase by", _waiting),
    "moved": ("Date moved, now", _moved),
}
