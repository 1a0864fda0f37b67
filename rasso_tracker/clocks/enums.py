"""The closed lists of the clocks."""

from django.db import models


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", "working days"
    CALENDAR_DAYS = "calendar_days", "calendar days"
    CALENDAR_MONTHS = "calendar_months", "calendar months"
    HOURS = "hours", "hours"
    TIMES = "times", "times"  # how often, not how long: ClockCode.TELLING_ATTEMPTS alone

    def counted(self, amount: int) -> str:
        """ "1 working day", "30 working days"."""
        return f"{amount} {self.label[:-1] if amount == 1 else self.label}"


class Verified(models.TextChoices):
    """How well the source of a rule was checked (the marks of domain.md)."""

    READ = "V", "Read at the source named."
    SECOND_HAND = "V2", "Read in a secondary source, not at the original."
    UNREAD = "U", "Common practice, not read at any source. Check before you rely on it."
    ASSUMED = "A", "Our own starting value, not a published rule. The force sets it."


class Word(models.TextChoices):
    """What a deadline says of itself at a moment. "Escalated" is said by the ladder, not by a clock."""

    ON_TRACK = "on_track", "On track"
    DUE_SOON = "due_soon", "Due soon"
    OVERDUE = "overdue", "Overdue"


class ClockCode(models.TextChoices):
    """The clocks that the services ask for by name. Amounts and sources are rows (ClockRule)."""

    TELL_VICTIM_ENHANCED = "tell_victim_enhanced", "Tell the victim of a decision or event (enhanced rights)"
    TELL_VICTIM_STANDARD = (
        "tell_victim_standard",
        "Tell the victim of a decision or event (enhanced declined)",
    )
    TELL_NOT_INVESTIGATED = "tell_not_investigated", "Tell the victim of a decision not to investigate"
    SUPPORT_REFERRAL = "support_referral", "Refer the victim to support"
    SUPPORT_ANSWER = "support_answer", "Ask a support service whether it can take a referral"
    SUPPORT_DECLINED = "support_declined", "Find another support service"
    CONTACT_CHECK = "contact_check", "Confirm with the victim how to reach them safely"
    CARRIER_GONE = "carrier_gone", "Ask a victim how to be reached once whoever they go by has gone"
    TOLD_WITHDRAWAL = "told_withdrawal", "Answer what an ISVA told us for a victim"
    NEEDS_ASSESSMENT_FIRST = "needs_assessment_first", "Assess a victim's needs for the first time"
    NEEDS_ASSESSMENT = "needs_assessment", "Assess a victim's needs again"
    LOOK_BACK = "look_back", "Look back on a withdrawal"
    VICTIM_UPDATE = "victim_update", "Update the victim on progress"
    TELLING_ATTEMPTS = "telling_attempts", "Write to a victim after attempts to tell them of a decision"
    TELLING_LATEST = "telling_latest", "Tell a victim whose telling is planned, at the latest"
    TELLING_OVERDUE = "telling_overdue", "Tell a victim who should have heard already, at the latest"
    FOLLOW_UP_LETTER = "follow_up_letter", "Write to a victim who was told of a decision"
    VICTIM_QUESTION = "victim_question", "Answer what a victim asked about a decision"
    RIGHT_CLOSES = "right_closes", "Look again before the Right to Review closes: days ahead"
    POLICE_REVIEW_REQUEST = "police_review_request", "Ask the police for a review"
    POLICE_REVIEW_ACKNOWLEDGE = "police_review_acknowledge", "Acknowledge a review request"
    POLICE_REVIEW_COMPLETE = "police_review_complete", "Complete a review and tell the victim"
    REVIEW_UPDATE = "review_update", "Tell a victim how an extended review goes"
    CARRY_OUT_REVIEW = "carry_out_review", "Carry out what a review of a decision came to"
    REVIEW_TRAINING = "review_training", "Training in the Right to Review counts for"
    CPS_REVIEW_REQUEST = "cps_review_request", "Ask CPS for a review (ordinary)"
    CPS_REVIEW_REQUEST_LAST = "cps_review_request_last", "Ask CPS for a review (last date)"
    CPS_REVIEW_PASS_ON = "cps_review_pass_on", "Pass a review request on to CPS"
    TELL_NO_EVIDENCE = "tell_no_evidence", "Tell a victim that CPS means to offer no evidence"
    CPS_EXPEDITED_REQUEST = "cps_expedited_request", "Ask CPS for an expedited review"
    CPS_REVIEW_LOCAL = "cps_review_local", "CPS local resolution"
    CPS_REVIEW_INDEPENDENT = "cps_review_independent", "CPS independent review"
    CPS_REVIEW_EXPEDITED = "cps_review_expedited", "CPS expedited review before a case is stopped"
    BAIL_STANDARD = "bail_standard", "Pre-charge bail"
    BAIL_INSPECTOR = "bail_inspector", "Pre-charge bail extended by an inspector"
    BAIL_SUPERINTENDENT = "bail_superintendent", "Pre-charge bail extended by a superintendent"
    FILE_CHECK = "file_check", "Gatekeeper's check of a file"
    CPS_RED_REVIEW = "cps_red_review", "CPS review of a custody (red) case"
    CPS_CHARGING_SHORT = "cps_charging_short", "CPS charging review, short"
    CPS_CHARGING = "cps_charging", "CPS charging review"
    EARLY_ADVICE = "early_advice", "CPS early advice"
    ADVICE_QUESTION = "advice_question", "Answer a question between police and CPS"
    DISPUTE = "dispute", "Answer a dispute of an item"
    COUNTERSIGN = "countersign", "Countersign advice"
    UNANSWERED = "unanswered", "Find the way on after CPS closed its record unanswered"
    CPS_CHASE_FIRST = "cps_chase_first", "CPS first chase of an unanswered action plan"
    CPS_CHASE_SECOND = "cps_chase_second", "CPS second chase of an unanswered action plan"
    PLAN_TARGET = "plan_target", "Action plan: target date"
    PLAN_REVIEW = "plan_review", "Action plan: review date"
    SUPERVISORY_REVIEW_FIRST = "supervisory_review_first", "First supervisory review of an investigation"
    SUPERVISORY_REVIEW = "supervisory_review", "Supervisory review of the investigation"
    DUE_SOON = "due_soon", "Remind before a date: days ahead"


# Counted from a day, not from a moment, so never in hours: a telling is planned to a day, CPS gives dates.
OF_DAYS = frozenset(
    {
        ClockCode.TELLING_LATEST,
        ClockCode.TELLING_OVERDUE,
        ClockCode.TELL_NO_EVIDENCE,
        ClockCode.CPS_EXPEDITED_REQUEST,
        ClockCode.CPS_REVIEW_EXPEDITED,
        ClockCode.CPS_REVIEW_REQUEST,
        ClockCode.CPS_REVIEW_REQUEST_LAST,
        ClockCode.CPS_REVIEW_PASS_ON,
        ClockCode.CPS_REVIEW_LOCAL,
        ClockCode.CPS_REVIEW_INDEPENDENT,
        ClockCode.REVIEW_TRAINING,
        ClockCode.SUPERVISORY_REVIEW,
        ClockCode.SUPERVISORY_REVIEW_FIRST,
        ClockCode.PLAN_TARGET,
        ClockCode.PLAN_REVIEW,
    }
)
