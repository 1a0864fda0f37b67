"""Deeds that go together: a role is given the set, so that a new deed of a kind is added in one place."""

FIGURES = {
    "read_performance",
    "read_withdrawal_figures",
    "read_completeness",
    "read_support_gaps",
    "read_review_training",
    "read_untrained_decisions",
    "read_take_up",
}
FILTER_DEEDS = {"save_filter", "change_filter", "remove_filter"}  # of lists, under a name
INBOX_DEEDS = {"read_inbox", "mark_message_read", "mark_messages_read", "mark_inbox_read"}
RECORD_LINES = "take_record_lines"  # what was recorded, as text for the force's records system: police alone
# Everybody's, about themselves; whose else it may be is in rules.py.
OWN_DEEDS = {"record_leave", "end_leave", "edit_own_details"}
PEOPLE_DEEDS = {
    "add_person",
    "edit_person",
    "issue_first_password",
    "move_person",
    "cancel_move",
    "deactivate_person",
    "reactivate_person",
    "propose_role",
    "approve_role",
    "refuse_role",
    "withdraw_role",
}
DUTY_DEEDS = {"set_duty_pattern", "set_duty_day", "import_roster"}
# Making an action plan from the text of a CPS document; whoever may issue one may do these.
FROM_A_DOCUMENT = {"paste_document", "issue_from_document", "keep_corrections", "discard_document"}
CPS_ACTS_BY_POLICE = {
    *FROM_A_DOCUMENT,
    "agree_strategy",
    "triage_submission",
    "write_advice",
    "issue_action_plan",
    "answer_dispute",
    "check_item",
    "complete_plan",
    "withdraw_item",
    "take_back_item_withdrawal",
    "withdraw_plan",
    "finalise_plan",
    "reopen_plan",
    "take_back_plan_withdrawal",
    "finalise_early_advice",
    "take_back_early_advice_end",
}
ITEM_DEEDS = {
    "link_item",
    "accept_items",
    "assign_item",
    "set_item_date",
    "dispute_item",
    "wait_on_body",
    "chase_body",
    "end_wait",
}
# What both sides do about advice; police also enter CPS's words from its document.
ADVICE_DEEDS = {"countersign_advice", "ask_question", "answer_question", "record_meeting"}
# What is done about a booking of an advice clinic by everybody who was there.
CLINIC_DEEDS = {
    "record_clinic_result",
    "correct_clinic_result",
    "write_clinic_advice",
    "add_follow_up",
    "finish_follow_up",
    "move_follow_up",
    "withdraw_follow_up",
    "reopen_follow_up",
}
BOOKING_DEEDS = {"book_clinic", "cancel_booking", "move_booking", *CLINIC_DEEDS}
RUNNING_DEEDS = {"set_up_clinic", "cancel_clinic", "swap_clinic_lawyer", "change_clinic_host"}
# Letters to victims: those who work on the case and their supervisors, never the victim's name to others.
LETTER_DEEDS = {
    "draft_letter",
    "draft_review_letter",
    "edit_letter",
    "sign_off_letter",
    "drop_letter",
    "record_letter_printed",
    "record_letter_sent",
    "record_letter_interpreted",
    "send_letter_by_notify",
    "take_letter_back",
    "record_cps_letter",
    "read_letters",
}
# Following a review under CPS's scheme for the victim.
CPS_REVIEW_DEEDS = {
    "record_cps_review",
    "pass_on_to_cps",
    "record_cps_review_outcome",
    "record_cps_review_told",
    "ask_independent_review",
    "record_no_evidence_proposed",
    "record_no_evidence_told",
    "record_expedited_answer",
    "record_expedited_outcome",
    "record_expedited_told",
    "move_expedited_hearing",
}
# Decisions of the police as an officer makes them, and what a supervisor settles.
DECISION_DEEDS = {
    "propose_nfa",
    "record_cps_nfa",
    "receive_review_request",
    "record_also_asked",
    "take_ask_back",
    "record_enquiries_found",
    "acknowledge_review_request",
    "record_review_update",
    "tell_review_outcome",
}
SETTLING_DEEDS = {
    "authorise_nfa",
    "sign_off_day",
    "reopen_decision",
    "override_eligibility",
    "refuse_nfa",
    "allocate_review",
    "give_review_back",
}
# Telling a victim of a decision: the plan, what was tried, what they asked, and that they were told.
TELLING_DEEDS = {
    "notify_victim",
    "take_back_not_told",
    "record_told_of_right",
    "plan_telling",
    "record_telling_attempt",
    "record_wish_to_wait",
    "say_why_late",
    "say_no_letter",
    "record_victim_question",
    "answer_victim_question",
    "read_rights_to_tell",
    "record_safety_plan",
    "record_day_step",
}
# Looking for other reports about the suspects of a case, across districts.
MATCH_DEEDS = {"look_at_matches", "judge_match"}
LEARNING_DEEDS = {"record_look_back", "void_look_back", "pass_lesson_on"}
# Of reasons and stages.
TERM_DEEDS = {"add_reason", "rename_term", "retire_term", "split_term", "take_back_term_change"}
SUPPORT_DEEDS = {
    "offer_support",
    "record_support_choice",
    "send_referral",
    "record_support_answer",
    "void_support_step",
    "ask_for_sto",
    "deploy_sto",
    "record_sto_met",
    "end_sto",
    "void_sto",
    "hand_over_contact",
}
VICTIM_DEEDS = SUPPORT_DEEDS | {
    "add_victim",
    "record_identity",
    "record_contact_details",
    "record_contact",
    "record_withdrawal",
    "record_re_engagement",
    "void_withdrawal",
    "void_re_engagement",
    "correct_re_engagement",
    "void_contact",
    "arrange_appointment",
    "move_appointment",
    "cancel_appointment",
    "record_appointment_held",
    "confirm_told_withdrawal",
    "answer_told_withdrawal",
    "share_with_isva",
    "end_isva_support",
    "record_characteristics",
    "assess_needs",
    "record_rights_choice",
    "record_attempt",
    "say_why_not_told",
    "agree_updates",
    "raise_contact_alert",
    "confirm_ways",
    "record_circumstances",
    "name_spokesperson",
    "end_spokesperson",
    "raise_safeguarding_concern",
    "resolve_safeguarding_concern",
    "plan_material_request",
    "give_material_notice",
    "send_material_request",
    "record_material_answer",
    "record_device_answer",
    "record_device_return",
    "drop_material_request",
}
# What an ISVA records about a client: each form says above it that it becomes a police record.
CLIENT_DEEDS = {
    "record_contact",
    "record_attempt",
    "raise_contact_alert",
    "raise_safeguarding_concern",
    "tell_withdrawal",
    "answer_appointment",
    "end_my_support",
}
CASE_DEEDS = {
    "open_case",
    "edit_case",
    "add_allegation",
    "edit_allegation",
    "add_suspect",
    "correct_suspect",
    "void_suspect",
    "record_milestone",
    "void_milestone",
}
TRAINING_DEEDS = {"read_review_training", "record_review_training", "void_review_training"}
SUPERVISION_DEEDS = {"withdraw_direction", "move_direction", "record_supervisory_review"}
