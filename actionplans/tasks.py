from celery import shared_task

from actionplans.services import raise_reminders as sweep


@shared_task(name="actionplans.raise_reminders")
def raise_reminders() -> None:
    """Look for dates that have passed. The task carries nothing: PostgreSQL says what is due."""
    sweep()
