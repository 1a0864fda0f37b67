"""Checks on planning, trying and putting off the telling of a decision."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import QuerySet

from cases.models import Case, Victim
from rasso_tracker.clocks import (
    ClockCode,
    Deadline,
    Unit,
    day_words,
    deadline,
    how_often,
    in_london,
    is_working_day,
    london_date,
    moment_words,
)
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import OFFICER, SUPERVISOR
from reviews.enums import TELLING_METHODS
from reviews.models import MissedTelling, Notification, TellingDelay, TellingPlan
from reviews.rules.telling import not_another_way
from reviews.sealed import text_of
from reviews.telling_enums import Companion, Interpreter, TimeFits, WhyAnotherWay
from victims.facts import isva_supports
from victims.models import ContactDetails
from victims.rules.channels import no_isva
from victims.sealed import opened

EVENING = time(17)  # [A] from when nobody can be rung for support until the next working day
FIRST_HOUR, LAST_HOUR = time(8), time(20)  # [A] outside them nobody is rung or called on without a reason
LONGEST_WAIT = 12  # months [A]: then somebody asks again
BEFORE_DAYS_OFF = (
    "This is on a day off or the evening before days off, when support is hard to reach. Choose another time,"
    " unless they asked for this one."
)
NO_SAFE_TIMES = (
    "No safe times of theirs are on record. Record them first, with how to reach them, or choose what is so:"
    " that they asked for this time, or that none are recorded."
)
NO_REASON_BY_DAY = (
    "This is between 8 in the morning and 8 in the evening, when no reason is needed for the hour: take this"
    " out, or choose the hour that you mean."
)


def who_may_tell(case: Case, at: datetime) -> QuerySet[Person]:
    """The officers and supervisors in post in the district of a case."""
    return Person.objects.filter(
        in_post(london_date(at)),
        agency=Agency.POLICE,
        kind=PersonKind.PERSON,
        roles__overlap=[OFFICER.code, SUPERVISOR.code],
        district=case.district_id,
    )


def check_open(notice: Notification, victim: Victim) -> None:
    """The victim is still to be told. Raises NotAllowed."""
    if notice.told_at is not None:
        raise NotAllowed(f"{victim.label} was told of this decision on {moment_words(notice.told_at)}.")


def is_before_days_off(instant: datetime) -> bool:
    """A day that is no working day, or the evening before one: support is hard to reach. Raises
    OutsideCalendar.
    """
    local = in_london(instant)
    if not is_working_day(local.date()):
        return True
    return local.time() >= EVENING and not is_working_day(local.date() + timedelta(days=1))


def is_past_due(notice: Notification, tell_at: datetime) -> bool:
    """Later than the victim is to hear, without a wish of theirs to wait that long or a cause on record."""
    return not notice.late_because and _is_later_than_owed(notice, tell_at)


def _is_later_than_owed(notice: Notification, tell_at: datetime) -> bool:
    """Later than the victim is to hear, and not because they asked to wait that long."""
    day = london_date(tell_at)
    return day > notice.tell_by and not TellingDelay.objects.filter(notice=notice, until__gte=day).exists()


def is_slip(before: TellingPlan, tell_at: datetime, tell_by: date, planned_at: datetime) -> bool:
    """A plan of a telling that was overdue when it was made, for later than the plan before it. Pure."""
    return tell_at > before.tell_at and london_date(planned_at) > tell_by


def slips(plans: Collection[TellingPlan], tell_by: date, asked_until: Collection[date]) -> int:
    """How often a telling that was overdue was put off again, but for as long as they asked to wait. `plans`
    and `asked_until` are all of one notice. Pure.
    """
    ordered = sorted(plans, key=lambda one: (one.recorded_at, one.pk))
    wish = max(asked_until, default=tell_by)
    return sum(
        is_slip(before, one.tell_at, tell_by, one.recorded_at) and london_date(one.tell_at) > wish
        for before, one in pairwise(ordered)
    )


def is_at_night(instant: datetime) -> bool:
    """Before eight in the morning or after eight in the evening, by a London clock."""
    return not FIRST_HOUR <= in_london(instant).time() <= LAST_HOUR


def _says_why(standing: TellingPlan | None, note: str, *, standing_too: bool) -> bool:
    """The form opens with the note of the plan that stands: it gives no reason for what that plan was not,
    nor does the note of one before it.
    """
    if standing is None or standing_too:
        return bool(note)
    said = {text_of(one, "note") for one in TellingPlan.objects.filter(notice=standing.notice_id)}
    return note not in {"", *said}


def check_plan(
    *,
    notice: Notification,
    standing: TellingPlan | None,
    details: ContactDetails | None,
    method: str,
    wanted: str,
    why_another: str,
    note: str,
    teller: Person | None,
    companions: Collection[str],
    tell_at: datetime | None,
    time_fits: str,
    why_hour: str,
    interpreter: str,
    at: datetime,
) -> None:
    """What a plan says fits what the victim wants and when they may be reached. `standing` is the plan that
    it takes the place of. What is not said yet (None) is not asked about. Raises Invalid by field, with every
    fault.
    """
    wrong = {}
    if tell_at is not None:
        wrong = _moment_wrong(notice, tell_at, time_fits, at) | _hour_wrong(tell_at, time_fits, why_hour)
        wrong |= _isva_wrong(companions, notice.victim, tell_at)
        wrong |= _late_wrong(notice, standing, tell_at, note, at)
    another = wanted and method != wanted
    if not another and why_another:
        wrong["why_another"] = not_another_way(wanted)
    elif another and method in TELLING_METHODS and why_another not in WhyAnotherWay.values:
        wrong["why_another"] = "This is not the way that they prefer: choose why another is planned."
    if another and why_another == WhyAnotherWay.OTHER and not note.strip():
        wrong["note"] = "Say why another way is planned."
    if time_fits not in TimeFits.values:
        wrong["time_fits"] = "Choose why this is a good time for them."
    elif time_fits not in times_that_fit(details):
        wrong["time_fits"] = (
            "Times that are safe for them are on record: choose one within them."
            if time_fits == TimeFits.NONE_RECORDED
            else NO_SAFE_TIMES
        )
    wrong |= _company_wrong(companions, interpreter, details, note)
    if teller is not None and not who_may_tell(notice.decision.case, at).filter(pk=teller.pk).exists():
        wrong["teller"] = f"{teller.name} is not in post in the district of this case. Choose who tells them."
    if wrong:
        raise Invalid(wrong)


def _late_wrong(
    notice: Notification, standing: TellingPlan | None, tell_at: datetime, note: str, at: datetime
) -> dict[str, str]:
    """A telling that is planned for after they are to hear says why, and says so anew each time that it is
    put off once it is overdue.
    """
    slipped = standing is not None and is_slip(standing, tell_at, notice.tell_by, at)
    if slipped and _is_later_than_owed(notice, tell_at):
        if _says_why(standing, note.strip(), standing_too=False):
            return {}
        return {
            "note": f"They were to hear by {day_words(notice.tell_by)}, and this is later than the plan that"
            " stands. Say here why it is put off again: each reason is kept."
        }
    late_before = standing is not None and is_past_due(notice, standing.tell_at)
    if not is_past_due(notice, tell_at) or _says_why(standing, note.strip(), standing_too=late_before):
        return {}
    return {
        "note": f"They are to hear by {day_words(notice.tell_by)}. Say here why it is later, or record first"
        " that they asked to wait."
    }


def times_that_fit(details: ContactDetails | None) -> list[TimeFits]:
    """Why a moment may be a good one, by what the victim's record holds: within their safe times where some
    are on it, and that none are where none are.
    """
    some = details is not None and bool(opened(details, "safe_times").strip())
    return [one for one in TimeFits if one != (TimeFits.NONE_RECORDED if some else TimeFits.SAFE_TIME)]


def _hour_wrong(tell_at: datetime, time_fits: str, why_hour: str) -> dict[str, str]:
    """An hour at night has its reason, and no other has one."""
    if is_at_night(tell_at):
        if time_fits == TimeFits.THEY_ASKED or why_hour.strip():
            return {}
        return {
            "why_hour": "This is before 8 in the morning or after 8 in the evening. Say why that suits them,"
            " or choose that they asked for this time."
        }
    return {"why_hour": NO_REASON_BY_DAY} if why_hour.strip() else {}


def latest_day(notice: Notification, at: datetime) -> Deadline:
    """The last day for which a telling may be planned, by the force's rules: TELLING_LATEST after they are to
    hear, or asked to, while that is ahead; once it is past, TELLING_OVERDUE after today.
    """
    wish, today = last_wish(notice), london_date(at)
    by = max([notice.tell_by, *([wish.until] if wish is not None else [])])
    return (
        deadline(ClockCode.TELLING_OVERDUE, today) if by < today else deadline(ClockCode.TELLING_LATEST, by)
    )


def _moment_wrong(notice: Notification, tell_at: datetime, time_fits: str, at: datetime) -> dict[str, str]:
    """Why nobody tells them at that moment."""
    wish = last_wish(notice)
    if tell_at < at:
        return {"tell_at": "Enter a moment that is still ahead."}
    if wish is not None and london_date(tell_at) < wish.until:
        return {
            "tell_at": f"They asked to wait until {day_words(wish.until)}: choose that day or a later one."
            " Where they ask to hear sooner after all, record that first."
        }
    if london_date(tell_at) > (latest := latest_day(notice, at)).due_on:
        assert latest.rule is not None
        longest = Unit(latest.rule.unit).counted(latest.rule.amount)
        overdue = latest.rule.code == ClockCode.TELLING_OVERDUE
        why = (
            f"they were to hear by {day_words(notice.tell_by)}, so no further ahead than {longest}."
            if overdue
            else f"nobody waits to hear for longer than {longest} unless they ask to."
        )
        return {
            "tell_at": f"Choose {day_words(latest.due_on)} or an earlier day: {why} Where they asked to be"
            " told later, record that first."
        }
    if time_fits != TimeFits.THEY_ASKED and is_before_days_off(tell_at):
        return {"tell_at": BEFORE_DAYS_OFF}
    return {}


def _isva_wrong(companions: Collection[str], victim: Victim, tell_at: datetime) -> dict[str, str]:
    if Companion.ISVA not in companions or isva_supports(victim, tell_at):
        return {}
    return {"companions": no_isva(victim, "choose who else is there")}


def _company_wrong(
    companions: Collection[str], interpreter: str, details: ContactDetails | None, note: str
) -> dict[str, str]:
    """What is wrong about who is there with them, by field."""
    wrong = {}
    if interpreter not in Interpreter.values:
        wrong["interpreter"] = "Choose whether an interpreter is needed."
    elif interpreter == Interpreter.NOT_NEEDED and details is not None and details.interpreter_needed:
        wrong["interpreter"] = "They need an interpreter: say whether one is booked."
    if not set(companions) <= set(Companion.values):
        wrong["companions"] = "Choose from those who are offered."
    elif Companion.OTHER in companions and not note.strip():
        wrong["note"] = "Say who else is there: their part, not their name."
    return wrong


def limit_of_attempts(notice: Notification) -> int:
    """After how many attempts a letter is written: the rule in force on the day of the decision."""
    return how_often(ClockCode.TELLING_ATTEMPTS, london_date(notice.decided_at))


def is_letter_due(notice: Notification, attempts: int, wish: TellingDelay | None, at: datetime) -> bool:
    """The limit of attempts is reached, and the victim's last wish is not to wait beyond this day."""
    waits = wish is not None and london_date(at) < wish.until
    return notice.is_open and not waits and attempts >= limit_of_attempts(notice)


def last_wish(notice: Notification) -> TellingDelay | None:
    """What the victim asked last of when to hear, in time or not."""
    found: TellingDelay | None = TellingDelay.objects.filter(notice=notice).order_by("asked_at").last()
    return found


def expected_from(notice: Notification) -> datetime:
    """From when anybody could speak with the victim of this decision: it was put forward, or made already
    where its document came later.
    """
    return min(notice.decision.proposed_at, notice.decided_at)


def waits_until(due_on: date, wishes: Collection[tuple[datetime, date]]) -> date | None:
    """Until when a victim is not yet to be told by their own wish; None where the clock stands as it is.

    `wishes` are (asked at, until). One that came after the time had run out mends nothing; the last of the
    others holds, so a victim may also ask to hear sooner again.
    """
    by = due_on
    for asked_at, until in sorted(wishes):
        if london_date(asked_at) <= by:
            by = max(due_on, until)
    return by if by > due_on else None


def check_letter_owed(owed: bool) -> None:
    """Raises NotAllowed where no letter is to follow, or it went."""
    if not owed:
        raise NotAllowed("No letter is owed to them: none was promised, or it went.")


def late_to_explain(notice: Notification, at: datetime) -> Notification | MissedTelling:
    """What of a notice was late and is to be explained: its clock, or what was missed before they came back,
    first what nobody has explained. Raises NotAllowed where nothing was late.
    """
    missed = MissedTelling.objects.filter(notice=notice, voided_at__isnull=True).order_by("-tell_by")
    late: list[Notification | MissedTelling] = [*([notice] if notice.is_late(at) else []), *missed]
    if not late:
        raise NotAllowed("The time to tell them has not run out, so there is no delay to explain.")
    return next((one for one in late if not one.late_because), late[0])
