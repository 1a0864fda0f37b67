"""Deeds of the people kernel: signing in and out, choosing a role, duty cover."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.rules import check_can_set_duty_cover

# [A] Ten wrong passwords in fifteen minutes shut a sign-in name for the rest of them.
WRONG_PASSWORDS = 10
WRONG_PASSWORD_WINDOW = timedelta(minutes=15)


@deed
def record_sign_in(*, by: Person) -> Person:
    """Log a sign-in, and keep when it was."""
    by.last_login = now()
    by.save(update_fields=["last_login"])
    record(by=by, action=Action.SIGNED_IN, subjects=[by.pk])
    return by


@deed
def record_sign_out(*, by: Person) -> Person:
    """Log a sign-out."""
    record(by=by, action=Action.SIGNED_OUT, subjects=[by.pk])
    return by


def record_failed_sign_in(person: Person | None) -> None:
    """Log a wrong password. The name typed is not kept: people type passwords into the wrong box."""
    with transaction.atomic():
        record(by=person, action=Action.SIGN_IN_FAILED, subjects=[person.pk] if person else [])


def is_shut_out(person: Person) -> bool:
    """True while too many wrong passwords were tried for this person, counted from the log."""
    since = now() - WRONG_PASSWORD_WINDOW
    tried = AuditEvent.objects.filter(person=person, action=Action.SIGN_IN_FAILED.name, at__gte=since)
    return tried[:WRONG_PASSWORDS].count() >= WRONG_PASSWORDS


@deed
def take_role(*, by: Person, role: str) -> Person:
    """Choose the role to act in, of those the person holds. Raises Invalid for another."""
    if role not in by.roles:
        raise Invalid({"role": "Choose one of the roles you hold."})
    by.take_role(role)
    record(by=by, action=Action.ROLE_TAKEN, subjects=[by.pk], reason=role)
    return by


@deed
def set_duty_cover(
    *,
    by: Person,
    absent: Person,
    covered_by: Person,
    starts_on: date,
    ends_on: date,
    at: datetime | None = None,
) -> DutyCover:
    """Say who answers for `absent` from `starts_on` to `ends_on`, both days included.

    Raises NotAllowed (rules), Invalid for dates out of order, somebody covering themselves or who has
    left, and a
    second cover for the same days.
    """
    check_can_set_duty_cover(by, absent)
    if ends_on < starts_on:
        raise Invalid({"ends_on": "The last day of cover must be the first day or later."})
    if covered_by.pk == absent.pk:
        raise Invalid({"covered_by": "Choose somebody else: people cannot cover for themselves."})
    if not covered_by.serves_on(starts_on) or not covered_by.serves_on(ends_on):
        raise Invalid({"covered_by": f"{covered_by.name} is not in post on every day of this cover."})
    cover = DutyCover(person=absent, covered_by=covered_by, starts_on=starts_on, ends_on=ends_on, set_by=by)
    try:
        with transaction.atomic():
            cover.save(force_insert=True)
    except IntegrityError as fault:
        if "cover_one_at_a_time" not in str(fault):
            raise
        raise Invalid({"starts_on": f"{absent.name} is already covered on some of these days."}) from fault
    record(by=by, action=Action.DUTY_COVER_SET, subjects=[absent.pk, covered_by.pk])
    return cover
