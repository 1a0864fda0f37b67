"""The deeds on joint appointments."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.audit import Action
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.surfaces import Surface
from victims.forms.appointments import (
    AnswerAppointmentForm,
    AppointmentForm,
    CancelAppointmentForm,
    HeldForm,
    MoveAppointmentForm,
)
from victims.models import JointAppointment
from victims.represent.appointments import appointment_in_full
from victims.rules import appointments as rules
from victims.services import appointments as services
from victims.shown.appointments import appointment_context, beside
from victims.surfaces.places import about_victim, on_row, on_victim

TAKEN = {"appointment_once_a_time": ("starts_at", rules.ARRANGED_ALREADY)}


def about_arranging(person: Person, victim: Victim) -> dict[str, Any]:
    return {**about_victim(person, victim), **beside(person, victim)}


def about(person: Person, row: JointAppointment) -> dict[str, Any]:
    return {**about_victim(person, row), **appointment_context(person, row)}


def about_moving(person: Person, row: JointAppointment) -> dict[str, Any]:
    return {**about(person, row), **beside(person, row.victim)}


def as_arranged(person: Person, row: JointAppointment) -> dict[str, Any]:
    return {"starts_at": row.starts_at, "method": row.method}


def as_held(person: Person, row: JointAppointment) -> dict[str, Any]:
    return {"occurred_at": row.starts_at, "method": row.method}


def _on(check: Any, context: Any = about) -> dict[str, Any]:
    return {
        **on_row(JointAppointment, "appointment", check),
        "select": ("victim__case", "victim__merged_into", "isva", "moved_from"),
        "context": context,
        "done": lambda row: address("appointment", row.pk),
        "back": lambda row: address("appointment", row.pk),
    }


ARRANGE = Surface(
    name="arrange_appointment",
    title="Arrange to tell them with their ISVA",
    service=services.arrange_appointment,
    form=AppointmentForm,
    page="victims/<uuid:pk>/appointments/new/",
    api="victims/<uuid:pk>/appointments/",
    button="Ask the ISVA to join",
    said="Arranged. The ISVA has been asked to join.",
    template="victims/appointment_arrange.html",
    constraints=TAKEN,
    represent=appointment_in_full,
    **{**on_victim(rules.check_can_arrange), "context": about_arranging},
)
ANSWER = Surface(
    name="answer_appointment",
    title="Say whether you join",
    service=services.answer_appointment,
    form=AnswerAppointmentForm,
    page="appointments/<uuid:pk>/answer/",
    api="appointments/<uuid:pk>/answer/",
    button="Tell the officer",
    said="The officer in charge has been told.",
    template="victims/appointment_deed.html",
    look=Action.APPOINTMENT_VIEWED,
    represent=appointment_in_full,
    **_on(rules.check_can_answer),
)
MOVE = Surface(
    name="move_appointment",
    title="Move the appointment",
    service=services.move_appointment,
    form=MoveAppointmentForm,
    page="appointments/<uuid:pk>/move/",
    api="appointments/<uuid:pk>/move/",
    button="Move it and ask the ISVA again",
    said="Moved. The ISVA has been asked again.",
    template="victims/appointment_arrange.html",
    look=Action.APPOINTMENT_VIEWED,
    constraints=TAKEN,
    suggests=as_arranged,
    represent=appointment_in_full,
    **_on(rules.check_can_move, about_moving),
)
CANCEL = Surface(
    name="cancel_appointment",
    title="Call the appointment off",
    service=services.cancel_appointment,
    form=CancelAppointmentForm,
    page="appointments/<uuid:pk>/cancel/",
    api="appointments/<uuid:pk>/cancel/",
    button="Call it off",
    said="Called off. The ISVA has been told.",
    template="victims/appointment_deed.html",
    look=Action.APPOINTMENT_VIEWED,
    represent=appointment_in_full,
    **_on(rules.check_can_cancel),
)
HELD = Surface(
    name="record_appointment_held",
    title="Record that it was held",
    service=services.record_appointment_held,
    form=HeldForm,
    page="appointments/<uuid:pk>/held/",
    api="appointments/<uuid:pk>/held/",
    button="Record the contact",
    said="Recorded, with the contact.",
    template="victims/appointment_deed.html",
    look=Action.APPOINTMENT_VIEWED,
    suggests=as_held,
    represent=appointment_in_full,
    **_on(rules.check_can_record_held),
)
ON_APPOINTMENT = (ANSWER, HELD, MOVE, CANCEL)
