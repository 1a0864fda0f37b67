"""The Right to Review as it comes, goes and comes back: worked out anew when the facts of a case change."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from cases.models import Case
from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, record
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch
from reviews.clocks import notice_deadline, request_window, standing_clock
from reviews.eligibility import Answer, NotEligible
from reviews.enums import DecisionAgency, DueCode
from reviews.facts import answers_of, eligibility_of, window_began
from reviews.models import DecisionLine, Notification, ReviewRequest, RightTold
from reviews.rules import settled_for_good, stands
from victims.bereaved import whom_now
from victims.owning import contact_owner


def restate_rights(*, case: Case, by: Person, at: datetime, **_: Any) -> None:
    """Work out anew who may ask for a review of the decisions of the police on a case.

    Where the right comes, or comes back, telling the victim of it is owed by the clock of a notice from `at`;
    where it ends, it is owed no more, and what they were told of it is kept as it was. A request that waits
    for its answer goes by what holds now, and keeps what it was before. Called inside the deed
    that changed the facts (cases.hooks.milestone_changed, victims.hooks.engagement_changed).
    """
    notices = list(
        Notification.objects.filter(case=case, decision__agency=DecisionAgency.POLICE)
        .select_related("decision__case", "victim__case")
        .order_by("pk")
    )
    if not notices:
        return
    lines = DecisionLine.objects.filter(decision__in={one.decision_id for one in notices})
    stand = set(lines.standing().values_list("decision", "victim"))
    answers = {one.decision_id: answers_of(one.decision, at) for one in notices}
    changed = _restate_requests(case, {pair: answers[pair[0]][pair[1]] for pair in stand}, at)
    for notice in notices:
        answer = answers[notice.decision_id].get(notice.victim_id)
        may_ask = bool(answer) and (notice.decision_id, notice.victim_id) in stand
        if may_ask is (notice.right_since is not None):
            continue
        if may_ask:
            begin_right(notice, at)
        else:
            _end(notice, at)
        changed += [notice.pk, notice.victim_id]
    if changed:
        record(by=by, action=Action.RIGHT_RESTATED, case=case, subjects=changed)


def _restate_requests(case: Case, answers: dict[tuple[UUID, UUID], Answer], at: datetime) -> list[UUID]:
    """What open requests on these decisions and victims found at receipt becomes what holds now.

    One that another deed holds at this moment is left to it: a request is taken before its case, so to wait
    here would be to wait for each other. decide_review asks again.
    """
    requests = ReviewRequest.objects.select_for_update(no_key=True, skip_locked=True)
    changed = []
    for one in requests.filter(case=case, decided_at__isnull=True).order_by("pk"):
        answer = answers.get((one.decision_id, one.victim_id))
        if answer is not None and restate_request(one, answer, at):
            changed += [one.pk, one.victim_id]
    return changed


def restate_now(request: ReviewRequest, at: datetime) -> None:
    """The same for one request whose deed is under way, while its decision stands for the victim."""
    if stands(request.decision_id, request.victim_id, at):
        restate_request(request, eligibility_of(request.decision, request.victim, at), at)


def restate_request(request: ReviewRequest, answer: Answer, at: datetime) -> bool:
    """Keep what holds on an open request, under lock, and what it was before. Whether that changed."""
    number = answer.number if isinstance(answer, NotEligible) else None
    if number == request.not_eligible:
        return False
    request.not_eligible_was, request.not_eligible = request.not_eligible, number
    request.eligibility_changed_at = at
    touch(request, "not_eligible_was", "not_eligible", "eligibility_changed_at")
    return True


def begin_right(notice: Notification, at: datetime) -> None:
    """From `at` on the victim may ask, and is to be told so unless they were."""
    notice.right_since = at
    notice.save(update_fields=["right_since"])
    restate_window(notice)
    if not is_told_of_right(notice) and not settled_for_good(notice, at):
        owe_right(notice, at)


def is_told_of_right(notice: Notification) -> bool:
    """Of the right that they have now."""
    rows = RightTold.objects.filter(decision=notice.decision_id, victim=notice.victim_id)
    return rows.filter(ended_at__isnull=True).exists()


def owe_right(notice: Notification, at: datetime, since: datetime | None = None) -> None:
    """Telling them of the right is owed, by the clock of a notice from `since` (left out: `at`)."""
    victim, since = notice.victim, since or at
    due_on = notice_deadline(victim, since).due_on
    waits = notice.told_at is None and notice.tell_by > due_on  # nobody hears of the right first
    raise_due(
        case=victim.case,
        source=notice.pk,
        code=DueCode.TELL_RIGHT,
        what=f"Tell {whom_now(victim, at)} of the Right to Review",
        due_on=notice.tell_by if waits else due_on,
        owner=contact_owner(victim),
        rule="" if waits else standing_clock(victim),
        started_on=london_date(since),
        at=at,
    )


def _end(notice: Notification, at: datetime) -> None:
    notice.right_since = notice.ask_by = None
    notice.save(update_fields=["right_since", "ask_by"])
    RightTold.objects.filter(
        decision=notice.decision_id, victim=notice.victim_id, ended_at__isnull=True
    ).update(ended_at=at)
    settle_due(source=notice.pk, code=DueCode.TELL_RIGHT, at=at)


def restate_window(notice: Notification) -> None:
    """Store until when the victim may ask as of right, as far as that runs yet."""
    told = (
        RightTold.objects.filter(decision=notice.decision_id, victim=notice.victim_id, ended_at__isnull=True)
        .order_by("told_at")
        .first()
    )
    began = window_began(notice, told)
    notice.ask_by = request_window(began).due_on if began else None
    notice.save(update_fields=["ask_by"])
