"""What the forms offer, and what they refuse before a service is asked."""

from __future__ import annotations

from datetime import date

import pytest

from cases import forms, services
from cases.models import Case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener


class TestChoices:
    def test_people_are_told_apart_by_rank_and_place(self, alice: Person, gita: Person, sam: Person) -> None:
        assert forms.describe(alice) == "Alice, Detective Constable, Leeds A"
        assert forms.describe(gita) == "Gita, RaSSO Gatekeeper"
        assert forms.describe(sam) == "Sam, Detective Sergeant, Leeds A"

    def test_leavers_and_other_agencies_are_not_offered(self, case: Case, sam: Person, bob: Person) -> None:
        bob.left_on = date(2026, 1, 31)
        with open_door("a test"):
            bob.save(update_fields=["left_on"])
        offered = set(
            forms.AssignForm(person=sam, subject=case)
            .fields["person"]
            .queryset.values_list("username", flat=True)
        )
        assert "alice" in offered
        assert offered.isdisjoint({"bob", "lena", "gita", "ivy", "clockwork", "audrey"})

    def test_restricting_offers_gatekeepers_and_the_districts_supervisors(
        self, case: Case, sam: Person
    ) -> None:
        offered = forms.RestrictForm(person=sam, subject=case).fields["people"].queryset
        assert set(offered.values_list("username", flat=True)) == {"dina", "gita", "gwen"}

    def test_victims_and_suspects_of_other_cases_are_not_offered(
        self, opened: Opener, case: Case, alice: Person
    ) -> None:
        other = opened()
        services.add_victim(by=alice, case=other, at=AT)
        services.add_suspect(by=alice, case=other, name="A B", at=AT)
        form = forms.AllegationForm(person=alice, subject=case)
        assert not form.fields["victim"].queryset.exists()
        assert not form.fields["suspect"].queryset.exists()

    def test_milestones_offer_what_is_recorded_by_hand_alone(self, case: Case, alice: Person) -> None:
        kinds = dict(forms.MilestoneForm(person=alice, subject=case).fields["kind"].choices)
        assert "abe" in kinds
        assert not {"police_nfa", "submitted", "reported"} & set(kinds)

    def test_one_suspect_is_not_asked_about_two_are(self, case: Case, alice: Person) -> None:
        services.add_suspect(by=alice, case=case, name="A B", at=AT)
        assert forms.MilestoneForm(person=alice, subject=case)["suspect"].is_hidden
        services.add_suspect(by=alice, case=case, name="C D", at=AT)
        assert not forms.MilestoneForm(person=alice, subject=case)["suspect"].is_hidden


class TestCrimeReference:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("13260012345", "13260012345"),
            (" 13260012345 ", "13260012345"),
            ("13 26 0012345", "13260012345"),
            ("13/260012345", "13260012345"),
            ("13-26-00-12345", "13260012345"),
        ],
    )
    def test_it_is_read_as_people_write_it(self, typed: str, stored: str) -> None:
        assert forms.CrimeReference().clean(typed) == stored

    @pytest.mark.parametrize(
        "typed",
        ["", "   ", "1326001234", "132600123456", "12260012345", "1326001234a", "１３260012345", "13\x00"],
    )
    def test_anything_else_is_refused(self, typed: str) -> None:
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError):
            forms.CrimeReference().clean(typed)


UNKNOWN = {"other_names": "", "born": None, "phones": ""}


class TestSuspectForm:
    def bound(self, case: Case, by: Person, **data: str) -> forms.SuspectForm:
        return forms.SuspectForm(data=data, person=by, subject=case)

    def test_the_people_to_be_named_go_to_the_service_together(
        self, case: Case, alice: Person, gita: Person, sam: Person
    ) -> None:
        form = self.bound(
            case, alice, name="A B", is_police="yes", gatekeeper=str(gita.pk), supervisor=str(sam.pk)
        )
        assert form.is_valid()
        assert form.cleaned_values() == {**UNKNOWN, "name": "A B", "is_police": True, "people": [gita, sam]}

    def test_nobody_need_be_named_for_anybody_else(self, case: Case, alice: Person) -> None:
        form = self.bound(case, alice, name="", is_police="no")
        assert form.is_valid()
        assert form.cleaned_values() == {**UNKNOWN, "name": "", "is_police": False, "people": []}

    def test_the_services_refusal_lands_on_the_gatekeeper(self, case: Case, alice: Person) -> None:
        form = self.bound(case, alice, name="A B", is_police="no")
        form.is_valid()
        form.refuse({"people": "Name a gatekeeper among them."})
        assert form.faults() == {"gatekeeper": "Name a gatekeeper among them."}

    def test_a_restricted_case_asks_for_nobody_more(
        self, case: Case, alice: Person, sam: Person, gita: Person
    ) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        case.refresh_from_db()
        assert self.bound(case, alice, name="A B", is_police="yes").is_valid()


class TestSearchForms:
    @pytest.mark.parametrize("typed", ["", "abc", " a b c ", "----", "é"])
    def test_less_than_four_signs_are_not_enough(self, typed: str) -> None:
        assert not forms.SearchForm({"q": typed}).is_valid()

    @pytest.mark.parametrize("typed", ["abcd", "1326", "RS-12", "Lee D"])
    def test_four_are(self, typed: str) -> None:
        assert forms.SearchForm({"q": typed}).is_valid()

    def test_a_surname_and_its_reason_belong_together(self) -> None:
        assert set(forms.SurnameForm({}).errors) == {"surname", "reason"}
        assert forms.SurnameForm({"surname": "Bell", "reason": "A new report"}).is_valid()
