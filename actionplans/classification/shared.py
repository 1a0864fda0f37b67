"""What many rows of this app have in common."""

from rasso_tracker.people.classification import Sensitivity

S = Sensitivity
ROW = {"id": S.SYSTEM, "case": S.SYSTEM}
ACT = {
    "source": S.SYSTEM,
    "document_name": S.WORK,
    "document_date": S.WORK,
    "entered_by": S.WORK,
    "confirmed_at": S.WORK,
    "confirmed_by": S.WORK,
    "superseded_at": S.WORK,
    "superseded_by": S.WORK,
}

SAID = {
    **ACT,
    "side": S.WORK,
    "text_sealed": S.FREE_TEXT,
    "said_at": S.WORK,
    "said_by": S.WORK,
    "recorded_at": S.WORK,
}
