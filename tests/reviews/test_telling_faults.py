"""The forms of telling say what the form and what the deed do not take in one go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import (
    Decision,
    Notification,
    ReviewRequest,
    RightTold,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from tests.reviews.conftest import DECIDED_AT, LATER, OPENED_AT, TOLD_AT, ask, tell
from victims import services as victims

BEFORE = {
    "told_at_day": "1",
    "told_at_month": "9",
    "told_at_year": "2026",
    "told_at_time": "09:00",
}
FRIDAY_EVENING = {"tell_at_month": "9", "tell_at_year": "2026", "tell_at_time": "18:00"}
TOLD = {**BEFORE, "told_at_day": "2", "told_at_time": "16:00"}


def faults(answer: Any) -> set[str]:
    assert answer.status_code == 422
    return set(answer.context["form"].errors)


def prefer_phone(by: Person, victim: Victim) -> None:
    victims.record_contact_details(
        by=by,
        victim=victim,
        preferred_method="phone",
        phone="07700 900001",
        forbidden_methods=["post"],
        forbidden_because="suspect",
        at=OPENED_AT,
    )


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({}, {"told_at", "method", "understood"}),
        ({**BEFORE, "method": "phone"}, {"told_at", "understood"}),
        ({**TOLD, "method": "post"}, {"understood", "method", "why_another"}),
        ({**TOLD, "why_another": "advised", "method": "phone"}, {"understood", "why_another"}),
        ({"method": "phone", "wanted_method": "email"}, {"told_at", "understood", "why_another"}),
        ({"not_told_because": "other", **TOLD}, {"told_at", "note"}),
        ({"not_told_because": "deceased", "method": "phone"}, {"method", "not_told_because"}),
    ],
)
def test_a_telling_with_gaps_says_what_else_is_wrong(
    decided: Decision,
    victim: Victim,
    alice: Person,
    sign_in: Any,
    typed: dict[str, str],
    wanted: set[str],
) -> None:
    prefer_phone(alice, victim)
    with time_machine.travel(LATER, tick=False):
        browser = sign_in(alice)
        answer = browser.post(f"/decisions/{decided.pk}/notify/", {"victim": str(victim.pk), **typed})
    assert faults(answer) == wanted
    assert not Notification.objects.filter(told_at__isnull=False).exists()


def test_the_deed_itself_says_every_fault_of_a_telling(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    prefer_phone(alice, victim)
    with pytest.raises(Invalid) as refused:
        tell(alice, decided, victim, method="post", wanted_method="", why_another="", understood="")
    assert set(refused.value.fields) == {"method", "why_another", "understood"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({}, {"told_at", "method", "leaflet_version"}),
        ({**BEFORE, "method": "phone"}, {"told_at", "leaflet_version"}),
        ({**TOLD, "method": "post"}, {"method", "leaflet_version"}),
        ({**TOLD, "told_at_time": "15:00"}, {"told_at", "method", "leaflet_version"}),
    ],
)
def test_word_of_the_right_with_gaps_says_what_else_is_wrong(
    decided: Decision,
    victim: Victim,
    alice: Person,
    sign_in: Any,
    typed: dict[str, str],
    wanted: set[str],
) -> None:
    prefer_phone(alice, victim)
    tell(alice, decided, victim, method="phone")
    with time_machine.travel(LATER, tick=False):
        browser = sign_in(alice)
        answer = browser.post(f"/decisions/{decided.pk}/tell-right/", {"victim": str(victim.pk), **typed})
    assert faults(answer) == wanted
    assert not RightTold.objects.exists()


def test_by_api_the_faults_of_both_kinds_come_together(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    prefer_phone(alice, victim)
    body = {"decision": str(decided.pk), "victim": str(victim.pk), "method": "post"}
    told_at = (DECIDED_AT - timedelta(days=1)).isoformat()
    with time_machine.travel(TOLD_AT, tick=False):
        browser = sign_in(alice)
        for path, wanted in (
            ("notifications", {"told_at", "understood"}),
            ("rights-told", {"told_at", "leaflet_version"}),
        ):
            answer = browser.post(
                f"/api/v1/{path}/", {**body, "told_at": told_at}, content_type="application/json"
            )
            assert (answer.status_code, set(answer.json()["fields"])) == (400, wanted)


NOT_A_TELLER = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("path", ["notify", "tell-right"])
def test_a_wrong_teller_hides_no_other_fault(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any, path: str
) -> None:
    prefer_phone(alice, victim)
    if path == "tell-right":
        tell(alice, decided, victim, method="phone")
    with time_machine.travel(LATER, tick=False):
        browser = sign_in(alice)
        sent = {"victim": str(victim.pk), **TOLD, "method": "post", "told_by": NOT_A_TELLER}
        answer = browser.post(f"/decisions/{decided.pk}/{path}/", sent)
        api = {"notify": "notifications", "tell-right": "rights-told"}[path]
        body = {"decision": str(decided.pk), "victim": str(victim.pk), "method": "post"}
        body |= {"told_at": (DECIDED_AT - timedelta(days=1)).isoformat(), "told_by": NOT_A_TELLER}
        by_api = browser.post(f"/api/v1/{api}/", body, content_type="application/json")
    more = {"understood", "why_another"} if path == "notify" else {"leaflet_version"}
    assert faults(answer) == {"told_by", "method", *more}
    more -= {"why_another"}
    assert set(by_api.json()["fields"]) >= {"told_by", "told_at", *more}


LATE = {
    "received_at_day": "10",
    "received_at_month": "2",
    "received_at_year": "2027",
    "received_at_time": "09:00",
}
TOO_EARLY = {**LATE, "received_at_month": "1", "received_at_year": "2026"}
AFTER_ALL = datetime(2027, 2, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({}, {"received_at", "channel", "asked_by"}),
        (LATE, {"channel", "asked_by", "discretion_reason"}),
        ({**LATE, "channel": "phone"}, {"asked_by", "discretion_reason"}),
        ({**LATE, "asked_by": "victim"}, {"channel", "discretion_reason"}),
        ({**LATE, "asked_by": "isva"}, {"channel", "asked_by", "discretion_reason"}),
        ({**LATE, "asked_by": "nobody", "channel": "phone"}, {"asked_by", "discretion_reason"}),
        (TOO_EARLY, {"received_at", "channel", "asked_by"}),
    ],
)
def test_a_first_request_with_gaps_says_what_else_is_wrong(
    told: Decision, victim: Victim, alice: Person, sign_in: Any, typed: dict[str, str], wanted: set[str]
) -> None:
    with time_machine.travel(AFTER_ALL, tick=False):
        browser = sign_in(alice)
        path = f"/decisions/{told.pk}/review-requests/new/"
        answer = browser.post(path, {"victim": str(victim.pk), **typed})
    assert faults(answer) == wanted
    assert not ReviewRequest.objects.exists()


def test_a_first_request_beside_an_open_one_says_what_is_missing_too(
    asked: ReviewRequest, victim: Victim, alice: Person, sign_in: Any
) -> None:
    path = f"/decisions/{asked.decision_id}/review-requests/new/"
    for more, wanted in (({}, {"received_at"}), (LATE, {"discretion_reason"})):
        with time_machine.travel(AFTER_ALL, tick=False):
            answer = sign_in(alice).post(path, {"victim": str(victim.pk), **more})
        assert faults(answer) == {"victim", "channel", "asked_by", *wanted}


def test_by_api_a_late_request_says_its_faults_together(
    told: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    body = {"decision": str(told.pk), "victim": str(victim.pk), "received_at": "2027-02-10T09:00:00Z"}
    with time_machine.travel(AFTER_ALL, tick=False):
        answer = sign_in(alice).post("/api/v1/review-requests/", body, content_type="application/json")
    assert (answer.status_code, set(answer.json()["fields"])) == (
        400,
        {"channel", "asked_by", "discretion_reason"},
    )
    with pytest.raises(Invalid) as refused:
        ask(alice, told, victim, received_at=AFTER_ALL, at=AFTER_ALL, channel="", asked_by="")
    assert set(refused.value.fields) == {"channel", "asked_by", "discretion_reason"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({}, {"method", "tell_at", "time_fits", "teller", "interpreter"}),
        (
            {"method": "post", "time_fits": "safe_time", "companions": "isva"},
            {"method", "why_another", "tell_at", "time_fits", "teller", "interpreter"},
        ),
        (
            {"time_fits": "none_recorded", "companions": "isva", "tell_at_day": "4", **FRIDAY_EVENING},
            {"method", "tell_at", "note", "teller", "interpreter", "companions"},
        ),
    ],
)
def test_a_plan_with_gaps_says_what_else_is_wrong(
    decided: Decision,
    victim: Victim,
    alice: Person,
    sign_in: Any,
    typed: dict[str, str],
    wanted: set[str],
) -> None:
    prefer_phone(alice, victim)
    notice = Notification.objects.get(decision=decided)
    with time_machine.travel(TOLD_AT, tick=False):
        answer = sign_in(alice).post(f"/notifications/{notice.pk}/plans/", typed)
    assert faults(answer) == wanted
    assert not TellingPlan.objects.exists()


ASKED = {"asked_at_day": "3", "asked_at_month": "9", "asked_at_year": "2026", "asked_at_time": "9:00"}
TRIED = {"tried_at_day": "3", "tried_at_month": "9", "tried_at_year": "2026", "tried_at_time": "9:00"}
TOO_EARLY = {"tried_at_day": "1"}
UNTIL = {"until_day": "1", "until_month": "9", "until_year": "2026"}
DUE = {"due_on_day": "1", "due_on_month": "9", "due_on_year": "2026"}
ANSWERED = {"answered_at_day": "2", "answered_at_month": "9", "answered_at_year": "2026"}


def asked_them(by: Person, notice: Notification) -> VictimQuestion:
    return services.record_victim_question(
        by=by, notice=notice, question="Why not?", asked_at=DECIDED_AT + timedelta(days=1), at=LATER
    )


@pytest.mark.parametrize(
    ("deed", "typed", "wanted"),
    [
        ("attempts", {}, {"tried_at", "method", "outcome"}),
        ("attempts", {**TRIED, "method": "post"}, {"method", "outcome"}),
        ("attempts", {"method": "post", "outcome": "other"}, {"tried_at", "method", "note"}),
        ("attempts", {**TRIED, **TOO_EARLY, "method": "post"}, {"tried_at", "method", "outcome"}),
        ("attempts", {**TRIED, "method": "phone", "outcome": "message_left"}, {"outcome"}),
        ("delays", {}, {"asked_at", "asked_through", "until"}),
        ("delays", {**ASKED, **UNTIL}, {"asked_through", "until"}),
        ("delays", {**UNTIL, "until_year": "2030", "asked_through": "text"}, {"asked_at", "until"}),
        ("delays", {**ASKED, "asked_at_month": "1"}, {"asked_at", "asked_through", "until"}),
        ("questions", {**ASKED, **DUE}, {"question", "due_on"}),
        ("questions", {**ASKED, "asked_at_day": "1"}, {"question", "asked_at"}),
        ("answer", {}, {"answer", "answered_at", "answered_through"}),
        ("answer", {**ANSWERED, "answered_at_time": "9:00"}, {"answer", "answered_at", "answered_through"}),
        ("answer", {"answered_through": "post"}, {"answer", "answered_at", "answered_through"}),
    ],
)
def test_the_forms_around_a_telling_say_every_fault_at_once(
    decided: Decision,
    victim: Victim,
    alice: Person,
    sign_in: Any,
    deed: str,
    typed: dict[str, str],
    wanted: set[str],
) -> None:
    prefer_phone(alice, victim)
    notice = Notification.objects.get(decision=decided)
    where = f"/notifications/{notice.pk}/{deed}/"
    if deed == "answer":
        where = f"/victim-questions/{asked_them(alice, notice).pk}/answer/"
    with time_machine.travel(LATER, tick=False):
        answer = sign_in(alice).post(where, typed)
    assert faults(answer) == wanted
    assert (TellingAttempt.objects.count(), TellingDelay.objects.count()) == (0, 0)


def test_the_deeds_around_a_telling_say_every_fault_at_once(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    prefer_phone(alice, victim)
    notice, before = Notification.objects.get(decision=decided), DECIDED_AT - timedelta(days=90)
    row = asked_them(alice, notice)
    about = {"by": alice, "notice": notice, "at": LATER}
    for deed, wanted in (
        (
            lambda: services.record_telling_attempt(**about, tried_at=before, method="post", outcome="other"),
            {"tried_at", "method", "note"},
        ),
        (
            lambda: services.record_wish_to_wait(
                **about, asked_at=before, asked_through="pigeon", until=LATER.date() + timedelta(days=400)
            ),
            {"asked_at", "asked_through", "until"},
        ),
        (
            lambda: services.record_victim_question(
                **about, question=" ", asked_at=before, due_on=LATER.date()
            ),
            {"question", "asked_at"},
        ),
        (
            lambda: services.answer_victim_question(
                by=alice, question=row, answer="", answered_at=before, answered_through="post", at=LATER
            ),
            {"answer", "answered_at", "answered_through"},
        ),
    ):
        with pytest.raises(Invalid) as refused:
            deed()
        assert set(refused.value.fields) == wanted
