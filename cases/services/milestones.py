"""Recording what happened, and voiding what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from cases import rules
from cases.enums import OF_A_SUSPECT, RECORDED_BY_HAND, BailSetBy, ChargeBy, MilestoneKind
from cases.hooks import charged_beside, child_victim, milestone_changed, open_beside_charge
from cases.models import Allegation, Case, CaseBearing, Milestone, Suspect, Victim
from cases.services.known_as import known_of
from cases.services.limits import keep_limits
from cases.services.stored import locked, need_door, restage
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from rasso_tracker.vault import seal

NOTE = "cases.milestone.note"


@deed
def record_milestone(
    *,
    by: Person,
    case: Case,
    kind: str,
    occurred_at: datetime,
    allegation: Allegation | None = None,
    suspect: Suspect | None = None,
    victim: Victim | None = None,
    interview_by: str = "",
    limit_on: date | None = None,
    limit_set_by: str = "",
    charge_by: str = "",
    cps_lawyer: str = "",
    cps_decided_on: date | None = None,
    document_name: str = "",
    document_date: date | None = None,
    open_plans: Sequence[Mapping[str, Any]] = (),
    note: str = "",
    at: datetime | None = None,
) -> Milestone:
    """Record that something happened at `occurred_at` (an instant); `limit_on` is the London date on which
    bail or the custody time limit ends; `limit_set_by` who extended bail (standard where nobody did).
    A charge says who decided on it, and of CPS's decision its lawyer and day, and police from which document;
    and what becomes of each action plan that is open (`open_plans`: plan, becomes, reason).

    Upper apps record theirs (submitted, decided and so on) through here too. One that names no allegation,
    suspect or victim is about the whole case. Stages and outcomes that rest on it are computed again.
    Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    kind = MilestoneKind(kind)
    rules.check_can_record_milestone(by, kind)
    case = locked(by, case)
    if kind == MilestoneKind.BAILED:
        limit_set_by = limit_set_by or BailSetBy.STANDARD.value
    charge = rules.Charge(charge_by, cps_lawyer.strip(), cps_decided_on, document_name, document_date)
    for name, part in (("allegation", allegation), ("suspect", suspect), ("victim", victim)):
        if part is not None and part.case_id != case.pk:
            raise Invalid({name: f"Choose {'an' if name == 'allegation' else 'a'} {name} of this case."})
    rules.check_not_merged(victim)
    standing = _standing(case)
    fitting = check_milestone(
        by=by,
        case=case,
        kind=kind,
        occurred_at=occurred_at,
        about=About(allegation, suspect, victim),
        interview_by=interview_by,
        limit_on=limit_on,
        limit_set_by=limit_set_by,
        charge=charge,
        open_plans=open_plans,
        standing=standing,
        at=at,
    )
    allegation, suspect, victim = fitting.about
    beside = fitting.beside
    milestone = Milestone(
        case=case,
        kind=kind,
        occurred_at=occurred_at,
        allegation=allegation,
        suspect=suspect,
        victim=victim,
        interview_by=interview_by,
        limit_on=limit_on,
        limit_set_by=limit_set_by,
        charge_by=charge.by,
        **charge.of_cps,
        recorded_at=at,
        recorded_by=by,
    )
    if kind in RECORDED_BY_HAND:
        rules.check_not_recorded_twice(milestone, standing)
    if note:
        milestone.note_sealed = seal(case.pk, NOTE, milestone.pk, note)
    milestone.save(force_insert=True)
    _settle_what_rests_on(case, kind, at)
    record(by=by, action=Action.MILESTONE_RECORDED, case=case, subjects=[milestone.pk])
    if beside:
        charged_beside(case=case, charge=milestone, said=beside, by=by, at=at)
    milestone_changed(case=case, milestone=milestone, by=by, at=at)
    return milestone


class About(NamedTuple):
    """What a milestone is about: one of each, or none."""

    allegation: Allegation | None
    suspect: Suspect | None
    victim: Victim | None


@dataclass
class Fitting:
    """Of a milestone that may be recorded: what it is about, where there is only one to choose, and what a
    charge says of the plans that are open.
    """

    about: About
    beside: list[rules.SaidOfPlan]


def check_milestone(
    *,
    by: Person,
    case: Case,
    kind: MilestoneKind,
    occurred_at: datetime | None,
    about: About,
    interview_by: str,
    limit_on: date | None,
    limit_set_by: str,
    charge: rules.Charge,
    open_plans: Sequence[Mapping[str, Any]],
    at: datetime,
    standing: Sequence[Milestone] | None = None,
    began_on: date | None = None,
) -> Fitting:
    """Raises Invalid with every fault of a milestone at once, each by its field.

    A form may still miss the moment, or know its day alone (`began_on`): then what hangs on it is left out.
    """
    facts = _standing(case) if standing is None else list(standing)
    moment = occurred_at or at  # of a moment that is missing, what holds by now is asked
    found = Fitting(about, [])
    fits = partial(
        rules.check_milestone_fits,
        case,
        kind,
        occurred_at,
        at,
        interview_by=interview_by,
        limit_on=limit_on,
        began_on=began_on,
    )

    def plans() -> None:
        asked = open_beside_charge.asked(case=case)
        found.beside.extend(rules.said_of_plans(open_plans, asked, charge, moment))

    def rests() -> None:
        if kind in RECORDED_BY_HAND:
            found.about = _about(case, kind, *found.about)
        suspect_id = found.about.suspect.pk if found.about.suspect else None
        checks = []
        if kind in RECORDED_BY_HAND:
            checks.append(
                partial(rules.check_milestone_has_foundation, kind, moment, interview_by, suspect_id, facts)
            )
        until = limit_on if occurred_at else None
        checks.append(partial(rules.check_bail_limit, kind, moment, until, limit_set_by, suspect_id, facts))
        together(*checks)

    if kind == MilestoneKind.CHARGED:
        found.about = found.about._replace(allegation=about.allegation or _only_allegation(case))
        charged = _charged(case, charge, found.about.allegation, by, moment, at, facts)
        together(fits, charged, plans, rests)
    else:
        together(fits, partial(rules.check_says_no_charge, charge, open_plans), rests)
    return found


def _settle_what_rests_on(case: Case, kind: MilestoneKind, at: datetime) -> None:
    """Compute again what is stored of the case because of a milestone of this kind."""
    restage(case, at)
    keep_limits(case, kind, at)


def _standing(case: Case) -> list[Milestone]:
    return list(Milestone.objects.filter(case=case, voided_at__isnull=True))


def _about(
    case: Case,
    kind: MilestoneKind,
    allegation: Allegation | None,
    suspect: Suspect | None,
    victim: Victim | None,
) -> About:
    """Whom it is about: the only one there is, or the one that was chosen among several."""
    if kind in OF_A_SUSPECT and suspect is None:
        suspect = _only(Suspect, case, "suspect", "Choose which suspect this is about.")
    rules.check_stands(suspect)
    if kind in rules.OF_A_VICTIM and victim is None:
        victim = _only(Victim, case, "victim", "Choose which victim this is about.")
    return About(allegation, suspect, victim)


def _only_allegation(case: Case) -> Allegation | None:
    found = list(Allegation.objects.filter(case=case).select_related("victim", "suspect")[:2])
    return found[0] if len(found) == 1 else None


def _charged(
    case: Case,
    charge: rules.Charge,
    allegation: Allegation | None,
    by: Person,
    occurred_at: datetime,
    at: datetime,
    standing: list[Milestone],
) -> Callable[[], None]:
    """What a charge is asked, of the allegation that was chosen or is the only one."""
    return partial(
        rules.check_charge,
        charge,
        case,
        allegation,
        by=by,
        occurred_at=occurred_at,
        at=at,
        milestones=standing,
        of_a_child=allegation is not None and is_of_a_child(case, allegation),
    )


def is_of_a_child(case: Case, allegation: Allegation) -> bool:
    """Whether the suspect or the victim is known to have been under 18 at the offence, or else the report."""
    day = allegation.offence_from or case.reported_on
    born = known_of(allegation.suspect).born if allegation.suspect is not None else None
    if born is not None and rules.under_age(born, day):
        return True
    return bool(allegation.victim and child_victim.asked(victim=allegation.victim, day=day))


def cautions_of(case: Case, milestones: Iterable[Milestone]) -> dict[UUID, str]:
    """By allegation what to do where the police charged what CPS alone may, by what is known now. Ages are
    asked of charges by police alone: a case has few, most have none.
    """
    said = {
        allegation.pk: rules.caution_of(one, allegation, of_a_child=is_of_a_child(case, allegation))
        for one in milestones
        if one.stands and one.charge_by == ChargeBy.POLICE and (allegation := one.allegation) is not None
    }
    return {key: sentence for key, sentence in said.items() if sentence}


def _only(model: type[CaseBearing], case: Case, field: str, sentence: str) -> Any:
    rows = model.objects.filter(case=case)
    if model is Victim:
        rows = rows.filter(merged_into__isnull=True)
    if model is Suspect:
        rows = rows.filter(voided_at__isnull=True)
    found = list(rows[:2])
    if len(found) > 1:
        raise Invalid({field: sentence})
    return found[0] if found else None


@deed
def void_milestone(*, by: Person, milestone: Milestone, reason: str, at: datetime | None = None) -> Milestone:
    """Say that a milestone is wrong; it stays, struck through, and what rests on it is computed again.

    Raises NotAllowed (voided already, written by another deed, or another milestone rests on it) or Invalid.
    """
    at = at or now()
    rules.check_role(by, "void_milestone")
    case = locked(by, milestone.case_id)
    milestone = Milestone.objects.select_for_update(no_key=True, of=("self",)).get(pk=milestone.pk)
    others = [one for one in _standing(case) if one.pk != milestone.pk]
    rules.check_can_void_milestone(by, milestone, others, reason)
    _void(case, milestone, by, reason, at)
    return milestone


def _void(case: Case, milestone: Milestone, by: Person, reason: str, at: datetime) -> None:
    milestone.voided_at, milestone.voided_by, milestone.void_reason = at, by, reason
    milestone.save(update_fields=["voided_at", "voided_by", "void_reason"])
    _settle_what_rests_on(case, MilestoneKind(milestone.kind), at)
    record(by=by, action=Action.MILESTONE_VOIDED, case=case, subjects=[milestone.pk], reason=reason)
    milestone_changed(case=case, milestone=milestone, by=by, at=at)


def void_doubles(*, by: Person, case: Case, left_with: Suspect, at: datetime) -> None:
    """Void what two records of one suspect both said of one moment, where it stays with the record that
    goes: inside the deed that merges them.
    """
    need_door("void_doubles")
    for milestone in Milestone.objects.filter(case=case, suspect=left_with, voided_at__isnull=True):
        _void(case, milestone, by, "Recorded twice: on both records of the same suspect.", at)


def follow_with_milestone(
    *,
    by: Person,
    case: Case,
    kind: MilestoneKind,
    occurred_at: datetime,
    allegation: Allegation,
    at: datetime,
) -> Milestone:
    """Write what follows from what stands elsewhere, whoever did the deed that changed it. Inside it."""
    need_door("follow_with_milestone")
    case = locked(by, case)
    milestone = Milestone(
        case=case,
        kind=kind,
        occurred_at=occurred_at,
        allegation=allegation,
        recorded_at=at,
        recorded_by=by,
    )
    milestone.save(force_insert=True)
    _settle_what_rests_on(case, kind, at)
    record(by=by, action=Action.MILESTONE_RECORDED, case=case, subjects=[milestone.pk])
    milestone_changed(case=case, milestone=milestone, by=by, at=at)
    return milestone


def retract_milestones(
    *,
    by: Person,
    case: Case,
    kind: MilestoneKind,
    occurred_at: datetime,
    allegations: Any,
    reason: str,
    at: datetime,
) -> int:
    """Void what another deed wrote, when that deed is taken back: inside the deed that takes it back.

    Returns how many there were.
    """
    need_door("retract_milestones")
    case = locked(by, case)
    rows = Milestone.objects.select_for_update(no_key=True, of=("self",)).filter(
        case=case, kind=kind, occurred_at=occurred_at, allegation__in=allegations, voided_at__isnull=True
    )
    found = list(rows)
    for milestone in found:
        _void(case, milestone, by, reason, at)
    return len(found)
