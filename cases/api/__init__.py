"""The API of cases: deeds from the surfaces, reads from the allow-lists of represent.py."""

from __future__ import annotations

from cases import represent
from cases.api.lessons import LESSON_READS
from cases.api.supervision import SUPERVISION_READS
from cases.models import Allegation, Case, MatchLook, Milestone, Suspect, Victim
from cases.represent.matches import match_shown
from cases.shown.matches import own_looks
from cases.surfaces import SURFACES
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls
from rasso_tracker.web.lists import Order, branches_unless_supporter
from rasso_tracker.web.scope import unless_supporter

OF_A_CASE = {"case": "case"}

READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="cases/",
        name="cases",
        model=Case,
        represent=represent.case_in_list,
        branches=branches_unless_supporter(Case),
        order=Order("due", "Next due", "next_due_on", nullable=True),
        filters={"district": "district__code", "stage": "stage", "reference": "reference"},
        select=("district", "team", "officer_in_charge"),
    ),
    ReadDetail(
        path="cases/<uuid:pk>/",
        name="case",
        model=Case,
        represent=represent.case_in_full,
        find=unless_supporter(Case),
        action=Action.CASE_VIEWED,
        select=("district", "team", "officer_in_charge"),
        versioned=True,
    ),
    ReadList(
        path="allegations/",
        name="allegations",
        model=Allegation,
        represent=represent.allegation_shown,
        filters={**OF_A_CASE, "stage": "stage", "crime_reference": "crime_reference"},
    ),
    ReadDetail(
        path="allegations/<uuid:pk>/",
        name="allegation",
        model=Allegation,
        represent=represent.allegation_shown,
        action=Action.CASE_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="suspects/",
        name="suspects",
        model=Suspect,
        represent=represent.suspect_in_list,
        filters=OF_A_CASE,
    ),
    ReadDetail(
        path="suspects/<uuid:pk>/",
        name="suspect",
        model=Suspect,
        represent=represent.suspect_in_full,
        action=Action.SUSPECT_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="suspect-matches/",
        name="suspect_matches",
        model=MatchLook,
        represent=match_shown,
        branches=lambda person: [own_looks(person)],
        filters=OF_A_CASE,
        select=("case", "suspect"),
    ),
    ReadDetail(
        path="suspect-matches/<uuid:pk>/",
        name="suspect_match",
        model=MatchLook,
        represent=match_shown,
        find=own_looks,
        action=Action.MATCH_VIEWED,
        select=("case", "suspect"),
    ),
    ReadList(
        path="victims/",
        name="victims",
        model=Victim,
        represent=represent.victim_shown,
        branches=branches_unless_supporter(Victim),
        filters=OF_A_CASE,
    ),
    ReadDetail(
        path="victims/<uuid:pk>/",
        name="victim",
        model=Victim,
        represent=represent.victim_shown,
        find=unless_supporter(Victim),
        action=Action.CASE_VIEWED,
    ),
    ReadList(
        path="milestones/",
        name="milestones",
        model=Milestone,
        represent=represent.milestone_in_list,
        filters={**OF_A_CASE, "kind": "kind"},
        select=("recorded_by",),
    ),
    ReadDetail(
        path="milestones/<uuid:pk>/",
        name="milestone",
        model=Milestone,
        represent=represent.milestone_in_full,
        action=Action.CASE_VIEWED,
        select=("recorded_by",),
    ),
]

routes = api_urls(SURFACES, [*READS, *SUPERVISION_READS, *LESSON_READS])
