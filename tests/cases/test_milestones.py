"""Recording what happened, refusing what cannot have, and voiding what was wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cases import services
from cases.enums import MilestoneKind, Outcome, Stage
from cases.models import Allegation, Case, DueItem, Milestone, Suspect
from cases.services.milestones import NOTE
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import unseal
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.cases.evidence import events_on
from tests.decisions import by_cps, said_of, with_cps
from tests.stories import story

Kind = MilestoneKind


@story
def suspect(case: Case, alice: Person) -> Suspect:
    return services.add_suspect(by=alice, case=case, name="Aaron Bell", at=AT)


def happened(case: Case, by: Person, kind: str, at: datetime, **more: object) -> Milestone:
    return services.record_milestone(by=by, case=case, kind=kind, occurred_at=at, at=AT, **more)


def stage(case: Case) -> str:
    return Case.objects.get(pk=case.pk).stage


class TestRecording:
    def test_a_milestone_moves_the_stage_of_allegation_and_case(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        milestone = happened(case, alice, Kind.ABE, on(4))
        allegation.refresh_from_db()
        assert (stage(case), allegation.stage, allegation.version) == (Stage.ABE, Stage.ABE, 2)
        assert events_on(case)[-1] == ("MILESTONE_RECORDED", [milestone.pk], "")

    def test_a_back_dated_milestone_is_put_in_its_place(self, case: Case, alice: Person) -> None:
        happened(case, alice, Kind.ABE, on(6))
        happened(case, alice, Kind.FIRST_ACCOUNT, on(3))
        assert stage(case) == Stage.ABE

    def test_the_only_suspect_is_meant_when_none_is_chosen(
        self, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        assert happened(case, alice, Kind.ARRESTED, on(4)).suspect == suspect

    def test_among_several_suspects_one_must_be_chosen(
        self, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        services.add_suspect(by=alice, case=case, name="Carl Dee", at=AT)
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.ARRESTED, on(4))
        assert refusal.value.fields == {"suspect": "Choose which suspect this is about."}

    def test_a_suspect_of_another_case_is_refused(
        self, opened: Opener, suspect: Suspect, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(opened(), alice, Kind.ARRESTED, on(4), suspect=suspect)
        assert refusal.value.fields == {"suspect": "Choose a suspect of this case."}

    def test_the_note_is_sealed(self, case: Case, suspect: Suspect, alice: Person) -> None:
        milestone = happened(case, alice, Kind.ARRESTED, on(4), note="Not to enter LS6")
        assert unseal(case.pk, NOTE, milestone.pk, milestone.note_sealed) == "Not to enter LS6"

    def test_a_milestone_in_the_future_is_refused(self, case: Case, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.ABE, AT + timedelta(minutes=1))
        assert refusal.value.fields == {"occurred_at": "Enter a moment that is not in the future."}

    @pytest.mark.parametrize("kind", [Kind.ABE, Kind.ARRESTED, Kind.CHARGED])
    def test_what_follows_a_report_cannot_precede_it(self, kind: str, case: Case, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, kind, on(1))
        assert "report of 2 March 2026" in refusal.value.fields["occurred_at"]

    @pytest.mark.parametrize("kind", [Kind.FIRST_ACCOUNT, Kind.SUSPECT_IDENTIFIED])
    def test_an_account_or_a_known_suspect_may_precede_the_report(
        self, kind: str, case: Case, alice: Person
    ) -> None:
        assert happened(case, alice, kind, on(20, month=2)).kind == kind

    def test_the_day_of_the_report_is_not_before_it(self, case: Case, alice: Person) -> None:
        assert happened(case, alice, Kind.ABE, on(2, 0)).kind == Kind.ABE


class TestWhatRestsOnWhat:
    def test_an_interview_after_arrest_needs_the_arrest(
        self, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.INTERVIEWED, on(4), interview_by="arrest")
        assert list(refusal.value.fields) == ["interview_by"]
        happened(case, alice, Kind.ARRESTED, on(4))
        assert happened(case, alice, Kind.INTERVIEWED, on(4), interview_by="arrest").suspect == suspect

    def test_an_arrest_after_the_interview_does_not_count(
        self, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        happened(case, alice, Kind.ARRESTED, on(5))
        with pytest.raises(Invalid):
            happened(case, alice, Kind.INTERVIEWED, on(4), interview_by="arrest")

    def test_an_arrest_of_another_suspect_does_not_count(
        self, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        other = services.add_suspect(by=alice, case=case, name="Carl Dee", at=AT)
        happened(case, alice, Kind.ARRESTED, on(4), suspect=other)
        with pytest.raises(Invalid):
            happened(case, alice, Kind.INTERVIEWED, on(4), suspect=suspect, interview_by="arrest")

    def test_a_voluntary_interview_needs_no_arrest(self, case: Case, suspect: Suspect, alice: Person) -> None:
        happened(case, alice, Kind.INTERVIEWED, on(4), interview_by="voluntary")
        assert stage(case) == Stage.INTERVIEWED

    def test_an_interview_says_how_the_suspect_came(self, case: Case, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.INTERVIEWED, on(4))
        assert list(refusal.value.fields) == ["interview_by"]

    def test_nothing_else_says_it(self, case: Case, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.ABE, on(4), interview_by="voluntary")
        assert list(refusal.value.fields) == ["interview_by"]

    @pytest.mark.parametrize(
        ("kind", "more"),
        [
            (Kind.BAILED, {"limit_on": date(2026, 6, 4)}),
            (Kind.BAIL_ENDED, {}),
            (Kind.RELEASED_UNDER_INVESTIGATION, {}),
            (Kind.TRIAL_BEGUN, {}),
            (Kind.FINALISED, {}),
        ],
    )
    def test_what_must_come_first_is_asked_for(
        self, kind: str, more: dict[str, object], case: Case, suspect: Suspect, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, kind, on(4), **more)
        assert refusal.value.fields["kind"].startswith("Record the ")

    @pytest.mark.parametrize("limit", [None, date(2026, 3, 4), date(2026, 3, 3)])
    def test_bail_has_a_limit_after_its_day(
        self, limit: date | None, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        happened(case, alice, Kind.ARRESTED, on(4))
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.BAILED, on(4), limit_on=limit)
        assert list(refusal.value.fields) == ["limit_on"]

    def test_only_bail_has_a_limit(self, case: Case, suspect: Suspect, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.ARRESTED, on(4), limit_on=date(2026, 6, 1))
        assert list(refusal.value.fields) == ["limit_on"]


class TestBailLimits:
    @pytest.fixture
    def bail(self, case: Case, suspect: Suspect, alice: Person) -> Milestone:
        happened(case, alice, Kind.ARRESTED, on(4))
        return happened(case, alice, Kind.BAILED, on(4, 15), limit_on=date(2026, 6, 4))

    def open_limits(self, case: Case) -> list[date]:
        items = DueItem.objects.filter(case=case, code="bail_limit", settled_at__isnull=True)
        return list(items.values_list("due_on", flat=True))

    def test_the_limit_of_bail_is_due(self, case: Case, bail: Milestone) -> None:
        assert self.open_limits(case) == [date(2026, 6, 4)]
        stored = Case.objects.get(pk=case.pk)
        assert (stored.next_due_on, stored.next_due_what) == (date(2026, 6, 4), "Bail of Suspect 1 ends")

    def test_bail_varied_moves_the_limit(self, case: Case, bail: Milestone, alice: Person) -> None:
        happened(case, alice, Kind.BAILED, on(8), limit_on=date(2026, 9, 4), limit_set_by="inspector")
        assert self.open_limits(case) == [date(2026, 9, 4)]

    @pytest.mark.parametrize("kind", [Kind.BAIL_ENDED, Kind.RELEASED_UNDER_INVESTIGATION, Kind.CHARGED])
    def test_the_end_of_bail_settles_it(self, kind: str, case: Case, bail: Milestone, alice: Person) -> None:
        with_cps(alice, case, on(7))
        happened(case, alice, kind, on(8), **said_of(kind, on(8)))
        assert self.open_limits(case) == []
        assert Case.objects.get(pk=case.pk).next_due_on is None

    def test_voiding_the_end_brings_the_limit_back(self, case: Case, bail: Milestone, alice: Person) -> None:
        end = happened(case, alice, Kind.BAIL_ENDED, on(8))
        services.void_milestone(by=alice, milestone=end, reason="Wrong suspect", at=AT)
        assert self.open_limits(case) == [date(2026, 6, 4)]

    def test_voiding_bail_settles_its_limit(self, case: Case, bail: Milestone, alice: Person) -> None:
        services.void_milestone(by=alice, milestone=bail, reason="Wrong suspect", at=AT)
        assert self.open_limits(case) == []


class TestCharges:
    def test_a_charge_is_outcome_1_of_its_allegation(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        with_cps(alice, case, on(7))
        happened(case, alice, Kind.CHARGED, on(8), **by_cps(on(8)))
        allegation.refresh_from_db()
        assert (allegation.outcome, allegation.outcome_at) == (Outcome.CHARGED, on(8))
        assert Case.objects.get(pk=case.pk).outcome_recorded

    def test_a_partial_charge_leaves_the_other_allegation_open(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        other = services.add_allegation(
            by=alice, case=case, crime_reference=next_crime(), offence_type="other", at=AT
        )
        with_cps(alice, case, on(7))
        with pytest.raises(Invalid) as refusal:
            happened(case, alice, Kind.CHARGED, on(8), **by_cps(on(8)))
        assert list(refusal.value.fields) == ["allegation"]
        happened(case, alice, Kind.CHARGED, on(8), allegation=allegation, **by_cps(on(8)))
        other.refresh_from_db()
        assert (other.outcome, other.stage, stage(case)) == ("", Stage.WITH_CPS, Stage.CHARGED)

    def test_voiding_the_charge_takes_the_outcome_back(
        self, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        with_cps(alice, case, on(7))
        charge = happened(case, alice, Kind.CHARGED, on(8), **by_cps(on(8)))
        services.void_milestone(by=alice, milestone=charge, reason="Other case", at=AT)
        allegation.refresh_from_db()
        assert (allegation.outcome, allegation.outcome_at, stage(case)) == ("", None, Stage.WITH_CPS)
        assert not Case.objects.get(pk=case.pk).outcome_recorded


class TestWhoRecords:
    @pytest.mark.parametrize("username", ["gita", "rita", "mona", "lena"])
    def test_only_investigators_record_by_hand(self, username: str, case: Case) -> None:
        by = Person.objects.get(username=username)
        with pytest.raises(NotAllowed, match="You cannot record a milestone"):
            happened(case, by, Kind.ABE, on(4))

    def test_a_decision_is_not_recorded_by_hand(self, case: Case, alice: Person) -> None:
        with pytest.raises(NotAllowed, match="not recorded by hand"):
            happened(case, alice, Kind.POLICE_NFA, on(4))

    def test_the_deed_that_makes_it_true_writes_it(self, case: Case, sam: Person) -> None:
        happened(case, sam, Kind.POLICE_NFA, on(4))
        assert stage(case) == Stage.POLICE_NFA

    def test_an_outsider_records_nothing(self, case: Case, charlie: Person) -> None:
        with pytest.raises(NotAllowed, match="not open to you"):
            happened(case, charlie, Kind.ABE, on(4))
        assert Milestone.objects.filter(case=case).count() == 1


class TestVoiding:
    def test_a_voided_milestone_stays_and_the_stage_goes_back(self, case: Case, alice: Person) -> None:
        wrong = happened(case, alice, Kind.ABE, on(4))
        voided = services.void_milestone(by=alice, milestone=wrong, reason="Not this case", at=AT)
        assert (voided.voided_at, voided.voided_by, voided.void_reason) == (AT, alice, "Not this case")
        assert stage(case) == Stage.REPORTED
        assert events_on(case)[-1] == ("MILESTONE_VOIDED", [wrong.pk], "Not this case")

    def test_it_needs_a_reason(self, case: Case, alice: Person) -> None:
        wrong = happened(case, alice, Kind.ABE, on(4))
        with pytest.raises(Invalid) as refusal:
            services.void_milestone(by=alice, milestone=wrong, reason="  ", at=AT)
        assert list(refusal.value.fields) == ["reason"]

    def test_it_happens_once(self, case: Case, alice: Person) -> None:
        wrong = happened(case, alice, Kind.ABE, on(4))
        services.void_milestone(by=alice, milestone=wrong, reason="Wrong", at=AT)
        with pytest.raises(NotAllowed, match="voided already"):
            services.void_milestone(by=alice, milestone=wrong, reason="Wrong", at=AT)

    def test_what_another_deed_wrote_is_corrected_there(self, case: Case, alice: Person) -> None:
        with pytest.raises(NotAllowed, match="correct it there"):
            services.void_milestone(
                by=alice, milestone=Milestone.objects.get(case=case), reason="Wrong", at=AT
            )

    def test_an_arrest_on_which_an_interview_rests_is_voided_after_it(
        self, case: Case, suspect: Suspect, alice: Person
    ) -> None:
        arrest = happened(case, alice, Kind.ARRESTED, on(4))
        interview = happened(case, alice, Kind.INTERVIEWED, on(4, 14), interview_by="arrest")
        with pytest.raises(NotAllowed, match="rests on this milestone"):
            services.void_milestone(by=alice, milestone=arrest, reason="Wrong", at=AT)
        services.void_milestone(by=alice, milestone=interview, reason="Wrong", at=AT)
        services.void_milestone(by=alice, milestone=arrest, reason="Wrong", at=AT)
        assert stage(case) == Stage.REPORTED

    def test_one_of_two_arrests_may_go(self, case: Case, suspect: Suspect, alice: Person) -> None:
        twice = happened(case, alice, Kind.ARRESTED, on(4))
        happened(case, alice, Kind.ARRESTED, on(4, 13))
        happened(case, alice, Kind.INTERVIEWED, on(5), interview_by="arrest")
        services.void_milestone(by=alice, milestone=twice, reason="Entered twice", at=AT)
        assert stage(case) == Stage.INTERVIEWED


class TestOutcomes:
    def test_record_outcome_stores_it_with_its_moment(
        self, allegation: Allegation, case: Case, sam: Person
    ) -> None:
        done = services.record_outcome(
            by=sam, allegation=allegation, outcome=Outcome.NO_SUSPECT, outcome_at=on(9), at=AT
        )
        assert (done.outcome, done.outcome_at) == (Outcome.NO_SUSPECT, on(9))
        assert Case.objects.get(pk=case.pk).outcome_recorded

    def test_lifting_the_last_outcome_is_seen_on_the_case(
        self, allegation: Allegation, case: Case, sam: Person
    ) -> None:
        services.record_outcome(by=sam, allegation=allegation, outcome="15", outcome_at=on(9), at=AT)
        services.record_outcome(by=sam, allegation=allegation, outcome="", outcome_at=None, at=AT)
        assert not Case.objects.get(pk=case.pk).outcome_recorded

    @pytest.mark.parametrize(
        ("outcome", "outcome_at"), [("15", None), ("", on(9)), ("15", on(11)), ("15", on(1))]
    )
    def test_an_outcome_without_a_possible_moment_is_refused(
        self, outcome: str, outcome_at: datetime | None, allegation: Allegation, sam: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            services.record_outcome(
                by=sam, allegation=allegation, outcome=outcome, outcome_at=outcome_at, at=AT
            )
        assert list(refusal.value.fields) == ["outcome_at"]

    def test_a_manager_records_no_outcome(self, allegation: Allegation, mona: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot record an outcome"):
            services.record_outcome(by=mona, allegation=allegation, outcome="15", outcome_at=on(9), at=AT)
