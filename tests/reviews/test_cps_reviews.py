"""CPS's own scheme, followed for the victim: local resolution, then an independent review, in that order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Allegation, Case, DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.cps_review_enums import OUTCOMES_OF_STAGE, CpsReviewOutcome
from reviews.enums import ReviewOutcome
from reviews.models import CpsReview, CpsReviewStage, Decision, DecisionLine
from reviews.shown.cps_reviews import when_asked
from tests.reviews.test_decisions import record_from_document
from tests.reviews.test_extending import counted
from tests.stories import story
from victims import services as victims

AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
RECEIVED, PASSED = date(2026, 9, 14), date(2026, 9, 15)
DECIDED, TOLD = date(2026, 9, 28), datetime(2026, 9, 29, 10, 0, tzinfo=UTC)
NO_HOLIDAYS: set[date] = set()


@story
def of_cps(with_cps: Case, interviewed: Allegation, alice: Person) -> Decision:
    return record_from_document(alice, with_cps, interviewed)


def follow(by: Person, decision: Decision, victim: Victim, **given: Any) -> CpsReview:
    values = {
        "received_on": RECEIVED,
        "reached": "police",
        "channel": "email",
        "asked_by": "victim",
        "at": AT,
        **given,
    }
    return services.record_cps_review(by=by, decision=decision, victim=victim, **values)


@story
def followed(of_cps: Decision, victim: Victim, alice: Person) -> CpsReview:
    return follow(alice, of_cps, victim)


@story
def passed(followed: CpsReview, alice: Person) -> CpsReview:
    return services.pass_on_to_cps(by=alice, review=followed, passed_on=PASSED, at=AT)


def answer(by: Person, review: CpsReview, outcome: str = "local_upheld", **given: Any) -> CpsReviewStage:
    values = {"outcome": outcome, "decided_on": DECIDED, "at": AT, **given}
    return services.record_cps_review_outcome(by=by, review=review, **values)


def heard(by: Person, review: CpsReview, **given: Any) -> CpsReviewStage:
    values = {"told_at": TOLD, "method": "phone", "at": AT, **given}
    return services.record_cps_review_told(by=by, review=review, **values)


def again(by: Person, review: CpsReview, **given: Any) -> CpsReview:
    values = {"asked_on": TOLD.date(), "reached": "cps", "at": AT, **given}
    return services.ask_independent_review(by=by, review=review, **values)


def owed(review: CpsReview) -> dict[str, date]:
    rows = DueItem.objects.filter(source=review.pk, settled_at__isnull=True)
    return dict(rows.values_list("code", "due_on"))


def test_the_outcomes_of_cps_are_a_list_of_their_own() -> None:
    assert not {one.value for one in CpsReviewOutcome} & {one.value for one in ReviewOutcome}
    assert {one for found in OUTCOMES_OF_STAGE.values() for one in found} == set(CpsReviewOutcome)


def test_what_reached_us_is_passed_on_and_then_cps_has_its_ten_days(
    followed: CpsReview, alice: Person
) -> None:
    assert (followed.status, owed(followed)) == (
        "to_pass_on",
        {"pass_to_cps": counted(RECEIVED, 1, NO_HOLIDAYS)},
    )
    review = services.pass_on_to_cps(by=alice, review=followed, passed_on=PASSED, at=AT)
    stage = review.stages.get()
    due = counted(PASSED, 10, NO_HOLIDAYS)
    assert (stage.kind, stage.began_on, stage.due_on, review.status) == ("local", PASSED, due, "with_cps")
    assert owed(review) == {"ask_cps_review": due}


def test_what_went_to_cps_itself_is_with_cps_at_once(of_cps: Decision, victim: Victim, alice: Person) -> None:
    review = follow(alice, of_cps, victim, reached="cps")
    assert (review.status, review.stages.get().began_on) == ("with_cps", RECEIVED)


def test_the_whole_way_to_an_independent_review_that_overturns(passed: CpsReview, alice: Person) -> None:
    answer(alice, passed, letter_on=DECIDED)
    assert owed(passed) == {"tell_cps_review": counted(AT.date(), 1, NO_HOLIDAYS)}
    heard(alice, passed)
    passed.refresh_from_db()
    assert (passed.status, passed.due_on, owed(passed)) == ("answered", None, {})
    again(alice, passed)
    stage = passed.stages.get(kind="independent")
    assert stage.due_on == counted(TOLD.date(), 30, NO_HOLIDAYS)
    assert not DecisionLine.objects.filter(decision=passed.decision_id, ended_at__isnull=False).exists()
    answer(alice, passed, "independent_overturned", decided_on=AT.date())
    [line] = DecisionLine.objects.filter(decision=passed.decision_id)
    assert line.ended_because == "overturned"
    heard(alice, passed, told_at=AT)
    passed.refresh_from_db()
    assert passed.status == "answered"


def test_a_request_for_an_independent_review_that_reached_us_is_passed_on_first(
    passed: CpsReview, alice: Person, sign_in: Any
) -> None:
    answer(alice, passed)
    heard(alice, passed)
    with pytest.raises(Invalid, match="Choose where the request went"):
        again(alice, passed, reached="court")
    review = again(alice, passed, reached="police")
    owing = {"pass_to_cps": counted(TOLD.date(), 1, NO_HOLIDAYS)}
    assert (review.status, owed(review)) == ("to_pass_on", owing)
    with pytest.raises(NotAllowed, match="CPS does not have this request yet"):
        answer(alice, review, "independent_upheld")
    with pytest.raises(Invalid, match="It reached us on 29 September 2026"):
        services.pass_on_to_cps(by=alice, review=review, passed_on=TOLD.date() - timedelta(days=1), at=AT)
    on = TOLD.date() + timedelta(days=1)
    page = sign_in(alice).get(f"/cps-reviews/{review.pk}/").content.decode()
    assert "Asked again, for an independent review" in page
    services.pass_on_to_cps(by=alice, review=review, passed_on=on, at=AT)
    stage = review.stages.get(kind="independent")
    assert (stage.began_on, stage.due_on) == (on, counted(on, 30, NO_HOLIDAYS))
    shown = sign_in(alice).get(f"/api/v1/cps-reviews/{review.pk}/").json()
    found = (shown["asked_again_on"], shown["reached_again"], shown["passed_on_again"], shown["passed_on"])
    assert found == (TOLD.date().isoformat(), "police", on.isoformat(), PASSED.isoformat())


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"again_reached": "police"}, "cps_review_again_together"),
        ({"again_asked_on": PASSED}, "cps_review_again_together"),
        ({"again_passed_on": PASSED}, "cps_review_again_passed_on_together"),
        ({"again_asked_on": PASSED, "again_reached": "police"}, "cps_review_waits_until_passed_on"),
    ],
)
def test_the_table_refuses_a_second_request_that_cannot_be(
    passed: CpsReview, values: dict[str, Any], name: str
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        CpsReview.objects.filter(pk=passed.pk).update(**values)


def test_an_apology_opens_nothing(passed: CpsReview, alice: Person) -> None:
    answer(alice, passed)
    heard(alice, passed)
    again(alice, passed)
    answer(alice, passed, "no_remedy", decided_on=AT.date())
    assert DecisionLine.objects.get(decision=passed.decision_id).ended_at is None


# Orders that cannot be


def test_no_answer_before_cps_has_it(followed: CpsReview, alice: Person) -> None:
    for deed in (answer, heard, again):
        with pytest.raises(NotAllowed):
            deed(alice, followed)


def test_no_independent_review_before_local_resolution_is_answered_and_heard(
    passed: CpsReview, alice: Person
) -> None:
    with pytest.raises(NotAllowed, match="what local resolution came to"):
        again(alice, passed)
    answer(alice, passed)
    with pytest.raises(NotAllowed, match="Nobody has recorded that the victim heard"):
        again(alice, passed)
    heard(alice, passed)
    with pytest.raises(Invalid, match="heard what it came to on 29 September"):
        again(alice, passed, asked_on=TOLD.date() - timedelta(days=1))
    again(alice, passed)
    with pytest.raises(NotAllowed, match="asked for already"):
        again(alice, passed)


def test_no_independent_review_of_what_was_overturned(passed: CpsReview, alice: Person) -> None:
    answer(alice, passed, "local_overturned")
    heard(alice, passed)
    with pytest.raises(NotAllowed, match="nothing is left to review"):
        again(alice, passed)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_on": date(2026, 8, 1)}, "received_on"),
        ({"received_on": AT.date() + timedelta(days=1)}, "received_on"),
        ({"letter_on": date(2026, 8, 1)}, "letter_on"),
        ({"letter_on": RECEIVED + timedelta(days=1)}, "letter_on"),
        ({"reached": "court"}, "reached"),
        ({"channel": "pigeon"}, "channel"),
        ({"asked_by": "suspect"}, "asked_by"),
    ],
)
def test_a_request_that_cannot_be_is_refused_by_the_field(
    of_cps: Decision, victim: Victim, alice: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        follow(alice, of_cps, victim, **given)
    assert list(refused.value.fields) == [field]


def test_who_is_not_on_record_that_day_asks_cps_for_no_victim(
    of_cps: Decision, victim: Victim, alice: Person, ivy: Person, sign_in: Any
) -> None:
    words = " of Victim 1 is on record at that moment. Record that first, or choose"
    for asked_by, noun in (("isva", "ISVA"), ("spokesperson", "spokesperson")):
        with pytest.raises(Invalid) as refused:
            follow(alice, of_cps, victim, asked_by=asked_by, channel="via_isva", reached="court")
        assert refused.value.fields == {
            "reached": "Choose where the request went.",
            "asked_by": f"No {noun}{words} “Somebody else for the victim”.",
            "channel": f"No ISVA{words} how else it came.",
        }
    sent = {"victim": str(victim.pk), "received_on": "2026-09-14", "reached": "police", "channel": "email"}
    sent |= {"decision": str(of_cps.pk), "asked_by": "isva"}
    answer = sign_in(alice).post("/api/v1/cps-reviews/", sent, content_type="application/json")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"asked_by"})

    # On record from the day itself on, at whatever hour of it.
    shared = victims.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=RECEIVED, at=AT)
    victims.end_isva_support(by=alice, support=shared, because="ended", at=AT)
    asked = {"asked_by": "isva", "channel": "via_isva"}
    with pytest.raises(Invalid):
        follow(alice, of_cps, victim, received_on=RECEIVED - timedelta(days=1), **asked)
    assert follow(alice, of_cps, victim, **asked).asked_by == "isva"


def test_nobody_asks_cps_after_their_death(of_cps: Decision, victim: Victim, alice: Person) -> None:
    died = RECEIVED - timedelta(days=1)
    victims.record_circumstances(by=alice, victim=victim, under_18="no", died_on=died, at=AT)
    with pytest.raises(Invalid, match=r"Victim 1 died on 13 September 2026") as refused:
        follow(alice, of_cps, victim)
    assert set(refused.value.fields) == {"asked_by"}
    assert follow(alice, of_cps, victim, asked_by="family").asked_by == "family"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "independent_upheld"}, "outcome"),
        ({"outcome": "upheld"}, "outcome"),
        ({"decided_on": PASSED - timedelta(days=1)}, "decided_on"),
        ({"decided_on": AT.date() + timedelta(days=1)}, "decided_on"),
        ({"letter_on": DECIDED - timedelta(days=1)}, "letter_on"),
        ({"letter_on": AT.date() + timedelta(days=1)}, "letter_on"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_the_field(
    passed: CpsReview, alice: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        answer(alice, passed, **given)
    assert list(refused.value.fields) == [field]


def test_it_is_of_cps_decisions_alone_and_once_a_victim(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    with pytest.raises(NotAllowed, match="The police made this decision"):
        follow(alice, decided, victim)


def test_a_second_one_is_led_to_the_first(followed: CpsReview, victim: Victim, bob: Person) -> None:
    with pytest.raises(Invalid, match="followed already"):
        follow(bob, followed.decision, victim)


# When they asked: three months from 30 November, and a letter on Christmas Eve


@pytest.mark.parametrize(
    ("letter", "ordinary", "last"),
    [
        (date(2026, 11, 30), date(2026, 12, 14), date(2027, 2, 28)),
        (date(2026, 12, 24), date(2027, 1, 12), date(2027, 3, 24)),
        (date(2027, 11, 30), date(2027, 12, 14), date(2028, 2, 29)),
    ],
)
def test_the_days_of_the_scheme_count_from_the_letter(letter: date, ordinary: date, last: date) -> None:
    """Written out by hand: months are clamped to their end; 25, 28 December and 1 January do not count."""
    asked = CpsReview(letter_on=letter, received_on=ordinary)
    assert (asked.ordinary.due_on, asked.last.due_on) == (ordinary, last)
    says = {}
    for day in (ordinary, ordinary + timedelta(days=1), last, last + timedelta(days=1)):
        asked.received_on = day
        says[day] = when_asked(asked)
    first, second, third, fourth = says.values()
    assert "within the ordinary days" in first
    assert second == third
    assert "within the three months" in second
    assert "only exceptionally" in fourth


@pytest.fixture(autouse=True)
def _clocks(db: None) -> None:
    """The clocks are rows."""


# What the table refuses itself


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "independent"}, "cps_stage_in_order"),
        ({"kind": "independent", "after_on": PASSED + timedelta(days=1)}, "cps_stage_in_order"),
        ({"outcome": "independent_upheld", "decided_on": DECIDED}, "cps_stage_outcome_of_its_own"),
        ({"outcome": "local_upheld"}, "cps_stage_decided_together"),
        ({"outcome": "local_upheld", "decided_on": PASSED - timedelta(days=1)}, "cps_stage_decided_together"),
        ({"told_at": TOLD}, "cps_stage_told_together"),
        ({"due_on": PASSED - timedelta(days=1)}, "cps_stage_due_after_start"),
    ],
)
def test_the_table_refuses_a_stage_that_cannot_be(
    passed: CpsReview, values: dict[str, Any], name: str
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        CpsReviewStage.objects.filter(review=passed).update(**values)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"received_on": date(2026, 8, 1)}, "cps_review_after_decision"),
        ({"letter_on": RECEIVED + timedelta(days=1)}, "cps_review_letter_in_order"),
        ({"passed_on_at": RECEIVED - timedelta(days=1)}, "cps_review_passed_on_together"),
        ({"status": "to_pass_on"}, "cps_review_waits_until_passed_on"),
        ({"reached": "cps"}, "cps_review_passed_on_together"),
    ],
)
def test_the_table_refuses_a_review_that_cannot_be(
    passed: CpsReview, values: dict[str, Any], name: str
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        CpsReview.objects.filter(pk=passed.pk).update(**values)


# Pages and API


def test_pages_and_api_do_the_same_for_those_whose_it_is(
    sign_in: Any, of_cps: Decision, victim: Victim, alice: Person, lena: Person, charlie: Person
) -> None:
    browser = sign_in(alice)
    body = {
        "decision": str(of_cps.pk),
        "victim": str(victim.pk),
        "received_on": "2026-09-14",
        "reached": "police",
        "channel": "email",
        "asked_by": "victim",
    }
    made = browser.post("/api/v1/cps-reviews/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    page = browser.get(f"/cps-reviews/{pk}/").content.decode()
    assert "Record that it went on to CPS" in page
    assert "Record CPS&#39;s answer" not in page
    kept = browser.get(f"/api/v1/cps-reviews/{pk}/")["ETag"]
    passed = browser.post(
        f"/api/v1/cps-reviews/{pk}/pass-on/",
        {"passed_on": "2026-09-15"},
        content_type="application/json",
        headers={"If-Match": kept},
    )
    assert passed.status_code == 201, passed.content
    assert [one["kind"] for one in passed.json()["stages"]] == ["local"]
    assert "Local resolution" in browser.get("/cps-reviews/").content.decode()
    assert sign_in(lena).get(f"/cps-reviews/{pk}/").status_code == 200
    assert sign_in(lena).get(f"/cps-reviews/{pk}/outcome/").status_code == 403
    assert sign_in(charlie).get(f"/cps-reviews/{pk}/").status_code == 404


def test_a_date_of_cps_that_nobody_read_at_a_source_says_so(
    passed: CpsReview, alice: Person, sign_in: Any
) -> None:
    browser = sign_in(alice)
    assert "Not verified" in browser.get(f"/cps-reviews/{passed.pk}/").content.decode()
    (stage,) = browser.get(f"/api/v1/cps-reviews/{passed.pk}/").json()["stages"]
    assert (stage["due_by_rule"]["rule"], stage["due_by_rule"]["verified"]) == ("cps_review_local", "U")
