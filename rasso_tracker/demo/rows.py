"""From the story of a case to unsaved rows, with stored copies by the pure functions of the apps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache, cached_property
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.base import ModelState

from cases.enums import CLOSED_STAGES, BailSetBy, MilestoneKind
from cases.models import (
    Allegation,
    Assignment,
    Case,
    DueItem,
    Milestone,
    NamedAccess,
    Suspect,
    SuspectIndex,
    Victim,
)
from cases.services.case import SUMMARY
from cases.services.known_as import seal_known
from cases.services.limits import LIMITS, running_limits, words_of
from cases.services.milestones import NOTE
from cases.services.search import keys_of
from cases.services.suspect_index import index_of, surname_key
from cases.soon import soon_moment
from cases.stages import bears_on, case_stage, stage_of
from cases.supervision_enums import NOT_FOR_CPS
from rasso_tracker.clocks import london_date
from rasso_tracker.demo.events import Life
from rasso_tracker.demo.ids import Ids
from rasso_tracker.demo.story import World
from rasso_tracker.people.models import Person
from rasso_tracker.vault import new_case_key, sealing

Rows = dict[type[Model], list[Any]]


@cache
def _blank(model: type[Model]) -> dict[str, Any]:
    """The values of a new row. Model.__init__ asks every field for them again: half the cost of a row."""
    return {name: value for name, value in model().__dict__.items() if name != "_state"}


@cache
def _relations(model: type[Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.local_concrete_fields if field.is_relation)


class CaseRows:
    """The rows of one case. Each noun adds its own (rows_*.py); `finish` writes what is stored of them."""

    def __init__(self, life: Life, world: World, seed: int, reference: str, crimes: Sequence[str]) -> None:
        self.life, self.world = life, world
        self.new_id = Ids(Random(f"ids {seed} {life.number}"))  # noqa: S311  # made-up ids, not secrets
        self.rows: Rows = defaultdict(list)
        self.dues: list[DueItem] = []
        self.case = self._case(reference)
        self.key = new_case_key(self.case.pk)
        self.seal = sealing(self.key)
        self.case.summary_sealed = self.seal(SUMMARY, self.case.pk, life.summary)
        self.rows[Case].append(self.case)
        self.rows[type(self.key)].append(self.key)
        self.victims = [self._victim(place) for place in range(len(life.victims))]
        self.suspects = [self._suspect(place) for place in range(len(life.suspects))]
        self.allegations = [self._allegation(place, crimes[place]) for place in range(len(life.allegations))]
        self.milestones = [self._milestone(place) for place in range(len(life.milestones))]
        self._people()
        self._limits()

    def add(self, model: type[Model], moment: datetime, **values: Any) -> Any:
        """An unsaved row of this case, with an id of its moment."""
        row = model.__new__(model)
        row.__dict__.update(_blank(model), id=self.new_id(moment), case_id=self.case.pk, _state=ModelState())
        related = row._state.fields_cache
        related["case"] = self.case
        for name, value in values.items():
            if isinstance(value, Model):
                row.__dict__[f"{name}_id"], related[name] = value.pk, value
            else:
                row.__dict__[f"{name}_id" if value is None and name in _relations(model) else name] = value
        self.rows[model].append(row)
        return row

    def owe(self, *, source: UUID, code: str, what: str, due_on: Any, at: datetime, **said: Any) -> None:
        """What cases.services.raise_due would keep open."""
        owner: Person | None = said.pop("owner", None) or self.life.officer
        if said.pop("of_team", False):
            owner = None
        soon = soon_moment(code, due_on) if due_on >= london_date(self.world.now) else None
        item = self.add(
            DueItem,
            at,
            source=source,
            code=code,
            what=what,
            due_on=due_on,
            raised_at=at,
            dated_at=at,
            soon_at=None if said.get("settled_at") else soon,
            owner=owner,
            **said,
        )
        self.dues.append(item)

    def _case(self, reference: str) -> Case:
        life = self.life
        submitted = life.submissions[0] if life.submissions else None
        return Case(
            id=self.new_id(life.opened_at),
            reference=reference,
            district=life.district,
            team=life.team,
            officer_in_charge=life.officer,
            reported_on=life.reported_on,
            restricted=life.restricted,
            gatekept=submitted is not None,
            cps_unit=submitted.unit if submitted else None,
            urn=life.urn,
            opened_at=life.opened_at,
            opened_by=life.opened_by,
        )

    def _victim(self, place: int) -> Victim:
        told = self.life.victims[place]
        return self.add(
            Victim,
            told.added_at,
            number=place + 1,
            enhanced_rights=told.enhanced,
            enhanced_rights_declined_at=None if told.enhanced else told.added_at,
            added_at=told.added_at,
            added_by=self.life.opened_by,
        )

    def _suspect(self, place: int) -> Suspect:
        told = self.life.suspects[place]
        row = self.add(
            Suspect,
            told.added_at,
            number=place + 1,
            is_police=told.is_police,
            surname_index=surname_key(told.known.name),
            added_at=told.added_at,
            added_by=self.life.opened_by,
        )
        seal_known(row, told.known, self.seal)
        index = index_of(row, told.known)
        index.id = self.new_id(told.added_at)
        self.rows[SuspectIndex].append(index)
        return row

    def _allegation(self, place: int, crime: str) -> Allegation:
        told = self.life.allegations[place]
        return self.add(
            Allegation,
            told.added_at,
            crime_reference=crime,
            offence_type=told.offence_type,
            victim=self.victims[told.victim] if told.victim >= 0 else None,
            suspect=None if told.suspect is None else self.suspects[told.suspect],
            offence_from=told.offence_from,
            offence_to=told.offence_to,
            precision=told.precision,
            outcome=told.outcome,
            outcome_at=told.outcome_at,
            added_at=told.added_at,
            added_by=self.life.opened_by,
        )

    def _milestone(self, place: int) -> Milestone:
        told = self.life.milestones[place]
        row = self.add(
            Milestone,
            told.at,
            kind=told.kind,
            occurred_at=told.at,
            allegation=None if told.allegation is None else self.allegations[told.allegation],
            suspect=None if told.suspect is None else self.suspects[told.suspect],
            victim=None if told.victim is None else self.victims[told.victim],
            interview_by=told.interview_by,
            limit_on=told.limit_on,
            limit_set_by=BailSetBy.STANDARD if told.kind == MilestoneKind.BAILED else "",
            recorded_at=max(told.at, self.life.opened_at),
            recorded_by=told.by,
            **told.decided,
        )
        if told.note:
            row.note_sealed = self.seal(NOTE, row.pk, told.note)
        return row

    def _people(self) -> None:
        for duty in self.life.on_duty:
            self.add(
                Assignment,
                duty.began,
                person=duty.person,
                duty=duty.duty,
                started_at=duty.began,
                assigned_by=duty.by,
                ended_at=duty.ended,
            )
        for named in self.life.named:
            self.add(
                NamedAccess,
                named.began,
                person=named.person,
                because=named.because,
                started_at=named.began,
                granted_by=named.by,
                ended_at=named.ended,
            )

    def _limits(self) -> None:
        """As cases.services.limits keeps them."""
        for limit in LIMITS:
            for one in running_limits(limit, self.milestones, self.world.now):
                self.owe(
                    source=one.pk,
                    code=limit.code,
                    what=words_of(limit, one),
                    due_on=one.limit_on,
                    at=one.recorded_at,
                )

    def finish(self) -> Rows:
        """Write the stored copies: stages, outcomes, what is due next, search keys."""
        for allegation, stage in zip(self.allegations, self.stages, strict=True):
            allegation.stage = stage
        self.case.stage = case_stage(one.stage for one in self.allegations)
        self.case.outcome_recorded = any(one.outcome for one in self.allegations)
        counted = [one for one in self.dues if one.code not in NOT_FOR_CPS]
        first = min(counted, key=lambda one: (one.due_on, one.raised_at), default=None)
        if first is not None:
            self.case.next_due_on, self.case.next_due_what = first.due_on, first.what
        for key in keys_of(self.case, self.allegations):
            key.id = self.new_id(self.life.opened_at)
            self.rows[type(key)].append(key)
        return self.rows

    @cached_property
    def is_closed(self) -> bool:
        return case_stage(self.stages) in CLOSED_STAGES

    @cached_property
    def stages(self) -> list[str]:
        """Of each allegation, as the milestones leave it; all of them are told before anything else is."""
        return [
            stage_of([one for one in self.milestones if bears_on(one, each)], self.world.now)
            for each in self.allegations
        ]
