"""The words of e-mails: a reference, what to do, by when, why. Never a victim, suspect or offence."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.models import Digest, Message, Outgoing
from rasso_tracker.people.models import Person

LISTED_IN_A_DIGEST = 100


def notice_email(message: Message) -> EmailMessage:
    """The e-mail of one notice."""
    return _email(message, message.recipient, "notice", {"message": message})


def digest_email(digest: Digest, messages: Iterable[Message]) -> EmailMessage:
    """One e-mail with everything held; of several steps about one subject only the highest is said."""
    highest: dict[tuple[str, object], Message] = {}
    for message in sorted(messages, key=lambda one: (one.rank, one.raised_for)):
        highest[message.kind, message.subject_id] = message
    said = sorted(highest.values(), key=lambda one: (one.due_on is None, one.due_on, one.reference))
    context = {
        "digest": digest,
        "messages": said[:LISTED_IN_A_DIGEST],
        "more": max(len(said) - LISTED_IN_A_DIGEST, 0),
        "count": len(said),
    }
    return _email(digest, digest.recipient, "digest", context)


def _email(row: Outgoing, person: Person, template: str, context: dict[str, object]) -> EmailMessage:
    context = {
        **context,
        "person": person,
        "today": london_date(now()),
        "origin": settings.RASSO_ORIGIN,
    }
    subject = render_to_string(f"emails/{template}_subject.txt", context, using="jinja2")
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{template}.txt", context, using="jinja2"),
        to=[person.email],
        headers={"Message-ID": row.message_id_header, "Auto-Submitted": "auto-generated"},
    )
