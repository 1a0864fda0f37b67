from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rasso_tracker.dashboards.states import document


class Command(BaseCommand):
    help = "Writes docs/states.md from the transition tables; --check only says whether it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "states.md"
        if not options["check"]:
            path.write_text(document())
        elif not path.exists() or path.read_text() != document():
            raise CommandError("docs/states.md is not what the code says: run `./dev manage states`.")
