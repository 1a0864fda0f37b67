"""Decisions on no further action: two people, one standing line an allegation, and what outcomes rest on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Milestone, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLine, Notification
from reviews.sealed import text_of
from tests.decisions import CHECKED, by_cps, with_cps
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    PROPOSED_AT,
    WHY,
    interview,
    line,
    next_crime,
    on,
    withdraw,
)


def test_a_proposal_decides_nothing_yet(proposed: Decision, interviewed: Allegation, alice: Person) -> None:
    assert (proposed.status, proposed.maker, proposed.approver, proposed.decided_at) == (
        "proposed",
        alice,
        None,
        None,
    )
    interviewed.refresh_from_db()
    assert (interviewed.outcome, interviewed.stage) == ("", "interviewed")
    assert not Notification.objects.filter(decision=proposed).exists()
    assert text_of(proposed, "rationale") == WHY
    assert WHY.encode() not in bytes(proposed.rationale_sealed)


def test_authorising_records_milestone_outcome_and_whom_to_tell(
    decided: Decision, interviewed: Allegation, victim: Victim, sam: Person, alice: Person
) -> None:
    interviewed.refresh_from_db()
    assert (interviewed.outcome, interviewed.outcome_at, interviewed.stage) == (
        "15",
        DECIDED_AT,
        "police_nfa",
    )
    milestone = Milestone.objects.get(kind="police_nfa", allegation=interviewed)
    assert (milestone.occurred_at, milestone.recorded_by) == (DECIDED_AT, sam)
    notice = Notification.objects.get(decision=decided)
    assert (notice.victim, notice.owner, notice.decided_at) == (victim, "police", DECIDED_AT)
    owed = {item.code: item for item in DueItem.objects.filter(source=notice.pk)}
    assert set(owed) == {"tell_decision", "tell_right"}
    assert {item.owner for item in owed.values()} == {alice}
    assert {item.due_on for item in owed.values()} == {london_date(DECIDED_AT) + timedelta(days=1)}
    assert Case.objects.get(pk=decided.case_id).is_closed


def test_the_maker_cannot_authorise(interviewed: Allegation, case: Case, sam: Person) -> None:
    own = services.propose_nfa(
        by=sam, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    with pytest.raises(NotAllowed, match="You put this decision forward"):
        services.authorise_nfa(by=sam, decision=own, at=DECIDED_AT)


def test_the_table_itself_refuses_a_maker_who_approves(proposed: Decision) -> None:
    with (
        pytest.raises(IntegrityError, match="decision_maker_does_not_approve"),
        transaction.atomic(),
        open_door("test"),
    ):
        Decision.objects.filter(pk=proposed.pk).update(
            status="authorised", approver=proposed.maker, decided_at=DECIDED_AT
        )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "authorised"}, "decision_status_fits"),
        ({"decided_at": DECIDED_AT}, "decision_status_fits"),
        ({"refused_at": DECIDED_AT}, "decision_status_fits"),
        ({"maker_name": "A Lawyer"}, "decision_made_by_person_or_document"),
        ({"source": "cps"}, "decision_document_named_by_police"),
        ({"maker": None}, "decision_made_by_person_or_document"),
    ],
)
def test_who_and_when_are_set_with_their_status_or_not_at_all(
    proposed: Decision, change: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        Decision.objects.filter(pk=proposed.pk).update(**change)


def test_a_decision_is_settled_once(decided: Decision, sam: Person, dina: Person) -> None:
    for settle in (
        lambda: services.authorise_nfa(by=dina, decision=decided, at=LATER),
        lambda: services.refuse_nfa(by=dina, decision=decided, reason="No.", at=LATER),
    ):
        with pytest.raises(NotAllowed, match="authorised already, by Sam on 2 September 2026, 10:00am"):
            settle()


def test_a_refused_proposal_is_kept_and_leaves_room_for_another(
    proposed: Decision, interviewed: Allegation, case: Case, sam: Person, alice: Person
) -> None:
    refused = services.refuse_nfa(by=sam, decision=proposed, reason="Ask the neighbour.", at=DECIDED_AT)
    assert (refused.status, refused.refused_by, text_of(refused, "refusal")) == (
        "refused",
        sam,
        "Ask the neighbour.",
    )
    kept = DecisionLine.objects.get(decision=proposed)
    assert (kept.ended_at, kept.ended_because) == (DECIDED_AT, "refused")
    again = services.propose_nfa(
        by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=LATER, **CHECKED
    )
    assert again.pk != proposed.pk
    with pytest.raises(NotAllowed, match="refused already"):
        services.authorise_nfa(by=sam, decision=refused, at=LATER)


def test_the_maker_cannot_refuse_either(interviewed: Allegation, case: Case, sam: Person) -> None:
    own = services.propose_nfa(
        by=sam, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    with pytest.raises(NotAllowed, match="another supervisor"):
        services.refuse_nfa(by=sam, decision=own, reason="Changed my mind.", at=DECIDED_AT)


def test_a_second_decision_on_an_allegation_is_refused_by_the_row(
    proposed: Decision, interviewed: Allegation, case: Case, bob: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        services.propose_nfa(by=bob, case=case, lines=[line(interviewed)], rationale=WHY, at=LATER, **CHECKED)
    assert list(refused.value.fields) == ["lines-0-allegation"]
    assert "is proposed already" in refused.value.fields["lines-0-allegation"]


def test_the_table_lets_one_line_at_a_time_stand(
    proposed: Decision, interviewed: Allegation, victim: Victim, alice: Person
) -> None:
    other = Decision(
        case=proposed.case,
        agency="police",
        proposed_at=PROPOSED_AT,
        maker=alice,
        entered_by=alice,
        rationale_sealed=b"",
    )
    twin = DecisionLine(
        case=proposed.case,
        decision=other,
        allegation=interviewed,
        victim=victim,
        outcome="15",
        reason="evidential",
    )
    with open_door("test"):
        other.save(force_insert=True)
        with pytest.raises(IntegrityError, match="decision_line_one_an_allegation"), transaction.atomic():
            twin.save(force_insert=True)


# What outcomes rest on


def test_outcome_15_needs_a_suspect_who_was_identified(
    case: Case, allegation: Allegation, alice: Person
) -> None:
    with pytest.raises(Invalid, match="for a suspect who was identified"):
        services.propose_nfa(
            by=alice, case=case, lines=[line(allegation)], rationale=WHY, at=LATER, **CHECKED
        )


def test_outcome_18_needs_that_no_suspect_was_identified(
    case: Case, allegation: Allegation, alice: Person
) -> None:
    row = line(allegation, "18", "no_suspect")
    decision = services.propose_nfa(
        by=alice, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    assert decision.lines.get().outcome == "18"


def test_outcome_18_is_refused_once_a_suspect_was_identified(
    case: Case, interviewed: Allegation, alice: Person
) -> None:
    with pytest.raises(Invalid, match="for a crime with no suspect identified"):
        services.propose_nfa(
            by=alice,
            case=case,
            lines=[line(interviewed, "18", "no_suspect")],
            rationale=WHY,
            at=LATER,
            **CHECKED,
        )


@pytest.mark.parametrize("corroborated", [False, True])
def test_outcome_16_needs_a_withdrawal_that_a_supervisor_corroborated(
    case: Case,
    interviewed: Allegation,
    victim: Victim,
    alice: Person,
    sam: Person,
    *,
    corroborated: bool,
) -> None:
    withdraw(alice, sam if corroborated else None, victim)
    rows = [line(interviewed, "16", "not_supported")]
    if corroborated:
        assert services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=LATER, **CHECKED).pk
    else:
        with pytest.raises(Invalid, match="Their withdrawal is recorded: let a supervisor corroborate"):
            services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=LATER, **CHECKED)


def test_outcome_16_without_any_withdrawal_is_refused(
    case: Case, interviewed: Allegation, alice: Person
) -> None:
    with pytest.raises(Invalid, match="rests on what Victim 1 wants"):
        services.propose_nfa(
            by=alice,
            case=case,
            lines=[line(interviewed, "16", "not_supported")],
            rationale=WHY,
            at=LATER,
            **CHECKED,
        )


def test_what_an_outcome_rests_on_is_asked_again_when_it_is_authorised(
    case: Case, allegation: Allegation, alice: Person, sam: Person
) -> None:
    row = line(allegation, "18", "no_suspect")
    decision = services.propose_nfa(
        by=alice, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    cases.add_suspect(by=alice, case=case, name="A Suspect", at=PROPOSED_AT)
    with pytest.raises(NotAllowed, match="Something changed since this was put forward"):
        services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)


def test_nobody_charges_here(case: Case, interviewed: Allegation, alice: Person) -> None:
    with pytest.raises(Invalid, match="police do not charge"):
        services.propose_nfa(
            by=alice,
            case=case,
            lines=[line(interviewed, "1", "evidential")],
            rationale=WHY,
            at=LATER,
            **CHECKED,
        )


def test_a_charged_allegation_is_for_the_court(case: Case, interviewed: Allegation, alice: Person) -> None:
    with_cps(alice, case, on(29))
    cases.record_milestone(
        by=alice,
        case=case,
        kind="charged",
        occurred_at=on(30),
        allegation=interviewed,
        at=LATER,
        **by_cps(on(30)),
    )
    with pytest.raises(Invalid, match="for the court"):
        services.propose_nfa(
            by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=LATER, **CHECKED
        )


@pytest.mark.parametrize(
    ("outcome", "reason", "field"),
    [
        ("15", "no_suspect", "lines-0-reason"),
        ("15", "cps_evidential", "lines-0-reason"),
        ("99", "evidential", "lines-0-outcome"),
    ],
)
def test_outcome_and_reason_fit_each_other(
    case: Case, interviewed: Allegation, alice: Person, outcome: str, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.propose_nfa(
            by=alice,
            case=case,
            lines=[line(interviewed, outcome, reason)],
            rationale=WHY,
            at=LATER,
            **CHECKED,
        )
    assert field in refused.value.fields


def test_every_row_gets_its_own_sentence(
    case: Case, interviewed: Allegation, victim: Victim, suspect: Suspect, alice: Person
) -> None:
    other = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="sexual_assault",
        victim=victim,
        suspect=suspect,
        at=LATER,
    )
    rows = [line(interviewed), line(interviewed), line(other, "18", "no_suspect")]
    with pytest.raises(Invalid) as refused:
        services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=LATER, **CHECKED)
    assert list(refused.value.fields) == ["lines-1-allegation", "lines-2-outcome"]


def test_an_allegation_without_a_victim_gets_one_first(case: Case, alice: Person, suspect: Suspect) -> None:
    interview(alice, case, suspect)
    with pytest.raises(Invalid, match="so that they can be told"):
        services.propose_nfa(
            by=alice,
            case=case,
            lines=[line(Allegation.objects.get(case=case))],
            rationale=WHY,
            at=LATER,
            **CHECKED,
        )


def test_one_decision_may_leave_another_allegation_open(
    case: Case, interviewed: Allegation, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="sexual_assault",
        victim=victim,
        suspect=suspect,
        at=LATER,
    )
    decision = services.propose_nfa(
        by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=LATER, **CHECKED
    )
    services.authorise_nfa(by=sam, decision=decision, at=LATER)
    assert not Case.objects.get(pk=case.pk).is_closed


# Who


def test_somebody_of_another_district_may_not_decide(proposed: Decision, case: Case, brad: Person) -> None:
    with pytest.raises(NotAllowed):
        services.authorise_nfa(by=brad, decision=proposed, at=DECIDED_AT)


@pytest.mark.parametrize("name", ["alice", "gita", "rita", "lena", "max", "mona", "reg", "audrey", "adam"])
def test_only_a_supervisor_authorises(proposed: Decision, name: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        services.authorise_nfa(by=request.getfixturevalue(name), decision=proposed, at=DECIDED_AT)
    proposed.refresh_from_db()
    assert proposed.status == "proposed"


# CPS


def test_a_lawyer_proposes_and_a_legal_manager_countersigns(
    with_cps: Case, interviewed: Allegation, lena: Person, countersigner: Person
) -> None:
    row = line(interviewed, "15", "cps_evidential")
    decision = services.propose_cps_nfa(by=lena, case=with_cps, lines=[row], rationale=WHY, at=PROPOSED_AT)
    services.authorise_cps_nfa(by=countersigner, decision=decision, at=DECIDED_AT)
    interviewed.refresh_from_db()
    assert (interviewed.stage, interviewed.outcome) == ("cps_nfa", "15")
    notice = Notification.objects.get(decision=decision)
    assert notice.owner == "cps"
    assert [item.code for item in DueItem.objects.filter(source=notice.pk)] == ["tell_decision"]


def test_a_supervisor_cannot_settle_a_decision_of_cps_nor_cps_one_of_the_police(
    with_cps: Case, interviewed: Allegation, lena: Person, sam: Person, countersigner: Person, alice: Person
) -> None:
    row = line(interviewed, "15", "cps_evidential")
    of_cps = services.propose_cps_nfa(by=lena, case=with_cps, lines=[row], rationale=WHY, at=PROPOSED_AT)
    with pytest.raises(NotAllowed, match="decision of CPS"):
        services.authorise_nfa(by=sam, decision=of_cps, at=DECIDED_AT)
    with pytest.raises(NotAllowed, match="legal manager can refuse"):
        services.refuse_nfa(by=sam, decision=of_cps, reason="No.", at=DECIDED_AT)
    services.refuse_nfa(by=countersigner, decision=of_cps, reason="More work.", at=DECIDED_AT)
    of_police = services.propose_nfa(
        by=alice, case=with_cps, lines=[line(interviewed)], rationale=WHY, at=DECIDED_AT, **CHECKED
    )
    with pytest.raises(NotAllowed, match="decision of the police"):
        services.authorise_cps_nfa(by=countersigner, decision=of_police, at=LATER)


def test_cps_decides_nothing_that_was_not_submitted(
    case: Case, interviewed: Allegation, alice: Person
) -> None:
    with pytest.raises(NotAllowed, match="has not been submitted to CPS"):
        record_from_document(alice, case, interviewed)


def record_from_document(by: Person, case: Case, allegation: Allegation, **given: object) -> Decision:
    values = {
        "decided_at": DECIDED_AT,
        "maker_name": "L. Awyer",
        "approver_name": "M. Anager",
        "document_name": "mg3",
        "document_date": london_date(DECIDED_AT),
        "at": LATER,
        "lines": [line(allegation, "15", "cps_evidential")],
        "rationale": WHY,
        **given,
    }
    return services.record_cps_nfa(by=by, case=case, **values)


def test_police_record_a_cps_decision_from_its_document(
    with_cps: Case, interviewed: Allegation, alice: Person
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    assert (decision.status, decision.maker, decision.made_by, decision.approved_by) == (
        "authorised",
        None,
        "L. Awyer",
        "M. Anager",
    )
    assert decision.awaits_cps
    assert decision.mark == "Entered by police from the CPS document of 2 September 2026"
    interviewed.refresh_from_db()
    assert (interviewed.stage, interviewed.outcome_at) == ("cps_nfa", DECIDED_AT)
    assert Notification.objects.get(decision=decision).due_on == london_date(DECIDED_AT) + timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"approver_name": "l. awyer"}, "approver_name"),
        ({"maker_name": " "}, "maker_name"),
        ({"decided_at": LATER + timedelta(days=1)}, "decided_at"),
        ({"document_date": london_date(LATER) + timedelta(days=1)}, "document_date"),
        ({"document_date": london_date(DECIDED_AT) - timedelta(days=1)}, "document_date"),
        ({"document_name": "napkin"}, "document_name"),
        ({"decided_at": on(1)}, "decided_at"),
        ({"rationale": " "}, "rationale"),
        ({"lines": []}, "lines"),
    ],
)
def test_a_document_that_cannot_be_so_is_refused_by_the_field(
    with_cps: Case, interviewed: Allegation, alice: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record_from_document(alice, with_cps, interviewed, **given)
    assert field in refused.value.fields


def test_a_case_of_another_unit_is_no_case_of_ours(
    with_cps: Case, interviewed: Allegation, nora: Person, unit: CpsUnit
) -> None:
    with pytest.raises(NotAllowed):
        services.propose_cps_nfa(
            by=nora,
            case=with_cps,
            lines=[line(interviewed, "15", "cps_evidential")],
            rationale=WHY,
            at=PROPOSED_AT,
        )


def test_cps_confirms_what_police_entered(
    with_cps: Case, interviewed: Allegation, alice: Person, lena: Person, nora: Person
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    for other in (nora, alice):
        with pytest.raises(NotAllowed):
            services.confirm_cps_decision(by=other, decision=decision, stands=True, at=LATER)
    confirmed = services.confirm_cps_decision(by=lena, decision=decision, stands=True, at=LATER)
    assert (confirmed.confirmed_by, confirmed.awaits_cps) == (lena, False)
    interviewed.refresh_from_db()
    assert interviewed.stage == "cps_nfa"
    with pytest.raises(NotAllowed, match="confirmed or superseded already"):
        services.confirm_cps_decision(by=lena, decision=decision, stands=False, at=LATER)


def test_what_cps_does_not_stand_by_is_superseded_and_opens_the_allegation_again(
    with_cps: Case, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    services.confirm_cps_decision(by=lena, decision=decision, stands=False, at=LATER)
    line_ended = DecisionLine.objects.get(decision=decision)
    assert (line_ended.ended_at, line_ended.ended_because) == (LATER, "superseded")
    interviewed.refresh_from_db()
    assert (interviewed.outcome, interviewed.stage) == ("", "interviewed")
    assert not DueItem.objects.filter(case=with_cps, code="tell_decision", settled_at__isnull=True).exists()
    assert record_from_document(alice, with_cps, interviewed).pk != decision.pk
