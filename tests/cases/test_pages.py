"""The pages of a case, as a browser without JavaScript sends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import services
from cases.models import Allegation, Case, Milestone, NamedAccess, Suspect, Victim
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener, next_crime, on

SignIn = Callable[..., Client]


def sentences(answer: HttpResponse) -> list[str]:
    """What the error summary says."""
    body = answer.content.decode()
    summary = re.search(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', body, re.S)
    found = re.findall(r"<li>(.*?)</li>", summary[1], re.S) if summary else []
    return [unescape(re.sub(r"<[^>]+>", "", one).strip()) for one in found]


@pytest.fixture
def alices(alice: Person, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def sams(sam: Person, sign_in: SignIn) -> Client:
    return sign_in(sam)


def six_fields(alice: Person, **changes: str) -> dict[str, str]:
    return {
        "district": "leeds",
        "team": str(alice.team_id),
        "reported_on_day": "2",
        "reported_on_month": "3",
        "reported_on_year": "2026",
        "crime_reference": next_crime(),
        "offence_type": "rape_adult",
        "summary": "Reported by telephone.",
        **changes,
    }


class TestLoggingACase:
    def test_the_form_asks_an_officer_six_things_and_knows_two(self, alices: Client, alice: Person) -> None:
        body = alices.get("/cases/new/").content.decode()
        seen = re.sub(r'<input type="hidden"[^>]*>', "", body)
        asked = set(re.findall(r'name="(\w+?)(?:_day|_month|_year)?"', seen)) - {
            "csrfmiddlewaretoken", "once", "save", "viewport", "theme", "robots", "q", "role",
        }  # fmt: skip
        assert asked == {
            "district", "team", "reported_on", "crime_reference", "offence_type", "summary",
        }  # fmt: skip
        assert '<option value="leeds" selected>' in body
        assert f'<option value="{alice.team_id}" selected>' in body

    def test_a_supervisor_also_says_whose_case_it_is(self, sams: Client) -> None:
        assert 'name="officer_in_charge"' in sams.get("/cases/new/").content.decode()

    def test_six_fields_log_a_case_and_lead_to_its_page(self, alices: Client, alice: Person) -> None:
        answer = alices.post("/cases/new/", six_fields(alice))
        case = Case.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
        assert case.officer_in_charge == alice

    def test_a_double_click_logs_one_case(self, alices: Client, alice: Person) -> None:
        page = alices.get("/cases/new/").content.decode()
        once = re.search(r'name="once"[^>]*? value="([^"]+)"', page)[1]  # type: ignore[index]  # every form holds one
        sent = six_fields(alice, once=once)
        first, second = alices.post("/cases/new/", sent), alices.post("/cases/new/", sent)
        assert first["Location"] == second["Location"]
        assert Case.objects.count() == 1

    def test_a_reference_in_use_is_said_by_its_field_and_what_was_typed_stays(
        self, alices: Client, alice: Person, allegation: Allegation
    ) -> None:
        answer = alices.post(
            "/cases/new/",
            six_fields(alice, crime_reference=allegation.crime_reference, summary="Typed words stay."),
        )
        assert answer.status_code == 422
        assert sentences(answer) == [services.REFERENCE_IN_USE]
        assert "Typed words stay." in answer.content.decode()
        assert 'href="#id_crime_reference"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("crime_reference", "", "Enter the crime reference."),
            (
                "crime_reference",
                "12345",
                "Enter a crime reference of 11 digits that begins with 13, for example 13260012345.",
            ),
            ("offence_type", "", "Choose the offence."),
            ("offence_type", "theft", "Choose one of the answers that are offered."),
            ("team", "not-an-id", "Choose one of the answers that are offered."),
            ("district", "lancashire", "Choose one of the answers that are offered."),
            ("reported_on_month", "13", None),
            ("reported_on_year", "2055", "Enter today's date or a date in the past."),
            ("reported_on_year", "2999", None),
            ("summary", "nul\x00", None),
            ("summary", "x" * 2001, "Use 2,000 characters or fewer. You used 2,001."),
            ("crime_reference", "13\u202e60012345", None),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, field: str, value: str, sentence: str | None, alices: Client, alice: Person
    ) -> None:
        answer = alices.post("/cases/new/", six_fields(alice, **{field: value}))
        assert answer.status_code == 422
        assert len(sentences(answer)) == 1
        if sentence:
            assert sentences(answer) == [sentence]
        assert Case.objects.count() == 0

    def test_spaces_in_a_crime_reference_do_not_matter(self, alices: Client, alice: Person) -> None:
        alices.post("/cases/new/", six_fields(alice, crime_reference=" 13 26 / 0012-345 "))
        assert Allegation.objects.get().crime_reference == "13260012345"

    def test_a_gatekeeper_is_told_who_can(self, gita: Person, sign_in: SignIn) -> None:
        answer = sign_in(gita).get("/cases/new/")
        assert answer.status_code == 403
        assert "does not include this: Log a case" in answer.content.decode()


MOMENT = {
    "occurred_at_day": "5",
    "occurred_at_month": "3",
    "occurred_at_year": "2026",
    "occurred_at_time": "14:30",
}


class TestTheChain:
    """One course of a case through its pages."""

    def test_a_milestone_says_for_which_kind_it_asks_whom_it_is_about(
        self, alices: Client, case: Case
    ) -> None:
        """Of the only victim nothing is asked; of two it is never called optional."""
        base = f"/cases/{case.pk}"
        alices.post(f"{base}/victims/new/", {"enhanced_rights": "yes"})
        assert "Which victim?" not in alices.get(f"{base}/milestones/new/").content.decode()
        account = {"kind": "first_account", **MOMENT}
        assert alices.post(f"{base}/milestones/new/", account).status_code == 302
        assert Milestone.objects.get(kind="first_account").victim == Victim.objects.get(case=case)
        alices.post(f"{base}/victims/new/", {"enhanced_rights": "yes"})
        page = alices.get(f"{base}/milestones/new/").content.decode()
        assert "Which victim? (optional)" not in page
        assert "Choose one for a first account or an ABE interview." in page
        again = alices.post(f"{base}/milestones/new/", {**account, "occurred_at_day": "6"})
        assert again.status_code == 422
        assert "Choose which victim this is about." in again.content.decode()

    def test_victim_suspect_milestones_and_a_correction(self, alices: Client, case: Case) -> None:
        base = f"/cases/{case.pk}"
        assert alices.post(f"{base}/victims/new/", {"enhanced_rights": "yes"}).status_code == 302
        assert alices.post(f"{base}/suspects/new/", {"name": "A B", "is_police": "no"}).status_code == 302
        sent = {
            "kind": "arrested",
            "occurred_at_day": "5",
            "occurred_at_month": "3",
            "occurred_at_year": "2026",
            "occurred_at_time": "14:30",
        }
        answer = alices.post(f"{base}/milestones/new/", sent)
        assert answer.status_code == 302
        milestone = Milestone.objects.get(case=case, kind="arrested")
        assert milestone.suspect == Suspect.objects.get(case=case)
        assert Victim.objects.get(case=case).enhanced_rights
        page = alices.get(f"/milestones/{milestone.pk}/void/")
        assert "Suspect arrested" in page.content.decode()
        answer = alices.post(f"/milestones/{milestone.pk}/void/", {"reason": "Another case"})
        assert answer["Location"] == f"{base}/"
        milestone.refresh_from_db()
        assert not milestone.stands

    def test_a_milestone_that_cannot_be_is_said_by_its_field(self, alices: Client, case: Case) -> None:
        sent = {
            "kind": "abe",
            "occurred_at_day": "1",
            "occurred_at_month": "3",
            "occurred_at_year": "2026",
            "occurred_at_time": "14:30",
        }
        answer = alices.post(f"/cases/{case.pk}/milestones/new/", sent)
        assert answer.status_code == 422
        assert sentences(answer) == ["This cannot have happened before the report of 2 March 2026."]

    def test_an_hour_that_does_not_exist_is_refused(self, alices: Client, case: Case) -> None:
        sent = {
            "kind": "abe",
            "occurred_at_day": "29",
            "occurred_at_month": "3",
            "occurred_at_year": "2026",
            "occurred_at_time": "01:30",
        }
        answer = alices.post(f"/cases/{case.pk}/milestones/new/", sent)
        assert answer.status_code == 422
        assert "There was no 01:30 on 29 March 2026" in sentences(answer)[0]

    def test_a_police_suspect_asks_for_a_gatekeeper(self, alices: Client, case: Case, gita: Person) -> None:
        address = f"/cases/{case.pk}/suspects/new/"
        answer = alices.post(address, {"name": "A B", "is_police": "yes"})
        assert answer.status_code == 422
        assert sentences(answer) == ["Choose the gatekeeper who will see the restricted case."]
        answer = alices.post(address, {"name": "A B", "is_police": "yes", "gatekeeper": str(gita.pk)})
        assert answer.status_code == 302
        assert Case.objects.get(pk=case.pk).restricted

    def test_editing_says_when_somebody_was_quicker(self, alices: Client, case: Case, alice: Person) -> None:
        address = f"/cases/{case.pk}/edit/"
        form = {
            "team": str(alice.team_id),
            "reported_on_day": "2",
            "reported_on_month": "3",
            "reported_on_year": "2026",
            "urn": "",
            "summary": "Mine",
            "version": "1",
        }
        services.edit_case(by=alice, case=case, summary="Theirs", at=AT)
        answer = alices.post(address, form)
        assert answer.status_code == 409
        body = answer.content.decode()
        assert "Mine" in body
        assert "Theirs" in body
        assert alices.post(address, {**form, "version": "2"}).status_code == 302

    def test_the_edit_form_of_an_allegation_holds_what_is_stored(
        self, alices: Client, allegation: Allegation
    ) -> None:
        body = alices.get(f"/allegations/{allegation.pk}/edit/").content.decode()
        assert f'value="{allegation.crime_reference}"' in body
        assert allegation.case.reference in body


class TestPeoplePages:
    def test_a_supervisor_assigns_restricts_names_and_ends(
        self, sams: Client, case: Case, bob: Person, gita: Person, charlie: Person
    ) -> None:
        base = f"/cases/{case.pk}"
        sent = {"person": str(bob.pk), "duty": "oic"}
        assert sams.post(f"{base}/assign/", sent).status_code == 302
        answer = sams.post(f"{base}/restrict/", {"people": [str(gita.pk)], "reason": "A relative"})
        assert answer["Location"] == f"{base}/people/"
        sent = {"person": str(charlie.pk), "reason": "Linked"}
        assert sams.post(f"{base}/people/new/", sent).status_code == 302
        page = sams.get(f"{base}/people/").content.decode()
        assert "This case is restricted" in page
        naming = NamedAccess.objects.get(case=case, person=charlie)
        assert f"/named-people/{naming.pk}/end/" in page
        answer = sams.post(f"/named-people/{naming.pk}/end/", {"reason": "Not linked"})
        assert answer["Location"] == f"{base}/people/"
        naming.refresh_from_db()
        assert naming.ended_at is not None

    def test_the_form_is_not_shown_for_nothing(
        self, sams: Client, case: Case, sam: Person, gita: Person
    ) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        answer = sams.get(f"/cases/{case.pk}/restrict/")
        assert answer.status_code == 403
        assert "restricted already" in answer.content.decode()

    def test_a_role_that_does_not_read_people_gets_no_page(
        self, case: Case, sam: Person, ivy: Person, sign_in: SignIn
    ) -> None:
        from rasso_tracker.audit.doors import open_door

        with open_door("link_client"):
            services.grant_access(by=sam, case=case, person=ivy, because="isva", at=AT)
        assert sign_in(ivy).get(f"/cases/{case.pk}/people/").status_code == 404


class TestTheList:
    def test_filters_hold_and_go_on_in_the_links(
        self, alices: Client, alice: Person, bob: Person, opened: Opener
    ) -> None:
        mine, his = opened(), opened(by=bob)
        services.record_milestone(by=bob, case=his, kind="abe", occurred_at=on(4), at=AT)
        body = alices.get("/cases/?mine=1").content.decode()
        assert mine.reference in body
        assert his.reference not in body
        body = alices.get("/cases/?stage=abe").content.decode()
        assert his.reference in body
        assert mine.reference not in body
        assert "stage=abe&amp;sort=" in body
        assert "(optional)" not in body
        assert "Nothing due" in body

    def test_an_unknown_filter_or_sort_is_ignored(self, alices: Client, case: Case) -> None:
        answer = alices.get("/cases/?stage=nonsense&district=1%27&sort=-secret&page=%00")
        assert answer.status_code == 200
        assert case.reference in answer.content.decode()

    def test_open_cases_leave_out_the_closed(
        self, alices: Client, alice: Person, sam: Person, opened: Opener
    ) -> None:
        closed, still = opened(), opened()
        services.record_milestone(by=sam, case=closed, kind="police_nfa", occurred_at=on(4), at=AT)
        body = alices.get("/cases/?stage=open").content.decode()
        assert still.reference in body
        assert closed.reference not in body

    def test_statements_do_not_grow_with_rows(self, alices: Client, opened: Opener) -> None:
        opened()
        alices.get("/cases/")
        with CaptureQueriesContext(connection) as one:
            alices.get("/cases/")
        opened()
        opened()
        with CaptureQueriesContext(connection) as three:
            alices.get("/cases/")
        assert len(three) == len(one)

    def test_every_id_shown_is_logged(self, alices: Client, opened: Opener) -> None:
        shown = {opened().pk, opened().pk}
        alices.get("/cases/")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT subjects FROM audit_event WHERE action = 'LIST_VIEWED' ORDER BY seq DESC LIMIT 1"
            )
            assert set(cursor.fetchone()[0]) == shown


class TestTheSearchPage:
    def test_the_box_of_every_page_finds_a_case(self, alices: Client, case: Case) -> None:
        body = alices.post("/cases/search/", {"q": case.reference}).content.decode()
        assert f'href="/cases/{case.pk}/"' in body

    def test_an_address_never_searches(self, alices: Client, case: Case) -> None:
        body = alices.get(f"/cases/search/?q={case.reference}").content.decode()
        assert f'href="/cases/{case.pk}/"' not in body

    def test_a_surname_needs_a_reason_and_leaves_it_in_the_log_without_the_name(
        self, alices: Client, case: Case, alice: Person
    ) -> None:
        services.add_suspect(by=alice, case=case, name="A Canaryname", at=AT)
        answer = alices.post("/cases/search/", {"surname": "Canaryname"})
        assert (answer.status_code, sentences(answer)) == (
            422,
            ["Enter the reason for looking up this surname."],
        )
        sent = {"surname": "Canaryname", "reason": "A second report"}
        assert case.reference in alices.post("/cases/search/", sent).content.decode()
        with connection.cursor() as cursor:
            cursor.execute("SELECT subjects, reason FROM audit_event WHERE action = 'SURNAME_SEARCHED'")
            assert cursor.fetchall() == [([case.pk], "A second report")]
            cursor.execute("SELECT e::text FROM audit_event e")
            assert "Canaryname" not in str(cursor.fetchall())

    def test_a_gatekeeper_is_offered_no_surname(self, gita: Person, sign_in: SignIn) -> None:
        assert 'name="surname"' not in sign_in(gita).get("/cases/search/").content.decode()

    @pytest.mark.parametrize(
        "text", ["", "ab", "\x00abcd", "x" * 200, "\u202eabcd", "%%%%", "____", "'); --"]
    )
    def test_bad_input_gets_an_answer(self, text: str, alices: Client, case: Case) -> None:
        answer = alices.post("/cases/search/", {"q": text})
        assert answer.status_code in (200, 422)
        assert case.reference not in answer.content.decode()

    def test_statements_do_not_grow_with_what_is_found(self, alices: Client, opened: Opener) -> None:
        opened(crime_reference="13265554401")
        alices.post("/cases/search/", {"q": "1326555"})
        with CaptureQueriesContext(connection) as one:
            alices.post("/cases/search/", {"q": "1326555"})
        opened(crime_reference="13265554402")
        opened(crime_reference="13265554403")
        with CaptureQueriesContext(connection) as three:
            alices.post("/cases/search/", {"q": "1326555"})
        assert len(three) == len(one)
