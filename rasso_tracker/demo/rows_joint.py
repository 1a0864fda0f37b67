"""Rows of what police and CPS do about a submission: the file's check, questions, readings, meetings."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from actionplans.advising import MeetingBy, NoEarlyAdvice, ReadingOutcome
from actionplans.checklist import SIGN_OFF_WANTED, FileOutcome, Material, MaterialState, UncheckedBecause
from actionplans.enums import CpsDocument, CpsSource, Side, SubmissionKind
from actionplans.models import (
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    Countersignature,
    EarlyAdviceConsidered,
    FileCheck,
    FileCheckLine,
    JointMeeting,
    Submission,
    Triage,
)
from actionplans.seals import Label
from actionplans.services.countersigning import AGAIN_DUE, COUNTERSIGN_DUE
from actionplans.services.files import CHECK
from actionplans.services.questions import QUESTION
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo.events import SubmissionFacts
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.people.enums import Post
from reviews.enums import DecisionAgency

RETURNED_SHARE = 0.35  # [A] files that come back once before they are signed off
ASKED_SHARE = 0.3  # [A] submissions about which the officer asks something
FORGOTTEN_SHARE = 0.15  # of those: CPS answers after weeks only, well past the date
UNREAD_FOR = timedelta(days=1, hours=3)
REMARK = "The lines marked missing are wanted before this goes to CPS."
QUESTION_TEXT = "Which part of the download is wanted, and by when?"
ANSWER_TEXT = "The messages of the week before and after. The rest is not proportionate."
SIGNED_WITHIN = timedelta(days=12)
SECOND_LAWYER_SHARE = 0.4  # [A] of advice of those days
REFUSED_SHARE = 0.25  # [A] of that advice: the second lawyer says why not
WHY_NOT = "It does not deal with the messages that support the account. Consider them, and write it again."
DONE = "The lines of inquiry in the advice are set up as actions, with dates."


def _dice(case: CaseRows, what: str) -> Random:
    """Its own for each noun, so that one more noun changes nothing else of the story."""
    return Random(f"{what} {case.life.number}")  # noqa: S311  # a story, not a key


def file_rows(case: CaseRows, told: SubmissionFacts) -> dict[str, Any]:
    """The gatekeeper's checks before a submission: its sign-off, or why it went without one."""
    if told.kind not in SIGN_OFF_WANTED:
        return {}
    dice = _dice(case, f"file {told.round}")
    before = [one.triage.at for one in case.life.submissions if one.round < told.round and one.triage]
    since = max([case.life.opened_at, *before]) + timedelta(hours=1)
    room = told.at - since
    if room < timedelta(days=1):
        return {"unchecked_because": dice.choice(UncheckedBecause.values)}
    if dice.random() < RETURNED_SHARE:
        missing = dice.sample(list(Material), dice.choice((1, 2, 2, 3)))
        _check(case, told.kind, since + room * 0.3, since + room * 0.5, missing)
    return {"file_check": _check(case, told.kind, since + room * 0.7, since + room * 0.9, [])}


def waiting_file(case: CaseRows) -> None:
    """A file of an open case that the gatekeeper has not answered yet."""
    dice = _dice(case, "waiting")
    life = case.life
    sent_at = case.world.now - timedelta(hours=dice.uniform(3, 110))
    ready = {"interviewed", "released_under_investigation", "bailed"}
    told = {one.kind for one in life.milestones}
    if life.submissions or case.is_closed or life.restricted or not ready & told:
        return
    if dice.random() > 0.12 or max(one.at for one in life.milestones) > sent_at:
        return
    check = _check(case, SubmissionKind.WITHIN_28_DAYS, sent_at, None, [])
    case.case.gatekept = True
    case.owe(
        source=check.pk,
        code=CHECK,
        what="Gatekeeper: check the file for CPS",
        due_on=check.due_on,
        rule=ClockCode.FILE_CHECK.value,
        started_on=london_date(sent_at),
        at=sent_at,
    )


def _check(
    case: CaseRows, kind: str, sent_at: datetime, checked_at: datetime | None, missing: list[Material]
) -> FileCheck:
    keepers = case.world.force.at(Post.GATEKEEPER)
    outcome = FileOutcome.RETURNED if missing else FileOutcome.SIGNED_OFF
    check = case.add(
        FileCheck,
        sent_at,
        number=len(case.rows[FileCheck]) + 1,
        kind=kind,
        sent_at=sent_at,
        sent_by=case.life.officer,
        due_on=deadline(ClockCode.FILE_CHECK, sent_at).due_on,
        outcome=outcome if checked_at else "",
        checked_at=checked_at,
        checked_by=keepers[case.life.number % len(keepers)] if checked_at else None,
        again_by=london_date(checked_at) + timedelta(days=14) if checked_at and missing else None,
    )
    check.note_sealed = case.seal(Label.FILE_NOTE, check.pk, "")
    if checked_at is None:
        return check
    check.remark_sealed = case.seal(Label.FILE_REMARK, check.pk, REMARK if missing else "")
    for one in Material:
        state = MaterialState.MISSING if one in missing else MaterialState.IN_FILE
        if one in (Material.DV_CHECKLIST, Material.HARD_MEDIA) and one not in missing:
            state = MaterialState.NOT_NEEDED
        case.add(FileCheckLine, checked_at, file_check=check, material=one.value, state=state.value)
    return check


def considered_rows(case: CaseRows) -> None:
    """Early advice was considered in every case that went for a decision, and sought in some."""
    if not case.life.submissions or case.life.submissions[0].kind == SubmissionKind.EARLY_ADVICE:
        return
    dice = _dice(case, "considered")
    at = case.life.opened_at + (case.life.submissions[0].at - case.life.opened_at) * 0.5
    row = case.add(
        EarlyAdviceConsidered,
        at,
        sought=False,
        because=dice.choice((NoEarlyAdvice.READY, NoEarlyAdvice.READY, NoEarlyAdvice.CLINIC)).value,
        considered_at=at,
        considered_by=case.life.officer,
        recorded_at=at,
    )
    row.words_sealed = case.seal(Label.EARLY_ADVICE_WORDS, row.pk, "")


def reading_rows(case: CaseRows, advice: Advice) -> None:
    """The officer read it and acted on it, but for the newest and some that nobody got round to."""
    read_at = advice.given_at + UNREAD_FOR
    if read_at > case.world.now or _dice(case, f"read {advice.version}").random() < 0.15:
        return
    row = case.add(
        AdviceReading,
        read_at,
        advice=advice,
        outcome=ReadingOutcome.ACTED_ON.value,
        read_at=read_at,
        read_by=case.life.officer,
        recorded_at=read_at,
    )
    row.words_sealed = case.seal(Label.READING_WORDS, row.pk, DONE)


def waits_for_a_second_lawyer(case: CaseRows, advice: Advice) -> bool:
    """Some advice of the last days wants a countersignature, which CPS still owes: part of it is late. Of
    some the second lawyer said why not, and CPS owes another version.
    """
    new = advice.given_at > case.world.now - SIGNED_WITHIN
    if case.is_closed or not new or _dice(case, f"second {advice.version}").random() > SECOND_LAWYER_SHARE:
        return False
    advice.countersign_wanted = True
    assert advice.submission is not None
    on, since = f"the advice on submission {advice.submission.round}", advice.recorded_at
    triaged = next((one for one in case.rows[Triage] if one.submission_id == advice.submission_id), None)
    writer = advice.author or (triaged.lawyer if triaged is not None else None)
    owed = {"code": COUNTERSIGN_DUE, "what": f"CPS: countersign version {advice.version} of {on}"}
    if (refused_at := _refused(case, advice)) is not None:
        owed, since = {"code": AGAIN_DUE, "what": f"CPS: write {on} again, not countersigned"}, refused_at
    case.owe(
        source=advice.pk,
        due_on=deadline(ClockCode.COUNTERSIGN, since).due_on,
        rule=ClockCode.COUNTERSIGN.value,
        started_on=london_date(since),
        owner=writer if since == refused_at else None,
        of_team=since != refused_at or writer is None,
        at=since,
        **owed,
    )
    return True


def _refused(case: CaseRows, advice: Advice) -> datetime | None:
    """When a legal manager of the unit did not countersign it; None where none has said so."""
    assert advice.submission is not None
    at = advice.recorded_at + timedelta(hours=20)
    managers = case.world.force.at(Post.LEGAL_MANAGER, advice.submission.cps_unit)
    second = next((one for one in managers if one != advice.author), None)
    if second is None or at > case.world.now or _dice(case, f"no {advice.version}").random() > REFUSED_SHARE:
        return None
    row = case.add(
        Countersignature,
        at,
        advice=advice,
        author=advice.author,
        lawyer=second,
        holds=False,
        signed_at=at,
        recorded_at=at,
        source=CpsSource.CPS.value,
        entered_by=second,
    )
    row.words_sealed = case.seal(Label.COUNTERSIGN_WORDS, row.pk, WHY_NOT)
    return at


def question_rows(case: CaseRows, told: SubmissionFacts, submission: Submission) -> None:
    """The officer asks CPS, and is answered by the lawyer, or by an e-mail that police enter."""
    dice = _dice(case, f"asked {told.round}")
    asked_at = told.at + timedelta(days=dice.uniform(0.3, 3))
    answered_at = asked_at + timedelta(days=dice.uniform(0.5, 9))
    now = case.world.now
    if dice.random() > ASKED_SHARE or asked_at > now:
        return
    if dice.random() < FORGOTTEN_SHARE:
        answered_at += timedelta(days=dice.uniform(30, 120))
    officer = case.life.officer
    answered = answered_at <= now
    question = case.add(
        AdviceQuestion,
        asked_at,
        submission=submission,
        side=Side.POLICE.value,
        said_at=asked_at,
        said_by=officer,
        source="",
        entered_by=officer,
        due_on=deadline(ClockCode.ADVICE_QUESTION, asked_at).due_on,
        answered_at=answered_at if answered else None,
        recorded_at=asked_at,
    )
    question.text_sealed = case.seal(Label.QUESTION_TEXT, question.pk, QUESTION_TEXT)
    if not answered:
        if not case.is_closed:
            _owe_answer(case, question, told.round)
        return
    lawyer = told.triage.record.lawyer if told.triage else None
    by_police = {"source": CpsSource.POLICE_FROM_DOCUMENT, "entered_by": officer}
    by_police |= {"document_name": CpsDocument.EMAIL, "document_date": london_date(answered_at)}
    answer = case.add(
        AdviceAnswer,
        answered_at,
        question=question,
        side=Side.CPS.value,
        said_at=answered_at,
        said_by=lawyer,
        recorded_at=answered_at,
        **({"source": CpsSource.CPS, "entered_by": lawyer} if lawyer else by_police),
    )
    answer.text_sealed = case.seal(Label.ANSWER_TEXT, answer.pk, ANSWER_TEXT)


def _owe_answer(case: CaseRows, question: AdviceQuestion, number: int) -> None:
    case.owe(
        source=question.pk,
        code=QUESTION,
        what=f"CPS: answer a question about submission {number}",
        due_on=question.due_on,
        rule=ClockCode.ADVICE_QUESTION.value,
        started_on=london_date(question.said_at),
        at=question.said_at,
    )


def meeting_rows(case: CaseRows, told: SubmissionFacts, submission: Submission) -> None:
    """They met about one submission in four, and before most CPS decisions on no further action."""
    dice = _dice(case, f"met {told.round}")
    ended = [one for one in case.life.decisions if one.decided_at and one.agency == DecisionAgency.CPS]
    decision = ended[-1] if ended and told is case.life.submissions[-1] else None
    lawyer = told.triage.record.lawyer if told.triage else None
    prosecutor = lawyer.name if lawyer else decision.maker_name if decision else ""
    if dice.random() > (0.9 if decision else 0.25) or told.triage is None or not prosecutor:
        return
    held_at = told.triage.at + timedelta(days=dice.uniform(0.5, 6))
    if decision is not None and decision.decided_at is not None and held_at > decision.decided_at:
        held_at = told.triage.at + (decision.decided_at - told.triage.at) * 0.5
    if held_at > case.world.now:
        return
    row = case.add(
        JointMeeting,
        held_at,
        submission=submission,
        how=dice.choice((MeetingBy.VIDEO, MeetingBy.VIDEO, MeetingBy.IN_PERSON)).value,
        held_at=held_at,
        investigator=case.life.officer,
        prosecutor_name=prosecutor,
        recorded_at=held_at,
        recorded_by=case.life.officer,
    )
    row.note_sealed = case.seal(Label.MEETING_NOTE, row.pk, "Both agreed what is still to be done.")
