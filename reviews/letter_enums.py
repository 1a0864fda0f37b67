"""The closed lists of letters to victims: how far one has come, how it goes, in which form and language."""

from __future__ import annotations

from django.db import models

from victims.enums import CommunicationMethod


class LetterStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SIGNED_OFF = "signed_off", "Signed off"
    SENT = "sent", "Sent"
    DROPPED = "dropped", "Dropped"


# Legal changes of a letter. What was sent stays sent; what is to be said afterwards is a letter of its own.
LETTER_CHANGES: dict[LetterStatus, frozenset[LetterStatus]] = {
    LetterStatus.DRAFT: frozenset({LetterStatus.SIGNED_OFF, LetterStatus.DROPPED}),
    LetterStatus.SIGNED_OFF: frozenset({LetterStatus.SENT, LetterStatus.DROPPED}),
    LetterStatus.SENT: frozenset(),
    LetterStatus.DROPPED: frozenset(),
}


class LetterWay(models.TextChoices):
    POST = "post", "Printed and posted"
    EMAIL = "email", "By the force's secure e-mail"
    BY_HAND = "by_hand", "Handed over in person"


# How each way reaches the victim, in the words of the one rule on safe channels (victims.rules.channels).
METHODS_OF_WAY: dict[LetterWay, frozenset[CommunicationMethod]] = {
    LetterWay.POST: frozenset({CommunicationMethod.POST}),
    LetterWay.EMAIL: frozenset({CommunicationMethod.EMAIL}),
    LetterWay.BY_HAND: frozenset(
        method for method in CommunicationMethod if method.value.startswith(("in_person_", "via_"))
    ),
}


class LetterVariant(models.TextChoices):
    PLAIN = "plain", "Plain English"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"


class LetterLanguage(models.TextChoices):
    """Languages that have a template (templates/letters). The force checks every translation."""

    ENGLISH = "en", "English"
    URDU = "ur", "Urdu (translation to be checked by the force)"


RIGHT_TO_LEFT = frozenset({LetterLanguage.URDU})
