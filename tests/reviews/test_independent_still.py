"""A reviewer who is promoted, moves, or comes to supervise the maker while a review is under way."""

from __future__ import annotations

from typing import Any

import pytest

from cases import services as cases
from cases.forms import describe
from cases.models import Case, DueItem, NamedAccess
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import ReviewRequest
from tests.reviews.conftest import LATER


def change(person: Person, **values: Any) -> Person:
    """As people's own deeds leave it, which are tried elsewhere."""
    with open_door("test"):
        Person.objects.filter(pk=person.pk).update(**values)
    return Person.objects.get(pk=person.pk)


def decide(by: Person, request: ReviewRequest) -> ReviewRequest:
    return services.decide_review(by=by, request=request, outcome="upheld", reasons="It stands.", at=LATER)


def test_a_reviewer_who_is_promoted_goes_on_and_their_rank_stays_as_it_was(
    allocated: ReviewRequest, rita: Person
) -> None:
    before = allocated.reviewer_standing
    done = decide(change(rita, rank=Rank.SUPERINTENDENT), allocated)
    assert (done.status, done.reviewer_standing) == ("decided", before)


def test_a_maker_who_is_promoted_meanwhile_changes_nothing(
    allocated: ReviewRequest, rita: Person, alice: Person
) -> None:
    change(alice, rank=Rank.SUPERINTENDENT)
    assert decide(rita, allocated).status == "decided"


def test_a_reviewer_who_moves_goes_on(allocated: ReviewRequest, rita: Person) -> None:
    moved = change(rita, district=District.objects.get(code="bradford"))
    assert decide(moved, allocated).status == "decided"


def test_a_reviewer_who_comes_to_supervise_the_maker_gives_it_back(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person, dina: Person
) -> None:
    change(alice, supervisor=rita)
    with pytest.raises(NotAllowed, match="Rita supervises Alice, who made the decision"):
        decide(rita, allocated)
    back = services.give_review_back(by=rita, request=allocated, reason="I supervise the officer.", at=LATER)
    assert (back.status, back.reviewer, back.allocated_at) == ("received", None, None)
    assert not NamedAccess.objects.filter(case=case, person=rita, ended_at__isnull=True).exists()
    assert DueItem.objects.get(source=back.pk, code="complete_review", settled_at__isnull=True).owner is None
    with pytest.raises(Invalid, match="supervises Alice"):
        services.allocate_review(by=dina, request=back, reviewer=rita, at=LATER)


def test_a_reviewer_who_was_put_to_work_on_the_case_gives_it_back(
    allocated: ReviewRequest, case: Case, rita: Person, dina: Person
) -> None:
    both = change(rita, roles=["reviewer", "officer"])
    cases.assign_officer(by=dina, case=case, person=both, duty="sto", at=LATER)
    with pytest.raises(NotAllowed, match="has worked on this case"):
        decide(both, allocated)


def test_only_its_reviewer_or_who_allocates_gives_it_back_with_a_reason(
    allocated: ReviewRequest, alice: Person, dina: Person, rita: Person
) -> None:
    with pytest.raises(NotAllowed):
        services.give_review_back(by=alice, request=allocated, reason="For them.", at=LATER)
    with pytest.raises(Invalid, match="Say why"):
        services.give_review_back(by=rita, request=allocated, reason=" ", at=LATER)
    assert (
        services.give_review_back(by=dina, request=allocated, reason="On leave.", at=LATER).reviewer is None
    )
    with pytest.raises(NotAllowed, match="with nobody"):
        services.give_review_back(by=dina, request=allocated, reason="Again.", at=LATER)


def test_the_page_leads_to_the_list_once_the_case_is_closed_to_them(
    sign_in: Any, allocated: ReviewRequest, rita: Person
) -> None:
    browser = sign_in(rita)
    page = browser.get(f"/right-to-review/{allocated.pk}/give-back/")
    answer = browser.post(
        f"/right-to-review/{allocated.pk}/give-back/",
        {"reason": "On leave.", "version": allocated.version},
        follow=True,
    )
    assert page.status_code == 200
    assert answer.redirect_chain[-1][0] == "/right-to-review/"
    assert "record-lines" not in answer.content.decode()  # they would lead to a case that is closed to them
    assert browser.get(f"/right-to-review/{allocated.pk}/").status_code == 404


def test_each_reviewer_who_is_offered_is_named_with_a_rank_or_the_grade_that_equals_one(
    asked: ReviewRequest, rita: Person
) -> None:
    named = {
        describe(change(rita, **given)) for given in ({}, {"rank": None, "equated_rank": Rank.INSPECTOR})
    }
    assert named == {
        "Rita, Detective Chief Inspector",
        "Rita, police staff equated to Detective Inspector",
    }
