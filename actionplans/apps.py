from datetime import timedelta

from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "actionplans"
    verbose_name = "Action plans"

    def ready(self) -> None:
        from actionplans.services.handing import HOLDINGS
        from actionplans.services.report_date import files_before
        from rasso_tracker.people.holdings import register

        for holding in HOLDINGS:
            register(holding)
        from actionplans.due_places import register_places
        from actionplans.notices import charges as of_charges
        from actionplans.notices import clinics as of_clinics
        from actionplans.notices import plans as recheck
        from actionplans.notices.climbs import climb_titles, recheck_climbs
        from actionplans.notices.countersigning import recheck_countersign, recheck_refused
        from actionplans.notices.disputes import recheck_answered, recheck_disputed
        from actionplans.notices.endings import (
            recheck_advice_ended,
            recheck_finalised,
            recheck_never_issued,
            recheck_open_again,
            recheck_plan_withdrawn,
        )
        from actionplans.notices.soon import recheck_soon
        from actionplans.notices.strategies import recheck_to_agree
        from actionplans.notices.withdrawals import recheck_item_again, recheck_withdrawn
        from actionplans.services import follow_ups_passed, shut_out, told_others
        from actionplans.services.agreement import TO_AGREE
        from actionplans.services.beside import TAKEN_BACK, open_beside
        from actionplans.services.beside import charged_beside as keep_beside
        from actionplans.services.charges import ENTERED, NOT_SO
        from actionplans.services.climbs import CLIMBED, after_due_changed, with_new_due
        from actionplans.services.clinic_corrections import CORRECTED
        from actionplans.services.clinic_results import FOLLOW_UP_CHANGED
        from actionplans.services.clinics import FREED, HOST, NEAR, OFF
        from actionplans.services.closing import after_milestone
        from actionplans.services.countersigning import COUNTERSIGN, REFUSED, after_person_named
        from actionplans.services.disputed import ANSWERED, DISPUTED
        from actionplans.services.endings import NEVER_ISSUED, PLAN_WITHDRAWN
        from actionplans.services.opening import OPEN_AGAIN
        from actionplans.services.plans import ISSUED
        from actionplans.services.restating import tables_changed
        from actionplans.services.returns import RETURNED
        from actionplans.services.soon import DUE_SOON
        from actionplans.services.standing import ASKED_AGAIN, LAPSED
        from actionplans.services.sweep import RUN, outstanding
        from actionplans.services.unanswered import ADVICE_ENDED, FINALISED
        from actionplans.services.withdrawals import ASKED_AGAIN as ITEM_AGAIN
        from actionplans.services.withdrawals import WITHDRAWN
        from cases.hooks import (
            charged_beside,
            due_begins,
            due_changed,
            happened_before,
            milestone_changed,
            open_beside_charge,
            people_changed,
            person_named,
        )
        from rasso_tracker.clocks.tables import tables_changed as signal
        from rasso_tracker.clocks.tables import watch
        from rasso_tracker.messages import health, kinds
        from rasso_tracker.people.hooks import sight_changed

        register_places()
        kinds.register(LAPSED, title="Action plan past its date", recheck=recheck.recheck_escalations)
        kinds.register(
            CLIMBED, title="Owed on a case, and climbing", recheck=recheck_climbs, titles=climb_titles
        )
        kinds.register(DUE_SOON, title="Due soon", recheck=recheck_soon)
        kinds.register(COUNTERSIGN, title="Advice to countersign", recheck=recheck_countersign)
        kinds.register(REFUSED, title="Advice not countersigned", recheck=recheck_refused)
        kinds.register(TO_AGREE, title="Case strategy to agree to", recheck=recheck_to_agree)
        kinds.register(ISSUED, title="Action plan issued", recheck=recheck.recheck_issued)
        kinds.register(RETURNED, title="Action plan returned", recheck=recheck.recheck_returned)
        kinds.register(ANSWERED, title="Dispute answered", recheck=recheck_answered)
        kinds.register(DISPUTED, title="Item disputed", recheck=recheck_disputed)
        kinds.register(ENTERED, title="Charge entered for CPS", recheck=of_charges.recheck_entered)
        kinds.register(NOT_SO, title="Charge not confirmed by CPS", recheck=of_charges.recheck_not_so)
        kinds.register(TAKEN_BACK, title="Action plan taken back", recheck=of_charges.recheck_taken_back)
        kinds.register(
            ASKED_AGAIN, title="Action plan asked for again", recheck=of_charges.recheck_asked_again
        )
        kinds.register(WITHDRAWN, title="Item withdrawn", recheck=recheck_withdrawn)
        kinds.register(ITEM_AGAIN, title="Item asked for again", recheck=recheck_item_again)
        kinds.register(PLAN_WITHDRAWN, title="Action plan withdrawn", recheck=recheck_plan_withdrawn)
        kinds.register(NEVER_ISSUED, title="Action plan never issued", recheck=recheck_never_issued)
        kinds.register(
            ADVICE_ENDED, title="Early advice closed, no file followed", recheck=recheck_advice_ended
        )
        kinds.register(FINALISED, title="Action plan closed unanswered", recheck=recheck_finalised)
        kinds.register(OPEN_AGAIN, title="Action plan open again", recheck=recheck_open_again)
        kinds.register(OFF, title="Advice clinic cancelled", recheck=of_clinics.recheck_off)
        kinds.register(HOST, title="Host of an advice clinic changed", recheck=of_clinics.recheck_host)
        kinds.register(FREED, title="Slot of an advice clinic came free", recheck=of_clinics.recheck_freed)
        kinds.register(NEAR, title="Advice clinic is near", recheck=of_clinics.recheck_near)
        kinds.register(
            CORRECTED, title="Result of an advice clinic corrected", recheck=of_clinics.recheck_corrected
        )
        kinds.register(FOLLOW_UP_CHANGED, title="Follow-up changed", recheck=of_clinics.recheck_follow_up)
        health.watch(RUN, interval=timedelta(minutes=1), outstanding=outstanding)
        milestone_changed.connect(after_milestone)
        happened_before.connect(files_before)
        open_beside_charge.connect(open_beside)
        charged_beside.connect(keep_beside)
        due_changed.connect(after_due_changed)
        person_named.connect(after_person_named)
        person_named.connect(told_others.after_person_named)
        for passing in (follow_ups_passed, shut_out, told_others):  # at last, once what is owed has passed on
            people_changed.connect(passing.after_people_changed)
            sight_changed.connect(passing.after_sight_changed)
        due_begins.connect(with_new_due)
        watch("actionplans_ladderstep")
        signal.connect(tables_changed, dispatch_uid="actionplans.step_moments")
