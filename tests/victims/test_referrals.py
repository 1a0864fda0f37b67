"""Support that a victim was offered: each step dated, a no respected, nothing sent without a yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.refusals import constraint_of
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on
from tests.web.page import Page
from victims import services
from victims.models import (
    ServiceAdviser,
    SupportEvent,
    SupportReferral,
    SupportService,
    Withdrawal,
    WithdrawalDayChange,
)
from victims.pathway import Placed, check_steps, in_order, is_in_place, may_follow
from victims.represent.withdrawals import withdrawal_in_full
from victims.shown import withdrawal_context
from victims.shown.referrals import support_context
from victims.support_enums import FIRST_STEPS, SUPPORT_CHANGES, SupportStep

SignIn = Callable[..., Client]
Step = SupportStep


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


@story
def service(db: None) -> SupportService:
    with open_door("test"):
        return SupportService.objects.create(name="Leeds support", kinds=["isva", "child_isva", "therapy"])


@story
def works_there(service: SupportService, ivy: Person, adam: Person) -> ServiceAdviser:
    with open_door("test"):
        return ServiceAdviser.objects.create(service=service, person=ivy, started_at=on(1), started_by=adam)


Offer = Callable[..., SupportReferral]


@pytest.fixture
def offer(victim: Victim, alice: Person) -> Offer:
    """`offer()`: an ISVA is offered on 3 March, and the victim agrees; any value may be given."""

    def do(**given: Any) -> SupportReferral:
        values = {
            "by": alice,
            "victim": victim,
            "kind": "isva",
            "offered_on": day(3),
            "answer": "agreed",
            "at": LATER,
            **given,
        }
        return services.offer_support(**values)

    return do


def answer(by: Person, referral: SupportReferral, step: str, on: date, **given: Any) -> SupportReferral:
    return services.record_support_answer(
        by=by, referral=referral, step=step, happened_on=on, at=LATER, **given
    )


def steps(referral: SupportReferral) -> list[tuple[str, date]]:
    return [(one.step, one.happened_on) for one in in_order(referral.events.all())]


def owed(code: str) -> list[tuple[str, date]]:
    rows = DueItem.objects.filter(code=code, settled_at__isnull=True).order_by("due_on")
    return list(rows.values_list("what", "due_on"))


def test_each_step_is_a_row_and_the_log_names_whom_it_was_disclosed_to(
    offer: Offer, service: SupportService, alice: Person
) -> None:
    referral = offer()
    services.send_referral(by=alice, referral=referral, service=service, sent_on=day(4), at=LATER)
    answer(alice, referral, "accepted", day(6))
    answer(alice, referral, "waiting", day(6))
    answer(alice, referral, "started", day(20))
    answer(alice, referral, "ended", day(20, 6), because="completed")
    assert steps(referral) == [
        ("offered", day(3)),
        ("agreed", day(3)),
        ("sent", day(4)),
        ("accepted", day(6)),
        ("waiting", day(6)),
        ("started", day(20)),
        ("ended", day(20, 6)),
    ]
    assert AuditEvent.objects.get(action="SUPPORT_REFERRED").recipient == "Leeds support"
    assert AuditEvent.objects.filter(action="SUPPORT_RECORDED").count() == 5


def test_offer_agreement_and_sending_in_one_go(offer: Offer, service: SupportService) -> None:
    referral = offer(service=service, sent_on=day(4))
    assert steps(referral) == [("offered", day(3)), ("agreed", day(3)), ("sent", day(4))]
    with pytest.raises(Invalid) as refused:
        offer(kind="therapy", answer="refused", because="not_now", service=service, sent_on=day(4))
    assert refused.value.fields == {
        "service": "A referral is sent right after the victim agreed to it. Record that they agreed first."
    }
    assert SupportReferral.objects.count() == 1


def test_a_step_dated_before_the_last_one_is_told_which_day_it_may_have(
    offer: Offer, service: SupportService, alice: Person
) -> None:
    referral = offer()
    with pytest.raises(Invalid) as refused:
        services.send_referral(by=alice, referral=referral, service=service, sent_on=day(2), at=LATER)
    (sentence,) = refused.value.fields.values()
    assert sentence == f"“Agreed to a referral” was recorded for 3 {day(3):%B %Y}. Enter that day or later."


def test_a_refusal_is_kept_and_asked_about_again_only_as_they_welcome(offer: Offer, alice: Person) -> None:
    referral = offer(answer="refused", because="not_said", again_on=day(30))
    assert owed("support_referral") == []  # a no to a specialist service is respected
    assert owed("support_next") == [("Ask Victim 1 again about support, as they welcome", day(30))]
    again = offer(offered_on=day(30), at=LATER)
    assert again == referral
    assert owed("support_next") == [("Send the referral that Victim 1 agreed to", day(1, month=4))]
    assert [one for one, _ in steps(referral)] == ["offered", "refused", "offered", "agreed"]
    with pytest.raises(Invalid) as under_way:
        offer(offered_on=day(31))
    assert under_way.value.fields == {
        "kind": "This was offered before, and it stands at “Agreed to a referral”. "
        "Record what comes next there."
    }


def test_the_clock_runs_from_the_report_and_ends_with_a_referral_of_a_specialist_service(
    offer: Offer, service: SupportService, case: Case, alice: Person
) -> None:
    with open_door("test"):
        SupportService.objects.create(name="Victim Support", kinds=["victim_support"])
    item = DueItem.objects.get(code="support_referral")
    assert (item.what, item.started_on, item.due_on) == ("Refer Victim 1 to support", day(2), day(4))
    general = SupportService.objects.get(name="Victim Support")
    offer(kind="victim_support", service=general, sent_on=day(3))
    assert len(owed("support_referral")) == 1  # they have a right to one for victims of sexual offences
    referral = offer(answer="thinking")
    assert owed("support_referral") == []
    event = SupportEvent.objects.get(referral=referral)
    services.void_support_step(by=alice, event=event, reason="Another victim.", at=LATER)
    assert owed("support_referral") == [("Refer Victim 1 to support", day(4))]
    second = cases.add_victim(by=alice, case=case, at=on(20))
    assert DueItem.objects.get(source=second.pk, code="support_referral").due_on == day(24)


def test_not_asked_stays_owed_and_names_its_day(offer: Offer) -> None:
    with pytest.raises(Invalid) as refused:
        offer(answer="not_asked", because="unwell")
    assert refused.value.fields == {"again_on": "Say when they will be asked: it is still owed to them."}
    offer(answer="not_asked", because="unwell", again_on=day(5))
    assert owed("support_referral") == [("Refer Victim 1 to support", day(4))]
    assert owed("support_next") == [("Ask Victim 1 about support", day(5))]


def test_a_service_that_cannot_take_it_leaves_another_to_be_found(
    offer: Offer, service: SupportService, alice: Person
) -> None:
    referral = offer(service=service, sent_on=day(4))
    assert owed("support_next") == [("Ask the service whether it can support Victim 1", day(11))]
    answer(alice, referral, "declined", day(6), because="no_place")
    assert owed("support_next") == [("Find another service for Victim 1", day(10))]
    with pytest.raises(Stale):
        services.send_referral(by=alice, referral=referral, service=service, sent_on=day(9), at=LATER)
    services.record_support_choice(by=alice, referral=referral, agreed=True, answered_on=day(9), at=LATER)
    services.send_referral(by=alice, referral=referral, service=service, sent_on=day(9), at=LATER)
    answer(alice, referral, "started", day(12))
    assert owed("support_next") == []


@pytest.mark.parametrize(
    ("given_", "fields"),
    [
        (
            {"offered_on": day(1)},
            {"offered_on": "The case was reported on 2 March 2026. Enter that day or later."},
        ),
        ({"offered_on": day(1, 11)}, {"offered_on": "Enter today's date or a date in the past."}),
        ({"kind": "sto"}, {"kind": "A specially trained officer is deployed, not referred to: ask for one."}),
        (
            {"because": "privacy"},
            {"because": "Leave this empty: no reason is asked for here."},
        ),
        (
            {"answer": "refused", "because": "no_place"},
            {
                "because": "Choose one of these: Did not say, and need not; Not now; "
                "Has the support they want; Would rather have another kind of support; Privacy."
            },
        ),
        (
            {"again_on": day(9)},
            {"again_on": "Leave this empty: they agreed, so there is nothing to ask again."},
        ),
        (
            {"answer": "thinking", "again_on": day(3)},
            {"again_on": "Enter a day after the one on which they were asked."},
        ),
        ({"sent_on": day(4)}, {"service": "Choose the service that it was sent to."}),
    ],
)
def test_what_cannot_be_is_a_sentence_by_its_field(
    offer: Offer, given_: dict[str, Any], fields: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        offer(**given_)
    assert refused.value.fields == fields
    assert SupportEvent.objects.count() == 0


def test_a_service_is_open_works_here_and_offers_it(
    offer: Offer, service: SupportService, bradford: District
) -> None:
    with open_door("test"):
        away = SupportService.objects.create(name="Bradford only", kinds=["isva"], district=bradford)
        closed = SupportService.objects.create(name="Gone", kinds=["isva"], closed_on=day(2))
    for one, sentence in (
        (away, "Bradford only does not work in this district."),
        (closed, "Gone closed on 2 March 2026."),
    ):
        with pytest.raises(Invalid) as refused:
            offer(service=one, sent_on=day(4))
        assert refused.value.fields == {"service": sentence}
    with pytest.raises(Invalid) as refused:
        offer(kind="sarc", service=service, sent_on=day(4))
    assert refused.value.fields == {"service": "Leeds support does not offer this kind of support."}


def test_a_step_that_others_rest_on_is_voided_last(
    offer: Offer, service: SupportService, alice: Person
) -> None:
    referral = offer(service=service, sent_on=day(4))
    agreed, sent = (referral.events.get(step=one) for one in ("agreed", "sent"))
    with pytest.raises(Invalid) as refused:
        services.void_support_step(by=alice, event=agreed, reason="Wrong victim.", at=LATER)
    assert refused.value.fields == {
        "reason": "Void the later steps first: “Referral sent” cannot stand after “Offered” without this one."
    }
    services.void_support_step(by=alice, event=sent, reason="Wrong day.", at=LATER)
    services.void_support_step(by=alice, event=agreed, reason="Wrong victim.", at=LATER)
    assert steps(referral) == [("offered", day(3))]
    with pytest.raises(Stale):
        services.void_support_step(by=alice, event=agreed, reason="Again.", at=LATER)


def test_of_therapy_nothing_is_kept_but_the_steps(
    offer: Offer, service: SupportService, alice: Person
) -> None:
    referral = offer(kind="therapy", service=service, sent_on=day(4))
    answer(alice, referral, "started", day(9))
    with pytest.raises(Invalid) as refused:
        answer(alice, referral, "ended", day(19), because="completed")
    assert refused.value.fields == {
        "because": "Of therapy record only that it ended: leave the reason empty."
    }
    answer(alice, referral, "ended", day(19))
    assert referral.events.get(step="ended").because == ""


def test_a_step_that_arrives_late_changes_the_day_of_a_withdrawal_and_the_change_is_shown(
    offer: Offer, service: SupportService, withdraw: Withdraw, alice: Person
) -> None:
    row = withdraw()
    assert row.support_in_place == []
    referral = offer(service=service, sent_on=day(4))
    answer(alice, referral, "started", day(9))
    row.refresh_from_db()
    assert row.support_in_place == ["isva"]
    change = WithdrawalDayChange.objects.get()
    assert (change.fact, change.before, change.after) == ("support_in_place", "", "isva")
    assert change.why == "A step of support was recorded."
    answer(alice, referral, "ended", day(10), because="victim_chose")  # the day of the withdrawal itself
    row.refresh_from_db()
    assert row.support_in_place == []
    services.void_support_step(
        by=alice, event=referral.events.get(step="ended"), reason="Another day.", at=LATER
    )
    row.refresh_from_db()
    assert row.support_in_place == ["isva"]


def test_an_isva_sees_what_was_referred_to_their_own_service_of_their_own_clients(
    offer: Offer, service: SupportService, works_there: ServiceAdviser, victim: Victim, alice: Person,
    ivy: Person, case: Case,
) -> None:  # fmt: skip
    with open_door("test"):
        elsewhere = SupportService.objects.create(name="Elsewhere", kinds=["idva"])
    own = offer(service=service, sent_on=day(4))
    offer(kind="idva", service=elsewhere, sent_on=day(4))
    offer(kind="therapy")
    assert list(SupportReferral.objects.visible_to(ivy)) == []  # no client of theirs yet
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=day(3), at=LATER)
    other = cases.add_victim(by=alice, case=case, at=LATER)
    offer(victim=other, service=service, sent_on=day(4))
    assert list(SupportReferral.objects.visible_to(ivy)) == [own]
    assert {one.referral for one in SupportEvent.objects.visible_to(ivy)} == {own}


def test_cps_and_gatekeeper_see_nothing_of_it(
    offer: Offer, service: SupportService, gita: Person, lena: Person, rita: Person, mona: Person, bob: Person
) -> None:
    offer(service=service, sent_on=day(4))
    seen = {
        one.username: SupportEvent.objects.visible_to(one).count() for one in (gita, lena, rita, mona, bob)
    }
    assert seen == {"gita": 0, "lena": 0, "rita": 0, "mona": 3, "bob": 3}


def test_page_and_api_say_the_same(
    sign_in: SignIn, offer: Offer, service: SupportService, victim: Victim, alice: Person
) -> None:
    referral = offer(answer="refused", because="not_now")
    client = sign_in(alice)
    body = {"kind": "isva", "offered_on": "2026-03-05", "answer": "agreed", "service": str(service.pk),
            "sent_on": "2026-03-06"}  # fmt: skip
    said = client.post(
        f"/api/v1/victims/{victim.pk}/support-referrals/", body, content_type="application/json"
    )
    assert said.status_code == 201, said.content
    told = client.get(f"/api/v1/support-referrals/?victim={victim.pk}").json()["results"]
    assert [one["step"] for one in told[0]["events"]] == ["offered", "refused", "offered", "agreed", "sent"]
    assert (told[0]["stands_at"], told[0]["stands_since"]) == ("sent", "2026-03-06")
    page = client.get(f"/victims/{victim.pk}/").content.decode()
    assert "Does not want it now" in page
    assert "Record what the service did" in page
    history = client.get(f"/cases/{victim.case_id}/history/").content.decode()
    assert "Victim 1: ISVA, referral sent to Leeds support" in history
    refused = client.post(
        f"/api/v1/support-referrals/{referral.pk}/send/",
        {"service": str(service.pk), "sent_on": "2026-03-07"},
        content_type="application/json",
    )
    assert refused.status_code == 409
    assert "it stands at “Referral sent”" in refused.json()["detail"]


def test_who_may_not_offer_support_is_told(offer: Offer, gita: Person) -> None:
    with pytest.raises(NotAllowed):
        offer(by=gita)


# The database and the table of steps say the same, whatever the code above them does.
EVERY = list(SupportStep)


def _path_to(step: SupportStep) -> list[SupportStep]:
    """A shortest way from nothing to this step."""
    ways = [[one] for one in FIRST_STEPS]
    while True:
        for way in ways:
            if way[-1] == step:
                return way
        ways = [[*way, one] for way in ways for one in SUPPORT_CHANGES[way[-1]]]


def _write(referral: SupportReferral, by: Person, told: list[SupportStep], service: SupportService) -> None:
    because = {"refused": "not_now", "not_asked": "unwell", "declined": "area", "ended": "moved"}
    with open_door("test"):
        for one in told:
            SupportEvent.objects.create(
                case_id=referral.case_id, referral=referral, step=one, happened_on=day(3), recorded_at=LATER,
                recorded_by=by, because=because.get(one, ""), service=service if one == Step.SENT else None,
                again_on=day(9) if one == Step.NOT_ASKED else None,
            )  # fmt: skip


def _refused(referral: SupportReferral, by: Person, told: list[SupportStep], service: SupportService) -> str:
    """The constraint that refuses these steps at commit; "" where they stand."""
    try:
        with transaction.atomic():
            _write(referral, by, told, service)
            connection.check_constraints()
    except IntegrityError as trouble:
        return constraint_of(trouble)
    return ""


def test_the_database_refuses_every_order_that_the_table_does_not_know(
    case: Case, victim: Victim, alice: Person, service: SupportService
) -> None:
    wrong = []
    with open_door("test"):
        referral = SupportReferral.objects.create(
            case=case, victim=victim, kind="isva", opened_at=LATER, opened_by=alice
        )
    for before in (None, *EVERY):
        allowed = FIRST_STEPS if before is None else SUPPORT_CHANGES[before]
        for step in EVERY:
            point = transaction.savepoint()
            refused = _refused(referral, alice, [*(_path_to(before) if before else []), step], service)
            transaction.savepoint_rollback(point)
            if refused != ("" if step in allowed else "support_steps_in_order"):
                wrong.append((before, step, refused))
    assert wrong == []


def test_the_database_keeps_the_end_of_therapy_without_a_reason(
    case: Case, victim: Victim, alice: Person, service: SupportService
) -> None:
    with open_door("test"):
        referral = SupportReferral.objects.create(
            case=case, victim=victim, kind="therapy", opened_at=LATER, opened_by=alice
        )
    refused = _refused(referral, alice, _path_to(Step.ENDED), service)
    assert refused == "support_therapy_says_no_more"


@given(
    moves=st.lists(
        st.tuples(st.sampled_from(EVERY), st.integers(3, 9), st.booleans()), min_size=1, max_size=12
    )
)
@settings(max_examples=200)
def test_any_order_of_recording_and_voiding_keeps_what_must_hold(
    moves: list[tuple[SupportStep, int, bool]],
) -> None:
    """A model of the deeds: a step is kept only where the order can be; a void likewise."""
    from rasso_tracker.ids import uuid7

    kept: list[Placed] = []
    for step, number, voids in moves:
        if voids and kept:
            trial = [one for one in kept if one is not kept[number % len(kept)]]
        else:
            trial = [*kept, Placed(uuid7(), step, day(number))]
        try:
            check_steps(trial)
        except ValueError:
            continue
        kept = trial
        told = [SupportStep(one.step) for one in in_order(kept)]
        assert all(told[n - 1] == Step.AGREED for n, one in enumerate(told) if one == Step.SENT)
        assert all(Step.SENT in told[:n] for n, one in enumerate(told) if one == Step.STARTED)
        assert all(told[n + 1] == Step.OFFERED for n, one in enumerate(told[:-1]) if one == Step.REFUSED)
        begun = sum(one == Step.STARTED for one in told) - sum(
            one == Step.ENDED and Step.STARTED in told[:n] and told[n - 1] == Step.STARTED
            for n, one in enumerate(told)
        )
        assert is_in_place(kept, day(9)) == (begun == 1)
        assert may_follow(kept) == (SUPPORT_CHANGES[told[-1]] if told else FIRST_STEPS)


def test_a_withdrawal_tells_others_that_there_was_support_and_not_which(
    sign_in: SignIn, offer: Offer, service: SupportService, withdraw: Withdraw, alice: Person, victim: Victim,
    case: Case,
) -> None:  # fmt: skip
    row = withdraw(support_offered=["isva", "therapy"])
    referral = offer(kind="therapy", service=service, sent_on=day(4))
    answer(alice, referral, "started", day(9))
    reg = Person.objects.get(username="reg")
    for person, kinds in ((alice, ["isva", "therapy"]), (reg, ["isva", "other"])):
        shown = withdrawal_in_full(Withdrawal.objects.get(pk=row.pk), person)
        assert shown["support_offered"] == kinds
        assert shown["day"]["support_in_place"] == kinds[1:]
        assert shown["day_changes"][0]["after"] == kinds[1]
        page = withdrawal_context(person, Withdrawal.objects.get(pk=row.pk))
        assert ("Therapy" in str(page["day"] + page["changes"] + page["support"])) is (person == alice)


def test_every_fault_of_an_offer_is_named_at_once(victim: Victim, alice: Person) -> None:
    offer = {"by": alice, "victim": victim, "kind": "therapy", "offered_on": day(1, 2), "at": LATER}
    with pytest.raises(Invalid) as refusal:
        services.offer_support(**offer, answer="not_asked")
    assert set(refusal.value.fields) == {"offered_on", "because", "again_on"}
    with pytest.raises(Invalid) as refusal:
        services.offer_support(**offer, answer="refused", because="", sent_on=day(9))
    assert set(refusal.value.fields) == {"offered_on", "because", "service"}


def test_after_a_yes_the_sending_comes_first_and_a_change_of_mind_is_called_that(
    offer: Offer, victim: Victim, service: SupportService, alice: Person, sign_in: SignIn
) -> None:
    referral = offer(answer="thinking")
    browser = sign_in(alice)

    def links() -> list[str]:
        (shown,) = support_context(alice, victim)["referrals"]
        return [words for _, words in shown["links"]]

    assert links() == ["Record what they decided"]
    services.record_support_choice(by=alice, referral=referral, agreed=True, answered_on=day(4), at=LATER)
    assert links() == ["Record that it was sent", "Record that they changed their mind"]
    page = Page(browser.get(f"/victims/{victim.pk}/support/new/").content.decode())
    yes = page.by_id("id_answer_0")
    assert page.by_id(yes.attrs["data-aria-controls"]) in page.by_id("id_service").within
