"""`manage.py api_token USERNAME`: a new API token, alone on its line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Refusal
from rasso_tracker.web.services import issue_token


class Command(BaseCommand):
    help = "Prints a new API token for a person. It is shown once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", default="", help="one of the person's roles; the first when not given")
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            help="read, deeds, or the name of a deed; may be repeated; read and deeds when not given",
        )
        parser.add_argument("--days", type=int, default=30, help="how long it lives, 90 at most")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is nobody with the username {options['username']}.")
        role = options["role"] or (person.roles[0] if person.roles else "")
        scopes = options["scope"] or ["read", "deeds"]
        try:
            _, key = issue_token(by=person, person=person, role=role, scopes=scopes, days=options["days"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(key)
