"""Who decided on a charge, and when: what may be recorded of it, and how it is shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.utils.html import escape

from cases import services, timeline
from cases.enums import MAY_BE_INDICTABLE_ONLY, MilestoneKind
from cases.models import Allegation, Case, Milestone
from cases.services.stored import restage
from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.decisions import by_cps, with_cps

Kind = MilestoneKind


def happened(case: Case, by: Person, kind: str, at: datetime, **more: object) -> Milestone:
    return services.record_milestone(by=by, case=case, kind=kind, occurred_at=at, at=AT, **more)


def charged(case: Case, by: Person, day: int = 8, **more: Any) -> Milestone:
    """A charge that CPS decided on the same day, but for what is said otherwise."""
    said = {} if more.get("charge_by") == "police" else by_cps(on(day))
    return happened(case, by, Kind.CHARGED, on(day), **{**said, **more})


def faults(case: Case, by: Person, **more: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        charged(case, by, **more)
    assert not Milestone.objects.filter(case=case, kind="charged").exists()
    return refusal.value.fields


class TestWhoMayCharge:
    """domain.md 12: indictable-only and under-18 sexual offences are charged on CPS's decision."""

    def charge(self, case: Case, by: Person, day: int = 8, **more: object) -> Milestone:
        return charged(case, by, day, **more)

    def why_not(self, case: Case, by: Person, day: int = 8, **more: object) -> str:
        with pytest.raises(Invalid) as refusal:
            self.charge(case, by, day, **more)
        assert list(refusal.value.fields) == ["kind"]
        return refusal.value.fields["kind"]

    @pytest.mark.parametrize("offence", sorted(MAY_BE_INDICTABLE_ONLY))
    def test_what_only_cps_may_charge_goes_to_cps_first(
        self, offence: str, opened: Opener, alice: Person
    ) -> None:
        case = opened(offence_type=offence)
        crime = Allegation.objects.get(case=case)
        assert self.why_not(case, alice) == (
            f"Only CPS decides to charge {crime.crime_reference}, since the offence is"
            f" “{crime.get_offence_type_display()}”, and by this moment it was not submitted for a decision."
            " Submit the case to CPS first, then record the charge that CPS decided on."
        )
        with_cps(alice, case, on(7))
        assert self.charge(case, alice).stands

    @pytest.mark.parametrize("offence", ["sexual_assault", "other"])
    def test_what_the_police_may_charge_needs_no_cps(
        self, offence: str, opened: Opener, alice: Person
    ) -> None:
        row = self.charge(opened(offence_type=offence), alice, charge_by="police")
        assert (row.stands, row.charge_decided, row.mark) == (True, "decided by the police", "")

    def test_a_submission_after_the_charge_does_not_count(self, case: Case, alice: Person) -> None:
        with_cps(alice, case, on(9))
        assert "not submitted for a decision" in self.why_not(case, alice)

    def test_early_advice_is_no_decision(self, case: Case, alice: Person) -> None:
        for kind in (Kind.EARLY_ADVICE_REQUESTED, Kind.EARLY_ADVICE_GIVEN):
            happened(case, alice, kind, on(6))
        assert "not submitted for a decision" in self.why_not(case, alice)

    def test_what_triage_sent_back_goes_again_first(self, case: Case, alice: Person) -> None:
        with_cps(alice, case, on(4))
        happened(case, alice, Kind.TRIAGE_REJECTED, on(5))
        assert "it was sent back at triage, and not submitted again" in self.why_not(case, alice)
        happened(case, alice, Kind.RESUBMITTED, on(6))
        assert self.charge(case, alice).stands

    def test_the_submission_of_another_allegation_does_not_count(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        other = services.add_allegation(
            by=alice, case=case, crime_reference=next_crime(), offence_type="rape_adult", at=AT
        )
        happened(case, alice, Kind.SUBMITTED, on(7), allegation=other)
        assert allegation.crime_reference in self.why_not(case, alice, allegation=allegation)
        assert self.charge(case, alice, allegation=other).stands

    def test_a_charge_of_somebody_under_18_is_for_cps(self, opened: Opener, alice: Person) -> None:
        case = opened(offence_type="sexual_assault")
        services.add_suspect(by=alice, case=case, name="Kit", born=date(2008, 3, 3), at=AT)
        assert "somebody under 18 is concerned" in self.why_not(case, alice)

    def test_the_milestone_of_a_submission_is_not_voided_by_hand(self, case: Case, alice: Person) -> None:
        with_cps(alice, case, on(7))
        self.charge(case, alice)
        sent = Milestone.objects.get(case=case, kind=Kind.SUBMITTED)
        with pytest.raises(NotAllowed, match="written by another deed"):
            services.void_milestone(by=alice, milestone=sent, reason="Wrong", at=AT)


class TestWhoDecided:
    def test_it_is_kept_with_the_charge_and_shown_where_the_charge_is(
        self, case: Case, allegation: Allegation, alice: Person, sign_in: Any
    ) -> None:
        with_cps(alice, case, on(5))
        row = charged(case, alice, 8, cps_decided_on=date(2026, 3, 6), document_date=date(2026, 3, 7))
        row.refresh_from_db()
        assert (row.charge_by, row.cps_lawyer, row.cps_decided_on) == ("cps", "Nora Pell", date(2026, 3, 6))
        about = f"crime {allegation.crime_reference}, decided by CPS on 6 March 2026 (Nora Pell)"
        mark = "Entered by police from the CPS document of 7 March 2026"
        (told,) = (one for one in timeline.entries(case, alice) if one.title == "Charged")
        assert (told.detail, told.note) == (about, mark)
        browser = sign_in(alice)
        page = browser.get(f"/cases/{case.pk}/").content.decode()
        # Among the milestones, in the history, among the decisions and where CPS is asked whether it stands:
        # wherever CPS stands, so does the mark.
        said = escape("decided by CPS on 6 March 2026 (Nora Pell)")
        assert (page.count(escape(about)), page.count(said), page.count(mark)) == (2, 4, 4)
        lines = browser.get(f"/api/v1/cases/{case.pk}/record-lines/").json()["lines"]
        assert any(f"{about}. By Alice. {mark}." in one.replace("Crime", "crime") for one in lines)
        services.void_milestone(by=alice, milestone=row, reason="Of another case", at=AT)
        (told,) = (one for one in timeline.entries(case, alice) if one.title == "Charged")
        assert told.note == f"{mark}. Voided by Alice: Of another case"

    def test_an_adviser_hears_of_the_charge_and_of_no_lawyer(
        self, case: Case, alice: Person, ivy: Person
    ) -> None:
        with_cps(alice, case, on(5))
        charged(case, alice)
        (told,) = (one for one in timeline.entries(case, ivy) if one.title == "Charged")
        assert (told.detail, told.note) == ("", "")

    def test_page_and_api_record_the_same(self, opened: Opener, alice: Person, sign_in: Any) -> None:
        browser = sign_in(alice)
        said = {name: str(value) for name, value in by_cps(on(8)).items()}
        rows = []
        for case in (opened(), opened()):
            with_cps(alice, case, on(5))
        body = {"case": str(case.pk), "kind": "charged", "occurred_at": on(8).isoformat(), **said}
        answer = browser.post("/api/v1/milestones/", body, content_type="application/json")
        assert answer.status_code == 201
        given = answer.json()
        assert {name: given[name] for name in said} == said
        assert given["mark"] == "Entered by police from the CPS document of 8 March 2026"
        other = Case.objects.exclude(pk=case.pk).get()
        typed = {"kind": "charged", **parts("occurred_at", on(8).date()), "occurred_at_time": "12:00"}
        typed |= {"charge_by": "cps", "cps_lawyer": "Nora Pell", "document_name": "mg3", "once": str(uuid7())}
        typed |= parts("cps_decided_on", on(8).date()) | parts("document_date", on(8).date())
        assert browser.post(f"/cases/{other.pk}/milestones/new/", typed).status_code == 302
        for one in Milestone.objects.filter(kind="charged"):
            rows.append([getattr(one, name) for name in (*said, "occurred_at")])
        assert rows[0] == rows[1]

    def test_what_was_typed_of_cps_is_passed_over_where_the_police_decided(
        self, opened: Opener, alice: Person, sign_in: Any
    ) -> None:
        case = opened(offence_type="sexual_assault")
        typed = {"kind": "charged", **parts("occurred_at", on(8).date()), "occurred_at_time": "12:00"}
        typed |= {"charge_by": "police", "cps_lawyer": "Nora Pell", "once": str(uuid7())}
        assert sign_in(alice).post(f"/cases/{case.pk}/milestones/new/", typed).status_code == 302
        assert Milestone.objects.get(case=case, kind="charged").cps_lawyer == ""


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


class TestBadInput:
    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"charge_by": ""}, {"charge_by"}),
            ({"charge_by": "court"}, {"charge_by"}),
            ({"cps_lawyer": " "}, {"cps_lawyer"}),
            ({"cps_decided_on": None}, {"cps_decided_on"}),
            ({"cps_decided_on": date(2026, 3, 9)}, {"cps_decided_on"}),
            ({"cps_decided_on": date(9999, 12, 31)}, {"cps_decided_on"}),
            ({"cps_decided_on": date(2026, 3, 1)}, {"cps_decided_on"}),
            ({"cps_decided_on": date.min}, {"cps_decided_on"}),
            ({"cps_decided_on": date(2026, 3, 4)}, {"cps_decided_on"}),
            ({"document_name": ""}, {"document_name"}),
            ({"document_name": "letter"}, {"document_name"}),
            ({"document_date": None}, {"document_date"}),
            ({"document_date": date(2026, 3, 7)}, {"document_date"}),
            ({"document_date": date(2026, 3, 11)}, {"document_date"}),
            ({"document_date": date(2026, 3, 1)}, {"document_date"}),
            ({"charge_by": "police"}, {"charge_by"}),
            (
                {"cps_lawyer": "", "cps_decided_on": None, "document_name": "", "document_date": None},
                {"cps_lawyer", "cps_decided_on", "document_name", "document_date"},
            ),
            ({"day": 11, "cps_lawyer": ""}, {"occurred_at", "cps_decided_on", "document_date", "cps_lawyer"}),
        ],
    )
    def test_every_fault_has_its_sentence_at_once(
        self, case: Case, alice: Person, given: dict[str, Any], fields: set[str]
    ) -> None:
        with_cps(alice, case, on(5))
        assert set(faults(case, alice, **given)) == fields

    def test_the_day_is_one_on_which_cps_had_it(self, case: Case, alice: Person) -> None:
        with_cps(alice, case, on(5))
        name = Allegation.objects.get(case=case).crime_reference
        assert faults(case, alice, cps_decided_on=date(2026, 3, 4)) == {
            "cps_decided_on": f"CPS did not have {name} on that day: it went to CPS on 5 March 2026."
            " Enter the day on which CPS decided."
        }
        assert charged(case, alice, cps_decided_on=date(2026, 3, 5)).stands

    def test_a_decision_made_before_the_police_answered_once_more_stands(
        self, case: Case, alice: Person
    ) -> None:
        with_cps(alice, case, on(4))
        happened(case, alice, Kind.RESUBMITTED, on(7))
        assert charged(case, alice, cps_decided_on=date(2026, 3, 6)).stands

    def test_cps_does_not_decide_what_it_never_had(self, opened: Opener, alice: Person) -> None:
        case = opened(offence_type="sexual_assault")
        assert "CPS cannot have decided to charge" in faults(case, alice)["kind"]
        assert "Choose who decided" in faults(case, alice, charge_by="", cps_lawyer="")["charge_by"]

    def test_of_several_allegations_none_chosen_is_said_with_the_rest(
        self, case: Case, alice: Person
    ) -> None:
        services.add_allegation(
            by=alice, case=case, crime_reference=next_crime(), offence_type="other", at=AT
        )
        found = faults(case, alice, charge_by="cps", cps_lawyer="")
        assert set(found) == {"allegation", "cps_lawyer"}

    @pytest.mark.parametrize(
        "given", [{"charge_by": "police"}, {"cps_lawyer": "Nora Pell"}, {"cps_decided_on": on(4).date()}]
    )
    def test_nothing_but_a_charge_says_it(self, case: Case, alice: Person, given: dict[str, Any]) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.ABE, on(4), **given)
        assert refusal.value.fields == dict.fromkeys(given, "Only a charge says this: leave it empty.")

    def test_what_the_police_decided_says_nothing_of_cps(self, opened: Opener, alice: Person) -> None:
        case = opened(offence_type="sexual_assault")
        said = {name: value for name, value in by_cps(on(8)).items() if name != "charge_by"}
        found = faults(case, alice, charge_by="police", **said)
        assert found == dict.fromkeys(said, "The police decided on this charge: leave this empty.")

    def test_page_and_api_refuse_in_the_same_words(self, case: Case, alice: Person, sign_in: Any) -> None:
        with_cps(alice, case, on(5))
        browser = sign_in(alice)
        body = {"case": str(case.pk), "kind": "charged", "occurred_at": on(8).isoformat(), "charge_by": "cps"}
        api = browser.post("/api/v1/milestones/", body, content_type="application/json")
        assert api.status_code == 400
        assert set(api.json()["fields"]) == {
            "cps_lawyer",
            "cps_decided_on",
            "document_name",
            "document_date",
        }
        typed = {"kind": "charged", **parts("occurred_at", on(8).date()), "occurred_at_time": "12:00"}
        page = browser.post(
            f"/cases/{case.pk}/milestones/new/", {**typed, "charge_by": "cps", "once": str(uuid7())}
        )
        assert page.status_code == 422
        for sentence in api.json()["fields"].values():
            assert escape(sentence) in page.content.decode()

    def test_the_form_says_what_a_charge_leaves_out_with_its_other_faults(
        self, case: Case, alice: Person, sign_in: Any
    ) -> None:
        typed = {"kind": "charged", "charge_by": "cps", "once": str(uuid7())}
        page = sign_in(alice).post(f"/cases/{case.pk}/milestones/new/", typed)
        for words in (
            "Enter when it happened.",
            "Enter the name of the CPS lawyer",
            "Enter the date of the CPS",
        ):
            assert words in page.content.decode()

    @pytest.mark.parametrize("day", [7, 9])
    def test_what_was_charged_is_not_charged_again(self, day: int, case: Case, alice: Person) -> None:
        with_cps(alice, case, on(6))
        first = charged(case, alice, 8)
        with pytest.raises(Invalid, match="was charged on 8 March 2026, and that stands") as refusal:
            charged(case, alice, day)
        assert list(refusal.value.fields) == ["kind"]
        services.void_milestone(by=alice, milestone=first, reason="Of another crime", at=AT)
        assert charged(case, alice, day).occurred_at == on(day)


class TestWhatIsOver:
    def test_nobody_is_charged_after_the_court_has_finished(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        services.add_suspect(by=alice, case=case, name="", at=AT)
        with_cps(alice, case, on(4))
        first = charged(case, alice, 5)
        over = happened(case, alice, Kind.FINALISED, on(7))
        with pytest.raises(Invalid) as refusal:
            charged(case, alice, 8)
        assert refusal.value.fields == {
            "kind": f"The court finished with {allegation.crime_reference} on 7 March 2026, so nobody is"
            " charged with it after that. If that was recorded wrongly, void it first. What is charged anew"
            " is an allegation of its own."
        }
        services.void_milestone(by=alice, milestone=over, reason="Another case", at=AT)
        services.void_milestone(by=alice, milestone=first, reason="Of another crime", at=AT)
        assert charged(case, alice, 8).stands

    def test_an_allegation_of_its_own_is_charged_after_the_court_finished_with_another(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        with_cps(alice, case, on(4))
        charged(case, alice, 5)
        happened(case, alice, Kind.FINALISED, on(6), allegation=allegation)
        other = services.add_allegation(
            by=alice, case=case, crime_reference=next_crime(), offence_type="sexual_assault", at=AT
        )
        assert charged(case, alice, 8, allegation=other, charge_by="police").stands

    @pytest.mark.parametrize(("kind", "words"), [("transferred", "transferred"), ("cancelled", "registrar")])
    def test_what_went_elsewhere_or_was_cancelled_is_not_charged(
        self, kind: str, words: str, case: Case, alice: Person
    ) -> None:
        with_cps(alice, case, on(4))
        with open_door("a test stands for the deed that writes it"):
            Milestone.objects.create(
                case=case, kind=kind, occurred_at=on(6), recorded_at=AT, recorded_by=alice
            )
            restage(case, AT)
        assert words in faults(case, alice)["kind"]
