from datetime import timedelta

from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "actionplans"
    verbose_name = "Action plans"

    def ready(self) -> None:
        from actionplans import recheck
        from actionplans.services.closing import after_milestone
        from actionplans.services.ladder import tables_changed
        from actionplans.services.plans import ISSUED
        from actionplans.services.returns import RETURNED
        from actionplans.services.standing import LAPSED
        from actionplans.services.sweep import RUN, outstanding
        from cases.hooks import milestone_changed
        from rasso_tracker.clocks.tables import tables_changed as signal
        from rasso_tracker.messages import health, kinds

        kinds.register(LAPSED, title="Action plan past its date", recheck=recheck.recheck_escalations)
        kinds.register(ISSUED, title="Action plan issued", recheck=recheck.recheck_issued)
        kinds.register(RETURNED, title="Action plan returned", recheck=recheck.recheck_returned)
        health.watch(RUN, interval=timedelta(minutes=1), outstanding=outstanding)
        milestone_changed.connect(after_milestone)
        signal.connect(tables_changed, dispatch_uid="actionplans.step_moments")
