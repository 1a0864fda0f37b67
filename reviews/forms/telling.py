"""Forms of telling a victim, and of a request that comes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from cases.forms import PersonChoice
from cases.models import Victim
from rasso_tracker.clocks import no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateTimeField,
    LongText,
    PlainText,
    RowChoice,
    YesNoField,
)
from reviews import choices
from reviews.day_enums import DayStepKind
from reviews.enums import (
    TELLING_METHODS,
    AskedBy,
    Channel,
    DecisionAgency,
    NotToldBecause,
    Understood,
    WhyNotEligible,
)
from reviews.models import DayStep, Decision, Notification
from reviews.rules.asking import came_when, check_asked
from reviews.rules.told import Said, check_not_told, check_told, check_told_of_right
from reviews.supporters import supporters_by_victim
from reviews.telling_enums import SAID_WITH_TELLING, WhyAnotherWay
from victims.enums import CommunicationMethod

TELLING = [(method.value, method.label) for method in TELLING_METHODS]
CHOOSE_TELLING = [("", "Choose how"), *TELLING]
ABSENT = {AskedBy.SPOKESPERSON: "a spokesperson", AskedBy.ISVA: "an ISVA"}
SAID = ("method", "wanted_method", "why_another", "understood", "note", "follow_up", "order_reason")
ANY_METHOD = [("", "Not known"), *CommunicationMethod.choices]


class VictimChoice(RowChoice):
    """A victim of the decision. With one only, there is nothing to choose."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Which victim?")
        super().__init__(Victim.objects.none(), empty_label=None, widget=forms.RadioSelect, **kwargs)


class TellingForm(DeedForm):
    """A deed about one victim of the decision that the form is about."""

    victim = VictimChoice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["victim"].queryset = choices.victims_of(self.subject)
        if "told_by" in fields:
            fields["told_by"].queryset = choices.tellers(self.subject.case)

    @property
    def notice(self) -> Notification | None:
        """The notice of the victim who is chosen, while the decision is known."""
        victim = self.cleaned_data.get("victim")
        if self.subject is None or victim is None:
            return None
        rows = Notification.objects.select_related("decision__case", "victim__case")
        found: Notification | None = rows.filter(decision=self.subject, victim=victim).first()
        return found


class OverrideForm(TellingForm):
    reveals: ClassVar = {"may_ask": {"no": ("number",)}}
    may_ask = YesNoField(label="May they ask the police to review this decision?")
    number = forms.TypedChoiceField(
        label="If not, which reason are they given?",
        choices=[("", "Choose a reason"), *WhyNotEligible.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = LongText(
        label="Why do you decide otherwise than the rules?",
        hint="Kept with the decision. The victim is told the reason above in plain words, not this.",
        rows=4,
    )


def why_another() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="If this is not the way that they had asked for, why not?",
        choices=[("", "It is the way that they had asked for, or as was planned"), *WhyAnotherWay.choices],
        required=False,
    )


def order_reason() -> LongText:
    return LongText(
        label="If whoever supports them had not heard before, why?",
        hint="The ISVA or specially trained officer hears first, so that they are there for the victim."
        " Leave empty where they did.",
        rows=3,
        required=False,
    )


def asks_for_order(decision: Decision, untold: Iterable[Victim], *, again: bool) -> bool:
    """Somebody supports one of these victims, who are not told yet, and word to them is not on record; or
    (`again`, of a form that was sent) is, and may prove later than the telling.
    """
    victims = list(
        Notification.objects.filter(
            decision=decision, victim__in=[one.pk for one in untold], told_at__isnull=True
        ).values_list("victim", flat=True)
    )
    supported = supporters_by_victim(Victim.objects.filter(pk__in=victims), decision.decided_at)
    steps = DayStep.objects.filter(decision=decision, kind=DayStepKind.SUPPORTER, victim__in=victims)
    over = {one.victim_id for one in steps if one.left_out or (one.done_at is not None and not again)}
    return any(since and pk not in over for pk, since in supported.items())


class NotifyForm(TellingForm):
    not_told_because = forms.ChoiceField(
        label="If nobody could tell them, why not?",
        choices=[("", "They were told"), *NotToldBecause.choices],
        required=False,
    )
    told_at = GovDateTimeField(
        label="When were they told?",
        past_only=True,
        required=False,
        error_messages={"required": "Enter when they were told, or choose why nobody told them."},
    )
    method = forms.ChoiceField(
        label="How were they told?",
        choices=CHOOSE_TELLING,
        required=False,
        error_messages={"required": "Choose how they were told."},
    )
    wanted_method = forms.ChoiceField(
        label="How had they asked to be told?", choices=ANY_METHOD, required=False
    )
    why_another = why_another()
    told_by = PersonChoice(
        Person.objects.none(), label="Who told them?", empty_label="You, or CPS itself", required=False
    )
    understood = forms.ChoiceField(
        label="Did they understand what was decided and why?",
        choices=Understood.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": "Choose whether they understood what was decided and why."},
    )
    follow_up = forms.ChoiceField(
        label="Do the reasons follow in writing?",
        choices=[("", "Not settled yet"), *((one.value, one.label) for one in SAID_WITH_TELLING)],
        required=False,
    )
    note = LongText(
        label="Note", hint="How it was for them, and what support they have now.", required=False, rows=4
    )
    order_reason = order_reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            untold = choices.victims_to_tell(self.subject)
            if not asks_for_order(self.subject, untold, again=self.is_bound):
                del self.fields["order_reason"]
        nobody_told = self.is_bound and bool(self.data.get("not_told_because"))
        for name in ("told_at", "method", "understood"):
            self.fields[name].required = not nobody_told

    def check(self, said: dict[str, Any]) -> None:
        notice = self.notice
        if notice is None or notice.told_at is not None:  # the deed says that
            return
        at, because = now(), said.get("not_told_because", "")
        teller = said.get("told_by") or (None if notice.owner == DecisionAgency.CPS else self.person)
        told_at = said.get("told_at")
        telling = Said(
            **{name: said.get(name) or "" for name in SAID},
            told_at=no_earlier(told_at, notice.decided_at) if told_at else None,
            told_by=teller,
        )
        if because or "not_told_because" in self.errors:
            check_not_told(notice, because, telling, at)
        else:
            check_told(self.person, notice, telling, at)


class RightToldForm(TellingForm):
    told_at = GovDateTimeField(label="When were they told of the right?", past_only=True)
    method = forms.ChoiceField(label="How were they told?", choices=CHOOSE_TELLING)
    told_by = PersonChoice(Person.objects.none(), label="Who told them?", empty_label="You", required=False)
    leaflet_version = PlainText(
        label="Leaflet or letter",
        max_length=40,
        hint="Its name and version, for example VRR leaflet 4",
        error_messages={"required": "Enter which leaflet or letter they were given."},
    )
    understood = forms.ChoiceField(
        label="Did they understand the right and how to use it?",
        choices=Understood.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def check(self, said: dict[str, Any]) -> None:
        notice, told_at = self.notice, said.get("told_at")
        if notice is None:
            return
        if told_at is not None:
            told_at = no_earlier(no_earlier(told_at, notice.decided_at), notice.told_at)
        form = {name: said.get(name) or "" for name in ("method", "leaflet_version", "understood")}
        check_told_of_right(self.person, notice, told_at=told_at, **form, at=now())


def offer_askers(field: Any, victims: Iterable[Victim]) -> None:
    """Of a spokesperson and an ISVA the page offers those whom a victim has or had on record; whoever sends
    another hears why not from the rule.
    """
    there = choices.askers_there(victims)
    absent = [noun for code, noun in ABSENT.items() if code not in there]
    field.widget.choices = [one for one in AskedBy.choices if one[0] in there]
    if absent:
        field.help_text = f"Not offered here, since none is on record for the victim: {' or '.join(absent)}."


class RequestForm(TellingForm):
    received_at = GovDateTimeField(label="When did the request reach us?", past_only=True)
    channel = forms.ChoiceField(
        label="How did it reach us?", choices=Channel.choices, widget=forms.RadioSelect
    )
    asked_by = forms.ChoiceField(label="Who asked?", choices=AskedBy.choices, widget=forms.RadioSelect)
    discretion_reason = LongText(
        label="If it came after the three months: why then, and why we look at it all the same",
        hint="Leave empty for a request in time. A late request is never refused without an answer.",
        required=False,
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            offer_askers(self.fields["asked_by"], choices.victims_of(self.subject))

    def check(self, said: dict[str, Any]) -> None:
        decision, notice = self.subject, self.notice
        if notice is None:
            return
        received_at = said.get("received_at")
        if received_at is not None:
            received_at = came_when(decision, notice.victim, received_at)
        form = {name: said.get(name) or "" for name in ("channel", "asked_by", "discretion_reason")}
        check_asked(decision, notice.victim, received_at=received_at, **form, at=now())
