"""Enumerations of submissions, advice and action plans (domain.md 4 and 12), with the table of legal
changes.
"""

from django.db import models

from cases.lesson_enums import LESSON_DUE, LOOK_BACK_DUE
from cases.supervision_enums import OWED_IN_REVIEWS, OWED_TO_VICTIMS


class SubmissionKind(models.TextChoices):
    """What CPS is asked for. Days are calendar days (domain.md 4)."""

    EARLY_ADVICE = "early_advice", "Early advice"
    WITHIN_5_DAYS = "within_5_days", "Charging decision within 5 days"
    WITHIN_28_DAYS = "within_28_days", "Charging decision within 28 days"
    PRIORITY = "priority", "Priority: suspect in custody"


class SubmissionStatus(models.TextChoices):
    """What became of a submission at triage; ANSWERED where CPS answered and nobody recorded a triage."""

    SENT = "sent", "Waiting for triage"
    ACCEPTED = "accepted", "Accepted by triage"
    REJECTED = "rejected", "Rejected by triage"
    ANSWERED = "answered", "Answered, no triage recorded"


class RejectionReason(models.TextChoices):
    """The 13 reasons of CPS triage and two of red cases alone (domain.md 4, CPS's design history)."""

    MATERIAL_NOT_RECEIVED = "material_not_received", "Case material not received correctly"
    DISCLOSURE_SCHEDULE = "disclosure_schedule", "No disclosure schedule, or one is missing"
    NO_MG3 = "no_mg3", "No MG3"
    SUPERVISOR_COMMENTS = "supervisor_comments", "No supervisor comments, or incomplete ones"
    DV_CHECKLIST = "dv_checklist", "No domestic violence checklist"
    MG11 = "mg11", "No MG11s, or one is missing"
    EXHIBITS = "exhibits", "Exhibits missing"
    INTERVIEW_SUMMARY = "interview_summary", "No interview summary"
    SUSPECT_ANTECEDENTS = "suspect_antecedents", "Suspect's previous convictions missing"
    WITNESS_ANTECEDENTS = "witness_antecedents", "Victim's or witness's previous convictions missing"
    HARD_MEDIA = "hard_media", "Hard media missing"
    THIRD_PARTY = "third_party", "Third-party material missing"
    OIC_DETAILS = "oic_details", "Officer's contact details missing or not usable"
    CUSTODY_STATUS = "custody_status", "Priority case: check custody status"
    INSUFFICIENT = "insufficient", "Priority case: insufficient information"


# Only a case with a suspect in custody is rejected for these.
OF_PRIORITY = (RejectionReason.CUSTODY_STATUS, RejectionReason.INSUFFICIENT)


class AdviceKind(models.TextChoices):
    EARLY = "early", "Early advice"
    CHARGING = "charging", "Charging advice"
    NFA = "nfa", "Advice towards no further action"


class CpsSource(models.TextChoices):
    CPS = "cps", "Recorded by CPS"
    POLICE_FROM_DOCUMENT = "police_from_document", "Entered by police from the CPS document"


class CpsDocument(models.TextChoices):
    """Which CPS document the police entered an act from. A closed list, so that no free text stands
    unsealed.
    """

    MG3 = "mg3", "MG3 report"
    MG3A = "mg3a", "MG3A further report"
    ACTION_PLAN = "action_plan", "CPS action plan"
    TRIAGE_NOTE = "triage_note", "CPS triage note"
    LETTER = "letter", "CPS letter"
    EMAIL = "email", "CPS e-mail"
    CLINIC_NOTE = "clinic_note", "Note of an advice clinic"


class ItemType(models.TextChoices):
    """What an action plan asks for (domain.md 12)."""

    STATEMENT = "statement", "Statement (MG11)"
    FURTHER_ABE = "further_abe", "Further ABE interview or clarification"
    EXHIBIT = "exhibit", "Exhibit"
    FORENSIC = "forensic", "Forensic evidence"
    MEDICAL = "medical", "Medical evidence"
    MEDIA_BWV = "media_bwv", "Body-worn video"
    MEDIA_CCTV = "media_cctv", "CCTV"
    MEDIA_OTHER = "media_other", "Other media"
    DIGITAL = "digital", "Phone or digital material"
    THIRD_PARTY = "third_party", "Third-party material"
    INTERVIEW_SUMMARY = "interview_summary", "Interview summary"
    RE_INTERVIEW = "re_interview", "Suspect re-interview"
    IDENTIFICATION = "identification", "Identification"
    EXPERT = "expert", "Expert evidence"
    SUSPECT_ANTECEDENTS = "suspect_antecedents", "Suspect antecedents"
    WITNESS_ANTECEDENTS = "witness_antecedents", "Victim or witness antecedents"
    BAD_CHARACTER = "bad_character", "Bad character"
    DISCLOSURE_SCHEDULE = "disclosure_schedule", "Disclosure schedule"
    DISCLOSURE_DOCUMENT = "disclosure_document", "Disclosure management document"
    UNUSED = "unused", "Unused material"
    LINES_OF_INQUIRY = "lines_of_inquiry", "Explanation of lines of inquiry"
    SPECIAL_MEASURES = "special_measures", "Special measures (MG2)"
    VICTIM_NEEDS = "victim_needs", "Victim's needs or personal statement"
    TRANSLATION = "translation", "Translation"
    SUPERVISOR_COMMENTS = "supervisor_comments", "Supervisor comments"
    LEGAL = "legal", "Legal or administrative (MG3, orders)"


class ItemStatus(models.TextChoices):
    OPEN = "open", "With police"
    RETURNED = "returned", "Returned, to be checked"
    SENT_BACK = "sent_back", "Sent back by CPS"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "No longer asked for"
    UNANSWERED = "unanswered", "Not answered before CPS closed its record"


# An item in one of these is still owed by the police: the target date counts while one is.
OPEN_ITEMS = (ItemStatus.OPEN, ItemStatus.SENT_BACK)

ITEM_CHANGES: dict[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.OPEN: frozenset({ItemStatus.RETURNED, ItemStatus.WITHDRAWN, ItemStatus.UNANSWERED}),
    ItemStatus.SENT_BACK: frozenset({ItemStatus.RETURNED, ItemStatus.WITHDRAWN, ItemStatus.UNANSWERED}),
    ItemStatus.RETURNED: frozenset({ItemStatus.ACCEPTED, ItemStatus.SENT_BACK, ItemStatus.WITHDRAWN}),
    # Only where CPS supersedes what police had entered for it.
    ItemStatus.ACCEPTED: frozenset({ItemStatus.RETURNED}),
    # The same, or where a withdrawal that was a mistake is taken back: it is again what it was.
    ItemStatus.WITHDRAWN: frozenset({ItemStatus.OPEN, ItemStatus.SENT_BACK, ItemStatus.RETURNED}),
    # Where CPS opens the plan again.
    ItemStatus.UNANSWERED: frozenset({ItemStatus.OPEN, ItemStatus.SENT_BACK}),
}


class PlanStatus(models.TextChoices):
    """Where a plan stands. "Lapsed" is a fact of its dates, never a status (model.md)."""

    ISSUED = "issued", "Issued"
    ACCEPTED = "accepted", "Accepted by police"
    IN_PROGRESS = "in_progress", "In progress"
    PART_RETURNED = "part_returned", "Part returned"
    RETURNED = "returned", "Returned to CPS"
    REJECTED = "rejected", "Return rejected by CPS"
    COMPLETED = "completed", "Completed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ADMIN_FINALISED = "admin_finalised", "Administratively finalised"


CLOSED_PLANS = (PlanStatus.COMPLETED, PlanStatus.WITHDRAWN, PlanStatus.ADMIN_FINALISED)
OPEN_PLANS = tuple(status for status in PlanStatus if status not in CLOSED_PLANS)

_ENDS = frozenset(CLOSED_PLANS)
PLAN_CHANGES: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.ISSUED: _ENDS
    | {PlanStatus.ACCEPTED, PlanStatus.IN_PROGRESS, PlanStatus.PART_RETURNED, PlanStatus.RETURNED},
    PlanStatus.ACCEPTED: _ENDS | {PlanStatus.IN_PROGRESS, PlanStatus.PART_RETURNED, PlanStatus.RETURNED},
    PlanStatus.IN_PROGRESS: _ENDS | {PlanStatus.PART_RETURNED, PlanStatus.RETURNED},
    PlanStatus.PART_RETURNED: _ENDS | {PlanStatus.RETURNED, PlanStatus.REJECTED},
    # All but the ends and the rejection only where a withdrawal that was a mistake is taken back.
    PlanStatus.RETURNED: frozenset(PlanStatus) - {PlanStatus.RETURNED},
    PlanStatus.REJECTED: _ENDS | {PlanStatus.PART_RETURNED, PlanStatus.RETURNED},
    # CPS closes a record that was not answered and may open it again, in progress (domain.md 4); the others
    # only where CPS supersedes that police had entered it.
    PlanStatus.ADMIN_FINALISED: frozenset(OPEN_PLANS),
    # CPS supersedes the completion that police had entered for it.
    PlanStatus.COMPLETED: frozenset({PlanStatus.RETURNED}),
    # The charge beside which it was withdrawn is voided, or CPS withdrew it by mistake: it is again what it
    # was (services/beside.py, services/opening.py).
    PlanStatus.WITHDRAWN: frozenset(OPEN_PLANS),
}


class DateKind(models.TextChoices):
    TARGET = "target", "Target date"
    REVIEW = "review", "Review date"
    NEXT_ACT = "next_act", "Next act"


class DateBecause(models.TextChoices):
    """Why a date was set. Which of them is a slip: models/dates.py, slipped()."""

    ISSUED = "issued", "Set when the plan was issued"
    REVIEWED = "reviewed", "Set at a review"
    MOVED = "moved", "Moved, with a reason"
    SENT_BACK = "sent_back", "Set when CPS sent an item back after the target date"
    OPENED_AGAIN = "opened_again", "Set when CPS opened the plan again"
    TAKEN_BACK = "taken_back", "Set when the end of the plan, a mistake, was taken back"
    OWED_AGAIN = "owed_again", "Set by its rule as the plan was owed again"
    ACKNOWLEDGED = "acknowledged", "Promised when an escalation was acknowledged"


class ReviewOutcome(models.TextChoices):
    ON_TRACK = "on_track", "On track"
    NEW_DATE = "new_date", "New target date, with a reason"
    ESCALATE = "escalate", "Escalate to the next step"
    COMPLETE = "complete", "Complete: nothing more is asked"


class LadderKind(models.TextChoices):
    """What climbs a ladder: the dates of a plan, and what is owed on a case under one of these codes.

    Bail and custody limits and safeguarding start at step 2 (model.md).
    """

    TARGET = DateKind.TARGET.value, DateKind.TARGET.label
    REVIEW = DateKind.REVIEW.value, DateKind.REVIEW.label
    NEXT_ACT = DateKind.NEXT_ACT.value, DateKind.NEXT_ACT.label
    BAIL_LIMIT = "bail_limit", "Limit of bail"
    CUSTODY_LIMIT = "custody_limit", "Custody time limit"
    SAFEGUARDING = "safeguarding", "Safeguarding concern"
    STRATEGY_REVIEW = "strategy_review", "Review of the case strategy"
    ITEM_CHASE = "item_chase", "Chase of a body that an item waits on"
    CLINIC_FOLLOW_UP = "clinic_follow_up", "Follow-up of an advice clinic"
    DISPUTE = "dispute", "Answer to a disputed item"
    COUNTERSIGN = "countersign", "Countersignature of advice"
    ADVICE_AGAIN = "advice_again", "Advice to be written again"
    UNANSWERED = "unanswered", "Way on from what CPS closed unanswered"
    SUPERVISORY_REVIEW = "supervisory_review", "Supervisory review of the investigation"
    DIRECTION = "direction", "Direction of a supervisory review"
    MATERIAL = "material", "Private material asked for"
    TOLD_WITHDRAWAL = "told_withdrawal", "Answer to what an ISVA told us"
    VICTIM_OWED = "victim_owed", "Owed to a victim"
    REVIEW_OWED = "review_owed", "Owed in the Right to Review"
    LESSON = LESSON_DUE, "Lesson"
    LOOK_BACK = LOOK_BACK_DUE, "Look-back on a withdrawal"


# The ladders of what is owed on a case: one for most codes, and one for all that is owed to victims.
CLIMBING = tuple(kind for kind in LadderKind if kind not in DateKind.values)
# Those of contact with victims: for those alone who read of it.
OF_CONTACT = (LadderKind.TOLD_WITHDRAWAL, LadderKind.VICTIM_OWED)


def ladder_of(code: str) -> LadderKind | None:
    """The ladder that a due item of this code (cases.DueItem.code) climbs; None where it climbs none."""
    if code in CLIMBING:
        return LadderKind(code)
    if code in OWED_IN_REVIEWS:
        return LadderKind.REVIEW_OWED
    return LadderKind.VICTIM_OWED if code in OWED_TO_VICTIMS else None


# A limit that the law sets. Answering does not move it, so a promise never reaches past it.
HARD_LIMITS = (LadderKind.BAIL_LIMIT, LadderKind.CUSTODY_LIMIT)


class LadderUnit(models.TextChoices):
    WORKING_DAYS = "working_days", "working days after"
    MONTHS = "months", "months after"
    WORKING_DAYS_BEFORE = "working_days_before", "working days before"


STEPS = (0, 1, 2, 3, 4)
TOP_STEP = STEPS[-1]


class Side(models.TextChoices):
    """Who has the next move."""

    POLICE = "police", "Police"
    CPS = "cps", "CPS"

    @property
    def within_a_sentence(self) -> str:
        return "police" if self == Side.POLICE else str(self.label)
