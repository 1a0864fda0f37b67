"""Word of an arrest, interview, bail or release: owed to whom it bears on, by the clock of their rights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases import services as cases
from cases.models import Allegation, DueItem, Milestone, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import day_words, deadline
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import LATER, on
from tests.victims.record_rows import OF_EVENTS
from tests.victims.test_constraints import refused as constraint_refused
from victims import home, services
from victims.models import Contact, EventTelling, UpdateAgreement

Do = Callable[..., Any]
SignIn = Callable[..., Client]


@pytest.fixture
def happen(victim: Victim, alice: Person) -> Do:
    """`happen("arrested")` records that it happened on 10 March."""

    def do(kind: str, **given: object) -> Milestone:
        values = {"occurred_at": on(10), "at": on(10, hour=13), **given}
        return cases.record_milestone(by=alice, case=victim.case, kind=kind, **values)

    return do


@pytest.fixture
def tell(victim: Victim, alice: Person) -> Do:
    def do(**given: object) -> Contact:
        values = {
            "by": alice, "victim": victim, "occurred_at": on(11), "direction": "out", "method": "phone",
            "reached": True, "about": ["arrest_or_bail"], "at": LATER, **given,
        }  # fmt: skip
        return services.record_contact(**values)

    return do


def owed() -> list[tuple[str, date, str]]:
    items = DueItem.objects.filter(code="tell_event", settled_at__isnull=True).order_by("due_on", "what")
    return list(items.values_list("what", "due_on", "rule"))


def test_each_event_is_owed_within_a_working_day_until_a_contact_about_it(
    victim: Victim, alice: Person, happen: Do, tell: Do
) -> None:
    cases.add_suspect(by=alice, case=victim.case, name="A", at=on(9))
    day = deadline("tell_victim_enhanced", on(10)).due_on
    happen("arrested")
    happen("bailed", limit_on=date(2026, 6, 1))
    assert owed() == [
        ("Tell Victim 1: suspect arrested, 10 Mar 2026", day, "tell_victim_enhanced"),
        ("Tell Victim 1: suspect bailed, 10 Mar 2026", day, "tell_victim_enhanced"),
    ]
    tell(occurred_at=on(9))  # before it happened
    tell(reached=False)
    tell(about=["update"])
    assert len(owed()) == 2
    words = day_words(day)
    assert {str(one).partition(", to be told by ")[2] for one in EventTelling.objects.all()} == {words}
    contact = tell()
    assert owed() == []
    assert set(EventTelling.objects.values_list("contact", "told_at")) == {(contact.pk, on(11))}
    services.void_contact(by=alice, contact=contact, reason="Wrong day.", at=LATER)
    assert len(owed()) == 2
    # One that is typed late, of which they were told already, is owed to nobody.
    tell(occurred_at=on(12))
    happen("bail_ended", occurred_at=on(12, hour=11), at=LATER)
    assert owed() == []


def test_a_limit_of_bail_that_was_extended_is_told_as_that(
    victim: Victim, alice: Person, happen: Do, sign_in: SignIn
) -> None:
    cases.add_suspect(by=alice, case=victim.case, name="A", at=on(9))
    happen("arrested")
    happen("bailed", limit_on=date(2026, 6, 1))
    happen("bailed", occurred_at=on(12), limit_on=date(2026, 9, 1), limit_set_by="inspector", at=LATER)
    assert [what for what, *_ in owed()] == [
        "Tell Victim 1: suspect arrested, 10 Mar 2026",
        "Tell Victim 1: suspect bailed, 10 Mar 2026",
        "Tell Victim 1: bail of the suspect extended, 12 Mar 2026",
    ]
    browser = sign_in(alice)
    assert "Bail of the suspect extended" in browser.get(f"/victims/{victim.pk}/").content.decode()
    for path in ("", "history/"):
        page = browser.get(f"/cases/{victim.case_id}/{path}").content.decode()
        assert "Bail of the suspect extended" in page
        assert "extended by an inspector, until 1 September 2026" in page


def test_the_clock_follows_the_choice_about_enhanced_rights(
    victim: Victim, alice: Person, happen: Do
) -> None:
    choose = {"by": alice, "victim": victim, "told_by": "letter", "explained": True}
    happen("arrested")
    services.record_rights_choice(**choose, takes_up=False, chosen_at=on(10), at=on(10, hour=14))
    assert owed() == [
        ("Tell Victim 1: suspect arrested, 10 Mar 2026", deadline("tell_victim_standard", on(10)).due_on,
         "tell_victim_standard")
    ]  # fmt: skip
    victim.refresh_from_db()
    services.record_rights_choice(**choose, takes_up=True, chosen_at=on(11), at=on(11))
    assert owed()[0][2] == "tell_victim_enhanced"


def test_an_event_of_one_suspect_is_owed_to_the_victims_of_that_suspect(
    victim: Victim, alice: Person, happen: Do
) -> None:
    one = cases.add_suspect(by=alice, case=victim.case, name="A", at=on(9))
    other = cases.add_suspect(by=alice, case=victim.case, name="B", at=on(9))
    second = cases.add_victim(by=alice, case=victim.case, at=on(9))
    cases.add_allegation(
        by=alice, case=victim.case, crime_reference="13269980001", offence_type="rape_adult", victim=second,
        suspect=other, at=on(9),
    )  # fmt: skip
    assert Allegation.objects.get(victim=victim).suspect == one
    happen("arrested", suspect=other)
    assert [what for what, _, _ in owed()] == ["Tell Victim 2: suspect arrested, 10 Mar 2026"]


def test_the_same_bail_at_the_same_moment_is_recorded_and_owed_once(
    victim: Victim, alice: Person, happen: Do, sign_in: SignIn
) -> None:
    one = cases.add_suspect(by=alice, case=victim.case, name="A", at=on(9))
    other = cases.add_suspect(by=alice, case=victim.case, name="B", at=on(9))
    allegation = {"crime_reference": "13269980001", "offence_type": "rape_adult"}
    cases.add_allegation(by=alice, case=victim.case, victim=victim, suspect=other, at=on(9), **allegation)
    for suspect in (one, other):
        happen("arrested", suspect=suspect, occurred_at=on(10, hour=11))
    bail = {"suspect": one, "limit_on": date(2026, 4, 10)}
    first = happen("bailed", **bail)
    moved = {**bail, "limit_on": date(2026, 7, 10), "limit_set_by": "inspector"}
    for again in (bail, moved):
        with pytest.raises(Invalid, match="is recorded at this moment already") as refusal:
            happen("bailed", **again)
        assert list(refusal.value.fields) == ["occurred_at"]
    sent = {"kind": "bailed", "suspect": str(one.pk), "limit_on": "2026-04-10"}
    sent |= {"case": str(victim.case_id), "occurred_at": on(10).isoformat()}
    answer = sign_in(alice).post("/api/v1/milestones/", sent, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["occurred_at"])
    happen("bailed", **{**bail, "suspect": other})
    assert [what for what, _, _ in owed()].count("Tell Victim 1: suspect bailed, 10 Mar 2026") == 2
    happen("bailed", **moved, occurred_at=on(10, minute=1))
    cases.void_milestone(by=alice, milestone=first, reason="Wrong limit.", at=LATER)
    assert happen("bailed", **bail, at=LATER).stands


def test_a_voided_event_is_owed_to_nobody(alice: Person, happen: Do) -> None:
    row = happen("arrested")
    cases.void_milestone(by=alice, milestone=row, reason="Another case.", at=LATER)
    assert owed() == []
    assert EventTelling.objects.get().dropped_at == LATER


def test_why_nobody_told_them_stops_the_clock_once(alice: Person, ivy: Person, happen: Do) -> None:
    happen("arrested")
    row = EventTelling.objects.get()
    with pytest.raises(NotAllowed):
        services.say_why_not_told(by=ivy, telling=row, because="unsafe", at=on(11))
    services.say_why_not_told(by=alice, telling=row, because="opted_out", at=on(11))
    assert owed() == []
    with pytest.raises(Stale):
        services.say_why_not_told(by=alice, telling=row, because="unsafe", at=on(11))


def test_a_death_is_the_reason_only_if_recorded_and_nobody_speaks_for_them(
    victim: Victim, alice: Person, happen: Do
) -> None:
    happen("arrested")
    row = EventTelling.objects.get()
    say = {"by": alice, "telling": row, "because": "died", "at": on(12)}
    with pytest.raises(Invalid, match="not recorded"):
        services.say_why_not_told(**say)
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=on(11).date(), at=on(11))
    speaks = services.name_spokesperson(
        by=alice, victim=victim, name="Asif Wood", is_their="family", because="died", is_suspect=False,
        tie="none", at=on(11),
    )  # fmt: skip
    with pytest.raises(Invalid, match="speaks for"):
        services.say_why_not_told(**say)
    services.end_spokesperson(by=alice, spokesperson=speaks, at=on(11, hour=15))
    assert services.say_why_not_told(**say).not_told_because == "died"


def test_cps_gatekeepers_and_managers_read_nothing_of_what_is_owed_to_victims(
    victim: Victim, gita: Person, lena: Person, mona: Person, alice: Person, sam: Person, happen: Do
) -> None:
    happen("arrested")
    services.raise_contact_alert(by=alice, victim=victim, about="moved", at=on(10, hour=14))
    mine = {"tell_event", "contact_check"}
    for person, sees in ((alice, mine), (sam, mine), (gita, set()), (lena, set()), (mona, set())):
        codes = set(DueItem.objects.visible_to(person).values_list("code", flat=True))
        assert codes & mine == sees, person
        assert EventTelling.objects.visible_to(person).exists() is bool(sees)
    victim.case.refresh_from_db()
    assert "suspect arrested" not in victim.case.next_due_what


def test_what_is_overdue_to_victims_stands_on_the_home_of_officer_and_supervisor(
    victim: Victim, alice: Person, sam: Person, brad: Person, happen: Do, sign_in: Any
) -> None:
    happen("arrested")

    def overdue(at: datetime) -> list[str]:
        return [row["what"] for row in home.updates_overdue(sam, at).rows if row["code"] == "tell_event"]

    assert overdue(LATER) == ["Tell Victim 1: suspect arrested, 10 Mar 2026 (Alice)"]
    assert overdue(on(10, hour=14)) == []
    assert home.updates_overdue(brad, LATER).rows == []
    for person in (alice, sam):
        assert "Tell Victim 1: suspect arrested" in sign_in(person).get("/").content.decode()


# How often


def test_the_agreed_frequency_sets_the_next_update(victim: Victim, alice: Person, tell: Do) -> None:
    def next_due() -> list[date]:
        items = DueItem.objects.filter(code="victim_update", settled_at__isnull=True)
        return list(items.values_list("due_on", flat=True))

    agree = {"by": alice, "victim": victim, "agreed_on": on(9).date()}
    tell(about=["update"], at=on(11))
    services.agree_updates(**agree, every_days=14, at=on(12))
    assert next_due() == [on(25).date()]
    tell(about=["update"], occurred_at=on(13), at=on(13))
    assert next_due() == [on(27).date()]
    tell(about=["update"], occurred_at=on(14), next_due_on=date(2026, 4, 20), at=on(14))
    assert next_due() == [date(2026, 4, 20)]  # a day that was agreed comes first
    services.agree_updates(**agree, at=on(15))
    assert next_due() == []
    tell(about=["update"], occurred_at=on(16), at=on(16))
    assert next_due() == []
    assert UpdateAgreement.objects.filter(victim=victim).count() == 2
    for wrong in ({"every_days": 0}, {"every_days": 93}, {"agreed_on": on(20).date()}):
        with pytest.raises(Invalid):
            services.agree_updates(**{**agree, **wrong}, at=on(16))


def test_an_agreement_pays_nothing_that_was_overdue_before_it(
    victim: Victim, alice: Person, tell: Do, sign_in: SignIn
) -> None:
    def owed_now() -> list[tuple[date, date]]:
        items = DueItem.objects.filter(code="victim_update", settled_at__isnull=True)
        return list(items.values_list("due_on", "dated_at__date"))

    tell(about=["update"], occurred_at=on(10), next_due_on=on(12).date(), at=on(10))
    before = owed_now()
    assert [due_on for due_on, _ in before] == [on(12).date()]
    agree = {"by": alice, "victim": victim, "agreed_on": on(20).date(), "at": on(20)}
    page = f"/victims/{victim.pk}/updates/new/"
    assert "is overdue" in sign_in(alice).get(page).content.decode()
    for every_days in (14, None):
        services.agree_updates(**agree, every_days=every_days)
        assert owed_now() == before
    # An attempt tells nobody anything, whatever day it names; nor does a contact about something else pay.
    tell(reached=False, occurred_at=on(21), about=["update"], next_due_on=on(28).date(), at=on(21))
    tell(occurred_at=on(21, hour=14), about=["evidence"], at=on(21, hour=15))
    assert owed_now() == before
    services.agree_updates(**{**agree, "at": on(21, hour=16)}, every_days=14)
    tell(about=["update"], occurred_at=on(22), at=on(22))
    assert [due_on for due_on, _ in owed_now()] == [on(22).date() + timedelta(days=14)]


def test_what_is_due_today_moves_with_the_agreement(victim: Victim, alice: Person, tell: Do) -> None:
    tell(about=["update"], occurred_at=on(10), next_due_on=on(12).date(), at=on(10))
    services.agree_updates(by=alice, victim=victim, agreed_on=on(12).date(), every_days=14, at=on(12))
    item = DueItem.objects.get(code="victim_update", settled_at__isnull=True)
    assert item.due_on == on(24).date()


# An attempt, with one thumb


def test_an_attempt_needs_no_typing_and_offers_the_preferred_way_then_what_was_used_lately(
    victim: Victim, alice: Person, tell: Do, sign_in: Any
) -> None:
    services.record_contact_details(
        by=alice, victim=victim, preferred_method="email", email="a@example.org", phone="01632 960001",
        forbidden_methods=["post"], forbidden_because="overheard", at=on(9),
    )  # fmt: skip
    tell(method="video", about=["court"], occurred_at=on(12))
    tell(method="phone", about=["support"], occurred_at=on(11))
    browser, address = sign_in(alice), f"/victims/{victim.pk}/attempts/new/"
    page = browser.get(address).content.decode()
    assert 'value="post"' not in page
    places = [page.index(f'name="method" value="{way}"') for way in ("email", "video", "phone")]
    assert places == sorted(places)
    assert "Did you leave a message?" not in page
    assert "<textarea" not in page
    response = browser.post(address, {"method": "phone", "about": ["update"]})
    assert response.status_code == 302
    row = Contact.objects.get(reached=False)
    assert (row.method, row.direction, row.about, row.recorded_by) == ("phone", "out", ["update"], alice)
    assert browser.post(address, {"method": "post", "about": ["update"]}).status_code == 422


# The table


def _made(victim: Victim, milestone: Milestone, by: Person, given: dict[str, Any]) -> None:
    values = {
        "occurred_at": on(10), "clock": "tell_victim_enhanced", "due_on": on(11).date(), "raised_at": on(10),
        **{key: by if one == "" and key.endswith("_by") else one for key, one in given.items()},
    }  # fmt: skip
    with open_door("test"):
        EventTelling(case=victim.case, victim=victim, milestone=milestone, **values).save(force_insert=True)


@pytest.mark.parametrize(("constraint", "given"), OF_EVENTS)
def test_a_telling_that_cannot_be_is_refused(
    victim: Victim, alice: Person, constraint: str, given: dict[str, Any]
) -> None:
    milestone = Milestone.objects.get(case=victim.case, kind="reported")
    constraint_refused(constraint, lambda: _made(victim, milestone, alice, given))


def test_one_event_is_owed_once_to_a_victim(victim: Victim, alice: Person) -> None:
    milestone = Milestone.objects.get(case=victim.case, kind="reported")
    _made(victim, milestone, alice, {})
    constraint_refused("event_telling_once_a_victim", lambda: _made(victim, milestone, alice, {}))


def test_an_update_of_yesterday_is_overdue_today(
    victim: Victim, alice: Person, sam: Person, tell: Do
) -> None:
    services.assess_needs(by=alice, victim=victim, because="first", assessed_at=on(10), at=on(10))
    tell(about=["update"], next_due_on=on(12).date(), at=on(11))

    def overdue(at: datetime) -> list[str]:
        return [row["code"] for row in home.updates_overdue(sam, at).rows if row["code"] == "victim_update"]

    assert overdue(on(12)) == []
    assert overdue(on(12) + timedelta(days=1)) == ["victim_update"]
