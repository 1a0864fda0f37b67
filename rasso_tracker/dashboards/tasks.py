from celery import shared_task

from rasso_tracker.dashboards.services import refresh_figures


@shared_task(name="dashboards.refresh_figures")
def refresh() -> None:
    """Count the managers' figures anew. The task carries nothing."""
    refresh_figures()
