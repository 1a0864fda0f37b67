"""What police entered for CPS from its documents, of every kind of act, for CPS to say whether it stands.

It stands here because decisions are among it: no other app knows of every kind.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from actionplans.home.confirming import KINDS, waiting
from rasso_tracker.people.models import Person
from reviews.home import TO_CONFIRM

EVERY_KIND = (*KINDS, *TO_CONFIRM)
# The name of each kind of act: that of the deed that confirms it, without the verb.
OF_KIND = {kind.deed.removeprefix("confirm_"): kind for kind in EVERY_KIND}
SHOWS = {"": Q(), **{name: Q(deed=kind.deed) for name, kind in OF_KIND.items()}}


def to_confirm(person: Person) -> list[Any]:
    return waiting(person, EVERY_KIND)
