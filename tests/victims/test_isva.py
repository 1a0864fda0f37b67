"""An ISVA sees the clients who agreed, for as long as the support lasts, and no evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases import services as cases
from cases.models import Case, DueItem, NamedAccess, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.models import Contact, IsvaSupport, Withdrawal
from victims.services.appointments import arrange_appointment

SignIn = Callable[..., Client]


@story
def support(victim: Victim, alice: Person, ivy: Person) -> IsvaSupport:
    return services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=LATER)


@story
def other(case: Case, alice: Person) -> Victim:
    return cases.add_victim(by=alice, case=case, at=LATER)


def log(by: Person, victim: Victim, **given: object) -> Contact:
    values = {
        "occurred_at": on(10),
        "direction": "out",
        "method": "phone",
        "reached": True,
        "about": ["support"],
    }
    return services.record_contact(by=by, victim=victim, at=LATER, **{**values, **given})


def test_sharing_opens_the_clients_page_and_no_other_victims(
    sign_in: SignIn, support: IsvaSupport, ivy: Person, victim: Victim, other: Victim
) -> None:
    client = sign_in(ivy)
    assert client.get(f"/victims/{victim.pk}/").status_code == 200
    assert client.get(f"/victims/{victim.pk}/contact-details/").status_code == 200
    for part in ("", "contact-details/", "identity/", "contacts/new/"):
        assert client.get(f"/victims/{other.pk}/{part}").status_code == 404
    assert client.get(f"/api/v1/victims/{other.pk}/identity/").status_code == 404


def test_own_clients_are_the_one_list_with_names_and_it_is_logged(
    sign_in: SignIn, support: IsvaSupport, ivy: Person, alice: Person, victim: Victim
) -> None:
    services.record_identity(by=alice, victim=victim, name="Jane Example", known_as="Janie", at=LATER)
    assert "Janie (Victim 1)" in sign_in(ivy).get("/").content.decode()
    assert victim.pk in AuditEvent.objects.get(action="IDENTITY_VIEWED").subjects


def test_isva_sees_withdrawals_of_clients_alone(
    support: IsvaSupport, withdraw: Withdraw, ivy: Person, other: Victim
) -> None:
    own, others = withdraw(), withdraw(victim=other)
    assert list(Withdrawal.objects.visible_to(ivy)) == [own]
    assert others in Withdrawal.objects.all()


def test_isva_finds_the_withdrawals_of_clients_in_page_and_api_alike_and_not_by_stage(
    sign_in: SignIn, support: IsvaSupport, withdraw: Withdraw, ivy: Person, victim: Victim, other: Victim
) -> None:
    own, others = withdraw(), withdraw(victim=other)
    client = sign_in(ivy)
    for query in ("", f"?victim={victim.pk}", f"?victim={victim.pk}&primary_reason=delay"):
        found = client.get(f"/api/v1/withdrawals/{query}").json()["results"]
        assert [(one["id"], one["stage"]) for one in found] == [(str(own.pk), None)], query
    assert client.get(f"/api/v1/withdrawals/?victim={other.pk}").json()["results"] == []
    by_stage = client.get(f"/api/v1/withdrawals/?stage={own.stage}")
    assert (by_stage.status_code, list(by_stage.json()["fields"])) == (400, ["stage"])
    page = client.get("/withdrawals/").content.decode()
    assert (str(own.pk) in page, str(others.pk) in page) == (True, False)
    assert "How far the case had come" not in page
    assert 'name="stage"' not in page
    assert f"/withdrawals/{own.pk}/" in client.get(f"/victims/{victim.pk}/").content.decode()


def test_isva_reads_no_words_of_the_police(
    sign_in: SignIn, support: IsvaSupport, withdraw: Withdraw, ivy: Person, alice: Person, victim: Victim
) -> None:
    row = withdraw(own_words="canary-own-words")
    log(alice, victim, summary="canary-summary-of-evidence")
    log(ivy, victim, occurred_at=on(11), summary="what I wrote myself")
    client = sign_in(ivy)
    shown = client.get(f"/victims/{victim.pk}/").content.decode()
    shown += client.get(f"/withdrawals/{row.pk}/").content.decode()
    shown += client.get(f"/api/v1/withdrawals/{row.pk}/").content.decode()
    shown += client.get("/api/v1/contacts/").content.decode()
    assert "canary" not in shown
    assert "How far the case had come" not in shown
    assert "what I wrote myself" in shown


def test_isva_records_contacts_of_clients_alone(
    support: IsvaSupport, ivy: Person, victim: Victim, other: Victim
) -> None:
    assert log(ivy, victim).recorded_by == ivy
    with pytest.raises(NotAllowed, match="not a client of yours"):
        log(ivy, other)


def test_contact_of_an_isva_settles_nothing_that_the_police_owe(
    support: IsvaSupport, ivy: Person, alice: Person, victim: Victim
) -> None:
    log(alice, victim, about=["update"])
    owed = DueItem.objects.get(settled_at__isnull=True, code="victim_update")
    log(ivy, victim, occurred_at=on(11), about=["update"])
    assert DueItem.objects.get(settled_at__isnull=True, code="victim_update") == owed


def test_ended_support_closes_everything_at_once(
    sign_in: SignIn, support: IsvaSupport, ivy: Person, alice: Person, victim: Victim
) -> None:
    ended = services.end_isva_support(by=alice, support=support, because="ended", at=LATER)
    assert sign_in(ivy).get(f"/victims/{victim.pk}/").status_code == 404
    assert NamedAccess.objects.get(person=ivy).ended_at == LATER
    assert Case.objects.visible_to(ivy).count() == 0
    with pytest.raises(Stale):
        services.end_isva_support(by=alice, support=ended, because="ended", at=LATER)


def test_an_isva_hears_that_an_officer_ended_their_access_and_reads_nothing_of_the_case(
    sign_in: SignIn, support: IsvaSupport, ivy: Person, alice: Person, victim: Victim
) -> None:
    asked = arrange_appointment(by=alice, victim=victim, isva=ivy, starts_at=LATER + timedelta(days=3),
                                method="in_person_isva", will_tell="update", at=LATER)  # fmt: skip
    deliver(at=LATER)
    ended = services.end_isva_support(by=alice, support=support, because="consent", at=LATER)
    assert (ended.ended_because, ended.ended_by) == ("consent", alice)
    deliver(at=LATER)
    heard = Message.objects.get(kind="isva_access_ended")
    assert (heard.recipient, heard.case_id, heard.path, heard.urgency) == (ivy, None, "/clients/", "now")
    words = f"{heard.headline}{heard.why}{heard.ends_when}"
    assert [word for word in ("consent", "agree", "Victim", "withdr") if word in words] == []
    assert Message.objects.get(kind="appointment_asked").handled_at is not None
    assert sign_in(ivy).get(f"/appointments/{asked.pk}/").status_code == 404
    assert "no longer share" in sign_in(ivy).get("/inbox/").content.decode()
    gone = sign_in(ivy).get(f"/victims/{victim.pk}/").content.decode()
    assert "your access to this client may have ended" in gone
    officer = sign_in(alice)
    page = officer.get(f"/victims/{victim.pk}/").content.decode()
    assert "The victim no longer agrees to sharing." in page
    told = officer.get(f"/cases/{victim.case_id}/history/").content.decode()
    assert "Victim 1: shared with their ISVA" in told
    assert "Ivy. The victim no longer agrees to sharing" in told


def test_an_isva_does_not_say_that_sharing_was_in_error(
    support: IsvaSupport, ivy: Person, victim: Victim
) -> None:
    with pytest.raises(Invalid) as refused:
        services.end_my_support(by=ivy, support=support, because="error", at=LATER)
    assert list(refused.value.fields) == ["because"]
    services.end_my_support(by=ivy, support=support, because="consent", at=LATER)
    assert not Message.objects.filter(kind="isva_access_ended").exists()


def test_ended_support_of_one_client_keeps_the_other(
    support: IsvaSupport, ivy: Person, alice: Person, other: Victim
) -> None:
    services.share_with_isva(by=alice, victim=other, isva=ivy, consented_on=on(3).date(), at=LATER)
    services.end_isva_support(by=alice, support=support, because="ended", at=LATER)
    assert NamedAccess.objects.get(person=ivy).ended_at is None
    assert [row.victim for row in IsvaSupport.objects.visible_to(ivy).filter(ended_at=None)] == [other]


@pytest.mark.parametrize(
    ("who", "consented_on", "field"),
    [
        ("bob", date(2026, 3, 3), "isva"),
        ("ivy", date(2026, 12, 1), "consented_on"),
        ("ivy", date(2026, 3, 1), "consented_on"),  # nothing was reported yet that could be shared
    ],
)
def test_sharing_without_an_isva_or_consent_is_refused_by_field(
    request: pytest.FixtureRequest, victim: Victim, alice: Person, who: str, consented_on: date, field: str
) -> None:
    isva = request.getfixturevalue(who)
    with pytest.raises(Invalid) as refusal:
        services.share_with_isva(by=alice, victim=victim, isva=isva, consented_on=consented_on, at=LATER)
    assert set(refusal.value.fields) == {field}


def test_sharing_twice_is_refused(support: IsvaSupport, victim: Victim, alice: Person, ivy: Person) -> None:
    with pytest.raises(Invalid, match="shared with this ISVA already"):
        services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=LATER)


def test_an_adviser_is_not_shown_what_the_police_owe(
    sign_in: SignIn, support: IsvaSupport, ivy: Person, alice: Person, victim: Victim, case: Case
) -> None:
    log(alice, victim, next_due_on=date(2026, 12, 20))
    path = f"/cases/{case.pk}/"
    assert "Tell Victim 1 how the case stands" in sign_in(alice).get(path).content.decode()
    page = sign_in(ivy).get(path, follow=True).content.decode()
    assert "Tell Victim 1 how the case stands" not in page
    assert "They hear from the police how the case stands, by this day" in page
    assert not DueItem.objects.visible_to(ivy).exists()
