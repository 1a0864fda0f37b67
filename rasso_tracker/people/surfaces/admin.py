"""The administrator's deeds on people, and what everybody may change about themselves."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rasso_tracker.clocks import now
from rasso_tracker.people import services
from rasso_tracker.people.forms import admin as forms
from rasso_tracker.people.holdings import held_by
from rasso_tracker.people.models import Move, Person, RoleProposal
from rasso_tracker.people.represent import (
    represent_first_password,
    represent_move,
    represent_person,
    represent_proposal,
)
from rasso_tracker.people.roles import ROLES, SUPERVISOR
from rasso_tracker.people.rules import check_can_decide_role, check_can_withdraw_role, whose_leave
from rasso_tracker.web.surfaces import Surface

PEOPLE = "/people/"


def everybody(person: Person) -> Any:
    return Person.objects.filter(kind="person")


def kept_people(person: Person) -> Any:
    """The records that somebody may open: the administrator all, a supervisor those whom they lead."""
    if person.role.may("edit_person"):
        return everybody(person)
    if person.role.code == SUPERVISOR.code:
        return everybody(person).filter(whose_leave(person)).exclude(pk=person.pk)
    return Person.objects.none()


def oneself(person: Person) -> Any:
    return Person.objects.filter(pk=person.pk)


def proposals(person: Person) -> Any:
    return RoleProposal.objects.all()


def moves(person: Person) -> Any:
    return Move.objects.all()


def person_page(result: Any) -> str:
    pk = result.pk if isinstance(result, Person) else result.person_id
    return reverse("person_detail", args=[pk])


def proposals_page(_: Any) -> str:
    return reverse("role_proposals")


def about(person: Person, subject: Any) -> dict[str, Any]:
    whom = subject if isinstance(subject, Person) else subject.person
    return {"caption": f"{whom.name} ({whom.username})"}


def about_proposal(person: Person, proposal: RoleProposal) -> dict[str, Any]:
    return {
        **about(person, proposal),
        "proposal": proposal,
        "role_proposed": ROLES[proposal.role],
        "at": now(),
    }


def about_leaver(person: Person, leaver: Person) -> dict[str, Any]:
    return {**about(person, leaver), "held": held_by(leaver)}


def record_values(person: Person, subject: Person) -> dict[str, Any]:
    names = ("name", "collar_number", "rank", "equated_rank", "email", "telephone")
    return {name: getattr(subject, name) for name in names}


def own_values(person: Person, subject: Person) -> dict[str, Any]:
    return {"email": subject.email, "telephone": subject.telephone}


def place_values(person: Person, subject: Person) -> dict[str, Any]:
    return {
        "post": subject.post,
        "district": subject.district,
        "team": subject.team,
        "cps_unit": subject.cps_unit,
        "supervisor": subject.supervisor,
    }


def _on_person(**said: Any) -> Surface:
    defaults = {
        "subject": Person,
        "subject_name": "person",
        "find": everybody,
        "context": about,
        "done": person_page,
        "back": person_page,
        "represent": represent_person,
    }
    return Surface(**{**defaults, **said})


def _on_proposal(name: str, **said: Any) -> Surface:
    said.setdefault("check", lambda person, proposal: check_can_decide_role(person, proposal, now(), name))
    return Surface(
        name=name,
        subject=RoleProposal,
        subject_name="proposal",
        find=proposals,
        select=("person", "proposed_by"),
        context=about_proposal,
        four_eyes=True,
        template="people/role_deed.html",
        done=proposals_page,
        back=proposals_page,
        represent=represent_proposal,
        **said,
    )


ADMIN_SURFACES = [
    Surface(
        name="add_person",
        title="Add a person",
        service=services.add_person,
        form=forms.AddPersonForm,
        page="people/new/",
        api="people/",
        button="Add person",
        said="Added. Propose a role next: another administrator approves it.",
        done=person_page,
        back=lambda subject: PEOPLE,
        represent=represent_person,
    ),
    _on_person(
        name="edit_person",
        title="Correct this record",
        service=services.edit_person,
        form=forms.RecordForm,
        initial=record_values,
        versioned=True,
        page="people/<uuid:pk>/edit/",
        api="people/<uuid:pk>/",
        method="PATCH",
        said="Saved. What stood before is kept.",
    ),
    _on_person(
        name="edit_own_details",
        title="Edit how colleagues reach you",
        service=services.edit_own_details,
        form=forms.OwnDetailsForm,
        find=oneself,
        initial=own_values,
        versioned=True,
        page="people/<uuid:pk>/own-details/",
        api="people/<uuid:pk>/own-details/",
        method="PATCH",
        said="Saved.",
        done=lambda person: reverse("my_details"),
        back=lambda person: reverse("my_details"),
    ),
    _on_person(
        name="issue_first_password",
        title="Hand out a code for a first password",
        service=services.issue_first_password,
        form=forms.DecideForm,
        template="people/first_password_issue.html",
        shown_once="people/first_password_code.html",
        page="people/<uuid:pk>/first-password/",
        api="people/<uuid:pk>/first-password/",
        button="Make a code",
        said="The code was shown once and is not kept. Make a new one if it is lost.",
        represent=represent_first_password,
    ),
    _on_person(
        name="move_person",
        title="Move to another post, team or district",
        service=services.move_person,
        form=forms.MoveForm,
        context=about_leaver,
        template="people/person_moves.html",
        select=("district", "team", "cps_unit", "supervisor"),
        initial=place_values,
        page="people/<uuid:pk>/moves/new/",
        api="people/<uuid:pk>/moves/",
        button="Move",
        said="The move is set.",
        represent=represent_move,
    ),
    Surface(
        name="cancel_move",
        title="Cancel a move",
        service=services.cancel_move,
        form=forms.DecideForm,
        subject=Move,
        subject_name="move",
        find=moves,
        select=("person",),
        context=about,
        page="moves/<uuid:pk>/cancel/",
        api="moves/<uuid:pk>/cancel/",
        button="Cancel the move",
        said="The move was cancelled.",
        done=person_page,
        back=person_page,
        represent=represent_move,
    ),
    _on_person(
        name="deactivate_person",
        title="They leave: end their access",
        service=services.deactivate_person,
        form=forms.DeactivateForm,
        context=about_leaver,
        template="people/person_leaves.html",
        page="people/<uuid:pk>/leaves/",
        api="people/<uuid:pk>/deactivate/",
        button="End access and pass on the work",
        said="Recorded. The work has been passed on.",
    ),
    _on_person(
        name="reactivate_person",
        title="They come back",
        service=services.reactivate_person,
        form=forms.DecideForm,
        page="people/<uuid:pk>/returns/",
        api="people/<uuid:pk>/reactivate/",
        button="They are in post again",
        said="In post again, without a role. Propose one: another administrator approves it.",
    ),
    _on_person(
        name="propose_role",
        title="Propose a change of roles",
        service=services.propose_role,
        form=forms.ProposeRoleForm,
        page="people/<uuid:pk>/roles/new/",
        api="people/<uuid:pk>/role-proposals/",
        button="Propose",
        said="Proposed. Another administrator decides within seven days.",
        represent=represent_proposal,
    ),
    _on_proposal(
        "approve_role",
        title="Approve a change of role",
        service=services.approve_role,
        form=forms.DecideForm,
        page="role-proposals/<uuid:pk>/approve/",
        api="role-proposals/<uuid:pk>/approve/",
        button="Approve",
        said="Approved. It holds from now on.",
    ),
    _on_proposal(
        "refuse_role",
        title="Refuse a change of role",
        service=services.refuse_role,
        form=forms.RefuseRoleForm,
        page="role-proposals/<uuid:pk>/refuse/",
        api="role-proposals/<uuid:pk>/refuse/",
        button="Refuse",
        said="Refused.",
    ),
    _on_proposal(
        "withdraw_role",
        check=check_can_withdraw_role,
        title="Take back a proposal",
        service=services.withdraw_role,
        form=forms.DecideForm,
        page="role-proposals/<uuid:pk>/withdraw/",
        api="role-proposals/<uuid:pk>/withdraw/",
        button="Take it back",
        said="Taken back.",
    ),
]
