"""The inbox: one's own, unread first, and reading ends nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import NONE
from rasso_tracker.messages.inbox import PAGE, inbox_page
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.services import (
    mark_message_read,
    mark_messages_read,
    settle,
    tell,
    unread_count,
)
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.messages.conftest import KIND, MONDAY_NOON, Facts

SignIn = Callable[..., Client]


def told(facts: Facts, person: Person, count: int = 1) -> list[Message]:
    for _ in range(count):
        source = facts.due(person, urgency=NONE)
        with open_door("a test tells"):
            tell(kind=KIND, source=source, due=facts[source], at=MONDAY_NOON)  # type: ignore[arg-type]  # the facts say that it is due
    return list(Message.objects.visible_to(person).order_by("pk"))


def shown(person: Person, cursor: str = "") -> list[UUID]:
    return [message.pk for group in inbox_page(person, cursor).groups for message in group.messages]


def test_page_says_what_to_do_why_and_what_ends_it(alice: Person, facts: Facts, sign_in: SignIn) -> None:
    (message,) = told(facts, alice)

    page = sign_in(alice).get("/inbox/").content.decode()

    for words in (
        "R/2026/000123",
        "Record a review of the action plan",
        "Why you got this: You look after it, Alice.",
        "This ends when a review is recorded.",
        "1 June 2026",
        f"/cases/{message.case_id}/",
    ):
        assert words in page


def test_empty_inbox_says_so(alice: Person, sign_in: SignIn) -> None:
    assert "You have no messages." in sign_in(alice).get("/inbox/").content.decode()


def test_looking_at_the_inbox_marks_nothing_and_logs_what_was_shown(
    alice: Person, facts: Facts, sign_in: SignIn
) -> None:
    messages = told(facts, alice, 2)

    sign_in(alice).get("/inbox/")

    assert unread_count(alice) == 2
    event = AuditEvent.objects.filter(person=alice, action="LIST_VIEWED").get()
    assert set(event.subjects) == {message.pk for message in messages}


def test_marking_as_read_is_a_post_and_ends_nothing(alice: Person, facts: Facts, sign_in: SignIn) -> None:
    (message,) = told(facts, alice)

    answer = sign_in(alice).post(f"/inbox/{message.pk}/read/")

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    message.refresh_from_db()
    assert message.read_at is not None
    assert message.handled_at is None
    assert unread_count(alice) == 0


def test_message_of_somebody_else_is_not_found(
    alice: Person, bob: Person, facts: Facts, sign_in: SignIn
) -> None:
    (message,) = told(facts, alice)
    client = sign_in(bob)

    assert client.post(f"/inbox/{message.pk}/read/").status_code == 404
    assert client.get(f"/api/v1/messages/{message.pk}/").status_code == 404
    with pytest.raises(NotAllowed, match="went to somebody else"):
        mark_message_read(by=bob, message=message)


def test_everything_can_be_marked_as_read_at_once(
    alice: Person, bob: Person, facts: Facts, sign_in: SignIn
) -> None:
    told(facts, alice, 3)
    told(facts, bob)

    sign_in(alice).post("/inbox/read/")

    assert (unread_count(alice), unread_count(bob)) == (0, 1)


def test_unread_come_first_then_the_others_newest_first(alice: Person, facts: Facts) -> None:
    oldest, second, newest = told(facts, alice, 3)
    mark_message_read(by=alice, message=newest)

    assert shown(alice) == [second.pk, oldest.pk, newest.pk]


def test_what_was_dealt_with_counts_as_read(alice: Person, facts: Facts) -> None:
    (message,) = told(facts, alice)
    with open_door("a test settles"):
        settle(subject_id=message.subject_id, by=alice, at=datetime(2026, 6, 1, 12, tzinfo=UTC))

    assert unread_count(alice) == 0


def test_messages_of_one_case_stand_together(alice: Person, facts: Facts) -> None:
    case = uuid7()
    for part in ("R/2026/000124", "R/2026/000124, action plan 2"):
        source = facts.due(alice, urgency=NONE)
        due = facts[source]
        with open_door("a test tells"):
            tell(
                kind=KIND,
                source=source,
                due=type(due)(**{**due.__dict__, "case_id": case, "reference": part}),
                at=MONDAY_NOON,
            )
        told(facts, alice)

    sizes = sorted(len(group.messages) for group in inbox_page(alice, "").groups)

    assert sizes == [1, 1, 2]


def test_pages_show_every_message_once(alice: Person, facts: Facts) -> None:
    messages = told(facts, alice, 2 * PAGE + 5)
    with open_door("a test reads"):
        Message.objects.filter(pk__in=[message.pk for message in messages[: PAGE + 20]]).update(
            read_at=MONDAY_NOON
        )

    seen, cursor = shown(alice), inbox_page(alice, "").next
    while cursor:
        seen += shown(alice, cursor)
        cursor = inbox_page(alice, cursor).next

    assert (len(seen), set(seen)) == (len(messages), {message.pk for message in messages})


@pytest.mark.parametrize("cursor", ["x", "u123", "r" + "z" * 32, "\x00", "u" + "0" * 31])
def test_cursor_that_was_tampered_with_starts_at_the_beginning(
    alice: Person, facts: Facts, sign_in: SignIn, cursor: str
) -> None:
    told(facts, alice)

    assert sign_in(alice).get("/inbox/", {"after": cursor}).status_code == 200


def test_unread_count_is_one_query_and_stops_at_a_hundred(alice: Person, facts: Facts) -> None:
    told(facts, alice, 103)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert unread_count(alice) == 100
    assert len(queries) == 1


def test_inbox_takes_as_many_queries_for_three_messages_as_for_one(
    alice: Person, facts: Facts, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    told(facts, alice)
    with CaptureQueriesContext(connection) as one:
        client.get("/inbox/")
    told(facts, alice, 2)
    with CaptureQueriesContext(connection) as three:
        client.get("/inbox/")

    assert len(one) == len(three)


def test_api_lists_ones_own_messages_newest_first(
    alice: Person, bob: Person, facts: Facts, sign_in: SignIn
) -> None:
    older, newer = told(facts, alice, 2)
    told(facts, bob)

    answer = sign_in(alice).get("/api/v1/messages/").json()

    assert [one["id"] for one in answer["results"]] == [str(newer.pk), str(older.pk)]
    assert answer["results"][0]["headline"] == "Record a review of the action plan"


def test_api_marks_a_message_as_read(alice: Person, facts: Facts, sign_in: SignIn) -> None:
    (message,) = told(facts, alice)

    answer = sign_in(alice).post(
        f"/api/v1/messages/{message.pk}/read/", data={}, content_type="application/json"
    )

    assert answer.status_code in (200, 201)
    assert answer.json()["read_at"] is not None


def test_database_shows_a_person_their_own_messages_only(alice: Person, bob: Person, facts: Facts) -> None:
    told(facts, alice, 2)
    told(facts, bob)

    with acting(alice):
        assert set(Message.objects.values_list("recipient_id", flat=True)) == {alice.pk}


def test_runs_page_is_for_the_administrator(adam: Person, alice: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).get("/inbox/runs/").status_code == 403
    page = sign_in(adam).get("/inbox/runs/")
    assert page.status_code == 200
    assert "The delivery run has never finished." in page.content.decode()


def test_the_inbox_is_narrowed_by_kind_step_urgency_and_case_and_its_pages_keep_that(
    alice: Person, facts: Facts, sign_in: SignIn
) -> None:
    plain = told(facts, alice, PAGE + 1)
    other = told(facts, alice)[-1]
    with open_door("a test makes one that climbed"):
        Message.objects.filter(pk=other.pk).update(
            kind="plan_lapsed", rank=2, urgency="now", reference="RS-2026-000157, action plan 1"
        )
    for chosen in (
        {"kind": "plan_lapsed"},
        {"step": "2"},
        {"urgency": "now"},
        {"reference": "rs-2026-000157"},
    ):
        page = inbox_page(alice, "", chosen)
        assert [one.pk for group in page.groups for one in group.messages] == [other.pk]

    client = sign_in(alice)
    first = client.get(f"/inbox/?kind={KIND}&reference=R/2026").content.decode()
    (link,) = re.findall(rf'href="(\?kind={KIND}&amp;reference=R%2F2026&amp;after=[^"]+)"', first)
    second = client.get(f"/inbox/{unescape(link)}").content.decode()
    assert (f"choose-{plain[0].pk}" in first, f"choose-{plain[0].pk}" in second) == (False, True)
    assert f"choose-{other.pk}" not in first + second
    assert "No message fits these filters." in client.get("/inbox/?step=4").content.decode()
    for query in ("kind=plan_lapsed", "step=2", "urgency=now", "reference=RS-2026"):
        (one,) = client.get(f"/api/v1/messages/?{query}").json()["results"]
        assert one["id"] == str(other.pk)


def test_a_filter_that_is_not_offered_is_told_and_counts_as_none(
    alice: Person, facts: Facts, sign_in: SignIn
) -> None:
    (message,) = told(facts, alice)
    client = sign_in(alice)

    for query in ("kind=nonsense", "step=9", "urgency=maybe", "step=%D9%A3"):
        page = client.get(f"/inbox/?{query}").content.decode()
        assert "Choose one of the answers that are offered." in page
        assert f"choose-{message.pk}" in page
    assert "Use 20 characters or fewer." in client.get(f"/inbox/?reference={'x' * 21}").content.decode()

    answer = client.get("/api/v1/messages/?kind=nonsense&urgency=maybe&step=x")
    fields = answer.json()["fields"]
    assert answer.status_code == 400
    assert fields["urgency"] == "Give one of digest, none, now."
    assert fields["kind"].startswith("Give one of ")
    assert KIND in fields["kind"]
    assert fields["step"] == "Give one of 0, 1, 2, 3, 4."


def test_several_are_chosen_and_marked_as_read_and_the_rest_stay(
    alice: Person, bob: Person, facts: Facts, sign_in: SignIn
) -> None:
    first, second, third = told(facts, alice, 3)
    (of_bob,) = told(facts, bob)
    client, address = sign_in(alice), "/inbox/chosen/read/?list=step%3D0"

    none = client.post(address, {})
    foreign = client.post(address, {"messages": [str(first.pk), str(of_bob.pk)]})
    done = client.post(address, {"messages": [str(first.pk), str(third.pk)]})

    assert (none.status_code, "Choose at least one message." in none.content.decode()) == (422, True)
    assert foreign.status_code == 422
    assert (done.status_code, done["Location"]) == (302, "/inbox/?step=0")
    unread = Message.objects.filter(read_at__isnull=True)
    assert set(unread.values_list("pk", flat=True)) == {second.pk, of_bob.pk}
    assert not Message.objects.filter(handled_at__isnull=False).exists()
    events = AuditEvent.objects.filter(action="MESSAGE_READ")
    assert [set(one.subjects) for one in events] == [{first.pk, third.pk}]
    by_api = client.post(
        "/api/v1/messages/read/", {"messages": [str(second.pk)]}, content_type="application/json"
    )
    assert (by_api.status_code, by_api.json()) == (201, {"unread": 0})


def test_messages_of_somebody_else_are_not_marked(alice: Person, bob: Person, facts: Facts) -> None:
    with pytest.raises(NotAllowed, match="went to somebody else"):
        mark_messages_read(by=bob, messages=told(facts, alice, 2))
    with pytest.raises(Invalid, match="Choose at least one message"):
        mark_messages_read(by=bob, messages=[])
