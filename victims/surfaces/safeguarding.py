"""The deeds on safeguarding concerns."""

from __future__ import annotations

from typing import Any

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import (
    SafeguardingConcern,
)
from victims.sealed import opened
from victims.surfaces.places import about_victim, on_row, on_victim


def about_concern(person: Person, concern: SafeguardingConcern) -> dict[str, Any]:
    """What is being resolved, above the form; showing it is a look, and is logged as one."""
    record_read(
        by=person,
        action=Action.CONTACT_DETAILS_VIEWED,
        case=concern.case_id,
        subjects=[concern.victim_id, concern.pk],
    )
    return {**about_victim(person, concern), "words": opened(concern, "concern")}


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
