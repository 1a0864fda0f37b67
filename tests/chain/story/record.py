"""What a story leaves behind, and who is in it before its first chapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actionplans.models import (
    ActionPlan,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    CaseStrategy,
    ClimbEscalation,
    Clinic,
    ClinicBooking,
    ClinicFollowUp,
    Countersignature,
    EnteredCharge,
    Escalation,
    FileCheck,
    PastedDocument,
    Reassignment,
    StrategyAgreement,
    Submission,
)
from cases.models import (
    Allegation,
    Case,
    Direction,
    DueItem,
    Lesson,
    Milestone,
    SupervisoryReview,
    Suspect,
    Victim,
)
from rasso_tracker.web.models import SavedFilter
from reviews.models import (
    CpsReview,
    DayStep,
    Decision,
    DecisionLetter,
    DecisionLine,
    ExpeditedReview,
    Notification,
    ReviewRequest,
    RightTold,
    VictimQuestion,
)
from victims.models import (
    ContactAlert,
    EventTelling,
    IsvaSupport,
    JointAppointment,
    LookBack,
    MaterialRequest,
    Reengagement,
    SafeguardingConcern,
    Spokesperson,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    SupportService,
    Withdrawal,
    WithdrawalTold,
)


@dataclass
class Story:
    """What each chapter left behind."""

    case: Case
    victim: Victim
    suspect: Suspect
    allegation: Allegation
    milestone: Milestone
    withdrawal: Withdrawal | None = None
    reengagement: Reengagement | None = None
    look_back: LookBack | None = None
    lesson: Lesson | None = None
    file_check: FileCheck | None = None
    submission: Submission | None = None
    advice: Advice | None = None
    countersignature: Countersignature | None = None
    entered: EnteredCharge | None = None
    question: AdviceQuestion | None = None
    reply: AdviceAnswer | None = None
    plan: ActionPlan | None = None
    escalation: Escalation | None = None
    decision: Decision | None = None
    notification: Notification | None = None
    day_step: DayStep | None = None
    line: DecisionLine | None = None
    right: RightTold | None = None
    victim_question: VictimQuestion | None = None
    letter: DecisionLetter | None = None
    request: ReviewRequest | None = None
    cps_review: CpsReview | None = None
    expedited: ExpeditedReview | None = None
    due_item: DueItem | None = None
    climbed: ClimbEscalation | None = None
    concern: SafeguardingConcern | None = None
    alert: ContactAlert | None = None
    spokesperson: Spokesperson | None = None
    material: MaterialRequest | None = None
    telling: EventTelling | None = None
    support_service: SupportService | None = None
    referral: SupportReferral | None = None
    support_step: SupportEvent | None = None
    deployment: StoDeployment | None = None
    strategy: CaseStrategy | None = None
    agreement: StrategyAgreement | None = None
    handed_over: Reassignment | None = None
    clinic: Clinic | None = None
    booking: ClinicBooking | None = None
    follow_up: ClinicFollowUp | None = None
    saved_filter: SavedFilter | None = None
    document: PastedDocument | None = None
    supervised: SupervisoryReview | None = None
    direction: Direction | None = None
    support: IsvaSupport | None = None
    told: WithdrawalTold | None = None
    appointment: JointAppointment | None = None


Chapter = Callable[[Story], None]
