"""After a victim's death: what was theirs alone ends, and word of the case goes on to who speaks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from cases import services as cases
from cases.models import DueItem, Victim
from rasso_tracker.clocks import deadline
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.bereaved import Hearer, hearer_of
from victims.models import Circumstances, EventTelling, Spokesperson
from victims.services import appointments

Do = Callable[..., Any]
DIED = on(11).date()
ALONE = ("needs_assessment", "support_referral", "support_next", "victim_recontact", "contact_check",
         "carrier_gone")  # fmt: skip


@pytest.fixture
def die(victim: Victim, alice: Person) -> Do:
    """`die()` records on 12 March that the victim died on 11 March; `die(died_on=None)` takes it back."""

    def do(**given: object) -> Circumstances:
        values = {"by": alice, "victim": victim, "under_18": "no", "died_on": DIED, "at": on(12), **given}
        return services.record_circumstances(**values)

    return do


@pytest.fixture
def speak(victim: Victim, alice: Person) -> Do:
    def do(**given: object) -> Spokesperson:
        values = {
            "by": alice, "victim": victim, "name": "Pat Speaker", "is_their": "family", "because": "died",
            "tie": "none", "at": on(13), **given,
        }  # fmt: skip
        return services.name_spokesperson(**values)

    return do


@pytest.fixture
def told(victim: Victim, alice: Person) -> Do:
    def do(**given: object) -> Any:
        values = {
            "by": alice, "victim": victim, "occurred_at": on(10), "direction": "out", "method": "phone",
            "reached": True, "about": ["update"], "at": on(10, hour=13), **given,
        }  # fmt: skip
        return services.record_contact(**values)

    return do


def owed(*codes: str) -> list[tuple[str, date]]:
    items = DueItem.objects.filter(settled_at__isnull=True, code__in=codes).order_by("due_on", "what")
    return list(items.values_list("what", "due_on"))


def refused(do: Callable[..., Any], **given: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        do(**given)
    return refusal.value.fields


def arrested(victim: Victim, by: Person, at: datetime) -> None:
    cases.record_milestone(by=by, case=victim.case, kind="arrested", occurred_at=at, at=at)


def test_what_was_done_for_the_victim_alone_ends_and_comes_back_if_it_was_an_error(
    victim: Victim, withdraw: Withdraw, alice: Person, ivy: Person, die: Do
) -> None:
    withdraw(occurred_at=on(9), recontact_welcome="yes", recontact_on=date(2026, 12, 1), at=on(9))
    services.offer_support(
        by=alice, victim=victim, kind="therapy", offered_on=on(9).date(), answer="not_asked",
        because="not_safe", again_on=on(20).date(), at=on(9),
    )  # fmt: skip
    services.raise_contact_alert(by=alice, victim=victim, about="phone_seen", at=on(9))
    isva = services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(8).date(), at=on(8))
    services.record_contact_details(by=alice, victim=victim, preferred_method="via_isva", at=on(9))
    services.end_isva_support(by=alice, support=isva, because="ended", at=on(9, hour=13))
    before = owed(*ALONE)
    assert len(before) == len(ALONE)
    die()
    assert owed(*ALONE) == []
    die(died_on=None, at=on(13))
    assert owed(*ALONE) == before


def test_the_update_that_was_owed_keeps_its_day_and_says_who_is_to_hear(
    victim: Victim, alice: Person, die: Do, speak: Do, told: Do
) -> None:
    told()
    due = deadline("victim_update", on(10)).due_on
    assert owed("victim_update") == [("Tell Victim 1 how the case stands", due)]
    die()
    assert owed("victim_update") == [("Ask the family of Victim 1 who is to be told", due)]
    row = speak()
    assert owed("victim_update") == [("Tell who speaks for Victim 1 how the case stands", due)]
    told(method="via_spokesperson", occurred_at=on(14), at=on(14))
    following = deadline("victim_update", on(14)).due_on
    assert owed("victim_update") == [("Tell who speaks for Victim 1 how the case stands", following)]
    services.agree_updates(by=alice, victim=victim, agreed_on=on(15).date(), every_days=7, at=on(15))
    assert owed("victim_update") == [("Tell who speaks for Victim 1 how the case stands", on(21).date())]
    services.end_spokesperson(by=alice, spokesperson=row, at=on(16))
    assert owed("victim_update") == [("Ask the family of Victim 1 who is to be told", on(21).date())]
    die(family="declined", at=on(17))
    assert owed("victim_update") == []
    assert hearer_of(victim, on(17)) is Hearer.NOBODY


def test_a_family_is_asked_even_where_no_update_was_owed(victim: Victim, die: Do) -> None:
    assert owed("victim_update") == []
    die()
    day = deadline("victim_update", on(12)).due_on
    assert owed("victim_update") == [("Ask the family of Victim 1 who is to be told", day)]


def test_with_a_tie_to_a_suspect_nobody_hears_until_a_supervisor_agreed(
    victim: Victim, sam: Person, die: Do, speak: Do
) -> None:
    die()
    row = speak(tie="household")
    assert hearer_of(victim, on(14)) is Hearer.FAMILY
    services.agree_spokesperson(by=sam, spokesperson=row, words="She left him.", at=on(14))
    assert [what for what, _ in owed("victim_update")] == ["Tell who speaks for Victim 1 how the case stands"]


def test_word_of_an_event_goes_to_who_speaks_to_the_family_or_to_nobody(
    victim: Victim, alice: Person, die: Do, speak: Do
) -> None:
    arrested(victim, alice, on(10))
    die()
    assert [what for what, _ in owed("tell_event")] == [
        "Tell the family of Victim 1: suspect arrested, 10 Mar 2026"
    ]
    row = speak()
    assert [what for what, _ in owed("tell_event")] == [
        "Tell who speaks for Victim 1: suspect arrested, 10 Mar 2026"
    ]
    services.end_spokesperson(by=alice, spokesperson=row, at=on(14))
    die(family="no_family", at=on(15))
    assert owed("tell_event") == []
    cases.record_milestone(
        by=alice, case=victim.case, kind="bailed", occurred_at=on(16), limit_on=date(2026, 6, 1), at=on(16)
    )
    assert owed("tell_event") == []
    why = EventTelling.objects.values_list("not_told_because", "not_told_at", "not_told_by").order_by(
        "raised_at"
    )
    assert list(why) == [("died", on(15), alice.pk), ("died", on(16), alice.pk)]


def test_what_cannot_have_been_after_a_death_is_refused_with_what_to_do_instead(
    victim: Victim, alice: Person, ivy: Person, die: Do, told: Do
) -> None:
    die()
    by = {"by": alice, "victim": victim, "at": LATER}
    family = "What their family needs is a contact"
    assert family in refused(services.assess_needs, **by, assessed_at=on(12))["assessed_at"]
    assert services.assess_needs(**by, assessed_at=on(11)).next_due_on  # while they lived; nothing is owed
    assert owed("needs_assessment") == []
    offer = {**by, "kind": "therapy", "answer": "agreed"}
    assert family in refused(services.offer_support, **offer, offered_on=on(12).date())["offered_on"]
    row = services.offer_support(**offer, offered_on=on(10).date())
    answer = {"by": alice, "referral": row, "at": LATER}
    assert (
        "had died"
        in refused(
            services.record_support_choice,
            **answer,
            agreed=False,
            because="not_now",
            answered_on=on(12).date(),
        )["answered_on"]
    )
    rights = {**by, "takes_up": False, "told_by": "letter", "explained": True}
    assert (
        "nobody makes it for them"
        in refused(services.record_rights_choice, **rights, chosen_at=on(12))["chosen_at"]
    )
    share = {**by, "isva": ivy, "consented_on": on(12).date()}
    assert "had died" in refused(services.share_with_isva, **share)["consented_on"]
    agree = {**by, "agreed_on": on(12).date(), "every_days": 7}
    assert "Record first who speaks for them" in refused(services.agree_updates, **agree)["agreed_on"]
    assert (
        family
        in refused(services.ask_for_sto, by=alice, victim=victim, asked_at=on(12), at=LATER)["asked_at"]
    )
    assert services.ask_for_sto(by=alice, victim=victim, asked_at=on(10), at=LATER)
    assert "had died" in refused(services.raise_contact_alert, **by, about="moved")["about"]
    assert services.raise_contact_alert(**by, about="address_known")  # others may live there
    came = {"direction": "in", "occurred_at": on(12), "at": LATER}
    assert "goes through that person" in refused(told, **came, method="phone")["method"]
    assert told(**came, method="via_parent").reached


def test_an_officer_who_was_asked_for_in_time_is_not_deployed_after_the_death_and_the_request_can_end(
    victim: Victim, alice: Person, bob: Person, die: Do
) -> None:
    row = services.ask_for_sto(by=alice, victim=victim, asked_at=on(9), at=on(9))
    die()
    how = {"by": alice, "deployment": row, "officer": bob}
    said = "It is recorded that Victim 1 had died by then. End it instead. What their family needs"
    late = refused(services.deploy_sto, **how, deployed_at=on(12), at=LATER)
    assert late["deployed_at"].startswith(said)
    row = services.deploy_sto(**how, deployed_at=on(10), at=LATER)  # in time, and written down late
    late = refused(services.record_sto_met, by=alice, deployment=row, met_at=on(12), at=LATER)
    assert late["met_at"].startswith(said)
    assert services.end_sto(by=alice, deployment=row, ended_at=on(12), at=LATER).ended_at == on(12)


def test_what_was_arranged_for_after_the_death_is_off_and_the_isva_hears(
    victim: Victim, alice: Person, ivy: Person, die: Do, sign_in: Any
) -> None:
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))
    how = {"by": alice, "victim": victim, "isva": ivy, "method": "in_person_isva", "will_tell": "update"}
    that_day, after = (
        appointments.arrange_appointment(**how, starts_at=on(day, hour=11), at=on(9)) for day in (11, 18)
    )
    die()
    for row in (that_day, after):
        row.refresh_from_db()
    assert (that_day.ended, after.ended, after.cancelled_because) == ("", "cancelled", "died")
    assert list(DueItem.objects.filter(code="appointment", settled_at__isnull=True)) == [
        DueItem.objects.get(source=that_day.pk)
    ]
    deliver(at=on(12))
    assert [one.recipient for one in Message.objects.filter(kind="appointment_off")] == [ivy]
    assert "The victim has died" in sign_in(alice).get(f"/appointments/{after.pk}/").content.decode()
    offered = sign_in(alice).get(f"/appointments/{that_day.pk}/cancel/").content.decode()
    assert "The victim has died" not in offered


def test_whether_family_hears_is_asked_of_the_dead_alone_and_agrees_with_who_speaks(
    victim: Victim, die: Do, speak: Do
) -> None:
    assert set(refused(die, died_on=None, family="declined")) == {"family"}
    assert die().family == "to_tell"
    speak()
    assert "end that first" in refused(die, family="not_safe", at=on(14))["family"]


def test_on_the_page_clearing_the_date_takes_a_death_back(
    victim: Victim, alice: Person, die: Do, sign_in: Any
) -> None:
    die()
    path = f"/victims/{victim.pk}/circumstances/new/"
    sent = {"once": str(uuid7()), "under_18": "no", "died_on_0": "", "died_on_1": "", "died_on_2": ""}
    assert sign_in(alice).post(path, {**sent, "family": "to_tell"}).status_code == 302
    row = Circumstances.objects.get(victim=victim, superseded_at__isnull=True)
    assert (row.died_on, row.family) == (None, "")


def test_a_death_that_is_taken_back_owes_again_what_was_closed_with_it(
    victim: Victim, alice: Person, die: Do, told: Do
) -> None:
    arrested(victim, alice, on(10))

    def bailed(at: datetime) -> Any:
        return cases.record_milestone(
            by=alice, case=victim.case, kind="bailed", occurred_at=at, limit_on=date(2026, 6, 1), at=at
        )

    wrong = bailed(on(11))
    bailed(on(11, hour=14))
    die(family="no_family")
    bailed(on(12, hour=13))
    assert owed("tell_event") == []
    told(occurred_at=on(10, hour=14), about=["arrest_or_bail"], at=on(13))  # typed late, of the arrest alone
    cases.void_milestone(by=alice, milestone=wrong, reason="Another case.", at=on(13))
    die(died_on=None, at=on(14))
    days = [deadline("tell_victim_enhanced", at).due_on for at in (on(11, hour=14), on(12, hour=13))]
    assert [day for _, day in owed("tell_event")] == days
    assert {what[: len("Tell Victim 1: suspect bailed")] for what, _ in owed("tell_event")} == {
        "Tell Victim 1: suspect bailed"
    }
    first = EventTelling.objects.get(milestone__kind="arrested")
    assert (first.told_at, first.not_told_because) == (on(10, hour=14), "")


def test_who_was_named_for_a_death_is_shown_as_the_fact_stands(
    victim: Victim, sam: Person, die: Do, speak: Do, sign_in: Any
) -> None:
    die()
    row = speak(tie="household")
    browser = sign_in(sam)
    paths = (f"/victims/{victim.pk}/", f"/spokespersons/{row.pk}/agree/")
    for path in paths:
        assert "The victim has died" in browser.get(path).content.decode()
    die(died_on=None, at=on(14))
    for path in paths:
        shown = browser.get(path).content.decode()
        assert "The victim has died" not in shown
        assert "Named for a death that is not recorded now" in shown


@pytest.mark.parametrize("alive", ["contact", "withdrawal", "came_back", "rights"])
def test_nobody_died_before_the_last_day_on_which_they_spoke_or_chose(
    victim: Victim, alice: Person, die: Do, told: Do, withdraw: Withdraw, come_back: Do, alive: str
) -> None:
    words = {
        "contact": "were in touch on 10 March 2026",
        "withdrawal": "withdrew on 10 March 2026",
        "came_back": "chose to take part again on 10 March 2026",
        "rights": "chose whether they take up enhanced rights on 10 March 2026",
    }
    if alive == "contact":
        told()
    elif alive == "rights":
        services.record_rights_choice(
            by=alice, victim=victim, takes_up=False, explained=True, told_by="letter", chosen_at=on(10),
            at=on(10),
        )  # fmt: skip
    else:
        withdraw(occurred_at=on(9) if alive == "came_back" else on(10), at=on(11))
    if alive == "came_back":
        come_back(occurred_at=on(10), at=on(11))
    for day in (on(9).date(), date(2026, 3, 1)):  # the second: before the report
        assert words[alive] in refused(die, died_on=day)["died_on"]
    assert die(died_on=on(10).date()).died_on == on(10).date()


def test_one_who_never_spoke_with_us_may_have_died_before_the_report(
    victim: Victim, die: Do, told: Do, withdraw: Withdraw, alice: Person
) -> None:
    told(reached=False)
    speaks = {"name": "Maud Garfield", "is_their": "parent", "because": "asked", "tie": "none"}
    services.name_spokesperson(by=alice, victim=victim, at=on(10), **speaks)
    told(method="via_parent", occurred_at=on(10, hour=11))
    withdraw(kind="lost_contact", from_what=[], reasons=[], primary_reason="", told_by="",
             support_offered=[], at=on(11))  # fmt: skip
    assert die(died_on=date(2026, 3, 1)).died_on == date(2026, 3, 1)


def test_asking_again_about_support_ends_with_who_welcomes_no_contact(
    victim: Victim, alice: Person, withdraw: Withdraw, come_back: Do
) -> None:
    services.offer_support(
        by=alice, victim=victim, kind="therapy", offered_on=on(9).date(), answer="refused",
        because="not_said", again_on=on(30).date(), at=on(9),
    )  # fmt: skip
    again = [("Ask Victim 1 again about support, as they welcome", on(30).date())]
    assert owed("support_next") == again
    row = withdraw(from_what=["all_contact"], recontact_welcome="no", at=on(11))
    assert owed("support_next") == []
    came = come_back(occurred_at=on(12), at=on(12))
    assert owed("support_next") == again
    services.void_re_engagement(by=alice, reengagement=came, reason="Another victim.", at=on(13))
    assert owed("support_next") == []
    services.void_withdrawal(by=alice, withdrawal=row, reason="Another victim.", at=on(14))
    assert owed("support_next") == again


def test_pages_say_it_and_offer_nothing_that_only_the_living_do(
    victim: Victim, alice: Person, withdraw: Withdraw, die: Do, speak: Do, sign_in: Any
) -> None:
    browser = sign_in(alice)

    def page(path: str) -> str:
        return browser.get(path).content.decode()

    paths = ("/support/new/", "/appointments/new/", "/updates/new/", "/alerts/new/", "/sto/new/")
    alive = page(f"/victims/{victim.pk}/")
    assert [path in alive for path in paths] == [True] * 5
    die()
    shown = page(f"/victims/{victim.pk}/")
    assert "Their family is to be asked who of them is told" in shown
    assert ">Record a withdrawal<" not in shown
    assert "Record a withdrawal from before they died" in shown
    assert [path in shown for path in paths] == [False] * 5
    form = page(f"/victims/{victim.pk}/withdrawals/new/")
    assert "Record here only what they chose before that." in form
    needs = page(f"/victims/{victim.pk}/needs/")
    assert "They died on 11 March 2026." in needs
    assert "/needs/new/" not in needs
    case = page(f"/cases/{victim.case_id}/")
    assert "They died on 11 March 2026." in case
    assert "withdrawals/new/" not in case
    assert "Takes part" not in case
    speak()
    assert "(another member of the family) hears how the case goes on" in page(f"/cases/{victim.case_id}/")
    services.end_spokesperson(by=alice, spokesperson=Spokesperson.objects.get(), at=on(14))
    die(family="no_family", at=on(15))
    for path in (f"/cases/{victim.case_id}/", f"/victims/{victim.pk}/"):
        assert "Nobody is told how the case goes on: no close relative is known." in page(path)
    withdraw(occurred_at=on(10))
    assert "They had withdrawn on 10 March 2026." in page(f"/victims/{victim.pk}/")


def test_how_they_liked_to_be_reached_is_not_said_of_the_dead(
    victim: Victim, alice: Person, die: Do, sign_in: Any
) -> None:
    services.record_contact_details(
        by=alice, victim=victim, preferred_method="phone", phone="01632 960001", forbidden_methods=["post"],
        forbidden_because="suspect", at=on(9),
    )  # fmt: skip
    paths = (f"/victims/{victim.pk}/", f"/victims/{victim.pk}/contacts/new/")

    def said(words: str) -> list[bool]:
        return [words in sign_in(alice).get(path).content.decode() for path in paths]

    assert (said("Prefers"), said("post")) == ([True, True], [True, True])
    die()
    assert (said("Prefers"), said("Never:")) == ([False, False], [True, True])


def test_the_api_takes_and_says_the_same(victim: Victim, alice: Person, sign_in: Any) -> None:
    browser, path = sign_in(alice), f"/api/v1/victims/{victim.pk}/circumstances/"
    said = {"under_18": "no", "died_on": "2026-03-11"}
    answer = browser.post(path, {**said, "family": "declined"}, content_type="application/json")
    assert (answer.status_code, answer.json()["family"]) == (201, "declined")
    alive = {"under_18": "no", "died_on": None, "family": "declined"}
    wrong = browser.post(path, alive, content_type="application/json")
    assert (wrong.status_code, set(wrong.json().get("fields", ()))) == (400, {"family"})


def test_a_death_on_either_record_holds_when_two_are_merged(
    victim: Victim, alice: Person, sam: Person, die: Do
) -> None:
    other = cases.add_victim(by=alice, case=victim.case, at=on(9))
    services.record_circumstances(by=alice, victim=victim, under_18="no", at=on(10))
    services.record_circumstances(by=alice, victim=other, under_18="no", died_on=DIED, at=on(12))
    services.merge_victims(by=sam, victim=victim, duplicate=other, reason="Same birthday.", at=on(13))
    assert hearer_of(victim, on(13)) is Hearer.FAMILY
    assert owed("needs_assessment", "support_referral") == []
