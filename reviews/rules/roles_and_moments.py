"""What every check of this app says alike."""

from __future__ import annotations

from datetime import datetime

from cases.rules import who_can
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed

WORDS = {
    "propose_nfa": "propose no further action, or a disposal out of court",
    "authorise_nfa": "authorise a police decision",
    "refuse_nfa": "refuse a proposed decision",
    "propose_cps_nfa": "propose that CPS takes no further action",
    "authorise_cps_nfa": "authorise a CPS decision",
    "record_cps_nfa": "record a CPS decision from its document",
    "confirm_cps_decision": "confirm a CPS decision that police entered",
    "notify_victim": "record that a victim was told of a decision",
    "take_back_not_told": "take back why a victim is not told of a decision",
    "record_told_of_right": "record that a victim was told of the Right to Review",
    "plan_telling": "plan how a victim is told of a decision",
    "record_telling_attempt": "record an attempt to tell a victim of a decision",
    "record_wish_to_wait": "record that a victim asked to be told later",
    "say_why_late": "say why a victim was told late",
    "say_no_letter": "say that no letter follows",
    "record_victim_question": "record what a victim asked about a decision",
    "answer_victim_question": "record what a victim was answered",
    "draft_letter": "draft a letter to a victim",
    "draft_review_letter": "draft a letter on a review",
    "edit_letter": "edit a letter to a victim",
    "sign_off_letter": "sign off a letter to a victim",
    "drop_letter": "drop a letter to a victim",
    "record_letter_printed": "record that a letter to a victim was printed",
    "record_translation_checked": "record that a translation of the letters was checked",
    "record_letter_sent": "record that a letter to a victim went",
    "record_letter_interpreted": "record that an interpreter read a letter to a victim",
    "send_letter_by_notify": "send a letter to a victim by GOV.UK Notify",
    "take_letter_back": "take back a letter to a victim that waits for GOV.UK Notify",
    "record_cps_letter": "record that CPS sent a victim its letter",
    "reopen_decision": "open a decision again",
    "cancel_crime": "cancel a crime",
    "cancel_recorded_crime": "cancel a crime",
    "record_safety_plan": "say whether the victim's safety is planned for",
    "sign_off_day": "sign off the order in which a decision is told",
    "record_day_step": "record a step of the day of a decision",
    "override_eligibility": "decide whether a victim may ask for a review",
    "receive_review_request": "record a review request",
    "record_also_asked": "record that somebody else asked for a review too",
    "take_ask_back": "take back that somebody asked for a review too",
    "record_enquiries_found": "record what enquiries found",
    "acknowledge_review_request": "acknowledge a review request",
    "allocate_review": "allocate a review",
    "record_cps_review": "record a request that CPS review its decision",
    "pass_on_to_cps": "record that a request went on to CPS",
    "record_cps_review_outcome": "record what CPS's review came to",
    "record_cps_review_told": "record that a victim heard what CPS's review came to",
    "ask_independent_review": "record a request for CPS's independent review",
    "record_no_evidence_proposed": "record that CPS means to offer no evidence",
    "record_no_evidence_told": "record that a victim heard that CPS means to offer no evidence",
    "record_expedited_answer": "record whether a victim asks for an expedited review",
    "record_expedited_outcome": "record what an expedited review came to",
    "record_expedited_told": "record that a victim heard what an expedited review came to",
    "move_expedited_hearing": "change the hearing of an expedited review",
    "extend_review": "extend a review",
    "record_review_update": "record that a victim heard how their review goes",
    "give_review_back": "give a review back",
    "decide_review": "decide a review",
    "tell_review_outcome": "record that a victim was told the outcome of a review",
}
NOT_YOURS = "This case is not open to you. Its officer in charge or their supervisor can help."
NOT_AUTHORISED = (
    "This decision has not been authorised, so there is nothing to tell anybody yet. A"
    " second person has to authorise it first."
)


def check_role(by: Person, deed: str) -> None:
    """The role in use does this deed. Raises NotAllowed; whether the case is theirs is asked with its
    lock.
    """
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(f"You cannot {WORDS[deed]} as {by.role.title}. {who_can(deed)}")


def check_not_in_future(field: str, moment_given: datetime, at: datetime) -> None:
    if moment_given > at:
        raise Invalid({field: "Enter a moment that is not in the future."})
