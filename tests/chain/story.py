"""One case from the report to the answer of a review, told through the services in the order it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model

from actionplans.checklist import Material
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    CaseStrategy,
    ClimbEscalation,
    Clinic,
    ClinicBooking,
    ClinicFollowUp,
    Countersignature,
    DisputeAnswer,
    Escalation,
    FileCheck,
    ItemCheck,
    ItemDispute,
    ItemWait,
    PastedDocument,
    PlanCompletion,
    Reassignment,
    StrategyAgreement,
    Submission,
)
from actionplans.services import (
    acknowledge_escalation,
    agree_strategy,
    answer_dispute,
    answer_question,
    ask_question,
    book_clinic,
    check_file,
    check_item,
    complete_plan,
    countersign_advice,
    dispute_item,
    issue_action_plan,
    paste_document,
    raise_reminders,
    reassign_plans,
    record_advice_read,
    record_clinic_result,
    record_meeting,
    record_plan_review,
    return_items,
    send_file_for_check,
    set_up_clinic,
    submit_to_cps,
    triage_submission,
    wait_on_body,
    write_advice,
    write_strategy,
)
from actionplans.services.early_advice import early_advice_is_settled
from cases import services as cases
from cases.models import (
    Allegation,
    Case,
    Direction,
    DueItem,
    Lesson,
    Milestone,
    SupervisoryReview,
    Suspect,
    Victim,
)
from rasso_tracker.clocks import london_date, london_instant, now
from rasso_tracker.people.models import CpsUnit, Leave
from rasso_tracker.people.services import move_person, propose_role, record_leave
from rasso_tracker.web.models import SavedFilter
from rasso_tracker.web.saved.services import save_filter
from reviews.models import (
    CpsReview,
    DayStep,
    Decision,
    DecisionLetter,
    DecisionLine,
    ExpeditedReview,
    Notification,
    ReviewRequest,
    RightTold,
    VictimQuestion,
)
from reviews.services import (
    acknowledge_review_request,
    allocate_review,
    authorise_nfa,
    decide_review,
    draft_letter,
    extend_review,
    notify_victim,
    propose_cps_nfa,
    propose_nfa,
    receive_review_request,
    record_cps_nfa,
    record_letter_sent,
    record_review_update,
    record_told_of_right,
    record_victim_question,
    sign_off_letter,
)
from tests.chain.moments import at, person
from tests.chain.story_cps_reviews import expedite, follow_cps
from tests.decisions import CHECKED
from victims.models import (
    ContactAlert,
    EventTelling,
    IsvaSupport,
    JointAppointment,
    LookBack,
    MaterialRequest,
    Reengagement,
    SafeguardingConcern,
    Spokesperson,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    SupportService,
    Withdrawal,
    WithdrawalTold,
)
from victims.services import (
    add_support_service,
    answer_told_withdrawal,
    ask_for_sto,
    corroborate_withdrawal,
    deploy_sto,
    end_my_support,
    give_material_notice,
    hand_over_contact,
    name_spokesperson,
    offer_support,
    plan_material_request,
    raise_contact_alert,
    raise_safeguarding_concern,
    record_contact,
    record_contact_details,
    record_device_answer,
    record_identity,
    record_look_back,
    record_re_engagement,
    record_withdrawal,
    send_material_request,
    send_referral,
    share_with_isva,
    tell_withdrawal,
)
from victims.services.appointments import answer_appointment, arrange_appointment, cancel_appointment


@dataclass
class Story:
    """What each chapter left behind."""

    case: Case
    victim: Victim
    suspect: Suspect
    allegation: Allegation
    milestone: Milestone
    withdrawal: Withdrawal | None = None
    reengagement: Reengagement | None = None
    look_back: LookBack | None = None
    lesson: Lesson | None = None
    file_check: FileCheck | None = None
    submission: Submission | None = None
    advice: Advice | None = None
    countersignature: Countersignature | None = None
    question: AdviceQuestion | None = None
    reply: AdviceAnswer | None = None
    plan: ActionPlan | None = None
    escalation: Escalation | None = None
    decision: Decision | None = None
    notification: Notification | None = None
    day_step: DayStep | None = None
    line: DecisionLine | None = None
    right: RightTold | None = None
    victim_question: VictimQuestion | None = None
    letter: DecisionLetter | None = None
    request: ReviewRequest | None = None
    cps_review: CpsReview | None = None
    expedited: ExpeditedReview | None = None
    due_item: DueItem | None = None
    climbed: ClimbEscalation | None = None
    concern: SafeguardingConcern | None = None
    alert: ContactAlert | None = None
    spokesperson: Spokesperson | None = None
    material: MaterialRequest | None = None
    telling: EventTelling | None = None
    support_service: SupportService | None = None
    referral: SupportReferral | None = None
    support_step: SupportEvent | None = None
    deployment: StoDeployment | None = None
    strategy: CaseStrategy | None = None
    agreement: StrategyAgreement | None = None
    handed_over: Reassignment | None = None
    clinic: Clinic | None = None
    booking: ClinicBooking | None = None
    follow_up: ClinicFollowUp | None = None
    saved_filter: SavedFilter | None = None
    document: PastedDocument | None = None
    supervised: SupervisoryReview | None = None
    direction: Direction | None = None
    support: IsvaSupport | None = None
    told: WithdrawalTold | None = None
    appointment: JointAppointment | None = None


Chapter = Callable[[Story], None]
ITEMS = [{"type": "statement", "asks": "A statement."}, {"type": "forensic", "asks": "The result."}]


def alice_on_leave() -> Leave:
    """A week in May that Bob covers."""
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 8)}
    alice = person("alice")
    return record_leave(by=alice, absent=alice, covered_by=person("bob"), at=at(4, 6), **days)


def changes_of_people() -> list[Model]:
    """A role that one administrator proposed, and a move to come."""
    ada, bob = person("ada"), person("bob")
    proposal = propose_role(by=ada, person=bob, role="reviewer", gives=True, reason="Trained in May.")
    move = move_person(by=ada, person=bob, moves_on=date(2030, 5, 1), post="other")
    return [proposal, move]


def born_of(crime: str) -> date:
    """When the suspect of this crime was born: those of two stories are not one person."""
    number = int(crime) % 107
    return date(1908 + number, 1 + number % 12, 1 + number % 27)


def report(name: str = "Ann Example", crime: str = "13260000001") -> Story:
    """2 to 6 March: logged, the people of it, the first account, the interview."""
    alice = person("alice")
    case = cases.open_case(
        by=alice,
        district=alice.district,
        team=alice.team,
        reported_on=date(2026, 3, 2),
        officer_in_charge=alice,
        crime_reference=crime,
        offence_type="rape_adult",
        summary="Reported by phone.",
        at=at(3, 2),
    )
    victim = cases.add_victim(by=alice, case=case, at=at(3, 2, 11))
    record_identity(by=alice, victim=victim, name=name, date_of_birth=date(1990, 5, 6), at=at(3, 2, 11))
    record_contact_details(
        by=alice, victim=victim, preferred_method="phone", phone="07700 900123", at=at(3, 2, 11)
    )
    born = born_of(crime)
    suspect = cases.add_suspect(by=alice, case=case, name="Sid Example", born=born, at=at(3, 3))
    allegation = Allegation.objects.get(case=case)
    for kind, day, more in (
        ("first_account", 3, {}),
        ("abe", 4, {}),
        ("suspect_identified", 5, {}),
        ("arrested", 6, {}),
        ("interviewed", 6, {"interview_by": "arrest"}),
    ):
        milestone = cases.record_milestone(
            by=alice, case=case, kind=kind, occurred_at=at(3, day, 9), at=at(3, day), **more
        )
    record_contact(
        by=alice,
        victim=victim,
        occurred_at=at(3, 7, 9),
        direction="out",
        method="phone",
        reached=True,
        about=["update"],
        next_due_on=date(2026, 4, 3),
        at=at(3, 7),
    )
    return Story(case, victim, suspect, allegation, milestone)


def withdraw(story: Story) -> None:
    """10 March: the victim withdraws."""
    story.withdrawal = record_withdrawal(
        by=person("alice"),
        victim=story.victim,
        kind="withdrew",
        occurred_at=at(3, 10, 9),
        reasons=["delay", "fear_of_court"],
        primary_reason="fear_of_court",
        told_by="phone_note",
        spoken_by=person("alice"),
        from_what=["investigation", "prosecution"],
        support_offered=["isva"],
        recontact_welcome="yes",
        at=at(3, 10),
    )


def re_engage(story: Story) -> None:
    """11 March: a supervisor corroborates; 12 March: the victim takes part again."""
    assert story.withdrawal is not None
    corroborate_withdrawal(
        by=person("sam"),
        withdrawal=story.withdrawal,
        checked_in=["contact_log"],
        note="Read the log of 10 March.",
        at=at(3, 11),
    )
    story.reengagement = record_re_engagement(
        by=person("alice"), victim=story.victim, occurred_at=at(3, 12, 9), told_by="phone_note", at=at(3, 12)
    )


def look_back(story: Story) -> None:
    """14 March: the supervisor looks back on the withdrawal, and somebody owes the lesson."""
    assert story.withdrawal is not None
    story.look_back = record_look_back(
        by=person("sam"),
        withdrawal=story.withdrawal,
        preventable="yes",
        moment="waiting",
        helped=["updates"],
        words="Nobody had rung since the report.",
        about="contact",
        lesson="Ring within the week.",
        owner=person("alice"),
        lesson_due_on=date(2026, 4, 20),
        at=at(3, 14),
    )
    story.lesson = Lesson.objects.get(source=story.look_back.pk)


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


def items_of(story: Story) -> list[Model | None]:
    """The first row of each kind that belongs to an item of a plan, where the story has one."""
    return [
        ActionPlanItem.objects.filter(case=story.case).first(),
        ItemDispute.objects.filter(case=story.case).first(),
        DisputeAnswer.objects.filter(case=story.case).first(),
        ItemWait.objects.filter(case=story.case).first(),
        ItemCheck.objects.filter(case=story.case, completion__isnull=True).first(),
        PlanCompletion.objects.filter(case=story.case).first(),
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


def limit_nears(story: Story) -> None:
    """25 March: bail to 10 April; 6 April: its limit is five working days away, and the sweep finds it."""
    bailed = cases.record_milestone(
        by=person("alice"),
        case=story.case,
        kind="bailed",
        occurred_at=at(3, 25),
        limit_on=date(2026, 4, 10),
        at=at(3, 25),
    )
    raise_reminders(at=at(4, 6))
    story.due_item = DueItem.objects.get(source=bailed.pk)
    story.climbed = ClimbEscalation.objects.get(climb__item=story.due_item)


def plan_the_case(story: Story) -> None:
    """23 March: the police write the case strategy."""
    story.strategy = write_strategy(
        by=person("alice"),
        case=story.case,
        lines=[{"kind": "pursued", "words": "The friend who was told first."}],
        next_decision_on=date(2026, 4, 20),
        review_on=date(2026, 4, 20),
        at=at(3, 23),
    )


def paste(story: Story) -> None:
    """24 March: the officer pastes the MG3 to make a plan of it."""
    assert story.submission is not None
    story.document = paste_document(
        by=person("alice"),
        submission=story.submission,
        text="ACTION PLAN\n1. Obtain a statement from the sister.",
        document_name="mg3",
        document_date=date(2026, 3, 23),
        at=at(3, 24),
    )


def supervise(story: Story) -> None:
    """24 March: the supervisor reviews the investigation and gives a direction."""
    story.supervised = cases.record_supervisory_review(
        by=person("sam"),
        case=story.case,
        outcome="on_track",
        looked_at=["lines", "victim"],
        note="A note of the review.",
        directions=[
            {"asks": "Speak to the neighbour.", "owner": person("alice"), "due_on": date(2026, 4, 14)}
        ],
        at=at(3, 24),
    )
    story.direction = Direction.objects.get(review=story.supervised)


def agree(story: Story) -> None:
    """24 March: CPS agrees to it, as police entered from its document."""
    assert story.strategy is not None
    story.agreement = agree_strategy(
        by=person("alice"),
        strategy=story.strategy,
        document_name="mg3",
        document_date=date(2026, 3, 23),
        at=at(3, 24),
    )


def book(story: Story, on: date, moment: datetime) -> None:
    """A clinic in Leeds, at an hour of its own, and the case in its first slot."""
    hour = 8 + Clinic.objects.filter(cancelled_at__isnull=True).count()
    alice = person("alice")
    story.clinic = set_up_clinic(
        by=person("gita"),
        district=alice.district,
        place="Room 4",
        on=on,
        from_time=time(hour),
        to_time=time(hour + 1),
        slot_minutes=30,
        lawyers=[person("lena")],
        host=person("gita"),
        at=moment,
    )
    story.booking = book_clinic(
        by=alice,
        case=story.case,
        slot=story.clinic.slots.get(number=1),
        kind="early_advice",
        asks="Which of the two phones?",
        at=moment,
    )


def book_ahead(story: Story) -> None:
    """Into a clinic that has not begun by the clock, which the pages ask."""
    book(story, london_date(now()) + timedelta(days=7), now())


def book_and_begin(story: Story) -> None:
    """10 March: into the clinic of 12 March."""
    book(story, date(2026, 3, 12), at(3, 10))


def hear(story: Story) -> None:
    """12 March: heard, with advice that police enter from its note, and something left to do."""
    assert story.booking is not None
    alice = person("alice")
    record_clinic_result(
        by=alice,
        booking=story.booking,
        status="heard",
        outcome="advice",
        attended=[alice, person("lena")],
        advice="The first phone is enough.",
        advice_kind="early",
        follow_ups=[{"what": "Ask for the download.", "due_on": date(2026, 3, 30)}],
        at=at(3, 12, 22),
    )
    story.booking.refresh_from_db()
    story.advice = story.booking.advice.get()
    story.follow_up = story.booking.follow_ups.get()


def worry(story: Story) -> None:
    """7 April: somebody worries about the victim's safety."""
    story.concern = raise_safeguarding_concern(
        by=person("alice"),
        victim=story.victim,
        about="threat",
        concern="A threat by text.",
        act_by=date(2026, 4, 9),
        at=at(4, 7),
    )


def doubt(story: Story) -> None:
    """8 March: somebody speaks for the victim, and the suspect knows where they live."""
    story.spokesperson = name_spokesperson(
        by=person("alice"),
        victim=story.victim,
        name="Pat Example",
        is_their="family",
        because="asked",
        tie="household",
        at=at(3, 8),
    )
    story.telling = EventTelling.objects.filter(victim=story.victim).first()
    story.alert = raise_contact_alert(
        by=person("alice"), victim=story.victim, about="address_known", at=at(3, 8, 11)
    )


def offered(story: Story, answer: str) -> SupportReferral:
    """2 March, in the evening: an ISVA is offered."""
    return offer_support(
        by=person("alice"),
        victim=story.victim,
        kind="isva",
        offered_on=date(2026, 3, 2),
        answer=answer,
        at=at(3, 2, 18),
    )


def sto_asked(story: Story) -> None:
    """2 March, in the evening: a specially trained officer is asked for."""
    moment = at(3, 2, 18)
    story.deployment = ask_for_sto(by=person("alice"), victim=story.victim, asked_at=moment, at=moment)


def sto_deployed(story: Story) -> None:
    """The same evening Sam is deployed, and contact is his."""
    sto_asked(story)
    assert story.deployment is not None
    alice, sam, moment = person("alice"), person("sam"), at(3, 2, 19)
    story.deployment = deploy_sto(
        by=alice, deployment=story.deployment, officer=sam, deployed_at=moment, at=moment
    )
    hand_over_contact(by=alice, victim=story.victim, to=sam, at=moment)


def thinking(story: Story) -> None:
    story.referral = offered(story, "thinking")


def agreed(story: Story) -> None:
    story.referral = offered(story, "agreed")


def referred(story: Story) -> None:
    """The same evening the referral goes to the service of Ivy, who is an ISVA."""
    name = f"Support {story.case.reference}"
    kinds, ivy = ["isva", "child_isva"], person("ivy")
    service = add_support_service(by=person("adam"), name=name, kinds=kinds, advisers=[ivy], at=at(3, 1))
    story.support_service, story.referral = service, offered(story, "agreed")
    send_referral(
        by=person("alice"),
        referral=story.referral,
        service=service,
        sent_on=date(2026, 3, 2),
        at=at(3, 2, 18),
    )
    story.support_step = SupportEvent.objects.get(referral=story.referral, step="sent")


def share(story: Story) -> None:
    """9 March: the victim agrees that the police share with Ivy."""
    story.support = share_with_isva(
        by=person("alice"),
        victim=story.victim,
        isva=person("ivy"),
        consented_on=date(2026, 3, 9),
        at=at(3, 9),
    )


def tell_through_isva(story: Story) -> None:
    """10 March: Ivy tells, as the victim asked, that they no longer take part."""
    share(story)
    story.told = tell_withdrawal(
        by=person("ivy"),
        victim=story.victim,
        kind="withdrew",
        occurred_at=at(3, 10, 8),
        from_what=["prosecution"],
        asked_to_tell=True,
        words="I do not want to go to court.",
        at=at(3, 10),
    )


def answer_isva(story: Story) -> None:
    """11 March: the victim takes part after all; 12 March: Ivy ends her support of another client."""
    assert story.told is not None
    alice = person("alice")
    story.told = answer_told_withdrawal(
        by=alice, told=story.told, because="They told me on the phone that they stay.", at=at(3, 11)
    )
    twin = cases.add_victim(by=alice, case=story.case, at=at(3, 9))
    shared = share_with_isva(
        by=alice, victim=twin, isva=person("ivy"), consented_on=date(2026, 3, 9), at=at(3, 9)
    )
    end_my_support(by=person("ivy"), support=shared, because="ended", at=at(3, 12))


def arranged(story: Story, starts_at: datetime, when: datetime | None = None) -> JointAppointment:
    """An appointment at that moment, and Ivy is asked to join."""
    return arrange_appointment(
        by=person("alice"),
        victim=story.victim,
        isva=person("ivy"),
        starts_at=starts_at,
        method="in_person_isva",
        will_tell="update",
        at=when,
    )


def arrange(story: Story) -> None:
    """9 March, later: one that Ivy joins, one that is called off, and one whose hour came unanswered."""
    share(story)
    joined, off, story.appointment = (arranged(story, at(3, day, 11), at(3, 9, 12)) for day in (16, 17, 18))
    answer_appointment(by=person("ivy"), appointment=joined, answer="joins", at=at(3, 9, 13))
    cancel_appointment(by=person("alice"), appointment=off, because="nothing_to_tell", at=at(3, 9, 14))


def arrange_ahead(story: Story) -> None:
    """The same in the week after next, and the third waits for Ivy still."""
    share(story)
    monday = london_date(now()) + timedelta(days=14)
    monday -= timedelta(days=monday.weekday())
    days = (monday + timedelta(days=number) for number in range(3))
    joined, off, story.appointment = (arranged(story, london_instant(day, time(11))) for day in days)
    answer_appointment(by=person("ivy"), appointment=joined, answer="joins")
    cancel_appointment(by=person("alice"), appointment=off, because="nothing_to_tell")


GROUNDS = {
    "named": "The surgery.",
    "scope": "Notes of March 2026.",
    "enquiry": "What was seen on the day.",
    "necessary": "Nobody else saw it.",
    "proportionate": "One month alone.",
    "last_resort": "The victim was asked first.",
}


def plan_material(story: Story, *, kind: str = "third_party", source: str = "health") -> None:
    """2 March, in the evening: why private material is needed."""
    story.material = plan_material_request(
        by=person("alice"),
        victim=story.victim,
        kind=kind,
        source=source,
        probative="The notes may name the suspect." if source == "counselling" else "",
        at=at(3, 2, 19),
        **GROUNDS,
    )


def plan_counselling(story: Story) -> None:
    plan_material(story, source="counselling")


def _notice(story: Story) -> None:
    assert story.material is not None
    story.material = give_material_notice(
        by=person("alice"),
        material=story.material,
        noticed_on=date(2026, 3, 2),
        notice_how="in_person_home",
        notice_to="victim",
        views="no_objection",
        at=at(3, 2, 20),
    )


def material_noticed(story: Story) -> None:
    plan_material(story)
    _notice(story)


def material_sent(story: Story) -> None:
    material_noticed(story)
    assert story.material is not None
    story.material = send_material_request(
        by=person("alice"),
        material=story.material,
        requested_on=date(2026, 3, 2),
        reply_by=date(2026, 3, 30),
        at=at(3, 2, 21),
    )


def device_noticed(story: Story) -> None:
    plan_material(story, kind="device", source="phone")
    _notice(story)


def device_taken(story: Story) -> None:
    device_noticed(story)
    assert story.material is not None
    story.material = record_device_answer(
        by=person("alice"),
        material=story.material,
        agreed=True,
        answered_on=date(2026, 3, 2),
        taken_on=date(2026, 3, 2),
        return_by=date(2026, 3, 4),
        at=at(3, 2, 21),
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


def propose(story: Story) -> None:
    """20 April: the officer proposes outcome 15."""
    story.decision = propose_nfa(
        by=person("alice"),
        case=story.case,
        lines=[
            {"allegation": story.allegation, "outcome": "15", "reason": "evidential"},
        ],
        rationale="The evidential test is not met.",
        **CHECKED,
        at=at(4, 20),
    )


def propose_at_cps(story: Story) -> None:
    """20 April: a CPS lawyer proposes."""
    story.case.refresh_from_db()
    story.decision = propose_cps_nfa(
        by=person("lena"), case=story.case, lines=cps_lines(story), rationale="As advised.", at=at(4, 20)
    )


def decide_by_document(story: Story) -> None:
    """20 April: police record what CPS decided, from its document."""
    story.case.refresh_from_db()
    story.decision = record_cps_nfa(
        by=person("alice"),
        case=story.case,
        lines=cps_lines(story),
        rationale="As in the document.",
        decided_at=at(4, 19),
        maker_name="L Prosecutor",
        approver_name="M Manager",
        document_name="mg3",
        document_date=date(2026, 4, 19),
        at=at(4, 20),
    )


def cps_lines(story: Story) -> list[dict[str, object]]:
    return [{"allegation": story.allegation, "outcome": "15", "reason": "cps_evidential"}]


def authorise(story: Story) -> None:
    """21 April: a supervisor authorises."""
    assert story.decision is not None
    story.decision = authorise_nfa(by=person("dina"), decision=story.decision, at=at(4, 21))
    story.notification = Notification.objects.get(decision=story.decision)
    story.day_step = DayStep.objects.get(decision=story.decision, kind="suspect")
    story.line = DecisionLine.objects.get(decision=story.decision)


def notify(story: Story) -> None:
    """22 April: the victim is told."""
    assert story.decision is not None
    story.notification = notify_victim(
        by=person("alice"),
        decision=story.decision,
        victim=story.victim,
        told_at=at(4, 22, 9),
        method="phone",
        understood="yes",
        follow_up="letter",
        at=at(4, 22),
    )
    story.victim_question = record_victim_question(
        by=person("alice"),
        notice=story.notification,
        question="May she ask for her clothes back?",
        asked_at=at(4, 22, 9),
        at=at(4, 22),
    )


def draft_the_letter(story: Story) -> None:
    """21 April, later: the officer drafts the letter, to be handed over."""
    assert story.decision is not None
    story.letter = draft_letter(
        by=person("alice"), decision=story.decision, victim=story.victim, way="by_hand", at=at(4, 21, 12)
    )


def sign_the_letter(story: Story) -> None:
    """22 April: a supervisor signs it off."""
    draft_the_letter(story)
    assert story.letter is not None
    story.letter = sign_off_letter(by=person("sam"), letter=story.letter, at=at(4, 22, 8))


def hand_over_letter(story: Story) -> None:
    """23 April: the officer hands it over."""
    sign_the_letter(story)
    assert story.letter is not None
    story.letter = record_letter_sent(
        by=person("alice"),
        letter=story.letter,
        sent_on=date(2026, 4, 23),
        method="in_person_station",
        tells="follows" if story.notification and story.notification.told_at else "first",
        at=at(4, 23),
    )


def tell_right(story: Story) -> None:
    """The same call: the victim is told of the right."""
    assert story.decision is not None
    story.right = record_told_of_right(
        by=person("alice"),
        decision=story.decision,
        victim=story.victim,
        told_at=at(4, 22, 9),
        method="phone",
        leaflet_version="VRR 2026-1",
        at=at(4, 22, 11),
    )


def ask_for_review(story: Story) -> None:
    """6 May: the victim asks."""
    assert story.decision is not None
    story.request = receive_review_request(
        by=person("alice"),
        decision=story.decision,
        victim=story.victim,
        received_at=at(5, 6, 9),
        channel="email",
        asked_by="victim",
        at=at(5, 6),
    )


def acknowledge(story: Story) -> None:
    """7 May: the request is acknowledged."""
    assert story.request is not None
    story.request = acknowledge_review_request(
        by=person("alice"), request=story.request, acknowledged_at=at(5, 7, 9), at=at(5, 7)
    )


def allocate(story: Story) -> None:
    """8 May: a chief inspector is allocated."""
    assert story.request is not None
    story.request = allocate_review(
        by=person("dina"), request=story.request, reviewer=person("rita"), at=at(5, 8)
    )


def extend(story: Story) -> None:
    """12 and 13 May: the review takes longer, and the victim hears how it goes."""
    assert story.request is not None
    extend_review(
        by=person("rita"),
        request=story.request,
        due_on=date(2026, 7, 10),
        reason="A statement is awaited.",
        told_at=at(5, 12, 9),
        method="phone",
        at=at(5, 12),
    )
    record_review_update(
        by=person("rita"),
        request=story.request,
        told_at=at(5, 13, 9),
        method="phone",
        note="The statement has been asked for.",
        at=at(5, 13),
    )
    story.request.refresh_from_db()


def decide(story: Story) -> None:
    """20 May: the reviewer overturns the decision."""
    assert story.request is not None
    decide_review(
        by=person("rita"),
        request=story.request,
        outcome="overturned_cps",
        reasons="A line was missed.",
        at=at(5, 20),
    )
    story.request.refresh_from_db()


CHAPTERS: tuple[Chapter, ...] = (
    withdraw,
    re_engage,
    to_gatekeeper,
    sign_off,
    to_cps,
    countersign_and_ask,
    meet,
    lapse,
    take,
    answer,
    return_all,
    complete,
    propose,
    authorise,
    notify,
    tell_right,
    hand_over_letter,
    ask_for_review,
    acknowledge,
    allocate,
    decide,
)


def until(*chapters: Chapter) -> Callable[[str], Story]:
    """A story of these chapters, by its crime reference."""

    def make(crime: str = "13260000001") -> Story:
        story = report(crime=crime)
        for chapter in chapters:
            chapter(story)
        return story

    return make


whole = until(referred, *CHAPTERS)

# A story that stops at each stage at which somebody has something to do.
STAGES: dict[str, Callable[[str], Story]] = {
    "whole": whole,
    "withdrawn": until(plan_material, sto_asked, thinking, withdraw),
    "looked back": until(withdraw, re_engage, look_back),
    "with the gatekeeper": until(plan_counselling, agreed, to_gatekeeper),
    "sent": until(material_noticed, sto_deployed, referred, send),
    "lapsed": until(material_sent, to_cps, dispute, lapse, take),
    "limit near": until(to_cps, plan_the_case, agree, supervise, limit_nears, worry),
    "returned": until(device_noticed, to_cps, return_all),
    "items by police": until(device_taken, send, answer_by_police, answer_for_cps),
    "by police": until(send, answer_by_police, words_by_police, plan_the_case, paste),
    "to countersign": until(to_countersign),
    "proposed": until(propose),
    "authorised": until(propose, authorise),
    "letter drafted": until(propose, authorise, draft_the_letter),
    "letter signed off": until(propose, authorise, sign_the_letter),
    "notified": until(propose, authorise, notify),
    "told": until(propose, authorise, notify, tell_right),
    "asked": until(propose, authorise, notify, tell_right, ask_for_review),
    "acknowledged": until(propose, authorise, notify, tell_right, ask_for_review, acknowledge),
    "allocated": until(propose, authorise, notify, tell_right, ask_for_review, acknowledge, allocate, extend),
    "in doubt": until(doubt),
    "told by the ISVA": until(tell_through_isva),
    "appointment": until(arrange),
    "appointment ahead": until(arrange_ahead),
    "answered to the ISVA": until(tell_through_isva, answer_isva),
    "clinic ahead": until(book_ahead),
    "clinic begun": until(book_and_begin),
    "clinic heard": until(book_and_begin, hear),
    "proposed by CPS": until(to_cps, meet, propose_at_cps),
    "CPS decision by police": until(to_cps, decide_by_document, follow_cps),
    "charged": until(expedite),
}
