"""The deeds on look-backs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rasso_tracker.web.surfaces import Surface
from victims import forms, rules, services
from victims.models import LookBack, Withdrawal
from victims.represent.look_backs import look_back_in_full
from victims.surfaces.places import on_row
from victims.surfaces.withdrawals import about_it


def look_back_page(result: Any) -> str:
    return reverse("look_back", args=[result.pk])


def withdrawal_page(row: Any) -> str:
    return reverse("withdrawal", args=[row.pk])


RECORD_LOOK_BACK = Surface(
    name="record_look_back",
    title="Look back on a withdrawal",
    service=services.record_look_back,
    form=forms.LookBackForm,
    page="withdrawals/<uuid:pk>/look-back/",
    api="look-backs/",
    button="Save the look-back",
    said="Look-back recorded.",
    template="victims/look_back_record.html",
    constraints={"look_back_once_a_withdrawal": ("", rules.DONE_ALREADY)},
    represent=look_back_in_full,
    **{
        **on_row(Withdrawal, "withdrawal", rules.check_can_look_back),
        "context": about_it,
        "done": look_back_page,
        "back": withdrawal_page,
    },
)
VOID_LOOK_BACK = Surface(
    name="void_look_back",
    title="Void a look-back",
    service=services.void_look_back,
    form=forms.VoidForm,
    page="look-backs/<uuid:pk>/void/",
    api="look-backs/<uuid:pk>/void/",
    button="Void this record",
    said="The look-back is voided. It stays, marked so, and a new one is owed.",
    represent=look_back_in_full,
    **{
        **on_row(LookBack, "look_back", rules.check_can_void_look_back),
        "select": ("victim__case", "looked_back_by"),
        "done": look_back_page,
        "back": look_back_page,
    },
)
LOOK_BACK_SURFACES = (RECORD_LOOK_BACK, VOID_LOOK_BACK)
