"""Moving a person to another district, team, unit or post, from a day on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed, open_door
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import system
from rasso_tracker.people.enums import WorkGoes
from rasso_tracker.people.hooks import sight_changed
from rasso_tracker.people.models import CpsUnit, District, Move, Person, Team
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.rules import check_may, check_place, check_supervisor
from rasso_tracker.people.services.details import ADMINISTRATORS_ONLY, change, locked_person
from rasso_tracker.people.services.handing import hand_over

PLACE = ("post", "district", "team", "cps_unit", "supervisor")


@deed
def move_person(
    *,
    by: Person,
    person: Person,
    moves_on: date,
    post: str,
    district: District | None = None,
    team: Team | None = None,
    cps_unit: CpsUnit | None = None,
    supervisor: Person | None = None,
    work: str = "",
    goes_to: Person | None = None,
    at: datetime | None = None,
) -> Move:
    """Work elsewhere from `moves_on` on: today at once, a later day when it comes (make_moves).

    What the person may see follows the place; cases that name them stay open to them. What they hold passes
    on now, as `work` (WorkGoes) says, or they keep knowingly what they may still see. Raises NotAllowed, and
    Invalid for a past day, a place that cannot be, a second move to come, or work of which nothing was said.
    """
    at = at or now()
    check_may(by, "move_person", ADMINISTRATORS_ONLY)
    today = london_date(at)
    if moves_on < today:
        raise Invalid({"moves_on": "A move begins today at the earliest."})
    person = locked_person(person)
    if not person.serves_on(moves_on):
        raise Invalid({"moves_on": f"{person.name} is not in post on this day."})
    check_place(person.agency, district, team, cps_unit)
    check_supervisor(person, supervisor, moves_on)
    move = Move(
        person=person,
        moves_on=moves_on,
        post=post,
        district=district,
        team=team,
        cps_unit=cps_unit,
        supervisor=supervisor,
        set_by=by,
        set_at=at,
    )
    try:
        with transaction.atomic():
            move.save(force_insert=True)
    except IntegrityError as fault:
        if "move_one_to_come" not in str(fault):
            raise
        raise Invalid({"moves_on": "A move of this person is to come already. Cancel it first."}) from fault
    hand_over(by=by, person=person, work=work, goes_to=goes_to, until=moves_on, at=at, may_keep=True)
    said = WorkGoes(work).label if work else ""
    record(by=by, action=Action.MOVE_SET, subjects=[move.pk, person.pk], reason=said)
    if moves_on == today:
        _apply(move, person, by, at)
    return move


@deed
def cancel_move(*, by: Person, move: Move, at: datetime | None = None) -> Move:
    """A move that has not come does not come. Raises NotAllowed once it was applied or cancelled."""
    at = at or now()
    check_may(by, "cancel_move", ADMINISTRATORS_ONLY)
    move = Move.objects.select_for_update(no_key=True, of=("self",)).get(pk=move.pk)
    if not move.is_to_come:
        raise NotAllowed("This move has been made already, or was cancelled.")
    move.cancelled_at, move.cancelled_by = at, by
    move.save(update_fields=["cancelled_at", "cancelled_by"])
    record(by=by, action=Action.MOVE_CANCELLED, subjects=[move.pk, move.person_id])
    return move


def make_moves(*, at: datetime | None = None) -> int:
    """Make the moves whose day has come, in the name of whoever set each. Returns how many.

    Run by the beat: a night that was missed is made up for, twice changes nothing.
    """
    at = at or now()
    to_come = Q(applied_at__isnull=True, cancelled_at__isnull=True)
    with system("moves are made when their day comes, whoever is signed in"), open_door("make_moves"):
        due = Move.objects.filter(to_come, moves_on__lte=london_date(at)).order_by("moves_on")
        moves = list(
            due.select_for_update(no_key=True, of=("self",), skip_locked=True).select_related("set_by")
        )
        for move in moves:
            _apply(move, locked_person(move.person), move.set_by, at)
        if moves:
            record(by=None, action=Action.MOVES_MADE, subjects=[move.pk for move in moves])
    return len(moves)


def _apply(move: Move, person: Person, by: Person, at: datetime) -> None:
    change(person, by, at, **{name: getattr(move, name) for name in PLACE})
    move.applied_at = at
    move.save(update_fields=["applied_at"])
    sight_changed(person=person, by=by, at=at)
