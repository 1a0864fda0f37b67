"""Advice read, countersigned and asked about; early advice considered; both sides meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans import home, timeline
from actionplans.advising import NoEarlyAdvice
from actionplans.models import (
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    Countersignature,
    EarlyAdviceConsidered,
    JointMeeting,
    Submission,
)
from actionplans.services import (
    answer_question,
    ask_question,
    confirm_advice,
    confirm_answer,
    confirm_countersignature,
    confirm_question,
    consider_early_advice,
    countersign_advice,
    met_about,
    record_advice_read,
    record_meeting,
    write_advice,
)
from cases.enums import MilestoneKind
from cases.models import Allegation, Case, DueItem
from cases.services import record_milestone
from rasso_tracker.audit import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import CpsUnit, DutyCover, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.services import propose_cps_nfa
from tests.actionplans.conftest import SUBMITTED, a_case, moment, submitted
from tests.decisions import said_of

DOCUMENT: Any = {"document_name": "email", "document_date": date(2026, 3, 2)}
GIVEN, LATER = moment(date(2026, 3, 2)), moment(date(2026, 3, 4))


def owed(case: Case) -> dict[str, date]:
    return dict(DueItem.objects.filter(case=case, settled_at__isnull=True).values_list("code", "due_on"))


# Countersigned


def test_advice_towards_no_further_action_always_wants_a_second_lawyer(
    advice: Advice, submission: Submission, lena: Person
) -> None:
    assert advice.countersign_wanted
    plain = write_advice(by=lena, submission=submission, text="Go on.", at=GIVEN)
    assert (plain.version, plain.countersign_wanted) == (2, False)
    asked = write_advice(by=lena, submission=submission, text="Hm.", countersign_wanted=True, at=GIVEN)
    assert asked.countersign_wanted


def test_another_legal_manager_countersigns_once(advice: Advice, chief: Person, lena: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot countersign advice as CPS lawyer"):
        countersign_advice(by=lena, advice=advice, at=LATER)
    row = countersign_advice(by=chief, advice=advice, at=LATER)
    assert (row.lawyer, row.author, row.mark) == (chief, lena, "")
    with pytest.raises(NotAllowed, match="countersigned already"):
        countersign_advice(by=chief, advice=advice, at=LATER)


def test_cps_countersigns_no_version_that_another_took_the_place_of_and_police_enter_what_was_said_of_it(
    advice: Advice, submission: Submission, gita: Person, lena: Person, chief: Person, sign_in: Any
) -> None:
    newer = write_advice(by=lena, submission=submission, text="Not yet.", kind="nfa", at=LATER)
    page = reverse("submission_detail", args=[submission.pk])
    links = [reverse("countersign_advice", args=[one.pk]) for one in (advice, newer)]

    def offered(person: Person) -> list[bool]:
        shown = sign_in(person).get(page).content.decode()
        return [f'href="{one}"' in shown for one in links]

    assert (offered(chief), offered(gita)) == ([False, True], [True, True])
    refused = "Version 2 of this advice took the place of version 1"
    with pytest.raises(NotAllowed, match=refused):
        countersign_advice(by=chief, advice=advice, at=LATER)
    assert refused in sign_in(chief).get(links[0]).content.decode()
    by_api = sign_in(chief).post(f"/api/v1{links[0]}", {"holds": True}, content_type="application/json")
    assert (by_api.status_code, refused in by_api.content.decode()) == (403, True)
    row = countersign_advice(by=gita, advice=advice, at=LATER, **DOCUMENT)
    assert row.awaits_cps
    confirm_countersignature(by=lena, countersignature=row, stands=False, at=LATER)
    confirm_newer = countersign_advice(by=chief, advice=newer, at=LATER)
    assert confirm_newer.lawyer == chief


def test_once_the_newer_version_does_not_stand_cps_countersigns_the_older_one(
    advice: Advice, submission: Submission, gita: Person, lena: Person, chief: Person
) -> None:
    newer = write_advice(by=gita, submission=submission, text="Hm.", kind="nfa", at=LATER, **DOCUMENT)
    confirm_advice(by=lena, advice=newer, stands=False, at=LATER)
    assert countersign_advice(by=chief, advice=advice, at=LATER).lawyer == chief


def test_nobody_countersigns_their_own_advice_or_what_needs_none(
    submission: Submission, chief: Person
) -> None:
    own = write_advice(by=chief, submission=submission, text="No.", kind="nfa", at=GIVEN)
    with pytest.raises(NotAllowed, match="You wrote this advice"):
        countersign_advice(by=chief, advice=own, at=LATER)
    plain = write_advice(by=chief, submission=submission, text="Go on.", at=GIVEN)
    with pytest.raises(NotAllowed, match="needs no countersignature"):
        countersign_advice(by=chief, advice=plain, at=LATER)


def test_police_enter_a_countersignature_from_the_document_until_cps_says_otherwise(
    advice: Advice, gita: Person, lena: Person, chief: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        countersign_advice(by=gita, advice=advice, at=LATER)
    assert set(refused.value.fields) == {"document_name", "document_date"}
    row = countersign_advice(by=gita, advice=advice, at=LATER, **DOCUMENT)
    assert row.mark == "Entered by police from the CPS document of 2 March 2026"
    confirm_countersignature(by=lena, countersignature=row, stands=False, at=LATER)
    countersign_advice(by=chief, advice=advice, at=LATER)
    assert Countersignature.objects.filter(advice=advice).count() == 2


@pytest.mark.parametrize("off", [timedelta(seconds=1), -timedelta(days=5)])
def test_a_countersignature_is_neither_ahead_nor_before_the_advice(
    off: timedelta, advice: Advice, chief: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        countersign_advice(by=chief, advice=advice, signed_at=LATER + off, at=LATER)
    assert set(refused.value.fields) == {"signed_at"}


# Read


def test_the_officer_records_which_version_was_read_and_what_was_done(
    submission: Submission, alice: Person, lena: Person
) -> None:
    first = write_advice(by=lena, submission=submission, text="One.", at=GIVEN)
    write_advice(by=lena, submission=submission, text="Two.", at=GIVEN)
    record_advice_read(by=alice, advice=first, outcome="read", at=LATER)
    record_advice_read(by=alice, advice=first, outcome="acted_on", words="Rang the school.", at=LATER)
    kept = AdviceReading.objects.filter(advice__submission=submission)
    assert [(one.advice.version, one.outcome) for one in kept] == [(1, "read"), (1, "acted_on")]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"outcome": "acted_on"}, {"words"}),
        ({"outcome": "not_followed", "words": " "}, {"words"}),
        ({"outcome": "read", "read_at": GIVEN - timedelta(days=1)}, {"read_at"}),
        ({"outcome": "read", "read_at": LATER + timedelta(days=1)}, {"read_at"}),
    ],
)
def test_a_reading_says_what_it_must(
    values: dict[str, Any], fields: set[str], submission: Submission, lena: Person, alice: Person
) -> None:
    plain = write_advice(by=lena, submission=submission, text="One.", at=GIVEN)
    with pytest.raises(Invalid) as refused:
        record_advice_read(by=alice, advice=plain, at=LATER, **values)
    assert set(refused.value.fields) == fields


def test_advice_that_waits_for_its_second_lawyer_is_read_and_not_acted_on(
    advice: Advice, alice: Person, chief: Person
) -> None:
    with pytest.raises(Invalid, match="waits for a countersignature"):
        record_advice_read(by=alice, advice=advice, outcome="acted_on", words="Closed.", at=LATER)
    record_advice_read(by=alice, advice=advice, outcome="read", at=LATER)
    countersign_advice(by=chief, advice=advice, at=LATER)
    record_advice_read(by=alice, advice=advice, outcome="acted_on", words="Closed.", at=LATER)


def test_superseded_advice_is_neither_read_nor_countersigned(
    submission: Submission, gita: Person, lena: Person, chief: Person, alice: Person
) -> None:
    entered = write_advice(by=gita, submission=submission, text="No.", kind="nfa", at=GIVEN, **DOCUMENT)
    confirm_advice(by=lena, advice=entered, stands=False, at=LATER)
    for deed, by, more in (
        (record_advice_read, alice, {"outcome": "read"}),
        (countersign_advice, chief, {}),
    ):
        with pytest.raises(NotAllowed, match="CPS superseded version 1"):
            deed(by=by, advice=entered, at=LATER, **more)


# Asked and answered


def test_a_question_of_the_police_waits_for_cps_by_its_own_clock(
    submission: Submission, alice: Person, lena: Person
) -> None:
    question = ask_question(by=alice, submission=submission, text="Is the download needed?", at=GIVEN)
    assert (question.side, question.asked_of, question.due_on) == ("police", "cps", date(2026, 3, 9))
    assert owed(submission.case)["advice_question"] == date(2026, 3, 9)
    answer = answer_question(by=lena, question=question, text="Yes.", at=LATER)
    assert (answer.side, answer.source) == ("cps", "cps")
    assert "advice_question" not in owed(submission.case)
    with pytest.raises(NotAllowed, match="answered already"):
        answer_question(by=lena, question=question, text="Yes.", at=LATER)


def test_police_enter_what_cps_asked_and_answered_from_its_document(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    asked = ask_question(
        by=gita, submission=submission, text="Where is it?", asked_by="cps", at=GIVEN, **DOCUMENT
    )
    assert (asked.side, asked.mark[:17]) == ("cps", "Entered by police")
    own = answer_question(by=alice, question=asked, text="In the store.", at=LATER)
    assert (own.side, own.source, own.mark, own.awaits_cps) == ("police", "", "", False)
    question = ask_question(by=alice, submission=submission, text="Why?", at=GIVEN)
    with pytest.raises(Invalid) as refused:
        answer_question(by=alice, question=question, text="So.", at=LATER)
    assert set(refused.value.fields) == {"document_name", "document_date"}
    entered = answer_question(by=alice, question=question, text="So.", at=LATER, **DOCUMENT)
    confirm_answer(by=lena, answer=entered, stands=False, at=LATER)
    question.refresh_from_db()
    assert question.is_waiting
    assert owed(submission.case)["advice_question"] == question.due_on
    answer_question(by=lena, question=question, text="As I said.", at=LATER)
    assert AdviceAnswer.objects.filter(question=question).count() == 2


def test_a_question_that_cps_never_asked_needs_no_answer(
    submission: Submission, gita: Person, lena: Person, alice: Person
) -> None:
    asked = ask_question(by=gita, submission=submission, text="Where?", asked_by="cps", at=GIVEN, **DOCUMENT)
    confirm_question(by=lena, question=asked, stands=False, at=LATER)
    assert "advice_question" not in owed(submission.case)
    with pytest.raises(NotAllowed, match="needs no answer"):
        answer_question(by=alice, question=asked, text="Here.", at=LATER)


def test_neither_side_speaks_for_the_other(submission: Submission, lena: Person, alice: Person) -> None:
    with pytest.raises(Invalid, match="The police ask their own questions"):
        ask_question(by=lena, submission=submission, text="Why?", asked_by="police", at=GIVEN)
    asked = ask_question(by=lena, submission=submission, text="Why?", at=GIVEN)
    with pytest.raises(NotAllowed, match="so the police answer it"):
        answer_question(by=lena, question=asked, text="So.", at=LATER)
    with pytest.raises(Invalid, match="no CPS document belongs to it"):
        ask_question(by=alice, submission=submission, text="Why?", at=GIVEN, **DOCUMENT)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"text": " \n"}, {"text"}),
        ({"said_at": SUBMITTED - timedelta(days=1)}, {"said_at"}),
        ({"said_at": LATER + timedelta(days=1)}, {"said_at"}),
    ],
)
def test_a_question_says_something_at_a_possible_moment(
    values: dict[str, Any], fields: set[str], submission: Submission, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        ask_question(by=alice, submission=submission, at=LATER, **{"text": "Why?", **values})
    assert set(refused.value.fields) == fields


def test_the_end_of_a_case_ends_what_its_questions_owed(
    submission: Submission, alice: Person, lena: Person
) -> None:
    ask_question(by=alice, submission=submission, text="Why?", at=GIVEN)
    for kind in (MilestoneKind.CHARGED, MilestoneKind.FINALISED):
        record_milestone(
            by=alice,
            case=submission.case,
            kind=kind,
            occurred_at=LATER,
            allegation=Allegation.objects.get(case=submission.case),
            at=LATER,
            **said_of(kind, LATER),
        )
    assert owed(submission.case) == {}
    with pytest.raises(NotAllowed, match="closed"):
        ask_question(by=alice, submission=submission, text="Why?", at=LATER)


# Considered, and met


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"sought": False}, {"because"}),
        ({"sought": False, "because": "whim"}, {"because"}),
        ({"sought": True, "because": "ready"}, {"because"}),
        ({"sought": False, "because": "other"}, {"words"}),
        ({"sought": True, "considered_at": moment(date(2026, 1, 1))}, {"considered_at"}),
        ({"sought": True, "considered_at": LATER + timedelta(days=1)}, {"considered_at"}),
    ],
)
def test_early_advice_that_is_not_sought_says_why(
    values: dict[str, Any], fields: set[str], case: Case, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        consider_early_advice(by=alice, case=case, at=LATER, **values)
    assert set(refused.value.fields) == fields
    assert not EarlyAdviceConsidered.objects.exists()


def test_what_was_considered_stands_in_the_history(case: Case, alice: Person) -> None:
    consider_early_advice(by=alice, case=case, sought=False, because=NoEarlyAdvice.NO_SUSPECT, at=LATER)
    (entry,) = timeline.entries(case, alice)
    assert entry.title == "Early advice considered: no. No suspect is identified yet"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"how": "video"}, {"held_at", "investigator", "prosecutor_name"}),
        ({"how": "not_held"}, {"note"}),
        ({"how": "not_held", "note": "Leave.", "prosecutor_name": "L"}, {"prosecutor_name"}),
    ],
)
def test_a_meeting_names_both_sides_or_says_why_there_was_none(
    values: dict[str, Any], fields: set[str], submission: Submission, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        record_meeting(by=alice, submission=submission, at=LATER, **values)
    assert set(refused.value.fields) == fields


def test_a_meeting_is_not_before_the_submission(submission: Submission, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        record_meeting(
            by=alice,
            submission=submission,
            how="video",
            held_at=SUBMITTED - timedelta(days=1),
            investigator=alice,
            prosecutor_name="L Prosecutor",
            at=LATER,
        )
    assert set(refused.value.fields) == {"held_at"}
    assert not JointMeeting.objects.exists()


# Pages and API


def test_advice_is_read_countersigned_and_asked_about_on_pages(
    alice: Person, lena: Person, chief: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    at = now() - timedelta(days=9)
    submission = submitted(a_case(alice, at), alice, unit, at)
    advice = write_advice(by=lena, submission=submission, text="No.", kind="nfa", at=at)
    officer, lawyer, manager = sign_in(alice), sign_in(lena), sign_in(chief)
    page = reverse("submission_detail", args=[submission.pk])
    text = officer.get(page).content.decode()
    assert "Not countersigned yet" in text
    assert "Not read by police" in text
    assert "alice@example.test" in text
    assert "lena@example.test" in text

    def send(client: Any, name: str, pk: Any, data: dict[str, Any]) -> int:
        assert client.get(reverse(name, args=[pk])).status_code == 200
        return int(client.post(reverse(name, args=[pk]), data).status_code)

    assert send(officer, "record_advice_read", advice.pk, {"outcome": "acted_on", "words": "x"}) == 422
    assert send(manager, "countersign_advice", advice.pk, {"holds": "yes"}) == 302
    acted = {"outcome": "acted_on", "words": "Told the sergeant."}
    assert send(officer, "record_advice_read", advice.pk, acted) == 302
    assert send(officer, "ask_question", submission.pk, {"text": "Why?", "asked_by": "police"}) == 302
    question = AdviceQuestion.objects.get(submission=submission)
    assert "CPS answer by" in officer.get(page).content.decode()
    assert send(lawyer, "answer_question", question.pk, {"text": "Read it again."}) == 302
    text = lawyer.get(page).content.decode()
    for words in ("Told the sergeant.", "Read it again.", "Countersigned", "Read and acted on by Alice"):
        assert words in text
    assert "Not read by police" not in text


def test_the_page_costs_the_same_for_much_as_for_little(
    submission: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(alice)
    page = reverse("submission_detail", args=[submission.pk])

    def told() -> int:
        advice = write_advice(by=lena, submission=submission, text="More.", at=GIVEN)
        record_advice_read(by=alice, advice=advice, outcome="read", at=LATER)
        question = ask_question(by=alice, submission=submission, text="Why?", at=GIVEN)
        answer_question(by=lena, question=question, text="So.", at=LATER)
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    assert told() == told() == told()


def test_who_stands_in_for_somebody_away_is_named(
    submission: Submission, alice: Person, bob: Person, sam: Person, sign_in: Callable[..., Any]
) -> None:
    today = now().date()
    with_cover = DutyCover(
        person=alice, covered_by=bob, starts_on=today, ends_on=today + timedelta(days=3), set_by=sam
    )
    with open_door("a test"):
        with_cover.save(force_insert=True)
    text = sign_in(sam).get(reverse("submission_detail", args=[submission.pk])).content.decode()
    assert "Away today: Bob answers" in text


def test_questions_and_readings_by_api(
    submission: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    officer, lawyer = sign_in(alice), sign_in(lena)

    def send(client: Any, path: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/{path}", body, content_type="application/json")

    asked = send(officer, "questions/", {"submission": str(submission.pk), "text": "Why?"})
    assert asked.status_code == 201, asked.json()
    answered = send(lawyer, f"questions/{asked.json()['id']}/answer/", {"text": "So."})
    assert answered.status_code == 201, answered.json()
    told = lawyer.get(f"/api/v1/questions/{asked.json()['id']}/").json()
    assert (told["text"], told["answered_at"] is not None) == ("Why?", True)
    considered = send(officer, "early-advice-considered/", {"case": str(submission.case_id), "sought": False})
    assert (considered.status_code, set(considered.json()["fields"])) == (400, {"because"})
    met = send(officer, "meetings/", {"submission": str(submission.pk), "how": "video"})
    assert (met.status_code, set(met.json()["fields"])) == (
        400,
        {"held_at", "investigator", "prosecutor_name"},
    )


def test_each_deed_leaves_its_event(advice: Advice, alice: Person, lena: Person, chief: Person) -> None:
    countersign_advice(by=chief, advice=advice, at=LATER)
    record_advice_read(by=alice, advice=advice, outcome="read", at=LATER)
    question = ask_question(by=alice, submission=advice.submission, text="Why?", at=LATER)
    answer_question(by=lena, question=question, text="So.", at=LATER)
    actions = set(AuditEvent.objects.filter(case_id=advice.case_id).values_list("action", flat=True))
    assert {
        Action.ADVICE_COUNTERSIGNED.name,
        Action.ADVICE_READ.name,
        Action.QUESTION_ASKED.name,
        Action.QUESTION_ANSWERED.name,
    } <= actions


# What waits for somebody


def test_homes_list_advice_to_read_and_what_police_entered_for_cps(
    submission: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    entered = write_advice(by=gita, submission=submission, text="One.", at=GIVEN, **DOCUMENT)
    (row,) = home.advice_to_read(alice).rows
    assert (row["reference"], row["what"], row["when"]) == (
        submission.case.reference,
        "Charging advice, version 1",
        GIVEN,
    )
    assert len(home.to_confirm(lena).rows) == 1
    record_advice_read(by=alice, advice=entered, outcome="read", at=LATER)
    confirm_advice(by=lena, advice=entered, stands=True, at=LATER)
    assert home.advice_to_read(alice).rows == []
    assert home.to_confirm(lena).rows == []


def test_the_legal_managers_home_lists_advice_until_somebody_countersigned_it(
    submission: Submission, lena: Person, chief: Person
) -> None:
    write_advice(by=lena, submission=submission, text="Go on.", at=GIVEN)
    write_advice(by=chief, submission=submission, text="My own.", kind="nfa", at=GIVEN)
    asked = write_advice(by=lena, submission=submission, text="Hm.", countersign_wanted=True, at=GIVEN)
    (row,) = home.advice_to_countersign(chief).rows
    assert (row["reference"], row["what"], row["deadline"].due_on, row["href"]) == (
        submission.case.reference,
        "Charging advice, version 3",
        date(2026, 3, 5),
        reverse("submission_detail", args=[submission.pk]),
    )
    countersign_advice(by=chief, advice=asked, at=LATER)
    assert home.advice_to_countersign(chief).rows == []


def test_the_form_of_a_cps_decision_is_offered_once_both_sides_met(
    submission: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    client, form = sign_in(lena), reverse("propose_cps_nfa", args=[submission.case_id])
    refused = client.get(form)
    assert refused.status_code == 403
    assert "the investigator and the prosecutor meet" in refused.content.decode()
    assert form not in client.get(f"/cases/{submission.case_id}/").content.decode()
    record_meeting(by=alice, submission=submission, how="not_held", note="Lena is ill.", at=LATER)
    assert form in client.get(f"/cases/{submission.case_id}/").content.decode()
    assert client.get(form).status_code == 200


def test_cps_proposes_no_further_action_only_after_both_sides_met_or_said_why_not(
    submission: Submission, alice: Person, lena: Person
) -> None:
    line = {"allegation": Allegation.objects.get(case=submission.case), "outcome": "15"}
    values: Any = {"case": submission.case, "lines": [{**line, "reason": "cps_evidential"}], "at": LATER}
    with pytest.raises(NotAllowed, match="the investigator and the prosecutor meet"):
        propose_cps_nfa(by=lena, rationale="As advised.", **values)
    record_meeting(by=alice, submission=submission, how="not_held", note="Lena is ill.", at=LATER)
    assert met_about(submission.case)
