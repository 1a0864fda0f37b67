"""Who answers: a truth table of cover, leave, leaving, roles and moves; any world against a slow resolver.

Nothing here asks the database: a roster is plain values.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.enums import LadderKind, LadderUnit
from actionplans.ladder import Rung
from actionplans.roster import FORCE_WIDE, GATEKEEPERS, About, Roster
from cases.models import Case
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import Rota
from rasso_tracker.people.enums import Agency, Post
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES

DAY = date(2026, 6, 3)
LEEDS, BRADFORD = uuid.uuid4(), uuid.uuid4()
TEAMS = {LEEDS: uuid.uuid4(), BRADFORD: uuid.uuid4()}
UNIT = uuid.uuid4()


def someone(
    name: str, roles: list[str], post: str = Post.OTHER, district: uuid.UUID | None = LEEDS
) -> Person:
    return Person(
        id=uuid.uuid4(),
        username=name,
        name=name.capitalize(),
        roles=roles,
        post=post,
        agency=Agency.POLICE,
        district_id=district,
        team_id=TEAMS.get(district) if district else None,
        starts_on=date(2015, 1, 5),
    )


def rung(step: int, *police: str, cps: tuple[str, ...] = ()) -> Rung:
    return Rung(
        kind=LadderKind.REVIEW,
        step=step,
        amount=step,
        unit=LadderUnit.WORKING_DAYS,
        police_posts=police,
        cps_posts=cps,
        in_force_from=date(2020, 1, 1),
    )


def roster(people: list[Person], covers: dict[uuid.UUID, uuid.UUID], away: set[uuid.UUID]) -> Roster:
    made = Roster(Rota(DAY, covers, frozenset(away)), {one.pk: one for one in people})
    for one in people:
        made.by_post[one.post].append(one)
    return made


# The state of Alice, the officer in charge (named on the case), by that of Bob, who covers for her.
COVERED_BY = ("nobody", "bob", "bob on leave", "bob who left", "bob without a role", "bob of Bradford")
TABLE = {
    "at work": ("alice", "bob", "alice", "alice", "alice", "alice"),
    "on leave": ("sam", "bob", "sam", "sam", "sam", "sam"),
    "left": ("sam",) * 6,  # cover ends with the post: whoever supervised her
    "without a role": ("gita sam", "bob", "gita sam", "gita sam", "gita sam", "gita sam"),
    "moved": ("alice", "bob", "alice", "alice", "alice", "alice"),  # named, so still hers
}


@pytest.mark.parametrize("cover", COVERED_BY)
@pytest.mark.parametrize("state", TABLE)
def test_the_officer_by_state_and_cover(state: str, cover: str) -> None:
    alice, bob = someone("alice", ["officer"], Post.INVESTIGATOR), someone("bob", ["officer"])
    sam = someone("sam", ["supervisor"], Post.DETECTIVE_SERGEANT)
    gita = someone("gita", ["gatekeeper"], Post.GATEKEEPER, None)
    alice.supervisor_id = sam.pk
    away = {alice.pk} if state == "on leave" else set()
    covers = {} if cover == "nobody" else {alice.pk: bob.pk}
    before = DAY - timedelta(days=1)
    if state == "left":
        alice.left_on = before
    elif state == "without a role":
        alice.roles = []
    elif state == "moved":
        alice.district_id, alice.team_id = BRADFORD, TEAMS[BRADFORD]
    if cover == "bob on leave":
        away |= {bob.pk}
    elif cover == "bob who left":
        bob.left_on = before
    elif cover == "bob without a role":
        bob.roles = []
    elif cover == "bob of Bradford":
        bob.district_id, bob.team_id = BRADFORD, TEAMS[BRADFORD]
    made = roster([alice, bob, sam, gita], covers, away)
    case = Case(
        id=uuid.uuid4(),
        district_id=LEEDS,
        team_id=TEAMS[LEEDS],
        officer_in_charge_id=alice.pk,
        gatekept=True,
    )
    made.named[case.pk] = {alice.pk}
    rungs = [rung(0, Post.INVESTIGATOR), rung(1, Post.DETECTIVE_SERGEANT, Post.GATEKEEPER)]
    told = [made.people[one.person_id].username for one in made.climb(rungs, About(case))]
    assert " ".join(sorted(told)) == TABLE[state][COVERED_BY.index(cover)]


@pytest.mark.parametrize("length", [2, 3, 5])
def test_a_circle_of_cover_ends_and_with_all_of_it_away_goes_on_up(length: int) -> None:
    ring = [someone(f"p{number}", ["supervisor"], Post.DETECTIVE_INSPECTOR) for number in range(length)]
    for one in ring[1:]:
        one.post = Post.OTHER
    head = someone("gwen", ["gatekeeper"], Post.HEAD_OF_GATEKEEPING, None)
    covers = {one.pk: ring[(number + 1) % length].pk for number, one in enumerate(ring)}
    case = Case(id=uuid.uuid4(), district_id=LEEDS, team_id=TEAMS[LEEDS], gatekept=True)
    rungs = [rung(2, Post.DETECTIVE_INSPECTOR)]

    def told(away: set[uuid.UUID]) -> list[str]:
        made = roster([*ring, head], covers, away)
        return [made.people[one.person_id].username for one in made.climb(rungs, About(case))]

    assert told(set()) == [ring[-1].username]
    assert told({ring[-1].pk}) == [ring[-2].username]
    assert told({one.pk for one in ring}) == ["gwen"]
    assert told({head.pk, *(one.pk for one in ring)}) == ["gwen"]  # on leave, but never nobody


# Any world


@dataclass
class World:
    roster: Roster
    case: Case
    rungs: list[Rung]
    prosecutor: uuid.UUID | None


POSTS = [
    Post.DETECTIVE_SERGEANT,
    Post.DETECTIVE_INSPECTOR,
    Post.HEAD_OF_PROTECTIVE_SERVICES,
    Post.GATEKEEPER,
    Post.HEAD_OF_GATEKEEPING,
    Post.LEGAL_MANAGER,
    Post.OTHER,
]
ROLE_OF = {"police": ["officer", "supervisor", "gatekeeper", "manager"], "cps": ["cps_lawyer"]}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    people = []
    for number in range(draw(st.integers(2, 8))):
        cps = draw(st.booleans())
        district = None if cps else draw(st.sampled_from([LEEDS, BRADFORD, None]))
        roles = draw(st.lists(st.sampled_from(ROLE_OF["cps" if cps else "police"]), max_size=2, unique=True))
        person = someone(f"p{number}", roles, draw(st.sampled_from(POSTS)), district)
        person.cps_unit_id = draw(st.sampled_from([UNIT, None])) if cps else None
        if draw(st.integers(0, 4)) == 0:
            person.left_on = DAY - timedelta(days=1)
        if people and draw(st.booleans()):
            person.supervisor_id = draw(st.sampled_from(people)).pk
        people.append(person)
    ids = [one.pk for one in people]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=5))
    covers = {person: by for person, by in pairs if person != by}
    away = draw(st.sets(st.sampled_from(ids), max_size=4))
    district = draw(st.sampled_from([LEEDS, BRADFORD]))
    case = Case(
        id=uuid.uuid4(),
        district_id=district,
        team_id=TEAMS[district],
        officer_in_charge_id=draw(st.sampled_from(ids)),
        cps_unit_id=draw(st.sampled_from([UNIT, None])),
        gatekept=draw(st.booleans()),
        restricted=draw(st.booleans()),
    )
    made = roster(people, covers, away)
    made.named[case.pk] = draw(st.sets(st.sampled_from(ids), max_size=3))
    rungs = [
        rung(
            step,
            *draw(st.lists(st.sampled_from([Post.INVESTIGATOR, *POSTS[:5]]), min_size=1, max_size=2)),
            cps=tuple(draw(st.lists(st.sampled_from([Post.REVIEWING_PROSECUTOR, POSTS[5]]), max_size=2))),
        )
        for step in range(draw(st.integers(1, 3)))
    ]
    return World(made, case, rungs, draw(st.sampled_from([None, *ids])))


class Slow:
    """The same rules again, the slow way round: every person is asked about every other."""

    def __init__(self, world: World) -> None:
        self.world, self.case = world, world.case
        self.people = world.roster.people
        self.rota = world.roster.rota

    def at_work(self, one: Person) -> bool:
        in_post = one.left_on is None or one.left_on >= DAY
        return in_post and one.pk not in self.rota.away

    def sees(self, one: Person) -> bool:
        named = self.world.roster.named[self.case.pk]
        in_post = one.left_on is None or one.left_on >= DAY
        return in_post and any(role_sees(one, ROLES[r], self.case, Part.PLANS, named) for r in one.roles)

    def distance(self, start: Person, end: Person) -> int | None:
        """How many covers lie between two people; None when they do not lead from one to the other."""
        at, steps = start.pk, 0
        while at != end.pk:
            following = self.rota.covers.get(at)
            if following is None or following == start.pk or steps > len(self.people):
                return None
            at, steps = following, steps + 1
        return steps

    def reached(self, one: Person) -> bool:
        return self.at_work(one) or self.answers(one) is not None

    def answers(self, one: Person) -> Person | None:
        able = [
            (steps, other.username, other)
            for other in self.people.values()
            if (steps := self.distance(one, other)) is not None and self.at_work(other) and self.sees(other)
        ]
        return max(able)[2] if able else None

    def holders(self, post: str) -> list[Person]:
        if post == Post.INVESTIGATOR:
            return self.officer()
        if post == Post.REVIEWING_PROSECUTOR:
            found = self.people.get(self.world.prosecutor) if self.world.prosecutor else None
            return [found] if found else []
        able = [
            one
            for one in self.people.values()
            if one.post == post and (one.left_on is None or one.left_on >= DAY) and self.reached(one)
        ]
        if post in FORCE_WIDE:
            return able
        places: dict[str, list[Person]] = defaultdict(list)
        for one in able:
            if self.case.cps_unit_id and one.cps_unit_id == self.case.cps_unit_id:
                places["unit"].append(one)
            if one.team_id == self.case.team_id:
                places["team"].append(one)
            if one.district_id and one.district_id == self.case.district_id:
                places["district"].append(one)
            if not one.district_id and not one.cps_unit_id:
                places["anywhere"].append(one)
        return next((places[name] for name in ("unit", "team", "district", "anywhere") if places[name]), [])

    def officer(self) -> list[Person]:
        one = self.people.get(self.case.officer_in_charge_id)
        for _ in range(5):
            if one is None:
                return []
            in_post = one.left_on is None or one.left_on >= DAY
            if in_post and self.reached(one):
                return [one]
            one = self.people.get(one.supervisor_id) if one.supervisor_id else None
        return [one] if one else []

    def told(self, posts: tuple[str, ...]) -> set[uuid.UUID]:
        found = (self.answers(holder) for post in posts for holder in self.holders(post))
        return {one.pk for one in found if one is not None}

    def climb(self) -> set[uuid.UUID]:
        police = next((told for one in self.world.rungs if (told := self.told(one.police_posts))), set())
        cps = next((told for one in self.world.rungs if (told := self.told(one.cps_posts))), set())
        return (police or self.told(GATEKEEPERS) or self.last()) | cps

    def last(self) -> set[uuid.UUID]:
        seeing = [one for one in self.people.values() if self.sees(one)]
        pool = [one for one in seeing if self.at_work(one)] or seeing
        for wanted in ("gatekeeper", "supervisor"):
            if found := {one.pk for one in pool if wanted in one.roles}:
                return found
        return {one.pk for one in pool if one.pk in self.world.roster.named[self.case.pk]}


@settings(max_examples=400)
@given(worlds())
def test_any_world_is_resolved_as_the_slow_way_resolves_it(world: World) -> None:
    told = {one.person_id for one in world.roster.climb(world.rungs, About(world.case, world.prosecutor))}
    slow = Slow(world)
    assert told == slow.climb()
    assert all(slow.sees(world.roster.people[pk]) for pk in told)
    if any(slow.at_work(world.roster.people[pk]) for pk in told):
        return
    keepers = [one for one in world.roster.people.values() if {"gatekeeper", "supervisor"} & set(one.roles)]
    assert not any(slow.at_work(one) and slow.sees(one) for one in keepers)


@settings(max_examples=200)
@given(worlds())
def test_the_line_of_cover_holds_everybody_once_and_ends_at_the_person(world: World) -> None:
    rota = world.roster.rota
    for pk in world.roster.people:
        line = rota.line(pk)
        assert len(set(line)) == len(line)
        assert line[-1] == pk
        assert all(rota.covers[after] == before for before, after in pairwise(line))
