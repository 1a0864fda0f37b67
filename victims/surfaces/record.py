"""The deeds on what a victim told of themselves, their needs and rights, and on merging two records."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import Characteristics
from victims.shown.needs import answers_of
from victims.surfaces.places import on_victim, stands_since


def characteristics_initial(person: Person, victim: Victim) -> dict[str, Any]:
    """A correction starts from what stands; showing it is a look, and is logged as one."""
    row = Characteristics.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return {}
    record_read(by=person, action=Action.NEEDS_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk])
    return dict(answers_of(row))


def check_merge(person: Person, victim: Victim) -> None:
    rules.check_can_merge(person, victim)
    others = Victim.objects.filter(case=victim.case_id, merged_into__isnull=True).exclude(pk=victim.pk)
    if not others.exists():
        raise NotAllowed("The case has no other victim: there is nothing to merge.")


def _needs_page(result: Any) -> str:
    victim = result if isinstance(result, Victim) else result.victim
    return f"/victims/{victim.pk}/needs/"


_TO_NEEDS = {"done": _needs_page, "back": _needs_page}
RECORD_CHARACTERISTICS = Surface(
    name="record_characteristics",
    title="Record protected characteristics",
    service=services.record_characteristics,
    form=forms.CharacteristicsForm,
    page="victims/<uuid:pk>/characteristics/new/",
    api="victims/<uuid:pk>/characteristics/",
    said="Recorded. The answers are kept sealed.",
    template="victims/characteristics_record.html",
    initial=characteristics_initial,
    stands_since=stands_since(Characteristics),
    represent=represent.characteristics_shown,
    **{**on_victim(rules.check_can_record_characteristics), **_TO_NEEDS},
)
ASSESS_NEEDS = Surface(
    name="assess_needs",
    title="Assess what the victim needs",
    service=services.assess_needs,
    form=forms.NeedsForm,
    page="victims/<uuid:pk>/needs/new/",
    api="victims/<uuid:pk>/needs-assessments/",
    said="Assessed. Earlier assessments are kept.",
    represent=represent.assessment_shown,
    **{**on_victim(rules.check_can_assess_needs), **_TO_NEEDS},
)
RECORD_RIGHTS = Surface(
    name="record_rights_choice",
    title="Record a choice about enhanced rights",
    service=services.record_rights_choice,
    form=forms.RightsForm,
    page="victims/<uuid:pk>/rights/new/",
    api="victims/<uuid:pk>/rights-choices/",
    said="Recorded. What falls due from now on follows it.",
    represent=represent.rights_choice_shown,
    **{**on_victim(rules.check_can_choose_rights), **_TO_NEEDS},
)
MERGE_VICTIMS = Surface(
    name="merge_victims",
    title="Merge another record of the same person into this one",
    service=services.merge_victims,
    form=forms.MergeForm,
    page="victims/<uuid:pk>/merge/",
    api="victims/<uuid:pk>/merge/",
    button="Merge the two records",
    said="Merged. Everything of the other record is here now.",
    template="victims/victim_merge.html",
    **on_victim(check_merge),
)
