"""Telling victims: of a decision, and, apart from it, of the Right to Review."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from cases.models import Victim
from cases.services import settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import no_earlier, now, start_of_day
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, together
from reviews import rules
from reviews.cps_review_enums import CpsReviewStatus
from reviews.enums import DecisionAgency, DueCode, NotToldBecause, Understood
from reviews.facts import eligibility_of
from reviews.models import (
    CpsReview,
    Decision,
    DecisionLetter,
    ExpeditedReview,
    Notification,
    ReviewRequest,
    RightTold,
)
from reviews.rules.day import check_safety_first, check_supporter_first
from reviews.rules.matches import check_looked_first
from reviews.sealed import sealed
from reviews.services.day_steps import end_unsafe_day
from reviews.services.decisions import in_hand
from reviews.services.follow_up import letter_went, owe_letter
from reviews.services.rights import restate_window
from reviews.telling_enums import SAID_WITH_TELLING, FollowUp
from victims.rules import check_channel, details_at


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
    rules.check_not_told_yet(notice, victim)
    if not_told_because:
        given = {"told_at": told_at, "method": method, "understood": understood, "follow_up": follow_up}
        _check_not_both(**given, why_another=why_another, order_reason=order_reason)
        _say_why_not(notice, not_told_because, note, by, at)
    else:
        check_safety_first(decision)
        check_looked_first(decision)
        teller = told_by or (None if notice.owner == DecisionAgency.CPS else by)
        told_at = _check_telling(
            told_at, method, understood, wanted_method, follow_up, decision=decision, at=at
        )
        wanted = wanted_method or wanted_by(victim, told_at)
        together(
            partial(rules.check_stood, decision, victim, told_at),
            partial(check_channel, by, victim, method, told_at),
            partial(check_supporter_first, decision, victim, told_at, teller, order_reason),
            partial(_say_why_another, notice, wanted, method, why_another, note),
        )
        _keep_order_reason(notice, order_reason)
        notice.follow_up = follow_up
        notice.told_at, notice.method, notice.understood = told_at, method, understood
        notice.wanted_method = wanted
        notice.told_by = teller
        notice.note_sealed = sealed(notice, "note", note)
        notice.told_recorded_at, notice.told_recorded_by = at, by
    notice.save()
    restate_window(notice)
    settle_due(source=notice.pk, code=DueCode.TELL_DECISION, at=at)
    if rules.settled_for_good(notice, at):
        settle_due(source=notice.pk, code=DueCode.TELL_RIGHT, at=at)
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


def wanted_by(victim: Victim, at: datetime) -> str:
    """How a victim asked to be told, by their record as it stood; "" where nobody asked them."""
    details = details_at(victim, at)
    return details.preferred_method if details is not None else ""


def _keep_order_reason(notice: Notification, reason: str) -> None:
    notice.order_reason_sealed = sealed(notice, "order_reason", reason.strip()) if reason.strip() else None


def _check_not_both(**given: object) -> None:
    """Somebody was told or was not: what belongs to the one is not dropped in silence for the other."""
    filled = [name for name, value in given.items() if value]
    if filled:
        raise Invalid(dict.fromkeys(filled, "Say either how they were told or why they were not, not both."))


def _say_why_not(notice: Notification, because: str, note: str, by: Person, at: datetime) -> None:
    rules.check_why_not_told(notice.victim, because, at)
    if because == NotToldBecause.OTHER and not note.strip():
        raise Invalid({"note": "Say what the reason is."})
    if notice.not_told_because:
        label = notice.get_not_told_because_display()
        raise Invalid({"not_told_because": f"A reason stands already: {label[:1].lower()}{label[1:]}."})
    notice.not_told_because = because
    notice.not_told_note_sealed = sealed(notice, "not_told_note", note)
    notice.not_told_at, notice.not_told_by = at, by


def _check_telling(
    told_at: datetime | None,
    method: str,
    understood: str,
    wanted_method: str,
    follow_up: str,
    *,
    decision: Decision,
    at: datetime,
) -> datetime:
    """What was said of a telling can be, taken by itself; when it was. Raises Invalid with every fault."""
    wrong = {}
    if told_at is None:
        wrong["told_at"] = "Enter when they were told, or choose why nobody told them."
    if not method:
        wrong["method"] = "Choose how they were told."
    if understood not in Understood.values:
        wrong["understood"] = "Choose whether they understood what was decided and why."
    if follow_up and follow_up not in SAID_WITH_TELLING:
        wrong["follow_up"] = "Choose whether a letter follows."
    told_at = no_earlier(told_at, decision.decided_at) if told_at else None
    checks = [partial(_refuse, wrong)]
    if told_at is not None:
        checks.append(partial(rules.check_told_when, decision, told_at, at, "telling them"))
    if method:
        checks.append(partial(rules.check_known_method, method, "method"))
    if wanted_method:
        checks.append(partial(rules.check_known_method, wanted_method, "wanted_method", arranges=True))
    together(*checks)
    assert told_at is not None
    return told_at


def _say_why_another(notice: Notification, wanted: str, method: str, why: str, note: str) -> None:
    notice.why_another = rules.why_another_way(notice, wanted, method, why, note)


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise Invalid(wrong)


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
    understood = understood or Understood.NOT_KNOWN.value
    wrong = {}
    if understood not in Understood.values:
        wrong["understood"] = "Choose whether they understood it."
    if not leaflet_version.strip():
        wrong["leaflet_version"] = "Enter which leaflet or letter they were given."
    notice = Notification.objects.get(decision=decision, victim=victim)
    told_at = no_earlier(told_at, notice.told_at)
    together(
        partial(_refuse, wrong),
        partial(rules.check_told_when, decision, told_at, at, "telling them of the right"),
        partial(rules.check_stood, decision, victim, told_at),
        partial(_check_way, by, victim, method, told_at),
    )
    answer = eligibility_of(decision, victim, told_at)
    if not answer:
        raise NotAllowed(answer.sentence)
    rules.check_right_not_told_yet(decision, victim)
    rules.check_decision_told(notice, told_at)
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
        understood=understood,
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


def _check_way(by: Person, victim: Victim, method: str, told_at: datetime) -> None:
    rules.check_known_method(method, "method")
    check_channel(by, victim, method, told_at)


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
    assert letter.sent_on is not None
    assert letter.signed_off_at is not None
    told_at = max(start_of_day(letter.sent_on), letter.signed_off_at)
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
    expedited = expedited.filter(decided_on__isnull=False)
    others = [rows.values_list("pk", flat=True) for rows in (requests, by_cps, expedited)]
    return [*notices, *(pk for rows in others for pk in rows)]
