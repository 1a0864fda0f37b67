"""One digest for a person at the start of rostered duty, of everything that was held until then."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.duty.facts import Duty
from rasso_tracker.duty.reading import duties_of
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.services.leasing import recheck_claimed, take
from rasso_tracker.messages.services.raising import message_id_header
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

NOTHING_LEFT = "Everything held for this digest was dealt with first."


def open_digests(*, at: datetime) -> int:
    """Open a digest for everybody with held notices whose duty of today has begun and who has none yet."""
    with system("opening digests"), open_door("open_digests"):
        held = Message.objects.filter(email_state=EmailState.HELD, digest__isnull=True)
        people = list(Person.objects.filter(pk__in=held.values("recipient")))
        duties = duties_of(people, london_date(at))
        begun = {pk: day for pk, duty in duties.items() if (day := _duty_day(duty, at)) is not None}
        had = set(
            Digest.objects.filter(recipient__in=begun, duty_on__in=set(begun.values())).values_list(
                "recipient_id", "duty_on"
            )
        )
        new = [_digest(person, day) for person, day in begun.items() if (person, day) not in had]
        Digest.objects.bulk_create(new, ignore_conflicts=True)
        return len(new)


def _duty_day(duty: Duty, at: datetime) -> date | None:
    """The day of the duty that has begun, None before and on a rest day.

    Somebody with no duty for two weeks, and no leave to say why, has the force's office hours: never nobody.
    """
    shift = duty.begun(at)
    if shift is None and duty.next_shift(at) is None and not duty.is_on_leave(london_date(at)):
        shift = Duty(holidays=duty.holidays).begun(at)
    return shift.day if shift else None


def _digest(person_id: UUID, day: date) -> Digest:
    digest = Digest(
        id=uuid7(),
        recipient_id=person_id,
        duty_on=day,
        created_at=now(),
        email_state=EmailState.PENDING,
    )
    digest.message_id_header = message_id_header(digest.id)
    return digest


def claim_digests(*, at: datetime, tally: Tally) -> list[tuple[Digest, list[Message]]] | None:
    """Lease digests with what they will say, each notice re-checked. None when nothing waits.

    What was held and no longer stands is dropped; a digest left with nothing is not sent. What another digest
    tells of already, sent or tried again, is that one's alone.
    """
    with system("claiming digests to send"), open_door("claim_digests"):
        digests = take(Digest, tally)
        if digests is None:
            return None
        recipients = [digest.recipient_id for digest in digests]
        own = Q(digest__isnull=True) | Q(digest__in=digests)
        held = list(
            Message.objects.filter(own, recipient__in=recipients, email_state=EmailState.HELD)
            .select_related("recipient")
            .select_for_update(no_key=True, of=("self",))
            .order_by("pk")
        )
        newest = {one.recipient_id: one.pk for one in sorted(digests, key=lambda one: one.duty_on)}
        tells: defaultdict[UUID, list[Message]] = defaultdict(list)
        for message in recheck_claimed(held, at, tally):
            tells[message.digest_id or newest[message.recipient_id]].append(message)
        return [(one, said) for one in digests if (said := _fill(one, tells[one.pk]))]


def _fill(digest: Digest, messages: list[Message]) -> list[Message]:
    if not messages:
        Digest.objects.filter(pk=digest.pk).update(
            email_state=EmailState.DROPPED, failure=NOTHING_LEFT, next_attempt_at=None
        )
        return []
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(digest=digest)
    return messages


def held_now() -> int:
    """How many notices wait for a digest."""
    with system("counting what is held"):
        return Message.objects.filter(email_state=EmailState.HELD).count()
