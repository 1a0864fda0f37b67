import json
from argparse import ArgumentParser
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
        at = parse_datetime(options["at"]) if options["at"] else None
        if options["at"] and (at is None or at.tzinfo is None):
            raise CommandError("--at needs a moment such as 2026-03-01T09:00:00+00:00, with its time zone.")
        try:
            tally = deliver(at=at)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(tally.as_dict()))
