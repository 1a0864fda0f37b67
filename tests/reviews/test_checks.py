"""What a decision of the police rests on beside its outcome: asked for, kept, shown to the second person."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from actionplans.models import ActionPlan
from cases.models import Allegation, Case, Victim
from cases.services import add_victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.checks import IN_WORDS, MISSING
from reviews.models import Decision, DecisionCheck
from reviews.sealed import text_of
from tests.actionplans.conftest import issued, submitted
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, LATER, OPENED_AT, PROPOSED_AT, WHY, line, open_case, withdraw


def refusals(by: Person, case: Case, row: dict[str, Any], **checks: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        services.propose_nfa(by=by, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **checks)
    return refused.value.fields


def test_outcome_15_wants_a_review_of_the_evidence_and_what_every_decision_wants(
    interviewed: Allegation, case: Case, alice: Person
) -> None:
    assert refusals(alice, case, line(interviewed)) == {
        kind: MISSING[kind] for kind in ("evidential_review", "safety_plan")
    }


def test_outcome_16_wants_evidence_led_prosecution_considered(
    interviewed: Allegation, case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    withdraw(alice, sam, victim)
    row = line(interviewed, "16", "not_supported")
    without = {name: words for name, words in CHECKED.items() if name != "evidence_led"}
    assert refusals(alice, case, row, **without) == {"evidence_led": MISSING["evidence_led"]}


@pytest.mark.parametrize("outcome", ["2", "3", "8", "22"])
def test_no_caution_for_rape_without_cps(
    interviewed: Allegation, case: Case, alice: Person, sam: Person, outcome: str
) -> None:
    row = line(interviewed, outcome, "out_of_court")
    assert refusals(alice, case, row, **CHECKED) == {"cps_authority": MISSING["cps_authority"]}
    said = "J Lawyer, CPS RASSO unit, authorised it on 28 August: he was 15 and has a learning disability."
    proposed = services.propose_nfa(
        by=alice,
        case=case,
        lines=[row],
        rationale=WHY,
        at=PROPOSED_AT,
        **CHECKED,
        cps_authority=said,
    )
    kept = DecisionCheck.objects.get(decision=proposed, kind="cps_authority")
    assert text_of(kept, "words") == said
    services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)
    assert Allegation.objects.get(pk=interviewed.pk).outcome == outcome


@pytest.mark.parametrize(
    ("offence", "refused"), [("rape_adult", True), ("sexual_assault", True), ("other", False)]
)
def test_no_time_limit_runs_out_on_an_offence_that_has_none(
    alice: Person, offence: str, refused: bool
) -> None:
    case = open_case(alice, offence_type=offence)
    add_victim(by=alice, case=case, at=OPENED_AT)
    row = line(Allegation.objects.get(case=case), "17", "prevented")
    if refused:
        sentence = refusals(alice, case, row, **CHECKED)["lines-0-outcome"]
        assert sentence.startswith("Outcome 17 is for an offence that must be prosecuted within a time limit")
    else:
        services.propose_nfa(by=alice, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **CHECKED)


def test_an_either_way_offence_needs_no_word_of_cps_and_its_form_asks_for_none(
    alice: Person, sign_in: Any
) -> None:
    case = open_case(alice, offence_type="sexual_assault")
    add_victim(by=alice, case=case, at=OPENED_AT)
    row = line(Allegation.objects.get(case=case), "8", "out_of_court")
    services.propose_nfa(by=alice, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **CHECKED)
    of_rape = open_case(alice)
    for one, asked in ((case, False), (of_rape, True)):
        page = sign_in(alice).get(f"/cases/{one.pk}/decisions/new/").content.decode()
        assert ("who at CPS authorised it" in page) is asked


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"safety_plan_words": " "}, {"safety_plan_words": IN_WORDS}),
        ({"safety_plan": ""}, {"safety_plan": "Choose the answer that goes with your words."}),
        ({"safety_plan": "considered"}, {"safety_plan": "Choose one of the answers offered."}),
    ],
)
def test_an_answer_is_one_that_fits_with_words(
    interviewed: Allegation, case: Case, alice: Person, change: dict[str, str], fields: dict[str, str]
) -> None:
    assert refusals(alice, case, line(interviewed), **{**CHECKED, **change}) == fields


def test_an_open_plan_is_closed_or_explained_at_the_proposal_and_at_the_authorisation(
    interviewed: Allegation, case: Case, alice: Person, sam: Person, lena: Person, unit: Any
) -> None:
    proposed = services.propose_nfa(
        by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    plan = issued(submitted(case, alice, unit, PROPOSED_AT), lena, PROPOSED_AT)
    assert ActionPlan.objects.get(pk=plan.pk).is_open
    with pytest.raises(NotAllowed, match="An action plan is still open on this case"):
        services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)
    services.refuse_nfa(by=sam, decision=proposed, reason="Say why it does not wait.", at=DECIDED_AT)
    case.refresh_from_db()
    row = line(interviewed)
    assert refusals(alice, case, row, **CHECKED) == {"open_plan": MISSING["open_plan"]}
    again = services.propose_nfa(
        by=alice,
        case=case,
        lines=[row],
        rationale=WHY,
        at=LATER,
        open_plan="It asked for the account of a witness who has since died.",
        **CHECKED,
    )
    assert services.authorise_nfa(by=sam, decision=again, at=LATER).is_authorised


def test_what_was_found_is_kept_sealed_and_shown_to_the_second_person(
    proposed: Decision, sam: Person, sign_in: Any
) -> None:
    rows = {row.kind: row for row in DecisionCheck.objects.filter(decision=proposed)}
    assert {kind: (row.answer, text_of(row, "words")) for kind, row in rows.items()} == {
        "evidence_led": ("considered", CHECKED["evidence_led"]),
        "evidential_review": ("considered", CHECKED["evidential_review"]),
        "safety_plan": ("in_place", CHECKED["safety_plan_words"]),
    }
    client = sign_in(sam)
    for page in (f"/decisions/{proposed.pk}/", f"/decisions/{proposed.pk}/authorise/"):
        shown = client.get(page).content.decode()
        assert "Reviewed by DI Hall on 1 September" in shown, page
        assert "No supervisor has looked since this was put forward." in shown, page
    checks = client.get(f"/api/v1/decisions/{proposed.pk}/").json()["checks"]
    assert {one["kind"]: one["answer"] for one in checks}["safety_plan"] == "in_place"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "safety_plan", "answer": "considered"}, "decision_check_answer_fits"),
        ({"words_sealed": None}, "decision_check_answer_fits"),
        ({"kind": "other_reports"}, "decision_check_(answer_fits|kind_known)"),
        ({"kind": "luck"}, "decision_check_(answer_fits|kind_known)"),
        ({"kind": "evidence_led"}, "decision_check_once_a_kind"),
    ],
)
def test_the_table_refuses_a_check_that_says_nothing(
    proposed: Decision, change: dict[str, Any], constraint: str
) -> None:
    row = DecisionCheck.objects.get(decision=proposed, kind="evidential_review")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        DecisionCheck.objects.filter(pk=row.pk).update(**change)
