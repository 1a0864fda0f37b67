"""What the database refuses of support, of a deployment and of who owns contact, whoever asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.refusals import constraint_of
from tests.victims.conftest import on
from victims.models import (
    ContactOwner,
    ServiceAdviser,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    SupportService,
)

VOIDED = {"voided_at": on(12), "voided_by": "alice"}
DEPLOYED = {"officer": "bob", "deployed_at": on(10, hour=14), "deployed_by": "alice"}
MET = {**DEPLOYED, "met_at": on(11), "met_recorded_by": "alice"}
ENDED = {"ended_at": on(12), "ended_by": "alice"}
REFUSED: list[tuple[str, type, dict[str, Any]]] = [
    ("service_offers_something", SupportService, {"kinds": []}),
    ("service_kinds_known", SupportService, {"kinds": ["sto"]}),
    ("adviser_ends_together_after_start", ServiceAdviser, {"ended_at": on(12)}),
    ("adviser_ends_together_after_start", ServiceAdviser, {"ended_at": on(9), "ended_by": "alice"}),
    ("referral_kind_known", SupportReferral, {"kind": "sto"}),
    ("support_event_voided_together", SupportEvent, {**VOIDED}),
    ("support_event_step_known", SupportEvent, {"step": "lost"}),
    ("support_event_not_in_future", SupportEvent, {"happened_on": on(11).date()}),
    ("support_sent_names_its_service", SupportEvent, {"step": "sent"}),
    ("support_sent_names_its_service", SupportEvent, {"service": "service"}),
    ("support_because_fits", SupportEvent, {"step": "refused"}),
    ("support_because_fits", SupportEvent, {"because": "privacy"}),
    ("support_because_fits", SupportEvent, {"step": "declined", "because": "unwell"}),
    ("support_again_is_later", SupportEvent, {"step": "not_asked", "because": "unwell"}),
    ("support_again_is_later", SupportEvent, {"again_on": on(10).date()}),
    ("support_again_is_later", SupportEvent, {"step": "agreed", "again_on": on(12).date()}),
    ("sto_voided_together", StoDeployment, {**VOIDED}),
    ("sto_asked_not_in_future", StoDeployment, {"asked_at": on(11)}),
    ("sto_deployed_together_once_asked", StoDeployment, {"officer": "bob"}),
    ("sto_deployed_together_once_asked", StoDeployment, {**DEPLOYED, "deployed_at": on(9)}),
    ("sto_met_together_once_deployed", StoDeployment, {**MET, "met_recorded_by": None}),
    ("sto_met_together_once_deployed", StoDeployment, {"met_at": on(11), "met_recorded_by": "alice"}),
    ("sto_met_together_once_deployed", StoDeployment, {**MET, "met_at": on(10)}),
    ("sto_ended_together_in_order", StoDeployment, {"ended_at": on(12)}),
    ("sto_ended_together_in_order", StoDeployment, {**ENDED, "ended_at": on(9)}),
    ("sto_ended_together_in_order", StoDeployment, {**MET, **ENDED, "ended_at": on(10, hour=15)}),
    ("contact_owner_ends_after_start", ContactOwner, {"ended_at": on(9)}),
]
STANDS: list[tuple[type, dict[str, Any]]] = [
    (SupportService, {}),
    (ServiceAdviser, {"ended_at": on(12), "ended_by": "alice"}),
    (SupportReferral, {"kind": "therapy"}),
    (SupportEvent, {"again_on": on(12).date()}),
    (SupportEvent, {**VOIDED, "void_reason": "Wrong.", "step": "sent", "service": "service"}),
    (SupportEvent, {**VOIDED, "void_reason": "Wrong."}),
    (StoDeployment, {}),
    (StoDeployment, {**MET, **ENDED}),
    (ContactOwner, {"ended_at": on(12)}),
]
TWICE: list[tuple[str, type]] = [
    ("victims_supportservice_name_key", SupportService),
    ("adviser_once", ServiceAdviser),
    ("referral_one_a_kind", SupportReferral),
    ("sto_one_at_a_time", StoDeployment),
    ("contact_owner_one", ContactOwner),
]
NAMES = {name for name, _, _ in REFUSED} | {name for name, _ in TWICE if not name.endswith("_key")}
Make = Callable[..., Any]


@pytest.fixture
def make(victim: Victim, alice: Person, bob: Person, ivy: Person) -> Make:
    """`make(Model, field=value)` saves a row that would stand but for what is given; names stand for rows."""
    with open_door("test"):
        service = SupportService.objects.create(name="Somewhere", kinds=["isva"])
        of_case = {"case": victim.case, "victim": victim}
        referral = SupportReferral(**of_case, kind="idva", opened_at=on(10), opened_by=alice)
        referral.save(force_insert=True)
    ready: dict[type, dict[str, Any]] = {
        SupportService: {"name": "Leeds", "kinds": ["isva"]},
        ServiceAdviser: {"service": service, "person": ivy, "started_at": on(10), "started_by": alice},
        SupportReferral: {**of_case, "kind": "isva", "opened_at": on(10), "opened_by": alice},
        SupportEvent: {
            "case": victim.case,
            "referral": referral,
            "step": "offered",
            "happened_on": on(10).date(),
            "recorded_at": on(10),
            "recorded_by": alice,
        },
        StoDeployment: {**of_case, "asked_at": on(10), "recorded_at": on(10), "recorded_by": alice},
        ContactOwner: {**of_case, "owner": bob, "with_post": False, "since": on(10), "handed_by": alice},
    }
    rows = {"alice": alice, "bob": bob, "service": service}

    def save(model: type, **given: Any) -> Any:
        named = {name: rows.get(one, one) if isinstance(one, str) else one for name, one in given.items()}
        with open_door("test"):
            row = model(**{**ready[model], **named})
            row.save(force_insert=True)
        return row

    return save


def refused(constraint: str, do: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError) as trouble, transaction.atomic():
        do()
    assert constraint_of(trouble.value) == constraint


@pytest.mark.parametrize(("constraint", "model", "given"), REFUSED)
def test_what_cannot_be_is_refused(make: Make, constraint: str, model: type, given: dict[str, Any]) -> None:
    refused(constraint, lambda: make(model, **given))


@pytest.mark.parametrize(("model", "given"), STANDS)
def test_what_can_be_stands(make: Make, model: type, given: dict[str, Any]) -> None:
    assert make(model, **given).pk is not None


@pytest.mark.parametrize(("constraint", "model"), TWICE)
def test_the_same_twice_is_refused(make: Make, constraint: str, model: type) -> None:
    make(model)
    refused(constraint, lambda: make(model))
