"""The API of decisions and reviews: deeds from the surfaces, reads from the allow-lists of represent.py."""

from __future__ import annotations

from functools import partial

from actionplans.home.confirming import SHOWN, WHEN
from rasso_tracker.audit import Action
from rasso_tracker.clocks import london_date, now
from rasso_tracker.web.api import ReadDetail, ReadList, ReadMixed, ReadReport, api_urls
from rasso_tracker.web.lists import Order, visible_branches
from reviews.late import (
    ASKED,
    ASKED_LATE,
    CAUSES,
    LATE,
    OfMonths,
    caused_by,
    ran_out_in,
    shown,
    was_missed_in,
)
from reviews.models import (
    CpsLetter,
    CpsReview,
    DayStep,
    Decision,
    DecisionLetter,
    DecisionLine,
    ExpeditedReview,
    MissedTelling,
    Notification,
    ReviewAsker,
    ReviewEnquiries,
    ReviewExtension,
    ReviewRequest,
    ReviewTraining,
    ReviewUpdate,
    RightTold,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    TranslationCheck,
    VictimQuestion,
)
from reviews.represent import days as represent_day
from reviews.represent import decisions as represent
from reviews.represent import telling as represent_telling
from reviews.represent.askers import asker_shown, enquiries_shown
from reviews.represent.cps_reviews import expedited_in_full, expedited_shown, review_shown
from reviews.represent.extensions import extension_shown, update_shown
from reviews.represent.letters import cps_letter, letter_in_full, letter_in_list, translation_check
from reviews.represent.to_confirm import act_to_confirm
from reviews.represent.training import lacking_of, training_shown, untrained_shown
from reviews.shown.days import decisions_with_a_day
from reviews.surfaces import SURFACES
from reviews.surfaces.training import courses_in
from reviews.to_confirm import SHOWS, to_confirm
from reviews.training import by_untrained
from reviews.views.decisions import BY_STATE
from reviews.views.late import READ as READ_LATE
from reviews.views.late import report
from reviews.views.outcomes import DAYS, READ, decided_since, without_withdrawal
from reviews.views.rights import AGAIN, CLOSING, closing, not_told, to_tell_again
from reviews.views.rights import READ as READ_RIGHTS
from reviews.views.to_confirm import ToConfirmList
from reviews.views.training import READ as TRAINING
from reviews.views.training import READ_DECISIONS

OF_A_CASE = {"case": "case"}
OF_A_DECISION = {**OF_A_CASE, "decision": "decision", "victim": "victim"}

OF_A_NOTICE = {"case": "case", "victim": "victim", "notification": "notice"}
of_notices = [
    ReadList(
        path="telling-plans/",
        name="telling_plans",
        model=TellingPlan,
        represent=represent_telling.plan_shown,
        filters=OF_A_NOTICE,
        select=("recorded_by", "teller"),
        together=represent_telling.plans_marked,
    ),
    *(
        ReadList(
            path=f"{path}/",
            name=path.replace("-", "_"),
            model=model,
            represent=told,
            filters=OF_A_NOTICE,
            select=("recorded_by", *more),
        )
        for path, model, told, more in (
            ("telling-attempts", TellingAttempt, represent_telling.attempt_shown, ("contact",)),
            ("telling-delays", TellingDelay, represent_telling.delay_shown, ("notice",)),
            ("victim-questions", VictimQuestion, represent_telling.question_shown, ("answered_by",)),
        )
    ),
]

READS: list[ReadList | ReadDetail | ReadReport] = [
    ReadDetail(
        path="decisions/<uuid:pk>/day/",
        name="decision_day",
        model=Decision,
        represent=represent_day.day_in_full,
        find=decisions_with_a_day,
        action=Action.DAY_VIEWED,
        select=("case__officer_in_charge",),
    ),
    ReadMixed(
        path="to-confirm/",
        name="to_confirm",
        model=ToConfirmList.model,
        represent=act_to_confirm,
        is_for=ToConfirmList.is_for,
        order=WHEN,
        filters={"case": "case", "district": "case__district__code"},
        shows={"kind": SHOWS},
        branches=to_confirm,
        fields=SHOWN,
    ),
    ReadList(
        path="day-steps/",
        name="day_steps",
        model=DayStep,
        represent=represent_day.step_shown,
        filters={**OF_A_CASE, "decision": "decision", "kind": "kind"},
        select=("supporter", "recorded_by"),
    ),
    ReadList(
        path="decisions/",
        name="decisions",
        model=Decision,
        represent=represent.decision_in_list,
        order=Order("proposed", "Put forward", "proposed_at", descending=True),
        filters={**OF_A_CASE, "agency": "agency"},
        shows={"status": BY_STATE},
        select=("maker", "carried_by", "approver", "superseded_by"),
        prefetch=("lines",),
    ),
    ReadList(
        path="decisions/without-withdrawal/",
        name="outcome_gaps",
        model=DecisionLine,
        represent=represent.outcome_gap,
        order=Order("newest", "Decided", "pk", descending=True),
        filters={"district": "case__district__code"},
        select=("decision",),
        branches=lambda person: [without_withdrawal(one) for one in visible_branches(DecisionLine, person)],
        shows={"since": {when: partial(decided_since, when) for when in (*DAYS, "ever")}},
        deed=READ,
    ),
    ReadDetail(
        path="decisions/<uuid:pk>/",
        name="decision",
        model=Decision,
        represent=represent.decision_in_full,
        action=Action.DECISION_VIEWED,
        select=("maker", "carried_by", "approver", "superseded_by"),
        versioned=True,
    ),
    ReadList(
        path="notifications/",
        name="notifications",
        model=Notification,
        represent=represent.notification_shown,
        order=Order("due", "Due", "due_on"),
        filters=OF_A_DECISION,
        select=("told_by", "taken_back_by"),
    ),
    ReadList(
        path="notifications/told-late/",
        name="told_late",
        model=Notification,
        represent=represent_telling.notice_in_full,
        order=Order("due", "Clock ended", "due_on", descending=True),
        filters={**OF_A_CASE, "district": "case__district__code", "owner": "owner"},
        shows={
            "month": OfMonths(ran_out_in),
            "show": {
                "": lambda person: shown(LATE),
                ASKED: lambda person: shown(ASKED),
                ASKED_LATE: lambda person: shown(ASKED_LATE),
            },
            "cause": {code: caused_by(code) for code in CAUSES},
        },
        select=("told_by", "late_said_by", "no_letter_by", "taken_back_by"),
        deed=READ_LATE,
    ),
    ReadList(
        path="missed-tellings/",
        name="missed_tellings",
        model=MissedTelling,
        represent=represent_telling.missed_shown,
        order=Order("due", "Clock ended", "tell_by", descending=True),
        filters={**OF_A_CASE, "district": "case__district__code", "owner": "notice__owner"},
        shows={"month": OfMonths(was_missed_in), "cause": {code: caused_by(code) for code in CAUSES}},
        select=("recorded_by", "late_said_by"),
        deed=READ_LATE,
    ),
    ReadList(
        path="notifications/rights-to-tell/",
        name="rights_to_tell",
        model=Notification,
        represent=represent.notification_shown,
        order=Order("due", "Due", "due_on"),
        filters={**OF_A_CASE, "district": "case__district__code"},
        shows={
            "show": {
                "": lambda person: not_told(),
                CLOSING: lambda person: closing(london_date(now())),
                AGAIN: lambda person: to_tell_again(),
            }
        },
        select=("told_by", "taken_back_by"),
        deed=READ_RIGHTS,
    ),
    ReadReport(
        path="metrics/told-late/", name="metrics_told_late", report=report, filters={"month": "month"}
    ),
    ReadDetail(
        path="notifications/<uuid:pk>/",
        name="notification",
        model=Notification,
        represent=represent_telling.notice_alone,
        action=Action.DECISION_VIEWED,
        select=("told_by", "taken_back_by"),
    ),
    *of_notices,
    ReadList(
        path="rights-told/",
        name="rights_told",
        model=RightTold,
        represent=represent.right_told_shown,
        order=Order("told", "Told", "told_at", descending=True),
        filters=OF_A_DECISION,
        select=("told_by",),
    ),
    ReadDetail(
        path="rights-told/<uuid:pk>/",
        name="right_told",
        model=RightTold,
        represent=represent.right_told_shown,
        action=Action.DECISION_VIEWED,
        select=("told_by",),
    ),
    ReadList(
        path="decision-letters/",
        name="decision_letters",
        model=DecisionLetter,
        represent=letter_in_list,
        order=Order("written", "Written", "written_at", descending=True),
        filters={**OF_A_DECISION, "status": "status", "way": "way"},
        select=("written_by", "signed_off_by"),
        deed="read_letters",
    ),
    ReadDetail(
        path="decision-letters/<uuid:pk>/",
        name="decision_letter",
        model=DecisionLetter,
        represent=letter_in_full,
        action=Action.LETTER_VIEWED,
        select=("written_by", "signed_off_by", "case__officer_in_charge", "decision", "victim"),
        versioned=True,
    ),
    ReadList(
        path="translation-checks/",
        name="translation_checks",
        model=TranslationCheck,
        represent=translation_check,
        select=("recorded_by",),
        deed="record_translation_checked",
        branches=lambda person: [TranslationCheck.objects.all()],
    ),
    ReadList(
        path="cps-letters/",
        name="cps_letters",
        model=CpsLetter,
        represent=cps_letter,
        filters=OF_A_DECISION,
        deed="read_letters",
    ),
    ReadList(
        path="review-training/",
        name="review_training",
        model=ReviewTraining,
        represent=training_shown,
        select=("person", "recorded_by"),
        branches=lambda person: [courses_in(person)],
        deed=TRAINING,
    ),
    ReadList(
        path="decisions/without-training/",
        name="untrained_decisions",
        model=Decision,
        represent=untrained_shown,
        order=Order("decided", "Decided", "decided_at", descending=True, nullable=True),
        select=("maker", "approver"),
        branches=lambda person: [by_untrained(one) for one in visible_branches(Decision, person)],
        together=lacking_of,
        shows={"since": {when: partial(decided_since, when, field="decided_at") for when in (*DAYS, "ever")}},
        deed=READ_DECISIONS,
    ),
    ReadList(
        path="cps-reviews/",
        name="cps_reviews",
        model=CpsReview,
        represent=review_shown,
        order=Order("received", "Received", "received_on", descending=True),
        filters={**OF_A_DECISION, "status": "status"},
        prefetch=("stages",),
    ),
    ReadDetail(
        path="cps-reviews/<uuid:pk>/",
        name="cps_review",
        model=CpsReview,
        represent=review_shown,
        action=Action.CPS_REVIEW_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="expedited-reviews/",
        name="expedited_reviews",
        model=ExpeditedReview,
        represent=expedited_shown,
        order=Order("hearing", "Hearing", "hearing_on"),
        filters={**OF_A_CASE, "victim": "victim", "allegation": "allegation"},
    ),
    ReadDetail(
        path="expedited-reviews/<uuid:pk>/",
        name="expedited_review",
        model=ExpeditedReview,
        represent=expedited_in_full,
        action=Action.EXPEDITED_VIEWED,
        versioned=True,
    ),
    ReadList(
        path="review-askers/",
        name="review_askers",
        model=ReviewAsker,
        represent=asker_shown,
        filters={**OF_A_CASE, "request": "request"},
        select=("recorded_by", "voided_by"),
    ),
    ReadList(
        path="review-enquiries/",
        name="review_enquiries",
        model=ReviewEnquiries,
        represent=enquiries_shown,
        filters={**OF_A_CASE, "request": "request"},
        select=("made_by", "recorded_by"),
    ),
    ReadList(
        path="review-extensions/",
        name="review_extensions",
        model=ReviewExtension,
        represent=extension_shown,
        filters={**OF_A_CASE, "request": "request"},
        select=("extended_by",),
    ),
    ReadList(
        path="review-updates/",
        name="review_updates",
        model=ReviewUpdate,
        represent=update_shown,
        filters={**OF_A_CASE, "request": "request"},
        select=("recorded_by",),
    ),
    ReadList(
        path="review-requests/",
        name="review_requests",
        model=ReviewRequest,
        represent=represent.request_in_list,
        order=Order("complete", "Complete by", "complete_by"),
        filters={**OF_A_DECISION, "status": "status"},
        select=("reviewer",),
    ),
    ReadDetail(
        path="review-requests/<uuid:pk>/",
        name="review_request",
        model=ReviewRequest,
        represent=represent.request_in_full,
        action=Action.REVIEW_REQUEST_VIEWED,
        select=("reviewer",),
        versioned=True,
    ),
]

routes = api_urls(SURFACES, READS)
