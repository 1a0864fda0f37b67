"""Telling victims: of a decision, and, apart from it, of the Right to Review."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q

from cases.models import Victim
from cases.services import settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import no_earlier, now
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from reviews import rules
from reviews.cps_review_enums import CpsReviewStatus
from reviews.enums import DecisionAgency, DueCode, Understood
from reviews.models import (
    CpsReview,
    Decision,
    DecisionLetter,
    ExpeditedReview,
    Notification,
    ReviewRequest,
    RightTold,
)
from reviews.rules.day import check_safety_first
from reviews.rules.matches import check_looked_first
from reviews.rules.told import Said, check_not_told, check_told, check_told_of_right, wanted_by
from reviews.sealed import sealed
from reviews.services.day_steps import end_unsafe_day
from reviews.services.decisions import in_hand
from reviews.services.follow_up import letter_went, owe_letter
from reviews.services.rights import restate_window
from reviews.telling_enums import FollowUp


@deed
def notify_victim(
    *,
    by: Person,
    decision: Decision,
    victim: Victim,
    told_at: datetime | None = None,
    method: str = "",
    told_by: Person | None = None,
    wanted_method: str = "",
    why_another: str = "",
    understood: str = "",
    note: str = "",
    follow_up: str = "",
    order_reason: str = "",
    not_told_because: str = "",
    at: datetime | None = None,
) -> Notification:
    """Record how and when a victim was told of a decision, or (`not_told_because`) why nobody told them.

    `wanted_method` is what the victim had asked for (left out: what their record says they prefer), `method`
    what was used, with `why_another` where that differs (the plan that stands may say it); `follow_up`
    whether the reasons follow in writing. Either answer stops the clock; a victim who could not be told may
    still be told later. A reason that settles it (NOT_TOLD_FOR_GOOD) ends that word of the right is owed,
    until they come back. `order_reason` is why they were told before whoever supports them, asked for where
    that was so. A signed order of the day that is not safe without their telling ends. Raises NotAllowed, or
    Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_role(by, "notify_victim")
    rules.check_authorised(decision)
    rules.check_concerns(decision, victim)
    notice: Notification = Notification.objects.select_for_update(no_key=True).get(
        decision=decision, victim=victim
    )
    notice.decision, notice.victim = decision, victim
    rules.check_not_told_yet(notice, victim)
    told_at = no_earlier(told_at, decision.decided_at) if told_at else None
    said = Said(
        told_at=told_at,
        method=method,
        told_by=told_by or (None if notice.owner == DecisionAgency.CPS else by),
        wanted_method=wanted_method,
        why_another=why_another,
        understood=understood,
        note=note,
        follow_up=follow_up,
        order_reason=order_reason,
    )
    if not_told_because:
        check_not_told(notice, not_told_because, said, at)
        notice.not_told_because = not_told_because
        notice.not_told_note_sealed = sealed(notice, "not_told_note", note)
        notice.not_told_at, notice.not_told_by = at, by
    else:
        check_safety_first(decision)
        check_looked_first(decision)
        check_told(by, notice, said, at)
        _keep_telling(notice, said, by, at)
    notice.save()
    restate_window(notice)
    fell_away = "why they are not told is on record" if not_told_because else ""
    settle_due(source=notice.pk, code=DueCode.TELL_DECISION, at=at, fell_away=fell_away)
    if rules.settled_for_good(notice, at):
        settle_due(source=notice.pk, code=DueCode.TELL_RIGHT, at=at, fell_away=fell_away)
    settle_notices(by=by, at=at, subject_id=notice.pk)
    notice.case = decision.case
    owe_letter(notice, at)
    ended = end_unsafe_day(decision, at) if not_told_because else []
    record(
        by=by,
        action=Action.VICTIM_NOT_TOLD if not_told_because else Action.VICTIM_NOTIFIED,
        case=decision.case,
        subjects=[notice.pk, victim.pk, *ended],
        recipient="" if not_told_because else victim.label,
    )
    return notice


def _keep_telling(notice: Notification, said: Said, by: Person, at: datetime) -> None:
    """What was said of a telling, once it is checked."""
    assert said.told_at is not None
    wanted = said.wanted_method or wanted_by(notice.victim, said.told_at)
    notice.why_another = rules.why_another_way(notice, wanted, said.method, said.why_another, said.note)
    notice.wanted_method = wanted
    _keep_order_reason(notice, said.order_reason)
    notice.follow_up = said.follow_up
    notice.told_at, notice.method, notice.understood = said.told_at, said.method, said.understood
    notice.told_by = said.told_by
    notice.note_sealed = sealed(notice, "note", said.note)
    notice.told_recorded_at, notice.told_recorded_by = at, by


def _keep_order_reason(notice: Notification, reason: str) -> None:
    notice.order_reason_sealed = sealed(notice, "order_reason", reason.strip()) if reason.strip() else None


@deed
def record_told_of_right(
    *,
    by: Person,
    decision: Decision,
    victim: Victim,
    told_at: datetime,
    method: str,
    leaflet_version: str,
    understood: str = "",
    told_by: Person | None = None,
    at: datetime | None = None,
) -> RightTold:
    """Record when, how, by whom and with which leaflet a victim was told of the police Right to Review.

    Only where the decision was eligible for this victim at `told_at`, and once they were told of it. Told
    once for as long as the right stands; where it ended and came back, once more. Raises NotAllowed with the
    numbered reason of domain.md 3 where it was not, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_role(by, "record_told_of_right")
    rules.check_authorised(decision)
    rules.check_concerns(decision, victim)
    told_at = no_earlier(told_at, decision.decided_at)
    notice = Notification.objects.select_related("victim").get(decision=decision, victim=victim)
    notice.decision = decision
    told_at = no_earlier(told_at, notice.told_at)
    form = {"method": method, "leaflet_version": leaflet_version, "understood": understood}
    check_told_of_right(by, notice, told_at=told_at, **form, at=at)
    assert decision.decided_at is not None
    told = RightTold(
        case=decision.case,
        decision=decision,
        victim=victim,
        decided_at=decision.decided_at,
        told_at=told_at,
        method=method,
        told_by=told_by or by,
        leaflet_version=leaflet_version.strip(),
        understood=understood or Understood.NOT_KNOWN,
        recorded_at=at,
        recorded_by=by,
    )
    told.save(force_insert=True)
    restate_window(notice)
    settle_due(source=notice.pk, code=DueCode.TELL_RIGHT, at=at)
    record(
        by=by,
        action=Action.RIGHT_TOLD,
        case=decision.case,
        subjects=[told.pk, victim.pk],
        recipient=victim.label,
    )
    return told


def notice_of(letter: DecisionLetter) -> Notification | None:
    """The notice that a letter may answer, under lock; None for a letter on the outcome of a review."""
    if letter.request_id is not None:
        return None
    notice: Notification = Notification.objects.select_for_update(no_key=True).get(
        decision=letter.decision_id, victim=letter.victim_id
    )
    return notice


def tell_by_letter(
    letter: DecisionLetter,
    notice: Notification,
    *,
    order_reason: str,
    wanted: str,
    why_another: str,
    by: Person,
    at: datetime,
) -> None:
    """What a letter told when it went: of the decision, where nobody had, and of the right that it gives.

    From the day on which it went, and not before it was signed off. Called inside the deed that sent it.
    """
    letter_went(notice, at)
    told_at = letter.went_from
    say = partial(record, by=by, case=letter.case, recipient=letter.victim.label)
    if notice.told_at is None:
        notice.told_at, notice.method, notice.understood = told_at, letter.sent_method, Understood.NOT_KNOWN
        notice.wanted_method, notice.why_another = wanted, why_another
        notice.told_by, notice.follow_up = by, FollowUp.LETTER_TOLD
        notice.note_sealed = sealed(notice, "note", "")
        _keep_order_reason(notice, order_reason)
        notice.told_recorded_at, notice.told_recorded_by = at, by
        notice.save()
        settle_due(source=notice.pk, code=DueCode.TELL_DECISION, at=at)
        settle_notices(by=by, at=at, subject_id=notice.pk)
        say(action=Action.VICTIM_NOTIFIED, subjects=[notice.pk, letter.victim_id])
    standing = RightTold.objects.filter(
        decision=letter.decision_id, victim=letter.victim_id, ended_at__isnull=True
    )
    if letter.ask_by is not None and notice.right_since is not None and not standing.exists():
        right = RightTold(
            case=letter.case,
            decision=letter.decision,
            victim=letter.victim,
            decided_at=notice.decided_at,
            told_at=told_at,
            method=letter.sent_method,
            told_by=by,
            leaflet_version=f"Letter {letter.number}, {letter.copy.template_version}",
            letter=letter,
            recorded_at=at,
            recorded_by=by,
        )
        right.save(force_insert=True)
        settle_due(source=notice.pk, code=DueCode.TELL_RIGHT, at=at)
        say(action=Action.RIGHT_TOLD, subjects=[right.pk, letter.victim_id])
    restate_window(notice)


def owed_to(*, victim: Victim) -> list[UUID]:
    """What this app still owes a victim in words: decisions and the right not told yet, answers to reviews.

    The sources of the due items, for an alert on how to reach the victim.
    """
    notices = Notification.objects.filter(victim=victim).values_list("pk", flat=True)
    requests = ReviewRequest.objects.filter(victim=victim, outcome_told_at__isnull=True)
    by_cps = CpsReview.objects.filter(victim=victim, status=CpsReviewStatus.TO_TELL)
    expedited = ExpeditedReview.objects.filter(victim=victim, outcome_told_at__isnull=True)
    answered, unheard = Q(decided_on__isnull=False), Q(told_on__isnull=True)
    expedited = expedited.filter((answered & ~unheard) | (~answered & unheard))
    others = [rows.values_list("pk", flat=True) for rows in (requests, by_cps, expedited)]
    return [*notices, *(pk for rows in others for pk in rows)]
