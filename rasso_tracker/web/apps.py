from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rasso_tracker.web"
    label = "web"

    def ready(self) -> None:
        from rasso_tracker.people.hooks import person_left
        from rasso_tracker.web.services import revoke_tokens_of

        person_left.connect(revoke_tokens_of)
