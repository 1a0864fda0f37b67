from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rasso_tracker.web"
    label = "web"
