"""What is said around a telling, asked all at once: an attempt, a wish to wait, a question and its answer.

Each check is asked by the form, where anything may still be missing (None or ""), and by the deed. Of what is
missing, what hangs on it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from rasso_tracker.clocks import add_months, london_date, moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, refuse, together
from reviews.models import Notification, TellingAttempt, TellingDelay, VictimQuestion
from reviews.rules.roles_and_moments import check_not_in_future
from reviews.rules.telling import check_known_method
from reviews.rules.telling_plan import LONGEST_WAIT, expected_from
from reviews.telling_enums import AttemptOutcome
from victims.enums import CommunicationMethod, ContactAbout, Direction
from victims.rules import check_channel, check_contact
from victims.rules.addresses import SENT_TO, check_may_send

Check = Callable[[], object]
NAMES_IN_LOG = {"left_message": "outcome", "occurred_at": "tried_at", "summary": "note"}


def check_way(by: Person, notice: Notification, method: str, at: datetime, *, field: str = "method") -> None:
    """The one rule on safe ways, and for a letter on safe places too. Raises Invalid by `field`."""
    way = CommunicationMethod(method)
    if way in SENT_TO:
        check_may_send(by, notice.victim, way, at, field=field)
    else:
        check_channel(by, notice.victim, method, at, field=field)


def check_attempt(
    by: Person,
    notice: Notification,
    *,
    tried_at: datetime | None,
    method: str,
    outcome: str,
    note: str,
    at: datetime,
) -> None:
    """An attempt that can have been, in a way that was safe. Raises Invalid with every fault by field."""
    wrong = {}
    if outcome not in AttemptOutcome.values:
        wrong["outcome"] = "Choose what came of it."
    if outcome == AttemptOutcome.OTHER and not note.strip():
        wrong["note"] = "Say what came of it."
    checks = [partial(refuse, wrong)]
    if tried_at is not None:
        checks.append(partial(_check_tried, notice, tried_at, method, at))
    if method:
        checks.append(partial(check_known_method, method, "method", arranges=True))
    if method in CommunicationMethod.values:
        checks.append(partial(_check_logged, by, notice, tried_at, method, outcome, at))
    together(*checks)


def _check_tried(notice: Notification, tried_at: datetime, method: str, at: datetime) -> None:
    """After the decision, and not the same attempt a second time."""
    check_not_in_future("tried_at", tried_at, at)
    if tried_at < notice.decided_at:
        raise Invalid({"tried_at": _before_decision(notice)})
    same = TellingAttempt.objects.filter(notice=notice, contact__occurred_at=tried_at, contact__method=method)
    if same.filter(contact__voided_at__isnull=True).exists():
        raise Invalid({"tried_at": "This attempt is recorded already."})


def _check_logged(
    by: Person, notice: Notification, tried_at: datetime | None, method: str, outcome: str, at: datetime
) -> None:
    """The attempt as an entry of the contact log."""
    try:
        check_contact(
            by,
            notice.victim,
            about=[ContactAbout.DECISION],
            direction=Direction.OUT,
            method=method,
            reached=outcome == AttemptOutcome.NOT_THEN,
            left_message=outcome == AttemptOutcome.MESSAGE_LEFT,
            occurred_at=tried_at,
            next_due_on=None,
            at=at,
        )
    except Invalid as refused:
        raise as_of_attempt(refused) from None


def as_of_attempt(refused: Invalid) -> Invalid:
    """What the contact log says, by the questions of an attempt: of a message left it asks by the outcome."""
    return Invalid({NAMES_IN_LOG.get(name, name): said for name, said in refused.fields.items()})


def check_asked_to_wait(
    notice: Notification, *, asked_at: datetime | None, asked_through: str, until: date | None, at: datetime
) -> None:
    """A wish to wait that was said by now, once the decision was to be expected, for a day ahead of it.
    Raises Invalid with every fault by field.
    """
    checks: list[Check] = []
    if asked_through:
        checks.append(partial(check_known_method, asked_through, "asked_through", arranges=True))
    if asked_at is not None:
        checks.append(partial(_check_asked_at, notice, asked_at, at))
    if until is not None:
        checks.append(partial(_check_until, asked_at, until, at))
    together(*checks)


def _check_asked_at(notice: Notification, asked_at: datetime, at: datetime) -> None:
    check_not_in_future("asked_at", asked_at, at)
    expected = expected_from(notice)
    if asked_at < expected:
        raise Invalid(
            {
                "asked_at": f"The decision was put forward on {moment_words(expected)}, and nobody could ask"
                " to hear of it later before that. What they said earlier of good and bad times belongs to"
                " how they want to be reached."
            }
        )
    if TellingDelay.objects.filter(notice=notice, asked_at=asked_at).exists():
        raise Invalid({"asked_at": "What they asked at this moment is recorded already."})


def _check_until(asked_at: datetime | None, until: date, at: datetime) -> None:
    if asked_at is not None and asked_at <= at and until < london_date(asked_at):
        raise Invalid({"until": "Enter a day that is not before the day on which they asked."})
    if until > add_months(london_date(at), LONGEST_WAIT):
        raise Invalid({"until": "Enter a day within a year, and ask them again by then."})


def check_asked(
    notice: Notification, *, question: str, asked_at: datetime | None, due_on: date | None, at: datetime
) -> None:
    """What they asked of a decision, after it was made. Raises Invalid with every fault by field."""
    wrong = {}
    if not question.strip():
        wrong["question"] = "Enter what they asked."
    if asked_at is not None and asked_at > at:
        wrong["asked_at"] = "Enter a moment that is not in the future."
    elif asked_at is not None and asked_at < notice.decided_at:
        wrong["asked_at"] = _before_decision(notice)
    elif asked_at is not None and due_on is not None and due_on < london_date(asked_at):
        wrong["due_on"] = "Enter a day that is not before the day on which they asked."
    refuse(wrong)


def check_answered(
    by: Person,
    notice: Notification,
    question: VictimQuestion,
    *,
    answer: str,
    answered_at: datetime | None,
    answered_through: str,
    at: datetime,
) -> None:
    """An answer that can have been, in a way that was safe then. Raises NotAllowed once there is one, else
    Invalid with every fault by field.
    """
    if question.answered_at is not None:
        raise NotAllowed("This question was answered already.")
    wrong = {}
    if not answer.strip():
        wrong["answer"] = "Enter what they were answered."
    if answered_at is not None and answered_at < question.asked_at:
        wrong["answered_at"] = f"They asked on {moment_words(question.asked_at)}: this was before it."
    checks: list[Check] = [partial(refuse, wrong)]
    if answered_at is not None:
        checks.append(partial(check_not_in_future, "answered_at", answered_at, at))
    if answered_through:
        checks.append(partial(check_known_method, answered_through, "answered_through"))
    if answered_through in CommunicationMethod.values:
        when = answered_at if answered_at is not None and answered_at <= at else at
        checks.append(partial(check_way, by, notice, answered_through, when, field="answered_through"))
    together(*checks)


def _before_decision(notice: Notification) -> str:
    return f"The decision was made on {moment_words(notice.decided_at)}: this was before it."
