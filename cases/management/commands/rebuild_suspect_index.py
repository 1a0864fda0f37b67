"""manage.py rebuild_suspect_index: the index of suspects anew, after RASSO_INDEX_KEY or its rules changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.services import rebuild_suspect_index


class Command(BaseCommand):
    help = "Make the index of suspects anew: after the index key of the vault, or how names compare, changed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_suspect_index()} suspects")
