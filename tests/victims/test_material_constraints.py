"""What the database refuses of a request for private material, whoever asks it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.refusals import constraint_of
from tests.stories import story
from tests.victims.conftest import on
from victims.models import MaterialRequest

SEALED = ("named", "scope", "enquiry", "necessary", "proportionate", "last_resort")


def day(number: int) -> date:
    return on(number).date()


# Names of people stand for their ids.
NOTICE = {
    "noticed_on": day(11),
    "notice_how": "post",
    "notice_to": "victim",
    "views": "no_objection",
    "noticed_by": "alice",
}
SENT = {**NOTICE, "requested_on": day(12), "reply_by": day(26), "requested_by": "alice"}
DEVICE = {"kind": "device", "source": "phone", **NOTICE}
TAKEN = {**DEVICE, "agreed_on": day(12), "taken_on": day(13), "return_by": day(14), "taken_by": "alice"}
COUNSELLING = {"source": "counselling", "probative_sealed": b"x"}
APPROVED = {
    **COUNSELLING,
    "approved": True,
    "approval_sealed": b"x",
    "decided_at": on(11),
    "decided_by": "bob",
}


def ended(outcome: str, number: int = 20) -> dict[str, object]:
    return {"outcome": outcome, "ended_on": day(number), "ended_by": "alice"}


STANDS = [
    {},
    NOTICE,
    SENT,
    {**SENT, **ended("provided")},
    {**SENT, **ended("holder_refused", 12)},
    ended("dropped"),
    DEVICE,
    TAKEN,
    {**TAKEN, **ended("returned", 13)},
    {**DEVICE, **ended("victim_refused", 11)},
    COUNSELLING,
    {**APPROVED, **NOTICE},
    {**APPROVED, "approved": False, **ended("not_approved")},
    {**SENT, "views": "objects", "despite_sealed": b"x"},
]
REFUSED: list[tuple[str, dict[str, object]]] = [
    ("material_source_of_its_kind", {"source": "phone"}),
    ("material_source_of_its_kind", {"kind": "device"}),
    ("material_source_of_its_kind", {"kind": "rumour"}),
    ("material_counselling_has_value", {"source": "counselling"}),
    ("material_counselling_has_value", {"probative_sealed": b"x"}),
    ("material_decided_together", {**APPROVED, "approval_sealed": None}),
    ("material_decided_together", {**COUNSELLING, "approved": True}),
    ("material_decided_where_asked", {**APPROVED, "source": "health", "probative_sealed": None}),
    ("material_decided_where_asked", {**APPROVED, "decided_at": on(9)}),
    ("material_decided_by_another", {**APPROVED, "decided_by": "alice"}),
    ("material_notice_together", {**NOTICE, "views": None}),
    ("material_notice_together", {"noticed_on": day(11)}),
    ("material_notice_in_writing", {**NOTICE, "notice_how": "phone"}),
    ("material_notice_to_known", {**NOTICE, "notice_to": "a neighbour"}),
    ("material_views_known", {**NOTICE, "views": "shrugs"}),
    ("material_counselling_is_approved", {**COUNSELLING, **NOTICE}),
    ("material_counselling_is_approved", {**APPROVED, **NOTICE, "approved": False}),
    ("material_requested_together", {**SENT, "requested_by": None}),
    ("material_requested_after_notice", {**SENT, "requested_on": day(10)}),
    ("material_requested_after_notice", {**SENT, "reply_by": None}),
    ("material_requested_after_notice", {**SENT, "reply_by": day(11)}),
    ("material_requested_after_notice", {**SENT, **dict.fromkeys(NOTICE)}),
    ("material_requested_after_notice", {**SENT, "kind": "device", "source": "phone"}),
    ("material_objection_is_weighed", {**SENT, "views": "objects"}),
    ("material_taken_together", {**TAKEN, "taken_by": None}),
    ("material_taken_once_agreed", {**TAKEN, "agreed_on": day(10)}),
    ("material_taken_once_agreed", {**TAKEN, "agreed_on": day(14)}),
    ("material_taken_once_agreed", {**TAKEN, "return_by": day(12)}),
    ("material_taken_once_agreed", {**TAKEN, **dict.fromkeys(NOTICE)}),
    ("material_taken_once_agreed", {**TAKEN, "kind": "third_party", "source": "health"}),
    ("material_ended_together", {**ended("dropped"), "ended_by": None}),
    ("material_ended_together", {"ended_on": day(20), "ended_by": "alice"}),
    ("material_outcome_fits", ended("lost")),
    ("material_outcome_fits", ended("provided")),
    ("material_outcome_fits", {**NOTICE, **ended("none_held")}),
    ("material_outcome_fits", {**SENT, **ended("provided", 11)}),
    ("material_outcome_fits", ended("not_approved")),
    ("material_outcome_fits", {**APPROVED, **ended("not_approved")}),
    ("material_outcome_fits", {**NOTICE, **ended("victim_refused")}),
    ("material_outcome_fits", {"kind": "device", "source": "phone", **ended("victim_refused")}),
    ("material_outcome_fits", {**TAKEN, **ended("victim_refused")}),
    ("material_outcome_fits", {**DEVICE, **ended("returned")}),
    ("material_outcome_fits", {**TAKEN, **ended("returned", 12)}),
]


def make(victim: Victim, people: dict[str, UUID], given: dict[str, Any]) -> MaterialRequest:
    values: dict[str, Any] = {"kind": "third_party", "source": "health", "planned_at": on(10)}
    values |= {f"{name}_sealed": b"x" for name in SEALED} | {"planned_by": "alice"} | given
    keyed = {
        f"{k}_id" if k.endswith("_by") and v in people else k: people.get(v, v) for k, v in values.items()
    }
    with open_door("test"):
        row: MaterialRequest = MaterialRequest(case=victim.case, victim=victim, **keyed)
        row.save(force_insert=True)
    return row


@story
def people(alice: Person, bob: Person) -> dict[str, UUID]:
    return {"alice": alice.pk, "bob": bob.pk}


@pytest.mark.parametrize("given", STANDS)
def test_what_can_be_stands(victim: Victim, people: dict[str, UUID], given: dict[str, Any]) -> None:
    assert make(victim, people, given).pk is not None


@pytest.mark.parametrize(
    ("constraint", "given"), REFUSED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(REFUSED)]
)
def test_what_cannot_be_is_refused(
    victim: Victim, people: dict[str, UUID], constraint: str, given: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError) as trouble, transaction.atomic():
        make(victim, people, given)
    assert constraint_of(trouble.value) == constraint


def test_every_rule_of_the_table_is_tried() -> None:
    declared = {one.name for one in MaterialRequest._meta.constraints}
    assert declared == {name for name, _ in REFUSED}
