"""The deeds of decisions and of the Right to Review. Each module holds one noun."""

from reviews.services.asking_too import record_also_asked, take_ask_back
from reviews.services.cps import (
    authorise_cps_nfa,
    confirm_cps_decision,
    propose_cps_nfa,
    record_cps_nfa,
)
from reviews.services.cps_letters import record_cps_letter
from reviews.services.cps_reviews import (
    ask_independent_review,
    pass_on_to_cps,
    record_cps_review,
    record_cps_review_outcome,
    record_cps_review_told,
)
from reviews.services.day import record_day_step, record_safety_plan, sign_off_day
from reviews.services.decisions import authorise_nfa, propose_nfa, refuse_nfa
from reviews.services.drafting import draft_letter, draft_review_letter
from reviews.services.enquiries import record_enquiries_found
from reviews.services.expedited import (
    move_expedited_hearing,
    record_expedited_answer,
    record_expedited_outcome,
    record_expedited_told,
    record_no_evidence_proposed,
    record_no_evidence_told,
)
from reviews.services.extending import extend_review, record_review_update
from reviews.services.follow_up import say_no_letter
from reviews.services.interpreting import record_letter_interpreted
from reviews.services.learning import learn_from_review
from reviews.services.letters import (
    drop_letter,
    edit_letter,
    record_letter_printed,
    record_letter_sent,
    sign_off_letter,
)
from reviews.services.overriding import override_eligibility
from reviews.services.reopening import cancel_crime, cancel_recorded_crime, reopen_decision
from reviews.services.requests import acknowledge_review_request, receive_review_request
from reviews.services.reviewing import (
    allocate_review,
    decide_review,
    give_review_back,
    tell_review_outcome,
)
from reviews.services.sending import send_letter_by_notify
from reviews.services.taking_back import take_letter_back
from reviews.services.telling import notify_victim, record_told_of_right
from reviews.services.telling_plan import (
    plan_telling,
    record_telling_attempt,
    record_wish_to_wait,
    say_why_late,
)
from reviews.services.training import record_review_training, void_review_training
from reviews.services.translations import record_translation_checked
from reviews.services.untold import take_back_not_told
from reviews.services.victim_questions import answer_victim_question, record_victim_question

__all__ = [
    "acknowledge_review_request",
    "allocate_review",
    "answer_victim_question",
    "ask_independent_review",
    "authorise_cps_nfa",
    "authorise_nfa",
    "cancel_crime",
    "cancel_recorded_crime",
    "confirm_cps_decision",
    "decide_review",
    "draft_letter",
    "draft_review_letter",
    "drop_letter",
    "edit_letter",
    "extend_review",
    "give_review_back",
    "learn_from_review",
    "move_expedited_hearing",
    "notify_victim",
    "override_eligibility",
    "pass_on_to_cps",
    "plan_telling",
    "propose_cps_nfa",
    "propose_nfa",
    "receive_review_request",
    "record_also_asked",
    "record_cps_letter",
    "record_cps_nfa",
    "record_cps_review",
    "record_cps_review_outcome",
    "record_cps_review_told",
    "record_day_step",
    "record_enquiries_found",
    "record_expedited_answer",
    "record_expedited_outcome",
    "record_expedited_told",
    "record_letter_interpreted",
    "record_letter_printed",
    "record_letter_sent",
    "record_no_evidence_proposed",
    "record_no_evidence_told",
    "record_review_training",
    "record_review_update",
    "record_safety_plan",
    "record_telling_attempt",
    "record_told_of_right",
    "record_translation_checked",
    "record_victim_question",
    "record_wish_to_wait",
    "refuse_nfa",
    "reopen_decision",
    "say_no_letter",
    "say_why_late",
    "send_letter_by_notify",
    "sign_off_day",
    "sign_off_letter",
    "take_ask_back",
    "take_back_not_told",
    "take_letter_back",
    "tell_review_outcome",
    "void_review_training",
]
