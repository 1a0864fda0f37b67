from celery import shared_task

from reviews.services.sending import send_letters as send_now


@shared_task(name="reviews.send_letters")
def send_letters() -> None:
    """Hand letters to GOV.UK Notify, where it is set up. The task carries nothing: PostgreSQL says which."""
    send_now()
