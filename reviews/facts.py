"""Loads what eligibility and the gates are decided on: a fixed number of statements for a whole case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from cases.enums import MilestoneKind, Outcome
from cases.models import Allegation, Case, Milestone, Victim
from cases.stages import bears_on, standing
from rasso_tracker.clocks import london_date
from reviews.carrying_out import kept_for_cps, unsaid_on
from reviews.eligibility import Answer, Facts, LineFacts, eligibility, overridden
from reviews.enums import DecisionAgency
from reviews.models import Decision, DecisionLine, EligibilityOverride, Notification, RightTold
from victims.engagement import Choice, Event, last_choice
from victims.enums import WITHDRAWALS
from victims.facts import standing_withdrawal
from victims.models import Reengagement, Withdrawal

_IDENTIFIED = frozenset({MilestoneKind.SUSPECT_IDENTIFIED, MilestoneKind.ARRESTED, MilestoneKind.INTERVIEWED})
_CHARGED = frozenset({MilestoneKind.CHARGED, MilestoneKind.TRIAL_BEGUN})
_ASKED = _IDENTIFIED | _CHARGED | {MilestoneKind.CANCELLED}


@dataclass
class CaseFacts:
    """The allegations and milestones of one case as they stood at a moment."""

    case: Case
    at: datetime
    allegations: list[Allegation] = field(init=False)
    milestones: list[Milestone] = field(init=False)

    def __post_init__(self) -> None:
        self.allegations = list(Allegation.objects.filter(case=self.case).select_related("victim", "suspect"))
        rows = Milestone.objects.filter(case=self.case, kind__in=_ASKED, voided_at__isnull=True)
        self.milestones = [one for one in standing(rows, self.at) if isinstance(one, Milestone)]

    def _has(self, allegation: Allegation, kinds: Iterable[MilestoneKind]) -> bool:
        wanted = set(kinds)
        return any(one.kind in wanted and bears_on(one, allegation) for one in self.milestones)

    def suspect_identified(self, allegation: Allegation) -> bool:
        """The allegation names its suspect, or a milestone says that one was identified."""
        named = allegation.suspect is not None and allegation.suspect.surname_index is not None
        return named or self._has(allegation, _IDENTIFIED)

    def interviewed(self, allegation: Allegation) -> bool:
        return self._has(allegation, {MilestoneKind.INTERVIEWED})

    def charged(self, allegation: Allegation) -> bool:
        """Outcome 1 by the moment asked about, or a milestone that says so."""
        by_then = allegation.outcome_at is not None and allegation.outcome_at <= self.at
        return (allegation.outcome == Outcome.CHARGED and by_then) or self._has(allegation, _CHARGED)

    def cancelled(self, allegation: Allegation) -> bool:
        return self._has(allegation, {MilestoneKind.CANCELLED})

    @cached_property
    def reinstated(self) -> frozenset[UUID]:
        """The victims who withdrew and take part again: victims.facts.support_reinstated of all, in two
        statements.
        """
        choices: dict[UUID, list[Event]] = defaultdict(list)
        withdrawn = Withdrawal.objects.standing().filter(case=self.case, kind__in=WITHDRAWALS).order_by()
        again = Reengagement.objects.standing().filter(case=self.case).order_by()
        for rows, choice in ((withdrawn, Choice.WITHDREW), (again, Choice.TAKES_PART_AGAIN)):
            for victim_id, moment in rows.values_list("victim_id", "occurred_at"):
                choices[victim_id].append(Event(moment, choice))
        last = {victim_id: last_choice(events, self.at) for victim_id, events in choices.items()}
        return frozenset(key for key, one in last.items() if one and one.choice is Choice.TAKES_PART_AGAIN)

    @cached_property
    def kept_for_cps(self) -> dict[UUID, str]:
        """By allegation that a review refers to CPS and nobody has sent there: what is owed, in words."""
        return kept_for_cps(self.case.pk, self.at)

    @cached_property
    def unsaid(self) -> set[UUID]:
        """The allegations for which a review asked for enquiries, while nobody has said what they found."""
        return unsaid_on(self.case.pk, self.at)

    def of_victim(self, victim_id: UUID | None) -> list[Allegation]:
        return [one for one in self.allegations if one.victim_id == victim_id]

    def same_matter_charged(self, allegation: Allegation) -> bool:
        """Another offence is charged for what looks like the same matter: same victim, suspect and dates."""
        return any(
            other.pk != allegation.pk
            and other.suspect_id is not None
            and other.suspect_id == allegation.suspect_id
            and other.offence_from is not None
            and (other.offence_from, other.offence_to) == (allegation.offence_from, allegation.offence_to)
            and other.offence_type != allegation.offence_type
            and self.charged(other)
            for other in self.of_victim(allegation.victim_id)
        )


def facts_for(known: CaseFacts, decision: Decision, victim: Victim, lines: Iterable[DecisionLine]) -> Facts:
    """What eligibility is decided on for one victim of a decision. `lines` are the decision's."""
    by_id = {one.pk: one for one in known.allegations}
    own = [(line, by_id[line.allegation_id]) for line in lines if line.victim_id == victim.pk]
    return Facts(
        agency=DecisionAgency(decision.agency),
        lines=tuple(
            LineFacts(
                outcome=Outcome(line.outcome),
                suspect_identified=known.suspect_identified(allegation),
                interviewed=known.interviewed(allegation),
                cancelled=known.cancelled(allegation),
                other_offence_charged=known.same_matter_charged(allegation),
            )
            for line, allegation in own
        ),
        any_charged=any(known.charged(one) for one in known.of_victim(victim.pk)),
        support_reinstated=victim.pk in known.reinstated,
    )


def answers_by_rules(decision: Decision, at: datetime) -> dict[UUID, Answer]:
    """What the rules alone say to each victim, whatever an inspector decided.

    By what stood of it then. Where nothing did there is nothing to ask of either, and the answer is that of
    all it was. A fixed number of statements, however many victims there are.
    """
    lines = list(DecisionLine.objects.filter(decision=decision).select_related("victim"))
    known = CaseFacts(decision.case, at)
    victims = {line.victim_id: line.victim for line in lines}
    stood = [line for line in lines if line.stands_at(at)]
    some = {line.victim_id for line in stood}
    return {
        key: eligibility(facts_for(known, decision, victim, stood if key in some else lines))
        for key, victim in victims.items()
    }


def answers_of(decision: Decision, at: datetime) -> dict[UUID, Answer]:
    """May each victim of this decision ask the police to review it, on what is known of the moment `at`?"""
    found = answers_by_rules(decision, at)
    decided = EligibilityOverride.objects.filter(decision=decision, decided_at__lte=at)
    for row in decided.order_by("decided_at", "id"):  # the last of them
        found[row.victim_id] = overridden(london_date(row.decided_at), row.number)
    return found


def eligibility_of(decision: Decision, victim: Victim, at: datetime) -> Answer:
    """The answer for one victim whom the decision is about."""
    return answers_of(decision, at)[victim.pk]


def what_stands(notices: Iterable[Notification]) -> dict[UUID, str]:
    """By notice of which crimes there is still something to tell, where a part of the decision ended: " on
    13260000001, 13260000002"; "" where all of it stands, or nothing. One statement.
    """
    notices = list(notices)
    stands, ended = defaultdict(list), set()
    rows = DecisionLine.objects.filter(decision__in={one.decision_id for one in notices}).order_by("id")
    names = ("decision", "victim", "allegation__crime_reference", "ended_at")
    for decision, victim, reference, ended_at in rows.values_list(*names):
        if ended_at is None:
            stands[decision, victim].append(reference)
        else:
            ended.add((decision, victim))
    found = {}
    for one in notices:
        key = one.decision_id, one.victim_id
        found[one.pk] = f" on {', '.join(stands[key])}" if key in ended and stands[key] else ""
    return found


def window_began(notice: Notification, told: RightTold | None) -> datetime | None:
    """When the months began in which a victim may ask as of right; None where that has not begun.

    With being told of the decision. Where the right came after that, with being told of it (`told`, while it
    stands).
    """
    if notice.right_since is None or notice.told_at is None:
        return None
    if notice.right_since <= notice.told_at:
        return notice.told_at
    return max(notice.told_at, told.told_at) if told is not None else None


def has_withdrawn(victim: Victim, at: datetime) -> bool:
    """A withdrawal stands at `at`, corroborated or not, and is not lost contact."""
    found = standing_withdrawal(victim, at)
    return found is not None and found.is_withdrawal


def has_corroborated_withdrawal(victim: Victim, at: datetime) -> bool:
    """A withdrawal stands at `at`, is a withdrawal and not lost contact, and a supervisor has corroborated
    it.
    """
    found = standing_withdrawal(victim, at)
    return found is not None and found.is_withdrawal and found.is_corroborated
