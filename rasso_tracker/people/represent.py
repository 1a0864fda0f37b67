"""People, leave and cover, roles and moves as the API shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasso_tracker.clocks import now
from rasso_tracker.people.models import DutyCover, FirstPassword, Leave, Move, Person, RoleProposal


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _username(person: Person | None) -> str | None:
    return person.username if person else None


def represent_cover(cover: DutyCover, person: Person) -> dict[str, Any]:
    return {
        "id": str(cover.pk),
        "person": cover.person.username,
        "covered_by": cover.covered_by.username,
        "starts_on": cover.starts_on.isoformat(),
        "ends_on": cover.ends_on.isoformat(),
        "ended_early_on": _day(cover.ended_early_on),
    }


def represent_leave(leave: Leave, person: Person) -> dict[str, Any]:
    return {
        "id": str(leave.pk),
        "person": leave.person.username,
        "starts_on": leave.starts_on.isoformat(),
        "ends_on": leave.ends_on.isoformat(),
        "covered_by": leave.cover.covered_by.username if leave.cover else None,
        "ended_early_on": _day(leave.ended_early_on),
    }


def represent_person(row: Person, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "username": row.username,
        "name": row.name,
        "agency": row.agency,
        "post": row.post,
        "rank": row.rank,
        "equated_rank": row.equated_rank,
        "collar_number": row.collar_number,
        "email": row.email,
        "telephone": row.telephone,
        "roles": row.roles,
        "district": row.district.code if row.district else None,
        "team": row.team.name if row.team else None,
        "cps_unit": row.cps_unit.code if row.cps_unit else None,
        "supervisor": _username(row.supervisor),
        "starts_on": row.starts_on.isoformat(),
        "left_on": _day(row.left_on),
        "is_active": row.is_active,
        "version": row.version,
    }


# Of the record, for every colleague: what the list of people shows.
OF_A_COLLEAGUE = (
    "id",
    "name",
    "post",
    "roles",
    "district",
    "team",
    "cps_unit",
    "left_on",
    "is_active",
)


def represent_colleague(row: Person, person: Person) -> dict[str, Any]:
    """The whole record for the administrator; for everybody else what the page of the list shows."""
    record = represent_person(row, person)
    if person.role.may("edit_person"):
        return record
    return {name: record[name] for name in OF_A_COLLEAGUE}


NOT_TO_LEAD = ("username", "roles", "is_active")  # of the record, for a supervisor


def represent_record(row: Person, person: Person) -> dict[str, Any]:
    """The whole record for the administrator; for a supervisor what it takes to lead an officer."""
    record = represent_person(row, person)
    if person.role.may("edit_person"):
        return record
    return {name: value for name, value in record.items() if name not in NOT_TO_LEAD}


def represent_proposal(row: RoleProposal, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "person": row.person.username,
        "role": row.role,
        "gives": row.gives,
        "reason": row.reason,
        "proposed_by": row.proposed_by.username,
        "proposed_at": row.proposed_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "status": row.outcome or ("open" if row.is_open(now()) else "run_out"),
        "decided_by": _username(row.decided_by),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "refusal": row.refusal,
    }


def represent_first_password(row: FirstPassword, person: Person) -> dict[str, Any]:
    """`code` is in the answer to the deed alone: a repeat of the same sending has null there."""
    return {
        "id": str(row.pk),
        "person": row.person.username,
        "code": row.code or None,
        "issued_by": row.issued_by.username,
        "issued_at": row.issued_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
    }


def represent_move(row: Move, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "person": row.person.username,
        "moves_on": row.moves_on.isoformat(),
        "post": row.post,
        "district": row.district.code if row.district else None,
        "team": row.team.name if row.team else None,
        "cps_unit": row.cps_unit.code if row.cps_unit else None,
        "supervisor": _username(row.supervisor),
        "applied": row.applied_at is not None,
        "cancelled": row.cancelled_at is not None,
    }
