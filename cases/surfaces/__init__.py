"""The deeds of a case as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases import forms, represent, rules, services
from cases.models import Allegation, Case, Milestone, NamedAccess
from cases.services.case import SUMMARY
from cases.surfaces.lessons import LESSON_SURFACES
from cases.surfaces.supervision import SUPERVISION_SURFACES
from cases.surfaces.suspects import SUSPECT_SURFACES
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.vault import unseal
from rasso_tracker.web.surfaces import Surface

CRIME_IN_USE = {"crime_reference_once": ("crime_reference", services.REFERENCE_IN_USE)}


def about_case(person: Person, subject: Any) -> dict[str, Any]:
    """The reference above the heading, so that nobody records on the wrong case."""
    case = subject if isinstance(subject, Case) else subject.case
    return {"caption": case.reference, "case": case}


def open_case_initial(person: Person, subject: None) -> dict[str, Any]:
    return {
        "district": person.district.code if person.district else None,
        "team": person.team_id,
        "officer_in_charge": person.pk,
    }


def edit_case_initial(person: Person, case: Case) -> dict[str, Any]:
    return {
        "team": case.team_id,
        "reported_on": case.reported_on,
        "urn": case.urn,
        "summary": unseal(case.pk, SUMMARY, case.pk, case.summary_sealed),
    }


def allegation_initial(person: Person, allegation: Allegation) -> dict[str, Any]:
    return {
        "crime_reference": allegation.crime_reference,
        "offence_type": allegation.offence_type,
        "victim": allegation.victim_id,
        "suspect": allegation.suspect_id,
        "precision": allegation.precision,
        "offence_from": allegation.offence_from,
        "offence_to": allegation.offence_to,
    }


def check_void(person: Person, milestone: Milestone) -> None:
    others = Milestone.objects.filter(case=milestone.case_id, voided_at__isnull=True).exclude(pk=milestone.pk)
    rules.check_can_void_milestone(person, milestone, list(others), reason="asked before the form is shown")


def check_restrict(person: Person, case: Case) -> None:
    if case.restricted:
        raise NotAllowed(services.RESTRICTED_ALREADY)


def check_end_naming(person: Person, naming: NamedAccess) -> None:
    left = services.people_left_without(naming)
    rules.check_can_end_naming(person, naming, naming.case, left, now())


def milestone_context(person: Person, milestone: Milestone) -> dict[str, Any]:
    return {**about_case(person, milestone), "milestone": milestone}


def naming_context(person: Person, naming: NamedAccess) -> dict[str, Any]:
    return {**about_case(person, naming), "naming": naming}


def people_page(result: Any) -> str:
    return reverse("case_people", args=[result.pk if isinstance(result, Case) else result.case_id])


SURFACES = [
    Surface(
        name="open_case",
        title="Log a case",
        service=services.open_case,
        form=forms.OpenCaseForm,
        page="cases/new/",
        api="cases/",
        button="Log the case",
        said="Case logged. Add the victim when you can.",
        back=lambda subject: "/cases/",
        initial=open_case_initial,
        constraints=CRIME_IN_USE,
        represent=represent.case_in_full,
    ),
    Surface(
        name="edit_case",
        title="Edit the case",
        service=services.edit_case,
        form=forms.EditCaseForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/edit/",
        api="cases/<uuid:pk>/",
        method="PATCH",
        versioned=True,
        said="Case changed.",
        context=about_case,
        initial=edit_case_initial,
        represent=represent.case_in_full,
    ),
    Surface(
        name="add_victim",
        title="Add a victim",
        service=services.add_victim,
        form=forms.VictimForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/victims/new/",
        api="victims/",
        button="Add the victim",
        said="Victim added. Who they are is recorded apart.",
        context=about_case,
        represent=represent.victim_shown,
    ),
    Surface(
        name="add_suspect",
        title="Add a suspect",
        service=services.add_suspect,
        form=forms.SuspectForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/suspects/new/",
        api="suspects/",
        button="Add the suspect",
        said="Suspect added.",
        context=about_case,
        represent=represent.suspect_in_full,
    ),
    Surface(
        name="add_allegation",
        title="Add an allegation",
        service=services.add_allegation,
        form=forms.AllegationForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/allegations/new/",
        api="allegations/",
        button="Add the allegation",
        said="Allegation added.",
        context=about_case,
        constraints=CRIME_IN_USE,
        represent=represent.allegation_shown,
    ),
    Surface(
        name="edit_allegation",
        title="Edit the allegation",
        service=services.edit_allegation,
        form=forms.AllegationForm,
        subject=Allegation,
        subject_name="allegation",
        page="allegations/<uuid:pk>/edit/",
        api="allegations/<uuid:pk>/",
        method="PATCH",
        versioned=True,
        said="Allegation changed.",
        select=("case",),
        context=about_case,
        initial=allegation_initial,
        constraints=CRIME_IN_USE,
        represent=represent.allegation_shown,
    ),
    Surface(
        name="record_milestone",
        title="Record a milestone",
        service=services.record_milestone,
        form=forms.MilestoneForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/milestones/new/",
        api="milestones/",
        said="Milestone recorded.",
        context=about_case,
        represent=represent.milestone_in_full,
    ),
    Surface(
        name="void_milestone",
        title="Void a milestone",
        service=services.void_milestone,
        form=forms.VoidForm,
        subject=Milestone,
        subject_name="milestone",
        page="milestones/<uuid:pk>/void/",
        api="milestones/<uuid:pk>/void/",
        button="Void the milestone",
        said="Milestone voided. It stays in the history, struck through.",
        template="cases/milestone_void.html",
        select=("case", "recorded_by"),
        check=check_void,
        context=milestone_context,
        represent=represent.milestone_in_full,
    ),
    Surface(
        name="assign_officer",
        title="Assign an officer",
        service=services.assign_officer,
        form=forms.AssignForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/assign/",
        api="cases/<uuid:pk>/assign/",
        button="Assign",
        said="Officer assigned.",
        context=about_case,
        represent=represent.case_in_list,
    ),
    Surface(
        name="restrict_case",
        title="Restrict the case to named people",
        service=services.restrict_case,
        form=forms.RestrictForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/restrict/",
        api="cases/<uuid:pk>/restrict/",
        button="Restrict the case",
        said="Case restricted. Only the people named on it see it now.",
        check=check_restrict,
        context=about_case,
        done=people_page,
        represent=represent.case_in_list,
    ),
    Surface(
        name="name_person",
        title="Name a person on the case",
        service=services.name_person,
        form=forms.NamePersonForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/people/new/",
        api="cases/<uuid:pk>/people/",
        button="Give access",
        said="Access given.",
        context=about_case,
        done=people_page,
        back=people_page,
        represent=represent.case_in_list,
    ),
    Surface(
        name="end_naming",
        title="End a person's access",
        service=services.end_naming,
        form=forms.EndNamingForm,
        subject=NamedAccess,
        subject_name="naming",
        page="named-people/<uuid:pk>/end/",
        api="named-people/<uuid:pk>/end/",
        button="End access",
        said="Access ended.",
        template="cases/naming_end.html",
        select=("case", "person"),
        check=check_end_naming,
        context=naming_context,
        done=people_page,
        back=people_page,
        represent=represent.case_in_list,
    ),
    *SUSPECT_SURFACES,
    *SUPERVISION_SURFACES,
    *LESSON_SURFACES,
]
