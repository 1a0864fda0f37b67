"""The deed on an escalation of what is owed on a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, represent, rules, services
from actionplans.models import ClimbAnswer, ClimbEscalation
from actionplans.rules.warnings import promise_said
from cases.deadlines import deadline_of
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def due_item_page(result: ClimbEscalation | ClimbAnswer) -> str:
    climb = result.climb if isinstance(result, ClimbEscalation) else result.promise
    return reverse("due_item_detail", args=[climb.item_id])


def about(person: Person, escalation: ClimbEscalation) -> dict[str, Any]:
    item = escalation.climb.item
    return {
        "caption": f"{escalation.climb.case.reference}, {item.what}",
        "escalation": escalation,
        "deadline": deadline_of(item),
        "at": now(),
    }


def check(person: Person, escalation: ClimbEscalation) -> None:
    rules.check_can_acknowledge_due(person, escalation.climb, escalation)


CLIMB_SURFACES = [
    Surface(
        name="acknowledge_due_escalation",
        title="Acknowledge the escalation",
        service=services.acknowledge_due_escalation,
        form=forms.AcknowledgeForm,
        subject=ClimbEscalation,
        subject_name="escalation",
        select=("climb__item", "climb__case"),
        page="due-escalations/<uuid:pk>/acknowledge/",
        api="due-escalations/<uuid:pk>/acknowledge/",
        button="Acknowledge",
        said="Acknowledged. The ladder waits until the date you gave.",
        says=lambda answer: promise_said(answer.promise.due_on),
        check=check,
        context=about,
        template="actionplans/due_deed.html",
        done=due_item_page,
        back=due_item_page,
        represent=represent.climb_answer,
    ),
]
