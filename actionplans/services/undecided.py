"""Which allegations may still go to CPS for a decision on a charge."""

from __future__ import annotations

from collections.abc import Iterable

from actionplans.models import Submission
from cases.enums import CLOSED_STAGES
from cases.models import Allegation, Case, Milestone
from cases.services import cautions_of


def open_to_cps(
    case: Case, allegations: Iterable[Allegation], milestones: Iterable[Milestone]
) -> list[Allegation]:
    """Those that nobody decided on, and what the police charged though CPS alone may: it is put to CPS."""
    rows = list(allegations)
    if all(one.is_undecided for one in rows):
        return rows
    cautioned = cautions_of(case, milestones)
    return [one for one in rows if one.is_undecided or _to_be_put_right(one, cautioned)]


def _to_be_put_right(allegation: Allegation, cautioned: Iterable[object]) -> bool:
    return allegation.pk in cautioned and allegation.stage not in CLOSED_STAGES


def open_to_cps_now(case: Case) -> list[Allegation]:
    """The same, asked of the database."""
    milestones = Milestone.objects.filter(case=case).select_related("allegation")
    return open_to_cps(case, Allegation.objects.filter(case=case), milestones)


def left_on_now(submission: Submission) -> list[Allegation]:
    """What of a submission CPS may still decide on, asked of the database."""
    about = set(submission.lines.values_list("allegation", flat=True))
    return [one for one in open_to_cps_now(submission.case) if one.pk in about]
