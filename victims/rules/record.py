"""Characteristics, needs, enhanced rights and merging: who records them, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import london_date, moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from victims.enums import ToldBy
from victims.models import NeedsAssessment, Reengagement, Withdrawal
from victims.record_enums import ANSWERS, PREFERS_NOT_TO_SAY, AssessedBecause, Characteristic
from victims.rules.alive import FOR_FAMILY, THEIRS_ALONE, check_was_alive
from victims.rules.channels import check_somebody_told
from victims.rules.repeats import why_not_one_person
from victims.rules.sight import check_can, check_moment


def check_can_record_characteristics(by: Person, victim: Victim) -> None:
    check_can(by, "record_characteristics", "record a victim's characteristics", victim)


def check_can_assess_needs(by: Person, victim: Victim) -> None:
    check_can(by, "assess_needs", "assess a victim's needs", victim)


def check_can_choose_rights(by: Person, victim: Victim) -> None:
    check_can(by, "record_rights_choice", "record a choice about enhanced rights", victim)


def check_can_merge(by: Person, victim: Victim) -> None:
    check_can(by, "merge_victims", "merge two records of one victim", victim)


def check_characteristics(answers: Mapping[str, str]) -> None:
    """Raises Invalid by the characteristic for an answer that is not offered."""
    wrong = {}
    for name, answer in answers.items():
        offered = {code for code, _ in ANSWERS[Characteristic(name)]} | {PREFERS_NOT_TO_SAY}
        if answer and answer not in offered:
            wrong[name] = "Choose one of the answers that are offered."
    if wrong:
        raise Invalid(wrong)


def check_assessment(
    victim: Victim, because: str, assessed_at: datetime, next_due_on: date, at: datetime
) -> None:
    """Raises Invalid by field: before the report, a next one in the past, no reason for one that comes again,
    or one for the first.
    """
    check_moment("assessed_at", assessed_at, victim.case.reported_on, at, "An assessment")
    check_was_alive(victim, assessed_at, field="assessed_at", instead=FOR_FAMILY)
    wrong = {}
    has_first = NeedsAssessment.objects.filter(victim=victim).exists()
    if because in ("", AssessedBecause.FIRST) and has_first:
        wrong["because"] = "Needs were assessed before: choose why they are assessed again."
    if because not in ("", AssessedBecause.FIRST) and not has_first:
        wrong["because"] = "Needs were never assessed before: leave out why they are assessed again."
    if next_due_on <= london_date(assessed_at):
        wrong["next_due_on"] = "Enter a day after this assessment."
    if wrong:
        raise Invalid(wrong)


def check_rights_choice(
    victim: Victim, *, takes_up: bool, explained: bool, told_by: str, chosen_at: datetime, at: datetime
) -> None:
    """Raises Stale when it stands already, Invalid when nobody asked or explained."""
    if victim.enhanced_rights == takes_up:
        raise Stale(
            f"{victim.label} {'has' if takes_up else 'has declined'} enhanced rights already: "
            "there is nothing to record."
        )
    check_moment("chosen_at", chosen_at, victim.case.reported_on, at, "Their choice")
    check_was_alive(victim, chosen_at, field="chosen_at", instead=THEIRS_ALONE)
    check_somebody_told(victim, told_by, chosen_at)
    wrong = {}
    if not takes_up and not explained:
        wrong["explained"] = "Explain first what they would give up: word within 1 working day, not 5."
    if told_by == ToldBy.INFERRED:
        wrong["told_by"] = "Nobody may guess this: choose how the victim said it."
    if wrong:
        raise Invalid(wrong)


def check_merge(kept: Victim, duplicate: Victim, reason: str) -> None:
    """Raises Invalid or Stale unless both are records of one case that stand, and why is said."""
    if duplicate.pk == kept.pk:
        raise Invalid({"duplicate": "Choose the other record: this is the one that is kept."})
    if duplicate.case_id != kept.case_id:
        raise Invalid({"duplicate": "Only two records of the same case can be merged."})
    for one in (kept, duplicate):
        if one.merged_into_id is not None:
            raise Stale(f"{one.label} was merged already. Open the case to see into which record.")
    if not reason.strip():
        raise Invalid({"reason": "Say how you know that both are the same person."})
    if both := _moments(kept) & _moments(duplicate):
        raise Invalid(
            {
                "duplicate": "Both records have a withdrawal or a re-engagement at the same moment, "
                f"{moment_words(min(both))}. Void one of them first, so that nothing counts twice."
            }
        )
    if sentence := why_not_one_person(kept, duplicate):
        raise Invalid({"duplicate": sentence})


def _moments(victim: Victim) -> set[datetime]:
    """When what stands of their choices happened: one record has one at a moment."""
    return {
        moment
        for model in (Withdrawal, Reengagement)
        for moment in model.objects.standing().filter(victim=victim).values_list("occurred_at", flat=True)
    }
