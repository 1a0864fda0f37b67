"""The directions of supervisory reviews: given, answered, withdrawn, moved, ended with the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from cases.models import STANDING, Assignment, Case, Direction, DirectionDate, NamedAccess, SupervisoryReview
from cases.notices.supervision import recheck_directions
from cases.rules import supervision as rules
from cases.services.due import CASE_CLOSED, raise_due, settle_due
from cases.services.stored import locked
from cases.supervision_enums import DIRECTED, DIRECTION_DUE
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.tables import current
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import Due
from rasso_tracker.messages.services import raise_notice, settle, tell
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import OFFICER, SUPERVISOR
from rasso_tracker.people.versions import touch
from rasso_tracker.vault import seal
from rasso_tracker.vault.models import DataKey

ASKS = "cases.direction.asks"
HOW = "cases.direction.how"
WITHDRAWN_WHY = "cases.direction.withdrawn_why"
DATE_REASON = "cases.directiondate.reason"


def people_on(case: Case) -> QuerySet[Person]:
    """The police who work on a case: assigned to it, or named on it to investigate or supervise."""
    assigned = Assignment.objects.filter(case=case, ended_at__isnull=True)
    named = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
    return Person.objects.filter(
        Q(pk__in=assigned.values("person")) | Q(pk__in=named.values("person")),
        agency=Agency.POLICE,
        kind=PersonKind.PERSON,
        roles__overlap=[OFFICER.code, SUPERVISOR.code],
    ).order_by("name", "id")


def give_directions(
    review: SupervisoryReview, given: Sequence[Mapping[str, Any]], key: DataKey, at: datetime
) -> list[Direction]:
    """Write what was checked already, numbered on from the case's last, and owe each. Inside the review."""
    if not given:
        return []
    last = Direction.objects.filter(case=review.case_id).aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, one in enumerate(given, start=last + 1):
        row = Direction(
            id=uuid7(),
            case=review.case,
            review=review,
            number=number,
            owner=one["owner"],
            due_on=one["due_on"],
            given_at=at,
        )
        row.asks_sealed = seal(review.case_id, ASKS, row.pk, one["asks"], key=key)
        rows.append(row)
    Direction.objects.bulk_create(rows)
    DirectionDate.objects.bulk_create(
        DirectionDate(
            case=review.case, direction=one, due_on=one.due_on, set_at=at, set_by=review.reviewed_by
        )
        for one in rows
    )
    for row in rows:
        _owe(row, at)
        if row.owner_id != review.reviewed_by_id:
            raise_notice(kind=DIRECTED, source=row.pk, subject_id=row.pk, at=at)
    return rows


def _owe(direction: Direction, at: datetime) -> None:
    raise_due(
        case=direction.case,
        source=direction.pk,
        code=DIRECTION_DUE,
        what=f"Answer direction {direction.number} of the supervisory review",
        due_on=direction.due_on,
        owner=direction.owner,
        at=at,
    )


def _ended(direction: Direction, by: Person | None, at: datetime, fell_away: str = "") -> None:
    """Nothing is owed of it any more, and what was sent about it goes quiet. Inside a deed."""
    settle_due(source=direction.pk, code=DIRECTION_DUE, at=at, fell_away=fell_away)
    why = "" if by else "The case was closed."
    settle(subject_id=direction.pk, by=by, at=at, kinds=[DIRECTED], why=why)


def _as_it_stands(by: Person, direction: Direction) -> Direction:
    """The direction with its case locked: deeds on one follow each other."""
    case = locked(by, direction.case_id)
    found: Direction = Direction.objects.select_related("owner").get(pk=direction.pk)
    found.case = case
    return found


@deed
def answer_direction(*, by: Person, direction: Direction, how: str, at: datetime | None = None) -> Direction:
    """Say how a direction was carried out, or why it could not be; what it owes is settled.

    Raises NotAllowed (no longer open, another officer's), Invalid without words.
    """
    at = at or now()
    direction = _as_it_stands(by, direction)
    rules.check_can_answer(by, direction)
    if not how.strip():
        raise Invalid({"how": "Say what was done."})
    direction.answered_at, direction.answered_by = at, by
    direction.how_sealed = seal(direction.case_id, HOW, direction.pk, how)
    touch(direction, "answered_at", "answered_by", "how_sealed")
    _ended(direction, by, at)
    record(by=by, action=Action.DIRECTION_ANSWERED, case=direction.case, subjects=[direction.pk])
    return direction


@deed
def withdraw_direction(
    *, by: Person, direction: Direction, reason: str, at: datetime | None = None
) -> Direction:
    """Ask no longer for a direction, with the reason; it stays to be read.

    Raises NotAllowed (no longer open, no supervisor), Invalid without a reason.
    """
    at = at or now()
    direction = _as_it_stands(by, direction)
    rules.check_can_change("withdraw_direction", by, direction)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is no longer asked for."})
    direction.withdrawn_at, direction.withdrawn_by = at, by
    direction.withdrawn_why_sealed = seal(direction.case_id, WITHDRAWN_WHY, direction.pk, reason)
    touch(direction, "withdrawn_at", "withdrawn_by", "withdrawn_why_sealed")
    _ended(direction, by, at, "it was withdrawn")
    record(by=by, action=Action.DIRECTION_WITHDRAWN, case=direction.case, subjects=[direction.pk])
    return direction


@deed
def move_direction(
    *, by: Person, direction: Direction, due_on: date, reason: str, at: datetime | None = None
) -> Direction:
    """Give a direction another date, with the reason. The old date stays as a row; the ladder begins again.

    Raises NotAllowed (no longer open, no supervisor), or Invalid: a date that has passed, lies too far ahead,
    is a bank holiday or stands already, or no reason.
    """
    at = at or now()
    direction = _as_it_stands(by, direction)
    rules.check_can_change("move_direction", by, direction)
    if not reason.strip():
        raise Invalid({"reason": "Say why the date moves."})
    today = london_date(at)
    dates = rules.Dates(today=today, ordinary_on=today, furthest_on=today, holidays=current().names)
    if fault := rules.fault_of_direction(due_on, dates):
        raise Invalid({"due_on": fault})
    if due_on == direction.due_on:
        raise Invalid({"due_on": "This is the date that stands already."})
    DirectionDate.objects.filter(direction=direction, superseded_at__isnull=True).update(superseded_at=at)
    row = DirectionDate(
        id=uuid7(), case=direction.case, direction=direction, due_on=due_on, moved=True, set_at=at, set_by=by
    )
    row.reason_sealed = seal(direction.case_id, DATE_REASON, row.pk, reason)
    row.save(force_insert=True)
    direction.due_on = due_on
    touch(direction, "due_on")
    _owe(direction, at)
    record(by=by, action=Action.DIRECTION_MOVED, case=direction.case, subjects=[direction.pk, row.pk])
    return direction


def end_directions(case: Case, at: datetime) -> None:
    """A closed case asks nothing more of anybody. Inside the deed that closed it."""
    for one in Direction.objects.filter(STANDING, case=case):
        one.ended_at = at
        touch(one, "ended_at")
        _ended(one, None, at, CASE_CLOSED)


def hand_over_directions(case: Case, former: Person, new: Person, at: datetime) -> None:
    """Whoever takes over a post on the case takes over its open directions, and is told. Inside the deed."""
    for one in Direction.objects.filter(STANDING, case=case, owner=former):
        one.owner = new
        touch(one, "owner")
        settle(subject_id=one.pk, by=None, at=at, kinds=[DIRECTED], why=f"It passed to {new.name}.")
        due = recheck_directions([one.pk], at)[one.pk]
        if isinstance(due, Due):
            tell(kind=DIRECTED, source=one.pk, due=due, at=at)
