"""Word of an arrest, interview, bail or its change, charge or release: owed to each victim it bears on.

And of what takes back a decision, to the victims whom the deed names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cases.enums import MilestoneKind
from cases.models import Allegation, Case, Milestone, Victim
from cases.services import Owed, locked, raise_dues, settle_dues
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, Deadline, deadline, london_date, now, short_day
from rasso_tracker.people.models import Person
from victims import rules
from victims.bereaved import DIED, Hearer, hearers_of, whom
from victims.enums import DueCode
from victims.models import Contact, EventTelling
from victims.owning import owners_on
from victims.record_enums import EventNotTold
from victims.stages import bears_on_victim

# What the Victims' Code says that a victim is told of, besides decisions (domain.md 2).
EVENTS = frozenset(
    {
        MilestoneKind.ARRESTED,
        MilestoneKind.INTERVIEWED,
        MilestoneKind.BAILED,
        MilestoneKind.BAIL_ENDED,
        MilestoneKind.RELEASED_UNDER_INVESTIGATION,
        MilestoneKind.CHARGED,
        MilestoneKind.REMANDED,
        MilestoneKind.CUSTODY_ENDED,
    }
)


def telling_clock(victim: Victim, occurred_at: datetime) -> Deadline:
    """1 working day from the event, 5 where enhanced rights were declined."""
    code = ClockCode.TELL_VICTIM_ENHANCED if victim.enhanced_rights else ClockCode.TELL_VICTIM_STANDARD
    return deadline(code, occurred_at)


def owe_word(*, case: Case, milestone: Milestone | None, by: Person, at: datetime, **_: Any) -> None:
    """Called inside the deed that recorded or voided a milestone (cases.hooks.milestone_changed).

    A milestone that is voided is owed to nobody; one that was told before it was typed is settled at once.
    """
    if milestone is None:
        return
    if not milestone.stands:
        gone = list(EventTelling.objects.filter(milestone=milestone, dropped_at__isnull=True))
        EventTelling.objects.filter(pk__in=[one.pk for one in gone]).update(dropped_at=at)
        settle_dues(sources=[one.pk for one in gone], at=at, fell_away="the milestone was voided")
        return
    if milestone.kind not in EVENTS:
        return
    lines = list(Allegation.objects.filter(case=case).order_by().values_list("pk", "victim_id", "suspect_id"))
    victims = Victim.objects.filter(case=case, merged_into__isnull=True)
    owe_word_to(
        [one for one in victims if bears_on_victim(milestone, one.pk, lines)],
        case=case,
        milestone=milestone,
        by=by,
        at=at,
    )


def owe_word_to(
    concerned: Sequence[Victim], *, case: Case, milestone: Milestone, by: Person, at: datetime
) -> None:
    """Owe these victims word of a milestone, inside the deed that recorded it; where they have died, whoever
    hears for them.
    """
    owed = [_telling(case, milestone, victim, at) for victim in concerned]
    hearers = hearers_of(concerned, at)
    for one in owed:
        if one.is_open and hearers[one.victim_id] is Hearer.NOBODY:
            one.not_told_because, one.not_told_at, one.not_told_by = EventNotTold.DIED.value, at, by
    EventTelling.objects.bulk_create(owed)
    for victim in concerned:
        victim.case = case
    _raise(case, [one for one in owed if one.is_open], at)


def _telling(case: Case, milestone: Milestone, victim: Victim, at: datetime) -> EventTelling:
    clock = telling_clock(victim, milestone.occurred_at)
    assert clock.rule is not None
    telling = EventTelling(
        case=case,
        victim=victim,
        milestone=milestone,
        occurred_at=milestone.occurred_at,
        clock=clock.rule.code,
        due_on=clock.due_on,
        raised_at=at,
    )
    _tell_by(telling, _reached(victim))
    return telling


def _reached(victim: Victim) -> list[Contact]:
    """The contacts that reached them and stand, oldest first."""
    return list(Contact.objects.standing().filter(victim=victim, reached=True).order_by("occurred_at"))


def _tell_by(telling: EventTelling, contacts: Sequence[Contact]) -> None:
    """It was told by the first contact about it at or after its moment; by none, it is owed."""
    told = (
        one for one in contacts if one.occurred_at >= telling.occurred_at and telling.told_about in one.about
    )
    telling.contact = next(told, None)
    telling.told_at = telling.contact.occurred_at if telling.contact else None


def _raise(case: Case, tellings: list[EventTelling], at: datetime) -> None:
    owners = owners_on(case)
    hearers = hearers_of((one.victim for one in tellings), at)
    owed = [
        Owed(
            source=one.pk,
            code=DueCode.TELL_EVENT.value,
            what=to_tell(one, hearers[one.victim_id]),
            due_on=one.due_on,
            owner=owners.get(one.victim_id),
            rule=one.clock,
            started_on=london_date(one.occurred_at),
        )
        for one in tellings
    ]
    raise_dues(case=case, owed=owed, at=at)


def to_tell(telling: EventTelling, who: Hearer = Hearer.VICTIM) -> str:
    """What is owed, in words, with the day of the event: bail may be extended more than once."""
    happened, day = telling.what_happened, short_day(telling.occurred_at)
    return f"Tell {whom(telling.victim, who)}: {happened[:1].lower()}{happened[1:]}, {day}"


def settle_events(contact: Contact, at: datetime) -> None:
    """A contact that reached the victim about arrest, bail or release tells of every such event before it.

    One about a decision tells of what took one back.
    """
    if not contact.reached:
        return
    before = _open_of(contact.victim).filter(occurred_at__lte=contact.occurred_at)
    pks = [one.pk for one in before.select_related("milestone") if one.told_about in contact.about]
    EventTelling.objects.filter(pk__in=pks).update(contact=contact, told_at=contact.occurred_at)
    settle_dues(sources=pks, at=at)


def unsettle_events(contact: Contact, at: datetime) -> None:
    """The contact was voided: what it told is owed again."""
    rows = list(
        EventTelling.objects.filter(contact=contact, dropped_at__isnull=True).select_related(
            "milestone", "victim", "case"
        )
    )
    EventTelling.objects.filter(pk__in=[one.pk for one in rows]).update(contact=None, told_at=None)
    if rows:
        _raise(rows[0].case, rows, at)


def retime_events(victim: Victim, at: datetime) -> None:
    """The choice about enhanced rights changed: what is still owed follows the clock that holds now."""
    rows = list(_open_of(victim).select_related("milestone", "victim", "case"))
    for one in rows:
        clock = telling_clock(victim, one.occurred_at)
        assert clock.rule is not None
        one.clock, one.due_on = clock.rule.code, clock.due_on
    EventTelling.objects.bulk_update(rows, ["clock", "due_on"])
    if rows:
        _raise(rows[0].case, rows, at)


def restate_events(victim: Victim, who: Hearer, by: Person, at: datetime) -> None:
    """Who hears has changed: what is still owed says so, and is owed no more where nobody is told.

    Where a death was taken back, what was closed with it is owed again.
    """
    if who is Hearer.VICTIM:
        _reopen(victim)
    rows = list(_open_of(victim).select_related("milestone", "victim", "case"))
    if who is not Hearer.NOBODY:
        if rows:
            _raise(rows[0].case, rows, at)
        return
    pks = [one.pk for one in rows]
    EventTelling.objects.filter(pk__in=pks).update(
        not_told_because=EventNotTold.DIED.value, not_told_at=at, not_told_by=by
    )
    settle_dues(sources=pks, at=at, fell_away=DIED)


def _reopen(victim: Victim) -> None:
    """What was closed because they had died, and they had not: open, or told by a contact that stands."""
    closed = EventTelling.objects.filter(
        victim=victim, not_told_because=EventNotTold.DIED, dropped_at__isnull=True
    )
    rows = list(closed.select_related("victim", "milestone"))
    if not rows:
        return
    contacts = _reached(victim)
    for one in rows:
        one.not_told_because, one.not_told_at, one.not_told_by = "", None, None
        _tell_by(one, contacts)
        clock = telling_clock(one.victim, one.occurred_at)
        assert clock.rule is not None
        one.clock, one.due_on = clock.rule.code, clock.due_on
    fields = ["not_told_because", "not_told_at", "not_told_by", "contact", "told_at", "clock", "due_on"]
    EventTelling.objects.bulk_update(rows, fields)


def _open_of(victim: Victim) -> Any:
    return EventTelling.objects.filter(
        victim=victim, told_at__isnull=True, not_told_because="", dropped_at__isnull=True
    )


@deed
def say_why_not_told(
    *, by: Person, telling: EventTelling, because: str, at: datetime | None = None
) -> EventTelling:
    """Say why a victim was not told of an event; its clock stops. Raises NotAllowed, Invalid and Stale."""
    at = at or now()
    locked(by, telling.case_id)
    row: EventTelling = EventTelling.objects.select_related("victim__case", "milestone").get(pk=telling.pk)
    rules.check_can_say_why_not_told(by, row)
    rules.check_why_not_told(row.victim, because, at)
    row.not_told_because, row.not_told_at, row.not_told_by = because, at, by
    row.save(update_fields=["not_told_because", "not_told_at", "not_told_by"])
    settle_dues(sources=[row.pk], at=at, fell_away="why they are not told is on record")
    record(by=by, action=Action.EVENT_NOT_TOLD, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row
