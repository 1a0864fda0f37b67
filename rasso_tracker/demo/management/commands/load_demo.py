"""`manage.py load_demo`: a made-up force and its cases."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from rasso_tracker.clocks import london_date, now
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo.services import load_demo
from rasso_tracker.people.refusals import Refusal


class Command(BaseCommand):
    help = "Loads a made-up force: people, and cases over three years. Same arguments, same data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=given.CASES)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--as-of",
            default="",
            help="the day on which the data stands, such as 2026-03-01; today in London",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            as_of = parse_date(options["as_of"]) if options["as_of"] else london_date(now())
        except ValueError:
            as_of = None
        if as_of is None or as_of > london_date(now()):
            raise CommandError("--as-of needs a date that is not in the future, such as 2026-03-01.")
        if not 1 <= options["cases"] <= 1_000_000:
            raise CommandError("--cases needs a number from 1 to 1000000.")
        try:
            loaded = load_demo(
                cases=options["cases"], seed=options["seed"], as_of=as_of, progress=self._progress
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._progress(1.0, "done")
        spent = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in loaded.seconds.items())
        self.stdout.write(
            f"Loaded {loaded.people} people and {loaded.cases:,} cases ({loaded.rows:,} rows); "
            f"{loaded.notices:,} notices posted. {spent}."
        )

    def _progress(self, share: float, what: str) -> None:
        """One line that is written over on a terminal, one line a step elsewhere."""
        end = "\r" if self.stdout.isatty() and share < 1 else "\n"
        self.stdout.write(f"{share:4.0%}  {what:<40}", ending=end)
        sys.stdout.flush()
