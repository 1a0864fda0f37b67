"""The named people of every test. Alice and Bob work in Leeds, Charlie is the outsider from Bradford."""

from __future__ import annotations

from datetime import date

import pytest

from rasso_tracker.people.enums import Agency, PersonKind, Post, Rank
from rasso_tracker.people.models import CpsUnit, District, Person, Team
from tests.stories import at_hand

STARTED = date(2015, 1, 5)
PASSWORD = "correct horse battery staple"  # of every test person; set by the `signed_in` fixture alone

PEOPLE: dict[str, dict[str, object]] = {
    "alice": {"roles": ["officer"], "rank": Rank.CONSTABLE, "district": "leeds", "team": "Leeds A"},
    "bob": {"roles": ["officer"], "rank": Rank.CONSTABLE, "district": "leeds", "team": "Leeds A"},
    "dora": {"roles": ["officer"], "rank": Rank.CONSTABLE, "district": "leeds", "team": "Leeds B"},
    "charlie": {"roles": ["officer"], "rank": Rank.CONSTABLE, "district": "bradford", "team": "Bradford A"},
    "sam": {
        "roles": ["supervisor"],
        "rank": Rank.SERGEANT,
        "district": "leeds",
        "team": "Leeds A",
        "post": Post.DETECTIVE_SERGEANT,
    },
    "dina": {
        "roles": ["supervisor"],
        "rank": Rank.INSPECTOR,
        "district": "leeds",
        "post": Post.DETECTIVE_INSPECTOR,
    },
    "brad": {
        "roles": ["supervisor"],
        "rank": Rank.INSPECTOR,
        "district": "bradford",
        "post": Post.DETECTIVE_INSPECTOR,
    },
    "gita": {"roles": ["gatekeeper"], "equated_rank": Rank.SERGEANT, "post": Post.GATEKEEPER},
    "gwen": {"roles": ["gatekeeper"], "rank": Rank.INSPECTOR, "post": Post.HEAD_OF_GATEKEEPING},
    "lena": {
        "roles": ["cps_lawyer"],
        "agency": Agency.CPS,
        "cps_unit": "yh-rasso",
        "post": Post.REVIEWING_PROSECUTOR,
    },
    "max": {
        "roles": ["cps_legal_manager"],
        "agency": Agency.CPS,
        "cps_unit": "yh-rasso",
        "post": Post.LEGAL_MANAGER,
    },
    "nora": {
        "roles": ["cps_lawyer"],
        "agency": Agency.CPS,
        "cps_unit": "other-rasso",
        "post": Post.REVIEWING_PROSECUTOR,
    },
    "rita": {"roles": ["reviewer"], "rank": Rank.CHIEF_INSPECTOR},
    "ivy": {"roles": ["isva"], "agency": Agency.SUPPORT},
    "mona": {"roles": ["manager"], "rank": Rank.SUPERINTENDENT, "district": "leeds"},
    "hugh": {
        "roles": ["manager"],
        "rank": Rank.CHIEF_SUPERINTENDENT,
        "district": "leeds",
        "post": Post.HEAD_OF_PROTECTIVE_SERVICES,
    },
    "reg": {"roles": ["crime_registrar"]},
    "audrey": {"roles": ["auditor"]},
    "adam": {"roles": ["administrator"]},
    "ada": {"roles": ["administrator"]},
    "clockwork": {"kind": PersonKind.SERVICE},
}


def settle_people(using: str = "owner") -> None:
    """Put the districts, units and people into a fresh test database, as its owner."""
    districts = {
        code: District.objects.using(using).create(code=code, name=code.capitalize())
        for code in ("bradford", "calderdale", "kirklees", "leeds", "wakefield")
    }
    teams = {
        f"{code.capitalize()} {letter}": Team.objects.using(using).create(
            district=district, name=f"{code.capitalize()} {letter}"
        )
        for code, district in districts.items()
        for letter in "AB"
    }
    units = {
        code: CpsUnit.objects.using(using).create(code=code, name=f"CPS {code}")
        for code in ("yh-rasso", "other-rasso")
    }
    units["yh-rasso"].districts.set(districts.values())
    for username, said in PEOPLE.items():
        details = dict(said)
        details["district"] = districts.get(str(details.get("district")))
        details["team"] = teams.get(str(details.get("team")))
        details["cps_unit"] = units.get(str(details.get("cps_unit")))
        person = Person(username=username, name=username.capitalize(), starts_on=STARTED, **details)
        person.email = f"{username}@example.test"
        person.set_unusable_password()
        person.save(using=using)


def _fixture(username: str) -> object:
    @pytest.fixture(name=username)
    @at_hand
    def person(db: None) -> Person:
        return Person.objects.select_related("district", "team", "cps_unit").get(username=username)

    return person


for _username in PEOPLE:
    globals()[_username] = _fixture(_username)


@pytest.fixture
@at_hand
def leeds(db: None) -> District:
    return District.objects.get(code="leeds")


@pytest.fixture
@at_hand
def bradford(db: None) -> District:
    return District.objects.get(code="bradford")


@pytest.fixture
@at_hand
def leeds_a(db: None) -> Team:
    return Team.objects.get(name="Leeds A")


@pytest.fixture
@at_hand
def unit(db: None) -> CpsUnit:
    return CpsUnit.objects.get(code="yh-rasso")
