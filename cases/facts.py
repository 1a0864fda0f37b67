"""The rows of one case, read once for everything that the case page shows of them.

Panel and timeline tell of the same rows. Names of people are looked up once for all of them, and rows of
the case point at each other in memory: joins would read every column of a person again for each row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from cases.models import (
    Allegation,
    Assignment,
    Case,
    CaseBearing,
    Milestone,
    NamedAccess,
    Suspect,
    Victim,
)
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.vault.models import DataKey

HELD_AS = "_facts_of_the_page"


@dataclass
class Facts:
    """Everything about a case that this app stores, each kind read when it is first asked for, and once."""

    case: Case
    _names: dict[uuid.UUID, str] = field(default_factory=dict)

    def _rows(self, model: type[CaseBearing]) -> list[CaseBearing]:
        return list(model.objects.filter(case=self.case.pk))

    @cached_property
    def victims(self) -> list[Victim]:
        return sorted(self._rows(Victim), key=lambda one: one.number)  # type: ignore[attr-defined,return-value]

    @cached_property
    def suspects(self) -> list[Suspect]:
        return sorted(self._rows(Suspect), key=lambda one: one.number)  # type: ignore[attr-defined,return-value]

    @cached_property
    def allegations(self) -> list[Allegation]:
        """With their victims and suspects at hand."""
        rows: list[Allegation] = list(Allegation.objects.filter(case=self.case.pk).order_by("added_at", "id"))
        victims = {one.pk: one for one in self.victims}
        suspects = {one.pk: one for one in self.suspects}
        for row in rows:
            if row.victim_id:
                row.victim = victims[row.victim_id]
            if row.suspect_id:
                row.suspect = suspects[row.suspect_id]
        return rows

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Voided ones too, oldest first, with what they are about at hand."""
        rows: list[Milestone] = list(
            Milestone.objects.filter(case=self.case.pk).order_by("occurred_at", "recorded_at")
        )
        parties: dict[uuid.UUID, object] = {
            one.pk: one for one in (*self.victims, *self.suspects, *self.allegations)
        }
        for row in rows:
            for name in ("victim", "suspect", "allegation"):
                key = getattr(row, f"{name}_id")
                if key:
                    setattr(row, name, parties[key])
        return rows

    @cached_property
    def assignments(self) -> list[Assignment]:
        return list(Assignment.objects.filter(case=self.case.pk).order_by("started_at"))

    @cached_property
    def named(self) -> list[NamedAccess]:
        return list(NamedAccess.objects.filter(case=self.case.pk).order_by("started_at"))

    @cached_property
    def key(self) -> DataKey:
        return case_key(self.case.pk)

    def name(self, person_id: uuid.UUID | None) -> str:
        """A person's name. The first call looks up everybody on the rows that were read."""
        if person_id is None:
            return ""
        if person_id not in self._names:
            known = self.__dict__
            rows = [row for held in ("milestones", "assignments", "named") for row in known.get(held, [])]
            parties = [one for held in ("victims", "suspects", "allegations") for one in known.get(held, [])]
            wanted = {person_id, *_people_of(rows), *(one.added_by_id for one in parties)}
            found = Person.objects.filter(pk__in=wanted - self._names.keys()).values_list("pk", "name")
            self._names.update(found)
        return self._names[person_id]


def _people_of(rows: Iterable[object]) -> set[uuid.UUID]:
    columns = ("person_id", "assigned_by_id", "granted_by_id", "recorded_by_id", "voided_by_id")
    found = {getattr(row, column, None) for row in rows for column in columns}
    return {one for one in found if one}


def facts_of(case: Case) -> Facts:
    """The facts of this instance of a case: one request reads them once, the next one reads anew."""
    held = case.__dict__.get(HELD_AS)
    if held is None:
        held = case.__dict__[HELD_AS] = Facts(case)
    assert isinstance(held, Facts)
    return held
