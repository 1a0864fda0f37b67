"""What pages show of a file check: the list by its parts, and what the round before left missing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from actionplans.checklist import PARTS, Material, MaterialState
from actionplans.models import FileCheck
from actionplans.seals import Label, Sealer
from actionplans.services.files import starting_list
from actionplans.shown.by_rule import as_ruled
from rasso_tracker.clocks import ClockCode, Deadline
from rasso_tracker.people.models import Person


def check_deadline(due_on: date, sent_at: datetime) -> Deadline:
    """When the gatekeeper's answer is due."""
    return as_ruled(ClockCode.FILE_CHECK, due_on, sent_at)


def started_from(check: FileCheck) -> dict[str, Any]:
    """What was missing when this round began, and the gatekeeper's words on the round before."""
    states = starting_list(check)
    before = FileCheck.objects.filter(case=check.case_id, number__lt=check.number).order_by("-number").first()
    sealer = Sealer(check.case_id)
    return {
        "was_missing": [one.label for one in Material if states.get(one.value) == MaterialState.MISSING],
        "before": before,
        "remark_before": sealer.open(Label.FILE_REMARK, before.pk, before.remark_sealed) if before else "",
        "note": sealer.open(Label.FILE_NOTE, check.pk, check.note_sealed),
    }


def file_check_context(person: Person, check: FileCheck, at: datetime) -> dict[str, Any]:
    states = dict(check.lines.values_list("material", "state"))
    return {
        "check": check,
        "case": check.case,
        "at": at,
        "deadline": check_deadline(check.due_on, check.sent_at),
        "remark": Sealer(check.case_id).open(Label.FILE_REMARK, check.pk, check.remark_sealed),
        "missing": sum(state == MaterialState.MISSING for state in states.values()),
        "parts": [
            (part.label, [(one.label, MaterialState(states[one.value]).label) for one in materials])
            for part, materials in PARTS.items()
        ]
        if states
        else [],
        "submission": check.submissions.first(),
        **started_from(check),
    }
