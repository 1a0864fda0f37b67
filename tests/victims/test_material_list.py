"""The list of requests for private material, and what is late of it: it is chased as all that is owed is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.models import Climb, ClimbEscalation
from actionplans.services import acknowledge_due_escalation, raise_reminders
from cases.models import DueItem
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.chain import story as told
from tests.database import cloned
from tests.web.page import Page
from victims.material_enums import MaterialState
from victims.models import MaterialRequest
from victims.models.material import in_state
from victims.services import record_material_answer

SignIn = Callable[[Person], Client]
LIST = "/material-requests/"


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, home_database: str, template_database: str, django_db_blocker: Any
) -> Iterator[dict[str, UUID]]:
    """One at each stage, each on a case of Alice's; told once, in a database of this module."""
    chapters: dict[str, tuple[Any, ...]] = {
        "approval": (told.plan_counselling,),
        "notice": (told.plan_material,),
        "noticed": (told.material_noticed,),
        "asked": (told.material_sent,),
        "victim": (told.device_noticed,),
        "taken": (told.device_taken,),
        "ended": (told.material_sent,),
    }
    with django_db_blocker.unblock(), cloned(home_database, template_database, "material"):
        with system("the test makes its requests"):
            rows = {
                name: told.until(*steps)(f"1326007{number:04d}").material
                for number, (name, steps) in enumerate(chapters.items())
            }
            record_material_answer(
                by=told.person("alice"),
                material=rows["ended"],
                outcome="none_held",
                ended_on=london_date(now()),
            )
        yield {name: row.pk for name, row in rows.items() if row is not None}


@pytest.fixture
def requests(made: dict[str, UUID], db: None) -> dict[str, MaterialRequest]:
    return {name: MaterialRequest.objects.get(pk=pk) for name, pk in made.items()}


def shown(browser: Client, requests: dict[str, MaterialRequest], query: str = "") -> list[str]:
    names = {f"{LIST}{row.pk}/": name for name, row in requests.items()}
    page = Page(browser.get(f"{LIST}{query}").content.decode())
    found = [names[one.attrs["href"]] for one in page.elements if one.attrs.get("href") in names]  # type: ignore[index]  # an address is a text
    return list(dict.fromkeys(found))


def test_the_condition_of_many_says_what_the_state_of_one_says(
    requests: dict[str, MaterialRequest],
) -> None:
    for state in MaterialState:
        (row,) = MaterialRequest.objects.filter(in_state(state))
        assert (row.stands_at, row.pk) == (state, requests[state.value].pk)


def test_open_ones_come_first_by_what_is_owed_and_are_filtered(
    requests: dict[str, MaterialRequest], alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    open_ones = shown(browser, requests)
    by_day = sorted(("asked", "taken"), key=lambda name: (requests[name].owed_on, requests[name].pk))
    assert (open_ones[:2], set(open_ones)) == (by_day, set(requests) - {"ended"})
    for state in MaterialState:
        assert shown(browser, requests, f"?state={state}") == [state.value]
    assert set(shown(browser, requests, "?state=any&kind=device")) == {"victim", "taken"}
    late = {name for name in ("asked", "taken") if requests[name].owed_on < london_date(now())}  # type: ignore[operator]  # both are owed by a day
    assert set(shown(browser, requests, "?overdue=yes")) == late == {"asked", "taken"}
    assert shown(browser, requests, "?district=bradford") == []


@pytest.mark.parametrize("username", ["charlie", "brad", "ivy", "reg", "audrey", "mona"])
def test_nobody_sees_a_request_whose_page_they_may_not_open(
    username: str, requests: dict[str, MaterialRequest], sign_in: SignIn
) -> None:
    browser = sign_in(Person.objects.get(username=username))
    assert shown(browser, requests, "?state=any") == []
    assert browser.get(f"{LIST}{requests['asked'].pk}/").status_code == 404


def test_the_list_takes_no_statement_more_for_three_rows_than_for_one(
    requests: dict[str, MaterialRequest], alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)

    def statements(query: str) -> int:
        browser.get(LIST + query)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert browser.get(LIST + query).status_code == 200
        return len(counted)

    assert statements("?state=asked") == statements("?state=any")


def test_whoever_works_one_finds_it_on_their_home(
    requests: dict[str, MaterialRequest], alice: Person, sam: Person, sign_in: SignIn
) -> None:
    for person in (alice, sam):
        page = sign_in(person).get("/").content.decode()
        assert f'href="{LIST}{requests["asked"].pk}/"' in page
        assert f'href="{LIST}"' in page
        (shown,) = [one for one in page.split("<h2")[1:] if "Private material" in one.partition("</h2>")[0]]
        assert requests["ended"].case.reference not in shown


def test_an_answer_that_is_late_climbs_until_it_is_recorded_or_a_next_act_is_promised(
    requests: dict[str, MaterialRequest], alice: Person, sam: Person, gita: Person
) -> None:
    asked = requests["asked"]
    owed = DueItem.objects.get(source=asked.pk, settled_at__isnull=True)
    assert (owed.code, owed.due_on) == ("material", asked.reply_by)
    raise_reminders(at=told.at(4, 9))
    climb = Climb.objects.get(item=owed, superseded_at__isnull=True)
    assert climb.step == 2  # two and five working days past 30 March, over Easter
    steps = ClimbEscalation.objects.filter(climb=climb).order_by("-step")
    acknowledge_due_escalation(
        by=sam, escalation=steps[0], next_act="Ring the surgery.",
        next_act_on=london_date(now()) + timedelta(days=2),
    )  # fmt: skip
    assert Climb.objects.get(item=owed, superseded_at__isnull=True).promised
    record_material_answer(by=alice, material=asked, outcome="provided", ended_on=london_date(now()))
    owed.refresh_from_db()
    assert owed.settled_at is not None
    assert not Climb.objects.filter(item=owed, superseded_at__isnull=True).exists()
