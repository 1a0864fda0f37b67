"""Whether victims were asked about their protected characteristics, by district.

Only the open lists of what was answered are counted: no answer is opened (ADR 0600). Supervisors see their
district exactly. Managers see every district rounded, small numbers withheld; a restricted case counts for
nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.performance.disclosure import Number, protect
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import districts
from rasso_tracker.people.roles import SUPERVISOR
from rasso_tracker.web.errors import refused_page
from victims.models import Characteristics, Identity, NeedsAssessment
from victims.record_enums import Characteristic

SPAN = timedelta(days=365)
NOT_YOURS = "Your role, {}, does not include this page. Supervisors and managers have it."
AGE = "Age (date of birth)"
HOW = ("Answered", "Prefers not to say", "Not asked")


@dataclass
class Asked:
    """How many victims of a district, and what of each characteristic: answered, not said, not asked."""

    victims: int = 0
    complete: int = 0  # asked about every characteristic; age, which is the date of birth, apart
    some: int = 0
    assessed: int = 0  # whose needs were ever assessed
    answered: Counter[str] = field(default_factory=Counter)
    not_said: Counter[str] = field(default_factory=Counter)

    def add(self, answered: Sequence[str], not_said: Sequence[str], *, born: bool, assessed: bool) -> None:
        self.victims += 1
        asked = len(answered) + len(not_said)
        self.complete += asked == len(Characteristic)
        self.some += 0 < asked < len(Characteristic)
        self.assessed += assessed
        self.answered.update([*answered, *([AGE] if born else [])])
        self.not_said.update(not_said)

    def by_depth(self) -> list[Number]:
        return [Number(one) for one in (self.complete, self.some, self.victims - self.complete - self.some)]

    def of(self, name: str) -> list[Number]:
        answered, not_said = self.answered[name], self.not_said[name]
        return [Number(one) for one in (answered, not_said, self.victims - answered - not_said)]


def counted(person: Person, since: date) -> dict[UUID, Asked]:
    """By district, over the victims of cases reported since; three statements."""
    if person.role == SUPERVISOR:
        return _counted(Victim.objects.visible_to(person).filter(case__district=person.district_id), since)
    with system("counts of the force by district, rounded and small numbers withheld"):
        return _counted(Victim.objects.all(), since)


def _counted(victims: Any, since: date) -> dict[UUID, Asked]:
    stands = {"victim": OuterRef("pk"), "superseded_at__isnull": True}
    born = Identity.objects.filter(**stands, date_of_birth_index__isnull=False)
    rows = (
        victims.filter(case__reported_on__gte=since, case__restricted=False, merged_into__isnull=True)
        .order_by()
        .annotate(born=Exists(born), assessed=Exists(NeedsAssessment.objects.filter(victim=OuterRef("pk"))))
        .values_list("pk", "case__district", "born", "assessed")
    )
    told = {
        victim: (answered, not_said)
        for victim, answered, not_said in Characteristics.objects.filter(
            superseded_at__isnull=True, case__reported_on__gte=since
        ).values_list("victim", "answered", "not_said")
    }
    found: dict[UUID, Asked] = defaultdict(Asked)
    for pk, district, is_born, assessed in rows.iterator():
        answered, not_said = told.get(pk, ([], []))
        found[district].add(answered, not_said, born=is_born, assessed=assessed)
    return found


def _shown(table: list[list[Number]], *, exact: bool) -> list[list[int | None]]:
    return [[one.n for one in row] for row in table] if exact else protect(table)


def _share(cells: Iterable[int | None], first: int) -> str:
    """The share of the first cells in the row, of what is shown; nothing where a cell is withheld."""
    known = list(cells)
    if any(one is None for one in known) or not sum(one or 0 for one in known):
        return "No figure"
    return f"{round(100 * sum(one or 0 for one in known[:first]) / sum(one or 0 for one in known))}%"


def tables(found: dict[UUID, Asked], *, exact: bool) -> tuple[list[Any], list[Any]]:
    """By district, and by characteristic over all of them, as they may be shown."""
    places = [one for one in districts() if one.pk in found]
    depth = _shown([found[one.pk].by_depth() for one in places], exact=exact)
    names = [AGE, *Characteristic.values]
    whole = [
        [Number(sum(found[one.pk].of(name)[place].n for one in places)) for place in range(len(HOW))]
        for name in names
    ]
    labels = {AGE: AGE, **dict(Characteristic.choices)}
    by_district = [(one.name, cells, _share(cells, 1)) for one, cells in zip(places, depth, strict=True)]
    by_characteristic = [
        (labels[name], cells, _share(cells, 2))
        for name, cells in zip(names, _shown(whole, exact=exact), strict=True)
    ]
    return by_district, by_characteristic


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """The page; each look is logged as a look at a report."""
    person: Any = request.user
    if not person.role.may("read_completeness"):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    exact = person.role == SUPERVISOR
    since = london_date(now()) - SPAN
    by_district, by_characteristic = tables(counted(person, since), exact=exact)
    where = person.district.name if exact and person.district else "Every district"
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"completeness: {where}")
    context = {
        "title": "Were victims asked?",
        "where": where,
        "since": since,
        "exact": exact,
        "by_district": by_district,
        "by_characteristic": by_characteristic,
    }
    return render(request, "dashboards/completeness.html", context)
