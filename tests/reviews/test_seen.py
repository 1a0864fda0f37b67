"""What the case page, the history and the homes show of decisions and reviews, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from cases.models import Allegation, Case, Suspect, Victim
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from reviews import home, panels, services, timeline
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    PROPOSED_AT,
    WHY,
    line,
    next_crime,
    tell,
)
from tests.reviews.test_pages import grown
from tests.stories import story
from victims import services as victims
from victims.models import IsvaSupport


def titles(case: Case, person: Person) -> list[str]:
    with acting(person):
        return [one.title for one in sorted(timeline.entries(case, person), key=lambda one: one.at)]


def test_the_history_tells_the_whole_way(
    allocated: ReviewRequest, case: Case, alice: Person, rita: Person
) -> None:
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    assert titles(case, alice) == [
        "Police: no further action proposed",
        "Police: no further action decided",
        "Victim 1 told of the decision",
        "Review asked for: Victim 1",
        "Review allocated",
        "Review decided",
    ]


def test_the_history_hides_reviews_from_a_role_that_does_not_read_them(
    asked: ReviewRequest, case: Case, mona: Person
) -> None:
    assert titles(case, mona) == [
        "Police: no further action proposed",
        "Police: no further action decided",
        "Victim 1 told of the decision",
    ]


def test_the_panel_shows_lines_victims_and_requests(asked: ReviewRequest, case: Case, alice: Person) -> None:
    with acting(alice):
        shown = panels.panel(case, alice)
    assert shown is not None
    [decision] = shown["decisions"]
    assert [row.outcome for row in decision["lines"]] == ["15"]
    assert [one["notice"].victim.label for one in decision["victims"]] == ["Victim 1"]
    assert shown["requests"] == [asked]


@pytest.mark.parametrize("who", ["audrey", "adam"])
def test_the_panel_is_none_for_a_role_that_reads_no_decisions(
    decided: Decision, case: Case, who: str, request: pytest.FixtureRequest
) -> None:
    assert panels.panel(case, request.getfixturevalue(who)) is None


@pytest.mark.parametrize("look", [panels.panel, timeline.entries])
def test_panel_and_history_cost_the_same_for_one_decision_and_three(
    case: Case,
    interviewed: Allegation,
    victim: Victim,
    suspect: Suspect,
    alice: Person,
    sam: Person,
    look: Callable[[Case, Person], Any],
) -> None:
    allegation, counts = interviewed, []
    for more in (1, 2):
        for _ in range(more):
            decision = services.propose_nfa(
                by=alice, case=case, lines=[line(allegation)], rationale=WHY, at=PROPOSED_AT, **CHECKED
            )
            services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)
            tell(alice, Decision.objects.get(pk=decision.pk), victim)
            allegation = cases.add_allegation(
                by=alice,
                case=case,
                crime_reference=next_crime(),
                offence_type="rape_adult",
                victim=victim,
                suspect=suspect,
                at=PROPOSED_AT,
            )
        with acting(alice), CaptureQueriesContext(connection) as captured:
            look(case, alice)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# An ISVA


@story
def second(case: Case, interviewed: Allegation, suspect: Suspect, alice: Person) -> Victim:
    victim = cases.add_victim(by=alice, case=case, at=PROPOSED_AT)
    cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="rape_adult",
        victim=victim,
        suspect=suspect,
        at=PROPOSED_AT,
    )
    return victim


@story
def of_two(case: Case, second: Victim, alice: Person, sam: Person) -> Decision:
    rows = [line(one) for one in Allegation.objects.filter(case=case).order_by("added_at")]
    decision = services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=PROPOSED_AT, **CHECKED)
    return services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)


def supports(ivy: Person, victim: Victim, alice: Person) -> None:
    victims.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=DECIDED_AT.date(), at=LATER)


def test_an_isva_sees_the_decision_that_a_client_was_told_of_and_no_reasons_nor_other_victims(
    of_two: Decision, victim: Victim, second: Victim, alice: Person, ivy: Person, sign_in: Any
) -> None:
    supports(ivy, victim, alice)
    assert IsvaSupport.objects.filter(isva=ivy, victim=victim).exists()
    assert not DecisionLine.objects.visible_to(ivy).exists()
    services.notify_victim(by=alice, decision=of_two, victim=victim, told_at=LATER, method="phone",
                           order_reason="Ivy was away.", understood="yes", at=LATER)  # fmt: skip
    with acting(ivy):
        assert [row.victim for row in DecisionLine.objects.visible_to(ivy)] == [victim]
        assert [row.victim for row in Notification.objects.visible_to(ivy)] == [victim]
    browser = sign_in(ivy)
    page = browser.get(f"/decisions/{of_two.pk}/").content.decode()
    assert "Victim 1" in page
    assert "Victim 2" not in page
    assert WHY not in page
    assert Allegation.objects.filter(case=of_two.case).first().crime_reference not in page
    lines = browser.get(f"/api/v1/decisions/{of_two.pk}/").json()["lines"]
    assert [row["victim"] for row in lines] == [str(victim.pk)]


def test_an_isva_sees_no_decision_that_was_not_made(
    proposed: Decision, victim: Victim, alice: Person, ivy: Person, sign_in: Any
) -> None:
    supports(ivy, victim, alice)
    assert sign_in(ivy).get(f"/decisions/{proposed.pk}/").status_code == 404
    assert titles(proposed.case, ivy) == []


# Homes


def test_the_supervisor_finds_what_to_authorise_and_never_their_own(
    proposed: Decision, sam: Person, brad: Person, case: Case
) -> None:
    with acting(sam):
        found = home.nfa_to_authorise(sam)
    assert [(row["reference"], row["maker"]) for row in found.rows] == [(case.reference, "Alice")]
    assert not found.more
    with acting(brad):
        assert home.nfa_to_authorise(brad).rows == []


def test_the_officer_finds_whom_to_tell_until_it_is_done(
    decided: Decision, victim: Victim, alice: Person, case: Case
) -> None:
    with acting(alice):
        [notice], [right] = home.notices_due(alice).rows, home.rights_to_tell(alice).rows
    assert (notice["victim"], notice["reference"], notice["decision_id"]) == (
        "Victim 1",
        case.reference,
        decided.pk,
    )
    assert notice["deadline"].due_on == right["deadline"].due_on
    assert notice["deadline"].rule is not None
    tell(alice, decided, victim)
    with acting(alice):
        assert home.notices_due(alice).rows == []


def test_the_reviewer_finds_what_is_allocated_with_its_clocks(
    allocated: ReviewRequest, rita: Person, dina: Person
) -> None:
    with acting(rita):
        [row] = home.reviews_allocated(rita).rows
    assert (row["request_id"], row["deadline"].due_on) == (allocated.pk, allocated.complete_by)
    with acting(dina):
        assert home.reviews_to_allocate(dina).rows == []


def test_homes_cost_the_same_for_one_row_and_three(alice: Person, sam: Person) -> None:
    for look, person, as_far_as in (
        (home.nfa_to_authorise, sam, "proposed"),
        (home.notices_due, alice, "decided"),
        (home.rights_to_tell, alice, "told"),
        (home.reviews_to_allocate, sam, "asked"),
    ):
        counts = []
        for more in (1, 2):
            grown(alice, sam, more, as_far_as)
            with acting(person), CaptureQueriesContext(connection) as captured:
                assert len(look(person).rows) >= more
            counts.append(len(captured))
        assert counts[0] == counts[1], look.__name__
