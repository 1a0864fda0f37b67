"""What the page of telling one victim shows, as far as the role may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from cases.models import DueItem
from rasso_tracker.clocks import caution_of_day_off, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.vault import case_key
from rasso_tracker.vault.models import DataKey
from reviews.enums import DueCode
from reviews.facts import what_stands
from reviews.models import (
    CpsLetter,
    MissedTelling,
    Notification,
    NotToldBefore,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from reviews.rules import stands, was_ended, why_settled
from reviews.rules.telling_plan import is_letter_due, late_to_explain, limit_of_attempts, slips
from reviews.sealed import text_of
from reviews.services.follow_up import letter_owed
from reviews.services.planned import why_closed
from reviews.shown.decisions import reads_evidence
from reviews.telling_enums import WhyAnotherWay
from victims.enums import CommunicationMethod
from victims.rules import details_at
from victims.sealed import opened
from victims.shown.record import doubts


def reads_words(person: Person) -> bool:
    """What victims said and colleagues noted: for the police who read the contact with them.

    A supporter has their own record of their client; what others wrote is not theirs to read.
    """
    reads = person.is_service or person.role.reads(Part.VICTIM_CONTACT)
    return reads and not is_supporter(person)


@dataclass(frozen=True)
class Asked:
    """A question with its words, and who owes the answer."""

    row: VictimQuestion
    question: str
    answer: str
    owner: Person | None


def questions_of(notice: Notification, person: Person, key: DataKey | None) -> list[Asked]:
    """Two statements. `key` is the case's; None for a reader of codes alone."""
    rows = list(VictimQuestion.objects.visible_to(person).filter(notice=notice).select_related("answered_by"))
    items = DueItem.objects.filter(source__in=[one.pk for one in rows], code=DueCode.ANSWER_VICTIM)
    owners = {item.source: item.owner for item in items.select_related("owner")}
    return [
        Asked(
            one,
            text_of(one, "question", key) if key else "",
            text_of(one, "answer", key) if key else "",
            owners.get(one.pk),
        )
        for one in rows
    ]


def plan_ended_by(
    notice: Notification, plans: Sequence[TellingPlan], delays: Sequence[TellingDelay]
) -> tuple[TellingPlan, TellingDelay] | None:
    """The last plan and the wish to wait that ended it; None while one stands, or where nothing is to tell.
    Pure.
    """
    if not notice.is_open or not plans or any(one.superseded_at is None for one in plans):
        return None
    last = max(plans, key=lambda one: (one.superseded_at, one.recorded_at))
    wishes = [one for one in delays if london_date(last.tell_at) < one.until]
    return next(((last, one) for one in wishes if one.recorded_at == last.superseded_at), None)


def caution_of_wait(notice: Notification, at: datetime) -> str:
    """That the day until which they asked to wait is one on which nobody may be there to tell them."""
    until = notice.waits_until
    if until is None or not notice.is_open or until < london_date(at):
        return ""
    return caution_of_day_off("day until which they asked to wait", until)


def wishes_of(notice: Notification, person: Person) -> dict[str, Any]:
    """What the victim's own record says of how and when to reach them; nothing for a role that reads none."""
    details = details_at(notice.victim, now()) if reads_words(person) else None
    if details is None:
        return {"wanted": "", "safe_times": "", "interpreter": False}
    wanted = CommunicationMethod(details.preferred_method)
    return {
        "wanted": wanted.label,
        "safe_times": opened(details, "safe_times"),
        "interpreter": details.interpreter_needed,
    }


def other_ways(person: Person, notices: Sequence[Notification]) -> dict[UUID, str]:
    """By notice of one case why they were told in another way than they had asked for, where the list of
    reasons has no word for it; nothing for a role that reads none.
    """
    other = [one for one in notices if one.why_another == WhyAnotherWay.OTHER]
    if not other or not reads_words(person):
        return {}
    key = case_key(other[0].case_id)
    return {one.pk: text_of(one, "note", key) for one in other}


def missed_of(notice: Notification, person: Person, key: DataKey | None) -> list[tuple[MissedTelling, str]]:
    """What was missed before they came back, with what was said of it; nothing for whoever supports them."""
    if is_supporter(person):
        return []
    rows = MissedTelling.objects.visible_to(person).filter(notice=notice, voided_at__isnull=True)
    return [
        (one, text_of(one, "late_note", key) if key else "") for one in rows.select_related("late_said_by")
    ]


def before_of(
    notice: Notification, person: Person, key: DataKey | None
) -> list[tuple[NotToldBefore, str, str]]:
    """What was said and taken back before the last time, the first one first, with the words of both. One
    statement.
    """
    rows = NotToldBefore.objects.visible_to(person).filter(notice=notice)
    return [
        (one, text_of(one, "note", key) if key else "", text_of(one, "taken_back_note", key) if key else "")
        for one in rows.select_related("said_by", "taken_back_by")
    ]


def to_explain(notice: Notification, at: datetime) -> date | None:
    """By when they were to hear of what is to be explained as late; None where nothing was."""
    try:
        return late_to_explain(notice, at).tell_by
    except NotAllowed:
        return None


def about_notice(person: Person, notice: Notification) -> dict[str, Any]:
    """The page of telling one victim, and what stands above a deed on it."""
    plans = (
        TellingPlan.objects.visible_to(person).filter(notice=notice).select_related("teller", "recorded_by")
    )
    tried = (
        TellingAttempt.objects.visible_to(person)
        .filter(notice=notice, contact__voided_at__isnull=True)
        .select_related("recorded_by", "contact")
    )
    delays = (
        TellingDelay.objects.visible_to(person).filter(notice=notice).select_related("recorded_by", "notice")
    )
    words = reads_words(person)
    key = case_key(notice.case_id) if words else None

    def noted(rows: Any) -> list[tuple[Any, str]]:
        return [(one, text_of(one, "note", key) if key else "") for one in rows]

    planned, asked = noted(plans), noted(delays)
    for plan, _ in planned:
        plan.hour = text_of(plan, "why_hour", key) if key else ""
    attempts = [(one, opened(one.contact, "summary", key) if words else "") for one in tried]
    limit = limit_of_attempts(notice)
    stands_now = next((one for one in planned if one[0].superseded_at is None), None)
    wish = max((row for row, _ in asked), key=lambda row: row.asked_at, default=None)
    return {
        "caption": notice.case.reference,
        "case": notice.case,
        "notice": notice,
        "decision": notice.decision,
        "on_what": what_stands([notice])[notice.pk] if reads_evidence(person) else "",
        "taken_back_before": before_of(notice, person, key),
        "taken_back_note": text_of(notice, "taken_back_note", key) if key else "",
        "how_ended": was_ended(notice.decision, notice.victim),
        "victim": notice.victim,
        "settled": why_settled(notice, now()),
        "plan": stands_now,
        "way_closed": why_closed(stands_now[0], notice, now())
        if stands_now and (words or is_supporter(person))
        else "",
        "put_off": slips([one for one, _ in planned], notice.tell_by, [one.until for one, _ in asked]),
        "plans_before": [one for one in planned if one[0].superseded_at is not None],
        "attempts": attempts,
        "limit": limit,
        "write_now": stands(notice.decision_id, notice.victim_id)
        and is_letter_due(notice, len(attempts), wish, now()),
        "waits_until": wish.until if wish and notice.is_open and len(attempts) >= limit else None,
        "plan_ended": plan_ended_by(notice, [row for row, _ in planned], [row for row, _ in asked]),
        "delays": asked,
        "day_off": caution_of_wait(notice, now()),
        "letter_owed": letter_owed(notice),
        "no_letter_note": text_of(notice, "no_letter_note", key) if key else "",
        "questions": questions_of(notice, person, key),
        "cps_letter": CpsLetter.objects.visible_to(person)
        .filter(decision=notice.decision_id, victim=notice.victim_id)
        .first(),
        "order_reason": text_of(notice, "order_reason", key) if key else "",
        "late_note": text_of(notice, "late_note", key) if key else "",
        "other_ways": other_ways(person, [notice]),
        "wishes": wishes_of(notice, person),
        "doubts": doubts(person, {notice.victim_id}),
        "reads_words": words,
        "says_why_late": not is_supporter(person),
        "missed": missed_of(notice, person, key),
        "to_explain": to_explain(notice, now()),
        "at": now(),
    }


def telling_page(result: Any) -> str:
    notice = result.pk if isinstance(result, Notification) else result.notice_id
    return reverse("telling", args=[notice])
