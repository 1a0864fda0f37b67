"""Making a plan from a pasted CPS document: the words are kept, read, corrected, and taken out at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import Coalesce

from actionplans.models import ActionPlan, PastedDocument, Submission
from actionplans.reading import Reading, read
from actionplans.rules import pasted as rules
from actionplans.seals import Label, Sealer
from actionplans.services.plans import issue_action_plan
from actionplans.services.undecided import left_on_now
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.clocks import london_date, now, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person


@deed
def paste_document(
    *,
    by: Person,
    submission: Submission,
    text: str,
    document_name: str,
    document_date: date,
    at: datetime | None = None,
) -> PastedDocument:
    """Keep the words of a CPS document, sealed, so that a plan can be made from them. Nothing is issued yet.

    Raises NotAllowed where no plan may be issued, Invalid for no words, too many, or a date ahead.
    """
    at = at or now()
    rules.check_can_paste(by, submission, left=left_on_now(submission))
    rules.check_paste(submission, text, document_date, at)
    row = PastedDocument(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        document_name=document_name,
        document_date=document_date,
        pasted_at=at,
        pasted_by=by,
    )
    row.text_sealed = Sealer(submission.case_id).seal(Label.PASTED_TEXT, row.pk, text)
    row.save(force_insert=True)
    record(by=by, action=Action.DOCUMENT_PASTED, case=submission.case, subjects=[submission.pk, row.pk])
    return row


def text_of(document: PastedDocument) -> str:
    """The words; "" once they were taken out."""
    return Sealer(document.case_id).open(Label.PASTED_TEXT, document.pk, document.text_sealed)


def reading_of(document: PastedDocument) -> Reading:
    """What the words ask for, counted from the date of the document. Read once for a row that was fetched."""
    held = vars(document)
    if "read_once" not in held:
        held["read_once"] = read(text_of(document), document.document_date)
    found: Reading = held["read_once"]
    return found


def other_urn(document: PastedDocument) -> str:
    """The URN that the document gives, where this case has one and the document gives it nowhere; else ""."""
    named = [one.urn for one in reading_of(document).named]
    case_urn, sent_under = document.case.urn, document.submission.urn
    if not named or not (case_urn or sent_under) or case_urn in named or sent_under in named:
        return ""
    earlier = Submission.objects.filter(case=document.case_id, urn__in=named)
    return "" if earlier.exists() else named[0]


def _as_it_stands(document: PastedDocument) -> PastedDocument:
    """The document as it is, locked."""
    rows = PastedDocument.objects.select_for_update(no_key=True, of=("self",))
    found: PastedDocument = rows.select_related("submission__case").get(pk=document.pk)
    return found


@deed
def keep_corrections(
    *, by: Person, document: PastedDocument, typed: str, at: datetime | None = None
) -> PastedDocument:
    """Keep what was typed so far on the page of a document, as it was typed: right or wrong, nothing is lost.

    Raises NotAllowed once the plan was issued or the document discarded.
    """
    at = at or now()
    document = _as_it_stands(document)
    rules.check_on_document(by, document, left=lambda: left_on_now(document.submission))
    document.typed_sealed = Sealer(document.case_id).seal(Label.PASTED_TYPED, document.pk, typed)
    document.typed_at = at
    document.save(update_fields=["typed_sealed", "typed_at"])
    record(by=by, action=Action.CORRECTIONS_KEPT, case=document.case_id, subjects=[document.pk])
    return document


def kept_corrections(document: PastedDocument) -> str:
    """What was typed so far; "" for nothing."""
    return Sealer(document.case_id).open(Label.PASTED_TYPED, document.pk, document.typed_sealed)


@deed
def issue_from_document(
    *,
    by: Person,
    document: PastedDocument,
    items: Sequence[Mapping[str, Any]],
    issued_at: datetime | None = None,
    target_date: date | None = None,
    review_date: date | None = None,
    other_urn_confirmed: bool = False,
    at: datetime | None = None,
) -> ActionPlan:
    """Issue the plan that was confirmed item by item, as any plan is issued, and take the words out.

    `other_urn_confirmed` says that it belongs to this case although it gives another's URN. Raises Invalid
    without that, what `issue_action_plan` raises, and NotAllowed where its plan was issued already.
    """
    at = at or now()
    document = _as_it_stands(document)
    rules.check_on_document(by, document, left=lambda: left_on_now(document.submission))
    urn = other_urn(document)
    rules.check_urn(urn, document.case.urn or document.submission.urn, other_urn_confirmed)
    plan: ActionPlan = issue_action_plan(
        by=by,
        submission=document.submission,
        items=items,
        issued_at=issued_at,
        target_date=target_date,
        review_date=review_date,
        document_name=document.document_name,
        document_date=document.document_date,
        at=at,
    )
    _end(document, by, at, plan)
    record(
        by=by,
        action=Action.DOCUMENT_READ,
        case=document.case_id,
        subjects=[document.pk, plan.pk],
        reason="The document gives another URN; confirmed." if urn else "",
    )
    return plan


@deed
def discard_document(*, by: Person, document: PastedDocument, at: datetime | None = None) -> PastedDocument:
    """Take the words and the corrections out without a plan, also where none can be issued any more. Raises
    NotAllowed when that was done already.
    """
    at = at or now()
    document = _as_it_stands(document)
    rules.check_being_read(by, document, left=lambda: left_on_now(document.submission))
    _end(document, by, at, None)
    record(by=by, action=Action.DOCUMENT_DISCARDED, case=document.case_id, subjects=[document.pk])
    return document


def end_unfinished(*, at: datetime | None = None) -> int:
    """Take out the words of documents that nobody worked on for KEPT_DAYS days. Returns how many.

    Run by the beat: a night that was missed is made up for, twice changes nothing. One audit event each.
    """
    at = at or now()
    before = start_of_day(london_date(at) - timedelta(days=rules.KEPT_DAYS))
    with system("unfinished documents lose their words, whoever may see them"), open_door("end_unfinished"):
        touched = Coalesce("typed_at", "pasted_at")
        old = PastedDocument.objects.annotate(touched=touched).filter(
            ended_at__isnull=True, touched__lt=before
        )
        locked = old.select_for_update(no_key=True, of=("self",), skip_locked=True)
        found = list(locked.values_list("pk", "case_id", "submission_id"))
        PastedDocument.objects.filter(pk__in=[pk for pk, _, _ in found]).update(
            text_sealed=None, typed_sealed=None, typed_at=None, ended_at=at, lapsed=True
        )
        why = f"Nobody finished it within {rules.KEPT_DAYS} days."
        events = [Event(case=case, subjects=[submission, pk], reason=why) for pk, case, submission in found]
        record_each(by=None, action=Action.DOCUMENT_LAPSED, events=events)
    return len(found)


def _end(document: PastedDocument, by: Person, at: datetime, plan: ActionPlan | None) -> None:
    document.text_sealed = document.typed_sealed = document.typed_at = None
    document.plan, document.ended_at, document.ended_by = plan, at, by
    document.save(update_fields=["text_sealed", "typed_sealed", "typed_at", "plan", "ended_at", "ended_by"])
