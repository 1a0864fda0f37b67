"""The contact log: what was said or tried, and when the victim is next to hear from us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases.models import DueItem, Victim
from cases.services import locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, day_words, deadline, london_date, now
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ISVA
from victims import rules
from victims.bereaved import Hearer, hearer_of, to_update
from victims.enums import ContactAbout, Direction, DueCode
from victims.facts import standing_withdrawal
from victims.models import Contact, ContactOwner
from victims.notices.owner import CONTACT_GIVEN
from victims.owning import contact_owner
from victims.sealed import seal_into
from victims.services.events import settle_events, unsettle_events
from victims.services.frequency import agreed_next, overdue_update
from victims.services.held import held
from victims.services.recontact import restate_recontact
from victims.services.restaging import restage


@deed
def record_contact(
    *,
    by: Person,
    victim: Victim,
    occurred_at: datetime,
    direction: str,
    method: str,
    reached: bool,
    about: Sequence[str],
    summary: str = "",
    left_message: bool | None = False,
    next_due_on: date | None = None,
    at: datetime | None = None,
) -> Contact:
    """Log a contact or an attempt. Raises NotAllowed and Invalid (also for a way that is not safe).

    An update that reached the victim settles the one that was owed; the next falls due on `next_due_on`, else
    when the clock for updates says. An attempt settles nothing; the date that it sets moves what was owed,
    but nothing that is overdue. Word from somebody who is not on record for the victim (Direction.OTHER)
    is kept in the log alone.
    """
    return _log(
        by,
        victim,
        at or now(),
        occurred_at=occurred_at,
        direction=direction,
        method=method,
        reached=reached,
        about=about,
        summary=summary,
        left_message=bool(left_message),
        next_due_on=next_due_on,
    )


@deed
def record_attempt(
    *,
    by: Person,
    victim: Victim,
    method: str,
    about: Sequence[str] = (ContactAbout.UPDATE.value,),
    left_message: bool | None = False,
    at: datetime | None = None,
) -> Contact:
    """Log that we tried just now and did not reach the victim: nothing to type. As record_contact."""
    at = at or now()
    return _log(
        by,
        victim,
        at,
        occurred_at=at,
        direction=Direction.OUT.value,
        method=method,
        reached=False,
        about=about,
        left_message=bool(left_message),
    )


def _log(
    by: Person,
    victim: Victim,
    at: datetime,
    *,
    occurred_at: datetime,
    direction: str,
    method: str,
    reached: bool,
    about: Sequence[str],
    left_message: bool,
    summary: str = "",
    next_due_on: date | None = None,
) -> Contact:
    """What both deeds do: check it, write it down, and settle or raise what it bears on."""
    case = held(by, victim, rules.check_can_record_contact)
    rules.check_contact(
        by,
        victim,
        about=about,
        direction=direction,
        method=method,
        reached=reached,
        left_message=left_message,
        occurred_at=occurred_at,
        next_due_on=next_due_on,
        at=at,
    )
    row = Contact(
        case_id=victim.case_id,
        victim=victim,
        occurred_at=occurred_at,
        direction=direction,
        method=method,
        reached=reached,
        left_message=left_message,
        about=list(dict.fromkeys(about)),
        next_due_on=next_due_on,
        recorded_at=at,
        recorded_by=by,
    )
    seal_into(row, summary=summary)
    row.save(force_insert=True)
    record(by=by, action=Action.CONTACT_RECORDED, case=victim.case_id, subjects=[victim.pk, row.pk])
    if reached:
        restage(case=case, by=by, at=at, why=_why(row, "recorded"))
        if ContactAbout.WISHES in about:
            restate_recontact(case, victim, at)
    if by.is_service or by.role != ISVA:  # what the police owe a victim is not paid by somebody else
        _set_next_update(row, at)
        settle_events(row, at)
    if not row.from_others:
        _taken_up(row, at)
    return row


def _taken_up(contact: Contact, at: datetime) -> None:
    """Whoever was told that contact is theirs has been in touch: the notice has done its work."""
    owned = ContactOwner.objects.filter(victim=contact.victim, ended_at__isnull=True).first()
    if owned is not None and contact_owner(contact.victim) == contact.recorded_by:
        settle(by=contact.recorded_by, at=at, subject_id=owned.pk, kinds=[CONTACT_GIVEN])


def _why(contact: Contact, done: str) -> str:
    day = london_date(contact.occurred_at)
    return f"A contact of {day_words(day)} was {done}."


def _set_next_update(contact: Contact, at: datetime) -> None:
    """A date that was agreed comes first, then how often; one who withdrew is updated when somebody chose."""
    victim = contact.victim
    told = contact.reached and ContactAbout.UPDATE in contact.about
    due_on, rule, started_on = contact.next_due_on, "", None
    agreed, every = agreed_next(victim, london_date(contact.occurred_at)) if told else (False, None)
    if due_on is None and agreed:
        due_on = every
    elif due_on is None and told and standing_withdrawal(victim, at) is None:
        clock = deadline(ClockCode.VICTIM_UPDATE, contact.occurred_at)
        due_on, rule, started_on = clock.due_on, ClockCode.VICTIM_UPDATE.value, clock.start_on
    who = hearer_of(victim, at)
    if who is Hearer.NOBODY:
        due_on = None
    if not contact.reached and overdue_update(victim, at) is not None:
        return  # they have heard nothing: what was overdue stays so
    if told or due_on is not None:
        settle_due(source=victim.pk, code=DueCode.VICTIM_UPDATE.value, at=at)
    if due_on is not None:
        raise_due(
            case=victim.case,
            source=victim.pk,
            code=DueCode.VICTIM_UPDATE.value,
            what=to_update(victim, who),
            due_on=due_on,
            owner=contact_owner(victim),
            rule=rule,
            started_on=started_on or london_date(contact.occurred_at),
            at=at,
        )


def _owe_update_again(contact: Contact, at: datetime) -> None:
    """The update that the voided contact paid is owed as it was before."""
    victim = contact.victim
    paid = DueItem.objects.filter(
        source=victim.pk, code=DueCode.VICTIM_UPDATE, settled_at=contact.recorded_at
    ).first()
    since = Contact.objects.standing().filter(
        victim=victim,
        reached=True,
        about__contains=[ContactAbout.UPDATE],
        recorded_at__gte=contact.recorded_at,
    )
    who = hearer_of(victim, at)
    if paid is None or who is Hearer.NOBODY or since.exclude(pk=contact.pk).exists():
        return
    raise_due(
        case=victim.case,
        source=victim.pk,
        code=DueCode.VICTIM_UPDATE.value,
        what=to_update(victim, who),
        due_on=paid.due_on,
        owner=contact_owner(victim),
        rule=paid.rule,
        started_on=paid.started_on,
        at=at,
    )


@deed
def void_contact(*, by: Person, contact: Contact, reason: str, at: datetime | None = None) -> Contact:
    """Void a contact that was logged wrongly; the row stays. Raises NotAllowed and Stale.

    What it told is owed again, an update by the day that it had, unless they were told since.
    """
    at = at or now()
    case = locked(by, contact.case_id)
    contact.refresh_from_db(fields=["voided_at"])
    rules.check_can_void_contact(by, contact)
    contact.voided_at, contact.voided_by, contact.void_reason = at, by, reason
    contact.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(
        by=by, action=Action.CONTACT_VOIDED, case=contact.case_id, subjects=[contact.victim_id, contact.pk]
    )
    unsettle_events(contact, at)
    _owe_update_again(contact, at)
    if contact.reached:
        restage(case=case, by=by, at=at, why=_why(contact, "voided"))
        if ContactAbout.WISHES in contact.about:
            restate_recontact(case, contact.victim, at)
    return contact
