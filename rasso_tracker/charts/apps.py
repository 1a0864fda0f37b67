from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "rasso_tracker.charts"
    verbose_name = "Charts"
