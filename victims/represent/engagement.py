"""How a victim stands, by API: the words of the pages as codes."""

from __future__ import annotations

from typing import Any

from victims.engagement import Standing
from victims.represent.heads import iso


def standing_shown(how: Standing) -> dict[str, Any]:
    """`contact_lost_since` is also said of somebody who withdrew before contact was lost."""
    return {
        "state": how.state.value,
        "since": iso(how.since),
        "contact_lost_since": iso(how.lost),
    }
