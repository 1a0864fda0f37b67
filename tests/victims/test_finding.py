from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases.models import Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from tests.stories import story
from tests.victims.conftest import LATER
from victims import services

SignIn = Callable[..., Client]
ASKED = {"name": "zoe  o'canary", "reason": "Phone call about an appointment"}


@story
def known(victim: Victim, alice: Person) -> Victim:
    services.record_identity(
        by=alice, victim=victim, name="Zoë O'Canary", date_of_birth=date(1999, 2, 28), at=LATER
    )
    return victim


def born(day: int) -> dict[str, str]:
    return {"date_of_birth_day": str(day), "date_of_birth_month": "2", "date_of_birth_year": "1999"}


def test_victim_is_found_by_exact_name_and_the_look_up_is_logged(
    sign_in: SignIn, known: Victim, alice: Person
) -> None:
    page = sign_in(alice).post("/victims/find/", {**ASKED, **born(28)})
    assert f"/victims/{known.pk}/" in page.content.decode()
    event = AuditEvent.objects.get(action="VICTIM_LOOKED_UP")
    assert (event.person, event.subjects, event.reason) == (alice, [known.pk], ASKED["reason"])


def test_victim_with_another_birthday_is_not_found_and_that_is_logged(
    sign_in: SignIn, known: Victim, alice: Person
) -> None:
    page = sign_in(alice).post("/victims/find/", {**ASKED, **born(27)})
    assert f"/victims/{known.pk}/" not in page.content.decode()
    assert AuditEvent.objects.get(action="VICTIM_LOOKED_UP").subjects == []


def test_victim_out_of_scope_is_not_found(sign_in: SignIn, known: Victim, charlie: Person) -> None:
    page = sign_in(charlie).post("/victims/find/", ASKED)
    assert (page.status_code, str(known.pk) in page.content.decode()) == (200, False)


def test_victim_whose_name_was_corrected_is_found_by_the_new_name_alone(
    sign_in: SignIn, known: Victim, alice: Person
) -> None:
    services.record_identity(by=alice, victim=known, name="Zoë Example", at=LATER)
    client = sign_in(alice)
    assert str(known.pk) not in client.post("/victims/find/", ASKED).content.decode()
    assert str(known.pk) in client.post("/victims/find/", {**ASKED, "name": "Zoe Example"}).content.decode()


def test_look_up_without_a_reason_is_refused(sign_in: SignIn, known: Victim, alice: Person) -> None:
    page = sign_in(alice).post("/victims/find/", {"name": "Zoe O'Canary"})
    assert (page.status_code, "Answer: Why are you looking?" in page.content.decode()) == (422, True)


@pytest.mark.parametrize("who", ["gita", "mona", "ivy", "lena", "audrey"])
def test_look_up_is_refused_to_roles_that_read_no_identity(
    request: pytest.FixtureRequest, sign_in: SignIn, known: Victim, who: str
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.post("/victims/find/", ASKED).status_code == 403
