"""Finding a case, and never one that may not be known of."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases import services
from cases.lookup import MOST, by_surname, by_text
from cases.models import Case
from cases.models.search import SEARCH
from cases.services.search import normal, slips_of
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.walls import CASE_IS_VISIBLE
from tests.cases.conftest import AT, Opener
from tests.stories import story


@story
def known(opened: Opener, alice: Person) -> Case:
    case = opened(crime_reference="13260445566")
    return services.edit_case(by=alice, case=case, urn="13LD0012326", at=AT)


def found(text: str, person: Person) -> list[tuple[str, str]]:
    with acting(person):
        return [(row["reference"], row["why"]) for row in by_text(text, person).rows]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("13260445566", "Crime reference"),
        ("1326 0445 566", "Crime reference"),
        ("13260445", "Crime reference"),
        ("445566", "Crime reference"),
        ("13260445567", "Crime reference"),
        ("13260454566", "Crime reference"),
        ("1326044556", "Crime reference"),
        ("1326445566", "Crime reference"),
        ("132604455566", "Crime reference"),
        ("13LD0012326", "CPS URN"),
        ("13ld/00123/26", "CPS URN"),
        ("0012326", "CPS URN"),
    ],
)
def test_a_case_is_found_by_what_it_is_called(text: str, why: str, known: Case, alice: Person) -> None:
    assert found(text, alice) == [(known.reference, why)]


def test_a_case_is_found_by_its_reference_however_it_is_typed(known: Case, alice: Person) -> None:
    for text in (known.reference, known.reference.lower(), known.reference.replace("-", " ")):
        assert found(text, alice) == [(known.reference, "Case reference")]


@pytest.mark.parametrize("text", ["Alice", "alice", "Alise", "Allice"])
def test_a_case_is_found_by_its_officer_with_a_slip_of_the_pen(text: str, known: Case, alice: Person) -> None:
    assert found(text, alice) == [(known.reference, "Officer in charge")]


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("Garside", "both"),
        ("tyler garside", "both"),
        ("  Tyler   Garside ", "both"),
        ("Oakes", "alice"),
        ("akes", "alice"),
        ("Garsides", "bob"),
        ("Garsise", "both"),
        ("Ga", "both"),
        ("O'Neil_", "bob"),
        ("%", "neither"),
        ("___", "neither"),
        ("%akes", "alice"),
    ],
)
def test_names_that_hold_the_text_come_before_names_alike(
    text: str, theirs: str, opened: Opener, alice: Person, bob: Person
) -> None:
    """Whole words first; names alike, which have to be weighed one by one, only where no name holds it."""
    of_alice, of_bob = opened(officer_in_charge=alice), opened(officer_in_charge=bob)
    with open_door("a test gives people names"):
        Person.objects.filter(pk=alice.pk).update(name="Tyler Garside Oakes")
        Person.objects.filter(pk=bob.pk).update(name="Tyler Garsides Oaken O'Neil_")

    wanted = {"alice": {of_alice}, "bob": {of_bob}, "both": {of_alice, of_bob}, "neither": set()}
    assert {reference for reference, _ in found(text, alice)} == {one.reference for one in wanted[theirs]}


@pytest.mark.parametrize("text", ["99999999999", "Zebedee", "13990000000"])
def test_what_is_like_nothing_finds_nothing(text: str, known: Case, alice: Person) -> None:
    assert found(text, alice) == []


@pytest.mark.parametrize("text", ["13260445566", "13260445567", "445566", "13LD0012326", "Alice"])
def test_search_never_shows_a_case_out_of_scope(
    text: str, known: Case, charlie: Person, lena: Person
) -> None:
    assert found(text, charlie) == []
    assert found(text, lena) == []


@pytest.mark.parametrize("text", ["13260445566", "13260445567", "445566", "13LD0012326", "Alice"])
def test_search_shows_a_restricted_case_to_named_people_alone(
    text: str, known: Case, alice: Person, bob: Person, sam: Person, dina: Person, gita: Person
) -> None:
    services.restrict_case(by=sam, case=known, people=[gita], reason="x", at=AT)
    assert found(text, bob) == found(text, dina) == []
    assert len(found(text, alice)) == len(found(text, gita)) == 1


def test_a_lawyer_finds_what_came_to_the_unit(known: Case, unit: CpsUnit, lena: Person, nora: Person) -> None:
    with open_door("submit_to_cps"):
        services.mark_submitted(case=known, cps_unit=unit)
    assert found("13LD0012326", lena) == [(known.reference, "CPS URN")]
    assert found("13LD0012326", nora) == []


@pytest.mark.parametrize("username", ["audrey", "adam"])
def test_roles_without_cases_find_nothing(username: str, known: Case) -> None:
    assert found("13260445566", Person.objects.get(username=username)) == []


def test_without_a_context_the_function_shows_nothing(known: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rasso.scope', '', true), set_config('rasso.named', '', true)")
        cursor.execute("SELECT count(*) FROM case_search('13260445566', '{}', 10)")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('rasso.scope', 'system', true)")


def test_the_function_applies_the_very_rule_of_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc, prosecdef FROM pg_proc WHERE proname = 'case_search'")
        source, definer = cursor.fetchone()
    assert definer
    assert source.count(CASE_IS_VISIBLE) == 3
    assert source in SEARCH


def test_the_search_table_itself_is_walled(known: Case, charlie: Person) -> None:
    from cases.models import SearchKey

    with acting(charlie):
        assert not SearchKey.objects.exists()


def test_nobody_may_change_the_function(db: None) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SEARCH)


def test_no_more_than_a_page_is_shown_and_it_says_so(opened: Opener, alice: Person) -> None:
    for number in range(MOST + 2):
        opened(crime_reference=f"132655500{number:02d}")
    with acting(alice):
        result = by_text("1326555", alice)
    assert (len(result.rows), result.more) == (MOST, True)


class TestSurname:
    @pytest.fixture
    def suspected(self, known: Case, alice: Person) -> Case:
        services.add_suspect(by=alice, case=known, name="Aaron O'Brien", at=AT)
        return known

    @pytest.mark.parametrize("surname", ["O'Brien", "o'brien", "O’BRIEN", " O'Brien "])
    def test_the_whole_surname_finds_it(self, surname: str, suspected: Case, alice: Person) -> None:
        with acting(alice):
            rows = by_surname(surname, alice).rows
        assert [(row["reference"], row["why"]) for row in rows] == [(suspected.reference, "Suspect 1")]

    @pytest.mark.parametrize("surname", ["Brien", "O'Brie", "Aaron", ""])
    def test_part_of_a_name_finds_nothing(self, surname: str, suspected: Case, alice: Person) -> None:
        with acting(alice):
            assert by_surname(surname, alice).rows == []

    def test_an_outsider_finds_nothing(self, suspected: Case, charlie: Person) -> None:
        with acting(charlie):
            assert by_surname("O'Brien", charlie).rows == []

    def test_a_role_that_may_not_look_up_finds_nothing(
        self, suspected: Case, sam: Person, gita: Person
    ) -> None:
        services.restrict_case(by=sam, case=suspected, people=[gita], reason="x", at=AT)
        with acting(gita):
            assert by_surname("O'Brien", gita).rows == []


@pytest.mark.parametrize(
    ("text", "as_stored"),
    [("RS-2026-000123", "RS2026000123"), (" 13 26/0", "13260"), ("é%_'", ""), ("13ld00", "13LD00")],
)
def test_what_is_typed_is_read_as_capitals_and_digits(text: str, as_stored: str) -> None:
    assert normal(text) == as_stored


references = st.from_regex(r"13[0-9]{9}|RS20[0-9]{8}|13LD[0-9]{7}", fullmatch=True)


@given(
    references,
    st.integers(0, 12),
    st.sampled_from("0123456789"),
    st.sampled_from(["wrong", "missing", "added", "swapped"]),
)
def test_one_slip_leads_back_to_the_reference(reference: str, at: int, sign: str, slip: str) -> None:
    at = min(at, len(reference) - 2)
    typed = {
        "wrong": reference[:at] + sign + reference[at + 1 :],
        "missing": reference[:at] + reference[at + 1 :],
        "added": reference[:at] + sign + reference[at:],
        "swapped": reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :],
    }[slip]
    if not typed.isdigit() or reference.isdigit():
        assert typed == reference or reference in slips_of(typed)


@given(references)
def test_slips_are_few_and_never_the_query_itself(reference: str) -> None:
    slips = slips_of(reference)
    assert reference not in slips
    assert len(slips) < (300 if reference.isdigit() else 1000)
    assert {abs(len(one) - len(reference)) for one in slips} == {0, 1}
