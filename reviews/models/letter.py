from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing, LondonDate
from rasso_tracker.clocks import day_words, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.parts import Part
from reviews.letter_enums import (
    METHODS_OF_WAY,
    TO_SEND,
    TRANSLATIONS,
    LetterAbout,
    LetterAddressee,
    LetterLanguage,
    LetterStatus,
    LetterVariant,
    LetterWay,
)
from reviews.models.decision import Decision
from reviews.models.request import ReviewRequest
from victims.enums import CommunicationMethod
from victims.models.base import AboutVictim, one_of


def _status_fits() -> Q:
    """Who and when are set together with the status they belong to, or not at all."""
    signed = Q(signed_off_by__isnull=False, signed_off_at__isnull=False)
    unsigned = Q(signed_off_by__isnull=True, signed_off_at__isnull=True, ask_by__isnull=True)
    printed = Q(printed_at__isnull=False, printed_by__isnull=False)
    unprinted = Q(printed_at__isnull=True, printed_by__isnull=True)
    sent = Q(sent_on__isnull=False, sent_recorded_by__isnull=False, sent_recorded_at__isnull=False)
    unsent = Q(sent_on__isnull=True, sent_recorded_by__isnull=True, sent_recorded_at__isnull=True)
    stays = unsent & Q(sent_method="", superseded_at__isnull=True)
    return (
        (Q(status=LetterStatus.DRAFT) & unsigned & unprinted & stays)
        | (Q(status=LetterStatus.SIGNED_OFF) & signed & unprinted & stays)
        | (Q(status=LetterStatus.PRINTED, way=LetterWay.POST) & signed & printed & stays)
        | (
            Q(status=LetterStatus.WITH_NOTIFY, way__in=[LetterWay.POST, LetterWay.EMAIL])
            & signed
            & unprinted
            & stays
        )
        | (Q(status=LetterStatus.SENT) & signed & (printed | unprinted) & sent & ~Q(sent_method=""))
        | (
            Q(status=LetterStatus.DROPPED)
            & ((signed & (printed | unprinted)) | (unsigned & unprinted))
            & unsent
            & Q(sent_method="", superseded_at__isnull=False)
        )
    )


def _method_fits_way() -> Q:
    fits = Q(sent_method="")
    for way, methods in METHODS_OF_WAY.items():
        fits |= Q(way=way, sent_method__in=sorted(methods))
    return fits


class DecisionLetter(AboutVictim):
    """The letter to one victim on one decision of the police, or on how the review of it goes: from the draft
    to the day it went.

    Made from the record; only the reasons in plain words and a personal paragraph are anybody's to write. A
    second person signs it off, and what they signed is kept unchangeable as LetterCopy. A new letter takes
    the place of the one before: a sent one stays, with the moment at which the next began.
    """

    part = Part.LETTERS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="decision_letters")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="letters")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="decision_letters")
    about = models.CharField(max_length=20, choices=LetterAbout, default=LetterAbout.DECISION)
    # The review that the letter is about; None for the letter on the decision itself.
    request = models.ForeignKey(ReviewRequest, models.PROTECT, null=True, blank=True, related_name="letters")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=LetterStatus, default=LetterStatus.DRAFT)
    way = models.CharField(max_length=10, choices=LetterWay)
    addressee = models.CharField(max_length=20, choices=LetterAddressee, default=LetterAddressee.VICTIM)
    variant = models.CharField(max_length=20, choices=LetterVariant)
    language = models.CharField(max_length=5, choices=LetterLanguage)
    reasons_sealed = models.BinaryField()
    personal_sealed = models.BinaryField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The details that gave the address: where others stand since, the letter does not go.
    addressed_from = models.ForeignKey(
        "victims.ContactDetails", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    ask_by = models.DateField(null=True, blank=True)  # the last day that the letter gives to ask for a review
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # where somebody said the time
    sent_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    sent_recorded_at = models.DateTimeField(null=True, blank=True)
    sent_recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When an interpreter read it to a victim who needs one, of a letter in English.
    interpreted_on = models.DateField(null=True, blank=True)
    interpreted_recorded_at = models.DateTimeField(null=True, blank=True)
    interpreted_recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-written_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="letter_case"),
            models.Index(fields=["written_at", "id"], name="letter_written"),
            models.Index(
                fields=["signed_off_at", "id"],
                name="letter_to_send",
                condition=Q(status__in=sorted(TO_SEND)),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "victim", "number"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["decision", "victim", "request", "about"],
                condition=Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="letter_one_stands",
            ),
            one_of("letter_way_known", "way", LetterWay),
            one_of("letter_about_known", "about", LetterAbout),
            models.CheckConstraint(
                name="letter_about_a_review_or_not",
                condition=Q(about=LetterAbout.DECISION, request__isnull=True)
                | (~Q(about=LetterAbout.DECISION) & Q(request__isnull=False)),
            ),
            one_of("letter_addressee_known", "addressee", LetterAddressee),
            models.CheckConstraint(
                name="letter_spokesperson_not_by_email",
                condition=Q(addressee=LetterAddressee.VICTIM) | ~Q(way=LetterWay.EMAIL),
            ),
            models.CheckConstraint(
                name="letter_printed_after_signed",
                condition=Q(printed_at__isnull=True)
                | Q(signed_off_at__isnull=False, printed_at__gte=F("signed_off_at")),
            ),
            one_of("letter_variant_known", "variant", LetterVariant),
            one_of("letter_language_known", "language", LetterLanguage),
            models.CheckConstraint(name="letter_status_fits", condition=_status_fits()),
            models.CheckConstraint(name="letter_method_fits_way", condition=_method_fits_way()),
            models.CheckConstraint(
                name="letter_two_people_sign",
                condition=Q(signed_off_by__isnull=True) | ~Q(signed_off_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="letter_signed_after_written",
                condition=Q(signed_off_at__isnull=True) | Q(signed_off_at__gte=F("written_at")),
            ),
            models.CheckConstraint(
                name="letter_sent_after_signed",
                condition=Q(sent_on__isnull=True)
                | Q(
                    signed_off_at__isnull=False,
                    sent_recorded_at__isnull=False,
                    sent_on__gte=LondonDate("signed_off_at"),
                    sent_on__lte=LondonDate("sent_recorded_at"),
                ),
            ),
            models.CheckConstraint(
                name="letter_sent_at_on_its_day",
                condition=Q(sent_at__isnull=True)
                | Q(
                    sent_on__isnull=False,
                    signed_off_at__isnull=False,
                    sent_recorded_at__isnull=False,
                    sent_on=LondonDate("sent_at"),
                    sent_at__gte=F("signed_off_at"),
                    sent_at__lte=F("sent_recorded_at"),
                ),
            ),
            models.CheckConstraint(
                name="letter_interpreted_in_order",
                condition=Q(
                    interpreted_on__isnull=True,
                    interpreted_recorded_at__isnull=True,
                    interpreted_recorded_by__isnull=True,
                )
                | Q(
                    interpreted_on__isnull=False,
                    interpreted_recorded_at__isnull=False,
                    interpreted_recorded_by__isnull=False,
                    status=LetterStatus.SENT,
                    language=LetterLanguage.ENGLISH,
                    signed_off_at__isnull=False,
                    interpreted_on__gte=LondonDate("signed_off_at"),
                    interpreted_on__lte=LondonDate("interpreted_recorded_at"),
                ),
            ),
            models.CheckConstraint(
                name="letter_superseded_after_written",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("written_at")),
            ),
        ]

    @property
    def is_written_in(self) -> bool:
        """A draft that is more than the record and the template: its first version nobody changed."""
        return self.status == LetterStatus.DRAFT and self.version > 1

    @property
    def went_from(self) -> datetime:
        """From when it counts as gone: the moment where that is known, else the day on which it went, and
        never before it was signed off. Only of one that went.
        """
        assert self.sent_on is not None
        assert self.signed_off_at is not None
        return self.sent_at or max(start_of_day(self.sent_on), self.signed_off_at)

    def __str__(self) -> str:
        status = self.get_status_display()
        return f"Letter {self.number}, {status[:1].lower()}{status[1:]}"

    @property
    def is_draft(self) -> bool:
        return self.status == LetterStatus.DRAFT


class LetterCopy(CaseBearing):
    """What was signed off, as it goes out: the PDF itself, sealed, with its SHA-256 hash.

    The web and worker roles may only add rows here (people/walls.py): no copy is ever changed. Whose letter
    it is stands on the letter, which follows a victim whose two records are merged.
    """

    part = Part.LETTERS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    letter = models.OneToOneField(DecisionLetter, models.PROTECT, related_name="copy")
    pdf_sealed = models.BinaryField()
    words_sealed = models.BinaryField()  # the same words, for the page and the API
    sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=20)
    variant = models.CharField(max_length=20, choices=LetterVariant)
    language = models.CharField(max_length=5, choices=LetterLanguage)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "letter copies"
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["case"], name="letter_copy_case")]
        constraints = [
            models.CheckConstraint(name="letter_copy_has_hash", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="letter_copy_says_template", condition=~Q(template_version="")),
            one_of("letter_copy_variant_known", "variant", LetterVariant),
            one_of("letter_copy_language_known", "language", LetterLanguage),
        ]

    def __str__(self) -> str:
        return f"Copy of a letter, {day_words(self.made_at)}"


class TranslationCheck(models.Model):
    """That somebody who reads a language checked the words of its template, as they stand in one version.

    A change of the words is a new version, and is checked anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    language = models.CharField(max_length=5, choices=LetterLanguage)
    template_version = models.CharField(max_length=20)
    checked_on = models.DateField()
    checked_by_whom = models.CharField(max_length=200)  # who reads the language: a name and their part
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["-recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["language", "template_version"], name="translation_check_once"),
            models.CheckConstraint(
                name="translation_check_of_a_translation", condition=Q(language__in=sorted(TRANSLATIONS))
            ),
            models.CheckConstraint(name="translation_check_says_version", condition=~Q(template_version="")),
            models.CheckConstraint(name="translation_check_says_who", condition=~Q(checked_by_whom="")),
            models.CheckConstraint(
                name="translation_check_not_in_future",
                condition=Q(checked_on__lte=LondonDate("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}, {self.template_version}"


class CpsLetter(AboutVictim):
    """That CPS sent the victim its own letter on its own decision, as the police came to know.

    CPS writes that letter and answers for its clock; what the police told the victim is a Notification of its
    own. Nothing here makes or holds the letter.
    """

    part = Part.LETTERS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="cps_letters")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="cps_letters")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="cps_letters")
    decided_at = models.DateTimeField()  # the decision's own, kept here so that the table can compare
    clock = models.CharField(max_length=40)
    due_on = models.DateField()
    sent_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sent_on", "id"]
        indexes = [models.Index(fields=["case"], name="cps_letter_case")]
        constraints = [
            models.UniqueConstraint(fields=["decision", "victim"], name="cps_letter_once_a_victim"),
            models.CheckConstraint(
                name="cps_letter_after_decision", condition=Q(sent_on__gte=LondonDate("decided_at"))
            ),
            models.CheckConstraint(
                name="cps_letter_not_in_future", condition=Q(sent_on__lte=LondonDate("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Letter of CPS, {day_words(self.sent_on)}"

    @property
    def is_late(self) -> bool:
        return self.sent_on > self.due_on
