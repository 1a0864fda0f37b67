"""Opening and editing a case."""

from __future__ import annotations

from datetime import date, datetime

from cases import rules
from cases.enums import KeyKind, MilestoneKind
from cases.hooks import Happened, happened_before, people_changed, report_moved
from cases.models import Allegation, Case, Milestone
from cases.services.access import first_duty, named_people
from cases.services.numbering import next_reference
from cases.services.parties import reference_not_in_use
from cases.services.search import keep_key, keys_of
from cases.services.stored import locked, need_door
from cases.services.supervision import first_review
from cases.services.together import insert_together
from cases.services.urns import check_urn_of
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import day_words, london_date, now, start_of_day
from rasso_tracker.people.models import CpsUnit, District, Person, Team
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from rasso_tracker.vault import new_case_key, seal

SUMMARY = "cases.case.summary"


@deed
def open_case(
    *,
    by: Person,
    district: District,
    team: Team,
    reported_on: date,
    officer_in_charge: Person,
    crime_reference: str,
    offence_type: str,
    summary: str = "",
    at: datetime | None = None,
) -> Case:
    """Log a case with its first allegation. The system gives the reference; the victim may be added after.
    It owes its first supervisory review from then on.

    `reported_on` is a London date. Raises NotAllowed, or Invalid by field (also when the crime reference is
    in use, seen or unseen, or is being used by somebody else at this moment).
    """
    at = at or now()
    rules.check_can_open_case(
        by,
        district=district,
        team=team,
        officer_in_charge=officer_in_charge,
        reported_on=reported_on,
        at=at,
    )
    case = Case(
        reference=next_reference(at),
        district=district,
        team=team,
        officer_in_charge=officer_in_charge,
        reported_on=reported_on,
        opened_at=at,
        opened_by=by,
    )
    key = new_case_key(case.pk)
    case.summary_sealed = seal(case.pk, SUMMARY, case.pk, summary, key=key)
    case.save(force_insert=True)
    allegation = Allegation(
        case=case,
        crime_reference=crime_reference,
        offence_type=offence_type,
        added_at=at,
        added_by=by,
    )
    with reference_not_in_use():
        insert_together(
            [
                key,
                allegation,
                *keys_of(case, [allegation]),
                *first_duty(case, officer_in_charge, by, at),
                _reported(case, reported_on, by, at),
                *first_review(case, at),
            ]
        )
    record(by=by, action=Action.CASE_OPENED, case=case, subjects=[case.pk, allegation.pk])
    return case


@deed
def edit_case(
    *,
    by: Person,
    case: Case,
    team: Team | None = None,
    reported_on: date | None = None,
    summary: str | None = None,
    urn: str | None = None,
    shared_urn_confirmed: bool = False,
    at: datetime | None = None,
) -> Case:
    """Change what is written about a case; None leaves a value as it is. A new team brings its district
    with it.

    Raises NotAllowed, or Invalid: the report cannot move behind what happened after it, and a URN that
    another case bears is taken once that was confirmed.
    """
    at = at or now()
    rules.check_role(by, "edit_case")
    case = locked(by, case)
    moved = reported_on is not None and reported_on != case.reported_on
    if reported_on is not None and moved:
        _move_report(by, case, reported_on, at)
    moves = team is not None and team.pk != case.team_id
    if team is not None and moves:
        rules.check_can_move(by, case, team, named_people(case))
        case.team, case.district = team, team.district
    if summary is not None:
        case.summary_sealed = seal(case.pk, SUMMARY, case.pk, summary)
    why = ""
    if urn is not None and (urn := rules.read_urn(urn)) != case.urn:
        why = check_urn_of(by=by, case=case, urn=urn, confirmed=shared_urn_confirmed)
        _write_urn(case, urn)
    touch(case, "reported_on", "team", "district", "summary_sealed", "urn")
    if moved:
        report_moved(case=case, by=by, at=at)
    if moves:
        people_changed(case=case, former=None, by=by, at=at)
    record(by=by, action=Action.CASE_EDITED, case=case, subjects=[case.pk], reason=why)
    return case


def _move_report(by: Person, case: Case, reported_on: date, at: datetime) -> None:
    """Void the milestone of the old date and let a new one stand. The case itself is saved by its edit."""
    if fault := rules.fault_of_report_day(reported_on, at):
        raise Invalid({"reported_on": fault})
    if reported_on > (opened_on := london_date(case.opened_at)):
        raise Invalid(
            {
                "reported_on": f"This case was opened here on {day_words(opened_on)}, so it was reported "
                "then or before."
            }
        )
    later = Milestone.objects.filter(
        case=case, voided_at__isnull=True, occurred_at__lt=start_of_day(reported_on)
    ).exclude(kind__in=[MilestoneKind.REPORTED, *rules.MAY_PRECEDE_THE_REPORT])
    found = [Happened(one.get_kind_display(), london_date(one.occurred_at)) for one in later]
    found += happened_before.asked(case=case, day=reported_on)
    if found:
        first = min(found, key=lambda one: one.on)
        raise Invalid(
            {
                "reported_on": f"“{first.what}” is recorded on {day_words(first.on)}, before this date: "
                "correct that first."
            }
        )
    Milestone.objects.filter(case=case, kind=MilestoneKind.REPORTED, voided_at__isnull=True).update(
        voided_at=at, voided_by=by, void_reason="The date of the report was corrected."
    )
    _reported(case, reported_on, by, at).save(force_insert=True)
    case.reported_on = reported_on


def _reported(case: Case, reported_on: date, by: Person, at: datetime) -> Milestone:
    return Milestone(
        case=case,
        kind=MilestoneKind.REPORTED,
        occurred_at=min(start_of_day(reported_on), at),
        recorded_at=at,
        recorded_by=by,
    )


def _write_urn(case: Case, urn: str) -> None:
    if case.urn and not urn:
        raise Invalid({"urn": "A CPS URN that was recorded can be corrected, not emptied."})
    case.urn = urn
    keep_key(case, KeyKind.URN, case.pk, urn)


def open_to_gatekeepers(*, case: Case) -> None:
    """Let the gatekeepers see the case: its file was sent to them. Called inside send_file_for_check."""
    need_door("open_to_gatekeepers")
    case.gatekept = True
    case.save(update_fields=["gatekept"])


def mark_submitted(*, case: Case, cps_unit: CpsUnit, urn: str = "") -> None:
    """Open the case to the gatekeepers and to the CPS unit it goes to. Called inside submit_to_cps.

    An empty `urn` leaves the one that is there. Raises Invalid for one of another form.
    """
    need_door("mark_submitted")
    case.gatekept, case.cps_unit = True, cps_unit
    if (urn := rules.read_urn(urn)) and urn != case.urn:
        _write_urn(case, urn)
        touch(case, "urn")  # what people edit too: who has it open is told
    case.save(update_fields=["gatekept", "cps_unit"])
