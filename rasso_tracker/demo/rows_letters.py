"""Rows of letters to victims: of the last weeks' decisions of the police, as drafts, to be sent, and sent."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from cases.enums import Outcome
from cases.models import Victim
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo import names
from rasso_tracker.demo.events import DecisionFacts, ToldFacts
from rasso_tracker.demo.rows import CaseRows
from reviews.clocks import request_window
from reviews.enums import DueCode
from reviews.letter_enums import LetterLanguage, LetterStatus, LetterVariant, LetterWay
from reviews.letters.facts import LetterFacts, Matter, Right
from reviews.letters.pdf import made
from reviews.letters.words import suggested_reasons, write
from reviews.models import Decision, DecisionLetter, LetterCopy, Notification
from reviews.sealed import label_of
from reviews.telling_enums import FollowUp
from victims.models import ContactDetails

RECENT = timedelta(days=60)  # older letters would cost time to set and be looked at by nobody
STATES = (LetterStatus.SIGNED_OFF, LetterStatus.SENT, LetterStatus.DRAFT, LetterStatus.SENT)
VARIANTS = (LetterVariant.PLAIN, LetterVariant.PLAIN, LetterVariant.LARGE_PRINT, LetterVariant.EASY_READ)
METHODS = {LetterWay.POST: "post", LetterWay.EMAIL: "email", LetterWay.BY_HAND: "in_person_station"}


def letter_row(
    case: CaseRows, told: DecisionFacts, one: ToldFacts, decision: Decision, notice: Notification
) -> None:
    """The letter to one victim who was told in these weeks: promised then, and owed until it went."""
    assert told.decided_at is not None
    assert told.maker is not None
    drafted = told.decided_at + timedelta(hours=2)
    signed, sent = drafted + timedelta(hours=3), drafted + timedelta(days=1)
    if one.told_at is None or sent > case.world.now or case.world.now - drafted > RECENT:
        return
    victim = case.victims[one.victim]
    details = next(row for row in case.rows[ContactDetails] if row.victim_id == victim.pk)
    status, way = STATES[case.life.number % len(STATES)], _way(case, details)
    variant = VARIANTS[case.life.number % 7 % len(VARIANTS)]
    facts = _facts(case, told, one, victim, way, variant, signed)
    row = case.add(
        DecisionLetter,
        drafted,
        decision=decision,
        victim=victim,
        number=1,
        status=status,
        way=way,
        variant=variant,
        language=LetterLanguage.ENGLISH,
        written_at=drafted,
        written_by=told.maker,
    )
    notice.follow_up = FollowUp.LETTER
    if status != LetterStatus.SENT and notice.ended_at is None:
        _owe(case, notice, one.told_at)
    reasons = suggested_reasons(facts)
    row.reasons_sealed = case.seal(label_of(row, "reasons"), row.pk, reasons)
    row.personal_sealed = case.seal(label_of(row, "personal"), row.pk, "")
    if status == LetterStatus.DRAFT:
        return
    row.signed_off_at, row.signed_off_by = signed, told.approver
    row.ask_by = facts.right.ask_by if facts.right else None
    row.addressed_from = None if way == LetterWay.BY_HAND else details
    _copy(case, row, facts, reasons, signed)
    if status == LetterStatus.SENT:
        row.sent_on, row.sent_method = london_date(sent), METHODS[way]
        row.sent_at = sent if way == LetterWay.BY_HAND else None  # who hands it over knows the time
        row.sent_recorded_at, row.sent_recorded_by = sent, told.maker
        if details.interpreter_needed and way == LetterWay.BY_HAND:  # one came with whoever handed it over
            row.interpreted_on = row.sent_on
            row.interpreted_recorded_at, row.interpreted_recorded_by = sent, told.maker


def _owe(case: CaseRows, notice: Notification, told_at: datetime) -> None:
    case.owe(
        source=notice.pk,
        code=DueCode.FOLLOW_UP_LETTER.value,
        what=f"Write to {notice.victim.label} what they were told",
        due_on=deadline(ClockCode.FOLLOW_UP_LETTER, told_at).due_on,
        rule=ClockCode.FOLLOW_UP_LETTER.value,
        started_on=london_date(told_at),
        at=told_at,
    )


def _way(case: CaseRows, details: ContactDetails) -> LetterWay:
    """Never one that the victim forbade."""
    wanted = (LetterWay.POST, LetterWay.BY_HAND, LetterWay.EMAIL)[case.life.number % 3]
    return LetterWay.BY_HAND if METHODS[wanted] in details.forbidden_methods else wanted


def _facts(
    case: CaseRows,
    told: DecisionFacts,
    one: ToldFacts,
    victim: Victim,
    way: LetterWay,
    variant: LetterVariant,
    at: datetime,
) -> LetterFacts:
    name, officer = case.life.victims[one.victim].name, case.life.officer
    number, district = case.life.number, case.life.district.name
    own = [case.allegations[place] for place in told.allegations if case.allegations[place].victim == victim]
    assert told.decided_at is not None
    assert told.maker is not None
    assert told.approver is not None
    return LetterFacts(
        name=name,
        address=(name, *names.home(number, district)) if way == LetterWay.POST else (),
        reference=case.case.reference,
        force=settings.FORCE_NAME,
        written_on=london_date(at),
        decided_on=london_date(told.decided_at),
        decided_by=told.maker.name,
        approved_by=told.approver.name,
        matters=tuple(Matter(one.crime_reference, Outcome(told.outcome)) for one in own),
        right=_right(one, at) if one.eligible else None,
        contact_name=officer.name,
        contact_phone=officer.telephone,
        contact_email=officer.email,
        variant=variant,
        language=LetterLanguage.ENGLISH,
    )


def _right(one: ToldFacts, at: datetime) -> Right:
    told = one.told_at if one.told_at and one.told_at <= at else None
    lengths = [
        deadline(code, at).rule
        for code in (ClockCode.POLICE_REVIEW_ACKNOWLEDGE, ClockCode.POLICE_REVIEW_COMPLETE)
    ]
    acknowledged, answered = (rule.length if rule else "" for rule in lengths)
    return Right(request_window(told or at).due_on, told is None, False, acknowledged, answered)


def _copy(case: CaseRows, letter: DecisionLetter, facts: LetterFacts, reasons: str, at: datetime) -> None:
    words = write(facts, reasons=reasons, personal="")
    pdf = made(words, london_date(at))
    copy = case.add(
        LetterCopy,
        at,
        letter=letter,
        sha256=sha256(pdf).hexdigest(),
        template_version=words.template_version,
        variant=letter.variant,
        language=letter.language,
        made_at=at,
    )
    copy.pdf_sealed = case.seal(label_of(copy, "pdf"), copy.pk, base64.b64encode(pdf).decode())
    copy.words_sealed = case.seal(label_of(copy, "words"), copy.pk, words.as_text())
