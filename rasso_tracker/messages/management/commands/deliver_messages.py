import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from rasso_tracker.messages.delivery import deliver
from rasso_tracker.people.refusals import NotAllowed


class Command(BaseCommand):
    help = "Deliver what is pending, once. Prints one JSON line: sent, held, skipped and why, failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", help="The moment to look from, ISO 8601 with its time zone (demo: also future)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = deliver(at=_moment(options["at"]))
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(tally.as_dict()))


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CommandError("--at needs a moment such as 2026-03-01T09:00:00+00:00, with its time zone.")
    return moment
