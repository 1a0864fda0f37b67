from __future__ import annotations

import pytest

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.enums import GivenBy, WithdrawalReason, WithdrawalStage
from victims.models import Withdrawal, WithdrawalStageChange
from victims.sealed import opened

R = WithdrawalReason


def test_withdrawal_keeps_reasons_apart_by_who_gave_them(withdraw: Withdraw) -> None:
    row = withdraw(more_reasons=[{"reason": "pressure", "given_by": "officer"}])
    assert row.reasons == [
        (R.DELAY, GivenBy.VICTIM),
        (R.PRESSURE, GivenBy.OFFICER),
        (R.PRIVACY, GivenBy.VICTIM),
    ]
    assert (row.reasons_of_victim, row.reasons_of_officer) == (["delay", "privacy"], ["pressure"])


@pytest.mark.parametrize(
    ("told_by", "giver"),
    [("letter", GivenBy.VICTIM), ("via_isva", GivenBy.THIRD_PARTY), ("inferred", GivenBy.OFFICER)],
)
def test_withdrawal_takes_who_gave_the_reasons_from_how_it_was_told(
    withdraw: Withdraw, told_by: str, giver: GivenBy
) -> None:
    assert {by for _, by in withdraw(told_by=told_by).reasons} == {giver}


def test_withdrawal_with_one_reason_has_it_as_primary(withdraw: Withdraw) -> None:
    assert withdraw(reasons=["privacy"], primary_reason="").primary_reason == R.PRIVACY


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reasons": [], "primary_reason": ""}, "reasons"),
        ({"primary_reason": ""}, "primary_reason"),
        ({"primary_reason": "children"}, "primary_reason"),
        ({"reasons": ["other", "delay"]}, "other_words"),
        ({"other_words": "Moving abroad."}, "other_words"),
        ({"told_by": ""}, "told_by"),
        ({"told_by": "inferred", "reasons_from": "victim"}, "reasons_from"),
        ({"more_reasons": [{"reason": "delay", "given_by": "officer"}]}, "more_reasons-0-reason"),
        ({"occurred_at": on(1)}, "occurred_at"),
        ({"occurred_at": on(2, month=10)}, "occurred_at"),
        ({"kind": "lost_contact"}, "reasons"),
    ],
)
def test_withdrawal_that_cannot_stand_is_refused_by_field(
    withdraw: Withdraw, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        withdraw(**given)
    assert field in refusal.value.fields
    assert Withdrawal.objects.count() == 0


def test_withdrawal_on_the_day_of_the_report_is_recorded(withdraw: Withdraw) -> None:
    assert withdraw(occurred_at=on(2, hour=0, minute=30)).occurred_at == on(2, hour=0, minute=30)


def test_second_withdrawal_at_the_same_moment_is_refused(withdraw: Withdraw) -> None:
    withdraw()
    with pytest.raises(Invalid) as refusal:
        withdraw()
    assert set(refusal.value.fields) == {"occurred_at"}


def test_withdrawal_by_somebody_outside_the_case_is_refused(withdraw: Withdraw, charlie: Person) -> None:
    with pytest.raises(NotAllowed):
        withdraw(by=charlie)


def test_withdrawal_by_a_gatekeeper_is_refused(withdraw: Withdraw, gita: Person) -> None:
    with pytest.raises(NotAllowed, match="as RaSSO Gatekeeper"):
        withdraw(by=gita)


def test_withdrawal_seals_the_victims_own_words(withdraw: Withdraw) -> None:
    row = withdraw(own_words="I want my life back.")
    stored = Withdrawal.objects.get(pk=row.pk)
    assert opened(stored, "own_words") == "I want my life back."
    assert b"life back" not in bytes(stored.own_words_sealed)


# Corroboration


def test_corroboration_by_a_supervisor_is_kept_with_its_note(withdraw: Withdraw, sam: Person) -> None:
    row = services.corroborate_withdrawal(by=sam, withdrawal=withdraw(), note="Read the letter.", at=LATER)
    stored = Withdrawal.objects.get(pk=row.pk)
    assert (stored.corroborated_by, stored.corroborated_at) == (sam, LATER)
    assert opened(stored, "corroboration_note") == "Read the letter."


def test_corroboration_by_the_recorder_is_refused(withdraw: Withdraw, sam: Person) -> None:
    row = withdraw(by=sam)
    with pytest.raises(NotAllowed, match="another supervisor"):
        services.corroborate_withdrawal(by=sam, withdrawal=row, note="Mine.", at=LATER)


def test_corroboration_by_an_officer_is_refused(withdraw: Withdraw, bob: Person) -> None:
    with pytest.raises(NotAllowed, match="A supervisor can"):
        services.corroborate_withdrawal(by=bob, withdrawal=withdraw(), note="Seen.", at=LATER)


def test_corroboration_from_another_district_is_refused(withdraw: Withdraw, brad: Person) -> None:
    with pytest.raises(NotAllowed):
        services.corroborate_withdrawal(by=brad, withdrawal=withdraw(), note="Seen.", at=LATER)


def test_corroboration_twice_is_stale(withdraw: Withdraw, sam: Person, dina: Person) -> None:
    row = withdraw()
    services.corroborate_withdrawal(by=sam, withdrawal=row, note="Seen.", at=LATER)
    with pytest.raises(Stale):
        services.corroborate_withdrawal(by=dina, withdrawal=row, note="Seen too.", at=LATER)


def test_corroboration_without_a_note_is_refused(withdraw: Withdraw, sam: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        services.corroborate_withdrawal(by=sam, withdrawal=withdraw(), note=" ", at=LATER)
    assert set(refusal.value.fields) == {"note"}


# Voiding


def test_voided_withdrawal_stays_and_no_longer_stands(withdraw: Withdraw, alice: Person) -> None:
    row = services.void_withdrawal(by=alice, withdrawal=withdraw(), reason="Wrong victim.", at=LATER)
    stored = Withdrawal.objects.get(pk=row.pk)
    assert (stored.stands, stored.voided_by, stored.void_reason) == (False, alice, "Wrong victim.")


def test_void_of_a_corroborated_withdrawal_needs_a_supervisor(
    withdraw: Withdraw, alice: Person, sam: Person
) -> None:
    row = services.corroborate_withdrawal(by=sam, withdrawal=withdraw(), note="Seen.", at=LATER)
    with pytest.raises(NotAllowed, match="a supervisor voids it"):
        services.void_withdrawal(by=alice, withdrawal=row, reason="Wrong.", at=LATER)
    assert services.void_withdrawal(by=sam, withdrawal=row, reason="Wrong.", at=LATER).stands is False


def test_void_of_a_withdrawal_that_was_answered_is_refused(
    withdraw: Withdraw, come_back: Withdraw, alice: Person
) -> None:
    row = withdraw()
    come_back()
    with pytest.raises(NotAllowed, match="20 March 2026"):
        services.void_withdrawal(by=alice, withdrawal=row, reason="Wrong.", at=LATER)


# Stages


def test_stage_is_that_of_the_moment_of_the_withdrawal(
    withdraw: Withdraw, case: Case, alice: Person, victim: Victim
) -> None:
    cases.record_milestone(by=alice, case=case, kind="first_account", occurred_at=on(3), at=LATER)
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(9), at=LATER)
    cases.record_milestone(by=alice, case=case, kind="charged", occurred_at=on(11), at=LATER)
    assert withdraw().stage == WithdrawalStage.AFTER_ABE


def test_back_dated_milestone_restages_and_shows_the_change(
    withdraw: Withdraw, case: Case, alice: Person
) -> None:
    row = withdraw()
    abe = cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(9), at=LATER)
    change = WithdrawalStageChange.objects.get()
    assert (change.withdrawal, change.old_stage, change.new_stage) == (row, "first_contact", "after_abe")
    assert (change.milestone, change.changed_by) == (abe, alice)
    assert change.why == "Achieving Best Evidence interview (9 March 2026) was recorded."
    assert Withdrawal.objects.get().stage == WithdrawalStage.AFTER_ABE


def test_voided_milestone_restages_back(withdraw: Withdraw, case: Case, alice: Person) -> None:
    abe = cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(9), at=LATER)
    withdraw()
    cases.void_milestone(by=alice, milestone=abe, reason="Wrong case.", at=LATER)
    change = WithdrawalStageChange.objects.get()
    assert (change.old_stage, change.new_stage) == ("after_abe", "first_contact")
    assert change.why == "Achieving Best Evidence interview (9 March 2026) was voided."


def test_later_milestone_leaves_the_stage_alone(withdraw: Withdraw, case: Case, alice: Person) -> None:
    withdraw()
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(11), at=LATER)
    assert WithdrawalStageChange.objects.count() == 0


def test_milestone_of_another_victim_leaves_the_stage_alone(
    withdraw: Withdraw, case: Case, alice: Person, victim: Victim
) -> None:
    other = cases.add_victim(by=alice, case=case, at=LATER)
    withdraw()
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(9), victim=other, at=LATER)
    assert WithdrawalStageChange.objects.count() == 0


def test_allegation_that_ties_a_suspect_to_somebody_else_restages(
    withdraw: Withdraw, case: Case, alice: Person, victim: Victim
) -> None:
    cases.add_suspect(by=alice, case=case, name="A", at=LATER)
    second = cases.add_suspect(by=alice, case=case, name="B", at=LATER)
    how = {"interview_by": "voluntary", "suspect": second}
    cases.record_milestone(by=alice, case=case, kind="interviewed", occurred_at=on(9), at=LATER, **how)
    assert withdraw().stage == WithdrawalStage.AFTER_INTERVIEW
    other = cases.add_victim(by=alice, case=case, at=LATER)
    cases.add_allegation(
        by=alice,
        case=case,
        crime_reference="13269999991",
        offence_type="rape_adult",
        victim=other,
        suspect=second,
        at=LATER,
    )
    assert Withdrawal.objects.get().stage == WithdrawalStage.FIRST_CONTACT
    assert WithdrawalStageChange.objects.get().why.startswith("An allegation was added or edited")


def test_voided_withdrawal_is_not_restaged(withdraw: Withdraw, case: Case, alice: Person) -> None:
    services.void_withdrawal(by=alice, withdrawal=withdraw(), reason="Wrong.", at=LATER)
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(9), at=LATER)
    assert WithdrawalStageChange.objects.count() == 0
