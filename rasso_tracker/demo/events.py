"""What happened in a made-up case, as plain values: no row, no id, no sealed text (rows.py makes those)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cases.alike import Known
from rasso_tracker.people.models import District, Person, Team


@dataclass(slots=True)
class VictimFacts:
    name: str
    woman: bool
    born: date
    enhanced: bool
    method: str
    language: str
    added_at: datetime


@dataclass(slots=True)
class SuspectFacts:
    known: Known
    is_police: bool
    added_at: datetime


@dataclass(slots=True)
class AllegationFacts:
    offence_type: str
    victim: int
    suspect: int | None
    precision: str
    offence_from: date | None
    offence_to: date | None
    added_at: datetime
    outcome: str = ""
    outcome_at: datetime | None = None


@dataclass(slots=True)
class Happened:
    """A milestone; `allegation`, `suspect` and `victim` are places in the lists of the Life."""

    kind: str
    at: datetime
    by: Person
    allegation: int | None = None
    suspect: int | None = None
    victim: int | None = None
    interview_by: str = ""
    limit_on: date | None = None
    note: str = ""
    decided: Mapping[str, Any] = field(default_factory=dict)  # of a charge, the columns that say who did


@dataclass(slots=True)
class OnDuty:
    person: Person
    duty: str
    began: datetime
    by: Person
    ended: datetime | None = None


@dataclass(slots=True)
class Named:
    person: Person
    because: str
    began: datetime
    by: Person
    ended: datetime | None = None


@dataclass(slots=True)
class ContactFacts:
    victim: int
    at: datetime
    direction: str
    method: str
    reached: bool
    about: list[str]
    words: str
    by: Person


@dataclass(slots=True)
class ConcernFacts:
    victim: int
    at: datetime
    about: str
    words: str
    act_by: date
    by: Person
    outcome: str = ""
    done: str = ""
    resolved_at: datetime | None = None
    resolved_by: Person | None = None


@dataclass(slots=True)
class WithdrawalFacts:
    victim: int
    kind: str
    at: datetime
    recorded_at: datetime
    by: Person
    told_by: str
    reasons: Mapping[Any, Sequence[str]]
    primary: str
    words: str
    support: list[str]
    welcome: str
    corroborated_at: datetime | None = None
    corroborated_by: Person | None = None
    corroboration: str = ""
    barriers: list[str] = field(default_factory=list)
    tried: str = ""
    basis: str = ""  # of what an officer inferred


@dataclass(slots=True)
class AgainFacts:
    victim: int
    at: datetime
    by: Person
    told_by: str
    words: str


@dataclass(slots=True)
class SupportFacts:
    victim: int
    isva: Person
    began: datetime
    by: Person
    ended: datetime | None = None


@dataclass(slots=True)
class CpsRecord:
    """Who recorded an act of CPS: a lawyer, or the police from a document that CPS may have confirmed."""

    by: Person
    lawyer: Person | None
    document: str = ""
    document_date: date | None = None
    confirmed_at: datetime | None = None
    confirmed_by: Person | None = None


@dataclass(slots=True)
class TriageFacts:
    at: datetime
    record: CpsRecord
    accepted: bool
    respond_by: date | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class AdviceFacts:
    at: datetime
    record: CpsRecord
    kind: str
    words: str


@dataclass(slots=True)
class SubmissionFacts:
    round: int
    kind: str
    at: datetime
    by: Person
    unit: Any
    triage: TriageFacts | None = None
    advice: list[AdviceFacts] = field(default_factory=list)
    answered_at: datetime | None = None


@dataclass(slots=True)
class ItemFacts:
    type: str
    status: str
    asks: str
    returned_at: datetime | None = None
    returned_by: Person | None = None
    note: str = ""
    checked_at: datetime | None = None
    checked_by: Person | None = None
    check_note: str = ""


@dataclass(slots=True)
class DateFacts:
    kind: str
    due_on: date
    because: str
    set_at: datetime
    by: Person
    from_step: int
    moments: tuple[datetime | None, ...]
    reason: str = ""
    review: int | None = None
    answered_at: datetime | None = None
    superseded_at: datetime | None = None


@dataclass(slots=True)
class ReviewFacts:
    outcome: str
    next_review_on: date | None
    at: datetime
    by: Person
    note: str


@dataclass(slots=True)
class StepFacts:
    """One step in the ledger of the date at place `date`."""

    date: int
    step: int
    due_at: datetime
    raised_at: datetime
    review: int | None = None


@dataclass(slots=True)
class AcknowledgedFacts:
    step: int  # place in the ledger
    at: datetime
    by: Person
    promised: int  # place in the dates
    words: str


@dataclass(slots=True)
class PlanFacts:
    submission: int
    issued_at: datetime
    record: CpsRecord
    items: list[ItemFacts]
    status: str
    dates: list[DateFacts] = field(default_factory=list)
    reviews: list[ReviewFacts] = field(default_factory=list)
    ledger: list[StepFacts] = field(default_factory=list)
    answers: list[AcknowledgedFacts] = field(default_factory=list)
    closed_at: datetime | None = None


@dataclass(slots=True)
class ToldFacts:
    """What became of one victim's notice of a decision, and of their Right to Review."""

    victim: int
    told_at: datetime | None = None
    by: Person | None = None
    recorded_by: Person | None = None
    method: str = ""
    wanted: str = ""
    understood: str = ""
    words: str = ""
    not_told: str = ""
    not_told_at: datetime | None = None
    right_told_at: datetime | None = None
    eligible: bool = False
    not_eligible: int | None = None


@dataclass(slots=True)
class RequestFacts:
    victim: int
    received_at: datetime
    recorded_by: Person
    channel: str
    asked_by: str
    acknowledged_at: datetime | None = None
    reviewer: Person | None = None
    allocated_at: datetime | None = None
    allocated_by: Person | None = None
    outcome: str = ""
    decided_at: datetime | None = None
    told_at: datetime | None = None
    told_by: Person | None = None
    method: str = ""


@dataclass(slots=True)
class DecisionFacts:
    agency: str
    outcome: str
    reason: str
    proposed_at: datetime
    maker: Person | None
    words: str
    allegations: tuple[int, ...]
    maker_name: str = ""
    approver_name: str = ""
    record: CpsRecord | None = None
    approver: Person | None = None
    decided_at: datetime | None = None
    refused_at: datetime | None = None
    refused_by: Person | None = None
    told: list[ToldFacts] = field(default_factory=list)
    requests: list[RequestFacts] = field(default_factory=list)
    overturned_at: datetime | None = None


@dataclass(slots=True)
class Life:
    """The story of one case up to the moment of the demo."""

    number: int
    opened_at: datetime
    reported_on: date
    district: District
    team: Team
    officer: Person
    opened_by: Person
    summary: str
    restricted: bool = False
    urn: str = ""
    on_duty: list[OnDuty] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    victims: list[VictimFacts] = field(default_factory=list)
    suspects: list[SuspectFacts] = field(default_factory=list)
    suspect_like: str = ""  # one of names.SUSPECTS
    allegations: list[AllegationFacts] = field(default_factory=list)
    milestones: list[Happened] = field(default_factory=list)
    contacts: list[ContactFacts] = field(default_factory=list)
    concerns: list[ConcernFacts] = field(default_factory=list)
    withdrawals: list[WithdrawalFacts] = field(default_factory=list)
    again: list[AgainFacts] = field(default_factory=list)
    support: list[SupportFacts] = field(default_factory=list)
    submissions: list[SubmissionFacts] = field(default_factory=list)
    plans: list[PlanFacts] = field(default_factory=list)
    decisions: list[DecisionFacts] = field(default_factory=list)
    updates_due: dict[int, datetime] = field(default_factory=dict)  # victim to the update that set the clock
