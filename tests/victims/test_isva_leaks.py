"""What must not reach an ISVA: the investigation, other victims, and what the client was not told.

Every GET of the product is walked in her name. The id of a row that she may not know of is in no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from actionplans.models import Submission
from cases import services as cases
from cases.models import Allegation, Case, CaseBearing, DueItem, Milestone, Victim
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.web.routes import all_routes
from reviews.models import Decision, DecisionLine, Notification
from reviews.services import authorise_nfa, notify_victim, propose_nfa
from tests.chain import story as told
from tests.chain.story import Story, at, person
from tests.decisions import CHECKED
from victims import services
from victims.models import Contact, EventTelling

CANARIES = ("Sid Example", "Canary Suspect", "Reported by phone.", "Twin Example", "07700 900777",
            "canary-said", "canary-why")  # fmt: skip


def investigated() -> Story:
    """A case with two victims of two suspects, material asked for, bail that the client was not told of."""
    story = told.STAGES["sent"]("13260000771")
    alice, case = person("alice"), story.case
    twin = cases.add_victim(by=alice, case=case, at=at(3, 8))
    other = cases.add_suspect(by=alice, case=case, name="Canary Suspect", at=at(3, 8))
    cases.add_allegation(by=alice, case=case, crime_reference="13260000772", offence_type="rape_adult",
                         victim=twin, suspect=other, at=at(3, 8))  # fmt: skip
    services.record_identity(by=alice, victim=twin, name="Twin Example", at=at(3, 8))
    services.record_contact_details(by=alice, victim=twin, preferred_method="phone", phone="07700 900777",
                                    at=at(3, 8))  # fmt: skip
    cases.record_milestone(by=alice, case=case, kind="bailed", occurred_at=at(3, 20), suspect=story.suspect,
                           limit_on=date(2026, 6, 5), at=at(3, 20))  # fmt: skip
    services.record_contact(by=alice, victim=story.victim, occurred_at=at(3, 20, 12), direction="out",
                            method="phone", reached=False, about=["arrest_or_bail"], summary="canary-said",
                            at=at(3, 20, 12))  # fmt: skip
    told.share(story)
    return story


def decided(story: Story) -> Decision:
    """One decision on both allegations; the other victim alone is told of it."""
    lines = [
        {"allegation": one, "outcome": "15", "reason": "evidential"}
        for one in Allegation.objects.filter(case=story.case)
    ]
    made = propose_nfa(
        by=person("alice"), case=story.case, lines=lines, rationale="canary-why", at=at(4, 20), **CHECKED
    )
    made = authorise_nfa(by=person("dina"), decision=made, at=at(4, 21))
    twin = Victim.objects.get(case=story.case, number=2)
    return notify(made, twin)


def notify(made: Decision, victim: Victim) -> Decision:
    notify_victim(by=person("alice"), decision=made, victim=victim, told_at=at(4, 22, 9), method="phone",
                  order_reason="canary-why", understood="yes", at=at(4, 22))  # fmt: skip
    made.refresh_from_db()
    return made


def answers(browser: Client, story: Story) -> Iterator[tuple[str, str]]:
    """The path and text of every GET that opens, on every row of the case that its address can name."""
    for route in all_routes():
        if route.method != "GET" or route.public:
            continue
        for pk in _rows(route.subject, story) if route.in_address and route.subject else [None]:
            path = route.path.replace("<uuid:pk>", str(pk))
            answer = browser.get(path) if "<" not in path else None
            if answer is not None and answer.status_code == 200:
                yield path, answer.content.decode()


def _rows(label: str, story: Story) -> list[Any]:
    """The ids of the rows of this model on the case."""
    model: Any = apps.get_model(label)
    if model is Case:
        return [story.case.pk]
    return list(model.objects.filter(case=story.case).values_list("pk", flat=True)) if _bears(model) else []


def _bears(model: type[models.Model]) -> bool:
    return issubclass(model, CaseBearing)


def unknown_ids(story: Story) -> set[str]:
    """The ids that no answer may hold: the evidence side, other victims, what the client was not told of."""
    found: set[Any] = set()
    for model in filter(_bears, apps.get_models()):
        rows: Any = model.objects.filter(case=story.case.pk)
        if not person("ivy").role.reads(model.part):
            found |= set(rows.values_list("pk", flat=True))
        elif any(one.name == "victim" for one in model._meta.fields):
            found |= set(rows.exclude(victim=story.victim).values_list("pk", flat=True))
    found |= set(
        Victim.objects.filter(case=story.case).exclude(pk=story.victim.pk).values_list("pk", flat=True)
    )
    found |= set(DueItem.objects.filter(case=story.case).values_list("pk", flat=True))
    found |= set(EventTelling.objects.filter(case=story.case, told_at=None).values_list("pk", flat=True))
    found |= set(Contact.objects.filter(case=story.case).values_list("pk", flat=True))
    return {str(one) for one in found}


def test_no_page_and_no_answer_of_the_api_holds_what_an_isva_may_not_know(db: None) -> None:
    story = investigated()
    made = decided(story)
    hidden = unknown_ids(story)
    lines = {str(one) for one in DecisionLine.objects.filter(decision=made).values_list("pk", flat=True)}
    hidden |= lines
    assert is_supporter(person("ivy"))
    assert len(hidden) > 40
    browser, opened = Client(), set()
    browser.force_login(person("ivy"))
    for path, text in answers(browser, story):
        opened.add(path)
        assert [one for one in hidden if one in text] == [], path
        assert [one for one in CANARIES if one in text] == [], path
        assert "Victim 2" not in text, path
        assert not path.startswith(f"/decisions/{made.pk}"), path
    assert f"/victims/{story.victim.pk}/" in opened
    assert f"/api/v1/clients/{story.victim.pk}/" in opened
    assert f"/cases/{story.case.pk}/" not in opened  # it leads to the client


def test_a_decision_opens_once_the_client_was_told_with_their_lines_alone(db: None) -> None:
    story = investigated()
    made = decided(story)
    browser = Client()
    browser.force_login(person("ivy"))
    paths = [f"/decisions/{made.pk}/", f"/api/v1/decisions/{made.pk}/"]
    assert [browser.get(path).status_code for path in paths] == [404, 404]
    assert browser.get("/api/v1/decisions/").json()["results"] == []
    assert "No decisions to show" in browser.get("/decisions/").content.decode()
    page = browser.get(f"/victims/{story.victim.pk}/").content.decode()
    assert "A decision was made: they are to be told" in page
    notify(made, story.victim)
    assert "No decisions to show" in browser.get("/decisions/?told=waiting").content.decode()
    assert [browser.get(path).status_code for path in paths] == [200, 200]
    (line,) = browser.get(paths[1]).json()["lines"]
    assert line["victim"] == str(story.victim.pk)
    (row,) = browser.get("/api/v1/decisions/").json()["results"]
    assert [one["victim"] for one in row["lines"]] == [str(story.victim.pk)]
    shown = browser.get(paths[0]).content.decode()
    assert [word for word in (*CANARIES, "Victim 2", "Suspect 1") if word in shown] == []
    assert Notification.objects.filter(decision=made, told_at__isnull=False).count() == 2


def test_the_case_page_leads_an_isva_to_the_client_and_to_the_list_where_there_are_two(db: None) -> None:
    story = investigated()
    browser = Client()
    browser.force_login(person("ivy"))
    for path in (f"/cases/{story.case.pk}/", f"/cases/{story.case.pk}/history/"):
        assert browser.get(path)["Location"] == reverse("victim", args=[story.victim.pk])
    twin = Victim.objects.get(case=story.case, number=2)
    services.share_with_isva(
        by=person("alice"), victim=twin, isva=person("ivy"), consented_on=date(2026, 3, 9)
    )
    assert browser.get(f"/cases/{story.case.pk}/")["Location"] == reverse("client_list")
    other = told.STAGES["withdrawn"]("13260000779")
    assert browser.get(f"/cases/{other.case.pk}/").status_code == 404
    found = browser.post("/cases/search/", {"q": story.case.reference})
    assert story.case.reference in found.content.decode()
    assert 'data-label="Stage"' not in found.content.decode()


@pytest.mark.parametrize("stage", ["whole", "appointment", "answered to the ISVA"])
def test_notices_to_an_isva_are_about_what_they_do_for_their_client(db: None, stage: str) -> None:
    told.STAGES[stage]("13260000775")
    deliver(at=at(8, 1))
    kinds = {
        "appointment_asked",
        "appointment_off",
        "withdrawal_told_answered",
        "isva_support_ended_for_them",
    }
    heard = Message.objects.filter(recipient=person("ivy"))
    assert set(heard.values_list("kind", flat=True)) <= kinds
    assert Submission.objects.exists() == (stage == "whole")
    assert Milestone.objects.exists()
