"""The question that a form with a URN asks once another case bears it."""

from __future__ import annotations

from django import forms

from rasso_tracker.web.forms import DeedForm

_NAME = "shared_urn_confirmed"


class SharedUrnForm(DeedForm):
    """Hidden until the service asks it; by API it may be answered at once. An answer that was given shows."""

    shared_urn_confirmed = forms.BooleanField(
        label="I have looked: this case shares its URN with another", required=False, widget=forms.HiddenInput
    )

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.cleaned_data.get(_NAME):
            self._ask()

    def refuse(self, fields: dict[str, str]) -> None:
        if _NAME in fields:
            self._ask()
        super().refuse(fields)

    def _ask(self) -> None:
        self.fields[_NAME].widget = forms.CheckboxInput()
