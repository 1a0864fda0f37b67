"""The paper for the weekly meeting: what it lists for whom, what it leaves out, and how it is logged."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.enums import DateKind
from actionplans.models import ActionPlan, ClimbEscalation, Escalation
from actionplans.services import (
    acknowledge_escalation,
    complete_plan,
    raise_reminders,
    return_items,
    set_plan_date,
    triage_submission,
    wait_on_body,
)
from actionplans.services.clinics import set_up_clinic
from actionplans.turns import days_of_rounds
from cases.models import Allegation, DueItem
from cases.services import restrict_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.services import refresh_figures
from rasso_tracker.dashboards.weekly import agenda
from rasso_tracker.dashboards.weekly.agenda import in_values, paper_of
from rasso_tracker.dashboards.weekly.lines import Asked, unanswered
from rasso_tracker.dashboards.weekly.paper import Sheet, sheets
from rasso_tracker.people.models import CpsUnit, District, Person
from reviews.services import cancel_recorded_crime
from tests.actionplans.conftest import a_case, issued, moment, submitted
from tests.chain import story as told
from tests.stories import story

PAGE, PAPER = "/dashboards/weekly-meeting/", "/dashboards/weekly-meeting/paper/"
API = "/api/v1/metrics/weekly-meeting/"


@story
def story(db: None) -> told.Story:
    """A Leeds plan of 20 March, an item of it disputed, its review date of 3 April missed."""
    return told.until(told.to_cps, told.dispute, told.lapse)()


def paper(person: Person, **more: Any) -> list[Sheet]:
    """As at 15 April; the last meeting was on 2 April."""
    return sheets(Asked(person, since=told.at(4, 2), at=told.at(4, 15), **more))


def shown(found: list[Sheet]) -> dict[str, list[str]]:
    return {
        code: [row["case__reference"] for row in lines.rows]
        for one in found
        for code, lines in one.parts.items()
        if lines.rows
    }


def test_what_lapsed_is_disputed_and_who_owes_what_is_on_the_sheet_of_its_district(
    story: told.Story, gita: Person
) -> None:
    """Its supervisory review and what the victim is owed were missed too: both stay among the police."""
    missed = ClimbEscalation.objects.filter(case=story.case, raised_at__gt=told.at(4, 2))
    assert {one.climb.code for one in missed.select_related("climb")} == {
        "supervisory_review",
        "dispute",
        "countersign",
        "victim_owed",
    }
    [sheet] = paper(gita)
    reference = story.case.reference
    assert sheet.district.code == "leeds"
    once = {part: [reference] for part in ("lapsed", "disputed", "waiting")}
    assert shown([sheet]) == once | {"climbed": [reference] * 2}  # the countersignature, two steps by then
    assert sheet.steps == [("Step 0", 1)]
    assert sheet.owed == {"police_open": 1, "cps_disputes": 1}


def test_a_plan_that_was_past_its_date_at_the_last_meeting_is_told_apart(
    story: told.Story, gita: Person
) -> None:
    raise_reminders(at=told.at(4, 10))
    [sheet] = sheets(Asked(gita, since=told.at(4, 7), at=told.at(4, 15)))
    assert (len(sheet.parts["lapsed"].rows), len(sheet.parts["before"].rows)) == (0, 1)
    assert [
        (row["step"], row["plan_date__due_on"], row["acknowledgements__acknowledged_at"])
        for row in sheet.parts["escalated"].rows
    ] == [(1, date(2026, 4, 3), None)]  # the date that passed, not the day of the step


def test_a_step_is_answered_from_the_paper_while_it_stands_and_by_whom_the_rule_lets(
    story: told.Story, gita: Person, lena: Person, sam: Person
) -> None:
    raise_reminders(at=told.at(4, 25))

    def steps(person: Person) -> list[tuple[int, bool, bool]]:
        [sheet] = sheets(Asked(person, since=told.at(4, 2), at=told.at(4, 26)))
        return [(row["step"], row["stands"], row["may_answer"]) for row in sheet.parts["escalated"].rows]

    raised = [3, 2, 1, 1]  # of the review date, and the first of the target
    assert steps(gita) == [(step, True, True) for step in raised]
    assert steps(lena) == [(step, True, False) for step in raised]
    highest = Escalation.objects.get(case=story.case, step=3)
    acknowledge_escalation(
        by=sam, escalation=highest, next_act="Chase it.", next_act_on=date(2026, 5, 5), at=told.at(4, 25, 12)
    )
    assert steps(gita) == [(step, False, False) for step in raised]
    assert unanswered(Asked(gita, since=told.at(4, 2), at=told.at(4, 26))) == {}


def test_a_moved_date_says_from_when_to_when_and_why(story: told.Story, gita: Person) -> None:
    plan = ActionPlan.objects.get(case=story.case)
    before = plan.target_on
    set_plan_date(
        by=gita, plan=plan, kind=DateKind.TARGET, due_on=date(2026, 5, 1),
        reason="The laboratory is late.", at=told.at(4, 9),
    )  # fmt: skip
    [row] = paper(gita)[0].parts["moved"].rows
    assert (row["was_on"], row["due_on"], row["reason"]) == (
        before,
        date(2026, 5, 1),
        "The laboratory is late.",
    )


def test_triage_rejections_and_waits_are_listed(
    db: None, alice: Person, lena: Person, gita: Person, unit: CpsUnit
) -> None:
    sent = submitted(a_case(alice), alice, unit, at=moment(date(2026, 4, 1)))
    triage_submission(
        by=lena, submission=sent, accepted=False, reasons=[{"reason": "mg11"}, {"reason": "exhibits"}],
        respond_by=date(2026, 4, 20), at=told.at(4, 3),
    )  # fmt: skip
    plan = issued(submitted(a_case(alice), alice, unit), lena)
    item = plan.items.order_by("number").last()
    wait_on_body(
        by=alice, item=item, body="digital_unit", requested_on=date(2026, 3, 5), at=moment(date(2026, 3, 5))
    )
    [sheet] = paper(gita)
    assert [row["reasons"] for row in sheet.parts["rejected"].rows] == [["exhibits", "mg11"]]
    assert [row["body"] for row in sheet.parts["waiting"].rows] == ["digital_unit"]


def test_each_reader_has_the_sheets_of_their_own_place(
    story: told.Story, sam: Person, brad: Person, mona: Person, leeds: District
) -> None:
    for person in (sam, told.person("max"), mona):
        assert [one.district.code for one in paper(person)] == ["leeds"]
    assert paper(brad) == []
    assert shown(paper(brad, district=leeds.pk)) == {}


def test_a_restricted_case_is_on_no_paper_not_of_those_who_are_named_on_it_either(
    story: told.Story, sam: Person, gita: Person, alice: Person
) -> None:
    restrict_case(by=sam, case=story.case, people=[alice, gita], reason="A colleague knows the victim.")
    assert (paper(gita), paper(sam)) == ([], [])


def test_the_page_is_logged_as_a_look_and_the_paper_as_a_disclosure_with_every_row(
    story: told.Story, sign_in: Any, gita: Person
) -> None:
    browser = sign_in(gita)
    for address, action, recipient in (
        (PAGE, "REPORT_VIEWED", ""),
        (PAPER, "MEETING_PAPER_MADE", "weekly police-CPS meeting"),
    ):
        page = browser.get(address).content.decode()
        assert story.case.reference in page
        assert "Alice" not in page
        event = AuditEvent.objects.filter(action=action).latest("seq")
        assert event.recipient == recipient
        assert story.plan is not None
        assert story.plan.pk in event.subjects


def test_who_has_no_meeting_to_go_to_is_told_who_has(
    db: None, sign_in: Any, alice: Person, lena: Person
) -> None:
    for person in (alice, lena):
        answer = sign_in(person).get(PAPER)
        assert (answer.status_code, "CPS legal managers have it" in answer.content.decode()) == (403, True)


def test_more_plans_cost_no_more_queries(
    db: None, alice: Person, lena: Person, gita: Person, unit: CpsUnit
) -> None:
    def lapsed_and_moved() -> int:
        plan = issued(submitted(a_case(alice), alice, unit), lena)
        raise_reminders(at=told.at(4, 5))
        set_plan_date(
            by=gita, plan=plan, kind=DateKind.REVIEW, due_on=date(2026, 4, 6), reason="Later.",
            at=told.at(4, 3),
        )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            paper(gita)
        return len(seen)

    lapsed_and_moved()
    one = lapsed_and_moved()
    lapsed_and_moved()
    assert lapsed_and_moved() == one


def test_what_is_not_offered_is_refused_with_a_sentence(
    db: None, sign_in: Any, gita: Person, sam: Person
) -> None:
    for person, query, words in (
        (gita, "since=yesterday", "The last meeting was at most 14 days ago."),
        (gita, f"since={now().year + 1}-01-01", "The last meeting was at most 14 days ago."),
        (gita, "unit=x", "There is no such CPS unit"),
        (sam, "district=bradford", "There is no such district, or its figures are not for you to see."),
        (told.person("max"), "unit=other-rasso", "There is no such CPS unit"),
    ):
        for path in (PAGE, PAPER):
            answer = sign_in(person).get(f"{path}?{query}")
            assert (answer.status_code, words in answer.content.decode()) == (404, True), query
        answer = sign_in(person).get(f"{API}?{query}")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [query.partition("=")[0]])


def test_the_paper_takes_the_worst_plans_and_says_what_it_leaves_out(
    db: None, alice: Person, lena: Person, gita: Person, unit: CpsUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "PLANS_IN_ALL", 2)
    monkeypatch.setattr(agenda, "LEAST_PLANS", 2)
    plans = [issued(submitted(a_case(alice), alice, unit), lena) for _ in range(4)]
    raise_reminders(at=told.at(3, 17))
    set_plan_date(
        by=gita, plan=plans[0], kind=DateKind.REVIEW, due_on=date(2026, 3, 20), reason="Later.",
        at=told.at(3, 18),
    )  # fmt: skip
    set_plan_date(
        by=gita, plan=plans[0], kind=DateKind.TARGET, due_on=date(2026, 5, 1), reason="Later.",
        at=told.at(3, 18),
    )  # fmt: skip
    raise_reminders(at=told.at(4, 14))
    asked = Asked(gita, since=told.at(3, 19), at=told.at(4, 15))
    paper = paper_of(asked)
    [line], [leeds] = paper.summary, paper.agendas
    assert (line.counts["past"], line.counts["new"]) == (4, 1)
    assert line.counts["unanswered"] > 0
    assert line.highest == max(row["step"] for row in leeds.plans.rows)
    worst = [row["id"] for row in leeds.plans.rows]
    assert len(worst) == 2
    assert plans[0].pk not in worst  # its date passed last
    assert leeds.left_out[0] == "2 more plans past a date"
    told_to_programs = in_values(paper, asked)["districts"][0]
    assert (told_to_programs["past"], told_to_programs["left_out"]) == (4, leeds.left_out)
    assert [row["action_plan"] for row in told_to_programs["plans"]] == [str(one) for one in worst]


def test_a_plan_whose_review_was_answered_is_not_new_for_its_target(
    db: None, alice: Person, lena: Person, gita: Person, unit: CpsUnit
) -> None:
    known, new = (issued(submitted(a_case(alice), alice, unit), lena) for _ in range(2))
    for plan, on in ((new, 16), (known, 18)):  # one before its review date passed, one after it
        set_plan_date(
            by=gita, plan=plan, kind=DateKind.REVIEW, due_on=date(2026, 4, 14), reason="Later.",
            at=told.at(3, on),
        )  # fmt: skip
    paper = paper_of(Asked(gita, since=told.at(3, 17), at=told.at(4, 1)))
    [line], [leeds] = paper.summary, paper.agendas
    assert {row["id"]: row["is_new"] for row in leeds.plans.rows} == {known.pk: False, new.pk: True}
    assert (line.counts["past"], line.counts["new"]) == (2, 1)


def test_the_paper_lists_every_kind_of_matter_and_its_sentence(
    story: told.Story, sign_in: Any, gita: Person
) -> None:
    browser = sign_in(gita)
    page = browser.get(PAPER).content.decode()
    for words in ("Dispute since", "Waits on a body, chase by", "Plans to talk about, the worst first"):
        assert words in page
    assert "Nothing of this district is left out." in page
    [leeds] = browser.get(API).json()["districts"]
    assert {one["what"] for one in leeds["matters"]} == {"Dispute since", "Waits on a body, chase by"}
    assert leeds["plans"][0]["reference"] == story.case.reference


def test_the_days_with_each_side_are_those_of_the_last_count(story: told.Story, gita: Person) -> None:
    assert paper(gita)[0].days == []
    refresh_figures(at=told.at(4, 15))
    [sheet] = paper(gita)
    assert story.submission is not None
    police = days_of_rounds([story.submission.pk], told.at(4, 15))[story.submission.pk].police
    assert sheet.days == [("Police", (1, police, police)), ("CPS", (0, None, None))]


def test_clinics_of_the_next_fortnight_are_on_the_sheet_of_their_district(
    db: None, gita: Person, lena: Person, leeds: District
) -> None:
    for day in (20, 30):
        set_up_clinic(
            by=gita, district=leeds, place="Room 1", on=date(2026, 4, day), from_time=time(10),
            to_time=time(11), slot_minutes=30, lawyers=[lena], host=gita, at=told.at(4, 10),
        )  # fmt: skip
    [sheet] = paper(gita)
    assert [(one["words"], one["free"]) for one in sheet.clinics] == [
        ("Monday 20 April, 10:00am to 11:00am", 2)
    ]


def test_what_cps_owes_late_is_what_its_list_holds(
    alice: Person, gita: Person, lena: Person, reg: Person, unit: CpsUnit, sign_in: Any
) -> None:
    """A first answer, one that it owes again since its plan was complete, and none of a closed case."""
    waiting, again, closed, soon = (submitted(a_case(alice), alice, unit) for _ in range(4))
    plan = issued(again, lena)
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=moment(date(2026, 3, 3)))
    complete_plan(by=lena, plan=plan, at=moment(date(2026, 3, 4)))
    triage_submission(by=lena, submission=waiting, accepted=True, at=moment(date(2026, 2, 24)))
    again_due, first_due = date(2026, 4, 1), date(2026, 3, 23)
    owed = DueItem.objects.filter(code="cps_answer", settled_at__isnull=True)
    assert dict(owed.values_list("source", "due_on")) == {
        again.pk: again_due,
        **{one.pk: first_due for one in (waiting, closed, soon)},
    }
    crime = Allegation.objects.get(case=closed.case_id)
    cancel_recorded_crime(
        by=reg, crime_reference=crime.crime_reference, because="duplicate", words="Recorded again."
    )
    [sheet] = paper(gita)
    assert (sheet.owed["cps_late"], sheet.owed["cps_triage"]) == (3, 1)
    browser = sign_in(gita)
    page = browser.get(PAGE).content.decode()
    assert 'href="/owed/?show=late_answer&amp;district=leeds">Answers past their date</a>' in page
    listed = browser.get("/api/v1/owed/?show=late_answer").json()["results"]
    assert [one["source"] for one in listed] == [str(waiting.pk), str(soon.pk), str(again.pk)]
