"""Clinics that come before the next meeting, by district."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasso_tracker.dashboards.weekly.lines import Asked


def coming(asked: Asked) -> dict[UUID, list[dict[str, Any]]]:
    """None yet: the district diary of advice clinics fills this in."""
    return {}
