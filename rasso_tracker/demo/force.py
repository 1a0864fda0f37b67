"""The made-up force: districts, teams, CPS units and about 300 people, the same for the same seed and day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from rasso_tracker.demo import names
from rasso_tracker.demo.force_changes import changes_to_come, leave_and_cover
from rasso_tracker.demo.ids import Ids
from rasso_tracker.people.cps_roles import CPS_LAWYER, CPS_LEGAL_MANAGER
from rasso_tracker.people.enums import Agency, PersonKind, Post, Rank
from rasso_tracker.people.models import (
    CpsUnit,
    District,
    DutyCover,
    Leave,
    Move,
    Person,
    RoleProposal,
    Team,
)
from rasso_tracker.people.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CRIME_REGISTRAR,
    GATEKEEPER,
    ISVA,
    MANAGER,
    OFFICER,
    REVIEWER,
    SUPERVISOR,
)
from victims.models import ServiceAdviser, SupportService

MAIL_DOMAIN = "demo.example"  # who has an address elsewhere is not of the demo
TEAMS = {"leeds": 5, "bradford": 4, "kirklees": 2, "wakefield": 2, "calderdale": 1}
OFFICERS_A_TEAM = 13
UNITS = {
    "yh-rasso-leeds": ("leeds", "wakefield"),
    "yh-rasso-bradford": ("bradford", "kirklees", "calderdale"),
}
# Made-up services: what each offers; ISVAs work for the first three.
SUPPORT_SERVICES = {
    "Beacon ISVA Service": ("isva", "child_isva"),
    "Harbour Support": ("isva", "child_isva", "idva", "by_and_for"),
    "Lantern Centre": ("isva", "child_isva", "sarc", "therapy"),
    "Quiet Room Counselling": ("therapy",),
    "Victims First": ("victim_support", "other"),
}
WITH_ISVAS = 3

# The people whose passwords are printed: username to what they are for.
SIGN_INS = {
    "officer": "officer in charge of many open cases, with much due",
    "supervisor": "supervises a team: withdrawals to corroborate, decisions to authorise",
    "chief-inspector": "supervises a district: approves requests for counselling records",
    "gatekeeper": "works the overdue board of every district",
    "cps-lawyer": "CPS: triage, advice and action plans of one unit",
    "cps-legal-manager": "CPS: countersigns the unit's decisions",
    "reviewer": "decides Right to Review requests, some allocated and waiting",
    "isva": "supports victims who agreed to it",
    "manager": "sees the counts and their trend for one district",
    "crime-registrar": "looks after outcomes",
    "auditor": "reads who looked at what and why",
    "administrator": "keeps people, ladders, clocks and holidays",
    "two-roles": "holds two roles, supervisor and reviewer, and chooses one at a time",
}


@dataclass
class Force:
    """The people, and who is found where. Lists keep their order, so that choices come out the same."""

    as_of: date
    rng: Random
    districts: dict[str, District] = field(default_factory=dict)
    teams: dict[str, list[Team]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, CpsUnit] = field(default_factory=dict)
    unit_of: dict[str, CpsUnit] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    covers: list[DutyCover] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    proposals: list[RoleProposal] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    services: list[SupportService] = field(default_factory=list)
    advisers: list[ServiceAdviser] = field(default_factory=list)
    by_post: dict[Any, list[Person]] = field(default_factory=lambda: defaultdict(list))
    usernames: set[str] = field(default_factory=set)

    @property
    def sign_ins(self) -> dict[str, Person]:
        return {one.username: one for one in self.people if one.username in SIGN_INS}

    def at(self, post: str, place: Any = None) -> list[Person]:
        """Those who hold a post in a team, a district, a unit or (None) the whole force."""
        return self.by_post[post, getattr(place, "pk", None)]

    @property
    def clockwork(self) -> Person:
        return self.people[0]


def make_force(seed: int, as_of: date) -> Force:
    """Everybody, unsaved: supervisors, leave and cover, rest days, leavers. Same arguments, same force."""
    rng = Random(f"force {seed}")  # noqa: S311  # made-up people, not keys
    force = Force(as_of=as_of, rng=rng)
    moment = datetime.combine(as_of, time(), tzinfo=UTC) - timedelta(days=4 * 365)
    ids = Ids(rng)
    maker = _Maker(force, lambda: ids(moment))
    maker.add("clockwork", "The clockwork", kind=PersonKind.SERVICE)
    for code in TEAMS:
        force.districts[code] = District(id=ids(moment), code=code, name=code.capitalize())
    for code, served in UNITS.items():
        place = code.rsplit("-", 1)[1].capitalize()
        force.units[code] = CpsUnit(
            id=ids(moment), code=code, name=f"CPS Yorkshire and Humberside RASSO, {place}"
        )
        force.unit_of |= dict.fromkeys(served, force.units[code])
    maker.headquarters()
    for code, count in TEAMS.items():
        for letter in "ABCDE"[:count]:
            force.teams[code].append(
                Team(id=ids(moment), district=force.districts[code], name=f"{code.capitalize()} {letter}")
            )
        maker.district(code)
    for unit in force.units.values():
        maker.unit(unit)
    maker.others()
    services_of_support(force, lambda: ids(moment), moment)
    leave_and_cover(force, lambda: ids(moment))
    changes_to_come(force, lambda: ids(moment))
    return force


def services_of_support(force: Force, new_id: Any, moment: datetime) -> None:
    """The services, and which of the ISVAs work for each of the first ones."""
    for name, kinds in SUPPORT_SERVICES.items():
        force.services.append(SupportService(id=new_id(), name=name, kinds=list(kinds)))
    for number, person in enumerate(force.by_post[ISVA.code, None]):
        force.advisers.append(
            ServiceAdviser(
                id=new_id(),
                service=force.services[number % WITH_ISVAS],
                person=person,
                started_at=moment,
                started_by=force.clockwork,
            )
        )


class _Maker:
    def __init__(self, force: Force, new_id: Any) -> None:
        self.force, self.rng, self.new_id = force, force.rng, new_id

    def add(self, username: str = "", name: str = "", *, place: Any = None, **said: Any) -> Person:
        """One person. Without a username it is made of the name; `place` is where the post is found."""
        force, rng = self.force, self.rng
        name = name or names.person_name(rng, woman=rng.random() < 0.5)
        username = username or self._username(name)
        force.usernames.add(username)
        started = force.as_of - timedelta(days=rng.randint(4 * 365, 12 * 365))
        person = Person(
            id=self.new_id(),
            username=username,
            name=name,
            email=f"{username}@{MAIL_DOMAIN}",
            password="!",  # noqa: S106  # nobody can sign in until demo_signins says so
            starts_on=started,
            **said,
        )
        if person.agency == Agency.POLICE and not person.is_service:
            person.collar_number = str(1000 + len(force.people) * 7 + rng.randint(0, 6))
        if not person.is_service:  # of the numbers that are kept free for made-up people
            person.telephone = f"01632 960{len(force.people) % 1000:03d}"
        force.people.append(person)
        force.by_post[person.post, getattr(place, "pk", None)].append(person)
        return person

    def _username(self, name: str) -> str:
        base = name.lower().replace(" ", ".").replace("'", "")
        number, found = 2, base
        while found in self.force.usernames:
            found, number = f"{base}{number}", number + 1
        return found

    def headquarters(self) -> None:
        """The head of protective services, the assistant chief constable, and the gatekeeper unit."""
        # Both roles: the gatekeeper's scope is what lets the top of the ladder see every plan.
        top = [MANAGER.code, GATEKEEPER.code]
        chief = self.add(post=Post.ASSISTANT_CHIEF_CONSTABLE, rank=Rank.ASSISTANT_CHIEF_CONSTABLE, roles=top)
        self.head = self.add(
            post=Post.HEAD_OF_PROTECTIVE_SERVICES,
            rank=Rank.CHIEF_SUPERINTENDENT,
            roles=top,
            supervisor=chief,
        )
        keeper = self.add(
            post=Post.HEAD_OF_GATEKEEPING,
            rank=Rank.INSPECTOR,
            roles=[GATEKEEPER.code],
            supervisor=self.head,
        )
        self.add(
            "gatekeeper", post=Post.GATEKEEPER, rank=Rank.SERGEANT, roles=[GATEKEEPER.code], supervisor=keeper
        )
        for _ in range(5):
            self.add(
                post=Post.GATEKEEPER,
                equated_rank=Rank.SERGEANT,
                roles=[GATEKEEPER.code],
                supervisor=keeper,
            )

    def district(self, code: str) -> None:
        """A district from its superintendent down to the teams. The first team of Leeds is the demo's own."""
        force = self.force
        here = force.districts[code]
        ours = code == "leeds"
        manager = self.add(
            "manager" if ours else "",
            place=here,
            post=Post.DETECTIVE_SUPERINTENDENT,
            rank=Rank.SUPERINTENDENT,
            roles=[MANAGER.code],
            district=here,
            supervisor=self.head,
        )
        chief = self.add(
            "chief-inspector" if ours else "",
            place=here,
            post=Post.DETECTIVE_CHIEF_INSPECTOR,
            rank=Rank.CHIEF_INSPECTOR,
            roles=[SUPERVISOR.code],
            district=here,
            supervisor=manager,
        )
        inspectors = [
            self.add(
                "two-roles" if ours and number == 0 else "",
                place=here,
                post=Post.DETECTIVE_INSPECTOR,
                rank=Rank.INSPECTOR,
                roles=[SUPERVISOR.code, REVIEWER.code] if ours and number == 0 else [SUPERVISOR.code],
                district=here,
                supervisor=chief,
            )
            for number in range(1 + len(force.teams[code]) // 2)
        ]
        for number, team in enumerate(force.teams[code]):
            self._team(here, team, inspectors[number % len(inspectors)], ours=ours and number == 0)

    def _team(self, here: District, team: Team, inspector: Person, *, ours: bool) -> None:
        same: dict[str, Any] = {"district": here, "team": team, "place": team}
        sergeants = [
            self.add(
                "supervisor" if ours and number == 0 else "",
                post=Post.DETECTIVE_SERGEANT,
                rank=Rank.SERGEANT,
                roles=[SUPERVISOR.code],
                supervisor=inspector,
                **same,
            )
            for number in range(2)
        ]
        for number in range(OFFICERS_A_TEAM):
            self.add(
                "officer" if ours and number == 0 else "",
                post=Post.INVESTIGATOR,
                rank=None if number % 6 == 5 else Rank.CONSTABLE,
                equated_rank=Rank.CONSTABLE if number % 6 == 5 else None,
                roles=[OFFICER.code],
                supervisor=sergeants[number % 2],
                **same,
            )

    def unit(self, unit: CpsUnit) -> None:
        ours = not self.force.at(Post.LEGAL_MANAGER, unit) and unit.code.endswith("leeds")
        same: dict[str, Any] = {"agency": Agency.CPS, "cps_unit": unit, "place": unit}
        chief = [CPS_LEGAL_MANAGER.code]
        top = self.force.at(Post.CHIEF_CROWN_PROSECUTOR)
        crown = (
            top[0]
            if top
            else self.add(post=Post.CHIEF_CROWN_PROSECUTOR, roles=chief, agency=Agency.CPS, cps_unit=unit)
        )
        deputy = self.add(
            post=Post.DEPUTY_CHIEF_CROWN_PROSECUTOR,
            roles=chief,
            supervisor=crown,
            agency=Agency.CPS,
            cps_unit=unit,
        )
        senior = self.add(post=Post.SENIOR_DISTRICT_CROWN_PROSECUTOR, roles=chief, supervisor=deputy, **same)
        district = self.add(post=Post.DISTRICT_CROWN_PROSECUTOR, roles=chief, supervisor=senior, **same)
        managers = [
            self.add(
                "cps-legal-manager" if ours and number == 0 else "",
                post=Post.LEGAL_MANAGER,
                roles=chief,
                supervisor=district,
                **same,
            )
            for number in range(2)
        ]
        for number in range(11):
            self.add(
                "cps-lawyer" if ours and number == 0 else "",
                post=Post.REVIEWING_PROSECUTOR,
                roles=[CPS_LAWYER.code],
                supervisor=managers[number % 2],
                **same,
            )

    def others(self) -> None:
        """Reviewers, ISVAs, the registrar, auditors and administrators: found under the place "roles"."""
        for number, rank in enumerate(
            (Rank.CHIEF_INSPECTOR, Rank.CHIEF_INSPECTOR, Rank.INSPECTOR, Rank.INSPECTOR)
        ):
            said: dict[str, Any] = {"equated_rank": rank} if number == 3 else {"rank": rank}
            self._role("reviewer" if number == 0 else "", REVIEWER.code, **said)
        for number in range(13):
            self._role("isva" if number == 0 else "", ISVA.code, agency=Agency.SUPPORT)
        self._role("crime-registrar", CRIME_REGISTRAR.code, equated_rank=Rank.INSPECTOR)
        self._role("", CRIME_REGISTRAR.code)
        self._role("auditor", AUDITOR.code)
        self._role("", AUDITOR.code)
        self._role("administrator", ADMINISTRATOR.code)
        self._role("", ADMINISTRATOR.code)

    def _role(self, username: str, role: str, **said: Any) -> None:
        person = self.add(username, roles=[role], **said)
        self.force.by_post[role, None].append(person)
