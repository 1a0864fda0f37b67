"""An ISVA at the edges: another service, an end of support, a restricted case, a merge, a death."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import services as cases
from cases.models import Case, Victim
from cases.services import restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.stories import story
from tests.victims.conftest import LATER, on
from victims import services
from victims.models import Contact, IsvaSupport, WithdrawalTold
from victims.services import appointments

SignIn = Callable[..., Client]
SAID: dict[str, Any] = {"kind": "withdrew", "occurred_at": on(10), "from_what": ["prosecution"],
                        "asked_to_tell": True, "words": "canary-words", "at": LATER}  # fmt: skip


@story
def support(victim: Victim, alice: Person, ivy: Person) -> IsvaSupport:
    return services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))


@story
def isla(db: None) -> Person:
    """An ISVA of another service."""
    with open_door("a test makes a second ISVA"):
        Person.objects.filter(username="nora").update(
            roles=["isva"], agency="support", cps_unit=None, district=None, team=None
        )
    return Person.objects.get(username="nora")


def pages_of(victim: Victim, support: IsvaSupport, told: WithdrawalTold, asked: Any) -> list[str]:
    """Every page and answer of part 7 on these rows."""
    forms = ("record_contact", "record_attempt", "raise_contact_alert", "raise_safeguarding_concern",
             "tell_withdrawal")  # fmt: skip
    return [
        f"/victims/{victim.pk}/", f"/cases/{victim.case_id}/", f"/victims/{victim.pk}/identity/",
        f"/victims/{victim.pk}/contact-details/", f"/told-withdrawals/{told.pk}/",
        f"/appointments/{asked.pk}/", f"/appointments/{asked.pk}/answer/",
        f"/isva-support/{support.pk}/my-end/", f"/api/v1/clients/{victim.pk}/",
        f"/api/v1/told-withdrawals/{told.pk}/", f"/api/v1/appointments/{asked.pk}/",
        *(reverse(name, args=[victim.pk]) for name in forms),
    ]  # fmt: skip


def posts(victim: Victim) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("/api/v1/contacts/", {"victim": str(victim.pk), "occurred_at": "2026-03-10T09:00:00+00:00",
                               "direction": "out", "method": "phone", "reached": True, "about": ["support"]}),
        (f"/api/v1/victims/{victim.pk}/told-withdrawals/",
         {"kind": "withdrew", "occurred_at": "2026-03-10T09:00:00+00:00", "from_what": ["prosecution"],
          "asked_to_tell": True}),
        (f"/api/v1/victims/{victim.pk}/contact-alerts/", {"about": "suspect_knows"}),
    ]  # fmt: skip


def closed_to(browser: Client, paths: list[str], victim: Victim) -> None:
    found = {path: browser.get(path).status_code for path in paths}
    assert set(found.values()) == {404}, found
    for path, said in posts(victim):
        assert browser.post(path, said, content_type="application/json").status_code == 404, path
    for path in ("clients", "appointments", "told-withdrawals", "contacts", "decisions", "notifications"):
        assert browser.get(f"/api/v1/{path}/").json()["results"] == [], path


@story
def paths(support: IsvaSupport, victim: Victim, alice: Person, ivy: Person) -> list[str]:
    asked = appointments.arrange_appointment(
        by=alice, victim=victim, isva=ivy, will_tell="decision", starts_at=now() + timedelta(days=9),
        victim_asked=True, method="phone",
    )  # fmt: skip
    return pages_of(victim, support, services.tell_withdrawal(by=ivy, victim=victim, **SAID), asked)


def test_it_is_all_there_for_the_isva_and_nothing_of_it_for_one_of_another_service(
    paths: list[str], victim: Victim, ivy: Person, isla: Person, sign_in: SignIn
) -> None:
    browser = sign_in(ivy)
    assert {browser.get(path).status_code for path in paths} <= {200, 302}
    closed_to(sign_in(isla), paths, victim)
    with pytest.raises(NotAllowed):
        services.tell_withdrawal(by=isla, victim=victim, **SAID)


def test_one_of_another_service_with_a_client_on_the_same_case_sees_that_client_alone(
    paths: list[str], victim: Victim, case: Case, alice: Person, isla: Person, sign_in: SignIn
) -> None:
    other = cases.add_victim(by=alice, case=case, at=LATER)
    services.share_with_isva(by=alice, victim=other, isva=isla, consented_on=on(3).date(), at=LATER)
    browser = sign_in(isla)
    found = {path: browser.get(path).status_code for path in paths if "/cases/" not in path}
    assert set(found.values()) == {404}, found
    (client,) = browser.get("/api/v1/clients/").json()["results"]
    assert client["victim"] == str(other.pk)
    assert browser.get(f"/cases/{case.pk}/")["Location"] == f"/victims/{other.pk}/"
    for path, said in posts(victim):
        assert browser.post(path, said, content_type="application/json").status_code in (403, 404), path
    assert not Contact.objects.exists()


def test_after_the_end_of_support_a_form_that_stood_open_records_nothing_and_nothing_is_left(
    paths: list[str], support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    browser = sign_in(ivy)
    form = reverse("record_contact", args=[victim.pk])
    assert browser.get(form).status_code == 200
    services.end_isva_support(by=alice, support=support, because="consent", at=LATER)
    typed = {
        "direction": "out",
        "reached": "true",
        "method": "phone",
        "about": "support",
        "summary": "Words.",
    }
    assert browser.post(form, typed).status_code == 404
    closed_to(browser, paths, victim)
    assert not Contact.objects.exists()
    home = browser.get("/").content.decode()
    assert victim.case.reference not in home


def test_a_restricted_case_keeps_the_isva_whose_client_is_on_it_and_no_other(
    paths: list[str], victim: Victim, case: Case, alice: Person, ivy: Person, isla: Person, gita: Person,
    sam: Person, sign_in: SignIn,
) -> None:  # fmt: skip
    restrict_case(by=sam, case=case, people=[gita, alice], reason="Police suspect.")
    assert sign_in(ivy).get(f"/victims/{victim.pk}/").status_code == 200
    closed_to(sign_in(isla), paths, victim)


def test_a_merged_record_leads_its_isva_to_the_kept_one(
    support: IsvaSupport, victim: Victim, case: Case, alice: Person, sam: Person, ivy: Person, sign_in: SignIn
) -> None:
    kept = cases.add_victim(by=alice, case=case, at=LATER)
    services.merge_victims(by=sam, victim=kept, duplicate=victim, reason="One person.", at=LATER)
    browser = sign_in(ivy)
    assert browser.get(f"/victims/{victim.pk}/").status_code == 404
    assert browser.get(f"/victims/{kept.pk}/").status_code == 200
    assert browser.get(f"/cases/{case.pk}/")["Location"] == f"/victims/{kept.pk}/"
    with pytest.raises(NotAllowed):
        services.tell_withdrawal(by=ivy, victim=victim, **SAID)


def test_of_a_client_who_died_or_is_a_child_the_page_says_so_and_a_choice_after_death_is_refused(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="yes", at=LATER)
    browser = sign_in(ivy)
    assert "Under 18 when it was reported." in browser.get(f"/victims/{victim.pk}/").content.decode()
    services.record_circumstances(by=alice, victim=victim, under_18="yes", died_on=on(9).date(), at=LATER)
    assert "They died on 9 March 2026." in browser.get(f"/victims/{victim.pk}/").content.decode()
    with pytest.raises(Invalid) as refused:
        services.tell_withdrawal(by=ivy, victim=victim, **SAID)
    assert list(refused.value.fields) == ["occurred_at"]
    services.tell_withdrawal(by=ivy, victim=victim, **{**SAID, "occurred_at": on(8)})
    with pytest.raises(Invalid, match="has died"):
        appointments.arrange_appointment(by=alice, victim=victim, isva=ivy, will_tell="decision",
                                         starts_at=LATER + timedelta(days=3), method="phone",
                                         at=LATER)  # fmt: skip
