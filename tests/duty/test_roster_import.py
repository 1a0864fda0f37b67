"""A roster is brought in: what is said of each line, what is saved, and that twice is as once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.tables import current
from rasso_tracker.duty.models import DutyDay, RosterImport
from rasso_tracker.duty.services import import_roster
from rasso_tracker.people.models import Leave, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import record_leave

SignIn = Callable[..., Any]
PAGE = "/duty/roster/new/"
HEAD = "person,date,start,end,kind"
DAY = london_date(now()) + timedelta(days=7)
NEXT = DAY + timedelta(days=1)


def roster(*lines: str) -> str:
    return "\n".join([HEAD, *(line.format(day=DAY, next=NEXT) for line in lines)])


GOOD = roster("alice,{day},07:00,15:00,duty", "alice,{next},,,rest", "bob,{day},2200,0700,")


def days() -> set[tuple[str, date, time | None, time | None]]:
    standing = DutyDay.objects.filter(superseded_at__isnull=True)
    return set(standing.values_list("person__username", "day", "starts", "ends"))


SET = {
    ("alice", DAY, time(7), time(15)),
    ("alice", NEXT, None, None),
    ("bob", DAY, time(22), time(7)),
}


def test_a_roster_sets_its_days_in_one_event_and_again_changes_nothing(sam: Person, alice: Person) -> None:
    first = import_roster(by=sam, text=GOOD, confirmed=True)
    stood = set(DutyDay.objects.values_list("pk", flat=True))
    again = import_roster(by=sam, text=GOOD, confirmed=True)

    assert days() == SET
    assert (first.taken, first.standing, first.left_out) == (3, 0, 0)
    assert (first.first_day, first.last_day) == (DAY, NEXT)
    assert (again.taken, again.standing, again.left_out) == (0, 3, 0)
    assert set(DutyDay.objects.values_list("pk", flat=True)) == stood
    told = AuditEvent.objects.filter(action="DUTY_SET").order_by("seq")
    assert [one.subjects[0] for one in told] == [first.pk, again.pk]
    assert alice.pk in told[0].subjects


def test_a_line_that_differs_takes_the_place_of_what_stood(sam: Person) -> None:
    import_roster(by=sam, text=GOOD, confirmed=True)

    changed = import_roster(by=sam, text=GOOD.replace("07:00,15:00", "08:00,16:00"), confirmed=True)

    assert (changed.taken, changed.standing) == (1, 2)
    assert days() == SET - {("alice", DAY, time(7), time(15))} | {("alice", DAY, time(8), time(16))}
    assert DutyDay.objects.filter(superseded_at__isnull=False).count() == 1


OVER = "It ends before it starts: from 09:00 to 08:00 on the next day would be 23 hours."
BAD = [
    ("nobody.known,{day},07:00,15:00,duty", "Nobody has this user name, e-mail address or collar number."),
    (",{day},07:00,15:00,duty", "Say whose day it is: a user name, an e-mail address or a collar number."),
    ("alice,31/02/2026,07:00,15:00,duty", "Give a real date, such as 2026-12-01 or 1/12/2026."),
    ("alice,2020-01-01,07:00,15:00,duty", "Enter today's date or a later one: days that have passed stay"),
    ("alice,2099-01-01,07:00,15:00,duty", "Enter a day within two years. Check the year."),
    ("alice,{day},09:00,08:00,duty", OVER),
    ("alice,{day},07:00,07:00,duty", "It ends before it starts: from 07:00 to 07:00"),
    ("alice,{day},25:00,15:00,duty", "Give a real time as the start, such as 07:00."),
    ("alice,{day},07:00,,duty", "Give a real time as the end, such as 07:00."),
    ("alice,{day},07:00,15:00,rest", "A day of rest has no times. Leave both empty, or call it duty."),
    ("alice,{day},07:00,15:00,holiday", "The kind is one of duty, rest or leave."),
    ("=HYPERLINK(1),{day},07:00,15:00,duty", "The person begins as a formula does."),
    ("alice,{day},+7,15:00,duty", "The start begins as a formula does."),
    ("charlie,{day},07:00,15:00,duty", "is not one of your people. Ask their supervisor."),
]


@pytest.mark.parametrize(("line", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_bad_line_is_told_by_its_number_and_nothing_is_saved(sam: Person, line: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        import_roster(by=sam, text=roster("bob,{day},07:00,15:00,duty", line), confirmed=True)

    fields = refused.value.fields
    assert list(fields) == ["leave_out_bad", "line 3"]
    assert fields["leave_out_bad"].startswith("1 of 2 lines cannot be taken.")
    assert sentence in fields["line 3"]
    assert (days(), RosterImport.objects.count()) == (set(), 0)


def test_every_fault_of_a_line_is_told_at_once(sam: Person) -> None:
    lines = ("nobody.known,31/02/2026,25:00,x,duty", "bob,2020-01-01,07:00,15:00,rest", "=1,{day},-1,,duty")
    with pytest.raises(Invalid) as refused:
        import_roster(by=sam, text=roster(*lines), confirmed=True)

    said = refused.value.fields
    assert said["line 2"] == (
        "Nobody has this user name, e-mail address or collar number."
        " Give a real date, such as 2026-12-01 or 1/12/2026."
        " Give a real time as the start, such as 07:00. Give a real time as the end, such as 07:00."
    )
    assert said["line 3"] == (
        "A day of rest has no times. Leave both empty, or call it duty."
        " Enter today's date or a later one: days that have passed stay as they were."
    )
    assert said["line 4"] == (
        "The person begins as a formula does. Copy the cells as values, then try again."
        " The start begins as a formula does. Copy the cells as values, then try again."
    )


def test_lines_of_leave_record_it_as_by_hand_and_again_change_nothing(sam: Person, bob: Person) -> None:
    third, fifth = DAY + timedelta(days=2), DAY + timedelta(days=4)
    record_leave(by=sam, absent=bob, starts_on=third, ends_on=third)
    days_off = (DAY, NEXT, third, fifth)
    text = roster(*(f"bob,{day},,,leave" for day in days_off), "alice,{day},,,AL")

    first = import_roster(by=sam, text=text, confirmed=True)
    again = import_roster(by=sam, text=text, confirmed=True)

    found = set(Leave.objects.values_list("person__username", "starts_on", "ends_on", "cover"))
    assert found == {
        ("bob", DAY, NEXT, None),
        ("bob", third, third, None),
        ("bob", fifth, fifth, None),
        ("alice", DAY, DAY, None),
    }
    assert (first.taken, first.standing, again.taken, again.standing) == (4, 1, 0, 5)
    assert (days(), AuditEvent.objects.filter(action="LEAVE_RECORDED").count()) == (set(), 4)


@pytest.mark.parametrize(
    ("parted_by", "encoding", "ends"),
    [(";", "utf-8-sig", "\r\n"), (",", "cp1252", "\r\n"), ("\t", "utf-16", "\r"), (",", "utf-8", "\n")],
)
def test_a_file_is_read_as_spreadsheets_save_it(
    sam: Person, sign_in: SignIn, parted_by: str, encoding: str, ends: str
) -> None:
    text = roster("alice,{day},07:00,15:00,duty", "Zoë,{day},,,rest")
    raw = text.replace(",", parted_by).replace("\n", ends).encode(encoding)
    page = sign_in(sam).post(PAGE, {"file": SimpleUploadedFile("r.csv", raw), "look": "1"}).content.decode()
    assert "<li>1 day would be set</li>" in page
    assert "Zoë, " in page  # the line of nobody, with its letters as they were meant


def test_the_good_lines_are_taken_without_the_bad_only_by_choice(sam: Person) -> None:
    text = roster("bob,{day},07:00,15:00,duty", "nobody.known,{day},07:00,15:00,duty")

    taken = import_roster(by=sam, text=text, confirmed=True, leave_out_bad=True)

    assert days() == {("bob", DAY, time(7), time(15))}
    assert (taken.taken, taken.left_out) == (1, 1)


def test_lines_that_meet_each_other_are_told(sam: Person) -> None:
    text = roster(
        "alice,{day},22:00,07:00,duty",
        "alice,{next},06:00,14:00,duty",  # before the night is over
        "bob,{day},07:00,15:00,duty",
        "bob,{day},0700,1500,",  # the same
        "sam,{day},07:00,15:00,duty",
        "sam,{day},,,rest",  # something else
    )
    with pytest.raises(Invalid) as refused:
        import_roster(by=sam, text=text, confirmed=True)

    said = refused.value.fields
    assert said["line 2"] == "It ends after the duty of the next day begins, at 06:00."
    assert said["line 3"] == "It begins before the duty of the day before ends, at 07:00."
    assert said["line 5"] == "Line 4 says the same of this person and day. Take one of them out."
    assert said["line 6"].startswith("Line 7 says something else of this person and day.")
    assert said["line 7"].startswith("Line 6 says something else of this person and day.")
    assert set(said) == {"leave_out_bad", "line 2", "line 3", "line 5", "line 6", "line 7"}


def test_a_line_meets_the_day_that_stands_and_the_leave_that_is_recorded(
    sam: Person, alice: Person, bob: Person
) -> None:
    import_roster(by=sam, text=roster("alice,{day},22:00,07:00,duty"), confirmed=True)
    record_leave(by=sam, absent=bob, starts_on=DAY, ends_on=NEXT)

    with pytest.raises(Invalid) as refused:
        import_roster(
            by=sam, text=roster("alice,{next},06:00,14:00,duty", "bob,{day},07:00,15:00,duty"), confirmed=True
        )
    agrees = import_roster(by=sam, text=roster("bob,{day},,,leave"), confirmed=True)

    said = refused.value.fields
    assert said["line 2"] == "It begins before the duty of the day before ends, at 07:00."
    assert said["line 3"].endswith("is on leave on that day. End the leave first.")
    assert (agrees.taken, agrees.standing) == (0, 1)


def test_who_is_meant_by_address_or_collar_number_and_who_by_two(
    sam: Person, alice: Person, bob: Person
) -> None:
    with open_door("a test gives them numbers"):
        Person.objects.filter(pk=alice.pk).update(email="A.Officer@force.example", collar_number="4711")
    text = roster("a.officer@FORCE.example,{day},07:00,15:00,", "4711,{next},07:00,15:00,")
    import_roster(by=sam, text=text, confirmed=True)
    with open_door("a test gives them numbers"):
        Person.objects.filter(pk=bob.pk).update(collar_number="4711")

    with pytest.raises(Invalid) as refused:
        import_roster(by=sam, text=roster("4711,{day},08:00,15:00,"), confirmed=True)

    assert {(name, on) for name, on, _, _ in days()} == {("alice", DAY), ("alice", NEXT)}
    assert (
        refused.value.fields["line 2"] == "More than one person has this collar number. Give the user name."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no line in it."),
        (HEAD, "There is no line below the names of the columns."),
        ("alice,2026-12-01,07:00,15:00", "It does not name person and date."),
        ("person,date,date\nalice,x,y", "names the column date twice."),
        (HEAD + '\n"alice,2026-12-01', "A quotation mark is not closed"),
        (HEAD + "\n" + "alice,2026-12-01,,,\n" * 5_001, "It has 5,001 lines."),
        (HEAD + "\n" + "a" * 500_000, "Use 500,000 characters or fewer"),
        (HEAD + "\na\x00,2026-12-01,,,", "Remove the empty character (NUL)"),
        (HEAD + "\n\ud800,2026-12-01,,,", "Remove the broken character"),
        (HEAD + "\na\u202eb,2026-12-01,,,", "Remove the hidden mark"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_as_a_whole(sam: Person, text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        import_roster(by=sam, text=text, confirmed=True)
    assert list(refused.value.fields) == ["text"]
    assert sentence in refused.value.fields["text"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_what_a_spreadsheet_copies_is_read_too(sam: Person, mark: str) -> None:
    import_roster(by=sam, text="\ufeff" + GOOD.replace(",", mark), confirmed=True)
    assert days() == SET


def test_an_officer_brings_in_no_roster(alice: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot set duty"):
        import_roster(by=alice, text=GOOD, confirmed=True)


def test_fifty_lines_cost_as_many_statements_as_one(sam: Person) -> None:
    counts = []
    current()  # the bank holidays are read once
    for number in (1, 50):
        lines = [f"alice,{DAY + timedelta(days=one)},07:00,15:00,duty" for one in range(number)]
        with CaptureQueriesContext(connection) as asked:
            import_roster(by=sam, text="\n".join([HEAD, *lines]), confirmed=True)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_shows_each_line_first_and_saves_what_was_looked_at(sam: Person, sign_in: SignIn) -> None:
    browser = sign_in(sam)
    text = roster("bob,{day},07:00,15:00,duty", "nobody.known,{day},07:00,15:00,duty")
    file = SimpleUploadedFile("roster.csv", text.encode(), content_type="text/csv")

    looked = browser.post(PAGE, {"file": file, "look": "1"})
    page = looked.content.decode()
    assert (looked.status_code, days()) == (200, set())
    assert "Nobody has this user name, e-mail address or collar number." in page
    assert "There is a problem" not in page
    kept = dict(re.findall(r'<input type="hidden" name="(once|looked|confirmed)"[^>]*value="([^"]+)"', page))
    shown = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    assert shown is not None
    kept["text"] = unescape(shown[1])

    unchosen = browser.post(PAGE, {**kept, "save": "1"})
    assert (unchosen.status_code, days()) == (422, set())
    assert (
        "1 of 2 lines cannot be taken. Mend them, or say that they are left out." in unchosen.content.decode()
    )
    changed = browser.post(
        PAGE, {**kept, "text": text.replace("15:00", "16:00"), "save": "1", "leave_out_bad": "on"}
    )
    assert (changed.status_code, days()) == (200, set())  # shown first

    saved = browser.post(PAGE, {**kept, "save": "1", "leave_out_bad": "on"})
    assert (saved.status_code, saved.url) == (302, f"/duty/?week={DAY.isoformat()}")
    assert days() == {("bob", DAY, time(7), time(15))}
    assert "1 day set" in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Choose a file first, or paste the lines."),
        (HEAD.encode() + b"\nM\x81ller,2026-12-01,,,rest", "The file holds no text that can be read."),
        (b"PK\x03\x04 a workbook", "This is a workbook of a spreadsheet."),
        (b"a" * 2_000_001, "The file is larger than 500,000 characters. Bring it in part by part."),
        (b"a" * 500_001, "The file is larger than 500,000 characters. Bring it in part by part."),
    ],
    ids=["none", "encoding", "workbook", "far too large", "too large"],
)
def test_a_file_that_cannot_be_read_is_told_on_the_page(
    sam: Person, sign_in: SignIn, raw: bytes, sentence: str
) -> None:
    answer = sign_in(sam).post(PAGE, {"file": SimpleUploadedFile("roster.csv", raw), "look": "1"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_by_api_a_roster_is_looked_at_then_confirmed(sam: Person, sign_in: SignIn) -> None:
    client, address = sign_in(sam), "/api/v1/roster-imports/"
    looked = client.post(address, {"text": GOOD}, content_type="application/json")
    assert (looked.status_code, days()) == (400, set())
    assert looked.json()["fields"] == {
        "confirmed": "Nothing is saved yet: 3 days would be set and 0 stand already. Confirm it."
    }
    saved = client.post(address, {"text": GOOD, "confirmed": True}, content_type="application/json")
    assert (saved.status_code, days()) == (201, SET)
    assert saved.json()["taken"] == 3
    assert client.get(address).json()["results"] == [saved.json()]


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\u202e", "\x07", '"', "=1"])
def test_what_no_column_holds_gets_a_sentence_on_page_and_api(
    sam: Person, sign_in: SignIn, text: str
) -> None:
    client, typed = sign_in(sam), f"{HEAD}\n{text},{DAY},,,"
    by_api = client.post("/api/v1/roster-imports/", {"text": typed}, content_type="application/json")
    sent = {"text": typed.encode("utf-8", "replace").decode(), "look": "1"}
    assert by_api.status_code == 400
    assert client.post(PAGE, sent).status_code in (200, 422)
    assert client.post(PAGE, {**sent, "save": "1", "confirmed": "true", "file-fault": "x"}).status_code in (
        200,
        422,
    )


def test_by_api_a_file_is_sent_as_it_is(sam: Person, sign_in: SignIn) -> None:
    client, address = sign_in(sam), "/api/v1/roster-imports/"
    as_csv = {"content_type": "text/csv"}
    assert (
        client.post(address, b"M\x81ller", **as_csv)
        .json()["fields"]["text"]
        .startswith("The file holds no text")
    )
    assert client.post(address, GOOD.encode(), **as_csv).json()["fields"].keys() == {"confirmed"}
    saved = client.post(f"{address}?confirmed=true", GOOD.encode("utf-8-sig"), **as_csv)
    assert (saved.status_code, days()) == (201, SET)
    assert client.post("/api/v1/duty-days/", GOOD.encode(), **as_csv).status_code == 415
