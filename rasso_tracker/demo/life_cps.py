"""The part of a story that is played with CPS: early advice, submissions, triage, action plans."""

from __future__ import annotations

from datetime import datetime, timedelta

from actionplans.enums import (
    OF_PRIORITY,
    AdviceKind,
    CpsDocument,
    RejectionReason,
    SubmissionKind,
    SubmissionStatus,
)
from cases.enums import MilestoneKind as Kind
from rasso_tracker.clocks import london_date
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.events import AdviceFacts, CpsRecord, SubmissionFacts, TriageFacts
from rasso_tracker.demo.life_plan import play_plan
from rasso_tracker.demo.story import Story, pick
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import CpsUnit, Person


def unit_of(story: Story) -> CpsUnit:
    return story.force.unit_of[story.life.district.code]


def lawyer_of(story: Story) -> Person:
    """The lawyer who has the case in hand: the same one throughout it."""
    if story.life.officer.username == "officer":  # one demo person's cases lie with the other's
        return story.force.sign_ins["cps-lawyer"]
    lawyers = story.force.at(Post.REVIEWING_PROSECUTOR, unit_of(story))
    return lawyers[story.life.number * 7 % len(lawyers)]


def police_enters(story: Story) -> bool:
    """Whether the police enter CPS's acts of this case from its documents; the same throughout it."""
    if story.life.officer.username == "officer":
        return False
    return (story.life.number * 2654435761 % 1000) / 1000 < given.BY_POLICE_SHARE


def record_of(story: Story, document: str) -> CpsRecord:
    """Who wrote down what CPS does now, in this case."""
    lawyer = lawyer_of(story)
    if not police_enters(story):
        return CpsRecord(by=lawyer, lawyer=lawyer)
    by = story.life.officer if story.chance(0.5) or story.life.restricted else story.gatekeeper()
    record = CpsRecord(by=by, lawyer=None, document=document, document_date=london_date(story.at))
    if story.chance(given.CONFIRMED_SHARE):
        record.confirmed_at = story.later(story.at, 1, 12)
        record.confirmed_by = lawyer if record.confirmed_at else None
    return record


def submit(story: Story, kind: SubmissionKind) -> SubmissionFacts:
    """Send the case to its unit, now. The first submission brings the URN."""
    life = story.life
    found = SubmissionFacts(len(life.submissions) + 1, kind, story.at, life.officer, unit_of(story))
    if kind == SubmissionKind.EARLY_ADVICE:
        mark = Kind.EARLY_ADVICE_REQUESTED
    else:
        mark = Kind.SUBMITTED if found.round == 1 else Kind.RESUBMITTED
    life.submissions.append(found)
    life.urn = life.urn or f"13{found.unit.code[-5:-3].upper()}{life.number % 100_000:05d}{story.at:%y}"
    story.mark_each(mark, by=life.officer)
    return found


def triage(story: Story, submission: SubmissionFacts, *, accepted: bool) -> None:
    record = record_of(story, CpsDocument.TRIAGE_NOTE)
    submission.triage = TriageFacts(story.at, record, accepted)
    early = submission.kind == SubmissionKind.EARLY_ADVICE
    if accepted:
        if not early:
            story.mark_each(Kind.TRIAGE_ACCEPTED, by=record.by)
        return
    submission.answered_at = story.at
    submission.triage.respond_by = london_date(story.at) + timedelta(days=14)
    reasons = [one for one in RejectionReason if one not in OF_PRIORITY]
    chosen = story.rng.sample(reasons, story.rng.choice((1, 1, 2, 3)))
    submission.triage.reasons = [(one, story.rng.choice(names.TRIAGE_WORDS)) for one in chosen]
    story.mark_each(Kind.TRIAGE_REJECTED, by=record.by)


def advise(story: Story, submission: SubmissionFacts, kind: AdviceKind) -> None:
    record = record_of(story, CpsDocument.MG3)
    submission.advice.append(AdviceFacts(story.at, record, kind, story.rng.choice(names.ADVICE_WORDS)))
    if kind == AdviceKind.EARLY and len(submission.advice) == 1:
        submission.answered_at = story.at
        story.mark_each(Kind.EARLY_ADVICE_GIVEN, by=record.by)


def early_advice(story: Story) -> None:
    """Early advice is asked for and given."""
    story.go(0.5, 6)
    submission = submit(story, SubmissionKind.EARLY_ADVICE)
    story.go(0.5, 4)
    triage(story, submission, accepted=True)
    story.go(4, 22)
    advise(story, submission, AdviceKind.EARLY)
    story.go(3, 10)


def charging_track(story: Story, first: datetime) -> None:
    """The case goes to CPS for a charging decision at about `first`, and comes back with what is missing."""
    story.be(story.office(max(first, story.at), working=True))
    submission = submit(story, _charging_kind(story))
    story.go(0.5, 5)
    while story.chance(given.TRIAGE_REJECTED_SHARE) and submission.round < 4:
        triage(story, submission, accepted=False)
        story.go(5, 24)
        submission = submit(story, _charging_kind(story))
        story.go(0.5, 5)
    triage(story, submission, accepted=True)
    for number, share in enumerate((given.FIRST_PLAN_SHARE, given.SECOND_PLAN_SHARE, given.THIRD_PLAN_SHARE)):
        if not story.chance(share):
            break
        story.go(5 if number == 0 else 3, 24)
        play_plan(story, submission)
    if story.chance(0.6):
        story.go(2, 15)
        advise(story, submission, AdviceKind.CHARGING)


def _charging_kind(story: Story) -> SubmissionKind:
    return pick(story.rng, {SubmissionKind.WITHIN_28_DAYS: 85, SubmissionKind.WITHIN_5_DAYS: 15})


def status_of(submission: SubmissionFacts) -> SubmissionStatus:
    if submission.triage is None:
        answered = submission.answered_at is not None or submission.advice
        return SubmissionStatus.ANSWERED if answered else SubmissionStatus.SENT
    return SubmissionStatus.ACCEPTED if submission.triage.accepted else SubmissionStatus.REJECTED


def answer_all(story: Story) -> None:
    """A decision or a charge answers what was still with CPS."""
    for one in story.life.submissions:
        if one.answered_at is None:
            one.answered_at = story.at
