"""The deeds on support that a victim was offered."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims.forms import referrals as forms
from victims.forms.voiding import VoidForm
from victims.models import SupportEvent, SupportReferral
from victims.represent.referrals import event_shown, referral_shown
from victims.rules import referrals as rules
from victims.services import referrals as services
from victims.surfaces.places import about_victim, on_victim, victim_page

OFFER_SUPPORT = Surface(
    name="offer_support",
    title="Offer support",
    service=services.offer_support,
    form=forms.OfferSupportForm,
    page="victims/<uuid:pk>/support/new/",
    api="victims/<uuid:pk>/support-referrals/",
    button="Record what they said",
    said="Recorded. What comes next is on this page.",
    represent=referral_shown,
    prefilled=("kind",),
    **on_victim(rules.check_can_offer_support),
)
OF_REFERRAL: dict[str, Any] = {
    "subject": SupportReferral,
    "subject_name": "referral",
    "select": ("victim__case__officer_in_charge", "victim__merged_into"),
    "context": about_victim,
    "done": victim_page,
    "back": victim_page,
    "represent": referral_shown,
}
RECORD_CHOICE = Surface(
    name="record_support_choice",
    title="Record what they decided",
    service=services.record_support_choice,
    form=forms.SupportChoiceForm,
    page="support-referrals/<uuid:pk>/choice/",
    api="support-referrals/<uuid:pk>/choice/",
    button="Record their choice",
    said="Their choice is kept.",
    check=rules.check_can_record_choice,
    **OF_REFERRAL,
)
SEND_REFERRAL = Surface(
    name="send_referral",
    title="Record that the referral was sent",
    service=services.send_referral,
    form=forms.SendReferralForm,
    page="support-referrals/<uuid:pk>/send/",
    api="support-referrals/<uuid:pk>/send/",
    button="Record the referral",
    said="Recorded. The service's answer is asked after in five working days.",
    check=rules.check_can_send_referral,
    **OF_REFERRAL,
)
RECORD_ANSWER = Surface(
    name="record_support_answer",
    title="Record what the service did",
    service=services.record_support_answer,
    form=forms.SupportAnswerForm,
    page="support-referrals/<uuid:pk>/answer/",
    api="support-referrals/<uuid:pk>/answer/",
    button="Record it",
    said="Recorded.",
    check=rules.check_can_record_answer,
    **OF_REFERRAL,
)


def _page_of_step(row: Any) -> str:
    return victim_page(row.referral)


def _about_step(person: Person, row: Any) -> dict[str, Any]:
    return about_victim(person, row.referral)


VOID_STEP = Surface(
    name="void_support_step",
    title="Void a step of support",
    service=services.void_support_step,
    form=VoidForm,
    page="support-events/<uuid:pk>/void/",
    api="support-events/<uuid:pk>/void/",
    button="Void this step",
    said="The step is voided.",
    subject=SupportEvent,
    subject_name="event",
    select=("referral__victim__case__officer_in_charge", "referral__victim__merged_into"),
    context=_about_step,
    check=rules.check_can_void_step,
    done=_page_of_step,
    back=_page_of_step,
    represent=event_shown,
)
ON_REFERRAL = (RECORD_CHOICE, SEND_REFERRAL, RECORD_ANSWER)
REFERRAL_SURFACES = [*ON_REFERRAL, VOID_STEP]
