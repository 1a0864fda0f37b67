from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"

    def ready(self) -> None:
        from cases.hooks import (
            child_victim,
            happened_before,
            milestone_changed,
            report_moved,
            sto_changed,
            victim_added,
        )
        from rasso_tracker.people.holdings import register
        from victims.services.handing import HOLDINGS
        from victims.services.owning import HOLDINGS as OWNED

        for holding in (*HOLDINGS, *OWNED):
            register(holding)
        from rasso_tracker.clocks.tables import watch
        from rasso_tracker.messages import kinds
        from victims import ages
        from victims.due_places import register_places
        from victims.notices import TO_AGREE, TO_CORROBORATE, WAYS_IN_DOUBT, recheck_withdrawals
        from victims.notices.appointments import (
            ANSWERED,
            ASKED,
            OFF,
            recheck_appointment_answers,
            recheck_asked,
            recheck_off,
        )
        from victims.notices.isva import (
            CLOSED_TO_YOU,
            SUPPORT_ENDED,
            TOLD,
            TOLD_ANSWERED,
            recheck_answered,
            recheck_closed,
            recheck_ended,
            recheck_told,
        )
        from victims.notices.material import TO_APPROVE, recheck_to_approve
        from victims.notices.owner import CONTACT_GIVEN, recheck_owners
        from victims.notices.record import recheck_alerts, recheck_spokespersons
        from victims.services.events import owe_word
        from victims.services.reach_due import restate_sto
        from victims.services.record import owe_first_assessment
        from victims.services.report_date import restate_after_report_moved, victims_before
        from victims.services.restaging import restage_after_milestone
        from victims.services.support_due import owe_support
        from victims.terms import TABLE

        watch(TABLE)
        register_places()
        milestone_changed.connect(restage_after_milestone)
        milestone_changed.connect(owe_word)
        child_victim.connect(ages.child_victim)
        victim_added.connect(owe_first_assessment)
        victim_added.connect(owe_support)
        sto_changed.connect(restate_sto)
        happened_before.connect(victims_before)
        report_moved.connect(restate_after_report_moved)
        kinds.register(TO_AGREE, title="Spokesperson to agree to", recheck=recheck_spokespersons)
        kinds.register(WAYS_IN_DOUBT, title="Check how to reach a victim", recheck=recheck_alerts)
        kinds.register(TO_APPROVE, title="Counselling records to decide on", recheck=recheck_to_approve)
        kinds.register(CONTACT_GIVEN, title="Contact handed over to you", recheck=recheck_owners)
        kinds.register(TO_CORROBORATE, title="Withdrawal to corroborate", recheck=recheck_withdrawals)
        kinds.register(TOLD, title="Told through an ISVA", recheck=recheck_told)
        kinds.register(TOLD_ANSWERED, title="Your message was answered", recheck=recheck_answered)
        kinds.register(SUPPORT_ENDED, title="ISVA support ended", recheck=recheck_ended)
        kinds.register(CLOSED_TO_YOU, title="Access to a client ended", recheck=recheck_closed)
        kinds.register(ASKED, title="Asked to join an appointment", recheck=recheck_asked)
        kinds.register(ANSWERED, title="Answer about an appointment", recheck=recheck_appointment_answers)
        kinds.register(OFF, title="Appointment called off", recheck=recheck_off)
