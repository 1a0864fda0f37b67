"""The database refuses what cannot be, whatever the code above it does: each constraint once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.refusals import constraint_of
from tests.victims import record_rows
from tests.victims.conftest import LATER, on
from tests.victims.test_appointments import APPOINTMENTS
from tests.victims.test_look_backs import LOOK_BACKS
from tests.victims.test_material_constraints import REFUSED as MATERIAL
from tests.victims.test_support_constraints import NAMES as SUPPORT
from tests.victims.test_terms import CHANGES, TERMS
from tests.victims.test_terms_taken_back import HELD, TAKEN_BACK
from tests.victims.test_told_via_isva import TOLD_ROWS
from victims.models import (
    REASON_COLUMNS,
    Contact,
    ContactDetails,
    Identity,
    IsvaSupport,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
    WithdrawalDayChange,
    WithdrawalStageChange,
)

Make = Callable[..., Any]


@pytest.fixture
def make(victim: Victim, alice: Person, bob: Person) -> Make:
    """`make(Model, field=value)` saves a row that would stand but for what is given."""
    ready: dict[type, dict[str, object]] = {
        Identity: {
            "name_sealed": b"x",
            "known_as_sealed": b"x",
            "date_of_birth_sealed": b"x",
            "name_index": b"x",
        },
        ContactDetails: {
            **{f"{name}_sealed": b"x" for name in ("phone", "email", "address", "safe_times", "language")},
            "preferred_method": "phone",
        },
        Contact: {
            "occurred_at": on(10),
            "direction": "out",
            "method": "phone",
            "reached": True,
            "about": ["update"],
            "summary_sealed": b"x",
        },
        Withdrawal: {
            "kind": "withdrew",
            "occurred_at": on(10),
            "stage": "first_contact",
            "stage_table": "t",
            "reasons_of_victim": ["delay"],
            "primary_reason": "delay",
            "told_by": "letter",
            "own_words_sealed": b"x",
            "from_what": ["investigation"],
            "support_offered": ["isva"],
            "days_since_report": 8,
            "plan_overdue": False,
            "digital_pending": False,
            "third_party_pending": False,
        },
        Reengagement: {"occurred_at": on(20), "told_by": "letter", "own_words_sealed": b"x"},
        SafeguardingConcern: {"about": "threat", "concern_sealed": b"x", "act_by": LATER.date()},
    }

    def save(model: type, **given: object) -> Any:
        common = {"case": victim.case, "victim": victim, "recorded_at": LATER, "recorded_by": alice}
        if model is IsvaSupport:
            common = {
                "case": victim.case,
                "victim": victim,
                "isva": bob,
                "consented_on": on(3).date(),
                "started_at": LATER,
                "recorded_by": alice,
            }
        if model is SafeguardingConcern:
            common = {"case": victim.case, "victim": victim, "raised_at": LATER, "raised_by": alice}
        if model is WithdrawalStageChange:
            common = {
                "case": victim.case,
                "victim": victim,
                "old_stage": "first_contact",
                "new_stage": "after_abe",
                "stage_table": "t",
                "why": "Late.",
                "changed_at": LATER,
                "changed_by": alice,
            }
        with open_door("test"):
            row = model(**{**common, **ready.get(model, {}), **given})
            row.save(force_insert=True)
        return row

    return save


def refused(constraint: str, do: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError) as trouble, transaction.atomic():
        do()
    assert constraint_of(trouble.value) == constraint


DONE = {"outcome": "made_safe", "done_sealed": b"x", "resolved_at": LATER}
ONE_ROW: list[tuple[str, type, dict[str, object]]] = [
    ("identity_superseded_in_order", Identity, {"superseded_at": on(1)}),
    ("contact_details_superseded_in_order", ContactDetails, {"superseded_at": on(1)}),
    ("contact_details_method_known", ContactDetails, {"preferred_method": "pigeon"}),
    (
        "contact_details_forbidden_known",
        ContactDetails,
        {"forbidden_methods": ["owl"], "forbidden_because": "asked"},
    ),
    ("contact_details_because_known", ContactDetails, {"forbidden_because": "mood"}),
    ("contact_details_forbidden_says_why", ContactDetails, {"forbidden_methods": ["post"]}),
    ("contact_details_forbidden_says_why", ContactDetails, {"forbidden_because": "asked"}),
    (
        "contact_details_prefers_what_is_safe",
        ContactDetails,
        {"forbidden_methods": ["phone"], "forbidden_because": "asked"},
    ),
    ("contact_details_through_known", ContactDetails, {"only_through": "a friend"}),
    ("contact_message_of_an_attempt", Contact, {"left_message": True}),
    ("contact_voided_together", Contact, {"void_reason": "Wrong."}),
    ("contact_not_in_future", Contact, {"occurred_at": LATER + timedelta(seconds=1)}),
    ("contact_from_victim_reached", Contact, {"direction": "in", "reached": False}),
    ("contact_from_others_reached_nobody", Contact, {"direction": "other"}),
    (
        "contact_from_others_reached_nobody",
        Contact,
        {"direction": "other", "reached": False, "next_due_on": on(20).date()},
    ),
    ("contact_about_something", Contact, {"about": []}),
    ("contact_next_is_later", Contact, {"next_due_on": on(9).date()}),
    ("contact_about_known", Contact, {"about": ["gossip"]}),
    ("contact_direction_known", Contact, {"direction": "up"}),
    ("contact_method_known", Contact, {"method": "pigeon"}),
    ("withdrawal_voided_together", Withdrawal, {"voided_at": LATER}),
    ("withdrawal_not_in_future", Withdrawal, {"occurred_at": LATER + timedelta(seconds=1)}),
    ("withdrawal_primary_is_the_victims_own", Withdrawal, {"primary_reason": "privacy"}),
    ("withdrawal_primary_is_the_victims_own", Withdrawal, {"primary_reason": ""}),
    (
        "withdrawal_primary_is_the_victims_own",
        Withdrawal,
        {"reasons_of_victim": [], "reasons_of_officer": ["delay"]},
    ),
    ("withdrawal_has_a_reason", Withdrawal, {"reasons_of_victim": [], "primary_reason": ""}),
    ("withdrawal_inferred_is_not_the_victims", Withdrawal, {"told_by": "inferred"}),
    ("withdrawal_says_from_what", Withdrawal, {"from_what": []}),
    ("withdrawal_support_offered_or_why_not", Withdrawal, {"support_offered": []}),
    ("withdrawal_support_offered_or_why_not", Withdrawal, {"no_support_because_sealed": b"x"}),
    ("withdrawal_recontact_is_welcome", Withdrawal, {"recontact_on": LATER.date()}),
    (
        "withdrawal_recontact_is_welcome",
        Withdrawal,
        {"recontact_welcome": "yes", "recontact_on": on(9).date()},
    ),
    ("withdrawal_from_what_known", Withdrawal, {"from_what": ["tea"]}),
    ("withdrawal_barriers_known", Withdrawal, {"barriers": ["tea"]}),
    ("withdrawal_support_then_known", Withdrawal, {"support_in_place": ["tea"]}),
    (
        "withdrawal_lost_contact_has_no_reasons",
        Withdrawal,
        {"kind": "lost_contact", "from_what": []},
    ),
    ("withdrawal_says_how_told", Withdrawal, {"told_by": ""}),
    (
        "withdrawal_other_reason_has_words",
        Withdrawal,
        {"reasons_of_officer": ["other"]},
    ),
    ("withdrawal_other_reason_has_words", Withdrawal, {"other_words_sealed": b"x"}),
    ("withdrawal_words_of_others_have_a_code", Withdrawal, {"third_party_words_sealed": b"x"}),
    ("withdrawal_words_of_others_have_a_code", Withdrawal, {"officer_words_sealed": b"x"}),
    ("withdrawal_corroborated_by_another", Withdrawal, {"corroborated_at": LATER}),
    ("withdrawal_kind_known", Withdrawal, {"kind": "gave_up"}),
    ("withdrawal_stage_known", Withdrawal, {"stage": "somewhere"}),
    ("withdrawal_told_known", Withdrawal, {"told_by": "rumour"}),
    ("withdrawal_welcome_known", Withdrawal, {"recontact_welcome": "maybe"}),
    ("withdrawal_support_known", Withdrawal, {"support_offered": ["tea"]}),
    ("withdrawal_reasons_of_victim_known", Withdrawal, {"reasons_of_victim": ["delay", "x"]}),
    ("withdrawal_reasons_of_third_party_known", Withdrawal, {"reasons_of_third_party": ["x"]}),
    ("withdrawal_reasons_of_officer_known", Withdrawal, {"reasons_of_officer": ["x"]}),
    ("reengagement_voided_together", Reengagement, {"void_reason": "Wrong."}),
    ("reengagement_not_in_future", Reengagement, {"occurred_at": LATER + timedelta(seconds=1)}),
    ("reengagement_was_said", Reengagement, {"told_by": "inferred"}),
    ("reengagement_told_known", Reengagement, {"told_by": "rumour"}),
    ("isva_consent_before_start", IsvaSupport, {"consented_on": on(2, month=10).date()}),
    ("isva_ends_together_after_start", IsvaSupport, {"ended_at": LATER}),
    ("isva_ends_together_after_start", IsvaSupport, {"ended_because": "ended"}),
    ("isva_ended_because_known", IsvaSupport, {"ended_because": "tea"}),
    ("concern_about_known", SafeguardingConcern, {"about": "weather"}),
    ("concern_outcome_known", SafeguardingConcern, {**DONE, "outcome": "forgotten"}),
    ("concern_acted_on_after_raised", SafeguardingConcern, {"act_by": on(1).date()}),
    ("concern_resolved_together_after_raised", SafeguardingConcern, {**DONE, "done_sealed": None}),
    ("concern_resolved_together_after_raised", SafeguardingConcern, {**DONE, "resolved_at": on(1)}),
    ("concern_resolved_together_after_raised", SafeguardingConcern, {"done_sealed": b"x"}),
]


SECOND_ROW = [
    ("identity_one_stands", Identity),
    ("contact_details_one_stands", ContactDetails),
    ("withdrawal_once_a_moment", Withdrawal),
    ("reengagement_once_a_moment", Reengagement),
    ("isva_once_while_supporting", IsvaSupport),
]
DAY_CHANGES = [
    ("day_change_changes", {"after": "yes"}),
    ("day_change_says_why", {"why": ""}),
    ("day_change_fact_known", {"fact": "weather"}),
]
STAGE_CHANGES = [
    ("stage_change_changes", {"new_stage": "first_contact"}),
    ("stage_change_says_why", {"why": ""}),
    ("stage_change_new_known", {"new_stage": "somewhere"}),
]
BY_NAME = {
    "withdrawal_corroborated_is_a_choice",
    *("isva_is_not_the_recorder", "withdrawal_checked_in_known", "look_back_once_a_withdrawal"),
    *("term_mapped_to_another", "term_mapped_once_a_change"),
}
# Codes of the dated lists are held by a trigger: a check cannot look into another table.
TRIGGERED = {
    *("withdrawal_stage_known", "stage_change_new_known"),
    *(f"withdrawal_{column}_known" for column in REASON_COLUMNS.values()),
}


@pytest.mark.parametrize(
    ("constraint", "model", "given"), ONE_ROW, ids=[f"{row[0]}-{n}" for n, row in enumerate(ONE_ROW)]
)
def test_row_that_cannot_be_is_refused(
    make: Make, constraint: str, model: type, given: dict[str, object]
) -> None:
    refused(constraint, lambda: make(model, **given))


AS_MADE = [
    Identity,
    ContactDetails,
    Contact,
    SafeguardingConcern,
    Withdrawal,
    Reengagement,
    IsvaSupport,
]


@pytest.mark.parametrize("model", AS_MADE)
def test_row_as_made_stands(make: Make, model: type) -> None:
    assert make(model).pk is not None


@pytest.mark.parametrize(("constraint", "model"), SECOND_ROW)
def test_second_row_of_the_same_is_refused(make: Make, constraint: str, model: type) -> None:
    make(model)
    refused(constraint, lambda: make(model))


def test_recorder_cannot_corroborate_in_the_database(make: Make, alice: Person) -> None:
    done = {"corroborated_at": LATER, "corroboration_note_sealed": b"x", "corroborated_from": ["statement"]}
    refused("withdrawal_corroborated_by_another", lambda: make(Withdrawal, corroborated_by=alice, **done))


def test_lost_contact_is_not_corroborated_in_the_database(make: Make, bob: Person) -> None:
    lost = {"kind": "lost_contact", "from_what": [], "told_by": "", "reasons_of_victim": []}
    lost |= {"primary_reason": "", "support_offered": []}
    done = {"corroborated_at": LATER, "corroboration_note_sealed": b"x", "corroborated_from": ["statement"]}
    assert make(Withdrawal, **lost).pk
    refused(
        "withdrawal_corroborated_is_a_choice",
        lambda: make(Withdrawal, corroborated_by=bob, **{**lost, **done, "occurred_at": on(11)}),
    )


def test_corroboration_says_where_it_was_found(make: Make, bob: Person) -> None:
    done = {"corroborated_at": LATER, "corroboration_note_sealed": b"x", "corroborated_by": bob}
    refused("withdrawal_corroborated_by_another", lambda: make(Withdrawal, **done))
    refused("withdrawal_checked_in_known", lambda: make(Withdrawal, **done, corroborated_from=["tea"]))


def test_isva_does_not_give_access_to_themselves(make: Make, alice: Person) -> None:
    refused("isva_is_not_the_recorder", lambda: make(IsvaSupport, isva=alice))


@pytest.mark.parametrize(("constraint", "given"), STAGE_CHANGES)
def test_stage_change_that_cannot_be_is_refused(
    make: Make, constraint: str, given: dict[str, object]
) -> None:
    withdrawal = make(Withdrawal)
    refused(constraint, lambda: make(WithdrawalStageChange, withdrawal=withdrawal, **given))


@pytest.mark.parametrize(("constraint", "given"), DAY_CHANGES)
def test_change_of_a_day_that_cannot_be_is_refused(
    make: Make, alice: Person, constraint: str, given: dict[str, object]
) -> None:
    row = make(Withdrawal)
    said = {"fact": "plan_overdue", "before": "yes", "after": "no", "why": "Late.", "changed_at": LATER}
    about = {"case": row.case, "victim": row.victim, "withdrawal": row, "changed_by": alice}

    def do() -> None:
        with open_door("test"):
            WithdrawalDayChange(**{**said, **about, **given}).save(force_insert=True)

    refused(constraint, do)


def test_every_constraint_of_the_app_is_tested() -> None:
    """Whoever adds a constraint adds its test."""
    models = apps.get_app_config("victims").get_models()
    declared = {one.name for model in models for one in model._meta.constraints}
    tried = {row[0] for row in (*ONE_ROW, *SECOND_ROW, *DAY_CHANGES, *STAGE_CHANGES)}
    of_terms = (*TERMS, *CHANGES, *TAKEN_BACK, HELD)
    elsewhere = {name for name, _ in (*MATERIAL, *LOOK_BACKS, *of_terms, *TOLD_ROWS, *APPOINTMENTS)}
    assert declared | TRIGGERED == tried | BY_NAME | record_rows.NAMES | elsewhere | SUPPORT
