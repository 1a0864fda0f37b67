from celery import shared_task

from rasso_tracker.messages.delivery import deliver as deliver_now


@shared_task(name="messages.deliver")
def deliver() -> None:
    """Send what is pending. The task carries nothing: PostgreSQL says what there is to do."""
    deliver_now()
