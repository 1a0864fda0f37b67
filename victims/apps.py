from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"

    def ready(self) -> None:
        from cases.hooks import milestone_changed
        from victims.services.restaging import restage_after_milestone

        milestone_changed.connect(restage_after_milestone)
