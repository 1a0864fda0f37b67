"""What follows a version of advice: its countersignature, and what the officer did with it."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from actionplans.models import Advice, AdviceReading, Countersignature
from actionplans.rules import Answers, check_moment
from actionplans.rules.advice import (
    check_can_countersign,
    check_can_read,
    check_reading,
    check_second_word,
)
from actionplans.seals import Label, Sealer
from actionplans.services.countersigning import newest_after, no_countersignature_owed, owe_another_version
from actionplans.services.documents import Entry, cps_person
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together


@deed
def countersign_advice(
    *,
    by: Person,
    advice: Advice,
    holds: bool = True,
    words: str = "",
    signed_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> Countersignature:
    """A second lawyer says that this version holds, or in `words` why it does not; police may enter it from
    the CPS document.

    Nobody acts on a version that does not hold: its author hears, and CPS owes another. Raises NotAllowed
    where none is wanted, one stands, the author would sign their own, or CPS a version that another took the
    place of; Invalid without or with needless words, for a moment or a document before the advice, or ahead.
    Without a moment police mean the day of the document.
    """
    at = at or now()
    advice = _locked(advice)
    check_can_countersign(by, advice, newest_after(advice))
    act = Entry(
        by=by,
        case=advice.case,
        field="signed_at",
        said=signed_at,
        document_name=document_name,
        document_date=document_date,
        answers=Answers(advice.given_at, "the advice was given"),
        at=at,
    )
    together(partial(check_second_word, holds, words), act.check)
    row = Countersignature(
        id=uuid7(),
        case_id=advice.case_id,
        advice=advice,
        author_id=advice.author_id,
        lawyer=cps_person(by),
        holds=holds,
        signed_at=act.moment,
        recorded_at=at,
        **act.columns,
    )
    if not holds:
        row.words_sealed = Sealer(advice.case_id).seal(Label.COUNTERSIGN_WORDS, row.pk, words)
    row.save(force_insert=True)
    no_countersignature_owed([advice.pk], by=by, at=at)
    if not holds:
        owe_another_version(advice, at)
    record(
        by=by,
        action=Action.ADVICE_COUNTERSIGNED if holds else Action.ADVICE_NOT_COUNTERSIGNED,
        case=advice.case_id,
        subjects=[advice.about_id, row.pk],
    )
    return row


@deed
def record_advice_read(
    *,
    by: Person,
    advice: Advice,
    outcome: str,
    words: str = "",
    read_at: datetime | None = None,
    at: datetime | None = None,
) -> AdviceReading:
    """The officer read this version, acted on it, or does not follow it. Append-only.

    `outcome` is a ReadingOutcome; `words` what was done or why not, needed unless it was only read. Raises
    NotAllowed for superseded advice, Invalid by field.
    """
    at = at or now()
    read_at = read_at or at
    advice = _locked(advice)
    check_can_read(by, advice)
    check_moment("read_at", read_at, at=at, not_before=advice.given_at, before_what="the advice")
    check_reading(advice, outcome, words)
    row = AdviceReading(
        id=uuid7(),
        case_id=advice.case_id,
        advice=advice,
        outcome=outcome,
        read_at=read_at,
        read_by=by,
        recorded_at=at,
    )
    row.words_sealed = Sealer(advice.case_id).seal(Label.READING_WORDS, row.pk, words)
    row.save(force_insert=True)
    record(by=by, action=Action.ADVICE_READ, case=advice.case_id, subjects=[advice.about_id, row.pk])
    return row


def _locked(advice: Advice) -> Advice:
    rows = Advice.objects.select_for_update(no_key=True, of=("self",)).select_related("submission", "case")
    found: Advice = rows.get(pk=advice.pk)
    return found
