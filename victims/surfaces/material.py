"""The deeds on requests for private material."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.web.surfaces import Surface
from victims import services
from victims.forms import material as forms
from victims.models import MaterialRequest
from victims.represent.material import GROUNDS, material_in_full
from victims.rules import material as rules
from victims.sealed import opened
from victims.surfaces.places import about_victim, on_victim


def material_page(result: Any) -> str:
    return reverse("material_request", args=[result.pk])


def about_grounds(person: Person, row: MaterialRequest) -> dict[str, Any]:
    """What is decided on, above the form; showing it is a look, and is logged as one."""
    subjects = [row.victim_id, row.pk]
    record_read(by=person, action=Action.MATERIAL_VIEWED, case=row.case_id, subjects=subjects)
    key = case_key(row.case_id)
    return {**about_victim(person, row), "words": {name: opened(row, name, key) for name in GROUNDS}}


def agreement_recorded(row: MaterialRequest, person: Person) -> dict[str, Any]:
    return {"agreed": row.agreed_on is not None, "answered_on": row.agreed_on or row.ended_on}


OF_MATERIAL: dict[str, Any] = {
    "subject": MaterialRequest,
    "subject_name": "material",
    "select": ("victim__case", "planned_by"),
    "context": about_victim,
    "done": material_page,
    "back": material_page,
    "represent": material_in_full,
}
PLAN_MATERIAL = Surface(
    name="plan_material_request",
    title="Ask for private material",
    service=services.plan_material_request,
    form=forms.PlanMaterialForm,
    page="victims/<uuid:pk>/material-requests/new/",
    api="victims/<uuid:pk>/material-requests/",
    button="Save the grounds",
    said="The grounds are kept. Nobody is told or asked yet: what comes first is said below.",
    template="victims/material_plan.html",
    represent=material_in_full,
    **{**on_victim(rules.check_can_plan), "done": material_page},
)
MATERIAL_SURFACES = [
    Surface(
        name="decide_material_request",
        title="Decide on counselling records",
        service=services.decide_material_request,
        form=forms.DecideMaterialForm,
        page="material-requests/<uuid:pk>/decide/",
        api="material-requests/<uuid:pk>/decide/",
        button="Save the decision",
        said="The decision is kept.",
        template="victims/material_decide.html",
        check=rules.check_can_decide,
        four_eyes=True,
        **{**OF_MATERIAL, "context": about_grounds},
    ),
    Surface(
        name="give_material_notice",
        title="Record the written notice",
        service=services.give_material_notice,
        form=forms.MaterialNoticeForm,
        page="material-requests/<uuid:pk>/notice/",
        api="material-requests/<uuid:pk>/notice/",
        button="Record the notice",
        said="Notice recorded.",
        template="victims/material_notice.html",
        check=rules.check_can_give_notice,
        **OF_MATERIAL,
    ),
    Surface(
        name="send_material_request",
        title="Record that the request was sent",
        service=services.send_material_request,
        form=forms.SendMaterialForm,
        page="material-requests/<uuid:pk>/send/",
        api="material-requests/<uuid:pk>/send/",
        button="Record the request",
        said="Recorded. The answer is owed on the case by the day you gave.",
        check=rules.check_can_send,
        **OF_MATERIAL,
    ),
    Surface(
        name="record_material_answer",
        title="Record the holder's answer",
        service=services.record_material_answer,
        form=forms.MaterialAnswerForm,
        page="material-requests/<uuid:pk>/answer/",
        api="material-requests/<uuid:pk>/answer/",
        button="Record the answer",
        said="The answer is kept, and the request has ended.",
        check=rules.check_can_record_answer,
        **OF_MATERIAL,
    ),
    Surface(
        name="record_device_answer",
        title="Record the victim's answer",
        service=services.record_device_answer,
        form=forms.DeviceAnswerForm,
        page="material-requests/<uuid:pk>/agreement/",
        api="material-requests/<uuid:pk>/agreement/",
        button="Record the answer",
        said="The victim's answer is kept.",
        template="victims/material_agreement.html",
        recorded=agreement_recorded,
        check=rules.check_can_record_agreement,
        **OF_MATERIAL,
    ),
    Surface(
        name="record_device_return",
        title="Record that the device was given back",
        service=services.record_device_return,
        form=forms.DeviceReturnForm,
        page="material-requests/<uuid:pk>/return/",
        api="material-requests/<uuid:pk>/return/",
        button="Record the return",
        said="Recorded: the device was given back.",
        check=rules.check_can_record_return,
        **OF_MATERIAL,
    ),
    Surface(
        name="drop_material_request",
        title="End the request: no longer needed",
        service=services.drop_material_request,
        form=forms.DropMaterialForm,
        page="material-requests/<uuid:pk>/drop/",
        api="material-requests/<uuid:pk>/drop/",
        button="End the request",
        said="The request has ended.",
        check=rules.check_can_drop,
        **OF_MATERIAL,
    ),
]
