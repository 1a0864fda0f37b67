"""By which ways a victim may be reached: one rule for every deed that contacts a victim or tells them.

What counts is what stood at the moment at which the way was used: a call made before the victim said that
calls are not safe is recorded as it was. A moment told to the minute may be any instant of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from cases.alike.names import parts_of
from cases.models import Suspect, Victim
from cases.services.known_as import SUSPECT_NAME
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.vault import case_key, unseal
from victims.enums import THROUGH_OTHERS, CommunicationMethod, ForbiddenBecause, OnlyThrough, ToldBy
from victims.models import (
    Circumstances,
    ContactAlert,
    ContactDetails,
    Spokesperson,
    WithdrawalTold,
)
from victims.record_enums import AlertAbout
from victims.rules.carriers import (
    REACHES,
    THROUGH_SOMEBODY,
    WHOM,
    carriers_missing,
    family_not_told,
    nobody_carries,
    none_on_record,
    somebody_speaks,
    waits_for_agreement,
    ways_through_somebody,
)
from victims.rules.places import LEADS_TO, is_among, ways_not_safe
from victims.sealed import opened

Way = CommunicationMethod
# How something was told that came through somebody.
TOLD_THROUGH = {
    ToldBy.VIA_SPOKESPERSON: Way.VIA_SPOKESPERSON,
    ToldBy.VIA_ISVA: Way.VIA_ISVA,
    ToldBy.VIA_STO: Way.VIA_STO,
}
_DETAIL = {"address": "address", "email": "e-mail address"}
USED_ALREADY = "If it was used already, raise a safeguarding concern, so that somebody acts on it."


def check_channel(
    by: Person,
    victim: Victim,
    method: str,
    used_at: datetime,
    *,
    field: str = "method",
    left_message: bool = False,
) -> None:
    """Raises Invalid, with the reason, for a way that is not safe for this victim or that they forbade, and
    for a message. A form may still miss the way.
    """
    reach = Reach(by, victim, used_at)
    wrong = {}
    if method and (why := reach.why_not(Way(method))):
        wrong[field] = why
    if left_message and not reach.may_leave_message:
        said = f"Nobody recorded that it is safe to leave {victim.label} a message."
        wrong["left_message"] = f"{said} {USED_ALREADY}"
    if wrong:
        raise Invalid(wrong)


class Reach:
    """How a victim may be reached at a moment, and how not, out of rows that are read once. Without `by` it
    is how the police may.
    """

    def __init__(self, by: Person | None, victim: Victim, moment: datetime) -> None:
        since, until = _as_exact_as_told(moment)
        self._by, self._victim, self._moment = by, victim, until
        self._details = details_at(victim, until)
        alerts = ContactAlert.objects.filter(victim=victim)
        self._alerts = [one for one in alerts if one.held_within(since, until)]
        self._died = Circumstances.objects.filter(
            victim=victim, superseded_at__isnull=True, died_on__lte=london_date(moment)
        ).exists()

    @property
    def has_died(self) -> bool:
        return self._died

    @property
    def preferred(self) -> str:
        """The way that the victim prefers; "" where that is not recorded."""
        return self._details.preferred_method if self._details else ""

    @property
    def may_leave_message(self) -> bool:
        return self._details is not None and self._details.safe_to_leave_message

    def open_ways(self) -> list[Way]:
        """The ways that may be used, the preferred one first."""
        ways = sorted(Way, key=lambda one: one.value != self.preferred)
        return [one for one in ways if not self.why_not(one)]

    def why_not(self, method: Way) -> str:
        """The sentence of a refusal, or nothing where the way may be used."""
        return (
            self._alerted(method)
            or self._not_alive(method)
            or self._nobody_carries(method)
            or self._not_safe(method)
        )

    def why_plan_is_closed(self, method: Way) -> str:
        """The same of what is planned and not used yet."""
        return self.why_not(method).removesuffix(USED_ALREADY).strip()

    def wishes_against(self, method: Way) -> bool:
        """Whether the victim forbade the way, an alert stops it or it leads to a place that is not safe,
        whatever else stands against it.
        """
        return bool(self._alerted(method) or self._not_safe(method))

    def _not_safe(self, method: Way) -> str:
        against = _preferences(self._victim, method, self._details, self._by, self._died)
        if against and self._details is not None and method not in self._details.forbidden_methods:
            return against + self._nobody_instead(self._details.only_through)
        if against or self._details is None or not leads_to_unsafe(self._details, method):
            return against
        return (
            f"Do not reach {self._victim.label} this way ({_within(method)}): what is on record as their "
            f"{_DETAIL[LEADS_TO[method]]} is a place where it is not safe to reach {self._victim.label}. "
            f"Choose another way, or ask them for a place that is safe. {USED_ALREADY}"
        )

    def _nobody_instead(self, only: str) -> str:
        """What to do where nobody is on record any more through whom alone they are reached."""
        through = OnlyThrough(only)
        if not carriers_missing(self._victim, max(REACHES[through]), self._moment):
            return ""
        return (
            f" Nobody is on record as {WHOM[through]} now. Ask whoever supported them, or the service, how"
            " they want to be reached, and record that."
        )

    def _alerted(self, method: Way) -> str:
        for one in self._alerts:
            if method in one.stops:
                about = AlertAbout(one.about).label
                return (
                    f"Do not reach {self._victim.label} this way ({_within(method)}): "
                    f"{about[:1].lower()}{about[1:]}. "
                    f"Ask them by a way that is safe, and confirm which ways are. {USED_ALREADY}"
                )
        return ""

    def _nobody_carries(self, method: Way) -> str:
        only = self._details.only_through if self._details else ""
        otherwise = "choose another way"
        if only and method in REACHES[OnlyThrough(only)]:
            otherwise = "record how else they may be reached"
        return _nobody(self._by, self._victim, method, self._moment, otherwise)

    def _not_alive(self, method: Way) -> str:
        if not self._died:
            return ""
        if why := family_not_told(self._victim, self._moment):
            return why
        if method in THROUGH_OTHERS:
            return ""
        if somebody_speaks(self._victim, self._moment):
            return f"{self._victim.label} has died: speak with whoever speaks for them, and choose that way."
        if why := waits_for_agreement(self._victim):
            return f"{self._victim.label} has died. {why}"
        return (
            f"{self._victim.label} has died, and nobody is on record who speaks for them. Ask their family"
            " who of them is told, and record first who speaks for them (or, in their circumstances, that"
            " nobody is to be told)."
        )


def no_isva(victim: Victim, otherwise: str) -> str:
    """The refusal of an ISVA whom the victim does not have then; `otherwise` is what else may be done."""
    return none_on_record(victim, Way.VIA_ISVA, otherwise)


def _as_exact_as_told(moment: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant that a moment may mean: a form asks for no seconds.

    What changed within that minute counts, since nobody can tell that the way was used before it.
    """
    if moment.second or moment.microsecond:
        return moment, moment
    return moment, moment + timedelta(minutes=1) - timedelta(microseconds=1)


def details_at(victim: Victim, moment: datetime) -> ContactDetails | None:
    """How the victim was to be reached at a moment, as recorded by then."""
    held = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
    found: ContactDetails | None = (
        ContactDetails.objects.filter(held, victim=victim, recorded_at__lte=moment)
        .order_by("-recorded_at")
        .first()
    )
    return found


def details_on_record(victim: Victim, moment: datetime) -> list[str]:
    """What to reach them by is on record: "a phone number", "an e-mail address", "an address"."""
    details = details_at(victim, moment)
    if details is None:
        return []
    key = case_key(details.case_id)
    known = {"phone": "a phone number", "email": "an e-mail address", "address": "an address"}
    return [words for name, words in known.items() if opened(details, name, key).strip()]


def anything_unsafe(victim: Victim, moment: datetime) -> bool:
    """Whether the record says of any way that it is not safe, or that the victim does not want it."""
    reach = Reach(None, victim, moment)
    return any(reach.wishes_against(way) for way in Way)


def leads_to_unsafe(details: ContactDetails, method: Way) -> bool:
    """Whether the way leads to the address or e-mail on record, and that is among the places not safe."""
    name = LEADS_TO.get(method)
    if name is None:
        return False
    key = case_key(details.case_id)
    return is_among(opened(details, name, key), opened(details, "unsafe_addresses", key))


def closed_by_place(details: ContactDetails) -> list[Way]:
    """The ways that lead to a place that is not safe."""
    key = case_key(details.case_id)
    places = {name: opened(details, name, key) for name in LEADS_TO.values()}
    closed = ways_not_safe(places, opened(details, "unsafe_addresses", key))
    return [way for way in LEADS_TO if way in closed]


def check_somebody_told(
    victim: Victim,
    told_by: str,
    moment: datetime,
    *,
    field: str = "told_by",
    otherwise: str = "choose how else we were told",
) -> None:
    """Raises Invalid for what was told through somebody whom the victim did not have then.

    What an ISVA told here themselves came through them, though it happened before they were on record.
    """
    if told_by not in TOLD_THROUGH:
        return
    _, until = _as_exact_as_told(moment)
    why = _nobody(None, victim, TOLD_THROUGH[ToldBy(told_by)], until, otherwise)
    told = WithdrawalTold.objects.filter(victim=victim, answered_at__isnull=True, told_at__gte=moment)
    if why and not (told_by == ToldBy.VIA_ISVA and told.exists()):
        raise Invalid({field: why})


def check_somebody_came(by: Person, victim: Victim, method: str, moment: datetime) -> None:
    """Raises Invalid where word is said to have come through somebody whom the victim did not have then."""
    _, until = _as_exact_as_told(moment)
    why = _nobody(by, victim, Way(method), until, "choose that somebody else contacted us about the victim")
    if why:
        raise Invalid({"method": why})


def _nobody(by: Person | None, victim: Victim, way: Way, moment: datetime, otherwise: str) -> str:
    """Why nobody carries word this way at a moment: nobody is there, or who speaks for them is a suspect."""
    why = nobody_carries(victim, way, moment, otherwise)
    if why or way not in REACHES[OnlyThrough.SPOKESPERSON]:
        return why
    speaking = [one for one in Spokesperson.objects.filter(victim=victim) if one.speaks_at(moment)]
    if any(is_a_suspect(victim, opened(one, "name")) for one in speaking):
        if by is not None and is_supporter(by):  # who suspects are is not theirs to know
            return f"Do not reach {victim.label} through their spokesperson: ask the officer in charge."
        return f"The spokesperson of {victim.label} bears the name of a suspect of this case: end it first."
    return ""


def is_a_suspect(victim: Victim, name: str) -> bool:
    """Whether a suspect of the case bears this name, however it is written and in whatever order."""
    key = case_key(victim.case_id)
    parts = sorted(parts_of(name))
    return bool(parts) and any(
        sorted(parts_of(unseal(one.case_id, SUSPECT_NAME, one.pk, one.name_sealed, key=key))) == parts
        for one in Suspect.objects.filter(Q(voided_at=None) | ~Q(merged_into=None), case=victim.case_id)
    )


def _within(method: Way) -> str:
    return f"{method.label[:1].lower()}{method.label[1:]}"


def _preferences(
    victim: Victim, method: Way, details: ContactDetails | None, by: Person | None, died: bool
) -> str:
    """What they forbade. Through whom alone they wanted to be reached binds nobody once they have died."""
    if details is None:
        return ""
    if method in details.forbidden_methods:
        because = ForbiddenBecause(details.forbidden_because).label
        return f"Do not reach {victim.label} this way ({_within(method)}): {because}. {USED_ALREADY}"
    if details.only_through and not died:
        through = OnlyThrough(details.only_through)
        is_the_isva = through is OnlyThrough.ISVA and by is not None and is_supporter(by)
        if method not in REACHES[through] and not is_the_isva:
            return f"{victim.label} wants no direct contact: reach them only through {WHOM[through]}."
    return ""


def check_some_way_remains(
    victim: Victim,
    *,
    preferred: Way | None,
    forbidden: Collection[str],
    because: str,
    only_through: str,
    at: datetime,
    fields: Mapping[str, str] | None = None,
    stands: ContactDetails | None = None,
    not_safe: Collection[Way] = (),
) -> None:
    """Raises Invalid for preferences that leave no way to reach the victim, or that deny themselves.

    A way through somebody counts only while there is somebody, and none of those that lead to a place that is
    `not_safe`; that is not asked again of ways that are as they `stand`. `fields` renames the fields of the
    refusal where another form asks.
    """
    wrong = {}
    if preferred in forbidden:
        wrong["preferred_method"] = "They prefer a way that is not safe for them: choose another."
    if forbidden and not because:
        wrong["forbidden_because"] = "Choose why they must not be reached in those ways."
    if because and not forbidden:
        wrong["forbidden_methods"] = "Choose which ways must not be used, or leave the reason empty."
    remaining = set(Way) - {Way.TEXT} - {Way(one) for one in forbidden}  # a text only arranges a talk
    safe = remaining - set(not_safe)
    if only_through:
        through = OnlyThrough(only_through)
        if not remaining & REACHES[through]:
            wrong["forbidden_methods"] = (
                f"They are reached only through {WHOM[through]}: that way must stay open."
            )
        elif preferred not in REACHES[through]:
            wrong["preferred_method"] = f"Choose a way that goes through {WHOM[through]}."
    elif not remaining:
        wrong["forbidden_methods"] = (
            f"At least one way to reach {victim.label} must remain, for what the law says they are told. "
            "If they want no direct contact, choose below through whom they are reached instead."
        )
    elif (
        safe <= THROUGH_SOMEBODY
        and not (stands and set(stands.forbidden_methods) == set(forbidden))
        and not safe & ways_through_somebody(victim, at)
    ):
        there = "lead to a place that is not safe, or " if safe != remaining else ""
        wrong["forbidden_methods"] = (
            f"The ways that this leaves {there}go through somebody whom {victim.label} does not have on "
            "record. Leave another way open, or record first who there is (an ISVA, a specially trained "
            "officer, or who speaks for them)."
        )
    if wrong:
        raise Invalid({(fields or {}).get(name, name): sentence for name, sentence in wrong.items()})
