"""Every page of decisions and reviews, by the people who use it; the API answers in the same words."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from cases.models import Allegation, Case, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import in_london
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import Decision, Notification, ReviewRequest, RightTold
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    PROPOSED_AT,
    WHY,
    ask,
    interview,
    line,
    next_crime,
    open_case,
    tell,
)

SignIn = Any


def moment(name: str, day: int = 2, month: int = 9, time: str = "16:00", year: int = 2026) -> dict[str, str]:
    return {
        f"{name}_day": str(day),
        f"{name}_month": str(month),
        f"{name}_year": str(year),
        f"{name}_time": time,
    }


def post_json(browser: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return browser.post(address, json.dumps(body), content_type="application/json", headers=headers)


def propose_address(case: Case) -> str:
    return f"/cases/{case.pk}/decisions/new/"


def proposal(allegation: Allegation, outcome: str = "15") -> dict[str, str]:
    return {
        "lines-count": "1",
        "lines-0-allegation": str(allegation.pk),
        "lines-0-outcome": outcome,
        "rationale": WHY,
        **CHECKED,
    }


# The whole way, page by page


def test_the_whole_way_on_pages(
    sign_in: SignIn,
    interviewed: Allegation,
    case: Case,
    victim: Victim,
    alice: Person,
    sam: Person,
) -> None:
    officer, supervisor = sign_in(alice), sign_in(sam)
    shown = officer.get(propose_address(case))
    assert shown.status_code == 200
    assert interviewed.crime_reference in shown.content.decode()
    answer = officer.post(propose_address(case), proposal(interviewed))
    assert answer.status_code == 302, answer.content.decode()
    decision = Decision.objects.get(case=case)
    here = f"/decisions/{decision.pk}/"
    assert answer.url == here
    assert "Waiting for a second person" in officer.get(here).content.decode()

    settle = supervisor.get(f"{here}authorise/")
    assert WHY in settle.content.decode()
    answer = supervisor.post(f"{here}authorise/", {"version": "1"})
    assert (answer.status_code, answer.url) == (302, here)

    today = Decision.objects.get(pk=decision.pk).decided_at
    assert today is not None
    page = officer.get(here).content.decode()
    assert "Why this date?" in page
    assert "does not mean" in page

    def told(at: datetime) -> Any:
        local = in_london(at)
        when = moment("told_at", local.day, local.month, local.strftime("%H:%M"), local.year)
        typed = {"victim": str(victim.pk), **when, "method": "in_person_home", "understood": "yes"}
        return officer.post(f"{here}notify/", typed)

    early = told(today - timedelta(minutes=1))
    assert early.status_code == 422
    assert "cannot have come before it" in early.content.decode()
    answer = told(today)  # the minute of the decision is no earlier than the decision
    assert (answer.status_code, answer.url) == (302, here)


@pytest.mark.parametrize(
    "address",
    [
        "/decisions/",
        "/decisions/?status=authorised&agency=police&told=waiting&sort=decided",
        "/right-to-review/",
        "/right-to-review/?status=any&mine=1&sort=-received",
        "/decisions/{decision}/",
        "/right-to-review/{request}/",
        "/cases/{case}/decisions/new/",
        "/decisions/{decision}/notify/",
        "/decisions/{decision}/tell-right/",
        "/decisions/{decision}/review-requests/new/",
        "/right-to-review/{request}/acknowledge/",
    ],
)
def test_every_page_shows_to_the_officer(
    sign_in: SignIn, asked: ReviewRequest, case: Case, alice: Person, address: str
) -> None:
    told_already = "/notify/" in address
    no_more = "decisions/new" in address
    path = address.format(decision=asked.decision_id, request=asked.pk, case=case.pk)
    response = sign_in(alice).get(path)
    assert response.status_code == (403 if told_already or no_more else 200)
    assert case.reference in response.content.decode() or "?" in address


def test_a_reviewer_sees_the_request_with_its_clocks_and_decides_it(
    sign_in: SignIn, allocated: ReviewRequest, rita: Person, case: Case, alice: Person
) -> None:
    browser = sign_in(rita)
    listed = browser.get("/right-to-review/?mine=1").content.decode()
    assert case.reference in listed
    here = f"/right-to-review/{allocated.pk}/"
    assert "Why this date?" in browser.get(here).content.decode()
    shown = browser.get(f"{here}decide/").content.decode()
    assert "Not eligible" not in shown
    assert WHY in shown
    version = str(ReviewRequest.objects.get(pk=allocated.pk).version)
    refused = browser.post(f"{here}decide/", {"version": version, "reasons": "x"})
    assert refused.status_code == 422
    answer = browser.post(
        f"{here}decide/", {"version": version, "outcome": "upheld", "reasons": "Looked at afresh."}
    )
    assert (answer.status_code, answer.url) == (302, here)
    tell_page = sign_in(alice).get(f"{here}tell/")
    assert tell_page.status_code == 200
    assert "Looked at afresh." in tell_page.content.decode()


def test_the_page_offers_only_reviewers_who_fit_and_says_why_another_does_not(
    sign_in: SignIn, asked: ReviewRequest, dina: Person, alice: Person, rita: Person
) -> None:
    browser = sign_in(dina)
    here = f"/right-to-review/{asked.pk}/allocate/"
    shown = browser.get(here).content.decode()
    assert str(rita.pk) in shown
    assert str(alice.pk) not in shown
    answer = browser.post(here, {"version": "1", "reviewer": str(alice.pk)})
    assert answer.status_code == 422
    assert "Alice made the decision, so cannot review it." in answer.content.decode()


def test_the_page_says_which_gatekeeper_allocates(
    sign_in: SignIn, asked: ReviewRequest, sam: Person, gita: Person
) -> None:
    here = f"/right-to-review/{asked.pk}/"
    who = "A supervisor allocates it to somebody independent; so may a gatekeeper, where the file of the case"
    assert who in sign_in(sam).get(here).content.decode()
    gatekeeper = sign_in(gita)
    assert gatekeeper.get(here).status_code == 404
    with open_door("a case that the gatekeepers know"):
        Case.objects.filter(pk=asked.case_id).update(gatekept=True)
    assert f"{here}allocate/" in gatekeeper.get(here).content.decode()


def test_a_decision_that_is_not_eligible_shows_its_numbered_reason(
    sign_in: SignIn,
    case: Case,
    allegation: Allegation,
    suspect: Suspect,
    victim: Victim,
    alice: Person,
    sam: Person,
) -> None:
    allegation.refresh_from_db()
    decision = services.propose_nfa(
        by=alice, case=case, lines=[line(allegation)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)
    browser = sign_in(alice)
    assert "Not eligible: reason 1" in browser.get(f"/decisions/{decision.pk}/").content.decode()
    page = browser.get(f"/decisions/{decision.pk}/tell-right/")
    assert page.status_code == 403
    assert "(reason 1)" in page.content.decode()
    api = post_json(
        browser,
        "/api/v1/rights-told/",
        {
            "decision": str(decision.pk),
            "victim": str(victim.pk),
            "told_at": "2026-09-02T16:00:00+01:00",
            "method": "in_person_home",
            "leaflet_version": "4",
        },
    )
    assert api.status_code == 403
    assert "(reason 1)" in api.json()["detail"]


# Page and API refuse alike


CASES: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    (
        "told_at",
        {**moment("told_at", 1), "method": "phone", "understood": "yes"},
        {"told_at": "2026-09-01T16:00:00+01:00", "method": "phone", "understood": "yes"},
    ),
    (
        "method",
        {**moment("told_at"), "method": "text", "understood": "yes"},
        {"told_at": "2026-09-02T16:00:00+01:00", "method": "text", "understood": "yes"},
    ),
    (
        "understood",
        {**moment("told_at"), "method": "phone"},
        {"told_at": "2026-09-02T16:00:00+01:00", "method": "phone"},
    ),
    (
        "note",
        {"not_told_because": "other"},
        {"not_told_because": "other"},
    ),
]


@pytest.mark.parametrize(("field", "page", "api"), CASES, ids=[case[0] for case in CASES])
def test_page_and_api_refuse_a_telling_in_the_same_words(
    sign_in: SignIn,
    decided: Decision,
    victim: Victim,
    alice: Person,
    field: str,
    page: dict[str, str],
    api: dict[str, Any],
) -> None:
    browser = sign_in(alice)
    on_page = browser.post(f"/decisions/{decided.pk}/notify/", {"victim": str(victim.pk), **page})
    by_api = post_json(
        browser, "/api/v1/notifications/", {"decision": str(decided.pk), "victim": str(victim.pk), **api}
    )
    assert (on_page.status_code, by_api.status_code) == (422, 400)
    sentence = by_api.json()["fields"][field]
    assert sentence in on_page.content.decode().replace("&#39;", "'")
    assert Notification.objects.get(decision=decided).is_open


@pytest.mark.parametrize("outcome", ["1", "99", "18", "16", ""])
def test_page_and_api_refuse_an_outcome_in_the_same_words(
    sign_in: SignIn, interviewed: Allegation, case: Case, alice: Person, outcome: str
) -> None:
    browser = sign_in(alice)
    on_page = browser.post(propose_address(case), proposal(interviewed, outcome))
    row = {"allegation": str(interviewed.pk), "outcome": outcome}
    by_api = post_json(
        browser, "/api/v1/decisions/", {"case": str(case.pk), "lines": [row], "rationale": WHY, **CHECKED}
    )
    assert (on_page.status_code, by_api.status_code) == (422, 400)
    fields = by_api.json()["fields"]
    assert list(fields) == ["lines-0-outcome"]
    assert fields["lines-0-outcome"] in on_page.content.decode().replace("&#39;", "'")
    assert not Decision.objects.exists()


def test_a_row_that_is_left_open_is_no_part_of_the_decision_and_sentences_land_on_the_right_row(
    sign_in: SignIn, interviewed: Allegation, case: Case, victim: Victim, suspect: Suspect, alice: Person
) -> None:
    other = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="sexual_assault",
        victim=victim,
        suspect=suspect,
        at=LATER,
    )
    typed = {
        "lines-count": "2",
        "lines-0-allegation": str(interviewed.pk),
        "lines-0-outcome": "leave_open",
        "lines-1-allegation": str(other.pk),
        "lines-1-outcome": "18",
        "rationale": WHY,
        **CHECKED,
    }
    browser = sign_in(alice)
    refused = browser.post(propose_address(case), typed)
    assert refused.status_code == 422
    assert 'href="#id_lines-1-outcome"' in refused.content.decode()
    answer = browser.post(propose_address(case), {**typed, "lines-1-outcome": "15"})
    assert answer.status_code == 302
    assert [row.allegation for row in Decision.objects.get().lines.all()] == [other]


def test_every_row_left_open_decides_nothing(
    sign_in: SignIn, interviewed: Allegation, case: Case, alice: Person
) -> None:
    answer = sign_in(alice).post(propose_address(case), proposal(interviewed, "leave_open"))
    assert answer.status_code == 422
    assert "Decide at least one allegation." in answer.content.decode()


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "right\u202eleft", "x" * 10_001])
def test_text_that_no_column_should_hold_gets_a_sentence(
    sign_in: SignIn, interviewed: Allegation, case: Case, alice: Person, text: str
) -> None:
    body = {"case": str(case.pk), "lines": [{"allegation": str(interviewed.pk), "outcome": "15"}]}
    raw = json.dumps({**body, "rationale": text})
    answer = sign_in(alice).post("/api/v1/decisions/", raw, content_type="application/json")
    assert answer.status_code == 400
    assert "rationale" in answer.json().get("fields", {"rationale": ""})
    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["charlie", "brad", "rita", "ivy", "lena", "audrey", "adam"])
def test_somebody_who_may_not_know_of_it_gets_404(
    sign_in: SignIn, asked: ReviewRequest, who: str, request: pytest.FixtureRequest
) -> None:
    browser = sign_in(request.getfixturevalue(who))
    for address in (
        f"/decisions/{asked.decision_id}/",
        f"/right-to-review/{asked.pk}/",
        f"/api/v1/decisions/{asked.decision_id}/",
        f"/api/v1/review-requests/{asked.pk}/",
    ):
        assert browser.get(address).status_code == 404, address
    assert asked.case.reference not in browser.get("/decisions/").content.decode()
    assert asked.case.reference not in browser.get("/right-to-review/").content.decode()


def test_a_manager_reads_the_outcome_and_not_the_reasons(
    sign_in: SignIn, decided: Decision, mona: Person
) -> None:
    browser = sign_in(mona)
    page = browser.get(f"/decisions/{decided.pk}/").content.decode()
    assert WHY not in page
    assert "rationale" not in browser.get(f"/api/v1/decisions/{decided.pk}/").json()


# The API


def test_the_whole_way_by_api(
    sign_in: SignIn,
    interviewed: Allegation,
    case: Case,
    victim: Victim,
    alice: Person,
    sam: Person,
    dina: Person,
    rita: Person,
) -> None:
    officer, supervisor, reviewer = sign_in(alice), sign_in(sam), sign_in(rita)
    made = post_json(
        officer,
        "/api/v1/decisions/",
        {
            "case": str(case.pk),
            "lines": [{"allegation": str(interviewed.pk), "outcome": "15", "reason": "evidential"}],
            "rationale": WHY,
            **CHECKED,
        },
    )
    assert made.status_code == 201, made.json()
    decision = made.json()
    assert (decision["decision_maker"], decision["outcome"], decision["decided_at"]) == ("alice", "15", None)
    authorise = f"/api/v1/decisions/{decision['id']}/authorise/"
    assert post_json(supervisor, authorise, {}).status_code == 428
    assert post_json(supervisor, authorise, {}, **{"If-Match": '"7"'}).status_code == 412
    tag = supervisor.get(f"/api/v1/decisions/{decision['id']}/")["ETag"]
    done = post_json(supervisor, authorise, {}, **{"If-Match": tag})
    assert done.status_code in (200, 201), done.json()
    assert (done.json()["status"], done.json()["approver"]) == ("authorised", "sam")
    # Brought back by two months, so that the victim can have been told and have asked.
    _move_back(UUID(decision["id"]))

    base = {"decision": decision["id"], "victim": str(victim.pk)}
    told = post_json(
        officer,
        "/api/v1/notifications/",
        {**base, "told_at": "2026-09-02T16:00:00+01:00", "method": "phone", "understood": "partly"},
    )
    assert told.status_code == 201, told.json()
    right = post_json(
        officer,
        "/api/v1/rights-told/",
        {**base, "told_at": "2026-09-02T16:00:00+01:00", "method": "phone", "leaflet_version": "4"},
    )
    assert right.status_code == 201, right.json()
    asked = post_json(
        officer,
        "/api/v1/review-requests/",
        {**base, "received_at": "2026-09-14T10:00:00+01:00", "channel": "email", "asked_by": "family"},
    )
    assert asked.status_code == 201, asked.json()
    request = asked.json()
    assert (request["acknowledge_by"], request["complete_by"]) == ("2026-09-28", "2026-10-26")
    here = f"/api/v1/review-requests/{request['id']}/"

    def deed(browser: Client, name: str, body: dict[str, Any]) -> Any:
        return post_json(browser, f"{here}{name}/", body, **{"If-Match": browser.get(here)["ETag"]})

    answer = deed(officer, "acknowledge", {"acknowledged_at": "2026-09-15T10:00:00+01:00"})
    assert answer.status_code in (200, 201), answer.json()
    assert deed(supervisor, "allocate", {"reviewer": str(alice.pk)}).status_code == 400
    answer = deed(supervisor, "allocate", {"reviewer": str(rita.pk)})
    assert (answer.status_code in (200, 201), answer.json()["reviewer"]) == (True, "rita")
    answer = deed(reviewer, "decide", {"outcome": "upheld", "reasons": "Looked at afresh."})
    assert (answer.status_code in (200, 201), answer.json()["outcome"]) == (True, "upheld")
    assert reviewer.get("/api/v1/review-requests/?status=decided").json()["results"][0]["id"] == request["id"]
    for listed in ("decisions", "notifications", "rights-told", "review-requests"):
        found = officer.get(f"/api/v1/{listed}/").json()["results"]
        assert len(found) == 1, listed
        assert officer.get(f"/api/v1/{listed}/{found[0]['id']}/").status_code == 200


def _move_back(decision_id: UUID) -> None:
    with open_door("test"):
        Decision.objects.filter(pk=decision_id).update(proposed_at=PROPOSED_AT, decided_at=DECIDED_AT)
        Notification.objects.filter(decision=decision_id).update(decided_at=DECIDED_AT)


def test_a_right_told_stands_in_the_log_with_its_recipient(
    told: Decision, victim: Victim, alice: Person
) -> None:
    right = services.record_told_of_right(
        by=alice,
        decision=told,
        victim=victim,
        told_at=LATER,
        method="phone",
        leaflet_version="4",
        at=LATER,
    )
    event = AuditEvent.objects.filter(action="RIGHT_TOLD").latest("at")
    assert (event.kind, event.recipient) == ("disclosure", "Victim 1")
    assert right.pk in event.subjects
    assert RightTold.objects.get() == right


# Statements do not grow with rows


WAY = ("proposed", "decided", "told", "asked")


def grown(by: Person, sam: Person, number: int, as_far_as: str = "asked") -> None:
    """Cases of their own, each brought as far as asked."""
    steps = WAY.index(as_far_as)
    for _ in range(number):
        case = open_case(by)
        victim = cases.add_victim(by=by, case=case, at=PROPOSED_AT)
        suspect = cases.add_suspect(by=by, case=case, name="", at=PROPOSED_AT)  # like no other report
        interview(by, case, suspect)
        allegation = Allegation.objects.get(case=case)
        decision = services.propose_nfa(
            by=by, case=case, lines=[line(allegation)], rationale=WHY, at=PROPOSED_AT, **CHECKED
        )
        if steps >= 1:
            decision = services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)
        if steps >= 2:
            tell(by, decision, victim)
        if steps >= 3:
            ask(by, decision, victim)


@pytest.mark.parametrize(
    "address",
    [
        "/decisions/",
        "/right-to-review/",
        *(f"/api/v1/{name}/" for name in ("decisions", "notifications", "review-requests")),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_three(
    sign_in: SignIn, alice: Person, sam: Person, address: str
) -> None:
    browser = sign_in(alice)
    counts = []
    for more in (1, 2):
        grown(alice, sam, more)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_of_a_decision_costs_the_same_for_one_victim_and_three(
    sign_in: SignIn, case: Case, interviewed: Allegation, suspect: Suspect, alice: Person, sam: Person
) -> None:
    browser = sign_in(alice)
    lines, counts = [line(interviewed)], []
    for more in (0, 2):
        for _ in range(more):
            victim = cases.add_victim(by=alice, case=case, at=PROPOSED_AT)
            other = cases.add_allegation(
                by=alice,
                case=case,
                crime_reference=next_crime(),
                offence_type="rape_adult",
                victim=victim,
                suspect=suspect,
                at=PROPOSED_AT,
            )
            lines.append(line(other))
        decision = services.propose_nfa(
            by=alice, case=case, lines=lines[-max(more, 1) :], rationale=WHY, at=PROPOSED_AT, **CHECKED
        )
        services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/decisions/{decision.pk}/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
