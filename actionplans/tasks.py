from celery import shared_task

from actionplans.services import raise_reminders as sweep
from actionplans.services.pasting import end_unfinished


@shared_task(name="actionplans.raise_reminders")
def raise_reminders() -> None:
    """Look for dates that have passed. The task carries nothing: PostgreSQL says what is due."""
    sweep()


@shared_task(name="actionplans.end_unfinished_documents")
def end_unfinished_documents() -> None:
    """Take out the words of pasted documents that nobody finished in time."""
    end_unfinished()
