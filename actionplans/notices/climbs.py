"""What delivery asks of an escalation of what is owed on a case: does it still stand, and who must hear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from actionplans.enums import LadderKind
from actionplans.ladder import Ladder, current_ladder
from actionplans.models import ActionPlan, Climb, ClimbEscalation, ItemWait
from actionplans.notices.countersigning import units_of_clinics
from actionplans.notices.passed import (
    IS_PROMISED,
    PROMISE_ENDS,
    TOLD_ALREADY,
    addressed,
    heard_of,
    subjects_passed,
    with_owner,
)
from actionplans.notices.plans import AT_ONCE_FROM
from actionplans.notices.soon import OTHERWISE, WORDS
from actionplans.roster import AUTHOR, About, Roster, part_of, roster_for
from actionplans.services.climbs import CLIMBED
from rasso_tracker.clocks import end_of_day, london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.messages.kinds import Noticed
from rasso_tracker.people.enums import Post

# Who owes it may be somebody else than the officer in charge.
BY_NAME = (
    LadderKind.CLINIC_FOLLOW_UP,
    LadderKind.DIRECTION,
    LadderKind.ITEM_CHASE,
    LadderKind.LESSON,
    LadderKind.LOOK_BACK,
    LadderKind.VICTIM_OWED,
    LadderKind.REVIEW_OWED,
)
OF_ADVICE = (LadderKind.COUNTERSIGN, LadderKind.ADVICE_AGAIN)
BY_THEIR_CODE = (LadderKind.VICTIM_OWED, LadderKind.REVIEW_OWED)  # of one ladder, each in words of its own
HEADLINES = {
    LadderKind.BAIL_LIMIT: "Decide before bail runs out: its limit is near",
    LadderKind.CUSTODY_LIMIT: "Act before the custody time limit: it is near",
    LadderKind.SAFEGUARDING: "Act on the safeguarding concern: its date has passed",
    LadderKind.STRATEGY_REVIEW: "See that the case strategy is reviewed: its date has passed",
    LadderKind.CLINIC_FOLLOW_UP: "Do what the advice clinic left to do: its date has passed",
    LadderKind.ITEM_CHASE: "Chase the body that an item waits on: the date has passed",
    LadderKind.DISPUTE: "Get an answer to the dispute of an item: CPS owed it by a date that has passed",
    LadderKind.COUNTERSIGN: "Get advice countersigned: a second lawyer owed it by a date that has passed",
    LadderKind.ADVICE_AGAIN: "Get advice written again: CPS owed another version by a date that has passed",
    LadderKind.UNANSWERED: "Find the way on for a case that CPS closed unanswered: the date has passed",
    LadderKind.SUPERVISORY_REVIEW: "Record the supervisory review: its date has passed",
    LadderKind.MATERIAL: "Chase a request for private material: its date has passed",
    LadderKind.LESSON: "Act on what was learnt: its date has passed",
    LadderKind.LOOK_BACK: "Look back on a withdrawal: its date has passed",
    LadderKind.DIRECTION: "Answer the direction of the supervisory review: its date has passed",
    LadderKind.TOLD_WITHDRAWAL: "Answer what an ISVA told us: its date has passed",
}
BY_HAND = "A supervisory review escalated this case: look at it"
PROMISED = "Do what was promised: its date has passed"
ENDS_WHEN = "it is done, its date moves, or an acknowledgement with a next act and date is recorded"


def recheck_climbs(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Does each step still stand at `at`, and whom does it go to? A fixed number of queries."""
    rows = _rows(sources)
    answers: dict[UUID, Due | Gone] = {
        source: Gone(why) for source, row in rows.items() if (why := _gone(row, at))
    }
    standing = {source: row for source, row in rows.items() if source not in answers}
    if standing:
        ladder = current_ladder()
        climbs = [row.climb for row in standing.values()]
        prosecutors = _prosecutors({climb.case_id for climb in climbs})
        units = units_of_clinics([one.item.source for one in climbs if one.code in OF_ADVICE])
        about = {row.pk: about_climb(row.climb, prosecutors, units) for row in standing.values()}
        queues = _queues(climbs)
        named = [About(climb.case, owner_id=queues.get(climb.item.source)) for climb in climbs]
        roster = roster_for([*about.values(), *named], ladder.rungs, london_date(at))
        heard = heard_of(CLIMBED, [row.climb.item_id for source, row in standing.items() if source != row.pk])
        for source, row in standing.items():
            due = climb_due(row, ladder, roster, about[row.pk], queues)
            if source == row.pk:
                answers[source] = due
            else:
                theirs = _owed_by(row.climb, roster, about[row.pk])
                answers[source] = heard.rest_of(replace(due, recipients=with_owner(due, theirs)), source)
    return answers | _promised([one for one in sources if one not in rows], at)


def _promised(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """What was promised on something that passed to somebody else, before its day: they alone hear of it."""
    item_of = subjects_passed(CLIMBED, sources)
    wanted = Climb.objects.filter(item__in=item_of.values(), promised=True, superseded_at__isnull=True)
    climbs = {one.item_id: one for one in wanted.select_related("item", "case")} if item_of else {}
    if not climbs:
        return {}
    ladder, heard = current_ladder(), heard_of(CLIMBED, climbs)
    units = units_of_clinics([one.item.source for one in climbs.values() if one.code in OF_ADVICE])
    about = {item: about_climb(one, {}, units) for item, one in climbs.items()}
    roster = roster_for(about.values(), ladder.rungs, london_date(at))
    answers: dict[UUID, Due | Gone] = {}
    for source, item in item_of.items():
        if (climb := climbs.get(item)) is None:
            continue
        theirs = _owed_by(climb, roster, about[item])
        if over := climb.item.how_it_ended or ("" if theirs else TOLD_ALREADY):
            answers[source] = Gone(over)
        elif end_of_day(climb.due_on) <= at:
            answers[source] = Gone("The promised day has passed: its own step tells of that.")
        else:
            due = Due(
                recipients=addressed(theirs),
                case_id=climb.case_id,
                subject_id=item,
                reference=climb.case.reference,
                headline=IS_PROMISED,
                due_on=climb.due_on,
                ends_when=PROMISE_ENDS,
                path=f"/due-items/{item}/",
                urgency=DIGEST,
                rank=climb.step or 0,
            )
            answers[source] = heard.rest_of(due, source)
    return answers


def _rows(sources: Sequence[UUID]) -> dict[UUID, ClimbEscalation]:
    """The step that each source tells of: itself, or of what passed to somebody else the highest now."""
    steps = ClimbEscalation.objects.select_related("climb__item", "climb__case")
    rows = steps.in_bulk(sources)
    passed = subjects_passed(CLIMBED, [one for one in sources if one not in rows])
    if passed:
        current = steps.filter(climb__item__in=passed.values(), climb__superseded_at__isnull=True)
        highest = {row.climb.item_id: row for row in current.order_by("step")}
        rows |= {source: highest[item] for source, item in passed.items() if item in highest}
    return rows


def _owed_by(climb: Climb, roster: Roster, about: About) -> dict[UUID, str]:
    """Whoever owes it now, or stands in for them, and why."""
    if climb.code == LadderKind.ADVICE_AGAIN:
        return roster.told([Post.REVIEWING_PROSECUTOR], about)
    theirs = climb.code in BY_NAME or climb.item.owner_id == climb.case.officer_in_charge_id
    return roster.told([Post.INVESTIGATOR], about) if theirs else {}


def about_climb(
    climb: Climb, prosecutors: Mapping[UUID, UUID], units: Mapping[UUID, UUID] | None = None
) -> About:
    """What is owed by name goes to who owes it; police supervision and contact to those who read of them.

    Advice is written again by its author or the lawyer allocated, before whoever prosecutes the case; that of
    a clinic is its unit's (`units`, by the advice) while the case is with none.
    """
    unit_id = units.get(climb.item.source) if units else None
    if climb.code == LadderKind.ADVICE_AGAIN and climb.item.owner_id is not None:
        return About(climb.case, climb.item.owner_id, prosecutor_is=AUTHOR, cps_unit_id=unit_id)
    owner_id = climb.item.owner_id if climb.code in BY_NAME else None
    part = part_of(climb.code)
    return About(climb.case, prosecutors.get(climb.case_id), owner_id, part, cps_unit_id=unit_id)


def _queues(climbs: Iterable[Climb]) -> dict[UUID, UUID]:
    """Who answers for the queue that an item waits in, by the wait that is to be chased."""
    waits = [climb.item.source for climb in climbs if climb.code == LadderKind.ITEM_CHASE]
    rows = ItemWait.objects.filter(pk__in=waits, queue_owner__isnull=False)
    return dict(rows.values_list("pk", "queue_owner")) if waits else {}


def _prosecutors(cases: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who prosecutes each case: the lawyer of its latest action plan that names one."""
    named = ActionPlan.objects.filter(case__in=list(cases), prosecutor__isnull=False)
    return dict(named.order_by("issued_at").values_list("case", "prosecutor"))


def _gone(row: ClimbEscalation, at: datetime) -> str:
    """Why a step no longer stands, as a sentence; "" while it does."""
    if ended := row.climb.item.how_it_ended:
        return ended
    if not row.climb.is_current:
        return "It was answered, or its date moved."
    if row.by_hand:
        return ""
    moment = row.climb.step_due_at[row.step]
    if moment is None or moment > at:
        return "The step is not due any more: the ladder or the bank holidays changed."
    return ""


def _headline(climb: Climb) -> str:
    """What is to be done. Of what is owed to victims each code has its words; its own may say who."""
    if climb.code not in BY_THEIR_CODE:
        return HEADLINES[LadderKind(climb.code)]
    words = WORDS.get(climb.item.code, OTHERWISE)
    return f"{words[0].upper()}{words[1:]}: its date has passed"


def climb_due(
    row: ClimbEscalation, ladder: Ladder, roster: Roster, about: About, queues: dict[UUID, UUID]
) -> Due:
    """The notice of a step that stands, to whom the roster finds. Asks the database nothing."""
    climb, case = row.climb, row.climb.case
    rungs = [rung for rung in ladder.of(climb.code, climb.item.due_on) if rung.step >= row.step]
    headline = PROMISED if climb.promised else BY_HAND if row.by_hand else _headline(climb)
    reached = f"Step {row.step}. " if row.step else ""
    return Due(
        recipients=_with_queue(roster.climb(rungs, about), row, roster, about, queues),
        case_id=case.pk,
        subject_id=climb.item_id,
        reference=case.reference,
        headline=f"{reached}{headline}",
        due_on=climb.item.due_on,
        ends_when=ENDS_WHEN,
        path=f"/due-items/{climb.item_id}/",
        urgency=NOW if row.step >= AT_ONCE_FROM else DIGEST,
        rank=row.step,
    )


def _with_queue(
    told: tuple[Addressee, ...],
    row: ClimbEscalation,
    roster: Roster,
    about: About,
    queues: dict[UUID, UUID],
) -> tuple[Addressee, ...]:
    """From step 1 on, with whoever answers for the queue that the item waits in, or who covers for them."""
    owner_id = queues.get(row.climb.item.source)
    owner = roster.people.get(owner_id) if owner_id else None
    if owner is None or row.step < 1:
        return told
    person, _ = roster.stand_in(owner, about)
    if person is None or person.pk in {one.person_id for one in told}:
        return told
    return (
        *told,
        Addressee(person.pk, "You answer for the queue that this waits in, or cover for who does."),
    )


def climb_titles(notices: Sequence[Noticed]) -> dict[UUID, str]:
    """What climbed, by the escalation. Of what the reader may not see any more, nothing is said."""
    codes = {source: row.climb.code for source, row in _rows([one.source for one in notices]).items()}
    steps = {one.source: one.rank for one in notices}
    return {
        pk: f"{LadderKind(code).label}: {'escalated' if steps[pk] else 'past its date'}"
        for pk, code in codes.items()
    }
