"""Stories told to a wish: each ends where a page has something to show on the day of the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from actionplans.enums import AdviceKind, CpsDocument, SubmissionKind
from cases.enums import MilestoneKind as Kind
from cases.enums import Outcome
from rasso_tracker.clocks import add_working_days, end_of_day, london_date, start_of_day
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo.events import DecisionFacts, SubmissionFacts
from rasso_tracker.demo.life_cps import advise, record_of, submit, triage
from rasso_tracker.demo.life_decisions import (
    ask_for_review,
    authorised,
    charge,
    decide_by_cps,
    decide_by_police,
    remand,
    say_told,
)
from rasso_tracker.demo.life_investigation import bail, identify, interview
from rasso_tracker.demo.life_plan import Plan, acknowledge, give_back, issue, send_back
from rasso_tracker.demo.life_victims import give_support, withdraw
from rasso_tracker.demo.story import Stopped, Story
from rasso_tracker.demo.wishes import Wish

Outcome15 = Outcome.EVIDENTIAL_VICTIM_SUPPORTS
RIGHT_UNTOLD = timedelta(days=9)


def tell_wished(story: Story, wish: Wish) -> None:
    """Tell the story that the wish names."""
    try:
        _STORIES[wish.what](story, wish)
    except Stopped:
        return


def _basics(story: Story) -> None:
    """Account, ABE, suspect and interview, inside the first weeks."""
    story.go(0, 1, working=False)
    for place in range(len(story.life.victims)):
        story.mark(Kind.FIRST_ACCOUNT, by=story.sto, victim=place)
    story.go(1, 4)
    identify(story)
    story.go(2, 8)
    for place in range(len(story.life.victims)):
        story.mark(Kind.ABE, by=story.sto, victim=place)
    story.go(3, 14)
    interview(story)


def _at(story: Story, days_before: float) -> datetime:
    """Office hours on the working day so many days before today."""
    day = story.force.as_of - timedelta(days=days_before)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return story.office(start_of_day(day))


def _submitted(story: Story, moment: datetime) -> SubmissionFacts:
    story.be(moment)
    return submit(story, SubmissionKind.WITHIN_28_DAYS)


def _issued(story: Story, review_on: date) -> Plan:
    """A plan with its first review on that day, issued a fortnight before it."""
    issued = story.office(end_of_day(review_on) - timedelta(days=14, hours=12), working=False)
    if london_date(issued) >= story.force.as_of:
        issued = _at(story, 1)
    submission = _submitted(story, issued - timedelta(days=13))
    story.be(issued - timedelta(days=9))
    triage(story, submission, accepted=True)
    story.be(issued)
    return issue(story, submission, record_of(story, CpsDocument.ACTION_PLAN), review_on)


def _plan(story: Story, wish: Wish) -> None:
    assert wish.review_on is not None
    _basics(story)
    plan = _issued(story, wish.review_on)
    if story.chance(0.7):
        returned = story.later(story.at, 4, 12)
        if returned:
            story.be(returned)
            plan.sweep(story.at)
            give_back(story, plan, share=story.rng.uniform(0.2, 0.6))
    if wish.state == "answered":
        story.be(_at(story, 3))
        plan.sweep(story.at)
        acknowledge(story, plan, add_working_days(story.force.as_of, story.rng.choice((-2, 2, 4, 6))))
    plan.sweep(story.world.now)


def _returned(story: Story, wish: Wish) -> None:
    _basics(story)
    plan = _issued(story, story.force.as_of + timedelta(days=story.rng.randint(1, 6)))
    story.be(_at(story, story.rng.randint(1, 3)))
    plan.sweep(story.at)
    give_back(story, plan, share=1.0)
    if story.chance(0.4):
        story.go(0.2, 1)
        send_back(story, plan, record_of(story, CpsDocument.ACTION_PLAN).by)
    plan.sweep(story.world.now)


def _triage(story: Story, wish: Wish) -> None:
    _basics(story)
    _submitted(story, _at(story, story.rng.randint(1, 6)))


def _advice(story: Story, wish: Wish) -> None:
    _basics(story)
    story.be(_at(story, story.rng.randint(9, 24)))
    early = story.chance(0.6)
    submission = submit(story, SubmissionKind.EARLY_ADVICE if early else SubmissionKind.WITHIN_28_DAYS)
    story.go(0.5, 3)
    triage(story, submission, accepted=True)


def _cps(story: Story, wish: Wish) -> None:
    _basics(story)
    submission = _submitted(story, _at(story, 80))
    story.go(1, 4)
    triage(story, submission, accepted=True)
    story.go(10, 30)
    advise(story, submission, AdviceKind.CHARGING)
    if wish.state == "decided":  # nobody was told, and the police have not looked at the victim's safety yet
        story.be(_at(story, 7))
        decide_by_cps(story)
        _tell_nobody(story.life.decisions[-1])
        return
    story.be(_at(story, story.rng.randint(1, 4)))
    decide_by_cps(story, authorise=False)


def _corroborate(story: Story, wish: Wish) -> None:
    story.go(0, 1, working=False)
    story.mark(Kind.FIRST_ACCOUNT, by=story.sto, victim=0)
    withdraw(story, story.be(_at(story, 1)), corroborate=False)


def _authorise(story: Story, wish: Wish) -> None:
    _basics(story)
    story.be(_at(story, story.rng.randint(1, 5)))
    decide_by_police(story, Outcome15, authorise=False)


def _decided(story: Story, moment: datetime) -> DecisionFacts:
    """Outcome 15 authorised at that moment; who is told, the wish says."""
    story.be(moment - timedelta(days=2))
    try:
        decision = decide_by_police(story, Outcome15, authorise=False)
    except Stopped:
        decision = story.life.decisions[-1]
    story.be(moment)
    decision.approver = story.supervisor(but=decision.maker)
    authorised(story, decision)
    _tell_nobody(decision)
    return decision


def _tell_nobody(decision: DecisionFacts) -> None:
    """As it stands before anybody was told."""
    for told in decision.told:
        for name in ("told_at", "by", "recorded_by", "right_told_at", "not_told_at"):
            setattr(told, name, None)
        told.method = told.wanted = told.understood = told.words = told.not_told = ""
    decision.requests.clear()


def _tell(story: Story, wish: Wish) -> None:
    """Nobody has been told yet: due today, or days ago."""
    _basics(story)
    last = add_working_days(story.force.as_of, -1 if wish.state == "today" else -story.rng.randint(3, 8))
    _decided(story, story.office(start_of_day(last)))


def _right(story: Story, wish: Wish) -> None:
    """Told of the decision, and not yet of the right."""
    _basics(story)
    moment = _at(story, RIGHT_UNTOLD.days)
    decision = _decided(story, moment)
    for told in decision.told:
        say_told(story, told, decision, moment + timedelta(hours=2))
        told.right_told_at = None
    decision.requests.clear()


def _request(story: Story, wish: Wish) -> None:
    _basics(story)
    decision = _decided(story, _at(story, 75))
    for told in decision.told:
        say_told(story, told, decision, story.at + timedelta(hours=3))
        told.right_told_at = told.told_at
    decision.requests.clear()
    days = {"received": 4, "acknowledged": 9, "allocated": 24, "decided": 40, "late": 17}[wish.state]
    request = ask_for_review(
        story, decision, decision.told[0], _at(story, days + story.rng.randint(0, 3)), state=wish.state
    )
    ours = story.force.sign_ins["reviewer"]
    if request.reviewer is not None and wish.state == "allocated":
        for one in story.life.named:
            if one.person is request.reviewer:
                one.person = ours
        request.reviewer = ours


def _new(story: Story, wish: Wish) -> None:
    """Logged; the victim is added later."""


def _isva(story: Story, wish: Wish) -> None:
    began = story.later(story.life.opened_at, 1, 5)
    if began:
        give_support(story, 0, story.force.sign_ins["isva"], began, story.world.now)
    _basics(story)
    if wish.days_ago % 3 == 1:
        story.be(_at(story, max(wish.days_ago // 3, 2)))
        decide_by_police(story, Outcome15)
    elif wish.days_ago % 3 == 2:
        withdraw(story, story.be(_at(story, max(wish.days_ago // 4, 2))))


def _bail(story: Story, wish: Wish) -> None:
    """On bail, with the limit near."""
    story.go(0, 1, working=False)
    story.mark(Kind.FIRST_ACCOUNT, by=story.sto, victim=0)
    identify(story)
    story.be(_at(story, story.rng.randint(84, 91) if wish.days_ago > 95 else 40))
    story.mark(Kind.ARRESTED, suspect=0)
    story.be(story.at + timedelta(hours=4))
    story.mark(Kind.INTERVIEWED, suspect=0, interview_by="arrest")
    story.be(story.at + timedelta(hours=2))
    bail(story)


def _custody(story: Story, wish: Wish) -> None:
    """Charged and remanded in custody, with the time limit near."""
    _basics(story)
    submission = _submitted(story, _at(story, given.CUSTODY_LIMIT_DAYS + 20))
    story.go(1, 3)
    triage(story, submission, accepted=True)
    story.be(_at(story, given.CUSTODY_LIMIT_DAYS - story.rng.randint(2, 9)))
    charge(story)
    remand(story)


_STORIES: dict[str, Callable[[Story, Wish], None]] = {
    "plan": _plan,
    "returned": _returned,
    "triage": _triage,
    "advice": _advice,
    "cps": _cps,
    "corroborate": _corroborate,
    "authorise": _authorise,
    "tell": _tell,
    "right": _right,
    "request": _request,
    "new": _new,
    "isva": _isva,
    "bail": _bail,
    "custody": _custody,
}
