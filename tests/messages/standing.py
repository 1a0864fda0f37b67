"""A kind of notice for tests in other processes: every source is due to Alice, Bob and Sam, always.

Run as a program it delivers once, as the command does, and prints the same line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

KIND = "always_due"


def recheck(sources: Sequence[UUID], at: datetime) -> dict[UUID, object]:
    from rasso_tracker.messages import NOW, Addressee, Due
    from rasso_tracker.people.models import Person

    people = Person.objects.filter(username__in=["alice", "bob", "sam"]).order_by("username")
    recipients = tuple(Addressee(person.pk, f"You look after it, {person.name}.") for person in people)
    return {
        source: Due(
            recipients=recipients,
            subject_id=source,
            reference="R/2026/000123",
            headline="Record a review of the action plan",
            ends_when="a review is recorded",
            path="/action-plans/",
            urgency=NOW,
        )
        for source in sources
    }


def register() -> None:
    from rasso_tracker.messages import kinds

    kinds.register(KIND, title="Always due", recheck=recheck)


if __name__ == "__main__":
    import django

    django.setup()
    register()
    from django.core.management import call_command

    call_command("deliver_messages", *sys.argv[1:])
