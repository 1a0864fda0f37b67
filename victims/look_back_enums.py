"""Enumerations of a look-back on a withdrawal [A]. They ask what we could do; a victim's choice is theirs."""

from django.db import models


class Preventable(models.TextChoices):
    """Whether something on our side could have let the victim go on."""

    YES = "yes", "Yes: something on our side could have been different"
    NO = "no", "No: we could not have changed it"
    CANNOT_SAY = "cannot_say", "The record does not let us say"


class JourneyMoment(models.TextChoices):
    """At which moment of the victim's way through the case it could have gone differently."""

    REPORT = "report", "At the report and the first response"
    FIRST_ACCOUNT = "first_account", "At the first account"
    REFERRAL = "referral", "At the referral to support"
    ABE = "abe", "At the ABE interview"
    SUSPECT_ACTION = "suspect_action", "Before or at the arrest or interview of the suspect"
    BAIL = "bail", "When the suspect was bailed or released"
    DEVICE_REQUEST = "device_request", "When a phone or other device was asked for"
    RECORDS_REQUEST = "records_request", "When counselling or other records were asked for"
    WAITING = "waiting", "While waiting to hear"
    OFFICER_CHANGE = "officer_change", "When the officer changed"
    GATEKEEPER = "gatekeeper", "With the gatekeeper"
    WITH_CPS = "with_cps", "With CPS, or during an action plan"
    AFTER_CHARGE = "after_charge", "After charge, before trial"
    AT_TRIAL = "at_trial", "At trial"


class WouldHaveHelped(models.TextChoices):
    """What on our side might have helped."""

    EARLIER_SUPPORT = "earlier_support", "Support offered earlier, or a shorter wait for it"
    SAME_OFFICER = "same_officer", "The same officer throughout"
    UPDATES = "updates", "Updates more often, or as agreed"
    QUICKER = "quicker", "A quicker investigation"
    SAFETY = "safety", "Safety measures"
    SPECIAL_MEASURES = "special_measures", "Special measures explained or asked for"
    EXPLAINED = "explained", "The process explained"
    LESS_ASKED = "less_asked", "Less asked of their devices or records, or the asking explained"
    CPS_EARLIER = "cps_earlier", "Early advice, or a meeting with CPS"
    LANGUAGE = "language", "An interpreter or an intermediary"
    PRACTICAL = "practical", "Practical help: travel, childcare, housing"
    BELIEVED = "believed", "Being listened to without doubt or blame"
    OTHER = "other", "Something else"
