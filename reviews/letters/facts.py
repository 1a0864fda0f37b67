"""What a letter takes from the record: of the victim it goes to, and of nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from cases.enums import Outcome
from cases.models import Victim
from rasso_tracker.clocks import ClockCode, deadline, london_date
from reviews.clocks import request_window
from reviews.enums import OUT_OF_COURT_DISPOSALS, AskedBy, LineEnded, ReviewOutcome
from reviews.facts import eligibility_of, window_began
from reviews.letter_enums import LetterAbout, LetterLanguage, LetterVariant, LetterWay
from reviews.models import (
    Decision,
    DecisionLine,
    Notification,
    ReviewAsker,
    ReviewEnquiries,
    ReviewExtension,
    ReviewRequest,
    RightTold,
)
from reviews.sealed import text_of
from victims.models import ContactDetails
from victims.names import name_of
from victims.sealed import opened


@dataclass(frozen=True)
class Matter:
    """One thing that the victim reported: its crime reference and what it ended with."""

    crime_reference: str
    outcome: Outcome


@dataclass(frozen=True)
class Right:
    """The Right to Review as the letter gives it. `counts_from_letter`: nobody told the victim before."""

    ask_by: date
    counts_from_letter: bool
    came_back: bool  # after they were told of the decision: the months began with being told of the right
    acknowledged_within: str  # "10 working days"
    answered_within: str


@dataclass(frozen=True)
class Answer:
    """What a review came to, and `why` as its reviewer wrote it. `asked_on` is the day on which whoever
    is written to asked; None where they did not: who did, and that they did, is not theirs to read.
    """

    outcome: ReviewOutcome
    asked_on: date | None
    decided_on: date
    reviewer: str
    why: str


@dataclass(frozen=True)
class UnderWay:
    """How a review goes that is not decided. `asked_on` is as in an Answer, `was_by` the day that the victim
    was given before, and `why` what they were told of it, in a letter on an extension.
    """

    asked_on: date | None
    answer_by: date
    was_by: date | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """Everything that a template of a letter may say. `right` is None where there is none."""

    name: str
    address: tuple[str, ...]
    reference: str
    force: str
    written_on: date
    decided_on: date
    decided_by: str
    approved_by: str
    matters: tuple[Matter, ...]
    right: Right | None
    contact_name: str
    contact_phone: str
    contact_email: str
    variant: LetterVariant
    language: LetterLanguage
    through: str = ""  # who speaks for the victim, where the letter comes to them
    about: LetterAbout = LetterAbout.DECISION
    answer: Answer | None = None  # in a letter on the outcome of a review, and in no other
    review: UnderWay | None = None  # in a letter on a review under way, and in no other
    enquiries_ended_on: date | None = None  # those that a review asked for before this decision was made

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Each outcome once, in the order of the matters."""
        return tuple(dict.fromkeys(one.outcome for one in self.matters))

    @property
    def disposed(self) -> str:
        """How much was dealt with out of court: "all", "part" or "" for nothing."""
        found = [one in OUT_OF_COURT_DISPOSALS for one in self.outcomes]
        return "" if not any(found) else "all" if all(found) else "part"

    @property
    def all_alike(self) -> bool:
        return len(self.outcomes) == 1


def facts_of(
    decision: Decision,
    victim: Victim,
    *,
    way: str,
    variant: str,
    language: str,
    details: ContactDetails | None,
    at: datetime,
    about: str = LetterAbout.DECISION,
    request: ReviewRequest | None = None,
    through: str = "",
) -> LetterFacts:
    """What the record says at `at`. The address stands in a letter that is posted, and in no other."""
    assert decision.decided_at is not None
    name, known_as = name_of(victim)
    answers = request is not None and about == LetterAbout.OUTCOME
    # Whoever decided signs, and is asked: the answer to a review is not the officer's whose case it was.
    signs = request.reviewer if request is not None and answers else decision.case.officer_in_charge
    return LetterFacts(
        name=known_as or name,
        through=through,
        address=_address(through or name, details) if way == LetterWay.POST else (),
        reference=decision.case.reference,
        force=settings.FORCE_NAME,
        written_on=london_date(at),
        decided_on=london_date(decision.decided_at),
        decided_by=decision.made_by,
        approved_by=decision.approved_by,
        matters=_matters(asked_about(request, at) if request else _standing(decision, victim, at)),
        right=None if request else right_of(decision, victim, at),
        about=LetterAbout(about),
        answer=_answer(request, through, at) if request and answers else None,
        review=_under_way(request, about, through, at) if request and not answers else None,
        enquiries_ended_on=None if request else _enquiries_before(decision, victim),
        contact_name=signs.name if signs else decision.made_by,
        contact_phone=signs.telephone if signs else "",
        contact_email=signs.email if signs else "",
        variant=LetterVariant(variant),
        language=LetterLanguage(language),
    )


def _address(name: str, details: ContactDetails | None) -> tuple[str, ...]:
    if details is None:
        return ()
    lines = opened(details, "address").replace(",", "\n").splitlines()
    return tuple(line.strip() for line in (name, *lines) if line.strip())


def _standing(decision: Decision, victim: Victim, when: datetime) -> QuerySet[DecisionLine]:
    """What the decision stood for at that moment, and nothing that had ended by then."""
    lines: QuerySet[DecisionLine] = DecisionLine.objects.standing(when)
    return lines.filter(decision=decision, victim=victim)


def asked_about(request: ReviewRequest, at: datetime) -> QuerySet[DecisionLine]:
    """What a letter on a review answers for: what stood when it was asked for, which the review itself may
    have ended since. Not what was opened again or cancelled beside it: nothing is answered of that.
    """
    asked = _standing(request.decision, request.victim, request.received_at)
    return asked.exclude(Q(ended_at__lte=at) & ~Q(ended_because=LineEnded.OVERTURNED))


def _matters(lines: QuerySet[DecisionLine]) -> tuple[Matter, ...]:
    rows = lines.select_related("allegation").order_by("id")
    return tuple(Matter(line.allegation.crime_reference, Outcome(line.outcome)) for line in rows)


def right_of(decision: Decision, victim: Victim, at: datetime) -> Right | None:
    """The right as a letter of that moment gives it; None where there is none.

    The three months run from being told; where nobody had told them by then, the letter is what tells them.
    """
    if not eligibility_of(decision, victim, at):
        return None
    notice = Notification.objects.get(decision=decision, victim=victim)
    told = RightTold.objects.filter(decision=decision, victim=victim, ended_at__isnull=True).first()
    began = window_began(notice, told)
    if began is not None and began > at:
        began = None
    return Right(
        ask_by=request_window(began or at).due_on,
        counts_from_letter=began is None,
        came_back=began is not None and began != notice.told_at,
        acknowledged_within=_length(ClockCode.POLICE_REVIEW_ACKNOWLEDGE, at),
        answered_within=_length(ClockCode.POLICE_REVIEW_COMPLETE, at),
    )


def asked_on_by_reader(request: ReviewRequest, through: str, at: datetime) -> date | None:
    """The day on which whoever is written to asked, as recorded by then: the victim, or also a spokesperson
    where the letter comes `through` one. None where only others did.
    """
    readers = {AskedBy.VICTIM, AskedBy.SPOKESPERSON} if through else {AskedBy.VICTIM}
    rows = ReviewAsker.objects.filter(request=request, asked_by__in=readers, recorded_at__lte=at)
    rows = rows.filter(Q(voided_at__isnull=True) | Q(voided_at__gt=at))
    asked = list(rows.values_list("received_at", flat=True))
    if request.asked_by in readers:
        asked.append(request.own_ask_at)
    return london_date(min(asked)) if asked else None


def _answer(request: ReviewRequest, through: str, at: datetime) -> Answer:
    assert request.decided_at is not None
    return Answer(
        ReviewOutcome(request.outcome),
        asked_on_by_reader(request, through, at),
        london_date(request.decided_at),
        request.reviewer.name if request.reviewer else "",
        text_of(request, "reasons"),
    )


def _under_way(request: ReviewRequest, about: str, through: str, at: datetime) -> UnderWay:
    asked_on = asked_on_by_reader(request, through, at)
    last = ReviewExtension.objects.filter(request=request).order_by("-number").first()
    if about != LetterAbout.EXTENSION or last is None:
        return UnderWay(asked_on, request.complete_by)
    return UnderWay(asked_on, request.complete_by, last.was_due_on, text_of(last, "reason"))


def _enquiries_before(decision: Decision, victim: Victim) -> date | None:
    """The last day of the enquiries that a review of this victim's asked for before the decision was put
    forward; None where none did.
    """
    rows = ReviewEnquiries.objects.filter(
        request__victim=victim, case=decision.case_id, recorded_at__lte=decision.decided_at
    ).exclude(request__decision=decision.pk)
    return rows.aggregate(last=Max("ended_on"))["last"]


def _length(code: ClockCode, at: datetime) -> str:
    rule = deadline(code, at).rule
    assert rule is not None
    return rule.length
