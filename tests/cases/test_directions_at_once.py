"""Two answer or withdraw one direction: the second reads the first's words beside their own, to be copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Direction
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from tests.actionplans.test_meanwhile import answers_in
from tests.actionplans.test_sitting import typed
from tests.cases.conftest import directed
from tests.stories import story

SignIn = Callable[[Person], Client]
NOT_SAVED = "What you typed is not saved, and cannot be saved here."
QUESTION = {
    "answer_direction": ("how", "What was done?"),
    "withdraw_direction": ("reason", "Why is it no longer asked for?"),
}


@story
def direction(case: Case, sam: Person, alice: Person) -> Direction:
    return directed(sam, case, alice)


def opened(client: Client, address: str) -> dict[str, Any]:
    """The hidden fields of the form as it stands now."""
    form = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"', form))


@pytest.mark.parametrize("deed", QUESTION)
def test_the_second_reads_both_words(
    deed: str, direction: Direction, sam: Person, dina: Person, sign_in: SignIn
) -> None:
    name, label = QUESTION[deed]
    address, first, second = reverse(deed, args=[direction.pk]), sign_in(dina), sign_in(sam)
    of_dina, of_sam = (opened(one, address) for one in (first, second))
    tag = f'"{direction.version}"'
    assert first.post(address, of_dina | {name: "Dina spoke to them."}).status_code == 302

    late = second.post(address, of_sam | {name: "Sam wrote to them."})
    by_api = second.post(
        f"/api/v1{address}",
        {name: "Sam wrote to them."},
        content_type="application/json",
        headers={"If-Match": tag},
    )

    page = late.content.decode()
    assert (late.status_code, NOT_SAVED in page) == (403, True)
    assert answers_in(page) == {label: ("Dina spoke to them.", "Sam wrote to them.")}
    (told,) = by_api.json()["meanwhile"]
    assert (told["by"], told["answers"]) == ("Dina", {name: "Dina spoke to them."})


def test_who_answers_what_was_withdrawn_meanwhile_reads_why_and_their_own_words(
    direction: Direction, sam: Person, alice: Person, sign_in: SignIn
) -> None:
    address, officer, supervisor = (
        reverse("answer_direction", args=[direction.pk]),
        sign_in(alice),
        sign_in(sam),
    )
    of_alice, withdraws = opened(officer, address), reverse("withdraw_direction", args=[direction.pk])
    sent = opened(supervisor, withdraws) | {"reason": "The neighbour moved away."}
    assert supervisor.post(withdraws, sent).status_code == 302

    page = officer.post(address, of_alice | {"how": "Spoke to the neighbour."}).content.decode()

    assert (NOT_SAVED in page, "Spoke to the neighbour." in page) == (True, True)
    assert "The neighbour moved away." in page


def test_who_moves_a_date_second_reads_from_which_day_to_which_each_moved_it(
    direction: Direction, sam: Person, dina: Person, sign_in: SignIn
) -> None:
    address, first, second = reverse("move_direction", args=[direction.pk]), sign_in(dina), sign_in(sam)
    of_sam, tag = opened(second, address), f'"{direction.version}"'
    given, days = direction.due_on, [london_date(now()) + timedelta(days=ahead) for ahead in (15, 16, 17)]
    for on, why in zip(days[:2], ("She is away.", "She is back."), strict=True):
        typed_by_dina = {"reason": why, **typed("due_on", on)}
        assert first.post(address, opened(first, address) | typed_by_dina).status_code == 302

    late = second.post(address, of_sam | {"reason": "The court sits.", **typed("due_on", days[2])})
    by_api = second.post(
        f"/api/v1{address.removesuffix('new/')}",
        {"reason": "The court sits.", "due_on": days[2].isoformat()},
        content_type="application/json",
        headers={"If-Match": tag},
    )

    moved = [f"{day_words(days[0])}, moved from {day_words(given)}"]
    moved += [f"{day_words(days[1])}, moved from {day_words(days[0])}"]
    page = late.content.decode()
    assert late.status_code == 409
    shown = [page.count(f">{one}</td>") for one in (*moved, "She is away.", "She is back.")]
    assert shown == [1, 1, 1, 1]
    assert [one["answers"] for one in by_api.json()["meanwhile"]] == [
        {"due_on": moved[1], "reason": "She is back."},
        {"due_on": moved[0], "reason": "She is away."},
    ]
