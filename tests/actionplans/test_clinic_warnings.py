"""What looks wrong about a clinic is said where it is read: who is on leave, and what day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client

from actionplans.models import Clinic
from actionplans.services import change_clinic_host, swap_clinic_lawyer
from rasso_tracker.clocks import add_working_days, day_words, london_date, now
from rasso_tracker.people.models import Leave, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import end_leave, record_leave
from tests.actionplans.test_clinic_results import in_week, queries_of
from tests.actionplans.test_clinics import BOOKED, DAY, a_clinic
from tests.stories import story

SignIn = Callable[[Person], Client]


@story
def other_lawyer(db: None) -> Person:
    return Person.objects.select_related("cps_unit").get(username="max")


def soon() -> date:
    """The first working day after today: within the seven days that homes show."""
    return add_working_days(london_date(now()), 1)


def to_come(host: Person, *lawyers: Person) -> Clinic:
    return a_clinic(host, host, *lawyers, on=soon(), at=now())


def leave(person: Person, by: Person, day: date) -> Leave:
    return record_leave(by=by, absent=person, starts_on=day, ends_on=day, at=BOOKED)


def warned(client: Client, clinic: Clinic) -> list[str]:
    """What the API says, one by one and in its list alike."""
    (listed,) = [
        one for one in client.get("/api/v1/clinics/").json()["results"] if one["id"] == str(clinic.pk)
    ]
    alone = client.get(f"/api/v1/clinics/{clinic.pk}/").json()
    assert listed["warnings"] == alone["warnings"]
    return list(alone["warnings"])


class TestOnLeave:
    def test_the_clinic_the_diary_and_the_home_say_so_and_what_to_do(
        self, gita: Person, lena: Person, adam: Person, sign_in: SignIn
    ) -> None:
        clinic, client = to_come(gita, lena), sign_in(gita)
        pages = (f"/clinics/{clinic.pk}/", f"/clinics/?week={in_week(clinic)}", "/")
        day = day_words(soon())
        sits = f"Lena is on leave on {day}: change who sits, or cancel the clinic."
        assert [sits in client.get(page).content.decode() for page in pages] == [False] * 3
        away = leave(lena, adam, soon())
        leave(gita, adam, soon())
        assert [sits in client.get(page).content.decode() for page in pages] == [True] * 3
        assert warned(client, clinic) == [
            sits,
            f"Gita, who hosts it, is on leave on {day}: change who hosts.",
        ]
        end_leave(by=adam, leave=away, back_on=soon(), at=now())
        assert [sits in client.get(page).content.decode() for page in pages] == [False] * 3

    def test_whoever_left_the_seat_is_not_spoken_of(
        self, gita: Person, lena: Person, other_lawyer: Person, adam: Person, sign_in: SignIn
    ) -> None:
        clinic = to_come(gita, lena)
        leave(lena, adam, soon())
        swap_clinic_lawyer(by=gita, clinic=clinic, leaves=lena, joins=other_lawyer)
        assert warned(sign_in(gita), clinic) == []

    def test_nobody_on_leave_is_set_into_a_clinic(
        self, gita: Person, gwen: Person, lena: Person, other_lawyer: Person, adam: Person
    ) -> None:
        words = "{} is on leave on 12 March 2026: choose somebody else."
        clinic = a_clinic(gita, gita, lena)
        for one in (gwen, other_lawyer):
            leave(one, adam, DAY)
        with pytest.raises(Invalid) as refused:
            a_clinic(gita, gita, lena, other_lawyer)
        assert refused.value.fields == {"lawyers": words.format("Max")}
        with pytest.raises(Invalid) as refused:
            swap_clinic_lawyer(by=gita, clinic=clinic, leaves=lena, joins=other_lawyer, at=BOOKED)
        assert refused.value.fields == {"joins": words.format("Max")}
        with pytest.raises(Invalid) as refused:
            change_clinic_host(by=gita, clinic=clinic, host=gwen, because="away", at=BOOKED)
        assert refused.value.fields == {"host": words.format("Gwen")}
        assert a_clinic(gita, gita, other_lawyer, on=DAY + timedelta(days=1))

    def test_the_diary_asks_as_much_for_three_clinics_as_for_one(
        self, gita: Person, lena: Person, other_lawyer: Person, adam: Person, sign_in: SignIn
    ) -> None:
        client, counts = sign_in(gita), []
        week = f"/clinics/?week={in_week(to_come(gita, lena))}"
        leave(lena, adam, soon())
        for hour in (11, 12, 13):
            client.get(week)
            counts.append(queries_of(client, week))
            times = {"from_time": time(hour), "to_time": time(hour + 1)}
            a_clinic(gita, gita, other_lawyer, on=soon(), at=now(), **times)
        assert counts[0] == counts[2]


class TestTheDay:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 4, 3), "3 April 2026 is a bank holiday: Good Friday."),
            (date(2026, 12, 25), "25 December 2026 is a bank holiday: Christmas Day."),
            (date(2026, 3, 15), "15 March 2026 is a Sunday."),
            (date(2026, 3, 14), "14 March 2026 is a Saturday."),
        ],
    )
    def test_a_day_off_is_cautioned(
        self, day: date, words: str, gita: Person, lena: Person, sign_in: SignIn
    ) -> None:
        clinic, client = a_clinic(gita, gita, lena, on=day), sign_in(gita)
        assert warned(client, clinic) == [words]
        assert words in client.get(f"/clinics/{clinic.pk}/").content.decode()

    def test_the_answer_to_setting_it_up_says_it(self, gita: Person, lena: Person, sign_in: SignIn) -> None:
        today = london_date(now())
        sunday = today + timedelta(days=6 - today.weekday() or 7)
        sent = {
            "district": "leeds",
            "place": "Room 4",
            "on": sunday.isoformat(),
            "from_time": "10:00",
            "to_time": "11:00",
            "slot_minutes": 30,
            "lawyers": [str(lena.pk)],
            "host": str(gita.pk),
        }
        answer = sign_in(gita).post("/api/v1/clinics/", sent, content_type="application/json")
        assert answer.status_code == 201, answer.json()
        assert any(one.startswith(day_words(sunday)) for one in answer.json()["warnings"])
