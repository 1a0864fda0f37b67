"""How a victim stands is one word everywhere: the victim's page, the case, the ISVA's page and the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, Victim
from rasso_tracker.clocks.words import day_words
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import submitted
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.engagement import Choice, Event, State, standing

SignIn = Callable[..., Client]
W, R = Choice.WITHDREW, Choice.TAKES_PART_AGAIN
START = on(3)
BOTH = "Withdrew, {withdrew}. Contact lost, {lost}"
moments = st.lists(st.integers(0, 20), max_size=4, unique=True)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


@given(kinds=moments, lost=moments, reached=moments, at=st.integers(0, 20))
def test_the_rule_is_what_a_reader_of_a_diary_would_say(
    kinds: list[int], lost: list[int], reached: list[int], at: int
) -> None:
    """The oracle reads the days in order, as somebody would a diary: the last word before `at` holds."""
    made = {one: (W, R)[n % 2] for n, one in enumerate(sorted(kinds))}
    state, since, gone = State.TAKES_PART, None, None
    for number in range(at + 1):
        if number in lost:
            gone = number
        if number in reached and gone != number:
            gone = None
        if number in made:
            state, since = State(made[number]), number
            if gone != number:
                gone = None
    choices = [Event(day(one), choice) for one, choice in made.items()]
    how = standing(choices, [day(one) for one in lost], [day(one) for one in reached], day(at))
    if gone is not None and state is not State.WITHDREW:
        state, since = State.CONTACT_LOST, gone
    assert (how.state, how.since) == (state, None if since is None else day(since))
    assert how.lost == (None if gone is None else day(gone))


LOST = {"kind": "lost_contact", "from_what": [], "reasons": [], "primary_reason": "", "told_by": "",
        "support_offered": []}  # fmt: skip


def in_panel(page: str) -> str:
    found = re.search(r"Taking part</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def on_page(page: str) -> str:
    found = re.search(r'<p class="govuk-body-l">(.*?)</p>', page, re.DOTALL)
    assert found
    return " ".join(found[1].split())


def by_api(client: Client, address: str) -> tuple[Any, ...]:
    shown = client.get(f"/api/v1/{address}").json()
    return shown["state"], shown["since"], shown["contact_lost_since"]


@pytest.mark.parametrize(
    ("steps", "said", "state"),
    [
        (["lost"], "Contact lost, {lost}", ("contact_lost", "lost", "lost")),
        (["lost", "reached"], "Takes part", ("takes_part", None, None)),
        (
            ["withdrew", "lost"],
            "Withdrew, {withdrew}. Contact lost, {lost}",
            ("withdrew", "withdrew", "lost"),
        ),
        (["lost", "withdrew"], "Withdrew, {withdrew}", ("withdrew", "withdrew", None)),
        (["withdrew", "back"], "Takes part again, {back}", ("takes_part_again", "back", None)),
        (["withdrew", "back", "lost"], "Contact lost, {lost}", ("contact_lost", "lost", "lost")),
    ],
)
def test_one_word_on_every_page_and_by_api(
    steps: list[str], said: str, state: tuple[str | None, ...], sign_in: SignIn, case: Case, victim: Victim,
    alice: Person, ivy: Person, lena: Person, unit: CpsUnit, withdraw: Withdraw, come_back: Withdraw,
) -> None:  # fmt: skip
    """The lawyer reads no contact with victims, and is told by the same contact that they were reached."""
    submitted(case, alice, unit, on(4))
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))
    deeds: dict[str, Callable[[datetime], object]] = {
        "lost": lambda when: withdraw(**LOST, occurred_at=when),
        "withdrew": lambda when: withdraw(occurred_at=when),
        "back": lambda when: come_back(occurred_at=when),
        "reached": lambda when: services.record_contact(
            by=alice, victim=victim, occurred_at=when, direction="in", method="phone", reached=True,
            about=["update"], at=LATER,
        ),
    }  # fmt: skip
    when = {name: on(10 + number) for number, name in enumerate(steps)}
    for name, moment in when.items():
        deeds[name](moment)
    words = said.format(**{name: day_words(moment) for name, moment in when.items()})
    shown = (state[0], *(when[one].isoformat() if one else None for one in state[1:]))
    for person in (alice, lena):
        client = sign_in(person)
        panel = in_panel(client.get(f"/cases/{case.pk}/").content.decode())
        assert panel.removesuffix(" Not corroborated See the withdrawal of Victim 1") == words
        assert on_page(client.get(f"/victims/{victim.pk}/").content.decode()) == f"{words}."
        assert by_api(client, f"victims/{victim.pk}/standing/") == shown
    theirs = sign_in(ivy)
    assert on_page(theirs.get(f"/victims/{victim.pk}/").content.decode()) == f"{words}."
    assert by_api(theirs, f"clients/{victim.pk}/") == shown


def test_lost_contact_does_not_wait_for_corroboration_on_the_case(
    sign_in: SignIn, case: Case, alice: Person, withdraw: Withdraw
) -> None:
    withdraw(**LOST)
    assert in_panel(sign_in(alice).get(f"/cases/{case.pk}/").content.decode()) == (
        f"Contact lost, {day_words(on(10))}"
    )
