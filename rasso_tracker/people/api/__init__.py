from typing import Any

from rasso_tracker.audit import Action
from rasso_tracker.people.models import DutyCover, Leave, Person, RoleProposal
from rasso_tracker.people.represent import (
    represent_colleague,
    represent_cover,
    represent_leave,
    represent_proposal,
    represent_record,
)
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.people.surfaces import SURFACES
from rasso_tracker.people.surfaces.admin import everybody, kept_people
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls

PLACE = ("district", "team", "cps_unit", "supervisor")


def _of_colleagues(model: type[DutyCover | Leave], person: Person) -> Any:
    """Spells of everybody; for a support service, its own."""
    return model.objects.filter(person=person) if is_supporter(person) else model.objects.all()


# Who works here, who is away and who answers is known to all colleagues (Recommendation 5).
READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="duty-covers/",
        name="duty_covers",
        model=DutyCover,
        action=Action.LIST_VIEWED,
        select=("person", "covered_by"),
        represent=represent_cover,
        filters={"person": "person"},
        branches=lambda person: [_of_colleagues(DutyCover, person)],
    ),
    ReadList(
        path="leaves/",
        name="leaves",
        model=Leave,
        action=Action.LIST_VIEWED,
        select=("person", "cover__covered_by"),
        represent=represent_leave,
        filters={"person": "person"},
        branches=lambda person: [_of_colleagues(Leave, person)],
    ),
    ReadList(
        path="people/",
        name="people",
        model=Person,
        action=Action.LIST_VIEWED,
        select=PLACE,
        represent=represent_colleague,
        filters={"agency": "agency", "post": "post", "district": "district__code"},
        branches=lambda person: [everybody(person)],
    ),
    ReadDetail(
        path="people/<uuid:pk>/",
        name="person",
        model=Person,
        action=Action.PERSON_VIEWED,
        select=PLACE,
        find=kept_people,
        represent=represent_record,
        versioned=True,
    ),
    ReadList(
        path="role-proposals/",
        name="role_proposals",
        model=RoleProposal,
        action=Action.LIST_VIEWED,
        select=("person", "proposed_by", "decided_by"),
        deed="approve_role",
        represent=represent_proposal,
        filters={"outcome": "outcome"},
        branches=lambda person: [RoleProposal.objects.all()],
    ),
]
routes = api_urls(SURFACES, READS)
