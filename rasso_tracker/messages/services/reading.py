"""What a person does with their own inbox."""

from collections.abc import Iterable
from datetime import datetime

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.rules import check_can_read
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

COUNTED_UP_TO = 100


def unread_count(person: Person) -> int:
    """Unread messages that still ask for something, counted up to 100 (show "99+"). One indexed query."""
    return Message.objects.visible_to(person).unread()[:COUNTED_UP_TO].count()


@deed
def mark_message_read(*, by: Person, message: Message, at: datetime | None = None) -> Message:
    """The person has read it. That ends nothing: what it asks for still stands. Raises NotAllowed."""
    check_can_read(by, message)
    at = at or now()
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)
    message.refresh_from_db(fields=["read_at"])
    record(by=by, action=Action.MESSAGE_READ, case=message.case_id, subjects=[message.pk])
    return message


@deed
def mark_messages_read(*, by: Person, messages: Iterable[Message], at: datetime | None = None) -> Person:
    """The person has read these, in one statement. What they ask for still stands. Raises NotAllowed for
    somebody else's, Invalid when there is none.
    """
    chosen = list(messages)
    if not chosen:
        raise Invalid({"messages": "Choose at least one message."})
    for one in chosen:
        check_can_read(by, one)
    ids = sorted(one.pk for one in chosen)
    Message.objects.filter(pk__in=ids, read_at__isnull=True).update(read_at=at or now())
    record(by=by, action=Action.MESSAGE_READ, subjects=ids)
    return by


@deed
def mark_inbox_read(*, by: Person, at: datetime | None = None) -> Person:
    """Everything in the person's inbox is read. What it asks for still stands."""
    unread = list(Message.objects.visible_to(by).unread().values_list("pk", flat=True))
    Message.objects.visible_to(by).filter(pk__in=unread).update(read_at=at or now())
    record(by=by, action=Action.MESSAGE_READ, subjects=unread)
    return by
