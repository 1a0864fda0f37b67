"""What looks wrong about clinics to come, though it is allowed: the day, and who is on leave on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from actionplans.models import Clinic, ClinicLawyer
from actionplans.rules.warnings import day_caution
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.cover import on_leave
from rasso_tracker.people.models import Person

SITS = "{} is on leave on {}: change who sits, or cancel the clinic."
HOSTS = "{}, who hosts it, is on leave on {}: change who hosts."


def clinic_warnings(clinics: Iterable[Clinic], at: datetime) -> dict[UUID, list[str]]:
    """Sentences by clinic, none of one that was cancelled. Two statements, however many there are."""
    held = [one for one in clinics if not one.is_cancelled]
    away = _away([one for one in held if one.ends_at > at])
    said = {one.pk: [*away.get(one.pk, []), day_caution(london_date(one.starts_at))] for one in held}
    return {pk: [words for words in each if words] for pk, each in said.items()}


def _away(clinics: list[Clinic]) -> dict[UUID, list[str]]:
    """Who sits or hosts and is on leave on the day, and what to do about it."""
    if not clinics:
        return {}
    days = {one.pk: london_date(one.starts_at) for one in clinics}
    sit: dict[UUID, list[Person]] = {pk: [] for pk in days}
    seats = ClinicLawyer.objects.filter(clinic__in=list(days), left_at__isnull=True)
    for seat in seats.select_related("person").order_by("joined_at", "id"):
        sit[seat.clinic_id].append(seat.person)
    people = {one.pk for each in sit.values() for one in each} | {one.host_id for one in clinics}
    leaves = on_leave(people, min(days.values()), max(days.values()))
    found = {}
    for clinic in clinics:
        day = days[clinic.pk]
        away = {one.person_id for one in leaves if one.holds_on(day)}
        found[clinic.pk] = [SITS.format(one.name, day_words(day)) for one in sit[clinic.pk] if one.pk in away]
        if clinic.host_id in away:
            found[clinic.pk].append(HOSTS.format(clinic.host.name, day_words(day)))
    return found
