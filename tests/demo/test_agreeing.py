"""No withdrawal of the demo contradicts the rest of its case."""

from __future__ import annotations

from collections import Counter

from django.db.models import F, OuterRef, Q, Subquery

from rasso_tracker.clocks import in_london, london_date, now
from rasso_tracker.demo.rows_agreeing import OUT_OF_REACH
from rasso_tracker.demo.services import Loaded
from rasso_tracker.people.access import system
from reviews.models import CpsReview, ExpeditedReview, Notification, ReviewAsker, ReviewRequest, TellingPlan
from reviews.rules.asking_too import check_on_record
from reviews.rules.expedited import charged_on
from victims.enums import THROUGH_OTHERS, CommunicationMethod
from victims.facts import isva_supports
from victims.models import (
    Circumstances,
    Contact,
    ContactDetails,
    IsvaSupport,
    JointAppointment,
    MaterialRequest,
    StoDeployment,
    SupportEvent,
    Withdrawal,
)
from victims.rules.carriers import nobody_carries
from victims.rules.spokesperson import under_18_by_birth


def test_no_withdrawal_contradicts_what_else_is_recorded_of_the_victim(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        rows = list(Withdrawal.objects.select_related("victim", "case"))
        assert len(rows) > 100
        wrong: Counter[str] = Counter()
        for row in rows:
            of, by_then = {"victim": row.victim_id}, {"occurred_at__lte": row.occurred_at}
            deployed = StoDeployment.objects.filter(**of, deployed_at__lte=row.occurred_at).exists()
            shared = IsvaSupport.objects.filter(**of, started_at__lte=row.occurred_at).exists()
            wrong["told via an STO who was not there"] += row.told_by == "via_sto" and not deployed
            wrong["told via an ISVA who was not there"] += row.told_by == "via_isva" and not shared
            wrong["support in place that was not offered"] += bool(
                set(row.support_in_place) - set(row.support_offered)
            )
            asked = set(MaterialRequest.objects.filter(**of).values_list("kind", flat=True))
            reasons = {*row.reasons_of_victim, *row.reasons_of_third_party, *row.reasons_of_officer}
            wrong["no device was asked for"] += "device_request" in reasons and "device" not in asked
            wrong["no records were asked for"] += "records_request" in reasons and "third_party" not in asked
            wrong["support was there"] += "lack_of_support" in reasons and bool(row.support_in_place)
            if row.kind != "lost_contact":
                wrong["nobody had been in touch"] += not Contact.objects.filter(**of, **by_then).exists()
                continue
            wrong["lost contact that was corroborated"] += row.is_corroborated
            soon = {"occurred_at__gt": row.occurred_at, "occurred_at__lt": row.occurred_at + OUT_OF_REACH}
            talks = Contact.objects.filter(**of, **soon)
            wrong["in touch though contact was lost"] += talks.filter(reached=True).exists()
            wrong["rang though contact was lost"] += talks.filter(direction="in").exists()
        assert any(row.kind == "lost_contact" for row in rows)
        assert +wrong == Counter()


def test_an_isva_supports_from_the_day_on_which_the_steps_say_that_support_began(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        isva = Q(referral__kind__in=["isva", "child_isva"], referral__victim=OuterRef("victim"))
        began = SupportEvent.objects.filter(isva, step="started").order_by("happened_on")
        shared = IsvaSupport.objects.annotate(began=Subquery(began.values("happened_on")[:1]))
        assert shared.count() > 50
        assert not shared.exclude(began=F("consented_on")).exists()
        for kind in ("isva", "child_isva"):
            assert SupportEvent.objects.filter(referral__kind=kind).exists()


def test_nobody_is_reached_through_an_isva_whom_they_do_not_have_then(loaded: Loaded) -> None:
    ways = ["via_isva", "in_person_isva"]
    with system("a test looks for contradictions"):
        contacts = Contact.objects.filter(direction="out", method__in=ways).select_related("victim")
        told = [
            *((one.victim, one.occurred_at) for one in contacts),
            *(
                (one.victim, one.told_at)
                for one in Notification.objects.filter(method__in=ways).select_related("victim")
            ),
        ]
        assert len(told) > 5
        assert [victim.pk for victim, at in told if not isva_supports(victim, at)] == []


def test_word_of_a_contact_went_or_came_through_somebody_who_was_there(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        through = Contact.objects.filter(method__in=THROUGH_OTHERS).select_related("victim__case")
        assert through.exists()
        why = [
            nobody_carries(one.victim, CommunicationMethod(one.method), one.occurred_at, "")
            for one in through
        ]
        assert [one for one in why if one] == []
        assert Contact.objects.filter(direction="other").exists()


def test_some_appointments_were_held_and_some_wait_for_what_came_of_them(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        held = JointAppointment.objects.filter(ended="held")
        assert held.exists()
        assert not held.exclude(contact__occurred_at=F("starts_at"), contact__victim=F("victim")).exists()
        assert not held.exclude(contact__reached=True).exists()
        passed = JointAppointment.objects.filter(ended_at__isnull=True, starts_at__lte=now())
        assert passed.exists()
        assert {one.state_at(now()) for one in passed} == {"Its time has passed"}


def test_what_is_said_of_a_victims_age_agrees_with_their_date_of_birth(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        rows = list(Circumstances.objects.select_related("victim__case"))
        assert {one.under_18 for one in rows} == {"yes", "no"}
        said = {True: "yes", False: "no", None: ""}
        assert [one.pk for one in rows if said[under_18_by_birth(one.victim)] != one.under_18] == []


def test_a_telling_is_planned_for_the_day_and_in_the_way_of_the_record(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        plans = list(TellingPlan.objects.values_list("victim", "wanted_method", "tell_at"))
        ways = dict(ContactDetails.objects.order_by("recorded_at").values_list("victim", "preferred_method"))
    assert plans
    assert [plan for plan in plans if plan[1] != ways[plan[0]] or not 8 <= in_london(plan[2]).hour < 20] == []


def test_no_review_was_asked_for_by_somebody_whom_the_victim_did_not_have(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        requests = list(ReviewRequest.objects.select_related("victim"))
        also = list(ReviewAsker.objects.select_related("request__victim"))
        of_cps = list(CpsReview.objects.select_related("victim"))
        assert also
        assert of_cps
        assert {one.asked_by for one in requests} > {"victim"}
        for one in requests:
            check_on_record(one.victim, one.asked_by, one.channel, one.own_ask_at)
        for one in also:
            check_on_record(one.request.victim, one.asked_by, one.channel, one.received_at)
        for one in of_cps:
            check_on_record(one.victim, one.asked_by, one.channel, one.received_on)


def test_an_expedited_review_is_of_a_charge_that_is_still_before_the_court(loaded: Loaded) -> None:
    with system("a test looks for contradictions"):
        found = list(ExpeditedReview.objects.select_related("allegation__case"))
        assert found
        over = [
            one.allegation.stage
            for one in found
            if one.allegation not in charged_on(one.allegation.case, london_date(now()))
        ]
        assert over == []
