"""The pages and the API of a victim, as people of each role meet them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils.html import escape

from cases.models import Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import day_words
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from tests.victims.conftest import FOUND, LATER, Withdraw
from tests.web.page import Page
from victims import services
from victims.models import Contact, Withdrawal

SignIn = Callable[..., Client]


def form_of(**more: object) -> dict[str, object]:
    return {
        "kind": "withdrew",
        "occurred_at_day": "10",
        "occurred_at_month": "3",
        "occurred_at_year": "2026",
        "occurred_at_time": "12:00",
        "told_by": "letter",
        "from_what": ["investigation"],
        "support_offered": ["isva"],
        "reasons": ["delay", "privacy"],
        "primary_reason": "delay",
        **more,
    }


def body_of(victim: Victim, **more: object) -> dict[str, object]:
    return {
        "victim": str(victim.pk),
        "kind": "withdrew",
        "occurred_at": "2026-03-10T12:00:00+00:00",
        "told_by": "letter",
        "from_what": ["investigation"],
        "support_offered": ["isva"],
        "reasons": ["delay", "privacy"],
        "primary_reason": "delay",
        **more,
    }


def post(client: Client, address: str, body: dict[str, object]) -> object:
    return client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "contacts/new/",
        "withdrawals/new/",
        "identity/",
        "identity/new/",
        "contact-details/",
        "contact-details/new/",
        "isva/new/",
    ],
)
def test_page_of_a_victim_opens_for_the_officer(
    sign_in: SignIn, alice: Person, victim: Victim, address: str
) -> None:
    assert sign_in(alice).get(f"/victims/{victim.pk}/{address}").status_code == 200


def test_withdrawal_is_recorded_on_the_page(sign_in: SignIn, alice: Person, victim: Victim) -> None:
    response = sign_in(alice).post(f"/victims/{victim.pk}/withdrawals/new/", form_of())
    assert (response.status_code, response.url) == (302, f"/victims/{victim.pk}/")
    assert Withdrawal.objects.get().primary_reason == "delay"


def test_withdrawal_is_recorded_by_api_with_its_core_fields(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    response = post(sign_in(alice), "withdrawals/", body_of(victim))
    assert response.status_code == 201, response.content
    shown = response.json()
    assert (shown["stage"], shown["reasons"], shown["primary_reason"]) == (
        "first_contact",
        ["delay", "privacy"],
        "delay",
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"primary_reason": "children"}, "primary_reason"),
        ({"reasons": []}, "reasons"),
        ({"reasons": ["other"], "primary_reason": "other"}, "other_words"),
        ({"reasons": ["delay", "prefers_not_to_say"], "primary_reason": "delay"}, "reasons"),
        ({"third_party_words": "Her mother rang."}, "third_party_words"),
        ({"officer_words": "She sounded afraid."}, "officer_words"),
        ({"from_what": []}, "from_what"),
        ({"support_offered": []}, "no_support_because"),
        ({"barriers": ["safety"]}, "tried"),
        ({"told_by": ""}, "told_by"),
        ({"kind": ""}, "kind"),
        ({"own_words": "a\x00b"}, "own_words"),
    ],
)
def test_page_and_api_refuse_a_withdrawal_in_the_same_words(
    sign_in: SignIn, alice: Person, victim: Victim, wrong: dict[str, object], field: str
) -> None:
    client = sign_in(alice)
    by_api = post(client, "withdrawals/", body_of(victim, **wrong))
    assert by_api.status_code == 400, by_api.content
    sentence = by_api.json()["fields"][field]
    on_page = client.post(f"/victims/{victim.pk}/withdrawals/new/", form_of(**wrong))
    assert on_page.status_code == 422
    assert escape(sentence) in on_page.content.decode()
    assert Withdrawal.objects.count() == 0


def test_the_main_reason_is_chosen_among_those_that_were_ticked(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    """Also without JavaScript, once the page comes back; what was sent is kept."""
    again = sign_in(alice).post(
        f"/victims/{victim.pk}/withdrawals/new/", form_of(reasons=["delay", "privacy"], primary_reason="")
    )
    assert "What support was offered before this was accepted? (optional)" not in again.content.decode()
    options = Page(again.content.decode()).all("option")
    main = [one for one in options if one.within[-1].attrs.get("name") == "primary_reason"]
    assert [one.attrs["value"] for one in main] == ["", "delay", "privacy"]


def test_every_fault_of_a_withdrawal_is_told_at_once(sign_in: SignIn, alice: Person, victim: Victim) -> None:
    """Also what the deed itself finds: a moment before the report, no word of support, a barrier alone."""
    body = {"victim": str(victim.pk), "kind": "withdrew", "reasons": ["other"], "primary_reason": "delay"}
    response = post(sign_in(alice), "withdrawals/", {**body, "barriers": ["device"]})
    assert set(response.json()["fields"]) == {
        *("occurred_at", "told_by", "from_what"),
        *("primary_reason", "other_words", "no_support_because", "tried"),
    }
    early = {**body, "occurred_at": "2026-02-01T12:00:00Z", "told_by": "in_person"}
    assert set(post(sign_in(alice), "withdrawals/", early).json()["fields"]) == {
        *("occurred_at", "spoken_by", "from_what"),
        *("primary_reason", "other_words", "no_support_because"),
    }
    assert set(post(sign_in(alice), "withdrawals/", {"victim": str(victim.pk)}).json()["fields"]) == {
        *("kind", "occurred_at", "told_by", "from_what"),
        *("reasons", "no_support_because"),
    }


def test_lost_contact_is_recorded_without_reasons(sign_in: SignIn, alice: Person, victim: Victim) -> None:
    body = {"victim": str(victim.pk), "kind": "lost_contact", "occurred_at": "2026-03-10T12:00:00+00:00"}
    shown = post(sign_in(alice), "withdrawals/", body).json()
    assert (shown["counts_as_withdrawal"], shown["reasons"], shown["told_by"]) == (False, [], None)


LOST = {
    "kind": "lost_contact", "from_what": [], "reasons": [], "primary_reason": "", "support_offered": [],
    "told_by": "in_person",
}  # fmt: skip


def test_lost_contact_passes_over_how_it_was_told_on_the_page_where_that_cannot_be_cleared(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    client = sign_in(alice)
    by_api = post(client, "withdrawals/", body_of(victim, **LOST))
    assert by_api.json()["fields"] == {
        "told_by": "Losing contact is not the victim's choice. Leave this empty.",
    }
    address = f"/victims/{victim.pk}/withdrawals/new/"
    sent = {**form_of(**LOST), "once": str(uuid7()), "spoken_by": str(alice.pk)}
    page = client.post(address, sent, follow=True).content.decode()
    assert "Recorded: we have lost contact (not a withdrawal)." in page
    row = Withdrawal.objects.get()
    assert (row.kind, row.told_by, row.spoken_by) == ("lost_contact", "", None)
    shown = client.get(f"/victims/{victim.pk}/").content.decode()
    assert f"Contact lost, {day_words(row.occurred_at)}." in shown
    assert "Takes part." not in shown
    services.record_contact(
        by=alice, victim=victim, occurred_at=row.occurred_at + timedelta(hours=1), direction="in",
        method="phone", reached=True, about=["update"],
    )  # fmt: skip
    shown = client.get(f"/victims/{victim.pk}/").content.decode()
    assert "Takes part." in shown
    assert "Contact lost" not in shown


def test_a_main_reason_that_was_not_ticked_is_refused_in_words_and_nothing_is_lost(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    """Without a script the first page offers every reason as the main one."""
    client, address = sign_in(alice), f"/victims/{victim.pk}/withdrawals/new/"
    first = client.get(address).content.decode()
    offered = re.search(r'<select[^>]*name="primary_reason".*?</select>', first, re.DOTALL)
    assert offered
    assert 'value="children"' in offered[0]
    assert "Of those ticked. Leave this for one alone." in first
    sent = form_of(primary_reason="children", own_words="For the children.", once=str(uuid7()))
    page = client.post(address, sent).content.decode()
    assert "The main reason must be one of the reasons that the victim gave." in page
    select = re.search(r'<select[^>]*name="primary_reason".*?</select>', page, re.DOTALL)
    assert select
    assert set(re.findall(r'value="(\w*)"( selected)?', select[0])) == {
        ("", ""), ("delay", ""), ("privacy", ""), ("children", " selected"),
    }  # fmt: skip
    assert "For the children." in page
    assert len(re.findall(r'name="reasons"[^>]*checked', page)) == 2
    assert not Withdrawal.objects.exists()


def test_the_form_says_by_name_what_lost_contact_leaves_empty(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    page = unescape(sign_in(alice).get(f"/victims/{victim.pk}/withdrawals/new/").content.decode())
    (hint,) = re.findall(r"Leave empty: ([^<]+?)</", page)
    labels = {label.strip() for label in re.findall(r">\s*([^<>]+\?)\s*<", page)}
    assert set(re.findall("“([^”]+)”", hint)) <= labels
    assert set(re.findall("“([^”]+)”", hint)) == {
        "What do they no longer want to take part in?", "How did this reach us?",
    }  # fmt: skip


def test_a_request_for_material_without_a_holder_says_what_to_name(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    page = sign_in(alice).post(f"/victims/{victim.pk}/material-requests/new/", {}).content.decode()
    assert "Enter the name of the holder or the device." in page


def test_what_was_recorded_of_a_withdrawal_is_said(sign_in: SignIn, alice: Person, victim: Victim) -> None:
    sent = {**form_of(), "once": str(uuid7())}
    page = sign_in(alice).post(f"/victims/{victim.pk}/withdrawals/new/", sent, follow=True).content.decode()
    assert "Recorded: no longer wants to take part. A supervisor will be asked to corroborate it." in page


def test_withdrawal_is_corroborated_on_the_page_and_seen_in_the_list(
    sign_in: SignIn, sam: Person, withdraw: Withdraw
) -> None:
    row = withdraw()
    client = sign_in(sam)
    waiting = client.get("/withdrawals/?show=waiting")
    assert str(row.pk) in waiting.content.decode()
    assert client.get(f"/withdrawals/{row.pk}/").status_code == 200
    assert client.get(f"/withdrawals/{row.pk}/corroborate/").status_code == 200
    found = {"checked_in": "message", "note": "Read the letter."}
    done = client.post(f"/withdrawals/{row.pk}/corroborate/", found)
    assert done.status_code == 302
    assert str(row.pk) not in client.get("/withdrawals/?show=waiting").content.decode()
    assert "Read the letter." in client.get(f"/withdrawals/{row.pk}/").content.decode()


def test_corroboration_by_the_recorder_is_refused_before_the_form(
    sign_in: SignIn, sam: Person, withdraw: Withdraw
) -> None:
    row = withdraw(by=sam)
    client = sign_in(sam)
    page = client.get(f"/withdrawals/{row.pk}/corroborate/")
    by_api = post(client, f"withdrawals/{row.pk}/corroborate/", {**FOUND, "note": "Mine."})
    assert (page.status_code, by_api.status_code) == (403, 403)
    assert by_api.json()["detail"] in page.content.decode()


def test_identity_page_does_not_exist_for_roles_that_may_not_read_it(
    sign_in: SignIn, victim: Victim, alice: Person, gita: Person, mona: Person
) -> None:
    services.record_identity(by=alice, victim=victim, name="Zz Canary", at=LATER)
    for person in (gita, mona):
        client = sign_in(person)
        assert client.get(f"/victims/{victim.pk}/identity/").status_code == 404
        assert client.get(f"/victims/{victim.pk}/contact-details/").status_code == 404
        assert client.get(f"/api/v1/victims/{victim.pk}/identity/").status_code == 404
        assert client.get(f"/api/v1/victims/{victim.pk}/contact-details/").status_code == 404


def test_identity_is_shown_to_the_officer_and_the_look_is_logged(
    sign_in: SignIn, victim: Victim, alice: Person
) -> None:
    services.record_identity(by=alice, victim=victim, name="Zz Canary", at=LATER)
    client = sign_in(alice)
    assert "Zz Canary" in client.get(f"/victims/{victim.pk}/identity/").content.decode()
    assert client.get(f"/api/v1/victims/{victim.pk}/identity/").json()["name"] == "Zz Canary"
    looks = AuditEvent.objects.filter(action="IDENTITY_VIEWED")
    assert [victim.pk in look.subjects for look in looks] == [True, True]


def test_contact_is_recorded_by_api(sign_in: SignIn, alice: Person, victim: Victim) -> None:
    body = {
        "victim": str(victim.pk),
        "occurred_at": "2026-03-10T12:00:00+00:00",
        "direction": "out",
        "method": "phone",
        "reached": True,
        "about": ["update"],
        "summary": "Told about the arrest.",
    }
    response = post(sign_in(alice), "contacts/", body)
    assert response.status_code == 201, response.content
    assert Contact.objects.get().reached is True


def test_case_page_shows_the_victims(sign_in: SignIn, alice: Person, withdraw: Withdraw) -> None:
    row = withdraw()
    page = sign_in(alice).get(f"/cases/{row.case_id}/")
    assert page.status_code == 200
    assert f"/victims/{row.victim_id}/" in page.content.decode()


@pytest.mark.parametrize(
    ("address", "page", "wrong", "field"),
    [
        ("re-engagements/", "re-engagements/new/", {"told_by": "inferred"}, "told_by"),
        ("re-engagements/", "re-engagements/new/", {}, "occurred_at"),
        ("contacts/", "contacts/new/", {"about": []}, "about"),
        ("contacts/", "contacts/new/", {"direction": "in", "reached": False}, "reached"),
        ("contacts/", "contacts/new/", {"summary": "x" * 4001}, "summary"),
    ],
)
def test_page_and_api_refuse_other_deeds_in_the_same_words(
    sign_in: SignIn,
    alice: Person,
    victim: Victim,
    withdraw: Withdraw,
    address: str,
    page: str,
    wrong: dict[str, object],
    field: str,
) -> None:
    withdraw()  # at the very moment that is given below
    contact = {"direction": "out", "method": "phone", "reached": True, "about": ["update"]}
    right: dict[str, object] = contact if address == "contacts/" else {"told_by": "letter"}
    values = {**right, **wrong}
    client = sign_in(alice)
    by_api = post(
        client, address, {"victim": str(victim.pk), "occurred_at": "2026-03-10T12:00:00+00:00", **values}
    )
    assert (by_api.status_code, list(by_api.json()["fields"])) == (400, [field])
    typed = {
        name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        for name, value in values.items()
    }
    moment = {name: value for name, value in form_of().items() if name.startswith("occurred_at")}
    on_page = client.post(f"/victims/{victim.pk}/{page}", {**typed, **moment})
    assert on_page.status_code == 422
    assert escape(by_api.json()["fields"][field]) in on_page.content.decode()


def test_wish_not_to_be_contacted_is_shown_before_a_contact_and_ends_with_a_re_engagement(
    sign_in: SignIn, alice: Person, victim: Victim, withdraw: Withdraw, come_back: Withdraw
) -> None:
    withdraw(recontact_welcome="no")
    client, said = sign_in(alice), "asked not to hear from us again"
    pages = [f"/victims/{victim.pk}/", f"/victims/{victim.pk}/contacts/new/"]
    assert [said in client.get(page).content.decode() for page in pages] == [True, True]
    come_back()
    assert [said in client.get(page).content.decode() for page in pages] == [False, False]


def test_unsafe_message_is_warned_of_before_a_contact(sign_in: SignIn, alice: Person, victim: Victim) -> None:
    address, unsafe = f"/victims/{victim.pk}/contacts/new/", "It is not safe to leave a message."
    client = sign_in(alice)
    assert "Do not leave a message until it is." in client.get(address).content.decode()
    for safe in (False, True):
        services.record_contact_details(
            by=alice, victim=victim, preferred_method="video", safe_to_leave_message=safe, at=LATER
        )
        assert (unsafe in client.get(address).content.decode()) is not safe


def test_a_way_that_an_alert_closed_is_not_recommended_where_its_number_is_shown(
    sign_in: SignIn, alice: Person, victim: Victim
) -> None:
    services.record_contact_details(
        by=alice, victim=victim, preferred_method="phone", phone="01632 960001", safe_to_leave_message=True,
        at=LATER,
    )  # fmt: skip
    client = sign_in(alice)
    safe = {
        "": "Safe to leave one",
        "contacts/new/": "safe to leave one",
        "contact-details/": "Every way is safe",
    }
    pages = {part: client.get(f"/victims/{victim.pk}/{part}").content.decode() for part in safe}
    assert [words in pages[part] for part, words in safe.items()] == [True, True, True]
    services.raise_contact_alert(by=alice, victim=victim, about="phone_seen", at=LATER)
    pages = {part: client.get(f"/victims/{victim.pk}/{part}").content.decode() for part in safe}
    assert [words in pages[part] for part, words in safe.items()] == [False, False, False]
    for page in pages.values():
        assert page.index("Closed until") < page.index("Phone, which is closed")
        assert "eave none while the phone is closed" in page
