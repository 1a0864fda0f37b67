"""Where victims' way to support has gaps, by district and kind of service: counted from the dated steps.

Supervisors see their district exactly, with the rows behind each figure. Managers see every district rounded,
small numbers withheld, and their own exactly. A restricted case counts for nobody, and no name is opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Min, Q

from cases.enums import OffenceType
from cases.models import Allegation, Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import SUPERVISOR
from victims.enums import Support
from victims.models import Circumstances, SupportEvent
from victims.record_enums import YesNoUnknown
from victims.services.support_due import earliest_starts, support_clock_from, support_start
from victims.support_enums import REFERRED_TO, WAITS, SupportStep

SPAN = timedelta(days=365)
ANY = "any"
KINDS = {ANY: "Any kind of support", **{kind.value: str(kind.label) for kind in REFERRED_TO}}
OFFERED, AGREED, SENT, IN_TIME, STARTED = "offered", "agreed", "sent", "in_time", "started"
WAITING, NEVER, VICTIMS = "waiting", "never", "victims"
# In the order of the table: code, heading, what it counts.
FIGURES = (
    (VICTIMS, "Victims", "of cases reported in the last year whom this kind may suit"),
    (OFFERED, "Offered", "it was offered to them at least once"),
    (AGREED, "Agreed", "they agreed to a referral"),
    (SENT, "Sent", "a referral went out"),
    (IN_TIME, "Sent in time", "the first referral went out within 2 working days, as their rights say"),
    (STARTED, "Started", "support has begun at least once"),
    (NEVER, "Never offered", "it may suit them, and nobody offered it"),
    (WAITING, "Waiting now", "a referral went out, whenever it was reported, and support has not begun"),
)
ON_THE_WAY = tuple(step for step in WAITS if step != SupportStep.SENT)  # they wait on
STEPS = {
    SupportStep.OFFERED: OFFERED,
    SupportStep.AGREED: AGREED,
    SupportStep.SENT: SENT,
    SupportStep.STARTED: STARTED,
}


# Whether these suit a victim the record does not say: to have been offered none is no gap to count [A].
ONLY_THEY_KNOW = frozenset({Support.IDVA, Support.BY_AND_FOR, Support.OTHER})
# An offence against a child was one against somebody of at most this age, in years.
OLDEST = {
    OffenceType.RAPE_CHILD_UNDER_13: 12,
    OffenceType.RAPE_CHILD_13_15: 15,
    OffenceType.SEXUAL_ACTIVITY_CHILD: 15,
}
OF_AGE = 18


class Of(NamedTuple):
    """A victim as the pages of figures name one: by case and number."""

    pk: UUID
    case: UUID
    reference: str
    number: int
    district: UUID


class Wait(NamedTuple):
    of: Of
    kind: str
    days: int


@dataclass
class Gaps:
    """The victims of the year with what was done for each, by kind, and everybody who waits now."""

    victims: dict[UUID, Of] = field(default_factory=dict)
    done: dict[str, dict[str, set[UUID]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )  # by kind, by figure
    waits: list[Wait] = field(default_factory=list)
    minors: set[UUID] = field(default_factory=set)  # under 18 at the report, as far as the reader may know

    @cached_property
    def by_district(self) -> dict[UUID, list[Of]]:
        """The victims of each district; asked once all of them are counted."""
        found: dict[UUID, list[Of]] = defaultdict(list)
        for one in self.victims.values():
            found[one.district].append(one)
        return found

    def suited(self, kind: str, district: UUID) -> list[Of]:
        """The victims of a district whom a kind may suit, and whoever was offered it all the same.

        A child has a child ISVA, an adult an ISVA; of the other kinds everybody may ask [A].
        """
        here = self.by_district[district]
        if kind not in (Support.ISVA, Support.CHILD_ISVA):
            return here
        for_children, offered = kind == Support.CHILD_ISVA, self.done[kind][OFFERED]
        return [one for one in here if (one.pk in self.minors) is for_children or one.pk in offered]

    def rows(self, kind: str, figure: str, district: UUID) -> list[Of]:
        """Exactly what a figure counts, by case: each victim once, of those who wait each referral."""
        if figure == WAITING:
            return sorted((one.of for one in self.waiting(kind, district)), key=_in_order)
        here = self.suited(kind, district)
        done = self.done[kind][OFFERED if figure == NEVER else figure]
        if figure == VICTIMS:
            return sorted(here, key=_in_order)
        return sorted((one for one in here if (one.pk in done) is (figure != NEVER)), key=_in_order)

    def waiting(self, kind: str, district: UUID) -> list[Wait]:
        return [one for one in self.waits if one.of.district == district and kind in (ANY, one.kind)]

    def counts(self, kind: str, district: UUID) -> dict[str, int]:
        """The numbers of one line of the table; without NEVER where nobody can tell whom the kind suits."""
        here = {one.pk for one in self.suited(kind, district)}
        found = {figure: len(here & self.done[kind][figure]) for _, figure in STEPS.items()}
        found |= {IN_TIME: len(here & self.done[kind][IN_TIME]), VICTIMS: len(here)}
        found[WAITING] = len(self.waiting(kind, district))
        return found if kind in ONLY_THEY_KNOW else found | {NEVER: len(here) - found[OFFERED]}

    def median_wait(self, kind: str, district: UUID) -> int | None:
        """Days since the referral went out, of those who wait now; None while nobody does."""
        days = [one.days for one in self.waiting(kind, district)]
        return round(median(days)) if days else None


def _in_order(one: Of) -> tuple[str, int]:
    return one.reference, one.number


def gaps_seen(person: Person, at: Any) -> Gaps:
    """Those of the person's own district, through both walls.

    Who was under 18 is asked for everybody alike: a manager reads no circumstances, and would otherwise
    count other children than the supervisor of the same district. It decides which line counts them alone.
    """
    victims = Victim.objects.visible_to(person).filter(case__district=person.district_id)
    with system("whether a victim whom the reader sees was under 18 decides which kind may suit them"):
        minors = _minors(_recent(victims, london_date(at)), Circumstances.objects.all())
    return _counted(victims, SupportEvent.objects.visible_to(person), minors, london_date(at))


def gaps_of_the_force(at: Any) -> Gaps:
    with system("counts of the force by district, rounded and small numbers withheld"):
        everybody, today = Victim.objects.all(), london_date(at)
        minors = _minors(_recent(everybody, today), Circumstances.objects.all())
        return _counted(everybody, SupportEvent.objects.all(), minors, today)


def reads_exactly(person: Person) -> bool:
    return person.role == SUPERVISOR


OF = ("pk", "case", "case__reference", "number", "case__district")


def _recent(victims: Any, today: date) -> Any:
    """Those who are counted: of cases reported within the year that are not restricted, each once."""
    return _records(victims, today).filter(merged_into__isnull=True)


def _records(victims: Any, today: date) -> Any:
    """The same, with the records that were merged into theirs."""
    return victims.filter(case__restricted=False, case__reported_on__gt=today - SPAN).order_by()


def _counted(victims: Any, events: Any, minors: set[UUID], today: date) -> Gaps:
    """Three statements, whatever the number of rows; the steps come a victim and kind at a time."""
    found = Gaps(minors=minors)
    starts: dict[UUID, date] = {}
    merged: dict[UUID, UUID] = {}
    records = _records(victims, today).values_list(*OF, "case__reported_on", "added_at", "merged_into")
    for *of, reported, added, into in records:
        one = Of(*of)
        starts[one.pk] = support_start(one.number, reported, added)
        if into is None:
            found.victims[one.pk] = one
        else:
            merged[one.pk] = into
    starts = earliest_starts(starts, merged)
    # A year holds few days, and each clock is dear to work out.
    due_from = {start: support_clock_from(start).due_on for start in set(starts.values())}
    due = {pk: due_from[start] for pk, start in starts.items()}
    standing = events.filter(voided_at__isnull=True, referral__case__restricted=False).order_by()
    told = standing.filter(step__in=list(STEPS), referral__case__reported_on__gt=today - SPAN)
    first = {figure: Min("happened_on", filter=Q(step=step)) for step, figure in STEPS.items()}
    rows = told.values("referral__victim", "referral__kind").annotate(**first)
    for victim, kind, *days in rows.values_list("referral__victim", "referral__kind", *first):
        if victim in due:
            _count(found, victim, kind, dict(zip(first, days, strict=True)), due[victim])
    found.waits = list(_waits(standing, today))
    return found


def _count(found: Gaps, victim: UUID, kind: str, first: dict[str, date | None], due: date) -> None:
    """The first referral of any kind counts for whether one went out in time."""
    sent = first[SENT]
    for counted_as in (kind, ANY):
        done = found.done[counted_as]
        for figure, day in first.items():
            if day is not None:
                done[figure].add(victim)
        if sent is not None and sent <= due:
            done[IN_TIME].add(victim)


def _minors(victims: Any, ages: Any) -> set[UUID]:
    """Who was under 18 at the report: as recorded, else where the offence and its dates leave no doubt."""
    said = dict(
        ages.filter(superseded_at__isnull=True, victim__in=victims.values("pk"))
        .exclude(under_18=YesNoUnknown.UNKNOWN)
        .values_list("victim", "under_18")
    )
    found = {pk for pk, under_18 in said.items() if under_18 == YesNoUnknown.YES}
    offences = Allegation.objects.filter(
        victim__in=victims.values("pk"), offence_type__in=OLDEST, offence_from__isnull=False
    )
    for pk, offence, began, reported in offences.values_list(
        "victim", "offence_type", "offence_from", "case__reported_on"
    ):
        at_most = OLDEST[OffenceType(offence)] + 1 + (reported - began).days / 365
        if pk not in said and at_most < OF_AGE:
            found.add(pk)
    return found


def _waits(standing: Any, today: date) -> Iterable[Wait]:
    """Referrals whose last step says that the victim waits: sent, and nothing after it but an acceptance.

    The last step of every referral is found in one walk: asked of each that was sent whether a later one
    stands, the database would search seventeen thousand times.
    """
    told = SupportEvent.objects.filter(voided_at__isnull=True).exclude(step__in=ON_THE_WAY)
    last = told.order_by("referral_id", "-happened_on", "-pk").distinct("referral_id")
    rows = standing.filter(
        pk__in=last.values("pk"),
        step=SupportStep.SENT,
        happened_on__lte=today,
        referral__victim__merged_into__isnull=True,
    ).values_list(
        *(f"referral__victim__{name}" if name != "pk" else "referral__victim" for name in OF),
        "referral__kind",
        "happened_on",
    )
    for *of, kind, on in rows:
        yield Wait(Of(*of), kind, (today - on).days)
