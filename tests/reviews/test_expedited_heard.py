"""CPS means to offer no evidence, and the victim has not heard: that they hear is owed, then they may ask."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Suspect
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import ExpeditedReview
from reviews.services.telling import owed_to
from tests.decisions import by_cps, with_cps
from tests.reviews.test_expedited import (
    AT,
    CHARGED,
    PROPOSED,
    TOLD,
    begin,
    decide,
    owed,
    say,
    tell,
)
from tests.reviews.test_extending import counted
from tests.stories import story
from victims import services as victims

ON_THE_DAY = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
TELL_BY = date(2026, 9, 2)
NEVER_BY_PHONE = {
    "preferred_method": "in_person_station",
    "forbidden_methods": ["phone"],
    "forbidden_because": "overheard",
}


@story
def charged(interviewed: Allegation, case: Case, suspect: Suspect, alice: Person) -> Allegation:
    with_cps(alice, case, CHARGED)
    cases.record_milestone(
        by=alice, case=case, kind="charged", suspect=suspect, occurred_at=CHARGED, at=AT, **by_cps(CHARGED)
    )
    return Allegation.objects.get(pk=interviewed.pk)


@story
def unheard(charged: Allegation, alice: Person) -> ExpeditedReview:
    return begin(alice, charged, told_on=None, at=ON_THE_DAY)


def hear(by: Person, review: ExpeditedReview, **given: Any) -> ExpeditedReview:
    values = {"told_on": TOLD, "method": "phone", "at": AT, **given}
    return services.record_no_evidence_told(by=by, review=review, **values)


def test_that_the_victim_hears_is_owed_and_their_days_to_ask_count_from_when_they_did(
    unheard: ExpeditedReview, alice: Person, sam: Person
) -> None:
    assert (unheard.told_on, unheard.ask_by, owed(unheard)) == (None, None, {"tell_no_evidence": TELL_BY})
    item = DueItem.objects.get(source=unheard.pk)
    assert item.what == "Tell Victim 1 that CPS means to offer no evidence, before it does"
    assert (item.rule, item.started_on, item.owner) == ("tell_no_evidence", PROPOSED, alice)
    assert unheard.state == "The victim is to hear of it"
    late = date(2026, 9, 16)  # two weeks after it was owed: nothing of the victim's days is lost by that
    review = hear(sam, unheard, told_on=late)
    assert (review.told_on, review.told_method, review.told_by, review.told_recorded_at) == (
        late,
        "phone",
        sam,
        AT,
    )
    assert (review.ask_by, owed(review)) == (
        counted(late, 5, set()),
        {"expedited_answer": counted(late, 5, set())},
    )
    event = AuditEvent.objects.get(action="EXPEDITED_HEARD")
    assert (event.person, set(event.subjects)) == (sam, {review.pk, review.victim_id})
    with pytest.raises(Invalid, match="They heard of it on 16 September"):
        say(alice, review, answered_on=late - timedelta(days=1))
    asked = say(alice, review, answered_on=late)
    assert asked.due_on == counted(late, 20, set())


def test_it_is_among_what_is_owed_to_the_victim_in_words(
    unheard: ExpeditedReview, charged: Allegation, alice: Person, sam: Person
) -> None:
    assert unheard.pk in owed_to(victim=unheard.victim)
    hear(alice, unheard)
    assert unheard.pk not in owed_to(victim=unheard.victim)


def test_nobody_asks_before_they_heard(unheard: ExpeditedReview, alice: Person) -> None:
    with pytest.raises(NotAllowed):
        say(alice, unheard)
    with pytest.raises(Invalid, match="has not asked for a review, so CPS has decided none"):
        decide(alice, unheard, "stops")
    hear(alice, unheard)
    with pytest.raises(NotAllowed, match="heard on 2 September 2026 that CPS means to"):
        hear(alice, unheard)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"told_on": PROPOSED - timedelta(days=1)},
            {"told_on": "CPS said it on 1 September 2026: the victim cannot have heard before."},
        ),
        (
            {"told_on": AT.date() + timedelta(days=1), "method": "text"},
            {
                "told_on": "Enter a date that is not in the future.",
                "method": "A text may arrange a talk, but it never carries a decision: choose how they were"
                " told.",
            },
        ),
    ],
)
def test_what_cannot_be_of_hearing_is_said_all_at_once(
    unheard: ExpeditedReview, alice: Person, given: dict[str, Any], said: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        hear(alice, unheard, **given)
    assert refused.value.fields == said


def test_a_way_that_the_victim_forbade_is_refused_now_and_with_the_record(
    unheard: ExpeditedReview, charged: Allegation, alice: Person
) -> None:
    victims.record_contact_details(by=alice, victim=unheard.victim, **NEVER_BY_PHONE, at=CHARGED)
    with pytest.raises(Invalid) as refused:
        hear(alice, unheard)
    assert set(refused.value.fields) == {"method"}
    with pytest.raises(Invalid) as both:  # and what else is wrong, with it
        begin(alice, charged, method="phone")
    assert set(both.value.fields) == {"allegation", "method"}


def test_a_charge_that_is_voided_ends_that_they_are_to_hear_until_somebody_is_charged_again(
    unheard: ExpeditedReview, case: Case, suspect: Suspect, alice: Person
) -> None:
    charge = case.milestones.get(kind="charged", voided_at=None)
    cases.void_milestone(by=alice, milestone=charge, reason="Another suspect.", at=AT)
    assert owed(unheard) == {}
    with pytest.raises(NotAllowed, match="The charge was voided"):
        hear(alice, unheard)
    cases.record_milestone(
        by=alice, case=case, kind="charged", suspect=suspect, occurred_at=CHARGED, at=AT, **by_cps(CHARGED)
    )
    assert owed(unheard) == {"tell_no_evidence": TELL_BY}


def test_page_api_home_and_clocks_say_what_is_owed(
    sign_in: Any, charged: Allegation, alice: Person, ada: Person
) -> None:
    browser, today = sign_in(alice), london_date(now())
    body = {
        "case": str(charged.case_id),
        "allegation": str(charged.pk),
        "proposed_on": today.isoformat(),
        "hearing_on": (today + timedelta(days=3)).isoformat(),
    }
    made = browser.post("/api/v1/expedited-reviews/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    shown, here = made.json(), f"/expedited-reviews/{made.json()['id']}/"
    review = ExpeditedReview.objects.get(pk=shown["id"])
    assert review.telling is not None
    assert (shown["told_on"], shown["ask_by"], shown["tell_by"]) == (
        None,
        None,
        review.telling.due_on.isoformat(),
    )
    assert shown["tell_by_rule"] == {"rule": "tell_no_evidence", "source": None, "verified": "A"}
    page = " ".join(browser.get(here).content.decode().split())
    for words in ("Tell the victim by", "Record that the victim heard what CPS means to do", "Not yet"):
        assert words in page
    assert "Record whether they ask for a review" not in page
    # Three days are fewer than the five working days in which the victim may ask.
    assert f"the hearing is on {day_words(review.hearing_on)}: told today, they may ask until" in page
    what = "Tell Victim 1 that CPS means to offer no evidence, before it does"
    for address in ("/", f"/cases/{charged.case_id}/"):
        assert what in browser.get(address).content.decode(), address
    assert (
        "Tell a victim that CPS means to offer no evidence" in sign_in(ada).get("/clocks/").content.decode()
    )
    sent = {"told_on": today.isoformat(), "method": "phone"}
    read = {"If-Match": f'"{review.version}"'}
    answer = browser.post(f"/api/v1{here}heard/", sent, "application/json", headers=read)
    assert answer.status_code in (200, 201), answer.content
    assert (answer.json()["told_on"], answer.json()["told_method"], answer.json()["tell_by"]) == (
        today.isoformat(),
        "phone",
        None,
    )
    page = " ".join(browser.get(here).content.decode().split())
    assert f"{day_words(today)}, phone, recorded by {alice.name}" in page
    assert "Record whether they ask for a review" in page


def test_the_form_takes_not_yet_and_keeps_what_was_typed(
    sign_in: Any, charged: Allegation, alice: Person
) -> None:
    browser, new = sign_in(alice), f"/cases/{charged.case_id}/expedited-reviews/new/"
    today = london_date(now())
    sent = {"allegation": str(charged.pk)}
    for name, day in (("proposed_on", today), ("hearing_on", today + timedelta(days=30))):
        sent |= {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = browser.post(new, sent | {"method": "phone"}).content.decode()
    assert "Enter when they heard, or leave both empty where they have not heard yet." in page
    made = " ".join(browser.post(new, sent, follow=True).content.decode().split())
    assert "Recorded. Tell Victim 1 before the hearing, kindly and with their supporter." in made
    assert ExpeditedReview.objects.get(allegation=charged).told_on is None


@pytest.mark.parametrize("heard", [False, True])
def test_cps_may_go_on_before_the_victim_asked_and_then_nothing_is_owed_but_that_they_hear_it(
    unheard: ExpeditedReview, charged: Allegation, alice: Person, sign_in: Any, heard: bool
) -> None:
    review = hear(alice, unheard) if heard else unheard
    page, browser = f"/expedited-reviews/{unheard.pk}/", sign_in(alice)
    assert f"{page}outcome/" in browser.get(page).content.decode()
    review = decide(alice, review)
    assert set(owed(review)) == ({"tell_expedited"} if heard else set())
    assert (review.pk in owed_to(victim=review.victim)) is heard
    assert review.state == (
        "Answered: the victim is to hear of it" if heard else "CPS goes on with the charge"
    )
    shown = browser.get(f"/api/v1{page}").json()
    assert (shown["tell_by"], shown["caution"], shown["outcome"]) == (None, None, "continues")
    source = browser.get(page).content.decode()
    assert [one in source for one in (f"{page}heard/", f"{page}answer/", f"{page}told/")] == [
        False,
        False,
        heard,
    ]
    history = browser.get(f"/cases/{review.case_id}/history/").content.decode()
    assert "CPS goes on with the charge after all" in history
    for late in (lambda: say(alice, review), lambda: hear(alice, review)):
        with pytest.raises(NotAllowed):
            late()
    if heard:
        assert tell(alice, review).outcome_told_at is not None
    else:
        with pytest.raises(NotAllowed, match="the victim had not heard that it meant to stop"):
            tell(alice, review)
    assert begin(alice, charged, proposed_on=date(2026, 10, 5), told_on=None).outcome == ""  # another time


def test_the_victim_is_to_hear_by_the_hearing_at_the_latest(charged: Allegation, alice: Person) -> None:
    review = begin(alice, charged, told_on=None, hearing_on=PROPOSED, at=ON_THE_DAY)
    assert review.telling is not None
    assert (review.telling.due_on, owed(review)) == (PROPOSED, {"tell_no_evidence": PROPOSED})
