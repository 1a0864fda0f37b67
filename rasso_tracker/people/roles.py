"""Who may do and read what: one readable declaration a role (safety.md 4). What is not said here is refused.

`may` names deeds (the service functions). Whether the deed fits the case *now* is each app's rules.py.
`reads` names the parts of a case. `scope` says which cases; named people see theirs whatever the scope,
where `named` is true. A restricted case is seen by its named people only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rasso_tracker.people.cps_roles import CPS_LAWYER, CPS_LEGAL_MANAGER
from rasso_tracker.people.deed_sets import (
    ADVICE_DEEDS,
    BOOKING_DEEDS,
    CASE_DEEDS,
    CLIENT_DEEDS,
    CPS_ACTS_BY_POLICE,
    CPS_REVIEW_DEEDS,
    DECISION_DEEDS,
    DUTY_DEEDS,
    FIGURES,
    FILTER_DEEDS,
    INBOX_DEEDS,
    ITEM_DEEDS,
    LEARNING_DEEDS,
    LETTER_DEEDS,
    MATCH_DEEDS,
    OWN_DEEDS,
    PEOPLE_DEEDS,
    RECORD_LINES,
    RUNNING_DEEDS,
    SETTLING_DEEDS,
    SUPERVISION_DEEDS,
    TELLING_DEEDS,
    TERM_DEEDS,
    TRAINING_DEEDS,
    VICTIM_DEEDS,
)
from rasso_tracker.people.parts import (
    EVERYTHING_ON_A_CASE,
    OF_AN_OFFICER,
    POLICE_WITHOUT_VICTIM_CONTACT,
    Part,
    Role,
    Scope,
)

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person

OFFICER = Role(
    code="officer",
    title="Officer",
    what="Investigates: own cases and those of the district team, as officer in charge or specially trained "
    "officer.",
    scope=Scope.TEAM,
    named=True,
    reads_parts=OF_AN_OFFICER,
    deeds=frozenset(
        CASE_DEEDS
        | VICTIM_DEEDS
        | CPS_ACTS_BY_POLICE
        | ADVICE_DEEDS
        | ITEM_DEEDS
        | BOOKING_DEEDS
        | LETTER_DEEDS
        | TELLING_DEEDS
        | CPS_REVIEW_DEEDS
        | {
            "send_file_for_check",
            "record_advice_read",
            "consider_early_advice",
            "submit_to_cps",
            "write_strategy",
            "return_items",
            "set_plan_date",
            "acknowledge_escalation",
            "acknowledge_due_escalation",
            *DECISION_DEEDS,
            RECORD_LINES,
            *FILTER_DEEDS,
            "answer_direction",
            "finish_lesson",
            "read_recontact_due",
            "read_owed_to_victims",
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
    searches_by_surname=True,
)
SUPERVISOR = Role(
    code="supervisor",
    title="Supervisor",
    what="Supervises a district: assigns, corroborates withdrawals, authorises decisions, answers "
    "escalations.",
    scope=Scope.DISTRICT,
    named=True,
    reads_parts=EVERYTHING_ON_A_CASE,
    deeds=OFFICER.deeds
    | SUPERVISION_DEEDS
    | {
        "assign_officer",
        "restrict_case",
        "name_person",
        "end_naming",
        "corroborate_withdrawal",
        *LEARNING_DEEDS,
        "read_outcome_gaps",
        "read_late_tellings",
        "agree_spokesperson",
        "merge_victims",
        "merge_suspects",
        "decide_material_request",
        "record_plan_review",
        "reassign_plans",
        "review_strategy",
        *MATCH_DEEDS,
        *SETTLING_DEEDS,
        *FIGURES,
        *TRAINING_DEEDS,
        "learn_from_review",
        "set_duty_cover",
        *DUTY_DEEDS,
        "end_duty_cover",
    },
    searches_by_surname=True,
)
GATEKEEPER = Role(
    code="gatekeeper",
    title="RaSSO Gatekeeper",
    what="Manages submissions and action plans of every district. No victim identity or contact.",
    scope=Scope.GATEKEPT,
    named=True,
    # That the investigation is supervised, and when, bears on a submission; the words are the team's own.
    reads_parts=POLICE_WITHOUT_VICTIM_CONTACT - {Part.SUPERVISION_WORDS},
    deeds=frozenset(
        CPS_ACTS_BY_POLICE
        | ADVICE_DEEDS
        | ITEM_DEEDS
        | BOOKING_DEEDS
        | RUNNING_DEEDS
        | CPS_REVIEW_DEEDS
        | {
            "check_file",
            "finish_lesson",
            "submit_to_cps",
            "write_strategy",
            "return_items",
            "record_plan_review",
            "reassign_plans",
            "review_strategy",
            "set_plan_date",
            "acknowledge_escalation",
            "acknowledge_due_escalation",
            "record_cps_nfa",
            "receive_review_request",
            "record_also_asked",
            "take_ask_back",
            "acknowledge_review_request",
            "record_review_update",
            "tell_review_outcome",
            RECORD_LINES,
            "allocate_review",
            "give_review_back",
            "set_duty_cover",
            *DUTY_DEEDS,
            "end_duty_cover",
            "read_performance",
            "read_withdrawal_figures",
            *FILTER_DEEDS,
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
)
REVIEWER = Role(
    code="reviewer",
    title="Reviewer",
    what="Decides Right to Review requests that were allocated, independent of the decision.",
    scope=Scope.NONE,
    named=True,
    reads_parts=POLICE_WITHOUT_VICTIM_CONTACT,
    deeds=frozenset(
        {
            "decide_review",
            "record_also_asked",
            "take_ask_back",
            "acknowledge_review_request",
            "give_review_back",
            "extend_review",
            "record_review_update",
            "tell_review_outcome",
            "learn_from_review",
            RECORD_LINES,
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
)
ISVA = Role(
    code="isva",
    title="Independent Sexual Violence Adviser",
    what="Supports consenting clients: contact, key dates and decisions. Never evidence.",
    scope=Scope.NONE,
    named=True,
    reads_parts=frozenset(
        {
            Part.CASE,
            Part.VICTIM_IDENTITY,
            Part.VICTIM_CONTACT,
            Part.SUPPORT,
            Part.ENGAGEMENT,
            Part.DECISIONS,
        }
    ),
    deeds=frozenset(
        {
            *CLIENT_DEEDS,
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
    before_entry="This becomes a police record and may be disclosed. Do not record the account or therapy.",
)
MANAGER = Role(
    code="manager",
    title="Manager",
    what="Answers for performance: counts for the force, rows of the own district without identity.",
    scope=Scope.DISTRICT,
    named=False,
    reads_parts=frozenset(
        {
            Part.CASE,
            Part.SUPPORT,
            Part.ENGAGEMENT,
            Part.CPS,
            Part.PLANS,
            Part.DECISIONS,
            Part.PEOPLE,
            Part.SUPERVISION,
        }
    ),
    deeds=frozenset(
        {
            "acknowledge_escalation",
            "acknowledge_due_escalation",
            *LEARNING_DEEDS,
            "read_outcome_gaps",
            "read_late_tellings",
            "read_rights_to_tell",
            "read_recontact_due",
            "finish_lesson",
            *FIGURES,
            *FILTER_DEEDS,
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
)
CRIME_REGISTRAR = Role(
    code="crime_registrar",
    title="Crime registrar",
    what="Looks after outcomes and cancellations, wherever an outcome stands.",
    scope=Scope.OUTCOME,
    named=False,
    # Outcomes are on the lines of decisions; the summary and suspects are not theirs to read (safety.md 4).
    reads_parts=frozenset({Part.CASE, Part.ENGAGEMENT, Part.DECISIONS}),
    deeds=frozenset(
        {
            "cancel_crime",
            "cancel_recorded_crime",
            "read_outcome_gaps",
            "read_late_tellings",
            "read_rights_to_tell",
            "read_withdrawal_figures",
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
)
AUDITOR = Role(
    code="auditor",
    title="Auditor",
    what="Reads the log of who looked at and changed what. No case content.",
    scope=Scope.NONE,
    named=False,
    reads_parts=frozenset(),
    deeds=frozenset({"read_audit", *INBOX_DEEDS, *OWN_DEEDS}),
)
ADMINISTRATOR = Role(
    code="administrator",
    title="Administrator",
    what="Keeps people, districts, duty cover, ladders, clock rules and holidays. No case content.",
    scope=Scope.NONE,
    named=False,
    reads_parts=frozenset(),
    deeds=frozenset(
        {
            "set_duty_cover",
            *DUTY_DEEDS,
            "end_duty_cover",
            "add_bank_holiday",
            "withdraw_bank_holiday",
            "add_clock_rule",
            "set_ladder_step",
            "withdraw_ladder_step",
            "record_translation_checked",
            *TERM_DEEDS,
            *TRAINING_DEEDS,
            "add_support_service",
            "change_support_service",
            "read_messages_health",
            *PEOPLE_DEEDS,
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
)
NOBODY = Role(
    code="nobody",
    title="No role",
    what="Holds no role: sees and does nothing.",
    scope=Scope.NONE,
    named=False,
    reads_parts=frozenset(),
    deeds=frozenset(),
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        OFFICER,
        SUPERVISOR,
        GATEKEEPER,
        CPS_LAWYER,
        CPS_LEGAL_MANAGER,
        REVIEWER,
        ISVA,
        MANAGER,
        CRIME_REGISTRAR,
        AUDITOR,
        ADMINISTRATOR,
    )
}


def is_supporter(person: Person) -> bool:
    """An ISVA: knows of a case through clients alone, of them what they were told, and never evidence."""
    return not person.is_service and person.role == ISVA
