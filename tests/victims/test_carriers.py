"""To be reached through somebody is a preference only while that somebody is on record, whoever it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases import services as cases
from cases.models import DueItem, Victim
from rasso_tracker.clocks import london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.carriers import ROLES, Come, an_isva, an_sto, somebody_who_speaks
from tests.victims.conftest import LATER, Withdraw, on
from tests.victims.test_refused_alike import boxes
from victims import services
from victims.enums import CommunicationMethod
from victims.models import Contact, ContactDetails, Spokesperson
from victims.rules import Reach
from victims.sealed import opened

OF_WORD = [one for one in ROLES if one[0].startswith("via_")]
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


@pytest.mark.parametrize(("way", "come", "noun"), ROLES, ids=[one[0] for one in ROLES])
def test_a_way_through_somebody_is_used_only_while_that_somebody_is_there(
    way: str, come: Come, noun: str, victim: Victim, alice: Person, dora: Person, sign_in: Any
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/contacts/"
    tried = {"victim": str(victim.pk), "direction": "out", "method": way, "reached": True}
    tried["about"] = ["update"]

    def by_api(day: int) -> Any:
        body = {**tried, "occurred_at": on(day).isoformat()}
        return browser.post("/api/v1/contacts/", body, content_type="application/json")

    said = by_api(11).json()["fields"]["method"]
    assert said.startswith(f"No {noun} of Victim 1 is on record at that moment. ")
    assert said.endswith(", or choose another way.")
    form = {**tried, "reached": "yes", "summary": "She asked.", "once": str(uuid7()), **boxes(11)}
    page = browser.post(f"{address}new/", form).content.decode()
    assert (said in page, "She asked." in page) == (True, True)
    attempt = {"by": alice, "victim": victim, "method": way, "at": on(11)}
    with pytest.raises(Invalid):
        services.record_attempt(**attempt)
    assert not Contact.objects.exists()

    go = come(alice, victim, dora)
    assert by_api(11).status_code == 201
    go()
    # What truly was stays; what is said to have been since is refused.
    assert by_api(11).status_code == 201
    body = {**tried, "occurred_at": (LATER + timedelta(days=1)).isoformat()}
    late = browser.post("/api/v1/contacts/", body, content_type="application/json")
    assert late.json()["fields"] == {"method": said}


@pytest.mark.parametrize("form", ["contacts", "withdrawals", "sto"])
def test_a_day_before_the_report_is_refused_at_once_though_its_time_is_missing(
    form: str, victim: Victim, alice: Person, sign_in: Any
) -> None:
    name = "asked_at" if form == "sto" else "occurred_at"
    when = {f"{name}_day": "1", f"{name}_month": "3", f"{name}_year": "2026", f"{name}_time": ""}
    answer = sign_in(alice).post(f"/victims/{victim.pk}/{form}/new/", {**when, "once": str(uuid7())})
    assert (answer.status_code, answer.context["form"].errors[name]) == (
        422,
        [
            "The case was reported on 2 March 2026. Enter a moment on that day or later. Enter the time, for "
            "example 14:30."
        ],
    )


@pytest.mark.parametrize(("way", "come", "noun"), OF_WORD, ids=[one[0] for one in OF_WORD])
def test_word_comes_through_somebody_only_while_they_are_there_and_else_from_somebody_else(
    way: str, come: Come, noun: str, victim: Victim, alice: Person, dora: Person, sign_in: Any
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/contacts/new/"
    came = {"direction": "in", "method": way, "reached": "yes", "about": ["update"], **boxes(11)}

    def by_page(**more: object) -> Any:
        return browser.post(address, {**came, "once": str(uuid7()), "summary": "She rang.", **more})

    def by_api(moment: Any, **more: object) -> Any:
        body = {**came, "victim": str(victim.pk), "reached": True, "occurred_at": moment.isoformat(), **more}
        sent = {name: value for name, value in body.items() if name not in boxes(11)}
        return browser.post("/api/v1/contacts/", sent, content_type="application/json")

    said = by_api(on(11)).json()["fields"]["method"]
    assert said.startswith(f"No {noun} of Victim 1 is on record at that moment. ")
    assert said.endswith(", or choose that somebody else contacted us about the victim.")
    answer = by_page()
    page = answer.content.decode()
    assert (answer.status_code, said in page, "She rang." in page) == (422, True, True)
    assert not Contact.objects.exists()

    # Whoever it was is in the log all the same.
    assert set(by_page(direction="other").context["form"].errors) == {"reached", "method"}
    assert by_page(direction="other", method="phone", reached="no").status_code == 302
    row = Contact.objects.get()
    assert (row.direction, row.reached, opened(row, "summary")) == ("other", False, "She rang.")

    go = come(alice, victim, dora)
    assert by_api(on(11)).status_code == 201
    go()
    assert by_api(on(11)).status_code == 201
    assert by_api(LATER + timedelta(days=1)).json()["fields"] == {"method": said}


def test_word_from_somebody_else_pays_nothing_and_is_told_as_what_it_was(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    told = {"by": alice, "victim": victim, "method": "phone", "about": ["update"]}
    services.record_contact(**told, occurred_at=on(8), direction="out", reached=True, at=on(8))
    owed = list(DueItem.objects.order_by("pk").values("code", "due_on", "settled_at"))
    assert ("victim_update", None) in {(one["code"], one["settled_at"]) for one in owed}
    other = {**told, "occurred_at": on(11), "direction": "other", "at": on(11)}
    with pytest.raises(Invalid) as refusal:
        services.record_contact(**other, reached=True, left_message=True, next_due_on=on(20).date())
    assert set(refusal.value.fields) == {"reached", "left_message", "next_due_on"}
    row = services.record_contact(**other, reached=False)
    assert str(row) == "Somebody else was in touch on 11 March 2026"
    assert list(DueItem.objects.order_by("pk").values("code", "due_on", "settled_at")) == owed
    page = sign_in(alice).get(f"/victims/{victim.pk}/").content.decode()
    assert (page.count("Somebody else was in touch"), ">Attempt<" in page) == (1, False)
    history = sign_in(alice).get(f"/cases/{victim.case_id}/history/").content.decode()
    assert ("Victim 1: somebody else was in touch" in history, "attempt at contact" in history) == (
        True,
        False,
    )


def test_a_family_officer_brings_word_of_the_bereaved_and_of_nobody_who_lives(
    victim: Victim, alice: Person
) -> None:
    came = {"by": alice, "victim": victim, "direction": "in", "reached": True, "about": ["update"]}
    with pytest.raises(Invalid, match="No IDVA of Victim 1 is on record"):
        services.record_contact(**came, method="via_idva_or_flo", occurred_at=on(12), at=LATER)
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=on(10).date(), at=on(11))
    for way in ("via_idva_or_flo", "via_parent"):
        assert services.record_contact(**came, method=way, occurred_at=on(12), at=LATER).reached
    by_phone = {**came, "method": "phone", "occurred_at": on(12), "at": LATER}
    with pytest.raises(Invalid, match="or that somebody else contacted us"):
        services.record_contact(**by_phone)
    assert services.record_contact(**{**by_phone, "direction": "other", "reached": False}).from_others


def test_one_who_waits_for_a_supervisor_carries_nothing_as_a_parent_either(
    victim: Victim, alice: Person, sam: Person
) -> None:
    said = {"name": "Pat Speaker", "is_their": "parent", "because": "asked", "tie": "household"}
    row = services.name_spokesperson(by=alice, victim=victim, at=on(9), **said)
    for way in ("via_parent", "via_spokesperson"):
        why = Reach(alice, victim, on(10)).why_not(CommunicationMethod(way))
        assert why == "A supervisor has not agreed yet to the spokesperson of Victim 1."
    services.agree_spokesperson(by=sam, spokesperson=row, words="She left him.", at=on(11))
    assert not Reach(alice, victim, on(12)).why_not(CommunicationMethod.VIA_PARENT)
    assert Reach(alice, victim, on(10)).why_not(CommunicationMethod.VIA_PARENT)


@pytest.mark.parametrize("way", ["via_parent", "via_spokesperson"])
def test_how_to_reach_them_says_that_who_was_named_waits_for_a_supervisor(
    way: str, victim: Victim, alice: Person, sign_in: Any
) -> None:
    said = {"name": "Pat Speaker", "is_their": "parent", "because": "asked", "tie": "household"}
    services.name_spokesperson(by=alice, victim=victim, at=on(9), **said)
    waits = "A supervisor has not agreed yet to the spokesperson of Victim 1."
    body = {"preferred_method": way, "only_through": "spokesperson", "safe_to_leave_message": False}
    path, browser = f"/victims/{victim.pk}/contact-details/", sign_in(alice)
    answer = browser.post(
        f"/api/v1{path}", {**body, "interpreter_needed": False}, content_type="application/json"
    )
    assert answer.json()["fields"] == {"preferred_method": waits, "only_through": waits}
    typed = {**body, "safe_to_leave_message": "no", "interpreter_needed": "no", "once": str(uuid7())}
    errors = browser.post(f"{path}new/", typed).context["form"].errors
    assert (errors["preferred_method"], errors["only_through"]) == ([waits], [waits])
    with pytest.raises(Invalid) as refusal:
        services.name_spokesperson(by=alice, victim=victim, at=on(10), **said)
    assert refusal.value.fields == {"name": f"{waits} End it first if somebody else is to speak."}


def test_only_through_who_spoke_for_them_leaves_no_way_once_they_have_gone(
    victim: Victim, alice: Person, dora: Person
) -> None:
    go = somebody_who_speaks(alice, victim, dora)
    only = {"preferred_method": "via_spokesperson", "only_through": "spokesperson"}
    services.record_contact_details(by=alice, victim=victim, at=on(9), **only)
    assert set(Reach(alice, victim, on(10)).open_ways()) == {"via_spokesperson", "via_parent"}
    go()
    assert Reach(alice, victim, LATER).open_ways() == []
    assert (
        Reach(alice, victim, LATER)
        .why_not(CommunicationMethod.VIA_PARENT)
        .endswith("or record how else they may be reached.")
    )


def test_before_they_were_named_here_a_mother_may_have_spoken_and_the_family_of_the_dead_is_asked(
    victim: Victim, alice: Person
) -> None:
    assert Reach(alice, victim, on(3)).why_not(CommunicationMethod.VIA_PARENT)
    said = {"name": "Pat Speaker", "is_their": "parent", "because": "asked", "tie": "none", "at": on(9)}
    services.name_spokesperson(by=alice, victim=victim, since=on(3).date(), **said)
    assert Reach(alice, victim, on(2)).why_not(CommunicationMethod.VIA_PARENT)
    assert not Reach(alice, victim, on(3)).why_not(CommunicationMethod.VIA_PARENT)
    other = cases.add_victim(by=alice, case=victim.case, at=on(3))
    services.record_circumstances(by=alice, victim=other, under_18="no", died_on=on(10).date(), at=on(11))
    assert not Reach(alice, other, on(12)).why_not(CommunicationMethod.VIA_PARENT)
    assert Reach(alice, other, on(12)).why_not(CommunicationMethod.VIA_SPOKESPERSON)


def test_nobody_speaks_before_the_day_that_is_recorded_nor_from_a_day_that_cannot_be(
    victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/spokesperson/new/"
    asked = browser.get(address).context["form"]
    assert asked["since"].value() == london_date(now())
    typed = {"name": "Pat Speaker", "is_their": "parent", "because": "asked", "tie": "none"}

    def by_page(day: date) -> Any:
        boxes = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
        return browser.post(address, {**typed, "is_suspect": "no", "once": str(uuid7()), **boxes})

    def by_api(day: date) -> Any:
        sent = {**typed, "is_suspect": False, "since": day.isoformat()}
        path = f"/api/v1/victims/{victim.pk}/spokespersons/"
        return browser.post(path, sent, content_type="application/json")

    reported = "The case was reported on 2 March 2026. Enter that day or a later one."
    ahead = "Enter today's date or a date in the past."
    for day, said in ((on(1).date(), reported), (london_date(now()) + timedelta(days=1), ahead)):
        page = by_page(day)
        assert (page.status_code, page.context["form"].errors["since"]) == (422, [said])
        assert by_api(day).json()["fields"] == {"since": said}
    made = by_api(on(9).date())
    assert (made.status_code, made.json()["since"]) == (201, "2026-03-09")
    assert "since 9 March 2026" in browser.get(f"/victims/{victim.pk}/").content.decode()
    row = Spokesperson.objects.get()
    assert [row.speaks_at(on(day, hour=0)) for day in (8, 9, 10)] == [False, True, True]
    services.end_spokesperson(by=alice, spokesperson=row)

    # With a tie it is from the day of the agreement, whatever was said.
    tied = {**typed, "tie": "household", "since": on(9).date(), "at": on(10)}
    waits = services.name_spokesperson(by=alice, victim=victim, **tied)
    assert not waits.speaks_at(on(11))
    row = services.agree_spokesperson(by=sam, spokesperson=waits, words="She left him.", at=on(12))
    assert [row.speaks_at(on(day)) for day in (11, 12)] == [False, True]


def test_one_speaks_at_a_time_also_of_days_before_they_were_named(
    victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    said = {"is_their": "parent", "because": "asked", "tie": "none"}
    first = services.name_spokesperson(by=alice, victim=victim, name="Pat Speaker", **said, at=on(9))
    services.end_spokesperson(by=alice, spokesperson=first, at=on(12))
    waits = {**said, "tie": "household", "name": "Lou Speaker"}
    never = services.name_spokesperson(by=alice, victim=victim, **waits, at=on(15))
    services.end_spokesperson(by=sam, spokesperson=never, at=on(16))  # nobody agreed: they never spoke
    browser, path = sign_in(alice), f"/victims/{victim.pk}/spokesperson"
    typed = {**said, "name": "Kim Speaker"}
    fault = "Somebody else spoke for Victim 1 until 12 March 2026. Enter that day or a later one."
    day = {"since_day": 11, "since_month": 3, "since_year": 2026, "is_suspect": "no", "once": str(uuid7())}
    assert browser.post(f"{path}/new/", {**typed, **day}).context["form"].errors["since"] == [fault]
    body = {**typed, "is_suspect": False, "since": "2026-03-11"}
    answer = browser.post(f"/api/v1{path}s/", body, content_type="application/json")
    assert answer.json()["fields"] == {"since": fault}
    made = browser.post(f"/api/v1{path}s/", {**body, "since": "2026-03-12"}, content_type="application/json")
    assert (made.status_code, made.json()["since"]) == (201, "2026-03-12")


def test_nobody_speaks_for_one_who_died_before_they_died(victim: Victim, alice: Person) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=on(10).date(), at=on(11))
    said = {"name": "Pat Speaker", "is_their": "parent", "because": "died", "tie": "none", "at": on(12)}
    with pytest.raises(Invalid, match=r"died on 10 March 2026\. Enter that day or a later one") as refusal:
        services.name_spokesperson(by=alice, victim=victim, since=on(9).date(), **said)
    assert set(refusal.value.fields) == {"since"}
    assert services.name_spokesperson(by=alice, victim=victim, since=on(10).date(), **said)


def test_what_came_through_an_sto_came_while_there_was_one(
    victim: Victim, alice: Person, dora: Person, withdraw: Withdraw, come_back: Withdraw
) -> None:
    with pytest.raises(Invalid, match="No specially trained officer of Victim 1") as refusal:
        withdraw(told_by="via_sto")
    assert set(refusal.value.fields) == {"told_by"}
    withdraw()
    with pytest.raises(Invalid, match="or choose how else we were told"):
        come_back(told_by="via_sto")
    an_sto(alice, victim, dora)()
    assert come_back(told_by="via_sto", occurred_at=on(11)).told_by == "via_sto"


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
