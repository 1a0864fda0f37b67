"""What is typed of a saved filter."""

from __future__ import annotations

from django import forms

from rasso_tracker.web.forms import DeedForm, PlainText


class ChangeFilterForm(DeedForm):
    name = PlainText(
        label="Name of the filter",
        max_length=40,
        hint="Such as “Leeds, step 2”. No names of victims, witnesses or suspects",
    )
    shared = forms.BooleanField(
        label="Offer it to everybody in my role",
        required=False,
        help_text="To the gatekeeper team, or to those in your role in your district, team or unit",
    )
    is_default = forms.BooleanField(label="Open the list with it", required=False)


class SaveFilterForm(ChangeFilterForm):
    list_name = PlainText(max_length=60, widget=forms.HiddenInput)
    query = PlainText(max_length=500, required=False, widget=forms.HiddenInput)


class RemoveFilterForm(DeedForm):
    pass
