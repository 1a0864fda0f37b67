"""Alerts that reach everything that is owed to a victim, and who may speak for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import deadline
from rasso_tracker.messages import Due, Gone
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on, open_case
from tests.web.page import Page
from victims import services
from victims.models import Circumstances, ContactAlert, ContactDetails, Spokesperson
from victims.notices.record import recheck_alerts, recheck_spokespersons
from victims.sealed import opened

Do = Callable[..., Any]


@pytest.fixture
def log(victim: Victim, alice: Person) -> Do:
    def do(**given: object) -> Any:
        values = {
            "by": alice, "victim": victim, "occurred_at": on(12), "direction": "out", "method": "phone",
            "reached": True, "about": ["update"], "at": LATER, **given,
        }  # fmt: skip
        return services.record_contact(**values)

    return do


@story
def at_home(victim: Victim, alice: Person) -> ContactDetails:
    return services.record_contact_details(
        by=alice, victim=victim, preferred_method="post", address="1 Old Row", phone="01632 960001", at=on(9)
    )


def refused(do: Do, **given: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        do(**given)
    return dict(refusal.value.fields)


def standing(victim: Victim) -> ContactDetails:
    return ContactDetails.objects.get(victim=victim, superseded_at__isnull=True)


def owed() -> set[tuple[str, str]]:
    return set(DueItem.objects.filter(settled_at__isnull=True).values_list("code", "what"))


def test_one_act_stops_the_ways_and_reaches_everything_that_is_owed(
    at_home: ContactDetails, victim: Victim, log: Do, withdraw: Withdraw, alice: Person, ivy: Person
) -> None:
    withdraw(recontact_welcome="yes", recontact_on=date(2026, 12, 1))
    log(occurred_at=on(11), next_due_on=date(2026, 12, 20))
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(10))
    items = set(
        DueItem.objects.filter(
            settled_at__isnull=True,
            code__in=["victim_update", "victim_recontact", "needs_assessment", "support_referral"],
        ).values_list("pk", flat=True)
    )
    assert len(items) == 4

    alert = services.raise_contact_alert(
        by=ivy, victim=victim, about="address_known", words="His brother rang the bell.", at=on(14)
    )

    assert set(alert.reached) == items
    reached = DueItem.objects.filter(pk__in=items)
    gatekeeper = Person.objects.get(username="gita")
    assert {one.what_for(alice) for one in reached} == {
        "Check first: Tell Victim 1 how the case stands",
        "Check first: Ask Victim 1 again, as they welcome",
        "Check first: Assess what Victim 1 needs",
        "Check first: Refer Victim 1 to support",
    }
    # That a way to a victim is not safe is for nobody who reads no contact with them.
    assert {one.what_for(gatekeeper) for one in reached} == {
        "Tell Victim 1 how the case stands",
        "Ask Victim 1 again, as they welcome",
        "Assess what Victim 1 needs",
        "Refer Victim 1 to support",
    }
    due = DueItem.objects.get(source=alert.pk)
    assert (due.code, due.due_on, due.owner) == (
        "contact_check", deadline("contact_check", on(14)).due_on, alice,
    )  # fmt: skip
    assert opened(standing(victim), "unsafe_addresses") == "1 Old Row"
    for way in ("post", "in_person_home"):
        assert "The suspect knows this address"[1:] in refused(log, method=way, occurred_at=on(15))["method"]
    assert log(method="phone", occurred_at=on(15), about=["arranging"]).reached
    told = recheck_alerts([alert.pk], LATER)[alert.pk]
    assert isinstance(told, Due)
    assert {one.person_id for one in told.recipients} == {alice.pk, ivy.pk}
    event = AuditEvent.objects.get(action="CONTACT_ALERT_RAISED")
    assert {victim.pk, alert.pk, *items} <= set(event.subjects)


def test_confirming_opens_what_is_safe_again_and_forbids_the_rest(
    at_home: ContactDetails, victim: Victim, log: Do, alice: Person, ivy: Person
) -> None:
    log(occurred_at=on(11), next_due_on=date(2026, 12, 20))
    alert = services.raise_contact_alert(by=alice, victim=victim, about="address_known", at=on(14))
    confirm = {"by": alice, "alert": alert, "how": "Asked at the station.", "at": on(16)}
    # The preferred way, post, would be closed: another is chosen.
    assert set(refused(services.confirm_ways, **confirm)) == {"preferred_method"}
    assert set(refused(services.confirm_ways, **{**confirm, "safe_again": ["phone"]})) == {"safe_again"}
    assert set(refused(services.confirm_ways, **{**confirm, "how": " "})) == {"how"}
    assert opened(standing(victim), "unsafe_addresses") == "1 Old Row"
    row = services.confirm_ways(**confirm, safe_again=["in_person_home"], preferred_method="phone")
    assert opened(standing(victim), "unsafe_addresses") == ""  # what is safe again is no address to avoid
    assert (row.safe_again, row.confirmed_by) == (["in_person_home"], alice)
    stands = standing(victim)
    assert (stands.forbidden_methods, stands.forbidden_because, stands.preferred_method) == (
        ["post"], "suspect", "phone",
    )  # fmt: skip
    assert {what for code, what in owed() if code.startswith("victim_")} == {
        "Tell Victim 1 how the case stands"
    }
    assert not DueItem.objects.filter(source=alert.pk, settled_at__isnull=True).exists()
    assert "method" in refused(log, method="post", occurred_at=on(17))
    assert log(method="in_person_home", occurred_at=on(17)).reached
    assert isinstance(recheck_alerts([alert.pk], LATER)[alert.pk], Gone)
    with pytest.raises(Stale):
        services.confirm_ways(**confirm)


@pytest.mark.parametrize("same", ["1 Old Row", " 1 OLD  row."])
def test_nobody_moves_to_where_they_are(
    at_home: ContactDetails, victim: Victim, alice: Person, same: str
) -> None:
    move = {"by": alice, "victim": victim, "about": "moved", "at": on(14)}
    assert refused(services.raise_contact_alert, **move, new_address=same) == {
        "new_address": "This is the address on record. Enter the one that they moved to."
    }
    assert opened(standing(victim), "unsafe_addresses") == ""


def test_moving_house_is_one_act_with_the_new_address(
    at_home: ContactDetails, victim: Victim, alice: Person, bob: Person
) -> None:
    move = {"by": alice, "victim": victim, "about": "moved", "new_address": "2 New Row", "at": on(14)}
    alert = services.raise_contact_alert(**move)
    stands = standing(victim)
    assert (opened(stands, "address"), opened(stands, "unsafe_addresses")) == ("2 New Row", "1 Old Row")
    assert (stands.preferred_method, opened(stands, "phone")) == ("post", "01632 960001")
    assert refused(services.raise_contact_alert, **{**move, "by": bob}) == {
        "about": "Somebody raised this already, and it has not been confirmed yet. Open the victim's page. "
        "The new address was not kept: correct it in how to reach them, or, where you may not, tell the "
        "officer who is in touch with them."
    }
    assert set(
        refused(services.raise_contact_alert, by=bob, victim=victim, about="phone_seen", new_address="3 X")
    ) == {"new_address"}
    # A second alert keeps the marks until it too is confirmed.
    services.raise_contact_alert(by=bob, victim=victim, about="phone_seen", at=on(15))
    services.confirm_ways(
        by=bob, alert=alert, how="By phone.", safe_again=["post", "in_person_home"], at=on(16)
    )
    assert ContactAlert.objects.filter(victim=victim, confirmed_at__isnull=True).count() == 1
    assert standing(victim).forbidden_methods == []


def test_a_way_is_not_safe_again_while_it_leads_to_where_they_moved_from(
    at_home: ContactDetails, victim: Victim, alice: Person, sign_in: Any
) -> None:
    alert = services.raise_contact_alert(by=alice, victim=victim, about="moved", at=on(14))
    address = f"/victims/{victim.pk}/"
    closed = "Post, which is closed until confirmed: do not use it"
    assert closed in sign_in(alice).get(address).content.decode()
    ways = {"by": alice, "alert": alert, "how": "At the station.", "at": on(16)}
    said = refused(services.confirm_ways, **ways, safe_again=alert.stops)
    assert set(said) == {"safe_again", "preferred_method"}
    assert "a place that is not safe (in person, at home; post). Record first where" in said["safe_again"]
    stands = {"preferred_method": "post", "address": "1 Old Row", "unsafe_addresses": "1 Old Row"}
    stands |= {"by": alice, "victim": victim, "at": on(17)}
    services.record_contact_details(**stands, phone="01632 960009")  # what stands so blocks no correction
    services.record_contact_details(**{**stands, "address": "2 New Row"})
    services.confirm_ways(**{**ways, "at": on(18)}, safe_again=alert.stops)
    said = refused(services.record_contact_details, **{**stands, "at": on(19)})
    assert set(said) == {"preferred_method"}


def test_where_the_preferred_way_leads_to_an_unsafe_place_the_pages_say_so(
    at_home: ContactDetails, victim: Victim, alice: Person, sign_in: Any
) -> None:
    alert = services.raise_contact_alert(by=alice, victim=victim, about="address_known", at=on(14))
    with open_door("an alert that was confirmed before this was asked"):
        ContactAlert.objects.filter(pk=alert.pk).update(
            confirmed_at=on(15), confirmed_by=alice, confirmed_sealed=b"x"
        )
    words = "Post, which leads to a place where they are not safe: do not use it"
    for page in ("", "contact-details/"):
        assert words in sign_in(alice).get(f"/victims/{victim.pk}/{page}").content.decode()
    page = sign_in(alice).get(f"/victims/{victim.pk}/contacts/new/").content.decode()
    assert words.replace("Post", "</strong> Post") in page
    assert "Post: they prefer this" not in page


def test_one_talk_answers_every_alert_that_is_open_and_says_what_stood_before(
    at_home: ContactDetails, victim: Victim, alice: Person, sign_in: Any
) -> None:
    """A page begins with all of them; the API answers those that it names."""
    raised = [
        services.raise_contact_alert(by=alice, victim=victim, about=about, at=on(14))
        for about in ("address_known", "phone_seen", "moved")
    ]
    client = sign_in(alice)
    home = client.get(f"/victims/{victim.pk}/").content.decode()
    assert home.count("Confirm which ways are safe") == 1
    address = f"/contact-alerts/{raised[0].pk}/confirm/"
    page = Page(client.get(address).content.decode())
    ticked = [one.attrs["value"] for one in page.all("input", name="also") if "checked" in one.attrs]
    assert set(ticked) == {str(raised[1].pk), str(raised[2].pk)}
    assert "As before: Post" in client.get(address).content.decode()
    shown = client.get(f"/api/v1/victims/{victim.pk}/contact-details/").json()
    assert {one["about"] for one in shown["alerts"]} == {"address_known", "phone_seen", "moved"}

    answer = {"how": "Asked at the station.", "safe_again": ["post", "phone"], "also": ticked[:1]}
    route = f"/api/v1{address}"
    assert client.post(route, answer, content_type="application/json").status_code == 201
    (left,) = client.get(f"/api/v1/victims/{victim.pk}/contact-details/").json()["alerts"]
    assert left["id"] == ticked[1]
    answered = ContactAlert.objects.filter(confirmed_at__isnull=False)
    stopped = set(raised[0].stops) | set(raised[1].stops)
    assert {way for one in answered for way in one.safe_again} == {"post", "phone"}
    assert set(standing(victim).forbidden_methods) == stopped - {"post", "phone"}
    assert standing(victim).forbidden_because == "suspect"
    checks = DueItem.objects.filter(code="contact_check", settled_at__isnull=True)
    assert list(checks.values_list("source", flat=True)) == [UUID(left["id"])]


def test_alerts_of_two_victims_are_not_confirmed_together(victim: Victim, alice: Person, case: Case) -> None:
    other = cases.add_victim(by=alice, case=case, at=on(3))
    rows = [
        services.raise_contact_alert(by=alice, victim=one, about="moved", at=on(14))
        for one in (victim, other)
    ]
    values = {
        "by": alice,
        "alert": rows[0],
        "also": rows[1:],
        "how": "In person.",
        "safe_again": rows[0].stops,
    }
    assert set(refused(services.confirm_ways, **values)) == {"also"}


def test_an_alert_is_for_those_who_look_after_the_victim(victim: Victim, gita: Person, lena: Person) -> None:
    for stranger in (gita, lena):
        with pytest.raises(NotAllowed):
            services.raise_contact_alert(by=stranger, victim=victim, about="moved", at=on(14))


# Who speaks for a victim


@pytest.fixture
def name_one(victim: Victim, alice: Person) -> Do:
    def do(**given: object) -> Spokesperson:
        values = {
            "by": alice, "victim": victim, "name": "Pat Speaker", "is_their": "family", "because": "asked",
            "tie": "none", "at": on(10), **given,
        }  # fmt: skip
        return services.name_spokesperson(**values)

    return do


def test_naming_who_speaks_for_a_victim_says_nothing_of_a_tie_that_there_is_not(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    given = {
        "name": "Pat Speaker", "is_their": "family", "because": "asked", "tie": "none", "is_suspect": "no",
    }  # fmt: skip
    page = sign_in(alice).post(f"/victims/{victim.pk}/spokesperson/new/", given, follow=True).content.decode()
    assert "whether they speak already or wait for a supervisor" in page
    assert "With a tie to a suspect" not in page


def test_a_suspect_never_speaks_for_a_victim_however_the_name_is_written(
    victim: Victim, alice: Person, name_one: Do, log: Do
) -> None:
    cases.add_suspect(by=alice, case=victim.case, name="Zoë  O'Hara", at=on(9))
    for written in ("zoe o'hara", "O'Hara, Zoe", "OHARA Zoë", "Ms Zoe O’Hara"):
        assert set(refused(name_one, name=written)) == {"name"}, written
    assert set(refused(name_one, is_suspect=True)) == {"name"}
    row = name_one()
    assert log(method="via_spokesperson").reached
    cases.add_suspect(by=alice, case=victim.case, name="Pat", at=on(13))  # a part of a name is nobody's
    assert log(method="via_spokesperson").reached
    cases.add_suspect(by=alice, case=victim.case, name="SPEAKER, PAT", at=on(13))
    assert (
        "bears the name of a suspect" in refused(log, method="via_spokesperson", occurred_at=on(14))["method"]
    )
    services.end_spokesperson(by=alice, spokesperson=row, at=on(15))
    assert "No spokesperson" in refused(log, method="via_spokesperson", occurred_at=on(16))["method"]


@pytest.mark.parametrize("tie", ["household", "relationship"])
def test_a_tie_to_a_suspect_needs_a_supervisor_who_did_not_name_them(
    victim: Victim, name_one: Do, log: Do, sam: Person, dina: Person, alice: Person, tie: str
) -> None:
    row = name_one(by=sam, tie=tie)
    assert row.waits
    assert "has not agreed yet" in refused(log, method="via_spokesperson")["method"]
    through = {"by": alice, "victim": victim, "preferred_method": "via_spokesperson", "at": on(11)}
    assert set(refused(services.record_contact_details, **through, only_through="spokesperson")) == {
        *("preferred_method", "only_through")
    }
    due = recheck_spokespersons([row.pk], LATER)[row.pk]
    assert isinstance(due, Due)
    assert sam.pk not in {one.person_id for one in due.recipients}
    for wrong in (alice, sam):
        with pytest.raises(NotAllowed):
            services.agree_spokesperson(by=wrong, spokesperson=row, words="Fine.", at=on(11))
    assert set(refused(services.agree_spokesperson, by=dina, spokesperson=row, words="", at=on(11))) == {
        "words"
    }
    services.agree_spokesperson(by=dina, spokesperson=row, words="She left him years ago.", at=on(11))
    with pytest.raises(Stale):
        services.agree_spokesperson(by=dina, spokesperson=row, words="Again.", at=on(11))
    assert log(method="via_spokesperson").reached
    services.record_contact_details(**through, only_through="spokesperson")
    assert set(refused(log, method="phone", occurred_at=on(13))) == {"method"}


def test_who_waits_for_agreement_is_on_the_home_of_who_may_agree_and_in_a_list(
    victim: Victim, name_one: Do, alice: Person, sam: Person, dina: Person, brad: Person, sign_in: Any
) -> None:
    row = name_one(by=sam, tie="household", reach="07700 900123")
    address = f"/spokespersons/{row.pk}/agree/"
    shown = {person.username: address in sign_in(person).get("/").content.decode() for person in (sam, dina)}
    assert shown == {"sam": False, "dina": True}
    listed = "/api/v1/spokespersons/?show=waiting"
    assert [one["id"] for one in sign_in(dina).get(listed).json()["results"]] == [str(row.pk)]
    assert sign_in(brad).get(listed).json()["results"] == []
    services.agree_spokesperson(by=dina, spokesperson=row, words="She left him.", at=on(11))
    assert address not in sign_in(dina).get("/").content.decode()
    assert sign_in(dina).get(listed).json()["results"] == []


def test_the_api_says_who_speaks_and_how_to_reach_them_behind_the_walls_of_the_page(
    victim: Victim, name_one: Do, alice: Person, gita: Person, ivy: Person, brad: Person, sign_in: Any
) -> None:
    row = name_one(reach="07700 900123")
    address, page = f"/api/v1/spokespersons/{row.pk}/", f"/victims/{victim.pk}/contact-details/"
    told = sign_in(alice).get(address).json()
    assert (told["name"], told["reach"]) == ("Pat Speaker", "07700 900123")
    looked = AuditEvent.objects.filter(action="CONTACT_DETAILS_VIEWED", person=alice)
    assert [row.pk in one.subjects for one in looked] == [True]
    assert "name" not in sign_in(alice).get("/api/v1/spokespersons/").json()["results"][0]
    for person in (gita, ivy, brad):
        assert [sign_in(person).get(one).status_code for one in (address, page)] == [404, 404]
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(12))
    assert sign_in(ivy).get(address).json()["name"] == "Pat Speaker"
    assert "Pat Speaker" in sign_in(ivy).get(page).content.decode()
    services.end_spokesperson(by=alice, spokesperson=row, at=on(13))
    assert sign_in(alice).get(address).json()["name"] is None


def test_one_person_speaks_at_a_time(name_one: Do) -> None:
    name_one()
    assert set(refused(name_one, name="Another Person")) == {"name"}


def test_nobody_speaks_for_a_death_that_is_not_recorded(name_one: Do) -> None:
    assert refused(name_one, because="died") == {
        "because": "It is not recorded that Victim 1 has died. Record that first, or choose another reason."
    }


def test_who_has_died_is_reached_through_whoever_speaks_for_them(
    victim: Victim, alice: Person, name_one: Do, log: Do
) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=on(11).date(), at=on(12))
    name_one(because="died", at=on(12))
    assert log(occurred_at=on(10, hour=13)).reached  # while they lived
    assert "has died" in refused(log, method="phone", occurred_at=on(13))["method"]
    assert log(method="via_spokesperson", occurred_at=on(13)).reached


def test_the_pages_that_one_calls_from_say_who_died_and_how_to_reach_who_speaks(
    victim: Victim, alice: Person, name_one: Do, sign_in: Any
) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=on(11).date(), at=on(12))
    name_one(because="died", at=on(12), reach="07700 900123, evenings")
    browser = sign_in(alice)
    for page in ("", "contacts/new/", "attempts/new/"):
        shown = browser.get(f"/victims/{victim.pk}/{page}").content.decode()
        assert "They died on 11 March 2026." in shown
        assert "07700 900123" not in shown
    assert "Takes part." not in browser.get(f"/victims/{victim.pk}/").content.decode()
    shown = browser.get(f"/victims/{victim.pk}/contact-details/").content.decode()
    assert "Pat Speaker" in shown
    assert "07700 900123, evenings" in shown


def test_who_has_died_chooses_nothing_afterwards(
    victim: Victim, alice: Person, withdraw: Withdraw, come_back: Do
) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=on(11).date(), at=on(12))
    assert "had died" in refused(withdraw, occurred_at=on(12))["occurred_at"]
    assert withdraw(occurred_at=on(10)).stands  # while they lived
    assert "had died" in refused(come_back, occurred_at=on(12))["occurred_at"]


def test_age_and_death_agree_with_what_is_recorded(victim: Victim, alice: Person) -> None:
    services.record_identity(by=alice, victim=victim, name="A", date_of_birth=date(2008, 3, 3), at=on(9))
    record = {"by": alice, "victim": victim, "at": on(12)}
    assert set(refused(services.record_circumstances, **record, under_18="no")) == {"under_18"}
    wrong = {"under_18": "yes", "died_on": date(2026, 3, 13)}
    assert set(refused(services.record_circumstances, **record, **wrong)) == {"died_on"}
    services.record_circumstances(**record, under_18="yes")  # 17 on the day of the report, 18 the day after
    services.record_identity(by=alice, victim=victim, name="A", date_of_birth=date(2008, 3, 2), at=on(13))
    services.record_circumstances(**record, under_18="no")
    assert Circumstances.objects.filter(victim=victim).count() == 2


def test_only_cps_charges_an_offence_against_a_child(alice: Person) -> None:
    case = open_case(alice, offence_type="sexual_assault")
    victim = cases.add_victim(by=alice, case=case, at=on(3))
    services.record_identity(by=alice, victim=victim, name="A", date_of_birth=date(2008, 3, 3), at=on(9))
    charge = {"by": alice, "case": case, "kind": "charged", "occurred_at": on(12), "at": on(12)}
    charge["charge_by"] = "police"
    assert "somebody under 18 is concerned" in refused(cases.record_milestone, **charge)["charge_by"]
    services.record_identity(by=alice, victim=victim, name="A", date_of_birth=date(2008, 3, 2), at=on(13))
    assert cases.record_milestone(**charge).stands
