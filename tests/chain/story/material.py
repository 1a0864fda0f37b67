"""Chapters of private material: third parties, counselling records, devices."""

from __future__ import annotations

from datetime import date

from tests.chain.moments import at, person
from tests.chain.story.record import Story
from victims.services import (
    give_material_notice,
    plan_material_request,
    record_device_answer,
    send_material_request,
)

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
