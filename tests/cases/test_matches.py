"""Suspects of two districts who may be one person: who is told of it, how much, and what is kept."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from cases import services
from cases.matching import all_matches_of, matches_of, unseen
from cases.models import Case, MatchLook, MatchVerdict, Suspect, SuspectIndex
from cases.services.suspect_index import KINDS, SURNAME
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import blind_index
from tests.cases.conftest import AT, Opener
from tests.refusals import refused_by_table
from tests.stories import story

LATER = AT + timedelta(days=3)
BORN = date(1990, 4, 3)
WHY = "A decision on this case waits for me."


@story
def here(case: Case, alice: Person) -> Suspect:
    """A suspect in Leeds."""
    return services.add_suspect(
        by=alice, case=case, name="Robert Canary", born=BORN, phones="07700 900123", at=AT
    )


@story
def there(opened: Opener, charlie: Person) -> Suspect:
    """The same person in Bradford, as another officer wrote it."""
    case = opened(by=charlie)
    return services.add_suspect(by=charlie, case=case, name="CANARY, Bob", born=BORN, at=AT)


def found(case: Case, person: Person) -> list[tuple[Any, tuple[str, ...]]]:
    with acting(person):
        return [(one.other_suspect_id, one.found_on) for one in matches_of(case)]


def look(by: Person, case: Case, at: datetime = LATER) -> list[MatchLook]:
    services.look_at_matches(by=by, case=case, reason=WHY, at=at)
    return list(MatchLook.objects.filter(case=case, looked_by=by, looked_at=at))


class TestFinding:
    def test_across_districts_both_ways(
        self, here: Suspect, there: Suspect, sam: Person, brad: Person
    ) -> None:
        assert found(here.case, sam) == [(there.pk, ("born",))]
        assert found(there.case, brad) == [(here.pk, ("born",))]

    def test_what_agrees_strongest_first(
        self, here: Suspect, opened: Opener, charlie: Person, sam: Person
    ) -> None:
        said: dict[str, dict[str, Any]] = {
            "name": {"name": "Rob Canary"},
            "phone": {"name": "Nobody Else", "phones": "+44 7700 900 123"},
            "near": {"name": "Bobby Canary", "born": date(1990, 4, 13)},
            "apart": {"name": "Bobby Canary", "born": date(1972, 12, 25)},
        }
        kept = {
            word: services.add_suspect(by=charlie, case=opened(by=charlie), at=AT, **known)
            for word, known in said.items()
        }
        assert found(here.case, sam) == [
            (kept["phone"].pk, ("phone",)),
            (kept["near"].pk, ("near",)),
            (kept["name"].pk, ("name",)),
        ]

    def test_two_of_one_case_are_no_match(self, here: Suspect, alice: Person, sam: Person) -> None:
        services.add_suspect(by=alice, case=here.case, name="Robert Canary", born=BORN, at=AT)
        assert found(here.case, sam) == []

    def test_a_correction_changes_what_is_found(
        self, here: Suspect, there: Suspect, alice: Person, sam: Person
    ) -> None:
        services.correct_suspect(by=alice, suspect=here, name="Someone Else", born=BORN, at=LATER)
        assert found(here.case, sam) == []
        services.correct_suspect(by=alice, suspect=here, name="R. Kanary", born=BORN, at=LATER)
        assert found(here.case, sam) == [(there.pk, ("born",))]

    def test_nobody_hears_of_a_restricted_case_that_does_not_name_them(
        self, here: Suspect, there: Suspect, sam: Person, dina: Person, brad: Person, gita: Person
    ) -> None:
        services.restrict_case(
            by=brad, case=there.case, people=[brad, gita, dina], reason="A suspect is known here.", at=LATER
        )
        assert found(here.case, sam) == []
        assert found(here.case, dina) == [(there.pk, ("born",))]
        assert found(there.case, brad) == [(here.pk, ("born",))]

    @pytest.mark.parametrize("name", ["alice", "gita", "charlie", "lena"])
    def test_the_database_tells_nobody_else(
        self, here: Suspect, there: Suspect, request: pytest.FixtureRequest, name: str
    ) -> None:
        assert found(here.case, request.getfixturevalue(name)) == []

    def test_the_index_holds_no_word(self, here: Suspect) -> None:
        row = SuspectIndex.objects.get(suspect=here)
        assert {kind: len(getattr(row, kind)) for kind in KINDS} == {
            "names": 1,
            "dated": 2,
            "near": 3,
            "phones": 1,
        }
        with connection.cursor() as cursor, acting(here.added_by):
            cursor.execute("SELECT to_jsonb(i) - 'id' - 'case_id' - 'suspect_id' FROM cases_suspectindex i")
            kept = json.loads(cursor.fetchone()[0])
        assert set(kept) == set(KINDS)
        # Eight bytes of a keyed hash, each far longer than a year, a date or a phone number as digits.
        numbers = [number for numbers in kept.values() for number in numbers]
        assert [number for number in numbers if type(number) is not int or abs(number) < 10**12] == []


class TestLooking:
    def test_a_look_is_kept_and_logged_with_its_reason(
        self, here: Suspect, there: Suspect, sam: Person
    ) -> None:
        (row,) = look(sam, here.case)
        assert (row.suspect, row.other_suspect_id, row.other_case_id, row.found_on) == (
            here,
            there.pk,
            there.case_id,
            ["born"],
        )
        event = AuditEvent.objects.get(action="MATCHES_LOOKED_AT")
        assert (event.person, event.kind, event.reason) == (sam, "consultation", WHY)
        assert set(event.subjects) == {here.case_id, there.pk, there.case_id}

    def test_a_look_that_finds_nothing_is_logged_as_well(self, case: Case, sam: Person) -> None:
        assert look(sam, case) == []
        assert AuditEvent.objects.filter(action="MATCHES_LOOKED_AT", case_id=case.pk).count() == 1

    def test_a_reason_is_wanted(self, case: Case, sam: Person) -> None:
        with pytest.raises(Invalid) as refused:
            services.look_at_matches(by=sam, case=case, reason="  ", at=LATER)
        assert list(refused.value.fields) == ["reason"]

    def test_each_looks_for_themselves(
        self, here: Suspect, there: Suspect, sam: Person, dina: Person
    ) -> None:
        look(sam, here.case)
        with acting(sam):
            assert unseen(here.case, sam, AT) == []
            assert [one.other_suspect_id for one in unseen(here.case, sam, LATER + timedelta(hours=1))] == [
                there.pk
            ]
        with acting(dina):
            assert [one.other_suspect_id for one in unseen(here.case, dina, AT)] == [there.pk]

    def test_an_officer_does_not_look(self, here: Suspect, there: Suspect, alice: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot look at other reports about a suspect as Officer"):
            services.look_at_matches(by=alice, case=here.case, reason=WHY, at=LATER)


class TestJudging:
    def test_somebody_else_does_not_come_back_for_either_case(
        self, here: Suspect, there: Suspect, sam: Person, brad: Person
    ) -> None:
        (row,) = look(sam, here.case)
        services.judge_match(by=sam, match=row, verdict="another", words="Rang: another build.", at=LATER)
        assert found(here.case, sam) == found(there.case, brad) == []
        with acting(sam):
            assert [one.is_another for one in all_matches_of(here.case)] == [True]

    def test_until_something_new_agrees(
        self, here: Suspect, there: Suspect, sam: Person, charlie: Person
    ) -> None:
        (row,) = look(sam, here.case)
        services.judge_match(by=sam, match=row, verdict="another", words="Rang: another build.", at=LATER)
        services.correct_suspect(
            by=charlie, suspect=there, name="CANARY, Bob", born=BORN, phones="07700900123", at=LATER
        )
        assert found(here.case, sam) == [(there.pk, ("phone", "born"))]
        (again,) = look(sam, here.case, LATER + timedelta(hours=1))
        services.judge_match(
            by=sam,
            match=again,
            verdict="another",
            words="A phone that two cousins share.",
            at=LATER + timedelta(hours=2),
        )
        assert found(here.case, sam) == []
        rows = MatchVerdict.objects.order_by("judged_at")
        assert [(one.found_on, one.ended_at is None) for one in rows] == [
            (["born"], False),
            (["phone", "born"], True),
        ]

    def test_the_same_person_stays_to_be_looked_at(self, here: Suspect, there: Suspect, sam: Person) -> None:
        (row,) = look(sam, here.case)
        services.judge_match(by=sam, match=row, verdict="same", words="PC Charlie says so.", at=LATER)
        assert found(here.case, sam) == [(there.pk, ("born",))]

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"words": " "}, {"words"}),
            ({"verdict": "perhaps"}, {"verdict"}),
            ({"verdict": "", "words": ""}, {"verdict", "words"}),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, here: Suspect, there: Suspect, sam: Person, given: dict[str, str], fields: set[str]
    ) -> None:
        (row,) = look(sam, here.case)
        values = {"verdict": "same", "words": "Rang.", **given}
        with pytest.raises(Invalid) as refused:
            services.judge_match(by=sam, match=row, at=LATER, **values)
        assert set(refused.value.fields) == fields

    def test_the_same_word_twice_is_refused(self, here: Suspect, there: Suspect, sam: Person) -> None:
        (row,) = look(sam, here.case)
        services.judge_match(by=sam, match=row, verdict="same", words="Rang.", at=LATER)
        with pytest.raises(Invalid) as refused:
            services.judge_match(by=sam, match=row, verdict="same", words="Rang again.", at=LATER)
        assert refused.value.fields == {
            "verdict": "That is how it stands already: it is, or may be, the same person."
        }


class TestTables:
    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"found_on": []}, "match_look_found_on_known"),
            ({"found_on": ["luck"]}, "match_look_found_on_known"),
            ({"other_case": "case"}, "match_look_of_two_cases"),
        ],
    )
    def test_a_look_is_at_another_case(
        self, here: Suspect, there: Suspect, sam: Person, change: dict[str, Any], constraint: str
    ) -> None:
        (row,) = look(sam, here.case)
        values = {key: row.case_id if value == "case" else value for key, value in change.items()}
        with refused_by_table(constraint), acting(sam), open_door("test"):
            MatchLook.objects.filter(pk=row.pk).update(**values)

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"verdict": "perhaps"}, "match_verdict_known"),
            ({"ended_at": AT - timedelta(days=1)}, "match_verdict_ends_after"),
        ],
    )
    def test_a_verdict_is_one_of_two(
        self, here: Suspect, there: Suspect, sam: Person, change: dict[str, Any], constraint: str
    ) -> None:
        (row,) = look(sam, here.case)
        said = services.judge_match(by=sam, match=row, verdict="same", words="Rang.", at=LATER)
        with refused_by_table(constraint), acting(sam), open_door("test"):
            MatchVerdict.objects.filter(pk=said.pk).update(**change)

    def test_one_verdict_stands(self, here: Suspect, there: Suspect, sam: Person) -> None:
        (row,) = look(sam, here.case)
        said = services.judge_match(by=sam, match=row, verdict="same", words="Rang.", at=LATER)
        said.pk, said._state.adding = Case().pk, True
        with refused_by_table("match_verdict_one_stands"), acting(sam), open_door("test"):
            said.save(force_insert=True)

    def test_a_date_is_indexed_whole_or_not_at_all(self, here: Suspect, alice: Person) -> None:
        with refused_by_table("suspect_index_date_all_or_nothing"), acting(alice), open_door("test"):
            SuspectIndex.objects.filter(suspect=here).update(near=[])


def test_a_new_key_makes_the_index_anew(here: Suspect, there: Suspect, sam: Person, settings: Any) -> None:
    before = SuspectIndex.objects.get(suspect=here)
    settings.RASSO_INDEX_KEY = base64.b64encode(bytes(range(32))).decode()
    services.add_suspect(by=sam, case=here.case, name="", at=LATER)
    call_command("rebuild_suspect_index", stdout=StringIO())
    after = SuspectIndex.objects.get(suspect=here)
    assert [kind for kind in KINDS if getattr(before, kind) == getattr(after, kind)] == []
    here.refresh_from_db()
    assert bytes(here.surname_index) == blind_index(SURNAME, "canary")
    assert found(here.case, sam) == [(there.pk, ("born",))]
    assert AuditEvent.objects.get(action="SUSPECTS_INDEXED").reason == "3 suspects"
