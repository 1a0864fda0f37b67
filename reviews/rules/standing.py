"""Whether a decision stands: asked here, of a decision, a victim and a moment, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cases.models import Victim
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import LineEnded
from reviews.models import Decision, DecisionLine
from reviews.rules.roles_and_moments import NOT_AUTHORISED

# What became of what was reported, within a sentence.
ENDED_SO = {
    LineEnded.OVERTURNED: "opened again after a review",
    LineEnded.SUPERSEDED: "opened again, since CPS did not decide so",
    LineEnded.REOPENED: "opened again",
    LineEnded.CANCELLED: "cancelled by the crime registrar",
}


def how_ended(endings: Iterable[str]) -> str:
    """What became of the lines that ended so, within a sentence: "opened again", or each in part. Pure."""
    ended = set(endings)
    words = [said for ending, said in ENDED_SO.items() if ending in ended]
    return words[0] if len(words) == 1 else " and ".join(f"in part {one}" for one in words)


def was_ended(decision: Decision, victim: Victim | None = None) -> str:
    """The same of a decision, of every victim or of one; "" where all of it stands."""
    lines = DecisionLine.objects.filter(decision=decision, ended_at__isnull=False)
    if victim is not None:
        lines = lines.filter(victim=victim)
    return how_ended(lines.values_list("ended_because", flat=True))


def standing_lines(
    decision: Decision | UUID, victim: Victim | UUID | None = None, when: datetime | None = None
) -> QuerySet[DecisionLine]:
    """The lines of a decision that stand: of every victim or of one, now or as it was at a moment."""
    lines: QuerySet[DecisionLine] = DecisionLine.objects.standing(when).filter(decision=decision)
    return lines if victim is None else lines.filter(victim=victim)


def stands(
    decision: Decision | UUID, victim: Victim | UUID | None = None, when: datetime | None = None
) -> bool:
    """Whether something of the decision stands (stood, at a moment), for anybody or for one victim."""
    return standing_lines(decision, victim, when).exists()


def check_authorised(decision: Decision) -> None:
    if not decision.is_authorised or decision.decided_at is None:
        raise NotAllowed(NOT_AUTHORISED)


def check_stands(decision: Decision, victim: Victim | None = None) -> None:
    """It was made, and something of it still stands, for anybody or for this victim. Raises NotAllowed."""
    check_authorised(decision)
    if not stands(decision, victim):
        raise NotAllowed(
            f"This decision does not stand any more: what was reported was {was_ended(decision, victim)}."
            " There is nothing to tell of it."
        )


def check_stands_to_ask(decision: Decision) -> None:
    """A review is asked of a decision that stands for somebody. Raises NotAllowed."""
    check_authorised(decision)
    if not stands(decision):
        raise NotAllowed(
            f"This decision does not stand any more: what was reported was {was_ended(decision)}."
            " There is nothing to review."
        )


def check_stood(decision: Decision, victim: Victim, when: datetime) -> None:
    """Something of the decision still stood for this victim at that moment. Raises Invalid by victim.

    What was said before the case was opened again may be recorded after it; nothing is said of it after.
    """
    if not stands(decision, victim, when):
        raise Invalid(
            {
                "victim": f"This decision did not stand for {victim.label} any more: what they reported was"
                f" {was_ended(decision, victim)}. There is nothing to tell or to ask of it."
            }
        )
