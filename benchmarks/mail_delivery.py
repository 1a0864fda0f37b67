"""One step of the mail benchmark in a process of its own: `raise` notices into inboxes, or `deliver` them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import django

django.setup()

from rasso_tracker.audit.doors import open_door  # noqa: E402  # it needs the setup above
from rasso_tracker.audit.services.bulk import load_batch  # noqa: E402  # as above
from rasso_tracker.clocks import now  # noqa: E402  # as above
from rasso_tracker.messages import NOW, Addressee, Due, kinds  # noqa: E402  # as above
from rasso_tracker.messages.delivery import deliver  # noqa: E402  # as above
from rasso_tracker.messages.models import Message, Raised  # noqa: E402  # as above
from rasso_tracker.messages.services.resolving import deliver_raised  # noqa: E402  # as above
from rasso_tracker.messages.tally import Tally  # noqa: E402  # as above
from rasso_tracker.people.access import system  # noqa: E402  # as above
from rasso_tracker.people.models import Person  # noqa: E402  # as above

KIND = "bench_notice"
PEOPLE = 300


def recheck(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due]:
    """Each is due to one person, for good; asked in one statement, as the real kinds ask."""
    people = list(
        Person.objects.filter(username__startswith="bench").order_by("pk").values_list("pk", flat=True)
    )
    return {
        source: Due(
            recipients=(Addressee(people[source.int % PEOPLE], "You look after it."),),
            subject_id=source,
            reference=f"R/2026/{source.int % 1_000_000:06}",
            headline="Record a review of the action plan",
            due_on=date(2026, 6, 1),
            ends_when="a review is recorded",
            path=f"/action-plans/{source}/",
            urgency=NOW,
        )
        for source in sources
    }


def raise_letters(count: int) -> int:
    """So many notices in inboxes, each with an e-mail to send; how many there are now."""
    from rasso_tracker.ids import uuid7

    with system("a benchmark looks at what is there"):
        there = Message.objects.count()
        people = Person.objects.filter(username__startswith="bench").count()
    if not people:
        names = [f"bench{number}" for number in range(PEOPLE)]
        staff = [
            Person(username=one, name=one, email=f"{one}@example.test", starts_on=date(2020, 1, 1))
            for one in names
        ]
        load_batch(by=staff[0], what="people of a benchmark", groups=[staff])
    rows = [uuid7() for _ in range(count - there)]
    raised = [
        Raised(kind=KIND, source=one, subject_id=one, raised_for=now(), raised_at=now()) for one in rows
    ]
    with system("a benchmark raises"), open_door("a benchmark raises"):
        Raised.objects.bulk_create(raised)
    while deliver_raised(at=now(), tally=Tally()):
        pass
    with system("a benchmark looks at what is there"):
        return Message.objects.count()


def main() -> None:
    what, count = sys.argv[1], int(sys.argv[2])
    kinds.register(KIND, title="Benchmark", recheck=recheck)
    if what == "raise":
        answer: dict[str, float] = {"there": raise_letters(count)}
    else:
        begun, worked = time.perf_counter(), time.process_time()
        deliver()
        answer = {"seconds": time.perf_counter() - begun, "processor": time.process_time() - worked}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
