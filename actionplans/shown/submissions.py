"""What pages and panels show of a submission: plain values, in a fixed number of statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from actionplans.enums import Side, SubmissionStatus
from actionplans.models import ActionPlan, PastedDocument, Submission
from actionplans.models.acts import WHO_OF_CPS
from actionplans.seals import Label, Sealer
from actionplans.services.in_step import ANSWER, CLOCK_OF
from actionplans.services.undecided import open_to_cps
from actionplans.shown.advice import advice_rows, contacts, meeting_rows, question_rows
from actionplans.shown.by_rule import ruled
from actionplans.shown.endings import advice_endings
from actionplans.turns import Days, days_by_round, holder
from cases.deadlines import deadline_of
from cases.models import Allegation, Case, DueItem, Milestone
from cases.whole import whole_of
from rasso_tracker.clocks import Deadline, date_set
from rasso_tracker.people.models import Person


def submission_deadline(kind: str, due_on: date, submitted_at: datetime) -> Deadline:
    """When CPS's answer is due, by the rule of the kind of submission."""
    by_rule = ruled(CLOCK_OF[kind], submitted_at)  # type: ignore[index]  # the enumeration's own values
    if by_rule is not None and by_rule.due_on == due_on:
        return by_rule
    return date_set(due_on, start=submitted_at)


def waiting_for_triage(case: Case) -> Submission | None:
    """The submission that CPS has not answered, out of the rows of the page; there is at most one."""
    sent = (one for one in whole_of(case).rows(Submission) if one.status == SubmissionStatus.SENT)
    return next(sent, None)


def left_for_cps(case: Case) -> list[Allegation]:
    """What CPS may still decide on, out of the rows of the page."""
    whole = whole_of(case)
    return open_to_cps(case, whole.rows(Allegation), whole.rows(Milestone))


def left_on(submission: Submission) -> list[Allegation]:
    """What of this submission CPS may still decide on; one statement beside the rows of the page."""
    about = set(submission.lines.values_list("allegation", flat=True))
    return [one for one in left_for_cps(submission.case) if one.pk in about]


def clocks_of(case: Case, at: datetime) -> dict[str, Any]:
    """How long each side had the case, round by round, and who holds it now."""
    whole = whole_of(case)
    rounds, facts = whole.rows(Submission), whole.rows(Milestone)
    allegations = whole.rows(Allegation)
    days = days_by_round(rounds, facts, allegations, at)
    held = holder(facts, allegations, at)
    return {
        "rounds": [{"row": one, "days": days.get(one.pk, Days())} for one in rounds],
        "total": Days(*(sum(part) for part in zip(*days.values(), strict=True))) if days else Days(),
        "held_by": " and ".join(side.within_a_sentence for side in Side if side in held),
    }


def submission_context(person: Person, submission: Submission, at: datetime) -> dict[str, Any]:
    sealer = Sealer(submission.case_id)
    triages = list(
        submission.triages.select_related("lawyer", "entered_by", *WHO_OF_CPS).prefetch_related("reasons")
    )
    advice = advice_rows(submission, person, sealer)
    may = person.role.may("confirm_cps_act")
    answer = DueItem.objects.filter(source=submission.pk, code=ANSWER).order_by("raised_at").last()
    owed = answer if answer is not None and answer.settled_at is None else None
    return {
        "submission": submission,
        "case": submission.case,
        **clocks_of(submission.case, at),
        "at": at,
        "deadline": submission_deadline(submission.kind, submission.due_on, submission.submitted_at),
        "owed_again": deadline_of(owed) if owed and submission.answered_at else None,
        "not_answered": answer.how_it_ended if answer is not None and answer.fell_away else "",
        "note": sealer.open(Label.SUBMISSION_NOTE, submission.pk, submission.note_sealed),
        "lines": list(submission.lines.select_related("allegation")),
        "triages": [
            {
                "row": one,
                "reasons": [
                    (r.get_reason_display(), sealer.open(Label.TRIAGE_WORDS, r.pk, r.words_sealed))
                    for r in one.reasons.all()
                ],
                "confirm": reverse("confirm_triage", args=[one.pk]) if may and one.awaits_cps else "",
            }
            for one in triages
        ],
        "endings": advice_endings(submission, person, sealer),
        "advice": advice,
        "questions": question_rows(submission, person, sealer),
        "meetings": meeting_rows(submission, sealer),
        "contacts": contacts(submission, advice, at),
        "plans": list(ActionPlan.objects.filter(submission=submission)),
        "open_documents": (documents := _open_documents(person, submission)),
        "nothing_left": bool(documents) and not left_on(submission),
    }


def _open_documents(person: Person, submission: Submission) -> list[PastedDocument]:
    """Documents from which no plan was issued yet, for those who may issue one."""
    if not person.role.may("issue_from_document"):
        return []
    rows = PastedDocument.objects.filter(submission=submission, ended_at__isnull=True)
    return list(rows.select_related("pasted_by"))
