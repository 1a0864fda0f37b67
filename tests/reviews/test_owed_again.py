"""What police and CPS asked of each other is owed again once a case that was closed is open again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from actionplans.models import (
    Advice,
    AdviceQuestion,
    CaseStrategy,
    ClinicFollowUp,
    FollowUpChange,
)
from actionplans.services import (
    add_follow_up,
    answer_question,
    ask_question,
    countersign_advice,
    finish_follow_up,
    record_clinic_result,
    triage_submission,
    write_advice,
)
from cases.models import Allegation, Case, DueItem
from cases.services import CASE_CLOSED
from rasso_tracker.clocks import ClockCode, deadline
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from reviews import services
from reviews.models import Decision
from tests.actionplans.conftest import submitted
from tests.actionplans.test_clinics import a_clinic, booked, slot
from tests.actionplans.test_strategies import written
from tests.reviews.conftest import on
from tests.reviews.test_never_decided import decided, never
from tests.stories import story

Owed = dict[tuple[str, str], date]
# They fall away with the case by rules of their own: what supervision owes begins anew, and what CPS owes of
# each round follows from the acts that stand.
OF_THEIR_OWN = {"supervisory_review", "direction", "cps_answer"}
TOLD = {"advice_to_countersign", "advice_refused"}


@dataclass(frozen=True)
class Asked:
    """A case on which everything that two sides ask of each other waits, as it stands on 13 March."""

    case: Case
    about: Allegation
    question: AdviceQuestion
    refused: Advice
    unsigned: Advice
    strategy: CaseStrategy
    follow_up: ClinicFollowUp


AT = on(13)


def owed(case: Case) -> Owed:
    rows = DueItem.objects.filter(case=case, settled_at__isnull=True)
    codes = {"advice_question", "countersign", "advice_again", "strategy_review", "clinic_follow_up"}
    return {
        (one.code, str(one.source)): one.due_on for one in rows if one.code in codes | {"respond_to_triage"}
    }


def heard_of() -> dict[str, set[Any]]:
    rows = Message.objects.filter(kind__in=TOLD, handled_at__isnull=True)
    return {kind: {one.subject_id for one in rows if one.kind == kind} for kind in TOLD}


@story
def asked(
    case: Case, interviewed: Allegation, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> Asked:
    countersigner = Person.objects.select_related("cps_unit").get(username="max")
    clinic = a_clinic(gita, gita, lena, on=date(2026, 3, 10), from_time=time(9), to_time=time(10), at=on(3))
    booking = booked(case, alice, slot(clinic), at=on(4))
    record_clinic_result(
        by=lena, booking=booking, status="heard", outcome="advice", attended=[alice, lena],
        advice="None.", advice_kind="nfa", at=on(10),
    )  # fmt: skip
    follow_up = add_follow_up(
        by=lena, booking=booking, what="Ask the lab.", due_on=date(2026, 3, 20), at=on(10)
    )
    sent = submitted(case, alice, unit, on(12))
    strategy = written(alice, case, next_decision_on=date(2026, 4, 3), review_on=date(2026, 3, 24), at=on(12))
    refused = write_advice(by=lena, submission=sent, text="No.", kind="nfa", at=on(12, hour=13))
    countersign_advice(by=countersigner, advice=refused, holds=False, words="The phone.", at=on(12, hour=14))
    again = submitted(case, alice, unit, on(12, hour=15))
    triage_submission(
        by=lena, submission=again, accepted=False, reasons=[{"reason": "no_mg3", "words": ""}],
        respond_by=date(2026, 3, 30), at=on(12, hour=16),
    )  # fmt: skip
    question = ask_question(by=alice, submission=sent, text="Which phone?", at=on(12, hour=14))
    unsigned = Advice.objects.get(booking=booking)
    return Asked(case, interviewed, question, refused, unsigned, strategy, follow_up)


def test_what_a_decision_that_never_was_had_ended_is_owed_by_the_date_that_stood(
    asked: Asked, alice: Person, lena: Person
) -> None:
    before = owed(asked.case)
    assert sorted(code for code, _ in before) == [
        "advice_again", "advice_question", "clinic_follow_up", "countersign", "respond_to_triage",
        "strategy_review",
    ]  # fmt: skip
    deliver(at=AT)
    told = heard_of()
    assert told == {"advice_to_countersign": {asked.unsigned.pk}, "advice_refused": {asked.refused.pk}}
    decision = decided(alice, asked.about, AT)
    ended = DueItem.objects.filter(case=asked.case, settled_at=AT, fell_away=CASE_CLOSED)
    fell_away = {(one.code, str(one.source)) for one in ended if one.code not in OF_THEIR_OWN}
    assert fell_away == set(before)  # so that a kind of thing owed that is new to either is seen here
    assert (owed(asked.case), heard_of()) == ({}, {kind: set() for kind in TOLD})
    never(decision, lena, on(27))
    deliver(at=on(27))
    assert (owed(asked.case), heard_of()) == (before, told)  # late by now, some of it: a mistake wins no time


def opened(
    asked: Asked, alice: Person, lena: Person, countersigner: Person, at: datetime, meanwhile: Any = None
) -> Decision:
    decision = decided(alice, asked.about, AT)
    services.confirm_cps_decision(by=lena, decision=decision, stands=True, at=AT)
    if meanwhile is not None:
        meanwhile()
    return services.reopen_decision(by=countersigner, decision=decision, reason="A witness.", at=at)


def test_a_case_that_is_opened_again_soon_owes_each_by_its_own_date(
    asked: Asked, alice: Person, lena: Person, countersigner: Person
) -> None:
    before = owed(asked.case)
    opened(asked, alice, lena, countersigner, AT + timedelta(hours=1))
    of_triage = [key for key in before if key[0] == "respond_to_triage"]
    assert owed(asked.case) == {key: due_on for key, due_on in before.items() if key not in of_triage}


def test_a_date_that_passed_while_the_case_was_closed_is_set_by_its_rule_from_the_opening(
    asked: Asked, alice: Person, lena: Person, countersigner: Person, sign_in: Any
) -> None:
    at = on(15, 4)
    opened(asked, alice, lena, countersigner, at)
    by = {code: deadline(code, at).due_on for code in (ClockCode.ADVICE_QUESTION, ClockCode.COUNTERSIGN)}
    review = deadline(ClockCode.PLAN_REVIEW, at)
    assert owed(asked.case) == {
        ("advice_question", str(asked.question.pk)): by[ClockCode.ADVICE_QUESTION],
        ("countersign", str(asked.unsigned.pk)): by[ClockCode.COUNTERSIGN],
        ("advice_again", str(asked.refused.pk)): by[ClockCode.COUNTERSIGN],
        ("strategy_review", str(asked.case.pk)): review.due_on,
        ("clinic_follow_up", str(asked.follow_up.pk)): review.due_on,
    }
    asked.question.refresh_from_db()
    asked.strategy.refresh_from_db()
    asked.follow_up.refresh_from_db()
    assert asked.question.due_on == by[ClockCode.ADVICE_QUESTION]
    assert asked.strategy.review_on == asked.follow_up.due_on == review.due_on
    change = FollowUpChange.objects.get(follow_up=asked.follow_up)
    assert (change.kind, change.due_on) == ("moved", date(2026, 3, 20))
    deliver(at=at)
    assert heard_of() == {"advice_to_countersign": {asked.unsigned.pk}, "advice_refused": {asked.refused.pk}}
    message = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True).first()
    assert message is not None
    assert message.due_on == by[ClockCode.COUNTERSIGN]


def test_what_was_done_while_the_case_was_closed_is_not_asked_for_again(
    asked: Asked, alice: Person, lena: Person, countersigner: Person
) -> None:
    def meanwhile() -> None:
        answer_question(by=lena, question=asked.question, text="The black one.", at=on(14))
        countersign_advice(by=countersigner, advice=asked.unsigned, at=on(14))
        finish_follow_up(by=alice, follow_up=asked.follow_up, done="Asked.", at=on(14))

    opened(asked, alice, lena, countersigner, on(16), meanwhile)
    assert sorted(code for code, _ in owed(asked.case)) == ["advice_again", "strategy_review"]


def test_what_a_second_lawyer_refused_while_the_case_was_closed_is_to_be_written_again(
    asked: Asked, alice: Person, lena: Person, countersigner: Person
) -> None:
    def meanwhile() -> None:
        countersign_advice(by=countersigner, advice=asked.unsigned, holds=False, words="No.", at=on(14))

    opened(asked, alice, lena, countersigner, on(16), meanwhile)
    again = {key for code, key in owed(asked.case) if code == "advice_again"}
    assert again == {str(asked.unsigned.pk), str(asked.refused.pk)}


@pytest.mark.parametrize("days", [1, 40])
def test_the_pages_say_the_date_by_which_it_is_owed_and_none_while_the_case_is_closed(
    days: int, asked: Asked, alice: Person, lena: Person, countersigner: Person, sign_in: Any
) -> None:
    page = f"/submissions/{asked.refused.submission_id}/"
    clinic = f"/clinic-bookings/{asked.unsigned.booking_id}/"
    words = (
        (page, "CPS answer by"),
        (page, "CPS writes another version by"),
        (clinic, "CPS countersigns by"),
    )
    browser = sign_in(alice)

    def said() -> list[bool]:
        return [one in browser.get(path).content.decode() for path, one in words]

    assert said() == [True] * 3
    decision = decided(alice, asked.about, AT)
    services.confirm_cps_decision(by=lena, decision=decision, stands=True, at=AT)
    assert said() == [False] * 3
    at = AT + timedelta(days=days)
    services.reopen_decision(by=countersigner, decision=decision, reason="A witness.", at=at)
    assert said() == [True] * 3
