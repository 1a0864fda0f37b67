"""What a role is made of: a scope of cases, the parts of a case that it reads, the deeds it may do."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    NONE = "none"
    TEAM = "team"
    DISTRICT = "district"
    GATEKEPT = "gatekept"
    CPS_UNIT = "cps_unit"
    OUTCOME = "outcome"
    SYSTEM = "system"


class Part(StrEnum):
    """The parts of a case that a role may or may not read. Every case-bearing model names its own."""

    CASE = "case"
    INVESTIGATION = "investigation"  # suspects, milestones, allegations: the evidence side
    VICTIM_IDENTITY = "victim_identity"
    VICTIM_CONTACT = "victim_contact"  # addresses, phones, the contact log
    VICTIM_NEEDS = "victim_needs"  # protected characteristics, needs, enhanced rights
    SUPPORT = "support"  # what support a victim was offered and has, who is deployed, who owns contact
    ENGAGEMENT = "engagement"  # withdrawals and re-engagements
    CPS = "cps"  # submissions, triage, advice
    PLANS = "plans"
    DECISIONS = "decisions"
    LETTERS = "letters"  # letters to victims: they say what a victim reported, and where the victim lives
    RIGHT_TO_REVIEW = "right_to_review"
    PEOPLE = "people"  # who works on the case
    SUPERVISION = "supervision"  # that the police reviewed the investigation, when, and what they found
    SUPERVISION_WORDS = "supervision_words"  # what was written in those reviews and directions
    MATCHES = "matches"  # reports elsewhere that may be about the same suspect: supervisors alone


EVERYTHING_ON_A_CASE = frozenset(Part)
OF_AN_OFFICER = EVERYTHING_ON_A_CASE - {Part.MATCHES}
POLICE_WITHOUT_VICTIM_CONTACT = EVERYTHING_ON_A_CASE - {
    Part.VICTIM_IDENTITY,
    Part.VICTIM_CONTACT,
    Part.VICTIM_NEEDS,
    Part.SUPPORT,
    Part.LETTERS,
    Part.MATCHES,
}


@dataclass(frozen=True)
class Role:
    code: str
    title: str
    what: str
    scope: Scope
    named: bool
    reads_parts: frozenset[Part]
    deeds: frozenset[str]
    searches_by_surname: bool = False
    before_entry: str = ""  # said above every form on a record of a case

    def may(self, deed: str) -> bool:
        return deed in self.deeds

    def reads(self, part: Part) -> bool:
        return part in self.reads_parts
