"""A lesson is drawn from a decision that a review overturned, with an owner who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.models import DueItem, Lesson, Victim
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.models import Decision, ReviewRequest
from reviews.services import allocate_review, decide_review, learn_from_review
from tests.reviews.conftest import LATER, ask

SignIn = Callable[..., Client]
WORDS = "Ask the phone company at once: its records are gone after a year."


def reviewed(
    told: Decision, victim: Victim, alice: Person, sam: Person, rita: Person, outcome: str
) -> ReviewRequest:
    request = ask(alice, told, victim)
    request = allocate_review(by=sam, request=request, reviewer=rita, at=LATER)
    return decide_review(by=rita, request=request, outcome=outcome, reasons="Looked at again.", at=LATER)


def lesson_of(by: Person, request: ReviewRequest, owner: Person, **changed: object) -> ReviewRequest:
    values = {
        "about": "delay",
        "lesson": WORDS,
        "owner": owner,
        "lesson_due_on": london_date(now()) + timedelta(days=20),
        **changed,
    }
    return learn_from_review(by=by, request=request, **values)


def test_its_owner_owes_it_and_hears_at_once(
    told: Decision, victim: Victim, alice: Person, sam: Person, rita: Person
) -> None:
    request = reviewed(told, victim, alice, sam, rita, "further_enquiries")
    lesson_of(sam, request, alice)
    row = Lesson.objects.get(source=request.pk)
    assert (row.learnt_from, row.about, row.owner, row.case) == ("review", "delay", alice, told.case)
    assert [one.owner for one in DueItem.objects.filter(source=row.pk, settled_at__isnull=True)] == [alice]
    deliver_raised(at=now(), tally=Tally())
    assert [one.recipient for one in Message.objects.filter(subject_id=row.pk)] == [alice]


def test_whoever_overturned_it_is_offered_the_lesson(
    told: Decision, victim: Victim, alice: Person, sam: Person, rita: Person, sign_in: SignIn
) -> None:
    request = reviewed(told, victim, alice, sam, rita, "overturned_cps")
    here = f"/right-to-review/{request.pk}/"
    assert f"{here}lessons/new/" in sign_in(rita).get(here).content.decode()
    lesson_of(rita, request, alice)
    assert Lesson.objects.get(source=request.pk).owner == alice


def test_none_where_the_decision_stands_and_none_by_an_officer(
    told: Decision, victim: Victim, alice: Person, sam: Person, rita: Person
) -> None:
    request = reviewed(told, victim, alice, sam, rita, "upheld")
    with pytest.raises(NotAllowed, match="did not leave the decision as it was"):
        lesson_of(sam, request, alice)
    with pytest.raises(NotAllowed, match="Ask a supervisor"):
        lesson_of(alice, request, alice)
    assert not Lesson.objects.exists()


def test_an_owner_who_may_not_see_the_case_is_refused_by_the_field(
    told: Decision, victim: Victim, alice: Person, sam: Person, rita: Person, charlie: Person
) -> None:
    request = reviewed(told, victim, alice, sam, rita, "overturned_cps")
    with pytest.raises(Invalid) as trouble:
        lesson_of(sam, request, charlie)
    assert set(trouble.value.fields) == {"owner"}


def test_the_list_finds_what_nothing_was_learnt_from_yet_and_the_page_leads_to_the_lesson(
    told: Decision, victim: Victim, alice: Person, sam: Person, rita: Person, sign_in: SignIn
) -> None:
    request = reviewed(told, victim, alice, sam, rita, "further_enquiries")
    browser = sign_in(sam)
    page = f"/right-to-review/{request.pk}/"
    assert page in browser.get("/right-to-review/?learnt=owed").content.decode()
    assert browser.get(f"{page}lessons/new/").status_code == 200
    due = london_date(now()) + timedelta(days=20)
    typed = {
        "version": str(ReviewRequest.objects.get().version),
        "about": "delay",
        "lesson": WORDS,
        "owner": str(alice.pk),
        "lesson_due_on_day": str(due.day),
        "lesson_due_on_month": str(due.month),
        "lesson_due_on_year": str(due.year),
    }
    assert browser.post(f"{page}lessons/new/", {**typed, "owner": ""}).status_code == 422
    assert browser.post(f"{page}lessons/new/", typed).status_code == 302
    lesson = Lesson.objects.get()
    assert f"/lessons/{lesson.pk}/" in browser.get(page).content.decode()
    assert page in browser.get(f"/lessons/{lesson.pk}/").content.decode()
    assert page not in browser.get("/right-to-review/?learnt=owed").content.decode()
