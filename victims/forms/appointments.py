"""Forms of joint appointments."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateTimeField, LongText, RowChoice, YesNoField
from victims.appointment_enums import SAID_OF_CANCELLING, CannotJoin, Joins, WillTell
from victims.enums import MEETING_WAYS, Direction
from victims.forms.contact import ContactForm
from victims.models import IsvaSupport

WAYS = [("", "Choose one"), *((one.value, one.label) for one in MEETING_WAYS)]


class MoveAppointmentForm(DeedForm):
    starts_at = GovDateTimeField(
        label="When?", future=True, hint="Within the victim's safe times, and not on a Friday evening."
    )
    victim_asked = YesNoField(
        label="If it is a Friday evening: did the victim ask for it?", yes="Yes", no="No", required=False
    )
    method = forms.ChoiceField(label="How?", choices=WAYS)
    place = LongText(
        label="Where, or by which number or link?",
        max_length=500,
        rows=2,
        required=False,
        hint="Kept sealed, for the victim's officers and their ISVA.",
    )


class AppointmentForm(MoveAppointmentForm):
    isva = RowChoice(queryset=Person.objects.none(), label="Which ISVA is asked to join?")
    will_tell = forms.ChoiceField(
        label="What will they be told?",
        choices=WillTell.choices,
        widget=forms.RadioSelect,
        help_text="Only what it is about. The victim hears first what was decided.",
    )
    field_order = ("isva", "will_tell", "starts_at", "victim_asked", "method", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            support = IsvaSupport.objects.filter(victim=self.subject, ended_at__isnull=True)
            asked: Any = self.fields["isva"]
            asked.queryset = Person.objects.filter(pk__in=support.values("isva")).order_by("name")


class AnswerAppointmentForm(DeedForm):
    answer = forms.ChoiceField(label="Will you be there?", choices=Joins.choices, widget=forms.RadioSelect)
    cannot_because = forms.ChoiceField(
        label="If not, why not?", choices=[("", "Choose one"), *CannotJoin.choices], required=False
    )


class CancelAppointmentForm(DeedForm):
    because = forms.ChoiceField(
        label="Why is it called off?", choices=SAID_OF_CANCELLING, widget=forms.RadioSelect
    )


class HeldForm(ContactForm):
    """The contact that an appointment became: we made it, and the victim was there."""

    known: ClassVar = {"direction": Direction.OUT.value, "reached": True}
    folds: ClassVar = {"When they next hear from us": ("next_due_on",)}
    field_order = ("occurred_at", "method", "about", "summary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("direction", "reached", "left_message"):
            del self.fields[name]

    @property
    def about_whom(self) -> Any:
        return self.subject.victim if self.subject is not None else None

    def _ways_in_order(self, victim: Any) -> None:
        super()._ways_in_order(victim.victim)  # the subject of this form is the appointment
