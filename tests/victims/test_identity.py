from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from cases.models import Victim
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import blind_index
from tests.victims.conftest import LATER, on
from victims import services
from victims.models import ContactDetails, Identity
from victims.sealed import opened
from victims.services.identity import DATE_OF_BIRTH_LABEL, NAME_LABEL


def test_identity_is_sealed_and_found_by_its_blind_index_alone(victim: Victim, alice: Person) -> None:
    row = services.record_identity(
        by=alice, victim=victim, name="Zoë Canary-Smith", date_of_birth=date(1999, 2, 28), at=LATER
    )
    assert opened(row, "name") == "Zoë Canary-Smith"
    assert opened(row, "date_of_birth") == "1999-02-28"
    found = Identity.objects.get(
        name_index=blind_index(NAME_LABEL, "zoe canary smith"),
        date_of_birth_index=blind_index(DATE_OF_BIRTH_LABEL, "1999-02-28"),
    )
    assert found == row


def test_correction_supersedes_and_keeps_the_old_row(victim: Victim, alice: Person, bob: Person) -> None:
    old = services.record_identity(by=alice, victim=victim, name="Jane Exmaple", at=on(5))
    new = services.record_identity(by=bob, victim=victim, name="Jane Example", at=LATER)
    old.refresh_from_db()
    assert (old.superseded_at, new.superseded_at) == (LATER, None)
    assert (opened(old, "name"), opened(new, "name")) == ("Jane Exmaple", "Jane Example")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": " "}, "name"), ({"name": "A", "date_of_birth": date(2027, 1, 1)}, "date_of_birth")],
)
def test_identity_that_cannot_be_is_refused_by_field(
    victim: Victim, alice: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.record_identity(by=alice, victim=victim, at=LATER, **given)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"preferred_method": "phone"}, "phone"),
        ({"preferred_method": "text"}, "phone"),
        ({"preferred_method": "email"}, "email"),
        ({"preferred_method": "post"}, "address"),
        ({"preferred_method": "in_person_station", "interpreter_needed": True}, "language"),
    ],
)
def test_preferred_way_that_leads_nowhere_is_refused_by_field(
    victim: Victim, alice: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.record_contact_details(by=alice, victim=victim, at=LATER, **given)
    assert set(refusal.value.fields) == {field}


def test_contact_details_are_corrected_by_a_new_row(victim: Victim, alice: Person) -> None:
    for phone in ("01632 960 001", "01632 960 002"):
        services.record_contact_details(
            by=alice, victim=victim, preferred_method="phone", phone=phone, at=LATER
        )
    standing = ContactDetails.objects.get(victim=victim, superseded_at__isnull=True)
    assert opened(standing, "phone") == "01632 960 002"
    assert ContactDetails.objects.filter(victim=victim).count() == 2


def test_identity_is_not_recorded_by_roles_that_may_not_read_it(victim: Victim, gita: Person) -> None:
    with pytest.raises(NotAllowed):
        services.record_identity(by=gita, victim=victim, name="Jane Example", at=LATER)


@pytest.mark.parametrize("model", [Identity, ContactDetails])
def test_identity_is_scoped_by_role_and_by_the_database(
    victim: Victim, alice: Person, charlie: Person, mona: Person, sam: Person, model: type
) -> None:
    services.record_identity(by=alice, victim=victim, name="Jane Example", at=LATER)
    services.record_contact_details(by=alice, victim=victim, preferred_method="in_person_station", at=LATER)
    seen = {
        person.username: model.objects.visible_to(person).count() for person in (alice, sam, charlie, mona)
    }
    assert seen == {"alice": 1, "sam": 1, "charlie": 0, "mona": 0}
    with acting(charlie), connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
        assert cursor.fetchone() == (0,)
