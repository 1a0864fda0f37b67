"""`manage.py demo_signins`: who can sign in to the demo, as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rasso_tracker.demo.services import signins
from rasso_tracker.people.refusals import NotAllowed


class Command(BaseCommand):
    help = "Prints one JSON object: role to username, password and who it is. Demo databases only."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(json.dumps(signins(), indent=1))
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
