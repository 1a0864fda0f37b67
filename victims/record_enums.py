"""Closed lists of a victim's record: who they are to us, who speaks for them, what they need [A]."""

from django.db import models

from victims.enums import CommunicationMethod as Way


class AlertAbout(models.TextChoices):
    """What makes some ways to a victim unsafe from one moment to the next."""

    MOVED = "moved", "They have moved house"
    ADDRESS_KNOWN = "address_known", "The suspect knows this address"
    PHONE_SEEN = "phone_seen", "Somebody else may see or hear their phone"
    EMAIL_SEEN = "email_seen", "Somebody else may read their e-mail"
    EVERYTHING = "everything", "Somebody may be watching everything they use"


_ADDRESS = frozenset({Way.POST, Way.IN_PERSON_HOME})
_PHONE = frozenset({Way.PHONE, Way.TEXT, Way.VIDEO})
_EMAIL = frozenset({Way.EMAIL})
# The ways that an alert stops until somebody has confirmed with the victim which are safe.
STOPS = {
    AlertAbout.MOVED: _ADDRESS,
    AlertAbout.ADDRESS_KNOWN: _ADDRESS,
    AlertAbout.PHONE_SEEN: _PHONE,
    AlertAbout.EMAIL_SEEN: _EMAIL,
    AlertAbout.EVERYTHING: _ADDRESS | _PHONE | _EMAIL,
}


class YesNoUnknown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class SpokespersonIs(models.TextChoices):
    """Who a spokesperson is to the victim."""

    PARENT = "parent", "Parent or guardian"
    PARTNER = "partner", "Partner"
    FAMILY = "family", "Another member of the family"
    FRIEND = "friend", "Friend"
    PROFESSIONAL = "professional", "Somebody who supports them by profession"


class SpeaksBecause(models.TextChoices):
    """Why somebody speaks for the victim."""

    ASKED = "asked", "The victim asked for it"
    UNDER_18 = "under_18", "The victim is under 18"
    HEALTH = "health", "The victim's health or disability"
    DIED = "died", "The victim has died"


class FamilyTold(models.TextChoices):
    """Whether somebody of a victim's family hears how the case goes on once the victim has died.

    The Victims' Code gives bereaved close relatives rights of their own (domain.md 3); who of them hears is
    recorded as the spokesperson. Stored only with a death.
    """

    TO_TELL = "to_tell", "Yes, or it is still to be asked"
    NO_FAMILY = "no_family", "No: no close relative is known"
    DECLINED = "declined", "No: they asked not to be told"
    NOT_SAFE = "not_safe", "No: it would not be safe"


# Nobody is told then, unless somebody speaks for the victim all the same.
NOBODY_TOLD = (FamilyTold.NO_FAMILY, FamilyTold.DECLINED, FamilyTold.NOT_SAFE)


class TieToSuspect(models.TextChoices):
    """What binds a spokesperson to a suspect of the case: any tie needs a supervisor's agreement."""

    NONE = "none", "None"
    HOUSEHOLD = "household", "Lives in the same household as a suspect"
    RELATIONSHIP = "relationship", "Is related to a suspect or in a relationship with one"


class Characteristic(models.TextChoices):
    """The protected characteristics (Equality Act 2010, section 4); age is the date of birth, kept apart."""

    SEX = "sex", "Sex"
    GENDER = "gender", "Gender identity the same as the sex registered at birth"
    ETHNICITY = "ethnicity", "Ethnic group"
    RELIGION = "religion", "Religion or belief"
    ORIENTATION = "orientation", "Sexual orientation"
    DISABILITY = "disability", "Disability or long-term condition"
    MARRIAGE = "marriage", "Marriage or civil partnership"
    PREGNANCY = "pregnancy", "Pregnancy or a child under six months"


# Said in an answer's place: asked, and not answered. "Not asked" is the absence of any answer.
PREFERS_NOT_TO_SAY = "prefers_not_to_say"
_YES_NO = (("yes", "Yes"), ("no", "No"))
# Ethnic group and religion as the census of England and Wales asks them, self-defined [U].
ANSWERS: dict[Characteristic, tuple[tuple[str, str], ...]] = {
    Characteristic.SEX: (("female", "Female"), ("male", "Male"), ("other", "In another way")),
    Characteristic.GENDER: _YES_NO,
    Characteristic.ETHNICITY: (
        ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
        ("white_irish", "White: Irish"),
        ("white_traveller", "White: Gypsy or Irish Traveller"),
        ("white_roma", "White: Roma"),
        ("white_other", "White: another background"),
        ("mixed_white_caribbean", "Mixed: White and Black Caribbean"),
        ("mixed_white_african", "Mixed: White and Black African"),
        ("mixed_white_asian", "Mixed: White and Asian"),
        ("mixed_other", "Mixed: another background"),
        ("asian_indian", "Asian: Indian"),
        ("asian_pakistani", "Asian: Pakistani"),
        ("asian_bangladeshi", "Asian: Bangladeshi"),
        ("asian_chinese", "Asian: Chinese"),
        ("asian_other", "Asian: another background"),
        ("black_african", "Black: African"),
        ("black_caribbean", "Black: Caribbean"),
        ("black_other", "Black: another background"),
        ("arab", "Arab"),
        ("other", "Another ethnic group"),
    ),
    Characteristic.RELIGION: (
        ("none", "No religion"),
        ("christian", "Christian"),
        ("buddhist", "Buddhist"),
        ("hindu", "Hindu"),
        ("jewish", "Jewish"),
        ("muslim", "Muslim"),
        ("sikh", "Sikh"),
        ("other", "Another religion or belief"),
    ),
    Characteristic.ORIENTATION: (
        ("straight", "Straight or heterosexual"),
        ("gay_or_lesbian", "Gay or lesbian"),
        ("bisexual", "Bisexual"),
        ("other", "Another orientation"),
    ),
    Characteristic.DISABILITY: _YES_NO,
    Characteristic.MARRIAGE: (
        ("neither", "Neither married nor in a civil partnership"),
        ("married", "Married"),
        ("civil_partnership", "In a civil partnership"),
        ("separated", "Separated"),
        ("ended", "Divorced, dissolved or widowed"),
    ),
    Characteristic.PREGNANCY: _YES_NO,
}


class Need(models.TextChoices):
    """What a victim needs, as the assessment found."""

    SPECIAL_MEASURES = "special_measures", "Special measures at interview or court"
    INTERMEDIARY = "intermediary", "A registered intermediary"
    INTERPRETER = "interpreter", "An interpreter"
    ACCESS = "access", "Access: sight, hearing, mobility or reading"
    SAFETY = "safety", "Safety measures"
    MENTAL_HEALTH = "mental_health", "Support with mental health"
    SUPPORT = "support", "An adviser (ISVA, IDVA or other)"
    CARE = "care", "Childcare or caring"
    HOUSING = "housing", "Housing or money"
    CULTURE = "culture", "Needs of faith or culture"
    OTHER = "other", "Something else"


class AssessedBecause(models.TextChoices):
    FIRST = "first", "First assessment"
    PLANNED = "planned", "Planned re-assessment"
    CHANGED = "changed", "Their circumstances changed"
    ASKED = "asked", "The victim asked for it"


class EventNotTold(models.TextChoices):
    """Why a victim was not told that a suspect was arrested, bailed and so on [A]."""

    OPTED_OUT = "opted_out", "They asked not to hear of it"
    UNSAFE = "unsafe", "No safe way to tell them in time"
    NO_CONTACT = "no_contact", "Several attempts did not reach them"
    TOLD_BY_OTHERS = "told_by_others", "Somebody else told them, as they had asked"
    DIED = "died", "They have died, and nobody speaks for them"
