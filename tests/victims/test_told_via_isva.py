"""What an ISVA tells the police for a client: no withdrawal until the officer confirms it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from actionplans.models import Climb
from actionplans.services import raise_reminders
from cases import services as cases
from cases.models import Case, DueItem, NamedAccess, Victim
from cases.services import settle_due
from cases.supervision_enums import REVIEW_DUE
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import deadline, end_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.refusals import constraint_of
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.engagement import last_choice
from victims.models import IsvaSupport, Withdrawal, WithdrawalTold
from victims.sealed import opened

SignIn = Callable[..., Client]
WORDS = "canary: I do not want to go to court."
SOON = LATER + timedelta(hours=2)
MADE = {
    "kind": "withdrew",
    "occurred_at": on(10),
    "from_what": ["prosecution"],
    "reasons": ["fear_of_court"],
    "primary_reason": "fear_of_court",
    "support_offered": ["isva"],
    "own_words": WORDS,
}


@story
def support(victim: Victim, alice: Person, ivy: Person) -> IsvaSupport:
    return services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))


def tell(by: Person, victim: Victim, **given: Any) -> WithdrawalTold:
    said = {"kind": "withdrew", "occurred_at": on(10), "from_what": ["prosecution"], "words": WORDS}
    return services.tell_withdrawal(
        by=by, victim=victim, **{**said, "asked_to_tell": True, "at": LATER, **given}
    )


@story
def told(support: IsvaSupport, victim: Victim, ivy: Person) -> WithdrawalTold:
    return tell(ivy, victim)


def faults(do: Callable[[], object]) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        do()
    return list(refusal.value.fields)


def test_it_is_told_to_the_officer_at_once_owed_within_a_working_day_and_no_withdrawal(
    told: WithdrawalTold, victim: Victim, alice: Person
) -> None:
    assert (told.state, opened(told, "words")) == ("Waits for the officer", WORDS)
    assert not Withdrawal.objects.exists()
    assert last_choice([], LATER) is None
    owed = DueItem.objects.get(source=told.pk)
    clock = deadline("told_withdrawal", LATER)
    assert (owed.owner, owed.due_on, clock.rule.amount) == (alice, clock.due_on, 1)
    deliver(at=LATER)
    (heard,) = Message.objects.filter(kind="withdrawal_told")
    assert (heard.recipient, heard.urgency, heard.path) == (alice, "now", f"/told-withdrawals/{told.pk}/")
    assert WORDS not in f"{heard.headline}{heard.why}{heard.reference}"


def test_past_its_day_it_climbs_within_those_who_read_contact_with_victims(
    told: WithdrawalTold, sam: Person, alice: Person, gita: Person
) -> None:
    with open_door("a test leaves the supervisor's review out"):
        settle_due(source=told.case_id, code=REVIEW_DUE, at=LATER)
    due_on = DueItem.objects.get(source=told.pk).due_on
    moment = end_of_day(due_on) + timedelta(days=4)
    raise_reminders(at=moment)
    deliver(at=moment)
    climbed = Message.objects.filter(kind="due_climbed", subject_id=DueItem.objects.get(source=told.pk).pk)
    heard = {one.recipient.username for one in climbed}
    assert heard & {"alice", "sam", "dina"}
    assert "gita" not in heard
    assert not Climb.objects.visible_to(gita).exists()
    assert not DueItem.objects.visible_to(gita).filter(source=told.pk).exists()
    assert Climb.objects.visible_to(sam).filter(code="told_withdrawal").exists()


def test_confirming_records_the_withdrawal_through_the_isva_and_both_are_linked(
    told: WithdrawalTold, alice: Person, ivy: Person
) -> None:
    done = services.confirm_told_withdrawal(by=alice, told=told, **MADE, at=SOON)
    made = Withdrawal.objects.get()
    assert (made.told_by, made.occurred_at, opened(made, "own_words")) == ("via_isva", on(10), WORDS)
    assert (done.withdrawal, done.state, done.answered_by) == (made, "Confirmed", alice)
    assert not DueItem.objects.filter(source=told.pk, settled_at__isnull=True).exists()
    deliver(at=SOON)
    assert Message.objects.get(kind="withdrawal_told_answered").recipient == ivy
    assert not Message.objects.filter(kind="withdrawal_told", handled_at__isnull=True).exists()
    with pytest.raises(Stale, match="answered this already"):
        services.answer_told_withdrawal(by=alice, told=told, because="No.", at=SOON)
    services.void_withdrawal(by=alice, withdrawal=made, reason="Wrong victim.", at=SOON)
    assert WithdrawalTold.objects.get().state == "Confirmed, record voided since"


def test_what_the_withdrawal_refuses_leaves_it_waiting(
    told: WithdrawalTold, withdraw: Withdraw, alice: Person
) -> None:
    withdraw(occurred_at=on(10))
    assert faults(lambda: services.confirm_told_withdrawal(by=alice, told=told, **MADE, at=SOON)) == [
        "occurred_at"
    ]
    assert WithdrawalTold.objects.get().is_open
    assert not AuditEvent.objects.filter(action="TOLD_WITHDRAWAL_CONFIRMED").exists()


def test_not_confirmed_says_why_and_the_isva_reads_it(
    told: WithdrawalTold, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    assert faults(lambda: services.answer_told_withdrawal(by=alice, told=told, because=" ", at=SOON)) == [
        "because"
    ]
    services.answer_told_withdrawal(by=alice, told=told, because="She stays, she told me.", at=SOON)
    assert not Withdrawal.objects.exists()
    page = sign_in(ivy).get(f"/told-withdrawals/{told.pk}/").content.decode()
    assert "She stays, she told me." in page
    assert "Not confirmed" in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"asked_to_tell": False}, "asked_to_tell"),
        ({"from_what": []}, "from_what"),
        ({"kind": "lost_contact"}, "kind"),
        ({"occurred_at": LATER + timedelta(minutes=1)}, "occurred_at"),
        ({"occurred_at": on(1)}, "occurred_at"),
    ],
)
def test_only_a_choice_that_the_victim_asked_to_be_told_is_told(
    support: IsvaSupport, victim: Victim, ivy: Person, given: dict[str, Any], field: str
) -> None:
    assert faults(lambda: tell(ivy, victim, **given)) == [field]


def test_only_the_isva_of_the_client_tells_and_only_police_who_look_after_victims_answer(
    told: WithdrawalTold,
    victim: Victim,
    case: Case,
    alice: Person,
    ivy: Person,
    gita: Person,
    charlie: Person,
) -> None:
    other = cases.add_victim(by=alice, case=case, at=LATER)
    for person, whom in ((alice, victim), (ivy, other), (gita, victim)):
        with pytest.raises(NotAllowed):
            tell(person, whom)
    for person in (ivy, gita, charlie):
        with pytest.raises(NotAllowed):
            services.answer_told_withdrawal(by=person, told=told, because="No.", at=SOON)
    assert not WithdrawalTold.objects.visible_to(gita).exists()
    assert list(WithdrawalTold.objects.visible_to(ivy)) == [told]


def test_support_that_ended_closes_it_to_the_isva_and_the_officer_still_answers(
    told: WithdrawalTold, support: IsvaSupport, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    services.end_my_support(by=ivy, support=support, because="ended", at=SOON)
    assert NamedAccess.objects.get(person=ivy).ended_at == SOON
    browser = sign_in(ivy)
    for path in (f"/told-withdrawals/{told.pk}/", f"/victims/{told.victim_id}/"):
        assert browser.get(path).status_code == 404
    deliver(at=SOON)
    heard = Message.objects.get(kind="isva_support_ended")
    assert (heard.recipient, heard.path) == (alice, f"/victims/{told.victim_id}/")
    assert "no longer supports them" in sign_in(alice).get(f"/told-withdrawals/{told.pk}/").content.decode()
    services.confirm_told_withdrawal(by=alice, told=told, **MADE, at=SOON)
    deliver(at=SOON)
    assert not Message.objects.filter(kind="withdrawal_told_answered").exists()


def test_support_is_ended_once_and_by_its_own_isva(support: IsvaSupport, alice: Person, ivy: Person) -> None:
    with pytest.raises(NotAllowed):
        services.end_my_support(by=alice, support=support, because="ended", at=LATER)
    services.end_my_support(by=ivy, support=support, because="ended", at=LATER)
    with pytest.raises((NotAllowed, Stale)):
        services.end_my_support(by=ivy, support=support, because="ended", at=LATER)


def test_one_waits_at_a_time_and_a_merge_answers_the_other(
    told: WithdrawalTold, case: Case, victim: Victim, alice: Person, sam: Person, ivy: Person
) -> None:
    assert faults(lambda: tell(ivy, victim, occurred_at=on(11))) == ["kind"]
    twin = cases.add_victim(by=alice, case=case, at=LATER)
    services.share_with_isva(by=alice, victim=twin, isva=ivy, consented_on=on(3).date(), at=LATER)
    again = tell(ivy, twin, occurred_at=on(12))
    services.merge_victims(by=sam, victim=victim, duplicate=twin, reason="One person.", at=SOON)
    again.refresh_from_db()
    assert (again.victim, again.state) == (victim, "Not confirmed")
    assert WithdrawalTold.objects.get(answered_at__isnull=True) == told
    assert not DueItem.objects.filter(source=again.pk, settled_at__isnull=True).exists()


TOLD_ROWS: list[tuple[str, dict[str, Any]]] = [
    ("told_once_while_open", {}),
    ("told_kind_is_a_choice", {"kind": "lost_contact"}),
    ("told_from_what_known", {"from_what": ["tea"]}),
    ("told_says_from_what", {"from_what": []}),
    ("told_as_the_victim_asked", {"asked_to_tell": False}),
    ("told_not_in_future", {"occurred_at": LATER + timedelta(seconds=1)}),
    ("told_answered_together_one_way", {"answered_at": LATER}),
    ("told_answered_together_one_way", {"answered_by": "alice", "not_confirmed_because_sealed": b"x"}),
    ("told_answered_together_one_way", {"not_confirmed_because_sealed": b"x"}),
    ("told_answered_by_another", {"answered_at": LATER, "answered_by": "ivy",
                                  "not_confirmed_because_sealed": b"x"}),
    ("told_once_a_withdrawal", {"answered_at": LATER, "answered_by": "alice", "withdrawal": "its"}),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "given"), TOLD_ROWS)
def test_what_cannot_be_told_is_refused_by_the_database(
    told: WithdrawalTold, alice: Person, ivy: Person, constraint: str, given: dict[str, Any]
) -> None:
    done = services.confirm_told_withdrawal(by=alice, told=told, **MADE, at=SOON)
    people = {"alice": alice, "ivy": ivy, "its": done.withdrawal}
    ready = {name: getattr(done, name) for name in ("case", "victim", "kind", "occurred_at", "from_what")}
    ready |= {"asked_to_tell": True, "told_at": LATER, "told_by": ivy}
    ready |= {
        name: people.get(value, value) if isinstance(value, str) else value for name, value in given.items()
    }
    if not given:  # another waits already
        with open_door("test"):
            WithdrawalTold(**ready).save(force_insert=True)
    with open_door("test"), pytest.raises(IntegrityError) as trouble, transaction.atomic():
        WithdrawalTold(**ready).save(force_insert=True)
    assert constraint_of(trouble.value) == constraint


def test_page_and_api_tell_confirm_and_refuse_alike(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    isva, officer = sign_in(ivy), sign_in(alice)
    said = {"kind": "retracted", "occurred_at": "2026-03-10T09:00:00+00:00", "from_what": ["statement"],
            "asked_to_tell": True, "words": WORDS}  # fmt: skip
    address = f"/api/v1/victims/{victim.pk}/told-withdrawals/"
    made = isva.post(address, said, content_type="application/json").json()
    assert (made["kind"], made["state"], made["words"]) == ("retracted", "Waits for the officer", WORDS)
    again = isva.post(address, said, content_type="application/json")
    assert (again.status_code, "still waits" in again.content.decode()) == (400, True)
    page = officer.get(reverse("confirm_told_withdrawal", args=[made["id"]])).content.decode()
    assert WORDS in page
    assert 'name="told_by"' not in page
    assert "Answer what the ISVA told us" in officer.get(f"/victims/{victim.pk}/").content.decode()
    sent = {"kind": "retracted", "occurred_at": said["occurred_at"], "from_what": ["statement"],
            "reasons": ["delay"], "support_offered": ["isva"]}  # fmt: skip
    confirmed = officer.post(
        f"/api/v1/told-withdrawals/{made['id']}/confirm/", sent, content_type="application/json"
    ).json()
    assert (confirmed["state"], confirmed["withdrawal"]) == ("Confirmed", str(Withdrawal.objects.get().pk))
    (row,) = isva.get("/api/v1/told-withdrawals/").json()["results"]
    assert (row["id"], "words" in row) == (made["id"], False)
