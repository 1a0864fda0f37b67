"""The victims' side of a story: keeping in touch, support, withdrawing and taking part again."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.enums import MilestoneKind, NamedBecause
from rasso_tracker.clocks import london_date
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.events import (
    AgainFacts,
    ConcernFacts,
    ContactFacts,
    Named,
    SupportFacts,
    WithdrawalFacts,
)
from rasso_tracker.demo.story import Stopped, Story, pick
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ISVA
from victims.enums import (
    Barrier,
    ConcernAbout,
    ConcernOutcome,
    ContactAbout,
    GivenBy,
    Support,
    ToldBy,
    Welcome,
    WithdrawalKind,
    WithdrawalReason,
)

Reason = WithdrawalReason
KINDS = {WithdrawalKind.WITHDREW: 64, WithdrawalKind.NEVER_SUPPORTED: 29, WithdrawalKind.RETRACTED: 7}
# [A] after domain.md 5 "why": wanting it recorded only, moving on, fear of the process, mental health, delay.
REASONS = {
    Reason.RECORD_ONLY: 16,
    Reason.MOVE_ON: 18,
    Reason.MENTAL_HEALTH: 12,
    Reason.FEAR_OF_COURT: 11,
    Reason.FEAR_OF_SUSPECT: 8,
    Reason.DELAY: 6,
    Reason.RELATIONSHIP: 5,
    Reason.NO_POLICE_INVOLVEMENT: 5,
    Reason.DEVICE_REQUEST: 4,
    Reason.PRIVACY: 4,
    Reason.CHILDREN: 3,
    Reason.PRESSURE: 3,
    Reason.PREFERS_NOT_TO_SAY: 6,
    Reason.POOR_UPDATES: 2,
    Reason.TOLD_LOW_PROSPECT: 2,
    Reason.RECORDS_REQUEST: 2,
    Reason.LACK_OF_SUPPORT: 2,
    Reason.WORK_OR_CHILDCARE: 2,
    Reason.HONOUR: 1,
    Reason.FELT_DISBELIEVED: 1,
}
TOLD_BY = {
    ToldBy.SIGNED_STATEMENT: 34,
    ToldBy.RECORDED: 14,
    ToldBy.IN_PERSON: 6,
    ToldBy.PHONE_NOTE: 12,
    ToldBy.EMAIL_OR_TEXT: 14,
    ToldBy.VIA_STO: 12,
    ToldBy.VIA_ISVA: 6,
    ToldBy.INFERRED: 2,
}
GIVEN_BY = {ToldBy.INFERRED: GivenBy.OFFICER, ToldBy.VIA_ISVA: GivenBy.THIRD_PARTY}
UPDATE_GAP = (22, 31)  # [A] days between updates; the clock allows 28
LONGER_GAP = (26, 42)  # [A] later on


def withdraw(story: Story, moment: datetime, *, again: bool = False, corroborate: bool = True) -> None:
    """Every victim withdraws at `moment`; a supervisor corroborates it, or (`again`) they take part again.

    Raises Stopped where the corroboration lies ahead.
    """
    for place in range(len(story.life.victims)):
        story.life.withdrawals.append(_withdrawal(story, place, moment))
    if again:
        when = story.go(6, 50)
        for place in range(len(story.life.victims)):
            told = pick(story.rng, {ToldBy.PHONE_NOTE: 50, ToldBy.VIA_ISVA: 30, ToldBy.VIA_STO: 20})
            words = story.rng.choice(names.AGAIN_WORDS)
            story.life.again.append(AgainFacts(place, when, story.sto, told, words))
        _corroborate(story)
        return
    if not corroborate:
        raise Stopped
    story.go(0.3, 0.3 + story.rng.expovariate(1 / given.CORROBORATION_DAYS))
    _corroborate(story)


def _corroborate(story: Story) -> None:
    """A supervisor who did not record them looks at what waits, now."""
    words = story.rng.choice(names.CORROBORATED)
    for row in story.life.withdrawals:
        at = max(story.at, row.recorded_at)
        if row.corroborated_at is None and at < story.world.now:
            row.corroborated_at, row.corroboration = at, words
            row.corroborated_by = story.supervisor(but=row.by)


def _withdrawal(story: Story, place: int, moment: datetime) -> WithdrawalFacts:
    rng = story.rng
    early = moment - story.life.opened_at < timedelta(days=7)
    kind = pick(rng, KINDS)
    if kind == WithdrawalKind.NEVER_SUPPORTED and not (early and not story.has(MilestoneKind.ABE)):
        kind = WithdrawalKind.WITHDREW  # whoever gave an ABE interview had taken part
    told = pick(rng, TOLD_BY)
    wanted = list(dict.fromkeys(pick(rng, REASONS) for _ in range(rng.choice((1, 1, 2, 2, 3)))))
    wanted = [one for one in wanted if one != Reason.PREFERS_NOT_TO_SAY] or wanted
    giver = GIVEN_BY.get(told, GivenBy.VICTIM)
    by = story.sto if story.chance(0.6) else story.life.officer
    recorded = story.later(moment, 0, 1.5, working=False) if story.chance(0.3) else moment
    barriers = rng.sample(list(Barrier.values), rng.randint(1, 2)) if story.chance(0.4) else []
    return WithdrawalFacts(
        victim=place,
        kind=kind,
        at=moment,
        recorded_at=recorded or moment,
        by=by,
        told_by=told,
        reasons={giver: list(wanted)},
        primary=wanted[0] if giver is GivenBy.VICTIM else "",
        words="" if told == ToldBy.INFERRED else rng.choice(names.WITHDRAWN_WORDS),
        basis=names.INFERRED_FROM if told == ToldBy.INFERRED else "",
        support=rng.sample(
            [Support.STO, Support.ISVA, Support.SARC, Support.VICTIM_SUPPORT], rng.randint(1, 3)
        ),
        barriers=barriers,
        tried=rng.choice(names.TRIED) if barriers else "",
        welcome=pick(rng, {Welcome.YES: 45, Welcome.NO: 15, Welcome.NOT_ASKED: 40}),
    )


def lose_contact(story: Story, moment: datetime) -> None:
    """Contact is lost: no withdrawal, counted apart, and nothing for a supervisor to corroborate."""
    row = _withdrawal(story, 0, moment)
    row.kind, row.reasons, row.primary, row.told_by, row.words = WithdrawalKind.LOST_CONTACT, {}, "", "", ""
    row.barriers, row.tried = [], ""
    story.life.withdrawals.append(row)


def keep_in_touch(story: Story) -> None:
    """Contacts and support beside the rest, from the report to the end of the story."""
    life = story.life
    end = _end_of_touch(story)
    for place in range(len(life.victims)):
        if not life.support and story.chance(given.ISVA_SHARE):
            support(story, place, end)
        _contacts(story, place, end)


def _end_of_touch(story: Story) -> datetime:
    """Until the decision or the withdrawal; the present for a case that is open."""
    life = story.life
    closing = [one.decided_at for one in life.decisions if one.decided_at and not one.overturned_at]
    chosen = [one.at for one in life.withdrawals if one.kind != WithdrawalKind.LOST_CONTACT]
    left = [] if life.again else chosen
    finished = [one.at for one in life.milestones if one.kind in ("finalised", "cancelled")]
    return min([*closing, *left, *finished, story.world.now])


def support(story: Story, place: int, end: datetime) -> None:
    """An ISVA supports the victim, who agreed that the police may share with them."""
    life = story.life
    began = story.later(life.opened_at, 2, 18)
    if began is None:
        return
    advisers = [one for one in story.force.by_post[ISVA.code, None] if one.username != "isva"]
    give_support(story, place, story.rng.choice(advisers), began, end)


def give_support(story: Story, place: int, adviser: Person, began: datetime, end: datetime) -> None:
    life = story.life
    ended = None
    if end < story.world.now and story.chance(0.8):
        ended = story.later(max(end, began), 20, 90)
    life.support.append(SupportFacts(place, adviser, began, life.officer, ended))
    life.named.append(Named(adviser, NamedBecause.ISVA, began, life.officer, ended))


def _contacts(story: Story, place: int, end: datetime) -> None:
    """A first contact, then updates at the agreed gap, attempts among them. The last sets the clock."""
    rng, life = story.rng, story.life
    method = life.victims[place].method
    when = story.later(life.opened_at, 0, 1.5, working=False)
    about, number = [ContactAbout.SUPPORT, ContactAbout.ACCOUNT], 0
    last: datetime | None = None
    while when is not None and when < end:
        if story.chance(0.14) and number:
            life.contacts.append(
                ContactFacts(
                    place,
                    when,
                    "out",
                    "phone",
                    False,
                    [ContactAbout.UPDATE],
                    rng.choice(names.TRIES),
                    story.sto,
                )
            )
            when = story.later(when, 1, 4)
            continue
        inward = story.chance(0.12)
        life.contacts.append(
            ContactFacts(
                place,
                when,
                "in" if inward else "out",
                method,
                True,
                list(about),
                rng.choice(names.TALKS),
                story.sto if story.chance(0.6) else life.officer,
            )
        )
        if ContactAbout.UPDATE in about:
            last = when
        number += 1
        low, high = UPDATE_GAP if number < 4 else LONGER_GAP
        about = [ContactAbout.UPDATE] if number % 3 else [ContactAbout.UPDATE, ContactAbout.SUPPORT]
        when = story.later(when, 4 if number == 1 else low, 14 if number == 1 else high)
    if last is not None and end == story.world.now:
        life.updates_due[place] = last


CONCERNS = {
    ConcernAbout.SUSPECT_CONTACT: (
        "Messages from a friend of the suspect asking her to drop it.",
        "The friend was warned; the number is blocked and she has a direct line to us.",
    ),
    ConcernAbout.ONLINE: (
        "Posts about the report on a page that people at her college read.",
        "The posts were taken down after a notice to the site.",
    ),
    ConcernAbout.SELF_HARM: (
        "She said on the phone that she is not coping.",
        "Her GP and the crisis team were told with her consent; we rang again the same evening.",
    ),
    ConcernAbout.HOME: (
        "The suspect knows where she lives and is on bail in the same area.",
        "A marker is on the address, and a safety plan was agreed with her adviser.",
    ),
}


def keep_safe(story: Story, *, now: bool) -> None:
    """In some cases somebody worries about a victim's safety, and somebody acts on it; `now`: it is open."""
    rng, life = story.rng, story.life
    if not life.victims or not (now or story.chance(given.CONCERN_SHARE)):
        return
    about = rng.choice(list(CONCERNS))
    words, done = CONCERNS[about]
    today = story.world.now
    raised = today - timedelta(days=rng.randint(2, 5), hours=-10) if now else None
    raised = raised or story.later(life.opened_at, 1, 60)
    if raised is None or raised <= life.opened_at:
        return
    act_by = london_date(raised) + timedelta(days=rng.randint(1, 4))
    told = ConcernFacts(0, raised, about, words, act_by, story.sto)
    life.concerns.append(told)
    acted = None if now else story.later(raised, 0.3, 4)
    if acted is not None:
        told.outcome = pick(rng, {ConcernOutcome.MADE_SAFE: 60, ConcernOutcome.REFERRED: 40})
        told.done, told.resolved_at, told.resolved_by = done, acted, life.officer
