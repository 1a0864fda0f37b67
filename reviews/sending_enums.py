"""How far a letter has come that GOV.UK Notify carries, and what the service's own words for it mean."""

from __future__ import annotations

from django.db import models


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
    "permanent-failure": "The e-mail address does not exist, or the letter could not be printed",
    "temporary-failure": "The mailbox did not take it within 72 hours",
    "returned-letter": "The letter came back to the sender",
}
