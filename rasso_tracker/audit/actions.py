"""The closed list of what can be logged, each with its kind under section 62 of the Data Protection Act
2018.
"""

from enum import Enum, StrEnum


class Kind(StrEnum):
    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


class Action(Enum):
    """(kind, what the auditor reads). The name is what the log stores."""

    def __init__(self, kind: Kind, title: str) -> None:
        self.kind = kind
        self.title = title

    # The kernel
    SIGNED_IN = (Kind.CONSULTATION, "Signed in")
    SIGN_IN_FAILED = (Kind.CONSULTATION, "Sign-in failed")
    SIGNED_OUT = (Kind.CONSULTATION, "Signed out")
    ROLE_TAKEN = (Kind.CONSULTATION, "Chose the role to act in")
    DUTY_COVER_SET = (Kind.ALTERATION, "Set duty cover")
    DUTY_COVER_ENDED = (Kind.ALTERATION, "Ended duty cover early")
    LEAVE_RECORDED = (Kind.COLLECTION, "Recorded leave")
    LEAVE_ENDED = (Kind.ALTERATION, "Ended leave early")
    PASSWORD_SET = (Kind.ALTERATION, "Set a password")
    TOKEN_ISSUED = (Kind.ALTERATION, "Issued an API token")
    DEED_REFUSED = (Kind.CONSULTATION, "Was refused a deed")
    BATCH_LOADED = (Kind.COLLECTION, "Loaded a batch of rows")
    OLD_ROWS_THINNED = (Kind.ERASURE, "Deleted what is kept for a while only")
    LIST_VIEWED = (Kind.CONSULTATION, "Viewed a list")
    SEARCHED = (Kind.CONSULTATION, "Searched")
    AUDIT_VIEWED = (Kind.CONSULTATION, "Viewed the audit log")
    REPORT_VIEWED = (Kind.CONSULTATION, "Viewed a report")
    # Clocks and messages
    BANK_HOLIDAY_ADDED = (Kind.ALTERATION, "Added a bank holiday")
    BANK_HOLIDAY_WITHDRAWN = (Kind.ALTERATION, "Withdrew a bank holiday")
    CLOCK_RULE_ADDED = (Kind.ALTERATION, "Added a clock rule")
    MESSAGES_POSTED = (Kind.DISCLOSURE, "Posted messages")
    MESSAGES_DELIVERED = (Kind.DISCLOSURE, "Delivered messages by e-mail")
    MESSAGE_READ = (Kind.CONSULTATION, "Read a message")
    MESSAGE_HANDLED = (Kind.ALTERATION, "Marked a message as handled")
    FORM_OPENED = (Kind.CONSULTATION, "Opened a form on a record")
    TOKEN_REVOKED = (Kind.ALTERATION, "Ended an API token")
    # Cases
    CASE_OPENED = (Kind.COLLECTION, "Opened a case")
    CASE_EDITED = (Kind.ALTERATION, "Edited a case")
    RECORD_LINES_COPIED = (Kind.DISCLOSURE, "Took lines for the force record")
    CASE_VIEWED = (Kind.CONSULTATION, "Viewed a case")
    CASE_RESTRICTED = (Kind.ALTERATION, "Restricted a case to named people")
    PERSON_NAMED = (Kind.ALTERATION, "Gave a named person access to a case")
    NAMING_ENDED = (Kind.ALTERATION, "Ended a named person's access to a case")
    OFFICER_ASSIGNED = (Kind.ALTERATION, "Assigned an officer")
    ALLEGATION_ADDED = (Kind.COLLECTION, "Added an allegation")
    ALLEGATION_EDITED = (Kind.ALTERATION, "Edited an allegation")
    SURNAME_SEARCHED = (Kind.CONSULTATION, "Looked up a suspect's surname")
    SUSPECT_VIEWED = (Kind.CONSULTATION, "Viewed who a suspect is")
    SUSPECT_ADDED = (Kind.COLLECTION, "Added a suspect")
    VICTIM_ADDED = (Kind.COLLECTION, "Added a victim")
    MILESTONE_RECORDED = (Kind.COLLECTION, "Recorded a milestone")
    MILESTONE_VOIDED = (Kind.ALTERATION, "Voided a milestone")
    OUTCOME_RECORDED = (Kind.ALTERATION, "Recorded an outcome")
    # Victims
    IDENTITY_RECORDED = (Kind.COLLECTION, "Recorded who a victim is")
    IDENTITY_VIEWED = (Kind.CONSULTATION, "Viewed who a victim is")
    CONTACT_DETAILS_RECORDED = (Kind.COLLECTION, "Recorded how to reach a victim")
    CONTACT_DETAILS_VIEWED = (Kind.CONSULTATION, "Viewed how to reach a victim")
    CONTACT_RECORDED = (Kind.COLLECTION, "Recorded a contact with a victim")
    WITHDRAWAL_RECORDED = (Kind.COLLECTION, "Recorded a withdrawal")
    WITHDRAWAL_CORROBORATED = (Kind.ALTERATION, "Corroborated a withdrawal")
    WITHDRAWAL_VOIDED = (Kind.ALTERATION, "Voided a withdrawal")
    WITHDRAWAL_RESTAGED = (Kind.ALTERATION, "Re-computed a withdrawal's stage")
    RE_ENGAGEMENT_RECORDED = (Kind.COLLECTION, "Recorded a re-engagement")
    RE_ENGAGEMENT_VOIDED = (Kind.ALTERATION, "Voided a re-engagement")
    CONTACT_VOIDED = (Kind.ALTERATION, "Voided a contact")
    CONCERN_RAISED = (Kind.COLLECTION, "Raised a safeguarding concern")
    CONCERN_RESOLVED = (Kind.ALTERATION, "Resolved a safeguarding concern")
    ISVA_SUPPORT_SHARED = (Kind.DISCLOSURE, "Shared a victim's record with their ISVA")
    ISVA_SUPPORT_ENDED = (Kind.ALTERATION, "Ended an ISVA's access")
    VICTIM_VIEWED = (Kind.CONSULTATION, "Viewed a victim's page")
    WITHDRAWAL_VIEWED = (Kind.CONSULTATION, "Viewed a withdrawal")
    VICTIM_LOOKED_UP = (Kind.CONSULTATION, "Looked up a victim by name and date of birth")
    # CPS and action plans
    FILE_SENT_FOR_CHECK = (Kind.ALTERATION, "Sent a file to the gatekeeper")
    FILE_CHECKED = (Kind.ALTERATION, "Checked a file for CPS")
    FILE_CHECK_VIEWED = (Kind.CONSULTATION, "Viewed the check of a file")
    SUBMITTED_TO_CPS = (Kind.DISCLOSURE, "Submitted to CPS")
    SUBMISSION_TRIAGED = (Kind.ALTERATION, "Triaged a submission")
    ADVICE_WRITTEN = (Kind.COLLECTION, "Wrote advice")
    ADVICE_COUNTERSIGNED = (Kind.ALTERATION, "Countersigned advice")
    EARLY_ADVICE_CONSIDERED = (Kind.COLLECTION, "Recorded that early advice was considered")
    MEETING_RECORDED = (Kind.COLLECTION, "Recorded a meeting of police and CPS")
    ADVICE_READ = (Kind.ALTERATION, "Recorded what was done with advice")
    QUESTION_ASKED = (Kind.COLLECTION, "Asked a question about a submission")
    QUESTION_ANSWERED = (Kind.COLLECTION, "Answered a question about a submission")
    SUBMISSION_VIEWED = (Kind.CONSULTATION, "Viewed a submission to CPS")
    PLANS_LISTED = (Kind.CONSULTATION, "Viewed a list of action plans")
    PLAN_VIEWED = (Kind.CONSULTATION, "Viewed an action plan")
    ACTION_PLAN_ISSUED = (Kind.COLLECTION, "Issued an action plan")
    ITEMS_ACCEPTED = (Kind.ALTERATION, "Accepted action plan items")
    ITEM_ASSIGNED = (Kind.ALTERATION, "Gave an action plan item to somebody")
    ITEM_DATE_SET = (Kind.ALTERATION, "Set the date of an action plan item")
    ITEM_DISPUTED = (Kind.COLLECTION, "Disputed an action plan item")
    DISPUTE_ANSWERED = (Kind.COLLECTION, "Answered a dispute of an action plan item")
    ITEM_WAITS = (Kind.COLLECTION, "Recorded that an action plan item waits on a body")
    BODY_CHASED = (Kind.COLLECTION, "Chased a body that an action plan item waits on")
    WAIT_ENDED = (Kind.ALTERATION, "Ended the wait of an action plan item")
    ITEMS_RETURNED = (Kind.ALTERATION, "Returned action plan items")
    ITEM_CHECKED = (Kind.ALTERATION, "Checked a returned item")
    PLANS_WITHDRAWN = (Kind.ALTERATION, "Withdrew the action plans of a closed case")
    PLANS_REASSIGNED = (Kind.ALTERATION, "Gave action plans to somebody")
    REASSIGNMENT_VIEWED = (Kind.CONSULTATION, "Viewed what came of giving action plans away")
    PLAN_COMPLETED = (Kind.ALTERATION, "Completed an action plan")
    PLAN_DATE_SET = (Kind.ALTERATION, "Set a plan date")
    PLAN_REVIEWED = (Kind.COLLECTION, "Reviewed an action plan")
    REMINDERS_RAISED = (Kind.COLLECTION, "Raised reminders")
    ESCALATION_ACKNOWLEDGED = (Kind.ALTERATION, "Acknowledged an escalation")
    STRATEGY_WRITTEN = (Kind.COLLECTION, "Wrote a version of the case strategy")
    STRATEGY_AGREED = (Kind.ALTERATION, "Recorded that CPS agrees to the case strategy")
    STRATEGY_REVIEWED = (Kind.COLLECTION, "Reviewed the case strategy")
    STRATEGY_VIEWED = (Kind.CONSULTATION, "Viewed the case strategy")
    DUE_ITEM_VIEWED = (Kind.CONSULTATION, "Viewed what is owed and its ladder")
    LADDER_STEP_SET = (Kind.ALTERATION, "Set a step of the ladder")
    CPS_ACT_CONFIRMED = (Kind.ALTERATION, "Confirmed a CPS act recorded by police")
    # Decisions and the Right to Review
    NFA_PROPOSED = (Kind.COLLECTION, "Proposed no further action")
    NFA_AUTHORISED = (Kind.ALTERATION, "Authorised no further action")
    NFA_REFUSED = (Kind.ALTERATION, "Refused a proposed decision")
    VICTIM_NOTIFIED = (Kind.DISCLOSURE, "Told a victim of a decision")
    CPS_NFA_ENTERED = (Kind.COLLECTION, "Entered a CPS decision from its document")
    DECISION_VIEWED = (Kind.CONSULTATION, "Viewed a decision")
    VICTIM_NOT_TOLD = (Kind.ALTERATION, "Recorded why a victim was not told of a decision")
    REVIEW_REQUEST_VIEWED = (Kind.CONSULTATION, "Viewed a review request")
    REVIEW_OUTCOME_TOLD = (Kind.DISCLOSURE, "Told a victim the outcome of a review")
    RIGHT_TOLD = (Kind.DISCLOSURE, "Told a victim of the Right to Review")
    REVIEW_REQUESTED = (Kind.COLLECTION, "Received a review request")
    REVIEW_ACKNOWLEDGED = (Kind.ALTERATION, "Acknowledged a review request")
    REVIEW_ALLOCATED = (Kind.ALTERATION, "Allocated a review")
    REVIEW_DECIDED = (Kind.ALTERATION, "Decided a review")
