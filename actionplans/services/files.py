"""The file on its way to CPS: sent to the gatekeeper, signed off, or returned with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max

from actionplans.checklist import CHECKED_KINDS, FileOutcome, Material, starting_states
from actionplans.enums import SubmissionStatus
from actionplans.models import FileCheck, FileCheckLine, Submission, TriageReason
from actionplans.rules import check_moment
from actionplans.rules.files import check_answer, check_can_check_file, check_can_send_file
from actionplans.seals import Label, Sealer
from actionplans.services.undecided import open_to_cps_now
from cases.models import Case
from cases.services import locked, open_to_gatekeepers, raise_due, settle_due, settle_dues
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, now, start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person

CHECK, AGAIN = "file_check", "file_returned"  # the due items of a file check


def waiting_check(case: Case) -> FileCheck | None:
    """The check that the gatekeeper has not answered yet; there is at most one."""
    found: FileCheck | None = FileCheck.objects.filter(case=case, checked_at__isnull=True).first()
    return found


def standing_sign_off(case: Case) -> FileCheck | None:
    """The last check of the case, when it was signed off and no file went to CPS since it was sent: with that
    check, or without it while the gatekeeper still looked.

    It serves every kind of charging decision, whichever the file was sent for: the list is one, and a suspect
    who is arrested meanwhile makes it urgent, not another file.
    """
    last: FileCheck | None = FileCheck.objects.filter(case=case).order_by("-number").first()
    if last is None or last.outcome != FileOutcome.SIGNED_OFF or last.submissions.exists():
        return None
    went = Submission.objects.filter(case=case, kind__in=CHECKED_KINDS, submitted_at__gt=last.sent_at)
    return None if went.exists() else last


def settle_returned(case: Case, at: datetime) -> None:
    """A file that went to the gatekeeper again, or to CPS all the same, owes the returned one no more."""
    returned = FileCheck.objects.filter(case=case, outcome=FileOutcome.RETURNED)
    settle_dues(sources=returned.values_list("pk", flat=True), code=AGAIN, at=at)


def starting_list(check: FileCheck) -> dict[str, str]:
    """Material to state that this round starts from: the round before, and CPS's rejection after it."""
    before = FileCheck.objects.filter(case=check.case_id, number__lt=check.number).order_by("-number").first()
    states = dict(before.lines.values_list("material", "state")) if before else {}
    rejected = TriageReason.objects.filter(
        triage__case=check.case_id, triage__superseded_at__isnull=True, triage__triaged_at__lte=check.sent_at
    )
    if before is not None:
        rejected = rejected.filter(triage__triaged_at__gte=before.sent_at)
    return starting_states(states, rejected.values_list("reason", flat=True))


@deed
def send_file_for_check(
    *,
    by: Person,
    case: Case,
    kind: str,
    note: str = "",
    sent_at: datetime | None = None,
    at: datetime | None = None,
) -> FileCheck:
    """Ask the gatekeeper to check the file for CPS: the next numbered round. The gatekeepers see the case.

    Raises NotAllowed while a round is unanswered or a submission waits for triage, Invalid for a moment
    ahead, before the report or before the round before.
    """
    at = at or now()
    sent_at = sent_at or at
    case = locked(by, case)
    sent = Submission.objects.filter(case=case, status=SubmissionStatus.SENT).first()
    check_can_send_file(
        by, case, waiting_check(case), sent.round if sent else None, left=open_to_cps_now(case)
    )
    last = FileCheck.objects.filter(case=case).aggregate(number=Max("number"), at=Max("checked_at"))
    check_moment(
        "sent_at", sent_at, at=at, not_before=start_of_day(case.reported_on), before_what="the report"
    )
    check_moment("sent_at", sent_at, at=at, not_before=last["at"], before_what="the check before it")
    check = FileCheck(
        id=uuid7(),
        case=case,
        number=(last["number"] or 0) + 1,
        kind=kind,
        sent_at=sent_at,
        sent_by=by,
        due_on=deadline(ClockCode.FILE_CHECK, sent_at).due_on,
    )
    check.note_sealed = Sealer(case.pk).seal(Label.FILE_NOTE, check.pk, note)
    check.save(force_insert=True)
    open_to_gatekeepers(case=case)
    settle_returned(case, at)
    raise_due(
        case=case,
        source=check.pk,
        code=CHECK,
        what="Gatekeeper: check the file for CPS",
        due_on=check.due_on,
        rule=ClockCode.FILE_CHECK,
        started_on=london_date(sent_at),
        at=at,
    )
    record(by=by, action=Action.FILE_SENT_FOR_CHECK, case=case, subjects=[check.pk])
    return check


@deed
def check_file(
    *,
    by: Person,
    file_check: FileCheck,
    states: Mapping[str, str],
    signed_off: bool,
    remark: str = "",
    again_by: date | None = None,
    at: datetime | None = None,
) -> FileCheck:
    """The gatekeeper's answer: every line of the list, and the file signed off or returned.

    `states` is Material to MaterialState, for every material; `again_by` the London date by which a returned
    file should come back. Raises NotAllowed when it was answered already, Invalid by line or field.
    """
    at = at or now()
    rows = FileCheck.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
    check: FileCheck = rows.get(pk=file_check.pk)
    check_can_check_file(by, check)
    check_answer(states, signed_off=signed_off, remark=remark, again_by=again_by, at=at)
    check.outcome = FileOutcome.SIGNED_OFF if signed_off else FileOutcome.RETURNED
    check.checked_at, check.checked_by, check.again_by = at, by, again_by
    check.remark_sealed = Sealer(check.case_id).seal(Label.FILE_REMARK, check.pk, remark)
    check.save(update_fields=["outcome", "checked_at", "checked_by", "again_by", "remark_sealed"])
    FileCheckLine.objects.bulk_create(
        [
            FileCheckLine(
                case_id=check.case_id, file_check=check, material=one.value, state=states[one.value]
            )
            for one in Material
        ]
    )
    settle_due(source=check.pk, code=CHECK, at=at)
    if again_by is not None:
        raise_due(
            case=check.case,
            source=check.pk,
            code=AGAIN,
            what="Complete the file that the gatekeeper returned",
            due_on=again_by,
            started_on=london_date(at),
            at=at,
        )
    record(by=by, action=Action.FILE_CHECKED, case=check.case, subjects=[check.pk])
    return check
