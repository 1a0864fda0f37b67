"""The deeds on a victim's circumstances and on who speaks for them."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.bereaved import death_of, why_they_speak
from victims.models import Circumstances, Spokesperson
from victims.sealed import opened
from victims.surfaces.places import about_victim, on_row, on_victim, stands_since


def circumstances_initial(person: Person, victim: Victim) -> dict[str, Any]:
    row = Circumstances.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    return (
        {}
        if row is None
        else {
            "under_18": row.under_18,
            "died_on": row.died_on,
            "family": row.family,
        }
    )


def about_spokesperson(person: Person, row: Spokesperson) -> dict[str, Any]:
    """Who it is, above the form; showing the name is a look, and is logged as one."""
    record_read(by=person, action=Action.IDENTITY_VIEWED, case=row.case_id, subjects=[row.victim_id, row.pk])
    why = why_they_speak(row, died=death_of(row.victim) is not None)
    return {
        **about_victim(person, row),
        "name": opened(row, "name"),
        "reach": opened(row, "reach"),
        "because": why,
    }


RECORD_CIRCUMSTANCES = Surface(
    name="record_circumstances",
    title="Record the victim's circumstances",
    service=services.record_circumstances,
    form=forms.CircumstancesForm,
    page="victims/<uuid:pk>/circumstances/new/",
    api="victims/<uuid:pk>/circumstances/",
    said="Recorded.",
    initial=circumstances_initial,
    stands_since=stands_since(Circumstances),
    represent=represent.circumstances_shown,
    **on_victim(rules.check_can_record_circumstances),
)
NAME_SPOKESPERSON = Surface(
    name="name_spokesperson",
    title="Record who speaks for the victim",
    service=services.name_spokesperson,
    form=forms.SpokespersonForm,
    page="victims/<uuid:pk>/spokesperson/new/",
    api="victims/<uuid:pk>/spokespersons/",
    said="Recorded. The victim's page shows whether they speak already or wait for a supervisor.",
    initial=lambda person, victim: {"since": london_date(now())},
    represent=represent.spokesperson_shown,
    **on_victim(rules.check_can_name_spokesperson),
)
_ON_SPOKESPERSON = {"select": ("victim__case", "named_by"), "context": about_spokesperson}
AGREE_SPOKESPERSON = Surface(
    name="agree_spokesperson",
    title="Agree to a spokesperson",
    service=services.agree_spokesperson,
    form=forms.AgreeForm,
    page="spokespersons/<uuid:pk>/agree/",
    api="spokespersons/<uuid:pk>/agree/",
    button="Agree",
    said="Agreed. They may speak for the victim.",
    four_eyes=True,
    template="victims/spokesperson_deed.html",
    represent=represent.spokesperson_shown,
    **{**on_row(Spokesperson, "spokesperson", rules.check_can_agree_spokesperson), **_ON_SPOKESPERSON},
)
END_SPOKESPERSON = Surface(
    name="end_spokesperson",
    title="End who speaks for the victim",
    service=services.end_spokesperson,
    form=forms.EndSpokespersonForm,
    page="spokespersons/<uuid:pk>/end/",
    api="spokespersons/<uuid:pk>/end/",
    button="End it",
    said="Ended. They no longer speak for the victim.",
    template="victims/spokesperson_deed.html",
    represent=represent.spokesperson_shown,
    **{**on_row(Spokesperson, "spokesperson", rules.check_can_end_spokesperson), **_ON_SPOKESPERSON},
)
