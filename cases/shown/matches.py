"""What a supervisor is shown of other reports about the suspects of a case: whom to ring about what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.match_enums import MatchOn
from cases.matching import Match, all_matches_of, standing_verdicts
from cases.models import Case, MatchLook, MatchVerdict
from cases.services.matches import LOOK_REASON, VERDICT_WORDS
from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import District, Person
from rasso_tracker.vault import unseal


@dataclass
class Looked:
    """The last look of one person at one match. `match` is None for one that is not found any more."""

    look: MatchLook
    match: Match | None
    officer: Person | None
    district: District | None
    verdict: MatchVerdict | None

    @property
    def agrees(self) -> list[str]:
        return [MatchOn(one).label for one in self.look.found_on]

    @property
    def words(self) -> str:
        row = self.verdict
        return unseal(row.case_id, VERDICT_WORDS, row.pk, row.words_sealed) if row else ""

    @property
    def reason(self) -> str:
        return unseal(self.look.case_id, LOOK_REASON, self.look.pk, self.look.reason_sealed)


def own_looks(person: Person) -> Any:
    """The looks that this person has given a reason for: another's reason is not theirs."""
    return MatchLook.objects.visible_to(person).filter(looked_by=person.pk)


def looked_at(case: Case, person: Person) -> list[Looked]:
    """What this person has looked at on a case, the last look at each; a fixed number of statements."""
    rows = own_looks(person).filter(case=case).select_related("suspect", "case")
    return _with_others(case, {(one.suspect_id, one.other_suspect_id): one for one in rows}.values())


def one_looked_at(look: MatchLook) -> Looked:
    return _with_others(look.case, [look])[0]


def _with_others(case: Case, looks: Iterable[MatchLook]) -> list[Looked]:
    looks = list(looks)
    if not looks:
        return []
    found = {one.pair: one for one in all_matches_of(case)}
    said = standing_verdicts(case)
    officers = Person.objects.in_bulk({one.officer_id for one in found.values()})
    districts = District.objects.in_bulk({one.district_id for one in found.values()})
    shown = []
    for look in looks:
        match = found.get((look.suspect_id, look.other_suspect_id))
        shown.append(
            Looked(
                look=look,
                match=match,
                officer=officers.get(match.officer_id) if match else None,
                district=districts.get(match.district_id) if match else None,
                verdict=said.get((look.suspect_id, look.other_suspect_id)),
            )
        )
    return sorted(shown, key=lambda one: (one.verdict is not None, one.look.suspect.number))


def note_look(person: Person, shown: Iterable[Looked]) -> None:
    """Log that these were shown again, with the reason that the person gave."""
    for one in shown:
        record_read(
            by=person,
            action=Action.MATCH_VIEWED,
            case=one.look.case_id,
            subjects=[one.look.pk, one.look.other_suspect_id, one.look.other_case_id],
            reason=one.reason,
        )
