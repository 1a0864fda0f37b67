"""The expedited review: after charge, before CPS offers no evidence, where and while the Area runs it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Suspect
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import ExpeditedReview
from tests.decisions import by_cps, with_cps
from tests.reviews.test_extending import counted
from tests.stories import story

AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
CHARGED = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
PROPOSED, TOLD, ASKED = date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 4)
HEARING = date(2026, 10, 30)


@story
def charged(interviewed: Allegation, case: Case, suspect: Suspect, alice: Person) -> Allegation:
    with_cps(alice, case, CHARGED)
    cases.record_milestone(
        by=alice, case=case, kind="charged", suspect=suspect, occurred_at=CHARGED, at=AT, **by_cps(CHARGED)
    )
    return Allegation.objects.get(pk=interviewed.pk)


def begin(by: Person, allegation: Allegation, **given: Any) -> ExpeditedReview:
    values = {
        "allegation": allegation,
        "proposed_on": PROPOSED,
        "hearing_on": HEARING,
        "told_on": TOLD,
        "at": AT,
        **given,
    }
    return services.record_no_evidence_proposed(by=by, case=allegation.case, **values)


@story
def begun(charged: Allegation, alice: Person) -> ExpeditedReview:
    return begin(alice, charged)


def say(by: Person, review: ExpeditedReview, answer: str = "asked", **given: Any) -> ExpeditedReview:
    values = {"answer": answer, "answered_on": ASKED, "at": AT, **given}
    return services.record_expedited_answer(by=by, review=review, **values)


def decide(by: Person, review: ExpeditedReview, outcome: str = "continues", **given: Any) -> ExpeditedReview:
    values = {"outcome": outcome, "decided_on": date(2026, 9, 30), "at": AT, **given}
    return services.record_expedited_outcome(by=by, review=review, **values)


def tell(by: Person, review: ExpeditedReview, **given: Any) -> ExpeditedReview:
    values = {"told_at": datetime(2026, 9, 30, 15, 0, tzinfo=UTC), "method": "phone", "at": AT, **given}
    return services.record_expedited_told(by=by, review=review, **values)


def owed(review: ExpeditedReview) -> dict[str, date]:
    rows = DueItem.objects.filter(source=review.pk, settled_at__isnull=True)
    return dict(rows.values_list("code", "due_on"))


def test_the_whole_way_by_its_clocks(begun: ExpeditedReview, alice: Person) -> None:
    assert (begun.ask_by, owed(begun)) == (counted(TOLD, 5, set()), {"expedited_answer": begun.ask_by})
    review = say(alice, begun)
    due = counted(ASKED, 20, set())
    assert (review.due_on, owed(review)) == (due, {"ask_expedited": due})
    assert not review.hearing_comes_first(AT)
    review = decide(alice, review)
    assert list(owed(review)) == ["tell_expedited"]
    review = tell(alice, review)
    assert (review.state, owed(review)) == ("The victim has the answer", {})


def test_who_does_not_ask_owes_nobody_anything(
    begun: ExpeditedReview, alice: Person, charged: Allegation
) -> None:
    review = say(alice, begun, "not_asked")
    assert (review.due_on, owed(review), review.state) == (None, {}, "No review asked for")
    with pytest.raises(NotAllowed, match="has not asked"):
        decide(alice, review)
    assert begin(alice, charged).pk != review.pk  # CPS may mean to again


def test_a_hearing_before_the_review_is_due_is_said_and_may_move(
    begun: ExpeditedReview, alice: Person
) -> None:
    soon = services.move_expedited_hearing(by=alice, review=begun, hearing_on=date(2026, 9, 10), at=AT)
    review = say(alice, soon)
    before, after = (datetime(2026, 9, day, 11, 0, tzinfo=UTC) for day in (10, 11))
    assert (review.hearing_comes_first(before), review.hearing_has_been(before)) == (True, False)
    assert (review.hearing_comes_first(after), review.hearing_has_been(after)) == (False, True)
    moved = services.move_expedited_hearing(by=alice, review=review, hearing_on=HEARING, at=AT)
    assert not moved.hearing_comes_first(before)


def test_the_page_says_which_dates_the_hearing_had_and_who_moved_it(
    begun: ExpeditedReview, alice: Person, sam: Person, sign_in: Any
) -> None:
    address = f"/expedited-reviews/{begun.pk}/"
    assert "Hearing before" not in sign_in(alice).get(address).content.decode()
    once = services.move_expedited_hearing(by=alice, review=begun, hearing_on=date(2026, 9, 10), at=AT)
    review = say(alice, once)  # an edit that leaves the date
    services.move_expedited_hearing(by=sam, review=review, hearing_on=date(2026, 11, 5), at=AT)
    page = " ".join(sign_in(alice).get(address).content.decode().split())
    told = re.findall(r"Hearing before.*?<dd[^>]*>(.*?)\. Moved .*? by (.*?)</dd>", page)
    assert [(day.strip(), by.strip()) for day, by in told] == [
        ("30 October 2026", alice.name),
        ("10 September 2026", sam.name),
    ]
    by_api = sign_in(alice).get(f"/api/v1{address}").json()["hearings_before"]
    assert [(one["hearing_on"], one["moved_by"]) for one in by_api] == [
        ("2026-10-30", alice.username),
        ("2026-09-10", sam.username),
    ]
    assert [one["moved_at"] for one in by_api] == sorted(one["moved_at"] for one in by_api)


def test_the_area_runs_it_from_a_day(charged: Allegation, alice: Person) -> None:
    """From 2 February 2026 by the dated rule: the day before is refused, whatever else fits."""
    with pytest.raises(Invalid, match="did not run the expedited review here on 1 February 2026"):
        begin(alice, charged, proposed_on=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"proposed_on": AT.date() + timedelta(days=1)}, "proposed_on"),
        ({"proposed_on": CHARGED.date() - timedelta(days=1)}, "allegation"),
        ({"hearing_on": PROPOSED - timedelta(days=1)}, "hearing_on"),
        ({"hearing_on": PROPOSED + timedelta(days=731)}, "hearing_on"),
        ({"told_on": PROPOSED - timedelta(days=1)}, "told_on"),
        ({"told_on": AT.date() + timedelta(days=1)}, "told_on"),
        ({"told_on": None, "method": "phone"}, "told_on"),
        ({"method": "carrier pigeon"}, "method"),
    ],
)
def test_what_cannot_be_is_refused_by_the_field(
    charged: Allegation, alice: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        begin(alice, charged, **given)
    assert field in refused.value.fields


def test_it_is_of_a_charge_that_stands(
    charged: Allegation, interviewed: Allegation, case: Case, suspect: Suspect, alice: Person
) -> None:
    cases.record_milestone(
        by=alice, case=case, kind="finalised", suspect=suspect, occurred_at=CHARGED + timedelta(days=9), at=AT
    )
    with pytest.raises(Invalid, match="Nobody stood charged"):
        begin(alice, charged)


def test_one_open_a_charge(begun: ExpeditedReview, charged: Allegation, bob: Person) -> None:
    with pytest.raises(Invalid, match="followed already"):
        begin(bob, charged)


def test_each_step_follows_the_one_before_it(begun: ExpeditedReview, alice: Person) -> None:
    with pytest.raises(NotAllowed):
        tell(alice, begun)
    with pytest.raises(Invalid, match="has not asked for a review, so CPS has decided none"):
        decide(alice, begun, "stops")
    with pytest.raises(Invalid, match="They heard of it on 2 September"):
        say(alice, begun, answered_on=TOLD - timedelta(days=1))
    say(alice, begun)
    with pytest.raises(NotAllowed, match="recorded already"):
        say(alice, begun)
    with pytest.raises(Invalid, match="They asked on 4 September"):
        decide(alice, begun, decided_on=ASKED - timedelta(days=1))
    decide(alice, begun)
    with pytest.raises(Invalid, match="CPS decided on 30 September"):
        tell(alice, begun, told_at=datetime(2026, 9, 29, 9, 0, tzinfo=UTC))
    with pytest.raises(NotAllowed, match="does not move any more"):
        services.move_expedited_hearing(by=alice, review=begun, hearing_on=HEARING, at=AT)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"told_on": PROPOSED - timedelta(days=1)}, "expedited_heard_in_order"),
        ({"told_on": AT.date() + timedelta(days=1)}, "expedited_heard_in_order"),
        ({"told_on": None}, "expedited_heard_in_order"),
        ({"told_on": None, "ask_by": None, "told_method": "phone"}, "expedited_heard_in_order"),
        ({"told_recorded_at": AT, "told_method": "phone"}, "expedited_heard_in_order"),
        (
            {"told_on": None, "ask_by": None, "answer": "not_asked", "answered_on": ASKED},
            "expedited_answer_in_order",
        ),
        ({"told_method": "carrier pigeon"}, "expedited_heard_how_known"),
        ({"hearing_on": PROPOSED - timedelta(days=1)}, "expedited_begins_in_order"),
        ({"answer": "asked"}, "expedited_answer_in_order"),
        ({"answer": "not_asked", "answered_on": TOLD - timedelta(days=1)}, "expedited_answer_in_order"),
        ({"outcome": "stops", "decided_on": ASKED}, "expedited_outcome_in_order"),
        ({"outcome": "continues"}, "expedited_outcome_in_order"),
        (
            {"outcome": "continues", "decided_on": PROPOSED - timedelta(days=1)},
            "expedited_outcome_in_order",
        ),
        ({"outcome_told_at": AT}, "expedited_told_in_order"),
    ],
)
def test_the_table_refuses_what_cannot_be(begun: ExpeditedReview, values: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        ExpeditedReview.objects.filter(pk=begun.pk).update(**values)


def test_pages_and_api_do_the_same(sign_in: Any, charged: Allegation, alice: Person, lena: Person) -> None:
    browser = sign_in(alice)
    body = {
        "case": str(charged.case_id),
        "allegation": str(charged.pk),
        "proposed_on": "2026-09-01",
        "hearing_on": "2026-10-30",
        "told_on": "2026-09-02",
    }
    new = f"/cases/{charged.case_id}/expedited-reviews/new/"
    assert charged.crime_reference in browser.get(new).content.decode()
    made = browser.post("/api/v1/expedited-reviews/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    page = browser.get(f"/expedited-reviews/{pk}/").content.decode()
    assert "Record whether they ask for a review" in page
    form = browser.get(f"/expedited-reviews/{pk}/answer/")
    assert form.status_code == 200
    assert browser.get(new).status_code == 403  # it runs on the only charge
    assert (made.json()["asking_ends_too_late"], "may ask, " in page) == (False, False)
    review = ExpeditedReview.objects.get(pk=pk)
    services.move_expedited_hearing(by=alice, review=review, hearing_on=date(2026, 9, 8))
    moved = browser.get(f"/api/v1/expedited-reviews/{pk}/").json()
    assert (moved["ask_by"], moved["asking_ends_too_late"]) == ("2026-09-09", True)
    held = "The hearing was on 8 September 2026, and no answer of CPS is recorded."
    assert held in browser.get(f"/expedited-reviews/{pk}/").content.decode()
    review = say(alice, ExpeditedReview.objects.get(pk=pk), "not_asked")
    assert not review.asking_ends_too_late
    assert sign_in(lena).get(f"/expedited-reviews/{pk}/").status_code == 404


def test_who_asks_after_the_hearing_hears_by_page_and_api_that_it_has_been(
    sign_in: Any, charged: Allegation, alice: Person
) -> None:
    browser = sign_in(alice)
    hearing = ASKED - timedelta(days=1)
    held = f"The hearing was on {day_words(hearing)}, and no answer of CPS is recorded."
    for by_page in (True, False):
        review = begin(alice, charged, hearing_on=hearing)
        here = f"/expedited-reviews/{review.pk}/"
        sent: dict[str, Any] = {"answer": "asked"}
        if by_page:
            sent |= {"answered_on_day": ASKED.day, "answered_on_month": ASKED.month}
            sent["version"] = str(review.version)
            page = browser.post(f"{here}answer/", {**sent, "answered_on_year": ASKED.year}, follow=True)
            said = " ".join(page.content.decode().split())
            assert said.count(held) == 2  # beside what was recorded, and on the page from then on
        else:
            sent["answered_on"] = ASKED.isoformat()
            read = {"If-Match": f'"{review.version}"'}
            answer = browser.post(f"/api/v1{here}answer/", sent, "application/json", headers=read)
            assert answer.status_code in (200, 201), answer.json()
            shown = answer.json()
            assert (shown["hearing_has_been"], shown["hearing_comes_first"]) == (True, False)
            assert shown["caution"].startswith(held)
        decide(alice, ExpeditedReview.objects.get(pk=review.pk), at=now())
        shown = browser.get(f"/api/v1{here}").json()
        assert (shown["hearing_has_been"], shown["caution"]) == (False, None)


def test_a_hearing_that_has_been_is_not_said_to_come_before_anything(
    sign_in: Any, begun: ExpeditedReview, alice: Person
) -> None:
    browser, here = sign_in(alice), f"/expedited-reviews/{begun.pk}/"
    today = london_date(now())
    say(alice, begun)
    due = ExpeditedReview.objects.get(pk=begun.pk).due_on
    assert due is not None
    assert due < today

    def move(day: date) -> str:
        sent = {"hearing_on_day": day.day, "hearing_on_month": day.month, "hearing_on_year": day.year}
        review = ExpeditedReview.objects.get(pk=begun.pk)
        page = browser.post(f"{here}hearing/", {**sent, "version": str(review.version)}, follow=True)
        return " ".join(page.content.decode().split())

    held = move(date(2026, 9, 10))  # before the review was due, and long gone
    assert "Changed. That hearing has been: ask CPS what happened at it" in held
    assert "The hearing was on 10 September 2026, and no answer of CPS is recorded." in held
    assert "comes before the review is due" not in held
    assert browser.get(f"/api/v1{here}").json()["hearing_has_been"] is True
    ahead = move(today + timedelta(days=20))
    assert ("Changed." in ahead, "The hearing was on" in ahead) == (True, False)
    assert browser.get(f"/api/v1{here}").json()["hearing_has_been"] is False


def test_a_hearing_ahead_before_the_last_day_to_ask_or_to_answer_is_said(
    sign_in: Any, charged: Allegation, alice: Person
) -> None:
    today = london_date(now())
    review = begin(
        alice, charged, proposed_on=today, told_on=today, hearing_on=today + timedelta(days=1), at=now()
    )
    browser, here = sign_in(alice), f"/expedited-reviews/{review.pk}/"
    caution = f"The hearing on {day_words(review.hearing_on)} is before the last day on which the victim may"
    assert caution in browser.get(here).content.decode()
    say(alice, review, answered_on=today, at=now())
    page = browser.get(here).content.decode()
    assert f"The hearing on {day_words(review.hearing_on)} comes before the review is due." in page


def test_a_hearing_moves_no_further_than_courts_list(begun: ExpeditedReview, alice: Person) -> None:
    furthest = AT.date() + timedelta(days=730)
    with pytest.raises(Invalid) as no:
        services.move_expedited_hearing(
            by=alice, review=begun, hearing_on=furthest + timedelta(days=1), at=AT
        )
    assert no.value.fields == {"hearing_on": "That is more than two years ahead: check the year."}
    assert services.move_expedited_hearing(by=alice, review=begun, hearing_on=furthest, at=AT).pk == begun.pk


def test_nobody_asks_of_a_charge_that_is_over(begun: ExpeditedReview, alice: Person) -> None:
    over = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
    cases.record_milestone(
        by=alice,
        case=begun.case,
        kind="finalised",
        suspect=begun.allegation.suspect,
        occurred_at=over,
        at=AT,
    )
    with pytest.raises(Invalid) as no:
        say(alice, begun)
    assert set(no.value.fields) == {"answer"}
    assert "Nobody stood charged on this allegation any more on 4 September 2026" in no.value.fields["answer"]
    assert say(alice, begun, answered_on=TOLD).answered_on == TOLD


def test_a_charge_that_is_voided_ends_what_is_owed_until_somebody_is_charged_again(
    begun: ExpeditedReview, case: Case, suspect: Suspect, alice: Person, sign_in: Any
) -> None:
    def owed() -> set[str]:
        found = DueItem.objects.filter(source=begun.pk, settled_at__isnull=True)
        return set(found.values_list("code", flat=True))

    page = f"/expedited-reviews/{begun.pk}/"
    gone = "The charge was voided"
    assert owed() == {"expedited_answer"}
    charge = case.milestones.get(kind="charged", voided_at=None)
    cases.void_milestone(by=alice, milestone=charge, reason="Another suspect.", at=AT)
    assert (owed(), gone in sign_in(alice).get(page).content.decode()) == (set(), True)
    assert gone in sign_in(alice).get(f"/api/v1{page}").json()["caution"]
    with pytest.raises(NotAllowed, match="The charge was voided"):
        say(alice, begun)
    begun.refresh_from_db()
    assert begun.state == "The charge was voided"
    cases.record_milestone(
        by=alice, case=case, kind="charged", suspect=suspect, occurred_at=CHARGED, at=AT, **by_cps(CHARGED)
    )
    assert (owed(), gone in sign_in(alice).get(page).content.decode()) == ({"expedited_answer"}, False)
    assert say(alice, begun).answer == "asked"


def test_an_answer_of_cps_that_came_while_the_charge_was_void_outlives_it(
    begun: ExpeditedReview, case: Case, suspect: Suspect, alice: Person, sign_in: Any
) -> None:
    page = f"/expedited-reviews/{begun.pk}/"
    say(alice, begun)
    charge = case.milestones.get(kind="charged", voided_at=None)
    cases.void_milestone(by=alice, milestone=charge, reason="Another suspect.", at=AT)
    shown = sign_in(alice).get(f"/api/v1{page}").json()
    assert (shown["due_on"], shown["tell_by"], shown["charge_gone_at"] is None) == (None, None, False)
    decide(alice, begun)
    assert "The charge was voided" not in sign_in(alice).get(page).content.decode()
    cases.record_milestone(
        by=alice, case=case, kind="charged", suspect=suspect, occurred_at=CHARGED, at=AT, **by_cps(CHARGED)
    )
    shown = sign_in(alice).get(f"/api/v1{page}").json()
    assert (shown["charge_gone_at"], shown["caution"]) == (None, None)
    assert set(owed(begun)) == {"tell_expedited"}
    assert tell(alice, begun).outcome_told_at is not None
