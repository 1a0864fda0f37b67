"""Nothing is recorded on a victim whose record was merged while the deed was on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cases import services as cases
from cases.models import Allegation, Case, Milestone, Victim
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from tests.victims.conftest import LATER, OPENED_AT, on
from tests.victims.test_races import a_victim, at_once, people, withdrawal
from victims import services
from victims.models import Withdrawal

IN = {"direction": "in", "method": "phone", "reached": True, "about": ["update"]}
DEEDS: dict[str, Callable[[Person, Victim], Any]] = {
    "withdrawal": withdrawal,
    "contact": lambda by, of: services.record_contact(by=by, victim=of, occurred_at=on(10), at=LATER, **IN),
    "needs": lambda by, of: services.assess_needs(by=by, victim=of, assessed_at=on(10), at=LATER),
    "traits": lambda by, of: services.record_characteristics(by=by, victim=of, sex="male", at=LATER),
    "support": lambda by, of: services.offer_support(
        by=by, victim=of, kind="isva", offered_on=date(2026, 3, 3), answer="agreed", at=LATER
    ),
    "alert": lambda by, of: services.raise_contact_alert(by=by, victim=of, about="phone_seen", at=LATER),
    "sto": lambda by, of: services.ask_for_sto(by=by, victim=of, asked_at=on(3), at=LATER),
    "owner": lambda by, of: services.hand_over_contact(
        by=by, victim=of, to=Person.objects.get(username="sam"), at=LATER
    ),
    "identity": lambda by, of: services.record_identity(by=by, victim=of, name="A. B.", at=LATER),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_record_that_was_merged_after_it_was_opened_takes_nothing_more(
    deed: str, case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    opened = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    twin = Victim.objects.get(pk=opened.pk)
    services.merge_victims(by=sam, victim=victim, duplicate=twin, reason="Same person.", at=LATER)
    with pytest.raises(Stale, match=r"Victim 2 was merged into Victim 1: record it there\."):
        DEEDS[deed](alice, opened)


def only_allegation(of: Victim) -> Allegation:
    with system("a test looks up what is to be edited"):
        return Allegation.objects.get(case=of.case_id)


ON_CASE: dict[str, Callable[[Person, Victim], Any]] = {
    "milestone": lambda by, of: cases.record_milestone(
        by=by, case=of.case, kind="abe", occurred_at=on(10), victim=of, at=LATER
    ),
    "allegation": lambda by, of: cases.add_allegation(
        by=by, case=of.case, victim=of, crime_reference="13260088001", offence_type="rape_adult", at=LATER
    ),
    "edit": lambda by, of: cases.edit_allegation(
        by=by, allegation=only_allegation(of), victim=of, crime_reference="13260088002",
        offence_type="rape_adult", at=LATER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", ON_CASE)
def test_nothing_of_the_case_names_a_record_that_was_merged_after_it_was_opened(
    deed: str, case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    opened = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    twin = Victim.objects.get(pk=opened.pk)
    services.merge_victims(by=sam, victim=victim, duplicate=twin, reason="Same person.", at=LATER)
    with pytest.raises(Invalid) as refused:
        ON_CASE[deed](alice, opened)
    assert refused.value.fields == {"victim": "Victim 2 was merged into Victim 1: choose that one."}


@pytest.mark.parametrize("deed", ON_CASE)
def test_what_is_recorded_on_the_case_beside_a_merge_never_stays_on_the_merged_record(
    own_database: str, deed: str
) -> None:
    alice, sam = people("alice", "sam")
    case, kept = a_victim(alice)
    twin = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    with system("a test opens the same record twice"):
        opened = Victim.objects.select_related("case").get(pk=twin.pk)
    merge = {"by": sam, "victim": kept, "duplicate": opened, "reason": "Same person.", "at": LATER}
    refused = at_once(lambda: ON_CASE[deed](alice, twin), lambda: services.merge_victims(**merge))
    with system("a test looks at what was done"):
        left = [*Milestone.objects.filter(victim=twin), *Allegation.objects.filter(victim=twin)]
        kept_theirs = Milestone.objects.filter(victim=kept, kind="abe").count() + sum(
            1 for one in Allegation.objects.filter(victim=kept) if one.crime_reference.startswith("1326008")
        )
        assert (left, (refused, kept_theirs) in (([], 1), (["Invalid"], 0))) == ([], True)


def test_a_withdrawal_beside_a_merge_is_never_left_on_the_merged_record(own_database: str) -> None:
    alice, sam = people("alice", "sam")
    case, kept = a_victim(alice)
    twin = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    with system("a test opens the same record twice"):
        opened = Victim.objects.select_related("case").get(pk=twin.pk)
    merge = {"by": sam, "victim": kept, "duplicate": opened, "reason": "Same person.", "at": LATER}
    refused = at_once(lambda: withdrawal(alice, twin), lambda: services.merge_victims(**merge))
    with system("a test looks at what was done"):
        owners = list(Withdrawal.objects.values_list("victim", flat=True))
        assert (refused, owners) in (([], [kept.pk]), (["Stale"], []))
