"""What becomes of an action plan that is open when somebody is charged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.html import escape

from actionplans.models import ActionPlan, PlanBesideCharge
from actionplans.seals import Label
from actionplans.services import (
    accept_items,
    answer_dispute,
    check_item,
    dispute_item,
    raise_reminders,
    record_plan_review,
    return_items,
    withdraw_plan,
)
from cases.forms.parties import NOT_OPEN
from cases.models import Allegation, Case, DueItem, Milestone
from cases.services import add_allegation, record_milestone, void_milestone
from rasso_tracker.audit import Action
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.vault import unseal
from tests.actionplans.conftest import REVIEW_ON, TARGET_ON, moment
from tests.decisions import by_cps

STAYS = "The download of the telephone is wanted for disclosure."
LAPSED = end_of_day(REVIEW_ON)
AT = moment(date(2026, 3, 10))
EARLIER, LATER = moment(date(2026, 3, 5)), moment(date(2026, 3, 6))


def charge(by: Person, case: Case, *rows: dict[str, Any], **more: Any) -> Milestone:
    said = {"kind": "charged", "occurred_at": AT, **by_cps(AT), **more}
    return record_milestone(by=by, case=case, at=AT, open_plans=rows, **said)


def row(plan: ActionPlan, becomes: str = "stays", reason: str = STAYS) -> dict[str, Any]:
    return {"plan": str(plan.pk), "becomes": becomes, "reason": reason}


def faults(by: Person, case: Case, *rows: dict[str, Any], **more: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        charge(by, case, *rows, **more)
    assert not PlanBesideCharge.objects.exists()
    return refusal.value.fields


def test_a_plan_that_stays_open_keeps_its_reason_and_its_ladder(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    made = charge(alice, plan.case, row(plan))
    (kept,) = PlanBesideCharge.objects.all()
    assert (kept.plan, kept.charge, kept.becomes, kept.said_by) == (plan, made, "stays", alice)
    assert unseal(plan.case_id, Label.BESIDE_CHARGE, kept.pk, kept.reason_sealed) == STAYS
    plan.refresh_from_db()
    assert plan.is_open
    assert raise_reminders(at=LAPSED + timedelta(days=60)).written > 0
    browser = sign_in(alice)
    page = browser.get(f"/action-plans/{plan.pk}/").content.decode()
    assert "Somebody was charged while this plan was open. It stays open" in page
    assert STAYS in page
    assert STAYS in browser.get(f"/cases/{plan.case_id}/").content.decode()
    (said,) = browser.get(f"/api/v1/action-plans/{plan.pk}/").json()["beside_charges"]
    assert (said["charge"], said["becomes"], said["reason"]) == (str(made.pk), "stays", STAYS)


def test_what_cps_asks_for_no_more_is_withdrawn_and_owes_nothing(plan: ActionPlan, alice: Person) -> None:
    charge(alice, plan.case, row(plan, "withdrawn", ""))
    plan.refresh_from_db()
    assert (plan.status, plan.next_step_at, plan.closed_at) == ("withdrawn", None, AT)
    assert not DueItem.objects.filter(source=plan.pk, settled_at__isnull=True).exists()
    assert raise_reminders(at=LAPSED + timedelta(days=60)).written == 0
    event = AuditEvent.objects.get(action=Action.PLANS_WITHDRAWN.name)
    assert (event.subjects, event.person) == ([plan.pk], alice)


def test_each_open_plan_is_said_and_every_fault_with_the_rest(plan: ActionPlan, alice: Person) -> None:
    case = plan.case
    words = faults(alice, case)["open_plans"]
    assert words.startswith("Say what becomes of what is still open. Action plan 1 of ")
    other = {"plan": str(uuid7()), "becomes": "stays", "reason": STAYS}
    assert set(faults(alice, case, other)) == {"open_plans-0-plan", "open_plans"}
    assert set(faults(alice, case, row(plan, reason=" "))) == {"open_plans-0-reason"}
    assert set(faults(alice, case, row(plan, "lost"))) == {"open_plans-0-becomes"}
    assert set(faults(alice, case, row(plan), row(plan))) == {"open_plans-1-plan"}
    assert set(faults(alice, case, cps_lawyer="", allegation=None)) == {"open_plans", "cps_lawyer"}


def test_only_cps_takes_back_what_it_asks_for(plan: ActionPlan, alice: Person) -> None:
    case = plan.case
    other = add_allegation(
        by=alice, case=case, crime_reference="13269999998", offence_type="sexual_assault", at=AT
    )
    said = dict.fromkeys(by_cps(AT), None) | {"charge_by": "police", "cps_lawyer": "", "document_name": ""}
    more = {**said, "allegation": other}
    assert set(faults(alice, case, row(plan, "withdrawn"), **more)) == {"open_plans-0-becomes"}
    assert charge(alice, case, row(plan), **more).stands


def test_of_a_plan_that_stays_open_the_next_charge_asks_nothing_until_the_first_is_voided(
    plan: ActionPlan, alice: Person
) -> None:
    case = plan.case
    add_allegation(by=alice, case=case, crime_reference="13269999998", offence_type="sexual_assault", at=AT)
    one, two = Allegation.objects.filter(case=case).order_by("added_at")
    first = charge(alice, case, row(plan), allegation=one)
    alike = {"charge_by": "police", "cps_lawyer": "", "cps_decided_on": None}
    alike |= {"document_name": "", "document_date": None, "allegation": two}
    second = charge(alice, case, **alike)
    for made in (second, first):
        void_milestone(by=alice, milestone=made, reason="Of another case.", at=AT)
    with pytest.raises(Invalid) as refusal:
        charge(alice, case, **alike)
    assert list(refusal.value.fields) == ["open_plans"]


def test_nothing_but_a_charge_says_it(plan: ActionPlan, alice: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        record_milestone(by=alice, case=plan.case, kind="abe", occurred_at=AT, at=AT, open_plans=[row(plan)])
    assert refusal.value.fields == {"open_plans": "Only a charge says this: leave it empty."}


@pytest.mark.parametrize(
    ("becomes", "reason"), [("stays", STAYS), ("withdrawn", ""), ("stays", ""), ("", "")]
)
def test_page_and_api_show_the_open_plan_and_ask_the_same(
    plan: ActionPlan, alice: Person, sign_in: Any, becomes: str, reason: str
) -> None:
    case, browser = plan.case, sign_in(alice)
    page = f"/cases/{case.pk}/milestones/new/"
    shown = browser.get(page).content.decode()
    assert "what becomes of each action plan that is open?" in shown
    assert "that is open? (optional)" not in shown
    assert escape(f"Action plan 1 of {plan.issued_on.day} ") in shown
    said = {name: str(value) for name, value in by_cps(AT).items()}
    body = {"case": str(case.pk), "kind": "charged", "occurred_at": AT.isoformat(), **said}
    body["open_plans"] = [row(plan, becomes, reason)]
    typed = {"kind": "charged", "charge_by": "cps", "cps_lawyer": "Nora Pell", "document_name": "mg3"}
    for name in ("occurred_at", "cps_decided_on", "document_date"):
        typed |= {f"{name}_day": AT.day, f"{name}_month": AT.month, f"{name}_year": AT.year}
    typed |= {"occurred_at_time": "12:00", "once": str(uuid7()), "open_plans-count": "1"}
    typed |= {f"open_plans-0-{name}": value for name, value in row(plan, becomes, reason).items()}
    if becomes and (reason or becomes == "withdrawn"):
        assert browser.post(page, typed).status_code == 302
        assert PlanBesideCharge.objects.get(plan=plan).becomes == becomes
        return
    by_page = browser.post(page, typed)
    by_api = browser.post("/api/v1/milestones/", body, content_type="application/json")
    assert (by_page.status_code, by_api.status_code) == (422, 400)
    if becomes:
        for sentence in by_api.json()["fields"].values():
            assert escape(sentence) in by_page.content.decode()
    assert not Milestone.objects.filter(case=case, kind="charged").exists()


def test_the_form_asks_for_the_plan_with_its_other_faults(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    typed = {"kind": "charged", "charge_by": "cps", "once": str(uuid7())}
    page = sign_in(alice).post(f"/cases/{plan.case_id}/milestones/new/", typed).content.decode()
    for words in (
        "Enter when it happened.",
        "Enter the day on which CPS decided.",
        "Say what becomes of what",
    ):
        assert words in page


@pytest.mark.parametrize("name", ["cps_decided_on", "document_date", "occurred_at"])
def test_a_day_ahead_hides_no_fault_of_what_becomes_of_the_plan(
    plan: ActionPlan, alice: Person, sign_in: Any, name: str
) -> None:
    ahead = now() + timedelta(days=3)
    typed = {"kind": "charged", "charge_by": "cps", "cps_lawyer": "Nora Pell", "document_name": "mg3"}
    for field in ("occurred_at", "cps_decided_on", "document_date"):
        day = ahead if field == name else AT
        typed |= {f"{field}_day": day.day, f"{field}_month": day.month, f"{field}_year": day.year}
    typed |= {"occurred_at_time": "12:00", "once": str(uuid7()), "open_plans-count": "1"}
    typed |= {f"open_plans-0-{key}": value for key, value in row(plan, reason="").items()}
    browser = sign_in(alice)
    page = browser.post(f"/cases/{plan.case_id}/milestones/new/", typed).content.decode()
    assert "Say why the plan stays open beside the charge." in page
    body = {"case": str(plan.case_id), "kind": "charged", "occurred_at": AT.isoformat(), **by_cps(AT)}
    body = {one: str(value) for one, value in body.items()}
    body[name] = ahead.isoformat() if name == "occurred_at" else ahead.date().isoformat()
    sent = {**body, "open_plans": [row(plan, reason="")]}
    answer = browser.post("/api/v1/milestones/", sent, content_type="application/json")
    assert {name, "open_plans-0-reason"} <= set(answer.json()["fields"])


def test_a_row_that_the_form_refuses_hides_no_fault_of_the_charge(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    said = {name: str(value) for name, value in by_cps(AT).items()} | {"cps_decided_on": "2099-01-01"}
    body = {"case": str(plan.case_id), "kind": "charged", "occurred_at": AT.isoformat(), **said}
    body["open_plans"] = [row(plan, "", "x" * 1001)]
    answer = sign_in(alice).post("/api/v1/milestones/", body, content_type="application/json")
    fields = answer.json()["fields"]
    assert set(fields) == {"cps_decided_on", "open_plans-0-becomes", "open_plans-0-reason"}
    assert fields["open_plans-0-becomes"] == "Choose what becomes of this plan."


def test_a_milestone_of_another_kind_passes_the_rows_by(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    typed = {"kind": "abe", "occurred_at_day": AT.day, "occurred_at_month": AT.month}
    typed |= {"occurred_at_year": AT.year, "occurred_at_time": "00:30", "once": str(uuid7())}
    typed |= {"open_plans-count": "1", "open_plans-0-plan": str(plan.pk)}
    sent = sign_in(alice).post(f"/cases/{plan.case_id}/milestones/new/", typed)
    assert sent.status_code == 302


def test_a_plan_issued_after_the_charge_was_not_open_beside_it(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    before = plan.issued_at - timedelta(days=1)
    said = {"occurred_at": before, **by_cps(before)}
    with pytest.raises(Invalid) as refusal:
        charge(alice, plan.case, row(plan, "withdrawn", ""), **said)
    (words,) = refusal.value.fields.values()
    assert list(refusal.value.fields) == ["open_plans-0-plan"]
    assert words.startswith("This plan was issued on 2 March 2026, after the charge of 1 March 2026:")
    sent = {name: str(value) for name, value in said.items()}
    body = {**sent, "case": str(plan.case_id), "kind": "charged", "occurred_at": before.isoformat()}
    answer = sign_in(alice).post("/api/v1/milestones/", body, content_type="application/json")
    assert answer.status_code == 201
    plan.refresh_from_db()
    assert (plan.is_open, PlanBesideCharge.objects.count()) == (True, 0)


def dues(plan: ActionPlan) -> list[tuple[str, str, date]]:
    sources = [plan.pk, *plan.items.values_list("pk", flat=True)]
    rows = DueItem.objects.filter(source__in=sources, settled_at__isnull=True)
    return sorted(rows.values_list("code", "what", "due_on"))


def as_it_stands(plan: ActionPlan) -> dict[str, Any]:
    """Everything of a plan and its items but how often they were written."""
    told = ActionPlan.objects.filter(pk=plan.pk).values().get()
    items = [dict(one) for one in plan.items.order_by("number").values()]
    for one in (told, *items):
        del one["version"]
    return {"plan": told, "items": items, "dues": dues(plan)}


def accepted_items(plan: ActionPlan, alice: Person, lena: Person) -> None:
    accept_items(by=alice, plan=plan, items=list(plan.items.all()), at=EARLIER)


def reviewed(plan: ActionPlan, alice: Person, lena: Person) -> None:
    record_plan_review(
        by=lena, plan=plan, outcome="on_track", note="", next_review_on=date(2026, 3, 20), at=EARLIER
    )


def part_returned(plan: ActionPlan, alice: Person, lena: Person) -> None:
    return_items(by=alice, plan=plan, items=[plan.items.get(number=1)], note="", at=EARLIER)


def returned(plan: ActionPlan, alice: Person, lena: Person) -> None:
    return_items(by=alice, plan=plan, items=list(plan.items.all()), note="", at=EARLIER)


def sent_back(plan: ActionPlan, alice: Person, lena: Person) -> None:
    returned(plan, alice, lena)
    for item, fine in zip(plan.items.order_by("number"), (False, True), strict=True):
        check_item(by=lena, item=item, accepted=fine, note="" if fine else "Unsigned.", at=LATER)


def taken_back(plan: ActionPlan, alice: Person, lena: Person) -> None:
    item = plan.items.get(number=1)
    raised = dispute_item(
        by=alice, item=item, reason="not_proportionate", channel="email", words="Too much.", at=EARLIER
    )
    answer_dispute(by=lena, dispute=raised, outcome="accepted", words="", at=LATER)


@pytest.mark.parametrize(
    ("before", "status"),
    [
        (lambda plan, alice, lena: None, "issued"),
        (accepted_items, "accepted"),
        (reviewed, "in_progress"),
        (part_returned, "part_returned"),
        (returned, "returned"),
        (sent_back, "rejected"),
        (taken_back, "issued"),
    ],
)
def test_a_plan_is_what_it_was_once_its_charge_is_voided(
    before: Any, status: str, plan: ActionPlan, alice: Person, lena: Person, sign_in: Any
) -> None:
    before(plan, alice, lena)
    stood = as_it_stands(plan)
    assert stood["plan"]["status"] == status
    made = charge(alice, plan.case, row(plan, "withdrawn", ""))
    assert as_it_stands(plan)["plan"]["status"] == "withdrawn"
    assert as_it_stands(plan)["dues"] == []
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=AT)
    assert as_it_stands(plan) == stood
    event = AuditEvent.objects.get(action=Action.PLANS_OPENED_AGAIN.name)
    assert (event.subjects, event.person) == ([plan.pk], alice)
    browser = sign_in(lena)
    page = " ".join(browser.get(f"/action-plans/{plan.pk}/").content.decode().split())
    assert "Somebody was charged while this plan was open. CPS does not ask for it any more" in page
    assert f"That charge was voided ({alice.name}, " in page
    assert "so CPS asks for it again: the plan is as it was" in page
    (said,) = browser.get(f"/api/v1/action-plans/{plan.pk}/").json()["beside_charges"]
    assert (said["becomes"], said["charge_voided_at"]) == ("withdrawn", AT.isoformat())
    charge(alice, plan.case, row(plan, "withdrawn", ""))  # and the right charge ends it as before
    plan.refresh_from_db()
    assert plan.status == "withdrawn"


def test_a_review_date_that_passed_meanwhile_is_set_anew(plan: ActionPlan, alice: Person) -> None:
    made = charge(alice, plan.case, row(plan, "withdrawn", ""))
    later = AT + timedelta(days=30)
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=later)
    plan.refresh_from_db()
    assert (plan.is_open, plan.review_on) == (True, later.date() + timedelta(days=14))
    assert plan.target_on == TARGET_ON


def charge_page(*rows: dict[str, Any]) -> dict[str, Any]:
    """What the page of a charge sends, with a row for each plan that was open when it was opened."""
    typed = {"kind": "charged", "charge_by": "cps", "cps_lawyer": "Nora Pell", "document_name": "mg3"}
    for name in ("occurred_at", "cps_decided_on", "document_date"):
        typed |= {f"{name}_day": AT.day, f"{name}_month": AT.month, f"{name}_year": AT.year}
    typed |= {"occurred_at_time": "12:00", "once": str(uuid7()), "open_plans-count": str(len(rows))}
    for place, said in enumerate(rows):
        typed |= {f"open_plans-{place}-{name}": value for name, value in said.items()}
    return typed


def test_of_the_only_plan_that_was_withdrawn_meanwhile_the_charge_says_so_and_keeps_what_was_typed(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: Any
) -> None:
    browser, page = sign_in(alice), f"/cases/{plan.case_id}/milestones/new/"
    assert STAYS not in browser.get(page).content.decode()
    withdraw_plan(by=lena, plan=plan, reason="not_needed", at=AT)
    typed = charge_page(row(plan))
    refused = browser.post(page, typed)
    assert (refused.status_code, refused.context["form"].faults()) == (422, {"open_plans-0-plan": NOT_OPEN})
    shown = refused.content.decode()
    for words in (
        escape(NOT_OPEN),
        "Nora Pell",
        STAYS,
        "An action plan that is not open",
        "Remove action plan 1",
    ):
        assert words in shown
    assert "Add another action plan" not in shown
    body = {"case": str(plan.case_id), "kind": "charged", "occurred_at": AT.isoformat()}
    body |= {name: str(value) for name, value in by_cps(AT).items()} | {"open_plans": [row(plan)]}
    by_api = browser.post("/api/v1/milestones/", body, content_type="application/json")
    assert (by_api.status_code, by_api.json()["fields"]) == (400, {"open_plans-0-plan": NOT_OPEN})
    assert not Milestone.objects.filter(case=plan.case_id, kind="charged").exists()
    without = browser.post(page, {**typed, "open_plans-remove": "0"})
    assert (without.status_code, STAYS in without.content.decode()) == (200, False)
    assert ("open_plans" in without.context["form"].fields, "Nora Pell" in without.content.decode()) == (
        False,
        True,
    )
    assert browser.post(page, charge_page()).status_code == 302
    assert Milestone.objects.filter(case=plan.case_id, kind="charged").exists()


def test_a_charge_that_said_nothing_of_a_plan_that_was_withdrawn_meanwhile_goes_through(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: Any
) -> None:
    withdraw_plan(by=lena, plan=plan, reason="not_needed", at=AT)
    nothing = {"plan": str(plan.pk), "becomes": "", "reason": ""}
    page = f"/cases/{plan.case_id}/milestones/new/"
    assert sign_in(alice).post(page, charge_page(nothing)).status_code == 302


def test_more_rows_than_plans_are_open_say_which_is_not_and_keep_what_was_typed(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    """As where one of two plans was withdrawn while the form was filled in."""
    gone = {"plan": str(uuid7()), "becomes": "stays", "reason": "The phone is still wanted."}
    body = {"case": str(plan.case_id), "kind": "charged", "occurred_at": AT.isoformat()}
    body |= {name: str(value) for name, value in by_cps(AT).items()}
    browser = sign_in(alice)

    def answer(*rows: dict[str, Any]) -> dict[str, str]:
        sent = {**body, "open_plans": list(rows)}
        answered = browser.post("/api/v1/milestones/", sent, content_type="application/json")
        assert answered.status_code == 400
        fields: dict[str, str] = answered.json()["fields"]
        return fields

    assert answer(row(plan), row(plan)) == {
        "open_plans-1-plan": "This plan is here twice: keep one row for it."
    }
    assert answer(row(plan), gone) == {"open_plans-1-plan": NOT_OPEN}
    typed = charge_page(row(plan), gone)
    page = f"/cases/{plan.case_id}/milestones/new/"
    refused = browser.post(page, typed)
    assert refused.status_code == 422
    shown = refused.content.decode()
    for words in (escape(NOT_OPEN), "Nora Pell", STAYS, "The phone is still wanted.", "Remove action plan 2"):
        assert words in shown
    assert not Milestone.objects.filter(case=plan.case_id, kind="charged").exists()
    for name in list(typed):  # as the button takes the row away
        if name.startswith("open_plans-1-"):
            del typed[name]
    assert browser.post(page, {**typed, "open_plans-count": "1"}).status_code == 302
    assert PlanBesideCharge.objects.get(plan=plan).becomes == "stays"
