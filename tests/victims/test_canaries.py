"""Sealed values appear on the one page that opens them and nowhere else: no table, log, list or title."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from cases.models import Case, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.victims.conftest import FOUND, LATER, Withdraw, on
from victims import services
from victims.models import Withdrawal
from victims.panels import panel
from victims.timeline import entries

SignIn = Callable[..., Client]
CANARY = "qxzcanary"
LISTS = ["/withdrawals/", "/withdrawals/?show=waiting", "/withdrawals/?show=corroborated", "/inbox/"]
API_LISTS = ["withdrawals/", "re-engagements/", "contacts/", "victims/"]


@pytest.fixture
def told(
    victim: Victim,
    withdraw: Withdraw,
    come_back: Withdraw,
    alice: Person,
    sam: Person,
    caplog: pytest.LogCaptureFixture,
) -> Withdrawal:
    """A victim of whom everything that can be sealed is recorded, each value with the canary in it."""
    caplog.set_level(logging.DEBUG)
    services.record_identity(
        by=alice,
        victim=victim,
        name=f"{CANARY} Smith",
        known_as=CANARY,
        date_of_birth=date(1971, 7, 13),
        at=LATER,
    )
    services.record_contact_details(
        by=alice,
        victim=victim,
        preferred_method="phone",
        phone="07700 900471",
        email=f"{CANARY}@example.test",
        address=f"1 {CANARY} Street",
        safe_times=CANARY,
        interpreter_needed=True,
        language=CANARY,
        at=LATER,
    )
    services.record_contact(
        by=alice,
        victim=victim,
        occurred_at=on(5),
        direction="out",
        method="phone",
        reached=True,
        about=["update"],
        summary=f"{CANARY} said so.",
        at=LATER,
    )
    row = withdraw(reasons=["other"], primary_reason="", other_words=CANARY, own_words=f"I am {CANARY}.")
    come_back(own_words=CANARY)
    return services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note=CANARY, at=LATER)


def has_canary(text: str) -> bool:
    lowered = text.lower()
    return CANARY in lowered or "900471" in lowered or "1971-07-13" in lowered


def tables_with_canary() -> list[str]:
    """Every table that the web role reads, every row, every column as text (bytes as hexadecimal)."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND has_table_privilege(current_user, c.oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            texts = [text for (text,) in cursor.fetchall()]
            if any(has_canary(text) or CANARY.encode().hex() in text for text in texts):
                found.append(table)
    return found


def test_no_table_holds_a_sealed_value_in_the_clear(told: Withdrawal) -> None:
    assert tables_with_canary() == []


def test_the_search_for_canaries_finds_a_planted_one(told: Withdrawal) -> None:
    with open_door("test"):
        Withdrawal.objects.filter(pk=told.pk).update(own_words_sealed=CANARY.encode())
    assert tables_with_canary() == ["victims_withdrawal"]


def test_no_log_line_holds_a_sealed_value(told: Withdrawal, caplog: pytest.LogCaptureFixture) -> None:
    assert [record for record in caplog.records if has_canary(record.getMessage())] == []


def test_no_list_shows_a_sealed_value(
    sign_in: SignIn, told: Withdrawal, alice: Person, sam: Person, mona: Person
) -> None:
    for person in (alice, sam, mona):
        client = sign_in(person)
        for address in [*LISTS, *(f"/api/v1/{one}" for one in API_LISTS)]:
            assert not has_canary(client.get(address).content.decode()), (person, address)


def test_history_and_panel_of_a_case_hold_no_sealed_value(
    told: Withdrawal, case: Case, alice: Person
) -> None:
    assert not has_canary(repr(entries(case, alice)))
    assert not has_canary(repr(panel(case, alice)))


def test_identity_is_on_its_own_page_and_in_no_title_or_address(
    sign_in: SignIn, told: Withdrawal, alice: Person
) -> None:
    client = sign_in(alice)
    victim_page = f"/victims/{told.victim_id}/"
    assert "Smith" not in client.get(victim_page).content.decode()
    for part in ("identity/", "contact-details/", "identity/new/", "contact-details/new/"):
        page = client.get(victim_page + part).content.decode()
        assert has_canary(page)
        title = re.search(r"<title>(.*?)</title>", page, re.S)
        assert title
        assert not has_canary(title[1])
        assert not any(has_canary(address) for address in re.findall(r'(?:href|action)="([^"]*)"', page))


def test_manager_reads_codes_and_no_words(sign_in: SignIn, told: Withdrawal, mona: Person) -> None:
    client = sign_in(mona)
    for address in (
        f"/withdrawals/{told.pk}/",
        f"/victims/{told.victim_id}/",
        f"/api/v1/withdrawals/{told.pk}/",
    ):
        response = client.get(address)
        assert (response.status_code, has_canary(response.content.decode())) == (200, False), address


def test_refused_form_keeps_what_was_typed_and_tells_nobody_else(
    sign_in: SignIn, victim: Victim, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in(alice)
    response = client.post(
        f"/victims/{victim.pk}/identity/new/", {"name": f"{CANARY}\u202e", "known_as": CANARY}
    )
    assert response.status_code == 422
    assert has_canary(response.content.decode())
    assert [record for record in caplog.records if has_canary(record.getMessage())] == []
