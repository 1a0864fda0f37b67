"""A page of three costs the statements of a page of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from cases.home import Some
from cases.models import Case, Victim
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.home import updates_due, withdrawals_to_corroborate
from victims.home_clients import client_home
from victims.panels import panel
from victims.timeline import entries

Ask = Callable[[], object]


def statements(ask: Ask) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


@pytest.fixture
def add_a_row(victim: Victim, withdraw: Withdraw, come_back: Withdraw, alice: Person, case: Case) -> Ask:
    """Each call adds a withdrawal, a re-engagement, a contact and a change of stage."""
    days = iter(range(4, 28, 4))

    def add() -> None:
        day = next(days)
        withdraw(occurred_at=on(day))
        come_back(occurred_at=on(day + 1))
        services.record_contact(
            by=alice,
            victim=victim,
            occurred_at=on(day),
            direction="out",
            method="phone",
            reached=True,
            about=["update"],
            summary="Said.",
            at=LATER,
        )
        kind = {4: "first_account", 8: "abe", 12: "interviewed"}.get(day)
        how = {"interview_by": "voluntary"} if kind == "interviewed" else {}
        if kind:
            cases.record_milestone(
                by=alice, case=case, kind=kind, occurred_at=on(3 + day // 4), at=LATER, **how
            )

    return add


def grows(ask: Ask, add: Ask) -> tuple[int, int]:
    """The statements of one row and of three."""
    add()
    ask()  # whatever is kept for the process is kept now
    one = statements(ask)
    add()
    add()
    return one, statements(ask)


@pytest.mark.parametrize(
    "address",
    [
        "/withdrawals/",
        "/victims/{victim}/",
        "/api/v1/withdrawals/",
        "/api/v1/re-engagements/",
        "/api/v1/contacts/",
    ],
)
def test_address_costs_the_same_for_three_rows(
    sign_in: Callable[..., Client], sam: Person, victim: Victim, add_a_row: Ask, address: str
) -> None:
    client = sign_in(sam)
    one, three = grows(lambda: client.get(address.format(victim=victim.pk)), add_a_row)
    assert one == three


def test_panel_and_history_cost_the_same_for_three_rows(case: Case, alice: Person, add_a_row: Ask) -> None:
    def ask() -> None:
        shown = {"panel": panel(case, alice), "case": case, "person": alice}
        render_to_string("victims/_case_panel.html", shown, using="jinja2")
        entries(case, alice)

    one, three = grows(ask, add_a_row)
    assert one == three


def test_home_costs_the_same_for_three_rows(
    sam: Person, alice: Person, ivy: Person, victim: Victim, add_a_row: Ask
) -> None:
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=LATER)

    def ask() -> list[object]:
        own = client_home(ivy, LATER, Some([], False)).clients
        return [withdrawals_to_corroborate(sam), updates_due(alice), own]

    one, three = grows(ask, add_a_row)
    assert one == three
    waiting, due, own = ask()
    assert [len(waiting.rows), len(due.rows), len(own.rows)] == [3, 1, 1]
    assert due.rows[0]["href"] == f"/victims/{victim.pk}/"
