"""The deeds about a victim as pages and API routes. No victim's name is ever in an address or a heading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.facts import choices_of
from victims.models import (
    Contact,
    ContactDetails,
    Identity,
    IsvaSupport,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
    victims_seen,
)
from victims.pages import reaching
from victims.sealed import opened

MOMENT_TAKEN = ("occurred_at", rules.SAME_MOMENT)


def victim_of(row: Any) -> Victim:
    return row if isinstance(row, Victim) else row.victim


def victim_page(row: Any) -> str:
    return reverse("victim", args=[row.pk if isinstance(row, Victim) else row.victim_id])


def about_victim(person: Person, subject: Any) -> dict[str, Any]:
    """The case and the victim's number above the heading, so that nobody records on the wrong one."""
    victim = victim_of(subject)
    return {"caption": f"{victim.case.reference}, {victim.label}", "victim": victim, "row": subject}


def about_reaching(person: Person, victim: Victim) -> dict[str, Any]:
    return {**about_victim(person, victim), **reaching(person, victim)}


def about_concern(person: Person, concern: SafeguardingConcern) -> dict[str, Any]:
    """What is being resolved, above the form; showing it is a look, and is logged as one."""
    record_read(
        by=person,
        action=Action.CONTACT_DETAILS_VIEWED,
        case=concern.case_id,
        subjects=[concern.victim_id, concern.pk],
    )
    return {**about_victim(person, concern), "words": opened(concern, "concern")}


def on_victim(check: Callable[[Person, Victim], None]) -> dict[str, Any]:
    """What every deed on a victim shares; `check` is asked before the form is shown."""
    return {
        "subject": Victim,
        "subject_name": "victim",
        "find": victims_seen,
        "select": ("case", "case__district", "case__officer_in_charge"),
        "context": about_victim,
        "check": check,
        "done": victim_page,
        "back": victim_page,
    }


def on_row(model: type, name: str, check: Callable[[Person, Any], None]) -> dict[str, Any]:
    """What every deed on a recorded row shares."""
    return {
        "subject": model,
        "subject_name": name,
        "select": ("victim__case", "recorded_by"),
        "context": about_victim,
        "check": check,
        "done": victim_page,
        "back": victim_page,
    }


def identity_initial(person: Person, victim: Victim) -> dict[str, Any]:
    """A correction starts from what stands; showing it is a look, and is logged as one."""
    row = Identity.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return {}
    record_read(by=person, action=Action.IDENTITY_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk])
    return {
        "name": opened(row, "name"),
        "known_as": opened(row, "known_as"),
        "date_of_birth": opened(row, "date_of_birth") or None,
    }


def contact_details_initial(person: Person, victim: Victim) -> dict[str, Any]:
    row = ContactDetails.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return {}
    record_read(
        by=person, action=Action.CONTACT_DETAILS_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk]
    )
    sealed = ("phone", "email", "address", "safe_times", "language")
    return {
        "preferred_method": row.preferred_method,
        "safe_to_leave_message": row.safe_to_leave_message,
        "interpreter_needed": row.interpreter_needed,
        **{name: opened(row, name) for name in sealed},
    }


def check_void(person: Person, withdrawal: Withdrawal) -> None:
    rules.check_can_void_withdrawal(person, withdrawal)
    if withdrawal.is_withdrawal:
        rules.check_choice_can_go(choices_of(withdrawal.victim), rules.choice_of(withdrawal))


RECORD_CONTACT = Surface(
    name="record_contact",
    title="Record a contact",
    service=services.record_contact,
    form=forms.ContactForm,
    page="victims/<uuid:pk>/contacts/new/",
    api="contacts/",
    said="Contact recorded.",
    template="victims/contact_record.html",
    represent=represent.contact_in_full,
    **{**on_victim(rules.check_can_record_contact), "context": about_reaching},
)
RECORD_WITHDRAWAL = Surface(
    name="record_withdrawal",
    title="Record a withdrawal",
    service=services.record_withdrawal,
    form=forms.WithdrawalForm,
    page="victims/<uuid:pk>/withdrawals/new/",
    api="withdrawals/",
    said="Withdrawal recorded. A supervisor will be asked to corroborate it.",
    template="victims/withdrawal_record.html",
    constraints={"withdrawal_once_a_moment": MOMENT_TAKEN},
    represent=represent.withdrawal_in_full,
    **on_victim(rules.check_can_record_withdrawal),
)
RECORD_RE_ENGAGEMENT = Surface(
    name="record_re_engagement",
    title="Record that the victim takes part again",
    service=services.record_re_engagement,
    form=forms.ReengagementForm,
    page="victims/<uuid:pk>/re-engagements/new/",
    api="re-engagements/",
    said="Recorded: the victim takes part again.",
    constraints={"reengagement_once_a_moment": MOMENT_TAKEN},
    represent=represent.re_engagement_in_full,
    **on_victim(rules.check_can_record_re_engagement),
)
RECORD_IDENTITY = Surface(
    name="record_identity",
    title="Record who the victim is",
    service=services.record_identity,
    form=forms.IdentityForm,
    page="victims/<uuid:pk>/identity/new/",
    api="victims/<uuid:pk>/identity/",
    said="Recorded. It is kept sealed, apart from the case.",
    initial=identity_initial,
    represent=represent.recorded_only,
    **on_victim(rules.check_can_record_identity),
)
RECORD_CONTACT_DETAILS = Surface(
    name="record_contact_details",
    title="Record how to reach the victim",
    service=services.record_contact_details,
    form=forms.ContactDetailsForm,
    page="victims/<uuid:pk>/contact-details/new/",
    api="victims/<uuid:pk>/contact-details/",
    said="Recorded. It is kept sealed, apart from the case.",
    initial=contact_details_initial,
    represent=represent.recorded_only,
    **on_victim(rules.check_can_record_contact_details),
)
SHARE_WITH_ISVA = Surface(
    name="share_with_isva",
    title="Share with the victim's ISVA",
    service=services.share_with_isva,
    form=forms.ShareForm,
    page="victims/<uuid:pk>/isva/new/",
    api="victims/<uuid:pk>/isva/",
    button="Share",
    said="Shared with the ISVA. They see contact, key dates and decisions, and no evidence.",
    represent=represent.support_shown,
    **on_victim(rules.check_can_share_with_isva),
)
CORROBORATE_WITHDRAWAL = Surface(
    name="corroborate_withdrawal",
    title="Corroborate a withdrawal",
    service=services.corroborate_withdrawal,
    form=forms.CorroborateForm,
    page="withdrawals/<uuid:pk>/corroborate/",
    api="withdrawals/<uuid:pk>/corroborate/",
    button="Corroborate",
    said="Withdrawal corroborated.",
    template="victims/withdrawal_deed.html",
    represent=represent.withdrawal_in_full,
    **on_row(Withdrawal, "withdrawal", rules.check_can_corroborate),
)
VOID_WITHDRAWAL = Surface(
    name="void_withdrawal",
    title="Void a withdrawal",
    service=services.void_withdrawal,
    form=forms.VoidForm,
    page="withdrawals/<uuid:pk>/void/",
    api="withdrawals/<uuid:pk>/void/",
    button="Void this record",
    said="The record is voided. It stays, marked so.",
    template="victims/withdrawal_deed.html",
    represent=represent.withdrawal_in_full,
    **on_row(Withdrawal, "withdrawal", check_void),
)
VOID_RE_ENGAGEMENT = Surface(
    name="void_re_engagement",
    title="Void a re-engagement",
    service=services.void_re_engagement,
    form=forms.VoidForm,
    page="re-engagements/<uuid:pk>/void/",
    api="re-engagements/<uuid:pk>/void/",
    button="Void this record",
    said="The record is voided. It stays, marked so.",
    represent=represent.re_engagement_in_full,
    **on_row(Reengagement, "reengagement", rules.check_can_void_re_engagement),
)
VOID_CONTACT = Surface(
    name="void_contact",
    title="Void a contact",
    service=services.void_contact,
    form=forms.VoidForm,
    page="contacts/<uuid:pk>/void/",
    api="contacts/<uuid:pk>/void/",
    button="Void this record",
    said="The record is voided. It stays, marked so.",
    represent=represent.contact_in_full,
    **on_row(Contact, "contact", rules.check_can_void_contact),
)
END_ISVA_SUPPORT = Surface(
    name="end_isva_support",
    title="End the ISVA's access",
    service=services.end_isva_support,
    form=forms.EndSupportForm,
    page="isva-support/<uuid:pk>/end/",
    api="isva-support/<uuid:pk>/end/",
    button="End access now",
    said="The ISVA's access has ended.",
    represent=represent.support_shown,
    **on_row(IsvaSupport, "support", rules.check_can_end_isva_support),
)
RAISE_CONCERN = Surface(
    name="raise_safeguarding_concern",
    title="Raise a safeguarding concern",
    service=services.raise_safeguarding_concern,
    form=forms.ConcernForm,
    page="victims/<uuid:pk>/safeguarding/new/",
    api="victims/<uuid:pk>/safeguarding/",
    button="Raise the concern",
    said="Concern raised. The officer in charge is to act on it by the day you gave.",
    represent=represent.concern_shown,
    **on_victim(rules.check_can_raise_concern),
)
RESOLVE_CONCERN = Surface(
    name="resolve_safeguarding_concern",
    title="Resolve a safeguarding concern",
    service=services.resolve_safeguarding_concern,
    form=forms.ResolveConcernForm,
    page="safeguarding/<uuid:pk>/resolve/",
    api="safeguarding/<uuid:pk>/resolve/",
    button="Resolve",
    said="Resolved. What was done is kept with the concern.",
    template="victims/concern_resolve.html",
    represent=represent.concern_shown,
    **{
        **on_row(SafeguardingConcern, "concern", rules.check_can_resolve_concern),
        "select": ("victim__case", "raised_by"),
        "context": about_concern,
    },
)
ON_VICTIM = (
    RECORD_CONTACT,
    RECORD_WITHDRAWAL,
    RECORD_RE_ENGAGEMENT,
    RECORD_IDENTITY,
    RECORD_CONTACT_DETAILS,
    SHARE_WITH_ISVA,
    RAISE_CONCERN,
)
ON_WITHDRAWAL = (CORROBORATE_WITHDRAWAL, VOID_WITHDRAWAL)
SURFACES = [*ON_VICTIM, *ON_WITHDRAWAL, VOID_RE_ENGAGEMENT, VOID_CONTACT, END_ISVA_SUPPORT, RESOLVE_CONCERN]
