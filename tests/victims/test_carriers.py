"""To be reached through somebody is a preference only while that somebody is on record, whoever it is."""

from __future__ import annotations

from typing import Any

import pytest

from cases import services as cases
from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.carriers import ROLES, Come, an_isva, an_sto
from tests.victims.conftest import LATER, on
from victims import services
from victims.models import ContactDetails
from victims.sealed import opened

PAGES = ("", "contact-details/", "contacts/new/", "attempts/new/")


@pytest.mark.parametrize(("way", "come", "noun"), ROLES, ids=[one[0] for one in ROLES])
def test_who_is_not_on_record_is_no_preference_and_who_has_gone_blocks_no_correction(
    way: str, come: Come, noun: str, victim: Victim, alice: Person, dora: Person, sign_in: Any
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/contact-details/"
    boxes = {"preferred_method": way, "safe_to_leave_message": "no", "interpreter_needed": "no"}
    body = {"preferred_method": way, "safe_to_leave_message": False, "interpreter_needed": False}

    def by_api(**more: str) -> Any:
        return browser.post(f"/api/v1{address}", {**body, **more}, content_type="application/json")

    said = by_api().json()["fields"]["preferred_method"]
    assert said.startswith(f"No {noun} of theirs is on record. ")
    assert said.endswith("then choose this.")
    page = browser.post(f"{address}new/", {**boxes, "safe_times": "After four"})
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert not ContactDetails.objects.exists()

    go = come(alice, victim, dora)
    assert by_api().status_code == 201
    nobody = f"but they have no {noun} on record now"
    assert [nobody in browser.get(f"/victims/{victim.pk}/{one}").content.decode() for one in PAGES] == [
        False
    ] * 4
    go()
    assert browser.get(f"/api/v1{address}").json()["nobody_there"] == noun
    assert [nobody in browser.get(f"/victims/{victim.pk}/{one}").content.decode() for one in PAGES] == [
        True
    ] * 4

    done = browser.post(f"{address}new/", {**boxes, "safe_times": "After four"}, follow=True)
    assert f"They have no {noun} on record now: ask which way is safe." in done.content.decode()
    assert by_api(safe_times="After five").status_code == 201
    stands = ContactDetails.objects.get(superseded_at__isnull=True)
    assert (stands.preferred_method, opened(stands, "safe_times")) == (way, "After five")
    services.record_contact_details(by=alice, victim=victim, preferred_method="video")
    assert by_api().json()["fields"] == {"preferred_method": said}  # chosen anew, it is asked again


def test_who_wants_no_direct_contact_is_corrected_after_their_isva_has_gone(
    victim: Victim, alice: Person, dora: Person
) -> None:
    go = an_isva(alice, victim, dora)
    only = {"preferred_method": "via_isva", "only_through": "isva"}
    services.record_contact_details(by=alice, victim=victim, at=LATER, **only)
    go()
    row = services.record_contact_details(
        by=alice, victim=victim, unsafe_addresses="9 His Street", at=LATER, **only
    )
    assert (row.only_through, opened(row, "unsafe_addresses")) == ("isva", "9 His Street")
    with pytest.raises(Invalid) as refusal:
        services.record_contact_details(
            by=alice,
            victim=victim,
            preferred_method="via_spokesperson",
            only_through="spokesperson",
            at=LATER,
        )
    assert set(refusal.value.fields) == {"preferred_method", "only_through"}


def test_an_officer_deployed_for_another_victim_of_the_case_carries_nothing(
    victim: Victim, alice: Person, dora: Person
) -> None:
    other = cases.add_victim(by=alice, case=victim.case, at=on(3))
    an_sto(alice, other, dora)
    with pytest.raises(Invalid, match="No specially trained officer of theirs"):
        services.record_contact_details(by=alice, victim=victim, preferred_method="via_sto", at=LATER)
    assert services.record_contact_details(by=alice, victim=other, preferred_method="via_sto", at=LATER)


def test_an_officer_of_the_case_as_sto_carries_for_each_of_its_victims(
    victim: Victim, alice: Person, sam: Person, dora: Person
) -> None:
    cases.assign_officer(by=sam, case=victim.case, person=dora, duty="sto", at=on(4))
    row = services.record_contact_details(by=alice, victim=victim, preferred_method="via_sto", at=LATER)
    assert row.preferred_method == "via_sto"


def test_confirming_ways_after_an_alert_takes_no_way_that_nobody_carries(
    victim: Victim, alice: Person
) -> None:
    services.record_contact_details(
        by=alice, victim=victim, preferred_method="phone", phone="01632 960001", at=LATER
    )
    alert = services.raise_contact_alert(by=alice, victim=victim, about="phone_seen", at=LATER)
    with pytest.raises(Invalid) as refusal:
        services.confirm_ways(
            by=alice, alert=alert, how="In person.", safe_again=[], preferred_method="via_sto", at=LATER
        )
    assert set(refusal.value.fields) == {"preferred_method"}
