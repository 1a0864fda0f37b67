"""The case strategy: written in versions, agreed by CPS, reviewed by a date that climbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Max

from actionplans import rules
from actionplans.models import CaseStrategy, Climb, StrategyAgreement, StrategyLine, StrategyReview
from actionplans.rules import strategies as strategy_rules
from actionplans.seals import Label, Sealer
from actionplans.services.acts import confirm_cps_act
from actionplans.services.agreement import ask_agreement, ask_no_more
from actionplans.services.climbs import step_of
from actionplans.services.documents import Entry, cps_person
from cases.models import Case, DueItem
from cases.services import CASE_CLOSED, Owed, locked, raise_dues, settle_due
from cases.whole import held_of
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person

STRATEGY_DUE = "strategy_review"  # the code of the review date among what is owed on the case


class Said(NamedTuple):
    """What a version says: its lines in order, its words, and the next decision date."""

    lines: tuple[tuple[str, str, str], ...]
    digital: str
    third_party: str
    next_decision_on: date

    @classmethod
    def of(cls, lines: Iterable[Mapping[str, Any]], **rest: Any) -> Said:
        told = ((str(one["kind"]), one["words"], one.get("why") or "") for one in lines)
        return cls(tuple(told), **rest)


def said_by(strategy: CaseStrategy, sealer: Sealer) -> Said:
    rows = StrategyLine.objects.filter(strategy=strategy).order_by("number")
    return Said(
        tuple(
            (
                one.kind,
                sealer.open(Label.STRATEGY_LINE, one.pk, one.words_sealed),
                sealer.open(Label.STRATEGY_WHY, one.pk, one.why_sealed),
            )
            for one in rows
        ),
        sealer.open(Label.STRATEGY_DIGITAL, strategy.pk, strategy.digital_sealed),
        sealer.open(Label.STRATEGY_THIRD_PARTY, strategy.pk, strategy.third_party_sealed),
        strategy.next_decision_on,
    )


@deed
def write_strategy(
    *,
    by: Person,
    case: Case,
    lines: Sequence[Mapping[str, Any]],
    next_decision_on: date,
    review_on: date,
    digital: str = "",
    third_party: str = "",
    at: datetime | None = None,
) -> CaseStrategy:
    """Write the next version of the strategy. `lines`: kind, words and, where not pursued, why.

    The version before is superseded and stays to be read; CPS is asked to agree to this one. Raises
    NotAllowed on a closed case, or while its review has climbed above the person; Invalid for a missing
    reason, a date that has passed or lies too far ahead, or where it says what the version that stands says:
    a form that was left open and sent again.
    """
    at = at or now()
    strategy_rules.check_can_write(by, case, step_of_review(case))
    strategy_rules.check_strategy(lines, next_decision_on=next_decision_on, review_on=review_on, at=at)
    case = locked(by, case)
    versions = CaseStrategy.objects.filter(case=case)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    sealer = Sealer(case.pk)
    standing = versions.filter(superseded_at__isnull=True).first()
    if standing is not None:
        said = Said.of(lines, digital=digital, third_party=third_party, next_decision_on=next_decision_on)
        strategy_rules.check_says_more(standing, same=said == said_by(standing, sealer))
    versions.filter(superseded_at__isnull=True).update(superseded_at=at)
    row = CaseStrategy(
        id=uuid7(),
        case=case,
        version=last + 1,
        next_decision_on=next_decision_on,
        review_on=review_on,
        written_at=at,
        written_by=by,
    )
    row.digital_sealed = sealer.seal(Label.STRATEGY_DIGITAL, row.pk, digital) if digital else None
    row.third_party_sealed = (
        sealer.seal(Label.STRATEGY_THIRD_PARTY, row.pk, third_party) if third_party else None
    )
    row.save(force_insert=True)
    StrategyLine.objects.bulk_create(
        _line(row, number, given, sealer) for number, given in enumerate(lines, start=1)
    )
    _owe_review(case, review_on, at)
    ask_no_more(case, by=by, at=at)
    ask_agreement(case, at)
    record(by=by, action=Action.STRATEGY_WRITTEN, case=case, subjects=[row.pk])
    return row


def _line(strategy: CaseStrategy, number: int, given: Mapping[str, Any], sealer: Sealer) -> StrategyLine:
    row = StrategyLine(
        id=uuid7(), case_id=strategy.case_id, strategy=strategy, number=number, kind=given["kind"]
    )
    row.words_sealed = sealer.seal(Label.STRATEGY_LINE, row.pk, given["words"])
    if given.get("why"):
        row.why_sealed = sealer.seal(Label.STRATEGY_WHY, row.pk, given["why"])
    return row


def _owe_review(case: Case, review_on: date, at: datetime) -> None:
    raise_dues(case=case, owed=[review_owed(case, review_on)], at=at)


def review_owed(case: Case, review_on: date) -> Owed:
    return Owed(source=case.pk, code=STRATEGY_DUE, what="Review the case strategy", due_on=review_on)


def step_of_review(case: Case) -> int | None:
    """How far the review that is owed has climbed: no statement on the page of the case."""
    if page := held_of(case):
        due = {one.pk for one in page.rows(DueItem) if one.code == STRATEGY_DUE and one.settled_at is None}
        return next((one.step for one in page.rows(Climb) if one.is_current and one.item_id in due), None)
    return step_of(case.pk, STRATEGY_DUE)


def end_strategy_review(case: Case, *, by: Person, at: datetime) -> None:
    """A closed case needs no strategy. Inside a deed."""
    ask_no_more(case, by=by, at=at)
    settle_due(source=case.pk, code=STRATEGY_DUE, at=at, fell_away=CASE_CLOSED)


def agreement_of(strategy: CaseStrategy) -> StrategyAgreement | None:
    """CPS's agreement to this version that stands, if there is one."""
    return StrategyAgreement.objects.filter(strategy=strategy, superseded_at__isnull=True).first()


def _as_it_stands(by: Person, strategy: CaseStrategy) -> CaseStrategy:
    """The strategy with its case locked: deeds on one follow each other."""
    case = locked(by, strategy.case_id)
    found: CaseStrategy = CaseStrategy.objects.get(pk=strategy.pk)
    found.case = case
    return found


@deed
def agree_strategy(
    *,
    by: Person,
    strategy: CaseStrategy,
    agreed_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> StrategyAgreement:
    """CPS agrees to a version; police may enter it from CPS's document, and it is marked so.

    Police who leave the moment out mean the day of the document. Raises NotAllowed for a version that is
    agreed or superseded, Invalid for a moment before it was written.
    """
    at = at or now()
    strategy = _as_it_stands(by, strategy)
    strategy_rules.check_can_agree(by, strategy, agreement_of(strategy))
    act = Entry(
        by=by,
        case=strategy.case,
        field="agreed_at",
        said=agreed_at,
        document_name=document_name,
        document_date=document_date,
        answers=rules.Answers(strategy.written_at, "this version was written"),
        at=at,
    )
    act.check()
    agreed_at = act.moment
    row = StrategyAgreement(
        id=uuid7(),
        case=strategy.case,
        strategy=strategy,
        prosecutor=cps_person(by),
        agreed_at=agreed_at,
        recorded_at=at,
        **act.columns,
    )
    row.save(force_insert=True)
    ask_no_more(strategy.case, by=by, at=at)
    record(by=by, action=Action.STRATEGY_AGREED, case=strategy.case, subjects=[strategy.pk, row.pk])
    return row


@deed
def confirm_strategy_agreement(
    *, by: Person, agreement: StrategyAgreement, stands: bool, at: datetime | None = None
) -> StrategyAgreement:
    """CPS confirms an agreement that police entered, or says that there is none. Raises NotAllowed."""
    at = at or now()
    confirmed: StrategyAgreement = confirm_cps_act(by=by, act=agreement, stands=stands, at=at)
    if not stands:
        ask_agreement(agreement.case, at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=agreement.case_id, subjects=[agreement.strategy_id])
    return confirmed


@deed
def review_strategy(
    *,
    by: Person,
    strategy: CaseStrategy,
    outcome: str,
    next_review_on: date,
    note: str = "",
    at: datetime | None = None,
) -> StrategyReview:
    """Look at the strategy: it stands, or it must change. Either sets the next review date, which climbs.

    Raises NotAllowed for a version that is superseded, Invalid for a date that has passed or lies too far
    ahead.
    """
    at = at or now()
    strategy = _as_it_stands(by, strategy)
    strategy_rules.check_can_review(by, strategy)
    strategy_rules.check_next_review(next_review_on, at)
    row = StrategyReview(
        id=uuid7(),
        case=strategy.case,
        strategy=strategy,
        outcome=outcome,
        next_review_on=next_review_on,
        reviewed_at=at,
        reviewed_by=by,
    )
    row.note_sealed = Sealer(strategy.case_id).seal(Label.STRATEGY_NOTE, row.pk, note)
    row.save(force_insert=True)
    CaseStrategy.objects.filter(pk=strategy.pk).update(review_on=next_review_on)
    _owe_review(strategy.case, next_review_on, at)
    record(by=by, action=Action.STRATEGY_REVIEWED, case=strategy.case, subjects=[strategy.pk, row.pk])
    return row
