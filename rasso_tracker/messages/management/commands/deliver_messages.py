import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rasso_tracker.clocks import read_moment
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.people.refusals import NotAllowed


class Command(BaseCommand):
    help = "Deliver what is pending, once. Prints one JSON line: sent, held, skipped and why, failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", default="", help="The moment to look from, ISO 8601; a date means the end of that day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = deliver(at=read_moment(options["at"]) if options["at"] else None)
        except (NotAllowed, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(tally.as_dict()))
