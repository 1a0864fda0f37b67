from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"

    def ready(self) -> None:
        from cases.hooks import milestone_changed
        from rasso_tracker.messages import kinds
        from victims.notices import TO_CORROBORATE, recheck_withdrawals
        from victims.services.restaging import restage_after_milestone

        milestone_changed.connect(restage_after_milestone)
        kinds.register(TO_CORROBORATE, title="Withdrawal to corroborate", recheck=recheck_withdrawals)
