"""A way that is not safe for a victim is open to no deed, and a victim can always be reached in some way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.conftest import LATER, on, with_outside_isva
from tests.web.page import Page
from victims import services
from victims.enums import CommunicationMethod
from victims.models import Contact, ContactDetails, SupportService
from victims.rules import Reach

Do = Callable[..., Any]
AT = on(9, hour=9)


@pytest.fixture
def prefer(victim: Victim, alice: Person) -> Do:
    """`prefer()` records that post is not safe since the morning of 9 March."""

    def do(**given: object) -> ContactDetails:
        values = {
            "by": alice,
            "victim": victim,
            "preferred_method": "phone",
            "phone": "01632 960001",
            "forbidden_methods": ["post", "in_person_home"],
            "forbidden_because": "overheard",
            "at": AT,
            **given,
        }
        return services.record_contact_details(**values)

    return do


@pytest.fixture
def log(victim: Victim, alice: Person) -> Do:
    def do(**given: object) -> Contact:
        values = {
            "by": alice,
            "victim": victim,
            "occurred_at": on(10),
            "direction": "out",
            "method": "phone",
            "reached": True,
            "about": ["update"],
            "at": LATER,
            **given,
        }
        return services.record_contact(**values)

    return do


def refused(do: Do, **given: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        do(**given)
    return dict(refusal.value.fields)


def test_a_forbidden_way_is_refused_with_its_reason_and_nothing_is_written(prefer: Do, log: Do) -> None:
    prefer()
    for attempt in ({}, {"reached": False}):
        assert refused(log, method="post", **attempt) == {
            "method": "Do not reach Victim 1 this way (post): somebody else may see or hear it. If it was"
            " used already, raise a safeguarding concern, so that somebody acts on it."
        }
    assert Contact.objects.count() == 0
    assert log(method="phone").method == "phone"


def test_a_victim_who_comes_to_us_chose_the_way(prefer: Do, log: Do) -> None:
    prefer()
    assert log(method="post", direction="in").reached


def test_what_counts_is_what_stood_when_the_way_was_used(prefer: Do, log: Do) -> None:
    prefer()
    prefer(forbidden_methods=[], forbidden_because="", at=on(20))
    assert log(method="post", occurred_at=AT - timedelta(minutes=1)).method == "post"
    assert "method" in refused(log, method="post", occurred_at=on(19))
    assert log(method="post", occurred_at=on(21)).method == "post"


def test_a_message_is_left_only_where_that_is_known_to_be_safe(prefer: Do, log: Do) -> None:
    message = {"reached": False, "left_message": True}
    assert set(refused(log, **message)) == {"left_message"}  # nothing is recorded: nobody assumes it
    prefer()
    assert set(refused(log, **message)) == {"left_message"}
    assert set(refused(log, reached=True, left_message=True)) == {"left_message"}
    prefer(safe_to_leave_message=True, at=on(9, hour=10))
    assert log(**message).left_message


def test_who_wants_no_direct_contact_is_reached_through_their_isva(
    prefer: Do, log: Do, victim: Victim, alice: Person, ivy: Person
) -> None:
    only = {"preferred_method": "via_isva", "only_through": "isva", "forbidden_methods": []}
    only |= {"forbidden_because": ""}
    assert set(refused(prefer, **only)) == {"preferred_method", "only_through"}
    with_outside_isva(alice, victim, on(8).date())
    prefer(**only)
    assert refused(log) == {"method": "Victim 1 wants no direct contact: reach them only through their ISVA."}
    assert log(method="via_isva").method == "via_isva"
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(9))
    assert log(by=ivy, method="phone", occurred_at=on(11)).recorded_by == ivy  # the ISVA's own call


PAGES_OF_PREFERENCES = ("", "contact-details/", "contacts/new/", "attempts/new/")


def test_where_the_isva_has_gone_through_whom_alone_they_are_reached_it_is_said_what_to_do(
    prefer: Do, log: Do, victim: Victim, alice: Person, sign_in: Any
) -> None:
    referral = with_outside_isva(alice, victim, on(8).date())
    prefer(preferred_method="via_isva", only_through="isva", forbidden_methods=[], forbidden_because="")
    services.record_support_answer(
        by=alice, referral=referral, step="ended", happened_on=on(12).date(), because="moved", at=LATER
    )
    assert refused(log, method="via_isva", occurred_at=on(13))["method"].endswith(
        "or record how else they may be reached."
    )
    browser = sign_in(alice)
    for page in PAGES_OF_PREFERENCES:
        shown = browser.get(f"/victims/{victim.pk}/{page}").content.decode()
        assert "They have no ISVA on record now: ask which way is safe." in shown, page
        assert "Through the ISVA, but they have no ISVA on record now" in shown, page
    prefer(preferred_method="in_person_station", forbidden_methods=[], forbidden_because="", at=on(14))
    assert log(method="in_person_station", occurred_at=on(15)).reached
    for page in PAGES_OF_PREFERENCES:
        assert "no ISVA on record" not in browser.get(f"/victims/{victim.pk}/{page}").content.decode(), page


@pytest.mark.parametrize("way", ["via_isva", "in_person_isva"])
def test_to_hear_through_an_isva_whom_they_do_not_have_is_no_preference_on_page_or_api(
    victim: Victim, alice: Person, sign_in: Any, way: str
) -> None:
    says = (
        "No ISVA of theirs is on record. Record their support first (offer support, or share the case with an"
        " ISVA), then choose this."
    )
    browser = sign_in(alice)
    at = f"/victims/{victim.pk}/contact-details/"
    typed = {"preferred_method": way, "safe_to_leave_message": "no", "interpreter_needed": "no"}
    answer = browser.post(f"{at}new/", {**typed, "safe_times": "After four"})
    said = answer.content.decode()
    assert (answer.status_code, says in said, "After four" in said) == (422, True, True)
    body = {"preferred_method": way, "safe_to_leave_message": False, "interpreter_needed": False}
    api = browser.post(f"/api/v1{at}", body, content_type="application/json")
    assert (api.status_code, api.json()["fields"]) == (400, {"preferred_method": says})
    assert not ContactDetails.objects.exists()
    with_outside_isva(alice, victim, on(8).date())
    api = browser.post(f"/api/v1{at}", body, content_type="application/json")
    assert (api.status_code, ContactDetails.objects.get().preferred_method) == (201, way)


NO_ISVA = (
    "No ISVA of Victim 1 is on record at that moment. Record their support first (offer support, or share "
    "the case with an ISVA), or choose another way."
)


@pytest.mark.parametrize("method", ["via_isva", "in_person_isva"])
def test_nobody_is_reached_through_an_isva_whom_they_do_not_have_at_that_moment(
    log: Do, victim: Victim, alice: Person, method: str
) -> None:
    assert refused(log, method=method) == {"method": NO_ISVA}
    if method == "in_person_isva":
        assert log(method=method, direction="in").reached  # who comes to us came as they did
    referral = with_outside_isva(alice, victim, on(9).date())
    assert refused(log, method=method, occurred_at=on(8)) == {"method": NO_ISVA}
    assert log(method=method, occurred_at=on(9)).method == method
    services.record_support_answer(
        by=alice, referral=referral, step="ended", happened_on=on(12).date(), because="completed", at=LATER
    )
    assert log(method=method, occurred_at=on(11)).method == method
    assert refused(log, method=method, occurred_at=on(12)) == {"method": NO_ISVA}


def test_an_isva_with_whom_the_case_is_shared_carries_the_word_from_the_day_of_consent_to_the_end(
    log: Do, victim: Victim, alice: Person, ivy: Person
) -> None:
    shared = services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(10))
    services.end_isva_support(by=alice, support=shared, because="ended", at=on(20))
    assert refused(log, method="via_isva", occurred_at=on(8)) == {"method": NO_ISVA}
    for day in (9, 19):
        assert log(method="via_isva", occurred_at=on(day)).method == "via_isva"
    assert refused(log, method="via_isva", occurred_at=on(20)) == {"method": NO_ISVA}


def test_a_referral_that_only_waits_is_no_isva(log: Do, victim: Victim, alice: Person) -> None:
    referral = with_outside_isva(alice, victim, on(9).date())
    services.record_support_answer(
        by=alice, referral=referral, step="waiting", happened_on=on(10).date(), at=LATER
    )
    assert log(method="via_isva", occurred_at=on(9)).method == "via_isva"
    assert refused(log, method="via_isva", occurred_at=on(10)) == {"method": NO_ISVA}


def test_nobody_was_in_touch_before_the_report_nor_an_isva_before_the_victim_agreed_to_sharing(
    log: Do, victim: Victim, alice: Person, ivy: Person
) -> None:
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(9))
    reported = "The case was reported on 2 March 2026. Enter a moment on that day or later."
    agreed = "Victim 1 agreed on 9 March 2026 that we share with you. Enter a moment on that day or later."
    assert refused(log, occurred_at=on(1), direction="in") == {"occurred_at": reported}
    assert log(occurred_at=on(8), direction="in").recorded_by == alice
    assert refused(log, by=ivy, occurred_at=on(8), direction="in") == {"occurred_at": agreed}
    assert log(by=ivy, occurred_at=on(9), direction="in").recorded_by == ivy


DIRECT = [one.value for one in CommunicationMethod if not one.value.startswith("via_")]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"preferred_method": "via_sto", "forbidden_methods": CommunicationMethod.values},
         {"preferred_method", "forbidden_methods"}),
        # A text may only arrange a talk: where it alone is left, nobody can tell them anything.
        ({"preferred_method": "text",
          "forbidden_methods": [one for one in CommunicationMethod.values if one != "text"]},
         {"forbidden_methods"}),
        ({"preferred_method": "phone", "forbidden_methods": ["phone"]}, {"preferred_method"}),
        ({"forbidden_because": ""}, {"forbidden_because"}),
        ({"forbidden_methods": []}, {"forbidden_methods"}),
        ({"only_through": "isva"}, {"preferred_method"}),
        ({"only_through": "isva", "preferred_method": "via_isva",
          "forbidden_methods": ["via_isva", "in_person_isva"]},
         {"preferred_method", "forbidden_methods"}),
    ],
)  # fmt: skip
def test_preferences_that_leave_no_way_or_deny_themselves_are_refused(
    prefer: Do, victim: Victim, alice: Person, given: dict[str, object], fields: set[str]
) -> None:
    with_outside_isva(alice, victim, on(8).date())
    assert set(refused(prefer, **given)) == fields
    assert ContactDetails.objects.count() == 0


NOBODY_THERE = (
    "The ways that this leaves go through somebody whom Victim 1 does not have on record. Leave another way "
    "open, or record first who there is (an ISVA, a specially trained officer, or who speaks for them)."
)


def with_sto(by: Person, victim: Victim, officer: Person) -> Any:
    asked = services.ask_for_sto(by=by, victim=victim, asked_at=on(2, hour=13), at=AT)
    return services.deploy_sto(by=by, deployment=asked, officer=officer, deployed_at=on(3), at=AT)


def test_ways_through_somebody_count_only_while_there_is_somebody(
    prefer: Do, victim: Victim, alice: Person, dora: Person, sign_in: Any
) -> None:
    given = {"preferred_method": "via_sto", "forbidden_methods": DIRECT}
    assert refused(prefer, **given)["forbidden_methods"] == NOBODY_THERE
    sto = with_sto(alice, victim, dora)
    prefer(**given)
    services.end_sto(by=alice, deployment=sto, ended_at=on(10), at=on(11))
    given = {**given, "forbidden_methods": [*DIRECT, "via_parent"]}  # one more than stands
    assert refused(prefer, **given, at=on(12)) == {"forbidden_methods": NOBODY_THERE}
    typed = {**given, "forbidden_because": "overheard"}
    typed |= {"safe_to_leave_message": "no", "interpreter_needed": "no", "safe_times": "After four"}
    address = f"/victims/{victim.pk}/contact-details/"
    page = sign_in(alice).post(f"{address}new/", typed)
    said = page.content.decode()
    assert (page.status_code, NOBODY_THERE in said, "After four" in said) == (422, True, True)
    body = {**typed, "safe_to_leave_message": False, "interpreter_needed": False}
    api = sign_in(alice).post(f"/api/v1{address}", body, content_type="application/json")
    assert (api.status_code, api.json()["fields"]) == (400, {"forbidden_methods": NOBODY_THERE})
    speaks: dict[str, Any] = {
        "name": "Maud Garfield",
        "is_their": "parent",
        "because": "asked",
        "tie": "none",
        "at": on(12),
    }
    services.name_spokesperson(by=alice, victim=victim, **speaks)
    assert prefer(**given, at=on(13)).forbidden_methods == given["forbidden_methods"]


@pytest.mark.parametrize(("kind", "left"), [("isva", "via_isva"), ("idva", "via_idva_or_flo")])
def test_a_service_that_took_them_on_is_somebody(
    prefer: Do, victim: Victim, alice: Person, kind: str, left: str
) -> None:
    with open_door("test"):
        service = SupportService.objects.create(name="Calder Advisers", kinds=[kind])
    others = [one for one in CommunicationMethod.values if one != left]
    given = {"preferred_method": left, "forbidden_methods": others}
    assert "forbidden_methods" in refused(prefer, **given)
    day = on(8).date()
    referral = services.offer_support(
        by=alice, victim=victim, kind=kind, offered_on=day, answer="agreed", service=service, sent_on=day,
        at=AT,
    )  # fmt: skip
    assert "forbidden_methods" in refused(prefer, **given)
    services.record_support_answer(by=alice, referral=referral, step="accepted", happened_on=day, at=AT)
    assert prefer(**given).preferred_method == left


def test_every_direct_way_may_be_forbidden_while_somebody_carries_the_word(
    prefer: Do, log: Do, victim: Victim, alice: Person, dora: Person
) -> None:
    with_sto(alice, victim, dora)
    prefer(preferred_method="via_sto", forbidden_methods=DIRECT)
    assert "method" in refused(log, method="video")
    assert log(method="via_sto").reached


def test_what_is_sealed_of_the_way_to_them_opens_for_the_police_alone(
    prefer: Do, victim: Victim, alice: Person, gita: Person, sign_in: Any
) -> None:
    prefer(unsafe_addresses="9 Canary Court", companion="Aunt Canary")
    row = ContactDetails.objects.get()
    assert b"Canary" not in bytes(row.unsafe_addresses_sealed) + bytes(row.companion_sealed)
    page = sign_in(alice).get(f"/victims/{victim.pk}/contact-details/").content.decode()
    assert "9 Canary Court" in page
    assert "Aunt Canary" in page
    assert "Canary" not in sign_in(alice).get(f"/victims/{victim.pk}/").content.decode()
    assert sign_in(gita).get(f"/victims/{victim.pk}/contact-details/").status_code == 404


def test_what_changed_within_the_minute_that_was_told_counts(
    prefer: Do, log: Do, victim: Victim, alice: Person
) -> None:
    """A form asks for no seconds: nobody can tell that the way was used before the alert of that minute."""
    noon = on(10)
    alert = services.raise_contact_alert(
        by=alice, victim=victim, about="phone_seen", at=noon + timedelta(seconds=20)
    )
    with pytest.raises(Invalid, match="Do not reach"):
        log(occurred_at=noon)
    assert log(occurred_at=noon - timedelta(minutes=1)).method == "phone"
    assert log(occurred_at=noon + timedelta(seconds=10)).method == "phone"  # told exactly, before it
    ended = noon + timedelta(hours=1, seconds=20)
    services.confirm_ways(by=alice, alert=alert, how="In person.", safe_again=alert.stops, at=ended)
    with pytest.raises(Invalid, match="Do not reach"):
        log(occurred_at=noon + timedelta(hours=1))
    assert log(occurred_at=noon + timedelta(hours=1, minutes=1)).method == "phone"


def test_preferences_of_the_minute_that_was_told_count(prefer: Do, log: Do) -> None:
    prefer(forbidden_methods=["email"], at=on(10) + timedelta(seconds=20))
    with pytest.raises(Invalid, match="Do not reach"):
        log(occurred_at=on(10), method="email")
    assert log(occurred_at=on(10, minute=1), method="post").method == "post"
    assert log(occurred_at=on(10) - timedelta(minutes=1), method="email").method == "email"


def test_an_attempt_by_a_forbidden_way_is_refused_with_its_reason_on_page_and_api(
    prefer: Do, victim: Victim, alice: Person, sign_in: Callable[..., Client]
) -> None:
    """Drawn are the ways that are safe; what was drawn before the preference is refused in words."""
    prefer()
    officer = sign_in(alice)
    at = f"/victims/{victim.pk}/attempts/new/"
    page = Page(officer.get(at).content.decode())
    drawn = [one.attrs["value"] for one in page.all("input", name="method")]
    assert (drawn[0], {"post", "in_person_home"} & set(drawn)) == ("phone", set())
    reason = "Do not reach Victim 1 this way (post): somebody else may see or hear it."
    answer = officer.post(at, {"method": "post", "about": "update"})
    assert (answer.status_code, reason in answer.content.decode()) == (422, True)
    api = officer.post(
        f"/api/v1/victims/{victim.pk}/attempts/", {"method": "post"}, content_type="application/json"
    )
    assert (api.status_code, api.json()["fields"]["method"][: len(reason)]) == (400, reason)
    assert not Contact.objects.exists()


# A place on record that is one of those where they are not safe

PLACE = {
    "preferred_method": "phone",
    "address": "7 Kiln Lane, Leeds, LS1 4AB",
    "email": "hanna@example.org",
    "forbidden_methods": [],
    "forbidden_because": "",
}


@pytest.mark.parametrize(
    ("way", "unsafe"),
    [
        ("post", "7 KILN LANE LS1 4AB"),
        ("in_person_home", "His mother's\n7 Kiln Lane, Leeds, LS1 4AB"),
        ("email", "HANNA@example.org"),
    ],
)
def test_a_way_that_leads_to_an_unsafe_place_is_closed_to_every_deed(
    prefer: Do, log: Do, victim: Victim, alice: Person, sign_in: Any, way: str, unsafe: str
) -> None:
    prefer(**PLACE)
    assert log(method=way).method == way
    prefer(**PLACE, unsafe_addresses=unsafe, at=on(12))
    assert log(method=way, occurred_at=on(11)).reached  # it was safe then, as far as anybody knew
    for door in (log, partial(log, reached=False)):
        said = refused(door, method=way, occurred_at=on(13))
        assert set(said) == {"method"}
        assert "is a place where it is not safe to reach Victim 1. Choose another way" in said["method"]
    assert set(refused(services.record_attempt, by=alice, victim=victim, method=way)) == {"method"}
    assert log(method=way, direction="in", occurred_at=on(13)).reached  # they came to us
    assert not Reach(alice, victim, LATER).why_not(CommunicationMethod.PHONE)
    form = Page(sign_in(alice).get(f"/victims/{victim.pk}/contacts/new/").content.decode())
    (closed,) = form.all("optgroup", label="Only if they reached us this way")
    assert way in [one.attrs["value"] for one in form.all("option") if closed in one.within]


@pytest.mark.parametrize(
    ("unsafe", "ways", "said"),
    [
        (
            "7 Kiln Lane",
            ["post", "in_person_home"],
            "Not by post or at home: their address is among the places that are not safe.",
        ),
        (
            "Hanna@example.org",
            ["email"],
            "Not by e-mail: their e-mail address is among the places that are not safe.",
        ),
        ("8 Kiln Lane", [], "among the places"),
    ],
)
def test_each_page_and_the_api_say_which_ways_an_unsafe_place_closes(
    unsafe: str, ways: list[str], said: str, prefer: Do, sign_in: Any, victim: Victim, ivy: Person,
    alice: Person,
) -> None:  # fmt: skip
    prefer(**PLACE, unsafe_addresses=unsafe)
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))
    for person, paths in ((alice, ("", "contact-details/", "contacts/new/")), (ivy, ("",))):
        pages = [sign_in(person).get(f"/victims/{victim.pk}/{one}").content.decode() for one in paths]
        assert [said in page for page in pages] == [bool(ways)] * len(pages)
    api = sign_in(alice).get(f"/api/v1/victims/{victim.pk}/contact-details/").json()
    assert (sorted(api["closed_by_place"]), api["place_not_safe"]) == (sorted(ways), False)
    assert sorted(sign_in(ivy).get(f"/api/v1/clients/{victim.pk}/").json()["closed_by_place"]) == sorted(ways)


def test_what_they_prefer_does_not_lead_to_an_unsafe_place(prefer: Do, sign_in: Any, victim: Victim) -> None:
    given = {**PLACE, "unsafe_addresses": "7 Kiln Lane, LS1 4AB\nhanna@example.org"}
    for way in ("post", "in_person_home", "email"):
        said = refused(prefer, **{**given, "preferred_method": way})
        assert set(said) == {"preferred_method"}
        assert said["preferred_method"].startswith("They prefer a way that leads to a place ")
    prefer(**given)


def test_a_way_to_an_unsafe_place_is_none_that_remains(prefer: Do, log: Do) -> None:
    direct = [one for one in DIRECT if one not in ("post", "in_person_home")]
    given = {**PLACE, "preferred_method": "via_parent", "forbidden_methods": direct}
    given |= {"forbidden_because": "asked", "unsafe_addresses": "7 Kiln Lane, LS1 4AB"}
    assert set(refused(prefer, **given)) == {"preferred_method", "forbidden_methods"}
    assert prefer(**{**given, "preferred_method": "post", "unsafe_addresses": "1 His Street, LS1 4AB"})
