"""The one policy module: which cases a person may know of, for lists, counts, search, export and tasks alike.

`visible_to` is the first wall (a forgotten filter shows in review); PostgreSQL row-level security, fed by the
context set here, is the second (walls.py). Both say the same; tests hold them together.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models, transaction
from django.db.models import Q

from rasso_tracker.people.parts import Part, Role, Scope

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person


@dataclass(frozen=True)
class Context:
    """What row-level security is told. `key` is the id that the scope compares with; "" when it needs
    none.
    """

    scope: str
    key: str
    person: str
    named: str


_NO_CONTEXT = Context(scope="", key="", person="", named="")
_current: ContextVar[Context] = ContextVar("rasso_access_context", default=_NO_CONTEXT)


def context_of(person: Person) -> Context:
    """The context of a person in the role in use. A service account works for the system as a whole."""
    if person.is_service:
        return Context(scope=Scope.SYSTEM, key="", person=str(person.pk), named="")
    role = person.role
    keys = {
        Scope.TEAM: person.team_id,
        Scope.DISTRICT: person.district_id,
        Scope.CPS_UNIT: person.cps_unit_id,
    }
    key = keys.get(role.scope)
    scope = role.scope if key or role.scope not in keys else Scope.NONE
    return Context(
        scope=scope, key=str(key or ""), person=str(person.pk), named=str(person.pk) if role.named else ""
    )


def place_of(person: Person) -> tuple[Any, ...]:
    """All of a person that the access rule depends on, beside the cases that name them."""
    where = (person.team_id, person.district_id, person.cps_unit_id)
    return (person.pk, person.is_service, person.role.code, *where)


def current_context() -> Context:
    return _current.get()


def _tell_database(context: Context) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('rasso.scope', %s, true), set_config('rasso.key', %s, true),"
            " set_config('rasso.person', %s, true), set_config('rasso.named', %s, true)",
            [context.scope, context.key, context.person, context.named],
        )


@contextmanager
def _within(context: Context) -> Iterator[None]:
    before = _current.get()
    if before == context and connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        _tell_database(context)
        token = _current.set(context)
        try:
            yield
        finally:
            _current.reset(token)
    if connection.in_atomic_block:
        # SET LOCAL outlives a released savepoint, so the context around this one is told again.
        _tell_database(before)


def acting(person: Person) -> Any:
    """Open a transaction in which the database shows what `person` may see."""
    return _within(context_of(person))


def system(why: str) -> Any:
    """Open a transaction that sees every row: sweeps, deliveries, loaders. `why` is for the reader."""
    assert why, "say why the system looks at everything"
    return _within(Context(scope=Scope.SYSTEM, key="", person="", named=""))


def _scope_filter(person: Person, prefix: str) -> Q | None:
    context = context_of(person)
    open_to_scope = Q(**{f"{prefix}restricted": False})
    match context.scope:
        case Scope.TEAM:
            return open_to_scope & Q(**{f"{prefix}team": person.team_id})
        case Scope.DISTRICT:
            return open_to_scope & Q(**{f"{prefix}district": person.district_id})
        case Scope.CPS_UNIT:
            return open_to_scope & Q(**{f"{prefix}cps_unit": person.cps_unit_id})
        case Scope.GATEKEPT:
            return open_to_scope & Q(**{f"{prefix}gatekept": True})
        case Scope.OUTCOME:
            return open_to_scope & Q(**{f"{prefix}outcome_recorded": True})
        case _:
            return None


def _among_granted(person: Person, prefix: str) -> models.Func:
    from django.apps import apps

    grants = apps.get_model("cases", "NamedAccess").objects.filter(person=person.pk, ended_at__isnull=True)
    return among(grants.values("case"), prefix)


def among(few: models.QuerySet[Any, Any], prefix: str = "") -> models.Func:
    """`pk = ANY (ARRAY(few))`: the few ids first, then one index descent each.

    As a join the planner may walk every row to meet the few (130 ms at 300,000 cases, 2 so).
    """
    return models.Func(
        models.F(f"{prefix}pk"),
        ArraySubquery(few),
        template="%(expressions)s)",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )


# A model may name rows (`of_supervision`) that only those see who read this other part of a case as well.
HIDDEN_WITH = (
    ("supervision", Part.SUPERVISION),
    ("contact", Part.VICTIM_CONTACT),
    ("support", Part.SUPPORT),
)


class CaseScoped(models.QuerySet[Any]):
    """QuerySet of rows that belong to a case. `path` leads from the row to the case ("" on Case itself)."""

    path = "case__"

    def _without_supervision(self, person: Person) -> Self:
        """Without what supervision, contact with victims and support owe, for a role that reads none of
        it.
        """
        rows = self
        for name, part in HIDDEN_WITH:
            hidden: Q | None = getattr(self.model, f"of_{name}", None)
            if hidden is not None and not person.role.reads(part):
                rows = rows.exclude(hidden)
        return rows

    def _part(self) -> Part:
        part: Part = self.model.part  # every case-bearing model names the part of the case it is
        return part

    def visible_branches(self, person: Person) -> list[Self]:
        """The branches whose union is what the person may see; each can walk an index in order.

        Written as branches because `OR EXISTS` costs a rare viewer half a second at a million cases.
        """
        if person.is_service:
            return [self]
        if not person.role.reads(self._part()):
            return []
        branches = []
        rows = self._without_supervision(person)
        in_scope = _scope_filter(person, self.path)
        if in_scope is not None:
            branches.append(rows.filter(in_scope))
        if person.role.named:
            named = rows.filter(_among_granted(person, self.path))
            # Most cases that name an officer are of their team: those are not looked up and sorted again.
            branches.append(named if in_scope is None else named.exclude(in_scope))
        return branches

    def visible_to(self, person: Person) -> Self:
        """Rows the person may know of, in the role in use. The only door to rows for a person."""
        if person.is_service:
            return self
        if not person.role.reads(self._part()):
            return self.none()
        allowed = _scope_filter(person, self.path) or Q(pk__in=[])
        if person.role.named:
            from django.apps import apps

            named = apps.get_model("cases", "NamedAccess").objects.filter(
                person=person.pk, ended_at__isnull=True
            )
            row = f"{self.path}pk__in" if self.path else "pk__in"
            allowed |= Q(**{row: named.values("case")})
        return self._without_supervision(person).filter(allowed)


def role_sees(person: Person, role: Role, case: Any, part: Part, named: Collection[uuid.UUID]) -> bool:
    """The same rule for one case at hand: may `person` know of its `part` in `role`?

    `named` is the ids of the people with open access to the case. For deciding about many people and cases at
    once without a query for each; a test holds it equal to visible_to.
    """
    if not role.reads(part):
        return False
    if role.named and person.pk in named:
        return True
    if case.restricted:
        return False
    match role.scope:
        case Scope.TEAM:
            return person.team_id is not None and case.team_id == person.team_id
        case Scope.DISTRICT:
            return person.district_id is not None and case.district_id == person.district_id
        case Scope.CPS_UNIT:
            return person.cps_unit_id is not None and case.cps_unit_id == person.cps_unit_id
        case Scope.GATEKEPT:
            return bool(case.gatekept)
        case Scope.OUTCOME:
            return bool(case.outcome_recorded)
        case _:
            return False
