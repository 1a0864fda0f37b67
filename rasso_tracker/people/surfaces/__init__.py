from __future__ import annotations

from typing import Any

from rasso_tracker.people import forms, services
from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.parts import Scope
from rasso_tracker.people.represent import represent_cover, represent_leave
from rasso_tracker.people.rules import whose_leave
from rasso_tracker.people.surfaces.admin import ADMIN_SURFACES
from rasso_tracker.web.surfaces import Surface

AWAY = "/people/away/"


def covers_to_end(person: Person) -> Any:
    """The cover that somebody may end: a supervisor's district's, else any."""
    rows = DutyCover.objects.all()
    return rows.filter(person__district=person.district_id) if person.role.scope == Scope.DISTRICT else rows


def leaves_of(person: Person) -> Any:
    """The leave that somebody may end: what they could have recorded."""
    return Leave.objects.filter(person__in=Person.objects.filter(whose_leave(person)))


def about_cover(person: Person, cover: DutyCover) -> dict[str, Any]:
    return {"caption": f"{cover.person.name}, covered by {cover.covered_by.name}"}


def about_leave(person: Person, leave: Leave) -> dict[str, Any]:
    return {"caption": f"Leave of {leave.person.name}"}


SURFACES = [
    Surface(
        name="set_duty_cover",
        title="Set duty cover",
        service=services.set_duty_cover,
        form=forms.DutyCoverForm,
        page="people/duty-cover/new/",
        prefilled=("absent", "starts_on", "ends_on"),
        api="duty-covers/",
        button="Set cover",
        said="Duty cover set.",
        done=lambda cover: AWAY,
        back=lambda subject: AWAY,
        represent=represent_cover,
    ),
    Surface(
        name="end_duty_cover",
        title="End duty cover early",
        service=services.end_duty_cover,
        form=forms.EndDutyCoverForm,
        subject=DutyCover,
        subject_name="cover",
        find=covers_to_end,
        select=("person", "covered_by"),
        context=about_cover,
        page="people/duty-cover/<uuid:pk>/end/",
        api="duty-covers/<uuid:pk>/end/",
        button="End cover",
        said="Cover ends on the day that you gave.",
        done=lambda cover: AWAY,
        back=lambda subject: AWAY,
        represent=represent_cover,
    ),
    Surface(
        name="record_leave",
        title="Record leave",
        service=services.record_leave,
        form=forms.LeaveForm,
        page="people/leave/new/",
        prefilled=("absent", "starts_on"),
        api="leaves/",
        button="Record leave",
        said="Leave recorded.",
        done=lambda leave: AWAY,
        back=lambda subject: AWAY,
        represent=represent_leave,
    ),
    Surface(
        name="end_leave",
        title="End leave early",
        service=services.end_leave,
        form=forms.EndLeaveForm,
        subject=Leave,
        subject_name="leave",
        find=leaves_of,
        select=("person", "cover__covered_by"),
        context=about_leave,
        page="people/leave/<uuid:pk>/end/",
        api="leaves/<uuid:pk>/end/",
        button="End leave",
        said="Leave ends on the day that you gave, and the cover set with it.",
        done=lambda leave: AWAY,
        back=lambda subject: AWAY,
        represent=represent_leave,
    ),
    *ADMIN_SURFACES,
]
