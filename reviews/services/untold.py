"""Victims whom nobody tells for a reason that was said: what is owed to them once it holds no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from cases.models import Case, DueItem, Victim
from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import deadline, london_date, no_earlier, now
from rasso_tracker.people.models import Person
from reviews import rules
from reviews.clocks import standing_clock
from reviews.enums import NOT_TOLD_FOR_GOOD, DueCode
from reviews.models import MissedTelling, Notification, NotToldBefore
from reviews.sealed import sealed, text_of
from reviews.services.day_steps import end_unsafe_day
from reviews.services.making import to_tell
from reviews.services.retiming import retime_notices
from reviews.services.rights import is_told_of_right, owe_right
from reviews.services.telling_plan import notice_in_hand, restate_wait
from reviews.telling_enums import TakenBackBecause
from victims.owning import contact_owner


@deed
def take_back_not_told(
    *,
    by: Person,
    notice: Notification,
    because: str,
    reason: str,
    asked_at: datetime | None = None,
    at: datetime | None = None,
) -> Notification:
    """Take back why nobody tells a victim of a decision. What was said is kept, with why it holds no more.

    A mistake leaves the clock as it was, and what was owed by it; where they want to hear after all, the
    clock of a notice counts from `asked_at`, when they said so: that may be before somebody wrote down that
    nobody tells them, and what was late before it is judged by then. Raises NotAllowed where nothing is to be
    taken back, or Invalid by field.
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "take_back_not_told")
    rules.check_said_not_told(notice)
    asked_at = asked_at and no_earlier(asked_at, rules.wanted_from(notice)[0])
    rules.check_take_back(notice, because, asked_at, reason, at)
    if asked_at is not None:
        missed = _keep_missed(notice, asked_at, by, at)
        said_first = notice.not_told_at is not None and asked_at < notice.not_told_at
    _take_back(notice, because, reason.strip(), by, at)
    if asked_at is not None:
        late = london_date(at) > deadline(standing_clock(notice.victim), asked_at).due_on
        _begin_anew(notice, asked_at, explained=said_first and late and not missed)
    notice.save()
    _owe_again(notice, at)
    if asked_at is not None:
        restate_wait(notice, at)
    retime_notices(victim=notice.victim, at=at)  # a choice of rights may have changed while nothing was owed
    ended = end_unsafe_day(notice.decision, at)
    record(
        by=by,
        action=Action.NOT_TOLD_TAKEN_BACK,
        case=notice.case,
        subjects=[notice.pk, notice.victim_id, *ended],
    )
    notice.refresh_from_db(fields=["clock", "due_on", "first_due_on", "retimed_at", "waits_until"])
    return notice


def restate_untold(*, case: Case, by: Person, at: datetime, **_: Any) -> None:
    """Work out anew what is owed to victims of a case whom nobody was to tell for good.

    Where they take part again, or somebody speaks for one who died, the decision is to be told after all, and
    the right with it, by the clock of a notice from `at`; where the reason holds again, neither is. Called
    inside the deed that changed the facts (victims.hooks.engagement_changed and hearer_changed).
    """
    back = Q(not_told_because="", taken_back_because=TakenBackBecause.CAME_BACK)
    notices = (
        Notification.objects.filter(case=case, told_at__isnull=True, ended_at__isnull=True)
        .filter(Q(not_told_because__in=NOT_TOLD_FOR_GOOD) | back)
        .select_for_update(no_key=True, of=("self",))
        .select_related("decision", "case", "victim__case")
    )
    changed = [one for notice in notices.order_by("pk") if _restate(notice, by, at) for one in _about(notice)]
    if changed:
        record(by=by, action=Action.RIGHT_RESTATED, case=case, subjects=changed)


def restate_hearer(*, victim: Victim, by: Person, at: datetime, **_: Any) -> None:
    """The same where who hears for a victim changed."""
    restate_untold(case=victim.case, by=by, at=at)


def _about(notice: Notification) -> list[Any]:
    return [notice.pk, notice.victim_id]


def _restate(notice: Notification, by: Person, at: datetime) -> bool:
    """Whether that changed what is owed."""
    if rules.holds_again(notice, at):
        _put_back(notice, by, at)
        return True
    if not notice.not_told_because or rules.settled_for_good(notice, at):
        return False
    _keep_missed(notice, at, by, at)
    _take_back(notice, TakenBackBecause.CAME_BACK, "", by, at)
    _begin_anew(notice, at)
    notice.save()
    _owe_again(notice, at)
    restate_wait(notice, at)
    return True


def _take_back(notice: Notification, because: str, reason: str, by: Person, at: datetime) -> None:
    """What was said moves to what was said once, and what was that before is kept. Unsaved."""
    _keep_before(notice, by, at)
    notice.untold_because, notice.untold_at = notice.not_told_because, notice.not_told_at
    notice.untold_by = notice.not_told_by
    notice.untold_note_sealed = sealed(notice, "untold_note", text_of(notice, "not_told_note"))
    notice.taken_back_because, notice.taken_back_at, notice.taken_back_by = because, at, by
    notice.taken_back_note_sealed = sealed(notice, "taken_back_note", reason)
    notice.not_told_because, notice.not_told_note_sealed = "", None
    notice.not_told_at = notice.not_told_by = None


def _keep_before(notice: Notification, by: Person, at: datetime) -> None:
    """What was said and taken back already stays: a notice holds only the last of it."""
    if not notice.taken_back_because:
        return
    assert notice.untold_at is not None
    assert notice.taken_back_at is not None
    row = NotToldBefore(
        case=notice.case,
        notice=notice,
        victim=notice.victim,
        because=notice.untold_because,
        said_at=notice.untold_at,
        said_by=notice.untold_by,
        taken_back_because=notice.taken_back_because,
        taken_back_at=notice.taken_back_at,
        taken_back_by=notice.taken_back_by,
        again_at=None if notice.taken_back_because == TakenBackBecause.MISTAKE else notice.again_at,
        recorded_at=at,
        recorded_by=by,
    )
    row.note_sealed = sealed(row, "note", text_of(notice, "untold_note"))
    row.taken_back_note_sealed = sealed(row, "taken_back_note", text_of(notice, "taken_back_note"))
    row.save(force_insert=True)


def _keep_missed(notice: Notification, since: datetime, by: Person, at: datetime) -> bool:
    """That the time ran out before it was said why nobody tells them, and before a new clock counts
    (`since`), stays in its month, with its cause. Whether it did.
    """
    assert notice.not_told_at is not None
    if london_date(min(notice.not_told_at, since)) <= notice.tell_by:
        return False
    row = MissedTelling(
        case=notice.case,
        notice=notice,
        victim=notice.victim,
        begins_at=notice.begins_at,
        clock=notice.clock,
        due_on=notice.due_on,
        tell_by=notice.tell_by,
        stopped_at=notice.not_told_at,
        recorded_at=at,
        recorded_by=by,
    )
    _pass_cause(notice, row)
    row.save(force_insert=True)
    return True


def _pass_cause(held: Any, to: Any) -> None:
    """Why it was late, from the row that holds it to another. Unsaved."""
    to.late_because = held.late_because
    to.late_said_at, to.late_said_by = held.late_said_at, held.late_said_by
    if held.late_because:
        to.late_note_sealed = sealed(to, "late_note", text_of(held, "late_note"))


def _begin_anew(notice: Notification, since: datetime, *, explained: bool = False) -> None:
    """The clock of a notice counts from `since`, and nothing before it is late by it. Why it was late stays
    where that says it of the new clock too (`explained`). Unsaved.
    """
    notice.again_at, notice.waits_until = since, None  # the wish to wait is worked out anew after it
    notice.clock = standing_clock(notice.victim)
    notice.due_on = deadline(notice.clock, since).due_on
    notice.first_due_on = notice.retimed_at = None
    if not explained:
        notice.late_because, notice.late_note_sealed = "", None
        notice.late_said_at = notice.late_said_by = None


def _put_back(notice: Notification, by: Person, at: datetime) -> None:
    """What was said holds again: from when it was said, by the first clock, where they never came back;
    else from `at`, so that a date that was missed between stays missed.
    """
    all_along = rules.held_all_along(notice, at)
    if not all_along:
        _keep_before(notice, by, at)
    notice.not_told_because = notice.untold_because
    notice.not_told_note_sealed = sealed(notice, "not_told_note", text_of(notice, "untold_note"))
    notice.not_told_at, notice.not_told_by = (notice.untold_at, notice.untold_by) if all_along else (at, by)
    notice.untold_because, notice.untold_note_sealed = "", None
    notice.untold_at = notice.untold_by = None
    notice.taken_back_because, notice.taken_back_note_sealed = "", None
    notice.taken_back_at = notice.taken_back_by = None
    if all_along:
        notice.again_at = notice.waits_until = None
        notice.due_on = deadline(notice.clock, notice.decided_at).due_on
        _hold_missed_again(notice, at)
    notice.save()
    for code in (DueCode.TELL_DECISION, DueCode.TELL_RIGHT):
        settle_due(source=notice.pk, code=code, at=at, fell_away="why they are not told is on record")
    if all_along:
        restate_wait(notice, at)


def _hold_missed_again(notice: Notification, at: datetime) -> None:
    """They never came back: what was kept of the first clock is the notice's own. Unsaved."""
    row = MissedTelling.objects.filter(notice=notice, voided_at__isnull=True).order_by("begins_at").last()
    if row is not None:
        _pass_cause(row, notice)
        row.voided_at = at
        row.save(update_fields=["voided_at"])


def _owe_again(notice: Notification, at: datetime) -> None:
    """Telling them is owed by the notice's clock, and telling them of the right that they have."""
    raise_due(
        case=notice.case,
        source=notice.pk,
        code=DueCode.TELL_DECISION,
        what=to_tell(notice, at),
        due_on=notice.tell_by,
        owner=contact_owner(notice.victim),
        rule="" if notice.waits_until else notice.clock,
        started_on=london_date(notice.begins_at),
        at=at,
    )
    if notice.right_since is None or is_told_of_right(notice):
        return
    owed = DueItem.objects.filter(source=notice.pk, code=DueCode.TELL_RIGHT, settled_at__isnull=True)
    if not owed.exists():
        owe_right(notice, at, max(notice.right_since, notice.begins_at))
