"""Somebody who moves and holds work: it passes on in the same deed, or is kept knowingly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.models import Case, NamedAccess
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages import Due
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.enums import WorkGoes
from rasso_tracker.people.holdings import held_by
from rasso_tracker.people.models import District, Move, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import add_person, deactivate_person, move_person
from reviews.models import Decision
from tests.chain import story as told
from tests.people_kernel.test_leaving import AT, TODAY, held
from tests.stories import story
from victims.models import IsvaSupport, ServiceAdviser, SupportService
from victims.notices.isva import SUPPORT_ENDED, recheck_ended
from victims.services import share_with_isva


@story
def lapsed(db: None) -> told.Story:
    return told.STAGES["lapsed"]("13260000001")


def moved(by: Person, person: Person, district: District, **more: Any) -> Move:
    values = {"moves_on": TODAY, "post": "investigator", "at": AT, **more}
    return move_person(by=by, person=person, district=district, **values)


def test_it_is_asked_what_becomes_of_the_work(
    lapsed: told.Story, adam: Person, alice: Person, bradford: District
) -> None:
    with pytest.raises(Invalid) as refused:
        moved(adam, alice, bradford)
    assert refused.value.fields["work"].startswith("They still hold 1 open case as officer in charge")
    assert refused.value.fields["work"].endswith("Say to whom that goes, or that they keep it.")
    assert not Move.objects.exists()


@pytest.mark.parametrize(
    ("work", "taker", "officer"), [("person", "bob", "bob"), ("team", "", "sam"), ("kept", "", "alice")]
)
def test_it_passes_on_or_is_kept_knowingly(
    work: str, taker: str, officer: str, lapsed: told.Story, adam: Person, alice: Person, bradford: District
) -> None:
    goes_to = told.person(taker) if taker else None
    move = moved(adam, alice, bradford, work=work, goes_to=goes_to)
    assert Case.objects.get(pk=lapsed.case.pk).officer_in_charge.username == officer
    alice.refresh_from_db()
    assert alice.district == bradford
    assert bool(held_by(alice)) == (work == "kept")
    event = AuditEvent.objects.get(action="MOVE_SET", subjects__contains=[move.pk])
    assert event.reason == WorkGoes(work).label


def test_work_passes_on_as_the_move_is_set_though_its_day_is_to_come(
    lapsed: told.Story, adam: Person, alice: Person, bradford: District, bob: Person
) -> None:
    moved(adam, alice, bradford, moves_on=TODAY + timedelta(days=30), work="person", goes_to=bob)
    assert Case.objects.get(pk=lapsed.case.pk).officer_in_charge == bob
    alice.refresh_from_db()
    assert alice.district != bradford


def test_who_leaves_keeps_nothing(lapsed: told.Story, adam: Person, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        deactivate_person(by=adam, person=alice, last_day=TODAY, work="kept", at=AT)
    assert refused.value.fields == {"work": "Who leaves keeps no work. Say to whom it goes."}


def test_the_form_says_how_much_and_asks_only_where_there_is_some(
    lapsed: told.Story, adam: Person, alice: Person, bob: Person, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(adam)
    text = client.get(f"/people/{alice.pk}/moves/new/").content.decode()
    assert "1 open case as officer in charge" in text
    assert "What becomes of the work that they hold?" in text
    assert "What becomes of the work" not in client.get(f"/people/{bob.pk}/moves/new/").content.decode()
    body = {"moves_on": london_date(now()).isoformat(), "post": "investigator"}
    path = f"/api/v1/people/{alice.pk}/moves/"
    refused = client.post(path, body, content_type="application/json")
    assert (refused.status_code, set(refused.json()["fields"])) == (400, {"work"})
    done = client.post(path, {**body, "work": "kept"}, content_type="application/json")
    assert done.status_code == 201, done.json()


# Clients and proposed decisions


@story
def clients(lapsed: told.Story, alice: Person, ivy: Person) -> IsvaSupport:
    return share_with_isva(
        by=alice, victim=lapsed.victim, isva=ivy, consented_on=told.at(4, 6).date(), at=told.at(4, 6)
    )


def test_clients_of_an_isva_who_leaves_end_with_nobody_or_pass_to_another(
    clients: IsvaSupport, adam: Person, ada: Person, ivy: Person, bob: Person
) -> None:
    assert held(ivy) == {"isva_clients": 1}
    with pytest.raises(Invalid) as refused:
        deactivate_person(by=adam, person=ivy, last_day=TODAY, work="person", goes_to=bob, at=AT)
    assert refused.value.fields == {"goes_to": "Clients pass to another ISVA alone, and Bob is none."}
    deactivate_person(by=adam, person=ivy, last_day=TODAY, work="team", at=AT)
    clients.refresh_from_db()
    assert (clients.ended_at, clients.ended_by) == (AT, adam)
    assert not NamedAccess.objects.filter(person=ivy, ended_at__isnull=True).exists()
    assert held(ivy) == {}


def test_clients_pass_to_another_isva_with_the_consent_and_the_access(
    clients: IsvaSupport, adam: Person, ivy: Person
) -> None:
    iris = _another_isva(adam)
    hers, theirs = _service_of(ivy, "Calder ISVAs", adam), _service_of(iris, "Aire ISVAs", adam)
    leaves = {"by": adam, "person": ivy, "last_day": TODAY, "at": AT}
    with pytest.raises(Invalid) as refused:
        deactivate_person(work="person", goes_to=iris, **leaves)
    assert refused.value.fields == {
        "goes_to": "Each client agreed to the service of Ivy, and Iris is not on record as working for it. "
        "Choose an ISVA of that service, or let the sharing end: the officer then asks each client who "
        "supports them next."
    }
    with open_door("Iris changes to the service of Ivy"):
        ServiceAdviser.objects.filter(service=theirs).update(service=hers)
    deactivate_person(work="person", goes_to=iris, **leaves)
    now_by = IsvaSupport.objects.get(victim=clients.victim, ended_at__isnull=True)
    assert (now_by.isva, now_by.consented_on, now_by.recorded_by) == (iris, clients.consented_on, adam)
    access = NamedAccess.objects.filter(case=clients.case_id, because="isva", ended_at__isnull=True)
    assert list(access.values_list("person__username", flat=True)) == ["iris"]
    event = AuditEvent.objects.get(action="ISVA_SUPPORT_PASSED_ON")
    assert (event.case_id, event.recipient) == (clients.case_id, "Iris")


@pytest.mark.parametrize(
    ("work", "headline"),
    [
        ("team", "An ISVA on this case has left"),
        ("person", "Another ISVA of the same service supports a victim on this case"),
    ],
)
def test_the_officer_hears_what_became_of_the_support(
    work: str, headline: str, clients: IsvaSupport, adam: Person, ivy: Person
) -> None:
    iris = _another_isva(adam)
    for person in (ivy, iris):
        _service_of(person, "Calder ISVAs", adam)
    to = iris if work == "person" else None
    deactivate_person(by=adam, person=ivy, last_day=TODAY, work=work, goes_to=to, at=AT)
    found = recheck_ended([clients.pk], AT)[clients.pk]
    assert isinstance(found, Due)
    assert (found.headline, [one.person_id for one in found.recipients]) == (
        headline,
        [clients.case.officer_in_charge_id],
    )
    assert Raised.objects.filter(kind=SUPPORT_ENDED, source=clients.pk).count() == 1


def _service_of(person: Person, name: str, by: Person) -> SupportService:
    with open_door("a test puts somebody to a service"):
        service, _ = SupportService.objects.get_or_create(name=name, kinds=["isva"])
        ServiceAdviser.objects.create(service=service, person=person, started_at=AT, started_by=by)
    return service


def _another_isva(adam: Person) -> Person:
    iris = add_person(
        by=adam, username="iris", name="Iris", agency="support", post="other", starts_on=TODAY, at=AT
    )
    with open_door("a test gives a role"):
        Person.objects.filter(pk=iris.pk).update(roles=["isva"])
    iris.refresh_from_db()
    return iris


def test_proposed_decisions_are_counted_and_pass_on_under_their_makers_name(
    adam: Person, alice: Person, bob: Person
) -> None:
    story = told.until(told.propose)()
    assert held(alice)["proposed"] == 1
    deactivate_person(by=adam, person=alice, last_day=TODAY, work="person", goes_to=bob, at=AT)
    decision = Decision.objects.get(case=story.case)
    assert (decision.maker, decision.status) == (alice, "proposed")
    event = AuditEvent.objects.get(action="DECISION_WAITS_ON")
    assert (event.subjects, event.case_id) == ([decision.pk], story.case.pk)
