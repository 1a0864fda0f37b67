"""Who may, and the sentences that say who can instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from cases import rules, services
from cases.enums import RECORDED_BY_HAND, MilestoneKind
from cases.models import Allegation, Case, Direction, MatchLook, Milestone, NamedAccess, Suspect
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ROLES
from tests.cases.conftest import AT, Opener, directed, lesson_for, next_crime, on
from tests.stories import story

INVESTIGATORS = {"officer", "supervisor"}
SUPERVISORS = {"supervisor"}
MAY: dict[str, set[str]] = {
    "open_case": INVESTIGATORS,
    "edit_case": INVESTIGATORS,
    "add_allegation": INVESTIGATORS,
    "edit_allegation": INVESTIGATORS,
    "add_suspect": INVESTIGATORS,
    "correct_suspect": INVESTIGATORS,
    "void_suspect": INVESTIGATORS,
    "merge_suspects": SUPERVISORS,
    "look_at_matches": SUPERVISORS,
    "judge_match": SUPERVISORS,
    "add_victim": INVESTIGATORS,
    "record_milestone": INVESTIGATORS,
    "void_milestone": INVESTIGATORS,
    "assign_officer": SUPERVISORS,
    "restrict_case": SUPERVISORS,
    "name_person": SUPERVISORS,
    "end_naming": SUPERVISORS,
    "record_supervisory_review": SUPERVISORS,
    "answer_direction": INVESTIGATORS,
    "move_direction": SUPERVISORS,
    "withdraw_direction": SUPERVISORS,
    "finish_lesson": {*INVESTIGATORS, "gatekeeper", "manager"},
    "pass_lesson_on": {*SUPERVISORS, "manager"},
}
OF_ROLE = {
    "officer": "alice", "supervisor": "sam", "gatekeeper": "gita", "cps_lawyer": "lena",
    "cps_legal_manager": "max", "reviewer": "rita", "isva": "ivy", "manager": "mona",
    "crime_registrar": "reg", "auditor": "audrey", "administrator": "adam",
}  # fmt: skip


def deeds(case: Case, bob: Person, gita: Person) -> dict[str, Callable[[Person], Any]]:
    """Each deed on this case, as the given person."""
    allegation = Allegation.objects.get(case=case)
    milestone = Milestone.objects.get(case=case, kind="abe")
    naming = NamedAccess.objects.filter(case=case, because="isva")[0]
    direction = Direction.objects.get(case=case)
    match = MatchLook.objects.get(case=case)
    return {
        "open_case": lambda by: services.open_case(
            by=by, district=case.district, team=case.team, reported_on=case.reported_on,
            officer_in_charge=case.officer_in_charge, crime_reference=next_crime(),
            offence_type="other", at=AT,
        ),
        "edit_case": lambda by: services.edit_case(by=by, case=case, summary="x", at=AT),
        "add_allegation": lambda by: services.add_allegation(
            by=by, case=case, crime_reference=next_crime(), offence_type="other", at=AT
        ),
        "edit_allegation": lambda by: services.edit_allegation(
            by=by, allegation=allegation, crime_reference=allegation.crime_reference,
            offence_type="other", at=AT,
        ),
        "add_suspect": lambda by: services.add_suspect(by=by, case=case, name="A B", at=AT),
        "correct_suspect": lambda by: services.correct_suspect(
            by=by, suspect=Suspect.objects.filter(case=case)[0], name="A C", at=AT
        ),
        "void_suspect": lambda by: services.void_suspect(
            by=by, suspect=Suspect.objects.filter(case=case, voided_at=None).last(), reason="x", at=AT
        ),
        "merge_suspects": lambda by: services.merge_suspects(
            by=by, suspect=Suspect.objects.filter(case=case)[0], reason="x", at=AT,
            duplicate=services.add_suspect(by=by, case=case, name="A B", at=AT),
        ),
        "look_at_matches": lambda by: services.look_at_matches(by=by, case=case, reason="x", at=AT),
        "judge_match": lambda by: services.judge_match(
            by=by, match=match, verdict="another", words="x", at=AT
        ),
        "add_victim": lambda by: services.add_victim(by=by, case=case, at=AT),
        "record_milestone": lambda by: services.record_milestone(
            by=by, case=case, kind="first_account", occurred_at=on(4), at=AT
        ),
        "void_milestone": lambda by: services.void_milestone(by=by, milestone=milestone, reason="x", at=AT),
        "assign_officer": lambda by: services.assign_officer(by=by, case=case, person=bob, at=AT),
        "restrict_case": lambda by: services.restrict_case(
            by=by, case=case, people=[gita], reason="x", at=AT
        ),
        "name_person": lambda by: services.name_person(by=by, case=case, person=bob, reason="x", at=AT),
        "end_naming": lambda by: services.end_naming(by=by, naming=naming, reason="x", at=AT),
        "record_supervisory_review": lambda by: services.record_supervisory_review(
            by=by, case=case, outcome="on_track", looked_at=["lines"], at=on(12)
        ),
        "answer_direction": lambda by: services.answer_direction(
            by=by, direction=direction, how="x", at=on(12)
        ),
        "move_direction": lambda by: services.move_direction(
            by=by, direction=direction, due_on=on(18).date(), reason="x", at=on(12)
        ),
        "withdraw_direction": lambda by: services.withdraw_direction(
            by=by, direction=direction, reason="x", at=on(12)
        ),
        "finish_lesson": lambda by: services.finish_lesson(
            by=by, lesson=lesson_for(by, case, bob), outcome="changed", changed="x", at=on(12)
        ),
        "pass_lesson_on": lambda by: services.pass_lesson_on(
            by=by, lesson=lesson_for(by, case, bob), owner=bob, due_on=on(18).date(), at=on(12)
        ),
    }  # fmt: skip


@story
def seen_by_all(case: Case, opened: Opener, alice: Person, sam: Person) -> Case:
    """A case on which everybody is named: scope never decides, the role alone does."""
    from rasso_tracker.audit.doors import open_door

    services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=AT)
    with open_door("naming everybody"):
        for username in OF_ROLE.values():
            services.grant_access(
                by=sam, case=case, person=Person.objects.get(username=username), because="isva", at=AT
            )
    directed(sam, case, alice)
    for one in (case, opened()):
        services.add_suspect(by=alice, case=one, name="A B", phones="07700 900555", at=AT)
    services.look_at_matches(by=sam, case=case, reason="x", at=AT)
    return case


@pytest.mark.parametrize("role", OF_ROLE)
def test_a_role_does_what_it_may_and_nothing_else(
    role: str, seen_by_all: Case, bob: Person, gita: Person
) -> None:
    by = Person.objects.select_related("team", "district").get(username=OF_ROLE[role])
    done = set()
    for deed, do in deeds(seen_by_all, bob, gita).items():
        with transaction.atomic():
            try:
                do(by)
                done.add(deed)
            except NotAllowed:
                pass
            transaction.set_rollback(True)  # each deed meets the case as it was
    assert done == {deed for deed, roles in MAY.items() if role in roles}


def test_every_deed_of_this_app_has_its_words_and_its_row_here() -> None:
    assert set(MAY) == set(rules.WORDS)
    for deed, roles in MAY.items():
        assert {code for code, role in ROLES.items() if role.may(deed)} == roles


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("open_case", "An officer or a supervisor can."),
        ("assign_officer", "A supervisor can."),
        ("submit_to_cps", "An officer, a supervisor or a raSSO Gatekeeper can."),
        ("authorise_cps_nfa", "A CPS legal manager can."),
        ("no_such_deed", "Nobody can."),
    ],
)
def test_a_refusal_says_who_can(deed: str, sentence: str) -> None:
    assert rules.who_can(deed).lower() == sentence.lower()


def test_every_milestone_is_recorded_by_hand_or_by_a_deed_that_somebody_may_do() -> None:
    for kind in MilestoneKind:
        deeds_of = rules.MADE_TRUE_BY.get(kind, frozenset())
        assert (kind in RECORDED_BY_HAND) != bool(deeds_of)
        assert kind in RECORDED_BY_HAND or any(role.may(deed) for deed in deeds_of for role in ROLES.values())


def test_a_service_account_records_for_the_system(case: Case, clockwork: Person) -> None:
    done = services.record_milestone(by=clockwork, case=case, kind="police_nfa", occurred_at=on(4), at=AT)
    assert done.recorded_by == clockwork


class TestPeopleInPost:
    def test_somebody_who_has_left_is_not_assigned(self, bob: Person) -> None:
        bob.left_on = date(2026, 3, 9)
        assert rules.unfit_officer(bob, AT) == "Bob is not in post today."

    def test_the_last_day_is_still_in_post(self, bob: Person) -> None:
        bob.left_on = date(2026, 3, 10)
        assert rules.unfit_officer(bob, AT) == ""

    def test_somebody_who_has_not_started_is_not_assigned(self, bob: Person) -> None:
        bob.starts_on = date(2026, 3, 11)
        assert rules.unfit_officer(bob, AT) == "Bob is not in post today."

    def test_a_gatekeeper_is_not_assigned(self, gita: Person) -> None:
        assert "does not hold the role" in rules.unfit_officer(gita, AT)


class TestEnoughNamed:
    def test_two_of_whom_one_is_a_gatekeeper_are_enough(self, alice: Person, gita: Person) -> None:
        rules.check_named_enough([alice, gita], "people", AT)

    def test_one_person_twice_is_one(self, gita: Person) -> None:
        with pytest.raises(Invalid, match="at least two"):
            rules.check_named_enough([gita, gita], "people", AT)

    def test_a_gatekeeper_alone_is_too_few(self, gita: Person) -> None:
        with pytest.raises(Invalid, match="at least two"):
            rules.check_named_enough([gita], "people", AT)

    def test_officers_alone_are_not_enough(self, alice: Person, bob: Person) -> None:
        with pytest.raises(Invalid, match="gatekeeper"):
            rules.check_named_enough([alice, bob], "people", AT)


def test_opening_says_every_fault_at_once(opened: Opener, alice: Person, lena: Person, bradford: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(district=bradford, team=alice.team, officer_in_charge=lena, reported_on=date(2026, 3, 11))
    assert set(refusal.value.fields) == {"team", "officer_in_charge", "reported_on"}
