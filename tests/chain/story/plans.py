"""Chapters with CPS: files, submissions, advice, action plans and what lapses."""

from __future__ import annotations

from datetime import date

from django.db.models import Model

from actionplans.checklist import Material
from actionplans.models import (
    ActionPlanItem,
    DisputeAnswer,
    EarlyAdviceEnding,
    Escalation,
    ItemCheck,
    ItemDispute,
    ItemWait,
    ItemWithdrawal,
    PlanCompletion,
    PlanEnding,
    PlanReopening,
)
from actionplans.services import (
    acknowledge_escalation,
    answer_dispute,
    answer_question,
    ask_question,
    check_file,
    check_item,
    complete_plan,
    countersign_advice,
    dispute_item,
    finalise_early_advice,
    finalise_plan,
    issue_action_plan,
    raise_reminders,
    reassign_plans,
    record_advice_read,
    record_meeting,
    record_plan_review,
    reopen_plan,
    return_items,
    send_file_for_check,
    submit_to_cps,
    triage_submission,
    wait_on_body,
    withdraw_item,
    withdraw_plan,
    write_advice,
)
from actionplans.services.early_advice import early_advice_is_settled
from rasso_tracker.people.models import CpsUnit
from rasso_tracker.web.saved.services import save_filter
from tests.chain.moments import at, person
from tests.chain.story.record import Story

ITEMS = [{"type": "statement", "asks": "A statement."}, {"type": "forensic", "asks": "The result."}]


def send(story: Story) -> None:
    """16 March: to CPS."""
    story.submission = submit_to_cps(
        by=person("alice"),
        case=story.case,
        kind="within_28_days",
        cps_unit=CpsUnit.objects.get(code="yh-rasso"),
        allegations=[story.allegation],
        urn=f"13LD{story.allegation.crime_reference[-5:]}26",
        unchecked_because="" if story.file_check else "out_of_hours",
        early_advice="" if early_advice_is_settled(story.case) else "ready",
        submitted_at=at(3, 16, 9),
        at=at(3, 16),
    )


def to_gatekeeper(story: Story) -> None:
    """13 March: the file goes to the gatekeeper."""
    story.file_check = send_file_for_check(
        by=person("alice"), case=story.case, kind="within_28_days", at=at(3, 13)
    )


def sign_off(story: Story) -> None:
    """13 March, later: the gatekeeper finds every line in the file."""
    assert story.file_check is not None
    check_file(
        by=person("gita"),
        file_check=story.file_check,
        states=dict.fromkeys(Material.values, "in_file"),
        signed_off=True,
        at=at(3, 13, 15),
    )


def to_cps(story: Story) -> None:
    """16 to 20 March: sent, accepted, advice, and an action plan of two items."""
    send(story)
    assert story.submission is not None
    lena = person("lena")
    triage_submission(
        by=lena, submission=story.submission, accepted=True, triaged_at=at(3, 17, 9), at=at(3, 17)
    )
    story.submission.refresh_from_db()
    story.advice = write_advice(
        by=lena,
        submission=story.submission,
        text="Two matters to settle.",
        countersign_wanted=True,
        given_at=at(3, 18),
        at=at(3, 18),
    )
    story.submission.refresh_from_db()
    story.plan = issue_action_plan(
        by=lena, submission=story.submission, items=ITEMS, issued_at=at(3, 20, 9), at=at(3, 20)
    )
    wait_on_body(
        by=person("alice"),
        item=story.plan.items.get(number=2),
        body="laboratory",
        requested_on=date(2026, 3, 20),
        promised_on=date(2026, 5, 29),
        chase_on=date(2026, 6, 1),
        at=at(3, 20, 11),
    )


def dispute(story: Story) -> None:
    """23 March: the police dispute the second item."""
    assert story.plan is not None
    item = story.plan.items.get(number=2)
    dispute_item(by=person("alice"), item=item, reason="already_supplied", channel="phone", at=at(3, 23))


def answer_for_cps(story: Story) -> None:
    """24 March: police enter what CPS says of two items: of a dispute, of a return, of the whole plan."""
    assert story.plan is not None
    alice, document = person("alice"), {"document_name": "mg3a", "document_date": date(2026, 3, 24)}
    moment = at(3, 24)
    items = list(story.plan.items.all())
    raised = dispute_item(by=alice, item=items[0], reason="already_supplied", channel="phone", at=moment)
    answer_dispute(
        by=alice, dispute=raised, outcome="not_accepted", words="It is not here.", at=moment, **document
    )
    return_items(by=alice, plan=story.plan, items=items, at=moment)
    check_item(by=alice, item=items[0], accepted=True, at=moment, **document)
    complete_plan(by=alice, plan=story.plan, at=moment, **document)


def withdraw_for_cps(story: Story) -> None:
    """26 March: the gatekeeper enters that CPS asks for the second item no more."""
    assert story.plan is not None
    withdraw_item(
        by=person("gita"),
        item=story.plan.items.get(number=2),
        reason="already_held",
        words="It came with the first file.",
        document_name="email",
        document_date=date(2026, 3, 26),
        at=at(3, 26),
    )


def withdraw_plan_for_cps(story: Story) -> None:
    """26 March: the gatekeeper enters that CPS withdrew the plan."""
    assert story.plan is not None
    withdraw_plan(
        by=person("gita"),
        plan=story.plan,
        reason="issued_in_error",
        document_name="email",
        document_date=date(2026, 3, 26),
        at=at(3, 26),
    )


def finalise(story: Story) -> None:
    """30 June: CPS closes its record, since nothing came back."""
    assert story.plan is not None
    finalise_plan(by=person("lena"), plan=story.plan, at=at(6, 30))


def reopen_for_cps(story: Story) -> None:
    """2 July: the gatekeeper enters that CPS opened the plan again."""
    assert story.plan is not None
    reopen_plan(
        by=person("gita"),
        plan=story.plan,
        reason="The result came.",
        target_date=date(2026, 7, 30),
        review_date=date(2026, 7, 16),
        document_name="email",
        document_date=date(2026, 7, 2),
        at=at(7, 2),
    )


def advised_early(story: Story) -> None:
    """16 and 18 March: early advice, asked for and given."""
    story.submission = submit_to_cps(
        by=person("alice"),
        case=story.case,
        kind="early_advice",
        cps_unit=CpsUnit.objects.get(code="yh-rasso"),
        allegations=[story.allegation],
        at=at(3, 16),
    )
    story.advice = write_advice(
        by=person("lena"), submission=story.submission, text="Ask for the notes.", kind="early", at=at(3, 18)
    )
    story.submission.refresh_from_db()


def close_early_advice(story: Story) -> None:
    """30 June: police enter that CPS closed its record, since no file followed."""
    assert story.submission is not None
    finalise_early_advice(
        by=person("alice"),
        submission=story.submission,
        document_name="email",
        document_date=date(2026, 6, 30),
        at=at(6, 30),
    )


def items_of(story: Story) -> list[Model | None]:
    """The first row of each kind that belongs to a plan or an item of it, where the story has one."""
    return [
        ActionPlanItem.objects.filter(case=story.case).first(),
        ItemDispute.objects.filter(case=story.case).first(),
        DisputeAnswer.objects.filter(case=story.case).first(),
        ItemWait.objects.filter(case=story.case).first(),
        ItemCheck.objects.filter(case=story.case, completion__isnull=True).first(),
        PlanCompletion.objects.filter(case=story.case).first(),
        ItemWithdrawal.objects.filter(case=story.case).first(),
        PlanEnding.objects.filter(case=story.case).first(),
        PlanReopening.objects.filter(case=story.case).first(),
        EarlyAdviceEnding.objects.filter(case=story.case).first(),
    ]


def answer_by_police(story: Story) -> None:
    """The same by police, from the CPS document of 20 March."""
    assert story.submission is not None
    alice, document = person("alice"), {"document_name": "mg3", "document_date": date(2026, 3, 20)}
    submission = story.submission
    triage_submission(
        by=alice, submission=submission, accepted=True, triaged_at=at(3, 17, 9), at=at(3, 20), **document
    )
    submission.refresh_from_db()
    story.advice = write_advice(
        by=alice,
        submission=submission,
        text="To settle.",
        countersign_wanted=True,
        given_at=at(3, 18),
        at=at(3, 20),
        **document,
    )
    submission.refresh_from_db()
    story.plan = issue_action_plan(
        by=alice, submission=submission, items=ITEMS, issued_at=at(3, 20, 9), at=at(3, 20), **document
    )


def countersign_and_ask(story: Story) -> None:
    """19 March: the manager countersigns; the officer reads it, asks, is answered and meets the lawyer."""
    assert story.advice is not None
    assert story.submission is not None
    alice, lena = person("alice"), person("lena")
    story.countersignature = countersign_advice(by=person("max"), advice=story.advice, at=at(3, 19, 8))
    record_advice_read(
        by=alice, advice=story.advice, outcome="acted_on", words="Both asked for.", at=at(3, 19, 9)
    )
    story.question = ask_question(by=alice, submission=story.submission, text="By when?", at=at(3, 19, 9))
    story.reply = answer_question(by=lena, question=story.question, text="In May.", at=at(3, 19, 10))


def meet(story: Story) -> None:
    """19 March: officer and lawyer meet by video."""
    assert story.submission is not None
    record_meeting(
        by=person("alice"),
        submission=story.submission,
        how="video",
        held_at=at(3, 19, 11),
        investigator=person("alice"),
        prosecutor_name="Lena",
        at=at(3, 19, 12),
    )


def to_countersign(story: Story) -> None:
    """Advice that waits for its second lawyer, and a question that waits for CPS."""
    send(story)
    assert story.submission is not None
    story.advice = write_advice(
        by=person("lena"), submission=story.submission, text="No.", kind="nfa", at=at(3, 18)
    )
    story.question = ask_question(by=person("alice"), submission=story.submission, text="Why?", at=at(3, 19))


def not_countersigned(story: Story) -> None:
    """The second lawyer does not sign: the advice is owed again."""
    assert story.advice is not None
    story.countersignature = countersign_advice(
        by=person("max"), advice=story.advice, holds=False, words="The download is missing.", at=at(3, 19, 8)
    )


def words_by_police(story: Story) -> None:
    """CPS's countersignature, question and answer, entered by police from its document."""
    assert story.advice is not None
    assert story.submission is not None
    alice, document = person("alice"), {"document_name": "email", "document_date": date(2026, 3, 20)}
    story.countersignature = countersign_advice(by=alice, advice=story.advice, at=at(3, 20), **document)
    asked = ask_question(by=alice, submission=story.submission, text="When?", at=at(3, 20))
    story.reply = answer_question(by=alice, question=asked, text="Soon.", at=at(3, 20), **document)
    story.question = ask_question(
        by=alice, submission=story.submission, text="And?", asked_by="cps", at=at(3, 20), **document
    )


def lapse(story: Story) -> None:
    """The review date of 3 April passes and the sweep finds it."""
    raise_reminders(at=at(4, 6))
    story.escalation = Escalation.objects.filter(plan=story.plan).order_by("step").last()


def take(story: Story) -> None:
    """The gatekeeper takes the lapsed plan, and keeps the filter that found it."""
    assert story.plan is not None
    gita, plans = person("gita"), {story.plan.pk: None}
    story.handed_over = reassign_plans(by=gita, plans=plans, what="worker", to=gita, at=at(4, 6))
    reference, query = story.case.reference[-6:], "district=leeds&step=2"
    story.saved_filter = save_filter(
        by=gita, list_name="overdue_board", query=query, name=f"Leeds, {reference}", at=at(4, 6)
    )


def answer(story: Story) -> None:
    """7 and 8 April: the gatekeeper acknowledges, then reviews."""
    assert story.escalation is not None
    assert story.plan is not None
    acknowledge_escalation(
        by=person("gita"),
        escalation=story.escalation,
        next_act="Ask the laboratory.",
        next_act_on=date(2026, 4, 9),
        at=at(4, 7),
    )
    story.plan.refresh_from_db()
    record_plan_review(
        by=person("gita"),
        plan=story.plan,
        outcome="on_track",
        note="The laboratory has it.",
        next_review_on=date(2026, 4, 15),
        at=at(4, 8),
    )


def return_all(story: Story) -> None:
    """10 April: every item goes back."""
    assert story.plan is not None
    story.plan.refresh_from_db()
    return_items(by=person("alice"), plan=story.plan, items=list(story.plan.items.all()), at=at(4, 10))


def complete(story: Story) -> None:
    """13 April: CPS checks the items and completes the plan."""
    assert story.plan is not None
    for item in story.plan.items.all():
        check_item(by=person("lena"), item=item, accepted=True, at=at(4, 13, 9))
    story.plan.refresh_from_db()
    if story.plan.closed_at is None:
        complete_plan(by=person("lena"), plan=story.plan, at=at(4, 13))
