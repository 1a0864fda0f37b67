"""A concern about a victim's safety: raised with a day, climbing from the Detective Inspector, resolved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import Climb, ClimbEscalation
from actionplans.services import raise_reminders
from cases.models import DueItem, Victim
from cases.services import settle_due
from cases.supervision_enums import REVIEW_DUE
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import end_of_day, london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.stories import story
from tests.victims.conftest import on
from victims import services
from victims.models import SafeguardingConcern
from victims.sealed import opened

SignIn = Callable[..., Client]
ACT_BY = date(2026, 3, 12)
WORDS = "Messages from a friend of the suspect."


def raised(by: Person, victim: Victim, **given: object) -> SafeguardingConcern:
    values = {"about": "suspect_contact", "concern": WORDS, "act_by": ACT_BY, "at": on(10), **given}
    return services.raise_safeguarding_concern(by=by, victim=victim, **values)


def resolved(by: Person, concern: SafeguardingConcern, **given: object) -> SafeguardingConcern:
    values = {"outcome": "made_safe", "done": "The number is blocked.", "at": on(11), **given}
    return services.resolve_safeguarding_concern(by=by, concern=concern, **values)


@story
def concern(victim: Victim, alice: Person) -> SafeguardingConcern:
    with open_door("a test leaves the supervisor's review out"):
        settle_due(source=victim.case_id, code=REVIEW_DUE, at=on(9))
    return raised(alice, victim)


def test_a_concern_is_owed_by_the_officer_and_its_words_are_sealed(
    concern: SafeguardingConcern, alice: Person
) -> None:
    stored = SafeguardingConcern.objects.get()
    assert opened(stored, "concern") == WORDS
    assert WORDS.encode() not in bytes(stored.concern_sealed)
    owed = DueItem.objects.get(source=concern.pk)
    assert (owed.code, owed.due_on, owed.owner) == ("safeguarding", ACT_BY, alice)
    assert owed.what == "Safeguarding: act on the concern about Victim 1"
    assert concern.pk in AuditEvent.objects.get(action="CONCERN_RAISED").subjects


def test_past_its_day_it_goes_to_the_detective_inspector_at_once(
    concern: SafeguardingConcern, dina: Person
) -> None:
    """What else the victim is owed has climbed by then: it is not counted here."""
    at, steps = end_of_day(ACT_BY), ClimbEscalation.objects.filter(climb__item__source=concern.pk)
    raise_reminders(at=at - timedelta(microseconds=1))
    assert steps.count() == 0
    raise_reminders(at=at)
    assert steps.count() == 1
    deliver(at=at)
    told = Message.objects.get(kind="due_climbed", source=steps.get().pk)
    assert (told.recipient, told.rank, told.urgency) == (dina, 2, "now")
    assert WORDS not in f"{told.headline} {told.reference} {told.why}"


def test_resolving_stops_the_ladder(concern: SafeguardingConcern, bob: Person, dina: Person) -> None:
    raise_reminders(at=end_of_day(ACT_BY))
    deliver(at=end_of_day(ACT_BY))
    step = ClimbEscalation.objects.get(climb__item__source=concern.pk)
    resolved(bob, concern, at=on(14))
    stored = SafeguardingConcern.objects.get()
    assert (stored.outcome, stored.resolved_by, opened(stored, "done")) == (
        "made_safe",
        bob,
        "The number is blocked.",
    )
    assert not DueItem.objects.filter(source=concern.pk, settled_at__isnull=True).exists()
    assert not Climb.objects.filter(item__source=concern.pk, superseded_at__isnull=True).exists()
    assert Message.objects.get(kind="due_climbed", source=step.pk).handled_at == on(14)


def test_it_is_resolved_once(concern: SafeguardingConcern, alice: Person, bob: Person) -> None:
    resolved(bob, concern)
    with pytest.raises(Stale):
        resolved(alice, concern)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"concern": "  "}, "concern"),
        ({"act_by": date(2026, 3, 9)}, "act_by"),
        ({"act_by": date(2026, 4, 8)}, "act_by"),
    ],
)
def test_a_concern_says_what_and_by_when(
    given: dict[str, object], field: str, victim: Victim, alice: Person
) -> None:
    with pytest.raises(Invalid) as refusal:
        raised(alice, victim, **given)
    assert list(refusal.value.fields) == [field]
    assert not SafeguardingConcern.objects.exists()


def test_today_and_four_weeks_ahead_are_days_to_act_by(victim: Victim, alice: Person) -> None:
    days = [on(10).date(), on(10).date() + timedelta(days=28)]
    assert [raised(alice, victim, act_by=day).act_by for day in days] == days


def test_what_was_done_is_said(concern: SafeguardingConcern, alice: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        resolved(alice, concern, done=" ")
    assert list(refusal.value.fields) == ["done"]


def test_a_gatekeeper_does_not_raise_one_and_an_isva_does_for_a_client_alone(
    victim: Victim, alice: Person, gita: Person, ivy: Person
) -> None:
    for person in (gita, ivy):
        with pytest.raises(NotAllowed):
            raised(person, victim)
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))
    assert raised(ivy, victim).raised_by == ivy


def test_the_victims_page_shows_it_to_those_who_look_after_the_victim(
    concern: SafeguardingConcern, victim: Victim, alice: Person, mona: Person, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    page = client.get(reverse("victim", args=[victim.pk])).content.decode()
    assert WORDS in page
    assert reverse("resolve_safeguarding_concern", args=[concern.pk]) in page
    assert "See 1 safeguarding concern" in client.get(f"/cases/{victim.case_id}/").content.decode()
    for address in (f"/victims/{victim.pk}/", f"/cases/{victim.case_id}/"):
        page = sign_in(mona).get(address).content.decode()
        assert WORDS not in page
        assert "See 1 safeguarding" not in page


def test_page_and_api_raise_and_resolve_it(victim: Victim, alice: Person, sign_in: SignIn) -> None:
    client = sign_in(alice)
    soon = london_date(now()) + timedelta(days=3)
    said = {"about": "threat", "concern": WORDS, "act_by": soon.isoformat()}
    made = client.post(
        f"/api/v1/victims/{victim.pk}/safeguarding/", said, content_type="application/json"
    ).json()
    assert (made["about"], made["concern"], made["act_by"]) == ("threat", WORDS, soon.isoformat())
    address = reverse("resolve_safeguarding_concern", args=[made["id"]])
    assert WORDS in client.get(address).content.decode()
    refused = client.post(address, {"outcome": "made_safe", "done": ""})
    assert (refused.status_code, "Error" in refused.content.decode()) == (422, True)
    assert client.post(address, {"outcome": "referred", "done": "Told the GP."}).status_code == 302
    (row,) = client.get("/api/v1/safeguarding-concerns/").json()["results"]
    assert (row["outcome"], "concern" in row) == ("referred", False)


def test_the_history_tells_of_it_without_words(
    concern: SafeguardingConcern, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    resolved(alice, concern)
    page = sign_in(alice).get(reverse("case_history", args=[victim.case_id])).content.decode()
    assert "Victim 1: safeguarding concern raised" in page
    assert "Victim 1: safeguarding concern resolved" in page
    assert WORDS not in page
