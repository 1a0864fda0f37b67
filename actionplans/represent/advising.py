"""What the API answers of countersignatures, readings, questions, answers, meetings and early advice."""

from __future__ import annotations

from actionplans.models import (
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    Countersignature,
    EarlyAdviceConsidered,
    EnteredCharge,
    JointMeeting,
)
from actionplans.represent.values import JSON, key, of_cps, said
from actionplans.seals import Label, Sealer
from actionplans.services.countersigning import newest_after
from rasso_tracker.people.models import Person


def countersignature(row: Countersignature, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "advice": key(row.advice_id),
        "lawyer": key(row.lawyer_id),
        "holds": row.holds,
        "words": Sealer(row.case_id).open(Label.COUNTERSIGN_WORDS, row.pk, row.words_sealed),
        "signed_at": said(row.signed_at),
        **of_cps(row),
    }


def countersignature_of_version(row: Countersignature, person: Person) -> JSON:
    return {**countersignature(row, person), **_newest(row.advice)}


def reading_of_version(row: AdviceReading, person: Person) -> JSON:
    return {**reading(row, person), **_newest(row.advice)}


def _newest(advice: Advice) -> JSON:
    """The version that stands in the place of the one that something was recorded of."""
    newest = newest_after(advice)
    return {
        "newest_advice": key(newest.pk) if newest is not None else None,
        "newest_version": newest.version if newest is not None else None,
    }


def entered_charge(row: EnteredCharge, person: Person) -> JSON:
    """What CPS decided is on the milestone `charge`."""
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "charge": key(row.charge_id),
        "recorded_at": said(row.recorded_at),
        **of_cps(row),
    }


def reading(row: AdviceReading, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "advice": key(row.advice_id),
        "outcome": row.outcome,
        "read_at": said(row.read_at),
        "read_by": key(row.read_by_id),
    }


def question(row: AdviceQuestion, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "submission": key(row.submission_id),
        "side": row.side,
        "asked_at": said(row.said_at),
        "asked_by": key(row.said_by_id),
        "due_on": said(row.due_on),
        "answered_at": said(row.answered_at),
        **of_cps(row),
    }


def question_in_full(row: AdviceQuestion, person: Person) -> JSON:
    text = Sealer(row.case_id).open(Label.QUESTION_TEXT, row.pk, row.text_sealed)
    return {**question(row, person), "text": text}


def answer_in_full(row: AdviceAnswer, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "question": key(row.question_id),
        "side": row.side,
        "answered_at": said(row.said_at),
        "answered_by": key(row.said_by_id),
        "text": Sealer(row.case_id).open(Label.ANSWER_TEXT, row.pk, row.text_sealed),
        **of_cps(row),
    }


def meeting(row: JointMeeting, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "submission": key(row.submission_id),
        "how": row.how,
        "held_at": said(row.held_at),
        "investigator": key(row.investigator_id),
        "prosecutor_name": row.prosecutor_name,
    }


def meeting_in_full(row: JointMeeting, person: Person) -> JSON:
    note = Sealer(row.case_id).open(Label.MEETING_NOTE, row.pk, row.note_sealed)
    return {**meeting(row, person), "note": note}


def early_advice(row: EarlyAdviceConsidered, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "sought": row.sought,
        "because": row.because or None,
        "considered_at": said(row.considered_at),
        "considered_by": key(row.considered_by_id),
    }


def early_advice_in_full(row: EarlyAdviceConsidered, person: Person) -> JSON:
    words = Sealer(row.case_id).open(Label.EARLY_ADVICE_WORDS, row.pk, row.words_sealed)
    return {**early_advice(row, person), "words": words}
