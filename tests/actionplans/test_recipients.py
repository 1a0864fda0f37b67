"""Who hears: as things stand at the moment of sending, never nobody, and nobody without the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.enums import DateKind, LadderKind, ReviewOutcome
from actionplans.ladder import current_ladder
from actionplans.models import ActionPlan, ActionPlanItem, Escalation
from actionplans.notices.plans import recheck_escalations, recheck_issued, recheck_returned
from actionplans.services import (
    acknowledge_escalation,
    complete_plan,
    raise_reminders,
    record_plan_review,
    return_items,
    set_plan_date,
)
from cases.enums import NamedBecause
from cases.models import Case, NamedAccess
from cases.services import assign_officer, restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages import DIGEST, NOW, Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import District, DutyCover, Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES
from tests.actionplans.conftest import REVIEW_ON, TARGET_ON, moment

LAPSED = end_of_day(REVIEW_ON)
STEP_1, STEP_2 = end_of_day(date(2026, 3, 18)), end_of_day(date(2026, 3, 23))
STEP_3, STEP_4 = end_of_day(date(2026, 3, 30)), end_of_day(date(2026, 4, 15))


def answer_at(step: int, plan: ActionPlan, at: datetime) -> Due | Gone:
    row = Escalation.objects.get(plan=plan, step=step, plan_date__kind="review")
    return recheck_escalations([row.pk], at)[row.pk]


def heard(answer: Due | Gone) -> set[str]:
    assert isinstance(answer, Due), answer
    ids = [one.person_id for one in answer.recipients]
    return set(Person.objects.filter(pk__in=ids).values_list("username", flat=True))


def change(person: Person, **values: object) -> None:
    with open_door("a test changes a person"):
        Person.objects.filter(pk=person.pk).update(**values)


def hire(username: str, **values: object) -> Person:
    with open_door("a test hires somebody"):
        person = Person(username=username, name=username.capitalize(), starts_on=date(2015, 1, 5), **values)
        person.set_unusable_password()
        person.save()
    return person


def cover(person: Person, by: Person, start: date, end: date) -> None:
    with open_door("a test sets duty cover"):
        DutyCover(person=person, covered_by=by, starts_on=start, ends_on=end, set_by=by).save()


@pytest.mark.parametrize(
    ("step", "at", "expected"),
    [
        (0, LAPSED, {"alice", "lena"}),
        (1, STEP_1, {"gita", "sam", "max"}),
        (2, STEP_2, {"dina"}),
        # Nobody holds the posts of step 3 in this force: the step above answers for it.
        (3, STEP_3, {"hugh"}),
        (4, STEP_4, {"hugh"}),
    ],
)
def test_each_step_goes_to_its_posts_on_both_sides(
    step: int, at: datetime, expected: set[str], plan: ActionPlan
) -> None:
    raise_reminders(at=at)
    assert heard(answer_at(step, plan, at)) == expected


def test_a_reminder_names_what_to_do_by_when_why_and_what_ends_it(plan: ActionPlan, alice: Person) -> None:
    raise_reminders(at=LAPSED)
    answer = answer_at(0, plan, LAPSED)
    assert isinstance(answer, Due)
    assert answer.headline == "See that it is reviewed: the review date has passed"
    assert answer.due_on == REVIEW_ON
    assert answer.path == f"/action-plans/{plan.pk}/"
    assert answer.reference == f"{plan.case.reference}, action plan 1"
    assert answer.why_for(alice.pk) == "You are the officer in charge for this case."
    assert answer.ends_when.startswith("a review, a new date with a reason, completion")


def test_e_mail_goes_at_once_from_step_2_and_waits_for_the_digest_below(plan: ActionPlan) -> None:
    raise_reminders(at=STEP_2)
    urgencies = [answer_at(step, plan, STEP_2).urgency for step in (0, 1, 2)]  # type: ignore[union-attr]  # all of them are due
    assert urgencies == [DIGEST, DIGEST, NOW]


def test_after_an_outage_each_recipient_gets_one_message_of_their_highest_step(plan: ActionPlan) -> None:
    raise_reminders(at=STEP_4)
    assert Escalation.objects.filter(plan=plan).count() == 7
    deliver(at=STEP_4)
    posted = Message.objects.filter(subject_id=plan.pk, kind="plan_lapsed").select_related("recipient")
    assert {(one.recipient.username, one.rank) for one in posted} == {
        ("alice", 0),
        ("lena", 0),
        ("gita", 1),
        ("sam", 1),
        ("max", 1),
        ("dina", 2),
        ("hugh", 4),
    }
    assert posted.count() == 7


def test_delivering_again_tells_nobody_twice(plan: ActionPlan) -> None:
    raise_reminders(at=STEP_2)
    deliver(at=STEP_2)
    before = Message.objects.count()
    raise_reminders(at=STEP_2)
    deliver(at=STEP_2)
    assert Message.objects.count() == before


def test_duty_cover_hears_instead(plan: ActionPlan, dina: Person, sam: Person) -> None:
    day = date(2026, 3, 24)  # London's date as step 2 falls due at midnight
    raise_reminders(at=STEP_2)
    cover(dina, sam, day, day)
    answer = answer_at(2, plan, STEP_2)
    assert heard(answer) == {"sam"}
    assert isinstance(answer, Due)
    assert answer.why_for(sam.pk) == "You cover today for Dina, who is told as Detective Inspector, district."
    assert heard(answer_at(2, plan, STEP_2 + timedelta(days=1))) == {"dina"}


def test_cover_that_may_not_see_the_case_leaves_it_with_the_one_on_leave(
    plan: ActionPlan, dina: Person, brad: Person
) -> None:
    raise_reminders(at=STEP_2)
    cover(dina, brad, date(2026, 3, 23), date(2026, 3, 27))
    assert heard(answer_at(2, plan, STEP_2)) == {"dina"}


def test_an_officer_who_left_is_answered_for_by_their_supervisor(
    plan: ActionPlan, alice: Person, sam: Person
) -> None:
    change(alice, supervisor=sam, left_on=date(2026, 3, 13))
    raise_reminders(at=LAPSED)
    answer = answer_at(0, plan, LAPSED)
    assert heard(answer) == {"sam", "lena"}
    assert isinstance(answer, Due)
    assert answer.why_for(sam.pk) == "The officer in charge has left and you were their supervisor."


def test_an_officer_who_left_without_a_supervisor_passes_to_the_step_above(
    plan: ActionPlan, alice: Person
) -> None:
    change(alice, left_on=date(2026, 3, 13))
    raise_reminders(at=LAPSED)
    assert heard(answer_at(0, plan, LAPSED)) == {"gita", "sam", "lena"}


def test_a_vacant_post_passes_up_and_ends_at_the_gatekeeper_team_and_its_head(
    plan: ActionPlan, dina: Person, hugh: Person
) -> None:
    raise_reminders(at=STEP_2)
    change(dina, left_on=date(2026, 3, 20))
    assert heard(answer_at(2, plan, STEP_2)) == {"hugh"}
    change(hugh, left_on=date(2026, 3, 20))
    assert heard(answer_at(2, plan, STEP_2)) == {"gita", "gwen"}


def test_a_post_holder_who_may_not_see_the_case_is_not_told(
    plan: ActionPlan, hugh: Person, bradford: District
) -> None:
    raise_reminders(at=STEP_4)
    change(hugh, district=bradford)
    assert heard(answer_at(4, plan, STEP_4)) == {"gita", "gwen"}


def test_a_case_moved_between_sweep_and_sending_goes_to_its_new_district(
    plan: ActionPlan, charlie: Person, bradford: District
) -> None:
    raise_reminders(at=STEP_2)
    with open_door("a test moves a case"):
        Case.objects.filter(pk=plan.case_id).update(
            district=bradford, team=charlie.team, officer_in_charge=charlie
        )
    assert heard(answer_at(2, plan, STEP_2)) == {"brad"}
    assert heard(answer_at(0, plan, STEP_2)) == {"charlie", "lena"}


def test_a_case_handed_over_between_sweep_and_sending_goes_to_its_new_officer(
    plan: ActionPlan, bob: Person, sam: Person
) -> None:
    raise_reminders(at=LAPSED)
    assign_officer(by=sam, case=plan.case, person=bob, at=LAPSED)
    deliver(at=LAPSED)
    told = Message.objects.filter(kind="plan_lapsed").values_list("recipient__username", flat=True)
    assert set(told) == {"bob", "lena"}


@pytest.mark.parametrize("act", ["complete", "review", "new_date", "acknowledge", "return_all"])
def test_what_was_done_between_sweep_and_sending_is_told_to_nobody(
    act: str, plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    raise_reminders(at=LAPSED)
    at, later = LAPSED + timedelta(hours=1), date(2026, 6, 1)
    items = list(ActionPlanItem.objects.filter(plan=plan))
    if act == "complete":
        return_items(by=alice, plan=plan, items=items, at=at)
        complete_plan(by=lena, plan=plan, at=at)
        why = "The action plan ended on 17 March 2026: completed."
    elif act == "review":
        record_plan_review(
            by=gita,
            plan=plan,
            outcome=ReviewOutcome.ON_TRACK,
            note="",
            next_review_on=later,
            reason="Leave.",
            at=at,
        )
        why = "A review or a new date was recorded on 17 March 2026."
    elif act == "new_date":
        set_plan_date(by=alice, plan=plan, kind=DateKind.REVIEW, due_on=later, reason="Leave.", at=at)
        why = "A review or a new date was recorded on 17 March 2026."
    elif act == "acknowledge":
        row = Escalation.objects.get(plan=plan)
        acknowledge_escalation(
            by=alice, escalation=row, next_act="Ring CPS.", next_act_on=date(2026, 4, 1), at=at
        )
        why = "It was answered on 17 March 2026."
    else:
        raise_reminders(at=end_of_day(TARGET_ON))
        return_items(by=alice, plan=plan, items=items, at=end_of_day(TARGET_ON))
        row = Escalation.objects.get(plan=plan, plan_date__kind="target")
        gone = recheck_escalations([row.pk], end_of_day(TARGET_ON))[row.pk]
        assert gone == Gone("Every item was returned.")
        return
    assert answer_at(0, plan, at) == Gone(why)
    deliver(at=at)
    assert not Message.objects.filter(kind="plan_lapsed").exists()


def test_an_act_quietens_what_was_sent_for_everyone(plan: ActionPlan, gita: Person) -> None:
    raise_reminders(at=LAPSED)
    deliver(at=LAPSED)
    assert Message.objects.filter(kind="plan_lapsed", handled_at__isnull=True).count() == 2
    record_plan_review(
        by=gita,
        plan=plan,
        outcome=ReviewOutcome.ON_TRACK,
        note="",
        next_review_on=date(2026, 4, 1),
        at=LAPSED + timedelta(hours=8),
    )
    assert not Message.objects.filter(kind="plan_lapsed", handled_at__isnull=True).exists()


def test_a_review_that_escalates_goes_up_at_once_and_again_when_its_date_is_missed(
    plan: ActionPlan, gita: Person
) -> None:
    raise_reminders(at=STEP_1)
    at, next_on = STEP_1 + timedelta(hours=9), date(2026, 3, 25)
    record_plan_review(
        by=gita, plan=plan, outcome=ReviewOutcome.ESCALATE, note="", next_review_on=next_on, at=at
    )
    plan.refresh_from_db()
    assert plan.step == 2
    deliver(at=at)
    told = Message.objects.filter(kind="plan_lapsed", rank=2).values_list("recipient__username", flat=True)
    assert set(told) == {"dina"}
    assert raise_reminders(at=end_of_day(next_on)).written == 1
    assert Escalation.objects.order_by("id").last().step == 3  # type: ignore[union-attr]  # one was just written


def test_a_restricted_case_climbs_among_its_named_people_only(
    plan: ActionPlan, alice: Person, dina: Person, gita: Person, sam: Person
) -> None:
    raise_reminders(at=STEP_4)
    restrict_case(by=sam, case=plan.case, people=[alice, gita], reason="Known to the team.", at=LAPSED)
    named = set(
        NamedAccess.objects.filter(case=plan.case, ended_at__isnull=True).values_list(
            "person__username", flat=True
        )
    )
    for step in range(5):
        people = heard(answer_at(step, plan, STEP_4))
        assert people
        assert people <= named
    assert heard(answer_at(4, plan, STEP_4)) == {"gita"}


def test_a_restricted_case_whose_named_gatekeeper_holds_no_post_still_tells_somebody(
    plan: ActionPlan, alice: Person, sam: Person
) -> None:
    keeper = hire("olga", roles=["gatekeeper"])
    raise_reminders(at=STEP_4)
    restrict_case(by=sam, case=plan.case, people=[alice, keeper], reason="Known to the team.", at=LAPSED)
    assert heard(answer_at(4, plan, STEP_4)) == {"olga"}


def test_without_any_gatekeeper_in_office_a_supervisor_hears_and_then_somebody_named_on_the_case(
    plan: ActionPlan, gita: Person, gwen: Person, dina: Person, hugh: Person, sam: Person
) -> None:
    raise_reminders(at=STEP_2)
    for person in (gita, gwen, dina, hugh):
        change(person, left_on=date(2026, 3, 1))
    assert heard(answer_at(2, plan, STEP_2)) == {"sam"}
    change(sam, left_on=date(2026, 3, 1))
    assert heard(answer_at(2, plan, STEP_2)) == {"alice"}


def test_when_truly_nobody_is_left_it_is_a_failure_that_shows_and_never_silence(
    plan: ActionPlan, alice: Person
) -> None:
    raise_reminders(at=STEP_2)
    change(alice, left_on=date(2026, 3, 1))
    for person in Person.objects.filter(post__in=[*Post.values]).exclude(post=Post.OTHER):
        change(person, left_on=date(2026, 3, 1))
    answer = answer_at(2, plan, STEP_2)
    assert isinstance(answer, Due)
    assert answer.recipients == ()
    # Three steps and the news of the plan: tried again, and health turns red.
    assert deliver(at=STEP_2).failed == 4


def test_the_rule_for_one_case_equals_visible_to(
    plan: ActionPlan,
    make_plan: Callable[..., ActionPlan],
    charlie: Person,
    brad: Person,
    gita: Person,
    ivy: Person,
    alice: Person,
) -> None:
    other = make_plan(charlie)
    restrict_case(by=brad, case=other.case, people=[charlie, gita], reason="Known to the team.", at=LAPSED)
    with open_door("a test names an ISVA"):
        NamedAccess(
            case=plan.case, person=ivy, because=NamedBecause.ISVA, started_at=LAPSED, granted_by=alice
        ).save()
    named = {
        one.pk: set(
            NamedAccess.objects.filter(case=one.case_id, ended_at__isnull=True).values_list(
                "person", flat=True
            )
        )
        for one in (plan, other)
    }
    for person in Person.objects.filter(kind="person"):
        for code in person.roles:
            person.take_role(code)
            seen = set(ActionPlan.objects.visible_to(person).values_list("pk", flat=True))
            expected = {
                one.pk
                for one in (ActionPlan.objects.select_related("case").get(pk=pk) for pk in named)
                if role_sees(person, ROLES[code], one.case, Part.PLANS, named[one.pk])
            }
            assert seen == expected, (person.username, code)


def test_a_recheck_costs_the_same_for_one_step_and_for_many(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan]
) -> None:
    for _ in range(2):
        make_plan()
    raise_reminders(at=STEP_3)
    rows = list(Escalation.objects.values_list("pk", flat=True))
    counts = [_queries(rows[:1]), _queries(rows)]
    assert counts[0] == counts[1]


def _queries(rows: Iterable[UUID]) -> int:
    with CaptureQueriesContext(connection) as captured:
        recheck_escalations(list(rows), STEP_3)
    return len(captured)


def test_a_new_plan_is_told_to_the_officer_and_a_returned_one_to_the_prosecutor(
    plan: ActionPlan, alice: Person
) -> None:
    at = moment(date(2026, 3, 3))
    assert heard(recheck_issued([plan.pk], at)[plan.pk]) == {"alice"}
    return_items(by=alice, plan=plan, items=list(ActionPlanItem.objects.filter(plan=plan)), at=at)
    assert heard(recheck_returned([plan.pk], at)[plan.pk]) == {"lena"}
    assert isinstance(recheck_issued([plan.pk], at)[plan.pk], Gone)


def test_the_ladder_to_start_with_is_that_of_the_model(db: None) -> None:
    ladder = current_ladder()
    amounts = {
        kind: [(rung.step, rung.amount, rung.unit) for rung in ladder.of(kind, REVIEW_ON)]
        for kind in LadderKind.values
    }
    days, months, before = "working_days", "months", "working_days_before"
    review = [(0, 0, days), (1, 2, days), (2, 5, days), (3, 10, days), (4, 20, days)]
    assert amounts == {
        "review": review,
        "target": [(0, 0, days), (1, 5, days), (2, 1, months), (3, 2, months), (4, 3, months)],
        "next_act": review,
        "bail_limit": [(2, 5, before), (3, 2, before), (4, 0, before)],
        "custody_limit": [(2, 10, before), (3, 5, before), (4, 0, before)],
        "safeguarding": [(2, 0, days), (3, 1, days), (4, 3, days)],
        "strategy_review": review,
        "item_chase": review,
        "clinic_follow_up": review,
        "dispute": review,
        "countersign": review,
        "advice_again": review,
        "unanswered": review,
        "supervisory_review": review,
        "direction": review,
        "material": review,
        "told_withdrawal": [(0, 0, days), (1, 1, days), (2, 2, days), (3, 5, days), (4, 10, days)],
        "victim_owed": review,
        "review_owed": review,
        "lesson": review,
        "look_back": review,
    }
    of_police = {"bail_limit", "safeguarding", "item_chase", "supervisory_review", "direction", "material"}
    of_police |= {"told_withdrawal", "victim_owed", "review_owed", "lesson", "look_back", "unanswered"}
    assert all(rung.police_posts for rung in ladder.rungs)
    assert {rung.kind for rung in ladder.rungs if not rung.cps_posts} == of_police
