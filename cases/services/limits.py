"""The limits of bail and of custody as due items: one for each suspect on bail or remanded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.enums import MilestoneKind
from cases.models import Case, DueItem, Milestone
from cases.services.due import raise_due, settle_dues
from cases.stages import standing

Kind = MilestoneKind


@dataclass(frozen=True)
class Limit:
    """A time limit that begins with one milestone and is ended, or taken over, by others."""

    code: str
    begins: MilestoneKind
    ends: frozenset[MilestoneKind]
    words: str

    @property
    def bears(self) -> frozenset[MilestoneKind]:
        return self.ends | {self.begins}


BAIL = Limit(
    code="bail_limit",
    begins=Kind.BAILED,
    ends=frozenset(
        {
            Kind.BAIL_ENDED,
            Kind.RELEASED_UNDER_INVESTIGATION,
            Kind.CHARGED,
            Kind.REMANDED,
            Kind.POLICE_NFA,
            Kind.CPS_NFA,
            Kind.FINALISED,
        }
    ),
    words="Bail of {} ends",
)
# A custody time limit no longer runs once the trial has begun (Prosecution of Offences Act 1985, section 22).
CUSTODY = Limit(
    code="custody_limit",
    begins=Kind.REMANDED,
    ends=frozenset({Kind.CUSTODY_ENDED, Kind.TRIAL_BEGUN, Kind.POLICE_NFA, Kind.CPS_NFA, Kind.FINALISED}),
    words="Custody time limit of {} ends",
)
LIMITS = (BAIL, CUSTODY)


def keep_limits(case: Case, kind: MilestoneKind, at: datetime) -> None:
    """After a milestone of `kind` was recorded or voided: one open due item for each limit that runs."""
    for limit in LIMITS:
        if kind in limit.bears:
            _keep(limit, case, at)


def _keep(limit: Limit, case: Case, at: datetime) -> None:
    facts = Milestone.objects.filter(case=case, voided_at__isnull=True, kind__in=limit.bears).select_related(
        "suspect", "allegation"
    )
    running = {one.pk: one for one in running_limits(limit, facts, at)}
    open_items = DueItem.objects.filter(case=case, code=limit.code, settled_at__isnull=True)
    over = set(open_items.values_list("source", flat=True)) - set(running)
    voided = set(Milestone.objects.filter(pk__in=over, voided_at__isnull=False).values_list("pk", flat=True))
    settle_dues(sources=over - voided, code=limit.code, at=at)
    settle_dues(sources=voided, code=limit.code, at=at, fell_away="what it began with was voided")
    for one in running.values():
        assert one.limit_on is not None
        raise_due(
            case=case,
            source=one.pk,
            code=limit.code,
            what=words_of(limit, one),
            due_on=one.limit_on,
            at=at,
        )


def words_of(limit: Limit, milestone: Milestone) -> str:
    return limit.words.format(milestone.suspect.label if milestone.suspect else "the suspect")


def running_limits(limit: Limit, facts: Iterable[Milestone], at: datetime) -> list[Milestone]:
    """The milestones whose limit runs at `at`: for each suspect the last word, where it begins one.

    An end without a suspect ends that of the suspect charged, or of all. Pure.
    """
    last: dict[UUID | None, Milestone] = {}
    for one in standing(facts, at):
        assert isinstance(one, Milestone)
        if one.kind == limit.begins:
            last[one.suspect_id] = one
        elif one.kind in limit.ends:
            suspect_id = one.suspect_id or (one.allegation.suspect_id if one.allegation else None)
            if suspect_id is None:
                last.clear()
            else:
                last.pop(suspect_id, None)
    return list(last.values())
