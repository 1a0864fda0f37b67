from __future__ import annotations

from typing import Any

from rasso_tracker.people import services
from rasso_tracker.people.forms import DutyCoverForm
from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.web.surfaces import Surface


def represent_cover(cover: DutyCover, person: Person) -> dict[str, Any]:
    return {
        "id": str(cover.pk),
        "person": cover.person.username,
        "covered_by": cover.covered_by.username,
        "starts_on": cover.starts_on.isoformat(),
        "ends_on": cover.ends_on.isoformat(),
    }


SURFACES = [
    Surface(
        name="set_duty_cover",
        title="Set duty cover",
        service=services.set_duty_cover,
        form=DutyCoverForm,
        page="people/duty-cover/new/",
        api="duty-covers/",
        button="Set cover",
        said="Duty cover set.",
        done=lambda cover: "/people/",
        back=lambda subject: "/people/",
        represent=represent_cover,
    )
]
