"""Who would be told today of each step of the ladder, on a case of a district: duty cover, leavers and gaps
resolved as at sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actionplans.enums import LadderKind
from actionplans.ladder import Ladder, Rung
from actionplans.roster import OF_THE_CASE, About, Roster, part_of, roster_for
from cases.models import Case
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import CpsUnit, District, Move, Person
from rasso_tracker.people.parts import Part

OF_EACH_CASE = {post: f"{words[0].upper()}{words[1:]} of each case" for post, words in OF_THE_CASE.items()}
AUTHORS = {**OF_EACH_CASE, Post.REVIEWING_PROSECUTOR: "Who is to write the advice again on each case"}


@dataclass(frozen=True)
class Told:
    """Somebody who would be told, and why it is they: "" for whoever holds the post."""

    person: Person
    because: str


@dataclass(frozen=True)
class Called:
    """One step and who would hear of it. `of_each_case`: roles that each case fills for itself."""

    rung: Rung
    of_each_case: tuple[str, ...]
    told: tuple[Told, ...]


def called_in(
    rungs: Sequence[Rung], ladder: Ladder, district: District, day: date
) -> list[tuple[LadderKind, list[Called]]]:
    """The steps of each kind of ladder, lowest first, with the people of `district` who would be told on
    `day`.

    A fixed number of queries. The officer in charge and the reviewing prosecutor differ by case: it says so
    instead.
    """
    case = _any_case(district)
    about = [About(case), About(case, part=Part.VICTIM_CONTACT)]
    roster = roster_for(about, [*ladder.rungs, *rungs], day, moves_by(day))
    order = {kind: place for place, kind in enumerate(LadderKind)}
    found: dict[LadderKind, list[Called]] = {}
    for rung in sorted(rungs, key=lambda one: (order[one.kind], one.step)):
        above = [one for one in ladder.of(rung.kind, day) if one.step > rung.step]
        found.setdefault(rung.kind, []).append(_called(rung, above, case, roster))
    return list(found.items())


def moves_by(day: date) -> list[Move]:
    """The moves that will have been made by `day`, the earliest first."""
    to_come = Move.objects.filter(applied_at__isnull=True, cancelled_at__isnull=True, moves_on__lte=day)
    return list(to_come.select_related("person").order_by("moves_on"))


def _any_case(district: District) -> Case:
    """An open case of the district that is with its CPS unit; never saved."""
    unit = CpsUnit.objects.filter(districts=district).order_by("code").first()
    return Case(district=district, cps_unit=unit, gatekept=True, restricted=False)


def _called(rung: Rung, above: Iterable[Rung], case: Case, roster: Roster) -> Called:
    posts, about = (*rung.police_posts, *rung.cps_posts), About(case, part=part_of(rung.kind))
    who = AUTHORS if rung.kind == LadderKind.ADVICE_AGAIN else OF_EACH_CASE
    of_each_case = tuple(words for post, words in who.items() if post in posts)
    if any(post in OF_EACH_CASE for post in rung.police_posts):  # then nobody hears in the officer's place
        people = [roster.people[pk] for pk in roster.told(posts, about)]
    else:
        people = [roster.people[one.person_id] for one in roster.climb([rung, *above], about)]
    return Called(rung, of_each_case, tuple(Told(one, _because(one, posts, roster)) for one in people))


def _because(person: Person, posts: Iterable[str], roster: Roster) -> str:
    covered = [one for one in roster.rota.covers if person.pk in roster.rota.line(one)[:-1]]
    names = [roster.people[one].name for one in covered if one in roster.people]
    if person.post in posts:
        return ""
    if names:
        return f"covers for {', '.join(sorted(names))}"
    return "nobody who holds the post could be told, so it goes up"
