"""Rows of a victim's record that would stand but for what is given, and what makes each impossible.

Those of test_constraints.py are the older nouns; these come with who made them under the name in `BY`.
"""

from __future__ import annotations

from typing import Any

from tests.victims.conftest import on
from victims.models import (
    Characteristics,
    Circumstances,
    ContactAlert,
    NeedsAssessment,
    RightsChoice,
    Spokesperson,
    UpdateAgreement,
)

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
            "since": on(10).date(),
            "named_at": on(10),
        },
    ),
    Circumstances: ("recorded_by", {"under_18": "no", "recorded_at": on(10)}),
    UpdateAgreement: ("recorded_by", {"agreed_on": on(10).date(), "recorded_at": on(10)}),
    Characteristics: ("recorded_by", {"answers_sealed": b"x", "recorded_at": on(10)}),
    NeedsAssessment: (
        "recorded_by",
        {
            "assessed_at": on(9),
            "because": "first",
            "words_sealed": b"x",
            "next_due_on": on(20).date(),
            "recorded_at": on(10),
        },
    ),
    RightsChoice: (
        "recorded_by",
        {
            "takes_up": False,
            "chosen_at": on(9),
            "told_by": "letter",
            "words_sealed": b"x",
            "recorded_at": on(10),
        },
    ),
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
    ("spokesperson_since_known", Spokesperson, {"since": on(11).date()}),
    ("spokesperson_agreed_together", Spokesperson, {"agreed_at": on(11)}),
    (
        "spokesperson_two_people_agree",
        Spokesperson,
        {"agreed_at": on(11), "agreed_by": "", "agreed_sealed": b"x"},
    ),
    ("spokesperson_ended_together", Spokesperson, {"ended_at": on(11)}),
    ("update_agreement_superseded_in_order", UpdateAgreement, {"superseded_at": on(9)}),
    ("update_agreement_days_that_can_be", UpdateAgreement, {"every_days": 0}),
    ("update_agreement_days_that_can_be", UpdateAgreement, {"every_days": 93}),
    ("update_agreement_not_in_future", UpdateAgreement, {"agreed_on": on(11).date()}),
    ("characteristics_superseded_in_order", Characteristics, {"superseded_at": on(9)}),
    ("characteristics_answered_known", Characteristics, {"answered": ["mood"]}),
    ("characteristics_not_said_known", Characteristics, {"not_said": ["mood"]}),
    ("characteristics_answered_or_not", Characteristics, {"answered": ["sex"], "not_said": ["sex"]}),
    ("needs_because_known", NeedsAssessment, {"because": "so"}),
    ("needs_known", NeedsAssessment, {"needs": ["luck"]}),
    ("needs_not_in_future", NeedsAssessment, {"assessed_at": on(11)}),
    ("needs_next_is_later", NeedsAssessment, {"next_due_on": on(9).date()}),
    ("rights_choice_not_in_future", RightsChoice, {"chosen_at": on(11)}),
    ("rights_choice_was_said", RightsChoice, {"told_by": "inferred"}),
    ("rights_choice_told_known", RightsChoice, {"told_by": "owl"}),
    ("circumstances_age_known", Circumstances, {"under_18": "old"}),
    ("circumstances_family_known", Circumstances, {"died_on": on(9).date(), "family": "some"}),
    ("circumstances_family_of_the_dead", Circumstances, {"family": "to_tell"}),
    ("circumstances_superseded_in_order", Circumstances, {"superseded_at": on(9)}),
]
TWICE: list[tuple[str, type]] = [
    ("alert_once_while_open", ContactAlert),
    ("spokesperson_one_speaks", Spokesperson),
    ("update_agreement_one_stands", UpdateAgreement),
    ("characteristics_one_stands", Characteristics),
    ("needs_one_is_the_first", NeedsAssessment),
    ("circumstances_one_stands", Circumstances),
]
# These name a milestone and are made in test_events.py.
OF_EVENTS: list[tuple[str, Row]] = [
    ("event_telling_told_together", {"told_at": on(11)}),
    ("event_telling_not_told_together", {"not_told_because": "unsafe"}),
    ("event_telling_due_after", {"due_on": on(9).date()}),
    ("event_telling_why_not_known", {"not_told_because": "so", "not_told_at": on(11), "not_told_by": ""}),
]
NAMES = {row[0] for row in (*IMPOSSIBLE, *TWICE, *OF_EVENTS)} | {"event_telling_once_a_victim"}
