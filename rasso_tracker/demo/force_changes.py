"""Who of the made-up force is away, leaves, moves and waits for a role."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from rasso_tracker.people.enums import Post, ProposalOutcome
from rasso_tracker.people.models import DutyCover, Leave, Move, Person, RoleProposal
from rasso_tracker.people.roles import ADMINISTRATOR, SUPERVISOR

if TYPE_CHECKING:
    from rasso_tracker.demo.force import Force


def leave_and_cover(force: Force, new_id: Any) -> None:
    """Some are on leave today with somebody who covers, some had cover before, and some have left."""
    rng, today = force.rng, force.as_of
    signing_in = force.sign_ins
    plain = [one for one in force.people if one.username not in signing_in]
    officers = [one for one in plain if one.post == Post.INVESTIGATOR]
    for person in rng.sample(officers, 7):
        person.left_on = today - timedelta(days=rng.randint(20, 600))
    sergeants = [one for one in plain if one.post == Post.DETECTIVE_SERGEANT]
    away = [*rng.sample([one for one in officers if one.left_on is None], 5), *rng.sample(sergeants, 2)]
    for number, person in enumerate(away):
        others = [
            one
            for one in force.people
            if (one.post, one.district) == (person.post, person.district)
            and one not in away
            and one.left_on is None
        ]
        others = [one for one in others if one.team is person.team] or others
        if not others:
            continue
        begins = today - timedelta(days=rng.randint(1, 6) if number < 5 else 40)
        cover = DutyCover(
            id=new_id(),
            person=person,
            covered_by=rng.choice(others),
            starts_on=begins,
            ends_on=begins + timedelta(days=13),
            set_by=person.supervisor or force.clockwork,
        )
        force.covers.append(cover)
        _take_leave(force, new_id(), person, begins, 13, cover)
    for person in rng.sample([one for one in officers if one.left_on is None and one not in away], 4):
        _take_leave(force, new_id(), person, today + timedelta(days=rng.randint(-3, 5)), 7, None)


def _take_leave(force: Force, pk: Any, person: Person, begins: date, days: int, cover: Any) -> None:
    """Leave of some days, recorded a month before it began."""
    recorded = datetime.combine(begins, time(9), tzinfo=UTC) - timedelta(days=30)
    force.leaves.append(
        Leave(
            id=pk,
            person=person,
            starts_on=begins,
            ends_on=begins + timedelta(days=days),
            cover=cover,
            recorded_by=person,
            recorded_at=recorded,
        )
    )


def changes_to_come(force: Force, new_id: Any) -> None:
    """Roles that wait for the second administrator or were decided, and moves to come."""
    rng, today = force.rng, force.as_of
    first, second = force.at(ADMINISTRATOR.code)[:2]
    officers = [one for one in force.people if one.post == Post.INVESTIGATOR and one.left_on is None]
    morning = datetime.combine(today, time(8), tzinfo=UTC)
    for number, person in enumerate(rng.sample(officers, 5)):
        proposed = morning - timedelta(days=(1, 2, 15, 30, 60)[number])
        row = RoleProposal(
            id=new_id(),
            person=person,
            role=SUPERVISOR.code,
            gives=True,
            reason="Acting sergeant of the team.",
            proposed_by=second,
            proposed_at=proposed,
            expires_at=proposed + timedelta(days=7),
        )
        if number in (3, 4):
            row.outcome, row.decided_by = ProposalOutcome.REFUSED, first
            row.decided_at, row.refusal = proposed + timedelta(hours=5), "The course is not finished yet."
        force.proposals.append(row)
    for person in rng.sample([one for one in officers if one.team is not None], 2):
        others = [one for teams in force.teams.values() for one in teams if one is not person.team]
        team = rng.choice(others)
        force.moves.append(
            Move(
                id=new_id(),
                person=person,
                moves_on=today + timedelta(days=rng.randint(5, 20)),
                post=person.post,
                district=team.district,
                team=team,
                set_by=first,
                set_at=morning - timedelta(days=3),
            )
        )
