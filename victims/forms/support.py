"""Forms of the ISVA's access."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ISVA
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    RowChoice,
)


class ShareForm(DeedForm):
    isva = RowChoice(queryset=Person.objects.none(), label="ISVA")
    consented_on = GovDateField(
        label="When did the victim agree?",
        past_only=True,
        hint="They may take it back at any time.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Person.objects.filter(roles__contains=[ISVA.code], is_active=True)
        self.fields["isva"].queryset = chosen.order_by("name")  # type: ignore[attr-defined]  # a RowChoice


class EndSupportForm(DeedForm):
    """Nothing to fill in: the button says it."""
