"""The deeds about victims. Other apps import from here; each module holds one noun."""

from victims.services.alerts import confirm_ways, raise_contact_alert
from victims.services.contact import record_attempt, record_contact, void_contact
from victims.services.deployment import (
    ask_for_sto,
    deploy_sto,
    end_sto,
    hand_over_contact,
    record_sto_met,
    void_sto,
)
from victims.services.events import owe_word_to, say_why_not_told
from victims.services.frequency import agree_updates
from victims.services.identity import record_contact_details, record_identity
from victims.services.look_backs import record_look_back, void_look_back
from victims.services.material import (
    decide_material_request,
    drop_material_request,
    give_material_notice,
    plan_material_request,
    record_device_answer,
    record_device_return,
    record_material_answer,
    send_material_request,
)
from victims.services.merging import merge_victims
from victims.services.record import assess_needs, record_characteristics, record_rights_choice
from victims.services.reengagements import (
    correct_re_engagement,
    record_re_engagement,
    void_re_engagement,
)
from victims.services.referrals import (
    offer_support,
    record_support_answer,
    record_support_choice,
    send_referral,
    void_support_step,
)
from victims.services.restaging import restage
from victims.services.safeguarding import raise_safeguarding_concern, resolve_safeguarding_concern
from victims.services.spokesperson import (
    agree_spokesperson,
    end_spokesperson,
    name_spokesperson,
    record_circumstances,
)
from victims.services.support import end_isva_support, end_my_support, share_with_isva
from victims.services.support_services import add_support_service, change_support_service
from victims.services.terms import (
    add_reason,
    rename_term,
    retire_term,
    split_term,
    take_back_term_change,
)
from victims.services.told_via_isva import (
    answer_told_withdrawal,
    confirm_told_withdrawal,
    tell_withdrawal,
)
from victims.services.withdrawals import corroborate_withdrawal, record_withdrawal, void_withdrawal

__all__ = [
    "add_reason",
    "add_support_service",
    "agree_spokesperson",
    "agree_updates",
    "answer_told_withdrawal",
    "ask_for_sto",
    "assess_needs",
    "change_support_service",
    "confirm_told_withdrawal",
    "confirm_ways",
    "correct_re_engagement",
    "corroborate_withdrawal",
    "decide_material_request",
    "deploy_sto",
    "drop_material_request",
    "end_isva_support",
    "end_my_support",
    "end_spokesperson",
    "end_sto",
    "give_material_notice",
    "hand_over_contact",
    "merge_victims",
    "name_spokesperson",
    "offer_support",
    "owe_word_to",
    "plan_material_request",
    "raise_contact_alert",
    "raise_safeguarding_concern",
    "record_attempt",
    "record_characteristics",
    "record_circumstances",
    "record_contact",
    "record_contact_details",
    "record_device_answer",
    "record_device_return",
    "record_identity",
    "record_look_back",
    "record_material_answer",
    "record_re_engagement",
    "record_rights_choice",
    "record_sto_met",
    "record_support_answer",
    "record_support_choice",
    "record_withdrawal",
    "rename_term",
    "resolve_safeguarding_concern",
    "restage",
    "retire_term",
    "say_why_not_told",
    "send_material_request",
    "send_referral",
    "share_with_isva",
    "split_term",
    "take_back_term_change",
    "tell_withdrawal",
    "void_contact",
    "void_look_back",
    "void_re_engagement",
    "void_sto",
    "void_support_step",
    "void_withdrawal",
]
