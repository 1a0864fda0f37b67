from datetime import timedelta

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Decisions and the Right to Review"

    def ready(self) -> None:
        from cases.hooks import hangs_on_suspect, milestone_changed
        from rasso_tracker.people.holdings import register
        from reviews.alive import seen_alive_of
        from reviews.client_decisions import decisions_of
        from reviews.due_places import register_places
        from reviews.rules import matches, nobody_tells
        from reviews.services.carrying_out import end_carried_out
        from reviews.services.expedited import restate_expedited
        from reviews.services.handing import HOLDINGS
        from reviews.services.opened import end_opened
        from reviews.services.planned import planned_ways
        from reviews.services.retiming import retime_notices
        from reviews.services.rights import restate_rights
        from reviews.services.telling import owed_to
        from reviews.services.untold import restate_hearer, restate_untold
        from victims.hooks import (
            client_decisions,
            engagement_changed,
            hearer_changed,
            owed_to_victim,
            rights_changed,
            seen_alive,
            untold_for_good,
            ways_planned,
        )

        client_decisions.connect(decisions_of)
        owed_to_victim.connect(owed_to)
        ways_planned.connect(planned_ways)
        seen_alive.connect(seen_alive_of)
        untold_for_good.connect(nobody_tells)
        rights_changed.connect(retime_notices)
        engagement_changed.connect(restate_rights)
        engagement_changed.connect(restate_untold)
        hearer_changed.connect(restate_hearer)
        hangs_on_suspect.connect(matches.hangs_on_suspect)
        milestone_changed.connect(restate_rights)
        milestone_changed.connect(end_carried_out)
        milestone_changed.connect(end_opened)
        milestone_changed.connect(restate_expedited)
        register_places()
        for holding in HOLDINGS:
            register(holding)
        from actionplans.services.joint import MEETING_WANTED
        from rasso_tracker.messages import health, kinds
        from reviews import notices

        kinds.register(notices.TO_AUTHORISE, title="Decision to authorise", recheck=notices.recheck_proposals)
        kinds.register(notices.PASSED_ON, title="Decision passed on", recheck=notices.recheck_passed_on)
        kinds.register(
            notices.OPENED_BY_CPS, title="Decision opened again by CPS", recheck=notices.recheck_opened_by_cps
        )
        kinds.register(notices.TO_TELL, title="Victim to be told", recheck=notices.recheck_telling)
        kinds.register(
            notices.TELLING_PLANNED, title="You are to tell a victim", recheck=notices.recheck_planned
        )
        kinds.register(
            MEETING_WANTED, title="CPS decision without a meeting", recheck=notices.recheck_meetings
        )
        kinds.register(
            notices.TO_CARRY_OUT, title="Review to carry out", recheck=notices.recheck_carrying_out
        )
        from reviews.notify import is_on
        from reviews.sending_enums import NOT_SENT
        from reviews.services.sending import RUN, waiting_too_long

        kinds.register(NOT_SENT, title="Letter that did not go", recheck=notices.recheck_not_sent)
        health.watch(RUN, interval=timedelta(minutes=1), outstanding=waiting_too_long, wanted=is_on)
        kinds.register(notices.ALLOCATED, title="Review allocated", recheck=notices.recheck_allocated)
