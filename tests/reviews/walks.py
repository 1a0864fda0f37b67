"""A case on which police enter what CPS does, act by act, and what then holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from hypothesis import strategies as st

from actionplans.item_enums import DisputeOutcome
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    AdviceAnswer,
    AdviceQuestion,
    DisputeAnswer,
    ItemCheck,
    ItemDispute,
    ItemWithdrawal,
    PlanCompletion,
    PlanEnding,
    Submission,
)
from actionplans.services import (
    answer_dispute,
    answer_question,
    ask_question,
    check_item,
    complete_plan,
    confirm_cps_act,
    countersign_advice,
    dispute_item,
    finalise_early_advice,
    finalise_plan,
    issue_action_plan,
    reopen_plan,
    return_items,
    take_back_item_withdrawal,
    take_back_plan_withdrawal,
    triage_submission,
    withdraw_item,
    withdraw_plan,
    write_advice,
)
from actionplans.turns import days_by_round, days_of_rounds
from cases import services as cases
from cases.models import Allegation, Case, DueItem, Milestone
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision
from tests.actionplans.conftest import ITEMS, submitted
from tests.actionplans.test_superseded import document_of
from tests.decisions import by_cps
from tests.reviews.conftest import line, on, open_case

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = on(9)


class Act(NamedTuple):
    """What somebody enters: `which` of what there is it is about, and how many acts back it says it was."""

    name: str
    which: int = 0
    about: int = 0
    back: int = 0


class People(NamedTuple):
    alice: Person
    gita: Person
    sam: Person
    lena: Person
    unit: CpsUnit


class World:
    """A case with two allegations, both interviewed under caution, and what was entered on it."""

    def __init__(self, people: People, entered: Sequence[Act | None] = ()) -> None:
        """`entered`: what was on another case, of which some is left out on this one: what later acts are
        about is the same.
        """
        self.people = people
        self.entered = list(entered)
        self.case = open_case(people.alice)
        victim = cases.add_victim(by=people.alice, case=self.case, at=on(3))
        suspect = cases.add_suspect(by=people.alice, case=self.case, name="A Suspect", at=on(3))
        about: Any = {"offence_type": "rape_adult", "victim": victim, "suspect": suspect, "at": on(3)}
        cases.add_allegation(by=people.alice, case=self.case, crime_reference="13269990001", **about)
        said: Any = {"occurred_at": on(4), "interview_by": "voluntary", "at": on(4)}
        cases.record_milestone(by=people.alice, case=self.case, kind="interviewed", suspect=suspect, **said)
        self.charges = list(Allegation.objects.filter(case=self.case).order_by("added_at"))
        self.made: dict[int, Any] = {}

    def enter(self, place: int, act: Act) -> bool:
        """Whether the product takes it; its moment hangs on its place alone."""
        self.place = place
        at = FIRST + place * 2 * DAY
        moment = at - act.back * 2 * DAY - (HOUR if act.back else 0 * HOUR)
        try:
            with transaction.atomic():
                self.made[place] = getattr(self, act.name)(act, moment, at)
        except (NotAllowed, Invalid):
            return False
        self.entered += [None] * (place + 1 - len(self.entered))
        self.entered[place] = act
        return True

    def never(self, place: int, at: datetime) -> bool:
        act = self.made[place]
        if act is None:
            return False  # the police did it
        try:
            with transaction.atomic():
                if isinstance(act, Milestone):
                    cases.void_milestone(by=self.people.alice, milestone=act, reason="Another case.", at=at)
                elif isinstance(act, Decision):
                    services.confirm_cps_decision(by=self.people.lena, decision=act, stands=False, at=at)
                elif self._by_police(place):
                    self._take_back(act, at)
                else:
                    confirm_cps_act(by=self.people.lena, act=act, stands=False, at=at)
        except (NotAllowed, Invalid):
            return False
        return True

    def _by_police(self, place: int) -> bool:
        """Half of what police may take back as their own mistake they do; of the other half CPS says so."""
        return isinstance(self.made[place], PlanEnding | ItemWithdrawal) and self.entered[place].which > 1

    def _take_back(self, act: Any, at: datetime) -> None:
        said: Any = {"by": self.people.gita, "reason": "Of another plan.", "at": at}
        if isinstance(act, ItemWithdrawal):
            take_back_item_withdrawal(withdrawal=act, **said)
        else:
            dates = {"target_date": (at + 20 * DAY).date(), "review_date": (at + 10 * DAY).date()}
            take_back_plan_withdrawal(ending=act, **dates, **said)

    # What may be entered

    def _some(self, about: int) -> list[Allegation]:
        return [self.charges[about]] if about < 2 else self.charges

    @property
    def _round(self) -> Submission:
        found = Submission.objects.filter(case=self.case).order_by("-round").first()
        if found is None:
            raise NotAllowed("Nothing was sent.")
        return found

    def _before(self, name: str, which: int) -> Any:
        """What an act of that name before this one made; refused where it is left out here."""
        there = [place for place, one in enumerate(self.entered[: self.place]) if one and one.name == name]
        made = self.made.get(there[which % len(there)]) if there else None
        if made is None:
            raise NotAllowed("There is none.")
        return made

    def _plan(self, which: int) -> ActionPlan:
        plan = self._before("issue", which)
        return ActionPlan.objects.get(pk=plan.pk)

    def _item(self, which: int) -> ActionPlanItem:
        """Of the plans in turn, the first or the second."""
        items = list(self._plan(which // 2).items.order_by("number"))
        return items[which % len(items)]

    def submit(self, act: Act, moment: datetime, at: datetime) -> None:
        kind = "early_advice" if act.which % 3 == 2 else "within_28_days"
        submitted(
            self.case, self.people.alice, self.people.unit, at, kind=kind, allegations=self._some(act.about)
        )

    def triage(self, act: Act, moment: datetime, at: datetime) -> Any:
        rejected: Any = {"reasons": [{"reason": "mg11"}], "respond_by": (at + 9 * DAY).date()}
        more = rejected if act.which % 2 else {}
        return triage_submission(
            by=self.people.gita,
            submission=self._round,
            accepted=not more,
            triaged_at=moment,
            at=at,
            **more,
            **document_of(moment),
        )

    def advise(self, act: Act, moment: datetime, at: datetime) -> Any:
        kind = "early" if self._round.kind == "early_advice" else "charging"
        said: Any = {"kind": kind, "text": "So.", "given_at": moment, "at": at, **document_of(moment)}
        said["countersign_wanted"] = bool(act.which % 2)
        return write_advice(by=self.people.gita, submission=self._round, **said)

    def end_advice(self, act: Act, moment: datetime, at: datetime) -> Any:
        said: Any = {"finalised_at": moment, "at": at, **document_of(moment)}
        return finalise_early_advice(by=self.people.gita, submission=self._round, **said)

    def countersign(self, act: Act, moment: datetime, at: datetime) -> Any:
        said: Any = {"holds": act.about == 0, "words": "" if act.about == 0 else "It is wrong.", "at": at}
        said |= {"signed_at": moment, **document_of(moment)}
        return countersign_advice(by=self.people.gita, advice=self._before("advise", act.which), **said)

    def ask(self, act: Act, moment: datetime, at: datetime) -> None:
        ask_question(by=self.people.alice, submission=self._round, text="What of the phone?", at=at)

    def reply(self, act: Act, moment: datetime, at: datetime) -> Any:
        asked = AdviceQuestion.objects.filter(case=self.case, answered_at__isnull=True).first()
        if asked is None:
            raise NotAllowed("Nothing was asked.")
        said: Any = {"text": "So.", "said_at": moment, "at": at, **document_of(moment)}
        answer_question(by=self.people.gita, question=asked, **said)
        return AdviceAnswer.objects.get(question=asked, superseded_at__isnull=True)

    def issue(self, act: Act, moment: datetime, at: datetime) -> Any:
        dates: Any = {"target_date": (at + DAY).date(), "review_date": (at + DAY).date()}
        return issue_action_plan(
            by=self.people.gita,
            submission=self._round,
            items=ITEMS[: 1 + act.which % 2],
            issued_at=moment,
            at=at,
            **dates,
            **document_of(moment),
        )

    def withdraw(self, act: Act, moment: datetime, at: datetime) -> Any:
        said: Any = {"reason": "not_needed", "withdrawn_at": moment, "at": at, **document_of(moment)}
        return withdraw_plan(by=self.people.gita, plan=self._plan(act.which), **said)

    def finalise(self, act: Act, moment: datetime, at: datetime) -> Any:
        said: Any = {"finalised_at": moment, "at": at, **document_of(moment)}
        return finalise_plan(by=self.people.gita, plan=self._plan(act.which), **said)

    def open_again(self, act: Act, moment: datetime, at: datetime) -> Any:
        dates: Any = {"target_date": (at + 20 * DAY).date(), "review_date": (at + 10 * DAY).date()}
        said: Any = {"reason": "They will.", "reopened_at": moment, "at": at, **document_of(moment)}
        return reopen_plan(by=self.people.gita, plan=self._plan(act.which), **dates, **said)

    def withdraw_item(self, act: Act, moment: datetime, at: datetime) -> Any:
        said: Any = {"reason": "not_needed", "withdrawn_at": moment, "at": at, **document_of(moment)}
        return withdraw_item(by=self.people.gita, item=self._item(act.which), **said)

    def give_back(self, act: Act, moment: datetime, at: datetime) -> None:
        item = self._item(act.which)
        items = list(item.plan.items.all()) if act.about else [item]
        return_items(by=self.people.alice, plan=item.plan, items=items, at=at)

    def check(self, act: Act, moment: datetime, at: datetime) -> Any:
        item, accepted = self._item(act.which), act.about == 0
        said: Any = {"accepted": accepted, "checked_at": moment, "at": at, **document_of(moment)}
        check_item(by=self.people.gita, item=item, note="" if accepted else "Unsigned.", **said)
        return ItemCheck.objects.filter(returned__item=item).latest("pk")

    def complete(self, act: Act, moment: datetime, at: datetime) -> Any:
        plan = self._plan(act.which)
        complete_plan(by=self.people.gita, plan=plan, completed_at=moment, at=at, **document_of(moment))
        return PlanCompletion.objects.filter(plan=plan).latest("pk")

    def dispute(self, act: Act, moment: datetime, at: datetime) -> None:
        said: Any = {"reason": "not_proportionate", "channel": "email", "words": "It goes too far.", "at": at}
        dispute_item(by=self.people.alice, item=self._item(act.which), **said)

    def answer(self, act: Act, moment: datetime, at: datetime) -> Any:
        dispute = ItemDispute.objects.filter(item=self._item(act.which)).order_by("-raised_at").first()
        if dispute is None:
            raise NotAllowed("Nothing is disputed.")
        outcome = DisputeOutcome.ACCEPTED if act.about else DisputeOutcome.NOT_ACCEPTED
        said: Any = {"words": "So.", "answered_at": moment, "at": at, **document_of(moment)}
        answer_dispute(by=self.people.gita, dispute=dispute, outcome=outcome, **said)
        return DisputeAnswer.objects.filter(dispute=dispute).latest("pk")

    def decide(self, act: Act, moment: datetime, at: datetime) -> Any:
        return services.record_cps_nfa(
            by=self.people.gita,
            case=Case.objects.get(pk=self.case.pk),
            decided_at=moment,
            maker_name="L. Awyer",
            approver_name="M. Anager",
            lines=[line(one, "15", "cps_evidential") for one in self._some(act.about)],
            rationale="Nothing is left to prove it.",
            at=at,
            **document_of(moment),
        )

    def charge(self, act: Act, moment: datetime, at: datetime) -> Any:
        plans = ActionPlan.objects.filter(case=self.case, superseded_at__isnull=True)
        becomes = "withdrawn" if act.which % 2 else "stays"
        if becomes == "withdrawn" and plans.filter(closed_at__isnull=False).exists():
            raise NotAllowed("Of a plan that is open without another act nothing is said.")
        open_plans = [
            {"plan": str(one.pk), "becomes": becomes, "reason": "So."}
            for one in plans.filter(closed_at__isnull=True)
        ]
        return cases.record_milestone(
            by=self.people.alice,
            case=self.case,
            kind="charged",
            occurred_at=moment,
            allegation=self.charges[act.about % 2],
            open_plans=open_plans,
            at=at,
            **by_cps(moment),
        )

    def lift(self, act: Act, moment: datetime, at: datetime) -> None:
        decision = self._before("decide", act.which)
        lines = [one for one in decision.lines.all() if one.allegation in self._some(act.about)]
        said: Any = {"reason": "A witness.", "allegations": lines, "at": at, **document_of(at)}
        services.reopen_decision(by=self.people.sam, decision=decision, **said)

    # How it is

    def as_it_is(self) -> dict[str, Any]:
        case, until = self.case, FIRST + 100 * DAY
        rounds = list(Submission.objects.filter(case=case).order_by("round"))
        plans = list(ActionPlan.objects.filter(case=case, superseded_at__isnull=True).order_by("number"))
        names: dict[Any, str] = {one.pk: f"round {one.round}" for one in rounds}
        issued = [place for place, one in self.made.items() if isinstance(one, ActionPlan)]
        names |= {self.made[place].pk: f"plan of {place}" for place in issued}
        names |= {one.pk: "AB"[place] for place, one in enumerate(self.charges)}
        facts = list(Milestone.objects.filter(case=case, voided_at__isnull=True))
        days = days_of_rounds([one.pk for one in rounds], until)
        assert days == days_by_round(rounds, facts, self.charges, until)
        dues = DueItem.objects.filter(case=case, settled_at__isnull=True).exclude(code__in=NOT_OF_CPS)
        disputes = ItemDispute.objects.filter(item__plan__in=plans).order_by("pk")
        return {
            "stage": Case.objects.get(pk=case.pk).stage,
            "allegations": [Allegation.objects.get(pk=one.pk).stage for one in self.charges],
            "said": sorted((one.occurred_at, one.kind, names.get(one.allegation_id, "")) for one in facts),
            "days": [days.get(one.pk) for one in rounds],
            "rounds": [(one.status, one.answered_at) for one in rounds],
            "plans": [(names[one.pk], status_of(one), one.closed_at, one.items_open) for one in plans],
            "items": [
                (names[one.plan_id], one.number, one.status)
                for one in ActionPlanItem.objects.filter(plan__in=plans).order_by("plan__number", "number")
            ],
            "disputes": [(one.outcome, one.settled_at) for one in disputes],
            "owed": sorted((one.code, names.get(one.source, "")) for one in dues),
            "answers": sorted((names[one.source], one.due_on) for one in dues.filter(code="cps_answer")),
        }


# What is owed by clocks of the victim, of supervision and of the decision itself.
NOT_OF_CPS = [
    "support_referral",
    "needs_assessment",
    "supervisory_review",
    "tell_event",
    "sign_off_day",
    "tell_decision",
    "tell_right",
]
NAMES = {
    "submit": 1,
    "triage": 1,
    "advise": 1,
    "end_advice": 1,
    "countersign": 1,
    "ask": 1,
    "reply": 1,
    "issue": 1,
    "withdraw": 1,
    "finalise": 3,
    "open_again": 3,
    "withdraw_item": 2,
    "give_back": 2,
    "check": 3,
    "complete": 2,
    "dispute": 2,
    "answer": 3,
    "decide": 3,
    "charge": 1,
    "lift": 2,
}
ACTS = st.builds(
    Act,
    name=st.sampled_from([name for name, weight in NAMES.items() for _ in range(weight)]),
    which=st.integers(0, 3),
    about=st.integers(0, 2),
    back=st.sampled_from([0, 0, 0, 1, 2, 3]),
)


def status_of(plan: ActionPlan) -> str:
    """“In progress” and “issued” are told apart by reviews, of which there are none here."""
    return "in_progress" if plan.status == "issued" else str(plan.status)
