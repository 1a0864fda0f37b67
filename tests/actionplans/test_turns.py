"""Days with police and days with CPS: from the events alone, in Python and in SQL alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.enums import Side
from actionplans.models import Submission
from actionplans.services import triage_submission
from actionplans.turns import NEXT, Days, days_by_round, days_of_rounds, holder
from cases.enums import MilestoneKind
from cases.models import Allegation, Case, Milestone, Suspect
from cases.services import add_allegation, add_suspect
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, moment, submitted
from tests.decisions import said_of
from tests.stories import story

Kind = MilestoneKind


def both(case: Case, at: datetime) -> dict[int, Days]:
    """Days by round, computed in Python and in SQL, which must agree."""
    rounds = list(Submission.objects.filter(case=case))
    facts = list(Milestone.objects.filter(case=case))
    by_python = days_by_round(rounds, facts, list(Allegation.objects.filter(case=case)), at)
    assert days_of_rounds([one.pk for one in rounds], at) == by_python
    return {one.round: by_python[one.pk] for one in rounds if one.pk in by_python}


def test_a_round_counts_the_days_of_each_side_from_its_events(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    """To CPS on 23 February, rejected on 2 March, again on 9 March, a plan on 16 March."""
    first = submitted(case, alice, unit)
    triage_submission(
        by=lena,
        submission=first,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20),
        at=moment(date(2026, 3, 2)),
    )
    assert both(case, moment(date(2026, 3, 5))) == {1: Days(police=3, cps=7)}
    second = submitted(case, alice, unit, at=moment(date(2026, 3, 9)))
    issued(second, lena, moment(date(2026, 3, 16)))
    assert both(case, moment(date(2026, 3, 20))) == {1: Days(7, 7), 2: Days(4, 7)}
    assert both(case, moment(date(2026, 2, 20))) == {}


def test_an_answer_on_the_same_day_costs_no_day(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    issued(submitted(case, alice, unit), lena, moment(date(2026, 2, 23), 16))
    assert both(case, moment(date(2026, 2, 24))) == {1: Days(police=1, cps=0)}


def test_a_day_is_a_london_day(case: Case, alice: Person, unit: CpsUnit) -> None:
    """Half past eleven at night in UTC on 30 March is the 31st in London."""
    submitted(case, alice, unit, at=datetime(2026, 3, 30, 23, 30, tzinfo=UTC))
    assert both(case, datetime(2026, 3, 31, 22, 59, tzinfo=UTC)) == {1: Days()}
    assert both(case, end_of_day(date(2026, 3, 31))) == {1: Days(cps=1)}


def test_a_charge_ends_both_clocks(case: Case, alice: Person, unit: CpsUnit) -> None:
    submitted(case, alice, unit)
    (allegation,) = Allegation.objects.filter(case=case)
    _happened(case, alice, Kind.CHARGED, moment(date(2026, 3, 2)), allegation)
    assert both(case, moment(date(2026, 6, 1))) == {1: Days(cps=7)}
    assert holder(list(Milestone.objects.filter(case=case)), [allegation], moment(date(2026, 6, 1))) == set()


def test_after_a_partial_answer_both_sides_hold_something(
    case: Case, alice: Person, unit: CpsUnit, lena: Person
) -> None:
    add_allegation(by=alice, case=case, offence_type="sexual_assault", crime_reference="13269999999")
    submission = submitted(case, alice, unit)
    one, two = Allegation.objects.filter(case=case).order_by("pk")
    _happened(case, lena, Kind.ACTION_PLAN_ISSUED, moment(date(2026, 2, 25)), one)
    at = moment(date(2026, 2, 28))
    assert both(case, at) == {submission.round: Days(police=3, cps=5)}
    assert holder(list(Milestone.objects.filter(case=case)), [one, two], at) == {Side.POLICE, Side.CPS}


def test_a_case_that_never_went_to_cps_has_no_clock(case: Case) -> None:
    facts = list(Milestone.objects.filter(case=case))
    assert holder(facts, list(Allegation.objects.filter(case=case)), now()) == set()
    assert days_of_rounds([], now()) == {}


def _happened(case: Case, by: Person, kind: Kind, at: datetime, allegation: Allegation | None) -> None:
    with open_door("a test"):
        Milestone.objects.create(
            case=case,
            kind=kind,
            occurred_at=at,
            recorded_at=at,
            recorded_by=by,
            allegation=allegation,
            **said_of(kind, at),
        )


# Any history at all, over both changes of the clocks and at the last minutes of days

START = datetime(2026, 3, 20, tzinfo=UTC)
moments = st.integers(0, 2 * 24 * 240).map(lambda half_hours: START + timedelta(minutes=30 * half_hours))
events = st.lists(
    st.tuples(
        st.sampled_from(sorted({*NEXT, Kind.REPORTED, Kind.ABE, Kind.TRIAL_BEGUN})),
        moments,
        st.integers(0, 2) | st.none(),  # which allegation, or the whole case
        st.integers(0, 1) | st.none(),  # which suspect, where no allegation is named
        st.booleans(),  # voided
    ),
    max_size=14,
)


@story
def three(case: Case, alice: Person) -> list[Allegation]:
    """Three allegations, two of them against a suspect each."""
    suspects = [add_suspect(by=alice, case=case, name=f"Sid {n}", at=START) for n in "AB"]
    for number, suspect in enumerate(suspects):
        add_allegation(
            by=alice,
            case=case,
            offence_type="sexual_assault",
            crime_reference=f"1326999990{number}",
            suspect=suspect,
        )
    return list(Allegation.objects.filter(case=case).order_by("pk"))


@settings(max_examples=120)
@given(told=events, sent=st.lists(moments, max_size=4), at=moments)
def test_python_and_sql_agree_on_any_history(
    told: list[Any],
    sent: list[datetime],
    at: datetime,
    three: list[Allegation],
    case: Case,
    alice: Person,
    unit: CpsUnit,
) -> None:
    suspects = list(Suspect.objects.filter(case=case).order_by("pk"))
    with transaction.atomic():
        with open_door("a test writes any history"):
            Milestone.objects.bulk_create(
                [
                    Milestone(
                        case=case,
                        kind=kind,
                        occurred_at=when,
                        recorded_at=when,
                        recorded_by=alice,
                        allegation=None if which is None else three[which],
                        suspect=suspects[whose] if which is None and whose is not None else None,
                        voided_at=when if voided else None,
                        voided_by=alice if voided else None,
                        void_reason="Wrong." if voided else "",
                        **said_of(kind, when),
                    )
                    for kind, when, which, whose, voided in told
                ]
            )
            Submission.objects.bulk_create(
                [_submission(case, alice, unit, number, when) for number, when in enumerate(sent, 1)]
            )
        rounds = both(case, at)
        span = (at - min(sent)).days + 1 if sent and min(sent) <= at else 0
        assert sum(one.cps for one in rounds.values()) <= span
        assert sum(one.police for one in rounds.values()) <= span
        transaction.set_rollback(True)


def _submission(case: Case, by: Person, unit: CpsUnit, number: int, when: datetime) -> Submission:
    return Submission(
        id=uuid7(),
        case=case,
        round=number,
        kind="early_advice",
        submitted_at=when,
        submitted_by=by,
        cps_unit=unit,
        note_sealed=b"",
        due_on=when.date(),
        recorded_at=when,
    )


# Where it is shown


@story
def long_with_police(alice: Person, lena: Person, unit: CpsUnit) -> Submission:
    """Twelve days with CPS, then eight with the police, by the real clock."""
    at = now() - timedelta(days=20)
    submission = submitted(a_case(alice, at), alice, unit, at)
    issued(submission, lena, at + timedelta(days=12))
    return submission


def test_pages_and_api_say_how_long_each_side_had_it(
    long_with_police: Submission, gita: Person, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(gita)
    for address in (
        reverse("submission_detail", args=[long_with_police.pk]),
        reverse("submission_list"),
        f"/cases/{long_with_police.case_id}/",
    ):
        text = " ".join(client.get(address).content.decode().split())
        assert "12 days" in text, address
        assert "8 days" in text, address
    told = client.get(f"/api/v1/submissions/{long_with_police.pk}/").json()
    assert (told["days_with_cps"], told["days_with_police"]) == (12, 8)


def test_the_list_asks_once_for_every_row(
    long_with_police: Submission, alice: Person, unit: CpsUnit, gita: Person, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(gita)

    def cost() -> int:
        client.get(reverse("submission_list"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("submission_list"))
        return len(captured)

    before = cost()
    for _ in range(2):
        submitted(a_case(alice), alice, unit)
    assert cost() == before


def test_ids_of_rounds_that_are_not_there_are_left_out(db: None) -> None:
    assert days_of_rounds([UUID(int=1)], now()) == {}


def test_the_list_by_api_says_the_days_of_each_submission_in_one_statement(
    case: Case, alice: Person, unit: CpsUnit, sign_in: Any
) -> None:
    """Sent on 23 February, CPS has had it since; the next round of another case costs no statement more."""
    browser = sign_in(alice)

    def asked() -> tuple[list[Any], int]:
        with CaptureQueriesContext(connection) as seen:
            rows = browser.get("/api/v1/submissions/").json()["results"]
        return rows, len(seen)

    first = submitted(case, alice, unit)
    asked()  # what is looked up once a process is behind us
    rows, statements = asked()
    days = days_of_rounds([first.pk], now())[first.pk]
    assert [(row["days_with_cps"], row["days_with_police"]) for row in rows] == [(days.cps, 0)]
    for _ in range(2):
        submitted(a_case(alice), alice, unit)
    rows, again = asked()
    assert (len(rows), again) == (3, statements)
