from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rasso_tracker.audit.verify import verify


class Command(BaseCommand):
    help = "Proves the audit log: exit 0 and the head of the chain, or exit 1 and the first broken row."

    def handle(self, *args: Any, **options: Any) -> None:
        known = None
        path = Path(settings.RASSO_AUDIT_HEAD_FILE) if settings.RASSO_AUDIT_HEAD_FILE else None
        if path and path.exists():
            number, link = path.read_text().split()[-2:]
            known = (int(number), link)
        verdict = verify(known)
        if verdict.broken:
            raise CommandError(f"The audit log is broken: {verdict.broken}.")
        self.stdout.write(f"The audit log is sound: {verdict.seals} seals, head {verdict.head or 'none'}.")
