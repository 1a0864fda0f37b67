"""The closed lists of letters to victims: how far one has come, how it goes, in which form and language."""

from __future__ import annotations

from django.db import models

from victims.enums import CommunicationMethod


class LetterStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SIGNED_OFF = "signed_off", "Signed off"
    PRINTED = "printed", "Printed"  # of a letter that is posted: out of the print queue, and not gone yet
    WITH_NOTIFY = "with_notify", "Goes by GOV.UK Notify"  # nobody prints or sends it beside
    SENT = "sent", "Sent"
    DROPPED = "dropped", "Dropped"


# Legal changes of a letter. What was sent stays sent; what is to be said afterwards is a letter of its own.
LETTER_CHANGES: dict[LetterStatus, frozenset[LetterStatus]] = {
    LetterStatus.DRAFT: frozenset({LetterStatus.SIGNED_OFF, LetterStatus.DROPPED}),
    LetterStatus.SIGNED_OFF: frozenset(
        {LetterStatus.PRINTED, LetterStatus.WITH_NOTIFY, LetterStatus.SENT, LetterStatus.DROPPED}
    ),
    # Back to signed off where Notify could not send it.
    LetterStatus.WITH_NOTIFY: frozenset({LetterStatus.SENT, LetterStatus.SIGNED_OFF}),
    LetterStatus.PRINTED: frozenset({LetterStatus.SENT, LetterStatus.DROPPED}),
    LetterStatus.SENT: frozenset(),
    LetterStatus.DROPPED: frozenset(),
}


# Signed off, and still to go.
TO_SEND = frozenset({LetterStatus.SIGNED_OFF, LetterStatus.PRINTED})


class LetterAddressee(models.TextChoices):
    """Whose name stands on the envelope. What is said is the victim's own either way."""

    VICTIM = "victim", "The victim"
    SPOKESPERSON = "spokesperson", "The parent, guardian or other person who speaks for them"


class LetterAbout(models.TextChoices):
    """What a letter tells: a decision, or how the review of one goes that was asked for."""

    DECISION = "decision", "The decision"
    ACKNOWLEDGEMENT = "acknowledgement", "That a request for a review came"
    EXTENSION = "extension", "That the review takes longer"
    OUTCOME = "outcome", "What the review came to"


class LetterTells(models.TextChoices):
    """What a letter on a decision is to the victim when it goes."""

    FIRST = "first", "It is how they hear of the decision"
    FOLLOWS = "follows", "They were told before; it puts that in writing"


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
    URDU = "ur", "Urdu"


# The force checks the words of every translation before a letter in it is signed off.
TRANSLATIONS = frozenset(one for one in LetterLanguage if one is not LetterLanguage.ENGLISH)
RIGHT_TO_LEFT = frozenset({LetterLanguage.URDU})
