"""What CPS said of one round lies before the next: whichever of the two is written down late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import Submission, Triage
from actionplans.services import (
    check_item,
    confirm_action_plan,
    confirm_advice,
    confirm_triage,
    issue_action_plan,
    return_items,
    submit_to_cps,
    triage_submission,
    write_advice,
)
from actionplans.shown.submissions import clocks_of
from actionplans.turns import Days
from cases.models import Allegation, Case, DueItem
from cases.services import add_allegation
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import ISSUED, ITEMS, SUBMITTED, a_case, moment, submitted

SignIn = Callable[..., Any]
REASONS = [{"reason": "mg11"}]
REJECTED, LATER = moment(date(2026, 2, 25)), moment(date(2026, 3, 5))
BY = date(2026, 3, 20)
WENT_AGAIN = "The case went to CPS again on 2 March 2026, midday, as submission 2: this was before that."
DOCUMENT: Any = {"document_name": "mg3", "document_date": date(2026, 2, 25)}


def reject(submission: Submission, by: Person, at: Any = REJECTED, **more: Any) -> Triage:
    given: Any = {"accepted": False, "reasons": REASONS, "respond_by": BY}
    return triage_submission(by=by, submission=submission, at=at, **{**given, **more})


def owed(case: Case) -> set[str]:
    return set(DueItem.objects.filter(case=case, settled_at__isnull=True).values_list("code", flat=True))


def refused(call: Callable[..., object], *args: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        call(*args, **more)
    return found.value.fields


@pytest.fixture
def no_longer_rejected(
    submission: Submission, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> Submission:
    """Police entered a rejection and sent the case again; then CPS said that it was not so."""
    triage = reject(submission, gita, **DOCUMENT)
    submitted(submission.case, alice, unit, ISSUED)
    confirm_triage(by=lena, triage=triage, stands=False, at=ISSUED + timedelta(hours=1))
    submission.refresh_from_db()
    return submission


@pytest.mark.parametrize("before", [timedelta(0), timedelta(minutes=1), timedelta(hours=20)])
def test_a_case_goes_again_only_after_what_cps_said_of_the_round_before(
    before: timedelta, submission: Submission, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    reject(submission, gita, at=LATER, triaged_at=REJECTED, **DOCUMENT)
    wrong = refused(submitted, submission.case, alice, unit, LATER, submitted_at=REJECTED - before)
    assert wrong == {
        "submitted_at": "CPS rejected submission 1 on 25 February 2026, midday: this went there after that."
    }
    assert Submission.objects.get(case=submission.case) == submission
    second = submitted(submission.case, alice, unit, LATER, submitted_at=REJECTED + timedelta(minutes=1))
    assert (second.round, clocks_of(Case.objects.get(pk=second.case_id), LATER)["held_by"]) == (2, "CPS")


def test_a_plan_an_item_sent_back_and_advice_are_said_before_the_next_round_too(
    accepted: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    plan = issue_action_plan(by=lena, submission=accepted, items=ITEMS, at=ISSUED)
    early = ISSUED - timedelta(minutes=1)
    assert refused(submitted, accepted.case, alice, unit, LATER, submitted_at=early) == {
        "submitted_at": "CPS issued action plan 1 on 2 March 2026, midday: this went there after that."
    }
    sent_back = LATER - timedelta(hours=2)
    item = plan.items.first()
    return_items(by=alice, plan=plan, items=[item], at=sent_back)
    check_item(by=lena, item=item, accepted=False, note="The page is cut off.", at=sent_back)
    assert refused(
        submitted, accepted.case, alice, unit, LATER, submitted_at=ISSUED + timedelta(hours=1)
    ) == {"submitted_at": "CPS sent item 1 back on 5 March 2026, 10:00am: this went there after that."}


def test_advice_that_ended_the_wait_for_triage_lies_before_the_next_round(
    submission: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    write_advice(by=lena, submission=submission, text="One.", at=ISSUED)
    write_advice(by=lena, submission=submission, text="More.", at=LATER)
    early = ISSUED - timedelta(minutes=1)
    assert refused(submitted, submission.case, alice, unit, LATER, submitted_at=early) == {
        "submitted_at": "CPS advised on submission 1 on 2 March 2026, midday: this went there after that."
    }
    between = ISSUED + timedelta(hours=1)
    assert submitted(submission.case, alice, unit, LATER, submitted_at=between).submitted_at == between


def test_what_does_not_stand_and_what_was_said_of_another_allegation_bind_nothing(
    accepted: Submission, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    case = accepted.case
    document: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
    old = issue_action_plan(by=gita, submission=accepted, items=ITEMS, issued_at=ISSUED, at=LATER, **document)
    confirm_action_plan(by=lena, plan=old, stands=False, at=LATER)
    between = ISSUED - timedelta(minutes=1)
    first = set(Allegation.objects.filter(case=case).values_list("pk", flat=True))
    add_allegation(by=alice, case=case, crime_reference="13260099001", offence_type="rape_adult", at=LATER)
    issue_action_plan(by=lena, submission=accepted, items=ITEMS, at=LATER)
    other = submit_to_cps(
        by=alice, case=case, kind="within_28_days", cps_unit=unit, unchecked_because="inspector",
        allegations=list(Allegation.objects.filter(case=case).exclude(pk__in=first)),
        submitted_at=between, at=LATER,
    )  # fmt: skip
    assert other.round == 2
    triage_submission(by=lena, submission=other, accepted=True, at=LATER)
    assert "submitted_at" in refused(submitted, case, alice, unit, LATER, submitted_at=between)


def test_what_cps_said_of_a_round_is_not_written_down_after_the_next(
    no_longer_rejected: Submission, gita: Person, lena: Person
) -> None:
    went, first, late = WENT_AGAIN, no_longer_rejected, LATER
    assert refused(triage_submission, by=lena, submission=first, accepted=True, at=late) == {
        "triaged_at": went
    }
    assert refused(issue_action_plan, by=lena, submission=first, items=ITEMS, at=late) == {"issued_at": went}
    own = triage_submission(by=lena, submission=first, accepted=True, triaged_at=REJECTED, at=late)
    assert (own.triaged_at, clocks_of(Case.objects.get(pk=own.case_id), late)["held_by"]) == (REJECTED, "CPS")


def test_early_advice_is_not_given_on_a_round_after_the_next(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    first = submitted(case, alice, unit, kind="early_advice")
    triage_submission(by=lena, submission=first, accepted=True, at=REJECTED)
    submitted(case, alice, unit, ISSUED)
    said: Any = {"by": lena, "submission": first, "kind": "early", "text": "Look at the phone.", "at": LATER}
    assert refused(write_advice, **said) == {"given_at": WENT_AGAIN}
    assert write_advice(**said, given_at=ISSUED - timedelta(hours=1)).version == 1


def test_page_and_api_say_it_by_the_field(
    submission: Submission, alice: Person, gita: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    reject(submission, gita, **DOCUMENT)
    case, client = submission.case, sign_in(alice)
    sentence = "CPS rejected submission 1 on 25 February 2026, midday: this went there after that."
    typed = {
        "kind": "within_28_days",
        "cps_unit": str(unit.pk),
        "allegations": [str(one.pk) for one in Allegation.objects.filter(case=case)],
        "unchecked_because": "inspector",
    }
    boxes = dict(zip(("day", "month", "year", "time"), ("25", "2", "2026", "11:59"), strict=True))
    page = client.post(
        reverse("submit_to_cps", args=[case.pk]),
        {**typed, **{f"submitted_at_{part}": value for part, value in boxes.items()}},
    )
    assert page.status_code == 422
    assert sentence in page.content.decode()
    answer = client.post(
        "/api/v1/submissions/",
        {**typed, "case": str(case.pk), "submitted_at": "2026-02-25T11:59:00Z"},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["fields"]) == (400, {"submitted_at": sentence})
    assert Submission.objects.get(case=case).submitted_at == SUBMITTED


def test_cps_records_its_own_rejection_in_place_of_one_that_it_superseded(
    no_longer_rejected: Submission, lena: Person
) -> None:
    first, case = no_longer_rejected, no_longer_rejected.case
    assert [one["days"] for one in clocks_of(Case.objects.get(pk=case.pk), LATER)["rounds"]] == [
        Days(cps=7),
        Days(cps=3),
    ]
    own = reject(first, lena, LATER, triaged_at=REJECTED, respond_by=date(2026, 2, 27))
    first.refresh_from_db()
    assert (first.status, first.answered_at, own.lawyer) == ("rejected", REJECTED, lena)
    told = clocks_of(Case.objects.get(pk=case.pk), LATER)
    assert [one["days"] for one in told["rounds"]] == [Days(cps=2, police=5), Days(cps=3)]
    assert (told["held_by"], Case.objects.get(pk=case.pk).stage) == ("CPS", "resubmitted")
    assert owed(case) == {"cps_answer"}  # the police have responded: they went there again


def test_cps_records_its_own_early_advice_in_place_of_what_it_superseded(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    first = submitted(case, alice, unit, kind="early_advice")
    said: Any = {"submission": first, "kind": "early", "text": "Look at the phone."}
    wrong = write_advice(by=gita, at=REJECTED, **said, **DOCUMENT)
    submitted(case, alice, unit, ISSUED)
    confirm_advice(by=lena, advice=wrong, stands=False, at=LATER)
    write_advice(by=lena, given_at=REJECTED + timedelta(days=1), at=LATER, **said)
    first.refresh_from_db()
    assert (first.answered_at, first.status) == (REJECTED + timedelta(days=1), "answered")
    told = clocks_of(Case.objects.get(pk=case.pk), LATER)
    assert [one["days"] for one in told["rounds"]] == [Days(cps=3, police=4), Days(cps=3)]


def test_what_cps_answered_otherwise_was_not_rejected(alice: Person, lena: Person, unit: CpsUnit) -> None:
    first = submitted(a_case(alice), alice, unit)
    write_advice(by=lena, submission=first, text="One.", at=REJECTED)
    submitted(first.case, alice, unit, ISSUED)
    assert refused(reject, first, lena, LATER, triaged_at=REJECTED) == {
        "accepted": "CPS has answered this submission, so its triage did not reject it."
    }


def test_the_date_to_respond_by_lies_after_the_rejection_and_may_have_passed(
    submission: Submission, gita: Person, lena: Person
) -> None:
    given: Any = {"triaged_at": REJECTED, "at": LATER, **DOCUMENT}
    assert refused(reject, submission, gita, respond_by=REJECTED.date(), **given) == {
        "respond_by": "The date to respond by must lie after the day of the rejection."
    }
    triage = reject(submission, gita, respond_by=REJECTED.date() + timedelta(days=1), **given)
    assert triage.respond_by == date(2026, 2, 26)
    due = DueItem.objects.get(source=triage.pk, settled_at__isnull=True)
    assert (due.code, due.due_on) == ("respond_to_triage", date(2026, 2, 26))


def test_every_fault_of_a_triage_is_said_at_once(submission: Submission, lena: Person) -> None:
    early = SUBMITTED - timedelta(hours=1)
    wrong = refused(reject, submission, lena, triaged_at=early, respond_by=early.date(), reasons=[])
    assert set(wrong) == {"triaged_at", "reasons", "respond_by"}
