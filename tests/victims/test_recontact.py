"""Asking again: owed by the victim's last word alone, and never where hearing from us is unwelcome."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import DueItem, Victim
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, Withdraw, on
from victims import services

DAY = date(2026, 12, 1)
WELCOME = {"recontact_welcome": "yes", "recontact_on": DAY}


def owed(victim: Victim) -> list[Any]:
    rows = DueItem.objects.filter(case=victim.case_id, code="victim_recontact", settled_at__isnull=True)
    return list(rows.values_list("source", "due_on"))


def test_a_later_word_that_it_is_unwelcome_ends_what_was_promised(
    victim: Victim, withdraw: Withdraw, alice: Person
) -> None:
    first = withdraw(occurred_at=on(10), **WELCOME)
    assert owed(victim) == [(first.pk, DAY)]
    later = withdraw(occurred_at=on(12), from_what=["all_contact"], recontact_welcome="no")
    assert owed(victim) == []
    services.void_withdrawal(by=alice, withdrawal=later, reason="Another victim.", at=LATER)
    assert owed(victim) == [(first.pk, DAY)]


def test_a_withdrawal_typed_late_does_not_overrule_a_later_word(victim: Victim, withdraw: Withdraw) -> None:
    withdraw(occurred_at=on(12), from_what=["all_contact"], recontact_welcome="no")
    withdraw(occurred_at=on(10), **WELCOME)
    assert owed(victim) == []


def test_asking_ends_it_and_a_contact_that_is_voided_owes_it_again(
    victim: Victim, withdraw: Withdraw, come_back: Any, alice: Person
) -> None:
    row = withdraw(occurred_at=on(10), **WELCOME)
    about = {"direction": "out", "method": "phone", "reached": True, "about": ["wishes"]}
    later = LATER.replace(day=5)
    asked = services.record_contact(by=alice, victim=victim, occurred_at=later, at=later, **about)
    assert owed(victim) == []
    services.void_contact(by=alice, contact=asked, reason="Another victim.", at=later)
    assert owed(victim) == [(row.pk, DAY)]
    again = come_back(occurred_at=on(20), at=later)
    assert owed(victim) == []
    services.void_re_engagement(by=alice, reengagement=again, reason="Another victim.", at=later)
    assert owed(victim) == [(row.pk, DAY)]


def test_the_list_shows_who_is_to_be_asked_to_those_who_ask(
    victim: Victim, withdraw: Withdraw, sign_in: Any, alice: Person, mona: Person, brad: Person, lena: Person
) -> None:
    withdraw(occurred_at=on(10), **WELCOME)
    for person in (alice, mona):
        assert victim.case.reference in sign_in(person).get("/re-contacts/").content.decode()
    mine = sign_in(alice)
    assert victim.case.reference in mine.get("/re-contacts/?whose=mine").content.decode()
    assert victim.case.reference not in mine.get("/re-contacts/?show=overdue").content.decode()
    assert victim.case.reference not in sign_in(brad).get("/re-contacts/").content.decode()
    assert sign_in(lena).get("/re-contacts/").status_code == 403


def test_the_api_lists_who_is_to_be_asked_under_the_same_filters(
    victim: Victim,
    withdraw: Withdraw,
    sign_in: Any,
    alice: Person,
    bob: Person,
    mona: Person,
    brad: Person,
    lena: Person,
) -> None:
    row = withdraw(occurred_at=on(10), **WELCOME)
    listed = "/api/v1/re-contacts/"
    for person in (alice, mona):
        (found,) = sign_in(person).get(listed).json()["results"]
        assert (found["withdrawal"], found["due_on"], found["owner"]) == (
            str(row.pk),
            DAY.isoformat(),
            "alice",
        )
    for person, query, number in (
        (alice, "?whose=mine", 1), (bob, "?whose=mine", 0), (alice, "?show=overdue", 0),
        (alice, "?district=leeds", 1), (alice, "?district=bradford", 0), (brad, "", 0),
    ):  # fmt: skip
        client = sign_in(person)
        assert len(client.get(listed + query).json()["results"]) == number, query
        assert (victim.case.reference in client.get(f"/re-contacts/{query}").content.decode()) == bool(number)
    assert sign_in(lena).get(listed).status_code == 403


def test_page_and_api_list_the_same_withdrawals_and_refuse_the_same(
    victim: Victim, withdraw: Withdraw, sign_in: Any, alice: Person
) -> None:
    plain = withdraw(occurred_at=on(10))
    lost = withdraw(occurred_at=on(11), kind="lost_contact", reasons=[], primary_reason="", told_by="",
                    from_what=[], support_offered=[])  # fmt: skip
    gone = withdraw(occurred_at=on(12), kind="retracted")
    services.void_withdrawal(by=alice, withdrawal=gone, reason="Another victim.", at=LATER)
    browser = sign_in(alice)
    for show, row in (("waiting", plain), ("lost_contact", lost), ("voided", gone), ("corroborated", None)):
        found = browser.get(f"/api/v1/withdrawals/?show={show}").json()["results"]
        assert [one["id"] for one in found] == ([str(row.pk)] if row else [])
        page = browser.get(f"/withdrawals/?show={show}").content.decode()
        for one in (plain, lost, gone):
            assert (f"/withdrawals/{one.pk}/" in page) == (one is row)
    shown = browser.get(f"/victims/{victim.pk}/").content.decode()
    assert shown.count("Not corroborated") == 1
    asked = Raised.objects.filter(kind="withdrawal_to_corroborate").values_list("source", flat=True)
    assert set(asked) == {plain.pk, gone.pk}
    refused = browser.get("/api/v1/withdrawals/?show=everything&stage=nowhere")
    assert set(refused.json()["fields"]) == {"show", "stage"}
