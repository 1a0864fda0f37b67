"""What every row about a victim begins with."""

from __future__ import annotations

from typing import Any


def iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def head(row: Any) -> dict[str, Any]:
    return {"id": str(row.pk), "case": str(row.case_id), "victim": str(row.victim_id)}


def recorded(row: Any) -> dict[str, Any]:
    return {"recorded_at": iso(row.recorded_at), "recorded_by": row.recorded_by.username}


def voided(row: Any) -> dict[str, Any]:
    return {"voided_at": iso(row.voided_at), "void_reason": row.void_reason or None}
