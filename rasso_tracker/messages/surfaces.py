from __future__ import annotations

from typing import Any
from uuid import UUID

from rasso_tracker.messages import kinds, services
from rasso_tracker.messages.forms import MarkChosenForm, MarkReadForm
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface

INBOX = "/inbox/"


def represent_message(message: Message, person: Person) -> dict[str, Any]:
    return {**message_in_list(message, person), "title": kinds.titles_of([message])[message.pk]}


def titles_together(ids: list[UUID], person: Person) -> dict[UUID, dict[str, Any]]:
    """What each of these messages is called: a kind that says more is asked once."""
    rows = Message.objects.visible_to(person).filter(pk__in=ids)
    return {pk: {"title": title} for pk, title in kinds.titles_of(rows).items()}


def message_in_list(message: Message, person: Person) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "kind": message.kind,
        "title": kinds.title(message.kind),
        "case": str(message.case_id) if message.case_id else None,
        "subject": str(message.subject_id),
        "reference": message.reference,
        "headline": message.headline,
        "why": message.why,
        "due_on": message.due_on.isoformat() if message.due_on else None,
        "ends_when": message.ends_when,
        "path": message.path,
        "created_at": message.created_at.isoformat(),
        "read_at": message.read_at.isoformat() if message.read_at else None,
        "handled_at": message.handled_at.isoformat() if message.handled_at else None,
        "handled_why": message.handled_why,
        "email": message.email_state,
    }


SURFACES = [
    Surface(
        name="mark_message_read",
        title="Mark a message as read",
        service=services.mark_message_read,
        form=MarkReadForm,
        subject=Message,
        subject_name="message",
        page="inbox/<uuid:pk>/read/",
        api="messages/<uuid:pk>/read/",
        button="Mark as read",
        said="Marked as read. What it asks for still stands.",
        done=lambda message: INBOX,
        back=lambda subject: INBOX,
        represent=represent_message,
    ),
    Surface(
        name="mark_messages_read",
        title="Mark messages as read",
        service=services.mark_messages_read,
        form=MarkChosenForm,
        page="inbox/chosen/read/",
        api="messages/read/",
        opened_from="inbox",
        button="Mark the chosen ones as read",
        said="The messages that you chose are marked as read. What they ask for still stands.",
        done=lambda reader: INBOX,
        back=lambda subject: INBOX,
        represent=lambda reader, person: {"unread": services.unread_count(person)},
    ),
    Surface(
        name="mark_inbox_read",
        title="Mark everything as read",
        service=services.mark_inbox_read,
        form=MarkReadForm,
        page="inbox/read/",
        api="inbox/read/",
        button="Mark everything as read",
        said="Everything is marked as read. What the messages ask for still stands.",
        done=lambda reader: INBOX,
        back=lambda subject: INBOX,
        represent=lambda reader, person: {"unread": services.unread_count(person)},
    ),
]
