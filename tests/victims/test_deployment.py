"""A specially trained officer, asked for, deployed and met; and who owns contact with the victim."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cases import services as cases
from cases.models import Assignment, Case, DueItem, NamedAccess, Victim
from rasso_tracker.clocks import now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.holdings import held_by, pass_on
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.models import Contact, ContactOwner, StoDeployment
from victims.notices.owner import recheck_owners
from victims.owning import contact_owner

SignIn = Callable[..., Client]


@story
def asked(victim: Victim, alice: Person) -> StoDeployment:
    return services.ask_for_sto(by=alice, victim=victim, asked_at=on(2, hour=13), at=LATER)


@story
def deployed(asked: StoDeployment, alice: Person, dora: Person) -> StoDeployment:
    """Dora works in another team of the district."""
    return services.deploy_sto(by=alice, deployment=asked, officer=dora, deployed_at=on(2, hour=15), at=LATER)


def test_deployment_lets_the_officer_in_and_its_end_shuts_the_case_again(
    deployed: StoDeployment, case: Case, alice: Person, dora: Person
) -> None:
    assert Case.objects.visible_to(dora).filter(pk=case.pk).exists()
    assert Assignment.objects.get(case=case, duty="sto").person == dora
    services.record_sto_met(by=dora, deployment=deployed, met_at=on(2, hour=16), at=LATER)
    services.end_sto(by=alice, deployment=deployed, ended_at=on(20), at=LATER)
    assert not Case.objects.visible_to(dora).filter(pk=case.pk).exists()
    assert Assignment.objects.filter(case=case, duty="sto", ended_at__isnull=True).count() == 0
    row = StoDeployment.objects.get()
    assert (row.asked_at, row.deployed_at, row.met_at, row.ended_at) == (
        on(2, hour=13),
        on(2, hour=15),
        on(2, hour=16),
        on(20),
    )


def test_two_victims_have_officers_of_their_own(
    deployed: StoDeployment, case: Case, victim: Victim, alice: Person, dora: Person, charlie: Person,
    withdraw: Withdraw,
) -> None:  # fmt: skip
    other = cases.add_victim(by=alice, case=case, at=on(3))
    second = services.ask_for_sto(by=alice, victim=other, asked_at=on(3), at=LATER)
    services.deploy_sto(by=alice, deployment=second, officer=charlie, deployed_at=on(4), at=LATER)
    assert Assignment.objects.get(case=case, duty="sto").person == dora
    assert Case.objects.visible_to(charlie).filter(pk=case.pk).exists()
    services.end_sto(by=alice, deployment=deployed, ended_at=on(9), at=LATER)
    assert withdraw().support_in_place == []
    assert withdraw(victim=other).support_in_place == ["sto"]


def test_the_day_of_a_withdrawal_follows_a_deployment_recorded_late(
    victim: Victim, alice: Person, dora: Person, withdraw: Withdraw
) -> None:
    row = withdraw()
    asked = services.ask_for_sto(by=alice, victim=victim, asked_at=on(2, hour=13), at=LATER)
    services.deploy_sto(by=alice, deployment=asked, officer=dora, deployed_at=on(9), at=LATER)
    row.refresh_from_db()
    assert row.support_in_place == ["sto"]
    services.void_sto(by=alice, deployment=asked, reason="Another victim.", at=LATER)
    row.refresh_from_db()
    assert row.support_in_place == []
    assert [one.why for one in row.day_changes.all()] == [
        "The deployment of a specially trained officer was recorded."
    ] * 2


def test_steps_come_in_their_order(asked: StoDeployment, victim: Victim, alice: Person, dora: Person) -> None:
    with pytest.raises(Stale):
        services.ask_for_sto(by=alice, victim=victim, asked_at=on(3), at=LATER)
    with pytest.raises(Stale):
        services.record_sto_met(by=alice, deployment=asked, met_at=on(3), at=LATER)
    for moment, sentence in (
        (on(2, hour=12), "Enter a moment after the one at which the officer was asked for."),
        (on(1, month=12), "The deployment cannot be in the future. Enter when it happened."),
        (on(1), "The case was reported on 2 March 2026. Enter a moment on that day or later."),
    ):
        with pytest.raises(Invalid) as refused:
            services.deploy_sto(by=alice, deployment=asked, officer=dora, deployed_at=moment, at=LATER)
        assert refused.value.fields == {"deployed_at": sentence}
    gita = Person.objects.get(username="gita")
    with pytest.raises(Invalid) as refused:
        services.deploy_sto(by=alice, deployment=asked, officer=gita, deployed_at=on(3), at=LATER)
    assert list(refused.value.fields) == ["officer"]


def test_contact_is_the_officers_in_charge_until_it_is_handed_over_with_all_that_is_owed(
    deployed: StoDeployment, victim: Victim, case: Case, alice: Person, dora: Person, sam: Person, bob: Person
) -> None:
    assert contact_owner(victim) == alice
    cases.record_milestone(by=alice, case=case, kind="arrested", occurred_at=on(5), at=on(5))
    services.record_sto_met(by=alice, deployment=deployed, met_at=on(3), takes_contact=True, at=LATER)
    assert contact_owner(victim) == dora
    owed = DueItem.objects.filter(settled_at__isnull=True, owner=dora).values_list("code", flat=True)
    assert set(owed) == {"support_referral", "tell_event", "needs_assessment"}
    services.agree_updates(by=dora, victim=victim, every_days=28, agreed_on=on(6).date(), at=LATER)
    cases.record_milestone(
        by=alice, case=case, kind="interviewed", interview_by="arrest", occurred_at=on(6), at=LATER
    )
    assert set(
        DueItem.objects.filter(code__in=("victim_update", "tell_event")).values_list("owner", flat=True)
    ) == {dora.pk}
    cases.assign_officer(by=sam, case=case, person=bob, at=LATER)
    victim.refresh_from_db()
    assert contact_owner(victim) == dora  # it is hers, whoever is in charge
    services.hand_over_contact(by=sam, victim=Victim.objects.get(pk=victim.pk), to=bob, at=LATER)
    assert contact_owner(Victim.objects.get(pk=victim.pk)) == bob
    cases.assign_officer(by=sam, case=case, person=alice, at=LATER)
    assert contact_owner(Victim.objects.get(pk=victim.pk)) == alice  # it goes with the post
    assert ContactOwner.objects.filter(ended_at__isnull=True).count() == 1


def test_the_new_owner_is_told_at_once_until_they_have_been_in_touch(
    deployed: StoDeployment, victim: Victim, alice: Person, dora: Person
) -> None:
    row = services.hand_over_contact(by=alice, victim=victim, to=dora, at=LATER)
    told: Any = recheck_owners([row.pk], LATER)[row.pk]
    assert [one.person_id for one in told.recipients] == [dora.pk]
    assert told.headline == "Contact on this case is yours from now on"
    services.record_contact(
        by=dora, victim=victim, occurred_at=on(4), direction="out", method="phone", reached=True,
        about=["support"], at=LATER,
    )  # fmt: skip
    assert recheck_owners([row.pk], LATER)[row.pk].why == "They have been in touch since."  # type: ignore[union-attr]  # it is Gone
    assert not Message.objects.filter(recipient=alice).exists()


@pytest.mark.parametrize("path", ["contacts", "attempts"])
@pytest.mark.parametrize("by_api", [True, False])
def test_who_was_handed_contact_records_one_while_the_notice_is_unread(
    deployed: StoDeployment,
    victim: Victim,
    alice: Person,
    dora: Person,
    sign_in: Any,
    path: str,
    by_api: bool,
) -> None:
    at = now()
    services.hand_over_contact(by=alice, victim=victim, to=dora, at=at - timedelta(hours=1))
    deliver(at=at)
    (told,) = Message.objects.filter(kind="contact_given", recipient=dora)
    assert (told.read_at, told.handled_at) == (None, None)
    said: dict[str, Any] = {"method": "phone", "about": ["support"]}
    if by_api:
        address = f"/api/v1/victims/{victim.pk}/attempts/"
        if path == "contacts":
            address = "/api/v1/contacts/"
            said |= {"victim": str(victim.pk), "occurred_at": at.isoformat()}
            said |= {"direction": "out", "reached": True}
        sent = sign_in(dora).post(address, said, content_type="application/json")
    else:
        address = f"/victims/{victim.pk}/{path}/new/"
        page = sign_in(dora).get(address).content.decode()
        said |= dict(re.findall(r'name="(once|occurred_at_\w+)"[^>]*value="([^"]*)"', page))
        sent = sign_in(dora).post(address, said | {"direction": "out", "reached": "yes"})
    assert sent.status_code == (201 if by_api else 302), sent.content.decode()
    (contact,) = Contact.objects.filter(victim=victim, recorded_by=dora)
    assert contact.reached == (path == "contacts")
    told.refresh_from_db()
    assert (told.handled_by, told.handled_why) == (dora, "Dealt with by Dora.")


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("charlie", "Charlie does not see this case. Deploy or assign them first."),
        ("alice", "Alice owns contact with Victim 1 already."),
    ],
)
def test_contact_goes_to_somebody_who_can_open_the_case(
    victim: Victim, alice: Person, to: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.hand_over_contact(by=alice, victim=victim, to=Person.objects.get(username=to), at=LATER)
    assert refused.value.fields == {"to": sentence}


def test_who_may_not_hand_over_is_told(victim: Victim, gita: Person, bob: Person) -> None:
    with pytest.raises(NotAllowed):
        services.hand_over_contact(by=gita, victim=victim, to=bob, at=LATER)


def test_what_a_leaver_had_is_asked_for_again_or_goes_to_whoever_takes_it(
    deployed: StoDeployment, victim: Victim, case: Case, alice: Person, dora: Person, bob: Person, ada: Person
) -> None:
    services.hand_over_contact(by=alice, victim=victim, to=dora, at=LATER)
    held = [one for one in held_by(dora) if one.holding.code in ("contact_owned", "sto_deployments")]
    assert [one.words for one in held] == [
        "1 victim whose contact they own",
        "1 victim for whom they are the specially trained officer",
    ]
    from rasso_tracker.audit.doors import open_door

    with open_door("test"):
        pass_on(by=ada, person=dora, held=held_by(dora), to=bob, at=LATER)
    assert contact_owner(victim) == alice
    open_one = StoDeployment.objects.get(ended_at__isnull=True)
    assert (open_one.officer, open_one.deployed_at) == (bob, LATER)
    assert not NamedAccess.objects.filter(case=case, person=dora, ended_at__isnull=True).exists()
    assert not DueItem.objects.filter(owner=dora, settled_at__isnull=True).exists()


def test_the_page_says_who_owns_contact_and_how_the_deployment_stands(
    deployed: StoDeployment, sign_in: SignIn, victim: Victim, alice: Person
) -> None:
    page = sign_in(alice).get(f"/victims/{victim.pk}/").content.decode()
    assert "Alice owns contact with them, as officer in charge." in page
    assert "Deployed, not met yet" in page
    assert "Record when they met" in page
    assert "Ask for a specially trained officer" not in page
    history = sign_in(alice).get(f"/cases/{victim.case_id}/history/").content.decode()
    assert "Victim 1: specially trained officer deployed" in history


def test_a_victim_who_has_died_is_owed_no_referral(victim: Victim, alice: Person) -> None:
    services.record_circumstances(by=alice, victim=victim, under_18="no", died_on=date(2026, 3, 3), at=LATER)
    assert not DueItem.objects.filter(code="support_referral", settled_at__isnull=True).exists()
