from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rasso_tracker.demo"
    label = "demo"
