"""Where the home of an officer cuts the items to return, it leads to the whole list, by page and API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urljoin

from django.test import Client

from actionplans.models import ActionPlan
from actionplans.services import assign_item, return_items
from cases.home import MOST
from rasso_tracker.dashboards.homes.police import officer
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, ITEMS, TARGET_ON, a_case, issued, submitted
from tests.actionplans.test_items import item_of
from tests.stories import story
from tests.web.page import Page

SignIn = Callable[[Person], Client]
TITLE = "Action plan items to return"
EARLY, LATE = date(2026, 3, 12), date(2026, 4, 20)
MANY = [{**ITEMS[0], "asks": f"Statement {number}."} for number in range(1, MOST + 2)]


@story
def plans(alice: Person, bob: Person, lena: Person, unit: CpsUnit) -> list[ActionPlan]:
    """A long one of Alice's; and one of Bob's, of which an item with a date of its own is hers by name."""
    sent = [submitted(a_case(one), one, unit) for one in (alice, bob)]
    own = [{**ITEMS[0], "target_date": LATE}, {**ITEMS[1], "target_date": EARLY}]
    made = [issued(sent[0], lena, items=MANY), issued(sent[1], lena, items=own)]
    for number in (1, 2):
        assign_item(by=bob, item=item_of(made[1], number), owner=alice, at=ISSUED)
    return made


def whole(browser: Client) -> list[str]:
    found: list[str] = []
    address = "/items-to-return/"
    while address:
        page = Page(browser.get(address).content.decode())
        links = [one for one in page.all("a") if one.within[-1].attrs.get("data-label") == "Item"]
        found += [str(link.attrs["href"]).split("/")[-2] for link in links]
        after = next((str(one.attrs["href"]) for one in page.all("a", rel="next")), "")
        address = urljoin(address, after) if after else ""
    return found


def by_api(browser: Client) -> list[str]:
    found: list[str] = []
    address = "/api/v1/items-to-return/?page_size=10"
    while address:
        answer = browser.get(address).json()
        found += [one["id"] for one in answer["results"]]
        address = answer["next"]
    return found


def test_the_whole_list_begins_with_what_the_home_has_and_goes_on(
    plans: list[ActionPlan], alice: Person, sign_in: SignIn
) -> None:
    here = next(one for one in officer(alice, ISSUED).blocks if one.title == TITLE)
    early, late = item_of(plans[1], 2), item_of(plans[1], 1)
    wanted = [str(one.pk) for one in (early, *plans[0].items.order_by("number"), late)]
    client = sign_in(alice)
    assert (here.more, len(here.lines), len(wanted)) == (True, MOST, MOST + 3)
    assert [line.href.split("/")[-2] for line in here.lines] == wanted[:MOST]
    assert [line.deadline and line.deadline.due_on for line in here.lines][:2] == [EARLY, TARGET_ON]
    assert f'href="{here.all_href}">see all</a>' in client.get("/").content.decode()
    assert (whole(client), by_api(client)) == (wanted, wanted)


def test_what_was_returned_and_what_others_owe_is_not_on_it(
    plans: list[ActionPlan], alice: Person, bob: Person, sign_in: SignIn
) -> None:
    back = list(plans[0].items.order_by("number")[:3])
    return_items(by=alice, plan=plans[0], items=back, at=ISSUED + timedelta(days=1))
    left = by_api(sign_in(alice))
    assert len(left) == MOST
    assert {str(one.pk) for one in back}.isdisjoint(left)
    assert whole(sign_in(alice)) == left
    assert (whole(sign_in(bob)), by_api(sign_in(bob))) == ([], [])


def test_a_filter_that_there_is_not_gets_a_sentence(alice: Person, ivy: Person, sign_in: SignIn) -> None:
    answer = sign_in(alice).get("/api/v1/items-to-return/?district=nowhere")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"district"})
    for address in ("/items-to-return/", "/api/v1/items-to-return/"):
        assert sign_in(ivy).get(address).status_code == 403
