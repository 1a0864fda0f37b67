"""Two people at the same moment: one deed stands, the other hears a sentence, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from cases import services as cases
from cases.models import Allegation, Case, Milestone, Victim
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Refusal
from reviews import services
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest, RightTold, TellingPlan
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    PROPOSED_AT,
    TOLD_AT,
    WHY,
    ask,
    interview,
    line,
    open_case,
    tell,
)
from victims import services as victims
from victims.services import merge_victims


@pytest.fixture
def committing(own_database: str, django_db_blocker: object) -> Iterator[None]:
    """A database of the test's own, in which threads may commit."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
        yield


def who(name: str) -> Person:
    return Person.objects.select_related("team", "district", "supervisor").get(username=name)


def at_once(*deeds: Callable[[], Any]) -> tuple[list[Any], list[Refusal]]:
    """Every deed in a connection of its own, all let go together: what was done, and what was refused."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        found = list(pool.map(one, deeds))
    refused = [one for one in found if isinstance(one, Refusal)]
    return [one for one in found if not isinstance(one, Refusal)], refused


def ready() -> tuple[Case, Victim, Allegation]:
    alice = who("alice")
    case = open_case(alice)
    victim = cases.add_victim(by=alice, case=case, at=PROPOSED_AT)
    suspect = cases.add_suspect(by=alice, case=case, name="A Suspect", at=PROPOSED_AT)
    interview(alice, case, suspect)
    with system("a test looks"):
        return case, victim, Allegation.objects.get(case=case)


def proposed() -> tuple[Decision, Victim]:
    case, victim, allegation = ready()
    decision = services.propose_nfa(
        by=who("alice"), case=case, lines=[line(allegation)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    return decision, victim


def decided() -> tuple[Decision, Victim]:
    decision, victim = proposed()
    return services.authorise_nfa(by=who("sam"), decision=decision, at=DECIDED_AT), victim


def test_two_proposals_at_once_leave_one_standing(committing: None) -> None:
    case, _, allegation = ready()

    def propose(name: str) -> Callable[[], Decision]:
        by = who(name)
        return lambda: services.propose_nfa(
            by=by, case=case, lines=[line(allegation)], rationale=WHY, at=PROPOSED_AT, **CHECKED
        )

    done, refused = at_once(propose("alice"), propose("bob"), propose("alice"))
    assert (len(done), len(refused)) == (1, 2)
    with system("a test looks"):
        assert DecisionLine.objects.filter(ended_at__isnull=True).count() == 1


def test_two_supervisors_at_once_authorise_once(committing: None) -> None:
    decision, _ = proposed()

    def settle(name: str) -> Callable[[], Decision]:
        by = who(name)
        return lambda: services.authorise_nfa(by=by, decision=decision, at=DECIDED_AT)

    done, refused = at_once(settle("sam"), settle("dina"))
    assert (len(done), len(refused)) == (1, 1)
    assert "authorised already" in str(refused[0])
    with system("a test looks"):
        assert Milestone.objects.filter(kind="police_nfa").count() == 1
        assert Notification.objects.count() == 1


def test_authorised_and_refused_at_once_is_one_of_the_two(committing: None) -> None:
    decision, _ = proposed()
    sam, dina = who("sam"), who("dina")
    done, refused = at_once(
        lambda: services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT),
        lambda: services.refuse_nfa(by=dina, decision=decision, reason="More work.", at=DECIDED_AT),
    )
    assert (len(done), len(refused)) == (1, 1)


def test_told_twice_by_two_people_at_once_is_told_once(committing: None) -> None:
    decision, victim = decided()
    alice, bob = who("alice"), who("bob")
    done, refused = at_once(
        lambda: tell(alice, decision, victim), lambda: tell(bob, decision, victim, method="phone")
    )
    assert (len(done), len(refused)) == (1, 1)
    assert "has been told of this decision already" in str(refused[0])
    with system("a test looks"):
        assert Notification.objects.get().told_recorded_by_id == done[0].told_recorded_by_id


def test_the_right_told_twice_at_once_is_told_once(committing: None) -> None:
    decision, victim = decided()
    tell(who("alice"), decision, victim)

    def tell_right(name: str) -> Callable[[], RightTold]:
        by = who(name)
        return lambda: services.record_told_of_right(
            by=by,
            decision=decision,
            victim=victim,
            told_at=TOLD_AT,
            method="phone",
            leaflet_version="4",
            at=LATER,
        )

    done, refused = at_once(tell_right("alice"), tell_right("bob"))
    assert (len(done), len(refused)) == (1, 1)
    with system("a test looks"):
        assert RightTold.objects.count() == 1


def test_told_by_letter_and_by_phone_at_once_is_told_once(committing: None) -> None:
    decision, victim = decided()
    alice, bob, sam = who("alice"), who("bob"), who("sam")
    victims.record_identity(by=alice, victim=victim, name="Hanna Quartz", at=PROPOSED_AT)
    drafted = services.draft_letter(by=alice, decision=decision, victim=victim, way="by_hand", at=DECIDED_AT)
    letter = services.sign_off_letter(by=sam, letter=drafted, at=DECIDED_AT)
    done, refused = at_once(
        lambda: tell(alice, decision, victim),
        lambda: services.record_letter_sent(
            by=bob,
            letter=letter,
            sent_on=DECIDED_AT.date(),
            method="in_person_home",
            tells="first",
            at=LATER,
        ),
    )
    assert (len(done), len(refused)) == (1, 1)
    assert "told of" in str(refused[0])
    with system("a test looks"):
        assert Notification.objects.filter(told_at__isnull=False).count() == 1


def test_two_plans_at_once_leave_one_standing(committing: None) -> None:
    decision, _ = decided()
    with system("a test looks"):
        notice = Notification.objects.select_related("decision", "victim", "case").get(decision=decision)

    def plan(name: str) -> Callable[[], TellingPlan]:
        by = who(name)
        return lambda: services.plan_telling(
            by=by,
            notice=notice,
            method="phone",
            teller=by,
            tell_at=TOLD_AT,
            time_fits="none_recorded",
            interpreter="not_needed",
            at=DECIDED_AT,
        )

    done, refused = at_once(plan("alice"), plan("bob"))
    assert (len(done), refused) == (2, [])
    with system("a test looks"):
        assert TellingPlan.objects.count() == 2
        assert TellingPlan.objects.filter(superseded_at__isnull=True).count() == 1


def test_a_request_recorded_twice_at_once_is_one_request(committing: None) -> None:
    decision, victim = decided()
    tell(who("alice"), decision, victim)
    alice, bob = who("alice"), who("bob")
    done, refused = at_once(lambda: ask(alice, decision, victim), lambda: ask(bob, decision, victim))
    assert (len(done), len(refused)) == (1, 1)
    assert "is open already" in str(refused[0])
    with system("a test looks"):
        assert ReviewRequest.objects.count() == 1


def twins(victim: Victim) -> tuple[Victim, dict[str, Any]]:
    """A second record of the same person on the case, and the merge that makes `victim` part of it."""
    kept = cases.add_victim(by=who("alice"), case=victim.case, at=DECIDED_AT)
    with system("a test opens the same record twice"):
        opened = Victim.objects.select_related("case").get(pk=victim.pk)
    return kept, {"by": who("sam"), "victim": kept, "duplicate": opened, "reason": "Same.", "at": LATER}


@pytest.mark.parametrize("do", [tell, ask], ids=["told", "asked"])
def test_what_a_victim_hears_beside_a_merge_never_stays_on_the_merged_record(
    committing: None, do: Callable[..., Any]
) -> None:
    decision, victim = decided()
    if do is ask:
        tell(who("alice"), decision, victim, at=TOLD_AT)
    kept, merge = twins(victim)
    done, refused = at_once(
        lambda: do(who("alice"), decision, victim, at=LATER), lambda: merge_victims(**merge)
    )
    with system("a test looks at what was done"):
        assert not ReviewRequest.objects.filter(victim=victim).exists()
        assert not Notification.objects.filter(victim=victim).exists()
        asked = ReviewRequest.objects.filter(victim=kept).count()
        told = Notification.objects.filter(victim=kept, told_at__isnull=False).count()
    assert (len(done), asked if do is ask else told) in ((2, 1), (1, 0))
    assert [list(one.fields) for one in refused if isinstance(one, Invalid)] in ([], [["victim"]])


def test_a_decision_takes_nothing_for_a_record_that_was_merged_after_it_was_opened(
    committing: None,
) -> None:
    decision, victim = decided()
    kept, merge = twins(victim)
    merge_victims(**merge)
    with pytest.raises(Invalid) as refused:
        tell(who("alice"), decision, victim, at=LATER)
    said = f"{victim.label} was merged into {kept.label}: choose that one."
    assert refused.value.fields == {"victim": said}
