"""The page of what a victim told of themselves, what they need, and whether they take up enhanced rights."""

from __future__ import annotations

import json
from typing import Any

from cases.deadlines import deadline_of
from cases.models import DueItem, Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.vault.models import DataKey
from rasso_tracker.web.details import deed_links
from victims.bereaved import death_of
from victims.enums import DueCode
from victims.models import Characteristics, NeedsAssessment, RightsChoice
from victims.record_enums import ANSWERS, PREFERS_NOT_TO_SAY, Characteristic, Need
from victims.sealed import opened


def answers_of(row: Characteristics, key: DataKey | None = None) -> dict[str, str]:
    """The answers by characteristic, in codes; one that was not asked is missing."""
    found: dict[str, str] = json.loads(opened(row, "answers", key) or "{}")
    return found


def needs_context(person: Person, victim: Victim) -> dict[str, Any]:
    """A fixed number of statements; the key of the case opens every sealed text."""
    from victims.surfaces import ON_RECORD

    of_victim = {"victim": victim}
    rows = Characteristics.objects.visible_to(person).filter(**of_victim)
    told = list(rows.select_related("recorded_by").order_by("-recorded_at"))
    standing = next((one for one in told if one.superseded_at is None), None)
    assessed = list(
        NeedsAssessment.objects.visible_to(person).filter(**of_victim).select_related("recorded_by")
    )
    chosen = list(RightsChoice.objects.visible_to(person).filter(**of_victim).select_related("recorded_by"))
    death = death_of(victim)
    died_on = death.died_on if death else None
    key = case_key(victim.case_id) if standing or assessed or chosen else None
    owed = (
        DueItem.objects.visible_to(person)
        .filter(source=victim.pk, code=DueCode.NEEDS_ASSESSMENT, settled_at__isnull=True)
        .first()
    )
    return {
        "victim": victim,
        "at": now(),
        "standing": standing,
        "earlier": [one for one in told if one.superseded_at is not None],
        "answers": _in_words(answers_of(standing, key) if standing else {}),
        "assessed": [
            {"row": one, "needs": _needs(one), "words": opened(one, "words", key)} for one in assessed
        ],
        "next_assessment": deadline_of(owed) if owed else None,
        "chosen": [{"row": one, "words": opened(one, "words", key)} for one in chosen],
        "died_on": died_on,
        "links": {
            one["name"]: one
            for one in deed_links(ON_RECORD, person, victim)
            if not (died_on and one["name"] in ("assess_needs", "record_rights_choice"))
        }
        if victim.merged_into_id is None
        else {},
        "ids": [one.pk for one in (*([standing] if standing else []), *assessed, *chosen)],
    }


def _in_words(answers: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for one in Characteristic:
        code = answers.get(one.value, "")
        words = {"": "Not asked", PREFERS_NOT_TO_SAY: "Prefers not to say", **dict(ANSWERS[one])}
        found.append((one.label, words[code]))
    return found


def _needs(row: NeedsAssessment) -> str:
    return "; ".join(one.label for one in Need if one in row.needs) or "None were found"
