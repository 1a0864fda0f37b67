"""The demo in its database: whole, consistent with what the services would store, opened as it should be."""

from __future__ import annotations

import json
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import escape

from actionplans.checklist import SIGN_OFF_WANTED
from actionplans.enums import CLIMBING, CLOSED_PLANS, OPEN_ITEMS
from actionplans.ladder import current_ladder, due_steps
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceQuestion,
    AdviceReading,
    ClimbAnswer,
    ClimbEscalation,
    Clinic,
    ClinicBooking,
    ClinicSlot,
    EarlyAdviceEnding,
    Escalation,
    FileCheck,
    FileCheckLine,
    ItemCheck,
    ItemDispute,
    ItemReturn,
    ItemWithdrawal,
    JointMeeting,
    PlanCompletion,
    PlanDate,
    PlanEnding,
    Submission,
)
from actionplans.seals import Label
from actionplans.services import raise_reminders
from actionplans.services.climbs import CLIMBED
from actionplans.services.standing import LAPSED, STORED, restate
from cases import home as cases
from cases.home import Some
from cases.matching import matches_of
from cases.models import (
    Allegation,
    Case,
    Direction,
    DueItem,
    Lesson,
    MatchLook,
    MatchVerdict,
    Milestone,
    SupervisoryReview,
    Suspect,
    SuspectIndex,
    Victim,
)
from cases.services import cautions_of, directions, lessons, restage, supervision
from cases.services.case import SUMMARY
from cases.services.known_as import BORN, OTHER_NAMES, PHONES, SUSPECT_NAME, known_of
from cases.services.limits import BAIL, CUSTODY, Limit, keep_limits
from cases.services.matches import LOOK_REASON, VERDICT_WORDS
from cases.services.milestones import NOTE
from cases.services.stored import restore_next_due
from cases.services.suspect_index import KINDS, index_of
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.audit.services.bulk import load_batch
from rasso_tracker.audit.verify import verify
from rasso_tracker.clocks import in_london, london_date, now, start_of_day
from rasso_tracker.demo import names
from rasso_tracker.demo.batches import CASES_A_BATCH, PARENTS_FIRST, crimes_of, rows_of
from rasso_tracker.demo.force import SIGN_INS
from rasso_tracker.demo.learnt_later import WHY_AGAIN
from rasso_tracker.demo.life import tell
from rasso_tracker.demo.rows_clinics import KEPT_FREE
from rasso_tracker.demo.services import Loaded, load_demo, make_world, openings
from rasso_tracker.messages import health
from rasso_tracker.messages.models import Message, Raised, SweepRun
from rasso_tracker.messages.told import reached_by
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.vault import unseal
from reviews import home as reviews
from reviews.enums import DecisionStatus, DueCode
from reviews.facts import CaseFacts, answers_of
from reviews.gates import Line, faults_of
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest, RightTold
from reviews.notices import OPENED_BY_CPS
from reviews.rules import settled_for_good
from reviews.sealed import text_of
from tests.demo.conftest import CASES, SEED
from tests.demo.test_story import plain
from victims import home as victims
from victims.home_clients import client_home
from victims.models import StoDeployment, SupportEvent, SupportReferral, Withdrawal
from victims.sealed import opened
from victims.services.restaging import COMPUTED, Matter
from victims.services.support_due import restate_support

LABELS: dict[tuple[type, str], str] = {
    (ItemReturn, "note"): Label.ITEM_RETURN_NOTE,
    (ItemCheck, "note"): Label.ITEM_CHECK_NOTE,
    (Case, "summary"): SUMMARY,
    (Suspect, "name"): SUSPECT_NAME,
    (Suspect, "other_names"): OTHER_NAMES,
    (Suspect, "born"): BORN,
    (Suspect, "phones"): PHONES,
    (MatchLook, "reason"): LOOK_REASON,
    (MatchVerdict, "words"): VERDICT_WORDS,
    (Milestone, "note"): NOTE,
    (SupervisoryReview, "note"): supervision.NOTE,
    (Direction, "asks"): directions.ASKS,
    (Direction, "how"): directions.HOW,
    (Lesson, "lesson"): lessons.LESSON,
    (Lesson, "changed"): lessons.CHANGED,
}


@pytest.fixture(autouse=True)
def _looking(loaded: Loaded) -> Iterator[None]:
    """Every look and every trial of a test is taken back."""
    with transaction.atomic():
        with system("a test looks at the demo"):
            yield
        transaction.set_rollback(True)


def sample(model: Any, most: int = 120) -> list[Any]:
    """Every n-th row, so that all ages are there."""
    rows = list(model.objects.order_by("pk"))
    return rows[:: max(len(rows) // most, 1)]


def test_load_says_what_it_loaded(loaded: Loaded) -> None:
    assert loaded.cases == CASES == Case.objects.count()
    assert loaded.people == Person.objects.count()
    assert 280 <= loaded.people <= 320


def test_every_batch_is_one_event_and_the_chain_holds(loaded: Loaded) -> None:
    events = AuditEvent.objects.filter(action="BATCH_LOADED")
    assert events.count() == 1 + -(-CASES // CASES_A_BATCH) + 1  # the people, the cases, the diary of clinics
    assert verify().broken is None


def test_stages_and_outcomes_are_what_the_service_would_store(loaded: Loaded, as_of: date) -> None:
    at = start_of_day(as_of)
    for case in sample(Case, 150):
        before = (case.stage, case.outcome_recorded)
        stages = list(Allegation.objects.filter(case=case).order_by("pk").values_list("stage", "outcome"))
        with open_door("test"):
            restage(case, at)
        assert (case.stage, case.outcome_recorded) == before
        after = Allegation.objects.filter(case=case).order_by("pk").values_list("stage", "outcome")
        assert list(after) == stages


def test_what_is_due_next_is_what_the_service_would_store(loaded: Loaded, as_of: date) -> None:
    for case in sample(Case, 150):
        before = (case.next_due_on, case.next_due_what)
        with open_door("test"):
            restore_next_due(case.pk)
        case.refresh_from_db()
        assert (case.next_due_on, case.next_due_what) == before


@pytest.mark.parametrize("limit", [BAIL, CUSTODY], ids=["bail", "custody"])
def test_limits_are_what_the_service_would_hold(loaded: Loaded, as_of: date, limit: Limit) -> None:
    def held() -> set[Any]:
        rows = DueItem.objects.filter(code=limit.code, settled_at__isnull=True)
        return set(rows.values_list("case", "source", "due_on"))

    before = held()
    assert before
    with open_door("test"):
        for case in Case.objects.filter(milestones__kind=limit.begins).distinct():
            keep_limits(case, limit.begins, start_of_day(as_of))
    assert held() == before


def test_stages_of_withdrawals_are_what_the_service_would_store(loaded: Loaded) -> None:
    for row in sample(Withdrawal, 200):
        stored = {name: getattr(row, name) for name in COMPUTED}
        Matter(row.case).compute(row)
        assert {name: getattr(row, name) for name in COMPUTED} == stored


def test_stored_copies_of_plans_are_what_the_service_would_store(loaded: Loaded) -> None:
    plans = list(ActionPlan.objects.all())
    assert len(plans) > 40
    for plan in plans:
        before = {name: getattr(plan, name) for name in STORED}
        with open_door("test"):
            restate(plan)
        assert {name: getattr(plan, name) for name in STORED} == before


def test_ledger_of_running_dates_is_what_the_pure_fact_says(loaded: Loaded, as_of: date) -> None:
    ladder, at = current_ladder(), start_of_day(as_of)
    steps = set()
    for one in PlanDate.objects.filter(plan__closed_at__isnull=True).select_related("plan"):
        if not one.runs(one.plan):
            continue
        rows = Escalation.objects.filter(plan_date=one, review__isnull=True)
        ledger = set(rows.values_list("step", flat=True))
        by_hand = Escalation.objects.filter(plan_date=one, review__isnull=False).values_list(
            "step", flat=True
        )
        assert set(due_steps(one, one.plan, at, ladder)) - set(by_hand) == ledger
        steps |= ledger
    assert steps == {0, 1, 2, 3, 4}


def test_plans_stand_at_every_step_and_in_every_district(loaded: Loaded) -> None:
    standing = ActionPlan.objects.exclude(status__in=CLOSED_PLANS).filter(step__isnull=False)
    assert set(standing.values_list("step", flat=True)) == {0, 1, 2, 3, 4}
    assert standing.values("case__district").distinct().count() == 5


def test_every_clinic_ahead_has_slots_that_can_be_booked(loaded: Loaded, as_of: date) -> None:
    ahead = Clinic.objects.filter(starts_at__gte=start_of_day(as_of + timedelta(days=1)))
    free = Counter(ClinicSlot.objects.filter(clinic__in=ahead, taken=False).values_list("clinic", flat=True))
    booked = ClinicBooking.objects.filter(clinic__in=ahead)
    assert booked.count() > 0
    assert {one.pk for one in ahead if free[one.pk] < KEPT_FREE} == set()


def test_sweep_after_loading_writes_nothing_and_later_nothing_twice(loaded: Loaded, as_of: date) -> None:
    assert raise_reminders(at=start_of_day(as_of)).written == 0
    later = start_of_day(as_of) + timedelta(days=60)
    first, again = raise_reminders(at=later), raise_reminders(at=later)
    assert first.written > 0
    assert again.written == 0


def test_every_sealed_text_opens(loaded: Loaded) -> None:
    found = 0
    for model in PARENTS_FIRST:
        sealed = [one.name for one in model._meta.local_concrete_fields if one.name.endswith("_sealed")]
        for row in sample(model, 40) if sealed else []:
            for name in sealed:
                if getattr(row, name) is not None:
                    assert isinstance(text_in(row, name.removesuffix("_sealed")), str)
                    found += 1
    assert found > 500


def test_what_was_promised_fits_what_is_owed(loaded: Loaded) -> None:
    assert set(names.NEXT_ACTS_OF) == {kind.value for kind in CLIMBING}
    rows = list(ClimbAnswer.objects.select_related("promise"))
    assert rows
    assert [one for one in rows if text_in(one, "next_act") not in names.NEXT_ACTS_OF[one.promise.code]] == []


def text_in(row: Any, field: str) -> str:
    """The text by the way that the row's own app opens it."""
    app = row._meta.app_label
    if app == "victims":
        return opened(row, field)
    if app == "reviews":
        return text_of(row, field)
    label = LABELS.get((type(row), field)) or Label(f"actionplans.{row._meta.model_name}.{field}")
    case_id = row.pk if isinstance(row, Case) else row.case_id
    return unseal(case_id, label, row.pk, getattr(row, f"{field}_sealed"))


def test_items_were_disputed_returned_and_checked_as_their_states_say(loaded: Loaded) -> None:
    assert ItemDispute.objects.filter(settled_at__isnull=True).exists()
    assert ItemDispute.objects.filter(settled_at__isnull=False).exists()
    assert not ItemDispute.objects.filter(settled_at__isnull=True).exclude(
        item__status__in=OPEN_ITEMS, item__agreed_at__isnull=True
    )
    returned = ItemReturn.objects.values("item")
    assert not ActionPlanItem.objects.filter(returned_at__isnull=False).exclude(pk__in=returned)
    checked = ItemCheck.objects.filter(accepted=True).values("returned__item")
    assert not ActionPlanItem.objects.filter(status="accepted").exclude(pk__in=checked)
    completed = PlanCompletion.objects.values("plan")
    assert not ActionPlan.objects.filter(status="completed").exclude(pk__in=completed)


def test_decisions_rest_on_what_is_recorded(loaded: Loaded) -> None:
    # Of a few the withdrawal was voided afterwards: the list of outcomes without one shows them.
    voided = Withdrawal.objects.filter(voided_at__isnull=False).values("case")
    for decision in Decision.objects.filter(status=DecisionStatus.AUTHORISED).exclude(case__in=voided)[::3]:
        lines = DecisionLine.objects.filter(decision=decision).select_related("allegation__victim")
        put = [Line(one.allegation, one.outcome, one.reason) for one in lines]
        known = CaseFacts(decision.case, decision.decided_at)
        assert faults_of(known, decision.agency, put, deciding=False) == {}


def test_rights_are_told_and_owed_only_where_the_decision_is_eligible(loaded: Loaded) -> None:
    for told in RightTold.objects.select_related("decision__case"):
        assert answers_of(told.decision, told.told_at)[told.victim_id]
    owed = DueItem.objects.filter(code=DueCode.TELL_RIGHT, settled_at__isnull=True)
    assert owed.exists()
    for notice in Notification.objects.filter(pk__in=owed.values("source")).select_related("victim"):
        assert not settled_for_good(notice, now())
    for request in ReviewRequest.objects.select_related("decision__case"):
        answer = answers_of(request.decision, request.received_at)[request.victim_id]
        assert request.not_eligible == getattr(answer, "number", None)


def test_second_load_is_refused(loaded: Loaded, as_of: date) -> None:
    with pytest.raises(NotAllowed, match="loaded already"):
        load_demo(cases=10, seed=SEED, as_of=as_of)


def test_health_is_green(loaded: Loaded) -> None:
    """Asked at the end of the load: nothing sweeps or delivers while the tests of this module go on."""
    last = SweepRun.objects.filter(finished_at__isnull=False).latest("started_at")
    assert health.state(last.started_at).reasons == []


@pytest.mark.parametrize("username", ["officer", "supervisor", "gatekeeper", "cps-lawyer", "manager"])
def test_inboxes_hold_something(loaded: Loaded, username: str) -> None:
    person = Person.objects.get(username=username)
    assert Message.objects.filter(recipient=person).unread().exists()


def clients_of_home(isva: Person) -> Some:
    return client_home(isva, now(), Some([], False)).clients


def appointments_of_home(isva: Person) -> Some:
    return client_home(isva, now(), Some([], False)).appointments


def dates_of_home(isva: Person) -> Some:
    return client_home(isva, now(), Some([], False)).dates


WAITS = {
    "officer": (cases.due_next, reviews.notices_due, reviews.rights_to_tell, cases.cases_without_a_victim),
    "supervisor": (victims.withdrawals_to_corroborate, reviews.nfa_to_authorise, reviews.reviews_to_allocate),
    "two-roles": (victims.withdrawals_to_corroborate, reviews.nfa_to_authorise),
    "cps-legal-manager": (reviews.nfa_to_authorise,),
    "reviewer": (reviews.reviews_allocated,),
    "isva": (clients_of_home, appointments_of_home, dates_of_home),
}


@pytest.mark.parametrize("username", WAITS)
def test_each_list_of_a_home_has_something_waiting(loaded: Loaded, username: str) -> None:
    person = Person.objects.get(username=username)
    assert [one.__name__ for one in WAITS[username] if not one(person).rows] == []


@pytest.mark.parametrize("username", SIGN_INS)
def test_home_of_each_sign_in_opens(loaded: Loaded, username: str) -> None:
    client = Client()
    client.force_login(Person.objects.get(username=username))
    assert client.get("/", follow=True).status_code == 200


def test_files_are_signed_off_returned_and_waiting(loaded: Loaded) -> None:
    assert set(FileCheck.objects.values_list("outcome", flat=True)) == {"signed_off", "returned", ""}
    assert FileCheckLine.objects.filter(state="missing", file_check__outcome="signed_off").count() == 0
    for one in FileCheck.objects.filter(outcome="returned")[:20]:
        assert one.lines.filter(state="missing").exists()
    went = Submission.objects.filter(kind__in=SIGN_OFF_WANTED)
    assert not went.filter(file_check__isnull=True, unchecked_because="").exists()


def test_questions_wait_and_are_answered_and_advice_is_read(loaded: Loaded) -> None:
    assert set(AdviceQuestion.objects.values_list("answers__side", flat=True)) == {"cps", None}
    assert 0 < AdviceReading.objects.count() < Advice.objects.count()
    assert JointMeeting.objects.exists()


def test_review_requests_stand_at_every_state(loaded: Loaded) -> None:
    assert set(ReviewRequest.objects.values_list("status", flat=True)) >= {"received", "allocated", "decided"}


def test_signins_can_sign_in_and_nobody_else(
    loaded: Loaded, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("demo_signins")
    first = json.loads(capsys.readouterr().out)
    call_command("demo_signins")
    assert json.loads(capsys.readouterr().out) == first
    assert {one["username"] for one in first.values()} == set(SIGN_INS)
    for one in first.values():
        assert Person.objects.get(username=one["username"]).check_password(one["password"])
        assert set(one) == {"username", "password", "who"}
    others = Person.objects.exclude(username__in=SIGN_INS)
    assert not any(person.has_usable_password() for person in others)
    assert stat.S_IMODE((data_folder / "demo-signins.json").stat().st_mode) == 0o600


def test_rows_in_the_database_are_those_of_the_same_arguments_again(loaded: Loaded, as_of: date) -> None:
    """Made anew from seed and day, row by row, they are what the bulk door brought in."""
    by_services = {  # of which CPS asked for something no more, after the bulk door
        case
        for model in (ItemWithdrawal, PlanEnding, EarlyAdviceEnding)
        for case in model._default_manager.values_list("case", flat=True)
    }
    assert len(by_services) < CASES // 20
    taken = dict(ActionPlan.objects.exclude(worked_by=None).values_list("pk", "worked_by"))
    known_soon = dict(DueItem.objects.values_list("pk", "soon_at"))
    world = make_world(SEED, as_of)
    told = openings(world, CASES, SEED)
    places: Counter[int] = Counter()
    for number, (opened_at, wish) in enumerate(told):
        year = in_london(opened_at).year
        crimes = crimes_of(opened_at, places[year])
        places[year] += 1
        life = tell(number, opened_at, world, SEED, wish)
        reference = f"RS-{year}-{places[year]:06d}"
        made = rows_of(life, world, SEED, reference, crimes)  # of every case: clinics have only so many slots
        if number % 20 or made[Case][0].pk in by_services:
            continue
        made.pop(Raised, None)  # the delivery has marked these since
        made[Message] = [one for one in made[Message] if one.handled_at]  # others are settled by now
        for due in made[DueItem]:
            due.soon_at = due.soon_at and known_soon.get(due.pk)  # as has the sweep
        for plan in made.get(ActionPlan, []):  # as have the gatekeepers
            plan.worked_by_id, plan.version = taken.get(plan.pk), plan.version + (plan.pk in taken)
        for model, rows in made.items():
            known = model._default_manager.in_bulk([row.pk for row in rows])
            for row in rows:
                assert plain(known[row.pk]) == plain(row)


@pytest.mark.parametrize(("model", "kind"), [(Escalation, LAPSED), (ClimbEscalation, CLIMBED)])
def test_every_step_says_whom_it_reached(
    loaded: Loaded, model: type[Escalation | ClimbEscalation], kind: str
) -> None:
    """Those of the past as they were raised, to people then in post; the others by the first delivery."""
    moments = dict(model.objects.values_list("pk", "raised_at"))
    reached = reached_by(kind, list(moments))
    untold = [source for source, found in reached.items() if not found.told]
    over = Raised.objects.filter(source__in=untold, outcome="dropped")  # by what was done before the delivery
    assert over.count() == len(untold) < len(moments) / 50
    tonight = start_of_day(london_date(now()))
    past = [source for source, found in reached.items() if found.told and found.told[0].at != tonight]
    assert len(past) > len(moments) / 4
    for source in past:
        assert {one.at for one in reached[source].told} == {moments[source]}
        assert all(one.person.serves_on(london_date(one.at)) for one in reached[source].told)


def test_a_row_that_breaks_a_constraint_keeps_its_whole_batch_out(loaded: Loaded) -> None:
    clockwork = Person.objects.get(username="clockwork")
    good, bad = District(code="good", name="Good"), District(code="leeds", name="A second Leeds")
    with pytest.raises(IntegrityError, match="people_district_code"), transaction.atomic():
        load_batch(by=clockwork, what="a batch of two", groups=[[good], [bad]])
    assert not District.objects.filter(code="good").exists()


def test_what_is_owed_of_support_is_what_the_service_would_store(loaded: Loaded, as_of: date) -> None:
    def owed(victim: Victim) -> set[Any]:
        sources = [victim.pk, *SupportReferral.objects.filter(victim=victim).values_list("pk", flat=True)]
        rows = DueItem.objects.filter(
            source__in=sources, code__startswith="support_", settled_at__isnull=True
        )
        return set(rows.values_list("source", "code", "what", "due_on", "owner", "rule", "started_on"))

    of_open_cases = DueItem.objects.filter(code="victim_update", settled_at__isnull=True)
    victims_of = Victim.objects.filter(pk__in=of_open_cases.values("source")).select_related("case")
    told = 0
    for victim in list(victims_of.order_by("pk"))[::4]:
        before = owed(victim)
        with open_door("test"):
            restate_support(victim, start_of_day(as_of))
        assert owed(victim) == before
        told += len(before)
    assert told > 5
    assert SupportEvent.objects.filter(step="waiting").exists()
    assert StoDeployment.objects.filter(met_at__isnull=False).exists()


def test_every_named_suspect_is_in_the_index_and_some_are_of_two_districts() -> None:
    named = Suspect.objects.filter(surname_index__isnull=False)
    assert named.count() == SuspectIndex.objects.count() > 0
    sample_of_rows = sample(SuspectIndex, 40)
    for row in sample_of_rows:
        fresh = index_of(row.suspect, known_of(row.suspect))
        assert {kind: getattr(row, kind) for kind in KINDS} == {kind: getattr(fresh, kind) for kind in KINDS}
    supervisor = Person.objects.get(username="supervisor")
    waiting = Decision.objects.filter(status="proposed", agency="police", case__district=supervisor.district)
    with acting(supervisor):
        across = [
            one.found_on
            for decision in waiting.select_related("case")
            for one in matches_of(decision.case)
            if one.district_id != supervisor.district_id
        ]
    assert ("phone", "born") in across
    assert list(MatchVerdict.objects.values_list("verdict", flat=True)) == ["another"]


def test_an_age_that_came_out_after_a_charge_by_police_stands_as_a_caution(loaded: Loaded) -> None:
    charge = Milestone.objects.get(charge_by="police")
    (caution,) = cautions_of(charge.case, [charge]).values()
    assert caution.startswith(f"The police decided on the charge of {charge.allegation.crime_reference}")
    client = Client()
    client.force_login(charge.case.officer_in_charge)
    assert escape(caution) in client.get(f"/cases/{charge.case_id}/").content.decode()


def test_the_officer_and_their_supervisor_have_heard_that_cps_opened_a_decision_again(loaded: Loaded) -> None:
    told = Message.objects.filter(kind=OPENED_BY_CPS, handled_at__isnull=True).select_related("recipient")
    (path,) = set(told.values_list("path", flat=True))
    decision = Decision.objects.get(pk=path.strip("/").rpartition("/")[2])
    officer = decision.case.officer_in_charge
    assert {officer.username, officer.supervisor.username} <= {one.recipient.username for one in told}
    client = Client()
    client.force_login(officer)
    assert WHY_AGAIN in client.get(path).content.decode().replace("&#39;", "'")
