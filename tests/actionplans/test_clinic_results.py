"""What comes of a booking at an advice clinic: heard with advice, or not; follow-ups; who is told before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import Advice, Climb, Clinic, ClinicBooking, ClinicFollowUp
from actionplans.seals import Label, Sealer
from actionplans.services import (
    add_follow_up,
    cancel_booking,
    confirm_advice,
    countersign_advice,
    finish_follow_up,
    raise_reminders,
    record_clinic_result,
    write_clinic_advice,
)
from cases.enums import Stage
from cases.models import Case, DueItem, Milestone
from rasso_tracker.clocks import day_words, end_of_day, london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import a_case, moment, submitted
from tests.actionplans.test_clinics import BOOKED, DAY, a_clinic, booked, knows, slot
from tests.stories import story

AFTER = moment(DAY, 15)
SignIn = Callable[[Person], Client]


@story
def clinic(gita: Person, lena: Person) -> Clinic:
    return a_clinic(gita, gita, lena)


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def booking(clinic: Clinic, case: Case, alice: Person) -> ClinicBooking:
    return booked(case, alice, slot(clinic))


def heard(by: Person, booking: ClinicBooking, *there: Person, **given: Any) -> ClinicBooking:
    values: dict[str, Any] = {
        "status": "heard",
        "outcome": "advice",
        "attended": there,
        "advice": "One phone is enough.",
        "advice_kind": "early",
        "at": AFTER,
        **given,
    }
    return record_clinic_result(by=by, booking=booking, **values)


def owed(case: Case) -> list[tuple[str, date]]:
    rows = DueItem.objects.filter(case=case, code="clinic_follow_up", settled_at__isnull=True)
    return list(rows.values_list("owner__username", "due_on"))


class TestHeard:
    def test_advice_given_is_cps_advice_on_the_case(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        row = heard(lena, booking, alice, lena)
        advice = Advice.objects.get(case=case)
        assert (advice.booking, advice.submission, advice.version, advice.author) == (row, None, 1, lena)
        assert str(advice) == "Early advice at an advice clinic, version 1"
        assert (advice.given_at, row.heard_at) == (slot(row.clinic).starts_at,) * 2
        assert {one.person for one in row.attended.all()} == {alice, lena}
        text = Sealer(case.pk).open(Label.ADVICE_TEXT, advice.pk, advice.text_sealed)
        assert text == "One phone is enough."

    def test_early_advice_is_a_milestone_of_a_case_that_never_went_to_cps(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, alice)
        case.refresh_from_db()
        assert case.stage == Stage.EARLY_ADVICE_GIVEN
        given = Milestone.objects.get(case=case, kind="early_advice_given")
        assert given.occurred_at == slot(booking.clinic).starts_at

    def test_of_a_case_that_was_sent_it_says_nothing_of_the_submission(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person, unit: CpsUnit
    ) -> None:
        sent = submitted(case, alice, unit, at=moment(date(2026, 3, 5)))
        heard(lena, booking, alice)
        sent.refresh_from_db()
        assert sent.answered_at is None
        assert not Milestone.objects.filter(case=case, kind="early_advice_given").exists()

    def test_police_enter_it_from_the_note_and_cps_confirms_or_takes_it_back(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        heard(alice, booking, alice, lena)
        advice = Advice.objects.get(case=case)
        assert advice.mark == f"Entered by police from the CPS document of {day_words(DAY)}"
        assert (advice.document_name, advice.author) == ("clinic_note", None)
        confirm_advice(by=lena, advice=advice, stands=False, at=AFTER)
        case.refresh_from_db()
        assert case.stage == Stage.REPORTED
        second = write_clinic_advice(
            by=lena, booking=booking, text="Both phones.", kind="early", at=AFTER + timedelta(hours=1)
        )
        assert (second.version, second.awaits_cps) == (2, False)

    def test_no_version_of_it_standing_the_stage_falls_back_whichever_went_first(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        heard(alice, booking, alice, lena)
        write_clinic_advice(
            by=alice, booking=booking, text="Both phones.", kind="early",
            document_name="clinic_note", document_date=DAY, at=AFTER,
        )  # fmt: skip
        for one in Advice.objects.filter(case=case).order_by("version"):
            case.refresh_from_db()
            assert case.stage == Stage.EARLY_ADVICE_GIVEN
            confirm_advice(by=lena, advice=one, stands=False, at=AFTER)
        case.refresh_from_db()
        assert case.stage == Stage.REPORTED

    def test_advice_towards_ending_a_case_waits_for_a_second_lawyer(
        self, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, alice, advice_kind="nfa")
        advice = Advice.objects.get(booking=booking)
        assert advice.countersign_wanted
        with pytest.raises(NotAllowed, match="You cannot countersign advice as CPS lawyer"):
            countersign_advice(by=lena, advice=advice, at=AFTER)
        manager = Person.objects.get(username="max")
        assert knows(manager, booking.case)
        countersign_advice(by=manager, advice=advice, at=AFTER)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"attended": ()}, "attended"),
            ({"outcome": ""}, "outcome"),
            ({"advice": " "}, "advice"),
            ({"advice_kind": ""}, "advice_kind"),
            ({"outcome": "no_advice"}, "advice"),
            ({"absent": "officer"}, "absent"),
            ({"status": "perhaps"}, "status"),
            (
                {"status": "not_reached", "outcome": "", "advice": "", "advice_kind": ""},
                "attended",
            ),
            (
                {"status": "did_not_attend", "outcome": "", "advice": "", "attended": ()},
                "absent",
            ),
            ({"follow_ups": [{"what": "", "due_on": date(2026, 3, 30)}]}, "follow_ups-0-what"),
            ({"follow_ups": [{"what": "Ask.", "due_on": date(2026, 3, 11)}]}, "follow_ups-0-due_on"),
            ({"follow_ups": [{"what": "Ask.", "due_on": date(2026, 6, 13)}]}, "follow_ups-0-due_on"),
        ],
    )
    def test_what_cannot_have_come_of_it_is_refused_by_the_field(
        self, given: dict[str, Any], field: str, booking: ClinicBooking, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            heard(alice, booking, **{"attended": [alice], **given})
        assert field in refusal.value.fields
        booking.refresh_from_db()
        assert (booking.status, Advice.objects.count()) == ("booked", 0)

    def test_nothing_comes_of_it_before_the_clinic_begins_or_twice(
        self, booking: ClinicBooking, alice: Person
    ) -> None:
        with pytest.raises(NotAllowed, match="has not started yet"):
            heard(alice, booking, alice, at=booking.clinic.starts_at - timedelta(seconds=1))
        heard(alice, booking, alice)
        with pytest.raises(NotAllowed, match="it is “Heard”"):
            heard(alice, booking, alice)
        with pytest.raises(NotAllowed, match="You cannot cancel this booking: it is “Heard”"):
            cancel_booking(by=alice, booking=booking, at=AFTER)


class TestAccessAfterwards:
    def test_a_heard_case_stays_open_to_who_heard_it(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person, gita: Person
    ) -> None:
        heard(lena, booking, alice)
        assert [knows(one, case) for one in (lena, gita)] == [True, True]

    @pytest.mark.parametrize(
        ("status", "absent"), [("not_reached", ""), ("did_not_attend", "officer"), ("did_not_attend", "both")]
    )
    def test_a_case_that_was_not_heard_closes_again(
        self,
        status: str,
        absent: str,
        booking: ClinicBooking,
        case: Case,
        alice: Person,
        lena: Person,
        gita: Person,
    ) -> None:
        record_clinic_result(by=alice, booking=booking, status=status, absent=absent, at=AFTER)
        assert [knows(one, case) for one in (lena, gita)] == [False, False]


class TestFollowUps:
    def test_a_follow_up_is_owed_climbs_and_is_settled_when_it_is_done(
        self, booking: ClinicBooking, case: Case, alice: Person, bob: Person
    ) -> None:
        due = date(2026, 3, 26)
        rows = [{"what": "Ask the digital unit.", "owner": bob, "due_on": due}]
        heard(alice, booking, alice, follow_ups=rows)
        row = ClinicFollowUp.objects.get(booking=booking)
        assert (owed(case), row.number) == ([("bob", due)], 1)
        raise_reminders(at=end_of_day(due))
        climb = Climb.objects.get(code="clinic_follow_up", superseded_at__isnull=True)
        assert climb.step == 0
        finish_follow_up(by=bob, follow_up=row, done="Asked.", at=moment(date(2026, 3, 27)))
        assert owed(case) == []
        assert not Climb.objects.filter(superseded_at__isnull=True, code="clinic_follow_up").exists()
        with pytest.raises(NotAllowed, match="done already"):
            finish_follow_up(by=bob, follow_up=row, done="Again.", at=moment(date(2026, 3, 28)))

    def test_one_more_comes_after_the_result_and_is_the_officers_who_came(
        self, booking: ClinicBooking, case: Case, alice: Person
    ) -> None:
        with pytest.raises(NotAllowed, match="record first what came of this booking"):
            add_follow_up(by=alice, booking=booking, what="Ask.", due_on=DAY, at=BOOKED)
        heard(alice, booking, alice)
        add_follow_up(by=alice, booking=booking, what="Ask.", due_on=date(2026, 4, 1), at=AFTER)
        assert owed(case) == [("alice", date(2026, 4, 1))]


class TestReminders:
    def test_officer_lawyer_and_host_hear_on_the_working_day_before_and_once(
        self, booking: ClinicBooking, case: Case, clinic: Clinic
    ) -> None:
        assert raise_reminders(at=clinic.remind_at - timedelta(seconds=1)).written == 0
        assert london_date(clinic.remind_at) == date(2026, 3, 11)
        for _ in range(2):
            raise_reminders(at=clinic.remind_at)
            deliver(at=clinic.remind_at)
        told = Message.objects.filter(kind="clinic_near").values_list("recipient__username", "reference")
        assert sorted(told) == [
            ("alice", case.reference),
            ("gita", "Clinic, Leeds"),
            ("lena", "Clinic, Leeds"),
        ]

    def test_who_cancelled_meanwhile_is_not_reminded(
        self, booking: ClinicBooking, clinic: Clinic, alice: Person
    ) -> None:
        raise_reminders(at=clinic.remind_at)
        cancel_booking(by=alice, booking=booking, at=clinic.remind_at)
        deliver(at=clinic.remind_at)
        assert not Message.objects.filter(kind="clinic_near", recipient=alice).exists()


class TestPages:
    def test_case_page_and_history_tell_of_it(
        self, booking: ClinicBooking, case: Case, alice: Person, sign_in: SignIn
    ) -> None:
        heard(alice, booking, alice, follow_ups=[{"what": "Ask.", "due_on": date(2026, 4, 1)}])
        client = sign_in(alice)
        page = client.get(f"/cases/{case.pk}/").content.decode()
        for words in ("Advice clinic, 12 Mar 2026", "1 follow-up to do", "Early advice was sought at an"):
            assert words in page
        history = client.get(f"/cases/{case.pk}/history/").content.decode()
        assert "Advice clinic of 12 March 2026: heard" in history
        assert "Early advice at an advice clinic, version 1" in history
        shown = client.get(f"/clinic-bookings/{booking.pk}/").content.decode()
        assert "One phone is enough." in shown
        assert "Entered by police from the CPS document" in shown

    def test_the_form_keeps_what_was_typed_and_says_what_is_missing(
        self, booking: ClinicBooking, alice: Person, sign_in: SignIn
    ) -> None:
        sent = {"status": "heard", "outcome": "advice", "advice": "Only this.", "follow_ups-count": "0"}
        response = sign_in(alice).post(f"/clinic-bookings/{booking.pk}/result/", sent)
        page = response.content.decode()
        assert (response.status_code, "Only this." in page, "Choose who was there." in page) == (
            422,
            True,
            True,
        )

    def test_the_gatekeepers_home_shows_the_clinics_of_the_week(
        self, gita: Person, lena: Person, sign_in: SignIn
    ) -> None:
        at = now()
        a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=2), at=at)
        for person in (gita, lena):
            page = sign_in(person).get("/").content.decode()
            assert "10:00am to 11:00am, Lena: 2 free of 2 slots" in page

    def test_pages_ask_as_much_for_three_bookings_as_for_one(
        self, gita: Person, lena: Person, alice: Person, sign_in: SignIn, django_assert_max_num_queries: Any
    ) -> None:
        at = now()
        clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=2), slot_minutes=20, at=at)
        week = f"/clinics/?week={in_week(clinic)}"
        client = sign_in(gita)
        counts = []
        for number in (1, 2, 3):
            booked(a_case(alice), alice, slot(clinic, number), at=at)
            client.get(week)
            counts.append([queries_of(client, path) for path in (week, f"/clinics/{clinic.pk}/")])
        assert counts[0] == counts[2]

    def test_a_clinic_on_a_bank_holiday_stands_with_a_warning(
        self, gita: Person, lena: Person, sign_in: SignIn
    ) -> None:
        clinic = a_clinic(gita, gita, lena, on=date(2026, 4, 3))
        page = sign_in(gita).get(f"/clinics/{clinic.pk}/").content.decode()
        assert "3 April 2026 is a bank holiday: Good Friday." in page


def in_week(clinic: Clinic) -> str:
    year, week, _ = london_date(clinic.starts_at).isocalendar()
    return f"{year}-W{week:02d}"


def queries_of(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)
