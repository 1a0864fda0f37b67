"""Every stored field is classified, and what is sealed is never stored in the clear."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import connection, models

from rasso_tracker.people.classification import Sensitivity
from rasso_tracker.people.walls import policy_of

OURS = [
    config.name
    for config in apps.get_app_configs()
    if config.name.startswith("rasso_tracker.")
    or config.name in {"cases", "victims", "actionplans", "reviews"}
]
MODELS = [
    model
    for name in OURS
    for config in apps.get_app_configs()
    if config.name == name
    for model in config.get_models()
]
SEALED = {Sensitivity.IDENTIFYING, Sensitivity.CONTACT, Sensitivity.FREE_TEXT}


def classified(model: type[models.Model]) -> dict[str, Sensitivity]:
    module = f"{model._meta.app_config.name}.classification"
    if find_spec(module) is None:
        return {}
    return dict(import_module(module).FIELDS.get(model.__name__, {}))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[models.Model]) -> None:
    stored = {field.name for field in model._meta.local_concrete_fields}
    assert stored == set(classified(model)) | ({"pk"} & stored)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_identifies_or_may_hold_anything_is_sealed(model: type[models.Model]) -> None:
    for name, sensitivity in classified(model).items():
        field = model._meta.get_field(name)
        if sensitivity in SEALED:
            assert isinstance(field, models.BinaryField), f"{model._meta.label}.{name} is not sealed"
        if name.endswith("_sealed"):
            assert sensitivity in SEALED, f"{model._meta.label}.{name} is sealed and classified {sensitivity}"


@pytest.mark.parametrize("model", [m for m in MODELS if policy_of(m)], ids=lambda model: model._meta.label)
def test_every_case_bearing_table_has_its_wall(model: type[models.Model], db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, (SELECT array_agg(polname::text ORDER BY polname) FROM pg_policy"
            " WHERE polrelid = c.oid) FROM pg_class c WHERE relname = %s",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, ["changed", "seen", "written"])


def test_every_table_with_a_case_is_walled_or_says_why_not() -> None:
    for model in MODELS:
        columns = {field.column for field in model._meta.local_concrete_fields}
        if "case_id" in columns and policy_of(model) is None:
            assert getattr(model, "row_security", "") == "none", model._meta.label
