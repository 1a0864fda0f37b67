"""What is neither offered nor taken once CPS has nothing left to decide on, and what goes on all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.html import escape

from actionplans.home import submissions_to_answer, submissions_to_triage
from actionplans.models import ActionPlan, Advice, ClinicBooking, EarlyAdviceConsidered, Submission, Triage
from actionplans.services import paste_document, triage_submission
from cases.models import Allegation, Case, DueItem
from cases.services import add_allegation, record_milestone, void_milestone
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from reviews.services import cancel_recorded_crime
from tests.actionplans.conftest import a_case, submitted
from tests.actionplans.test_clinics import a_clinic, slot
from tests.decisions import by_cps
from tests.stories import story

WHY = "every allegation of this case is charged or closed, so CPS has nothing left to decide on."
WHY_ROUND = (
    "every allegation of this submission is charged or closed, so CPS has nothing left to decide on it."
)
TOWARDS = "so there is nothing to take no further action on. Choose another kind of advice."


@story
def sent(alice: Person, unit: CpsUnit) -> Submission:
    """A submission that waits for triage, so that a charge leaves each deed of CPS to be tried."""
    return submitted(a_case(alice, now() - timedelta(days=30)), alice, unit, now() - timedelta(days=20))


def charge(by: Person, allegation: Allegation) -> Any:
    day = now() - timedelta(days=3)
    case = allegation.case
    return record_milestone(
        by=by, case=case, kind="charged", occurred_at=day, allegation=allegation, **by_cps(day)
    )


def deeds(sent: Submission, booked: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By the person who does it: the page, the address of the API and what is sent there."""
    case, row = str(sent.case_id), str(sent.pk)
    return {
        "consider": (
            f"/cases/{case}/early-advice/new/",
            "early-advice-considered",
            {"case": case, "sought": True},
        ),
        "book": (
            f"/cases/{case}/clinic/new/",
            "clinic-bookings",
            {"case": case, "kind": "early_advice", "asks": "Is it enough?", "slot": str(booked.pk)},
        ),
        "triage": (f"/submissions/{row}/triage/", f"submissions/{row}/triage", {"accepted": True}),
        "issue": (
            f"/submissions/{row}/action-plans/new/",
            "action-plans",
            {"submission": row, "items": [{"type": "statement", "asks": "One more statement."}]},
        ),
    }


def wrote() -> dict[str, int]:
    models = {
        "consider": EarlyAdviceConsidered,
        "book": ClinicBooking,
        "triage": Triage,
        "issue": ActionPlan,
    }
    return {name: model.objects.count() for name, model in models.items()}


OF_THE_CASE = {"consider", "book", "triage"}  # a new submission waits for the triage of the last one


@pytest.mark.parametrize(
    ("left", "goes_on"),
    [
        ("nothing", set()),
        ("elsewhere", OF_THE_CASE),
        ("of the submission", {*OF_THE_CASE, "issue"}),
    ],
)
def test_what_asks_cps_for_a_decision_ends_with_the_last_that_is_open(
    left: str,
    goes_on: set[str],
    sent: Submission,
    alice: Person,
    lena: Person,
    gita: Person,
    sign_in: Callable[..., Any],
) -> None:
    place = slot(a_clinic(gita, gita, lena, on=london_date(now()) + timedelta(days=14), at=now()))
    first = Allegation.objects.get(case=sent.case)
    if left != "nothing":
        other = add_allegation(
            by=alice, case=sent.case, crime_reference="13269900001", offence_type="sexual_assault"
        )
    if left == "of the submission":
        triage_submission(by=lena, submission=sent, accepted=True, at=now() - timedelta(days=10))
        day = now() - timedelta(days=5)
        sent = submitted(sent.case, alice, sent.cps_unit, day, allegations=[first, other])
    charge(alice, first)
    before = wrote()
    for name, (page, path, body) in deeds(sent, place).items():
        police = name in ("consider", "book")
        browser = sign_in(alice if police else lena)
        home = f"/cases/{sent.case_id}/" if police else f"/submissions/{sent.pk}/"
        assert (f'href="{page}"' in browser.get(home).content.decode()) is (name in goes_on), name
        shown = browser.get(page)
        answer = browser.post(f"/api/v1/{path}/", body, content_type="application/json")
        if name in goes_on:
            assert (shown.status_code, answer.status_code // 100) == (200, 2), (name, answer.content)
        else:
            assert (shown.status_code, answer.status_code) == (403, 403), name
            why = WHY if name in OF_THE_CASE else WHY_ROUND
            assert why in answer.json()["detail"]
            assert escape(why) in shown.content.decode()
    assert wrote() == {name: count + (name in goes_on) for name, count in before.items()}


@pytest.mark.parametrize("left", [False, True])
def test_advice_goes_on_after_a_charge_but_not_towards_ending_the_case(
    left: bool, sent: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    charge(alice, Allegation.objects.get(case=sent.case))
    if left:
        add_allegation(by=alice, case=sent.case, crime_reference="13269900001", offence_type="sexual_assault")
    browser = sign_in(lena)
    form = browser.get(f"/submissions/{sent.pk}/advice/new/").content.decode()
    assert ('value="nfa"' in form, 'value="charging"' in form) == (left, True)
    body = {"submission": str(sent.pk), "kind": "nfa", "text": "It may end."}
    answer = browser.post("/api/v1/advice/", body, content_type="application/json")
    if left:
        assert answer.status_code == 201
        return
    assert (answer.status_code, TOWARDS in answer.json()["fields"]["kind"]) == (400, True)
    page = browser.post(f"/submissions/{sent.pk}/advice/new/", body)
    assert (page.status_code, TOWARDS in page.content.decode()) == (422, True)
    assert "It may end." in page.content.decode()
    ok = browser.post("/api/v1/advice/", {**body, "kind": "charging"}, content_type="application/json")
    assert (ok.status_code, Advice.objects.get().kind) == (201, "charging")


def test_a_charge_that_is_voided_opens_them_again(
    sent: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    made = charge(alice, Allegation.objects.get(case=sent.case))
    void_milestone(by=alice, milestone=made, reason="Of another case.")
    assert sign_in(alice).get(f"/cases/{sent.case_id}/early-advice/new/").status_code == 200
    assert sign_in(lena).get(f"/submissions/{sent.pk}/action-plans/new/").status_code == 200


@pytest.mark.parametrize("triaged", [False, True])
def test_a_cancelled_crime_leaves_the_lists_of_the_lawyer_and_nothing_is_due(
    triaged: bool, sent: Submission, lena: Person, sign_in: Callable[..., Any]
) -> None:
    registrar = Person.objects.get(username="reg")
    crime = Allegation.objects.get(case=sent.case)
    if triaged:
        deed = sign_in(lena).post(
            f"/api/v1/submissions/{sent.pk}/triage/", {"accepted": True}, content_type="application/json"
        )
        assert deed.status_code // 100 == 2
    waiting = (len(submissions_to_triage(lena).rows), len(submissions_to_answer(lena).rows))
    assert waiting == ((0, 1) if triaged else (1, 0))
    cancel_recorded_crime(
        by=registrar, crime_reference=crime.crime_reference, because="duplicate", words="Recorded again."
    )
    assert (submissions_to_triage(lena).rows, submissions_to_answer(lena).rows) == ([], [])
    assert not DueItem.objects.filter(source=sent.pk, settled_at__isnull=True).exists()
    answer = sign_in(lena).get(f"/submissions/{sent.pk}/triage/")
    assert answer.status_code == 403
    assert Case.objects.get(pk=sent.case_id).is_closed


def test_a_document_of_which_no_plan_is_made_asks_for_no_item_first(
    sent: Submission, alice: Person, sign_in: Callable[..., Any]
) -> None:
    """The page is open to read; what is sent is refused before anybody is asked for what is missing in it."""
    document = paste_document(
        by=alice, submission=sent, document_name="mg3", document_date=london_date(now()), text="Please ask."
    )
    charge(alice, Allegation.objects.get(case=sent.case))
    browser, page = sign_in(alice), f"/pasted-documents/{document.pk}/"
    assert escape(WHY_ROUND) in browser.get(page).content.decode()
    answer = browser.post(f"/api/v1{page}action-plan/", {"items": []}, content_type="application/json")
    assert (answer.status_code, WHY_ROUND in answer.json()["detail"]) == (403, True)
    shown = browser.post(page, {})
    assert (shown.status_code, escape(WHY_ROUND) in shown.content.decode()) == (403, True)
    assert "Enter at least one item" not in shown.content.decode()
