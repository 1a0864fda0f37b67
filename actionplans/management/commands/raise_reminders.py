import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime

from actionplans.services import raise_reminders
from rasso_tracker.clocks import LONDON, end_of_day
from rasso_tracker.people.refusals import NotAllowed


class Command(BaseCommand):
    help = "One sweep: write every reminder that has fallen due. Prints one JSON line: due, written, already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", default="", help="The moment to look from, ISO 8601; a date means the end of that day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            swept = raise_reminders(at=_moment(options["at"]) if options["at"] else None)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(swept.as_dict()))


def _moment(text: str) -> datetime:
    """A moment; without a time zone it is read off a London clock. Raises CommandError."""
    try:
        moment = parse_datetime(text) if len(text) > len("2026-03-01") else None
        if moment is not None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
        if day := parse_date(text):
            return end_of_day(day)
    except ValueError:
        pass
    raise CommandError("--at needs a moment such as 2026-03-01T09:00:00+00:00, or a date such as 2026-03-01.")
