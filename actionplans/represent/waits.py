"""What the API answers of the bodies that items wait on."""

from __future__ import annotations

from actionplans.models import ItemChase, ItemWait
from actionplans.represent.values import JSON, key, said
from actionplans.seals import Label, Sealer
from actionplans.shown.waits import wait_caution
from rasso_tracker.people.models import Person


def wait(row: ItemWait, person: Person | None) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "item": key(row.item_id),
        "body": row.body,
        "queue_owner": key(row.queue_owner_id),
        "requested_on": said(row.requested_on),
        "first_promised_on": said(row.first_promised_on),
        "promised_on": said(row.promised_on),
        "chase_on": said(row.chase_on),
        "started_at": said(row.started_at),
        "started_by": key(row.started_by_id),
        "ended_at": said(row.ended_at),
        "ended_how": row.ended_how or None,
        "version": row.version,
    }


def wait_in_full(row: ItemWait, person: Person) -> JSON:
    sealer = Sealer(row.case_id)
    return {
        **wait(row, person),
        "words": sealer.open(Label.WAIT_WORDS, row.pk, row.words_sealed),
        "warnings": _warnings(row),
        "chases": [_chase(one, sealer) for one in row.chases.all()],
    }


def chase_in_full(row: ItemChase, person: Person) -> JSON:
    """With what is to be warned of in the wait as the chase left it."""
    return {**_chase(row, Sealer(row.case_id)), "warnings": _warnings(row.wait)}


def _warnings(row: ItemWait) -> list[str]:
    return [caution] if (caution := wait_caution(row)) else []


def _chase(row: ItemChase, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "wait": key(row.wait_id),
        "note": sealer.open(Label.CHASE_NOTE, row.pk, row.note_sealed),
        "promised_on": said(row.promised_on),
        "chase_on": said(row.chase_on),
        "chased_at": said(row.chased_at),
        "chased_by": key(row.chased_by_id),
    }
