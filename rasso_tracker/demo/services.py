"""Loading the demo force through the bulk door, and the passwords of its sign-ins."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from actionplans.ladder import current_ladder
from actionplans.services import raise_reminders
from cases.services import reserve_references
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.services.bulk import load_batch
from rasso_tracker.clocks import in_london, start_of_day
from rasso_tracker.clocks.tables import current
from rasso_tracker.dashboards.services import refresh_figures
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import passwords
from rasso_tracker.demo.asked_no_more import cps_asks_no_more
from rasso_tracker.demo.batches import Batch, batches
from rasso_tracker.demo.board import work_the_board
from rasso_tracker.demo.clinics import make_diary
from rasso_tracker.demo.duty import days_that_differ, patterns
from rasso_tracker.demo.force import MAIL_DOMAIN, SIGN_INS, Force, make_force
from rasso_tracker.demo.gone import an_isva_goes
from rasso_tracker.demo.ids import Ids
from rasso_tracker.demo.learnt_later import cps_opens_again, learn_an_age
from rasso_tracker.demo.overturned import overturn_a_review
from rasso_tracker.demo.repeats import settle_a_namesake
from rasso_tracker.demo.speakers import name_speakers
from rasso_tracker.demo.story import World
from rasso_tracker.demo.training import courses
from rasso_tracker.demo.wishes import Wish, wishes
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.people.access import system
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import NotAllowed

Progress = Callable[[float, str], None]
WISHES_AT_MOST = 0.25  # of the cases: a small demo is not only made of them


@dataclass
class Loaded:
    """What was loaded, and where the seconds went."""

    people: int = 0
    cases: int = 0
    rows: int = 0
    reminders: int = 0
    notices: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def took(self, what: str, since: float) -> float:
        present = time.monotonic()
        self.seconds[what] = round(present - since, 2)
        return present


def check_can_load_demo() -> None:
    """Raises NotAllowed unless this is a demo database without people."""
    if not settings.RASSO_DEMO:
        raise NotAllowed(
            "This is not a demo database (RASSO_DEMO is not 1): made-up people and cases stay out of it."
        )
    ours = Person.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")
    others = Person.objects.exclude(pk__in=ours.values("pk")).count()
    if others:
        raise NotAllowed(
            f"This database has people who are not of the demo ({others}). "
            "Made-up people and cases go into an empty database only."
        )
    if ours.exists():
        raise NotAllowed("The demo force is loaded already. To begin again: ./dev run --fresh.")


def load_demo(*, cases: int, seed: int, as_of: date, progress: Progress = lambda share, what: None) -> Loaded:
    """Load the made-up force and its cases as they stand when the as-of day begins in London; all or nothing.

    Then one sweep, the gatekeepers' and a supervisor's own work, one delivery and one count of the managers'
    figures run, by their own services. Raises NotAllowed (check_can_load_demo).
    """
    check_can_load_demo()
    loaded, began = Loaded(), time.monotonic()
    with _uncollected(), transaction.atomic():
        _check_foreign_keys_at_once()
        progress(0.0, "people")
        world = make_world(seed, as_of)
        loaded.people = len(world.force.people)
        loaded.rows += _load_people(world.force)
        began = loaded.took("people", began)
        told = openings(world, cases, seed)
        references = _references(told)
        for batch in batches(world, seed, told, references):
            loaded.rows += _load_cases(world.force.clockwork, batch)
            loaded.cases += len(batch.subjects)
            progress(loaded.cases / max(len(told), 1), f"{loaded.cases:,} of {len(told):,} cases")
        began = loaded.took("cases", began)
    began = loaded.took("commit", began)
    learn_an_age(world.now)
    cps_opens_again(world.now)
    loaded.reminders = raise_reminders(at=world.now).written
    work_the_board(world.now)
    cps_asks_no_more(world.now)
    settle_a_namesake(world.now)
    overturn_a_review(world.now)
    name_speakers(world.now)
    an_isva_goes(world.now)
    tally = deliver(at=world.now)
    loaded.notices = tally.posted
    began = loaded.took("sweep and delivery", began)
    refresh_figures(at=world.now)
    loaded.took("figures", began)
    return loaded


def make_world(seed: int, as_of: date) -> World:
    """The force and the clockwork of its stories. Reads the ladder and the clocks, nothing else."""
    current()
    force = make_force(seed, as_of)
    diary = make_diary(force, seed)
    return World(force=force, ladder=current_ladder(), now=start_of_day(as_of), diary=diary)


def openings(world: World, cases: int, seed: int) -> list[tuple[datetime, Wish | None]]:
    """When each case is logged, in order, over three years; some are told to a wish."""
    rng = Random(f"days {seed}")  # noqa: S311  # made-up days
    wished = wishes(world, rng)[: int(cases * WISHES_AT_MOST)]
    span = given.YEARS * 365
    found: list[tuple[datetime, Wish | None]] = [
        (_opened(world, 1 + wish.days_ago, rng), wish) for wish in wished
    ]
    found += [(_opened(world, 1 + int(rng.random() * span), rng), None) for _ in range(cases - len(wished))]
    return sorted(found, key=lambda one: one[0])


def _opened(world: World, days_ago: int, rng: Random) -> datetime:
    day = start_of_day(world.force.as_of - timedelta(days=days_ago))
    return day + timedelta(minutes=7 * 60 + rng.randint(0, 15 * 60))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Half a million rows are made and let go one batch after another, and none of them refers to itself: to
    look for cycles among them takes a sixth of the loading.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_foreign_keys_at_once() -> None:
    """Look at foreign keys with each statement, not all at the end; what else waits still does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint"
            " WHERE contype = 'f' AND condeferrable AND connamespace = current_schema()::regnamespace"
        )
        (names,) = cursor.fetchone()
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


def _load_people(force: Force) -> int:
    ids = Ids(Random(f"duty {force.as_of}"))  # noqa: S311  # made-up people, not keys
    new_id = partial(ids, start_of_day(force.as_of))
    units = list(force.units.values())
    served = CpsUnit.districts.through
    groups: list[Sequence[Model]] = [
        list(force.districts.values()),
        [team for teams in force.teams.values() for team in teams],
        units,
        [
            served(cpsunit_id=unit.pk, district_id=force.districts[code].pk)
            for code, unit in force.unit_of.items()
        ],
        force.people,
        force.covers,
        force.leaves,
        force.proposals,
        force.moves,
        force.services,
        force.advisers,
        patterns(force, new_id),
        days_that_differ(force, new_id),
        courses(force, new_id),
    ]
    people = [one.pk for one in force.people]
    return load_batch(by=force.clockwork, what="the people of the demo", groups=groups, subjects=people)


def _references(told: list[tuple[datetime, Wish | None]]) -> Iterator[str]:
    """One reference a case, in order, from the series of each year."""
    years = Counter(in_london(moment).year for moment, _ in told)
    with system("numbering the cases of the demo"), open_door("load_demo"):
        return iter([one for year in sorted(years) for one in reserve_references(year, years[year])])


def _load_cases(by: Person, batch: Batch) -> int:
    return load_batch(by=by, what=batch.what, groups=batch.groups, subjects=batch.subjects)


@deed
def set_signin_password(*, by: Person, person: Person, password: str) -> Person:
    """Give a made-up person a password. Raises NotAllowed for anybody who is not of a demo."""
    if not settings.RASSO_DEMO or not person.email.endswith(f"@{MAIL_DOMAIN}"):
        raise NotAllowed("Passwords are made for the people of a demo only.")
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by=by, action=Action.PASSWORD_SET, subjects=[person.pk])
    return person


def signins() -> dict[str, dict[str, str]]:
    """Role to username, password and who it is; passwords that are not set yet are made and set now.

    Raises NotAllowed outside a demo database, or before the demo is loaded.
    """
    if not settings.RASSO_DEMO:
        raise NotAllowed("This is not a demo database, so it has no demo sign-ins.")
    people = {
        one.username: one
        for one in Person.objects.filter(
            username__in=SIGN_INS, email__endswith=f"@{MAIL_DOMAIN}"
        ).select_related("team", "district", "cps_unit")
    }
    clockwork = Person.objects.filter(username="clockwork", email__endswith=f"@{MAIL_DOMAIN}").first()
    if set(people) != set(SIGN_INS) or clockwork is None:
        raise NotAllowed("The demo force is not loaded: run manage.py load_demo first.")
    known = passwords.kept()
    for username, person in people.items():
        if known.get(username, {}).get("hash") != person.password:
            password = passwords.new_password()
            set_signin_password(by=clockwork, person=person, password=password)
            known[username] = {"password": password, "hash": person.password}
    passwords.keep(known)
    return {
        username.replace("-", "_"): {
            "username": username,
            "password": known[username]["password"],
            "who": _who(people[username], purpose),
        }
        for username, purpose in SIGN_INS.items()
    }


def _who(person: Person, purpose: str) -> str:
    place = person.team or person.district or person.cps_unit
    where = f" ({place.name})" if place else ""
    return f"{person.name}{where}: {purpose}"
