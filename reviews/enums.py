"""Enumerations of decisions and of the Right to Review, each status with its table of legal changes
(domain.md 3, 5, 12).
"""

from django.db import models

from cases.enums import Outcome
from victims.enums import CommunicationMethod


class DecisionAgency(models.TextChoices):
    """Whose decision it is. A CPS decision goes to CPS's own review scheme."""

    POLICE = "police", "Police"
    CPS = "cps", "Crown Prosecution Service"


class DecisionStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AUTHORISED = "authorised", "Authorised"
    REFUSED = "refused", "Refused"


# Legal changes of a decision. Authorised and refused are final: a later decision is a row of its own.
DECISION_CHANGES: dict[DecisionStatus, frozenset[DecisionStatus]] = {
    DecisionStatus.PROPOSED: frozenset({DecisionStatus.AUTHORISED, DecisionStatus.REFUSED}),
    DecisionStatus.AUTHORISED: frozenset(),
    DecisionStatus.REFUSED: frozenset(),
}


class LineEnded(models.TextChoices):
    """Why a line of a decision no longer stands for its allegation."""

    REFUSED = "refused", "The proposal was refused"
    OVERTURNED = "overturned", "Overturned on review"
    SUPERSEDED = "superseded", "CPS says that it does not stand"
    REOPENED = "reopened", "Opened again on what came to light since"
    CANCELLED = "cancelled", "Cancelled by the crime registrar"


class CancelledBecause(models.TextChoices):
    """Why a recorded crime is none [A]: the counting rules want additional verifiable information."""

    NO_CRIME = "no_crime", "Verifiable information shows that no notifiable crime happened"
    DUPLICATE = "duplicate", "It was recorded twice"
    ELSEWHERE = "elsewhere", "It is another force's to record"
    IN_ERROR = "in_error", "It was recorded in error"


class NfaReason(models.TextChoices):
    EVIDENTIAL = "evidential", "Evidential difficulties; the victim supports action"
    NOT_SUPPORTED = "not_supported", "The victim does not support further action"
    NO_SUSPECT = "no_suspect", "No suspect was identified"
    PREVENTED = "prevented", "Prosecution is prevented"
    PUBLIC_INTEREST = "public_interest", "Not in the public interest"
    TRANSFERRED = "transferred", "Transferred to another body"
    OUT_OF_COURT = "out_of_court", "Dealt with out of court"
    CPS_EVIDENTIAL = "cps_evidential", "CPS: the evidential stage of the test is not met"
    CPS_PUBLIC_INTEREST = "cps_public_interest", "CPS: the public interest stage of the test is not met"
    CPS_OTHER = "cps_other", "CPS: another reason"


OUT_OF_COURT_DISPOSALS = frozenset(
    {Outcome.CAUTION_YOUTH, Outcome.CAUTION_ADULT, Outcome.COMMUNITY_RESOLUTION, Outcome.DIVERSION}
)
# Not for the police alone where an offence is indictable only: a caution needs CPS (Criminal Justice and
# Courts Act 2015, s.17, for adults; the Director's guidance for youths); a community resolution and a
# diversion here too [A].
NEED_CPS_AUTHORITY = OUT_OF_COURT_DISPOSALS
VICTIM_DOES_NOT_SUPPORT = frozenset(
    {Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT, Outcome.VICTIM_DOES_NOT_SUPPORT}
)
NEEDS_SUSPECT = frozenset({Outcome.EVIDENTIAL_VICTIM_SUPPORTS, Outcome.VICTIM_DOES_NOT_SUPPORT})
NEEDS_NO_SUSPECT = frozenset({Outcome.NO_SUSPECT, Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT})

_PREVENTED = frozenset(
    {
        Outcome.OFFENDER_DIED,
        Outcome.SUSPECT_UNDER_AGE,
        Outcome.SUSPECT_TOO_ILL,
        Outcome.VICTIM_DIED_OR_TOO_ILL,
        Outcome.TIME_LIMIT,
    }
)

# Which outcomes fit which reason (domain.md 12, "NFA reason").
OUTCOMES_OF_REASON: dict[DecisionAgency, dict[NfaReason, frozenset[Outcome]]] = {
    DecisionAgency.POLICE: {
        NfaReason.EVIDENTIAL: frozenset({Outcome.EVIDENTIAL_VICTIM_SUPPORTS}),
        NfaReason.NOT_SUPPORTED: VICTIM_DOES_NOT_SUPPORT,
        NfaReason.NO_SUSPECT: frozenset({Outcome.NO_SUSPECT}),
        NfaReason.PREVENTED: _PREVENTED,
        NfaReason.PUBLIC_INTEREST: frozenset(
            {Outcome.NOT_PUBLIC_INTEREST_POLICE, Outcome.FURTHER_INVESTIGATION_NOT_PUBLIC_INTEREST}
        ),
        NfaReason.TRANSFERRED: frozenset({Outcome.TRANSFERRED}),
        NfaReason.OUT_OF_COURT: OUT_OF_COURT_DISPOSALS,
    },
    DecisionAgency.CPS: {
        NfaReason.CPS_EVIDENTIAL: frozenset(
            {Outcome.EVIDENTIAL_VICTIM_SUPPORTS, Outcome.VICTIM_DOES_NOT_SUPPORT}
        ),
        NfaReason.CPS_PUBLIC_INTEREST: frozenset({Outcome.NOT_PUBLIC_INTEREST_CPS}),
        NfaReason.CPS_OTHER: _PREVENTED
        | {Outcome.EVIDENTIAL_VICTIM_SUPPORTS, Outcome.VICTIM_DOES_NOT_SUPPORT},
    },
}


def outcomes_of(agency: DecisionAgency) -> frozenset[Outcome]:
    """Every outcome that a decision of this agency may carry. Nobody charges here."""
    return frozenset().union(*OUTCOMES_OF_REASON[agency].values())


# A text arranges a talk; it never carries the decision (domain.md 8 and 12).
TELLING_METHODS = tuple(method for method in CommunicationMethod if method is not CommunicationMethod.TEXT)


class DueCode(models.TextChoices):
    """Codes of the due items that this app raises on a case."""

    TELL_DECISION = "tell_decision", "Tell the victim of the decision"
    TELL_RIGHT = "tell_right", "Tell the victim of the Right to Review"
    FOLLOW_UP_LETTER = "follow_up_letter", "Write to the victim what they were told"
    ANSWER_VICTIM = "answer_victim", "Answer what the victim asked about the decision"
    SIGN_OFF_DAY = "sign_off_day", "Sign off the order in which the decision is told"
    TELL_SUPPORTER = "tell_supporter", "Tell whoever supports the victim"
    TELL_SUSPECT = "tell_suspect", "Tell the suspect"
    END_BAIL = "end_bail", "End bail"
    ACKNOWLEDGE = "acknowledge_review", "Acknowledge the review request"
    COMPLETE = "complete_review", "Complete the review and tell the victim"
    REVIEW_UPDATE = "review_update", "Tell the victim how their review goes"
    CARRY_OUT = "carry_out_review", "Carry out what the review came to"
    PASS_TO_CPS = "pass_to_cps", "Pass a review request on to CPS"
    ASK_CPS = "ask_cps_review", "Ask CPS what its review came to"
    TELL_CPS_REVIEW = "tell_cps_review", "See that the victim hears what CPS's review came to"
    TELL_NO_EVIDENCE = "tell_no_evidence", "Tell the victim that CPS means to offer no evidence"
    EXPEDITED_ANSWER = "expedited_answer", "Ask the victim about an expedited review"
    ASK_EXPEDITED = "ask_expedited", "Ask CPS what its expedited review came to"
    TELL_EXPEDITED = "tell_expedited", "See that the victim hears what the expedited review came to"


class NotToldBecause(models.TextChoices):
    WITHDREW = "withdrew", "They withdrew and asked not to be told"
    OPTED_OUT = "opted_out", "They opted out of hearing from us"
    UNSAFE = "unsafe", "No safe way to tell them"
    NO_CONTACT_DETAILS = "no_contact_details", "No contact details"
    DECEASED = "deceased", "They have died"
    OTHER = "other", "Another reason"


BY_THEIR_WISH = frozenset({NotToldBecause.WITHDREW, NotToldBecause.OPTED_OUT})
# By the victim's own wish, or they have died. Any other may still learn of it elsewhere first.
NOT_TOLD_FOR_GOOD = BY_THEIR_WISH | {NotToldBecause.DECEASED}


class Understood(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "In part"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known yet, for example after a letter"


class Channel(models.TextChoices):
    """How a review request reached the police. It need not be a letter."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "Phone"
    EMAIL = "email", "E-mail"
    POST = "post", "Letter"
    ONLINE = "online", "Online form"
    VIA_ISVA = "via_isva", "Through the ISVA"
    OTHER = "other", "Another way"


class AskedBy(models.TextChoices):
    VICTIM = "victim", "The victim"
    FAMILY = "family", "A family member, parent or bereaved relative"
    SPOKESPERSON = "spokesperson", "A spokesperson"
    ISVA = "isva", "The ISVA"
    OTHER = "other", "Somebody else for the victim"


class AcknowledgedHow(models.TextChoices):
    """Whether a victim heard that their request came, against the days that the scheme gives for it."""

    NOT_YET = "not_yet", "Not yet"
    OVERDUE = "overdue", "Not yet, and overdue"
    IN_TIME = "in_time", "In time"
    LATE = "late", "Late"
    NEVER = "never", "Never: the review was decided without it"


class RequestStatus(models.TextChoices):
    RECEIVED = "received", "Received"
    ALLOCATED = "allocated", "Allocated"
    DECIDED = "decided", "Decided"
    TOLD = "told", "Victim told of the outcome"


# Legal changes of a review request. Acknowledging runs beside them: it may come at any time before the
# decision.
REQUEST_CHANGES: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.RECEIVED: frozenset({RequestStatus.ALLOCATED}),
    # Back to be allocated when the reviewer leaves.
    RequestStatus.ALLOCATED: frozenset({RequestStatus.DECIDED, RequestStatus.RECEIVED}),
    RequestStatus.DECIDED: frozenset({RequestStatus.TOLD}),
    RequestStatus.TOLD: frozenset(),
}


class ReviewOutcome(models.TextChoices):
    """What a police review comes to (domain.md 12). The police do not charge these offences: CPS does."""

    UPHELD = "upheld", "The decision stands"
    OVERTURNED_CPS = "overturned_cps", "Overturned: refer to CPS"
    OVERTURNED_OUT_OF_COURT = (
        "overturned_out_of_court",
        "Overturned: out-of-court disposal, where the law allows",
    )
    FURTHER_ENQUIRIES = "further_enquiries", "Further enquiries, then decide again"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"
    OUT_OF_TIME = "out_of_time", "Out of time, and not taken up"
    WITHDRAWN = "withdrawn", "Withdrawn by the victim"


# After these the allegations are open again and need a new decision.
REOPENING_OUTCOMES = frozenset(
    {
        ReviewOutcome.OVERTURNED_CPS,
        ReviewOutcome.OVERTURNED_OUT_OF_COURT,
        ReviewOutcome.FURTHER_ENQUIRIES,
    }
)
# The decision itself was looked at: there is no second police review, only judicial review (domain.md 3).
REVIEWED_OUTCOMES = REOPENING_OUTCOMES | {ReviewOutcome.UPHELD}


class WhyNotEligible(models.IntegerChoices):
    """The numbered reasons of domain.md 3 for which the police scheme does not take a decision."""

    NO_SUSPECT_INTERVIEWED = 1, "No suspect was identified and interviewed under caution"
    PART_CHARGED = 2, "Some charges were brought, or some suspects were charged"
    OTHER_OFFENCE_CHARGED = 3, "A different offence was charged for the same matter"
    OUT_OF_COURT = 4, "It was dealt with out of court"
    NOT_SUPPORTED = 5, "The decision followed the victim's wish not to go on"
    CRIME_RECORDING = 6, "It is a decision on recording or on where enquiries are made"
    CPS_DECIDED = 7, "CPS made the decision"
