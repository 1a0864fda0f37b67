"""The lines of the paper for the weekly police-CPS meeting: references, dates and codes, and no names.

Every statement is scoped to what the person may see, leaves restricted cases out (the paper is read by both
sides), and gives a district no more lines than a meeting can take: the rest is counted and linked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import RowNumber

from actionplans.enums import OF_CONTACT, DateBecause, DateKind, LadderKind, Side, SubmissionStatus
from actionplans.models import (
    ActionPlan,
    ClimbEscalation,
    Escalation,
    ItemDispute,
    ItemWait,
    PlanDate,
    Submission,
    Triage,
    slipped,
)
from actionplans.rules import check_can_acknowledge
from actionplans.seals import Label, sealers
from actionplans.services.in_step import ANSWER
from actionplans.unanswered import stands
from cases.enums import CLOSED_STAGES
from cases.models import DueItem
from cases.supervision_enums import POLICE_ONLY
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass

MOST = 10  # lines of one part for one district, where every district is asked for
MOST_OF_ONE = 100  # the same where one district alone is asked for
DISTRICT = "case__district_id"
_PLAN = ("plan_id", "plan__number", "case__reference")


@dataclass(frozen=True)
class Asked:
    """What the paper is about: for whom, since when, as at when, and where (None is everywhere)."""

    person: Person
    since: datetime
    at: datetime
    district: UUID | None = None
    unit: UUID | None = None
    most: int = 0

    @property
    def since_code(self) -> str:
        """The day of the last meeting, for the address."""
        return london_date(self.since).isoformat()

    @property
    def lines(self) -> int:
        """How many lines of one part one district gets."""
        return self.most or (MOST_OF_ONE if self.district else MOST)


@dataclass
class Lines:
    """One part of the paper for one district; `more` counts what did not fit."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    more: int = 0


ByDistrict = dict[UUID, Lines]


def within(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Of the place that is asked for, without restricted cases."""
    rows = rows.filter(case__restricted=False)
    if asked.district:
        rows = rows.filter(case__district=asked.district)
    return rows.filter(case__cps_unit=asked.unit) if asked.unit else rows


def capped(rows: QuerySet[Any], asked: Asked, order: Sequence[Any], *fields: str) -> ByDistrict:
    """The first lines of each district in this order, in one statement."""
    numbered = within(rows, asked).annotate(
        place=Window(RowNumber(), partition_by=[F(DISTRICT)], order_by=list(order)),
        of=Window(Count("pk"), partition_by=[F(DISTRICT)]),
    )
    found: ByDistrict = defaultdict(Lines)
    chosen = numbered.filter(place__lte=asked.lines).order_by(DISTRICT, "place")
    for row in chosen.values("id", "case_id", DISTRICT, "place", "of", *fields):
        lines = found[row[DISTRICT]]
        lines.rows.append(row)
        lines.more = row["of"] - len(lines.rows)
    return found


def to_discuss(asked: Asked, most: int) -> ByDistrict:
    """Plans past a date now, the worst first: by the step reached, then the longest past its date."""
    return _plans(_lapsed(asked), replace(asked, most=most))


def unanswered(asked: Asked) -> dict[UUID, int]:
    """How many steps above the first wait for an answer on open plans, by district."""
    rows = Escalation.objects.visible_to(asked.person).filter(stands(), step__gt=0)
    counted = within(rows, asked).values(DISTRICT).annotate(n=Count("pk"))
    return {row[DISTRICT]: row["n"] for row in counted}


def lapsed_since(asked: Asked) -> ByDistrict:
    """Plans whose date passed since the last meeting and that are past it still, the highest step first."""
    return _plans(_lapsed(asked).filter(is_new=True), asked)


def lapsed_before(asked: Asked) -> ByDistrict:
    """Plans that were past a date at the last meeting already and are still, the highest step first."""
    return _plans(_lapsed(asked).filter(is_new=False), asked)


def _lapsed(asked: Asked) -> QuerySet[Any]:
    """With `is_new`: no date of the plan had passed at the last meeting. One whose review date was answered
    since then, and that is past its target now, is not new to it.
    """
    day = london_date(asked.since)
    dates = PlanDate.objects.filter(plan=OuterRef("pk"), kind__in=[DateKind.TARGET, DateKind.REVIEW])
    passed = dates.filter(due_on__lt=day, set_at__lte=asked.since).exclude(superseded_at__lte=asked.since)
    rows = ActionPlan.objects.visible_to(asked.person).filter(closed_at__isnull=True, lapses_at__lte=asked.at)
    is_new = Q(lapses_at__gt=asked.since) & ~Exists(passed)
    return rows.annotate(is_new=ExpressionWrapper(is_new, output_field=BooleanField()))


def _plans(rows: QuerySet[Any], asked: Asked) -> ByDistrict:
    fields = ("case__reference", "number", "step", "lapses_at", "target_on", "review_on", "next_act_on")
    found = capped(rows, asked, [F("urgency").asc(), F("id").asc()], *fields, "items_open", "is_new")
    for row in every(found):
        row["side"] = (Side.POLICE if row["items_open"] else Side.CPS).label
        promised = row["next_act_on"]
        row["promised"] = promised if promised is not None and promised >= london_date(asked.at) else None
    return found


def escalated(asked: Asked) -> ByDistrict:
    """Steps above the first that were raised on open plans since the last meeting, with their answers.

    `stands` says that one waits for an answer still, `may_answer` that this person may give it.
    """
    rows = Escalation.objects.visible_to(asked.person).filter(
        raised_at__gt=asked.since, step__gt=0, plan__closed_at__isnull=True
    )
    rows = rows.annotate(stands=ExpressionWrapper(stands(), output_field=BooleanField()))
    found = capped(
        rows, asked, [F("step").desc(), F("due_at").asc()],
        *_PLAN, "step", "plan_date__due_on", "plan_date__kind", "acknowledgements__acknowledged_at",
        "acknowledgements__next_act_date__due_on", "stands",
    )  # fmt: skip
    waiting = [row["id"] for row in every(found) if row["stands"]]
    shown = Escalation.objects.select_related("plan").in_bulk(waiting)
    for row in every(found):
        one = shown.get(row["id"])
        row["may_answer"] = one is not None and would_pass(
            check_can_acknowledge, asked.person, one.plan, one, stands=True
        )
    return found


def climbed(asked: Asked) -> ByDistrict:
    """The same of what is owed on cases: limits of bail and custody, safeguarding, reviews, chases.

    Both sides read the paper, so what only the police know of (supervision, what victims are owed) is not
    on it; disputes
    have a part of their own.
    """
    rows = ClimbEscalation.objects.visible_to(asked.person).filter(raised_at__gt=asked.since, step__gt=0)
    rows = rows.exclude(climb__code__in=[*POLICE_ONLY, *OF_CONTACT, LadderKind.DISPUTE])
    return capped(
        rows, asked, [F("step").desc(), F("due_at").asc()],
        "case__reference", "climb__item_id", "climb__code", "climb__due_on", "step",
        "answer__acknowledged_at", "answer__promise__due_on",
    )  # fmt: skip


def moved(asked: Asked) -> ByDistrict:
    """Dates that were moved since the last meeting: the old date, the new one and why."""
    before = PlanDate.objects.filter(
        plan=OuterRef("plan"), kind=OuterRef("kind"), superseded_at=OuterRef("set_at")
    )
    rows = PlanDate.objects.visible_to(asked.person).filter(slipped(), set_at__gt=asked.since)
    rows = rows.annotate(was_on=Subquery(before.values("due_on")[:1]))
    fields = (*_PLAN, "kind", "because", "was_on", "due_on", "reason_sealed")
    found = capped(rows, asked, [F("set_at").desc(), F("id").asc()], *fields)
    opened = sealers({row["case_id"] for row in every(found)})
    for row in every(found):
        reason = opened[row["case_id"]].open(Label.DATE_REASON, row["id"], row.pop("reason_sealed"))
        because = DateBecause(row.pop("because"))
        why = "" if because == DateBecause.MOVED else because.label  # else nobody knows what the reason is of
        row["reason"] = ". ".join(filter(None, [why, reason]))
    return found


def disputed(asked: Asked) -> ByDistrict:
    """Items that police dispute and CPS has not answered, the oldest first."""
    rows = ItemDispute.objects.visible_to(asked.person).filter(settled_at__isnull=True)
    return capped(
        rows, asked, [F("raised_at").asc(), F("id").asc()],
        "case__reference", "item__plan_id", "item__plan__number", "item_id", "item__number", "item__type",
        "reason", "raised_at",
    )  # fmt: skip


def rejected(asked: Asked) -> ByDistrict:
    """What triage rejected since the last meeting, with its coded reasons."""
    rows = Triage.objects.visible_to(asked.person).filter(
        accepted=False, superseded_at__isnull=True, triaged_at__gt=asked.since
    )
    found = capped(
        rows, asked, [F("triaged_at").asc(), F("id").asc()],
        "case__reference", "submission_id", "submission__round", "triaged_at", "respond_by",
    )  # fmt: skip
    ids = [row["id"] for row in every(found)]
    reasons: dict[UUID, list[str]] = defaultdict(list)
    for pk, reason in Triage.objects.filter(pk__in=ids).values_list("pk", "reasons__reason"):
        reasons[pk] += [reason] if reason else []
    for row in every(found):
        row["reasons"] = sorted(reasons[row["id"]])
    return found


def waiting(asked: Asked) -> ByDistrict:
    """Items of open plans that wait on a body, the first to be chased first."""
    rows = ItemWait.objects.visible_to(asked.person).filter(ended_at__isnull=True)
    return capped(
        rows, asked, [F("chase_on").asc(), F("id").asc()],
        "case__reference", "item__plan_id", "item__plan__number", "item_id", "item__number", "item__type",
        "body", "requested_on", "promised_on", "first_promised_on", "chase_on",
    )  # fmt: skip


def every(found: ByDistrict) -> list[dict[str, Any]]:
    return [row for lines in found.values() for row in lines.rows]


def by_step(asked: Asked) -> dict[UUID, dict[int | None, int]]:
    """How many plans are past a date now, by district and step."""
    found: dict[UUID, dict[int | None, int]] = defaultdict(dict)
    for row in within(_lapsed(asked), asked).values(DISTRICT, "step").annotate(n=Count("pk")):
        found[row[DISTRICT]][row["step"]] = row["n"]
    return found


def owed(asked: Asked) -> dict[UUID, dict[str, int]]:
    """How many things each side owes the other, by district: who owes what."""
    plans = ActionPlan.objects.visible_to(asked.person).filter(closed_at__isnull=True)
    sent = Submission.objects.visible_to(asked.person).exclude(case__stage__in=CLOSED_STAGES)
    disputes = ItemDispute.objects.visible_to(asked.person).filter(settled_at__isnull=True)
    answers = DueItem.objects.visible_to(asked.person).filter(code=ANSWER, settled_at__isnull=True)
    today = london_date(asked.at)
    counted = {
        "police_open": plans.filter(items_open__gt=0),
        "police_late": plans.filter(items_open__gt=0, target_on__lt=today),
        "cps_triage": sent.filter(status=SubmissionStatus.SENT),
        "cps_late": answers.filter(due_on__lt=today),
        "cps_disputes": disputes,
        "cps_checks": plans.filter(items_open=0),
    }
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for code, rows in counted.items():
        for row in within(rows, asked).values(DISTRICT).annotate(n=Count("pk")):
            found[row[DISTRICT]][code] = row["n"]
    return found
