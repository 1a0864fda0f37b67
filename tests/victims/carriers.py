"""Whoever carries word to a victim: how each comes to be on record, and how each goes."""

from __future__ import annotations

from collections.abc import Callable

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, on, with_outside_isva
from victims import services
from victims.models import SupportService

# Puts somebody there; what it gives makes them go.
Come = Callable[[Person, Victim, Person], Callable[[], object]]


def an_isva(by: Person, victim: Victim, officer: Person) -> Callable[[], object]:
    referral = with_outside_isva(by, victim, on(8).date())
    ended = {"step": "ended", "happened_on": on(12).date(), "because": "moved"}
    return lambda: services.record_support_answer(by=by, referral=referral, at=LATER, **ended)


def an_idva(by: Person, victim: Victim, officer: Person) -> Callable[[], object]:
    with open_door("test"):
        service = SupportService.objects.create(name="Calder IDVAs", kinds=["idva"])
    day, said = on(8).date(), {"by": by, "at": LATER}
    referral = services.offer_support(
        victim=victim, kind="idva", offered_on=day, answer="agreed", service=service, sent_on=day, **said
    )
    services.record_support_answer(referral=referral, step="accepted", happened_on=day, **said)
    ended = {"step": "ended", "happened_on": on(12).date(), "because": "moved"}
    return lambda: services.record_support_answer(referral=referral, **ended, **said)


def an_sto(by: Person, victim: Victim, officer: Person) -> Callable[[], object]:
    asked = services.ask_for_sto(by=by, victim=victim, asked_at=on(2, hour=13), at=LATER)
    sto = services.deploy_sto(by=by, deployment=asked, officer=officer, deployed_at=on(3), at=LATER)
    return lambda: services.end_sto(by=by, deployment=sto, ended_at=on(12), at=LATER)


def somebody_who_speaks(by: Person, victim: Victim, officer: Person) -> Callable[[], object]:
    said = {"name": "Pat Speaker", "is_their": "parent", "because": "asked", "tie": "none"}
    row = services.name_spokesperson(by=by, victim=victim, at=on(9), **said)
    return lambda: services.end_spokesperson(by=by, spokesperson=row, at=LATER)


ROLES: list[tuple[str, Come, str]] = [
    ("via_isva", an_isva, "ISVA"),
    ("in_person_isva", an_isva, "ISVA"),
    ("via_idva_or_flo", an_idva, "IDVA"),
    ("via_sto", an_sto, "specially trained officer"),
    ("via_spokesperson", somebody_who_speaks, "spokesperson"),
    ("via_parent", somebody_who_speaks, "parent or guardian"),
]
