"""The Investigation part of the case page: victims by number, suspects, allegations, milestones, people,
what is due.
"""

from __future__ import annotations

from typing import Any

from cases.deadlines import deadline_of
from cases.models import Allegation, Assignment, Case, DueItem, Milestone, NamedAccess, Suspect, Victim
from cases.rules import check_can_void_milestone
from cases.services.case import SUMMARY
from cases.services.known_as import known_of
from cases.services.milestones import cautions_of
from cases.short import days_short
from cases.shown.supervision import panel_of_supervision
from cases.timeline import about, kinds_for
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import would_pass
from rasso_tracker.vault import unseal
from rasso_tracker.web.addresses import address


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """What the role may read, in a fixed number of statements; None for a role that reads no case."""
    if not person.role.reads(Part.CASE):
        return None
    whole = whole_of(case)
    whole.read(kinds_for(person))
    shown: dict[str, Any] = {
        "at": now(),
        "victims": [one for one in whole.rows(Victim) if one.merged_into_id is None],
        "due": _due(whole, person),
        "investigation": None,
        "supervision": panel_of_supervision(whole, person),
        "people": None,
        "named": None,
        "short": [],
        "people_href": address("case_people", case.pk),
    }
    if person.role.reads(Part.INVESTIGATION):
        shown["investigation"] = _investigation(whole, person)
    if person.role.reads(Part.PEOPLE):
        shown["people"] = [
            {"row": one, "name": one.person.name} for one in whole.rows(Assignment) if one.ended_at is None
        ]
        if case.restricted:
            shown["short"] = days_short(case)
            shown["named"] = sorted(
                {one.person.name for one in whole.rows(NamedAccess) if one.ended_at is None}
            )
    return shown


def _investigation(whole: Whole, person: Person) -> dict[str, Any]:
    case, key = whole.case, whole.key
    suspects = [one for one in whole.rows(Suspect) if one.stands]
    may_edit = person.role.may("edit_allegation")
    milestones = [one for one in whole.rows(Milestone) if one.stands]
    # Of what hangs on a suspect, the form asks the rest.
    holds = {one.suspect_id for one in milestones} | {
        one.suspect_id for one in whole.rows(Allegation) if one.outcome
    }
    return {
        "summary": unseal(case.pk, SUMMARY, case.pk, case.summary_sealed, key=key),
        "suspects": [
            {
                "row": one,
                "known": known_of(one, key),
                "deeds": deeds_on_suspect(person, one, several=len(suspects) > 1, held=one.pk in holds),
            }
            for one in suspects
        ],
        "matches": address("look_at_matches", case.pk) if person.role.may("look_at_matches") else "",
        "cautions": sorted(cautions_of(case, milestones).values()),
        "allegations": [
            {"row": one, "edit": address("edit_allegation", one.pk) if may_edit else ""}
            for one in whole.rows(Allegation)
        ],
        "milestones": [
            {
                "row": one,
                "about": about(one),
                "by": one.recorded_by.name,
                "void": address("void_milestone", one.pk) if _may_void(person, one, milestones) else "",
            }
            for one in reversed(milestones)
        ],
    }


def deeds_on_suspect(person: Person, suspect: Suspect, *, several: bool, held: bool) -> list[dict[str, str]]:
    """What this person may do to the record: one of `several` can be the same person as another, one that
    something is `held` by is no mistake.
    """
    offered = [("correct_suspect", "Correct", "who {} is")]
    if not held:
        offered.append(("void_suspect", "Entered by mistake?", "{}"))
    if several:
        offered.append(("merge_suspects", "Same person as another?", "{}"))
    return [
        {"href": address(name, suspect.pk), "text": text, "about": about_it.format(suspect.label)}
        for name, text, about_it in offered
        if person.role.may(name)
    ]


def _may_void(person: Person, milestone: Milestone, standing: list[Milestone]) -> bool:
    others = [one for one in standing if one.pk != milestone.pk]
    return would_pass(check_can_void_milestone, person, milestone, others, reason="asked on the form")


def _due(whole: Whole, person: Person) -> list[dict[str, Any]]:
    still_open = [one for one in whole.seen(DueItem, person) if one.settled_at is None]
    return [
        {"what": one.what_for(person), "owner": one.who_owes, "deadline": deadline_of(one)}
        for one in still_open
    ]
