"""What came of a booking at an advice clinic was recorded wrongly: corrected, kept, and followed through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import Advice, ClinicBooking, ClinicCorrection
from actionplans.seals import Label, Sealer
from actionplans.services import (
    add_follow_up,
    confirm_advice,
    correct_clinic_result,
    countersign_advice,
    record_advice_read,
    record_clinic_result,
)
from actionplans.services.early_advice import early_advice_is_settled
from cases.enums import Stage
from cases.models import Allegation, Case, DueItem, Milestone, NamedAccess
from cases.services import assign_officer, restrict_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.clinics import CLINIC_EFFECT
from rasso_tracker.dashboards.performance.measures import compute
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.services import cancel_recorded_crime
from tests.actionplans.conftest import a_case, issued, moment, submitted
from tests.actionplans.test_clinic_results import AFTER, heard
from tests.actionplans.test_clinics import DAY, a_clinic, booked, knows, slot
from tests.dashboards.oracle_clinics import effect
from tests.stories import story

NEXT_DAY = moment(date(2026, 3, 13))
LATER = moment(date(2026, 3, 16))
SignIn = Callable[[Person], Client]


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def booking(case: Case, alice: Person, gita: Person, lena: Person) -> ClinicBooking:
    return booked(case, alice, slot(a_clinic(gita, gita, lena)))


def not_reached(by: Person, booking: ClinicBooking) -> ClinicBooking:
    return record_clinic_result(by=by, booking=booking, status="not_reached", at=AFTER)


def correct(by: Person, booking: ClinicBooking, **given: Any) -> ClinicBooking:
    said: dict[str, Any] = {"reason": "The list of the day says so.", "at": NEXT_DAY, **given}
    return correct_clinic_result(by=by, booking=booking, **said)


def was_heard(by: Person, booking: ClinicBooking, *there: Person, **given: Any) -> ClinicBooking:
    said = {"outcome": "advice", "advice": "One phone.", "advice_kind": "early", **given}
    return correct(by, booking, status="heard", attended=there, **said)


def there(booking: ClinicBooking) -> set[str]:
    rows = booking.attended.filter(corrected_in__isnull=True)
    return set(rows.values_list("person__username", flat=True))


class TestWhatWasRecorded:
    def test_is_kept_whole_with_who_and_when_and_why(
        self, booking: ClinicBooking, alice: Person, lena: Person, gita: Person
    ) -> None:
        heard(alice, booking, alice, lena, outcome="no_advice", advice="", advice_kind="", note="Short.")
        row = correct(
            gita, booking, status="heard", outcome="more_work", attended=[alice, gita], note="Ask again."
        )
        kept = ClinicCorrection.objects.get(booking=booking)
        assert (kept.number, kept.status, kept.outcome, kept.absent) == (1, "heard", "no_advice", "")
        assert (kept.recorded_at, kept.recorded_by) == (AFTER, alice)
        assert (kept.corrected_at, kept.corrected_by) == (NEXT_DAY, gita)
        assert {one.person for one in kept.attended.all()} == {alice, lena}
        open_ = Sealer(booking.case_id).open
        assert open_(Label.CORRECTION_NOTE, kept.pk, kept.note_sealed) == "Short."
        assert open_(Label.CORRECTION_REASON, kept.pk, kept.reason_sealed) == "The list of the day says so."
        assert open_(Label.CLINIC_NOTE, row.pk, row.note_sealed) == "Ask again."
        assert (row.outcome, row.recorded_at, row.recorded_by) == ("more_work", NEXT_DAY, gita)
        assert row.heard_at == slot(row.clinic).starts_at
        assert there(row) == {"alice", "gita"}

    def test_who_was_there_alone_is_put_right_twice_and_each_time_kept(
        self, booking: ClinicBooking, alice: Person, lena: Person, gita: Person
    ) -> None:
        heard(lena, booking, lena)
        for at, people in ((NEXT_DAY, [alice, lena]), (LATER, [alice])):
            correct(lena, booking, status="heard", outcome="advice", attended=people, at=at)
        kept = ClinicCorrection.objects.filter(booking=booking)
        assert [(one.number, {who.person for who in one.attended.all()}) for one in kept] == [
            (1, {lena}),
            (2, {alice, lena}),
        ]
        assert there(booking) == {"alice"}
        advice = Advice.objects.get(booking=booking)
        assert (advice.version, advice.superseded_at) == (1, None)

    def test_the_audit_says_that_it_was_corrected_and_holds_no_words(
        self, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, lena)
        correct(lena, booking, status="heard", outcome="advice", attended=[alice])
        event = AuditEvent.objects.get(action="CLINIC_RESULT_CORRECTED")
        kept = ClinicCorrection.objects.get()
        assert set(event.subjects) == {booking.pk, booking.clinic_id, kept.pk}
        assert (event.person, event.reason) == (lena, "")

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"reason": " "}, {"status", "reason"}),
            ({}, {"status"}),
            ({"status": "perhaps", "reason": ""}, {"status", "reason"}),
            (
                {"status": "heard", "outcome": "advice", "reason": ""},
                {"reason", "attended", "advice_kind", "advice"},
            ),
            ({"status": "did_not_attend"}, {"absent"}),
            (
                {"status": "not_reached", "outcome": "advice", "absent": "both"},
                {"outcome", "absent", "advice", "advice_kind"},
            ),
        ],
    )
    def test_every_fault_is_said_at_once_and_nothing_changes(
        self, given: dict[str, Any], fields: set[str], booking: ClinicBooking, alice: Person
    ) -> None:
        not_reached(alice, booking)
        said = {"status": "not_reached", **given}
        if said["status"] == "perhaps":
            said |= {"outcome": "advice", "advice": "x", "advice_kind": "early", "attended": [alice]}
        with pytest.raises(Invalid) as refusal:
            correct(alice, booking, **said)
        assert set(refusal.value.fields) == fields
        booking.refresh_from_db()
        assert (booking.status, booking.version, ClinicCorrection.objects.count()) == ("not_reached", 1, 0)

    def test_of_a_result_that_is_not_known_the_api_says_nothing_untrue(
        self, booking: ClinicBooking, lena: Person, sign_in: Callable[..., Any]
    ) -> None:
        heard(lena, booking, lena)
        booking.refresh_from_db()
        answer = sign_in(lena).post(
            f"/api/v1/clinic-bookings/{booking.pk}/result/corrections/",
            {"status": "nope"},
            content_type="application/json",
            headers={"If-Match": f'"{booking.version}"'},
        )
        assert (answer.status_code, set(answer.json()["fields"])) == (400, {"status", "reason"})

    def test_nothing_is_corrected_before_something_is_recorded(
        self, booking: ClinicBooking, alice: Person
    ) -> None:
        with pytest.raises(NotAllowed, match="this booking is “Booked”, and nothing is recorded"):
            correct(alice, booking, status="not_reached")


class TestNotHeardAfterAll:
    def test_the_case_closes_again_and_nothing_counts_it_as_heard(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person, gita: Person
    ) -> None:
        heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="")
        assert early_advice_is_settled(case)
        row = correct(alice, booking, status="did_not_attend", absent="lawyer")
        assert (row.status, row.absent, row.outcome, row.heard_at) == ("did_not_attend", "lawyer", "", None)
        assert [knows(one, case) for one in (lena, gita)] == [False, False]
        assert not early_advice_is_settled(case)

    def test_advice_that_nothing_rests_on_was_not_given(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, alice, countersign_wanted=True)
        manager = Person.objects.get(username="max")
        assert knows(manager, case)
        case.refresh_from_db()
        assert case.stage == Stage.EARLY_ADVICE_GIVEN
        correct(lena, booking, status="not_reached")
        advice = Advice.objects.get(booking=booking)
        kept = ClinicCorrection.objects.get(booking=booking)
        assert (advice.superseded_at, advice.superseded_by, advice.not_given_in) == (NEXT_DAY, lena, kept)
        assert advice.mark == "Not given there: what came of the booking was corrected"
        case.refresh_from_db()
        assert case.stage == Stage.REPORTED
        assert Milestone.objects.get(case=case, kind="early_advice_given").voided_at == NEXT_DAY
        assert not DueItem.objects.filter(case=case, code="countersign", settled_at__isnull=True).exists()
        assert not knows(manager, case)
        with pytest.raises(NotAllowed, match="Version 1 of this advice was not given"):
            record_advice_read(by=alice, advice=advice, outcome="read", words="", at=LATER)

    def test_what_police_entered_they_take_back_and_the_mark_does_not_say_that_cps_did(
        self, booking: ClinicBooking, alice: Person
    ) -> None:
        heard(alice, booking, alice)
        correct(alice, booking, status="not_reached")
        assert Advice.objects.get().mark == (
            "Entered by police from the CPS document of 12 March 2026; not given there: what came of the "
            "booking was corrected"
        )

    @pytest.mark.parametrize("confirmed", [False, True])
    def test_what_cps_wrote_or_confirmed_is_for_cps_to_take_back(
        self, confirmed: bool, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        heard(alice if confirmed else lena, booking, alice)
        if confirmed:
            confirm_advice(by=lena, advice=Advice.objects.get(), stands=True, at=AFTER)
        with pytest.raises(Invalid) as refusal:
            correct(alice, booking, status="not_reached")
        did = "confirmed" if confirmed else "wrote"
        assert refusal.value.fields == {
            "status": f"CPS {did} version 1 of the advice of this booking, so only CPS can say that it was "
            "not given. Ask the lawyer of the clinic to correct this."
        }
        correct(lena, booking, status="not_reached")
        assert Advice.objects.get().not_given_in is not None

    @pytest.mark.parametrize("rests", ["acted on", "countersigned"])
    def test_advice_that_something_rests_on_stays_and_the_case_was_heard(
        self, rests: str, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, alice, countersign_wanted=rests == "countersigned")
        advice = Advice.objects.get()
        if rests == "acted on":
            record_advice_read(by=alice, advice=advice, outcome="acted_on", words="Done.", at=AFTER)
        else:
            countersign_advice(by=Person.objects.get(username="max"), advice=advice, at=AFTER)
        for said, field in (
            ({"status": "not_reached"}, "status"),
            ({"status": "heard", "outcome": "no_advice", "attended": [alice]}, "outcome"),
        ):
            with pytest.raises(Invalid) as refusal:
                correct(lena, booking, **said)
            assert refusal.value.fields[field] == (
                f"Version 1 of the advice of this booking was {rests}, so it stays: the case was heard and "
                "advice was given. What is wrong with the advice, CPS says in its next version."
            )
        advice.refresh_from_db()
        assert (advice.superseded_at, ClinicCorrection.objects.count()) == (None, 0)

    def test_advice_that_a_second_lawyer_did_not_countersign_goes_and_no_other_is_owed(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, alice, countersign_wanted=True)
        manager = Person.objects.get(username="max")
        countersign_advice(
            by=manager, advice=Advice.objects.get(), holds=False, words="It is of another case.", at=AFTER
        )
        owed = DueItem.objects.filter(case=case, source=Advice.objects.get().pk, settled_at__isnull=True)
        assert owed.count() == 1
        correct(lena, booking, status="not_reached")
        assert (Advice.objects.get().superseded_at, owed.count()) == (NEXT_DAY, 0)

    def test_advice_that_was_only_read_goes_and_its_reader_hears_at_once(
        self, booking: ClinicBooking, case: Case, alice: Person, bob: Person, sam: Person, lena: Person
    ) -> None:
        heard(lena, booking, alice)
        record_advice_read(by=sam, advice=Advice.objects.get(), outcome="read", words="", at=AFTER)
        correct(lena, booking, status="heard", outcome="no_advice", attended=[alice])
        deliver(at=NEXT_DAY)
        told = Message.objects.filter(kind="clinic_corrected")
        assert {one.recipient.username for one in told} == {"alice", "sam", "gita"}

    def test_a_case_handed_on_is_corrected_and_its_new_officer_hears(
        self, booking: ClinicBooking, case: Case, alice: Person, bob: Person, sam: Person, gita: Person
    ) -> None:
        heard(alice, booking, alice)
        assign_officer(by=sam, case=case, person=bob, at=AFTER)
        correct(sam, booking, status="not_reached")
        deliver(at=NEXT_DAY)
        told = set(
            Message.objects.filter(kind="clinic_corrected").values_list("recipient__username", flat=True)
        )
        assert "bob" in told
        assert not told & {"sam", "gita", "lena"}  # who did it, and whom the case is closed to again

    def test_a_restricted_case_keeps_the_people_that_it_needs(
        self, booking: ClinicBooking, case: Case, alice: Person, sam: Person, gita: Person
    ) -> None:
        heard(alice, booking, alice)
        restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=AFTER)
        correct(alice, booking, status="not_reached")
        assert knows(gita, case)

    def test_a_closed_case_is_corrected_too_and_owes_nothing_for_it(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        not_reached(alice, booking)
        crime, registrar = Allegation.objects.get(case=case), Person.objects.get(username="reg")
        cancel_recorded_crime(
            by=registrar, crime_reference=crime.crime_reference, because="duplicate", words="Twice.", at=AFTER
        )
        row = was_heard(alice, booking, alice, advice_kind="charging", countersign_wanted=True)
        assert (row.status, Advice.objects.get().countersign_wanted) == ("heard", True)
        assert not DueItem.objects.filter(case=case, settled_at__isnull=True).exists()


class TestHeardAfterAll:
    def test_opens_the_case_again_as_heard_with_its_advice(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person, gita: Person
    ) -> None:
        not_reached(gita, booking)
        row = was_heard(alice, booking, alice, lena)
        assert [knows(one, case) for one in (lena, gita)] == [True, True]
        advice = Advice.objects.get(booking=row)
        assert (advice.version, advice.given_at, row.heard_at) == (1, *[slot(row.clinic).starts_at] * 2)
        assert advice.awaits_cps
        assert Case.objects.get(pk=case.pk).stage == Stage.EARLY_ADVICE_GIVEN

    def test_there_and_back_and_there_again_leaves_a_second_version_and_one_milestone(
        self, booking: ClinicBooking, case: Case, alice: Person, lena: Person
    ) -> None:
        heard(alice, booking, alice)
        correct(alice, booking, status="not_reached")
        was_heard(alice, booking, alice, at=LATER)
        assert list(Advice.objects.filter(booking=booking).values_list("version", "superseded_at")) == [
            (1, NEXT_DAY),
            (2, None),
        ]
        standing = Milestone.objects.filter(case=case, kind="early_advice_given", voided_at__isnull=True)
        assert standing.count() == 1
        assert ClinicCorrection.objects.count() == 2
        assert NamedAccess.objects.filter(case=case, person=lena, ended_at__isnull=True).count() == 1

    def test_a_case_that_is_booked_again_stays_so_and_everybody_reads_it(
        self, booking: ClinicBooking, case: Case, alice: Person, gita: Person, lena: Person, sign_in: SignIn
    ) -> None:
        not_reached(gita, booking)
        again = booked(
            case, alice, slot(a_clinic(gita, gita, lena, on=date(2026, 3, 26))), at=AFTER + timedelta(hours=1)
        )
        was_heard(alice, booking, alice)
        again.refresh_from_db()
        assert again.status == "booked"
        words = "also booked into the clinic of 26 March 2026: cancel that booking if it is not needed."
        client = sign_in(alice)
        assert words in client.get(f"/clinic-bookings/{booking.pk}/").content.decode()
        told = client.get(f"/api/v1/clinic-bookings/{booking.pk}/").json()
        assert told["also_booked"] == f"The case is {words}"

    def test_advice_that_was_said_not_to_be_needed_is_entered(
        self, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="")
        was_heard(lena, booking, alice)
        assert Advice.objects.get(booking=booking).author == lena

    def test_a_restricted_case_is_opened_to_nobody_by_it(
        self, booking: ClinicBooking, case: Case, alice: Person, sam: Person, gita: Person, lena: Person
    ) -> None:
        not_reached(gita, booking)
        restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=AFTER)
        was_heard(alice, booking, alice)
        assert not knows(lena, case)

    def test_advice_on_record_is_not_typed_again(
        self, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        heard(lena, booking, lena)
        with pytest.raises(Invalid) as refusal:
            was_heard(lena, booking, alice)
        assert refusal.value.fields == {
            "advice": "The advice of this booking is on record: leave this empty, and write its next version."
        }


def test_the_effect_of_clinics_follows_the_correction(
    booking: ClinicBooking, case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    """A case that was sent after it was heard, and drew a plan, is after a clinic until it was not heard."""
    heard(alice, booking, alice)
    issued(submitted(case, alice, unit, at=LATER), lena, at=LATER + timedelta(hours=2))
    at = moment(date(2026, 6, 1))
    assert [one.key for one in effect(at)] == ["after_drew"]
    assert set(compute(CLINIC_EFFECT, at)) == effect(at)
    correct(alice, booking, status="not_reached", at=LATER + timedelta(hours=1))
    assert [one.key for one in effect(at)] == ["without_drew"]
    assert set(compute(CLINIC_EFFECT, at)) == effect(at)


class TestPageAndApi:
    def test_the_form_begins_with_what_is_recorded_and_the_page_shows_what_was(
        self, booking: ClinicBooking, alice: Person, lena: Person, sign_in: SignIn
    ) -> None:
        heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="", note="Short.")
        client, path = sign_in(alice), f"/clinic-bookings/{booking.pk}/result/correct/"
        form = client.get(path).content.decode()
        assert "Short." in form
        sent = {
            "status": "did_not_attend",
            "absent": "officer",
            "outcome": "no_advice",
            "attended": str(alice.pk),
            "note": "Alice was ill.",
            "reason": "The host told me.",
            "version": "1",
            "once": "",
        }
        assert client.post(path, sent).status_code == 302
        page = client.get(f"/clinic-bookings/{booking.pk}/").content.decode()
        for words in (
            "Recorded before, and corrected",
            "No advice was needed",
            "There: Alice",
            "The host told me.",
            "Short.",
            "Alice was ill.",
        ):
            assert words in page
        history = client.get(f"/cases/{booking.case_id}/history/").content.decode()
        assert "Advice clinic of 12 March 2026: heard" in history
        assert "Advice clinic of 12 March 2026: did not attend" in history

    def test_a_lawyer_who_corrects_it_to_not_heard_may_correct_that_again(
        self, booking: ClinicBooking, alice: Person, lena: Person, sign_in: SignIn
    ) -> None:
        heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="")
        client = sign_in(lena)
        sent = {"status": "not_reached", "reason": "It was another case.", "version": "1", "once": ""}
        answer = client.post(f"/clinic-bookings/{booking.pk}/result/correct/", sent, follow=True)
        assert answer.redirect_chain == [(f"/clinic-bookings/{booking.pk}/", 302)]
        page = answer.content.decode()
        assert "so that you can correct this if it is wrong" in page
        assert f"/clinic-bookings/{booking.pk}/result/correct/" in page

    def test_by_api_it_is_held_to_the_version_and_all_faults_come_at_once(
        self, booking: ClinicBooking, alice: Person, lena: Person, sign_in: SignIn
    ) -> None:
        not_reached(alice, booking)
        client, path = sign_in(alice), f"/api/v1/clinic-bookings/{booking.pk}/"
        post = lambda body, **headers: client.post(  # noqa: E731  # one call in three words
            f"{path}result/corrections/", body, content_type="application/json", headers=headers
        )
        etag = client.get(path).headers["ETag"]
        assert post({"status": "not_reached", "reason": "x"}).status_code == 428
        refused = post(
            {"status": "did_not_attend", "advice": "x", "attended": ["nobody"]}, **{"If-Match": etag}
        )
        assert (refused.status_code, set(refused.json()["fields"])) == (
            400,
            {"absent", "advice", "attended", "reason"},
        )
        said = {"status": "did_not_attend", "absent": "lawyer", "reason": "Lena was ill."}
        done = post(said, **{"If-Match": etag})
        assert done.status_code == 201, done.json()
        (kept,) = done.json()["corrections"]
        assert (kept["status"], kept["recorded_by"], kept["reason"]) == (
            "not_reached",
            str(alice.pk),
            "Lena was ill.",
        )
        late = post({**said, "absent": "both"}, **{"If-Match": etag})
        assert late.status_code == 412

    @pytest.mark.parametrize(
        ("note", "becomes"), [({}, "Short."), ({"note": None}, ""), ({"note": "Long."}, "Long.")]
    )
    def test_by_api_what_is_left_out_stays_and_null_empties_it(
        self,
        note: dict[str, str | None],
        becomes: str,
        booking: ClinicBooking,
        alice: Person,
        lena: Person,
        sign_in: SignIn,
    ) -> None:
        heard(alice, booking, alice, lena, outcome="no_advice", advice="", advice_kind="", note="Short.")
        client, path = sign_in(alice), f"/api/v1/clinic-bookings/{booking.pk}/"
        body = {"outcome": "more_work", "reason": "I chose the wrong one.", **note}
        done = client.post(
            f"{path}result/corrections/",
            body,
            content_type="application/json",
            headers={"If-Match": client.get(path).headers["ETag"]},
        ).json()
        assert [done[name] for name in ("status", "outcome", "note")] == ["heard", "more_work", becomes]
        assert set(done["attended"]) == {str(alice.pk), str(lena.pk)}

    @pytest.mark.parametrize("nothing", [None, []])
    def test_by_api_a_case_that_was_not_heard_has_its_answers_emptied(
        self, nothing: list[str] | None, booking: ClinicBooking, alice: Person, sign_in: SignIn
    ) -> None:
        heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="", note="Short.")
        client, path = sign_in(alice), f"/api/v1/clinic-bookings/{booking.pk}/"
        headers = {"If-Match": client.get(path).headers["ETag"]}

        def post(body: Any) -> Any:
            sent = {"content_type": "application/json", "headers": headers}
            return client.post(f"{path}result/corrections/", body, **sent)

        said = {"status": "not_reached", "reason": "The list of the day says so."}
        refused = post(said)
        assert (refused.status_code, set(refused.json()["fields"])) == (400, {"outcome", "attended"})
        done = post({**said, "outcome": None, "attended": nothing}).json()
        values = [done[name] for name in ("status", "outcome", "attended", "note")]
        assert values == ["not_reached", None, [], "Short."]

    def test_who_comes_second_reads_both_and_loses_nothing(
        self, booking: ClinicBooking, alice: Person, sam: Person, gita: Person, sign_in: SignIn
    ) -> None:
        not_reached(gita, booking)
        client, path = sign_in(alice), f"/clinic-bookings/{booking.pk}/result/correct/"
        client.get(path)
        correct(sam, booking, status="did_not_attend", absent="lawyer", at=now())
        sent = {
            "status": "did_not_attend",
            "absent": "officer",
            "reason": "I was ill.",
            "version": "1",
            "once": "",
        }
        answer = client.post(path, sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        for words in ("Nothing of yours is lost", "I was ill.", "The lawyer did not attend"):
            assert words in page

    def test_a_case_not_reached_is_recorded_by_its_lawyer_by_api_too(
        self, booking: ClinicBooking, lena: Person, sign_in: SignIn
    ) -> None:
        answer = sign_in(lena).post(
            f"/api/v1/clinic-bookings/{booking.pk}/result/",
            {"status": "not_reached", "follow_ups": [{"what": "Book again.", "due_on": str(DAY)}]},
            content_type="application/json",
        )
        assert answer.status_code == 400  # the day of the clinic has passed
        answer = sign_in(lena).post(
            f"/api/v1/clinic-bookings/{booking.pk}/result/",
            {"status": "not_reached", "note": "No time."},
            content_type="application/json",
        )
        assert (answer.status_code, answer.json()["status"]) == (201, "not_reached")


def test_follow_ups_stay_when_the_case_was_not_heard(
    booking: ClinicBooking, case: Case, alice: Person
) -> None:
    heard(alice, booking, alice)
    add_follow_up(by=alice, booking=booking, what="Ask.", due_on=date(2026, 4, 1), at=AFTER)
    correct(alice, booking, status="not_reached")
    assert DueItem.objects.filter(case=case, code="clinic_follow_up", settled_at__isnull=True).count() == 1
