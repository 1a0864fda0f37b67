"""What delivery asks of something that was said to be due soon: is it still, and who owes it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from actionplans.enums import DateKind, Side
from actionplans.ladder import Ladder, current_ladder
from actionplans.models import ActionPlan, Advice, AdviceQuestion, DueSoon
from actionplans.notices.countersigning import second_lawyers, units_of_clinics
from actionplans.notices.passed import heard_of
from actionplans.roster import GATEKEEPERS, About, Roster, part_of, roster_for
from actionplans.services.countersigning import AGAIN_DUE, COUNTERSIGN_DUE
from actionplans.services.disputed import DISPUTE_DUE
from actionplans.services.files import AGAIN, CHECK
from actionplans.services.in_step import ANSWER
from actionplans.services.items import ITEM_DUE
from actionplans.services.plans import REVIEW_DUE, TARGET_DUE
from actionplans.services.questions import QUESTION
from actionplans.services.soon import DUE_SOON
from actionplans.services.submissions import RESPOND
from cases.due_places import places_of
from cases.models import DueItem
from cases.soon import soon_moment
from rasso_tracker.clocks import end_of_day, london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.enums import Post

# What is owed, in words that may go by e-mail. An item's own words may say "victim 1", so they stay here.
WORDS = {
    TARGET_DUE: "return the items of the action plan",
    REVIEW_DUE: "the review of the action plan",
    ITEM_DUE: "return an item of the action plan",
    ANSWER: "answer the submission",
    QUESTION: "answer a question between police and CPS",
    DISPUTE_DUE: "answer the dispute of an item",
    COUNTERSIGN_DUE: "countersign advice",
    AGAIN_DUE: "write advice again that was not countersigned",
    RESPOND: "respond to the CPS triage rejection",
    "unanswered": "find the way on from what CPS closed unanswered",
    CHECK: "check the file for CPS",
    AGAIN: "complete the file that the gatekeeper returned",
    "strategy_review": "the review of the case strategy",
    "item_chase": "chase the body that an item waits on",
    "supervisory_review": "record the supervisory review",
    "direction": "answer a direction of the supervisory review",
    "told_withdrawal": "answer what an ISVA told us",
    "safeguarding": "act on the safeguarding concern",
    "tell_event": "tell of what happened in the case",
    "needs_assessment": "assess needs again",
    "support_referral": "refer to support",
    "appointment": "keep an appointment and record what came of it",
    "support_next": "take the next step towards support",
    "victim_update": "give the update that is owed",
    "victim_recontact": "ask again, as was welcomed",
    "lesson": "act on what was learnt",
    "look_back": "look back on a withdrawal",
    "material": "see a request for private material to its end",
    "contact_check": "check which ways of contact are safe",
    "carrier_gone": "agree another way to be in touch",
    "clinic_follow_up": "do what the advice clinic left to do",
    "tell_decision": "tell the person that a decision is about",
    "tell_right": "tell of the Right to Review",
    "follow_up_letter": "write what somebody was told of a decision",
    "answer_victim": "answer what was asked about a decision",
    "sign_off_day": "sign off the order in which a decision is told",
    "tell_supporter": "tell whoever supports the person that a decision is about",
    "tell_suspect": "do the next step of the day of a decision",
    "end_bail": "do the next step of the day of a decision",
    "acknowledge_review": "acknowledge the review request",
    "complete_review": "complete the review",
    "review_update": "give word of how the review goes",
    "carry_out_review": "do what the review of a decision asks for",
    "pass_to_cps": "pass a review request on to CPS",
    "ask_cps_review": "ask CPS what its review came to",
    "tell_cps_review": "see that the answer of CPS's review was heard",
    "tell_no_evidence": "tell somebody what CPS means to do",
    "expedited_answer": "ask about an expedited review",
    "ask_expedited": "ask CPS what its expedited review came to",
    "tell_expedited": "see that the answer of the expedited review was heard",
}
# The same, of what CPS owes, where nobody of CPS hears.
OF_CPS = {
    ANSWER: "see that CPS answers the submission",
    QUESTION: "see that CPS answers a question of the police",
    DISPUTE_DUE: "see that CPS answers the dispute of an item",
    COUNTERSIGN_DUE: "see that CPS countersigns advice",
    AGAIN_DUE: "see that CPS writes advice again that was not countersigned",
}
OTHERWISE = "do what is owed on this case"
ENDS_WHEN = "it is done or its date moves"
# The officer hears too, who records no review: what they can do is see that there is something to review.
REVIEWED = "a supervisor, a gatekeeper or CPS records the review, or its date moves"
OF_REVIEWS = (REVIEW_DUE, "strategy_review")
OF_PLANS = (TARGET_DUE, REVIEW_DUE)
# Owed by a post, not by the person whose name stands beside it in the case's list. Without a holder: by them.
BY_A_POST = {
    CHECK: GATEKEEPERS,
    ANSWER: (Post.LEGAL_MANAGER,),
    DISPUTE_DUE: (Post.LEGAL_MANAGER,),
    "supervisory_review": (Post.DETECTIVE_SERGEANT,),
}


def recheck_soon(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Is each date still ahead at `at`, and who owes it? A fixed number of queries."""
    rows = list(DueSoon.objects.filter(pk__in=sources).select_related("item__owner", "case"))
    answers: dict[UUID, Due | Gone] = {row.pk: Gone(why) for row in rows if (why := _gone(row, at))}
    standing = [row for row in rows if row.pk not in answers]
    if standing:
        known = _known(standing, at)
        heard = heard_of(DUE_SOON, [row.item_id for row in standing if row.passed_at])
        for row in standing:
            due = _due(row, known)
            answers[row.pk] = heard.rest_of(due, row.pk) if row.passed_at else due
    return answers


@dataclass(frozen=True)
class _Known:
    """What the answers need to know, asked for all of them together."""

    ladder: Ladder
    roster: Roster
    plans: dict[UUID, ActionPlan]
    asked_of_cps: set[UUID]
    authors: dict[UUID, UUID | None]  # of advice that waits for a second lawyer
    units: dict[UUID, UUID]  # of CPS, that gave such advice at a clinic
    places: dict[UUID, str]


def _known(rows: Sequence[DueSoon], at: datetime) -> _Known:
    ladder, sources = current_ladder(), {row.item.source: row.item.code for row in rows}
    plans = ActionPlan.objects.in_bulk([one for one, code in sources.items() if code in OF_PLANS])
    questions = AdviceQuestion.objects.filter(
        pk__in=[one for one, code in sources.items() if code == QUESTION]
    )
    advice = Advice.objects.filter(pk__in=[one for one, code in sources.items() if code == COUNTERSIGN_DUE])
    about = [About(row.case, None, row.item.owner_id, part_of(row.item.code)) for row in rows]
    about += [
        About(row.case, plans[row.item.source].prosecutor_id) for row in rows if row.item.source in plans
    ]
    return _Known(
        ladder=ladder,
        roster=roster_for(about, ladder.rungs, london_date(at)),
        plans=plans,
        asked_of_cps={one.pk for one in questions if one.asked_of == Side.CPS},
        authors=dict(advice.values_list("pk", "author")),
        units=units_of_clinics(
            [one for one, code in sources.items() if code in (COUNTERSIGN_DUE, AGAIN_DUE)]
        ),
        places=places_of(row.item for row in rows),
    )


def _gone(row: DueSoon, at: datetime) -> str:
    """Why it is not due soon any more, as a sentence; "" while it is."""
    item = row.item
    if ended := item.how_it_ended:
        return ended
    if item.dated_at != row.dated_at:
        return "Its date moved."
    if row.case.is_closed:
        return "The case is closed."
    if end_of_day(row.due_on) <= at:
        return "Its date has passed, and what is past its date is told apart."
    soon = soon_moment(item.code, row.due_on)
    if soon is None or soon > at:
        return "It is not due soon any more: the rule or the bank holidays changed."
    return ""


def _due(row: DueSoon, known: _Known) -> Due:
    item, case, plan = row.item, row.case, known.plans.get(row.item.source)
    recipients = _who(row, known)
    return Due(
        recipients=recipients,
        case_id=case.pk,
        subject_id=item.pk,
        reference=f"{case.reference}, action plan {plan.number}" if plan else case.reference,
        headline=f"Due soon: {_words(item, recipients, known)}",
        due_on=row.due_on,
        ends_when=REVIEWED if item.code in OF_REVIEWS else ENDS_WHEN,
        path=known.places[item.pk],
        urgency=DIGEST,
    )


def _words(item: DueItem, recipients: Sequence[Addressee], known: _Known) -> str:
    waits = item.code in OF_CPS and (item.code != QUESTION or item.source in known.asked_of_cps)
    if waits and not known.roster.reaches_cps(one.person_id for one in recipients):
        return OF_CPS[item.code]
    return WORDS.get(item.code, OTHERWISE)


def _who(row: DueSoon, known: _Known) -> tuple[Addressee, ...]:
    """Its owner, or who stands in for them; a plan's review is its reviewers'. Never nobody."""
    item, roster = row.item, known.roster
    about = About(row.case, part=part_of(item.code), cps_unit_id=known.units.get(item.source))
    if item.code == REVIEW_DUE:
        plan = known.plans[item.source]
        return roster.climb(
            [*known.ladder.of(DateKind.REVIEW, row.due_on)], About(row.case, plan.prosecutor_id)
        )
    if item.code == COUNTERSIGN_DUE:
        told = second_lawyers(roster, known.authors.get(item.source), about)
        return tuple(Addressee(person, why) for person, why in told.items())
    of_cps = item.source in known.asked_of_cps or (item.code == AGAIN_DUE and item.owner_id is None)
    posts = (Post.LEGAL_MANAGER,) if of_cps else BY_A_POST.get(item.code, ())
    told = (
        roster.told(posts, about)
        or _owner(item, about, roster)
        or roster.told((Post.INVESTIGATOR,), about)
        or roster.last_resort(about)
    )
    return tuple(Addressee(person, why) for person, why in told.items())


def _owner(item: DueItem, about: About, roster: Roster) -> dict[UUID, str]:
    """The owner or their cover, where that is somebody else than the officer in charge."""
    owner = roster.people.get(item.owner_id) if item.owner_id else None
    if owner is None or owner.pk == about.case.officer_in_charge_id:
        return {}
    person, covering = roster.stand_in(owner, about)
    if person is None:
        return {}
    return {person.pk: f"You cover today for {owner.name}, who owes it." if covering else "You owe it."}
