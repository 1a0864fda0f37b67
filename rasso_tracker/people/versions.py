"""Versions of editable records: nobody overwrites what they have not seen (safety.md 8)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from rasso_tracker.people.refusals import Stale


def hold(row: Any, version: int) -> None:
    """Refuse a change to `row` (already locked) by somebody who saw an older version of it."""
    if row.version != version:
        raise Stale("Somebody changed this after you opened it. Look at what is stored now, then try again.")


def touch(row: Any, *fields: str) -> None:
    """Save `fields` of `row` and count its version up. Called by services alone."""
    row.version += 1
    assert isinstance(row, Model)
    row.save(update_fields=[*fields, "version"])
