"""What an ISVA is shown and may write: own clients, no evidence, and above every form what becomes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.deed_sets import CLIENT_DEEDS, INBOX_DEEDS, OWN_DEEDS
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import ISVA
from rasso_tracker.web.routes import all_routes
from rasso_tracker.web.surfaces import surface_named
from tests.chain import story as told
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on, with_outside_isva
from victims import services
from victims.models import Contact, IsvaSupport, JointAppointment, SupportService
from victims.rules import OFF_TOPIC
from victims.services.appointments import arrange_appointment

SignIn = Callable[..., Client]
SENTENCE = "This becomes a police record and may be disclosed. Do not record the account or therapy."
# All that a form of theirs may ask. None of it is the account, material, a suspect or a milestone.
ASKED = {
    "about", "act_by", "answer", "asked_to_tell", "because", "cannot_because", "concern", "direction",
    "from_what", "kind", "left_message", "method",
    "new_address", "occurred_at", "once", "reached", "summary", "words",
}  # fmt: skip
# All that the API shows them, by what it is about.
SHOWN = {
    # whose and when
    "id", "case", "victim", "reference", "recorded_at", "recorded_by", "voided_at", "void_reason", "number",
    "label", "version", "case_reference", "district", "team", "officer_in_charge", "crime_reference", "stage",
    "reported_on", "closed", "restricted", "outcome", "offence_type", "next_due_on", "urn", "cps_unit",
    # the client: preferences, consent, dates, decisions
    "before_entry", "choices", "consent", "consented_on", "support", "state", "preferred_method",
    "forbidden_methods",
    "forbidden_because", "only_through", "safe_to_leave_message", "interpreter_needed", "safe_times",
    "alerts", "since", "contact_lost_since",
    "about", "stops", "key_dates", "dates_to_come", "decisions", "on", "what", "by", "decided_at", "told_at",
    "told", "name", "known_as", "date_of_birth", "phone", "email", "address", "language", "unsafe_addresses",
    "companion", "appointments", "started_at", "ended_at", "isva", "enhanced_rights", "merged_into",
    "died_on", "under_18", "spokesperson", "hears", "spokesperson_waits", "isva_is_missing", "nobody_there",
    "place_not_safe", "closed_by_place", "check_first", "way_closed",
    # what they wrote, raised or may do themselves, and the support of their client
    "concerns", "concern", "act_by", "raised_at", "raised_by", "resolved_at",
    "contacts", "direction", "method", "reached", "left_message", "summary", "occurred_at",
    "kind", "referrals", "counts", "stands_since", "days_waited", "next_step_by", "events", "referral",
    "step", "happened_on", "service", "because", "again_on",
}  # fmt: skip


@story
def support(victim: Victim, alice: Person, ivy: Person) -> IsvaSupport:
    return services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))


def test_every_form_of_theirs_on_a_client_says_what_becomes_of_it_and_asks_no_evidence(
    support: IsvaSupport, victim: Victim, ivy: Person, alice: Person, sign_in: SignIn
) -> None:
    asked = arrange_appointment(
        by=alice, victim=victim, isva=ivy, starts_at=now() + timedelta(days=9), victim_asked=True,
        method="in_person_isva", will_tell="decision",
    )  # fmt: skip
    rows = {Victim: victim, IsvaSupport: support, JointAppointment: asked}
    all_routes()  # so that every surface is known
    browser, said = sign_in(ivy), set()
    for deed in sorted(ISVA.deeds):
        surface = surface_named(deed)
        if surface is None or surface.subject not in rows:
            assert deed in INBOX_DEEDS | OWN_DEEDS, f"{deed}: on what record of a client is it?"
            continue
        row = rows[surface.subject]
        answer = browser.get(reverse(deed, args=[row.pk]))
        page = answer.content.decode()
        assert answer.status_code == 200, deed
        assert page.index(SENTENCE) < page.index('<form method="post"') or page.count(SENTENCE) == 1, deed
        assert set(answer.context["form"].fields) <= ASKED, deed
        said.add(deed)
    assert said == CLIENT_DEEDS
    for deed in ("record_contact", "record_attempt"):
        form = browser.get(reverse(deed, args=[victim.pk])).context["form"]
        assert {"account", "evidence"} & {code for code, _ in form.fields["about"].choices} == set(), deed
    assert SENTENCE not in sign_in(alice).get(reverse("record_contact", args=[victim.pk])).content.decode()


@pytest.mark.parametrize("topic", ["account", "evidence"])
def test_a_contact_of_theirs_about_evidence_is_refused_by_page_api_and_service_alike(
    topic: str, support: IsvaSupport, victim: Victim, ivy: Person, alice: Person, sign_in: SignIn
) -> None:
    said = {"occurred_at": on(10), "direction": "out", "method": "phone", "reached": True, "about": [topic]}
    with pytest.raises(Invalid) as refused:
        services.record_contact(by=ivy, victim=victim, at=LATER, **said)
    assert refused.value.fields == {"about": OFF_TOPIC}
    with pytest.raises(Invalid):
        services.record_attempt(by=ivy, victim=victim, method="phone", about=[topic], at=LATER)
    with pytest.raises(Invalid) as promised:
        services.record_contact(by=ivy, victim=victim, at=LATER, next_due_on=date(2027, 1, 4),
                                **{**said, "about": ["support"]})  # fmt: skip
    assert list(promised.value.fields) == ["next_due_on"]
    browser, sent = sign_in(ivy), {**said, "victim": str(victim.pk), "occurred_at": on(10).isoformat()}
    answer = browser.post("/api/v1/contacts/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]["about"]) == (400, OFF_TOPIC)
    typed = {
        "direction": "out",
        "reached": "true",
        "method": "phone",
        "about": topic,
        "summary": "Kept.",
    }
    page = browser.post(reverse("record_contact", args=[victim.pk]), typed).content.decode()
    assert OFF_TOPIC in page
    assert "Kept." in page
    assert not Contact.objects.exists()
    services.record_contact(by=alice, victim=victim, at=LATER, **said)


def next_page(page: str) -> str:
    return unescape(re.findall(r'href="(\?[^"]*page=[^"]+)"', page)[-1])


def keys_of(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from keys_of(value)
    elif isinstance(found, list):
        for one in found:
            yield from keys_of(one)


def test_the_api_of_a_client_shows_a_closed_list_of_fields(
    support: IsvaSupport, victim: Victim, case: Case, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    services.record_contact_details(by=alice, victim=victim, preferred_method="in_person_station", at=on(5))
    services.record_identity(by=alice, victim=victim, name="Jane Example", at=on(5))
    services.tell_withdrawal(by=ivy, victim=victim, kind="withdrew", occurred_at=on(6),
                             from_what=["prosecution"], asked_to_tell=True, at=on(7))  # fmt: skip
    browser = sign_in(ivy)
    shown = browser.get(f"/api/v1/clients/{victim.pk}/").json()
    more = {"answered_at", "answered_by", "from_what", "kind", "occurred_at", "told_by", "withdrawal"}
    assert set(keys_of(shown)) <= SHOWN | more
    assert shown["before_entry"] == SENTENCE
    for path in (f"victims/{victim.pk}/identity/", f"victims/{victim.pk}/contact-details/"):
        assert set(keys_of(browser.get(f"/api/v1/{path}").json())) <= SHOWN, path
    (row,) = browser.get("/api/v1/clients/").json()["results"]
    assert (row["victim"], row["consented_on"], row["recorded_by"]) == (str(victim.pk), "2026-03-03", "alice")
    assert sign_in(alice).get(f"/api/v1/clients/{victim.pk}/").status_code == 404
    assert sign_in(alice).get("/api/v1/clients/").json()["results"] == []


def test_the_api_of_a_client_says_part_by_part_what_their_page_says(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, adam: Person, withdraw: Withdraw,
    sign_in: SignIn,
) -> None:  # fmt: skip
    services.record_identity(by=alice, victim=victim, name="Jane Example", known_as="Jo", at=on(5))
    services.record_contact_details(
        by=alice, victim=victim, preferred_method="via_isva", only_through="isva", forbidden_methods=["post"],
        forbidden_because="overheard", safe_times="After four", at=on(5),
    )  # fmt: skip
    told_of = {"by": ivy, "victim": victim, "at": on(6)}
    services.record_contact(**told_of, occurred_at=on(6), direction="out", method="phone", reached=True,
                            about=["support"], summary="She is well.")  # fmt: skip
    services.raise_safeguarding_concern(**told_of, about="threat", concern="He waits outside.",
                                        act_by=on(7).date())  # fmt: skip
    with_outside_isva(alice, victim)
    services.change_support_service(by=adam, service=SupportService.objects.get(), advisers=[ivy], at=on(6),
                                    name="Calder ISVAs", kinds=["isva"])  # fmt: skip
    withdraw()
    browser = sign_in(ivy)
    page = unescape(browser.get(f"/victims/{victim.pk}/").content.decode())
    shown = browser.get(f"/api/v1/clients/{victim.pk}/").json()
    assert (shown["name"], shown["officer_in_charge"], shown["state"]) == ("Jo", "alice", "withdrew")
    assert (shown["only_through"], shown["isva_is_missing"], shown["safe_times"]) == (
        "isva",
        False,
        "After four",
    )
    assert (shown["forbidden_methods"], shown["forbidden_because"]) == (["post"], "overheard")
    (contact,), (concern,), (referral,) = shown["contacts"], shown["concerns"], shown["referrals"]
    assert (referral["kind"], [one["step"] for one in referral["events"]]) == (
        "isva", ["offered", "agreed", "sent", "accepted"],
    )  # fmt: skip
    assert (contact["summary"], concern["concern"]) == ("She is well.", "He waits outside.")
    assert (shown["hears"], shown["spokesperson"], shown["died_on"]) == ("victim", None, None)
    for words in ("Jo", "Alice", "Withdrew, 10 March 2026.", "only through their ISVA", "Safe times: After",
                  "somebody else may see or hear it", "She is well.", "He waits outside.", "Calder ISVAs",
                  "They agreed on 3 March 2026"):  # fmt: skip
        assert words in page, words
    looked = AuditEvent.objects.filter(person=ivy, action__in=["IDENTITY_VIEWED", "CONTACT_DETAILS_VIEWED"])
    assert sorted(looked.values_list("action", flat=True)) == [
        "CONTACT_DETAILS_VIEWED", "CONTACT_DETAILS_VIEWED", "IDENTITY_VIEWED", "IDENTITY_VIEWED",
    ]  # fmt: skip


EVIDENCE = {"digital_pending", "third_party_pending", "plan_overdue", "own_words", "officer_words",
            "rationale", "suspect", "summary_of_evidence", "material", "items", "advice", "interview_by",
            "probative"}  # fmt: skip


def test_no_list_or_record_that_the_api_opens_to_them_has_a_field_of_evidence(db: None) -> None:
    """Over a whole story: every GET of the API, as the ISVA of its victim."""
    story = told.STAGES["whole"]("13260000777")
    services.share_with_isva(
        by=told.person("alice"), victim=story.victim, isva=told.person("ivy"), consented_on=date(2026, 3, 9)
    )
    rows = {row._meta.label: row.pk for row in vars(story).values() if row is not None}
    browser, opened = Client(), set()
    browser.force_login(told.person("ivy"))
    for route in all_routes():
        if not route.path.startswith("/api/v1/") or route.method != "GET" or route.public:
            continue
        if route.in_address and route.subject not in rows:
            continue
        answer = browser.get(route.path.replace("<uuid:pk>", str(rows.get(route.subject, ""))))
        if answer.status_code != 200 or "json" not in answer["Content-Type"]:
            continue
        found = json.loads(answer.content)
        if route.in_address or found.get("results"):
            opened.add(route.name)
            assert set(keys_of(found)) & EVIDENCE == set(), route.name
    assert {"api_client", "api_clients", "api_withdrawal", "api_withdrawals"} <= opened
    for name in (
        "suspects",
        "milestones",
        "action_plans",
        "material_requests",
        "advice",
        "submissions",
        "cases",
        "case",
        "victims",
    ):
        assert f"api_{name}" not in opened


def test_the_page_holds_dates_and_decisions_that_they_were_told_of_and_no_others(
    support: IsvaSupport, victim: Victim, case: Case, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    suspect = cases.add_suspect(by=alice, case=case, name="Canary Suspect", at=on(5))
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(5), note="canary-abe", at=on(6))
    cases.record_milestone(by=alice, case=case, kind="arrested", occurred_at=on(6), suspect=suspect, at=on(6))
    cases.record_milestone(
        by=alice, case=case, kind="bailed", occurred_at=on(6), limit_on=on(6, 6).date(), suspect=suspect,
        note="canary-bail", at=on(7)
    )  # fmt: skip
    browser = sign_in(ivy)
    page = browser.get(f"/victims/{victim.pk}/").content.decode()
    assert "Bail" not in page
    services.record_contact(by=alice, victim=victim, occurred_at=on(8), direction="out", method="phone",
                            reached=True, about=["arrest_or_bail", "update"], summary="canary-said",
                            next_due_on=date(2027, 1, 4), at=on(8))  # fmt: skip
    services.record_contact_details(by=alice, victim=victim, preferred_method="phone",
                                    safe_times="Evenings only", phone="07700 900123", at=on(8))  # fmt: skip
    page = browser.get(f"/victims/{victim.pk}/").content.decode()
    assert SENTENCE[1:] in page
    for words in ("Bail began", "Bail runs until this day", "Evenings only", "They hear from the police",
                  "No decision is expected yet", "recorded it. It ends when your support ends"):  # fmt: skip
        assert words in page, words
    for words in ("anary", "07700 900123", "Achieving Best Evidence", "Suspect"):
        assert words not in page, words
    assert AuditEvent.objects.filter(action="CONTACT_DETAILS_VIEWED", person=ivy).exists()


def test_a_decision_is_expected_then_to_be_told_then_told_without_what_was_decided(db: None) -> None:
    pages = {}
    for number, name in enumerate(("sent", "proposed", "authorised", "notified")):
        story = told.STAGES[name](f"1326000088{number}")
        services.share_with_isva(
            by=told.person("alice"), victim=story.victim, isva=told.person("ivy"),
            consented_on=date(2026, 3, 9),
        )  # fmt: skip
        browser = Client()
        browser.force_login(told.person("ivy"))
        pages[name] = browser.get(f"/victims/{story.victim.pk}/").content.decode()
    assert "CPS has the case: its answer is expected" in pages["sent"]
    assert "A decision is being considered" in pages["proposed"]
    assert "A decision was made: they are to be told" in pages["authorised"]
    assert "They were told on 22 April 2026" in pages["notified"]
    for page in pages.values():
        assert "evidential" not in page.lower()


def test_the_list_of_clients_reaches_everybody_and_names_them(
    case: Case, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    for number in range(27):
        client = cases.add_victim(by=alice, case=case, at=LATER)
        services.share_with_isva(by=alice, victim=client, isva=ivy, consented_on=on(3).date(),
                                 at=LATER + timedelta(minutes=number))  # fmt: skip
    services.record_identity(by=alice, victim=client, name="Jane Example", known_as="Janie", at=LATER)
    browser = sign_in(ivy)
    home = browser.get("/").content.decode()
    assert "Only the first 25 are listed here" in home
    assert "/clients/" in home
    first = browser.get("/clients/")
    assert "Janie (Victim 27)" in first.content.decode()
    following = browser.get("/clients/" + next_page(first.content.decode()))
    shown = following.content.decode()
    assert [f"Victim {number}<" in shown for number in (1, 2, 3)] == [True, True, False]
    assert sign_in(alice).get("/clients/").status_code == 403


def test_the_page_of_three_costs_the_statements_of_one(
    support: IsvaSupport, victim: Victim, ivy: Person, alice: Person, withdraw: Withdraw,
    sign_in: SignIn
) -> None:  # fmt: skip
    browser = sign_in(ivy)

    steps_back = {10: "statement", 11: "prosecution", 12: "all_contact"}  # each from more

    def add(day: int) -> None:
        withdraw(occurred_at=on(day), from_what=[steps_back[day]])
        services.record_contact(by=ivy, victim=victim, occurred_at=on(day), direction="out", method="phone",
                                reached=True, about=["support"], summary="Said.", at=LATER)  # fmt: skip

    counts = []
    for days in ((10,), (11, 12)):
        for day in days:
            add(day)
        browser.get(f"/victims/{victim.pk}/")
        with CaptureQueriesContext(connection) as caught:
            browser.get(f"/victims/{victim.pk}/")
        counts.append(len(caught))
    assert counts[0] == counts[1]
