"""What the pages show of the bodies that an item waits on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.models import ActionPlanItem, ItemWait
from actionplans.rules.warnings import late_promise
from actionplans.seals import Label, Sealer
from rasso_tracker.clocks import Deadline, date_set, day_words
from rasso_tracker.people.models import Person


def wait_facts(wait: ItemWait) -> list[tuple[str, str]]:
    """What is known of a wait, above the form of a deed on it."""
    return [
        ("Waits on", wait.get_body_display()),
        *([("Answers for the queue", wait.queue_owner.name)] if wait.queue_owner else []),
        ("Requested", day_words(wait.requested_on)),
        ("Promised", day_words(wait.promised_on) if wait.promised_on else "Nothing promised"),
        ("To be chased", day_words(wait.chase_on)),
    ]


def wait_caution(wait: ItemWait) -> str:
    """That what is promised comes too late for the plan, as a sentence; "" of another, and once it ended."""
    plan = wait.item.plan
    runs = wait.ended_at is None and plan.is_open
    return late_promise(wait.promised_on, plan.target_on) if runs else ""


def chase_deadline(wait: ItemWait) -> Deadline:
    return date_set(wait.chase_on, start=wait.requested_on, reason="Set when it was requested or last chased")


def waits_of(item: ActionPlanItem, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every wait of an item, the last first, with its chases."""
    found = ItemWait.objects.filter(item=item).select_related("started_by", "ended_by", "queue_owner")
    rows = list(found.prefetch_related("chases__chased_by").order_by("-started_at", "-id"))
    for one in rows:
        one.item = item
    return [
        {
            "row": one,
            "words": sealer.open(Label.WAIT_WORDS, one.pk, one.words_sealed),
            "deadline": chase_deadline(one),
            "caution": wait_caution(one),
            "chases": [
                {"row": chase, "note": sealer.open(Label.CHASE_NOTE, chase.pk, chase.note_sealed)}
                for chase in one.chases.all()
            ],
            "deeds": [
                {"title": title, "href": reverse(name, args=[one.pk])}
                for name, title in (("chase_body", "Record a chase"), ("end_wait", "End the wait"))
                if one.ended_at is None and person.role.may(name)
            ],
        }
        for one in rows
    ]
