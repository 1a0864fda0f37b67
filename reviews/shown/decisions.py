"""What the pages of decisions and reviews show, as far as the role may read; a fixed number of statements
each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from cases.enums import MilestoneKind
from cases.matching import settled_of_looks
from cases.models import Case, Milestone, Victim
from rasso_tracker.audit import Action
from rasso_tracker.audit.reading import each_time, latest
from rasso_tracker.clocks import Deadline, moment_words, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter
from reviews import rules
from reviews.clocks import request_window
from reviews.eligibility import Answer
from reviews.enums import LineEnded, RequestStatus
from reviews.facts import answers_by_rules, answers_of, what_stands, window_began
from reviews.meetings import unmet_of
from reviews.models import (
    Decision,
    DecisionCheck,
    DecisionLine,
    EligibilityOverride,
    Notification,
    ReviewRequest,
    RightTold,
)
from reviews.rules.matches import look_is_wanted, suspect_is_known
from reviews.sealed import text_of
from reviews.shown.askers import (
    NO_ENQUIRIES,
    also_hear,
    asked_since,
    askers_of,
    caution_of_telling,
    enquiries_of,
    enquiries_on,
)
from reviews.shown.carrying_out import carrying_out_of
from reviews.shown.eligibility import eligibility_change
from reviews.shown.extensions import days_off, extensions_of, lessons_of, update_owed, updates_of
from reviews.shown.letters import cps_letters_of, letters_of, letters_on
from reviews.shown.opened import opened_again
from victims.bereaved import Hearer, death_in_words, hearer_of, hearers_of, whom
from victims.shown.record import doubts

# Who may ask where they have died: the scheme takes close family and whoever speaks for them as the victim.
WHO_ASKS = {
    Hearer.VICTIM: "They",
    Hearer.SPEAKER: "Whoever speaks for them, or another of their close family,",
    Hearer.FAMILY: "Somebody of their close family, or whoever is to speak for them,",
    Hearer.NOBODY: "Somebody of their close family",
}


@dataclass
class VictimTold:
    """One victim of a decision: were they told of it, and of the right; may they ask; have they asked?"""

    victim: Victim
    notice: Notification | None = None
    right: RightTold | None = None
    rights_before: list[RightTold] = field(default_factory=list)  # of a right that ended
    answer: Answer | None = None
    requests: list[ReviewRequest] = field(default_factory=list)
    stands: bool = False  # something of the decision, for this victim
    on_what: str = ""  # on which crimes, where a part of it ended
    ends: list[str] = field(default_factory=list)  # how each line ended, "" of one that stands
    hearer: Hearer = Hearer.VICTIM

    @cached_property
    def untold(self) -> str:
        return untold_words(self.notice)

    @property
    def who_asks(self) -> str:
        """Who may ask for a review, to begin a sentence."""
        return WHO_ASKS[self.hearer]

    @property
    def how_ended(self) -> str:
        """What became of what ended for them, within a sentence."""
        return rules.how_ended(self.ends)

    @property
    def cancelled(self) -> int:
        """How many crimes, where every one of theirs ended so."""
        return len(self.ends) if set(self.ends) == {LineEnded.CANCELLED} else 0

    @property
    def window(self) -> Deadline | None:
        """Until when the victim may ask as of right; None for one who was not told or may not ask."""
        began = window_began(self.notice, self.right) if self.notice and self.answer else None
        return request_window(began) if began else None


def lines_seen(decision: Decision, person: Person) -> list[DecisionLine]:
    return list(
        DecisionLine.objects.visible_to(person)
        .filter(decision=decision)
        .select_related("allegation", "allegation__suspect", "victim")
        .order_by("id")
    )


def told_of(decision: Decision, lines: list[DecisionLine], person: Person) -> list[VictimTold]:
    """By victim, in the order of their numbers."""
    hearers = hearers_of({line.victim for line in lines}, now())
    found = {line.victim_id: VictimTold(line.victim, hearer=hearers[line.victim_id]) for line in lines}
    for line in lines:
        found[line.victim_id].stands |= line.ended_at is None
        found[line.victim_id].ends.append(line.ended_because)
    for notice in Notification.objects.visible_to(person).filter(decision=decision).select_related("told_by"):
        if notice.victim_id in found:
            found[notice.victim_id].notice = notice
    for pk, on_what in _on_what(decision, lines, person).items():
        found[pk].on_what = on_what
    for right in RightTold.objects.visible_to(person).filter(decision=decision).select_related("told_by"):
        if right.victim_id in found and right.ended_at is not None:
            found[right.victim_id].rights_before.append(right)
        elif right.victim_id in found:
            found[right.victim_id].right = right
    for request in ReviewRequest.objects.visible_to(person).filter(decision=decision):
        if request.victim_id in found:
            found[request.victim_id].requests.append(request)
    if decision.is_authorised:
        answers: dict[UUID, Answer] = answers_of(decision, now())
        for key, one in found.items():
            one.answer = answers.get(key)
    return sorted(found.values(), key=lambda one: one.victim.number)


def untold_words(notice: Notification | None) -> str:
    """Why nobody tells them, while that settles it."""
    if notice is None or not rules.settled_for_good(notice, now()):
        return ""
    return str(notice.get_not_told_because_display())


def overrides_of(decision: Decision, person: Person) -> list[EligibilityOverride]:
    """What inspectors decided against the rules on who may ask for a review, the last first."""
    rows = EligibilityOverride.objects.visible_to(person).filter(decision=decision)
    return list(rows.select_related("decided_by", "victim").order_by("-decided_at", "-id"))


def _on_what(decision: Decision, lines: list[DecisionLine], person: Person) -> dict[UUID, str]:
    """By victim on which crimes a decision stands of which a part ended, for those who read the evidence."""
    if not reads_evidence(person) or all(one.ended_at is None for one in lines):
        return {}
    notices = Notification.objects.filter(decision=decision, victim__in={one.victim_id for one in lines})
    found = what_stands(notices)
    return {one.victim_id: found[one.pk] for one in notices}


def charges_on(case: Case) -> list[Milestone]:
    """The charges that stand on the case, whose parts a decision leaves out."""
    rows = Milestone.objects.filter(case=case, kind=MilestoneKind.CHARGED, voided_at__isnull=True)
    return list(rows.select_related("allegation", "recorded_by"))


def reads_evidence(person: Person) -> bool:
    """The rationale weighs the evidence: for those who read the investigation, not for a supporter."""
    return person.is_service or person.role.reads(Part.INVESTIGATION)


def checks_of(decision: Decision) -> list[tuple[DecisionCheck, str]]:
    """What a decision rests on, each with its words."""
    return [(row, text_of(row, "words")) for row in DecisionCheck.objects.filter(decision=decision)]


@dataclass(frozen=True)
class Look:
    """Whether a supervisor looked at other reports about the suspect. What it found is for those who may see
    matches: None for anybody else, who hear the same whether there was a match or not.
    """

    suspect_known: bool
    at: datetime | None
    found: tuple[int, int, int] | None  # the same person, somebody else, not settled


def look_of(decision: Decision, person: Person | None = None) -> Look | None:
    """The look that a decision of the police rests on; None of one of CPS. Nobody is asked to type it.

    Nobody authorises it with a match left to look at, so the day of that is the day of the look; until then
    the last look since it was put forward. Without `person` what was found stays out.
    """
    if not decision.is_police:
        return None
    if not suspect_is_known(decision):
        return Look(suspect_known=False, at=None, found=None)
    at = decision.decided_at
    if at is None:
        look = latest(Action.MATCHES_LOOKED_AT, decision.case_id)
        at = look.at if look and look.at >= decision.proposed_at else None
    may = person is not None and (person.is_service or person.role.reads(Part.MATCHES))
    return Look(suspect_known=True, at=at, found=settled_of_looks(decision.case) if may and at else None)


def about_case(person: Person, case: Case) -> dict[str, Any]:
    """The reference above the heading, so that nobody decides on the wrong case."""
    return {"caption": case.reference, "case": case}


def about_decision(person: Person, decision: Decision) -> dict[str, Any]:
    """What stands above a deed on a decision, and on its own page."""
    lines = lines_seen(decision, person)
    evidence = reads_evidence(person)
    overrides = overrides_of(decision, person)
    by_rules = answers_by_rules(decision, now()) if overrides else {}
    return {
        "caption": decision.case.reference,
        "case": decision.case,
        "decision": decision,
        "lines": lines,
        "charges": charges_on(decision.case) if evidence else [],
        "opened_again": opened_again(lines) if evidence else [],
        "open_now": evidence and any(one.ended_at and one.allegation.is_undecided for one in lines),
        "told": told_of(decision, lines, person),
        "overrides": [
            (
                one,
                text_of(one, "reason") if evidence else "",
                bool(by_rules.get(one.victim_id)) is one.may_ask,
            )
            for one in overrides
        ],
        "letters": letters_of(decision, person),
        "cps_letters": cps_letters_of(decision, person),
        "doubts": doubts(person, {one.victim_id for one in lines}),
        "unmet": unmet_of(decision) if person.is_service or person.role.reads(Part.CPS) else None,
        "evidence": evidence,
        "rationale": text_of(decision, "rationale") if evidence else "",
        "beyond_refusal": text_of(decision, "beyond_refusal") if evidence else "",
        "refusal": text_of(decision, "refusal") if evidence else "",
        "checks": checks_of(decision) if evidence else [],
        "look": look_of(decision, person) if evidence else None,
        "look_is_wanted": evidence and look_is_wanted(decision),
        "asks_for_matches": evidence and rules.asks_for_matches(decision),
        "matches_left": rules.matches_left(person, decision),
        "untold_client": untold_client(decision, person),
        **(enquiries_on(person, decision.case, now()) if evidence and decision.is_police else NO_ENQUIRIES),
        "at": now(),
    }


def untold_client(decision: Decision, person: Person) -> Notification | None:
    """The notice of a client who has not heard of the decision yet, for an ISVA who was told first."""
    if not is_supporter(person):
        return None
    rows = Notification.objects.visible_to(person).filter(decision=decision, told_at__isnull=True)
    found: Notification | None = rows.order_by("due_on").first()
    return found


@dataclass(frozen=True)
class GivenBack:
    """That a request which waits to be allocated was given back: when, by whom and why."""

    at: datetime
    by: str
    reason: str


def given_back(request: ReviewRequest, person: Person) -> GivenBack | None:
    """For those who work on reviews: a supporter or CPS reads nothing of who may review it."""
    if request.status != RequestStatus.RECEIVED or not _works_on_reviews(person):
        return None
    event = latest(Action.REVIEW_GIVEN_BACK, request.pk)
    return GivenBack(event.at, event.person.name if event.person else "", event.reason) if event else None


HANDED = (Action.REVIEW_ALLOCATED, Action.REVIEW_GIVEN_BACK, Action.REVIEW_TO_ALLOCATE_AGAIN)


@dataclass
class HadBefore:
    """Somebody who had a request before: allocated when, and until when; None where the log does not say."""

    person_id: UUID
    allocated_at: datetime | None
    until: datetime | None = None
    name: str = ""


def had_before(request: ReviewRequest, person: Person) -> list[HadBefore]:
    """Who had the review before whoever has it now, for those who work on reviews; from the log.

    Why they gave it back is for whoever allocates it again (`given_back`).
    """
    if not _works_on_reviews(person):
        return []
    found: list[HadBefore] = []
    for event in each_time(HANDED, request.pk):
        whom = next((one for one in event.subjects if one != request.pk), None)
        if event.action == Action.REVIEW_ALLOCATED.name and whom is not None:
            found.append(HadBefore(whom, event.at))
        elif found and found[-1].until is None and whom in (None, found[-1].person_id):
            found[-1].until = event.at
        elif whom is not None:
            found.append(HadBefore(whom, None, event.at))
    earlier = [one for one in found if one.until is not None]
    names = dict(Person.objects.filter(pk__in=[one.person_id for one in earlier]).values_list("pk", "name"))
    for one in earlier:
        one.name = names[one.person_id]
    return earlier


def _works_on_reviews(person: Person) -> bool:
    return person.is_service or person.role.may("allocate_review") or person.role.may("give_review_back")


def why_no_months(request: ReviewRequest) -> str:
    """Why the months to ask had not begun when a request came, in a sentence; "" where they had."""
    if request.told_at is not None:
        return ""
    notice = Notification.objects.get(decision=request.decision_id, victim=request.victim_id)
    if notice.told_at is not None:
        return (
            f"That they were told is on record for {moment_words(notice.told_at)}. This came before that, or"
            " before it was recorded: the dates of the review count from receipt."
        )
    if notice.not_told_because:
        return "Nobody could tell them of the decision. The dates of the review count from receipt."
    return (
        "Nobody has recorded that they were told of the decision. That record is still owed; the dates of the"
        " review count from receipt all the same."
    )


def about_request(person: Person, request: ReviewRequest) -> dict[str, Any]:
    """What stands above a deed on a review request, and on its own page."""
    at = now()
    extensions = extensions_of(request, person)
    update, lessons = update_owed(request, person), lessons_of(request, person)
    who = hearer_of(request.victim, at)
    askers = askers_of(request, person)
    return {
        "askers": askers,
        "also_hear": also_hear(request, askers),
        "asked_since": asked_since(request, askers),
        "check_telling": caution_of_telling(request),
        "enquiries": enquiries_of(request, person),
        "death": death_in_words(request.victim, who),
        "to_tell": "the victim" if who is Hearer.VICTIM else whom(request.victim, who),
        "caption": request.case.reference,
        "case": request.case,
        "asked": request,
        "letters": letters_on(request, person),
        "decision": request.decision,
        "change": eligibility_change(request, person, evidence=reads_evidence(person)),
        "lines": [one for one in lines_seen(request.decision, person) if one.victim_id == request.victim_id],
        "given_back": given_back(request, person),
        "had_before": had_before(request, person),
        "discretion": text_of(request, "discretion"),
        "why_no_months": why_no_months(request),
        "acknowledged_how": request.acknowledged(at),
        "cps_authority": text_of(request, "cps_authority") if reads_evidence(person) else "",
        "reasons": text_of(request, "reasons"),
        "extensions": extensions,
        "untold": next((one for one in extensions if one.told_at is None), None),
        "updates": updates_of(request, person),
        "update_due": update,
        "carrying_out": carrying_out_of(request.pk, person),
        "days_off": days_off(request, update, lessons, at),
        "rationale": text_of(request.decision, "rationale") if reads_evidence(person) else "",
        "lessons": lessons,
        "at": at,
    }
