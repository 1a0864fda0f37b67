"""Cases told to a wish, so that every page shows something: who owns them and how they stand today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from actionplans.enums import STEPS, DateKind
from rasso_tracker.clocks import add_working_days
from rasso_tracker.demo.story import World
from rasso_tracker.people.models import Person

REQUEST_STATES = ("received", "acknowledged", "allocated", "allocated", "allocated", "decided", "late")


@dataclass
class Wish:
    """How one case stands on the day. `what` chooses the story; the rest steers it."""

    what: str
    district: str
    officer: Person | None = None
    days_ago: int = 260  # when it was reported
    review_on: date | None = None  # of its action plan
    state: str = ""
    suspect: str = ""  # one of names.SUSPECTS


def wishes(world: World, rng: Random) -> list[Wish]:
    """In order of use: where a demo is small, the first matter most."""
    officer = world.force.sign_ins["officer"]
    ours: list[Wish] = [
        Wish("plan", "leeds", officer, review_on=lapsed_at(world, 2)),
        Wish("request", "leeds", officer, days_ago=190, state="allocated"),
        Wish("corroborate", "leeds", officer, days_ago=6),
        Wish("authorise", "leeds", officer, days_ago=120, suspect="repeat"),
        Wish("bail", "bradford", days_ago=95, suspect="repeat elsewhere"),
        Wish("triage", "leeds", officer),
        Wish("tell", "leeds", officer, days_ago=130, state="today"),
        Wish("plan", "leeds", officer, review_on=lapsed_at(world, 0)),
        Wish("advice", "leeds", officer),
        Wish("cps", "leeds", officer, days_ago=330),
        Wish("new", "leeds", officer, days_ago=1),
        Wish("tell", "leeds", officer, days_ago=150, state="late"),
        Wish("right", "leeds", officer, days_ago=140),
        Wish("isva", "leeds", officer, days_ago=70),
        Wish("bail", "leeds", officer, days_ago=110, suspect="namesake"),
        Wish("cps", "kirklees", days_ago=310, suspect="namesake elsewhere"),
        Wish("custody", "leeds", officer, days_ago=290),
        Wish("plan", "leeds", officer, review_on=world.force.as_of + timedelta(days=2)),
        Wish("plan", "leeds", officer, review_on=world.force.as_of + timedelta(days=6)),
        Wish("returned", "leeds", officer),
        Wish("plan", "leeds", officer, days_ago=215, review_on=lapsed_at(world, 0)),
    ]
    return [*ours, *_plans(world, rng), *_requests(rng), *_rest(world, rng)]


def lapsed_at(world: World, step: int, rng: Random | None = None) -> date:
    """A review date whose ladder stands at `step` on the day: the step has fallen due, the next has not."""
    rungs = {rung.step: rung.amount for rung in world.ladder.of(DateKind.REVIEW, world.force.as_of)}
    past, most = rungs[step] + 1, rungs.get(step + 1, rungs[step] + 15)
    return add_working_days(world.force.as_of, -(rng.randint(past, most) if rng else past))


def _plans(world: World, rng: Random) -> list[Wish]:
    """An overdue plan at every step in every district; some answered; some due soon."""
    districts = list(world.force.districts)
    found = [
        Wish("plan", code, days_ago=rng.randint(190, 330), review_on=lapsed_at(world, step, rng))
        for step in reversed(STEPS)
        for code in districts
    ]
    for code in districts:
        found.append(Wish("plan", code, review_on=lapsed_at(world, 3, rng), state="answered"))
        found.append(Wish("plan", code, review_on=world.force.as_of + timedelta(days=rng.randint(0, 4))))
    return found


def _requests(rng: Random) -> list[Wish]:
    return [
        Wish("request", code, days_ago=170 + 9 * number, state=state)
        for number, state in enumerate(REQUEST_STATES)
        for code in (("leeds", "bradford") if number % 2 else ("kirklees", "leeds"))
    ]


def _rest(world: World, rng: Random) -> list[Wish]:
    officer = world.force.sign_ins["officer"]
    districts = list(world.force.districts)
    found = [
        Wish(what, code, days_ago=rng.randint(120, 320))
        for what in ("triage", "advice", "triage", "returned", "advice")
        for code in ("leeds", "bradford", "wakefield")
    ]
    found += [Wish("custody", code, days_ago=280 + 10 * number) for number, code in enumerate(districts)]
    found += [Wish("bail", code, days_ago=100 + number) for number, code in enumerate(districts)]
    found += [Wish("cps", code, days_ago=300 + 20 * number) for number, code in enumerate(districts)]
    found += [Wish("isva", rng.choice(districts), days_ago=40 + 13 * number) for number in range(18)]
    found += [
        Wish(what, "leeds", officer, days_ago=days, state=state)
        for what, days, state in (
            ("corroborate", 4, ""),
            ("corroborate", 12, ""),
            ("authorise", 90, ""),
            ("authorise", 210, ""),
            ("tell", 100, "today"),
            ("tell", 170, "late"),
            ("right", 160, ""),
            ("right", 90, ""),
            ("bail", 60, ""),
            ("new", 0, ""),
            ("new", 2, ""),
            ("isva", 30, ""),
            ("returned", 240, ""),
            ("returned", 205, ""),
            ("advice", 130, ""),
            ("cps", 270, "decided"),
        )
    ]
    return found
