from actionplans.models.acts import CpsAct, cps_act_constraints
from actionplans.models.advice import AdviceAnswer, AdviceQuestion, AdviceReading, Countersignature
from actionplans.models.beside import PlanBesideCharge
from actionplans.models.boards import PlanPresence, ReassignedPlan, Reassignment
from actionplans.models.bookings import (
    ClinicAttendance,
    ClinicBooking,
    ClinicCorrection,
    ClinicFollowUp,
    FollowUpChange,
)
from actionplans.models.charges import EnteredCharge
from actionplans.models.climbs import Climb, ClimbAnswer, ClimbEscalation
from actionplans.models.clinics import Clinic, ClinicHostChange, ClinicLawyer, ClinicSlot
from actionplans.models.dates import PlanDate, PlanReview, slipped, slips_among
from actionplans.models.files import FileCheck, FileCheckLine
from actionplans.models.items import DisputeAnswer, ItemDate, ItemDispute, ItemGiven
from actionplans.models.joint import EarlyAdviceConsidered, JointMeeting
from actionplans.models.ladder import Acknowledgement, Escalation, LadderStep
from actionplans.models.pasted import PastedDocument
from actionplans.models.plans import ActionPlan, ActionPlanItem
from actionplans.models.returns import ItemCheck, ItemReturn, PlanCompletion
from actionplans.models.soon import DueSoon
from actionplans.models.strategies import CaseStrategy, StrategyAgreement, StrategyLine, StrategyReview
from actionplans.models.submissions import Advice, Submission, SubmissionAllegation, Triage, TriageReason
from actionplans.models.waits import ItemChase, ItemWait
from actionplans.models.withdrawals import EarlyAdviceEnding, ItemWithdrawal, PlanEnding, PlanReopening

__all__ = [
    "Acknowledgement",
    "ActionPlan",
    "ActionPlanItem",
    "Advice",
    "AdviceAnswer",
    "AdviceQuestion",
    "AdviceReading",
    "CaseStrategy",
    "Climb",
    "ClimbAnswer",
    "ClimbEscalation",
    "Clinic",
    "ClinicAttendance",
    "ClinicBooking",
    "ClinicCorrection",
    "ClinicFollowUp",
    "ClinicHostChange",
    "ClinicLawyer",
    "ClinicSlot",
    "Countersignature",
    "CpsAct",
    "DisputeAnswer",
    "DueSoon",
    "EarlyAdviceConsidered",
    "EarlyAdviceEnding",
    "EnteredCharge",
    "Escalation",
    "FileCheck",
    "FileCheckLine",
    "FollowUpChange",
    "ItemChase",
    "ItemCheck",
    "ItemDate",
    "ItemDispute",
    "ItemGiven",
    "ItemReturn",
    "ItemWait",
    "ItemWithdrawal",
    "JointMeeting",
    "LadderStep",
    "PastedDocument",
    "PlanBesideCharge",
    "PlanCompletion",
    "PlanDate",
    "PlanEnding",
    "PlanPresence",
    "PlanReopening",
    "PlanReview",
    "ReassignedPlan",
    "Reassignment",
    "StrategyAgreement",
    "StrategyLine",
    "StrategyReview",
    "Submission",
    "SubmissionAllegation",
    "Triage",
    "TriageReason",
    "cps_act_constraints",
    "slipped",
    "slips_among",
]
