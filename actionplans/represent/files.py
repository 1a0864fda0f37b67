"""What the API answers of a file check; free text only on its own address."""

from __future__ import annotations

from actionplans.models import FileCheck
from actionplans.represent.values import JSON, key, said
from actionplans.seals import Label, Sealer
from rasso_tracker.people.models import Person


def file_check(row: FileCheck, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "number": row.number,
        "kind": row.kind,
        "sent_at": said(row.sent_at),
        "sent_by": key(row.sent_by_id),
        "due_on": said(row.due_on),
        "outcome": row.outcome or None,
        "checked_at": said(row.checked_at),
        "checked_by": key(row.checked_by_id),
        "again_by": said(row.again_by),
    }


def file_check_in_full(row: FileCheck, person: Person) -> JSON:
    sealer = Sealer(row.case_id)
    return {
        **file_check(row, person),
        "lines": dict(row.lines.order_by("material").values_list("material", "state")),
        "note": sealer.open(Label.FILE_NOTE, row.pk, row.note_sealed),
        "remark": sealer.open(Label.FILE_REMARK, row.pk, row.remark_sealed),
    }
