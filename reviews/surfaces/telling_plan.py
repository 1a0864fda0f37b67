"""How a victim is told of a decision, and what they ask about it, as pages and API routes."""

from __future__ import annotations

from typing import Any

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.surfaces import Surface
from reviews import forms, services
from reviews.models import Notification, TellingPlan, VictimQuestion
from reviews.represent import telling as represent_telling
from reviews.rules import check_not_settled, check_said_not_told, check_stands
from reviews.rules import telling_plan as rules
from reviews.sealed import text_of
from reviews.services.follow_up import letter_owed
from reviews.shown.telling import about_notice, telling_page
from reviews.telling_enums import Interpreter
from victims.rules import details_at


def check_open(person: Person, notice: Notification) -> None:
    rules.check_open(notice, notice.victim)


def check_wait(person: Person, notice: Notification) -> None:
    check_open(person, notice)
    check_not_settled(notice, now())


def check_plan(person: Person, notice: Notification) -> None:
    check_wait(person, notice)
    check_stands(notice.decision, notice.victim)


def check_late(person: Person, notice: Notification) -> None:
    rules.late_to_explain(notice, now())


def check_said(person: Person, notice: Notification) -> None:
    check_said_not_told(notice)


def check_letter(person: Person, notice: Notification) -> None:
    rules.check_letter_owed(letter_owed(notice) is not None)


def check_unanswered(person: Person, question: VictimQuestion) -> None:
    if question.answered_at is not None:
        raise NotAllowed("This question was answered already.")


def plan_initial(person: Person, notice: Notification) -> dict[str, Any]:
    """The plan that stands, to be changed; else what the victim's record says of how to reach them."""
    plan = TellingPlan.objects.filter(notice=notice, superseded_at__isnull=True).first()
    if plan is not None:
        kept = ("method", "why_another", "tell_at", "time_fits", "teller", "companions", "interpreter")
        return {
            **{name: getattr(plan, name) for name in kept},
            "why_hour": text_of(plan, "why_hour"),
            "note": text_of(plan, "note"),
        }
    details = details_at(notice.victim, now())
    if details is None:
        return {"teller": person.pk}
    needed = Interpreter.TO_BOOK if details.interpreter_needed else Interpreter.NOT_NEEDED
    return {"method": details.preferred_method, "interpreter": needed, "teller": person.pk}


def _on_notice(name: str, title: str, form: type[DeedForm], page: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=Notification,
        subject_name="notice",
        page=f"notifications/<uuid:pk>/{page}/",
        api=f"notifications/<uuid:pk>/{page}/",
        template="reviews/telling_deed.html",
        select=("case", "decision", "decision__case", "victim"),
        context=about_notice,
        done=telling_page,
        back=telling_page,
        **more,
    )


SURFACES = [
    _on_notice(
        "plan_telling",
        "Plan how they are told",
        forms.PlanForm,
        "plans",
        button="Keep the plan",
        said="Planned.",
        check=check_plan,
        initial=plan_initial,
        represent=represent_telling.plan_shown,
        constraints={
            "telling_plan_one_stands": (
                "",
                "Somebody else changed the plan at the same moment. Look at it first.",
            )
        },
    ),
    _on_notice(
        "record_telling_attempt",
        "Record an attempt",
        forms.AttemptForm,
        "attempts",
        said="Recorded.",
        check=check_open,
        represent=represent_telling.attempt_shown,
    ),
    _on_notice(
        "record_wish_to_wait",
        "They asked to be told later",
        forms.WishToWaitForm,
        "delays",
        said="Recorded. It is shown apart from delays of ours.",
        check=check_wait,
        represent=represent_telling.delay_shown,
    ),
    _on_notice(
        "take_back_not_told",
        "Take back why they are not told",
        forms.TakeBackNotToldForm,
        "not-told/taken-back",
        button="Take it back",
        said="Taken back. They are to be told after all.",
        check=check_said,
        represent=represent_telling.notice_in_full,
    ),
    _on_notice(
        "say_why_late",
        "Say why it was late",
        forms.WhyLateForm,
        "late",
        said="Recorded.",
        check=check_late,
        represent=represent_telling.notice_in_full,
    ),
    _on_notice(
        "record_victim_question",
        "Record what they asked",
        forms.VictimQuestionForm,
        "questions",
        said="Recorded. The answer is owed by the day that stands beside it.",
        represent=represent_telling.question_shown,
    ),
    _on_notice(
        "say_no_letter",
        "No letter is needed",
        forms.NoLetterForm,
        "no-letter",
        said="Recorded. The letter is owed no more.",
        check=check_letter,
        represent=represent_telling.notice_in_full,
    ),
    Surface(
        name="answer_victim_question",
        title="Record the answer",
        service=services.answer_victim_question,
        form=forms.AnswerVictimForm,
        subject=VictimQuestion,
        subject_name="question",
        page="victim-questions/<uuid:pk>/answer/",
        api="victim-questions/<uuid:pk>/answer/",
        said="Recorded.",
        template="reviews/telling_deed.html",
        select=(
            "case",
            "notice",
            "notice__case",
            "notice__decision",
            "notice__decision__case",
            "notice__victim",
        ),
        check=check_unanswered,
        context=lambda person, question: about_notice(person, question.notice),
        done=telling_page,
        back=telling_page,
        represent=represent_telling.question_shown,
    ),
]
