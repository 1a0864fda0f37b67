"""What is owed to victims and overdue: kind by kind on the home, each count with exactly its rows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from cases.models import DueItem, Victim
from cases.services import raise_due
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from tests.stories import story
from victims.home import OWED


@story
def overdue(victim: Victim) -> None:
    """The first day of OWED twice, the others once, all past their day; and one of tomorrow."""
    from rasso_tracker.ids import uuid7

    today = london_date(now())
    with open_door("test"):
        for place, code in enumerate([*OWED, next(iter(OWED))]):
            raise_due(
                case=victim.case, source=uuid7(), code=code.value, what=f"Owed {place}",
                due_on=today - timedelta(days=place + 1), at=now() - timedelta(days=40),
            )  # fmt: skip
        raise_due(
            case=victim.case, source=uuid7(), code="tell_event", what="Owed tomorrow",
            due_on=today + timedelta(days=1), at=now() - timedelta(days=40),
        )  # fmt: skip


def test_the_home_shows_word_to_victims_first_and_counts_the_rest(
    overdue: None, victim: Victim, sam: Person, sign_in: Any
) -> None:
    page = sign_in(sam).get("/").content.decode()
    titles = re.findall(r'<h2 class="govuk-heading-m" id="list-\d+">([^<]+)</h2>', page)
    mine = [one for one in titles if "ictims" in one]
    assert mine == [
        "Updates to victims: 2 overdue",
        "Events to tell victims of: 1 overdue",
        "Also owed to victims and overdue",
    ]
    assert "Owed tomorrow" not in page
    assert (
        '<a class="govuk-link" href="/owed-to-victims/?kind=support_next&amp;show=overdue">1 overdue</a>'
        in page
    )


def test_each_count_has_exactly_its_rows_on_the_page_and_by_api(
    overdue: None, victim: Victim, sam: Person, alice: Person, brad: Person, lena: Person, sign_in: Any
) -> None:
    browser = sign_in(sam)
    for place, code in enumerate(OWED):
        query = f"?kind={code.value}&show=overdue"
        rows = browser.get(f"/api/v1/owed-to-victims/{query}").json()["results"]
        extra = [f"Owed {len(OWED)}"] if place == 0 else []  # it is a kind twice
        assert [one["what"] for one in rows if one["what"].startswith("Owed")] == [*extra, f"Owed {place}"]
        page = browser.get(f"/owed-to-victims/{query}").content.decode()
        assert [one["what"] in page for one in rows] == [True] * len(rows)
    assert "Owed tomorrow" in browser.get("/owed-to-victims/").content.decode()
    assert "Owed 1" in sign_in(alice).get("/owed-to-victims/?whose=mine").content.decode()
    assert "Owed 1" not in sign_in(brad).get("/owed-to-victims/").content.decode()
    for address in ("/owed-to-victims/", "/api/v1/owed-to-victims/"):
        assert sign_in(lena).get(address).status_code == 403


def test_the_count_of_what_is_owed_reads_as_english(
    overdue: None, victim: Victim, sam: Person, sign_in: Any
) -> None:
    page = sign_in(sam).get("/owed-to-victims/").content.decode()
    assert re.findall(r'<p class="app-count">\d+ ([a-z ]+)</p>', page) == ["things owed"]


def test_what_is_due_on_a_case_beyond_the_first_ten_is_told_of(
    overdue: None, victim: Victim, sam: Person, sign_in: Any
) -> None:
    open_now = DueItem.objects.filter(case=victim.case_id, settled_at__isnull=True).count()
    page = sign_in(sam).get(f"/cases/{victim.case_id}/").content.decode()
    assert f"And {open_now - 10} more" in page
    assert "Owed tomorrow" in page
