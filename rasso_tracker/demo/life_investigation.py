"""The police's part of a story: account, suspect, interview, bail, and who works on it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from cases.alike import Known
from cases.enums import BailSetBy, Duty, NamedBecause
from cases.enums import MilestoneKind as Kind
from cases.rules.bail import last_day_of_bail
from rasso_tracker.clocks import london_date
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.events import Life, Named, OnDuty, SuspectFacts
from rasso_tracker.demo.story import Story
from rasso_tracker.people.enums import Post


def restrict(story: Story) -> None:
    """Shut the case to named people: the officers, a sergeant, an inspector and a gatekeeper."""
    life, force = story.life, story.force
    life.restricted = True
    by = force.at(Post.DETECTIVE_SERGEANT, life.team)[0]
    inspector = force.at(Post.DETECTIVE_INSPECTOR, life.district)[0]
    for person in (by, inspector, story.gatekeeper()):
        life.named.append(Named(person, NamedBecause.RESTRICTED, story.at, by))


def investigate(story: Story, *, suspect_known: bool, sure: bool) -> None:
    """Account, ABE, suspect, arrest or voluntary interview, bail or release. `sure`: to the interview."""
    life = story.life
    quick = 0.35 if sure else 1.0
    if story.chance(0.93) or sure:
        story.go(0, 2.5, working=False)
        for place in range(len(life.victims)):
            story.mark(Kind.FIRST_ACCOUNT, by=story.sto, victim=place)
    if suspect_known and story.chance(0.6):
        story.go(0, 3)
        identify(story)
    if story.chance(0.62) or sure:
        story.go(3, 30 * (quick + 0.4))
        for place in range(len(life.victims)):
            story.mark(Kind.ABE, by=story.sto, victim=place)
    if suspect_known and not life.suspects:
        story.go(1, 40 * quick)
        identify(story)
    if suspect_known and (sure or story.chance(given.INTERVIEW_SHARE)):
        story.go(4, 75 * quick)
        interview(story)
    _hand_over(story)


def identify(story: Story) -> None:
    """A suspect is known and named from here on."""
    rng, life = story.rng, story.life
    police = not life.restricted and story.chance(given.POLICE_SUSPECT_SHARE)
    name = names.person_name(rng, woman=story.chance(0.03))
    known = names.SUSPECTS.get(life.suspect_like) or _known_of(name, life)
    life.suspects.append(SuspectFacts(known, police, story.at))
    for allegation in life.allegations:
        allegation.suspect = 0
    story.mark(Kind.SUSPECT_IDENTIFIED, suspect=0)
    if police:
        restrict(story)


def _known_of(name: str, life: Life) -> Known:
    """What is known beside the name, of most."""
    rng = Random(f"suspect {life.number}")  # noqa: S311  # made-up people, beside the thread of the story
    born = date(life.reported_on.year, 1, 1) - timedelta(days=rng.randint(17 * 365, 60 * 365))
    phone = f"07700 9{rng.randint(0, 99_999):05d}"
    return Known(
        name,
        born=born if rng.random() < given.BORN_KNOWN else None,
        phones=phone if rng.random() < given.PHONE_KNOWN else "",
    )


def interview(story: Story) -> None:
    rng = story.rng
    if not story.chance(given.ARREST_SHARE):
        story.mark(Kind.INTERVIEWED, suspect=0, interview_by="voluntary")
        return
    story.mark(Kind.ARRESTED, suspect=0)
    story.be(story.at + timedelta(hours=rng.uniform(2, 12)))
    story.mark(Kind.INTERVIEWED, suspect=0, interview_by="arrest")
    if not story.chance(given.BAIL_SHARE):
        story.be(story.at + timedelta(hours=1))
        story.mark(Kind.RELEASED_UNDER_INVESTIGATION, suspect=0)
        return
    story.be(story.at + timedelta(hours=1))
    limit = bail(story)
    _end_bail(story, limit)


def bail(story: Story) -> date:
    arrested = next(one for one in reversed(story.life.milestones) if one.kind == Kind.ARRESTED)
    limit, _ = last_day_of_bail(BailSetBy.STANDARD, london_date(arrested.at))
    story.mark(Kind.BAILED, suspect=0, limit_on=limit, note=story.rng.choice(names.BAIL_NOTES))
    return limit


def _end_bail(story: Story, limit: date) -> None:
    """Bail ends beside the rest of the story: before its limit, mostly by release under investigation."""
    days = max((limit - london_date(story.at)).days - story.rng.randint(1, 25), 2)
    ended = story.later(story.at, days, days + 0.5)
    if ended is not None and ended < story.stop:
        kind = Kind.RELEASED_UNDER_INVESTIGATION if story.chance(0.75) else Kind.BAIL_ENDED
        story.mark(kind, at=ended, suspect=0)


def _hand_over(story: Story) -> None:
    """Some cases get a second officer in charge."""
    life = story.life
    if not story.chance(given.HANDED_OVER_SHARE):
        return
    when = story.later(story.at, 5, 60)
    others = [
        one
        for one in story.force.at(Post.INVESTIGATOR, life.team)
        if one.left_on is None and all(one is not duty.person for duty in life.on_duty)
    ]
    if when is None or when >= story.stop:
        return
    new, by = story.rng.choice(others), story.supervisor()
    first = next(one for one in life.on_duty if one.duty == Duty.OIC)
    first.ended = when
    for grant in life.named:
        if grant.person is first.person and grant.because == NamedBecause.ASSIGNED:
            grant.ended = when
    life.on_duty.append(OnDuty(new, Duty.OIC, when, by))
    life.named.append(Named(new, NamedBecause.ASSIGNED, when, by))
    life.officer = new
