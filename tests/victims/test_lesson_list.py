"""The list of lessons: by owner, and the same rows by default on the page and by API."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cases.models import Lesson
from cases.services import finish_lesson
from rasso_tracker.people.models import Person
from tests.victims.conftest import FOUND, LATER, Withdraw, on
from tests.victims.test_look_backs import LESSON, look_back
from victims import services
from victims.models import Reengagement


def test_open_lessons_are_listed_by_owner_and_page_and_api_begin_with_the_same_rows(
    withdraw: Withdraw,
    come_back: Callable[..., Reengagement],
    sign_in: Any,
    dina: Person,
    sam: Person,
    bob: Person,
    lena: Person,
) -> None:
    lessons = []
    for day, owner in ((10, bob), (11, bob), (12, sam), (13, sam)):
        row = withdraw(occurred_at=on(day))
        services.corroborate_withdrawal(by=dina, withdrawal=row, note="Read it.", at=LATER, **FOUND)
        found = look_back(dina, row, **LESSON, owner=owner)
        lessons.append(Lesson.objects.get(source=found.pk))
        come_back(occurred_at=on(day, hour=18))  # the same withdrawal counts once until they do
    finish_lesson(by=sam, lesson=lessons[3], outcome="changed", changed="A rota.")
    open_ones, done = {str(one.pk) for one in lessons[:3]}, str(lessons[3].pk)
    browser = sign_in(dina)

    def on_page(query: str = "") -> set[str]:
        return set(
            re.findall(r'href="/lessons/([-0-9a-f]{36})/"', browser.get(f"/lessons/{query}").content.decode())
        )

    def by_api(query: str = "") -> set[str]:
        return {one["id"] for one in browser.get(f"/api/v1/lessons/{query}").json()["results"]}

    assert on_page() == by_api() == open_ones
    assert on_page("?show=done") == by_api("?show=done") == {done}
    assert on_page("?show=all") == by_api("?show=all") == {*open_ones, done}
    bobs = {str(one.pk) for one in lessons[:2]}
    assert on_page(f"?whose={bob.pk}") == by_api(f"?owner={bob.pk}") == bobs
    assert on_page(f"?whose={bob.pk}&show=done") == set()
    assert on_page("?whose=mine") == by_api("?whose=mine") == set()
    page = browser.get("/lessons/").content.decode()
    assert (
        f'<option value="{bob.pk}">Bob (2 open)</option><option value="{sam.pk}">Sam (1 open)</option>'
        in page
    )
    for nobody in (lena.pk, "not-an-id"):  # owns nothing here, so it is no choice and holds nothing back
        assert on_page(f"?whose={nobody}") == open_ones
