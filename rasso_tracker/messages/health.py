"""A silent sweep is an alarm (safety.md 3): what is missing, what waits, and what was lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from rasso_tracker.clocks import london_date
from rasso_tracker.clocks.tables import current
from rasso_tracker.clocks.working_days import full_years
from rasso_tracker.messages.enums import CLAIMABLE, EmailState, Outcome
from rasso_tracker.messages.models import Digest, Message, Raised, SweepRun
from rasso_tracker.people.access import system

MISSED_AFTER = 3  # intervals
LOOK_BACK = timedelta(days=7)
HOLIDAYS_END_SOON = 365


@dataclass(frozen=True)
class Watched:
    kind: str
    interval: timedelta
    outstanding: Callable[[datetime], int] | None = None
    wanted: Callable[[], bool] | None = None

    @property
    def patience(self) -> timedelta:
        return self.interval * MISSED_AFTER


@dataclass
class State:
    """Red needs somebody now; a warning can wait for the day. All sentences."""

    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def red(self) -> bool:
        return bool(self.reasons)


_watched: dict[str, Watched] = {}


def watch(
    kind: str,
    *,
    interval: timedelta,
    outstanding: Callable[[datetime], int] | None = None,
    wanted: Callable[[], bool] | None = None,
) -> None:
    """Expect a run of `kind` every `interval`. `outstanding(at)` counts what is owed a step and has none;
    `wanted()` says whether it is expected here at all.
    """
    _watched[kind] = Watched(kind, interval, outstanding, wanted)


def unwatch(kind: str) -> None:
    """For tests that bring their own kind."""
    _watched.pop(kind, None)


def state(at: datetime) -> State:
    """How the sweeps and the delivery stand at `at`."""
    found = State()
    with system("asking whether the sweeps run"):
        for watched in _watched.values():
            if watched.wanted is None or watched.wanted():
                _runs(watched, at, found)
        _waiting(at, found)
        _dead(at, found)
    _calendar(at, found)
    return found


def _runs(watched: Watched, at: datetime, found: State) -> None:
    runs = SweepRun.objects.filter(kind=watched.kind, started_at__lte=at, finished_at__isnull=False)
    last = runs.order_by("-started_at").first()
    if last is None:
        found.reasons.append(f"The {watched.kind} run has never finished.")
    elif at - last.started_at > watched.patience:
        minutes = int((at - last.started_at).total_seconds() // 60)
        found.reasons.append(f"The last {watched.kind} run that finished began {minutes} minutes ago.")
    if watched.outstanding is None:
        return
    left = watched.outstanding(at)
    recent = runs.filter(started_at__gte=at - watched.patience)
    if left and not recent.filter(Q(written__gt=0) | Q(sent__gt=0)).exists():
        found.reasons.append(f"{left} things are past their date and the {watched.kind} run wrote nothing.")


def _waiting(at: datetime, found: State) -> None:
    patience = _watched["delivery"].patience if "delivery" in _watched else timedelta(minutes=5)
    raised = Raised.objects.filter(outcome="", raised_at__lt=at - patience)
    if raised.exists():
        found.reasons.append("Notices that were raised have not reached an inbox.")
    late = Q(email_state__in=CLAIMABLE, created_at__lt=at - max(patience, timedelta(minutes=15)))
    unsent = Message.objects.filter(late).count() + Digest.objects.filter(late).count()
    sent_lately = Message.objects.filter(sent_at__gte=at - timedelta(minutes=15)).exists()
    if unsent and not sent_lately:
        found.reasons.append(f"{unsent} e-mails wait, and none was sent in the last 15 minutes.")
    elif unsent:
        found.warnings.append(f"{unsent} e-mails have waited for more than 15 minutes.")


def _dead(at: datetime, found: State) -> None:
    letters = Message.objects.filter(email_state=EmailState.DEAD, created_at__gte=at - LOOK_BACK).count()
    if letters:
        found.warnings.append(f"{letters} e-mails of the last 7 days failed for good; the inboxes have them.")
    lost = Raised.objects.filter(outcome=Outcome.DEAD, raised_at__gte=at - LOOK_BACK).count()
    if lost:
        found.reasons.append(f"{lost} notices of the last 7 days reached nobody.")


def _calendar(at: datetime, found: State) -> None:
    years = full_years(current().holidays)
    today = london_date(at)
    if years is None or today.replace(month=12, day=31, year=years[1]).toordinal() - today.toordinal() < (
        HOLIDAYS_END_SOON
    ):
        found.warnings.append("The bank holidays end within a year. An administrator can add more.")
