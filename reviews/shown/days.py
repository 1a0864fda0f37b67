"""The sequence of the day of a decision, for its page and the API: what is done, what is next, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import NotAllowed
from reviews.day_enums import DayStepKind
from reviews.models import CpsLetter, DayStep, Decision, DecisionDay, Notification, TellingPlan
from reviews.rules import day as rules
from reviews.rules import stands
from reviews.sealed import text_of
from reviews.services.day_steps import late_supporters, missing_steps, standing_lines_of
from reviews.services.planned import why_closed
from reviews.shown.decisions import about_decision
from victims.owning import contact_owner

Kind = DayStepKind
AFTER_ALL = "ISVA or specially trained officer told"
CAME_UP = "This came up after the decision was made: it is recorded once the order of the day is signed off"
CAME_UP_SIGNED = "This came up after the order was signed off: it is recorded once that is signed off anew"


@dataclass
class Shown:
    """One line of the sequence. `state` is done, left_out or open; `code` is the same in the API.

    `in_order` is False of a step that was done when it was not safe; of a supporter, after the victim heard.
    """

    code: str
    title: str
    about: str
    state: str
    who: str = ""
    planned_at: datetime | None = None
    done_at: datetime | None = None
    words: str = ""
    reason: str = ""
    href: str = ""
    do: str = ""
    is_next: bool = False
    in_order: bool = True
    way_closed: str = ""  # why the way by which it is planned cannot be used any more
    step: DayStep | None = None


def decisions_with_a_day(person: Person) -> Any:
    """The decisions whose day this person may follow: those who read the investigation, never a supporter."""
    rows = Decision.objects.visible_to(person)
    return rows if person.is_service or person.role.reads(Part.INVESTIGATION) else rows.none()


def sequence_of(decision: Decision, person: Person) -> list[Shown]:
    """In the safe order; a fixed number of statements."""
    rows = DayStep.objects.filter(decision=decision)
    steps = list(rows.select_related("victim__case", "suspect", "done_by", "supporter", "recorded_by"))
    standing = stands(decision)
    waits = standing and rules.waits_for_new_sign_off(decision)
    if standing:
        steps += missing_steps(decision, standing_lines_of(decision))
    tellings = rules.tellings_of(decision)
    late = late_supporters([one for one in steps if one.is_open], tellings)
    heard = {one.victim.pk for one in tellings if one.heard}
    signed = DecisionDay.objects.filter(decision=decision).exists()
    found = [
        _safety(decision, person),
        *(
            _of_step(
                one,
                person,
                standing,
                signed=signed,
                late=one.victim_id in late,
                heard=one.victim_id in heard,
            )
            for one in steps
            if one.kind == Kind.SUPPORTER
        ),
        *_tellings(decision, person),
        *_letters(decision, person),
        *(
            _of_step(one, person, standing, signed=signed, waits=waits)
            for kind in (Kind.SUSPECT, Kind.BAIL)
            for one in steps
            if one.kind == kind
        ),
    ]
    following = next((one for one in found if one.state == "open"), None)
    if following is not None:
        following.is_next = True
    return found


def _safety(decision: Decision, person: Person) -> Shown:
    row = rules.safety_of(decision)
    may = row is None and person.role.may("record_safety_plan")
    return Shown(
        code="safety",
        title="Plan for the victim's safety",
        about="",
        state="done" if row else "open",
        who=row.recorded_by.name if row else decision.case.officer_in_charge.name,
        done_at=row.recorded_at if row else None,
        words=str(row.get_answer_display()) if row else "",
        href=reverse("record_safety_plan", args=[decision.pk]) if may else "",
        do="Say whether one is in place",
    )


def _of_step(
    step: DayStep,
    person: Person,
    standing: bool,
    *,
    signed: bool,
    late: bool = False,
    heard: bool = False,
    waits: bool = False,
) -> Shown:
    """`late`: the victim was told before anybody supported them, so nobody can be told first any more.
    `heard`: the victim was told.
    `signed`: somebody signed the order off before. `waits`: until the order is signed off anew.
    """
    state = "left_out" if step.left_out else "done" if step.done_at else "open"
    owner = contact_owner(step.victim) if step.victim else step.decision.case.officer_in_charge
    words = ""
    if step.supporter:
        words = f"{step.supporter.name} was told"
    after = (
        late
        or (heard and step.is_open)
        or bool(step.done_at and step.not_after and step.done_at > step.not_after)
    )
    if after:
        named_after = late or (step.done_at is not None and step.in_order)
        words += ". " if words else ""
        words += f"{step.about} had been told before" + (
            ", when nobody supported them yet" if named_after else ""
        )
    new = step._state.adding  # it came up since the decision was made, or the order signed off
    if new:
        words += ". " if words else ""
        words += CAME_UP_SIGNED if signed else CAME_UP
    elif waits and step.is_open:
        words = "It waits until the order is signed off anew"
    return Shown(
        code=step.kind,
        title=AFTER_ALL if after else str(step.get_kind_display()),
        about=step.about,
        state=state,
        who=step.done_by.name if step.done_by else owner.name,
        planned_at=step.planned_at,
        done_at=step.done_at,
        words=words,
        reason=text_of(step, "reason"),
        in_order=step.in_order,
        href=reverse("record_day_step", args=[step.pk])
        if step.is_open and standing and not new and not waits and person.role.may("record_day_step")
        else "",
        do="Record it",
        step=None if new else step,
    )


def _tellings(decision: Decision, person: Person) -> list[Shown]:
    notices = Notification.objects.filter(decision=decision).select_related(
        "victim__case", "told_by", "decision"
    )
    plans = {
        one.notice_id: one
        for one in TellingPlan.objects.filter(
            notice__decision=decision, superseded_at__isnull=True
        ).select_related("teller", "recorded_by")
    }
    knows, found = person.is_service or person.role.reads(Part.VICTIM_CONTACT), []
    for one in notices.order_by("victim__number"):
        plan = plans.get(one.pk)
        teller = plan.teller if plan else contact_owner(one.victim)
        words = one.get_method_display() if one.is_told else one.get_not_told_because_display()
        if one.is_open and one.waits_until is not None:
            words = f"They asked to wait until {day_words(one.waits_until)}"
        found.append(
            Shown(
                code="victim",
                title="Victim told",
                about=one.victim.label,
                state="done" if one.is_told else "left_out" if one.not_told_because else "open",
                who=one.told_by.name if one.told_by else "CPS" if one.is_told else teller.name,
                planned_at=plan.tell_at if plan else None,
                way_closed=why_closed(plan, one, now()) if plan and knows else "",
                done_at=one.told_at,
                words=words,
                reason=text_of(one, "order_reason"),
                href=reverse("telling", args=[one.pk]) if person.role.may("notify_victim") else "",
                do="Plan it, or record it" if one.is_open else "How",
            )
        )
    return found


def _letters(decision: Decision, person: Person) -> list[Shown]:
    """CPS writes of its own decisions."""
    if decision.is_police:
        return []
    sent = {one.victim_id: one for one in CpsLetter.objects.filter(decision=decision)}
    found = []
    for notice in Notification.objects.filter(decision=decision).select_related("victim"):
        row = sent.get(notice.victim_id)
        may = row is None and person.role.may("record_cps_letter")
        found.append(
            Shown(
                code="letter",
                title="Letter of CPS",
                about=notice.victim.label,
                state="done" if row else "open",
                who="CPS",
                words=f"Sent on {day_words(row.sent_on)}" if row else "",
                href=reverse("record_cps_letter", args=[decision.pk]) if may else "",
                do="Record that CPS sent it",
            )
        )
    return found


def sign_offs_of(decision: Decision) -> list[tuple[DecisionDay, str]]:
    """Each sign-off with its reason for an order that was not safe, the last first; one that is superseded is
    kept as it was.
    """
    rows = DecisionDay.objects.filter(decision=decision).select_related("signed_off_by")
    return [(one, text_of(one, "reason")) for one in rows.order_by("-signed_off_at", "-id")]


def ended_anew(rows: Sequence[DecisionDay]) -> set[UUID]:
    """Those of one decision that ended with what changed in a telling: no other sign-off took their place
    then. Pure.
    """
    taken = {(one.signed_off_at, one.pk) for one in rows}
    return {
        one.pk
        for one in rows
        if one.superseded_at is not None
        and not any(at == one.superseded_at and pk != one.pk for at, pk in taken)
    }


def about_day(person: Person, decision: Decision) -> dict[str, Any]:
    """The page of the day, and what stands above its deeds."""
    signed = sign_offs_of(decision)
    day, day_reason = next(((one, why) for one, why in signed if one.superseded_at is None), (None, ""))
    sequence = sequence_of(decision, person) if decision.is_authorised else []
    return {
        **about_decision(person, decision),
        "day": day,
        "day_reason": day_reason,
        "anew": ended_anew([one for one, _ in signed]),
        "TELLING_CHANGED": rules.TELLING_CHANGED,
        "days_before": [(one, why) for one, why in signed if one.superseded_at is not None],
        "sequence": sequence,
        "left": [one for one in sequence if one.state == "open"],
        "not_yet": _why_not_yet(decision, person),
        "at": now(),
    }


def _why_not_yet(decision: Decision, person: Person) -> str:
    """Why the order cannot be signed off yet; "" where it can, or this is not for the person."""
    if not person.role.may("sign_off_day"):
        return ""
    try:
        rules.check_can_sign_off(person, decision)
    except NotAllowed as refusal:
        return str(refusal)
    return ""


def about_sign_off(person: Person, decision: Decision) -> dict[str, Any]:
    """With when each victim hears, as it is booked or was done: the other moments are chosen by it."""
    shown = about_day(person, decision)
    return {**shown, "booked": [one for one in shown["sequence"] if one.code == "victim"]}


def about_step(person: Person, step: DayStep) -> dict[str, Any]:
    return {**about_day(person, step.decision), "step": step}


def day_page(result: Any) -> str:
    decision = result.pk if isinstance(result, Decision) else result.decision_id
    return reverse("decision_day", args=[decision])
