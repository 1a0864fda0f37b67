"""Two records of one person become one: what every app says of the second is said of the kept one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from cases.models import Case, DueItem
from cases.services.due import Owed, raise_dues
from rasso_tracker.people.versions import touch


def move_rows(
    field: str, *, kept: models.Model, duplicate: models.Model, but: Collection[type[models.Model]] = ()
) -> tuple[list[UUID], list[UUID]]:
    """Every row, of every app, whose `field` names the duplicate names the kept one from now on.

    What the database refuses to have twice stays where it is. Models of `but` are left alone. The ids of
    what moved, and of what was left.
    """
    moved: list[UUID] = []
    left: list[UUID] = []
    for model in _naming(field, type(kept), but):
        rows: Any = model._default_manager.filter(**{field: duplicate})
        for row in rows:
            setattr(row, field, kept)
            try:
                with transaction.atomic():
                    touch(row, field) if hasattr(row, "version") else row.save(update_fields=[field])
                moved.append(row.pk)
            except IntegrityError:
                left.append(row.pk)
    return moved, left


def _naming(
    field: str, noun: type[models.Model], but: Collection[type[models.Model]]
) -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model not in but
        and any(one.name == field and one.related_model is noun for one in model._meta.fields)
    ]


def owe_by_name(case: Case, sources: Iterable[UUID], *, before: str, after: str, at: datetime) -> None:
    """What is still owed for these sources names `after` where it named `before`."""
    items = DueItem.objects.filter(
        source__in=list(sources), settled_at__isnull=True, what__contains=before
    ).select_related("owner")
    raise_dues(case=case, owed=[owed_anew(one, before=before, after=after) for one in items], at=at)


def owed_anew(item: DueItem, *, before: str, after: str, source: UUID | None = None) -> Owed:
    """The same, in words that name `after`, and for another source where one is given."""
    return Owed(
        source=source or item.source,
        code=item.code,
        what=item.what.replace(before, after),
        due_on=item.due_on,
        owner=item.owner,
        of_team=item.owner_id is None,
        rule=item.rule,
        started_on=item.started_on,
    )
