"""The cases of somebody who leaves pass on: however many, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery

from cases import rules
from cases.enums import CLOSED_STAGES, Duty, NamedBecause
from cases.lesson_enums import LOOK_BACK_DUE
from cases.models import STANDING, Assignment, Case, Direction, DueItem, Lesson, NamedAccess
from cases.models.lessons import UNDONE
from cases.rules.named import LEAST_NAMED
from cases.services.access import tell_of_duties
from cases.services.due import say_passed
from cases.services.stored import need_door
from cases.short import named_on
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.clocks import london_date
from rasso_tracker.ids import uuid7
from rasso_tracker.people.holdings import Holding, team_head
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import GATEKEEPER

OWN_DOORS = (
    "item_target",
    "item_chase",
    "clinic_follow_up",
    "complete_review",
    "review_update",
)  # due items that pass on with their own record


def _cases(person: Person, duty: Duty) -> Any:
    """Open cases on which a person has a duty."""
    held = Assignment.objects.filter(person=person, duty=duty, ended_at__isnull=True)
    return Case.objects.filter(pk__in=held.values("case")).exclude(stage__in=CLOSED_STAGES)


def _taker(person: Person, to: Person | None, at: datetime) -> Person:
    """Who takes the cases. Raises Invalid by field when nobody leads the team, or they cannot."""
    found = to or team_head(person, london_date(at))
    if found is None:
        raise Invalid({"work": "Nobody in post leads their team. Choose one person who takes the work."})
    if sentence := rules.unfit_officer(found, at):
        raise Invalid({"goes_to" if to else "work": f"The cases need an officer. {sentence}"})
    return found


def pass_on_duty(duty: Duty, *, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """Every open case on which `person` has `duty` goes to `to`, or to whoever leads the team.

    The access that came with the duty ends, and the new officer's begins. Raises Invalid.
    """
    need_door("pass_on_duty")
    found = list(
        _cases(person, duty)
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not found:
        return 0
    taker = _taker(person, to, at)
    Assignment.objects.filter(case__in=found, person=person, duty=duty, ended_at__isnull=True).update(
        ended_at=at
    )
    given = Assignment.objects.bulk_create(
        Assignment(id=uuid7(), case_id=pk, person=taker, duty=duty, started_at=at, assigned_by=by)
        for pk in found
    )
    tell_of_duties(given, at)
    _pass_on_access(found, person, taker, by, at)
    _check_named(found)
    directions = Direction.objects.filter(STANDING, case__in=found, owner=person)
    directions.update(owner=taker, version=F("version") + 1)
    if duty == Duty.OIC:
        due = DueItem.objects.filter(case__in=found, owner=person, settled_at__isnull=True)
        passed = dict(due.values_list("pk", "owner"))
        due.update(owner=taker)
        Lesson.objects.filter(UNDONE, case__in=found, owner=person).update(
            owner=taker, version=F("version") + 1
        )
        Case.objects.filter(pk__in=found).update(officer_in_charge=taker, version=F("version") + 1)
        say_passed(passed, at)
    events = [Event(case=pk, subjects=[pk, taker.pk], reason="handed over by a leaver") for pk in found]
    record_each(by=by, action=Action.OFFICER_ASSIGNED, events=events)
    return len(found)


def _pass_on_access(found: Iterable[UUID], person: Person, taker: Person, by: Person, at: datetime) -> None:
    """Access by duty follows the duty; whoever has another duty on the case keeps theirs."""
    mine = NamedAccess.objects.filter(case__in=found, because=NamedBecause.ASSIGNED, ended_at__isnull=True)
    other = Assignment.objects.filter(case=OuterRef("case"), person=person, ended_at__isnull=True)
    mine.filter(person=person).exclude(Exists(other)).update(ended_at=at)
    has = set(mine.filter(person=taker).values_list("case", flat=True))
    NamedAccess.objects.bulk_create(
        NamedAccess(
            id=uuid7(),
            case_id=pk,
            person=taker,
            because=NamedBecause.ASSIGNED,
            started_at=at,
            granted_by=by,
        )
        for pk in found
        if pk not in has
    )


def pass_on_access(
    *, cases: Iterable[UUID], person: Person, to: Person | None, by: Person, at: datetime
) -> None:
    """The access that a duty of a leaver gave ends on these cases, and that of `to` begins."""
    need_door("pass_on_access")
    found = list(cases)
    if to is not None:
        _pass_on_access(found, person, to, by, at)
        return
    mine = NamedAccess.objects.filter(case__in=found, because=NamedBecause.ASSIGNED, ended_at__isnull=True)
    other = Assignment.objects.filter(case=OuterRef("case"), person=person, ended_at__isnull=True)
    mine.filter(person=person).exclude(Exists(other)).update(ended_at=at)
    _check_named(found)


def _check_named(found: Iterable[UUID]) -> None:
    """The rule of restricted cases in a sentence, before the database refuses it at commit."""
    shut = list(Case.objects.filter(pk__in=found, restricted=True).values_list("pk", flat=True))
    for people in named_on(shut).values() if shut else ():
        if len(people) < LEAST_NAMED or not any(GATEKEEPER.code in one.roles for one in people):
            few = "A restricted case among theirs names too few people. Have a supervisor who is named on it"
            raise Invalid({"": f"{few} name a gatekeeper on it first."})


def _due(person: Person) -> Any:
    """What a person owes that is no case's own officer's, and has no record of its own that passes on."""
    return DueItem.objects.filter(owner=person, settled_at__isnull=True).exclude(code__in=OWN_DOORS)


def _due_elsewhere(person: Person) -> int:
    return int(_due(person).exclude(case__officer_in_charge=person).count())


def pass_on_due(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """What is still owed by somebody who leaves: by each case's officer in charge from now on."""
    need_door("pass_on_due")
    rows = list(_due(person).select_for_update(no_key=True, of=("self",)).values_list("pk", "case"))
    officer = Case.objects.filter(pk=OuterRef("case")).values("officer_in_charge")[:1]
    due = DueItem.objects.filter(pk__in=[pk for pk, _ in rows])
    due.exclude(code=LOOK_BACK_DUE).update(owner=Subquery(officer))
    # To look back is a second person's: whoever supervises the officer.
    second = Case.objects.filter(pk=OuterRef("case")).values("officer_in_charge__supervisor")[:1]
    due.filter(code=LOOK_BACK_DUE).update(owner=Subquery(second))
    directions = Direction.objects.filter(STANDING, owner=person)
    directions.update(owner=Subquery(officer), version=F("version") + 1)
    lessons = Lesson.objects.filter(UNDONE, owner=person)
    lessons.update(owner=Subquery(officer), version=F("version") + 1)
    say_passed({pk: person.pk for pk, _ in rows}, at)
    events = [Event(case=case, subjects=[pk], reason="handed over by a leaver") for pk, case in rows]
    record_each(by=by, action=Action.DUE_ITEM_PASSED_ON, events=events)
    return len(rows)


def pass_on_officer(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    return pass_on_duty(Duty.OIC, by=by, person=person, to=to, at=at)


def pass_on_sto(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    return pass_on_duty(Duty.STO, by=by, person=person, to=to, at=at)


LEADER = "whoever supervises the team, to give out."
HOLDINGS = (
    Holding(
        code="officer_in_charge",
        title="open cases as officer in charge",
        one="open case as officer in charge",
        count=lambda person: _cases(person, Duty.OIC).count(),
        hand_over=pass_on_officer,
        team=LEADER,
    ),
    Holding(
        code="trained_officer",
        title="open cases as specially trained officer",
        one="open case as specially trained officer",
        count=lambda person: _cases(person, Duty.STO).count(),
        hand_over=pass_on_sto,
        team=LEADER,
    ),
    Holding(
        code="due",
        title="other things due from them",
        one="other thing due from them",
        count=_due_elsewhere,
        hand_over=pass_on_due,
        team="the officer in charge of each case.",
    ),
)
