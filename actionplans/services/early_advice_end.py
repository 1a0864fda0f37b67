"""CPS closes its record of early advice that no file followed (domain.md 4), and takes that back."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from actionplans import rules
from actionplans.models import Advice, EarlyAdviceEnding, Submission
from actionplans.rules.early_advice_end import (
    Followed,
    check_can_take_advice_end_back,
    check_is_early_advice,
    check_nothing_followed,
)
from actionplans.seals import Label, Sealer
from actionplans.services.documents import Entry
from actionplans.services.in_step import keep_in_step
from actionplans.services.rounds import went_again
from actionplans.services.submissions import BY_MISTAKE, lock_submission
from actionplans.services.unanswered import ADVICE_ENDED, plans_about
from actionplans.services.undecided import open_to_cps_now
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person


@deed
def finalise_early_advice(
    *,
    by: Person,
    submission: Submission,
    words: str = "",
    finalised_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> EarlyAdviceEnding:
    """CPS closes its record of early advice because no file followed. That is no decision.

    The case stays with the police, who owe a way on from it; supervisor and gatekeepers hear at once. Raises
    NotAllowed for any other submission, or where something followed; Invalid for a moment before the advice.
    """
    at = at or now()
    submission = lock_submission(submission)
    check_can_finalise_early_advice(by, submission)
    since = advised_last(submission)
    assert since is not None, "only early advice that was given is closed"
    act = Entry(
        by=by,
        case=submission.case,
        field="finalised_at",
        said=finalised_at,
        document_name=document_name,
        document_date=document_date,
        answers=since,
        at=at,
    )
    act.check()
    row = EarlyAdviceEnding(
        id=uuid7(),
        case_id=submission.case_id,
        submission=submission,
        ended_at=act.moment,
        recorded_at=at,
        **act.columns,
    )
    if words.strip():
        row.words_sealed = Sealer(submission.case_id).seal(Label.ADVICE_ENDED_WORDS, row.pk, words)
    row.save(force_insert=True)
    keep_in_step(submission.case, by=by, at=at)
    raise_notice(kind=ADVICE_ENDED, source=row.pk, subject_id=submission.pk, at=at)
    subjects = [submission.pk, row.pk]
    record(by=by, action=Action.EARLY_ADVICE_FINALISED, case=submission.case, subjects=subjects)
    return row


def check_can_finalise_early_advice(by: Person, submission: Submission) -> None:
    """Asks the database only about early advice that was answered, by who may close it. Raises NotAllowed."""
    check_is_early_advice(by, submission)
    check_nothing_followed(_followed(submission))


def _followed(submission: Submission) -> Followed:
    advised = Advice.objects.filter(submission=submission, superseded_at__isnull=True)
    about = set(submission.lines.values_list("allegation", flat=True))
    again = went_again(submission)
    return Followed(
        advised=advised.exists(),
        again=again.round if again else None,
        plans=list(plans_about(submission).values_list("number", flat=True)),
        ended=submission.endings.filter(superseded_at__isnull=True).exists(),
        undecided=bool(about & {one.pk for one in open_to_cps_now(submission.case)}),
    )


def advised_last(submission: Submission) -> rules.Answers | None:
    """When CPS last advised on it; None where it did not."""
    advised = Advice.objects.filter(submission=submission, superseded_at__isnull=True)
    last = advised.aggregate(last=Max("given_at"))["last"]
    return rules.Answers(last, "CPS gave its early advice") if last is not None else None


@deed
def take_back_early_advice_end(
    *, by: Person, ending: EarlyAdviceEnding, reason: str, at: datetime | None = None
) -> EarlyAdviceEnding:
    """It was recorded by mistake. It stays in the history, with why.

    Raises NotAllowed once the case went to CPS again, or police about what CPS recorded or confirmed.
    """
    at = at or now()
    submission = lock_submission(ending.submission)
    ending = EarlyAdviceEnding.objects.select_for_update(no_key=True, of=("self",)).get(pk=ending.pk)
    ending.submission = submission
    again = went_again(submission)
    check_can_take_advice_end_back(by, ending, again.round if again else None)
    ending.superseded_at, ending.superseded_by = at, by
    ending.back_sealed = Sealer(submission.case_id).seal(Label.ADVICE_ENDED_BACK, ending.pk, reason)
    ending.save(update_fields=["superseded_at", "superseded_by", "back_sealed"])
    keep_in_step(submission.case, by=by, at=at, why=BY_MISTAKE)
    subjects = [submission.pk, ending.pk]
    record(by=by, action=Action.EARLY_ADVICE_END_TAKEN_BACK, case=submission.case, subjects=subjects)
    return ending


def close_no_longer(submission: Submission, by: Person, at: datetime) -> None:
    """What a closed record of early advice rested on did not stand, the advice or the end of the plan on it,
    so its end goes with that; `at` may be before it where CPS says so of what was. Inside a deed, before
    keep_in_step().
    """
    standing = submission.endings.filter(superseded_at__isnull=True).select_for_update(no_key=True)
    for ending in standing:
        ending.superseded_at, ending.superseded_by = max(at, ending.recorded_at), by
        ending.save(update_fields=["superseded_at", "superseded_by"])
