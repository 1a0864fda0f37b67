"""How a story ends: a decision and its telling, a charge and a trial, a review request."""

from __future__ import annotations

from datetime import datetime, timedelta

from actionplans.enums import CpsDocument
from cases.enums import SENT_TO_CPS, ChargeBy, ChargeDocument, NamedBecause, Outcome
from cases.enums import MilestoneKind as Kind
from rasso_tracker.clocks import ClockCode, add_working_days, deadline, end_of_day, in_london, london_date
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.events import DecisionFacts, Named, RequestFacts, ToldFacts
from rasso_tracker.demo.life_cps import answer_all, lawyer_of, record_of, unit_of
from rasso_tracker.demo.life_plan import withdraw_open_plans
from rasso_tracker.demo.life_victims import withdraw
from rasso_tracker.demo.story import Stopped, Story, pick
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import REVIEWER
from reviews.eligibility import Facts, LineFacts, NotEligible, eligibility
from reviews.enums import OUTCOMES_OF_REASON, DecisionAgency, NfaReason, NotToldBecause, Understood

METHODS = {"phone": 44, "in_person_home": 22, "in_person_station": 9, "via_sto": 12, "video": 5, "post": 8}
REVIEW_OUTCOMES = {
    "upheld": 78,
    "overturned_cps": 100 * given.OVERTURNED_SHARE,
    "further_enquiries": 8,
    "withdrawn": 4,
}


def reason_of(agency: DecisionAgency, outcome: Outcome) -> NfaReason:
    """The first reason that goes with the outcome (reviews.enums)."""
    return next(reason for reason, fits in OUTCOMES_OF_REASON[agency].items() if outcome in fits)


def decide_by_police(story: Story, outcome: Outcome, *, authorise: bool = True) -> DecisionFacts:
    """An officer proposes no further action now, a supervisor authorises it; then the victims are told."""
    decision = _propose(story, DecisionAgency.POLICE, outcome)
    if authorise and story.chance(given.REFUSED_PROPOSAL_SHARE):
        story.go(0.5, 4)
        decision.refused_at, decision.refused_by = story.at, story.supervisor(but=decision.maker)
        story.go(8, 35)
        decision = _propose(story, DecisionAgency.POLICE, outcome)
    if not authorise:
        raise Stopped
    story.go(0.3, 5)
    decision.approver = story.supervisor(but=decision.maker)
    authorised(story, decision)
    return decision


def _propose(story: Story, agency: DecisionAgency, outcome: Outcome) -> DecisionFacts:
    life = story.life
    police = agency == DecisionAgency.POLICE
    decision = DecisionFacts(
        agency=agency,
        outcome=outcome,
        reason=reason_of(agency, outcome),
        proposed_at=story.at,
        maker=life.officer if police else lawyer_of(story),
        words=story.rng.choice(names.RATIONALES if police else names.CPS_RATIONALES),
        allegations=tuple(range(len(life.allegations))),
    )
    life.decisions.append(decision)
    return decision


def decide_by_cps(story: Story, *, authorise: bool = True) -> None:
    """A lawyer proposes and a legal manager countersigns, or the police enter it from CPS's letter."""
    outcome = pick(story.rng, {Outcome.EVIDENTIAL_VICTIM_SUPPORTS: 88, Outcome.NOT_PUBLIC_INTEREST_CPS: 12})
    record = record_of(story, CpsDocument.LETTER)
    decision = _propose(story, DecisionAgency.CPS, outcome)
    managers = story.force.at(Post.LEGAL_MANAGER, unit_of(story))
    manager = managers[story.life.number % len(managers)]
    if record.lawyer is None and authorise:
        lawyer = lawyer_of(story)
        decision.maker, decision.record = None, record
        decision.maker_name, decision.approver_name = lawyer.name, manager.name
        record.by = story.life.officer
    elif not authorise:
        raise Stopped
    else:
        story.go(0.5, 5)
        decision.approver = manager
    authorised(story, decision)


def authorised(story: Story, decision: DecisionFacts) -> None:
    """What a decision that stands brings, at the moment where the story is."""
    decided = decision.decided_at = story.at
    police = decision.agency == DecisionAgency.POLICE
    by = decision.approver or story.life.officer
    kind = Kind.POLICE_NFA if police else Kind.CPS_NFA
    if police and decision.outcome == Outcome.TRANSFERRED:
        kind = Kind.TRANSFERRED
    for place in decision.allegations:
        story.mark(kind, by=by, allegation=place)
        story.life.allegations[place].outcome = decision.outcome
        story.life.allegations[place].outcome_at = decided
    if not police:
        answer_all(story)
    withdraw_open_plans(story, by)
    for place in range(len(story.life.victims)):
        decision.told.append(_told(story, decision, place))


def answer_of(story: Story, decision: DecisionFacts, victim: int) -> int | None:
    """The number of the reason for which the police scheme does not take the decision, or None."""
    life = story.life
    interviewed = story.has(Kind.INTERVIEWED)
    answer = eligibility(
        Facts(
            agency=DecisionAgency(decision.agency),
            lines=tuple(
                LineFacts(
                    outcome=Outcome(decision.outcome),
                    suspect_identified=bool(life.suspects),
                    interviewed=interviewed,
                    cancelled=False,
                    other_offence_charged=False,
                )
                for one in decision.allegations
                if life.allegations[one].victim == victim
            ),
            any_charged=False,
            support_reinstated=any(one.victim == victim for one in life.again)
            and not any(row.at > life.again[-1].at for row in life.withdrawals),
        )
    )
    return answer.number if isinstance(answer, NotEligible) else None


def _told(story: Story, decision: DecisionFacts, place: int) -> ToldFacts:
    """When and how one victim hears of the decision and of the right; nothing yet where that lies ahead."""
    rng = story.rng
    told = ToldFacts(place, not_eligible=answer_of(story, decision, place))
    told.eligible = told.not_eligible is None
    if not told.eligible and story.chance(given.NOT_TOLD_SHARE):
        told.not_told = pick(rng, {NotToldBecause.OPTED_OUT: 60, NotToldBecause.OTHER: 40})
        told.not_told_at = story.later(story.at, 0.2, 1.5)
        if told.not_told_at is None:
            told.not_told = ""
        return told
    moment = told_moment(story, place)
    if moment < story.world.now:
        say_told(story, told, decision, moment)
    return told


def told_moment(story: Story, place: int) -> datetime:
    """By the clock, or some days late."""
    rng = story.rng
    enhanced = story.life.victims[place].enhanced
    code = ClockCode.TELL_VICTIM_ENHANCED if enhanced else ClockCode.TELL_VICTIM_STANDARD
    due_on = deadline(code, story.at).due_on
    if not story.chance(given.TOLD_IN_TIME_SHARE):
        late = due_on + timedelta(days=1 + int(rng.expovariate(1 / given.TOLD_LATE_DAYS)))
        return story.office(end_of_day(late) - timedelta(hours=12))
    if story.chance(0.35) and in_london(story.at).hour < 15:
        return story.at + timedelta(hours=rng.uniform(0.5, 4))
    first = add_working_days(london_date(story.at), 1)
    return story.office(end_of_day(min(first, due_on)) - timedelta(hours=12))


def say_told(story: Story, told: ToldFacts, decision: DecisionFacts, moment: datetime) -> None:
    rng = story.rng
    by = story.sto if story.chance(0.6) else story.life.officer
    of_cps = decision.agency == DecisionAgency.CPS
    wanted = story.life.victims[told.victim].method
    told.told_at, told.recorded_by = moment, by
    told.by = None if of_cps and story.chance(0.5) else by
    told.wanted = "" if story.chance(0.2) else wanted
    told.method = wanted if told.wanted and story.chance(0.66) else pick(rng, METHODS)
    told.understood = pick(
        rng, {Understood.YES: 70, Understood.PARTLY: 12, Understood.NOT_KNOWN: 16, Understood.NO: 2}
    )
    told.words = rng.choice(names.TOLD_NOTES)
    if told.eligible:
        if story.chance(given.RIGHT_TOLD_SHARE):
            told.right_told_at = moment
        else:
            told.right_told_at = story.later(moment, *((2, 20) if story.chance(0.8) else (20, 60)))
        if told.right_told_at and story.chance(given.REVIEW_REQUEST_SHARE):
            late = story.chance(given.LATE_REQUEST_SHARE)
            asked = story.later(told.right_told_at, *((95, 170) if late else (4, 85)))
            if asked is not None:
                ask_for_review(story, decision, told, asked)
    elif story.chance(given.NOT_COVERED_REQUEST_SHARE):
        asked = story.later(moment, 3, 60)
        if asked is not None:
            ask_for_review(story, decision, told, asked)


def ask_for_review(
    story: Story, decision: DecisionFacts, told: ToldFacts, received: datetime, state: str = ""
) -> RequestFacts:
    """A request, and how far it has come. `state` holds it there; without, it runs as far as the present."""
    rng = story.rng
    request = RequestFacts(
        victim=told.victim,
        received_at=received,
        recorded_by=story.life.officer,
        channel=pick(rng, {"email": 45, "phone": 20, "post": 15, "via_isva": 12, "online": 8}),
        asked_by=pick(rng, {"victim": 74, "isva": 14, "family": 12}),
    )
    decision.requests.append(request)
    if state == "received":
        return request
    acknowledged = story.later(received, 1, 9)
    if acknowledged and state != "late":
        request.acknowledged_at = acknowledged
    if state in ("acknowledged", "late") or not acknowledged:
        return request
    allocated = story.later(acknowledged, 0.5, 5)
    if allocated is None:
        return request
    allocate(story, decision, request, allocated)
    decided = None if state == "allocated" else story.later(allocated, 4, 22)
    if decided is None:
        return request
    request.decided_at = decided
    request.outcome = pick(rng, REVIEW_OUTCOMES) if told.eligible else "not_eligible"
    if request.outcome in ("overturned_cps", "further_enquiries"):
        _open_again(story, decision, request, decided)
    told_at = None if state == "decided" else story.later(decided, 0.5, 5)
    if told_at:
        request.told_at, request.told_by = told_at, request.reviewer
        request.method = pick(rng, {"phone": 50, "post": 25, "in_person_station": 15, "video": 10})
    return request


def allocate(
    story: Story, decision: DecisionFacts, request: RequestFacts, at: datetime, to: Person | None = None
) -> None:
    """To somebody independent who outranks the maker."""
    barred = {id(decision.maker), id(decision.approver)}
    barred |= {id(decision.maker.supervisor)} if decision.maker else set()
    able = [one for one in story.force.by_post[REVIEWER.code, None] if id(one) not in barred]
    request.reviewer = to or story.rng.choice(able)
    request.allocated_at = at
    request.allocated_by = story.supervisor(but=decision.maker)
    if not any(one.person.pk == request.reviewer.pk for one in story.life.named):
        story.life.named.append(Named(request.reviewer, NamedBecause.REVIEWER, at, request.allocated_by))


def _open_again(story: Story, decision: DecisionFacts, request: RequestFacts, at: datetime) -> None:
    """The victim's allegations are open again, and the outcomes are lifted."""
    decision.overturned_at = at
    assert request.reviewer is not None
    for place in decision.allegations:
        if story.life.allegations[place].victim == request.victim:
            story.mark(Kind.REOPENED, by=request.reviewer, at=at, allegation=place)
            story.life.allegations[place].outcome = ""
            story.life.allegations[place].outcome_at = None


def charge(story: Story) -> None:
    """Charged now, on every allegation, as CPS decided some days before; the officer has it from its MG3."""
    sent = max(one.at for one in story.life.milestones if one.kind in SENT_TO_CPS)
    some_days = timedelta(days=story.life.number % 4)
    decided = max(london_date(sent), london_date(story.at) - some_days)
    said = {
        "charge_by": ChargeBy.CPS,
        "cps_lawyer": lawyer_of(story).name,
        "cps_decided_on": decided,
        "document_name": ChargeDocument.MG3,
        "document_date": decided,
    }
    for place, allegation in enumerate(story.life.allegations):
        story.mark(Kind.CHARGED, allegation=place, decided=said)
        allegation.outcome, allegation.outcome_at = Outcome.CHARGED, story.at
    answer_all(story)
    withdraw_open_plans(story, lawyer_of(story))


def remand(story: Story) -> None:
    """In custody from now, within the time limit."""
    limit = london_date(story.at) + timedelta(days=given.CUSTODY_LIMIT_DAYS)
    story.mark(Kind.REMANDED, suspect=0, limit_on=limit)


def charge_and_trial(story: Story) -> None:
    """Charged now; a trial follows, and some victims withdraw before it."""
    rng, life = story.rng, story.life
    charge(story)
    charged = story.at
    median, spread = given.DAYS_CHARGE_TO_TRIAL
    trial = charged + timedelta(days=median * rng.lognormvariate(0, spread))
    if life.suspects and story.chance(given.REMAND_SHARE):
        remand(story)
        ended = story.later(charged, 40, given.CUSTODY_LIMIT_DAYS - 4)
        if ended is not None and ended < trial:  # most are bailed by the court before the limit or the trial
            story.mark(Kind.CUSTODY_ENDED, at=ended, suspect=0)
    if story.chance(0.12):
        withdraw(story, story.go(20, 250))
    story.be(story.office(trial, working=True))
    story.mark(Kind.TRIAL_BEGUN)
    if not life.withdrawals and story.chance(0.05):
        withdraw(story, story.go(0.5, 2))
    story.go(3, 14)
    story.mark(Kind.FINALISED)
