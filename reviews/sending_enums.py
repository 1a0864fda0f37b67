"""How far a letter has come that GOV.UK Notify carries, and what the service's own words for it mean."""

from __future__ import annotations

from django.db import models

from reviews.letter_enums import LetterWay


class SendingState(models.TextChoices):
    WAITING = "waiting", "Waits to be handed to GOV.UK Notify"
    WITH_NOTIFY = "with_notify", "With GOV.UK Notify"
    DONE = "done", "Sent by GOV.UK Notify"
    FAILED = "failed", "Not sent by GOV.UK Notify"
    TAKEN_BACK = "taken_back", "Taken back before GOV.UK Notify had it"


NOT_SENT = "letter_not_sent"  # a kind of notice
OPEN_SENDINGS = frozenset({SendingState.WAITING, SendingState.WITH_NOTIFY})

# Notify's words (docs.notifications.service.gov.uk, status descriptions). A printed letter is "received" once
# the printers have dispatched it; nobody says whether it arrived.
GONE = frozenset({"received", "delivered"})
SAID = {
    "created": "Waits there to be sent",
    "pending-virus-check": "The file is looked at there",
    "sending": "On its way to the mailbox",
    "delivered": "In the mailbox",
    "accepted": "At the printers",
    "received": "Printed and posted",
}
LOST = {
    "virus-scan-failed": "GOV.UK Notify says that the file may hold a virus",
    "validation-failed": "GOV.UK Notify cannot print it: something stands outside the area that it prints",
    "cancelled": "Somebody cancelled it at GOV.UK Notify",
    "technical-failure": "GOV.UK Notify failed to send it",
    "permanent-failure": "The e-mail address does not exist",
    "temporary-failure": "The mailbox did not take it within 72 hours",
    "returned-letter": "The letter came back to the sender",
}
# The same word of a letter that is printed says something else.
LOST_BY_POST = {"permanent-failure": "The letter could not be printed"}


def why_lost(status: str, way: str) -> str:
    """What Notify says of one that did not go, in our words; "" of any other status."""
    of_post = LOST_BY_POST.get(status, "") if way == LetterWay.POST else ""
    return of_post or LOST.get(status, "")
