"""What the API reads of questions, readings, meetings, early advice, and charges entered for CPS."""

from __future__ import annotations

from actionplans.models import (
    AdviceQuestion,
    AdviceReading,
    EarlyAdviceConsidered,
    EnteredCharge,
    JointMeeting,
)
from actionplans.represent import advising as told
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList

ADVICE_READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="advice-readings/",
        name="advice_readings",
        model=AdviceReading,
        represent=told.reading,
        filters={"case": "case", "advice": "advice", "outcome": "outcome"},
    ),
    ReadList(
        path="questions/",
        name="questions",
        model=AdviceQuestion,
        represent=told.question,
        filters={"case": "case", "submission": "submission", "side": "side"},
    ),
    ReadDetail(
        path="questions/<uuid:pk>/",
        name="question",
        model=AdviceQuestion,
        represent=told.question_in_full,
        action=Action.SUBMISSION_VIEWED,
    ),
    ReadList(
        path="meetings/",
        name="meetings",
        model=JointMeeting,
        represent=told.meeting,
        filters={"case": "case", "submission": "submission", "how": "how"},
    ),
    ReadList(
        path="entered-charges/",
        name="entered_charges",
        model=EnteredCharge,
        represent=told.entered_charge,
        filters={"case": "case", "charge": "charge"},
    ),
    ReadList(
        path="early-advice-considered/",
        name="early_advice_considered",
        model=EarlyAdviceConsidered,
        represent=told.early_advice,
        filters={"case": "case", "sought": "sought", "because": "because"},
    ),
]
