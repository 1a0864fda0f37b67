"""The length of a list on a role home."""

from __future__ import annotations

from typing import Any

from cases.home import MOST, Some


def some(rows: list[dict[str, Any]]) -> Some:
    return Some(rows[:MOST], len(rows) > MOST)
