"""The case strategy: versions that CPS agrees to, reviewed by a date that climbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import (
    CaseStrategy,
    Climb,
    ClimbEscalation,
    StrategyAgreement,
    StrategyLine,
    StrategyReview,
)
from actionplans.notices.climbs import recheck_climbs
from actionplans.seals import Label, Sealer
from actionplans.services import (
    agree_strategy,
    confirm_strategy_agreement,
    raise_reminders,
    review_strategy,
    write_strategy,
)
from cases.models import Case, DueItem, Suspect
from cases.services import add_suspect, record_milestone
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages import Due
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import moment
from tests.decisions import said_of, with_cps
from tests.stories import story

WRITTEN = moment(date(2026, 2, 20))
LOOK_AT = date(2026, 3, 20)
LINES: list[dict[str, Any]] = [
    {"kind": "pursued", "words": "The friend who was told first.", "why": ""},
    {"kind": "suspect", "words": "Earlier reports about the suspect.", "why": ""},
    {"kind": "not_pursued", "words": "The whole telephone.", "why": "One thread alone is in issue."},
]
SignIn = Callable[[Person], Client]


def written(by: Person, case: Case, **given: object) -> CaseStrategy:
    values: dict[str, Any] = {
        "lines": LINES,
        "next_decision_on": date(2026, 4, 3),
        "review_on": LOOK_AT,
        "digital": "Messages of March.",
        "at": WRITTEN,
        **given,
    }
    return write_strategy(by=by, case=case, **values)


@story
def strategy(case: Case, submission: object, alice: Person) -> CaseStrategy:
    """Written after the case went to CPS, so that everybody concerned may know of it."""
    return written(alice, case, at=moment(date(2026, 2, 24)))


def owed(case: Case) -> DueItem | None:
    return DueItem.objects.filter(source=case.pk, code="strategy_review", settled_at__isnull=True).first()


class TestVersions:
    def test_a_version_keeps_its_lines_in_order_and_sealed(self, strategy: CaseStrategy, case: Case) -> None:
        sealer = Sealer(case.pk)
        rows = StrategyLine.objects.filter(strategy=strategy)
        assert [
            (
                one.number,
                one.kind,
                sealer.open(Label.STRATEGY_LINE, one.pk, one.words_sealed),
                sealer.open(Label.STRATEGY_WHY, one.pk, one.why_sealed),
            )
            for one in rows
        ] == [(place, one["kind"], one["words"], one["why"]) for place, one in enumerate(LINES, start=1)]
        assert b"telephone" not in b"".join(bytes(one.words_sealed) for one in rows)

    def test_a_new_version_supersedes_and_the_old_one_stays(
        self, strategy: CaseStrategy, case: Case, alice: Person
    ) -> None:
        at = moment(date(2026, 3, 2))
        second = written(alice, case, lines=LINES[:1], review_on=date(2026, 4, 1), at=at)
        strategy.refresh_from_db()
        assert (strategy.superseded_at, strategy.lines.count()) == (at, 3)
        assert (second.version, second.stands, second.lines.count()) == (2, True, 1)
        item = owed(case)
        assert item is not None
        assert item.due_on == date(2026, 4, 1)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"lines": [{**LINES[2], "why": " "}, LINES[0]]}, "lines-0-why"),
            ({"lines": [LINES[0], {"kind": "pursued", "words": "", "why": ""}]}, "lines-1-words"),
            ({"lines": [LINES[2]]}, "lines"),
            ({"lines": [LINES[0]] * 61}, "lines"),
            ({"next_decision_on": date(2026, 2, 19)}, "next_decision_on"),
            ({"next_decision_on": date(2027, 2, 21)}, "next_decision_on"),
            ({"review_on": date(2026, 2, 19)}, "review_on"),
            ({"review_on": date(2026, 4, 18)}, "review_on"),
        ],
    )
    def test_what_a_strategy_cannot_say_is_refused_by_the_field(
        self, given: dict[str, Any], field: str, case: Case, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            written(alice, case, **given)
        assert list(refusal.value.fields) == [field]
        assert not CaseStrategy.objects.exists()

    def test_today_and_56_days_ahead_can_be_review_dates(self, case: Case, alice: Person) -> None:
        today = WRITTEN.date()
        for place, day in enumerate((today, today + timedelta(days=56))):
            made = written(
                alice, case, digital=f"Look {place}.", review_on=day, at=WRITTEN + timedelta(hours=place)
            )
            assert made.review_on == day

    @pytest.mark.parametrize(
        "changed",
        [
            {},
            {"review_on": LOOK_AT + timedelta(days=1)},
            {"lines": [one | {"why": one["why"] or None} for one in LINES]},
        ],
    )
    def test_the_same_words_are_no_version_more_whoever_sends_them(
        self, changed: dict[str, Any], strategy: CaseStrategy, case: Case, sam: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            written(sam, case, at=moment(date(2026, 2, 25)), **changed)
        (sentence,) = refusal.value.fields.values()
        assert sentence.startswith("Version 1 stands and says the same.")
        assert CaseStrategy.objects.get(case=case) == strategy

    @pytest.mark.parametrize(
        "changed",
        [
            {"lines": LINES[:2]},
            {"lines": [LINES[1], LINES[0], LINES[2]]},
            {"digital": ""},
            {"third_party": "The school."},
            {"next_decision_on": date(2026, 4, 4)},
        ],
    )
    def test_whatever_else_differs_makes_a_version(
        self, changed: dict[str, Any], strategy: CaseStrategy, case: Case, alice: Person
    ) -> None:
        assert written(alice, case, at=moment(date(2026, 2, 25)), **changed).version == 2

    def test_cps_agrees_and_does_not_write_it(self, case: Case, submission: object, lena: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot write the case strategy as CPS lawyer"):
            written(lena, case)


class TestAgreement:
    def test_cps_agrees_once(self, strategy: CaseStrategy, lena: Person) -> None:
        row = agree_strategy(by=lena, strategy=strategy, at=moment(date(2026, 2, 26)))
        assert (row.prosecutor, row.mark) == (lena, "")
        with pytest.raises(NotAllowed, match="agreed already"):
            agree_strategy(by=lena, strategy=strategy, at=moment(date(2026, 2, 27)))

    def test_police_enter_it_from_the_document_until_cps_confirms(
        self, strategy: CaseStrategy, alice: Person, lena: Person
    ) -> None:
        row = agree_strategy(
            by=alice,
            strategy=strategy,
            document_name="mg3",
            document_date=date(2026, 2, 25),
            at=moment(date(2026, 2, 26)),
        )
        assert row.mark == "Entered by police from the CPS document of 25 February 2026"
        confirm_strategy_agreement(by=lena, agreement=row, stands=True, at=moment(date(2026, 2, 27)))
        assert StrategyAgreement.objects.get().mark.endswith("confirmed by CPS")

    def test_what_cps_does_not_stand_by_waits_for_its_agreement_again(
        self, strategy: CaseStrategy, alice: Person, lena: Person
    ) -> None:
        row = agree_strategy(
            by=alice,
            strategy=strategy,
            document_name="mg3",
            document_date=date(2026, 2, 25),
            at=moment(date(2026, 2, 26)),
        )
        confirm_strategy_agreement(by=lena, agreement=row, stands=False, at=moment(date(2026, 2, 27)))
        agree_strategy(by=lena, strategy=strategy, at=moment(date(2026, 2, 28)))
        assert StrategyAgreement.objects.filter(superseded_at__isnull=True).get().prosecutor == lena

    def test_police_name_the_document(self, strategy: CaseStrategy, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            agree_strategy(by=alice, strategy=strategy, at=moment(date(2026, 2, 26)))
        assert set(refusal.value.fields) == {"document_name", "document_date"}

    @pytest.mark.parametrize("day", [date(2026, 2, 23), date(2026, 2, 28)])
    def test_it_is_agreed_neither_before_it_was_written_nor_in_the_future(
        self, day: date, strategy: CaseStrategy, lena: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            agree_strategy(by=lena, strategy=strategy, agreed_at=moment(day), at=moment(date(2026, 2, 26)))
        assert list(refusal.value.fields) == ["agreed_at"]

    def test_a_superseded_version_is_not_agreed(
        self, strategy: CaseStrategy, case: Case, alice: Person, lena: Person
    ) -> None:
        written(alice, case, lines=LINES[:2], at=moment(date(2026, 2, 25)))
        with pytest.raises(NotAllowed, match="A later version than 1"):
            agree_strategy(by=lena, strategy=strategy, at=moment(date(2026, 2, 26)))


class TestReviews:
    def test_its_review_lapses_and_climbs_to_both_sides(
        self, strategy: CaseStrategy, case: Case, plan: object
    ) -> None:
        at = end_of_day(LOOK_AT)
        raise_reminders(at=at)
        row = ClimbEscalation.objects.get(climb__item__case=case)
        found = recheck_climbs([row.pk], at)[row.pk]
        assert isinstance(found, Due)
        people = Person.objects.filter(pk__in=[one.person_id for one in found.recipients])
        assert set(people.values_list("username", flat=True)) == {"alice", "lena"}

    def test_a_review_sets_the_next_date_and_the_ladder_begins_again(
        self, strategy: CaseStrategy, case: Case, sam: Person
    ) -> None:
        raise_reminders(at=end_of_day(LOOK_AT))
        at = moment(date(2026, 3, 23))
        review_strategy(
            by=sam, strategy=strategy, outcome="stands", next_review_on=date(2026, 4, 20), note="So.", at=at
        )
        strategy.refresh_from_db()
        assert strategy.review_on == date(2026, 4, 20)
        climb = Climb.objects.get(superseded_at__isnull=True)
        assert (climb.due_on, climb.step) == (date(2026, 4, 20), None)
        assert raise_reminders(at=moment(date(2026, 4, 1))).written == 0

    @pytest.mark.parametrize("day", [date(2026, 3, 22), date(2026, 5, 19)])
    def test_the_next_review_lies_within_56_days(
        self, day: date, strategy: CaseStrategy, sam: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            review_strategy(
                by=sam,
                strategy=strategy,
                outcome="stands",
                next_review_on=day,
                at=moment(date(2026, 3, 23)),
            )
        assert list(refusal.value.fields) == ["next_review_on"]
        assert not StrategyReview.objects.exists()

    def test_the_officer_does_not_review_their_own(self, strategy: CaseStrategy, alice: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot review the case strategy as Officer"):
            review_strategy(by=alice, strategy=strategy, outcome="stands", next_review_on=LOOK_AT)

    def test_a_closed_case_owes_no_look_at_its_strategy(
        self, strategy: CaseStrategy, case: Case, alice: Person
    ) -> None:
        suspect = add_suspect(by=alice, case=case, name="", at=moment(date(2026, 3, 1)))
        assert suspect == Suspect.objects.get()
        with_cps(alice, case, moment(date(2026, 3, 1)))
        for day, kind in ((2, "charged"), (3, "finalised")):
            at = moment(date(2026, 3, day))
            record_milestone(by=alice, case=case, kind=kind, occurred_at=at, at=at, **said_of(kind, at))
        assert owed(case) is None
        case.refresh_from_db()
        with pytest.raises(NotAllowed, match="every allegation of this case is closed"):
            written(alice, case, at=moment(date(2026, 3, 4)))


class TestPages:
    def test_the_page_shows_lines_agreement_and_versions(
        self, strategy: CaseStrategy, alice: Person, lena: Person, sign_in: SignIn
    ) -> None:
        agree_strategy(by=lena, strategy=strategy, at=moment(date(2026, 2, 26)))
        page = sign_in(alice).get(reverse("strategy_detail", args=[strategy.pk])).content.decode()
        for words in ("Why: One thread alone is in issue.", "Enquiries about the suspect", "CPS agreed on"):
            assert words in page

    def test_the_next_version_starts_from_the_one_that_stands(
        self, strategy: CaseStrategy, case: Case, alice: Person, sign_in: SignIn
    ) -> None:
        page = sign_in(alice).get(reverse("write_strategy", args=[case.pk])).content.decode()
        assert "The friend who was told first." in page
        assert "Messages of March." in page

    def test_typed_lines_are_kept_with_a_sentence_by_the_field(
        self, case: Case, alice: Person, sign_in: SignIn
    ) -> None:
        sent = {
            "lines-count": "2",
            "lines-0-kind": "pursued",
            "lines-0-words": "A line.",
            "lines-1-kind": "not_pursued",
            "lines-1-words": "Another line.",
            "review_on_0": "1",
        }
        response = sign_in(alice).post(reverse("write_strategy", args=[case.pk]), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "A line." in page
        assert "Another line." in page

    def test_case_page_and_history_tell_of_it(
        self, strategy: CaseStrategy, case: Case, alice: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(alice)
        assert "Case strategy, version 1" in client.get(f"/cases/{case.pk}/").content.decode()
        history = client.get(reverse("case_history", args=[case.pk])).content.decode()
        assert "Case strategy, version 1 written" in history

    def test_the_api_reads_and_writes_as_the_page(self, case: Case, alice: Person, sign_in: SignIn) -> None:
        client = sign_in(alice)
        refused = client.post(
            "/api/v1/strategies/",
            {"case": str(case.pk), "lines": [{"kind": "not_pursued", "words": "x"}]},
            content_type="application/json",
        )
        assert refused.status_code == 400
        assert {"next_decision_on", "review_on"} <= set(refused.json()["fields"])
        row = written(alice, case)
        shown = client.get(f"/api/v1/strategies/{row.pk}/").json()
        assert [one["words"] for one in shown["lines"]] == [one["words"] for one in LINES]
        (listed,) = client.get("/api/v1/strategies/").json()["results"]
        assert "lines" not in listed

    def test_who_reads_no_cps_matters_does_not_know_of_it(
        self, strategy: CaseStrategy, ivy: Person, charlie: Person, sign_in: SignIn
    ) -> None:
        for person in (ivy, charlie):
            found = sign_in(person).get(reverse("strategy_detail", args=[strategy.pk]))
            assert found.status_code == 404
