"""Random sequences of withdrawing, coming back, voiding and milestones keep what must always be true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import LATER, OPENED_AT, open_case
from victims import services
from victims.engagement import Choice, Event, OutOfOrder, SameMoment, check_sequence, last_choice
from victims.enums import DayFact
from victims.facts import choices_of, outcome_16_ready, standing_withdrawal, support_reinstated
from victims.models import Contact, Reengagement, Withdrawal, WithdrawalStageChange
from victims.services.restaging import COMPUTED, Matter
from victims.then import in_codes

W, R = Choice.WITHDREW, Choice.TAKES_PART_AGAIN
START = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def event(choice: Choice, day: int) -> Event:
    return Event(START + timedelta(days=day), choice)


@pytest.mark.parametrize("made", [[], [(W, 1)], [(W, 1), (W, 2)], [(W, 1), (R, 2)], [(R, 3), (W, 1), (W, 4)]])
def test_sequence_that_can_be_passes(made: list[tuple[Choice, int]]) -> None:
    check_sequence([event(*one) for one in made])


@pytest.mark.parametrize("made", [[(R, 1)], [(R, 1), (W, 2)], [(W, 1), (R, 2), (R, 3)]])
def test_re_engagement_that_answers_nothing_is_out_of_order(made: list[tuple[Choice, int]]) -> None:
    with pytest.raises(OutOfOrder):
        check_sequence([event(*one) for one in made])


def test_two_choices_at_one_moment_are_refused() -> None:
    with pytest.raises(SameMoment):
        check_sequence([event(W, 1), event(R, 1)])


def test_last_choice_is_the_latest_by_then() -> None:
    made = [event(W, 1), event(R, 5)]
    assert last_choice(made, START) is None
    assert last_choice(made, START + timedelta(days=4)) == event(W, 1)
    assert last_choice(made, START + timedelta(days=5)) == event(R, 5)


steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "withdraw",
                "retract",
                "never",
                "come_back",
                "void_withdrawal",
                "void_again",
                "milestone",
                "void_milestone",
                "lose",
                "contact",
                "void_contact",
                "correct",
                "unwelcome",
                "ask_contact",
            ]
        ),
        st.integers(0, 8),
    ),
    min_size=1,
    max_size=12,
)
KIND_OF = {
    "withdraw": "withdrew", "unwelcome": "withdrew", "retract": "retracted", "never": "never_supported",
}  # fmt: skip
SCOPES = (("statement",), ("prosecution",), ("investigation", "prosecution"))
KINDS = ["first_account", "abe", "suspect_identified", "interviewed", "charged"]
SAYS = {"interviewed": {"interview_by": "voluntary"}, "charged": {"charge_by": "police"}}


def call(step: str, number: int, victim: Victim, by: Person) -> None:
    """A contact that is typed late, or one of them voided."""
    if step in ("contact", "ask_contact"):
        about = ["wishes" if step == "ask_contact" else "update"]
        how = {"direction": "in", "method": "phone", "reached": True, "about": about}
        moment = START + timedelta(days=number)
        services.record_contact(by=by, victim=victim, occurred_at=moment, at=LATER, **how)
        return
    rows = list(Contact.objects.filter(victim=victim).order_by("recorded_at", "pk"))
    if rows:
        services.void_contact(by=by, contact=rows[number % len(rows)], reason="Wrong.", at=LATER)


def withdraw(
    by: Person,
    victim: Victim,
    moment: datetime,
    *,
    welcome: str,
    kind: str = "withdrew",
    scope: tuple[str, ...] = ("prosecution",),
) -> Withdrawal:
    return services.record_withdrawal(
        by=by,
        victim=victim,
        kind=kind,
        occurred_at=moment,
        reasons=["delay"],
        told_by="letter",
        from_what=scope,
        support_offered=["isva"],
        recontact_welcome=welcome,
        recontact_on=LATER.date() + timedelta(days=30) if welcome == "yes" else None,
        at=LATER,
    )


def correct(number: int, victim: Victim, by: Person) -> None:
    """A withdrawal that was recorded wrongly: voided, and recorded anew as it was."""
    rows = list(Withdrawal.objects.standing().filter(victim=victim, kind="withdrew").order_by("pk"))
    if rows:
        row = rows[number % len(rows)]
        services.void_withdrawal(by=by, withdrawal=row, reason="Wrong reason.", at=LATER)
        withdraw(by, victim, row.occurred_at, welcome="no", scope=tuple(row.from_what))


def check_recontact(victim: Victim) -> None:
    """Asking again is owed by the last word alone, and never to whom it is unwelcome or who was asked."""
    owed = DueItem.objects.filter(case=victim.case_id, code="victim_recontact", settled_at__isnull=True)
    last = Withdrawal.objects.standing().filter(victim=victim).order_by("-occurred_at").first()
    assert {one.source for one in owed} <= {last.pk if last else None}
    for one in owed:
        assert last is not None
        assert (last.recontact_welcome, last.recontact_on) == ("yes", one.due_on)
        assert not support_reinstated(victim, LATER)


def check_nothing_counts_twice(victim: Victim) -> None:
    """Between two comings back each withdrawal says more than those before; “from the start” is the first."""
    rows: list[Withdrawal | Reengagement] = [
        *Withdrawal.objects.standing().filter(victim=victim).exclude(kind="lost_contact"),
        *Reengagement.objects.standing().filter(victim=victim),
    ]
    kinds: set[str] = set()  # of all before
    said: set[tuple[str, str]] = set()  # since they last came back
    for row in sorted(rows, key=lambda one: one.occurred_at):
        if isinstance(row, Reengagement):
            kinds, said = kinds | {"back"}, set()
            continue
        what = set(row.from_what) | ({"statement"} if "investigation" in row.from_what else set())
        as_far = {scope for kind, scope in said if row.kind != "retracted" or kind == "retracted"}
        assert set(row.from_what) - as_far, row
        assert row.kind != "never_supported" or kinds <= {"never_supported"}, row
        said, kinds = said | {(row.kind, scope) for scope in what}, kinds | {row.kind}


def stages_of(victim: Victim) -> dict[UUID, str]:
    return dict(Withdrawal.objects.filter(victim=victim).values_list("pk", "stage"))


def check_changes_are_shown(victim: Victim, before: dict[UUID, str]) -> dict[UUID, str]:
    """A stage that is another than before this deed has a row that says so, from what to what."""
    now = stages_of(victim)
    last = WithdrawalStageChange.objects.filter(withdrawal__victim=victim).order_by("changed_at", "pk")
    shown = {one.withdrawal_id: one for one in last}
    for pk, stage in before.items():
        assert now[pk] == stage or (shown[pk].old_stage, shown[pk].new_stage) == (stage, now[pk])
        assert now[pk] == stage or shown[pk].why
    return now


def do(step: str, number: int, case: Case, victim: Victim, by: Person) -> None:
    """One step of a random history; a refusal is an answer like any other."""
    moment = START + timedelta(days=number)
    if step in KIND_OF:
        welcome = "yes" if step == "withdraw" and number % 2 else "no"
        scope = SCOPES[number % len(SCOPES)]
        withdraw(by, victim, moment, welcome=welcome, kind=KIND_OF[step], scope=scope)
    elif step == "correct":
        correct(number, victim, by)
    elif step.endswith("contact"):
        call(step, number, victim, by)
    elif step == "lose":
        services.record_withdrawal(by=by, victim=victim, kind="lost_contact", occurred_at=moment, at=LATER)
    elif step == "come_back":
        services.record_re_engagement(by=by, victim=victim, occurred_at=moment, told_by="letter", at=LATER)
    elif step == "void_withdrawal":
        rows = list(Withdrawal.objects.filter(victim=victim).order_by("recorded_at", "pk"))
        if rows:
            services.void_withdrawal(by=by, withdrawal=rows[number % len(rows)], reason="Wrong.", at=LATER)
    elif step == "void_again":
        rows = list(Reengagement.objects.filter(victim=victim).order_by("recorded_at", "pk"))
        if rows:
            services.void_re_engagement(
                by=by, reengagement=rows[number % len(rows)], reason="Wrong.", at=LATER
            )
    elif step == "milestone":
        kind = KINDS[number % len(KINDS)]
        how = SAYS.get(kind, {})
        cases.record_milestone(by=by, case=case, kind=kind, occurred_at=moment, at=LATER, **how)
    else:
        rows = list(case.milestones.exclude(kind="reported").order_by("recorded_at", "pk"))
        if rows:
            cases.void_milestone(by=by, milestone=rows[number % len(rows)], reason="Wrong.", at=LATER)


@given(steps)
@settings(max_examples=25)
def test_random_history_keeps_its_invariants(alice: Person, history: list[tuple[str, int]]) -> None:
    case = open_case(alice, offence_type="sexual_assault")  # which the police may charge
    victim = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    known: dict[UUID, str] = {}
    for step, number in history:
        try:
            do(step, number, case, victim, alice)
        except (Invalid, NotAllowed, Stale):
            assert stages_of(victim) == known  # a refusal changes nothing
            continue
        known = check_changes_are_shown(victim, known)
    made = choices_of(victim)
    check_sequence(made)  # no re-engagement without a withdrawal, no two choices at one moment
    check_nothing_counts_twice(victim)
    last = last_choice(made, LATER)
    standing = standing_withdrawal(victim, LATER)
    assert (standing is not None) == (last is not None and last.choice is W)
    assert support_reinstated(victim, LATER) == (last is not None and last.choice is R)
    assert standing is None or (
        standing.stands and standing.is_withdrawal and standing.occurred_at == last.at
    )
    assert outcome_16_ready(victim, LATER) is False  # nobody corroborated anything
    check_recontact(victim)
    matter = Matter(case)
    for row in Withdrawal.objects.standing().filter(victim=victim):
        assert row.stage == matter.stage(victim.pk, row.occurred_at)  # staged as the facts now stand
        changes = list(WithdrawalStageChange.objects.filter(withdrawal=row).order_by("changed_at", "pk"))
        for before, after in pairwise(changes):
            assert before.new_stage == after.old_stage  # every change is shown, none is missing
        assert not changes or changes[-1].new_stage == row.stage
        stored = {name: getattr(row, name) for name in COMPUTED}
        matter.compute(row)
        assert {name: getattr(row, name) for name in COMPUTED} == stored
        for fact in DayFact:
            moved = list(row.day_changes.filter(fact=fact).order_by("changed_at", "pk"))
            assert all(before.after == after.before for before, after in pairwise(moved))
            assert not moved or moved[-1].after == in_codes(stored[fact.value])
