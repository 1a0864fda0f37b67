"""The deeds of the register of training."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from reviews import services
from reviews.forms import ReviewTrainingForm, VoidReviewTrainingForm
from reviews.models import ReviewTraining
from reviews.represent.training import training_shown
from reviews.rules.training import check_not_oneself, whose_training

REGISTER = "/right-to-review/training/"


def people_of(person: Person) -> Any:
    """Those whose training this person keeps."""
    return Person.objects.filter(whose_training(person))


def courses_in(person: Person) -> Any:
    """What stands of the courses of these people."""
    return ReviewTraining.objects.filter(person__in=people_of(person).values("pk"))


OF_THE_REGISTER: dict[str, Any] = {
    "done": lambda row: REGISTER,
    "back": lambda subject: REGISTER,
    "represent": training_shown,
}
SURFACES = [
    Surface(
        name="record_review_training",
        title="Record training in the Right to Review",
        service=services.record_review_training,
        form=ReviewTrainingForm,
        subject=Person,
        subject_name="person",
        find=people_of,
        check=check_not_oneself,
        page="people/<uuid:pk>/review-training/new/",
        api="people/<uuid:pk>/review-training/",
        template="reviews/training_deed.html",
        context=lambda person, trained: {"trained": trained},
        button="Record the course",
        said="Recorded.",
        constraints={
            "review_training_once_a_day": (
                "completed_on",
                "A course of this person on this day is recorded already.",
            )
        },
        **OF_THE_REGISTER,
    ),
    Surface(
        name="void_review_training",
        title="Void a record of training",
        service=services.void_review_training,
        form=VoidReviewTrainingForm,
        subject=ReviewTraining,
        subject_name="training",
        find=courses_in,
        select=("person",),
        page="review-training/<uuid:pk>/void/",
        api="review-training/<uuid:pk>/void/",
        template="reviews/training_deed.html",
        context=lambda person, training: {"training": training},
        button="Void the record",
        said="Voided.",
        **OF_THE_REGISTER,
    ),
]
