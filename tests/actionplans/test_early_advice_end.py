"""CPS closes its record of early advice that no file followed: who owes what then, what ends that, and that a
mistake is taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans import timeline
from actionplans.models import EarlyAdviceEnding, Submission
from actionplans.notices.endings import recheck_advice_ended
from actionplans.services import (
    confirm_advice,
    confirm_early_advice_ending,
    finalise_early_advice,
    take_back_early_advice_end,
    write_advice,
)
from cases.enums import Stage
from cases.models import Case, DueItem, Milestone
from rasso_tracker.messages import NOW, Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, SUBMITTED, issued, moment, submitted
from tests.actionplans.test_recipients import heard
from tests.actionplans.test_superseded import document_of, owed, stage

CLOSED = moment(date(2026, 6, 30))
AFTER = CLOSED + timedelta(days=1)
BY = date(2026, 7, 7)  # five working days after Tuesday 30 June


def ended(early: Submission, by: Person, **more: Any) -> EarlyAdviceEnding:
    more.setdefault("at", CLOSED)
    return finalise_early_advice(by=by, submission=early, **more)


def way_on(early: Submission) -> list[tuple[date, str]]:
    rows = DueItem.objects.filter(source=early.pk, code="unanswered", settled_at__isnull=True)
    return [(one.due_on, one.owner.username if one.owner else "") for one in rows]


def test_it_is_no_decision_and_the_police_owe_a_way_on(early: Submission, lena: Person) -> None:
    row = ended(early, lena, words="Asked twice.")
    case = Case.objects.get(pk=early.case_id)
    assert (case.stage, case.is_closed) == (Stage.ADMIN_FINALISED, False)
    assert way_on(early) == [(BY, "alice")]
    due = recheck_advice_ended([row.pk], CLOSED)[row.pk]
    assert isinstance(due, Due)
    assert (due.urgency, due.due_on) == (NOW, BY)
    assert {"alice", "gita"} <= heard(due)
    told = [(one.title, one.detail) for one in timeline.entries(case, lena)]
    assert ("Submission 1: closed by CPS: no file followed the early advice", "Asked twice.") in told


def test_the_case_that_goes_to_cps_ends_it(
    early: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    row = ended(early, lena)
    deliver(at=CLOSED)
    with pytest.raises(Invalid) as refused:
        submitted(early.case, alice, unit, AFTER, submitted_at=CLOSED - timedelta(hours=1))
    assert refused.value.fields == {
        "submitted_at": "CPS closed its record of submission 1 on 30 June 2026, 1:00pm: this went there after"
        " that."
    }
    submitted(early.case, alice, unit, AFTER)
    assert way_on(early) == []
    assert isinstance(recheck_advice_ended([row.pk], AFTER)[row.pk], Gone)
    sent = Message.objects.filter(kind="early_advice_finalised")
    assert sent.exists()
    assert not sent.filter(handled_at__isnull=True).exists()
    assert stage(early.case) == Stage.RESUBMITTED
    with pytest.raises(NotAllowed, match="The case went to CPS again in submission 2, which rests on this"):
        take_back_early_advice_end(by=lena, ending=row, reason="A mistake.", at=AFTER)


def test_only_early_advice_that_was_given_and_that_nothing_followed_is_closed(
    early: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    plan = issued(early, lena)
    with pytest.raises(NotAllowed, match="Action plan 1 asks about the same"):
        ended(early, lena)
    plan.refresh_from_db()
    second = submitted(early.case, alice, unit, AFTER)
    with pytest.raises(NotAllowed, match="The case went to CPS again in submission 2, so a file did follow"):
        ended(early, lena, at=AFTER)
    with pytest.raises(NotAllowed, match="Only a request for early advice is closed in this way"):
        ended(second, lena, at=AFTER)


def test_advice_comes_first(case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit) -> None:
    made = submitted(case, alice, unit, kind="early_advice")
    with pytest.raises(NotAllowed, match="CPS has not given this early advice yet"):
        ended(made, lena)
    advice = write_advice(
        by=gita, submission=made, text="One.", kind="early", at=ISSUED, **document_of(ISSUED)
    )
    made.refresh_from_db()
    with pytest.raises(Invalid) as refused:
        ended(made, lena, finalised_at=SUBMITTED)
    assert refused.value.fields == {"finalised_at": "This cannot be before CPS gave its early advice."}
    ended(made, lena)
    confirm_advice(by=lena, advice=advice, stands=False, at=AFTER)
    assert (way_on(made), owed(case)) == ([], {"cps_answer"})


def test_a_mistake_is_taken_back_and_stays_in_the_history(early: Submission, lena: Person) -> None:
    row = ended(early, lena)
    take_back_early_advice_end(by=lena, ending=row, reason="The file is here.", at=AFTER)
    assert way_on(early) == []
    assert stage(early.case) == Stage.EARLY_ADVICE_GIVEN
    void = Milestone.objects.get(case=early.case, kind="admin_finalised")
    assert void.void_reason == "What it rested on was recorded by mistake and taken back."
    told = [(one.title, one.detail) for one in timeline.entries(early.case, lena)]
    assert ("Submission 1: CPS's record is open", "That was a mistake: The file is here.") in told
    with pytest.raises(NotAllowed, match="This was taken back on 1 July 2026 already"):
        take_back_early_advice_end(by=lena, ending=row, reason="Again.", at=AFTER)
    ended(early, lena, at=AFTER + timedelta(days=30))
    assert len(way_on(early)) == 1


def test_police_enter_it_and_cps_supersedes_that(early: Submission, gita: Person, lena: Person) -> None:
    row = ended(early, gita, **document_of(moment(date(2026, 5, 4))))
    assert (row.ended_at.date(), way_on(early)) == (date(2026, 5, 4), [(BY, "alice")])
    assert row.when == "4 May 2026, by the document"
    confirm_early_advice_ending(by=lena, ending=row, stands=False, at=AFTER)
    assert (way_on(early), stage(early.case)) == ([], Stage.EARLY_ADVICE_GIVEN)
    second = ended(early, gita, at=AFTER, **document_of(AFTER))
    confirm_early_advice_ending(by=lena, ending=second, stands=True, at=AFTER)
    with pytest.raises(NotAllowed):
        take_back_early_advice_end(by=gita, ending=second, reason="Not so.", at=AFTER)


def test_pages_and_api_say_it_and_offer_what_comes_next(
    early: Submission, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    page = reverse("submission_detail", args=[early.pk])
    close = reverse("finalise_early_advice", args=[early.pk])
    assert close in sign_in(lena).get(page).content.decode()
    ended(early, lena, words="Asked twice.")
    shown = sign_in(alice).get(page).content.decode()
    assert "since no file followed its early advice (Lena): Asked twice." in shown
    assert "Alice owes a way on" in shown
    assert reverse("submit_to_cps", args=[early.case_id]) in shown
    assert close not in sign_in(lena).get(page).content.decode()
    row = EarlyAdviceEnding.objects.get()
    assert reverse("take_back_early_advice_end", args=[row.pk]) in sign_in(lena).get(page).content.decode()
    known = sign_in(lena).get(f"/api/v1/submissions/{early.pk}/").json()
    assert [(one["id"], one["words"], one["taken_back_because"]) for one in known["endings"]] == [
        (str(row.pk), "Asked twice.", "")
    ]


@pytest.mark.parametrize("username", ["alice", "gita", "lena"])
def test_the_page_of_the_case_says_that_cps_closed_it_until_that_was_a_mistake(
    username: str, early: Submission, lena: Person, sign_in: Callable[..., Any]
) -> None:
    client, path = sign_in(Person.objects.get(username=username)), f"/cases/{early.case_id}/"
    says = ("Closed by CPS, no file followed", "CPS closed its record 30 June 2026, 1:00pm: no decision")
    assert [one in client.get(path).content.decode() for one in says] == [False, False]
    row = ended(early, lena)
    page = client.get(path).content.decode()
    assert [one in page for one in says] == [True, True]
    take_back_early_advice_end(by=lena, ending=row, reason="A file came.", at=AFTER)
    assert [one in client.get(path).content.decode() for one in says] == [False, False]
