"""What every decision does, whoever makes it: lines put forward, and what follows once it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from actionplans.services.in_step import SUPERSEDED
from cases.enums import MilestoneKind, Outcome
from cases.models import Allegation, Case, DueItem, Milestone, Victim
from cases.services import (
    in_room,
    raise_due,
    record_milestone,
    record_outcome,
    retract_milestones,
    settle_due,
)
from rasso_tracker.clocks import london_date, short_day, time_words
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from reviews.checks import MISSING, Given, faults_of_checks, needed
from reviews.clocks import notice_clock, notice_deadline
from reviews.eligibility import eligibility
from reviews.enums import DecisionAgency, DueCode, LineEnded, NfaReason
from reviews.facts import CaseFacts, facts_for, what_stands
from reviews.gates import Line, faults_of
from reviews.models import CpsReview, Decision, DecisionCheck, DecisionLine, Notification, TellingPlan
from reviews.notices import TO_TELL
from reviews.rules import standing_lines
from reviews.sealed import sealed
from reviews.services.day_steps import begin_day, end_day
from victims.bereaved import whom_now
from victims.owning import contact_owner
from victims.services import owe_word_to

DECIDED_MEANWHILE = (
    "Somebody else put a decision on one of these allegations forward at the same moment."
    " Look at the case again."
)


def read_lines(lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Rows of a form or of the API as lines. Raises Invalid when there is none, or a code is unknown."""
    if not lines:
        raise Invalid({"lines": "Decide at least one allegation."})
    found = []
    for index, row in enumerate(lines):
        allegation = row["allegation"]
        assert isinstance(allegation, Allegation)
        try:
            found.append(Line(allegation, outcome=Outcome(row["outcome"]), reason=NfaReason(row["reason"])))
        except ValueError:
            raise Invalid(
                {f"lines-{index}-outcome": "Choose one of the outcomes and reasons offered."}
            ) from None
    return found


def check_lines(
    case: Case, agency: DecisionAgency, lines: Sequence[Line], at: datetime, checks: Sequence[Given] = ()
) -> None:
    """Raises Invalid by field of each row that cannot be decided so, and of each check that the police have
    not made.
    """
    known = CaseFacts(case, at)
    faults = faults_of(known, agency, lines)
    if agency == DecisionAgency.POLICE:
        faults |= faults_of_checks(needed(known, lines), checks)
    if faults:
        raise Invalid(faults)


def write_lines(decision: Decision, lines: Sequence[Line]) -> None:
    """Raises Stale when another decision on an allegation came first: the constraint decides."""
    try:
        with transaction.atomic():
            for line in lines:
                DecisionLine(
                    case=decision.case,
                    decision=decision,
                    allegation=line.allegation,
                    victim=line.allegation.victim,
                    outcome=line.outcome,
                    reason=line.reason,
                ).save(force_insert=True)
    except IntegrityError as trouble:
        if "decision_line_one_an_allegation" in str(trouble):
            raise Stale(DECIDED_MEANWHILE) from None
        raise


def write_checks(decision: Decision, checks: Sequence[Given], *, by: Person, at: datetime) -> None:
    """Keep what was looked at, in the words of whoever did."""
    rows = []
    for one in checks:
        if one.answer:
            row = DecisionCheck(
                case=decision.case,
                decision=decision,
                kind=one.kind,
                answer=one.answer,
                recorded_at=at,
                recorded_by=by,
            )
            row.words_sealed = sealed(row, "words", one.words)
            rows.append(row)
    DecisionCheck.objects.bulk_create(rows)


def lines_of(decision: Decision) -> list[DecisionLine]:
    return list(
        DecisionLine.objects.filter(decision=decision).select_related(
            "allegation", "allegation__victim", "allegation__suspect", "victim"
        )
    )


def check_still_stands(decision: Decision, lines: Iterable[DecisionLine], at: datetime) -> None:
    """Facts may have changed since the proposal. Raises NotAllowed with the first thing that is missing."""
    put = [Line(one.allegation, Outcome(one.outcome), NfaReason(one.reason)) for one in lines]
    known = CaseFacts(decision.case, at)
    charged = [line.allegation.crime_reference for line in put if known.charged(line.allegation)]
    if charged:
        raise NotAllowed(
            f"Somebody has been charged on {charged[0]} since this was put forward. Refuse the proposal"
            f" instead."
        )
    faults = faults_of(known, DecisionAgency(decision.agency), put, deciding=False)
    if decision.is_police:
        made = set(DecisionCheck.objects.filter(decision=decision).values_list("kind", flat=True))
        faults |= {kind: MISSING[kind] for kind in needed(known, put) if kind not in made}
    for sentence in faults.values():
        raise NotAllowed(f"Something changed since this was put forward. {sentence}")


def follow_through(decision: Decision, lines: Sequence[DecisionLine], by: Person, at: datetime) -> None:
    """What a decision that stands brings: milestone and outcome of each allegation, and the victims to
    tell.
    """
    assert decision.decided_at is not None
    for line in lines:
        record_milestone(
            by=by,
            case=decision.case,
            kind=_milestone_of(decision, line),
            occurred_at=decision.decided_at,
            allegation=line.allegation,
            at=at,
        )
        record_outcome(
            by=by,
            allegation=line.allegation,
            outcome=line.outcome,
            outcome_at=decision.decided_at,
            at=at,
        )
    _raise_notices(decision, lines, at)
    begin_day(decision, lines, at)


def _milestone_of(decision: Decision, line: DecisionLine) -> MilestoneKind:
    if decision.agency == DecisionAgency.CPS:
        return MilestoneKind.CPS_NFA
    return MilestoneKind.TRANSFERRED if line.outcome == Outcome.TRANSFERRED else MilestoneKind.POLICE_NFA


def _raise_notices(decision: Decision, lines: Sequence[DecisionLine], at: datetime) -> None:
    """Each victim is to be told of the decision and, where they have it, of the Right to Review, by one
    clock.
    """
    decided_at = decision.decided_at
    assert decided_at is not None
    known = CaseFacts(decision.case, decided_at)
    victims: dict[object, Victim] = {line.victim_id: line.victim for line in lines}
    for victim in victims.values():
        clock = notice_deadline(victim, decided_at)
        notice = Notification(
            case=decision.case,
            decision=decision,
            victim=victim,
            owner=decision.agency,
            decided_at=decided_at,
            clock=notice_clock(victim, decided_at),
            due_on=clock.due_on,
            right_since=decided_at if eligibility(facts_for(known, decision, victim, lines)) else None,
        )
        notice.save(force_insert=True)
        raise_notice(kind=TO_TELL, source=notice.pk, subject_id=notice.pk, at=at)
        owed = [(DueCode.TELL_DECISION, to_tell(notice, at))]
        if notice.right_since is not None:
            owed.append((DueCode.TELL_RIGHT, f"Tell {whom_now(victim, at)} of the Right to Review"))
        for code, what in owed:
            raise_due(
                case=decision.case,
                source=notice.pk,
                code=code,
                what=what,
                due_on=clock.due_on,
                owner=contact_owner(victim),
                rule=notice.clock,
                started_on=london_date(decided_at),
                at=at,
            )


def to_tell(notice: Notification, at: datetime) -> str:
    """What is owed of telling them, in words: on which crimes where a part of it ended, and when it is
    booked. CPS writes its own letter on its own decisions.
    """
    whom, on_what = whom_now(notice.victim, at), what_stands([notice])[notice.pk]
    by_cps = notice.owner == DecisionAgency.CPS
    told = f"Check that CPS has told {whom} of its decision" if by_cps else f"Tell {whom} of the decision"
    plan = TellingPlan.objects.filter(notice=notice, superseded_at__isnull=True).first()
    booked = f": booked for {short_day(plan.tell_at)}, {time_words(plan.tell_at)}" if plan else ""
    return in_room(f"{told}{on_what}", booked)  # the hour is never what has no room


def open_again(lines: Any, because: LineEnded, *, by: Person, at: datetime, note: str = "") -> None:
    """End `lines` of a decision that stood, inside a deed: their allegations are open for another.

    A victim who was told of the decision is owed word that it stands no more. After a review they hear what
    it came to, by a clock of its own.
    """
    ended = list(lines.select_related("allegation", "case", "decision", "victim"))
    heard: set[UUID] = set()
    # All of them first: each milestone weighs anew who may ask, by what stands.
    DecisionLine.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=at, ended_because=because)
    for line in ended:
        record_outcome(by=by, allegation=line.allegation, outcome="", outcome_at=None, at=at)
        if because == LineEnded.SUPERSEDED:
            _retract(line, by=by, at=at)
            if not told_of(line):
                continue  # nothing was opened again: what it never ended goes on
        reopened = record_milestone(
            by=by,
            case=line.case,
            kind=MilestoneKind.REOPENED,
            occurred_at=at,
            allegation=line.allegation,
            note=note,
            at=at,
        )
        if because != LineEnded.OVERTURNED and told_of(line) and line.victim_id not in heard:
            heard.add(line.victim_id)
            owe_word_back(line.victim, reopened, by=by, at=at)
    for decision in {line.decision for line in ended}:
        end_day(decision, at)
        stop_telling(decision, by, at, never_stood=because == LineEnded.SUPERSEDED)


def _retract(line: DecisionLine, *, by: Person, at: datetime) -> None:
    """CPS never decided so: neither the stage nor the days with each side rest on it."""
    assert line.decision.decided_at is not None, "what police enter for CPS was decided"
    retract_milestones(
        by=by,
        case=line.case,
        kind=_milestone_of(line.decision, line),
        occurred_at=line.decision.decided_at,
        allegations=[line.allegation_id],
        reason=SUPERSEDED,
        at=at,
    )


def told_of(line: DecisionLine) -> bool:
    """Whether the victim heard of the decision of a line: whoever asked CPS to review it knows of it."""
    theirs = {"decision": line.decision_id, "victim": line.victim_id}
    told = Notification.objects.filter(told_at__isnull=False, **theirs)
    return told.exists() or CpsReview.objects.filter(**theirs).exists()


def owe_word_back(victim: Victim, milestone: Milestone, *, by: Person, at: datetime) -> None:
    """The victim is to hear what takes back what they know, also where CPS or the registrar did that."""
    with system("what a victim is owed is theirs, whoever did what they are to hear of"):
        owe_word_to([victim], case=milestone.case, milestone=milestone, by=by, at=at)


def stop_telling(decision: Decision, by: Person, at: datetime, *, never_stood: bool = False) -> None:
    """Nobody is owed word of a decision that stands for nothing of theirs any more, nor of a part that ended.

    `never_stood`: CPS says that it did not decide so. Then nobody was late to tell of it either; of another
    the delay before its end is on record.
    """
    still = standing_lines(decision).values("victim")
    ended = Notification.objects.filter(decision=decision, ended_at__isnull=True).exclude(victim__in=still)
    for notice in list(ended):
        notice.ended_at = notice.decided_at if never_stood else at
        notice.save(update_fields=["ended_at"])
        settle_due(source=notice.pk, at=at, fell_away="the decision does not stand")
        settle_notices(by=by, at=at, subject_id=notice.pk)
    for notice in Notification.objects.filter(decision=decision, victim__in=still, told_at__isnull=True):
        for item in DueItem.objects.filter(
            source=notice.pk, code=DueCode.TELL_DECISION, settled_at__isnull=True
        ):
            raise_due(
                case=decision.case,
                source=notice.pk,
                code=item.code,
                what=to_tell(notice, at),
                due_on=item.due_on,
                owner=item.owner,
                rule=item.rule,
                started_on=item.started_on,
                at=at,
            )
