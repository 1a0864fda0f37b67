"""The names that a case knows: what must not stand in words that go to one of its victims."""

from __future__ import annotations

import re
from datetime import date

from cases.alike.phones import normal_phone, phones_in
from cases.models import Suspect, Victim
from cases.services.known_as import SUSPECT_NAME, known_of
from rasso_tracker.vault import case_key, normalise, unseal
from victims.models import ContactDetails, Identity
from victims.sealed import opened

# Parts of names that are everyday words as well: only with a capital letter are they taken for the name.
EVERYDAY = frozenset(
    [
        "april",
        "art",
        "august",
        "autumn",
        "bell",
        "best",
        "bill",
        "black",
        "bond",
        "brown",
        "chance",
        "christian",
        "church",
        "cook",
        "cross",
        "dale",
        "dawn",
        "day",
        "drew",
        "faith",
        "field",
        "ford",
        "frank",
        "good",
        "grace",
        "grant",
        "gray",
        "green",
        "grey",
        "hall",
        "hand",
        "hill",
        "holly",
        "hope",
        "house",
        "hunt",
        "iris",
        "ivy",
        "jack",
        "jay",
        "joy",
        "june",
        "king",
        "lane",
        "law",
        "little",
        "long",
        "love",
        "major",
        "mark",
        "may",
        "miles",
        "north",
        "page",
        "park",
        "pat",
        "penny",
        "pool",
        "power",
        "price",
        "ray",
        "rich",
        "rob",
        "rose",
        "sky",
        "small",
        "south",
        "stone",
        "street",
        "sue",
        "summer",
        "violet",
        "wall",
        "ward",
        "way",
        "west",
        "white",
        "will",
        "wood",
        "word",
        "young",
    ]
)
SHORTEST = 3  # letters of a part of a name


def name_of(victim: Victim) -> tuple[str, str]:
    """(name, what they are called) as they stand; "" where they were not recorded."""
    row = Identity.objects.filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return "", ""
    key = case_key(victim.case_id)
    return opened(row, "name", key), opened(row, "known_as", key)


def date_of_birth(victim: Victim) -> date | None:
    """As it stands; None where it was not recorded."""
    row = Identity.objects.filter(victim=victim, superseded_at__isnull=True).first()
    text = opened(row, "date_of_birth") if row is not None else ""
    return date.fromisoformat(text) if text else None


_PHONE = re.compile(r"\+?\d[\d ().-]{5,}\d")


def others_named(victim: Victim, text: str) -> bool:
    """Whether `text` holds the name, or a part of the name, of another victim or of a suspect of the case.

    A part that the victim's own name has as well does not count by itself; the whole name always does.
    """
    words = text.split()
    flat = f" {normalise(text)} "
    own = set(normalise(" ".join(name_of(victim))).split())
    capitals = {part for word in words if word[:1].isupper() for part in normalise(word).split()}
    for name in _names_of_others(victim):
        parts = normalise(name).split()
        if len(parts) > 1 and f" {' '.join(parts)} " in flat:
            return True
        for part in parts:
            if len(part) < SHORTEST or part in own or f" {part} " not in flat:
                continue
            if part not in EVERYDAY or part in capitals:
                return True
    return False


def others_numbers_in(victim: Victim, text: str) -> bool:
    """Whether `text` holds a phone number of another victim or of a suspect of the case, and not theirs."""
    said = {normal_phone(one) for one in _PHONE.findall(text)}
    if not said:
        return False
    key = case_key(victim.case_id)
    own: set[str] = set()
    others: set[str] = set()
    for row in ContactDetails.objects.filter(case=victim.case_id).select_related("victim"):
        theirs = victim.pk in (row.victim_id, row.victim.merged_into_id)
        (own if theirs else others).update(phones_in(opened(row, "phone", key)))
    for suspect in Suspect.objects.filter(case=victim.case_id):
        others.update(phones_in(known_of(suspect, key).phones))
    return bool(said & (others - own))


def _names_of_others(victim: Victim) -> list[str]:
    """Of every other victim, as they stood and stand, and of every suspect."""
    key = case_key(victim.case_id)
    rows = (
        Identity.objects.filter(case=victim.case_id)
        .exclude(victim=victim)
        .exclude(victim__merged_into=victim)
    )
    names = [opened(row, field, key) for row in rows for field in ("name", "known_as")]
    suspects = Suspect.objects.filter(case=victim.case_id)
    names += [unseal(one.case_id, SUSPECT_NAME, one.pk, one.name_sealed, key=key) for one in suspects]
    return [name for name in names if name]
