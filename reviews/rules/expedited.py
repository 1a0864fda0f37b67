"""Checks on the expedited review: it is there, it is in time, and each step follows the one before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from cases.enums import MilestoneKind, Outcome
from cases.models import Allegation, Case, Milestone, Suspect, Victim
from cases.stages import bears_on, standing
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import (
    ClockCode,
    day_words,
    end_of_day,
    london_date,
    moment_words,
    now,
    start_of_day,
)
from rasso_tracker.clocks.deadlines import NoRuleInForce
from rasso_tracker.clocks.tables import current
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, refuse, together
from reviews.cps_review_enums import ExpeditedAnswer, ExpeditedOutcome
from reviews.enums import TELLING_METHODS
from reviews.models import ExpeditedReview
from reviews.models.expedited import asking_from
from reviews.rules.roles_and_moments import check_role
from reviews.rules.telling import check_known_method
from victims.rules import check_channel

FURTHEST = timedelta(days=2 * 365)
TOO_FAR = "That is more than two years ahead: check the year."
NOT_AHEAD = "Enter a date that is not in the future."
HEARD_WHEN = "Enter when they heard, or leave both empty where they have not heard yet."
_CHARGED = frozenset({MilestoneKind.CHARGED, MilestoneKind.TRIAL_BEGUN})
_OVER = frozenset({MilestoneKind.FINALISED, MilestoneKind.CANCELLED})


def runs_on(day: date) -> bool:
    """Whether the CPS Area runs the expedited review on a day: a rule of it is in force."""
    try:
        current().rule(ClockCode.CPS_REVIEW_EXPEDITED, day)
    except NoRuleInForce:
        return False
    return True


def charged_on(case: Case, day: date) -> list[Allegation]:
    """The allegations of a case on which a suspect stands charged at the end of a day."""
    return _charged(whole_of(case), end_of_day(day))


def _charged(whole: Whole, at: datetime) -> list[Allegation]:
    """The same at a moment, of what was read of the case: no statement on the page of the case."""
    whole.read((Milestone, Allegation, Victim, Suspect))
    rows = [one for one in whole.rows(Milestone) if one.kind in _CHARGED | _OVER]
    known = [one for one in standing(rows, at) if isinstance(one, Milestone)]
    found = []
    for allegation in whole.rows(Allegation):
        kinds = {one.kind for one in known if bears_on(one, allegation)}
        by_then = allegation.outcome_at is not None and allegation.outcome_at <= at
        charged = bool(kinds & _CHARGED) or (allegation.outcome == Outcome.CHARGED and by_then)
        if charged and not kinds & _OVER and allegation.victim_id is not None:
            found.append(allegation)
    return found


def charge_is_gone(review: ExpeditedReview, at: datetime) -> bool:
    """Whether nobody was charged on the allegation, by the record as it stands: the charge was voided."""
    if review.allegation.outcome == Outcome.CHARGED:
        return False
    rows = Milestone.objects.filter(case=review.case_id, kind__in=_CHARGED, voided_at__isnull=True)
    return not any(
        bears_on(one, review.allegation) for one in standing(rows, at) if isinstance(one, Milestone)
    )


def to_begin_on(case: Case, day: date) -> list[Allegation]:
    """The charges on which no expedited review runs."""
    whole = whole_of(case)
    taken = {
        one.allegation_id
        for one in whole.rows(ExpeditedReview)
        if not one.outcome and one.answer != ExpeditedAnswer.NOT_ASKED
    }
    return [one for one in _charged(whole, end_of_day(day)) if one.pk not in taken]


def check_can_begin(by: Person, case: Case) -> None:
    check_role(by, "record_no_evidence_proposed")


def check_begun(
    by: Person,
    case: Case,
    *,
    allegation: Allegation | None,
    proposed_on: date | None,
    hearing_on: date | None,
    told_on: date | None,
    method: str,
    at: datetime,
) -> None:
    """What CPS means to do, on a day on which it can have said so, and when the victim heard (None: not yet).
    Of what a form still misses nothing is asked. Raises Invalid with every fault by field.
    """
    told = {"told_on": HEARD_WHEN} if method and told_on is None else {}
    together(
        partial(refuse, _of_the_charge(case, allegation, proposed_on, at)),
        partial(refuse, _of_the_hearing(proposed_on, hearing_on)),
        partial(refuse, told),
        partial(check_heard, by, allegation.victim if allegation else None, proposed_on, told_on, method, at),
    )


def _of_the_charge(
    case: Case, allegation: Allegation | None, proposed_on: date | None, at: datetime
) -> dict[str, str]:
    if proposed_on is None:
        return {}
    if proposed_on > london_date(at):
        return {"proposed_on": NOT_AHEAD}
    if not runs_on(proposed_on):
        return {
            "proposed_on": f"CPS did not run the expedited review here on {day_words(proposed_on)}. An"
            " administrator keeps from when it does, with the clocks."
        }
    if allegation is None:
        return {}
    if allegation.case_id != case.pk or allegation not in charged_on(case, proposed_on):
        return {
            "allegation": f"Nobody stood charged on this allegation on {day_words(proposed_on)}: the"
            " expedited review is after charge, before no evidence is offered."
        }
    if _open_already(allegation):
        return {"allegation": "An expedited review of this charge is followed already."}
    return {}


def _of_the_hearing(proposed_on: date | None, hearing_on: date | None) -> dict[str, str]:
    if proposed_on is None or hearing_on is None:
        return {}
    if hearing_on < proposed_on:
        return {"hearing_on": "The hearing is after CPS said what it means to do: enter a later date."}
    return {"hearing_on": TOO_FAR} if hearing_on > proposed_on + FURTHEST else {}


def check_to_hear(review: ExpeditedReview) -> None:
    """Raises NotAllowed where the victim has heard what CPS means to do, or there is nothing to hear."""
    if review.told_on is not None:
        raise NotAllowed(f"The victim heard on {day_words(review.told_on)} that CPS means to do so.")
    _check_not_over(review)
    _check_charge_stands(review)


def _check_not_over(review: ExpeditedReview) -> None:
    if review.outcome:
        raise NotAllowed("CPS goes on with the charge: there is nothing to hear or to ask.")


def _check_charge_stands(review: ExpeditedReview) -> None:
    if review.charge_gone_at is not None:
        raise NotAllowed(f"The charge was voided (recorded on {moment_words(review.charge_gone_at)}).")


def check_heard(
    by: Person,
    victim: Victim | None,
    proposed_on: date | None,
    told_on: date | None,
    method: str,
    at: datetime,
) -> None:
    """On a day on which they can have heard, and in a way that was safe then. Raises Invalid by field."""
    wrong = {}
    if told_on is not None and told_on > london_date(at):
        wrong["told_on"] = NOT_AHEAD
    elif told_on is not None and proposed_on is not None and told_on < proposed_on:
        wrong["told_on"] = f"CPS said it on {day_words(proposed_on)}: the victim cannot have heard before."
    checks: list[Callable[[], object]] = [partial(refuse, wrong)]
    if method:
        checks.append(partial(check_known_method, method, "method"))
    if method in TELLING_METHODS and victim is not None and told_on is not None and not wrong:
        checks.append(partial(check_channel, by, victim, method, start_of_day(told_on)))
    together(*checks)


def _open_already(allegation: Allegation) -> bool:
    rows = ExpeditedReview.objects.filter(allegation=allegation, outcome="")
    return rows.exclude(answer=ExpeditedAnswer.NOT_ASKED).exists()


def check_to_answer(review: ExpeditedReview) -> None:
    if review.answer:
        raise NotAllowed("It is recorded already whether the victim asks for a review.")
    _check_not_over(review)
    _check_charge_stands(review)
    if review.told_on is None:
        raise NotAllowed(
            "Nobody has recorded that the victim heard that CPS means to offer no evidence. Record that"
            " first: only then can they have asked."
        )


def check_answer(review: ExpeditedReview, answer: str, answered_on: date | None, at: datetime) -> None:
    """What they said, on a day on which they can have said it and, to ask, while somebody stood charged. Of a
    day that a form still misses nothing is asked. Raises Invalid with every fault by field.
    """
    assert review.told_on is not None
    wrong = {}
    if answer not in ExpeditedAnswer.values:
        wrong["answer"] = "Choose whether they ask for a review."
    if answered_on is not None and answered_on > london_date(at):
        wrong["answered_on"] = NOT_AHEAD
    elif answered_on is not None and answered_on < review.told_on:
        wrong["answered_on"] = (
            f"They heard of it on {day_words(review.told_on)}: enter that day or a later one."
        )
    elif (
        answered_on is not None
        and answer == ExpeditedAnswer.ASKED
        and review.allegation not in charged_on(review.case, answered_on)
    ):
        wrong["answer"] = (
            f"Nobody stood charged on this allegation any more on {day_words(answered_on)}, so CPS has"
            " nothing to review before a hearing. Ask the CPS lawyer what the victim may do now."
        )
    refuse(wrong)


def check_with_cps(review: ExpeditedReview) -> None:
    if review.answer == ExpeditedAnswer.NOT_ASKED:
        raise NotAllowed("The victim has not asked for a review, so there is nothing for CPS to answer.")
    if review.outcome:
        raise NotAllowed("CPS has answered already.")


def check_outcome(review: ExpeditedReview, outcome: str, decided_on: date | None, at: datetime) -> None:
    """What CPS decided, on a day on which it can have; before anybody asked, that it goes on after all.
    Raises Invalid with every fault by field.
    """
    wrong = {}
    if outcome not in ExpeditedOutcome.values:
        wrong["outcome"] = "Choose what CPS decided."
    elif outcome == ExpeditedOutcome.STOPS and review.answered_on is None:
        wrong["outcome"] = (
            "The victim has not asked for a review, so CPS has decided none. What may be recorded now is that"
            " the prosecution goes on after all."
        )
    if decided_on is not None and decided_on > london_date(at):
        wrong["decided_on"] = NOT_AHEAD
    elif decided_on is not None and review.answered_on is not None and decided_on < review.answered_on:
        wrong["decided_on"] = f"They asked on {day_words(review.answered_on)}: enter that day or a later one."
    elif decided_on is not None and decided_on < review.proposed_on:
        said = day_words(review.proposed_on)
        wrong["decided_on"] = f"CPS said on {said} what it means to do: enter that day or a later one."
    refuse(wrong)


def check_to_tell(review: ExpeditedReview) -> None:
    if not review.outcome:
        raise NotAllowed("CPS has not answered yet, so there is nothing to tell.")
    if review.told_on is None:
        raise NotAllowed("CPS goes on with the charge, and the victim had not heard that it meant to stop.")
    if review.outcome_told_at is not None:
        raise NotAllowed("The victim has the answer already.")


def caution_of(review: ExpeditedReview, at: datetime) -> str:
    """What is to be asked of CPS because of the charge or the day of the hearing, in words; "" where nothing
    is. Pure.
    """
    if review.is_stopped:
        assert review.charge_gone_at is not None
        return (
            f"The charge was voided (recorded on {moment_words(review.charge_gone_at)}), so there is nothing"
            " to review before a hearing. Ask the CPS lawyer what the victim may do now, and see that they"
            " hear."
        )
    hearing = day_words(review.hearing_on)
    if review.hearing_has_been(at):
        return (
            f"The hearing was on {hearing}, and no answer of CPS is recorded. Ask the CPS lawyer at once what"
            " happened at it."
        )
    if review.outcome:
        return ""
    if review.told_on is None and (ask_by := asking_from(london_date(at)).due_on) > review.hearing_on:
        return (
            f"The victim has not heard, and the hearing is on {hearing}: told today, they may ask until"
            f" {day_words(ask_by)}. Tell them at once, and ask CPS to move the hearing."
        )
    if review.ask_by is not None and review.asking_ends_too_late:
        return (
            f"The hearing on {hearing} is before the last day on which the victim may ask,"
            f" {day_words(review.ask_by)}. Ask CPS now to wait for their answer, or to move the hearing."
        )
    if review.hearing_comes_first(at):
        return (
            f"The hearing on {hearing} comes before the review is due. Ask CPS to review sooner, or to ask"
            " the court for time."
        )
    return ""


def check_to_move(review: ExpeditedReview) -> None:
    if review.outcome or review.answer == ExpeditedAnswer.NOT_ASKED:
        raise NotAllowed("This expedited review is over: its hearing does not move any more.")


def check_hearing(review: ExpeditedReview, hearing_on: date, at: datetime) -> None:
    """Not before CPS said what it means to do (a move may be written down late), nor further ahead than
    courts list. Raises Invalid by hearing_on.
    """
    if hearing_on < review.proposed_on:
        raise Invalid({"hearing_on": f"Enter {day_words(review.proposed_on)} or a later date."})
    if hearing_on > london_date(at) + FURTHEST:
        raise Invalid({"hearing_on": TOO_FAR})
    if hearing_on == review.hearing_on:
        raise Invalid({"hearing_on": "This is the date that stands already."})


def check_some_charge(case: Case) -> None:
    """Somebody stands charged, and the Area runs the scheme today. Raises NotAllowed."""
    today = london_date(now())
    if not runs_on(today):
        raise NotAllowed("CPS does not run the expedited review here today.")
    if not to_begin_on(case, today):
        raise NotAllowed("Nobody stands charged on this case but where an expedited review runs already.")
