"""Requests for private material under the two codes: grounds, then notice, then the asking, freely agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from rasso_tracker.clocks import add_months, day_words, end_of_day, london_date
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale, together
from victims.ages import is_under_18
from victims.bereaved import Hearer, death_of, hearer_of
from victims.material_enums import (
    ANSWERS,
    DEVICES,
    HOLDERS,
    IN_WRITING,
    MaterialKind,
    MaterialSource,
    NoticeTo,
    Views,
)
from victims.models import MaterialRequest
from victims.rules.alive import check_was_alive
from victims.rules.channels import check_channel
from victims.rules.referrals import check_day
from victims.rules.sight import check_can

# Who may approve a request for counselling records [V2, domain.md 12, corrections].
APPROVES_FROM = Rank.CHIEF_INSPECTOR
LONGEST_PROMISE = 12  # months [A]: a day beyond is a slip of the pen
ENDED = "This request has ended: {outcome}. Open it to see what came of it."
NOTICE_AFTER_DEATH = "Choose who speaks for them, or their family."
# Who has the notice about a victim who has died: nobody else can.
AFTER_DEATH = (NoticeTo.SPEAKER, NoticeTo.FAMILY)
END_IT = "Nobody agrees to it for them: end the request instead."
NOT_TAKEN = "Nothing is taken from them after that: end the request instead."
NOT_ASKED = "A device is asked of the victim alone. Records that others hold can still be asked for."
GROUNDS = {
    "named": "Say who holds it, or which device it is.",
    "scope": "Say exactly what is needed, and from when to when.",
    "enquiry": "Say which reasonable line of enquiry it serves.",
    "necessary": "Say why it is necessary for that line.",
    "proportionate": "Say why it is proportionate to how much of a private life it shows.",
    "last_resort": "Say what else was tried, or why nothing less intrusive would do.",
}


def check_can_plan(by: Person, victim: Victim) -> None:
    check_can(by, "plan_material_request", "ask for private material", victim)


def check_grounds(kind: str, source: str, grounds: Mapping[str, str], probative: str) -> None:
    """Raises Invalid unless every ground is given and the source belongs to the kind."""
    wrong = {name: sentence for name, sentence in GROUNDS.items() if not grounds[name].strip()}
    if source not in (DEVICES if kind == MaterialKind.DEVICE else HOLDERS):
        wrong["source"] = (
            "Choose a device or an account."
            if kind == MaterialKind.DEVICE
            else "Choose who holds the records: a device is asked of the victim."
        )
    if source == MaterialSource.COUNSELLING and not probative.strip():
        wrong["probative"] = (
            "Counselling records are presumed not to be needed. Say why these are likely to have"
            " substantial probative value, or do not ask for them."
        )
    if source != MaterialSource.COUNSELLING and probative.strip():
        wrong["probative"] = "This is for counselling records alone: leave it empty."
    if wrong:
        raise Invalid(wrong)


def check_can_be_asked(victim: Victim, kind: str, at: datetime) -> None:
    """Raises Invalid for a device of somebody who had died by then: nobody else can agree to it."""
    if kind == MaterialKind.DEVICE:
        check_was_alive(victim, at, field="kind", instead=NOT_ASKED)


def check_open(row: MaterialRequest) -> None:
    if not row.is_open:
        raise Stale(ENDED.format(outcome=row.get_outcome_display().lower()))


def check_can_decide(by: Person, row: MaterialRequest) -> None:
    check_can(by, "decide_material_request", "approve a request for counselling records", row.victim)
    check_open(row)
    if not row.needs_approval:
        raise Stale("This request needs no approval: only counselling records do.")
    if row.approved is not None:
        raise Stale("This request was decided already. Open it to see the decision.")
    if by.standing < APPROVES_FROM:
        raise NotAllowed(
            f"A request for counselling records is approved by a {APPROVES_FROM.label} or above."
            " Ask yours to open it."
        )
    if by.pk == row.planned_by_id:
        raise NotAllowed("You wrote this request, so somebody else decides on it.")


def check_can_give_notice(by: Person, row: MaterialRequest) -> None:
    check_can(by, "give_material_notice", "record a written notice", row.victim)
    check_open(row)
    if row.noticed_on is not None:
        raise Stale("The notice is recorded already.")
    if row.needs_approval and not row.approved:
        raise Stale(
            "A chief inspector or above decides on counselling records before anybody is told or asked."
        )


def check_notice(
    by: Person, row: MaterialRequest, *, on: date | None, how: str, to: str, at: datetime
) -> None:
    """Raises Invalid, with every fault at once, for a notice not in writing, in the future or before the
    report, in a way that is not safe, or to somebody to whom it cannot have been given on that day. A form
    may still miss any of it: without the day, what holds by now is asked of the way.
    """
    moment = min(at, end_of_day(on)) if on else at
    together(
        *(_checks_of_day(row, on, to, moment, at) if on else ()),
        partial(_check_in_writing, by, row, how, moment),
    )


def _checks_of_day(
    row: MaterialRequest, on: date, to: str, moment: datetime, at: datetime
) -> Iterator[Callable[[], None]]:
    """The first of two about the day is said."""
    victim = row.victim
    yield partial(check_day, "noticed_on", on, victim, at)
    yield partial(_check_after_approval, row, on)
    if row.kind == MaterialKind.DEVICE:
        yield partial(check_was_alive, victim, on, field="noticed_on", instead=END_IT)
        yield partial(check_adult_agrees, victim, to, on)
    if to:
        yield partial(check_notice_to, victim, to, on, moment)


def _check_after_approval(row: MaterialRequest, on: date) -> None:
    if row.decided_at is not None and on < (decided_on := london_date(row.decided_at)):
        raise Invalid(
            {
                "noticed_on": f"A senior officer approved this on {day_words(decided_on)}, and nobody is "
                "told or asked before that. Enter that day or a later one."
            }
        )


def _check_in_writing(by: Person, row: MaterialRequest, how: str, moment: datetime) -> None:
    if how and how not in IN_WRITING:
        raise Invalid(
            {"notice_how": "The notice is in writing: choose a way in which a letter can be given."}
        )
    check_channel(by, row.victim, how, moment, field="notice_how")


def check_adult_agrees(victim: Victim, to: str, on: date) -> None:
    """Raises Invalid for a device of a child where the child alone has the notice: an adult agrees for them.

    Police, Crime, Sentencing and Courts Act 2022, chapter 3 of part 2, as amended in the Lords (Bill 72): who
    is under 18 is not taken to be able to give a device or to agree. [V2]
    """
    if to == NoticeTo.VICTIM and is_under_18(victim, on):
        raise Invalid(
            {
                "notice_to": f"{victim.label} was under 18 on {day_words(on)}, so an adult agrees about "
                "their device. Choose the parent or guardian, or another adult, and ask the young person too."
            }
        )


def check_notice_to(victim: Victim, to: str, on: date, moment: datetime) -> None:
    """Raises Invalid, by `notice_to`, for a parent of somebody of age, and for anybody but who speaks for a
    victim who had died by that day, or their family while nobody does.
    """
    label = victim.label
    if to not in AFTER_DEATH:
        check_was_alive(victim, on, field="notice_to", instead=NOTICE_AFTER_DEATH)
        if to == NoticeTo.PARENT and not is_under_18(victim, on):
            raise Invalid(
                {
                    "notice_to": f"Nothing that is recorded says that {label} was under 18 on "
                    f"{day_words(on)}. Choose who had the notice, or record their date of birth "
                    "or circumstances first."
                }
            )
        return
    death = death_of(victim)
    speaks = hearer_of(victim, moment) is Hearer.SPEAKER
    if death is None or death.died_on is None or on < death.died_on:
        wrong = f"It is not recorded that {label} had died by {day_words(on)}. Choose who had the notice."
    elif to == NoticeTo.SPEAKER and not speaks:
        wrong = (
            f"Nobody is recorded who spoke for {label} on {day_words(on)}: name them, or choose the family."
        )
    elif to == NoticeTo.FAMILY and speaks:
        wrong = f"Somebody spoke for {label} on {day_words(on)}: the notice goes to them."
    else:
        return
    raise Invalid({"notice_to": wrong})


def check_can_send(by: Person, row: MaterialRequest) -> None:
    check_can(by, "send_material_request", "send a request for records", row.victim)
    check_open(row)
    if row.kind != MaterialKind.THIRD_PARTY:
        raise Stale("A device is asked of the victim alone: record their answer instead.")
    if row.requested_on is not None:
        raise Stale("This request was sent already.")
    if row.noticed_on is None:
        raise Stale(
            "The victim has written notice on or before the day of the request: record the notice first."
        )


def check_sending(row: MaterialRequest, *, on: date, reply_by: date, despite: str, at: datetime) -> None:
    """Raises Invalid for a request before its notice, an answer before it, or an objection passed over."""
    check_day("requested_on", on, row.victim, at)
    wrong = {}
    if row.noticed_on is not None and on < row.noticed_on:
        wrong["requested_on"] = (
            f"The victim had written notice on {day_words(row.noticed_on)}. Enter that day or a later one."
        )
    if sentence := _promise(reply_by, on, "the request"):
        wrong["reply_by"] = sentence
    if row.views == Views.OBJECTS and not despite.strip():
        wrong["despite"] = "The victim objects. Say how that was weighed and why the request goes ahead."
    if row.views != Views.OBJECTS and despite.strip():
        wrong["despite"] = "The victim did not object: leave this empty."
    if wrong:
        raise Invalid(wrong)


def check_can_record_answer(by: Person, row: MaterialRequest) -> None:
    check_can(by, "record_material_answer", "record an answer", row.victim)
    check_open(row)
    if row.requested_on is None:
        raise Stale("This request was not sent yet, so there is no answer to record.")


def check_answer(row: MaterialRequest, *, outcome: str, on: date, at: datetime) -> None:
    check_day("ended_on", on, row.victim, at)
    if outcome not in ANSWERS:
        raise Invalid({"outcome": "Choose what the holder answered."})
    if row.requested_on is not None and on < row.requested_on:
        raise Invalid(
            {"ended_on": f"It was requested on {day_words(row.requested_on)}. Enter that day or later."}
        )


def check_can_record_agreement(by: Person, row: MaterialRequest) -> None:
    check_can(by, "record_device_answer", "record the victim's answer", row.victim)
    check_open(row)
    if row.kind != MaterialKind.DEVICE:
        raise Stale("Records are asked of whoever holds them: send the request instead.")
    if row.noticed_on is None:
        raise Stale("A victim decides with the written notice in hand: record the notice first.")
    if row.taken_on is not None:
        raise Stale("The device was taken already.")


def check_agreement(
    row: MaterialRequest,
    *,
    agreed: bool,
    answered_on: date,
    taken_on: date | None,
    return_by: date | None,
    at: datetime,
) -> None:
    """Raises Invalid for an answer before the notice or of a victim who had died, or a taking without or
    before the agreement.
    """
    check_day("answered_on", answered_on, row.victim, at)
    check_was_alive(row.victim, answered_on, field="answered_on", instead=END_IT)
    if taken_on is not None:
        check_was_alive(row.victim, taken_on, field="taken_on", instead=NOT_TAKEN)
    wrong = {}
    if row.noticed_on is not None and answered_on < row.noticed_on:
        wrong["answered_on"] = (
            f"The victim had written notice on {day_words(row.noticed_on)}. Enter that day or a later one."
        )
    if not agreed and (taken_on or return_by):
        wrong["agreed"] = "Nothing is taken without the victim's agreement: leave the two dates below empty."
    if agreed and taken_on is None:
        wrong["taken_on"] = "Enter the day on which the device was taken, or record this once it was."
    elif agreed and taken_on is not None and taken_on < answered_on:
        wrong["taken_on"] = (
            "Nothing is taken before the victim agreed. Enter the day of the agreement or later."
        )
    elif taken_on is not None and taken_on > london_date(at):
        wrong["taken_on"] = "Enter today's date or a date in the past."
    if agreed and return_by is None:
        wrong["return_by"] = "Enter the day by which the victim has it back."
    elif return_by and taken_on and (sentence := _promise(return_by, taken_on, "the taking")):
        wrong["return_by"] = sentence
    if wrong:
        raise Invalid(wrong)


def check_can_record_return(by: Person, row: MaterialRequest) -> None:
    check_can(by, "record_device_return", "record that a device was given back", row.victim)
    check_open(row)
    if row.taken_on is None:
        raise Stale("Nothing was taken, so nothing is to be given back.")


def check_return(row: MaterialRequest, *, on: date, at: datetime) -> None:
    check_day("ended_on", on, row.victim, at)
    if row.taken_on is not None and on < row.taken_on:
        raise Invalid(
            {"ended_on": f"It was taken on {day_words(row.taken_on)}. Enter that day or a later one."}
        )


def check_can_drop(by: Person, row: MaterialRequest) -> None:
    check_can(by, "drop_material_request", "end a request for material", row.victim)
    check_open(row)
    if row.taken_on is not None:
        raise Stale("The device is with the police: record that it was given back instead.")


def check_said(field: str, text: str, sentence: str) -> None:
    if not text.strip():
        raise Invalid({field: sentence})


def _promise(day: date, begun: date, what: str) -> str:
    """The sentence about a day that was promised; "" where it can have been. One that has passed stands:
    what was promised is recorded as it was, and is overdue at once.
    """
    if day < begun:
        return f"Enter the day of {what} or a later one."
    if day > add_months(begun, LONGEST_PROMISE):
        return f"That is more than a year after {what}. Check the year."
    return ""
