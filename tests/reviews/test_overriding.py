"""An inspector's word on who may ask for a review: what it changes, and who may not give it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Allegation, Case, DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.facts import eligibility_of
from reviews.models import Decision, EligibilityOverride, Notification
from reviews.sealed import text_of
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, LATER, PROPOSED_AT, TOLD_AT, WHY, line
from tests.stories import story


@story
def unseen(allegation: Allegation, case: Case, alice: Person, sam: Person) -> Decision:
    """Outcome 18: the rules give no right."""
    row = line(allegation, "18", "no_suspect")
    made = services.propose_nfa(by=alice, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **CHECKED)
    return services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)


@story
def inspector(dina: Person) -> Person:
    with open_door("test"):
        Person.objects.filter(pk=dina.pk).update(rank=Rank.INSPECTOR)
    return Person.objects.get(pk=dina.pk)


def override(by: Person, decision: Decision, victim: Victim, **given: Any) -> EligibilityOverride:
    values = {"may_ask": True, "reason": "The enquiries were thin.", "at": TOLD_AT, **given}
    return services.override_eligibility(by=by, decision=decision, victim=victim, **values)


def owed(decision: Decision) -> list[str]:
    notice = Notification.objects.get(decision=decision)
    items = DueItem.objects.filter(source=notice.pk, settled_at__isnull=True).order_by("code")
    return [one.code for one in items]


def test_a_right_is_given_told_owed_and_taken_back_each_kept(
    unseen: Decision, victim: Victim, inspector: Person
) -> None:
    assert owed(unseen) == ["tell_decision"]
    assert not eligibility_of(unseen, victim, TOLD_AT)
    first = override(inspector, unseen, victim)
    assert eligibility_of(unseen, victim, TOLD_AT).sentence == (
        "An inspector decided on 2 September 2026 that the victim may ask the police to review this decision."
    )
    assert (text_of(first, "reason"), owed(unseen)) == (
        "The enquiries were thin.",
        ["tell_decision", "tell_right"],
    )
    assert not eligibility_of(unseen, victim, DECIDED_AT)  # as it stood then
    assert (first.decided_by_standing, first.get_decided_by_standing_display()) == (3, "Detective Inspector")
    second = override(inspector, unseen, victim, may_ask=False, number=1, at=LATER)
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at, owed(unseen)) == (LATER, None, ["tell_decision"])
    answer = eligibility_of(unseen, victim, LATER)
    assert (bool(answer), getattr(answer, "number", None)) == (False, 1)


def test_what_changes_nothing_or_says_nothing_is_refused(
    unseen: Decision, victim: Victim, inspector: Person
) -> None:
    for given, field in (
        ({"may_ask": False, "number": 1}, "may_ask"),
        ({"number": 1}, "number"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            override(inspector, unseen, victim, **given)
        assert list(refused.value.fields) == [field]
    assert not EligibilityOverride.objects.exists()


def test_below_inspector_and_whoever_authorised_it_are_refused(
    decided: Decision, victim: Victim, sam: Person, inspector: Person
) -> None:
    with pytest.raises(NotAllowed, match="An inspector or above decides this"):
        override(sam, decided, victim, may_ask=False, number=6)
    with open_door("test"):
        Person.objects.filter(pk=sam.pk).update(rank=Rank.INSPECTOR)
    sam = Person.objects.get(pk=sam.pk)
    with pytest.raises(NotAllowed, match="another inspector decides this"):
        override(sam, decided, victim, may_ask=False, number=6)
    with pytest.raises(Invalid, match="Choose the reason that the victim is given"):
        override(inspector, decided, victim, may_ask=False)
    assert override(inspector, decided, victim, may_ask=False, number=6).number == 6


def test_one_that_comes_back_to_what_the_rules_say_is_not_against_them(
    decided: Decision, victim: Victim, inspector: Person, sign_in: Any
) -> None:
    page = f"/decisions/{decided.pk}/"
    override(inspector, decided, victim, may_ask=False, number=6)
    against = sign_in(inspector).get(page).content.decode()
    assert "Decided against the rules: they may not ask" in against
    override(inspector, decided, victim, at=LATER)
    back = sign_in(inspector).get(page).content.decode()
    assert "Decided as the rules do: they may ask" in back
    assert "Decided earlier: they may not ask" in back
    assert "Decided against the rules" not in back


def test_by_page_and_by_api(unseen: Decision, victim: Victim, inspector: Person, sign_in: Any) -> None:
    browser, page = sign_in(inspector), f"/decisions/{unseen.pk}/eligibility/"
    assert "An inspector may decide otherwise" in browser.get(page).content.decode()
    refused = browser.post(page, {"victim": str(victim.pk), "may_ask": "no", "reason": "x"})
    assert refused.status_code == 422
    assert "That is how it stands already" in refused.content.decode()
    body = {"decision": str(unseen.pk), "victim": str(victim.pk), "may_ask": True, "reason": "Thin."}
    made = browser.post("/api/v1/eligibility-overrides/", body, content_type="application/json")
    assert (made.status_code, made.json()["may_ask"]) == (201, True)
    shown = browser.get(f"/decisions/{unseen.pk}/").content.decode()
    assert "that the victim may ask the police to review this decision" in shown
    history = browser.get(f"/cases/{unseen.case_id}/").content.decode()
    assert "may ask for a review, an inspector decided" in history


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"number": 3}, "eligibility_override_number_fits"),
        ({"may_ask": False}, "eligibility_override_number_fits"),
        ({"ended_at": DECIDED_AT}, "eligibility_override_ends_after"),
    ],
)
def test_the_table_refuses_what_cannot_be(
    unseen: Decision, victim: Victim, inspector: Person, change: dict[str, Any], constraint: str
) -> None:
    row = override(inspector, unseen, victim)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        EligibilityOverride.objects.filter(pk=row.pk).update(**change)


def test_one_word_stands_at_a_time(unseen: Decision, victim: Victim, inspector: Person) -> None:
    row = override(inspector, unseen, victim)
    again = EligibilityOverride(
        case=row.case,
        decision=row.decision,
        victim=victim,
        may_ask=True,
        reason_sealed=b"x",
        decided_at=LATER,
        decided_by=inspector,
    )
    refused = pytest.raises(IntegrityError, match="eligibility_override_one_stands")
    with refused, transaction.atomic(), open_door("test"):
        again.save(force_insert=True)


def test_nothing_is_decided_of_a_right_once_the_decision_stands_no_more(
    unseen: Decision, victim: Victim, inspector: Person, sam: Person
) -> None:
    services.reopen_decision(by=sam, decision=unseen, reason="A witness came forward.", at=TOLD_AT)
    with pytest.raises(NotAllowed, match="does not stand any more"):
        override(inspector, unseen, victim, at=LATER)


def test_page_and_api_of_the_decision_name_who_overrode_the_rules_with_rank_reason_and_time(
    unseen: Decision, victim: Victim, inspector: Person, alice: Person, sign_in: Any
) -> None:
    override(inspector, unseen, victim)
    override(inspector, unseen, victim, may_ask=False, number=1, reason="It was a slip.", at=LATER)
    with open_door("promoted since"):
        Person.objects.filter(pk=inspector.pk).update(rank=Rank.SUPERINTENDENT)
    browser = sign_in(alice)
    page = browser.get(f"/decisions/{unseen.pk}/").content.decode()
    for words in (f"{inspector.name}, Detective Inspector", "The enquiries were thin.", "It was a slip."):
        assert words in page
    shown = browser.get(f"/api/v1/decisions/{unseen.pk}/").json()["overrides"]
    assert [(one["decided_by"], one["rank"], one["reason"], one["decided_at"]) for one in shown] == [
        (inspector.username, "Detective Inspector", "It was a slip.", LATER.isoformat()),
        (inspector.username, "Detective Inspector", "The enquiries were thin.", TOLD_AT.isoformat()),
    ]
