from django.apps import AppConfig
from django.core.signals import request_started


class ClocksConfig(AppConfig):
    name = "rasso_tracker.clocks"
    label = "clocks"

    def ready(self) -> None:
        from celery.signals import task_prerun

        from rasso_tracker.clocks.tables import look_again

        request_started.connect(look_again, dispatch_uid="clocks.request")
        task_prerun.connect(look_again, dispatch_uid="clocks.task", weak=False)
