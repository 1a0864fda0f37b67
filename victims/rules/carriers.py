"""Through whom a victim may be reached, and whether there is such a person on record at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from cases.enums import Duty
from cases.models import Assignment, Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid
from victims.bereaved import death_of, not_told_because
from victims.enums import THROUGH_OTHERS, CommunicationMethod, OnlyThrough
from victims.facts import THROUGH_ISVA, idva_ends, idva_supports, isva_ends, isva_supports
from victims.models import ContactDetails, Spokesperson, StoDeployment
from victims.record_enums import SpokespersonIs

Way = CommunicationMethod
# How somebody is reached who wants no direct contact.
REACHES = {
    OnlyThrough.SPOKESPERSON: frozenset({Way.VIA_SPOKESPERSON, Way.VIA_PARENT}),
    OnlyThrough.ISVA: THROUGH_ISVA,
}
WHOM = {OnlyThrough.SPOKESPERSON: "their spokesperson", OnlyThrough.ISVA: "their ISVA"}
THROUGH_SOMEBODY = THROUGH_OTHERS | THROUGH_ISVA


@dataclass(frozen=True)
class Carrier:
    """Somebody who carries word: the ways that go through them, whether one was there at a moment, on which
    days one went, and what to record `first`.
    """

    ways: frozenset[Way]
    noun: str
    is_there: Callable[[Victim, datetime], bool]
    ends: Callable[[Victim, datetime], list[date]]
    first: str


class Gone(NamedTuple):
    """Whom a victim is to be reached through and does not have, and the day since which nobody is there."""

    noun: str
    since: date


def _sto_is_there(victim: Victim, at: datetime) -> bool:
    """Deployed for this victim, or on the case as one and not for another victim of it alone."""
    lasts = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    deployed = StoDeployment.objects.filter(lasts, voided_at__isnull=True, deployed_at__lte=at)
    if deployed.filter(victim=victim).exists():
        return True
    for_others = deployed.filter(case=victim.case_id).values("officer")
    on_case = Assignment.objects.filter(lasts, case=victim.case_id, duty=Duty.STO, started_at__lte=at)
    return on_case.exclude(person__in=for_others).exists()


def _sto_ends(victim: Victim, at: datetime) -> list[date]:
    deployed = StoDeployment.objects.filter(victim=victim, ended_at__lte=at, voided_at__isnull=True)
    on_case = Assignment.objects.filter(case=victim.case_id, duty=Duty.STO, ended_at__lte=at)
    return [london_date(one.ended_at) for one in (*deployed, *on_case) if one.ended_at is not None]


def somebody_speaks(victim: Victim, at: datetime) -> bool:
    return any(one.speaks_at(at) for one in Spokesperson.objects.filter(victim=victim))


# A parent, or a guardian, who may be another of the family.
_A_PARENT = frozenset({SpokespersonIs.PARENT, SpokespersonIs.FAMILY})


def _parent_is_there(victim: Victim, at: datetime) -> bool:
    """A parent is on record as who speaks for them; of a victim who has died and for whom nobody speaks yet
    the family is asked who of them is told, unless it is not to be.
    """
    named = list(Spokesperson.objects.filter(victim=victim))
    speak = [one for one in named if one.speaks_at(at)]
    if speak or any(one.waits for one in named):
        return any(one.is_their in _A_PARENT for one in speak)
    death = death_of(victim)
    had_died = death is not None and death.died_on is not None and death.died_on <= london_date(at)
    return had_died and not not_told_because(victim, at)


def _speakers_end(victim: Victim, at: datetime) -> list[date]:
    ended = Spokesperson.objects.filter(victim=victim, ended_at__lte=at)
    return [london_date(one.ended_at) for one in ended if one.ended_at is not None]


def _idva_or_flo_is_there(victim: Victim, at: datetime) -> bool:
    """A family liaison officer is for the bereaved, and this record keeps none: there it is not asked."""
    return idva_supports(victim, at) or death_of(victim) is not None


WHO_SPEAKS = "Record first who speaks for them"
CARRIERS = (
    Carrier(
        THROUGH_ISVA,
        "ISVA",
        isva_supports,
        isva_ends,
        "Record their support first (offer support, or share the case with an ISVA)",
    ),
    Carrier(
        frozenset({Way.VIA_IDVA_OR_FLO}),
        "IDVA",
        _idva_or_flo_is_there,
        idva_ends,
        "Offer that support first, and record that the service took them on",
    ),
    Carrier(
        frozenset({Way.VIA_STO}),
        "specially trained officer",
        _sto_is_there,
        _sto_ends,
        "Ask for one and record who is deployed first",
    ),
    Carrier(
        frozenset({Way.VIA_SPOKESPERSON}),
        "spokesperson",
        somebody_speaks,
        _speakers_end,
        WHO_SPEAKS,
    ),
    Carrier(
        frozenset({Way.VIA_PARENT}),
        "parent or guardian",
        _parent_is_there,
        _speakers_end,
        "Record first that they speak for them (where somebody else does, end that before)",
    ),
)
_BY_WAY = {way: one for one in CARRIERS for way in one.ways}


def carriers_missing(victim: Victim, preferred: str, at: datetime) -> str:
    """What to call whom the victim wants to be reached through and does not have on record then; "" where
    they have, or go by nobody. No statement for a way that goes through nobody.
    """
    carrier = _BY_WAY.get(Way(preferred)) if preferred else None
    return "" if carrier is None or carrier.is_there(victim, at) else carrier.noun


def nobody_carries(victim: Victim, way: Way, at: datetime, otherwise: str) -> str:
    """The refusal of a way through somebody whom the victim did not have then, with what to record first;
    `otherwise` is what else may be done. "" where somebody was there, or the way goes through nobody.
    """
    carrier = _BY_WAY.get(way)
    if carrier is None or carrier.is_there(victim, at):
        return ""
    if carrier.ways <= REACHES[OnlyThrough.SPOKESPERSON]:
        why = waits_for_agreement(victim) or family_not_told(victim, at, otherwise)
        if why:
            return why
    return none_on_record(victim, way, otherwise)


def waits_for_agreement(victim: Victim) -> str:
    """That whoever was named to speak for them waits for a supervisor; "" where nobody does."""
    if not any(one.waits for one in Spokesperson.objects.filter(victim=victim)):
        return ""
    return f"A supervisor has not agreed yet to the spokesperson of {victim.label}."


def family_not_told(victim: Victim, at: datetime, otherwise: str = "") -> str:
    """The refusal of word to the family that is not to be told, with what to do; "" where it may be."""
    why = not_told_because(victim, at)
    if not why:
        return ""
    return (
        f"{victim.label} has died, and nobody of their family is to be told: {why}. Where that holds no more,"
        f" record it first (their circumstances){f', or {otherwise}' if otherwise else ''}."
    )


def none_on_record(victim: Victim, way: Way, otherwise: str) -> str:
    """The sentence for a way through somebody whom the victim does not have then."""
    carrier = _BY_WAY[way]
    return (
        f"No {carrier.noun} of {victim.label} is on record at that moment. {carrier.first}, or {otherwise}."
    )


def gone_from(victim: Victim, prefers: ContactDetails | None, at: datetime) -> Gone | None:
    """Since when nobody is there through whom they prefer to be reached: the last of them went that day, or
    they asked for somebody while there was nobody. None where they go by nobody, or have somebody.
    """
    carrier = _BY_WAY.get(Way(prefers.preferred_method)) if prefers and prefers.preferred_method else None
    if prefers is None or carrier is None or carrier.is_there(victim, at):
        return None
    return Gone(carrier.noun, max([london_date(prefers.recorded_at), *carrier.ends(victim, at)]))


def ways_through_somebody(victim: Victim, at: datetime) -> set[Way]:
    """The ways that go through somebody who is on record for the victim."""
    return {way for one in CARRIERS if one.is_there(victim, at) for way in one.ways}


def check_somebody_carries(
    victim: Victim,
    preferred: Way | None,
    only_through: str,
    at: datetime,
    stands: ContactDetails | None = None,
) -> None:
    """Raises Invalid for a preference to be reached through somebody whom the victim does not have on record,
    and for no direct contact while nobody is there through whom the word would come.

    What `stands` and is not changed passes, though they have gone since: else nothing else of how to reach
    the victim could be corrected. Pages say then that nobody is there.
    """

    def none_there(carrier: Carrier) -> str:
        if carrier.ways <= REACHES[OnlyThrough.SPOKESPERSON]:
            why = waits_for_agreement(victim) or family_not_told(victim, at)
            if why:
                return why
        return f"No {carrier.noun} of theirs is on record. {carrier.first}, then choose this."

    wrong = {}
    new_way = preferred is not None and (stands is None or stands.preferred_method != preferred)
    carrier = _BY_WAY.get(preferred) if new_way and preferred else None
    if carrier is not None and not carrier.is_there(victim, at):
        wrong["preferred_method"] = none_there(carrier)
    if only_through and (stands is None or stands.only_through != only_through):
        needed = _BY_WAY[max(REACHES[OnlyThrough(only_through)])]
        if not needed.is_there(victim, at):
            wrong["only_through"] = none_there(needed)
    if wrong:
        raise Invalid(wrong)
