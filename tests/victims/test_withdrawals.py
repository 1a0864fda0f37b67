from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.decisions import by_cps, with_cps
from tests.stories import story
from tests.victims.conftest import FOUND, LATER, Withdraw, on
from victims import services
from victims.enums import GivenBy, WithdrawalReason, WithdrawalStage
from victims.models import Withdrawal, WithdrawalStageChange
from victims.sealed import opened

R = WithdrawalReason


def test_withdrawal_keeps_reasons_apart_by_who_gave_them(withdraw: Withdraw) -> None:
    row = withdraw(more_reasons=[{"reason": "pressure", "given_by": "officer"}])
    assert [(reason.code, giver) for reason, giver in row.reasons] == [
        (R.DELAY, GivenBy.VICTIM),
        (R.PRESSURE, GivenBy.OFFICER),
        (R.PRIVACY, GivenBy.VICTIM),
    ]
    assert (row.reasons_of_victim, row.reasons_of_officer) == (["delay", "privacy"], ["pressure"])


@pytest.mark.parametrize("giver", [GivenBy.THIRD_PARTY, GivenBy.OFFICER])
def test_only_the_victims_own_reasons_say_why(withdraw: Withdraw, giver: GivenBy) -> None:
    others = [{"reason": "pressure", "given_by": giver}]
    third = giver is GivenBy.THIRD_PARTY
    said = {"third_party_words" if third else "officer_words": "Her mother says so."}
    row = withdraw(told_by="inferred", reasons=[], primary_reason="", more_reasons=others, **said)
    assert (row.primary_reason, [(one.code, by) for one, by in row.reasons]) == ("", [(R.PRESSURE, giver)])


def test_the_same_reason_may_come_from_the_victim_and_from_somebody_else(withdraw: Withdraw) -> None:
    others = [{"reason": "delay", "given_by": "third_party"}]
    row = withdraw(more_reasons=others, third_party_words="Her mother says so.")
    assert (row.primary_reason, row.reasons_of_third_party) == ("delay", ["delay"])


def test_another_reason_of_somebody_else_is_said_in_their_words(withdraw: Withdraw) -> None:
    others = [{"reason": "other", "given_by": "third_party"}]
    row = withdraw(more_reasons=others, third_party_words="Her mother says that she emigrates.")
    assert (row.reasons_of_third_party, row.other_words_sealed) == (["other"], None)


def test_words_of_a_lost_contact_need_no_reason(withdraw: Withdraw) -> None:
    row = withdraw(
        kind="lost_contact", from_what=[], reasons=[], primary_reason="", told_by="",
        third_party_words="Her mother does not know where she is.",
    )  # fmt: skip
    assert opened(row, "third_party_words") == "Her mother does not know where she is."


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
        ({"told_by": "inferred"}, "reasons"),
        ({"told_by": "inferred"}, "officer_words"),
        ({"told_by": "inferred", "own_words": "I cannot."}, "own_words"),
        ({"more_reasons": [{"reason": "pressure", "given_by": "officer"}] * 2}, "more_reasons-1-reason"),
        ({"more_reasons": [{"reason": "pressure", "given_by": "victim"}]}, "more_reasons-0-given_by"),
        ({"third_party_words": "Her mother says she is tired."}, "third_party_words"),
        ({"officer_words": "She sounded afraid."}, "officer_words"),
        (
            {
                "third_party_words": "Her mother says she is tired.",
                "more_reasons": [{"reason": "other", "given_by": "officer"}],
            },
            "third_party_words",
        ),
        ({"more_reasons": [{"reason": "other", "given_by": "third_party"}]}, "third_party_words"),
        ({"more_reasons": [{"reason": "delay", "given_by": "third_party"}]}, "third_party_words"),
        ({"reasons": ["delay", "prefers_not_to_say"]}, "reasons"),
        ({"more_reasons": [{"reason": "other", "given_by": "officer"}]}, "officer_words"),
        ({"from_what": []}, "from_what"),
        ({"support_offered": []}, "no_support_because"),
        ({"no_support_because": "She did not want any."}, "no_support_because"),
        ({"barriers": ["device"]}, "tried"),
        ({"recontact_on": on(1, month=11).date()}, "recontact_on"),
        ({"recontact_welcome": "yes", "recontact_on": on(1, month=9).date()}, "recontact_on"),
        ({"recontact_welcome": "yes", "recontact_on": date(2028, 1, 1)}, "recontact_on"),
        ({"occurred_at": on(1)}, "occurred_at"),
        ({"occurred_at": on(2, month=10)}, "occurred_at"),
        ({"kind": "lost_contact", "from_what": [], "told_by": ""}, "reasons"),
        ({"kind": "lost_contact"}, "from_what"),
        ({"kind": "lost_contact", "from_what": []}, "told_by"),
    ],
)
def test_withdrawal_that_cannot_stand_is_refused_by_field(
    withdraw: Withdraw, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        withdraw(**given)
    assert field in refusal.value.fields
    assert Withdrawal.objects.count() == 0


def test_every_fault_that_the_service_finds_is_told_at_once(withdraw: Withdraw) -> None:
    """Of the moment, of the reasons and of what was offered: nobody learns of them one by one."""
    with pytest.raises(Invalid) as refusal:
        withdraw(
            occurred_at=on(1), primary_reason="", support_offered=[], barriers=["device"],
            recontact_on=on(1, month=11).date(), third_party_words="Her mother says so.",
        )  # fmt: skip
    assert set(refusal.value.fields) == {
        *("occurred_at", "primary_reason", "no_support_because", "tried"),
        *("recontact_on", "third_party_words"),
    }


def test_what_was_said_face_to_face_names_who_heard_it(withdraw: Withdraw, alice: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        withdraw(told_by="in_person")
    assert set(refusal.value.fields) == {"spoken_by"}
    row = withdraw(told_by="in_person", spoken_by=alice)
    assert row.get_told_by_display() == "Face to face, without a recording"


def test_lost_contact_is_corroborated_by_nobody(withdraw: Withdraw, sam: Person) -> None:
    row = withdraw(kind="lost_contact", reasons=[], primary_reason="", told_by="", from_what=[])
    with pytest.raises(NotAllowed, match="not the victim's choice, so nobody corroborates it"):
        services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Read it.", at=LATER)
    row.refresh_from_db()
    assert not row.is_corroborated


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
    row = services.corroborate_withdrawal(
        by=sam, withdrawal=withdraw(), **FOUND, note="Read the letter.", at=LATER
    )
    stored = Withdrawal.objects.get(pk=row.pk)
    assert (stored.corroborated_by, stored.corroborated_at) == (sam, LATER)
    assert opened(stored, "corroboration_note") == "Read the letter."


def test_corroboration_by_the_recorder_is_refused(withdraw: Withdraw, sam: Person) -> None:
    row = withdraw(by=sam)
    with pytest.raises(NotAllowed, match="another supervisor"):
        services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Mine.", at=LATER)


def test_corroboration_by_an_officer_is_refused(withdraw: Withdraw, bob: Person) -> None:
    with pytest.raises(NotAllowed, match="A supervisor can"):
        services.corroborate_withdrawal(by=bob, withdrawal=withdraw(), **FOUND, note="Seen.", at=LATER)


def test_corroboration_from_another_district_is_refused(withdraw: Withdraw, brad: Person) -> None:
    with pytest.raises(NotAllowed):
        services.corroborate_withdrawal(by=brad, withdrawal=withdraw(), **FOUND, note="Seen.", at=LATER)


def test_corroboration_twice_is_stale(withdraw: Withdraw, sam: Person, dina: Person) -> None:
    row = withdraw()
    services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Seen.", at=LATER)
    with pytest.raises(Stale):
        services.corroborate_withdrawal(by=dina, withdrawal=row, **FOUND, note="Seen too.", at=LATER)


def test_corroboration_without_a_note_is_refused(withdraw: Withdraw, sam: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        services.corroborate_withdrawal(by=sam, withdrawal=withdraw(), **FOUND, note=" ", at=LATER)
    assert set(refusal.value.fields) == {"note"}


@pytest.mark.parametrize(
    ("given", "field"),
    [({"checked_in": []}, "checked_in"), ({"checked_in": ["statement"], "note": ""}, "note")],
)
def test_corroboration_says_what_was_checked(
    withdraw: Withdraw, sam: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.corroborate_withdrawal(
            by=sam, withdrawal=withdraw(), **{"note": "Seen.", "at": LATER, **given}
        )
    assert set(refusal.value.fields) == {field}


# Hearing from us again


def recontact_due(row: Withdrawal) -> list[tuple[date, bool]]:
    found = DueItem.objects.filter(source=row.pk, code="victim_recontact")
    return [(one.due_on, one.settled_at is not None) for one in found]


@story
def to_ask_again(withdraw: Withdraw) -> Withdrawal:
    return withdraw(recontact_welcome="yes", recontact_on=on(2, month=11).date())


def test_a_day_on_which_contact_is_welcome_is_owed(to_ask_again: Withdrawal) -> None:
    assert recontact_due(to_ask_again) == [(date(2026, 11, 2), False)]


def test_asking_about_their_wishes_settles_it_and_an_update_does_not(
    to_ask_again: Withdrawal, alice: Person
) -> None:
    call = {"occurred_at": LATER, "direction": "out", "method": "phone", "reached": True, "at": LATER}
    services.record_contact(by=alice, victim=to_ask_again.victim, about=["update"], **call)
    assert recontact_due(to_ask_again) == [(date(2026, 11, 2), False)]
    services.record_contact(by=alice, victim=to_ask_again.victim, about=["wishes"], **call)
    assert recontact_due(to_ask_again) == [(date(2026, 11, 2), True)]


def test_taking_part_again_or_voiding_settles_it(
    withdraw: Withdraw, to_ask_again: Withdrawal, come_back: Withdraw, alice: Person
) -> None:
    come_back()
    assert recontact_due(to_ask_again) == [(date(2026, 11, 2), True)]
    again = withdraw(occurred_at=on(25), recontact_welcome="yes", recontact_on=on(2, month=11).date())
    services.void_withdrawal(by=alice, withdrawal=again, reason="Wrong.", at=LATER)
    assert recontact_due(again) == [(date(2026, 11, 2), True)]


# Voiding


def test_voided_withdrawal_stays_and_no_longer_stands(withdraw: Withdraw, alice: Person) -> None:
    row = services.void_withdrawal(by=alice, withdrawal=withdraw(), reason="Wrong victim.", at=LATER)
    stored = Withdrawal.objects.get(pk=row.pk)
    assert (stored.stands, stored.voided_by, stored.void_reason) == (False, alice, "Wrong victim.")


def test_void_of_a_corroborated_withdrawal_needs_a_supervisor(
    withdraw: Withdraw, alice: Person, sam: Person
) -> None:
    row = services.corroborate_withdrawal(by=sam, withdrawal=withdraw(), **FOUND, note="Seen.", at=LATER)
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
    with_cps(alice, case, on(11))
    cases.record_milestone(
        by=alice, case=case, kind="charged", occurred_at=on(11), at=LATER, **by_cps(on(11))
    )
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
