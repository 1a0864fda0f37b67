"""Checks on whoever asks for a review that was asked for already, and on what its enquiries found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import QuerySet

from cases.models import Victim
from rasso_tracker.clocks import day_words, end_of_day, london_date, moment_words, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, together, would_pass
from reviews.enums import AskedBy, Channel, RequestStatus
from reviews.models import ReviewAsker, ReviewRequest
from reviews.rules.roles_and_moments import check_not_in_future, check_role
from victims.bereaved import death_of
from victims.enums import ToldBy
from victims.rules.channels import check_somebody_told

TOLD_BY: dict[str, ToldBy] = {
    AskedBy.SPOKESPERSON: ToldBy.VIA_SPOKESPERSON,
    AskedBy.ISVA: ToldBy.VIA_ISVA,
}
NOUNS = {ToldBy.VIA_SPOKESPERSON: "spokesperson", ToldBy.VIA_ISVA: "ISVA"}
SAY_WHO_HEARS = "Say whether they are told the answer too: ask the victim, where you can."


def standing_asks(request: ReviewRequest) -> QuerySet[ReviewAsker]:
    """Of those who asked beside the first, what nobody took back."""
    return ReviewAsker.objects.filter(request=request, voided_at__isnull=True)


def check_still_open(request: ReviewRequest) -> None:
    """Raises NotAllowed once it is decided: who asks then is told what it came to."""
    if request.status not in (RequestStatus.RECEIVED, RequestStatus.ALLOCATED):
        raise NotAllowed(
            "This review has been decided already, so nobody joins it any more. Tell whoever asks now what it"
            " came to, where they may hear it. Where what the review opened again is decided anew,"
            " a review of that can be asked for."
        )


def check_can_ask_too(
    by: Person,
    request: ReviewRequest,
    *,
    received_at: datetime,
    channel: str,
    asked_by: str,
    hears: bool | None,
    at: datetime,
) -> None:
    """Every fault at once. Raises NotAllowed, or Invalid by field."""
    check_role(by, "record_also_asked")
    check_still_open(request)
    together(
        partial(_check_received, request, received_at, asked_by, at),
        partial(_check_chosen, request, channel, asked_by, hears),
        partial(_check_own, request, asked_by, received_at),
        partial(check_on_record, request.victim, asked_by, channel, received_at),
        partial(check_alive, request.victim, asked_by, channel, received_at),
    )


def check_how_asked(channel: str, asked_by: str) -> None:
    """Raises Invalid by field."""
    wrong = {}
    if channel not in Channel.values:
        wrong["channel"] = "Choose how the request reached us."
    if asked_by not in AskedBy.values:
        wrong["asked_by"] = "Choose who asked."
    if wrong:
        raise Invalid(wrong)


def _check_received(request: ReviewRequest, received_at: datetime, asked_by: str, at: datetime) -> None:
    check_not_in_future("received_at", received_at, at)
    decided_at = request.decision.decided_at
    if decided_at is not None and received_at < decided_at:
        made = moment_words(decided_at)
        raise Invalid({"received_at": f"The decision was made on {made}: enter a moment after that."})
    same = standing_asks(request).filter(asked_by=asked_by, received_at=received_at)
    own = (request.asked_by, request.own_ask_at)
    if own == (asked_by, received_at) or same.exists():
        raise Invalid({"received_at": "That they asked at this moment is recorded already."})


def _check_chosen(request: ReviewRequest, channel: str, asked_by: str, hears: bool | None) -> None:
    check_how_asked(channel, asked_by)
    if asked_by == AskedBy.VICTIM and hears is False:
        raise Invalid({"hears": "The victim is always told: leave this empty."})
    if asked_by != AskedBy.VICTIM and hears is None:
        raise Invalid({"hears": SAY_WHO_HEARS})


def _check_own(request: ReviewRequest, asked_by: str, received_at: datetime) -> None:
    """The victim's own request is here; that they had asked before, another way, moves its dates. Raises
    Invalid by `asked_by`.
    """
    if request.asked_by != AskedBy.VICTIM or asked_by != AskedBy.VICTIM:
        return
    if received_at < request.own_ask_at:
        return
    raise Invalid(
        {
            "asked_by": "This is the request of the victim themselves, received on"
            f" {moment_words(request.own_ask_at)}: choose who else asked, or enter when they had"
            " asked before."
        }
    )


def check_on_record(victim: Victim, asked_by: str, channel: str, received: datetime | date) -> None:
    """A spokesperson or an ISVA who asked, or through whom it came, is one whom the victim had then: of a
    day, at its beginning or its end. Raises Invalid by field.
    """
    if isinstance(received, datetime):
        moments = [received]
    else:
        moments = [start_of_day(received), end_of_day(received) - timedelta(microseconds=1)]
    wrong = {}
    told_by = TOLD_BY.get(asked_by)
    if told_by is not None and not _was_there(victim, told_by, moments):
        wrong["asked_by"] = (
            f"No {NOUNS[told_by]} of {victim.label} is on record at that moment. Record that first, or choose"
            " “Somebody else for the victim”."
        )
    if channel == Channel.VIA_ISVA and not _was_there(victim, ToldBy.VIA_ISVA, moments):
        wrong["channel"] = (
            f"No ISVA of {victim.label} is on record at that moment. Record that first, or choose how else it"
            " came."
        )
    if wrong:
        raise Invalid(wrong)


def _was_there(victim: Victim, told_by: ToldBy, moments: Iterable[datetime]) -> bool:
    return any(would_pass(check_somebody_told, victim, told_by, one) for one in moments)


def check_alive(victim: Victim, asked_by: str, channel: str, received: datetime | date) -> None:
    """Nobody asks after their death; a letter may come after it. Raises Invalid by `asked_by`."""
    death = death_of(victim)
    if asked_by != AskedBy.VICTIM or channel == Channel.POST or death is None or death.died_on is None:
        return
    if (london_date(received) if isinstance(received, datetime) else received) > death.died_on:
        raise Invalid(
            {
                "asked_by": f"{victim.label} died on {day_words(death.died_on)}: choose who asked for them,"
                " or enter when they themselves had asked."
            }
        )


def check_can_take_back(by: Person, request: ReviewRequest) -> None:
    """Raises NotAllowed once it is decided, or where nobody but the first asker is on record."""
    check_role(by, "take_ask_back")
    if request.status not in (RequestStatus.RECEIVED, RequestStatus.ALLOCATED):
        raise NotAllowed(
            "This review has been decided, on the dates as they stood: no ask is taken back any more."
        )
    if not standing_asks(request).exists():
        raise NotAllowed("Nobody else's ask is on record here, so there is none to take back.")


def check_ask(request: ReviewRequest, ask: ReviewAsker, reason: str) -> None:
    """Raises Invalid by field for an ask of another request, one taken back already, or no reason."""
    wrong = {}
    if ask.request_id != request.pk or not ask.stands:
        wrong["ask"] = "Choose an ask that is on record for this review."
    if not reason.strip():
        wrong["reason"] = "Say what was wrong with it."
    if wrong:
        raise Invalid(wrong)


def check_acknowledged_after(request: ReviewRequest, first: datetime) -> None:
    """What was acknowledged had come by then. Raises Invalid by `ask`."""
    acknowledged_at = request.acknowledged_at
    if acknowledged_at is not None and acknowledged_at < first:
        raise Invalid(
            {
                "ask": f"The request was acknowledged on {moment_words(acknowledged_at)}, before the next ask"
                f" came ({moment_words(first)}): this is the ask that was acknowledged, so it stays."
            }
        )
