"""Who hears what is owed in words to a victim: they themselves and, once they have died, who speaks for them.

Facts of rows at a moment. The Victims' Code gives bereaved close relatives rights of their own (domain.md 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from cases.models import Victim
from rasso_tracker.clocks import london_date
from victims.models import Circumstances, Spokesperson
from victims.record_enums import NOBODY_TOLD, SpeaksBecause


class Hearer(StrEnum):
    """Who hears, of one victim at a moment."""

    VICTIM = "victim"
    SPEAKER = "speaker"  # they have died, and somebody speaks for them
    FAMILY = "family"  # they have died, and nobody asked yet who is to be told
    NOBODY = "nobody"  # they have died, and nobody is to be told


DIED = "the victim has died"  # why something fell away, within a sentence
UPDATE = {
    Hearer.VICTIM: "Tell {} how the case stands",
    Hearer.SPEAKER: "Tell who speaks for {} how the case stands",
    Hearer.FAMILY: "Ask the family of {} who is to be told",
}
RETURN = {
    Hearer.VICTIM: "Give {} their device back",
    Hearer.SPEAKER: "Give the device of {} back to who speaks for them",
    Hearer.FAMILY: "Ask the family of {} who is to have their device back",
    Hearer.NOBODY: "Decide who has the device of {}, who has died",
}
WHOM = {
    Hearer.VICTIM: "{}",
    Hearer.SPEAKER: "who speaks for {}",
    Hearer.FAMILY: "the family of {}",
    Hearer.NOBODY: "{} (who has died)",
}
DEATH = {
    Hearer.VICTIM: "",
    Hearer.SPEAKER: "{} has died. Whoever speaks for them is told.",
    Hearer.FAMILY: "{} has died. Their family is to be asked who of them is told.",
    Hearer.NOBODY: "{} has died, and nobody is told.",
}


def death_of(victim: Victim) -> Circumstances | None:
    """The circumstances that stand, where they say that the victim has died."""
    found: Circumstances | None = Circumstances.objects.filter(
        victim=victim, superseded_at__isnull=True, died_on__isnull=False
    ).first()
    return found


def not_told_because(victim: Victim, at: datetime) -> str:
    """Why the family of a victim who has died was not to be told, as recorded by then; "" where somebody
    speaks, or the family was to be told or asked. What they did before their family answered stays true.
    """
    death = death_of(victim)
    if death is None or death.died_on is None or death.died_on > london_date(at):
        return ""
    stood = Circumstances.objects.filter(victim=victim, recorded_at__lte=at).order_by("-recorded_at").first()
    if stood is None or hearer(stood, Spokesperson.objects.filter(victim=victim), at) is not Hearer.NOBODY:
        return ""
    return stood.why_nobody_is_told


def hearer_of(victim: Victim, at: datetime) -> Hearer:
    """Two statements at most."""
    return hearers_of([victim], at)[victim.pk]


def hearers_of(victims: Iterable[Victim], at: datetime) -> dict[UUID, Hearer]:
    """The same of many; one statement while all of them live."""
    wanted = [one.pk for one in victims]
    rows = Circumstances.objects.filter(victim__in=wanted, superseded_at__isnull=True, died_on__isnull=False)
    deaths = {row.victim_id: row for row in rows}
    speakers = list(Spokesperson.objects.filter(victim__in=list(deaths))) if deaths else []
    return {pk: hearer(deaths.get(pk), (one for one in speakers if one.victim_id == pk), at) for pk in wanted}


def hearer(stands: Circumstances | None, spokespersons: Iterable[Spokesperson], at: datetime) -> Hearer:
    """The same of rows at hand."""
    if stands is None or stands.died_on is None:
        return Hearer.VICTIM
    if any(one.speaks_at(at) for one in spokespersons):
        return Hearer.SPEAKER
    return Hearer.NOBODY if stands.family in NOBODY_TOLD else Hearer.FAMILY


def why_they_speak(row: Spokesperson, died: bool) -> str:
    """Why somebody speaks for a victim, as the facts stand: `died` says whether a death is recorded now."""
    if row.because == SpeaksBecause.DIED and not died:
        return "Named for a death that is not recorded now: end it if they do not speak for the victim"
    return str(row.get_because_display())


def to_return(victim: Victim, who: Hearer) -> str:
    """What is owed where a device was taken."""
    return RETURN[who].format(victim.label)


def to_update(victim: Victim, who: Hearer) -> str:
    """What is owed where an update is; "" where nobody is told."""
    return UPDATE.get(who, "").format(victim.label)


def whom(victim: Victim, who: Hearer) -> str:
    return WHOM[who].format(victim.label)


def death_in_words(victim: Victim, who: Hearer) -> str:
    """That they have died and who is told instead; "" while they live."""
    return DEATH[who].format(victim.label)


def whom_now(victim: Victim, at: datetime) -> str:
    """Who is told, in words, as the facts stand at a moment."""
    return whom(victim, hearer_of(victim, at))
