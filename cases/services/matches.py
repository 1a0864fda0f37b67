"""Looking at other reports about the suspects of a case, with a reason, and saying whose they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases import rules
from cases.matching import Match, matches_of
from cases.models import Case, MatchLook, MatchVerdict, Suspect
from cases.services.stored import locked, need_door
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.vault import seal

LOOK_REASON = "cases.match_look.reason"
VERDICT_WORDS = "cases.match_verdict.words"


@deed
def look_at_matches(*, by: Person, case: Case, reason: str, at: datetime | None = None) -> Case:
    """Look at what the index of suspects finds for this case: one row a match, with the reason.

    The log names every suspect and case that was shown. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    rules.check_role(by, "look_at_matches")
    if not reason.strip():
        raise Invalid({"reason": "Say why you are looking: it is logged with your name."})
    case = locked(by, case)
    found = matches_of(case)
    rows = [_look(case, one, reason, by, at) for one in found]
    MatchLook.objects.bulk_create(rows)
    record(
        by=by,
        action=Action.MATCHES_LOOKED_AT,
        case=case,
        subjects=[case.pk, *(pk for one in found for pk in (one.other_suspect_id, one.other_case_id))],
        reason=reason.strip(),
    )
    return case


def _look(case: Case, match: Match, reason: str, by: Person, at: datetime) -> MatchLook:
    row = MatchLook(
        case=case,
        suspect_id=match.suspect_id,
        other_suspect_id=match.other_suspect_id,
        other_case_id=match.other_case_id,
        found_on=list(match.found_on),
        looked_at=at,
        looked_by=by,
    )
    row.reason_sealed = seal(case.pk, LOOK_REASON, row.pk, reason.strip())
    return row


@deed
def judge_match(
    *, by: Person, match: MatchLook, verdict: str, words: str, at: datetime | None = None
) -> MatchVerdict:
    """Say of a match that was looked at whether it is the same person, and what that rests on.

    Somebody else: it does not come back, for either case, until something new agrees. The word before is
    kept with when it ended. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    case = locked(by, match.case_id)
    pair = MatchVerdict.objects.filter(
        suspect=match.suspect_id, other_suspect=match.other_suspect_id, ended_at__isnull=True
    )
    before = pair.first()
    same = before is not None and set(before.found_on) >= set(match.found_on)
    rules.check_can_judge(by, verdict, words, before.verdict if before and same else "")
    pair.update(ended_at=at)
    row = MatchVerdict(
        case=case,
        look=match,
        suspect_id=match.suspect_id,
        other_suspect_id=match.other_suspect_id,
        other_case_id=match.other_case_id,
        found_on=match.found_on,
        verdict=verdict,
        judged_at=at,
        judged_by=by,
    )
    row.words_sealed = seal(case.pk, VERDICT_WORDS, row.pk, words.strip())
    row.save(force_insert=True)
    record(
        by=by,
        action=Action.MATCH_JUDGED,
        case=case,
        subjects=[row.pk, match.suspect_id, match.other_suspect_id, match.other_case_id],
    )
    return row


def carry_over(*, kept: Suspect, duplicate: Suspect, at: datetime) -> None:
    """What other cases looked at and said of `duplicate` is of the record that is kept: inside the deed that
    merges them.

    Of two words about one pair the same stands once; two that differ are asked again. One that says somebody
    else holds no further than it did: what agrees only now that both are one comes back (suspect_matches).
    """
    need_door("carry_over")
    with system("what another case said of either record, whoever may see that case"):
        MatchLook.objects.filter(other_suspect=duplicate).update(other_suspect=kept)
        said = MatchVerdict.objects.filter(other_suspect__in=[kept, duplicate], ended_at__isnull=True)
        by_suspect: dict[UUID, list[MatchVerdict]] = {}
        for row in said.select_for_update(no_key=True, of=("self",)).order_by("judged_at"):
            by_suspect.setdefault(row.suspect_id, []).append(row)
        for rows in by_suspect.values():
            ended = rows if len({one.verdict for one in rows}) > 1 else rows[:-1]
            MatchVerdict.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=at)
        MatchVerdict.objects.filter(other_suspect=duplicate).update(other_suspect=kept)
