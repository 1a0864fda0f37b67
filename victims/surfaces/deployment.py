"""The deeds on a specially trained officer and on who owns contact."""

from __future__ import annotations

from typing import Any

from cases.models import DueItem, Victim
from cases.supervision_enums import POLICE_ONLY
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims.forms import deployment as forms
from victims.forms.voiding import VoidForm
from victims.models import StoDeployment
from victims.owning import contact_owner
from victims.represent.deployment import deployment_shown, owner_shown
from victims.rules import deployment as rules
from victims.services import deployment as services
from victims.services.marks import owed_to
from victims.surfaces.places import about_victim, on_victim, victim_page


def _now_as(name: str) -> Any:
    """Most steps are recorded as they happen: then nothing need be typed."""

    def suggests(person: Person, subject: Any) -> dict[str, Any]:
        return {name: now()}

    return suggests


def about_owner(person: Person, victim: Victim) -> dict[str, Any]:
    """Who owns contact now, and what goes along with it, the earliest first."""
    owed = DueItem.objects.visible_to(person).filter(source__in=owed_to(victim), settled_at__isnull=True)
    along = owed.exclude(code__in=POLICE_ONLY).exclude(owner__isnull=True).order_by("due_on", "id")
    return {
        **about_victim(person, victim),
        "owner": contact_owner(victim),
        "going_along": [(one.what_for(person), one.due_on) for one in along],
    }


ASK_FOR_STO = Surface(
    name="ask_for_sto",
    title="Ask for a specially trained officer",
    service=services.ask_for_sto,
    form=forms.AskForStoForm,
    page="victims/<uuid:pk>/sto/new/",
    api="victims/<uuid:pk>/sto-deployments/",
    button="Record the request",
    said="The request is recorded.",
    suggests=_now_as("asked_at"),
    represent=deployment_shown,
    constraints={"sto_one_at_a_time": ("asked_at", rules.ASKED_ALREADY)},
    **on_victim(rules.check_can_ask_for_sto),
)
HAND_OVER_CONTACT = Surface(
    name="hand_over_contact",
    title="Hand over contact",
    service=services.hand_over_contact,
    form=forms.HandOverForm,
    page="victims/<uuid:pk>/contact-owner/new/",
    api="victims/<uuid:pk>/contact-owner/",
    button="Hand over",
    said="Contact is handed over. The new owner has been told.",
    template="victims/contact_hand_over.html",
    represent=owner_shown,
    **{**on_victim(rules.check_can_hand_over), "context": about_owner},
)
OF_DEPLOYMENT: dict[str, Any] = {
    "subject": StoDeployment,
    "subject_name": "deployment",
    "select": ("victim__case__officer_in_charge", "victim__merged_into", "officer"),
    "context": about_victim,
    "done": victim_page,
    "back": victim_page,
    "represent": deployment_shown,
}
DEPLOYMENT_SURFACES = [
    Surface(
        name="deploy_sto",
        title="Record who was deployed",
        service=services.deploy_sto,
        form=forms.DeployStoForm,
        page="sto-deployments/<uuid:pk>/deploy/",
        api="sto-deployments/<uuid:pk>/deploy/",
        button="Record the deployment",
        said="Recorded. The officer sees the case from now on.",
        suggests=_now_as("deployed_at"),
        check=rules.check_can_deploy_sto,
        **OF_DEPLOYMENT,
    ),
    Surface(
        name="record_sto_met",
        title="Record when they met",
        service=services.record_sto_met,
        form=forms.StoMetForm,
        page="sto-deployments/<uuid:pk>/met/",
        api="sto-deployments/<uuid:pk>/met/",
        button="Record the meeting",
        said="Recorded.",
        suggests=_now_as("met_at"),
        check=rules.check_can_record_met,
        **OF_DEPLOYMENT,
    ),
    Surface(
        name="end_sto",
        title="End the deployment",
        service=services.end_sto,
        form=forms.EndStoForm,
        page="sto-deployments/<uuid:pk>/end/",
        api="sto-deployments/<uuid:pk>/end/",
        button="End the deployment",
        said="The deployment has ended.",
        suggests=_now_as("ended_at"),
        check=rules.check_can_end_sto,
        **OF_DEPLOYMENT,
    ),
    Surface(
        name="void_sto",
        title="Void a deployment",
        service=services.void_sto,
        form=VoidForm,
        page="sto-deployments/<uuid:pk>/void/",
        api="sto-deployments/<uuid:pk>/void/",
        button="Void it",
        said="The deployment is voided.",
        check=rules.check_can_void_sto,
        **OF_DEPLOYMENT,
    ),
]
