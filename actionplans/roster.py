"""Who answers for a step of the ladder, as of the moment of sending: posts, duty cover, leavers, rights.

Asked in bulk: a fixed number of queries however many plans are asked about. The chain never ends at nobody
(model.md): a post that nobody in office may be told through passes to the step above, and in the end to the
gatekeeper team and its head. Everybody named may see the case.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from actionplans.enums import OF_CONTACT
from actionplans.ladder import Rung
from cases.models import NamedAccess
from cases.supervision_enums import OWED_TO_VICTIMS, POLICE_ONLY
from rasso_tracker.messages import Addressee
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import Rota, rota_on
from rasso_tracker.people.enums import Agency, PersonKind, Post
from rasso_tracker.people.models import Move, Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import GATEKEEPER, ROLES, SUPERVISOR

if TYPE_CHECKING:
    from cases.models import Case

# Posts of the whole force or of the whole CPS area: no district or unit narrows them.
FORCE_WIDE = {
    Post.HEAD_OF_PROTECTIVE_SERVICES,
    Post.ASSISTANT_CHIEF_CONSTABLE,
    Post.GATEKEEPER,
    Post.HEAD_OF_GATEKEEPING,
    Post.DEPUTY_CHIEF_CROWN_PROSECUTOR,
    Post.CHIEF_CROWN_PROSECUTOR,
}
GATEKEEPERS = (Post.GATEKEEPER, Post.HEAD_OF_GATEKEEPING)
OF_THE_CASE = {
    Post.INVESTIGATOR: "the officer in charge",
    Post.REVIEWING_PROSECUTOR: "the reviewing prosecutor",
}
AUTHOR = "the lawyer who is to write advice again"  # is called on as the reviewing prosecutor is
LONGEST_CHAIN = 5  # supervisors of leavers who have left too


@dataclass(frozen=True)
class About:
    """What a step is about. `owner_id` is who owes it, where that is not the officer in charge;
    `prosecutor_is` says who of CPS `prosecutor_id` is; `cps_unit_id` is the unit that answers while the case
    is with none, as that of a clinic is before the first submission.

    Nobody hears of it who has no role that reads its `part` of the case and the plans beside it: what climbs
    is no business of a support service, whatever it reads of its clients.
    """

    case: Case
    prosecutor_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None
    part: Part = Part.PLANS
    prosecutor_is: str = OF_THE_CASE[Post.REVIEWING_PROSECUTOR]
    cps_unit_id: uuid.UUID | None = None


def part_of(kind: str) -> Part:
    """The part of a case that a person must be able to read to hear of a step of this ladder, or of a due
    item of this code.
    """
    if kind in OF_CONTACT or kind in OWED_TO_VICTIMS:
        return Part.VICTIM_CONTACT
    return Part.SUPERVISION if kind in POLICE_ONLY else Part.PLANS


@dataclass
class Roster:
    """The people who may be called on, on one day. Built once for many plans."""

    rota: Rota
    people: dict[uuid.UUID, Person] = field(default_factory=dict)
    by_post: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    named: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))

    @property
    def day(self) -> date:
        return self.rota.day

    def may_hear(self, person: Person, about: About) -> bool:
        """In office on the day, and with the right to know of this part of the case in a role they hold."""
        if person.is_service or not person.serves_on(self.day):
            return False
        named = self.named.get(about.case.pk, set())
        return any(
            role_sees(person, ROLES[code], about.case, about.part, named) and ROLES[code].reads(Part.PLANS)
            for code in person.roles
        )

    def stand_in(self, person: Person, about: About) -> tuple[Person | None, bool]:
        """Who hears in a person's place today, and whether that is by duty cover; None when nobody at work
        may.
        """
        found = self.rota.answering_for(
            person, self.people, lambda one: one.agency == person.agency and self.may_hear(one, about)
        )
        return found, found is not None and found.pk != person.pk

    def is_reached(self, person: Person, about: About) -> bool:
        """True while the person is at work, or somebody covers for them who may hear."""
        return self.rota.is_at_work(person) or self.stand_in(person, about)[0] is not None

    def holders(self, post: str, about: About) -> list[Person]:
        """Who holds a post for this case, whether or not they can be told."""
        case = about.case
        if post == Post.INVESTIGATOR:
            return self._officer(about)
        if post == Post.REVIEWING_PROSECUTOR:
            prosecutor = self.people.get(about.prosecutor_id) if about.prosecutor_id else None
            return [prosecutor] if prosecutor else []
        serving = [person for person in self.by_post.get(post, []) if person.serves_on(self.day)]
        found = [person for person in serving if self.is_reached(person, about)]
        if post in FORCE_WIDE:
            return found
        with_unit = case.cps_unit_id or about.cps_unit_id
        if with_unit and (unit := [one for one in found if one.cps_unit_id == with_unit]):
            return unit
        team = [one for one in found if one.team_id == case.team_id]
        district = [one for one in found if one.district_id == case.district_id and one.district_id]
        anywhere = [one for one in found if not one.district_id and not one.cps_unit_id]
        return team or district or anywhere

    def _officer(self, about: About) -> list[Person]:
        """Who owes it; once they have left, or on leave without cover, their supervisor."""
        officer = self.people.get(about.owner_id or about.case.officer_in_charge_id)
        for _ in range(LONGEST_CHAIN):
            if officer is None or (officer.serves_on(self.day) and self.is_reached(officer, about)):
                break
            officer = self.people.get(officer.supervisor_id) if officer.supervisor_id else None
        return [officer] if officer else []

    def told(self, posts: Iterable[str], about: About) -> dict[uuid.UUID, str]:
        """The people behind some posts who can be told, and why each."""
        found: dict[uuid.UUID, str] = {}
        for post in posts:
            for holder in self.holders(post, about):
                person, covering = self.stand_in(holder, about)
                if person is not None and person.pk not in found:
                    found[person.pk] = self._why(post, holder, about, covering)
        return found

    def reaches_cps(self, told: Iterable[uuid.UUID]) -> bool:
        """Whether somebody of CPS is among them: else what CPS owes is told as what to wait for."""
        return any(self.people[one].agency == Agency.CPS for one in told)

    def _why(self, post: str, holder: Person, about: About, covering: bool) -> str:
        owner_id = about.owner_id or about.case.officer_in_charge_id
        whose = "the officer in charge" if owner_id == about.case.officer_in_charge_id else "who owes it"
        if post == Post.INVESTIGATOR and holder.pk != owner_id:
            officer = self.people.get(owner_id)
            left = officer is None or not officer.serves_on(self.day)
            words = (
                f"{whose} has left and you were their supervisor"
                if left
                else f"{whose} is on leave, nobody covers, and you supervise them"
            )
        elif post == Post.INVESTIGATOR and owner_id != about.case.officer_in_charge_id:
            words = "it was given to you on this case"
        else:
            of_case = {**OF_THE_CASE, Post.REVIEWING_PROSECUTOR: about.prosecutor_is}.get(Post(post))
            told = f"{of_case} for this case" if of_case else f"told as {Post(post).label}"
            if covering:
                return f"You cover today for {holder.name}, who is {told}."
            words = f"you are {told}"
        return f"You cover today for {holder.name}." if covering else f"{words[0].upper()}{words[1:]}."

    def climb(self, rungs: list[Rung], about: About) -> tuple[Addressee, ...]:
        """Who hears of a step: `rungs` is its rung and those above it, lowest first."""
        police = self._first_of([rung.police_posts for rung in rungs], about)
        cps = self._first_of([rung.cps_posts for rung in rungs], about)
        if not police:
            police = self.told(GATEKEEPERS, about) or self.last_resort(about)
        found = {**cps, **police}
        return tuple(Addressee(person, why) for person, why in found.items())

    def _first_of(self, steps: list[tuple[str, ...]], about: About) -> dict[uuid.UUID, str]:
        for posts in steps:
            if found := self.told(posts, about):
                return found
        return {}

    def last_resort(self, about: About) -> dict[uuid.UUID, str]:
        """Any gatekeeper who may hear of it; before it went to CPS, and of what victims are owed, the
        district's supervisors; on a restricted one then anybody who is named on it.
        """
        may = [person for person in self.people.values() if self.may_hear(person, about)]
        # With everybody on leave, those on leave are told: better than nobody.
        able = [person for person in may if self.rota.is_at_work(person)] or may
        gatekeepers = [person for person in able if GATEKEEPER.code in person.roles]
        supervisors = [person for person in able if SUPERVISOR.code in person.roles]
        named = [person for person in able if person.pk in self.named.get(about.case.pk, set())]
        why = "Nobody else who may see this case could be told."
        return {person.pk: why for person in gatekeepers or supervisors or named}


def but(told: dict[uuid.UUID, str], doer: uuid.UUID | None) -> dict[uuid.UUID, str]:
    """Whoever is told, without who did it: nobody needs to hear of their own deed."""
    return {person: why for person, why in told.items() if person != doer}


def roster_for(
    about: Iterable[About], rungs: Iterable[Rung], day: date, moves: Iterable[Move] = ()
) -> Roster:
    """Everybody whom what is due on these cases may call on, in eight queries.

    `moves` are those to come by `day`, for a look ahead: their people are taken to be there already.
    """
    roster = Roster(rota_on(day))
    about = list(about)
    by_id = {one.case.pk: one.case for one in about}
    for case_id, person_id in NamedAccess.objects.filter(case__in=by_id, ended_at__isnull=True).values_list(
        "case", "person"
    ):
        roster.named[case_id].add(person_id)
    posts = {post for rung in rungs for post in (*rung.police_posts, *rung.cps_posts)}
    posts |= {*GATEKEEPERS, Post.LEGAL_MANAGER}  # whom notices name, whatever the ladder says
    posts -= set(OF_THE_CASE)
    wanted = {case.officer_in_charge_id for case in by_id.values()}
    wanted |= {pk for one in about for pk in (one.prosecutor_id, one.owner_id) if pk is not None}
    wanted |= {person for people in roster.named.values() for person in people}
    _add(roster, Person.objects.filter(post__in=posts, kind=PersonKind.PERSON, is_active=True))
    _add(roster, Person.objects.filter(roles__contains=[GATEKEEPER.code], is_active=True))
    _add(roster, Person.objects.filter(pk__in=wanted))
    # Where no gatekeeper may hear, a supervisor of the district does rather than nobody.
    if before_cps := {
        one.case.district_id for one in about if one.part == Part.VICTIM_CONTACT or not one.case.gatekept
    }:
        _add(
            roster,
            Person.objects.filter(roles__contains=[SUPERVISOR.code], is_active=True, district__in=before_cps),
        )
    _add(roster, Person.objects.filter(pk__in=roster.rota.stand_ins()))
    _add_supervisors(roster)
    _foresee(roster, moves, posts)
    for person in roster.people.values():
        roster.by_post[person.post].append(person)
    for people in roster.by_post.values():
        people.sort(key=lambda person: person.username)
    return roster


def _foresee(roster: Roster, moves: Iterable[Move], posts: set[str]) -> None:
    """Put people where they will be; whoever moves into a post that is called on joins."""
    for move in moves:
        if move.post in posts:
            _add(roster, [move.person])
        person = roster.people.get(move.person_id)
        if person is not None:
            person.post, person.supervisor_id = move.post, move.supervisor_id
            person.district_id, person.team_id = move.district_id, move.team_id
            person.cps_unit_id = move.cps_unit_id


def _add(roster: Roster, people: Iterable[Person]) -> None:
    for person in people:
        roster.people.setdefault(person.pk, person)


def _add_supervisors(roster: Roster) -> None:
    """The supervisors of those who have left or are on leave, and theirs, as far as needed."""
    for _ in range(LONGEST_CHAIN):
        missing = {
            person.supervisor_id
            for person in roster.people.values()
            if person.supervisor_id and not roster.rota.is_at_work(person)
        } - set(roster.people)
        if not missing:
            return
        _add(roster, Person.objects.filter(pk__in=missing))
