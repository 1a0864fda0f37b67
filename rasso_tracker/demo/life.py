"""The story of one case: report, investigation, and whatever it comes to. Figures are in calibration.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from cases.enums import Duty, NamedBecause, OffenceType, Outcome, Precision
from cases.enums import MilestoneKind as Kind
from cases.services.limits import BAIL
from rasso_tracker.clocks import london_date, start_of_day
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.events import (
    AllegationFacts,
    Life,
    Named,
    OnDuty,
    VictimFacts,
)
from rasso_tracker.demo.life_cps import charging_track, early_advice
from rasso_tracker.demo.life_decisions import charge_and_trial, decide_by_cps, decide_by_police
from rasso_tracker.demo.life_investigation import identify, investigate, restrict
from rasso_tracker.demo.life_victims import keep_in_touch, keep_safe, lose_contact, withdraw
from rasso_tracker.demo.life_wished import tell_wished
from rasso_tracker.demo.story import Stopped, Story, World, pick
from rasso_tracker.demo.wishes import Wish
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person

NO_SUSPECT = {Outcome.NO_SUSPECT, Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT}
BESIDE = {Kind.RELEASED_UNDER_INVESTIGATION, Kind.BAIL_ENDED}
WITHDRAWN = {Outcome.VICTIM_DOES_NOT_SUPPORT, Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT}


def tell(number: int, opened_at: datetime, world: World, seed: int, wish: Wish | None = None) -> Life:
    """Tell case `number`. The same number, moment, world and seed give the same story."""
    rng = Random(f"case {seed} {number}")  # noqa: S311  # a story, not a key
    story = begin(number, opened_at, world, rng, wish)
    if wish is not None:
        tell_wished(story, wish)
    else:
        _tell_freely(story)
    _tidy(story.life)
    keep_in_touch(story)
    keep_safe(story, now=wish is not None and wish.what == "bail")
    return story.life


def _tidy(life: Life) -> None:
    """What ran beside the story is not told past its end: no release under investigation after a decision."""
    ends = [one.at for one in life.milestones if one.kind in BAIL.ends and one.kind not in BESIDE]
    if ends:
        life.milestones = [one for one in life.milestones if one.kind not in BESIDE or one.at < min(ends)]


def begin(number: int, opened_at: datetime, world: World, rng: Random, wish: Wish | None) -> Story:
    """The case as it is logged: whose it is, who is named, what is alleged."""
    force = world.force
    code = wish.district if wish else pick(rng, given.DISTRICT_SHARES)
    team = wish.officer.team if wish and wish.officer else rng.choice(force.teams[code])
    assert team is not None
    officer = (wish.officer if wish else None) or _officer_of(world, team, opened_at, rng)
    life = Life(
        number=number,
        opened_at=opened_at,
        reported_on=london_date(opened_at),
        district=force.districts[code],
        team=team,
        officer=officer,
        opened_by=officer,
        summary=rng.choice(names.SUMMARIES),
        suspect_like=wish.suspect if wish else "",
    )
    story = Story(life, world, rng, opened_at, world.now)
    life.on_duty.append(OnDuty(officer, Duty.OIC, opened_at, officer))
    life.named.append(Named(officer, NamedBecause.ASSIGNED, opened_at, officer))
    story.mark(Kind.REPORTED, at=min(start_of_day(life.reported_on), opened_at))
    if wish is None or wish.what != "new":
        _parties(story)
    else:
        _allege(story, OffenceType.RAPE_ADULT, None)
    _specially_trained(story)
    if wish is None and story.chance(given.RESTRICTED_SHARE):
        restrict(story)
    return story


def _officer_of(world: World, team: object, opened_at: datetime, rng: Random) -> Person:
    serving = [one for one in world.force.at(Post.INVESTIGATOR, team) if one.left_on is None]
    left = [one for one in world.force.at(Post.INVESTIGATOR, team) if one.left_on is not None]
    some = [one for one in left if one.left_on and one.left_on > london_date(opened_at) + timedelta(days=400)]
    return rng.choice([*serving, *some])


def _parties(story: Story) -> None:
    rng = story.rng
    adult = story.chance(given.ADULT_SHARE)
    offence = pick(rng, given.OFFENCES_ADULT if adult else given.OFFENCES_CHILD)
    for place in range(2 if story.chance(given.TWO_VICTIMS_SHARE) else 1):
        _victim(story, offence, adult)
        _allege(story, offence, place)
    if len(story.life.victims) == 1 and story.chance(given.TWO_ALLEGATIONS_SHARE):
        _allege(story, pick(rng, given.OFFENCES_ADULT if adult else given.OFFENCES_CHILD), 0)


def _victim(story: Story, offence: str, adult: bool) -> None:
    rng, life = story.rng, story.life
    woman = story.chance(given.WOMEN_SHARE)
    oldest = {OffenceType.RAPE_CHILD_UNDER_13: (6, 12)}.get(OffenceType(offence), (13, 15))
    low, high = (16, 58) if adult else oldest
    age = low + int((high - low) * rng.random() ** 1.7)
    born = life.reported_on - timedelta(days=int(age * 365.25) + rng.randint(1, 330))
    method = pick(
        rng,
        {"phone": 46, "email": 10, "in_person_home": 14, "via_sto": 12, "via_isva": 8, "post": 4, "video": 6},
    )
    if age < 16:
        method = "in_person_home"  # nobody is on record as their parent, through whom they could be reached
    life.victims.append(
        VictimFacts(
            name=names.person_name(rng, woman=woman),
            woman=woman,
            born=born,
            enhanced=not story.chance(given.ENHANCED_DECLINED_SHARE),
            method=method,
            language=rng.choice(names.LANGUAGES) if story.chance(0.04) else "",
            added_at=life.opened_at,
        )
    )


def _allege(story: Story, offence: str, victim: int | None) -> None:
    rng, life = story.rng, story.life
    reported = life.reported_on
    precision, first, last = Precision.DAY, reported - timedelta(days=int(rng.random() ** 3 * 60)), None
    if story.chance(given.NON_RECENT_SHARE):
        first = reported - timedelta(days=rng.randint(366, 366 * 14))
        precision = pick(
            rng, {Precision.YEAR: 35, Precision.MONTH: 30, Precision.RANGE: 25, Precision.UNKNOWN: 10}
        )
    if precision == Precision.RANGE:
        last = min(first + timedelta(days=rng.randint(30, 500)), reported)
    life.allegations.append(
        AllegationFacts(
            offence_type=offence,
            victim=-1 if victim is None else victim,
            suspect=None,
            precision=precision,
            offence_from=None if precision == Precision.UNKNOWN else first,
            offence_to=last,
            added_at=life.opened_at,
        )
    )


def _specially_trained(story: Story) -> None:
    life = story.life
    if not story.chance(given.STO_SHARE):
        return
    others = [
        one
        for one in story.force.at(Post.INVESTIGATOR, life.team)
        if one is not life.officer and not one.left_on
    ]
    began = story.later(life.opened_at, 0, 1.2, working=False)
    if began:
        person = story.rng.choice(others)
        by = story.supervisor(but=life.officer)
        life.on_duty.append(OnDuty(person, Duty.STO, began, by))
        life.named.append(Named(person, NamedBecause.ASSIGNED, began, by))


def _tell_freely(story: Story) -> None:
    rng = story.rng
    fate = pick(rng, given.FATES)
    if fate in WITHDRAWN:
        _until_withdrawn(story, fate)
        return
    again = story.chance(given.REENGAGED_SHARE) and fate not in NO_SUSPECT
    try:
        investigate(story, suspect_known=fate not in NO_SUSPECT, sure=fate in (Outcome.CHARGED, "cps"))
        if again:
            withdraw(story, story.go(3, 40), again=True)
        if fate in (Outcome.CHARGED, "cps"):
            _to_cps(story, fate)
            return
        if fate == Outcome.EVIDENTIAL_VICTIM_SUPPORTS and story.chance(given.EARLY_ADVICE_SHARE):
            early_advice(story)
        if story.chance(given.LOST_CONTACT_SHARE) and not again:
            lose_contact(story, story.go(5, 40))
        median, spread = given.DAYS_TO_OUTCOME[fate if fate in given.DAYS_TO_OUTCOME else "other"]
        _wait_until(story, rng.lognormvariate(0, spread) * median)
        outcome = pick(rng, given.OTHER_OUTCOMES) if fate == "other" else fate
        decide_by_police(story, Outcome(outcome))
    except Stopped:
        return


def _wait_until(story: Story, days: float) -> None:
    """On to so many days from the report, or a little further when the story is past that."""
    story.be(story.office(story.life.opened_at + timedelta(days=days), working=True))


def _until_withdrawn(story: Story, fate: str) -> None:
    """The investigation runs until the victim no longer wants it; then that is recorded and decided on."""
    rng, life = story.rng, story.life
    low, high, _ = rng.choices(given.WITHDRAWAL_DELAYS, [share for *_, share in given.WITHDRAWAL_DELAYS])[0]
    delay = low + (high - low) * rng.random()
    moment = story.office(life.opened_at + timedelta(days=delay))
    moment = max(moment, life.opened_at + timedelta(hours=1 + 8 * rng.random()))
    story.stop = min(moment, story.world.now)
    try:
        investigate(story, suspect_known=fate not in NO_SUSPECT, sure=False)
        if delay > 100 and fate not in NO_SUSPECT and story.chance(0.35):
            charging_track(story, moment - timedelta(days=rng.uniform(5, 70)))
    except Stopped:
        pass
    story.stop = story.world.now
    try:
        withdraw(story, story.be(moment))
        if fate not in NO_SUSPECT and not life.suspects:
            identify(story)
        story.go(1, 24)
        decide_by_police(story, Outcome(fate))
    except Stopped:
        return


def _to_cps(story: Story, fate: str) -> None:
    rng, life = story.rng, story.life
    median, spread = given.DAYS_TO_CHARGE
    total = max(60.0, rng.lognormvariate(0, spread) * median)
    with_cps = min(rng.lognormvariate(0, given.DAYS_WITH_CPS[1]) * given.DAYS_WITH_CPS[0], total * 0.6)
    decided = life.opened_at + timedelta(days=total)
    if story.chance(given.EARLY_ADVICE_BEFORE_CHARGE):
        _wait_until(story, total * 0.25)
        early_advice(story)
    charging_track(story, decided - timedelta(days=with_cps))
    story.be(story.office(decided, working=True))
    if fate == "cps":
        decide_by_cps(story)
    else:
        charge_and_trial(story)
