"""Whom each step of the ladder reached: as it was raised, and since it fell to somebody else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from actionplans.models import ClimbEscalation, Escalation
from actionplans.services.climbs import CLIMBED
from actionplans.services.standing import LAPSED
from rasso_tracker.messages.told import Reached, reached_again, reached_by

# The steps that the notices of each kind tell of, and what of theirs is the subject of a notice.
STEPS: dict[str, tuple[Any, str]] = {LAPSED: (Escalation, "plan"), CLIMBED: (ClimbEscalation, "climb__item")}


def told_of_steps(kind: str, ids: Collection[UUID]) -> dict[UUID, Reached]:
    """By step, whom it reached; those to whom what climbs passed later under the step on which it then stood.

    A few statements, however many they are. Ask about steps alone that the person may read.
    """
    found = reached_by(kind, ids)
    model, subject = STEPS[kind]
    subjects = set(model.objects.filter(pk__in=ids).values_list(subject, flat=True)) if ids else set()
    again = reached_again(kind, subjects)
    if not again:
        return found
    raised = model.objects.filter(**{f"{subject}__in": again}).order_by("raised_at", "id")
    for pk, of, step, raised_at in raised.values_list("pk", subject, "step", "raised_at").reverse():
        heard = [one for rank, one in again[of] if rank == step and one.at >= raised_at]
        again[of] = [pair for pair in again[of] if pair[1] not in heard]  # of an earlier one with that number
        if heard and pk in found:
            found[pk] = Reached((*found[pk].told, *heard))
    return found
