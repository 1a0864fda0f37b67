from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import connection

from rasso_tracker.audit.services.thinning import thin_old_rows
from rasso_tracker.audit.verify import head
from rasso_tracker.clocks import now


@shared_task(name="audit.thin_old_rows")
def thin() -> None:
    """Delete receipts, runs and sessions that are past their time."""
    thin_old_rows()


@shared_task(name="audit.write_head")
def write_head() -> None:
    """Append the head of the chain to a file outside the database, and make the months ahead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_ensure_months(12)")
    number, link = head()
    if number and settings.RASSO_AUDIT_HEAD_FILE:
        with Path(settings.RASSO_AUDIT_HEAD_FILE).open("a") as outside:
            outside.write(f"{now().isoformat()} {number} {link}\n")
