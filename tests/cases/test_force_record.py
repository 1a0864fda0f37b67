"""What a deed recorded, as lines to paste into the force's records system."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client

from cases.models import Case, Milestone, NamedAccess
from cases.services import name_person, record_milestone, void_milestone
from cases.services.case import mark_submitted
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt
from tests.cases.conftest import Opener, on
from tests.stories import story

SignIn = Callable[..., Client]


def typed(kind: str, day: int, note: str = "") -> dict[str, str]:
    return {
        "kind": kind,
        "occurred_at_day": str(day),
        "occurred_at_month": "3",
        "occurred_at_year": "2026",
        "occurred_at_time": "10:30",
        "note": note,
    }


def lines_on(page: Any) -> list[str]:
    box = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.content.decode(), re.S)
    assert box is not None
    return unescape(box[1]).split("\n")


def offered(browser: Client, address: str) -> str:
    """Where the page after a deed offers its lines."""
    found = re.search(r'href="(/deeds/[^"]+/record-lines/)"', browser.get(address).content.decode())
    assert found is not None
    return found[1]


@story
def case(opened: Opener) -> Case:
    return opened()


def record_first_account(browser: Client, case: Case) -> str:
    """Do the deed by its page; the address where its lines are offered."""
    sent = browser.post(
        f"/cases/{case.pk}/milestones/new/", typed("first_account", 4, "At home,\nwith the STO.")
    )
    assert sent.status_code == 302
    return offered(browser, sent["Location"])


def test_a_deed_offers_what_it_recorded_and_nothing_else(sign_in: SignIn, alice: Person, case: Case) -> None:
    record_milestone(by=alice, case=case, kind="abe", occurred_at=on(3))
    browser = sign_in(alice)

    lines = lines_on(browser.get(record_first_account(browser, case)))

    crime = case.allegations.get().crime_reference
    assert lines[0] == f"RaSSO tracker case {case.reference}, crime {crime}."
    assert re.fullmatch(
        rf"\d+ \w+ \d{{4}}, (midday|midnight|[\d:]+[ap]m), {re.escape(alice.name)}: Record a milestone\.",
        lines[1],
    )
    assert lines[2:] == [
        f"4 March 2026, 10:30am: First account taken. At home, with the STO. By {alice.name}."
    ]


def test_the_lines_are_logged_as_a_disclosure_to_the_records_system(
    sign_in: SignIn, alice: Person, case: Case
) -> None:
    browser = sign_in(alice)
    address = record_first_account(browser, case)

    browser.get(address)

    event = AuditEvent.objects.get(action="RECORD_LINES_COPIED")
    assert (event.kind, event.person, event.case_id) == ("disclosure", alice, case.pk)
    assert event.recipient == "the force's records system"
    assert event.subjects == [Receipt.objects.get(surface="record_milestone").pk]


def test_what_was_voided_since_is_marked(sign_in: SignIn, alice: Person, case: Case) -> None:
    browser = sign_in(alice)
    address = record_first_account(browser, case)
    void_milestone(by=alice, milestone=Milestone.objects.get(kind="first_account"), reason="Wrong case")

    assert lines_on(browser.get(address))[2].endswith(f"Voided by {alice.name}: Wrong case.")


def lines_after(browser: Client, api: str, body: dict[str, str], **headers: str) -> list[str]:
    """Do a deed by API; the lines that it offers after the case's own and the deed's."""
    send = browser.patch if headers else browser.post
    sent = send(f"/api/v1/{api}", body, content_type="application/json", headers=headers)
    lines: list[str] = browser.get(sent["Link"].partition(">")[0].removeprefix("<")).json()["lines"]
    return lines[2:]


def test_who_voids_what_a_colleague_recorded_gets_its_line(
    sign_in: SignIn, alice: Person, sam: Person, case: Case
) -> None:
    wrong = record_milestone(by=alice, case=case, kind="first_account", occurred_at=on(4))
    lines = lines_after(sign_in(sam), f"milestones/{wrong.pk}/void/", {"reason": "Of another case."})
    assert lines == [
        f"4 March 2026, midday: First account taken. By {alice.name}. Voided by {sam.name}: Of another case."
    ]


def test_who_ends_somebodys_access_gets_a_line(sign_in: SignIn, sam: Person, reg: Person, case: Case) -> None:
    name_person(by=sam, case=case, person=reg, reason="Named by order.", at=on(5))
    naming = NamedAccess.objects.get(case=case, person=reg)
    (line,) = lines_after(sign_in(sam), f"named-people/{naming.pk}/end/", {"reason": "Their part is done."})
    assert line.endswith(f": Access by name ended. {reg.name}.")


def test_what_is_edited_is_told_with_what_it_was_and_nothing_that_stayed(
    sign_in: SignIn, alice: Person, case: Case
) -> None:
    browser, address = sign_in(alice), f"cases/{case.pk}/"
    first = lines_after(browser, address, {"urn": "13LD0012326"}, **{"If-Match": f'"{case.version}"'})
    again = {"urn": "13LD0099926", "summary": "New words"}
    second = lines_after(browser, address, again, **{"If-Match": f'"{case.version + 1}"'})
    assert first == ["CPS URN: 13LD0012326."]
    assert second == [
        "CPS URN: 13LD0099926 (before: 13LD0012326).",
        "Short summary: New words (before: Reported by telephone.).",
    ]
    earlier = Receipt.objects.order_by("created_at").first()
    assert earlier is not None
    assert browser.get(f"/api/v1/deeds/{earlier.pk}/record-lines/").json()["lines"][2:] == first


def test_nobody_else_sees_the_lines(sign_in: SignIn, alice: Person, sam: Person, case: Case) -> None:
    address = record_first_account(sign_in(alice), case)

    assert sign_in(sam).get(address).status_code == 404
    assert sign_in(sam).get(f"/api/v1{address}").status_code == 404


def test_the_doer_loses_the_lines_with_the_sight_of_the_case(
    sign_in: SignIn, sam: Person, brad: Person, case: Case
) -> None:
    address = record_first_account(sign_in(sam), case)
    with open_door("test_moves_sam"):
        Person.objects.filter(pk=sam.pk).update(district=brad.district, team=brad.team)

    assert sign_in(Person.objects.get(pk=sam.pk)).get(address).status_code == 404


def test_the_api_tells_where_the_lines_are_and_gives_the_same(
    sign_in: SignIn, alice: Person, case: Case
) -> None:
    browser = sign_in(alice)
    sent = browser.post(
        "/api/v1/milestones/",
        {"case": str(case.pk), "kind": "first_account", "occurred_at": "2026-03-04T10:30:00Z"},
        content_type="application/json",
    )
    address = re.fullmatch(r'<(.+?)>; rel="related"; title="Copy for the force record"', sent["Link"])
    assert address is not None

    answer = browser.get(address[1]).json()

    page = browser.get(address[1].removeprefix("/api/v1"))
    assert answer["lines"] == lines_on(page)
    assert answer["lines"][2] == f"4 March 2026, 10:30am: First account taken. By {alice.name}."


def test_a_deed_about_no_case_offers_no_lines(
    sign_in: SignIn, sam: Person, alice: Person, bob: Person
) -> None:
    day = {"starts_on_day": "1", "starts_on_month": "3", "starts_on_year": "2027"}
    end = {"ends_on_day": "5", "ends_on_month": "3", "ends_on_year": "2027"}
    browser = sign_in(sam)
    sent = browser.post(
        "/people/duty-cover/new/", {"absent": str(alice.pk), "covered_by": str(bob.pk), **day, **end}
    )
    assert sent.status_code == 302
    assert "record-lines" not in browser.get(sent["Location"]).content.decode()


def test_a_case_gives_its_history_by_how_far_back(sign_in: SignIn, alice: Person, case: Case) -> None:
    record_milestone(by=alice, case=case, kind="first_account", occurred_at=on(4))
    browser = sign_in(alice)

    everything = lines_on(browser.get(f"/cases/{case.pk}/record-lines/?back=all"))
    today = lines_on(browser.get(f"/cases/{case.pk}/record-lines/?back=%00"))

    assert everything[1].startswith("From 2 March 2026 to ")
    assert f"4 March 2026, midday: First account taken. By {alice.name}." in everything
    assert everything == browser.get(f"/api/v1/cases/{case.pk}/record-lines/").json()["lines"]
    assert len(today) < len(everything)


def test_what_was_written_down_today_of_an_earlier_day_is_among_todays_lines(
    sign_in: SignIn, alice: Person, case: Case
) -> None:
    """It opens on today, and what the officer has just recorded is what the force's record lacks."""
    before = record_milestone(by=alice, case=case, kind="abe", occurred_at=on(5), at=on(6))
    record_milestone(by=alice, case=case, kind="first_account", occurred_at=on(4))
    browser, line = sign_in(alice), f"4 March 2026, midday: First account taken. By {alice.name}."

    lines = lines_on(browser.get(f"/cases/{case.pk}/record-lines/"))
    assert (line in lines, [one for one in lines if "Best Evidence" in one]) == (True, [])
    assert lines[1].startswith(f"On {day_words(now())}, and what was recorded then of other days, as it")

    void_milestone(by=alice, milestone=before, reason="Of another case")
    assert [one for one in lines_on(browser.get(f"/cases/{case.pk}/record-lines/")) if "Best Evidence" in one]


def test_what_an_edit_and_a_submission_changed_since_is_not_among_the_lines_of_an_earlier_edit(
    sign_in: SignIn, alice: Person, case: Case, lena: Person
) -> None:
    browser, address = sign_in(alice), f"cases/{case.pk}/"

    def edited(**body: str) -> list[str]:
        case.refresh_from_db()
        return lines_after(browser, address, body, **{"If-Match": f'"{case.version}"'})

    def again() -> list[str]:
        receipt = Receipt.objects.order_by("created_at").first()
        assert receipt is not None
        lines: list[str] = browser.get(f"/api/v1/deeds/{receipt.pk}/record-lines/").json()["lines"]
        return lines[2:]

    first = edited(summary="New words")
    with acting(alice), open_door("test_submits"):
        mark_submitted(case=Case.objects.get(pk=case.pk), cps_unit=lena.cps_unit, urn="13LD0012326")
    assert again() == first
    moved = edited(reported_on="2026-03-01")
    assert [line for line in moved if line.startswith("When was it reported")] == [
        "When was it reported to the police? 1 March 2026 (before: 2 March 2026)."
    ]
    assert again() == first
