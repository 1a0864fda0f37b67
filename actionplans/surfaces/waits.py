"""The deeds on the bodies that an item waits on."""

from __future__ import annotations

from typing import Any

from actionplans import forms, services
from actionplans.models import ItemWait
from actionplans.represent import waits as represent_waits
from actionplans.rules.waits import check_on_wait
from actionplans.shown.waits import wait_caution, wait_facts
from actionplans.surfaces.items import OF_ITEM, about_item, check_owed, item_page
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def about_wait(person: Person, wait: ItemWait) -> dict[str, Any]:
    return {**about_item(person, wait.item), "entered": wait_facts(wait)}


WAITS = "Recorded. You will be reminded to chase it. The dates of the plan stand."
CHASED = "Chase recorded."


def check_running(deed: str) -> Any:
    def check(person: Person, wait: ItemWait) -> None:
        check_on_wait(person, wait, deed)

    return check


OF_WAIT: dict[str, Any] = {
    "subject": ItemWait,
    "subject_name": "wait",
    "select": ("item__plan__case",),
    "context": about_wait,
    "template": "actionplans/item_deed.html",
    "versioned": True,
}
WAIT_SURFACES = [
    Surface(
        name="wait_on_body",
        title="Wait on a body",
        service=services.wait_on_body,
        form=forms.WaitForm,
        page="action-plan-items/<uuid:pk>/waits/new/",
        api="action-plan-items/<uuid:pk>/waits/",
        said=WAITS,
        says=lambda wait: f"{WAITS} {wait_caution(wait)}".rstrip(),
        check=check_owed("wait_on_body"),
        represent=represent_waits.wait_in_full,
        constraints={"wait_one_open_a_body": ("body", "The item waits on this body already.")},
        **OF_ITEM,
    ),
    Surface(
        name="chase_body",
        title="Record a chase",
        service=services.chase_body,
        form=forms.ChaseForm,
        page="item-waits/<uuid:pk>/chase/",
        api="item-waits/<uuid:pk>/chase/",
        said=CHASED,
        says=lambda chase: f"{CHASED} {wait_caution(chase.wait)}".rstrip(),
        check=check_running("chase_body"),
        done=lambda chase: item_page(chase.wait),
        back=item_page,
        represent=represent_waits.chase_in_full,
        **OF_WAIT,
    ),
    Surface(
        name="end_wait",
        title="End the wait",
        service=services.end_wait,
        form=forms.EndWaitForm,
        page="item-waits/<uuid:pk>/end/",
        api="item-waits/<uuid:pk>/end/",
        said="The wait ended. Nothing is left to chase.",
        check=check_running("end_wait"),
        done=item_page,
        back=item_page,
        represent=represent_waits.wait_in_full,
        **OF_WAIT,
    ),
]
