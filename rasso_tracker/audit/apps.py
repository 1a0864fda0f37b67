from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rasso_tracker.audit"
    label = "audit"
