"""Enumerations about victims' choices (domain.md 12). Withdrawing is a choice; none of these words blames."""

from django.db import models

from cases.lesson_enums import LOOK_BACK_DUE


class WithdrawalKind(models.TextChoices):
    NEVER_SUPPORTED = "never_supported", "Did not want an investigation from the start"
    WITHDREW = "withdrew", "No longer wants to take part"
    RETRACTED = "retracted", "Took back the account"
    LOST_CONTACT = "lost_contact", "We have lost contact (not a withdrawal)"

    @property
    def is_withdrawal(self) -> bool:
        """Losing touch is not a choice that the victim made: it is counted apart."""
        return self is not WithdrawalKind.LOST_CONTACT


WITHDRAWALS = frozenset(kind for kind in WithdrawalKind if kind.is_withdrawal)


class WithdrawalStage(models.TextChoices):
    """How far the case had come at the moment of the withdrawal. The system sets it (stages.py)."""

    FIRST_CONTACT = "first_contact", "At first contact, before any account"
    BEFORE_ABE = "before_abe", "After the first account, before the ABE interview"
    AFTER_ABE = "after_abe", "After the ABE interview, before contact with a suspect"
    AFTER_INTERVIEW = "after_interview", "After the suspect's arrest or interview"
    EVIDENCE_GATHERING = "evidence_gathering", "While evidence was being gathered"
    GATEKEEPER = "gatekeeper", "With the gatekeeper"
    WITH_CPS = "with_cps", "With CPS, before a charge"
    ACTION_PLAN = "action_plan", "During an action plan"
    AFTER_CHARGE = "after_charge", "After charge, before trial"
    AT_TRIAL = "at_trial", "At trial"


class WithdrawalReason(models.TextChoices):
    RECORD_ONLY = "record_only", "Wanted it recorded only"
    NO_POLICE_INVOLVEMENT = (
        "no_police_involvement",
        "Did not want police involved (somebody else reported it)",
    )
    MOVE_ON = "move_on", "Wants to move on"
    MENTAL_HEALTH = "mental_health", "Mental health or trauma"
    THERAPY = "therapy", "Concerns about therapy"
    FEAR_OF_COURT = "fear_of_court", "Fear of court or the justice process"
    FEAR_OF_SUSPECT = "fear_of_suspect", "Fear of the suspect or of repercussions"
    PRESSURE = "pressure", "Pressure from the suspect, family or community"
    HONOUR = "honour", "Honour or family"
    RELATIONSHIP = "relationship", "Relationship with the suspect"
    CHILDREN = "children", "Children"
    FINANCE_OR_HOUSING = "finance_or_housing", "Money or housing"
    IMMIGRATION = "immigration", "Immigration"
    WORK_OR_CHILDCARE = "work_or_childcare", "Work or childcare"
    OWN_OFFENDING = "own_offending", "Fear over offences of their own"
    SAFE_ANOTHER_WAY = "safe_another_way", "Safety achieved another way"
    DELAY = "delay", "Delay"
    POOR_UPDATES = "poor_updates", "Poor updates, or none"
    CHANGE_OF_OFFICER = "change_of_officer", "Change of officer"
    FELT_DISBELIEVED = "felt_disbelieved", "Felt disbelieved or discouraged"
    TOLD_LOW_PROSPECT = "told_low_prospect", "Was told that a charge was unlikely"
    DEVICE_REQUEST = "device_request", "Request for a phone or other device"
    RECORDS_REQUEST = "records_request", "Request for counselling or other third-party records"
    LACK_OF_SUPPORT = "lack_of_support", "Lack of support, or a wait for an ISVA"
    PRIVACY = "privacy", "Privacy"
    PREFERS_NOT_TO_SAY = "prefers_not_to_say", "Prefers not to say"
    OTHER = "other", "Another reason"


class FromWhat(models.TextChoices):
    """What a victim no longer takes part in; they may stay in touch, or help with less than everything."""

    STATEMENT = "statement", "Giving a statement or an account"
    INVESTIGATION = "investigation", "The investigation"
    PROSECUTION = "prosecution", "A prosecution"
    ALL_CONTACT = "all_contact", "All contact with the police"


class Barrier(models.TextChoices):
    """What stood in the way and could be lifted [A]. The reasons are the victim's; this is our part."""

    SAFETY = "safety", "Safety measures"
    SPECIAL_MEASURES = "special_measures", "Special measures at court"
    DEVICE = "device", "A device that was asked for or kept"
    RECORDS = "records", "Records that were asked for"
    SUPPORT_WAIT = "support_wait", "A wait for support"
    UPDATES = "updates", "Updates"
    DELAY = "delay", "Delay"
    OFFICER = "officer", "The officer who looked after them"
    INTERPRETER = "interpreter", "Language or communication"
    HOUSING_OR_MONEY = "housing_or_money", "Housing or money"
    CARE_OR_WORK = "care_or_work", "Childcare, caring or work"
    IMMIGRATION = "immigration", "Immigration"
    OTHER = "other", "Something else"


class CheckedIn(models.TextChoices):
    """Where a supervisor found the victim's choice in the record. The victim is not asked again."""

    STATEMENT = "statement", "The signed statement"
    RECORDING = "recording", "The recording"
    MESSAGE = "message", "The letter, e-mail or text"
    CONTACT_LOG = "contact_log", "The contact log"
    STO_NOTE = "sto_note", "The specially trained officer's notes"
    ISVA_NOTE = "isva_note", "What the ISVA wrote"
    OTHER_RECORD = "other_record", "Another record"


class DayFact(models.TextChoices):
    """What was true on the day of a withdrawal: the system works it out, nobody types it."""

    DAYS_SINCE_REPORT = "days_since_report", "Days since the report"
    DAYS_SINCE_CONTACT = "days_since_contact", "Days since the victim last heard from us"
    SUPPORT_IN_PLACE = "support_in_place", "Support in place"
    PLAN_OVERDUE = "plan_overdue", "An action plan was overdue"
    DIGITAL_PENDING = "digital_pending", "Phone or digital material was awaited"
    THIRD_PARTY_PENDING = "third_party_pending", "Third-party material was awaited"


class GivenBy(models.TextChoices):
    """Who gave a reason: the victim's own, a third party's and an officer's inference are kept apart."""

    VICTIM = "victim", "The victim"
    THIRD_PARTY = "third_party", "Somebody else"
    OFFICER = "officer", "An officer's own inference"


class ToldBy(models.TextChoices):
    """How the withdrawal reached the police."""

    SIGNED_STATEMENT = "signed_statement", "Signed statement"
    RECORDED = "recorded", "Body-worn video or other recording"
    IN_PERSON = "in_person", "Face to face, without a recording"
    EMAIL_OR_TEXT = "email_or_text", "E-mail or text"
    LETTER = "letter", "Letter"
    PHONE_NOTE = "phone_note", "Note of a phone call"
    VIA_ISVA = "via_isva", "Through the ISVA"
    VIA_STO = "via_sto", "Through the specially trained officer"
    VIA_SPOKESPERSON = "via_spokesperson", "Through their spokesperson"
    INFERRED = "inferred", "Nobody said so: an officer inferred it"


class Support(models.TextChoices):
    STO = "sto", "Specially trained officer"
    ISVA = "isva", "ISVA"
    CHILD_ISVA = "child_isva", "Child ISVA"
    IDVA = "idva", "IDVA"
    SARC = "sarc", "SARC"
    THERAPY = "therapy", "Therapy"
    BY_AND_FOR = "by_and_for", "By-and-for service"
    VICTIM_SUPPORT = "victim_support", "Victim support service"
    OTHER = "other", "Other support"


class Welcome(models.TextChoices):
    """Whether the victim would welcome hearing from us again."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_ASKED = "not_asked", "Not asked"


class CommunicationMethod(models.TextChoices):
    IN_PERSON_HOME = "in_person_home", "In person, at home"
    IN_PERSON_STATION = "in_person_station", "In person, at a police station"
    IN_PERSON_SARC = "in_person_sarc", "In person, at a SARC"
    IN_PERSON_ISVA = "in_person_isva", "In person, at the ISVA's office"
    VIDEO = "video", "Video call"
    PHONE = "phone", "Phone"
    EMAIL = "email", "E-mail"
    TEXT = "text", "Text (to arrange only)"
    POST = "post", "Post"
    VIA_ISVA = "via_isva", "Through the ISVA"
    VIA_STO = "via_sto", "Through the specially trained officer"
    VIA_IDVA_OR_FLO = "via_idva_or_flo", "Through an IDVA or family liaison officer"
    VIA_PARENT = "via_parent", "Through a parent or guardian"
    VIA_SPOKESPERSON = "via_spokesperson", "Through their spokesperson"


THROUGH_OTHERS = frozenset(method for method in CommunicationMethod if method.value.startswith("via_"))


# How people meet or talk: an appointment is kept in one of these.
MEETING_WAYS = tuple(
    method
    for method in CommunicationMethod
    if method.value.startswith("in_person_") or method.value in ("video", "phone")
)
# Not how any of these is in touch with a victim themselves.
THROUGH_COLLEAGUES = frozenset(
    {CommunicationMethod.VIA_ISVA, CommunicationMethod.VIA_STO, CommunicationMethod.VIA_IDVA_OR_FLO}
)


class OnlyThrough(models.TextChoices):
    """The recorded exception of a victim who wants no direct contact: through whom the law's word still
    comes.
    """

    SPOKESPERSON = "spokesperson", "No direct contact: only through their spokesperson"
    ISVA = "isva", "No direct contact: only through their ISVA"


class ForbiddenBecause(models.TextChoices):
    """Why a victim must not be reached in some way [A]: said with each refusal."""

    OVERHEARD = "overheard", "somebody else may see or hear it"
    SUSPECT = "suspect", "the suspect knows of it or controls it"
    ASKED = "asked", "they asked us not to use it"


class Direction(models.TextChoices):
    OUT = "out", "We contacted the victim"
    IN = "in", "The victim contacted us, or whoever is on record to speak or act for them"
    OTHER = "other", "Somebody else contacted us about the victim"


class ContactAbout(models.TextChoices):
    UPDATE = "update", "Progress update"
    ARREST_OR_BAIL = "arrest_or_bail", "Arrest, interview, bail or release of a suspect"
    DECISION = "decision", "A decision"
    ACCOUNT = "account", "Account or statement"
    EVIDENCE = "evidence", "Devices, records or other evidence"
    SUPPORT = "support", "Support"
    SAFETY = "safety", "Safety"
    WISHES = "wishes", "Their wishes about taking part"
    COURT = "court", "Court"
    ARRANGING = "arranging", "Arranging a time"
    OTHER = "other", "Something else"


class ConcernAbout(models.TextChoices):
    """What makes a victim unsafe [A]: codes for lists; the words are sealed."""

    SUSPECT_CONTACT = "suspect_contact", "The suspect or somebody for them has been in touch"
    THREAT = "threat", "A threat or violence"
    ONLINE = "online", "Harassment online or images shared"
    SELF_HARM = "self_harm", "Risk of self-harm or suicide"
    CHILD = "child", "A child or another person at risk"
    HOME = "home", "Their home is not safe"
    FORCED = "forced", "Honour-based abuse or forced marriage"
    UNSAFE_CONTACT = "unsafe_contact", "They were contacted in a way that is not safe for them"
    OTHER = "other", "Something else"


class ConcernOutcome(models.TextChoices):
    MADE_SAFE = "made_safe", "Acted on: the victim is safer"
    REFERRED = "referred", "Referred to another body, which has taken it on"
    NO_LONGER = "no_longer", "The risk has passed"
    IN_ERROR = "in_error", "Raised in error"


class DueCode(models.TextChoices):
    """Codes of the due items that this app raises on a case."""

    VICTIM_UPDATE = "victim_update", "Victim update"
    RECONTACT = "victim_recontact", "Ask again, as the victim welcomes"
    SAFEGUARDING = "safeguarding", "Safeguarding concern"
    NEEDS_ASSESSMENT = "needs_assessment", "Assess a victim's needs again"
    TELL_EVENT = "tell_event", "Tell a victim what happened"
    CONTACT_CHECK = "contact_check", "Check how to reach a victim safely"
    CARRIER_GONE = "carrier_gone", "Ask how else to reach a victim: whoever they go by has gone"
    MATERIAL = "material", "Private material asked for"
    SUPPORT_REFERRAL = "support_referral", "Refer a victim to support"
    SUPPORT_NEXT = "support_next", "Next step of a referral to support"
    TOLD_WITHDRAWAL = "told_withdrawal", "Answer what an ISVA told us"
    APPOINTMENT = "appointment", "Keep and record a joint appointment"
    LOOK_BACK = LOOK_BACK_DUE, "Look back on a withdrawal"
