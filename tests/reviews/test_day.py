"""The day on which a decision is told: its steps, the sign-off of their order, and each as it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Milestone, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import DayStep, Decision, DecisionCheck, DecisionDay, Notification
from reviews.sealed import text_of
from tests.refusals import refused_by_table
from tests.reviews.conftest import DECIDED_AT, LATER, OPENED_AT, TOLD_AT, line, tell
from tests.stories import story
from victims.models import IsvaSupport
from victims.services import end_isva_support, share_with_isva

PLANNED_AT = DECIDED_AT + timedelta(hours=1)
TELL_AT = DECIDED_AT + timedelta(hours=4)
AFTER = DECIDED_AT + timedelta(hours=6)
ISVA_AWAY = "Their ISVA could not be reached, and they did not want to wait."
DONE = DECIDED_AT + timedelta(days=1)


@story
def supported(victim: Victim, alice: Person, ivy: Person) -> Victim:
    share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=date(2026, 3, 2), at=OPENED_AT)
    return victim


@story
def bailed(suspect: Suspect, alice: Person) -> Suspect:
    moment = datetime(2026, 8, 3, 9, tzinfo=UTC)
    for kind, more in (("arrested", {}), ("bailed", {"limit_on": date(2026, 11, 2)})):
        cases.record_milestone(
            by=alice, case=suspect.case, kind=kind, suspect=suspect, occurred_at=moment, at=LATER, **more
        )
    return suspect


@story
def made(supported: Victim, bailed: Suspect, decided: Decision) -> Decision:
    """A decision on a victim whom an ISVA supports, and a suspect on bail."""
    return decided


def heard_first(by: Person, decision: Decision, isva: Person) -> None:
    do(by, step(decision, "supporter"), done_at=TOLD_AT - timedelta(hours=2), supporter=isva)


def step(decision: Decision, kind: str) -> DayStep:
    return DayStep.objects.select_related("decision").get(decision=decision, kind=kind)


def plan(by: Person, decision: Decision, **given: Any) -> None:
    values = {
        "method": "in_person_home",
        "tell_at": TELL_AT,
        "time_fits": "none_recorded",
        "teller": by,
        "companions": [],
        "interpreter": "not_needed",
        "note": "",
        "at": PLANNED_AT,
        **given,
    }
    services.plan_telling(by=by, notice=Notification.objects.get(decision=decision), **values)


def sign_off(by: Person, decision: Decision, **given: Any) -> DecisionDay:
    values = {
        "supporter_at": TELL_AT - timedelta(hours=2),
        "suspect_at": AFTER,
        "bail_at": AFTER,
        "at": PLANNED_AT,
        **given,
    }
    return services.sign_off_day(by=by, decision=decision, **values)


def do(by: Person, one: DayStep, **given: Any) -> DayStep:
    return services.record_day_step(by=by, step=one, **{"at": DONE, **given})


def owed(decision: Decision) -> set[tuple[str, str]]:
    codes = ("sign_off_day", "tell_supporter", "tell_suspect", "end_bail")
    rows = DueItem.objects.filter(case=decision.case, settled_at__isnull=True, code__in=codes)
    return {(one.code, one.owner.username) for one in rows.select_related("owner")}


class TestSteps:
    def test_they_begin_with_the_decision(self, made: Decision, victim: Victim, suspect: Suspect) -> None:
        rows = DayStep.objects.filter(decision=made)
        assert {(one.kind, one.victim, one.suspect, one.is_open) for one in rows} == {
            ("supporter", victim, None, True),
            ("suspect", None, suspect, True),
            ("bail", None, suspect, True),
        }
        assert owed(made) == {("sign_off_day", "sam")}

    def test_nobody_tells_a_suspect_who_never_heard_of_it(
        self, case: Case, suspect: Suspect, allegation: Allegation, victim: Victim, alice: Person, sam: Person
    ) -> None:
        from tests.decisions import CHECKED
        from tests.reviews.conftest import PROPOSED_AT, WHY

        put = services.propose_nfa(
            by=alice,
            case=case,
            lines=[line(Allegation.objects.get(pk=allegation.pk))],
            rationale=WHY,
            at=PROPOSED_AT,
            **CHECKED,
        )
        services.authorise_nfa(by=sam, decision=put, at=DECIDED_AT)
        assert not DayStep.objects.filter(decision=put).exists()

    def test_they_are_owed_no_more_once_the_decision_does_not_stand(
        self, made: Decision, victim: Victim, alice: Person, sam: Person, dina: Person, rita: Person
    ) -> None:
        from tests.reviews.conftest import ask

        plan(alice, made)
        sign_off(sam, made)
        tell(alice, made, victim, order_reason=ISVA_AWAY)
        request = services.allocate_review(by=dina, request=ask(alice, made, victim), reviewer=rita, at=LATER)
        assert owed(made) == {("tell_supporter", "alice"), ("tell_suspect", "alice"), ("end_bail", "alice")}
        services.decide_review(
            by=rita, request=request, outcome="further_enquiries", reasons="A witness.", at=LATER
        )
        assert owed(made) == set()
        with pytest.raises(NotAllowed, match="does not stand any more"):
            do(alice, step(made, "suspect"), done_at=DONE, at=LATER)


class TestSignOff:
    def test_the_telling_is_booked_first(self, made: Decision, sam: Person, alice: Person) -> None:
        with pytest.raises(NotAllowed, match="Nothing is booked for telling Victim 1"):
            sign_off(sam, made)
        plan(alice, made)
        row = sign_off(sam, made)
        assert (row.first_telling, row.last_telling, row.signed_off_by) == (TELL_AT, TELL_AT, sam)
        assert owed(made) == {("tell_supporter", "alice"), ("tell_suspect", "alice"), ("end_bail", "alice")}
        assert step(made, "suspect").planned_at == AFTER

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"suspect_at": TELL_AT - timedelta(minutes=1)}, "the suspect does not hear before the victim"),
            ({"bail_at": TELL_AT - timedelta(minutes=1)}, "bail protects them until then"),
            ({"supporter_at": TELL_AT + timedelta(minutes=1)}, "whoever supports them hears before that"),
        ],
    )
    def test_an_unsafe_order_needs_a_reason(
        self, made: Decision, sam: Person, alice: Person, given: dict[str, Any], sentence: str
    ) -> None:
        plan(alice, made)
        with pytest.raises(Invalid) as refused:
            sign_off(sam, made, **given)
        (field,) = given
        assert sentence in refused.value.fields[field]
        assert not DecisionDay.objects.exists()
        row = sign_off(sam, made, reason="The suspect flies out at noon.", **given)
        assert text_of(row, "reason") == "The suspect flies out at noon."

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"bail_at": None}, {"bail_at": "Enter when bail ends."}),
            ({"suspect_at": None}, {"suspect_at": "Enter when the suspect is told."}),
            ({"suspect_at": OPENED_AT}, {"suspect_at": "Enter a moment that is still to come."}),
            ({"reason": "No reason."}, {"reason": "The order is safe: leave this empty."}),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, made: Decision, sam: Person, alice: Person, given: dict[str, Any], fields: dict[str, str]
    ) -> None:
        plan(alice, made)
        with pytest.raises(Invalid) as refused:
            sign_off(sam, made, **given)
        assert refused.value.fields == fields

    def test_the_sign_off_before_is_kept(self, made: Decision, sam: Person, alice: Person) -> None:
        plan(alice, made)
        sign_off(sam, made)
        later = AFTER + timedelta(hours=1)
        sign_off(sam, made, suspect_at=later, at=PLANNED_AT + timedelta(minutes=5))
        assert DecisionDay.objects.filter(superseded_at__isnull=True).count() == 1
        assert DecisionDay.objects.count() == 2
        assert step(made, "suspect").planned_at == later

    def test_an_officer_does_not_sign_off(self, made: Decision, alice: Person) -> None:
        plan(alice, made)
        with pytest.raises(NotAllowed, match="You cannot sign off the order in which a decision is told as"):
            sign_off(alice, made)


class TestDoing:
    def test_in_the_safe_order(self, made: Decision, victim: Victim, alice: Person, ivy: Person) -> None:
        first = do(alice, step(made, "supporter"), done_at=TOLD_AT - timedelta(hours=2), supporter=ivy)
        tell(alice, made, victim)
        told = do(alice, step(made, "suspect"), done_at=TOLD_AT + timedelta(hours=1))
        ended = do(alice, step(made, "bail"), done_at=TOLD_AT + timedelta(hours=1))
        assert first.supporter == ivy
        assert (told.not_before, ended.not_before) == (TOLD_AT, TOLD_AT)
        (milestone,) = Milestone.objects.filter(case=made.case, kind="bail_ended")
        assert milestone.occurred_at == TOLD_AT + timedelta(hours=1)
        assert owed(made) == {("sign_off_day", "sam")}
        event = AuditEvent.objects.get(action="SUPPORTER_TOLD")
        assert (event.kind, event.recipient) == ("disclosure", "Ivy")

    @pytest.mark.parametrize("kind", ["suspect", "bail"])
    def test_before_the_victim_only_with_a_reason(self, made: Decision, alice: Person, kind: str) -> None:
        with pytest.raises(Invalid) as refused:
            do(alice, step(made, kind), done_at=TOLD_AT)
        assert "Not every victim has been told" in refused.value.fields["done_at"]
        row = do(alice, step(made, kind), done_at=TOLD_AT, reason="He rang in; his solicitor knew.")
        assert (row.not_before, text_of(row, "reason")) == (None, "He rang in; his solicitor knew.")

    def test_earlier_than_the_victim_heard(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person
    ) -> None:
        heard_first(alice, made, ivy)
        tell(alice, made, victim)
        with pytest.raises(Invalid) as refused:
            do(alice, step(made, "suspect"), done_at=TOLD_AT - timedelta(minutes=1))
        assert "It was only safe from 2 September 2026, 4:00pm" in refused.value.fields["done_at"]

    def test_whoever_supports_them_after_they_heard(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person
    ) -> None:
        tell(alice, made, victim, order_reason=ISVA_AWAY)
        with pytest.raises(Invalid) as refused:
            do(alice, step(made, "supporter"), done_at=TOLD_AT + timedelta(hours=1), supporter=ivy)
        assert "before whoever supports them" in refused.value.fields["done_at"]

    @pytest.mark.parametrize(
        ("kind", "given", "field"),
        [
            ("suspect", {}, "done_at"),
            ("suspect", {"done_at": DECIDED_AT - timedelta(hours=1), "reason": "R."}, "done_at"),
            ("suspect", {"done_at": DONE + timedelta(hours=1), "reason": "R."}, "done_at"),
            ("suspect", {"left_out": True}, "reason"),
            ("suspect", {"left_out": True, "done_at": TOLD_AT, "reason": "R."}, "left_out"),
            ("supporter", {"done_at": TOLD_AT}, "supporter"),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, made: Decision, alice: Person, kind: str, given: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            do(alice, step(made, kind), **given)
        assert list(refused.value.fields) == [field]

    def test_only_who_supports_them_is_told(self, made: Decision, alice: Person, bob: Person) -> None:
        with pytest.raises(Invalid) as refused:
            do(alice, step(made, "supporter"), done_at=TOLD_AT, supporter=bob)
        assert refused.value.fields == {"supporter": "Choose one of those who supported Victim 1 then."}

    def test_a_step_left_out_says_why_and_is_over(self, made: Decision, alice: Person) -> None:
        row = do(alice, step(made, "suspect"), left_out=True, reason="He has died.")
        assert (row.left_out, row.done_at, text_of(row, "reason")) == (True, None, "He has died.")
        with pytest.raises(NotAllowed, match="This step was recorded already"):
            do(alice, step(made, "suspect"), left_out=True, reason="Again.")


def test_the_isva_sees_the_decision_from_when_she_was_told_and_no_other_supporter_does(
    made: Decision, victim: Victim, alice: Person, ivy: Person, sign_in: Any
) -> None:
    client = sign_in(ivy)
    paths = [f"/decisions/{made.pk}/", f"/api/v1/decisions/{made.pk}/"]
    day = [f"/decisions/{made.pk}/day/", f"/api/v1/decisions/{made.pk}/day/"]
    assert [client.get(path).status_code for path in paths + day] == [404] * 4
    do(alice, step(made, "supporter"), done_at=TOLD_AT, supporter=ivy)
    assert [client.get(path).status_code for path in paths + day] == [200, 200, 404, 404]
    shown = client.get(paths[0]).content.decode()
    assert "Keep it to yourself until the police have told them" in shown
    assert "Suspect 1" not in shown
    (sent,) = client.get(paths[1]).json()["lines"]
    assert sent["victim"] == str(victim.pk)
    page = client.get(f"/victims/{victim.pk}/").content.decode()
    assert "A decision that you were told of first" in page
    assert f"/decisions/{made.pk}/" in page
    assert client.get("/api/v1/day-steps/").json()["results"] == []


class TestOfCps:
    @pytest.fixture
    def of_cps(
        self, supported: Victim, bailed: Suspect, interviewed: Allegation, with_cps: Case, alice: Person
    ) -> Decision:
        return services.record_cps_nfa(
            by=alice,
            case=with_cps,
            lines=[{"allegation": interviewed, "outcome": "15", "reason": "cps_evidential"}],
            rationale="The evidential stage is not met.",
            decided_at=DECIDED_AT,
            maker_name="L Lawyer",
            approver_name="M Manager",
            document_name="mg3",
            document_date=DECIDED_AT.date(),
            at=PLANNED_AT,
        )

    def test_safety_is_looked_at_before_anybody_is_told(
        self, of_cps: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
    ) -> None:
        with pytest.raises(NotAllowed, match="Nobody has said whether a plan for the victim's safety"):
            tell(alice, of_cps, victim)
        with pytest.raises(NotAllowed, match="Nobody has said whether a plan for the victim's safety"):
            sign_off(sam, of_cps)
        services.record_safety_plan(
            by=alice, decision=of_cps, safety_plan="in_place", safety_plan_words="Locks.", at=PLANNED_AT
        )
        (row,) = DecisionCheck.objects.filter(decision=of_cps)
        assert (row.kind, row.answer, text_of(row, "words")) == ("safety_plan", "in_place", "Locks.")
        assert sign_off(sam, of_cps).first_telling is None  # CPS tells of its own decisions
        with pytest.raises(NotAllowed, match="No supervisor has looked at other reports"):
            tell(alice, of_cps, victim, order_reason=ISVA_AWAY)
        page = f"/decisions/{of_cps.pk}/"
        assert "No supervisor has looked" in sign_in(alice).get(page).content.decode()
        cases.look_at_matches(by=sam, case=of_cps.case, reason="CPS decided.", at=PLANNED_AT)
        assert "No supervisor has looked" not in sign_in(alice).get(page).content.decode()
        tell(alice, of_cps, victim, order_reason=ISVA_AWAY)
        with pytest.raises(NotAllowed, match="It was said already"):
            services.record_safety_plan(
                by=alice, decision=of_cps, safety_plan="in_place", safety_plan_words="Locks.", at=LATER
            )

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"safety_plan": "", "safety_plan_words": ""}, "safety_plan"),
            ({"safety_plan": "considered", "safety_plan_words": "W."}, "safety_plan"),
            ({"safety_plan": "in_place", "safety_plan_words": " "}, "safety_plan_words"),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, of_cps: Decision, alice: Person, given: dict[str, str], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            services.record_safety_plan(by=alice, decision=of_cps, at=LATER, **given)
        assert list(refused.value.fields) == [field]


class TestBeforeWhoeverSupportsThem:
    def test_the_telling_itself_asks_why(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person, sign_in: Any
    ) -> None:
        with pytest.raises(Invalid) as refused:
            tell(alice, made, victim)
        assert "whoever supports Victim 1 heard first" in refused.value.fields["order_reason"]
        client, page = sign_in(alice), f"/decisions/{made.pk}/notify/"
        assert "If whoever supports them had not heard before, why?" in client.get(page).content.decode()
        notice = tell(alice, made, victim, order_reason=f" {ISVA_AWAY} ")
        assert text_of(notice, "order_reason") == ISVA_AWAY
        day = client.get(f"/decisions/{made.pk}/day/").content.decode()
        assert f"Why so: {ISVA_AWAY}" in day
        assert "Victim 1 had been told before</p>" in day
        assert "told first" not in day
        assert ISVA_AWAY in client.get(f"/notifications/{notice.pk}/").content.decode()

    def test_not_where_they_heard_or_will_not(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person, sign_in: Any
    ) -> None:
        heard_first(alice, made, ivy)
        page = sign_in(alice).get(f"/decisions/{made.pk}/notify/").content.decode()
        assert "had not heard before" not in page
        with pytest.raises(Invalid, match="heard before, or nobody does: leave this empty"):
            tell(alice, made, victim, order_reason=ISVA_AWAY)
        assert tell(alice, made, victim).order_reason_sealed is None

    def test_whose_support_ended_since_was_to_hear_first_all_the_same(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person, sign_in: Any
    ) -> None:
        shared = IsvaSupport.objects.get(victim=victim)
        end_isva_support(by=alice, support=shared, because="ended", at=LATER)
        with pytest.raises(Invalid) as refused:
            tell(alice, made, victim)
        assert "whoever supports Victim 1 heard first" in refused.value.fields["order_reason"]
        tell(alice, made, victim, order_reason=ISVA_AWAY)
        day = sign_in(alice).get(f"/decisions/{made.pk}/day/").content.decode()
        assert "nobody supported them yet" not in day
        heard_first(alice, made, ivy)
        assert step(made, "supporter").supporter == ivy

    def test_a_reason_that_the_sign_off_has_holds(
        self, made: Decision, victim: Victim, alice: Person, sam: Person
    ) -> None:
        plan(alice, made)
        sign_off(sam, made, supporter_at=AFTER + timedelta(hours=1), reason=ISVA_AWAY)
        assert tell(alice, made, victim).order_reason_sealed is None

    def test_nor_where_their_own_specially_trained_officer_tells_them(
        self, decided: Decision, victim: Victim, alice: Person, bob: Person, sam: Person
    ) -> None:
        cases.assign_officer(by=sam, case=decided.case, person=bob, duty="sto", at=OPENED_AT)
        with pytest.raises(Invalid):
            tell(alice, decided, victim)
        assert tell(alice, decided, victim, told_by=bob).order_reason_sealed is None

    def test_the_suspect_waits_for_them_too(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person
    ) -> None:
        tell(alice, made, victim, order_reason=ISVA_AWAY)
        later = TOLD_AT + timedelta(hours=1)
        with pytest.raises(Invalid, match="nor everybody who supports them"):
            do(alice, step(made, "suspect"), done_at=later)
        do(alice, step(made, "supporter"), done_at=later, supporter=ivy, reason=ISVA_AWAY)
        with pytest.raises(Invalid, match="It was only safe from 2 September 2026, 5:00pm"):
            do(alice, step(made, "suspect"), done_at=TOLD_AT + timedelta(minutes=1))
        assert do(alice, step(made, "suspect"), done_at=later).in_order

    def test_the_table_keeps_no_reason_without_a_telling(self, made: Decision, alice: Person) -> None:
        with refused_by_table("notification_order_of_a_telling"), open_door("test"):
            Notification.objects.filter(decision=made).update(order_reason_sealed=b"x")


class TestPages:
    def test_the_whole_day(
        self, made: Decision, victim: Victim, alice: Person, sam: Person, ivy: Person, sign_in: Any
    ) -> None:
        page = f"/decisions/{made.pk}/day/"
        officer, supervisor = sign_in(alice), sign_in(sam)
        shown = officer.get(page).content.decode()
        assert "a supervisor does, once the telling of every victim is booked" in shown
        assert "Next: ISVA or specially trained officer told first, Victim 1." in shown
        assert "Nothing is booked for telling Victim 1" in supervisor.get(page).content.decode()
        assert supervisor.get(f"{page}sign-off/").status_code == 403
        plan(alice, made)
        form = supervisor.get(f"{page}sign-off/").content.decode()
        assert "When does bail end?" in form
        assert "(optional)" not in form
        empty = supervisor.post(f"{page}sign-off/", {"reason": ""})
        assert empty.status_code == 422
        assert "Enter when the suspect is told." in empty.content.decode()
        steps = officer.get(f"/api/v1{page}").json()["steps"]
        assert [(one["kind"], one["state"], one["next"]) for one in steps] == [
            ("safety", "done", False),
            ("supporter", "open", True),
            ("victim", "open", False),
            ("suspect", "open", False),
            ("bail", "open", False),
        ]
        one = step(made, "supporter")
        record = f"/day-steps/{one.pk}/record/"
        form = officer.get(record).content.decode()
        assert "Ivy" in form
        answer = officer.post(record, {"left_out": "no", "supporter": "", "reason": ""})
        assert answer.status_code == 422
        assert "Enter when it was done" in answer.content.decode()


class TestTables:
    @pytest.mark.parametrize(
        ("kind", "change", "constraint"),
        [
            ("suspect", {"kind": "supporter"}, "day_step_of_whom"),
            ("suspect", {"victim": "victim"}, "day_step_of_whom"),
            ("suspect", {"done_at": TOLD_AT, "not_before": TOLD_AT}, "day_step_recorded_together"),
            ("suspect", {"left_out": True}, "day_step_recorded_together"),
            ("suspect", {"planned_at": OPENED_AT}, "day_step_planned_after_decision"),
        ],
    )
    def test_a_step_is_whole(
        self, made: Decision, victim: Victim, kind: str, change: dict[str, Any], constraint: str
    ) -> None:
        values = {key: victim.pk if value == "victim" else value for key, value in change.items()}
        with refused_by_table(constraint), open_door("test"):
            DayStep.objects.filter(decision=made, kind=kind).update(**values)

    @pytest.mark.parametrize("not_before", [None, TOLD_AT + timedelta(hours=2)])
    def test_a_step_out_of_order_says_why(
        self, made: Decision, victim: Victim, alice: Person, ivy: Person, not_before: datetime | None
    ) -> None:
        heard_first(alice, made, ivy)
        tell(alice, made, victim)
        do(alice, step(made, "suspect"), done_at=TOLD_AT + timedelta(hours=1))
        with refused_by_table("day_step_in_order"), open_door("test"):
            DayStep.objects.filter(decision=made, kind="suspect").update(not_before=not_before)

    def test_a_step_stands_once(self, made: Decision) -> None:
        row = step(made, "suspect")
        row.pk, row._state.adding = Case().pk, True
        with refused_by_table("day_step_once"), open_door("test"):
            row.save(force_insert=True)

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"suspect_at": TELL_AT - timedelta(hours=1)}, "decision_day_in_order_or_says_why"),
            ({"bail_at": TELL_AT - timedelta(hours=1)}, "decision_day_in_order_or_says_why"),
            ({"supporter_at": TELL_AT + timedelta(hours=1)}, "decision_day_in_order_or_says_why"),
            ({"first_telling": None}, "decision_day_telling_together"),
            ({"signed_off_at": OPENED_AT}, "decision_day_after_decision"),
            ({"superseded_at": OPENED_AT}, "decision_day_superseded_in_order"),
        ],
    )
    def test_a_day_is_in_order_or_says_why(
        self, made: Decision, sam: Person, alice: Person, change: dict[str, Any], constraint: str
    ) -> None:
        plan(alice, made)
        sign_off(sam, made)
        with refused_by_table(constraint), open_door("test"):
            DecisionDay.objects.filter(decision=made).update(**change)


def test_a_step_that_came_up_since_is_asked_for_as_well(
    decided: Decision, victim: Victim, alice: Person, sam: Person, ivy: Person, sign_in: Any
) -> None:
    plan(alice, decided)
    client = sign_in(sam)
    page = f"/decisions/{decided.pk}/day/sign-off/"
    assert "supporter_at" not in client.get(page).content.decode()
    share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=date(2026, 3, 2), at=PLANNED_AT)
    assert "supporter_at" in client.get(page).content.decode()
    sign_off(sam, decided, bail_at=None)
    assert step(decided, "supporter").planned_at == TELL_AT - timedelta(hours=2)
