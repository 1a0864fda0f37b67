"""Who is to be told of a decision, in the words of what is owed, once the victim has died."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.models import DueItem, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews.models import Decision
from reviews.services import record_also_asked
from tests.reviews.conftest import LATER, RECEIVED_AT, TOLD_AT, ask, on
from victims import services


def owed(decision: Decision) -> set[str]:
    items = DueItem.objects.filter(case=decision.case_id, code__startswith="tell_", settled_at__isnull=True)
    return set(items.exclude(code="tell_event").values_list("what", flat=True))


def word(whom: str) -> set[str]:
    return {f"Tell {whom} of the decision", f"Tell {whom} of the Right to Review"}


def test_what_is_owed_names_whoever_hears_it_and_back_again(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    def died(**given: object) -> None:
        said = {"under_18": "no", "died_on": on(20).date(), "at": on(21), **given}
        services.record_circumstances(by=alice, victim=victim, **said)

    items = DueItem.objects.filter(case=decided.case_id, what__in=word("Victim 1"))
    before = set(items.values_list("source", "code", "due_on", "owner"))
    assert owed(decided) == word("Victim 1")
    died()
    assert owed(decided) == word("the family of Victim 1")
    speaks = services.name_spokesperson(
        by=alice, victim=victim, name="Pat Speaker", is_their="family", because="died", tie="none", at=on(22)
    )
    assert owed(decided) == word("who speaks for Victim 1")
    services.end_spokesperson(by=alice, spokesperson=speaks, at=on(23))
    died(family="declined", at=on(23))
    assert owed(decided) == word("Victim 1 (who has died)")
    died(died_on=None, at=on(24))
    assert owed(decided) == word("Victim 1")
    assert set(items.all().values_list("source", "code", "due_on", "owner")) == before


def test_a_review_says_that_they_died_and_who_hears_of_it_and_back_again(
    told: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    at = RECEIVED_AT + timedelta(hours=1)
    asked, client = ask(alice, told, victim, at=at), sign_in(alice)

    def died(**given: object) -> None:
        said = {"under_18": "no", "died_on": RECEIVED_AT.date(), "at": at + timedelta(hours=1), **given}
        services.record_circumstances(by=alice, victim=victim, **said)

    def says(label: str, hears: str, death: str) -> list[bool]:
        page = client.get(f"/right-to-review/{asked.pk}/").content.decode()
        api = client.get(f"/api/v1/review-requests/{asked.pk}/").json()
        item = DueItem.objects.get(source=asked.pk, code="complete_review", settled_at__isnull=True)
        named = label.replace("the victim", "Victim 1")
        return [
            f"Complete and tell {label} by" in page,
            (death or "has died") in page,
            api["hears"] == hears,
            item.what == f"Complete a review and tell {named}",
        ]

    assert says("the victim", "victim", "") == [True, False, True, True]
    died()
    death = "Victim 1 has died. Their family is to be asked who of them is told."
    assert says("the family of Victim 1", "family", death) == [True] * 4
    died(family="declined", at=at + timedelta(hours=2))
    assert says("Victim 1 (who has died)", "nobody", "Victim 1 has died, and nobody is told.") == [True] * 4
    died(died_on=None, at=at + timedelta(hours=3))
    assert says("the victim", "victim", "") == [True, False, True, True]


def test_nobody_dies_before_they_were_told_or_asked_themselves(
    told: Decision, victim: Victim, alice: Person
) -> None:
    def died(day: date) -> None:
        services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=day, at=LATER)

    heard = TOLD_AT.date()
    with pytest.raises(Invalid) as refused:
        died(heard - timedelta(days=1))
    assert "They were told of" in refused.value.fields["died_on"]
    ask(alice, told, victim)
    with pytest.raises(Invalid) as refused:
        died(RECEIVED_AT.date() - timedelta(days=1))
    assert refused.value.fields["died_on"].startswith("They asked for a review on")
    died(RECEIVED_AT.date())


def test_who_has_died_asks_no_more_but_a_letter_of_theirs_may_come(
    told: Decision, victim: Victim, alice: Person
) -> None:
    day = RECEIVED_AT.date() - timedelta(days=1)
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=day, at=RECEIVED_AT)
    with pytest.raises(Invalid) as refused:
        ask(alice, told, victim)
    assert list(refused.value.fields) == ["asked_by"]
    asked = ask(alice, told, victim, channel="post")
    too = {"channel": "phone", "asked_by": "victim", "at": LATER}
    with pytest.raises(Invalid) as refused:
        record_also_asked(by=alice, request=asked, received_at=RECEIVED_AT - timedelta(hours=1), **too)
    assert list(refused.value.fields) == ["asked_by"]


@pytest.mark.parametrize("family", ["not_safe", "declined", "no_family"])
def test_neither_decision_nor_right_is_told_to_a_family_that_is_not_to_hear(
    family: str, decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    said = {"by": alice, "victim": victim, "under_18": "no", "died_on": TOLD_AT.date(), "family": family}
    services.record_circumstances(**said, at=TOLD_AT + timedelta(hours=1))
    body = {
        "decision": str(decided.pk), "victim": str(victim.pk), "method": "via_parent", "understood": "yes",
        "told_at": (TOLD_AT + timedelta(hours=2)).isoformat(), "leaflet_version": "2",
    }  # fmt: skip
    for path in ("notifications/", "rights-told/"):
        answer = sign_in(alice).post(f"/api/v1/{path}", body, content_type="application/json")
        why = "Victim 1 has died, and nobody of their family is to be told: "
        assert (answer.status_code, answer.json()["fields"]["method"][: len(why)]) == (400, why), path
