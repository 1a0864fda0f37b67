from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "rasso_tracker.vault"
    label = "vault"
