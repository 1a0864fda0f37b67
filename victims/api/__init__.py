"""Victims by API. Who a victim is and how to reach them have addresses of their own, each look logged."""

from __future__ import annotations

from cases.models import DueItem, Victim
from cases.represent.owed import owed_shown
from rasso_tracker.audit import Action
from rasso_tracker.people.parts import Part
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls
from rasso_tracker.web.keyset import Order
from rasso_tracker.web.lists import visible_branches
from victims import represent
from victims.api.stands import how_they_stand, standing_of, ways_to_reach
from victims.home import OWED
from victims.lists import LOOK_BACK_OWED, LOOKED_BACK, SHOWN, WAITS
from victims.marked import said_marked
from victims.models import (
    Contact,
    ContactAlert,
    ContactOwner,
    EventTelling,
    Identity,
    IsvaSupport,
    JointAppointment,
    LookBack,
    MaterialRequest,
    NeedsAssessment,
    Reengagement,
    SafeguardingConcern,
    Spokesperson,
    StoDeployment,
    SupportReferral,
    SupportService,
    Term,
    TermChange,
    Withdrawal,
    WithdrawalTold,
    own_clients,
    victims_read_in,
)
from victims.represent.appointments import appointment_in_full, appointment_in_list
from victims.represent.client import client_in_list, client_shown
from victims.represent.deployment import deployment_shown, owner_shown
from victims.represent.look_backs import look_back_in_full, look_back_in_list
from victims.represent.material import material_in_full, material_in_list
from victims.represent.recontacts import recontact_shown
from victims.represent.referrals import referral_shown, service_in_full, service_shown
from victims.represent.terms import change_shown, term_shown
from victims.represent.told_via_isva import told_in_full, told_in_list
from victims.surfaces import SURFACES
from victims.surfaces.support_services import every_service
from victims.term_enums import TermKind
from victims.terms import recorded_choices, terms
from victims.views import owed, recontacts
from victims.views.clients import clients_by_branch
from victims.words import reads_stage

NEWEST = Order("occurred", "When", "occurred_at", descending=True)
OF_CASE = {"case": "case", "victim": "victim", "district": "case__district__code"}


READS: list[ReadDetail | ReadList] = [
    ReadDetail(
        path="victims/<uuid:pk>/standing/",
        name="victim_standing",
        model=Victim,
        find=victims_read_in(Part.ENGAGEMENT),
        action=Action.VICTIM_VIEWED,
        represent=how_they_stand,
    ),
    ReadDetail(
        path="victims/<uuid:pk>/identity/",
        name="victim_identity",
        model=Victim,
        find=victims_read_in(Part.VICTIM_IDENTITY),
        action=Action.IDENTITY_VIEWED,
        represent=standing_of(Identity, represent.identity_shown),
    ),
    ReadDetail(
        path="victims/<uuid:pk>/contact-details/",
        name="victim_contact_details",
        model=Victim,
        find=victims_read_in(Part.VICTIM_CONTACT),
        action=Action.CONTACT_DETAILS_VIEWED,
        represent=ways_to_reach,
    ),
    ReadList(
        path="withdrawals/",
        name="withdrawals",
        model=Withdrawal,
        represent=represent.withdrawal_in_list,
        order=NEWEST,
        select=("recorded_by", "corroborated_by", "spoken_by"),
        filters={**OF_CASE, "stage": "stage", "kind": "kind", "primary_reason": "primary_reason"},
        withheld=lambda person: () if reads_stage(person) else ("stage",),
        shows={"show": SHOWN},
        offered={
            "stage": lambda: [code for code, _ in recorded_choices(TermKind.STAGE)],
            "primary_reason": lambda: [code for code, _ in recorded_choices(TermKind.REASON)],
        },
    ),
    ReadDetail(
        path="withdrawals/<uuid:pk>/",
        name="withdrawal",
        model=Withdrawal,
        represent=represent.withdrawal_in_full,
        action=Action.WITHDRAWAL_VIEWED,
        select=("recorded_by", "corroborated_by", "spoken_by"),
    ),
    ReadList(
        path="clients/",
        name="clients",
        model=IsvaSupport,
        represent=client_in_list,
        branches=clients_by_branch,
        order=Order("newest", "Agreed on", "started_at", descending=True),
        select=("case", "recorded_by"),
        filters={"case": "case", "victim": "victim"},
    ),
    ReadDetail(
        path="clients/<uuid:pk>/",
        name="client",
        model=Victim,
        find=own_clients,
        select=("case", "case__officer_in_charge"),
        represent=client_shown,
        action=Action.VICTIM_VIEWED,
    ),
    ReadList(
        path="appointments/",
        name="appointments",
        model=JointAppointment,
        represent=appointment_in_list,
        select=("isva", "arranged_by"),
        filters=OF_CASE,
        together=said_marked,
    ),
    ReadDetail(
        path="appointments/<uuid:pk>/",
        name="appointment",
        model=JointAppointment,
        represent=appointment_in_full,
        action=Action.APPOINTMENT_VIEWED,
        select=("isva", "arranged_by", "victim"),
    ),
    ReadList(
        path="told-withdrawals/",
        name="told_withdrawals",
        model=WithdrawalTold,
        represent=told_in_list,
        select=("told_by", "answered_by", "withdrawal"),
        filters=OF_CASE,
    ),
    ReadDetail(
        path="told-withdrawals/<uuid:pk>/",
        name="told_withdrawal",
        model=WithdrawalTold,
        represent=told_in_full,
        action=Action.WITHDRAWAL_VIEWED,
        select=("told_by", "answered_by", "withdrawal"),
    ),
    ReadList(
        path="look-backs-owed/",
        name="look_backs_owed",
        model=Withdrawal,
        represent=represent.withdrawal_in_list,
        order=Order("owed", "Owed since", "corroborated_at"),
        select=("recorded_by", "corroborated_by", "spoken_by"),
        filters={"district": OF_CASE["district"]},
        shows={"show": {"": LOOK_BACK_OWED, "owed": LOOK_BACK_OWED, "done": LOOKED_BACK}},
        deed="record_look_back",
    ),
    ReadList(
        path="re-contacts/",
        name="re_contacts",
        model=DueItem,
        represent=recontact_shown,
        order=Order("due", "Due", "due_on"),
        select=("owner",),
        branches=lambda person: [one.filter(recontacts.OWED) for one in visible_branches(DueItem, person)],
        filters={"district": OF_CASE["district"]},
        shows={"whose": {"mine": recontacts.mine}, "show": {"overdue": recontacts.overdue}},
        deed=recontacts.READ,
    ),
    ReadList(
        path="owed-to-victims/",
        name="owed_to_victims",
        model=DueItem,
        represent=owed_shown,
        order=Order("due", "Due", "due_on"),
        select=("owner",),
        branches=lambda person: [one.filter(owed.OPEN) for one in visible_branches(DueItem, person)],
        filters={"kind": "code", "district": OF_CASE["district"]},
        shows={"whose": {"mine": recontacts.mine}, "show": {"overdue": recontacts.overdue}},
        offered={"kind": lambda: [one.value for one in OWED]},
        deed=owed.READ,
    ),
    ReadList(
        path="look-backs/",
        name="look_backs",
        model=LookBack,
        represent=look_back_in_list,
        order=Order("newest", "When", "looked_back_at", descending=True),
        select=("looked_back_by",),
        filters={**OF_CASE, "withdrawal": "withdrawal", "preventable": "preventable", "moment": "moment"},
    ),
    ReadDetail(
        path="look-backs/<uuid:pk>/",
        name="look_back",
        model=LookBack,
        represent=look_back_in_full,
        action=Action.LOOK_BACK_VIEWED,
        select=("looked_back_by",),
    ),
    ReadList(
        path="support-services/",
        name="support_services_read",
        model=SupportService,
        represent=service_shown,
        branches=lambda person: [every_service(person)],
        select=("district",),
        filters={"district": "district__code"},
    ),
    ReadDetail(
        path="support-services/<uuid:pk>/",
        name="support_service",
        model=SupportService,
        represent=service_in_full,
        action=Action.LIST_VIEWED,
        find=every_service,
        select=("district",),
        versioned=True,
    ),
    ReadList(
        path="withdrawal-terms/",
        name="withdrawal_terms",
        model=Term,
        represent=term_shown,
        branches=lambda person: [Term.objects.kept()],
        filters={"kind": "kind", "code": "code"},
        offered={"code": lambda: {one.code for one in terms().entries}},
    ),
    ReadList(
        path="withdrawal-term-changes/",
        name="withdrawal_term_changes",
        model=TermChange,
        represent=change_shown,
        branches=lambda person: [TermChange.objects.all()],
        select=("made_by", "taken_back_by"),
        prefetch=("mappings__old", "mappings__new"),
        filters={"kind": "kind", "how": "how"},
    ),
    ReadList(
        path="re-engagements/",
        name="re_engagements",
        model=Reengagement,
        represent=represent.re_engagement_in_list,
        order=NEWEST,
        select=("recorded_by",),
        filters=OF_CASE,
    ),
    ReadDetail(
        path="re-engagements/<uuid:pk>/",
        name="re_engagement",
        model=Reengagement,
        represent=represent.re_engagement_in_full,
        action=Action.WITHDRAWAL_VIEWED,
        select=("recorded_by",),
    ),
    ReadList(
        path="safeguarding-concerns/",
        name="safeguarding_concerns",
        model=SafeguardingConcern,
        represent=represent.concern_in_list,
        select=("raised_by",),
        filters={**OF_CASE, "about": "about", "outcome": "outcome"},
    ),
    ReadDetail(
        path="safeguarding-concerns/<uuid:pk>/",
        name="safeguarding_concern",
        model=SafeguardingConcern,
        represent=represent.concern_shown,
        action=Action.CONTACT_DETAILS_VIEWED,
        select=("raised_by",),
    ),
    ReadList(
        path="contact-alerts/",
        name="contact_alerts",
        model=ContactAlert,
        represent=represent.alert_shown,
        select=("raised_by",),
        filters={**OF_CASE, "about": "about"},
    ),
    ReadList(
        path="event-tellings/",
        name="event_tellings",
        model=EventTelling,
        represent=represent.telling_shown,
        filters=OF_CASE,
    ),
    ReadList(
        path="needs-assessments/",
        name="needs_assessments",
        model=NeedsAssessment,
        represent=represent.assessment_shown,
        select=("recorded_by",),
        filters=OF_CASE,
    ),
    ReadList(
        path="spokespersons/",
        name="spokespersons",
        model=Spokesperson,
        represent=represent.spokesperson_shown,
        filters=OF_CASE,
        shows={"show": {"waiting": WAITS}},
    ),
    ReadDetail(
        path="spokespersons/<uuid:pk>/",
        name="spokesperson",
        model=Spokesperson,
        represent=represent.spokesperson_in_full,
        action=Action.CONTACT_DETAILS_VIEWED,
    ),
    ReadList(
        path="material-requests/",
        name="material_requests",
        model=MaterialRequest,
        represent=material_in_list,
        select=("planned_by",),
        filters={**OF_CASE, "kind": "kind", "source": "source", "outcome": "outcome"},
    ),
    ReadDetail(
        path="material-requests/<uuid:pk>/",
        name="material_request",
        model=MaterialRequest,
        represent=material_in_full,
        action=Action.MATERIAL_VIEWED,
        select=("planned_by",),
    ),
    ReadList(
        path="support-referrals/",
        name="support_referrals",
        model=SupportReferral,
        represent=referral_shown,
        prefetch=("events__service", "events__recorded_by"),
        select=("victim",),
        filters={**OF_CASE, "kind": "kind"},
    ),
    ReadList(
        path="sto-deployments/",
        name="sto_deployments",
        model=StoDeployment,
        represent=deployment_shown,
        select=("officer", "recorded_by"),
        filters=OF_CASE,
    ),
    ReadList(
        path="contact-owners/",
        name="contact_owners",
        model=ContactOwner,
        represent=owner_shown,
        select=("owner",),
        filters=OF_CASE,
    ),
    ReadDetail(
        path="support-referrals/<uuid:pk>/",
        name="support_referral",
        model=SupportReferral,
        represent=referral_shown,
        action=Action.SUPPORT_VIEWED,
        select=("victim",),
    ),
    ReadList(
        path="contacts/",
        name="contacts",
        model=Contact,
        represent=represent.contact_in_list,
        order=NEWEST,
        select=("recorded_by",),
        filters=OF_CASE,
    ),
    ReadDetail(
        path="contacts/<uuid:pk>/",
        name="contact",
        model=Contact,
        represent=represent.contact_in_full,
        action=Action.CONTACT_DETAILS_VIEWED,
        select=("recorded_by",),
    ),
]
routes = api_urls(SURFACES, READS)
