from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "rasso_tracker.duty"
    verbose_name = "Rostered duty"
