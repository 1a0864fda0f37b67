"""A look-back is owed by a day of its own rule: to its owner, on homes, and up the ladder when it is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actionplans.models import ClimbEscalation
from actionplans.notices.climbs import recheck_climbs
from actionplans.services import raise_reminders
from cases.models import Case, DueItem
from cases.services import assign_officer
from cases.services.handing import pass_on_due
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import ClockCode, deadline, start_of_day
from rasso_tracker.messages import Due
from rasso_tracker.people.models import Person
from tests.stories import story
from tests.victims.conftest import FOUND, LATER, Withdraw
from victims import services
from victims.models import Withdrawal

SAID = {"preventable": "no", "words": "As planned."}


def owed() -> list[tuple[str, Any]]:
    """Open look-backs: of which code, and whose by user name."""
    rows = DueItem.objects.filter(code="look_back", settled_at__isnull=True)
    return list(rows.values_list("what", "owner__username"))


@story
def corroborated(withdraw: Withdraw, sam: Person) -> Withdrawal:
    return services.corroborate_withdrawal(by=sam, withdrawal=withdraw(), note="Seen.", at=LATER, **FOUND)


def test_a_corroborated_withdrawal_owes_its_supervisor_a_look_back_by_the_dated_rule(
    corroborated: Withdrawal, sign_in: Any, alice: Person, sam: Person, dina: Person, lena: Person
) -> None:
    assert owed() == [("Look back on the withdrawal of Victim 1", "sam")]
    item = DueItem.objects.get(code="look_back")
    clock = deadline(ClockCode.LOOK_BACK, LATER)
    assert (item.due_on, item.rule, item.started_on) == (clock.due_on, "look_back", clock.start_on)
    door = f'href="/withdrawals/{corroborated.pk}/look-back/"'
    mine, theirs = (sign_in(one).get("/").content.decode() for one in (sam, dina))
    assert (mine.count(door), theirs.count(door)) == (2, 1)  # by name, and what the district owes
    assert DueItem.objects.visible_to(alice).filter(pk=item.pk).exists()
    assert not DueItem.objects.visible_to(lena).filter(code="look_back").exists()
    case = corroborated.case
    before = case.next_due_on
    case.refresh_from_db()
    assert case.next_due_on == before  # which CPS reads


def test_it_ends_with_the_look_back_and_is_owed_again_once_that_is_voided(
    corroborated: Withdrawal, sam: Person
) -> None:
    at = LATER + timedelta(days=1)
    found = services.record_look_back(by=sam, withdrawal=corroborated, at=at, **SAID)
    assert owed() == []
    services.void_look_back(by=sam, look_back=found, reason="Wrong row.", at=at + timedelta(days=1))
    assert [whose for _, whose in owed()] == ["sam"]
    services.void_withdrawal(by=sam, withdrawal=corroborated, reason="Wrong.", at=at + timedelta(days=2))
    assert owed() == []


def test_late_it_climbs_to_whoever_owes_it_and_then_above_them(corroborated: Withdrawal, sam: Person) -> None:
    item = DueItem.objects.get(code="look_back")
    at = start_of_day(item.due_on + timedelta(days=9))
    raise_reminders(at=at)
    steps = {one.pk: one.step for one in ClimbEscalation.objects.filter(climb__item=item)}
    found = recheck_climbs(list(steps), at)
    heard: dict[int, set[str]] = {}
    for pk, due in found.items():
        assert isinstance(due, Due)
        assert due.headline.endswith("Look back on a withdrawal: its date has passed")
        heard[steps[pk]] = {Person.objects.get(pk=one.person_id).username for one in due.recipients}
    assert heard == {0: {"sam"}, 1: {"sam"}, 2: {"dina"}}


def test_it_is_never_the_officer_in_charges_own(
    withdraw: Withdraw, case: Case, alice: Person, sam: Person, dina: Person, bob: Person
) -> None:
    with open_door("a test says who supervises whom"):
        Person.objects.filter(pk__in=[sam.pk, alice.pk, bob.pk]).update(supervisor=dina)
    first = withdraw()
    services.corroborate_withdrawal(by=sam, withdrawal=first, note="Seen.", at=LATER, **FOUND)
    assert [whose for _, whose in owed()] == ["sam"]
    sam.refresh_from_db()
    assign_officer(by=dina, case=case, person=sam, at=LATER)
    assert [whose for _, whose in owed()] == ["dina"]
    assign_officer(by=dina, case=case, person=bob, at=LATER)
    with open_door("pass_on_due"):
        pass_on_due(by=sam, person=dina, to=None, at=LATER)
    assert [whose for _, whose in owed()] == ["dina"]  # who supervises Bob, in charge now
