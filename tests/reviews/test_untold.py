"""Victims whom nobody tells for good: word of the right is owed no more, until they come back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from cases.models import DueItem, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, Notification
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.reviews.conftest import DECIDED_AT, say_unsafe, tell, withdraw
from tests.reviews.test_letters import draft, known
from tests.reviews.test_rights import PAGE, ROWS, come_back, tell_right
from tests.reviews.test_telling_plan import plan
from tests.web.page import Page
from victims import services as victims
from victims.services import appointments

__all__ = ["known"]
SAID_AT = DECIDED_AT + timedelta(hours=2)
BACK_AT = datetime(2026, 9, 30, 10, 0, tzinfo=UTC)
BACK_BY = nth_working_day(BACK_AT.date(), 1, printed_holidays())
BOTH = {"tell_decision", "tell_right"}
REASONS = {
    "withdrew": "They withdrew and asked not to be told",
    "opted_out": "They opted out of hearing from us",
    "deceased": "They have died",
}


def owed(decision: Decision) -> dict[str, date]:
    source = Notification.objects.get(decision=decision).pk
    items = DueItem.objects.filter(source=source, code__in=BOTH, settled_at__isnull=True)
    return dict(items.values_list("code", "due_on"))


def die(by: Person, victim: Victim, at: datetime, died_on: date | None) -> None:
    victims.record_circumstances(by=by, victim=victim, under_18="no", died_on=died_on, at=at)


def not_told(by: Person, sam: Person, decision: Decision, victim: Victim, why: str) -> None:
    if why == "withdrew":
        withdraw(by, None, victim, occurred_at=SAID_AT, at=SAID_AT)
    if why == "deceased":
        die(by, victim, SAID_AT, SAID_AT.date())
    if why == "unsafe":
        say_unsafe(by, victim, SAID_AT)
    note = "She said so on the phone."
    services.notify_victim(
        by=by, decision=decision, victim=victim, not_told_because=why, note=note, at=SAID_AT
    )


def listed(browser: Any) -> bool:
    rows = browser.get(ROWS).json()["results"]
    shown = "No victim" not in browser.get(PAGE).content.decode() and bool(rows)
    assert shown is bool(rows)
    return shown


@pytest.mark.parametrize("why", REASONS)
def test_what_settles_the_telling_settles_the_right_and_the_page_says_why(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any, why: str
) -> None:
    browser, page = sign_in(sam), f"/decisions/{decided.pk}/"
    assert (set(owed(decided)), listed(browser)) == (BOTH, True)
    not_told(alice, sam, decided, victim, why)
    assert (owed(decided), listed(browser)) == ({}, False)
    shown = browser.get(page).content.decode()
    dead = why == "deceased"
    who = "Somebody of their close family, or whoever is to speak for them," if dead else "They"
    asking = browser.get(f"{page}review-requests/new/").content.decode()
    for words in (shown, asking):
        assert f"{REASONS[why]}. {who} may ask all the same." in " ".join(words.split())
    assert "Still to be told" not in shown


@pytest.mark.parametrize("why", ["unsafe", "no_contact_details", "other"])
def test_what_does_not_settle_it_leaves_the_right_to_be_told(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any, why: str
) -> None:
    not_told(alice, sam, decided, victim, why)
    assert (set(owed(decided)), listed(sign_in(sam))) == ({"tell_right"}, True)
    assert "Still to be told" in sign_in(sam).get(f"/decisions/{decided.pk}/").content.decode()


@pytest.mark.parametrize("why", ["withdrew", "opted_out"])
def test_who_comes_back_is_told_after_all_until_they_go_again(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any, why: str
) -> None:
    not_told(alice, sam, decided, victim, "withdrew" if why == "withdrew" else why)
    if why == "opted_out":  # to come back they first went
        withdraw(alice, None, victim, occurred_at=SAID_AT, at=SAID_AT)
    browser = sign_in(sam)
    back = come_back(alice, victim, BACK_AT)
    assert (owed(decided), listed(browser)) == (dict.fromkeys(BOTH, BACK_BY), True)
    for page in (f"/decisions/{decided.pk}/", f"/notifications/{Notification.objects.get().pk}/"):
        assert "To be told after all" in browser.get(page).content.decode()
    assert (
        "30 September 2026 (since when they are to be told after all)" in browser.get(page).content.decode()
    )
    victims.void_re_engagement(by=alice, reengagement=back, reason="Another victim.", at=BACK_AT)
    assert (owed(decided), listed(browser)) == ({}, False)
    later = BACK_AT + timedelta(hours=1)
    come_back(alice, victim, later)
    tell(alice, decided, victim, told_at=later, at=later)
    assert set(owed(decided)) == {"tell_right"}
    tell_right(alice, decided, victim, later)
    assert (owed(decided), listed(browser)) == ({}, False)


def test_who_speaks_for_one_who_died_is_told_and_a_death_taken_back_owes_it_anew(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    not_told(alice, sam, decided, victim, "deceased")
    speaks = victims.name_spokesperson(
        by=alice, victim=victim, name="Pat Speaker", is_their="family", because="died", tie="none", at=BACK_AT
    )
    what = DueItem.objects.filter(case=decided.case_id, code__in=BOTH, settled_at__isnull=True)
    assert {one.what for one in what} == {
        "Tell who speaks for Victim 1 of the decision",
        "Tell who speaks for Victim 1 of the Right to Review",
    }
    victims.end_spokesperson(by=alice, spokesperson=speaks, at=BACK_AT)
    assert owed(decided) == {}
    die(alice, victim, BACK_AT, None)
    assert (owed(decided), listed(sign_in(sam))) == (dict.fromkeys(BOTH, BACK_BY), True)


def test_a_right_that_comes_while_nobody_tells_them_is_not_owed(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    not_told(alice, sam, decided, victim, "opted_out")
    withdraw(alice, None, victim, occurred_at=SAID_AT, at=SAID_AT)
    assert owed(decided) == {}
    come_back(alice, victim, BACK_AT)
    assert set(owed(decided)) == BOTH


@pytest.mark.parametrize("why", REASONS)
def test_no_letter_goes_to_whom_nobody_is_to_tell(
    decided: Decision, known: Victim, alice: Person, sam: Person, why: str
) -> None:
    letter = draft(alice, decided, known)
    not_told(alice, sam, decided, known, why)
    later = SAID_AT + timedelta(hours=1)
    for deed in (
        lambda: draft(alice, decided, known, drops_draft=True, at=later),
        lambda: services.sign_off_letter(by=sam, letter=letter, at=later),
    ):
        with pytest.raises(NotAllowed, match="Nobody is to tell Victim 1 of this decision: they"):
            deed()


def test_nothing_is_planned_or_told_while_it_is_settled_that_nobody_tells_them(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    not_told(alice, sam, decided, victim, "opted_out")
    notice, later = Notification.objects.get(decision=decided), SAID_AT + timedelta(hours=1)
    page = sign_in(alice).get(f"/notifications/{notice.pk}/").content.decode()
    assert f"/notifications/{notice.pk}/plans/" not in page
    settled = "Nobody is to tell Victim 1 of this decision: they opted out"
    with pytest.raises(NotAllowed, match=settled):
        plan(alice, notice, at=later)
    with pytest.raises(Invalid) as refused:
        tell(alice, decided, victim, told_at=later, at=later)
    assert refused.value.fields["told_at"].startswith(settled)
    before = SAID_AT - timedelta(hours=1)
    assert tell(alice, decided, victim, told_at=before, at=later).told_at == before  # written down late


def test_the_right_is_told_no_more_than_the_decision_while_that_is_settled(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    not_told(alice, sam, decided, victim, "opted_out")
    page = sign_in(alice).get(f"/decisions/{decided.pk}/tell-right/")
    assert (page.status_code, "take it back first" in page.content.decode()) == (403, True)
    with pytest.raises(Invalid) as refused:
        tell_right(alice, decided, victim, SAID_AT + timedelta(hours=1))
    assert list(refused.value.fields) == ["told_at"]
    assert refused.value.fields["told_at"].startswith(
        "Nobody is to tell Victim 1 of this decision: they opted"
    )
    before = SAID_AT - timedelta(hours=1)
    assert tell_right(alice, decided, victim, before).told_at == before


def test_no_appointment_to_tell_it_is_arranged_or_moved_while_that_is_settled(
    decided: Decision, victim: Victim, alice: Person, sam: Person, ivy: Person
) -> None:
    agreed = DECIDED_AT - timedelta(days=1)
    victims.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=agreed.date(), at=agreed)
    how = {"by": alice, "method": "in_person_isva"}
    arrange = partial(appointments.arrange_appointment, victim=victim, isva=ivy, **how)
    soon, later = SAID_AT + timedelta(days=3), SAID_AT + timedelta(hours=1)
    booked = arrange(starts_at=soon, will_tell="decision", at=DECIDED_AT)
    not_told(alice, sam, decided, victim, "opted_out")
    other = soon + timedelta(hours=1)
    with pytest.raises(Invalid) as refused:
        arrange(starts_at=other, will_tell="decision", at=later)
    assert list(refused.value.fields) == ["will_tell"]
    assert refused.value.fields["will_tell"].endswith("Where that holds no more, take it back first.")
    with pytest.raises(Invalid) as unmoved:
        appointments.move_appointment(appointment=booked, starts_at=other, at=later, **how)
    assert list(unmoved.value.fields) == ["starts_at"]
    assert arrange(starts_at=other, will_tell="update", at=later).will_tell == "update"


def test_the_page_leads_first_to_taking_it_back_and_says_that_a_plan_is_not_kept(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    notice = Notification.objects.get(decision=decided)
    plan(alice, notice)
    browser, address = sign_in(alice), f"/notifications/{notice.pk}/"
    assert "This plan is not kept" not in browser.get(address).content.decode()
    not_told(alice, sam, decided, victim, "opted_out")
    source = browser.get(address).content.decode()
    (first, *_) = [one for one in Page(source).all("a") if "govuk-button" in one.attrs.get("class", "")]
    assert first.attrs["href"] == f"{address}not-told/taken-back/"
    assert "/notify/" not in source
    page = " ".join(source.split())
    assert "This plan is not kept. Nobody is to tell Victim 1 of this decision: they opted out" in page
    assert "attempts the force writes a letter" not in page


def test_why_nobody_tells_is_said_of_a_decision_that_stands_alone(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    services.reopen_decision(by=sam, decision=decided, reason="A witness.", at=SAID_AT)
    with pytest.raises(Invalid) as refused:
        not_told(alice, sam, decided, victim, "opted_out")
    assert refused.value.fields == {
        "victim": "This decision did not stand for Victim 1 any more: what they reported was opened again. "
        "There is nothing to tell or to ask of it."
    }


def test_the_page_of_one_who_died_leads_to_who_speaks_for_them(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    not_told(alice, sam, decided, victim, "deceased")
    source = sign_in(alice).get(f"/notifications/{Notification.objects.get().pk}/").content.decode()
    (first, *_) = [one for one in Page(source).all("a") if "govuk-button" in one.attrs.get("class", "")]
    assert first.attrs["href"] == f"/victims/{victim.pk}/spokesperson/new/"
    assert "/not-told/taken-back/" not in source
