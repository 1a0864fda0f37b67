"""Forms of the ISVA's access."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ISVA
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    RowChoice,
)
from victims.models import IsvaSupport
from victims.support_enums import SAID_BY_POLICE


class ShareForm(DeedForm):
    isva = RowChoice(queryset=Person.objects.none(), label="ISVA")
    consented_on = GovDateField(
        label="When did the victim agree?",
        past_only=True,
        hint="They may take it back at any time.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Person.objects.filter(in_post(london_date(now())), roles__contains=[ISVA.code])
        if self.subject is not None:
            theirs = IsvaSupport.objects.filter(victim=self.subject, ended_at__isnull=True)
            chosen = chosen.exclude(pk__in=theirs.values("isva"))
        field_of(self, "isva", RowChoice).queryset = chosen.order_by("name")


class EndSupportForm(DeedForm):
    because = forms.ChoiceField(label="Why does it end?", choices=SAID_BY_POLICE, widget=forms.RadioSelect)
