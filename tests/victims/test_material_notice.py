"""To whom a written notice can have gone, requests that are recorded late, and which step is next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.models import DueItem, Victim
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.conftest import on
from tests.victims.test_material import GROUNDS, VALUE, SignIn, answered, day, noticed, planned, sent
from tests.web.page import Page
from victims import services
from victims.material_enums import NoticeTo


def born(by: Person, victim: Victim, when: date) -> None:
    services.record_identity(by=by, victim=victim, name="Ada Example", date_of_birth=when, at=on(3))


def boxes(name: str, when: date) -> dict[str, int]:
    return {f"{name}_{part}": getattr(when, part) for part in ("day", "month", "year")}


@pytest.mark.parametrize(
    ("birthday", "goes"), [(date(2008, 3, 12), True), (date(2008, 3, 11), False), (None, False)]
)
def test_a_parent_has_the_notice_only_of_somebody_under_18_on_its_day(
    victim: Victim, alice: Person, birthday: date | None, goes: bool
) -> None:
    if birthday:
        born(alice, victim, birthday)
    row = planned(alice, victim)
    if goes:
        assert noticed(alice, row, notice_to="parent").notice_to == "parent"
        return
    with pytest.raises(Invalid, match="was under 18 on 11 March 2026") as refusal:
        noticed(alice, row, notice_to="parent")
    assert list(refusal.value.fields) == ["notice_to"]


@pytest.mark.parametrize(("birthday", "may"), [(date(2008, 3, 12), False), (date(2008, 3, 11), True)])
def test_about_the_device_of_somebody_under_18_an_adult_agrees(
    victim: Victim, alice: Person, birthday: date, may: bool
) -> None:
    born(alice, victim, birthday)
    row = planned(alice, victim, kind="device", source="phone")
    if may:
        assert noticed(alice, row).notice_to == "victim"
        return
    with pytest.raises(Invalid, match="so an adult agrees about their device") as refusal:
        noticed(alice, row)
    assert list(refusal.value.fields) == ["notice_to"]
    assert noticed(alice, row, notice_to="parent").notice_to == "parent"


@pytest.mark.parametrize(
    ("kind", "source", "years", "drawn", "said"),
    [
        ("device", "phone", 15, ["parent", "other_adult"], True),
        ("device", "phone", 30, ["victim", "other_adult"], False),
        ("third_party", "health", 15, ["victim", "parent", "other_adult"], False),
    ],
)
def test_the_form_draws_who_can_have_the_notice_about_a_device_of_somebody_under_18_and_says_why(
    victim: Victim, alice: Person, sign_in: Any, kind: str, source: str, years: int, drawn: list[str],
    said: bool,
) -> None:  # fmt: skip
    born(alice, victim, date(now().year - years, 1, 1))
    row = planned(alice, victim, kind=kind, source=source)
    page = Page(sign_in(alice).get(f"/material-requests/{row.pk}/notice/").content.decode())
    assert [one.attrs["value"] for one in page.all("input", name="notice_to")] == drawn
    assert any("an adult agrees about their device" in one.text for one in page.all("div")) is said


def test_where_no_birthday_is_known_what_was_recorded_of_their_age_counts(
    victim: Victim, alice: Person
) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="yes", at=on(4))
    assert noticed(alice, planned(alice, victim), notice_to="parent").notice_to == "parent"


def test_after_a_death_who_speaks_for_them_has_the_notice_or_the_family_while_nobody_does(
    victim: Victim, alice: Person
) -> None:
    def give(to: str) -> str:
        told = {"noticed_on": day(15), "notice_how": "via_idva_or_flo", "notice_to": to, "at": on(16)}
        return noticed(alice, planned(alice, victim), **told).notice_to or ""

    def refused(*every: str) -> list[str]:
        found = []
        for to in every:
            with pytest.raises(Invalid) as refusal:
                give(to)
            found.append(refusal.value.fields["notice_to"])
        return found

    assert [one[:22] for one in refused("speaker", "family")] == ["It is not recorded tha"] * 2
    services.record_circumstances(by=alice, victim=victim, under_18="yes", died_on=day(13), at=on(14))
    once_dead = "It is recorded that Victim 1 had died by then. Choose who speaks for them, or their family."
    assert set(refused("victim", "parent", "other_adult")) == {once_dead}
    assert refused("speaker") == [
        "Nobody is recorded who spoke for Victim 1 on 15 March 2026: name them, or choose the family."
    ]
    assert give("family") == "family"
    services.name_spokesperson(
        by=alice, victim=victim, name="Pat Speaker", is_their="family", because="died", tie="none", at=on(14)
    )
    assert refused("family") == ["Somebody spoke for Victim 1 on 15 March 2026: the notice goes to them."]
    assert give("speaker") == "speaker"


def test_no_device_is_asked_of_or_taken_from_a_victim_after_their_death(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    device = {"kind": "device", "source": "phone"}
    row = noticed(alice, planned(alice, victim, **device))
    client = sign_in(alice)

    def waits() -> list[tuple[bool, bool]]:
        paths = (f"/victims/{victim.pk}/", f"/cases/{victim.case_id}/", f"/material-requests/{row.pk}/")
        pages = [client.get(path).content.decode() for path in paths]
        return [("Waits for the victim" in one, "for them: end it" in one) for one in pages]

    assert waits() == [(True, False)] * 3
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=day(12), at=on(14))
    assert waits() == [(False, True)] * 3
    with pytest.raises(Invalid) as refusal:
        answered(alice, row, at=on(14))
    assert refusal.value.fields == {
        "taken_on": "It is recorded that Victim 1 had died by then. Nothing is taken from them after that: "
        "end the request instead."
    }
    sentence = "A device is asked of the victim alone."
    page = reverse("plan_material_request", args=[victim.pk])
    drawn = client.get(page).content.decode()
    assert [f'value="{one}"' in drawn for one in ("device", "phone", "third_party", "health")] == [
        *(False, False),
        *(True, True),
    ]
    sent_in = client.post(page, {**GROUNDS, **device})
    assert (sent_in.status_code, sentence in sent_in.content.decode()) == (422, True)
    route = f"/api/v1/victims/{victim.pk}/material-requests/"
    refused = client.post(route, {**GROUNDS, **device}, content_type="application/json")
    assert (refused.status_code, sentence in refused.json()["fields"]["kind"]) == (400, True)
    assert planned(alice, victim, **device, at=on(12)).is_open  # planned while they lived
    assert planned(alice, victim, at=on(14)).is_open  # records that others hold


def test_what_is_recorded_late_keeps_the_days_that_were_promised_and_is_overdue_at_once(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    client, today = sign_in(alice), london_date(now())
    ago = {days: today - timedelta(days=days) for days in (1, 20, 30)}
    records = noticed(alice, planned(alice, victim), noticed_on=ago[30], at=now())
    device = planned(alice, victim, kind="device", source="phone")
    device = noticed(alice, device, noticed_on=ago[30], at=now())
    days = {"requested_on": ago[20], "reply_by": ago[1]}
    page = reverse("send_material_request", args=[records.pk])
    refused = client.post(page, boxes("requested_on", ago[20]) | boxes("reply_by", ago[30]))
    sentence = "Enter the day of the request or a later one"
    assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    assert client.post(page, boxes("requested_on", ago[20]) | boxes("reply_by", ago[1])).status_code == 302
    taken = {"agreed": True, "answered_on": ago[20], "taken_on": ago[20], "return_by": ago[1]}
    body: dict[str, Any] = {name: str(value) for name, value in taken.items()} | {"agreed": True}
    route = f"/api/v1/material-requests/{device.pk}/agreement/"
    assert client.post(route, body, content_type="application/json").status_code == 201
    records.refresh_from_db()
    assert (records.requested_on, records.reply_by) == tuple(days.values())
    owed = DueItem.objects.filter(code="material", settled_at__isnull=True)
    assert set(owed.values_list("due_on", "source")) == {(ago[1], records.pk), (ago[1], device.pk)}


def test_a_promise_of_more_than_a_year_is_a_slip_of_the_pen(victim: Victim, alice: Person) -> None:
    row = noticed(alice, planned(alice, victim))
    with pytest.raises(Invalid, match="more than a year after the request"):
        sent(alice, row, reply_by=date(2027, 3, 13))
    assert sent(alice, row, reply_by=date(2027, 3, 12)).reply_by == date(2027, 3, 12)
    device = noticed(alice, planned(alice, victim, kind="device", source="phone"))
    with pytest.raises(Invalid, match="more than a year after the taking"):
        answered(alice, device, return_by=date(2062, 3, 15))


@pytest.mark.parametrize(
    ("source", "said"),
    [("counselling", "A chief inspector or above"), ("health", "Written notice comes first")],
)
def test_the_page_says_the_step_that_is_next(
    victim: Victim, alice: Person, sign_in: SignIn, source: str, said: str
) -> None:
    form = {"kind": "third_party", "source": source, **GROUNDS}
    form |= {"probative": VALUE} if source == "counselling" else {}
    done = sign_in(alice).post(reverse("plan_material_request", args=[victim.pk]), form, follow=True)
    page = done.content.decode()
    first = {one for one in ("A chief inspector or above", "Written notice comes first") if one in page}
    assert (first, "notice to the victim comes first" in page) == ({said}, False)


def test_the_form_of_a_notice_draws_whom_it_can_have_gone_to(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    client, row = sign_in(alice), planned(alice, victim)
    page = reverse("give_material_notice", args=[row.pk])

    def drawn() -> list[str]:
        html = client.get(page).content.decode()
        return [to for to in NoticeTo.values if f'name="notice_to" value="{to}"' in html]

    assert drawn() == ["victim", "other_adult"]
    born(alice, victim, date(2010, 1, 1))
    assert drawn() == ["victim", "parent", "other_adult"]


def test_the_open_device_request_of_a_victim_who_died_says_to_end_it(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    row = noticed(alice, planned(alice, victim, kind="device", source="phone"))
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=day(13), at=on(14))
    page = sign_in(alice).get(reverse("material_request", args=[row.pk])).content.decode()
    end, answer = (
        page.index(reverse(one, args=[row.pk])) for one in ("drop_material_request", "record_device_answer")
    )
    assert end < answer
    assert "nobody agrees to this for them" in page


def test_grounds_that_were_written_after_the_notice_are_shown_as_a_late_record(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    late = noticed(alice, planned(alice, victim), noticed_on=day(9))
    in_time = noticed(alice, planned(alice, victim, source="education"), noticed_on=day(10))
    assert (late.grounds_came_late, in_time.grounds_came_late) == (True, False)
    browser = sign_in(alice)
    said = "Recorded late: the grounds were written down here on 10 March 2026, after"
    for row, told in ((late, True), (in_time, False)):
        assert (said in browser.get(f"/material-requests/{row.pk}/").content.decode()) is told
        assert browser.get(f"/api/v1/material-requests/{row.pk}/").json()["grounds_came_late"] is told
    assert browser.get("/material-requests/").content.decode().count("Grounds recorded late") == 1
    assert browser.get(f"/victims/{victim.pk}/").content.decode().count("grounds recorded late") == 1


def test_nobody_has_a_notice_of_counselling_records_before_a_senior_officer_approved_it(
    victim: Victim, alice: Person, chief: Person
) -> None:
    row = planned(alice, victim, source="counselling", probative=VALUE)
    row = services.decide_material_request(by=chief, material=row, approve=True, note="Likely.", at=on(12))
    with pytest.raises(Invalid) as refusal:
        noticed(alice, row, noticed_on=day(11))
    assert refusal.value.fields == {
        "noticed_on": "A senior officer approved this on 12 March 2026, and nobody is told or asked before "
        "that. Enter that day or a later one."
    }
    assert noticed(alice, row, noticed_on=day(12)).noticed_on == day(12)


def test_nobody_had_a_notice_or_a_request_before_the_report(victim: Victim, alice: Person) -> None:
    row = planned(alice, victim)
    reported = "The case was reported on 2 March 2026. Enter that day or later."
    with pytest.raises(Invalid) as notice:
        noticed(alice, row, noticed_on=day(1))
    assert notice.value.fields == {"noticed_on": reported}
    row = noticed(alice, row, noticed_on=day(2))
    with pytest.raises(Invalid) as request:
        sent(alice, row, requested_on=day(1))
    assert request.value.fields == {"requested_on": reported}


def test_every_fault_of_a_notice_is_said_at_once(victim: Victim, alice: Person, sign_in: Any) -> None:
    """Given before the report, by a way that is closed, to nobody's parent, and without what they said."""
    details = {"preferred_method": "phone", "phone": "01632 960001", "forbidden_methods": ["email"]}
    services.record_contact_details(by=alice, victim=victim, forbidden_because="suspect", at=on(3), **details)
    row, browser = planned(alice, victim), sign_in(alice)
    path = f"/material-requests/{row.pk}/notice/"
    hidden = Page(browser.get(path).content.decode()).all("input", type="hidden")
    sent: dict[str, Any] = {str(one.attrs["name"]): one.attrs.get("value", "") for one in hidden}
    sent |= {"notice_how": "email", "notice_to": "parent", **boxes("noticed_on", date(2026, 3, 12))}
    page = Page(browser.post(path, sent).content.decode())
    links = [str(one.attrs.get("href", "")) for one in page.all("a")]
    assert {one for one in links if one.startswith("#id_")} == {
        "#id_notice_how",
        "#id_notice_to_0",
        "#id_views_0",
    }
    body = {"noticed_on": "2026-03-01", "notice_how": "via_sto", "notice_to": "parent"}
    answer = browser.post(f"/api/v1{path}", body, content_type="application/json")
    assert set(answer.json()["fields"]) == {"noticed_on", "notice_how", "notice_to", "views"}
