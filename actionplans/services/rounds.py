"""What came before what between the rounds of a case with CPS, where either is written down late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q

from actionplans.enums import PlanStatus, SubmissionKind
from actionplans.models import (
    ActionPlan,
    Advice,
    EarlyAdviceEnding,
    ItemCheck,
    PlanEnding,
    Submission,
    SubmissionAllegation,
    Triage,
)
from cases.models import Allegation
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.refusals import Invalid


class Said(NamedTuple):
    """What CPS said of a round, and when, an instant."""

    moment: datetime
    words: str


def check_after_what_cps_said(
    field: str, submitted_at: datetime, rounds: Sequence[Submission], allegations: Sequence[Allegation]
) -> None:
    """These allegations go to CPS again after all that CPS said of them in the `rounds` before. Raises
    Invalid.
    """
    if not rounds:
        return
    about = SubmissionAllegation.objects.filter(submission__in=rounds, allegation__in=allegations)
    last = max(_said_of(list(about.values_list("submission", flat=True).distinct())), default=None)
    if last is not None and submitted_at <= last.moment:
        raise Invalid(
            {field: f"CPS {last.words} on {moment_words(last.moment)}: this went there after that."}
        )


def _said_of(rounds: list[UUID]) -> Iterator[Said]:
    """The triage that stands, plans, items sent back, and the advice that was an answer: not what was
    superseded, nor advice on what waited for something else.
    """
    stands = {"superseded_at__isnull": True}
    triages = Triage.objects.filter(submission__in=rounds, **stands).select_related("submission")
    for one in triages:
        done = "accepted" if one.accepted else "rejected"
        yield Said(one.triaged_at, f"{done} submission {one.submission.round}")
    for plan in ActionPlan.objects.filter(submission__in=rounds, **stands):
        yield Said(plan.issued_at, f"issued action plan {plan.number}")
    for end in PlanEnding.objects.filter(plan__submission__in=rounds, **stands).select_related("plan"):
        did = "closed its record of" if end.ended_as == PlanStatus.ADMIN_FINALISED else "withdrew"
        yield Said(end.ended_at, f"{did} action plan {end.plan.number}")
    closed = EarlyAdviceEnding.objects.filter(submission__in=rounds, **stands)
    for gone in closed.select_related("submission"):
        yield Said(gone.ended_at, f"closed its record of submission {gone.submission.round}")
    back = ItemCheck.objects.filter(returned__item__plan__submission__in=rounds, accepted=False, **stands)
    for number, moment in back.values_list("returned__item__number", "checked_at"):
        yield Said(moment, f"sent item {number} back")
    triaged = Triage.objects.filter(submission=OuterRef("submission"), **stands)
    answers = Advice.objects.filter(submission__in=rounds, **stands).filter(
        Q(submission__kind=SubmissionKind.EARLY_ADVICE) | ~Exists(triaged)
    )
    for number, moment in answers.order_by().values_list("submission__round").annotate(Min("given_at")):
        yield Said(moment, f"advised on submission {number}")


def went_again(submission: Submission) -> Submission | None:
    """The first later round in which an allegation of this one went to CPS again."""
    same = submission.lines.values("allegation")
    later = Submission.objects.filter(case=submission.case_id, round__gt=submission.round)
    return later.filter(lines__allegation__in=same).order_by("round").first()


def check_before_next_round(
    field: str, moment: datetime, submission: Submission, *, whole: bool = False
) -> None:
    """What CPS says of a round lies before its allegations went there again; `whole`: before all of them did.

    A plan may still be issued on a round of which only a part went again. Raises Invalid.
    """
    own = set(submission.lines.values_list("allegation", flat=True))
    later = Submission.objects.filter(case=submission.case_id, round__gt=submission.round).order_by("round")
    for one in later.prefetch_related("lines"):
        again = own & {line.allegation_id for line in one.lines.all()}
        if again == own if whole else again:
            if moment >= one.submitted_at:
                raise Invalid(
                    {
                        field: f"The case went to CPS again on {moment_words(one.submitted_at)}, as"
                        f" submission {one.round}: this was before that."
                    }
                )
            return
