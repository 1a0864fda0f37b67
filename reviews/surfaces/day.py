"""The day on which a decision is told, as pages and API routes."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from reviews import forms, services
from reviews.models import DayStep, Decision
from reviews.represent import days as represent_day
from reviews.represent import decisions as represent
from reviews.rules import day as rules
from reviews.shown.days import about_day, about_sign_off, about_step, day_page, decisions_with_a_day


def check_sign_off(person: Person, decision: Decision) -> None:
    rules.check_can_sign_off(person, decision)


def check_safety(person: Person, decision: Decision) -> None:
    rules.check_can_say_safety(decision)


def check_step(person: Person, step: DayStep) -> None:
    rules.check_can_record(person, step)


def steps_of(person: Person) -> Any:
    return DayStep.objects.visible_to(person)


SURFACES = [
    Surface(
        name="record_safety_plan",
        title="Say whether the victim's safety is planned for",
        service=services.record_safety_plan,
        form=forms.SafetyForm,
        subject=Decision,
        subject_name="decision",
        page="decisions/<uuid:pk>/safety/",
        api="decisions/<uuid:pk>/safety/",
        said="Recorded.",
        select=("case", "case__officer_in_charge", "maker", "approver"),
        template="reviews/day_deed.html",
        find=decisions_with_a_day,
        check=check_safety,
        context=about_day,
        done=day_page,
        back=day_page,
        represent=represent.decision_in_full,
        constraints={"decision_check_once_a_kind": ("", "Somebody has just said it. Look at it first.")},
    ),
    Surface(
        name="sign_off_day",
        title="Sign off the order of the day",
        service=services.sign_off_day,
        form=forms.SignOffDayForm,
        subject=Decision,
        subject_name="decision",
        page="decisions/<uuid:pk>/day/sign-off/",
        api="decisions/<uuid:pk>/day/sign-off/",
        button="Sign off",
        said="Signed off. Each step is on the home page of whoever does it.",
        select=("case", "case__officer_in_charge", "maker", "approver"),
        template="reviews/day_deed.html",
        find=decisions_with_a_day,
        check=check_sign_off,
        context=about_sign_off,
        done=day_page,
        back=day_page,
        represent=represent_day.day_shown,
        constraints={
            "decision_day_one_stands": (
                "",
                "Somebody else has just signed it off. Look at it first.",
            )
        },
    ),
    Surface(
        name="record_day_step",
        title="Record a step of the day",
        service=services.record_day_step,
        form=forms.DayStepForm,
        subject=DayStep,
        subject_name="step",
        page="day-steps/<uuid:pk>/record/",
        api="day-steps/<uuid:pk>/record/",
        said="Recorded.",
        select=(
            "case__officer_in_charge",
            "decision__case__officer_in_charge",
            "decision__maker",
            "victim__case",
            "suspect",
        ),
        template="reviews/day_deed.html",
        find=steps_of,
        check=check_step,
        context=about_step,
        done=day_page,
        back=day_page,
        represent=represent_day.step_shown,
    ),
]
