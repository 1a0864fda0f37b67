"""The API of cases: the page's forms, services and refusals, and reads on an allow-list."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import services
from cases.models import Allegation, Case, Milestone, Suspect
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.cases.test_pages import sentences

SignIn = Callable[..., Client]


@pytest.fixture
def alices(alice: Person, sign_in: SignIn) -> Client:
    return sign_in(alice)


def sent(browser: Client, method: str, path: str, body: Any, **headers: str) -> HttpResponse:
    return browser.generic(
        method, f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def new_case(alice: Person, **changes: object) -> dict[str, object]:
    return {
        "district": "leeds",
        "team": str(alice.team_id),
        "reported_on": "2026-03-02",
        "crime_reference": next_crime(),
        "offence_type": "rape_adult",
        "summary": "By API.",
        **changes,
    }


class TestDeeds:
    def test_a_case_is_opened_and_answered_with_its_core_fields(self, alices: Client, alice: Person) -> None:
        answer = sent(alices, "POST", "cases/", new_case(alice))
        assert answer.status_code == 201
        case = Case.objects.get()
        body = answer.json()
        core = ("id", "reference", "district", "reported_on", "stage", "officer_in_charge", "restricted")
        assert {name: body[name] for name in core} == {
            "id": str(case.pk),
            "reference": case.reference,
            "district": "leeds",
            "reported_on": "2026-03-02",
            "stage": "reported",
            "officer_in_charge": "alice",
            "restricted": False,
        }
        assert body["summary"] == "By API."

    def test_what_is_unsaid_comes_from_the_person(self, alices: Client, alice: Person) -> None:
        body = new_case(alice)
        del body["district"], body["team"]
        answer = sent(alices, "POST", "cases/", body)
        assert (answer.json()["district"], answer.json()["team"]) == ("leeds", "Leeds A")

    def test_an_officer_may_log_for_a_colleague(self, alices: Client, alice: Person, bob: Person) -> None:
        answer = sent(alices, "POST", "cases/", new_case(alice, officer_in_charge=str(bob.pk)))
        assert answer.json()["officer_in_charge"] == "bob"

    def test_the_same_key_opens_one_case(self, alices: Client, alice: Person) -> None:
        body = new_case(alice)
        headers = {"idempotency-key": "a-key"}
        first = sent(alices, "POST", "cases/", body, **headers)
        second = sent(alices, "POST", "cases/", body, **headers)
        assert first.json()["id"] == second.json()["id"]
        assert Case.objects.count() == 1

    def test_an_edit_needs_the_version_that_was_seen(self, alices: Client, case: Case) -> None:
        path = f"cases/{case.pk}/"
        assert sent(alices, "PATCH", path, {"summary": "x"}).status_code == 428
        tag = alices.get(f"/api/v1/{path}")["ETag"]
        assert sent(alices, "PATCH", path, {"summary": "x"}, **{"if-match": tag}).status_code == 200
        assert sent(alices, "PATCH", path, {"summary": "y"}, **{"if-match": tag}).status_code == 412
        read = alices.get(f"/api/v1/{path}").json()
        assert (read["summary"], read["reported_on"]) == ("x", "2026-03-02")

    def test_an_allegation_keeps_what_a_patch_does_not_name(
        self, alices: Client, allegation: Allegation
    ) -> None:
        path = f"allegations/{allegation.pk}/"
        tag = alices.get(f"/api/v1/{path}")["ETag"]
        body = {"precision": "month", "offence_from": "2025-06-01"}
        answer = sent(alices, "PATCH", path, body, **{"if-match": tag})
        assert answer.status_code == 200
        assert answer.json()["crime_reference"] == allegation.crime_reference
        assert answer.json()["offence_from"] == "2025-06-01"

    def test_the_whole_chain_by_api(
        self, alices: Client, case: Case, sam: Person, bob: Person, gita: Person, sign_in: SignIn
    ) -> None:
        of_case = {"case": str(case.pk)}
        victim = sent(alices, "POST", "victims/", {**of_case, "enhanced_rights": True})
        assert (victim.status_code, victim.json()["label"]) == (201, "Victim 1")
        suspect = sent(alices, "POST", "suspects/", {**of_case, "name": "A B", "is_police": False})
        assert (suspect.status_code, suspect.json()["name"]) == (201, "A B")
        extra = {"crime_reference": next_crime(), "offence_type": "other", "precision": "unknown"}
        assert sent(alices, "POST", "allegations/", {**of_case, **extra}).status_code == 201
        arrest = {**of_case, "kind": "arrested", "occurred_at": "2026-03-05T14:30:00Z"}
        answer = sent(alices, "POST", "milestones/", arrest)
        assert (answer.status_code, answer.json()["suspect"]) == (201, suspect.json()["id"])
        voided = sent(alices, "POST", f"milestones/{answer.json()['id']}/void/", {"reason": "Wrong"})
        assert voided.json()["void_reason"] == "Wrong"
        sams = sign_in(sam)
        assigned = sent(sams, "POST", f"cases/{case.pk}/assign/", {"person": str(bob.pk), "duty": "oic"})
        assert assigned.json()["officer_in_charge"] == "bob"
        shut = sent(
            sams, "POST", f"cases/{case.pk}/restrict/", {"people": [str(gita.pk)], "reason": "A relative"}
        )
        assert shut.json()["restricted"] is True

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"crime_reference": "1"}, "crime_reference"),
            ({"offence_type": "theft"}, "offence_type"),
            ({"reported_on": "2999-01-01"}, "reported_on"),
            ({"reported_on": "29 February"}, "reported_on"),
            ({"district": "lancashire"}, "district"),
            ({"team": 7}, "team"),
            ({"summary": "a\x00b"}, "summary"),
            ({"summary": ["list"]}, "summary"),
            ({"unknown": "x"}, "unknown"),
        ],
    )
    def test_bad_input_gets_a_sentence_by_its_field(
        self, changes: dict[str, object], field: str, alices: Client, alice: Person
    ) -> None:
        answer = sent(alices, "POST", "cases/", new_case(alice, **changes))
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == [field]


class TestSameRefusals:
    """What the page refuses, the API refuses, in the same words."""

    def page(self, browser: Client, path: str, **form: str) -> list[str]:
        return sentences(browser.post(path, form))

    def test_a_reference_in_use(self, alices: Client, alice: Person, allegation: Allegation) -> None:
        crime = allegation.crime_reference
        by_page = self.page(
            alices,
            "/cases/new/",
            district="leeds",
            team=str(alice.team_id),
            reported_on_day="2",
            reported_on_month="3",
            reported_on_year="2026",
            crime_reference=crime,
            offence_type="other",
        )
        by_api = sent(alices, "POST", "cases/", new_case(alice, crime_reference=crime))
        assert by_page == list(by_api.json()["fields"].values()) == [services.REFERENCE_IN_USE]

    def test_an_interview_after_an_arrest_that_was_not(self, alices: Client, case: Case) -> None:
        form = {
            "kind": "interviewed",
            "interview_by": "arrest",
            "occurred_at_day": "5",
            "occurred_at_month": "3",
            "occurred_at_year": "2026",
            "occurred_at_time": "14:30",
        }
        by_page = self.page(alices, f"/cases/{case.pk}/milestones/new/", **form)
        by_api = sent(
            alices,
            "POST",
            "milestones/",
            {
                "case": str(case.pk),
                "kind": "interviewed",
                "interview_by": "arrest",
                "occurred_at": "2026-03-05T14:30:00Z",
            },
        )
        assert by_api.status_code == 400
        assert by_page == list(by_api.json()["fields"].values())

    def test_a_police_suspect_without_a_gatekeeper(self, alices: Client, case: Case) -> None:
        by_page = self.page(alices, f"/cases/{case.pk}/suspects/new/", name="A B", is_police="yes")
        by_api = sent(alices, "POST", "suspects/", {"case": str(case.pk), "name": "A B", "is_police": True})
        assert by_page == list(by_api.json()["fields"].values())

    def test_a_second_restriction(self, case: Case, sam: Person, gita: Person, sign_in: SignIn) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        sams = sign_in(sam)
        by_page = self.page(sams, f"/cases/{case.pk}/restrict/", people=str(gita.pk), reason="x")
        by_api = sent(sams, "POST", f"cases/{case.pk}/restrict/", {"people": [str(gita.pk)], "reason": "x"})
        assert by_api.status_code == 403
        assert by_page == [by_api.json()["detail"]] == [services.RESTRICTED_ALREADY]

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("victims/", {"enhanced_rights": True}),
            ("suspects/", {"name": "A B", "is_police": False}),
            ("milestones/", {"kind": "abe", "occurred_at": "2026-03-05T14:30:00Z"}),
            (
                "allegations/",
                {"crime_reference": "13260999999", "offence_type": "other", "precision": "unknown"},
            ),
        ],
    )
    def test_a_role_that_may_not(
        self, path: str, body: dict[str, object], case: Case, gita: Person, sam: Person, sign_in: SignIn
    ) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        gitas = sign_in(gita)
        by_api = sent(gitas, "POST", path, {"case": str(case.pk), **body})
        by_page = gitas.get(f"/cases/{case.pk}/{path}new/")
        assert by_api.status_code == by_page.status_code == 403


class TestReading:
    @pytest.fixture
    def full(self, case: Case, alice: Person) -> Case:
        services.add_victim(by=alice, case=case, at=AT)
        services.add_suspect(by=alice, case=case, name="Canary Name", at=AT)
        services.record_milestone(
            by=alice, case=case, kind="abe", occurred_at=on(4), note="Canary note", at=AT
        )
        return case

    @pytest.mark.parametrize("name", ["cases", "allegations", "suspects", "victims", "milestones"])
    def test_lists_hold_nothing_sealed(self, name: str, full: Case, alices: Client) -> None:
        answer = alices.get(f"/api/v1/{name}/")
        assert answer.status_code == 200
        assert answer.json()["results"]
        assert "Canary" not in answer.content.decode()

    @pytest.mark.parametrize("name", ["cases", "allegations", "suspects", "victims", "milestones"])
    def test_statements_do_not_grow_with_rows(
        self, name: str, full: Case, alices: Client, alice: Person, opened: Opener
    ) -> None:
        alices.get(f"/api/v1/{name}/")
        with CaptureQueriesContext(connection) as few:
            alices.get(f"/api/v1/{name}/")
        for _ in range(2):
            more = opened()
            services.add_victim(by=alice, case=more, at=AT)
            services.add_suspect(by=alice, case=more, name="A B", at=AT)
            services.record_milestone(by=alice, case=more, kind="abe", occurred_at=on(4), at=AT)
        with CaptureQueriesContext(connection) as many:
            alices.get(f"/api/v1/{name}/")
        assert len(many) == len(few)

    def test_a_look_at_a_suspect_is_logged_as_one(self, full: Case, alices: Client) -> None:
        suspect = Suspect.objects.get()
        assert alices.get(f"/api/v1/suspects/{suspect.pk}/").json()["name"] == "Canary Name"
        with connection.cursor() as cursor:
            cursor.execute("SELECT subjects FROM audit_event WHERE action = 'SUSPECT_VIEWED'")
            assert cursor.fetchall() == [([suspect.pk],)]

    def test_the_note_is_in_the_detail_alone(self, full: Case, alices: Client) -> None:
        milestone = Milestone.objects.get(kind="abe")
        assert alices.get(f"/api/v1/milestones/{milestone.pk}/").json()["note"] == "Canary note"

    def test_an_adviser_reads_no_evidence(
        self, full: Case, sam: Person, ivy: Person, sign_in: SignIn
    ) -> None:
        with open_door("link_client"):
            services.grant_access(by=sam, case=full, person=ivy, because="isva", at=AT)
        ivys = sign_in(ivy)
        assert ivys.get(f"/api/v1/cases/{full.pk}/").status_code == 404
        for name in ("cases", "victims", "allegations", "suspects", "milestones"):
            assert ivys.get(f"/api/v1/{name}/").json()["results"] == []
        suspect = Suspect.objects.get()
        assert ivys.get(f"/api/v1/suspects/{suspect.pk}/").status_code == 404

    def test_filters_are_closed(self, full: Case, alices: Client) -> None:
        assert len(alices.get("/api/v1/milestones/?kind=abe").json()["results"]) == 1
        assert alices.get("/api/v1/milestones/?kind=nonsense").status_code in (200, 400)
        assert alices.get("/api/v1/milestones/?recorded_by=alice").status_code == 400
