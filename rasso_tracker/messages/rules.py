"""Who may do what with a message."""

from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed


def check_can_read(person: Person, message: Message) -> None:
    if message.recipient_id != person.pk:
        raise NotAllowed(
            "This message went to somebody else. Only the person it went to can mark it as read."
        )
