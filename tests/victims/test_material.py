"""Private material under the two codes: grounds, written notice, the asking; a refusal ends nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, DueItem
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import on
from victims import services
from victims.models import MaterialRequest, Withdrawal, WithdrawalDayChange
from victims.sealed import opened

SignIn = Callable[..., Client]
Victim = Any
GROUNDS = {
    "named": "The surgery on the hill.",
    "scope": "Notes of one visit in March.",
    "enquiry": "What was seen on the day.",
    "necessary": "Nobody else saw it.",
    "proportionate": "One visit alone.",
    "last_resort": "The victim was asked first.",
}
VALUE = "The notes of that week may name the suspect."


def day(number: int) -> date:
    return on(number).date()


def planned(by: Person, victim: Victim, **given: object) -> MaterialRequest:
    values = {"kind": "third_party", "source": "health", **GROUNDS, "at": on(10), **given}
    return services.plan_material_request(by=by, victim=victim, **values)


def noticed(by: Person, row: MaterialRequest, **given: object) -> MaterialRequest:
    values = {"noticed_on": day(11), "notice_how": "post", "notice_to": "victim", "views": "no_objection"}
    return services.give_material_notice(by=by, material=row, **{**values, "at": on(12), **given})


def sent(by: Person, row: MaterialRequest, **given: object) -> MaterialRequest:
    values = {"requested_on": day(12), "reply_by": day(26), "at": on(12), **given}
    return services.send_material_request(by=by, material=row, **values)


def answered(by: Person, row: MaterialRequest, **given: object) -> MaterialRequest:
    values = {"agreed": True, "answered_on": day(12), "taken_on": day(13), "return_by": day(15), "at": on(13)}
    return services.record_device_answer(by=by, material=row, **{**values, **given})


def withdrew(by: Person, victim: Victim, number: int) -> Withdrawal:
    return services.record_withdrawal(
        by=by,
        victim=victim,
        kind="withdrew",
        occurred_at=on(number),
        from_what=["investigation"],
        reasons=["records_request"],
        primary_reason="records_request",
        told_by="phone_note",
        spoken_by=by,
        support_offered=["isva"],
        own_words="Not my records.",
        at=on(number),
    )


def test_records_are_asked_for_step_by_step_and_an_answer_is_owed(victim: Victim, alice: Person) -> None:
    row = planned(alice, victim)
    assert (row.state, row.is_open) == ("Waits for written notice", True)
    assert [opened(row, name) for name in GROUNDS] == list(GROUNDS.values())
    assert GROUNDS["scope"].encode() not in bytes(row.scope_sealed)

    row = noticed(alice, row)
    assert row.state == "Notice given, not yet requested"
    row = sent(alice, row)
    owed = DueItem.objects.get(source=row.pk)
    assert (row.state, owed.code, owed.due_on) == ("Waits for an answer", "material", day(26))
    assert owed.what == "Get an answer to the request for records about Victim 1"

    row = services.record_material_answer(
        by=alice, material=row, outcome="in_part", ended_on=day(20), words="Two pages.", at=on(20)
    )
    owed.refresh_from_db()
    assert (row.outcome, row.is_open, owed.settled_at) == ("in_part", False, on(20))
    told = AuditEvent.objects.filter(action__startswith="MATERIAL").order_by("seq")
    assert list(told.values_list("action", flat=True)) == [
        "MATERIAL_PLANNED",
        "MATERIAL_NOTICE_GIVEN",
        "MATERIAL_REQUESTED",
        "MATERIAL_ENDED",
    ]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"necessary": " "}, {"necessary"}),
        ({"last_resort": "", "scope": ""}, {"last_resort", "scope"}),
        ({"source": "phone"}, {"source"}),
        ({"kind": "device"}, {"source"}),
        ({"source": "counselling"}, {"probative"}),
        ({"probative": VALUE}, {"probative"}),
    ],
)
def test_nothing_is_asked_for_without_its_grounds(
    victim: Victim, alice: Person, given: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        planned(alice, victim, **given)
    assert set(refusal.value.fields) == fields
    assert not MaterialRequest.objects.exists()


def test_counselling_records_wait_for_a_chief_inspector_who_did_not_write_it(
    victim: Victim, alice: Person, sam: Person, chief: Person
) -> None:
    row = planned(alice, victim, source="counselling", probative=VALUE)
    assert row.state == "Waits for approval"
    with pytest.raises(Stale, match="chief inspector"):
        noticed(alice, row)
    with pytest.raises(NotAllowed, match="Detective Chief Inspector or above"):
        services.decide_material_request(by=sam, material=row, approve=True, note="Yes.", at=on(11))
    with pytest.raises(NotAllowed):
        services.decide_material_request(by=alice, material=row, approve=True, note="Yes.", at=on(11))
    with pytest.raises(Invalid, match="Say why"):
        services.decide_material_request(by=chief, material=row, approve=True, note=" ", at=on(11))
    row = services.decide_material_request(by=chief, material=row, approve=True, note="Likely.", at=on(11))
    assert (row.approved, row.state) == (True, "Waits for written notice")
    with pytest.raises(Stale, match="decided already"):
        services.decide_material_request(by=chief, material=row, approve=False, note="No.", at=on(11))
    assert noticed(alice, row).noticed_on == day(11)

    own = planned(chief, victim, source="counselling", probative=VALUE)
    with pytest.raises(NotAllowed, match="somebody else decides"):
        services.decide_material_request(by=chief, material=own, approve=True, note="Mine.", at=on(11))
    other = planned(alice, victim, source="counselling", probative=VALUE)
    other = services.decide_material_request(by=chief, material=other, approve=False, note="No.", at=on(11))
    assert (other.outcome, other.ended_on) == ("not_approved", day(11))
    health = planned(alice, victim)
    with pytest.raises(Stale, match="needs no approval"):
        services.decide_material_request(by=chief, material=health, approve=True, note="Yes.", at=on(11))


def test_notice_comes_first_in_writing_and_by_a_safe_way(victim: Victim, alice: Person) -> None:
    row = planned(alice, victim)
    with pytest.raises(Stale, match="record the notice first"):
        sent(alice, row)
    with pytest.raises(Invalid, match="in writing"):
        noticed(alice, row, notice_how="phone")
    with pytest.raises(Invalid, match="past"):
        noticed(alice, row, noticed_on=day(13))
    services.record_contact_details(
        by=alice,
        victim=victim,
        preferred_method="phone",
        phone="07700 900123",
        forbidden_methods=["post"],
        forbidden_because="suspect",
        at=on(9),
    )
    with pytest.raises(Invalid) as refusal:
        noticed(alice, row)
    assert list(refusal.value.fields) == ["notice_how"]
    row = noticed(alice, row, notice_how="in_person_station")
    with pytest.raises(Invalid, match="11 March 2026"):
        sent(alice, row, requested_on=day(10))
    with pytest.raises(Stale, match="recorded already"):
        noticed(alice, row, notice_how="in_person_station")


def test_an_objection_is_weighed_before_anybody_is_asked(victim: Victim, alice: Person) -> None:
    row = noticed(alice, planned(alice, victim), views="objects")
    with pytest.raises(Invalid) as refusal:
        sent(alice, row)
    assert list(refusal.value.fields) == ["despite"]
    row = sent(alice, row, despite="One page alone, and nothing else shows it.")
    assert opened(row, "despite") == "One page alone, and nothing else shows it."


def test_a_device_is_taken_with_agreement_and_its_return_is_owed(victim: Victim, alice: Person) -> None:
    row = planned(alice, victim, kind="device", source="phone")
    with pytest.raises(Stale, match="notice in hand"):
        answered(alice, row)
    row = noticed(alice, row)
    with pytest.raises(Stale, match="asked of the victim"):
        sent(alice, row)
    row = answered(alice, row)
    owed = DueItem.objects.get(source=row.pk)
    assert (row.state, owed.what) == ("Taken, to be given back", "Give Victim 1 their device back")
    with pytest.raises(Stale, match="given back instead"):
        services.drop_material_request(by=alice, material=row, words="Done.", at=on(14))
    with pytest.raises(Invalid, match="13 March 2026"):
        services.record_device_return(by=alice, material=row, ended_on=day(12), at=on(14))
    row = services.record_device_return(by=alice, material=row, ended_on=day(14), at=on(14))
    owed.refresh_from_db()
    assert (row.outcome, owed.settled_at) == ("returned", on(14))
    with pytest.raises(Stale, match="ended: taken and given back"):
        services.record_device_return(by=alice, material=row, ended_on=day(14), at=on(14))


def test_nobody_agrees_after_their_death_and_what_was_taken_goes_to_who_hears(
    victim: Victim, alice: Person
) -> None:
    def died(**given: object) -> None:
        said = {"under_18": "no", "died_on": day(13), "at": on(14), **given}
        services.record_circumstances(by=alice, victim=victim, **said)

    def owed() -> list[str]:
        items = DueItem.objects.filter(code="material", settled_at__isnull=True)
        return list(items.values_list("what", flat=True))

    taken = answered(alice, noticed(alice, planned(alice, victim, kind="device", source="phone")))
    open_one = noticed(alice, planned(alice, victim, kind="device", source="computer"))
    fresh = planned(alice, victim, kind="device", source="computer")
    records = planned(alice, victim)
    died()
    assert owed() == ["Ask the family of Victim 1 who is to have their device back"]
    late = {"answered_on": day(14), "taken_on": day(14), "at": on(14)}
    for no_answer in ({}, {"agreed": False, "taken_on": None, "return_by": None}):
        with pytest.raises(Invalid, match="had died by then") as refusal:
            answered(alice, open_one, **{**late, **no_answer})
        assert list(refusal.value.fields) == ["answered_on"]
    told = {"noticed_on": day(14), "at": on(14)}
    to_them = ["notice_how", "notice_to"]
    for row, fields in ((fresh, [*to_them, "noticed_on"]), (records, to_them)):
        with pytest.raises(Invalid, match="had died by then") as refusal:
            noticed(alice, row, **told)
        assert sorted(refusal.value.fields) == fields
    speaks = services.name_spokesperson(
        by=alice, victim=victim, name="Pat Speaker", is_their="family", because="died", tie="none", at=on(14)
    )
    assert owed() == ["Give the device of Victim 1 back to who speaks for them"]
    services.end_spokesperson(by=alice, spokesperson=speaks, at=on(15))
    died(family="no_family", at=on(15))
    assert owed() == ["Decide who has the device of Victim 1, who has died"]
    died(died_on=None, at=on(16))
    assert owed() == ["Give Victim 1 their device back"]
    assert services.record_device_return(by=alice, material=taken, ended_on=day(16), at=on(16)).ended_on


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"taken_on": None}, "taken_on"),
        ({"return_by": None}, "return_by"),
        ({"taken_on": day(11)}, "taken_on"),
        ({"taken_on": day(14)}, "taken_on"),
        ({"return_by": day(12)}, "return_by"),
        ({"answered_on": day(10)}, "answered_on"),
        ({"answered_on": day(14)}, "answered_on"),
    ],
)
def test_nothing_is_taken_without_or_before_the_agreement(
    victim: Victim, alice: Person, given: dict[str, object], field: str
) -> None:
    row = noticed(alice, planned(alice, victim, kind="device", source="phone"))
    with pytest.raises(Invalid) as refusal:
        answered(alice, row, **given)
    assert field in refusal.value.fields


def test_a_refusal_ends_the_request_and_nothing_else(victim: Victim, alice: Person) -> None:
    row = noticed(alice, planned(alice, victim, kind="device", source="phone"))
    case = Case.objects.filter(pk=victim.case_id).values("stage", "next_due_on")
    before = (case.get(), *victim.allegations.values_list("outcome", flat=True))
    row = answered(alice, row, agreed=False, taken_on=None, return_by=None)
    assert (row.outcome, row.ended_on) == ("victim_refused", day(12))
    assert (case.get(), *victim.allegations.values_list("outcome", flat=True)) == before
    assert not Withdrawal.objects.exists()


def test_the_day_of_a_withdrawal_knows_what_was_asked_for_also_when_it_is_written_down_late(
    victim: Victim, alice: Person
) -> None:
    records = planned(alice, victim)
    row = withdrew(alice, victim, 14)
    assert (row.third_party_pending, row.digital_pending) == (False, False)
    noticed(alice, records, at=on(16))
    row.refresh_from_db()
    assert (row.third_party_pending, row.digital_pending) == (True, False)
    change = WithdrawalDayChange.objects.get()
    assert (change.fact, change.before, change.after) == ("third_party_pending", "no", "yes")
    assert change.why == "The written notice of a request for material was recorded."


@pytest.mark.parametrize(("number", "pending"), [(10, False), (11, True), (15, True), (16, False)])
def test_a_device_counts_from_the_notice_until_it_is_back(
    victim: Victim, alice: Person, number: int, pending: bool
) -> None:
    row = answered(alice, noticed(alice, planned(alice, victim, kind="device", source="phone")))
    services.record_device_return(by=alice, material=row, ended_on=day(16), at=on(16))
    told = withdrew(alice, victim, number)
    assert (told.digital_pending, told.third_party_pending) == (pending, False)


def test_page_and_api_give_the_same_and_offer_what_is_next(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    asked = reverse("plan_material_request", args=[victim.pk])
    refused = client.post(asked, {"kind": "device", "source": "health", **GROUNDS})
    assert (refused.status_code, GROUNDS["scope"] in refused.content.decode()) == (422, True)
    said = {"kind": "third_party", "source": "health", **GROUNDS}
    made = client.post(
        f"/api/v1/victims/{victim.pk}/material-requests/", said, content_type="application/json"
    ).json()
    assert (made["source"], made["scope_words"], made["outcome"]) == ("health", GROUNDS["scope"], None)

    address = reverse("material_request", args=[made["id"]])
    page = client.get(address).content.decode()
    assert GROUNDS["scope"] in page
    offered = ["give_material_notice", "drop_material_request"]
    withheld = ["send_material_request", "record_device_answer", "decide_material_request"]
    assert [name for name in (*offered, *withheld) if reverse(name, args=[made["id"]]) in page] == offered

    today = london_date(now())
    notice = {"notice_how": "email", "notice_to": "victim", "views": "not_said"}
    when = {f"noticed_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    done = client.post(reverse("give_material_notice", args=[made["id"]]), {**notice, **when})
    assert (done.status_code, done["Location"]) == (302, address)
    soon = (today + timedelta(days=14)).isoformat()
    route = f"/api/v1/material-requests/{made['id']}/send/"
    body = {"requested_on": (today - timedelta(days=1)).isoformat(), "reply_by": soon}
    early = client.post(route, body, content_type="application/json")
    assert (early.status_code, list(early.json()["fields"])) == (400, ["requested_on"])
    body["requested_on"] = today.isoformat()
    assert client.post(route, body, content_type="application/json").status_code == 201
    (listed,) = client.get("/api/v1/material-requests/").json()["results"]
    assert (listed["reply_by"], "scope_words" in listed) == (soon, False)
    for place in (f"/cases/{victim.case_id}/", f"/victims/{victim.pk}/"):
        page = client.get(place).content.decode()
        assert address in page
        assert "Waits for an answer" in page
        assert GROUNDS["scope"] not in page
    history = client.get(reverse("case_history", args=[victim.case_id])).content.decode()
    assert "Victim 1: written notice given" in history


def test_support_workers_and_managers_read_nothing_of_it(
    victim: Victim, alice: Person, ivy: Person, mona: Person, sign_in: SignIn
) -> None:
    row = planned(alice, victim)
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=day(9), at=on(10))
    for person in (ivy, mona):
        client = sign_in(person)
        assert client.get(reverse("material_request", args=[row.pk])).status_code == 404
        assert client.get("/api/v1/material-requests/").json()["results"] == []
        assert "Private material" not in client.get(f"/victims/{victim.pk}/").content.decode()
        with pytest.raises(NotAllowed):
            planned(person, victim)
