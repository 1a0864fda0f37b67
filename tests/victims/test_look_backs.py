"""Looking back on a withdrawal: who may, what it says, and the lesson that somebody owes for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case, DueItem, Lesson, Victim
from cases.services import add_victim, assign_officer, finish_lesson, pass_lesson_on, restrict_case
from cases.services.handing import pass_on_due
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from rasso_tracker.vault import case_key
from tests.refusals import constraint_of
from tests.stories import story
from tests.victims.conftest import FOUND, LATER, Withdraw, on
from victims import services
from victims.models import LookBack, Withdrawal
from victims.sealed import opened

SOON = LATER + timedelta(days=3)
DUE = date(2026, 11, 2)
FOUND_OUT = {
    "preventable": "yes",
    "moment": "waiting",
    "helped": ["updates", "earlier_support"],
    "words": "Nobody rang for nine weeks.",
}
LESSON = {"about": "contact", "lesson": "Ring every four weeks.", "lesson_due_on": DUE}


@story
def withdrawal(withdraw: Withdraw, sam: Person) -> Withdrawal:
    row = withdraw()
    return services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Read it.", at=LATER)


def look_back(by: Person, row: Withdrawal, **given: Any) -> LookBack:
    return services.record_look_back(by=by, withdrawal=row, at=SOON, **{**FOUND_OUT, **given})


def faults(by: Person, row: Withdrawal, **given: Any) -> set[str]:
    with pytest.raises(Invalid) as refusal:
        look_back(by, row, **given)
    return set(refusal.value.fields)


def test_a_look_back_seals_its_words_and_gives_a_lesson_that_its_owner_hears_of_at_once(
    withdrawal: Withdrawal, sam: Person, bob: Person, case: Case
) -> None:
    found = look_back(sam, withdrawal, **LESSON, owner=bob)
    lesson = Lesson.objects.get(source=found.pk)
    assert (found.officer_id, found.looked_back_by, opened(found, "words")) == (
        case.officer_in_charge_id,
        sam,
        "Nobody rang for nine weeks.",
    )
    assert b"nine weeks" not in bytes(found.words_sealed)
    assert b"four weeks" not in bytes(lesson.lesson_sealed)
    assert Withdrawal.objects.get(pk=withdrawal.pk).looked_back_at == SOON
    owed = DueItem.objects.get(source=lesson.pk)
    assert (owed.owner, owed.due_on, owed.code, owed.settled_at) == (bob, DUE, "lesson", None)
    deliver(at=SOON)
    told = Message.objects.get(kind="lesson_given")
    assert (told.recipient, told.path) == (bob, f"/lessons/{lesson.pk}/")
    event = AuditEvent.objects.filter(action="LOOK_BACK_RECORDED").get()
    assert set(event.subjects) == {withdrawal.victim_id, withdrawal.pk, found.pk}


def test_only_a_second_supervisor_or_a_manager_looks_back_on_what_was_corroborated(
    withdraw: Withdraw, victim: Victim, case: Case, alice: Person, sam: Person, dina: Person, mona: Person,
    brad: Person,
) -> None:  # fmt: skip
    row = withdraw()
    with pytest.raises(NotAllowed, match="A supervisor corroborates this withdrawal first"):
        look_back(sam, row)
    services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Read it.", at=LATER)
    with pytest.raises(NotAllowed, match=r"as Officer\. A supervisor or a manager can"):
        look_back(alice, row)
    with pytest.raises(NotAllowed, match="not open to you"):
        look_back(brad, row)
    assign_officer(by=dina, case=case, person=sam, duty="oic", at=LATER)
    with pytest.raises(NotAllowed, match="a second person's"):
        look_back(sam, row)
    assert look_back(mona, row).officer_id == sam.pk
    with pytest.raises(Stale, match="already"):
        look_back(dina, row)


def test_what_does_not_fit_together_is_said_by_its_field(
    withdrawal: Withdrawal, sam: Person, bob: Person, charlie: Person
) -> None:
    assert faults(sam, withdrawal, moment="", helped=[], words=" ") == {"moment", "helped", "words"}
    assert faults(sam, withdrawal, preventable="no") == {"moment", "helped"}
    assert faults(sam, withdrawal, about="contact") == {"lesson", "owner", "lesson_due_on"}
    assert faults(sam, withdrawal, **{**LESSON, "about": ""}, owner=charlie) == {"about", "owner"}
    early = {**LESSON, "lesson_due_on": date(2026, 9, 1)}
    assert faults(sam, withdrawal, **early, owner=bob) == {"lesson_due_on"}
    assert not LookBack.objects.exists()
    look_back(sam, withdrawal, preventable="cannot_say", moment="", helped=[])
    assert not Lesson.objects.exists()


def test_a_voided_look_back_is_owed_again_and_its_lesson_falls_away(
    withdrawal: Withdrawal, sam: Person, dina: Person, bob: Person
) -> None:
    found = look_back(sam, withdrawal, **LESSON, owner=bob)
    services.void_look_back(by=dina, look_back=found, reason="Another case.", at=SOON)
    lesson = Lesson.objects.get(source=found.pk)
    assert (lesson.state, DueItem.objects.get(source=lesson.pk).settled_at) == ("Fell away", SOON)
    assert Withdrawal.objects.get(pk=withdrawal.pk).looked_back_at is None
    again = look_back(dina, withdrawal)
    services.void_withdrawal(by=sam, withdrawal=withdrawal, reason="Wrong victim.", at=SOON)
    again.refresh_from_db()
    assert (again.stands, again.void_reason) == (False, "The withdrawal was voided.")


def test_a_lesson_passes_on_and_ends_with_what_was_changed(
    withdrawal: Withdrawal, sam: Person, bob: Person, dora: Person, alice: Person, mona: Person
) -> None:
    found = look_back(sam, withdrawal, **LESSON, owner=bob)
    lesson = Lesson.objects.get(source=found.pk)
    with pytest.raises(NotAllowed, match="This lesson is Bob's"):
        finish_lesson(by=alice, lesson=lesson, outcome="changed", changed="A list.", at=SOON)
    with pytest.raises(Invalid, match="already"):
        pass_lesson_on(by=sam, lesson=lesson, owner=bob, due_on=DUE, at=SOON)
    pass_lesson_on(by=mona, lesson=lesson, owner=sam, due_on=DUE, at=SOON)
    owed = DueItem.objects.get(source=lesson.pk)
    assert (owed.owner, owed.settled_at) == (sam, None)
    done = finish_lesson(by=sam, lesson=lesson, outcome="changed", changed="A list on the wall.", at=SOON)
    owed.refresh_from_db()
    assert (done.state, done.done_by, owed.settled_at) == ("Done", sam, SOON)
    with pytest.raises(Stale, match="no longer open"):
        finish_lesson(by=sam, lesson=lesson, outcome="changed", changed="Again.", at=SOON)


def test_a_lesson_on_a_restricted_case_is_for_those_named_on_it(
    withdrawal: Withdrawal, case: Case, sam: Person, alice: Person, gita: Person, bob: Person
) -> None:
    restrict_case(by=sam, case=case, people=[alice, gita], reason="A colleague.", at=LATER)
    assert faults(sam, withdrawal, **LESSON, owner=bob) == {"owner"}
    found = look_back(sam, withdrawal, **LESSON, owner=alice)
    with acting(bob):
        assert not LookBack.objects.visible_to(bob).filter(pk=found.pk).exists()
        assert not Lesson.objects.visible_to(bob).exists()


def test_neither_cps_nor_support_nor_the_registrar_reads_what_police_learn(
    withdrawal: Withdrawal, sign_in: Any, sam: Person, bob: Person, lena: Person, ivy: Person, reg: Person
) -> None:
    found = look_back(sam, withdrawal, **LESSON, owner=bob)
    lesson = Lesson.objects.get(source=found.pk)
    for person in (lena, ivy, reg):
        browser = sign_in(person)
        assert browser.get(f"/look-backs/{found.pk}/").status_code == 404
        assert browser.get(f"/lessons/{lesson.pk}/").status_code == 404
        assert browser.get("/api/v1/lessons/").json()["results"] == []
        assert browser.get("/api/v1/look-backs/").json()["results"] == []


def test_pages_and_api_show_the_look_back_and_who_owes_the_lesson(
    withdrawal: Withdrawal, sign_in: Any, sam: Person, bob: Person, mona: Person
) -> None:
    browser = sign_in(mona)
    assert withdrawal.case.reference in browser.get("/look-backs/").content.decode()
    owed = "/api/v1/look-backs-owed/"
    assert [one["id"] for one in browser.get(owed).json()["results"]] == [str(withdrawal.pk)]
    assert browser.get(f"{owed}?show=done").json()["results"] == []
    assert "Look back" in browser.get(f"/withdrawals/{withdrawal.pk}/").content.decode()
    answer = browser.post(
        "/api/v1/look-backs/",
        {**FOUND_OUT, **LESSON, "lesson_due_on": (now().date() + timedelta(days=30)).isoformat(),
         "owner": str(bob.pk), "withdrawal": str(withdrawal.pk)},
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["preventable"], found["moment"], found["words"]) == (
        "yes",
        "waiting",
        "Nobody rang for nine weeks.",
    )
    page = browser.get(f"/look-backs/{found['id']}/").content.decode()
    assert "Ring every four weeks." in page
    assert withdrawal.case.reference not in browser.get("/look-backs/").content.decode()
    assert withdrawal.case.reference in browser.get("/look-backs/?show=done").content.decode()
    assert browser.get(owed).json()["results"] == []
    assert [one["id"] for one in browser.get(f"{owed}?show=done").json()["results"]] == [str(withdrawal.pk)]
    assert len(browser.get("/api/v1/lessons/?show=open&whose=mine").json()["results"]) == 0
    assert browser.get("/api/v1/lessons/?show=done").json()["results"] == []
    assert len(browser.get("/api/v1/lessons/?show=open").json()["results"]) == 1
    assert len(browser.get("/api/v1/lessons/").json()["results"]) == 1
    mine = sign_in(bob)
    listed = mine.get("/lessons/?whose=mine").content.decode()
    lesson = Lesson.objects.get(source=found["id"])
    assert f"/lessons/{lesson.pk}/" in listed
    assert f"/lessons/{lesson.pk}/" in mine.get("/").content.decode()
    history = mine.get(f"/cases/{withdrawal.case_id}/history/").content.decode()
    assert "Victim 1: look back on the withdrawal" in history
    assert "Lesson: contact and updates given" in history
    assert "Ring every four weeks." not in history


def test_the_lessons_of_somebody_who_leaves_pass_to_the_officer_in_charge(
    withdrawal: Withdrawal, sam: Person, bob: Person, alice: Person
) -> None:
    found = look_back(sam, withdrawal, **LESSON, owner=bob)
    with open_door("pass_on_due"):
        pass_on_due(by=sam, person=bob, to=None, at=SOON)
    lesson = Lesson.objects.get(source=found.pk)
    assert (lesson.owner, DueItem.objects.get(source=lesson.pk).owner) == (alice, alice)


def test_a_list_of_three_costs_the_statements_of_a_list_of_one(
    withdraw: Withdraw, case: Case, sign_in: Any, alice: Person, sam: Person, bob: Person, mona: Person
) -> None:
    browser = sign_in(mona)
    paths = ("/look-backs/", "/look-backs/?show=done", "/lessons/", "/api/v1/lessons/", "/api/v1/look-backs/")

    def add(day: int) -> None:
        for minute in (0, 1):  # one to look back on, one that was looked back on
            another = add_victim(by=alice, case=case, at=LATER)
            row = withdraw(victim=another, occurred_at=on(day, minute=minute))
            services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Read it.", at=LATER)
        look_back(sam, row, **LESSON, owner=bob)

    def cost() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(path).status_code == 200
            found.append(len(caught))
        return found

    add(10)
    cost()  # what is looked up once a process
    one = cost()
    add(11)
    add(12)
    assert cost() == one


LOOK_BACKS = [
    ("look_back_by_another_than_the_officer", {"looked_back_by": "alice"}),
    ("look_back_says_when_and_what", {"moment": ""}),
    ("look_back_says_when_and_what", {"helped": []}),
    ("look_back_says_when_and_what", {"preventable": "no"}),
    ("look_back_preventable_known", {"preventable": "her fault"}),
    ("look_back_moment_known", {"preventable": "cannot_say", "moment": "x"}),
    ("look_back_helped_known", {"helped": ["x"]}),
    ("look_back_voided_together", {"void_reason": "Wrong."}),
]
LESSONS = [
    ("lesson_learnt_from_known", {"learnt_from": "x"}),
    ("lesson_about_known", {"about": "x"}),
    ("lesson_outcome_known", {"outcome": "x", "changed_sealed": b"x", "done_at": SOON, "done_by": "sam"}),
    ("lesson_due_not_before_given", {"due_on": date(2026, 1, 1)}),
    ("lesson_done_together", {"done_at": SOON}),
    (
        "lesson_ends_one_way",
        {"outcome": "changed", "changed_sealed": b"x", "done_at": SOON, "done_by": "sam", "ended_at": SOON},
    ),
]


def refused(constraint: str, model: type, ready: dict[str, Any], given: dict[str, Any]) -> None:
    people = {name: Person.objects.get(username=value) for name, value in given.items() if name[-3:] == "_by"}
    with open_door("test"), pytest.raises(IntegrityError) as trouble, transaction.atomic():
        model(**{**ready, **given, **people}).save(force_insert=True)
    assert constraint_of(trouble.value) == constraint


@pytest.mark.parametrize(("constraint", "given"), LOOK_BACKS)
def test_a_look_back_that_cannot_be_is_refused(
    constraint: str, given: dict[str, Any], withdrawal: Withdrawal, alice: Person, sam: Person
) -> None:
    about = {"case": withdrawal.case, "victim": withdrawal.victim, "withdrawal": withdrawal}
    said = {"preventable": "yes", "moment": "report", "helped": ["updates"], "words_sealed": b"x"}
    by = {"officer": alice, "looked_back_at": SOON, "looked_back_by": sam}
    refused(constraint, LookBack, {**about, **said, **by}, given)


def test_a_withdrawal_has_one_look_back_that_stands(
    withdrawal: Withdrawal, alice: Person, sam: Person
) -> None:
    found = look_back(sam, withdrawal)
    ready = {name: getattr(found, name) for name in ("case", "victim", "withdrawal", "preventable", "moment",
             "helped", "words_sealed", "officer", "looked_back_at", "looked_back_by")}  # fmt: skip
    refused("look_back_once_a_withdrawal", LookBack, ready, {})


@pytest.mark.parametrize(("constraint", "given"), LESSONS)
def test_a_lesson_that_cannot_be_is_refused(
    constraint: str, given: dict[str, Any], case: Case, alice: Person, sam: Person
) -> None:
    case_key(case.pk)
    ready = {"case": case, "learnt_from": "withdrawal", "source": case.pk, "about": "contact"}
    said = {"lesson_sealed": b"x", "owner": alice, "due_on": DUE, "given_at": LATER, "given_by": sam}
    refused(constraint, Lesson, {**ready, **said}, given)
