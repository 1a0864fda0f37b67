"""The list of supervisory reviews opens with the own team, due first; the rest is a link away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cases.models import Case
from rasso_tracker.people.models import Person
from tests.cases.conftest import Opener, on
from tests.stories import story

PAGE = "/supervisory-reviews/"
SignIn = Callable[..., Any]


@story
def of_team(opened: Opener) -> list[Case]:
    """Two of Leeds A, the later due one first made."""
    return [opened(at=on(16)), opened(at=on(11))]


@story
def of_another(opened: Opener, dora: Person) -> Case:
    return opened(by=dora, at=on(12))


def shown(client: Any, query: str = "") -> list[str]:
    text = client.get(f"{PAGE}{query}").content.decode()
    return list(dict.fromkeys(re.findall(r'#supervision">(RS-[0-9-]+)<', text)))


def test_it_opens_with_the_own_team_due_first_and_says_how_to_see_all(
    of_team: list[Case], of_another: Case, sam: Person, sign_in: SignIn
) -> None:
    client = sign_in(sam)
    later, sooner = (one.reference for one in of_team)
    assert shown(client) == [sooner, later]
    text = client.get(PAGE).content.decode()
    assert "Leeds A: your team&#39;s cases." in text or "Leeds A: your team's cases." in text
    assert 'href="?whose=all"' in text
    assert "Filter this list (" not in text  # what it opens with is no filter in use
    assert shown(client, "?whose=all") == [sooner, of_another.reference, later]
    assert shown(client, "?whose=team&when=lapsed") == [sooner, later]


def test_a_supervisor_of_a_whole_district_sees_all_at_once(
    of_team: list[Case], of_another: Case, dina: Person, sign_in: SignIn
) -> None:
    client = sign_in(dina)
    assert len(shown(client)) == 3
    assert "Whose cases" not in client.get(PAGE).content.decode()
