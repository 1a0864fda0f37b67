"""How a victim is to be told of a decision: the plan, attempts, their wish to wait, why it was late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from cases.models import DueItem
from cases.services import raise_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, no_earlier, now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, together
from reviews import rules
from reviews.enums import DueCode
from reviews.models import Notification, TellingAttempt, TellingDelay, TellingPlan
from reviews.notices import TELLING_PLANNED
from reviews.rules import telling_plan as plan_rules
from reviews.rules.tried import as_of_attempt, check_asked_to_wait, check_attempt, check_way
from reviews.sealed import sealed
from reviews.services.day_steps import end_unsafe_day
from reviews.services.decisions import in_hand
from reviews.services.making import to_tell
from reviews.telling_enums import AttemptOutcome, LateBecause
from victims.enums import ContactAbout, Direction
from victims.models import Contact
from victims.rules import details_at
from victims.services import record_contact
from victims.services.marks import restate_marks


def notice_in_hand(by: Person, notice: Notification, deed_name: str) -> Notification:
    """The notice, fresh, with its decision and case under lock. Raises NotAllowed out of scope or role."""
    decision = in_hand(by, notice.decision)
    rules.check_role(by, deed_name)
    found = (
        Notification.objects.visible_to(by)
        .select_related("victim")
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=notice.pk)
        .first()
    )
    if found is None:
        raise NotAllowed(rules.NOT_YOURS)
    found.decision, found.case = decision, decision.case
    found.victim.case = decision.case
    fresh: Notification = found
    return fresh


@deed
def plan_telling(
    *,
    by: Person,
    notice: Notification,
    method: str,
    teller: Person,
    tell_at: datetime,
    time_fits: str,
    interpreter: str,
    companions: Sequence[str] = (),
    why_another: str = "",
    why_hour: str = "",
    note: str = "",
    at: datetime | None = None,
) -> TellingPlan:
    """Plan how a victim is told of a decision. The plan before it is kept, and stands no more.

    What the victim prefers is read from their record; another way says why. `tell_at` is an instant ahead,
    not on days off or the evening before them unless they asked for it, nor after the day by which they are
    to hear unless they wait for it or the note says why, and then no later than the force's rules have it
    (put off again once it is overdue, the note says why anew);
    before 8 or after 20 o'clock `why_hour` says why, unless they asked. A signed order of the day that is
    not safe with it ends. Raises NotAllowed, or Invalid by field (also for a way or a place that is not
    safe).
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "plan_telling")
    plan_rules.check_open(notice, notice.victim)
    rules.check_not_settled(notice, at)
    rules.check_stands(notice.decision, notice.victim)
    wanted = check_planned(
        by,
        notice,
        method=method,
        why_another=why_another,
        note=note,
        teller=teller,
        companions=companions,
        tell_at=tell_at,
        time_fits=time_fits,
        why_hour=why_hour,
        interpreter=interpreter,
        at=at,
    )
    TellingPlan.objects.filter(notice=notice, superseded_at__isnull=True).update(superseded_at=at)
    plan = TellingPlan(
        case=notice.case,
        notice=notice,
        victim=notice.victim,
        wanted_method=wanted,
        method=method,
        why_another=why_another,
        teller=teller,
        companions=list(dict.fromkeys(companions)),
        tell_at=tell_at,
        time_fits=time_fits,
        interpreter=interpreter,
        recorded_at=at,
        recorded_by=by,
    )
    plan.note_sealed = sealed(plan, "note", note.strip())
    if why_hour.strip():
        plan.why_hour_sealed = sealed(plan, "why_hour", why_hour.strip())
    plan.save(force_insert=True)
    _pass_to_teller(notice, plan, by, at)
    restate_marks(notice.victim, at)
    ended = end_unsafe_day(notice.decision, at)
    record(
        by=by,
        action=Action.TELLING_PLANNED,
        case=notice.case,
        subjects=[plan.pk, notice.pk, notice.victim_id, *ended],
    )
    return plan


def check_planned(by: Person, notice: Notification, *, method: str, at: datetime, **said: Any) -> str:
    """What a plan says can be, also as far as it is said yet (plan_rules.check_plan). The way that the victim
    prefers. Raises Invalid with every fault by field.
    """
    details = details_at(notice.victim, at)
    wanted = details.preferred_method if details is not None else ""
    standing = TellingPlan.objects.filter(notice=notice, superseded_at__isnull=True).first()
    plan = partial(
        plan_rules.check_plan,
        notice=notice,
        standing=standing,
        details=details,
        method=method,
        wanted=wanted,
        at=at,
        **said,
    )
    if method:
        together(partial(_check_way_of_telling, by, notice, method, at), plan)
    else:
        plan()
    return wanted


def _pass_to_teller(notice: Notification, plan: TellingPlan, by: Person, at: datetime) -> None:
    """Whoever is to tell them owes it from now on, by the same clock, and hears of a plan by another."""
    _owe_telling(notice, plan.teller, at)
    settle_notices(by=by, at=at, subject_id=notice.pk, kinds=[TELLING_PLANNED])
    if plan.teller_id != by.pk:
        raise_notice(kind=TELLING_PLANNED, source=plan.pk, subject_id=notice.pk, at=at)


def _owe_telling(notice: Notification, teller: Person, at: datetime) -> None:
    """What is still owed of telling them, by the same clock, with what is booked now and by `teller`."""
    item = DueItem.objects.filter(
        source=notice.pk, code=DueCode.TELL_DECISION, settled_at__isnull=True
    ).first()
    if item is not None:
        raise_due(
            case=notice.case,
            source=notice.pk,
            code=DueCode.TELL_DECISION,
            what=to_tell(notice, at),
            due_on=item.due_on,
            owner=teller,
            rule=item.rule,
            started_on=item.started_on,
            at=at,
        )


def _check_way_of_telling(by: Person, notice: Notification, method: str, at: datetime) -> None:
    rules.check_known_method(method, "method")
    check_way(by, notice, method, at)


@deed
def record_telling_attempt(
    *,
    by: Person,
    notice: Notification,
    tried_at: datetime,
    method: str,
    outcome: str,
    note: str = "",
    at: datetime | None = None,
) -> TellingAttempt:
    """Record an attempt to tell a victim that did not come to it, as an entry of the contact log with what
    came of it. Nothing stops the clock but telling them.

    Raises NotAllowed once they were told, Invalid by field (also for a way that was not safe).
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "record_telling_attempt")
    plan_rules.check_open(notice, notice.victim)
    rules.check_not_settled(notice, tried_at)
    said: dict[str, Any] = {"tried_at": tried_at, "method": method, "outcome": outcome, "note": note}
    check_attempt(by, notice, **said, at=at)
    contact = _logged(by, notice, tried_at, method, outcome, note.strip(), at)
    attempt = TellingAttempt(
        case=notice.case,
        notice=notice,
        victim=notice.victim,
        contact=contact,
        decided_at=notice.decided_at,
        tried_at=tried_at,
        outcome=outcome,
        recorded_at=at,
        recorded_by=by,
    )
    attempt.save(force_insert=True)
    record(
        by=by,
        action=Action.TELLING_TRIED,
        case=notice.case,
        subjects=[attempt.pk, notice.pk, notice.victim_id],
    )
    return attempt


def _logged(
    by: Person, notice: Notification, tried_at: datetime, method: str, outcome: str, note: str, at: datetime
) -> Contact:
    """The attempt as an entry of the contact log. What it says of a message left is said of the outcome."""
    try:
        return record_contact(
            by=by,
            victim=notice.victim,
            occurred_at=tried_at,
            direction=Direction.OUT,
            method=method,
            reached=outcome == AttemptOutcome.NOT_THEN,
            left_message=outcome == AttemptOutcome.MESSAGE_LEFT,
            about=[ContactAbout.DECISION],
            summary=note,
            at=at,
        )
    except Invalid as refused:
        raise as_of_attempt(refused) from None


@deed
def record_wish_to_wait(
    *,
    by: Person,
    notice: Notification,
    asked_at: datetime,
    asked_through: str,
    until: date,
    note: str = "",
    at: datetime | None = None,
) -> TellingDelay:
    """Record that a victim asked to be told later, when they asked it, and until which day they wait.

    What is owed to them falls due on that day. Asked after the time had run out, it is kept, and the delay
    before it stays ours. A plan for an earlier day ends, and with it the signed order of the day. Raises
    NotAllowed, or Invalid by field.
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "record_wish_to_wait")
    plan_rules.check_open(notice, notice.victim)
    rules.check_not_settled(notice, at)
    asked_at = no_earlier(asked_at, plan_rules.expected_from(notice))
    check_asked_to_wait(notice, asked_at=asked_at, asked_through=asked_through, until=until, at=at)
    delay = TellingDelay(
        case=notice.case,
        notice=notice,
        victim=notice.victim,
        asked_at=asked_at,
        asked_through=asked_through,
        until=until,
        recorded_at=at,
        recorded_by=by,
    )
    delay.note_sealed = sealed(delay, "note", note.strip())
    delay.save(force_insert=True)
    ended = _end_plan_before(notice, by, at)
    restate_wait(notice, at)
    ended += end_unsafe_day(notice.decision, at)
    record(
        by=by,
        action=Action.TELLING_WAITS,
        case=notice.case,
        subjects=[delay.pk, notice.pk, notice.victim_id, *ended],
    )
    return delay


def _end_plan_before(notice: Notification, by: Person, at: datetime) -> list[UUID]:
    """The plan is for an earlier day than they want: it is kept, and stands no more. Whoever was to tell them
    still owes it. The ids of what ended.
    """
    wish = plan_rules.last_wish(notice)
    plan = TellingPlan.objects.filter(notice=notice, superseded_at__isnull=True).first()
    if wish is None or plan is None or london_date(plan.tell_at) >= wish.until:
        return []
    plan.superseded_at = max(at, plan.recorded_at)
    plan.save(update_fields=["superseded_at"])
    _owe_telling(notice, plan.teller, at)
    restate_marks(notice.victim, at)
    settle_notices(by=by, at=at, subject_id=notice.pk, kinds=[TELLING_PLANNED])
    return [plan.pk]


def restate_wait(notice: Notification, at: datetime) -> None:
    """Work out anew until when the victim waits by their own wish, and move what is owed to them with it."""
    wishes = TellingDelay.objects.filter(notice=notice).values_list("asked_at", "until")
    notice.waits_until = plan_rules.waits_until(notice.due_on, list(wishes))
    notice.save(update_fields=["waits_until"])
    owe_by(notice, at)


def owe_by(notice: Notification, at: datetime) -> None:
    """What is open of a notice on the case is due when the victim is to be told."""
    codes = [DueCode.TELL_DECISION, DueCode.TELL_RIGHT]
    for item in DueItem.objects.filter(source=notice.pk, code__in=codes, settled_at__isnull=True):
        raise_due(
            case=notice.case,
            source=notice.pk,
            code=item.code,
            what=item.what,
            due_on=notice.tell_by,
            owner=item.owner,
            rule="" if notice.waits_until else notice.clock,
            started_on=item.started_on,
            at=at,
        )


@deed
def say_why_late(
    *, by: Person, notice: Notification, because: str, note: str = "", at: datetime | None = None
) -> Notification:
    """Say why a victim was not told in time, by the clock of the notice or by one before they came back
    (plan_rules.late_to_explain). The last word holds; the versions of the row keep the others.

    Raises NotAllowed while the time has not run out, Invalid by field.
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "say_why_late")
    late = plan_rules.late_to_explain(notice, at)
    if because not in LateBecause.values:
        raise Invalid({"because": "Choose why they were not told in time."})
    if because == LateBecause.OTHER and not note.strip():
        raise Invalid({"note": "Say what the cause was."})
    late.late_because = because
    late.late_note_sealed = sealed(late, "late_note", note.strip())
    late.late_said_at, late.late_said_by = at, by
    late.save(update_fields=["late_because", "late_note_sealed", "late_said_at", "late_said_by"])
    record(
        by=by,
        action=Action.TELLING_LATE_SAID,
        case=notice.case,
        subjects=[notice.pk, notice.victim_id],
    )
    return notice
