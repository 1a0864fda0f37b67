from datetime import timedelta

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "rasso_tracker.messages"
    label = "notices"  # django.contrib.messages has the label "messages"
    verbose_name = "Messages"

    def ready(self) -> None:
        from rasso_tracker.messages import health
        from rasso_tracker.messages.services.runs import DELIVERY

        health.watch(DELIVERY, interval=timedelta(seconds=30))
