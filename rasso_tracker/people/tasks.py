from celery import shared_task

from rasso_tracker.people.services import make_moves


@shared_task(name="people.make_moves")
def make_moves_due() -> None:
    """Make the moves whose day has come. The task carries nothing: PostgreSQL says what there is to do."""
    make_moves()
