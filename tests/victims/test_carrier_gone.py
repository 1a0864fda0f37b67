"""Once nobody is there through whom a victim wants to be reached, asking how else is owed, with a date."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import DueSoon
from actionplans.notices.soon import recheck_soon
from actionplans.services import raise_reminders
from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.clocks import deadline, start_of_day
from rasso_tracker.messages import Due
from rasso_tracker.people.models import Person
from rasso_tracker.people.services import deactivate_person
from tests.stories import story
from tests.victims.carriers import ROLES, Come, an_sto, somebody_who_speaks
from tests.victims.conftest import LATER, Withdraw, on, with_outside_isva
from victims import services
from victims.facts import isva_supports
from victims.models import ContactDetails, IsvaSupport, SupportService
from victims.rules.carriers import Gone, gone_from

SignIn = Callable[..., Client]
THROUGH = {"preferred_method": "via_isva", "only_through": "isva"}
WHAT = "Ask Victim 1 how to reach them: no ISVA is on record"
FIFTH, GONE = on(5), on(16, hour=15)  # a Thursday, a Monday; the bank holidays of Easter are later


@story
def support(victim: Victim, alice: Person, ivy: Person) -> IsvaSupport:
    return services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))


@story
def through(support: IsvaSupport, victim: Victim, alice: Person) -> ContactDetails:
    return prefer(alice, victim, **THROUGH)


def prefer(by: Person, victim: Victim, at: datetime = FIFTH, **said: Any) -> ContactDetails:
    return services.record_contact_details(by=by, victim=victim, at=at, **said)


def owed() -> list[tuple[str, date, str]]:
    items = DueItem.objects.filter(code="carrier_gone", settled_at__isnull=True).select_related("owner")
    return [(one.what, one.due_on, one.owner.username if one.owner else "") for one in items]


def day_after(moment: datetime) -> date:
    return deadline("carrier_gone", moment).due_on


def by_next_working_day() -> list[tuple[str, date, str]]:
    assert deadline("carrier_gone", GONE).due_on == date(2026, 3, 17)
    return [(WHAT, date(2026, 3, 17), "alice")]


ENDINGS: dict[str, Callable[[IsvaSupport, Person, Person], object]] = {
    "the ISVA says so": lambda support, alice, adam: services.end_my_support(
        by=support.isva, support=support, because="ended", at=GONE
    ),
    "consent is taken back": lambda support, alice, adam: services.end_isva_support(
        by=alice, support=support, because="consent", at=GONE
    ),
    "the ISVA leaves": lambda support, alice, adam: deactivate_person(
        by=adam, person=support.isva, last_day=GONE.date(), work="team", at=GONE
    ),
}


@pytest.mark.parametrize("how", list(ENDINGS))
def test_asking_is_owed_by_the_next_working_day_however_the_isva_went(
    how: str, support: IsvaSupport, through: ContactDetails, alice: Person, adam: Person
) -> None:
    assert owed() == []
    ENDINGS[how](support, alice, adam)
    assert owed() == by_next_working_day()


@pytest.mark.parametrize(("way", "come", "noun"), ROLES, ids=[one[0] for one in ROLES])
def test_it_is_owed_of_each_who_goes(
    way: str, come: Come, noun: str, victim: Victim, alice: Person, dora: Person
) -> None:
    go = come(alice, victim, dora)
    prefer(alice, victim, preferred_method=way, at=LATER)
    assert owed() == []
    go()
    assert owed() == [(f"Ask Victim 1 how to reach them: no {noun} is on record", day_after(LATER), "alice")]


def test_somebody_new_who_speaks_ends_it_once_that_is_agreed_to(
    victim: Victim, alice: Person, sam: Person
) -> None:
    go = somebody_who_speaks(alice, victim, alice)
    prefer(alice, victim, preferred_method="via_spokesperson", at=on(10))
    go()
    said = {"name": "Robin Speaker", "is_their": "partner", "because": "asked", "tie": "household"}
    row = services.name_spokesperson(by=alice, victim=victim, at=LATER, **said)
    assert len(owed()) == 1
    services.agree_spokesperson(by=sam, spokesperson=row, words="They live with a flatmate.", at=LATER)
    assert owed() == []


def test_an_officer_who_is_assigned_or_who_is_deployed_for_another_victim_of_the_case_changes_it(
    case: Case, victim: Victim, alice: Person, dora: Person, sam: Person
) -> None:
    cases.assign_officer(by=sam, case=case, person=dora, duty="sto", at=on(4))
    prefer(alice, victim, preferred_method="via_sto", at=on(5))
    other = cases.add_victim(by=alice, case=case, at=on(5))
    an_sto(alice, other, dora)
    assert [what for what, _, _ in owed()] == [
        "Ask Victim 1 how to reach them: no specially trained officer is on record"
    ]
    cases.assign_officer(by=sam, case=case, person=sam, duty="sto", at=LATER)
    assert owed() == []


@pytest.mark.parametrize("work", ["team", "person"])
def test_an_officer_who_leaves_while_another_is_there_for_another_victim(
    work: str, case: Case, victim: Victim, alice: Person, bob: Person, dora: Person, sam: Person, adam: Person
) -> None:
    an_sto(alice, cases.add_victim(by=alice, case=case, at=on(3)), bob)
    an_sto(alice, victim, dora)
    prefer(alice, victim, preferred_method="via_sto", at=LATER)
    assert owed() == []
    to = {"goes_to": sam} if work == "person" else {}
    at = LATER + timedelta(hours=1)
    deactivate_person(by=adam, person=dora, last_day=at.date(), work=work, at=at, **to)
    gone = "Ask Victim 1 how to reach them: no specially trained officer is on record"
    assert [what for what, _, _ in owed()] == ([] if to else [gone])


def test_nothing_is_owed_while_another_isva_is_there_or_the_victim_does_not_go_by_one(
    support: IsvaSupport, victim: Victim, alice: Person
) -> None:
    services.end_my_support(by=support.isva, support=support, because="ended", at=GONE)
    prefer(alice, victim, preferred_method="phone", phone="07700 900111", at=GONE)
    assert owed() == []
    referral = with_outside_isva(alice, victim, day=on(17).date())
    prefer(alice, victim, at=on(18), **THROUGH)
    assert owed() == []
    services.record_support_answer(
        by=alice, referral=referral, step="ended", happened_on=on(19).date(), because="completed", at=on(20)
    )
    assert owed() == [(WHAT, date(2026, 3, 20), "alice")]
    end = referral.events.get(step="ended")
    services.void_support_step(by=alice, event=end, reason="It goes on.", at=on(20, hour=14))
    assert owed() == []


@pytest.mark.parametrize("what", ["another way", "an ISVA here", "a service outside", "died", "unwelcome"])
def test_a_new_preference_or_a_new_isva_ends_it_and_so_does_what_makes_asking_wrong(
    what: str, support: IsvaSupport, through: ContactDetails, victim: Victim, alice: Person, ivy: Person,
    withdraw: Withdraw,
) -> None:  # fmt: skip
    services.end_my_support(by=ivy, support=support, because="ended", at=GONE)
    assert owed() == by_next_working_day()
    then = {"at": GONE + timedelta(hours=2)}
    if what == "another way":
        prefer(alice, victim, preferred_method="phone", phone="07700 900111", **then)
    elif what == "an ISVA here":
        services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=GONE.date(), **then)
    elif what == "a service outside":
        with_outside_isva(alice, victim, day=GONE.date())
    elif what == "died":
        services.record_circumstances(
            by=alice, victim=victim, under_18="no", died_on=GONE.date(), family="to_tell", **then
        )
    else:
        withdraw(occurred_at=GONE, recontact_welcome="no")
    assert owed() == []


@pytest.mark.parametrize("works_there", [True, False])
@pytest.mark.parametrize("because", ["ended", "handed_on", "consent"])
def test_support_that_an_isva_ended_is_over_though_the_referral_to_their_service_stands(
    works_there: bool, because: str, support: IsvaSupport, through: ContactDetails, victim: Victim,
    alice: Person, adam: Person, ivy: Person, sign_in: SignIn,
) -> None:  # fmt: skip
    taken_on = with_outside_isva(alice, victim, day=on(5).date())
    services.change_support_service(
        by=adam, service=SupportService.objects.get(), advisers=[ivy] if works_there else [], at=on(6),
        name="Calder ISVAs", kinds=["isva"],
    )  # fmt: skip
    services.end_my_support(by=ivy, support=support, because=because, at=GONE)
    over = works_there and because == "ended"
    assert owed() == (by_next_working_day() if over else [])
    assert bool(gone_from(victim, through, LATER)) is over
    assert isva_supports(victim, GONE - timedelta(minutes=1))  # what came through them before stays true
    answer = sign_in(alice).post(
        "/api/v1/contacts/",
        {"victim": str(victim.pk), "direction": "out", "method": "via_isva", "reached": True,
         "about": ["update"], "occurred_at": (GONE + timedelta(hours=1)).isoformat()},
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == (400 if over else 201)
    nobody = "but they have no ISVA on record now"
    assert (nobody in sign_in(alice).get(f"/victims/{victim.pk}/").content.decode()) is over
    # The service takes them on once more, with somebody else.
    said = {"by": alice, "referral": taken_on, "at": LATER}
    services.record_support_answer(**said, step="started", happened_on=GONE.date() + timedelta(days=1))
    assert isva_supports(victim, LATER)
    assert owed() == []


def test_the_day_stays_whatever_else_is_recorded_and_it_passes_with_contact(
    support: IsvaSupport, through: ContactDetails, victim: Victim, alice: Person, bob: Person, ivy: Person
) -> None:
    services.end_my_support(by=ivy, support=support, because="ended", at=GONE)
    services.offer_support(by=alice, victim=victim, kind="therapy", offered_on=on(20).date(), answer="agreed",
                           at=on(20))  # fmt: skip
    services.hand_over_contact(by=alice, victim=victim, to=bob, at=on(21))
    assert owed() == [(WHAT, date(2026, 3, 17), "bob")]
    assert gone_from(victim, through, LATER) == Gone("ISVA", GONE.date())


def test_a_merge_owes_it_of_the_record_that_is_kept(
    case: Case, victim: Victim, alice: Person, sam: Person, ivy: Person
) -> None:
    second = cases.add_victim(by=alice, case=case, at=on(4))
    row = services.share_with_isva(by=alice, victim=second, isva=ivy, consented_on=on(3).date(), at=on(4))
    prefer(alice, second, **THROUGH)
    services.end_my_support(by=ivy, support=row, because="ended", at=GONE)
    services.merge_victims(by=sam, victim=victim, duplicate=second, reason="Both are one.", at=on(20))
    assert owed() == by_next_working_day()
    assert DueItem.objects.get(code="carrier_gone", settled_at__isnull=True).source == victim.pk


def test_it_stands_on_the_homes_the_case_and_the_victims_page_and_not_for_cps(
    support: IsvaSupport, through: ContactDetails, case: Case, victim: Victim, alice: Person, sam: Person,
    ivy: Person, lena: Person, sign_in: SignIn,
) -> None:  # fmt: skip
    services.end_my_support(by=ivy, support=support, because="ended", at=GONE)
    officer = sign_in(alice)
    for path in ("/", f"/cases/{case.pk}/"):
        assert WHAT in officer.get(path).content.decode(), path
    page = officer.get(f"/victims/{victim.pk}/").content.decode()
    assert "Ask them how to reach them now" in page
    assert "Ask a victim how to be reached once whoever they go by has gone" in page  # why this date
    assert "Whoever they go by has gone: how to reach them" in sign_in(sam).get("/").content.decode()
    (row,) = officer.get("/api/v1/owed-to-victims/?kind=carrier_gone").json()["results"]
    assert (row["what"], row["due_on"], row["source"]) == (WHAT, "2026-03-17", str(victim.pk))
    assert "carrier_gone" not in json.dumps(sign_in(lena).get("/api/v1/due-items/").json())


def test_the_owner_hears_of_it_in_their_list_of_the_day_in_words_that_name_nobody(
    support: IsvaSupport, through: ContactDetails, alice: Person, ivy: Person
) -> None:
    services.end_my_support(by=ivy, support=support, because="ended", at=GONE)
    raise_reminders(at=GONE)
    row = DueSoon.objects.get(item__code="carrier_gone")
    found = recheck_soon([row.pk], start_of_day(row.due_on))[row.pk]
    assert isinstance(found, Due)
    assert [one.person_id for one in found.recipients] == [alice.pk]
    assert found.headline == "Due soon: agree another way to be in touch"


@pytest.mark.parametrize("update_owed", [True, False])
def test_on_a_closed_case_it_is_owed_only_while_something_is_still_to_be_told(
    update_owed: bool, support: IsvaSupport, through: ContactDetails, case: Case, victim: Victim,
    alice: Person, sam: Person, ivy: Person,
) -> None:  # fmt: skip
    if update_owed:
        services.record_contact(
            by=alice, victim=victim, occurred_at=on(6), direction="out", method="via_isva", reached=True,
            about=["update"], at=on(6),
        )  # fmt: skip
    assert DueItem.objects.filter(code="victim_update", settled_at__isnull=True).exists() is update_owed
    cases.record_milestone(by=sam, case=case, kind="police_nfa", occurred_at=on(9), at=on(9))
    services.end_my_support(by=ivy, support=support, because="ended", at=GONE)
    assert Case.objects.get(pk=case.pk).is_closed
    assert owed() == (by_next_working_day() if update_owed else [])
