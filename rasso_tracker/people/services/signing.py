"""Signing in and out, and choosing a role."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

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
