"""What advice that wants a second lawyer owes: its countersignature by a date, or another version where it
was not countersigned; both climb.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from actionplans.enums import LadderKind
from actionplans.models import Advice, Countersignature, Submission
from cases.models import Case, NamedAccess
from cases.services import Owed, raise_dues, settle_dues
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.messages.services import raise_again, settle
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.cps_roles import CPS_LEGAL_MANAGER
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ROLES

COUNTERSIGN = "advice_to_countersign"  # a kind of notice, to the unit's legal managers
REFUSED = "advice_refused"  # a kind of notice, to who wrote it
COUNTERSIGN_DUE = LadderKind.COUNTERSIGN.value
AGAIN_DUE = LadderKind.ADVICE_AGAIN.value  # another version, in place of one that was not countersigned


def owe_countersignature(advice: Advice, at: datetime) -> None:
    """CPS owes a countersignature of this version and hears of it, unless a later one stands in its place.
    Inside a deed.
    """
    if has_successor(advice):
        return
    raise_dues(case=advice.case, owed=[countersignature_owed(advice)], at=at)
    raise_again(kind=COUNTERSIGN, subjects=[advice.pk], at=at)


def countersignature_owed(advice: Advice) -> Owed:
    """Counted from the recording, not from the advice: before it nobody could know that one is wanted."""
    return Owed(
        source=advice.pk,
        code=COUNTERSIGN_DUE,
        what=f"CPS: countersign version {advice.version} of the advice {_given_on(advice)}",
        due_on=deadline(ClockCode.COUNTERSIGN, advice.recorded_at).due_on,
        rule=ClockCode.COUNTERSIGN,
        started_on=london_date(advice.recorded_at),
        of_team=True,
    )


def waiting_for_second(advice: QuerySet[Advice]) -> QuerySet[Advice]:
    """Of these versions those that a second lawyer owes a word on: each that wants one, had none, and has no
    later version in its place.
    """
    said = Countersignature.objects.filter(advice=OuterRef("pk"), superseded_at__isnull=True)
    same = Q(submission=OuterRef("submission")) | Q(booking=OuterRef("booking"))
    later = Advice.objects.filter(same, version__gt=OuterRef("version"), superseded_at__isnull=True)
    return advice.filter(~Exists(said), ~Exists(later), countersign_wanted=True, superseded_at__isnull=True)


def owe_another_version(advice: Advice, at: datetime) -> None:
    """A second lawyer did not countersign this version: CPS owes another, unless one was written since, and
    who wrote it hears of it; where police entered it, the lawyer who is allocated. Inside a deed.
    """
    if advice.case.is_closed or has_successor(advice):
        return
    raise_dues(case=advice.case, owed=[version_owed(advice, at)], at=at)
    raise_again(kind=REFUSED, subjects=[advice.pk], at=at)


def version_owed(advice: Advice, at: datetime) -> Owed:
    """Another version in place of this one, from `at` on."""
    writer = advice.author or allocated_lawyer(advice.submission)
    return Owed(
        source=advice.pk,
        code=AGAIN_DUE,
        what=f"CPS: write the advice {_given_on(advice)} again, not countersigned",
        due_on=deadline(ClockCode.COUNTERSIGN, at).due_on,
        rule=ClockCode.COUNTERSIGN,
        started_on=london_date(at),
        owner=writer,
        of_team=writer is None,
    )


def allocated_lawyer(submission: Submission | None) -> Person | None:
    """The lawyer of CPS who took the submission on: named by the triage that stands."""
    if submission is None:
        return None
    triage = submission.triages.filter(superseded_at__isnull=True, lawyer__isnull=False)
    found = triage.select_related("lawyer").first()
    return found.lawyer if found is not None else None


def newest_after(advice: Advice) -> Advice | None:
    """The newest version that stands in the place of this one, if another does."""
    of = {"submission": advice.submission_id, "booking": advice.booking_id, "superseded_at__isnull": True}
    return Advice.objects.filter(**of, version__gt=advice.version).order_by("-version").first()


def has_successor(advice: Advice) -> bool:
    """Whether a later version of it stands."""
    return newest_after(advice) is not None


def successor_gone(advice: Advice, at: datetime) -> None:
    """A version does not stand: of the last before it a countersignature is owed again, or where it was not
    countersigned another version. Inside a deed.
    """
    of = {"submission": advice.submission_id, "booking": advice.booking_id, "superseded_at__isnull": True}
    last = Advice.objects.filter(**of, version__lt=advice.version).select_related("case", "author")
    before = last.order_by("-version").first()
    if before is None or before.case.is_closed or not before.countersign_wanted:
        return
    second = before.countersignatures.filter(superseded_at__isnull=True).first()
    if second is None:
        owe_countersignature(before, at)
    elif not second.holds:
        owe_another_version(before, at)


def another_version_written(advice: Advice, *, by: Person, at: datetime) -> None:
    """It takes the place of the versions before it: they wait for no second lawyer, and it is what was owed
    where one was not countersigned. Inside a deed.
    """
    of = {"submission": advice.submission_id, "booking": advice.booking_id, "version__lt": advice.version}
    before = list(Advice.objects.filter(**of).values_list("pk", flat=True))
    settle_dues(sources=before, code=AGAIN_DUE, at=at)
    no_countersignature_owed(before, by=by, at=at, fell_away="a later version took its place")


def _given_on(advice: Advice) -> str:
    if advice.submission is not None:
        return f"on submission {advice.submission.round}"
    return "of the clinic"


def named_to_countersign(case: Case, at: datetime) -> set[UUID]:
    """The legal managers in post who are named on a case: on a restricted one nobody else can sign."""
    named = NamedAccess.objects.filter(case=case, ended_at__isnull=True).values("person")
    managers = Person.objects.filter(in_post(london_date(at)), roles__contains=[CPS_LEGAL_MANAGER.code])
    return set(managers.filter(pk__in=named).values_list("pk", flat=True))


def may_name_on(case: Case, at: datetime) -> list[Person]:
    """Those in post who are named on a case and may name others on it, by name."""
    named = NamedAccess.objects.filter(case=case, ended_at__isnull=True).values("person")
    roles = [code for code, role in ROLES.items() if role.may("name_person")]
    able = Person.objects.filter(in_post(london_date(at)), roles__overlap=roles, pk__in=named)
    return list(able.order_by("name", "id"))


def after_person_named(*, case: Case, person: Person, by: Person, at: datetime) -> None:
    """A legal manager who is named on a restricted case hears of the advice that waits for one, and those
    who were asked to name somebody hear no more of it. Inside the deed that names.
    """
    if not case.restricted or CPS_LEGAL_MANAGER.code not in person.roles:
        return
    rows = waiting_for_second(Advice.objects.filter(case=case))
    waiting = [one.pk for one in rows if one.author_id != person.pk]
    if waiting:
        settle(subjects=waiting, by=by, at=at, kinds=[COUNTERSIGN])
        raise_again(kind=COUNTERSIGN, subjects=waiting, at=at)


def no_countersignature_owed(
    advice: Iterable[UUID], *, by: Person | None, at: datetime, fell_away: str = ""
) -> None:
    """These versions wait for no second lawyer, nor for another in their place: what was sent about them goes
    quiet, as done or with why it `fell_away`. Inside a deed.
    """
    keys = list(advice)
    if keys:
        settle_dues(sources=keys, code=COUNTERSIGN_DUE, at=at, fell_away=fell_away)
        settle_dues(sources=keys, code=AGAIN_DUE, at=at, fell_away=fell_away)
        settle(subjects=keys, by=by, at=at, kinds=[COUNTERSIGN, REFUSED])
