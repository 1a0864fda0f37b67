"""Rows of a victim's record that would stand but for what is given, and what makes each impossible.

Those of test_constraints.py are the older nouns; these come with who made them under the name in `BY`.
"""

from __future__ import annotations

from typing import Any

from tests.victims.conftest import on
from victims.models import Circumstances, ContactAlert, Spokesperson

Row = dict[str, Any]
OTHER = "somebody else"  # stands for a second person
MADE: dict[type, tuple[str, Row]] = {
    ContactAlert: (
        "raised_by",
        {"about": "moved", "stops": ["post"], "words_sealed": b"x", "raised_at": on(10)},
    ),
    Spokesperson: (
        "named_by",
        {
            "name_sealed": b"x",
            "reach_sealed": b"x",
            "is_their": "family",
            "because": "asked",
            "tie": "none",
            "named_at": on(10),
        },
    ),
    Circumstances: ("recorded_by", {"under_18": "no", "recorded_at": on(10)}),
}
_CONFIRMED = {"confirmed_at": on(11), "confirmed_by": OTHER, "confirmed_sealed": b"x"}
IMPOSSIBLE: list[tuple[str, type, Row]] = [
    ("alert_about_known", ContactAlert, {"about": "weather"}),
    ("alert_stops_known", ContactAlert, {"stops": ["owl"]}),
    ("alert_stops_something", ContactAlert, {"stops": []}),
    ("alert_confirmed_together_after_raised", ContactAlert, {"safe_again": ["post"]}),
    ("alert_confirmed_together_after_raised", ContactAlert, {"confirmed_at": on(11)}),
    ("alert_confirmed_together_after_raised", ContactAlert, {**_CONFIRMED, "confirmed_at": on(9)}),
    ("alert_safe_again_was_stopped", ContactAlert, {**_CONFIRMED, "safe_again": ["phone"]}),
    ("spokesperson_is_known", Spokesperson, {"is_their": "dog"}),
    ("spokesperson_because_known", Spokesperson, {"because": "so"}),
    ("spokesperson_tie_known", Spokesperson, {"tie": "string"}),
    ("spokesperson_agreed_together", Spokesperson, {"agreed_at": on(11)}),
    (
        "spokesperson_two_people_agree",
        Spokesperson,
        {"agreed_at": on(11), "agreed_by": "", "agreed_sealed": b"x"},
    ),
    ("spokesperson_ended_together", Spokesperson, {"ended_at": on(11)}),
    ("circumstances_age_known", Circumstances, {"under_18": "old"}),
    ("circumstances_superseded_in_order", Circumstances, {"superseded_at": on(9)}),
]
TWICE: list[tuple[str, type]] = [
    ("alert_once_while_open", ContactAlert),
    ("spokesperson_one_speaks", Spokesperson),
    ("circumstances_one_stands", Circumstances),
]
NAMES = {row[0] for row in (*IMPOSSIBLE, *TWICE)}
