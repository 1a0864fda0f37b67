"""No row passes a check because something it compares is not there.

PostgreSQL refuses a row where a check is false, and lets it in where the check is true *or unknown*: a
comparison with NULL is unknown. So `closed_at >= opened_at AND closed_by IS NOT NULL` lets in a row with a
closer and no time of closing.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, F, Q

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"
EITHER = {TRUE, FALSE}

CHECKS = [
    (model, check)
    for model in apps.get_models()
    for check in model._meta.constraints
    if isinstance(check, CheckConstraint)
]


def names_in(expression: object) -> set[str]:
    """Fields that an expression reads."""
    if isinstance(expression, F):
        return {expression.name}
    parts = getattr(expression, "get_source_expressions", list)()
    return set().union(*(names_in(part) for part in parts))


def split(key: str) -> tuple[str, str]:
    """Field and lookup of `field__lookup`."""
    field, _, lookup = key.partition("__")
    return field, lookup.rsplit("__", 1)[-1]


def fields_of(condition: object) -> set[str]:
    if isinstance(condition, Q):
        return set().union(*(fields_of(child) for child in condition.children))
    if isinstance(condition, tuple):
        return {split(condition[0])[0]} | names_in(condition[1])
    return names_in(condition)


def answers(condition: object, empty: set[str], *, negated: bool = False) -> set[str]:
    """What a condition may say of a row whose fields `empty` are NULL and whose others may be anything.

    Where a comparison is `negated`, Django asks with it whether the value is there: it is false then, never
    unknown.
    """
    if isinstance(condition, Q):
        inside = negated != condition.negated
        each = [answers(child, empty, negated=inside) for child in condition.children]
        stops, passes = (FALSE, TRUE) if condition.connector == Q.AND else (TRUE, FALSE)
        found = set()
        for said in product(*each):
            if stops in said:
                found.add(stops)
            else:
                found.add(UNKNOWN if UNKNOWN in said else passes)
        if condition.negated:
            turned = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}
            found = {turned[one] for one in found}
        return found
    if isinstance(condition, tuple):
        field, lookup = split(condition[0])
        if lookup == "isnull":
            return {TRUE if (field in empty) == condition[1] else FALSE}
        if negated and fields_of(condition) & empty:
            return {FALSE}
    return {UNKNOWN} if fields_of(condition) & empty else EITHER


def unknown_where(model: type[models.Model], condition: object) -> list[set[str]]:
    """The least sets of fields whose absence can make a check unknown."""
    nullable = sorted(name for name in fields_of(condition) if model._meta.get_field(name).null)
    found: list[set[str]] = []
    for chosen in sorted(product([False, True], repeat=len(nullable)), key=sum):
        empty = {name for name, gone in zip(nullable, chosen, strict=True) if gone}
        if not any(less <= empty for less in found) and UNKNOWN in answers(condition, empty):
            found.append(empty)
    return found


def test_a_comparison_with_nothing_is_found() -> None:
    case = apps.get_model("cases", "Lesson")
    pair = Q(done_at__isnull=True, done_by__isnull=True)
    assert unknown_where(case, pair | Q(done_at__gte=F("given_at"), done_by__isnull=False)) == [{"done_at"}]
    whole = Q(done_at__isnull=False, done_at__gte=F("given_at"), done_by__isnull=False)
    assert unknown_where(case, pair | whole) == []


@pytest.mark.parametrize(("model", "check"), CHECKS, ids=lambda one: getattr(one, "name", ""))
def test_no_check_is_passed_for_want_of_a_value(model: type[models.Model], check: CheckConstraint) -> None:
    assert unknown_where(model, check.condition) == []
