"""The deeds on alerts: how to reach a victim has changed, or may not be safe any more."""

from __future__ import annotations

from typing import Any

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import ContactAlert
from victims.sealed import opened
from victims.shown.record import open_alerts
from victims.surfaces.places import about_victim, on_row, on_victim


def about_alert(person: Person, alert: ContactAlert) -> dict[str, Any]:
    """What is to be confirmed, above the form: this alert and the others that are open. Showing them is a
    look, and is logged as one.
    """
    rows = [alert, *(one for one in open_alerts(person, alert.victim) if one.pk != alert.pk)]
    record_read(
        by=person,
        action=Action.CONTACT_DETAILS_VIEWED,
        case=alert.case_id,
        subjects=[alert.victim_id, *(one.pk for one in rows)],
    )
    key = case_key(alert.case_id)
    return {
        **about_victim(person, alert),
        "open": [{"row": one, "words": opened(one, "words", key)} for one in rows],
    }


RAISE_ALERT = Surface(
    name="raise_contact_alert",
    title="They moved, or a way to them is not safe",
    service=services.raise_contact_alert,
    form=forms.AlertForm,
    page="victims/<uuid:pk>/alerts/new/",
    api="victims/<uuid:pk>/contact-alerts/",
    button="Stop those ways now",
    said="Stopped. Whoever owes them something has been told to check first.",
    template="victims/alert_raise.html",
    represent=represent.alert_shown,
    **on_victim(rules.check_can_raise_alert),
)
CONFIRM_WAYS = Surface(
    name="confirm_ways",
    title="Confirm which ways are safe",
    service=services.confirm_ways,
    form=forms.ConfirmWaysForm,
    page="contact-alerts/<uuid:pk>/confirm/",
    api="contact-alerts/<uuid:pk>/confirm/",
    button="Confirm",
    said="Confirmed. What is owed to the victim is no longer held.",
    template="victims/alert_confirm.html",
    represent=represent.alert_shown,
    **{
        **on_row(ContactAlert, "alert", rules.check_can_confirm_ways),
        "select": ("victim__case", "raised_by"),
        "context": about_alert,
    },
)
