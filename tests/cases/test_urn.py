"""The URN: its form is checked wherever it is typed, and kept in one way."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, SearchKey
from cases.services import edit_case
from cases.urn import read_urn
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.cases.conftest import AT


@pytest.mark.parametrize("typed", ["13LD0123426", "13/ld/01234/26", " 13 LD 01234 26 ", "13-LD-01234-26"])
def test_a_urn_is_kept_in_one_way(typed: str) -> None:
    assert read_urn(typed) == "13LD0123426"
    assert read_urn("") == ""


@pytest.mark.parametrize(
    "typed", ["13LD012342", "13LD01234260", "LD130123426", "13LÐ0123426", "13LD01234২6", "13 LD", "urn?"]
)
def test_another_form_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid, match="A URN has 11 characters") as refused:
        read_urn(typed)
    assert set(refused.value.fields) == {"urn"}


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        urn = read_urn(typed)
    except Invalid:
        return
    assert urn == "" or (len(urn) == 11 and urn.isascii())


def test_the_edit_of_a_case_reads_it_too(case: Case, alice: Person) -> None:
    assert edit_case(by=alice, case=case, urn="13/LD/01234/26", at=AT).urn == "13LD0123426"
    assert SearchKey.objects.get(case=case, kind="urn").text == "13LD0123426"
    with pytest.raises(Invalid):
        edit_case(by=alice, case=case, urn="13LD", at=AT)


def test_the_database_refuses_another_form(case: Case) -> None:
    case.urn = "13LD"
    with open_door("a test"), pytest.raises(IntegrityError, match="case_urn_form"), transaction.atomic():
        case.save(update_fields=["urn"])
