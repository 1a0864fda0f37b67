"""What was decided on a case and how victims were told, from its rows, as far as the role may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.models import Case
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import day_words, end_of_day, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address
from reviews.enums import OUT_OF_COURT_DISPOSALS
from reviews.models import (
    CpsLetter,
    Decision,
    DecisionLetter,
    DecisionLine,
    EligibilityOverride,
    MissedTelling,
    Notification,
    NotToldBefore,
    ReviewRequest,
    RightTold,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from reviews.timeline.cps_reviews import told_of_cps_reviews
from reviews.timeline.days import told_of_day
from reviews.timeline.extensions import told_of_extensions
from victims.models.base import seen_of_clients

DECISIONS = "Decisions"
REVIEWS = "Right to Review"


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Decisions, notices, rights told and review requests, in no order; a fixed number of statements."""
    if not person.is_service and not person.role.reads(Part.DECISIONS):
        return []
    whole = whole_of(case)
    return [
        *_decisions(whole, person),
        *_notices(whole, person),
        *told_of_day(whole, person),
        *_telling(whole, person),
        *_overrides(whole, person),
        *_rights(whole, person),
        *_requests(whole, person),
        *told_of_cps_reviews(whole, person),
        *_letters(whole, person),
    ]


def _entry(
    at: datetime | None,
    title: str,
    by: Any,
    href: str,
    kind: str,
    detail: str = "",
    note: str = "",
    row: Any = None,
) -> Any:
    if at is None:
        return None
    name = by if isinstance(by, str) else (by.name if by else "")
    return TimelineEntry(at=at, title=title, detail=detail, by=name, kind=kind, href=href, note=note, row=row)


def _present(found: list[Any]) -> list[TimelineEntry]:
    return [one for one in found if one is not None]


def _decisions(whole: Whole, person: Person) -> list[TimelineEntry]:
    told: list[Any] = []
    lines: dict[UUID, set[str]] = {}
    for line in whole.rows(DecisionLine):
        lines.setdefault(line.decision_id, set()).add(line.outcome)
    for one in seen_of_clients(whole, Decision, person):
        href = address("decision_detail", one.pk)
        whose = "CPS" if not one.is_police else "Police"
        codes = ", ".join(sorted(lines.get(one.pk, ()), key=int))
        detail = f"Outcome {codes}"
        outcomes = lines.get(one.pk, set())
        disposed = outcomes & OUT_OF_COURT_DISPOSALS
        ending = "dealing with it out of court" if disposed else "no further action"
        if disposed and disposed != outcomes:
            ending = "dealing with a part of it out of court"
        if one.source != "police_from_document":
            told.append(
                _entry(
                    one.proposed_at,
                    f"{whose}: {ending} proposed",
                    one.maker,
                    href,
                    DECISIONS,
                    detail,
                )
            )
        told.append(
            _entry(
                one.decided_at,
                f"{whose}: {ending} decided",
                one.approved_by,
                href,
                DECISIONS,
                detail,
                note=one.mark,
            )
        )
        never = f"CPS says that it never decided on {ending}"
        told.append(_entry(one.superseded_at, never, one.superseded_by, href, DECISIONS, detail))
        told.append(_entry(one.refused_at, f"Proposal of {ending} refused", one.refused_by, href, DECISIONS))
    return _present(told)


def _notices(whole: Whole, person: Person) -> list[TimelineEntry]:
    told: list[Any] = []
    for one in seen_of_clients(whole, Notification, person):
        href = address("decision_detail", one.decision_id)
        teller = one.told_by or "CPS"
        title = f"{one.victim.label} told of the decision"
        told.append(_entry(one.told_at, title, teller, href, DECISIONS, one.get_method_display(), row=one))
        why = one.get_not_told_because_display()
        title = f"{one.victim.label} not told of the decision"
        told.append(_entry(one.not_told_at, title, one.not_told_by, href, DECISIONS, why))
        said = one.get_untold_because_display()
        told.append(_entry(one.untold_at, title, one.untold_by, href, DECISIONS, said))
        after_all = f"{one.victim.label} to be told of the decision after all"
        why = one.get_taken_back_because_display()
        told.append(_entry(one.taken_back_at, after_all, one.taken_back_by, href, DECISIONS, why))
    for before in seen_of_clients(whole, NotToldBefore, person):
        title, why = f"{before.victim.label} not told of the decision", before.get_because_display()
        told.append(_step(before, before.said_at, title, before.said_by, why))
        title = f"{before.victim.label} to be told of the decision after all"
        why = before.get_taken_back_because_display()
        told.append(_step(before, before.taken_back_at, title, before.taken_back_by, why))
    return _present(told)


def _telling(whole: Whole, person: Person) -> list[TimelineEntry]:
    """What was planned, and what victims asked for and about. What was tried stands in the contact log."""
    told: list[Any] = []
    for plan in seen_of_clients(whole, TellingPlan, person):
        title = f"Planned how {plan.victim.label} is told of the decision"
        told.append(_step(plan, plan.recorded_at, title, plan.recorded_by, plan.get_method_display()))
    for wish in seen_of_clients(whole, TellingDelay, person):
        title = f"{wish.victim.label} asked to be told of the decision later"
        until = f"Until {day_words(wish.until)}"
        told.append(_step(wish, wish.asked_at, title, wish.recorded_by, until))
    for missed in seen_of_clients(whole, MissedTelling, person):
        if missed.voided_at is None:
            title = f"{missed.victim.label} not told of the decision in time"
            by_when = f"They were to hear by {day_words(missed.tell_by)}"
            told.append(_step(missed, end_of_day(missed.tell_by), title, "", by_when))
    for question in seen_of_clients(whole, VictimQuestion, person):
        title = f"{question.victim.label} asked about the decision"
        told.append(_step(question, question.asked_at, title, question.recorded_by))
        answered = f"{question.victim.label} answered on the decision"
        answer = _step(question, question.answered_at, answered, question.answered_by)
        told.append(answer and replace(answer, row=None))
    return _present(told)


def _step(row: Any, at: datetime | None, title: str, by: Any, detail: str = "") -> Any:
    return _entry(at, title, by, address("telling", row.notice_id), DECISIONS, detail, row=row)


def _overrides(whole: Whole, person: Person) -> list[TimelineEntry]:
    told = "may ask for a review, an inspector decided"
    return _present(
        [
            _entry(
                one.decided_at,
                f"{one.victim.label} {told if one.may_ask else told.replace('may', 'may not', 1)}",
                one.decided_by,
                address("decision_detail", one.decision_id),
                REVIEWS,
                one.get_number_display() if one.number else "",
                row=one,
            )
            for one in seen_of_clients(whole, EligibilityOverride, person)
        ]
    )


def _rights(whole: Whole, person: Person) -> list[TimelineEntry]:
    return _present(
        [
            _entry(
                one.told_at,
                f"{one.victim.label} told of the Right to Review",
                one.told_by,
                address("decision_detail", one.decision_id),
                REVIEWS,
                f"{one.get_method_display()}; {one.leaflet_version}",
                row=one,
            )
            for one in seen_of_clients(whole, RightTold, person)
        ]
    )


def _letters(whole: Whole, person: Person) -> list[TimelineEntry]:
    """What went to victims in writing, for those who read letters."""
    told: list[Any] = []
    for one in whole.seen(DecisionLetter, person):
        href = address("letter_detail", one.pk)
        whose = f"Letter {one.number} to {one.victim.label}"
        whose += " on the review" if one.request_id else ""
        told.append(_entry(one.signed_off_at, f"{whose} signed off", one.signed_off_by, href, DECISIONS))
        if one.sent_on:
            how, by = one.get_sent_method_display(), one.sent_recorded_by
            entry = _entry(
                one.sent_at or start_of_day(one.sent_on), f"{whose} sent", by, href, DECISIONS, how, row=one
            )
            told.append(entry if one.sent_at else replace(entry, on=one.sent_on))
        if one.interpreted_on:
            title, by = f"An interpreter read {whose[:1].lower()}{whose[1:]}", one.interpreted_recorded_by
            entry = _entry(start_of_day(one.interpreted_on), title, by, href, DECISIONS)
            told.append(replace(entry, on=one.interpreted_on))
    for sent in whole.seen(CpsLetter, person):
        title = f"CPS sent its letter to {sent.victim.label}"
        href = address("decision_detail", sent.decision_id)
        entry = _entry(start_of_day(sent.sent_on), title, sent.recorded_by, href, DECISIONS, row=sent)
        told.append(replace(entry, on=sent.sent_on))
    return _present(told)


def _requests(whole: Whole, person: Person) -> list[TimelineEntry]:
    told: list[Any] = []
    for one in whole.seen(ReviewRequest, person):
        href = address("review_request_detail", one.pk)
        name = one.reviewer.name if one.reviewer else ""
        for place, (moment, title, by, detail) in enumerate(
            (
                (
                    one.own_ask_at,
                    f"Review asked for: {one.victim.label}",
                    one.recorded_by,
                    one.get_asked_by_display(),
                ),
                (
                    one.eligibility_changed_at,
                    f"Review request: the scheme {'does not cover' if one.not_eligible else 'covers'} it now",
                    None,
                    one.get_not_eligible_display() if one.not_eligible else "",
                ),
                (one.acknowledged_at, "Review request acknowledged", one.acknowledged_by, ""),
                (one.allocated_at, "Review allocated", one.allocated_by, name),
                (one.decided_at, "Review decided", one.reviewer, one.get_outcome_display()),
                (
                    one.outcome_told_at,
                    f"{one.victim.label} told the outcome of the review",
                    one.outcome_told_by,
                    "",
                ),
            )
        ):
            received = None if place else one  # typed in later than it came
            told.append(_entry(moment, title, by, href, REVIEWS, detail, row=received))
    return _present([*told, *told_of_extensions(whole, person)])
