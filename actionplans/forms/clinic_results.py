"""What is typed of what came of a booking at an advice clinic: the result, more advice, follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, Q, When

from actionplans.clinic_enums import Absent, BookingStatus, ClinicOutcome
from actionplans.enums import AdviceKind
from actionplans.forms.advice import offer_advice
from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.forms.items import OwnerChoice, of_where, owners_for
from actionplans.rules import Answers
from actionplans.rules.advice import check_towards
from actionplans.rules.clinics import check_missed, check_result, fault_of_due_day, refuse_due_day
from actionplans.seals import Label, Sealer
from actionplans.services.clinic_access import (
    able_once_closed,
    able_to_see,
    check_attended,
    check_owner_sees,
    may_have_come,
    sees_case,
    shut_out_words,
)
from actionplans.services.clinic_results import check_advice_of_clinic
from actionplans.services.documents import Entry
from actionplans.services.undecided import open_to_cps_now
from actionplans.shown.clinics import people_there
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.web.fields import draw_only, field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, RowChoices, RowsField, SubForm

MOST_FOLLOW_UPS = 20
NOT_HEARD = (BookingStatus.NOT_REACHED.value, BookingStatus.DID_NOT_ATTEND.value)
CLOSES = "The booking then opens the case to the clinic's lawyers and host no more"
STAYS = "The case is restricted, so the people who may see it stay the same"


def people_at(booking: Any) -> Any:
    """Who may have been there, or owe what is left to do: officers of the team, the lawyers, the host. Those
    who were to come are first.
    """
    sit = booking.clinic.sittings.filter(left_at__isnull=True).values("person")
    wanted = Q(pk__in=owners_for(booking.case).order_by().values("pk")) | Q(pk__in=sit)
    came = Q(pk__in=sit) | Q(pk__in=[booking.clinic.host_id, booking.officer_id])
    wanted |= came | Q(pk=booking.case.officer_in_charge_id)
    first = Case(When(came, then=0), default=1)
    return Person.objects.filter(wanted).select_related("team").order_by(first, "name")


class FollowUpOwner(OwnerChoice):
    """Who may owe what a clinic left to do: nobody who may not see the case."""

    once_heard: frozenset[Any] = frozenset()  # those who may see it no more where it was not heard

    def label_from_instance(self, person: Person) -> str:
        label = super().label_from_instance(person)
        return f"{label} (only where the case was heard)" if person.pk in self.once_heard else label


def offer_owners(form: Any, booking: Any, *, stays: Any = None, still_open: bool = False) -> None:
    """Draw those who may see the case, and who has it now (`stays`, a key); whoever else was near
    the clinic is refused in the words of the rule. `still_open`: its result is not recorded yet, so
    the booking opens the case to some.
    """
    choice = field_of(form, "owner", FollowUpOwner)
    choice.queryset = people_at(booking) | Person.objects.filter(pk=stays)
    if "_owners" not in booking.__dict__:  # asked once for every row of the form
        people = list(choice.queryset)
        able = able_to_see(people, booking.case)
        once_heard = able - able_once_closed(people, booking) if still_open else set()
        booking.__dict__["_owners"] = [one for one in people if one.pk in able or one.pk == stays], once_heard
    offered, once_heard = booking.__dict__["_owners"]
    choice.once_heard = frozenset(once_heard)
    draw_only(choice, offered)


class PeopleChoices(RowChoices):
    def label_from_instance(self, person: Person) -> str:
        return of_where(person)


class FollowUpRow(SubForm):
    what = LongText(label="What is to be done?", max_length=2000, rows=2)
    owner = FollowUpOwner(
        queryset=Person.objects.none(),
        label="Who does it?",
        required=False,
        empty_label="The officer who came",
    )
    due_on = GovDateField(label="By when?", future=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject, still_open=True)

    def clean(self) -> None:
        """Every row says its own fault at once, whatever else of the form is wrong."""
        if fault := fault_of_due_day(self.cleaned_data.get("due_on"), london_date(now())):
            self.add_error("due_on", fault)
        owner = self.cleaned_data.get("owner")
        if owner is not None and not sees_case(owner, self.subject.case):
            self.add_error("owner", shut_out_words(owner))


class WhatCameForm(DeedForm):
    """What came of a booking: asked when it is recorded, and again, whole, when that is corrected."""

    of_advice: ClassVar = ("advice", "advice_kind", "countersign_wanted", "document_date")
    reveals: ClassVar = {
        "status": {
            BookingStatus.HEARD.value: ("attended", "outcome", *of_advice),
            BookingStatus.DID_NOT_ATTEND.value: ("absent",),
        }
    }
    asked_of: ClassVar = dict.fromkeys(of_advice, ("outcome", (ClinicOutcome.ADVICE.value,)))
    status = forms.ChoiceField(
        label="What came of it?",
        choices=[
            (BookingStatus.HEARD.value, "The case was heard"),
            (BookingStatus.NOT_REACHED.value, "It was not reached"),
            (BookingStatus.DID_NOT_ATTEND.value, "Somebody did not attend"),
        ],
        widget=forms.RadioSelect,
    )
    absent = forms.ChoiceField(
        label="Who did not attend?",
        choices=[("", "Choose who, if somebody did not"), *Absent.choices],
        required=False,
    )
    attended = PeopleChoices(
        Person.objects.none(), label="Who was there?", required=False, hint="Where the case was heard"
    )
    outcome = forms.ChoiceField(
        label="What came of the hearing?",
        choices=[("", "Not heard"), *ClinicOutcome.choices],
        required=False,
    )
    advice = LongText(
        label="The advice that was given",
        max_length=20_000,
        rows=8,
        required=False,
        hint="It becomes CPS's advice on the case. Police enter it from the note of the clinic, and it is "
        "marked so until CPS confirms it",
    )
    advice_kind = forms.ChoiceField(
        label="Kind of advice", choices=[("", "No advice"), *AdviceKind.choices], required=False
    )
    countersign_wanted = forms.BooleanField(
        label="It needs a legal manager's countersignature",
        required=False,
        help_text="Advice towards no further action always does",
    )
    document_date = GovDateField(
        label="Date of the clinic's note",
        past_only=True,
        required=False,
        hint="Leave empty for the day of the clinic",
    )
    note = LongText(
        label="Note", max_length=4000, rows=3, required=False, hint="Such as what more work is needed"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.agency == Agency.CPS:
            del self.fields["document_date"]
        offer_advice(self, "advice_kind")
        if self.subject is not None:
            people = people_at(self.subject)
            choice = field_of(self, "attended", RowChoices)
            choice.queryset = people
            able = may_have_come(self.subject, people)
            draw_only(choice, [one for one in people if one.pk in able])
            closes = STAYS if self.subject.case.restricted else CLOSES
            self.fields["status"].widget.option_hints = dict.fromkeys(NOT_HEARD, closes)

    def check(self, said: dict[str, Any]) -> None:
        came = {name: said.get(name) or "" for name in ("outcome", "absent", "advice", "advice_kind")}
        kind = came["advice_kind"] if "advice_kind" not in self.errors else AdviceKind.EARLY
        document = partial(
            check_advice_of_clinic,
            self.person,
            self.subject,
            "" if self.on_record(came["outcome"]) else came["outcome"],
            kind,
            said.get("document_date"),
            now(),
        )
        result = partial(
            check_result,
            said.get("status", ""),
            attended=list(said.get("attended") or ()),
            on_record=self.on_record(came["outcome"]),
            **came,
        )
        missed = partial(check_missed, self.subject, said.get("status", ""), now())
        there = partial(check_attended, self.subject, list(said.get("attended") or ()))
        together(result, document, missed, there)

    def on_record(self, outcome: str) -> bool:
        """Whether the advice that was given stands on record already."""
        return False


class ResultForm(WhatCameForm):
    follow_ups = RowsField(
        form=FollowUpRow,
        label="What is left to do",
        hint="Each has an owner and a date, and climbs when its date passes",
        min_rows=0,
        max_rows=MOST_FOLLOW_UPS,
        row_label="Follow-up",
    )


class CorrectResultForm(WhatCameForm):
    reason = LongText(
        label="What was wrong, and how is it known?",
        max_length=2000,
        rows=3,
        hint=f"What was recorded before stays to be read beside this. {READ_BY_BOTH}",
        error_messages={"required": "Say what was wrong, and how it is known."},
    )
    field_order = ("status", "absent", "attended", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and self.on_record(ClinicOutcome.ADVICE):
            for name in self.of_advice:
                self.fields.pop(name, None)

    def on_record(self, outcome: str) -> bool:
        return outcome == ClinicOutcome.ADVICE == self.subject.outcome


def as_recorded(person: Person, booking: Any) -> dict[str, Any]:
    """What is recorded of a booking, as the form that corrects it begins."""
    note = Sealer(booking.case_id).open(Label.CLINIC_NOTE, booking.pk, booking.note_sealed)
    return {
        "status": booking.status,
        "outcome": booking.outcome,
        "absent": booking.absent,
        "attended": people_there(booking),
        "note": note,
    }


class ClinicAdviceForm(CpsActForm):
    kind = forms.ChoiceField(label="Kind of advice", choices=AdviceKind.choices, widget=forms.RadioSelect)
    text = LongText(label="The advice", max_length=20_000, rows=12)
    countersign_wanted = forms.BooleanField(
        label="It needs a legal manager's countersignature",
        required=False,
        help_text="Advice towards no further action always does",
    )
    field_order = ("kind", "text", "countersign_wanted", "document_name", "document_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_advice(self, "kind")

    def answers(self) -> Answers | None:
        heard_at = self.subject.heard_at
        return Answers(heard_at, "the case was heard") if heard_at is not None else None

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        return [partial(check_towards, said.get("kind", ""), open_to_cps_now(self.subject.case))]


class FollowUpForm(DeedForm):
    what = LongText(label="What is to be done?", max_length=2000, rows=3, hint=READ_BY_BOTH)
    owner = FollowUpOwner(
        queryset=Person.objects.none(),
        label="Who does it?",
        required=False,
        empty_label="The officer who came",
    )
    due_on = GovDateField(label="By when?", future=True, hint="Within 92 days. A date that passes climbs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_owners(self, self.subject)

    def check(self, said: dict[str, Any]) -> None:
        together(
            partial(refuse_due_day, said.get("due_on"), now()),
            partial(check_owner_sees, "owner", said.get("owner"), self.subject.case),
        )


class DoneForm(DeedForm):
    done = LongText(label="What was done?", max_length=2000, rows=3, hint=READ_BY_BOTH)
