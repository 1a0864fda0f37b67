"""What stands of a victim's record: alerts that are open, circumstances, and who speaks for them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from cases.models import Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from victims.bereaved import Hearer, hearer, why_they_speak
from victims.enums import CommunicationMethod
from victims.enums import CommunicationMethod as Way
from victims.models import (
    Circumstances,
    ContactAlert,
    ContactDetails,
    EventTelling,
    Spokesperson,
    UpdateAgreement,
)
from victims.rules import carriers_missing, closed_by_place
from victims.rules.places import LEADS_TO

# For a role that reads no contact of victims.
NOTHING_SHOWN: dict[str, Any] = {
    "alerts": [],
    "circumstances": None,
    "spokesperson": None,
    "hearer": Hearer.VICTIM,
    "events": [],
    "agreed": None,
}


def record_context(person: Person, victim: Victim) -> dict[str, Any]:
    """A fixed number of statements; nothing sealed is opened."""
    alerts = open_alerts(person, victim)
    circumstances = circumstances_of(person, victim)
    may = person.is_service or person.role.may("confirm_ways")
    spokesperson = (
        Spokesperson.objects.visible_to(person)
        .filter(victim=victim, ended_at__isnull=True)
        .select_related("named_by", "agreed_by")
        .first()
    )
    return {
        "alerts": [
            {"row": one, "confirm": reverse("confirm_ways", args=[one.pk]) if may else ""} for one in alerts
        ],
        "events": _events(person, victim),
        "agreed": UpdateAgreement.objects.visible_to(person)
        .filter(victim=victim, superseded_at__isnull=True)
        .first(),
        "circumstances": circumstances,
        "spokesperson": _spokesperson(person, spokesperson, circumstances),
        "hearer": hearer(circumstances, [spokesperson] if spokesperson else [], now()),
    }


def against_preferred(victim: Victim, preferences: ContactDetails | None) -> dict[str, Any]:
    """What stands against the way that they prefer: `nobody_there` is what to call whom it goes through and
    who is not on record now, "" for most; `place_not_safe` that it leads to a place where they are not safe.
    And `closed_by_place`, the ways that do, with `not_there`, the same in sentences.
    """
    if preferences is None:
        return {"nobody_there": "", "place_not_safe": False, "closed_by_place": [], "not_there": ""}
    way = CommunicationMethod(preferences.preferred_method)
    closed = closed_by_place(preferences)
    return {
        "nobody_there": carriers_missing(victim, way, now()),
        "place_not_safe": way in closed,
        "closed_by_place": closed,
        "not_there": _not_there(closed),
    }


_BY = {Way.POST: "by post", Way.IN_PERSON_HOME: "at home", Way.EMAIL: "by e-mail"}
_DETAIL = {"address": "their address", "email": "their e-mail address"}


def _not_there(closed: Collection[CommunicationMethod]) -> str:
    said = []
    for name, words in _DETAIL.items():
        if ways := [_BY[one] for one in closed if LEADS_TO[one] == name]:
            said.append(f"Not {' or '.join(ways)}: {words} is among the places that are not safe.")
    return " ".join(said)


def open_alerts(person: Person, victim: Victim) -> list[ContactAlert]:
    rows = ContactAlert.objects.visible_to(person).filter(victim=victim, confirmed_at__isnull=True)
    return list(rows.select_related("raised_by"))


def circumstances_of(person: Person, victim: Victim) -> Circumstances | None:
    """Whether they were under 18 and whether they have died, as it stands."""
    rows = Circumstances.objects.visible_to(person)
    return rows.filter(victim=victim, superseded_at__isnull=True).first()


def _spokesperson(
    person: Person, row: Spokesperson | None, stands: Circumstances | None
) -> dict[str, Any] | None:
    if row is None:
        return None
    agrees = row.waits and row.named_by_id != person.pk and person.role.may("agree_spokesperson")
    ends = person.role.may("end_spokesperson")
    return {
        "row": row,
        "because": why_they_speak(row, died=stands is not None and stands.died_on is not None),
        "agree": reverse("agree_spokesperson", args=[row.pk]) if agrees else "",
        "end": reverse("end_spokesperson", args=[row.pk]) if ends else "",
    }


def _events(person: Person, victim: Victim) -> list[dict[str, Any]]:
    """What they are still to be told of, the earliest due first."""
    rows = (
        EventTelling.objects.visible_to(person)
        .filter(victim=victim, told_at__isnull=True, not_told_because="", dropped_at__isnull=True)
        .select_related("milestone")
    )
    may = person.is_service or person.role.may("say_why_not_told")
    return [
        {
            "row": one,
            "deadline": one.deadline,
            "why": reverse("say_why_not_told", args=[one.pk]) if may else "",
        }
        for one in rows
    ]


def doubts(person: Person, victims: Collection[UUID]) -> list[ContactAlert]:
    """The alerts that are open on how to reach these victims; none for who reads no contact with them."""
    rows = ContactAlert.objects.visible_to(person).filter(victim__in=victims, confirmed_at__isnull=True)
    return list(rows.select_related("victim"))
