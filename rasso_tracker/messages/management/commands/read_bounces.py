import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rasso_tracker.messages.services.bouncing import record_bounce
from rasso_tracker.messages.statuses import LARGEST, came_back, reports_in


class Command(BaseCommand):
    help = "Mark the e-mails that came back. Reads reports (RFC 3464) from a file, a folder or a pipe (-)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", help="A file, a folder such as a Maildir, or - for one from a pipe")

    def handle(self, *args: Any, **options: Any) -> None:
        place = Path(options["place"])
        if options["place"] != "-" and not place.exists():
            raise CommandError(f"There is no file or folder {place}.")
        mail = [sys.stdin.buffer.read(LARGEST)] if options["place"] == "-" else reports_in(place)
        read = marked = 0
        for raw in mail:
            read += 1
            letter = came_back(raw)
            marked += letter is not None and record_bounce(letter)
        self.stdout.write(json.dumps({"read": read, "came_back": marked}))
