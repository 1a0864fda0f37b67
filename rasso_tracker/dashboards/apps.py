from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "rasso_tracker.dashboards"
    label = "dashboards"
