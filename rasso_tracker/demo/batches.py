"""Batches of cases for the bulk door, told one ahead while the database takes the one before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    CaseStrategy,
    Climb,
    ClimbAnswer,
    ClimbEscalation,
    Countersignature,
    DisputeAnswer,
    EarlyAdviceConsidered,
    EnteredCharge,
    Escalation,
    FileCheck,
    FileCheckLine,
    ItemChase,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWait,
    JointMeeting,
    PastedDocument,
    PlanBesideCharge,
    PlanCompletion,
    PlanDate,
    PlanReview,
    StrategyAgreement,
    StrategyLine,
    StrategyReview,
    Submission,
    SubmissionAllegation,
    Triage,
    TriageReason,
)
from cases.models import (
    Allegation,
    Assignment,
    Case,
    Direction,
    DirectionDate,
    DueItem,
    Lesson,
    Milestone,
    NamedAccess,
    SearchKey,
    SupervisoryReview,
    Suspect,
    SuspectIndex,
    Victim,
)
from rasso_tracker.clocks import in_london
from rasso_tracker.demo.events import Life
from rasso_tracker.demo.life import tell
from rasso_tracker.demo.rows import CaseRows, Rows
from rasso_tracker.demo.rows_climbing import climbing_rows
from rasso_tracker.demo.rows_clinics import clinic_rows
from rasso_tracker.demo.rows_cps import cps_rows
from rasso_tracker.demo.rows_cps_reviews import expedited_rows
from rasso_tracker.demo.rows_decisions import decision_rows
from rasso_tracker.demo.rows_learning import learning_rows
from rasso_tracker.demo.rows_pasted import pasted_rows
from rasso_tracker.demo.rows_strategies import strategy_rows
from rasso_tracker.demo.rows_supervision import supervision_rows
from rasso_tracker.demo.rows_told import told_rows
from rasso_tracker.demo.rows_victims import victim_rows, withdrawal_days
from rasso_tracker.demo.story import World
from rasso_tracker.demo.wishes import Wish
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.vault.models import DataKey
from reviews.models import (
    CpsReview,
    CpsReviewStage,
    DayStep,
    Decision,
    DecisionCheck,
    DecisionLetter,
    DecisionLine,
    ExpeditedReview,
    LetterCopy,
    MissedTelling,
    Notification,
    NotToldBefore,
    ReviewAsker,
    ReviewEnquiries,
    ReviewExtension,
    ReviewRequest,
    ReviewUpdate,
    RightTold,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from victims.models import (
    Characteristics,
    Circumstances,
    Contact,
    ContactAlert,
    ContactDetails,
    ContactOwner,
    EventTelling,
    Identity,
    IsvaSupport,
    JointAppointment,
    LookBack,
    MaterialRequest,
    NeedsAssessment,
    Reengagement,
    SafeguardingConcern,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    UpdateAgreement,
    Withdrawal,
    WithdrawalTold,
)

CASES_A_BATCH = 300
CRIMES_A_CASE = 6  # numbers kept apart for each case in the year's series
PARENTS_FIRST: tuple[type[Model], ...] = (
    Case,
    DataKey,
    Victim,
    Suspect,
    SuspectIndex,
    Allegation,
    Milestone,
    Assignment,
    NamedAccess,
    SearchKey,
    Identity,
    ContactDetails,
    Contact,
    EventTelling,
    Characteristics,
    Circumstances,
    NeedsAssessment,
    UpdateAgreement,
    ContactAlert,
    SafeguardingConcern,
    IsvaSupport,
    JointAppointment,
    MaterialRequest,
    StoDeployment,
    ContactOwner,
    SupportReferral,
    SupportEvent,
    Withdrawal,
    WithdrawalTold,
    LookBack,
    Lesson,
    Reengagement,
    EarlyAdviceConsidered,
    FileCheck,
    FileCheckLine,
    Submission,
    SubmissionAllegation,
    Triage,
    TriageReason,
    Advice,
    Countersignature,
    AdviceReading,
    AdviceQuestion,
    AdviceAnswer,
    JointMeeting,
    CaseStrategy,
    StrategyLine,
    ActionPlan,
    PastedDocument,
    ActionPlanItem,
    ItemDate,
    ItemDispute,
    ItemGiven,
    DisputeAnswer,
    ItemReturn,
    ItemWait,
    ItemChase,
    PlanCompletion,
    EnteredCharge,
    PlanBesideCharge,
    ItemCheck,
    PlanReview,
    PlanDate,
    Escalation,
    Acknowledgement,
    StrategyAgreement,
    StrategyReview,
    SupervisoryReview,
    Direction,
    DirectionDate,
    Decision,
    DecisionCheck,
    DecisionLine,
    DayStep,
    Notification,
    TellingPlan,
    TellingAttempt,
    TellingDelay,
    MissedTelling,
    NotToldBefore,
    VictimQuestion,
    DecisionLetter,
    LetterCopy,
    RightTold,
    ReviewRequest,
    ReviewAsker,
    ReviewEnquiries,
    ReviewExtension,
    ReviewUpdate,
    CpsReview,
    CpsReviewStage,
    ExpeditedReview,
    DueItem,
    Climb,
    ClimbEscalation,
    ClimbAnswer,
    Raised,
    Message,
)
Opening = tuple[datetime, Wish | None]


@dataclass
class Batch:
    what: str
    groups: list[list[Any]]
    subjects: list[UUID]


def rows_of(life: Life, world: World, seed: int, reference: str, crimes: Sequence[str]) -> Rows:
    """Every row of one case."""
    case = CaseRows(life, world, seed, reference, crimes)
    victim_rows(case)
    cps_rows(case)
    withdrawal_days(case)
    learning_rows(case)
    decision_rows(case)
    expedited_rows(case)
    strategy_rows(case)
    clinic_rows(case)
    supervision_rows(case)
    pasted_rows(case)
    climbing_rows(case)
    told_rows(case)
    return case.finish()


def crimes_of(opened_at: datetime, place: int) -> list[str]:
    """Crime references for the case at `place` of its year: 11 digits, 13 and the year first."""
    year = in_london(opened_at).year % 100
    return [f"13{year:02d}{place * CRIMES_A_CASE + number + 1:07d}" for number in range(CRIMES_A_CASE)]


def batches(world: World, seed: int, told: Sequence[Opening], references: Iterator[str]) -> Iterator[Batch]:
    """Batches in order, each made while the one before is being loaded; last the diary of advice clinics."""
    years: Counter[int] = Counter()

    def make(first: int) -> Batch:
        merged: Rows = defaultdict(list)
        for number, (opened_at, wish) in enumerate(told[first : first + CASES_A_BATCH], start=first):
            year = in_london(opened_at).year
            life = tell(number, opened_at, world, seed, wish)
            for model, rows in rows_of(
                life, world, seed, next(references), crimes_of(opened_at, years[year])
            ).items():
                merged[model] += rows
            years[year] += 1
        unknown = set(merged) - set(PARENTS_FIRST)
        assert not unknown, f"no place in the order of loading: {unknown}"
        subjects = [one.pk for one in merged[Case]]
        what = f"demo cases {first + 1} to {first + len(subjects)}"
        return Batch(what, [merged[model] for model in PARENTS_FIRST], subjects)

    starts = range(0, len(told), CASES_A_BATCH)
    with ThreadPoolExecutor(1) as pool:
        ahead: Future[Batch] | None = None
        for first in starts:
            batch = (ahead or pool.submit(make, first)).result()
            following = first + CASES_A_BATCH
            ahead = pool.submit(make, following) if following < len(told) else None
            yield batch
    yield Batch("advice clinics of the demo", world.diary.groups(), [])
