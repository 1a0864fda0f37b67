"""Scope of what is about one victim: the case's rule, and for an ISVA only the clients who agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from cases.models import CaseBearing, Victim
from cases.whole import Row, Whole
from rasso_tracker.people.access import CaseScoped
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person


class VictimScoped(CaseScoped):
    """Rows about one victim. A case may have several victims; an ISVA sees those whom they support."""

    def visible_branches(self, person: Person) -> list[Self]:
        return [branch.of_clients(person) for branch in super().visible_branches(person)]

    def visible_to(self, person: Person) -> Self:
        return super().visible_to(person).of_clients(person)

    def of_clients(self, person: Person) -> Self:
        if not is_supporter(person):
            return self
        return self.filter(self.model.told_to(person), victim__in=clients_of(person))

    def standing(self) -> Self:
        return self.filter(voided_at__isnull=True)


class AboutVictim(CaseBearing):
    """The base of every row about one victim of a case. Subclasses have a `victim`."""

    victim_id: UUID

    objects = VictimScoped.as_manager()  # type: ignore[misc]  # django-stubs takes the base's for a class variable

    class Meta:
        abstract = True

    @classmethod
    def told_to(cls, person: Person) -> Q:
        """Which rows of a client their ISVA reads, where that is not all of them."""
        return Q()


def clients_of(person: Person) -> models.QuerySet[Any]:
    """The ids of the victims whom this ISVA supports now, with their consent."""
    from victims.models.support import IsvaSupport

    return IsvaSupport.objects.filter(isva=person.pk, ended_at__isnull=True).values("victim")


def seen_of_clients(whole: Whole, model: type[Row], person: Person) -> list[Row]:
    """As `model.objects.visible_to(person)` on this case, out of the rows that the page read.

    The page of a case is not an ISVA's: theirs is the page of a client.
    """
    return [] if is_supporter(person) else whole.seen(model, person)


def one_of(name: str, field: str, choices: type[models.TextChoices], *, blank: bool = False) -> Any:
    """Only codes of the closed list are stored."""
    codes = [*choices.values, ""] if blank else list(choices.values)
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": codes}))


def some_of(name: str, field: str, choices: type[models.TextChoices]) -> Any:
    """An array holds codes of the closed list alone."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__contained_by": list(choices.values)}))


def victims_seen(person: Person) -> models.QuerySet[Victim]:
    """The victims whose pages this person may open: those of the case, and an ISVA's own clients alone."""
    rows: models.QuerySet[Victim] = Victim.objects.visible_to(person)
    return rows.filter(pk__in=clients_of(person)) if is_supporter(person) else rows


def own_clients(person: Person) -> models.QuerySet[Victim]:
    """The victims whom this ISVA supports; nobody has clients in another role (404)."""
    rows: models.QuerySet[Victim] = victims_seen(person)
    return rows if is_supporter(person) else rows.none()


def victims_read_in(part: Part) -> Callable[[Person], models.QuerySet[Victim]]:
    """The victims of whom a role reads this part; for any other role their pages do not exist (404)."""

    def find(person: Person) -> models.QuerySet[Victim]:
        rows = victims_seen(person)
        return rows if person.is_service or person.role.reads(part) else rows.none()

    return find
