"""Two people write the case strategy at once: the second sees the first's lines beside their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from actionplans.models import CaseStrategy
from cases.models import Case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person

SignIn = Callable[[Person], Client]


def test_who_sends_a_version_second_sees_the_lines_of_the_first_beside_their_own(
    case: Case, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    first, second = sign_in(alice), sign_in(sam)
    page = reverse("write_strategy", args=[case.pk])
    look = london_date(now())

    def typed(client: Client, words: str) -> dict[str, Any]:
        (once,) = re.findall(r'name="once"[^>]*value="([^"]+)"', client.get(page).content.decode())
        said = {"once": once, "lines-count": "1", "lines-0-kind": "pursued", "lines-0-words": words}
        for name in ("next_decision_on", "review_on"):
            on = look + timedelta(days=20)
            said |= {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}
        return said

    mine, theirs = typed(first, "The neighbour."), typed(second, "The taxi firm.")
    assert first.post(page, mine).status_code == 302
    late = second.post(page, theirs)
    assert (late.status_code, CaseStrategy.objects.filter(case=case).count()) == (409, 1)
    shown = late.content.decode()
    assert "Alice recorded this meanwhile" in shown
    assert "Line that is pursued, The neighbour." in shown
    assert "The taxi firm.</textarea>" in shown


def test_and_each_question_in_which_they_differ_once(
    case: Case, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    first, second = sign_in(alice), sign_in(sam)
    page, look = reverse("write_strategy", args=[case.pk]), london_date(now()) + timedelta(days=20)

    def typed(client: Client, words: str, digital: str) -> dict[str, Any]:
        (once,) = re.findall(r'name="once"[^>]*value="([^"]+)"', client.get(page).content.decode())
        said = {"once": once, "lines-count": "1", "lines-0-kind": "pursued", "lines-0-words": words}
        for name in ("next_decision_on", "review_on"):
            said |= {f"{name}_day": str(look.day), f"{name}_month": str(look.month)}
            said |= {f"{name}_year": str(look.year)}
        return said | {"digital": digital}

    mine = typed(first, "The neighbour.", "Her telephone.")
    theirs, same = (
        typed(second, "The taxi firm.", "His telephone."),
        typed(second, "The neighbour.", "Her telephone."),
    )
    assert first.post(page, mine).status_code == 302
    shown = second.post(page, theirs).content.decode()
    rows = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>', shown)
    assert (shown.count("<table"), rows) == (
        1,
        ["Lines and enquiries", "Digital material: what is sought, and how far it goes"],
    )
    assert [shown.count(one) for one in (">Her telephone.</td>", ">His telephone.</td>")] == [1, 1]
    equal = second.post(page, same).content.decode()
    assert ("It says the same as what you typed." in equal, "<table" in equal) == (True, False)
