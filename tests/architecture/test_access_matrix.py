"""Role by route by relation, read from one file: what each of the named people may do with one Leeds case.

`access_matrix.txt` has a line for each route and a column for each person: yes (opens, or refuses the empty
input by the field), no (403 with a sentence), - (404: may not know of it). A route that is missing fails.
To write it anew after adding a route, run this test with RASSO_WRITE_MATRIX=1; read the change like code.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from actionplans.models import (
    Triage,
)
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt
from rasso_tracker.web.routes import Route, all_routes
from rasso_tracker.web.services import do_once
from tests.chain import story as told
from tests.chain.library import stories_told
from tests.visitors import Visitor, signed_in_once

FILE = Path(__file__).with_name("access_matrix.txt")
# Inside the case: its officer, the district's supervisor, the gatekeeper, CPS of the unit, the reviewer it is
# allocated to, the ISVA of the consenting victim, the district manager. Then roles without cases; outsiders.
COLUMNS = ("alice", "sam", "gita", "lena", "max", "rita", "ivy", "mona", "reg", "audrey", "adam")
OUTSIDERS = ("charlie", "brad", "nora")
PEOPLE = (*COLUMNS, *OUTSIDERS)
WORDS = {403: "no", 404: "-"}
OPENS = {200, 201, 302, 400, 409, 412, 422, 428}
# Pages that differ for nobody: they hold nothing of a case.
SAME_FOR_ALL = {"sign_in", "sign_out", "choose_role", "healthz", "readyz", "metrics", "demo_mail_message"}


# Of which story the record of a deed or page is taken, where the whole one is past it or has none.
STORY_OF = {
    "accept_items": "lapsed",
    "dispute_item": "lapsed",
    "assign_item": "lapsed",
    "link_item": "lapsed",
    "set_item_date": "lapsed",
    "answer_dispute": "lapsed",
    "withdraw_item": "lapsed",
    "withdraw_plan": "lapsed",
    "finalise_plan": "plan opened again",
    "reopen_plan": "plan finalised",
    "take_back_plan_withdrawal": "plan withdrawn",
    "finalise_early_advice": "advised early",
    "take_back_early_advice_end": "early advice closed",
    "confirm_early_advice_ending": "early advice closed",
    "confirm_plan_ending": "plan withdrawn",
    "confirm_plan_reopening": "plan opened again",
    "take_back_item_withdrawal": "item withdrawn",
    "confirm_item_withdrawal": "item withdrawn",
    "wait_on_body": "lapsed",
    "chase_body": "lapsed",
    "end_wait": "lapsed",
    "confirm_dispute_answer": "items by police",
    "confirm_item_check": "items by police",
    "confirm_completion": "items by police",
    "return_items": "lapsed",
    "check_item": "returned",
    "complete_plan": "returned",
    "set_plan_date": "lapsed",
    "record_plan_review": "lapsed",
    "acknowledge_escalation": "lapsed",
    "confirm_triage": "by police",
    "confirm_charge": "charged",
    "confirm_advice": "by police",
    "confirm_action_plan": "by police",
    "confirm_countersignature": "by police",
    "confirm_question": "by police",
    "confirm_answer": "by police",
    "countersign_advice": "to countersign",
    "answer_question": "to countersign",
    "check_file": "with the gatekeeper",
    "triage_submission": "sent",
    "write_advice": "by police",
    "issue_action_plan": "by police",
    "paste_document": "by police",
    "api_read_document": "by police",
    "issue_from_document": "by police",
    "keep_corrections": "by police",
    "discard_document": "by police",
    "api_pasted_document": "by police",
    "corroborate_withdrawal": "withdrawn",
    "void_withdrawal": "withdrawn",
    "record_support_choice": "withdrawn",
    "send_referral": "with the gatekeeper",
    "record_support_answer": "sent",
    "void_support_step": "sent",
    "deploy_sto": "withdrawn",
    "record_sto_met": "sent",
    "end_sto": "sent",
    "void_sto": "sent",
    "record_re_engagement": "withdrawn",
    "authorise_nfa": "proposed",
    "refuse_nfa": "proposed",
    "draft_letter": "authorised",
    "edit_letter": "letter drafted",
    "sign_off_letter": "letter drafted",
    "drop_letter": "letter drafted",
    "record_letter_sent": "letter signed off",
    "record_letter_interpreted": "letter signed off",
    "record_letter_printed": "letter signed off",
    "send_letter_by_notify": "letter signed off",
    "take_letter_back": "letter signed off",
    "record_cps_letter": "CPS decision by police",
    "notify_victim": "authorised",
    "plan_telling": "authorised",
    "record_telling_attempt": "authorised",
    "record_wish_to_wait": "authorised",
    "say_why_late": "authorised",
    "take_back_not_told": "authorised",
    "say_no_letter": "notified",
    "record_victim_question": "authorised",
    "answer_victim_question": "notified",
    "record_told_of_right": "notified",
    "receive_review_request": "told",
    "acknowledge_review_request": "asked",
    "allocate_review": "acknowledged",
    "decide_review": "allocated",
    "extend_review": "allocated",
    "give_review_back": "allocated",
    "record_review_update": "allocated",
    "record_also_asked": "asked",
    "take_ask_back": "allocated",
    "record_cps_review": "CPS decision by police",
    "cps_review_detail": "CPS decision by police",
    "api_cps_review": "CPS decision by police",
    "pass_on_to_cps": "CPS decision by police",
    "record_cps_review_outcome": "CPS reviews it",
    "record_cps_review_told": "CPS has answered",
    "ask_independent_review": "CPS was heard",
    "record_no_evidence_proposed": "charged",
    "expedited_review_detail": "charged",
    "api_expedited_review": "charged",
    "record_no_evidence_told": "expedited review not heard of",
    "record_expedited_answer": "charged",
    "move_expedited_hearing": "charged",
    "record_expedited_outcome": "expedited review asked for",
    "record_expedited_told": "expedited review decided",
    "authorise_cps_nfa": "proposed by CPS",
    "confirm_cps_decision": "CPS decision by police",
    "acknowledge_due_escalation": "limit near",
    "api_due_escalation": "limit near",
    "due_item_detail": "limit near",
    "cancel_clinic": "clinic ahead",
    "swap_clinic_lawyer": "clinic ahead",
    "change_clinic_host": "clinic ahead",
    "cancel_booking": "clinic ahead",
    "move_booking": "clinic ahead",
    "record_clinic_result": "clinic begun",
    "correct_clinic_result": "clinic heard",
    "write_clinic_advice": "clinic heard",
    "add_follow_up": "clinic heard",
    "finish_follow_up": "clinic heard",
    "move_follow_up": "clinic heard",
    "withdraw_follow_up": "clinic heard",
    "reopen_follow_up": "clinic followed up",
    "api_clinic_follow_up": "clinic heard",
    "clinic_detail": "clinic heard",
    "clinic_list": "clinic heard",
    "clinic_booking_detail": "clinic heard",
    "api_clinic": "clinic heard",
    "api_clinic_booking": "clinic heard",
    "agree_strategy": "by police",
    "review_strategy": "limit near",
    "confirm_strategy_agreement": "limit near",
    "strategy_detail": "limit near",
    "api_strategy": "limit near",
    "supervisory_review_detail": "limit near",
    "api_supervisory_review": "limit near",
    "direction_detail": "limit near",
    "api_direction": "limit near",
    "answer_direction": "limit near",
    "move_direction": "limit near",
    "withdraw_direction": "limit near",
    "resolve_safeguarding_concern": "limit near",
    "confirm_ways": "in doubt",
    "confirm_told_withdrawal": "told by the ISVA",
    "answer_told_withdrawal": "told by the ISVA",
    "told_withdrawal": "told by the ISVA",
    "api_told_withdrawal": "told by the ISVA",
    "end_my_support": "told by the ISVA",
    "appointment": "appointment",
    "api_appointment": "appointment",
    "answer_appointment": "appointment ahead",
    "move_appointment": "appointment",
    "cancel_appointment": "appointment",
    "record_appointment_held": "appointment",
    "say_why_not_told": "in doubt",
    "agree_spokesperson": "in doubt",
    "end_spokesperson": "in doubt",
    "api_spokesperson": "in doubt",
    "material_request": "withdrawn",
    "api_material_request": "withdrawn",
    "decide_material_request": "with the gatekeeper",
    "give_material_notice": "withdrawn",
    "send_material_request": "sent",
    "record_material_answer": "lapsed",
    "record_device_answer": "returned",
    "record_device_return": "items by police",
    "drop_material_request": "withdrawn",
    "api_safeguarding_concern": "limit near",
    "look_back": "looked back",
    "record_day_step": "told",
    "reopen_decision": "told",
    "cancel_crime": "told",
    "sign_off_day": "told",
    "record_safety_plan": "CPS decision by police",
    "api_look_back": "looked back",
    "void_look_back": "looked back",
    "lesson_detail": "looked back",
    "api_lesson": "looked back",
    "finish_lesson": "looked back",
    "pass_lesson_on": "looked back",
}
Subjects = dict[str, dict[str, uuid.UUID]]


@pytest.fixture(scope="module")
def subjects(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[Subjects]:
    """A story for each stage in a database of its own; by story, model label to the id of its row."""
    with (
        django_db_blocker.unblock(),
        stories_told(home_database, template_database, "matrix") as stories,
        signed_in_once(),
    ):
        with system("the test looks for its subjects"):
            found = {name: ids_of(story) for name, story in stories.items()}
            alice = told.person("alice")
            for row in (alice, receipt_of(alice, stories["whole"])):
                found["whole"][row._meta.label] = row.pk
        yield found


def ids_of(story: told.Story) -> dict[str, uuid.UUID]:
    rows = [row for row in vars(story).values() if row is not None]
    rows += [Triage.objects.filter(case=story.case).first(), *told.items_of(story)]
    return {row._meta.label: row.pk for row in rows if row is not None}


def receipt_of(person: Person, story: told.Story) -> Receipt:
    """The receipt of a deed of this person on the case, as a page leaves it."""
    outcome = do_once(
        by=person,
        surface="edit_case",
        token=None,
        digest="d",
        do=lambda: story.case,
        address_of=lambda result: "/",
        case_of=lambda result: story.case.pk,
    )
    return Receipt.objects.get(pk=outcome.receipt)


def routes() -> list[Route]:
    """Every route that answers by person; of a form, GET stands for both (POST asks the same first)."""
    return [
        route
        for route in all_routes()
        if not route.public
        and route.name not in SAME_FOR_ALL
        and not (route.kind == "form" and route.method == "POST")
        and not route.path.startswith("/trial/")
    ]


def ask(route: Route, browser: Client, subjects: Subjects) -> int:
    """Ask one route with no input but the record it is about; nothing that it does is kept."""
    needs_row = route.in_address or route.subject_name
    story = STORY_OF.get(route.deed or route.name, "whole")
    key = str(subjects[story][route.subject]) if needs_row and route.subject else ""
    path = route.path.replace("<uuid:pk>", key)
    with transaction.atomic():
        if route.method == "GET":
            status = browser.get(path).status_code
        else:
            body = {route.subject_name: key} if route.subject_name and not route.in_address else {}
            send = browser.patch if route.method == "PATCH" else browser.post
            status = send(path, data=body, content_type="application/json").status_code
        transaction.set_rollback(True)
    return int(status)


def answers_to(person: str, subjects: Subjects) -> list[str]:
    """What each route answers this person, in the order of routes()."""
    browser = Visitor(Person.objects.get(username=person))
    found = []
    for route in routes():
        status = ask(route, browser, subjects)
        found.append(WORDS.get(status) or ("yes" if status in OPENS else str(status)))
    return found


def written() -> dict[str, list[str]]:
    if not FILE.exists():
        return {}
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    return {line[:LABEL].strip(): line[LABEL:].split() for line in lines}


LABEL = 72


def label(route: Route) -> str:
    return f"{route.method} {route.path}"


def test_every_route_answers_each_person_as_the_matrix_says(subjects: Subjects) -> None:
    by_person = [answers_to(one, subjects) for one in PEOPLE]
    found = {
        label(route): list(row) for route, row in zip(routes(), zip(*by_person, strict=True), strict=True)
    }
    if os.environ.get("RASSO_WRITE_MATRIX") == "1":
        heading = "# " + "route".ljust(LABEL - 2) + "".join(one.ljust(8) for one in PEOPLE)
        rows = [
            key.ljust(LABEL) + "".join(word.ljust(8) for word in row).rstrip() for key, row in found.items()
        ]
        FILE.write_text("\n".join([heading, *rows]) + "\n")
    assert found == written()


def test_no_route_ends_in_a_fault(subjects: Subjects) -> None:
    assert {word for row in written().values() for word in row} == {"yes", "no", "-"}


def test_nobody_gets_in_without_signing_in(subjects: Subjects) -> None:
    stranger = Client()
    for route in routes():
        status = ask(route, stranger, subjects)
        assert status in (302, 401, 403), label(route)


def test_outsiders_know_of_no_record(subjects: Subjects) -> None:
    """A form that the role never has answers 403 before anything is looked up; all else is 404."""
    # A clinic holds nothing of a case: police of every district read the diary.
    own = {
        "notices.Message",
        "clocks.BankHoliday",
        "actionplans.Clinic",
        "actionplans.LadderStep",
        "victims.SupportService",
        "victims.Term",
        "victims.TermChange",
    }
    for route in routes():
        if route.in_address and route.subject not in own:
            row = dict(zip(PEOPLE, written()[label(route)], strict=True))
            assert {row[one] for one in OUTSIDERS} <= {"-", "no"}, label(route)
