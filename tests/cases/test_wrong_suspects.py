"""Suspects who were entered by mistake, and two records of one person: what is left of each, and where."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases import services
from cases.matching import matches_of
from cases.models import (
    Allegation,
    Case,
    DueItem,
    MatchLook,
    MatchVerdict,
    Milestone,
    Suspect,
    SuspectIndex,
)
from cases.services.known_as import known_of
from cases.services.suspect_index import KINDS
from rasso_tracker.audit.actions import Action, Kind
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.cases.conftest import AT, Opener, on
from tests.refusals import refused_by_table
from tests.stories import story

PHONE = "07700 900123"
BORN = date(1990, 4, 3)


def suspected(by: Person, case: Case, **known: Any) -> Suspect:
    return services.add_suspect(by=by, case=case, at=AT, **{"name": "Robert Canary", **known})


@story
def suspect(case: Case, alice: Person) -> Suspect:
    return suspected(alice, case, phones=PHONE)


@story
def twin(suspect: Suspect, case: Case, alice: Person) -> Suspect:
    return suspected(alice, case, name="Bob Canary", born=BORN, phones="07700 900124")


def found_from(case: Case, person: Person) -> list[Any]:
    with acting(person):
        return [one.other_suspect_id for one in matches_of(case)]


def refusal(kind: type[Exception], deed: Any, **given: Any) -> str:
    with pytest.raises(kind) as caught:
        deed(**{"reason": "Typed on the wrong case.", "at": on(9), **given})
    return str(caught.value)


class TestVoided:
    def test_nobody_is_found_by_the_record_and_no_crime_names_it(
        self, suspect: Suspect, case: Case, opened: Opener, alice: Person, brad: Person, charlie: Person
    ) -> None:
        elsewhere = opened(by=charlie)
        suspected(charlie, elsewhere, phones=PHONE)
        assert found_from(elsewhere, brad) == [suspect.pk]
        services.void_suspect(by=alice, suspect=suspect, reason="Typed on the wrong case.", at=on(9))
        assert found_from(elsewhere, brad) == []
        suspect.refresh_from_db()
        assert (suspect.stands, suspect.voided_by, suspect.surname_index) == (False, alice, None)
        assert [getattr(SuspectIndex.objects.get(suspect=suspect), kind) for kind in KINDS] == [[]] * 4
        assert Allegation.objects.get(case=case).suspect is None
        said = AuditEvent.objects.get(action=Action.SUSPECT_VOIDED.name)
        assert said.reason == "Typed on the wrong case."
        services.rebuild_suspect_index()
        assert found_from(elsewhere, brad) == []

    def test_nothing_is_recorded_on_it_and_the_next_suspect_takes_the_crime(
        self, suspect: Suspect, case: Case, alice: Person
    ) -> None:
        services.void_suspect(by=alice, suspect=suspect, reason="Typed on the wrong case.", at=on(9))
        again = refusal(NotAllowed, services.void_suspect, by=alice, suspect=suspect)
        assert again == "Suspect 1 was entered by mistake and voided: nothing is recorded on it."
        with pytest.raises(NotAllowed):
            services.correct_suspect(by=alice, suspect=suspect, name="Robin Canary", at=on(9))
        with pytest.raises(Invalid):
            services.record_milestone(
                by=alice, case=case, kind="arrested", suspect=suspect, occurred_at=on(4), at=on(9)
            )
        right = suspected(alice, case, name="Rose Wren")
        assert Allegation.objects.get(case=case).suspect == right
        services.record_milestone(by=alice, case=case, kind="arrested", occurred_at=on(4), at=on(9))
        assert Milestone.objects.get(kind="arrested").suspect == right

    def test_what_hangs_on_it_is_said(self, suspect: Suspect, case: Case, alice: Person) -> None:
        arrest = services.record_milestone(by=alice, case=case, kind="arrested", occurred_at=on(4), at=AT)
        hangs = "Suspect 1 cannot be voided as a mistake, because of what hangs on it: "
        assert refusal(NotAllowed, services.void_suspect, by=alice, suspect=suspect).startswith(
            f"{hangs}“Suspect arrested” of {arrest.occurred_at.day} "
        )
        services.void_milestone(by=alice, milestone=arrest, reason="Of another case.", at=AT)
        crime = Allegation.objects.get(case=case)
        with open_door("decided"):
            Allegation.objects.filter(pk=crime.pk).update(outcome="15", outcome_at=AT)
        assert refusal(NotAllowed, services.void_suspect, by=alice, suspect=suspect).startswith(
            f"{hangs}crime {crime.crime_reference} is decided."
        )


class TestMerged:
    def test_everything_is_of_the_kept_record(
        self, suspect: Suspect, twin: Suspect, case: Case, opened: Opener, alice: Person, sam: Person,
        brad: Person, charlie: Person,
    ) -> None:  # fmt: skip
        services.record_milestone(
            by=alice, case=case, kind="arrested", suspect=twin, occurred_at=on(4), at=AT
        )
        services.record_milestone(
            by=alice, case=case, kind="bailed", suspect=twin, occurred_at=on(4), limit_on=date(2026, 5, 4),
            limit_set_by="standard", at=AT,
        )  # fmt: skip
        elsewhere = opened(by=charlie)
        suspected(charlie, elsewhere, name="", phones="07700 900124")
        assert found_from(elsewhere, brad) == [twin.pk]
        services.merge_suspects(by=sam, suspect=suspect, duplicate=twin, reason="One birthday.", at=on(9))
        suspect.refresh_from_db()
        twin.refresh_from_db()
        known = known_of(suspect)
        assert (known.name, known.other_names, known.born) == ("Robert Canary", "Bob Canary", BORN)
        assert known.phones == "07700 900123, 07700 900124"
        assert found_from(elsewhere, brad) == [suspect.pk]
        assert (twin.merged_into, twin.voided_by) == (suspect, sam)
        of_suspect = Milestone.objects.filter(case=case, suspect__isnull=False)
        assert set(of_suspect.values_list("suspect", flat=True)) == {suspect.pk}
        owed = DueItem.objects.get(case=case, code="bail_limit", settled_at=None)
        assert owed.what == "Bail of Suspect 1 ends"
        assert Allegation.objects.get(case=case).stage == "bailed"
        assert AuditEvent.objects.get(action=Action.SUSPECTS_MERGED.name).kind == Kind.COMBINATION

    def test_what_both_records_say_of_one_moment_stands_once(
        self, suspect: Suspect, twin: Suspect, case: Case, alice: Person, sam: Person
    ) -> None:
        for one, day in ((suspect, 4), (twin, 4), (twin, 6)):
            services.record_milestone(
                by=alice, case=case, kind="arrested", suspect=one, occurred_at=on(day), at=AT
            )
        services.merge_suspects(by=sam, suspect=suspect, duplicate=twin, reason="One birthday.", at=on(9))
        arrests = Milestone.objects.filter(case=case, kind="arrested").order_by("voided_at", "occurred_at")
        assert list(arrests.values_list("suspect", "occurred_at", "void_reason")) == [
            (twin.pk, on(4), "Recorded twice: on both records of the same suspect."),
            (suspect.pk, on(4), ""),
            (suspect.pk, on(6), ""),
        ]

    @pytest.mark.parametrize(
        ("of_kept", "stands"), [("", ["another"]), ("another", ["another"]), ("same", [])]
    )
    def test_what_another_case_said_of_either_record_is_said_of_the_kept_one(
        self, of_kept: str, stands: list[str], suspect: Suspect, twin: Suspect, opened: Opener, alice: Person,
        sam: Person, brad: Person, charlie: Person,
    ) -> None:  # fmt: skip
        elsewhere = opened(by=charlie)
        suspected(charlie, elsewhere, name="", phones="07700 900123, 07700 900124")
        services.look_at_matches(by=brad, case=elsewhere, reason="A decision waits.", at=on(10))
        for match in MatchLook.objects.filter(case=elsewhere):
            verdict = "another" if match.other_suspect_id == twin.pk else of_kept
            if verdict:
                services.judge_match(by=brad, match=match, verdict=verdict, words="Rang.", at=on(10))
        services.merge_suspects(by=sam, suspect=suspect, duplicate=twin, reason="One birthday.", at=on(11))
        said = MatchVerdict.objects.filter(case=elsewhere)
        assert set(said.values_list("other_suspect", flat=True)) == {suspect.pk}
        assert list(said.filter(ended_at=None).values_list("verdict", flat=True)) == stands
        assert found_from(elsewhere, brad) == ([] if stands else [suspect.pk])

    def test_two_people_stay_two(
        self, suspect: Suspect, twin: Suspect, case: Case, opened: Opener, alice: Person, sam: Person
    ) -> None:
        services.correct_suspect(by=alice, suspect=suspect, name="Rob", born=date(1991, 4, 3), at=AT)
        other_case = suspected(alice, opened(by=alice))
        for wrong in (twin, suspect, other_case):
            refusal(Invalid, services.merge_suspects, by=sam, suspect=suspect, duplicate=wrong)
        assert Suspect.objects.filter(voided_at=None).count() == 3

    def test_a_merged_record_is_not_merged_again(self, suspect: Suspect, twin: Suspect, sam: Person) -> None:
        services.merge_suspects(by=sam, suspect=suspect, duplicate=twin, reason="One person.", at=on(9))
        refusal(Invalid, services.merge_suspects, by=sam, suspect=suspect, duplicate=twin)
        assert refusal(NotAllowed, services.merge_suspects, by=sam, suspect=twin, duplicate=suspect) == (
            "Suspect 2 was merged into Suspect 1: do it there."
        )


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("suspect_voided_together", {"voided_at": AT}),
        ("suspect_merged_is_voided", {"merged_into": "twin"}),
        ("suspect_not_merged_into_itself", {"merged_into": "self", "voided_at": AT, "void_reason": "x"}),
    ],
)
def test_the_table_refuses_what_cannot_be(
    constraint: str, change: dict[str, Any], suspect: Suspect, twin: Suspect, alice: Person
) -> None:
    named = {"twin": twin, "self": suspect}
    values = {key: named.get(value, value) for key, value in change.items()}
    if "void_reason" in values:
        values["voided_by"] = alice
    with open_door("breaking a rule"), refused_by_table(constraint):
        Suspect.objects.filter(pk=suspect.pk).update(**values)
