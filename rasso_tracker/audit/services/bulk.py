"""The bulk door: the only way besides a deed by which rows come in. For loaders and imports.

Every constraint and trigger stays on; what is loaded is logged as one event a batch, in the same transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Model

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import record
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

ROWS_A_STATEMENT = 1000


def load_batch(
    *, by: Person, what: str, groups: Iterable[Sequence[Model]], subjects: Iterable[uuid.UUID] = ()
) -> int:
    """Insert unsaved rows, each group of one model, in the order given (parents first); the number inserted.

    `what` names the batch and `subjects` the cases it brought, for the log. Raises IntegrityError, and keeps
    nothing, when one row breaks a constraint.
    """
    written = 0
    with system(f"bulk door: {what}"), open_door("load_batch"):
        for group in groups:
            if group:
                type(group[0])._default_manager.bulk_create(list(group), batch_size=ROWS_A_STATEMENT)
                written += len(group)
        record(by=by, action=Action.BATCH_LOADED, subjects=subjects, reason=what)
    return written
