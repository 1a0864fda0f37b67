"""Who may do what now, and what cannot be: each refusal is a sentence, the same on the page and by API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from cases.models import Case, Victim
from cases.rules import who_can
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from rasso_tracker.people.roles import ISVA
from victims.engagement import Choice, Event, OutOfOrder, SameMoment, check_sequence
from victims.enums import CommunicationMethod, Direction
from victims.models import Contact, IsvaSupport, Reengagement, SafeguardingConcern, Withdrawal

SAME_MOMENT = "Another withdrawal or re-engagement of this victim is recorded at this moment. Check the time."
NO_WITHDRAWAL_BEFORE = (
    "No withdrawal stands at this moment, so there is nothing to come back from."
    " Check the date, or record the withdrawal first."
)


def _check_role(by: Person, deed: str, what: str) -> None:
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(f"You cannot {what} as {by.role.title}. {who_can(deed)}")


def _check_sees(by: Person, victim: Victim, what: str) -> None:
    """The case must be in scope, and an ISVA acts for clients alone."""
    if by.is_service:
        return
    if not Case.objects.visible_to(by).filter(pk=victim.case_id).exists():
        raise NotAllowed(f"You cannot {what}: the case is not one of yours. Ask its officer in charge.")
    if by.role == ISVA and not is_client(by, victim):
        raise NotAllowed(f"You cannot {what}: {victim.label} is not a client of yours in this case.")


def is_client(by: Person, victim: Victim) -> bool:
    """True while this ISVA supports this victim with consent."""
    return IsvaSupport.objects.filter(isva=by, victim=victim, ended_at__isnull=True).exists()


def check_can(by: Person, deed: str, what: str, victim: Victim) -> None:
    """Raises NotAllowed unless the role does this deed and the victim is within sight."""
    _check_role(by, deed, what)
    _check_sees(by, victim, what)


def check_can_record_identity(by: Person, victim: Victim) -> None:
    check_can(by, "record_identity", "record who a victim is", victim)


def check_can_record_contact_details(by: Person, victim: Victim) -> None:
    check_can(by, "record_contact_details", "record how to reach a victim", victim)


def check_can_record_contact(by: Person, victim: Victim) -> None:
    check_can(by, "record_contact", "record a contact", victim)


def check_can_record_withdrawal(by: Person, victim: Victim) -> None:
    check_can(by, "record_withdrawal", "record a withdrawal", victim)


def check_can_record_re_engagement(by: Person, victim: Victim) -> None:
    check_can(by, "record_re_engagement", "record a re-engagement", victim)


def check_can_corroborate(by: Person, withdrawal: Withdrawal) -> None:
    """A supervisor, not the recorder, once. Raises NotAllowed; Stale when somebody has done it already."""
    what = "corroborate a withdrawal"
    check_can(by, "corroborate_withdrawal", what, withdrawal.victim)
    if not withdrawal.stands:
        raise NotAllowed("This withdrawal was voided, so there is nothing to corroborate.")
    if by.pk == withdrawal.recorded_by_id:
        raise NotAllowed("You recorded this withdrawal, so another supervisor corroborates it.")
    if withdrawal.is_corroborated:
        raise Stale("Somebody has corroborated this withdrawal already. Nothing more is needed.")


def check_can_void_withdrawal(by: Person, withdrawal: Withdrawal) -> None:
    """Whoever may record one; a corroborated one needs a supervisor, who takes back a supervisor's word."""
    what = "void a withdrawal"
    check_can(by, "void_withdrawal", what, withdrawal.victim)
    if not withdrawal.stands:
        raise Stale("This withdrawal was voided already.")
    if withdrawal.is_corroborated and not (by.is_service or by.role.may("corroborate_withdrawal")):
        raise NotAllowed("A supervisor has corroborated this withdrawal, so a supervisor voids it.")


def check_can_void_re_engagement(by: Person, reengagement: Reengagement) -> None:
    check_can(by, "void_re_engagement", "void a re-engagement", reengagement.victim)
    if not reengagement.stands:
        raise Stale("This re-engagement was voided already.")


def check_can_void_contact(by: Person, contact: Contact) -> None:
    check_can(by, "void_contact", "void a contact", contact.victim)
    if not contact.stands:
        raise Stale("This contact was voided already.")


def check_can_share_with_isva(by: Person, victim: Victim) -> None:
    check_can(by, "share_with_isva", "share a victim's record with an ISVA", victim)


def check_can_end_isva_support(by: Person, support: IsvaSupport) -> None:
    check_can(by, "end_isva_support", "end an ISVA's access", support.victim)
    if support.ended_at is not None:
        raise Stale("This ISVA's access has ended already.")


# What cannot be


def check_moment(field: str, moment: datetime, reported_on: date, at: datetime, what: str) -> None:
    """Raises Invalid for a moment in the future or before the report."""
    if moment > at:
        raise Invalid({field: f"{what} cannot be in the future. Enter when it happened."})
    if london_date(moment) < reported_on:
        day = f"{reported_on.day} {reported_on:%B %Y}"
        raise Invalid({field: f"The case was reported on {day}. Enter a moment on that day or later."})


def check_choice_fits(events: Iterable[Event], new: Event) -> None:
    """Raises Invalid when the new choice cannot stand among those that stand."""
    try:
        check_sequence([*events, new])
    except SameMoment:
        raise Invalid({"occurred_at": SAME_MOMENT}) from None
    except OutOfOrder as trouble:
        if trouble.event == new:
            raise Invalid({"occurred_at": NO_WITHDRAWAL_BEFORE}) from None
        raise Invalid({"occurred_at": _would_follow(trouble.event)}) from None


def _would_follow(event: Event) -> str:
    day = london_date(event.at)
    return (
        f"A re-engagement on {day.day} {day:%B %Y} already answers the withdrawal before this moment."
        " Check the date, or void that one first."
    )


def check_choice_can_go(events: Iterable[Event], gone: Event) -> None:
    """Raises NotAllowed when a re-engagement would be left without the withdrawal that it answers."""
    left = [event for event in events if event != gone]
    try:
        check_sequence(left)
    except OutOfOrder as trouble:
        day = london_date(trouble.event.at)
        raise NotAllowed(
            f"The victim takes part again since {day.day} {day:%B %Y}, which answers this withdrawal."
            " Void that re-engagement first."
        ) from None


def choice_of(row: Withdrawal | Reengagement) -> Event:
    withdrew = isinstance(row, Withdrawal)
    return Event(row.occurred_at, Choice.WITHDREW if withdrew else Choice.TAKES_PART_AGAIN)


def check_contact(
    victim: Victim,
    *,
    direction: str,
    reached: bool,
    occurred_at: datetime,
    next_due_on: date | None,
    at: datetime,
) -> None:
    """Raises Invalid for a contact that cannot have been."""
    wrong = {}
    if occurred_at > at:
        wrong["occurred_at"] = "A contact cannot be in the future. Enter when it happened."
    if direction == Direction.IN and not reached:
        wrong["reached"] = "The victim contacted us, so they were reached."
    if next_due_on is not None and next_due_on < london_date(at):
        wrong["next_due_on"] = "Enter today's date or a date in the future."
    if wrong:
        raise Invalid(wrong)


# A worry about somebody's safety does not wait longer [A].
LONGEST_TO_ACT = timedelta(days=28)


def check_can_raise_concern(by: Person, victim: Victim) -> None:
    check_can(by, "raise_safeguarding_concern", "raise a safeguarding concern", victim)


def check_can_resolve_concern(by: Person, concern: SafeguardingConcern) -> None:
    check_can(by, "resolve_safeguarding_concern", "resolve a safeguarding concern", concern.victim)
    if not concern.is_open:
        raise Stale("Somebody resolved this concern already. Open the victim's page to see what was done.")


def check_concern(concern: str, act_by: date, at: datetime) -> None:
    """Raises Invalid unless it says what worries and a day within the next four weeks."""
    wrong = {}
    if not concern.strip():
        wrong["concern"] = "Say what worries you, so that somebody can act on it."
    today = london_date(at)
    if act_by < today:
        wrong["act_by"] = "Enter today's date or a date in the future."
    elif act_by > today + LONGEST_TO_ACT:
        wrong["act_by"] = "A worry about safety does not wait longer than 28 days: enter an earlier date."
    if wrong:
        raise Invalid(wrong)


def check_done(done: str) -> None:
    if not done.strip():
        raise Invalid({"done": "Say what was done, so that whoever reads it later can rely on it."})


# The detail without which a preferred way to be reached leads nowhere.
NEEDED_FOR = {
    CommunicationMethod.PHONE: ("phone", "Enter the phone number, or choose another way."),
    CommunicationMethod.TEXT: ("phone", "Enter the phone number, or choose another way."),
    CommunicationMethod.EMAIL: ("email", "Enter the e-mail address, or choose another way."),
    CommunicationMethod.POST: ("address", "Enter the address, or choose another way."),
    CommunicationMethod.IN_PERSON_HOME: ("address", "Enter the address, or choose another way."),
}


def check_reachable(
    preferred: CommunicationMethod, details: Mapping[str, str], *, language: str, interpreter_needed: bool
) -> None:
    """Raises Invalid when the preferred way lacks its number or address, or an interpreter a language."""
    wrong = {}
    if preferred in NEEDED_FOR:
        field, sentence = NEEDED_FOR[preferred]
        if not details[field].strip():
            wrong[field] = sentence
    if interpreter_needed and not language.strip():
        wrong["language"] = "Enter the language that the interpreter speaks."
    if wrong:
        raise Invalid(wrong)


def check_shareable(victim: Victim, isva: Person, consented_on: date, at: datetime) -> None:
    """Raises Invalid unless an ISVA in post is named, consent was given, and nothing is shared already."""
    wrong = {}
    if ISVA.code not in isva.roles or not isva.serves_on(london_date(at)):
        wrong["isva"] = "Choose an ISVA who is in post."
    elif is_client(isva, victim):
        wrong["isva"] = f"{victim.label} is shared with this ISVA already."
    if consented_on > london_date(at):
        wrong["consented_on"] = "Enter the day on which the victim agreed. It cannot be in the future."
    if wrong:
        raise Invalid(wrong)
