"""Pages at three sizes, each as a ratio to the bare page of the same server in the same round."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.fill import say
from benchmarks.servers import Browser, Sample, Server, manage, median, p95

BARE = "/demo/bare/"
ROUNDS = 60
WARM_UP = 5
WHOLE = 5.0  # the whole of what a home cuts, with where each is done: ours too
HOME = 15.0  # a dozen lists in one page: ours, so that a home that grows is seen; its growth is the measure


@dataclass(frozen=True)
class Page:
    """One thing that people do: `ask` sends it once; `goal` is the most times the bare page."""

    name: str
    role: str
    goal: float
    ask: Callable[[Browser, Sights], Sample]


@dataclass(frozen=True)
class Sights:
    """What there is to look at on one server, found by looking at it as that person."""

    case: str
    reference: str
    deep: str
    officer: str


def get(path: Callable[[Sights], str]) -> Callable[[Browser, Sights], Sample]:
    return lambda browser, sights: browser.ask("GET", path(sights))


def search(words: Callable[[Sights], str]) -> Callable[[Browser, Sights], Sample]:
    def ask(browser: Browser, sights: Sights) -> Sample:
        return browser.ask("POST", "/cases/search/", {"q": words(sights)})

    return ask


def log_a_case(browser: Browser, sights: Sights) -> Sample:
    """The form is fetched first and not counted; the deed is."""
    browser.ask("GET", "/cases/new/")
    fields = {name: browser.hidden(name) for name in ("once",)}
    fields |= chosen(browser.body)
    fields |= {
        "reported_on_day": "1",
        "reported_on_month": "11",
        "reported_on_year": "2026",
        "crime_reference": f"13{random.randrange(800_000_000, 999_999_999)}",  # no secret
        "offence_type": "rape_adult",
        "summary": "Logged by the benchmark.",
    }
    return browser.ask("POST", "/cases/new/", fields)


def chosen(body: str) -> dict[str, str]:
    """The options that a form comes with already chosen."""
    found = {}
    for select in body.split("<select")[1:]:
        name = select.partition('name="')[2].partition('"')[0]
        for option in select.partition("</select>")[0].split("<option")[1:]:
            if "selected" in option.partition(">")[0]:
                found[name] = option.partition('value="')[2].partition('"')[0]
    return found


PAGES = (
    Page("case list, officer", "officer", 2.5, get(lambda s: "/cases/")),
    Page("case list, supervisor", "supervisor", 2.5, get(lambda s: "/cases/")),
    Page("case list, deep page", "supervisor", 2.5, get(lambda s: f"/cases/{s.deep}")),
    Page("case list, rare viewer", "isva", 2.5, get(lambda s: "/cases/")),
    Page("overdue board", "gatekeeper", 2.5, get(lambda s: "/action-plans/overdue/")),
    Page("case page with timeline", "officer", 5.0, get(lambda s: f"/cases/{s.case}/")),
    Page("log a case", "officer", 2.5, log_a_case),
    Page("search by reference", "officer", 3.0, search(lambda s: s.reference)),
    Page("search by officer", "officer", 3.0, search(lambda s: s.officer)),
    Page("search, fuzzy", "officer", 3.0, search(lambda s: mistyped(s.reference))),
    Page("what CPS owes", "cps_lawyer", WHOLE, get(lambda s: "/owed/?show=answer")),
    Page("what a person owes", "officer", WHOLE, get(lambda s: "/owed/")),
    Page("items to return", "officer", WHOLE, get(lambda s: "/items-to-return/")),
    Page("what CPS has to confirm", "cps_lawyer", WHOLE, get(lambda s: "/to-confirm/")),
    *(
        Page(f"home, {role.replace('_', ' ')}", role, HOME, get(lambda s: "/"))
        for role in ("officer", "supervisor", "gatekeeper", "cps_lawyer", "manager")
    ),
)


def mistyped(reference: str) -> str:
    """A figure of the year typed twice: no reference begins or ends so, and one is a slip away."""
    return reference[:7] + reference[6:]


@contextmanager
def servers(databases: dict[int, str]) -> Iterator[dict[int, Server]]:
    started: dict[int, Server] = {}
    try:
        for size, database in databases.items():
            started[size] = Server(database)
            started[size].start()
        yield started
    finally:
        for server in started.values():
            server.stop()


def look_round(browser: Browser, deep_pages: int) -> Sights:
    """Open the list, walk `deep_pages` pages into it, and take a case from there."""
    browser.ask("GET", "/cases/")
    case, reference = first_case(browser.body)
    deep = ""
    for _ in range(deep_pages):
        following = next_page(browser.body)
        if not following:
            break
        deep = following
        browser.ask("GET", f"/cases/{deep}")
    return Sights(case=case, reference=reference, deep=deep, officer="")


def first_case(body: str) -> tuple[str, str]:
    for piece in body.split('href="/cases/')[1:]:
        key = piece.partition("/")[0]
        try:
            uuid.UUID(key)
        except ValueError:
            continue
        return key, piece.partition(">")[2].partition("<")[0].strip()
    raise SystemExit("The case list shows no case.")


def next_page(body: str) -> str:
    for piece in body.split("<a ")[1:]:
        tag = piece.partition(">")[0]
        if 'rel="next"' in tag:
            return tag.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    return ""


def measure(databases: dict[int, str], rounds: int = ROUNDS) -> list[dict[str, object]]:
    """Every page at every size, interleaved with the bare page; one row a page and size."""
    with servers(databases) as running:
        browsers: dict[tuple[int, str], Browser] = {}
        sights: dict[int, Sights] = {}
        for size, server in running.items():
            signins = json.loads(manage(server.database, "demo_signins"))
            for role in sorted({page.role for page in PAGES}):
                browser = Browser(server)
                browser.sign_in(signins[role]["username"], signins[role]["password"])
                browsers[size, role] = browser
            own = look_round(browsers[size, "officer"], 0)
            deep = look_round(browsers[size, "supervisor"], 20)
            surname = signins["officer"]["who"].partition(" (")[0].split()[-1]
            sights[size] = Sights(own.case, own.reference, deep.deep, surname)
        samples: dict[tuple[int, str], list[tuple[Sample, Sample]]] = {}
        for number in range(rounds + WARM_UP):
            if number % 20 == 0:
                say(f"round {number} of {rounds + WARM_UP}")
                for server in running.values():
                    server.meet_backend()
            for page in PAGES:
                for size in running:
                    browser = browsers[size, page.role]
                    if number % 2:  # whichever comes first finds the processor's caches cold
                        one, bare = page.ask(browser, sights[size]), browser.ask("GET", BARE)
                    else:
                        bare, one = browser.ask("GET", BARE), page.ask(browser, sights[size])
                    if one.status not in (200, 302):
                        raise SystemExit(f"{page.name} at {size:,} answered {one.status}")
                    if number >= WARM_UP:
                        samples.setdefault((size, page.name), []).append((bare, one))
    return [row(size, page, samples[size, page.name]) for page in PAGES for size in databases]


def cpu(sample: Sample) -> float:
    return sample.web + sample.database


def row(size: int, page: Page, pairs: list[tuple[Sample, Sample]]) -> dict[str, object]:
    bare, own = [cpu(one) for one, _ in pairs], [cpu(two) for _, two in pairs]
    walls = [two.wall for _, two in pairs]
    return {
        "page": page.name,
        "cases": size,
        "goal": page.goal,
        "ratio_cpu": round(median(own) / median(bare), 2),
        "ratio_wall": round(median(walls) / median([one.wall for one, _ in pairs]), 2),
        "web_ms": round(1000 * median([two.web for _, two in pairs]), 2),
        "database_ms": round(1000 * median([two.database for _, two in pairs]), 2),
        "wall_ms": round(1000 * median(walls), 2),
        "p95_ms": round(1000 * p95(walls), 2),
        "cpu_p95_ms": round(1000 * p95(own), 2),
        "bare_ms": round(1000 * median(bare), 2),
    }
