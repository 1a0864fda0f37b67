from celery import shared_task

from rasso_tracker.dashboards.services import refresh_when_due


@shared_task(name="dashboards.refresh_figures")
def refresh() -> None:
    """Count the managers' figures anew where that is due. The task carries nothing."""
    refresh_when_due()
