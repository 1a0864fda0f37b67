"""The meeting of investigator and prosecutor."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from actionplans.models import JointMeeting, Submission
from actionplans.rules import check_moment, check_role
from actionplans.rules.advice import check_meeting
from actionplans.seals import Label, Sealer
from actionplans.services.submissions import lock_submission
from cases.models import Case
from cases.whole import whole_of
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person

MEETING_WANTED = "meeting_wanted"  # a kind of notice: a CPS NFA has none before it on record


def met_about(case: Case) -> bool:
    """Whether a meeting, or why there was none, is recorded on the last submission; True where none is."""
    whole = whole_of(case)
    last = max(whole.rows(Submission), key=attrgetter("round"), default=None)
    return last is None or any(one.submission_id == last.pk for one in whole.rows(JointMeeting))


@deed
def record_meeting(
    *,
    by: Person,
    submission: Submission,
    how: str,
    held_at: datetime | None = None,
    investigator: Person | None = None,
    prosecutor_name: str = "",
    note: str = "",
    at: datetime | None = None,
) -> JointMeeting:
    """Record that investigator and prosecutor met about a submission, or why they did not (MeetingBy).

    Raises Invalid by field: a meeting names both sides and when, one that was not held says why.
    """
    at = at or now()
    submission = lock_submission(submission)
    check_role(by, "record_meeting")
    check_meeting(how, held_at, prosecutor_name, investigator, note)
    if held_at is not None:
        check_moment(
            "held_at", held_at, at=at, not_before=submission.submitted_at, before_what="the submission"
        )
    row = JointMeeting(
        id=uuid7(),
        case=submission.case,
        submission=submission,
        how=how,
        held_at=held_at,
        investigator=investigator,
        prosecutor_name=prosecutor_name,
        recorded_at=at,
        recorded_by=by,
    )
    row.note_sealed = Sealer(submission.case_id).seal(Label.MEETING_NOTE, row.pk, note)
    row.save(force_insert=True)
    settle(subject_id=submission.pk, by=by, at=at, kinds=[MEETING_WANTED])
    record(by=by, action=Action.MEETING_RECORDED, case=submission.case, subjects=[submission.pk, row.pk])
    return row
