"""That the words of a translation were checked by somebody who reads the language."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import rules
from reviews.letter_enums import TRANSLATIONS
from reviews.letters.words import template_version
from reviews.models import TranslationCheck


@deed
def record_translation_checked(
    *, by: Person, language: str, checked_on: date, checked_by_whom: str, at: datetime | None = None
) -> TranslationCheck:
    """Record that the words of a language were checked as they stand now. Raises NotAllowed, Invalid.

    A later change of the words is a version of its own, whose letters are held back until it is checked.
    """
    at = at or now()
    rules.check_role(by, "record_translation_checked")
    if language not in TRANSLATIONS:
        raise Invalid({"language": "Choose one of the translations."})
    if checked_on > london_date(at):
        raise Invalid({"checked_on": "Enter a date that is not in the future."})
    if not checked_by_whom.strip():
        raise Invalid({"checked_by_whom": "Enter who checked the words: their name and part."})
    row = TranslationCheck(
        language=language,
        template_version=template_version(language),
        checked_on=checked_on,
        checked_by_whom=checked_by_whom.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as trouble:
        if "translation_check_once" not in str(trouble):
            raise
        raise Invalid({"language": "These words were recorded as checked already."}) from None
    record(by=by, action=Action.TRANSLATION_CHECKED, subjects=[row.pk])
    return row
