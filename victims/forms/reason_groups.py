"""The reasons of a withdrawal by what they are about: for the eye alone, nothing is counted by these."""

from __future__ import annotations

from rasso_tracker.web.widgets import GroupedChecks
from victims.enums import WithdrawalReason

Reason = WithdrawalReason
REASONS_ABOUT = (
    (
        "What they want",
        (
            Reason.RECORD_ONLY,
            Reason.NO_POLICE_INVOLVEMENT,
            Reason.MOVE_ON,
            Reason.SAFE_ANOTHER_WAY,
            Reason.PRIVACY,
        ),
    ),
    ("Health and support", (Reason.MENTAL_HEALTH, Reason.THERAPY, Reason.LACK_OF_SUPPORT)),
    (
        "Fear, pressure or the suspect",
        (Reason.FEAR_OF_SUSPECT, Reason.PRESSURE, Reason.HONOUR, Reason.RELATIONSHIP, Reason.OWN_OFFENDING),
    ),
    (
        "Home, family, work or money",
        (Reason.CHILDREN, Reason.FINANCE_OR_HOUSING, Reason.IMMIGRATION, Reason.WORK_OR_CHILDCARE),
    ),
    (
        "The police, court and waiting",
        (
            Reason.FEAR_OF_COURT,
            Reason.DELAY,
            Reason.POOR_UPDATES,
            Reason.CHANGE_OF_OFFICER,
            Reason.FELT_DISBELIEVED,
            Reason.TOLD_LOW_PROSPECT,
        ),
    ),
    ("Devices and private records", (Reason.DEVICE_REQUEST, Reason.RECORDS_REQUEST)),
    ("Prefers not to say, or another reason", (Reason.PREFERS_NOT_TO_SAY, Reason.OTHER)),
)


class ReasonChecks(GroupedChecks):
    """The list of reasons is dated and may be changed; one that is new to it stands in the last group."""

    groups = REASONS_ABOUT
