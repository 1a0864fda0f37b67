"""The form of a contact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    WholeNumber,
    YesNoField,
)
from rasso_tracker.web.widgets import GroupedChecks
from victims.enums import (
    THROUGH_COLLEAGUES,
    CommunicationMethod,
    ContactAbout,
    Direction,
)
from victims.forms.since_report import SinceReport
from victims.models import Contact
from victims.record_enums import EventNotTold
from victims.rules import OFF_TOPIC, Reach, check_contact, topics

LOOKED_BACK = 12  # contacts whose choices come first


def recent_first(choices: Iterable[tuple[str, Any]], recent: Iterable[str]) -> list[tuple[str, Any]]:
    """The choices with those that were used lately in front, in the order of their use."""
    order = {code: place for place, code in enumerate(dict.fromkeys(recent))}
    return sorted(choices, key=lambda one: order.get(one[0], len(order)))


def offer_topics(about: Any, person: Person) -> None:
    """Give the field what a contact of theirs may be about; another topic gets the sentence of the rule."""
    about.choices = [(one.value, str(one.label)) for one in topics(person)]
    if is_supporter(person):
        about.error_messages["invalid_choice"] = OFF_TOPIC


OWN_DIRECTION = [
    (Direction.OUT.value, "I contacted them"),
    (Direction.IN.value, "They contacted me, or whoever is on record to speak for them"),
    (Direction.OTHER.value, "Somebody else contacted me about them"),
]
OF_OTHERS = (
    "Somebody else is who is not on record for the victim. Answer then that the victim was not reached, and "
    "write down who it was. What is owed to the victim stays owed."
)


def offer_own_ways(method: Any) -> None:
    """An ISVA is in touch themselves, or through the family: nobody else in the work stands between."""
    own = [pair for pair in method.choices if pair[0] not in THROUGH_COLLEAGUES]
    method.choices = own or method.choices


class TopicChecks(GroupedChecks):
    """What most contacts are about stands open."""

    groups = (
        (
            "",
            (
                ContactAbout.UPDATE,
                ContactAbout.ARREST_OR_BAIL,
                ContactAbout.DECISION,
                ContactAbout.SUPPORT,
                ContactAbout.ARRANGING,
            ),
        ),
        ("Other topics", (ContactAbout.WISHES, ContactAbout.SAFETY, ContactAbout.OTHER)),
    )


class SaysAllOfContact(SinceReport):
    """Says every fault at once, in the words of the deed, beside what the form itself does not take."""

    known: ClassVar[dict[str, Any]] = {}  # what the form does not ask, since it is always so

    @property
    def about_whom(self) -> Any:
        """The victim, whatever record the form is filled in on."""
        return self.subject

    def check(self, said: dict[str, Any]) -> None:
        if self.about_whom is None:
            return
        said = {**self.known, **said}
        check_contact(
            self.person,
            self.about_whom,
            about=said.get("about", ()),
            direction=said.get("direction", ""),
            method=said.get("method", ""),
            reached=said.get("reached"),
            left_message=bool(said.get("left_message")),
            occurred_at=said.get("occurred_at"),
            next_due_on=said.get("next_due_on"),
            at=now(),
        )


class ContactForm(SaysAllOfContact):
    """For one hand: how the victim prefers to hear from us comes first, and what is mostly so is folded."""

    reveals: ClassVar = {"reached": {"no": ("left_message",)}}
    folds: ClassVar = {
        "When they next hear from us": ("next_due_on",),
        "It was earlier, or somebody contacted us": ("occurred_at", "direction"),
    }
    field_order: tuple[str, ...] = ("reached", "left_message", "method", "about", "summary")
    direction = forms.ChoiceField(
        label="Who made the contact?",
        choices=Direction.choices,
        widget=forms.RadioSelect,
        help_text=OF_OTHERS,
    )
    reached = YesNoField(
        label="Was the victim reached?",
        yes="Yes",
        no="No, this was an attempt",
        hint="An attempt is worth recording.",
    )
    left_message = YesNoField(
        label="If not: was a message left?",
        yes="Yes",
        no="No",
        required=False,
        hint="On a voicemail, on paper or with somebody else. Only where that was marked as safe.",
    )
    method = forms.ChoiceField(label="How?", choices=[("", "Choose one"), *CommunicationMethod.choices])
    occurred_at = GovDateTimeField(label="When?", past_only=True)
    about = forms.MultipleChoiceField(
        label="What was it about?", choices=ContactAbout.choices, widget=TopicChecks
    )
    summary = LongText(  # type: ignore[assignment]  # fields are no attributes: DeedForm.summary stays
        label="What was said",
        max_length=4000,
        rows=2,
        required=False,
        hint="Kept sealed. A few plain words are enough.",
    )
    next_due_on = GovDateField(
        label="When will they next hear from us?",
        future=True,
        required=False,
        hint="As agreed with the victim. Left empty after an update, the force's own interval is used.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person is not None and is_supporter(self.person):
            fields: Any = self.fields
            offer_topics(fields["about"], self.person)
            offer_own_ways(fields["method"])
            fields["direction"].choices = OWN_DIRECTION
            del fields["next_due_on"]  # what the police owe a victim is theirs to promise
        if self.subject is not None:
            self._ways_in_order(self.subject)

    def _ways_in_order(self, victim: Any) -> None:
        """Drawn are the preferred way, then the others by use, then those that are closed to us: a victim
        who comes to us may have used one. Any that is refused is refused by the deed itself.
        """
        method: Any = self.fields["method"]
        own = dict(method.choices)
        reach = Reach(self.person, victim, now())
        ways = [one.value for one in reach.open_ways() if one.value in own]
        preferred = reach.preferred if reach.preferred in ways else ""
        lately = Contact.objects.standing().filter(victim=victim).of_clients(self.person)
        used = lately.values_list("method", flat=True)[:LOOKED_BACK]
        others = recent_first(((one, own[one]) for one in ways if one != preferred), used)
        first = [(preferred, f"{own[preferred]}: they prefer this")] if preferred else [("", own[""])]
        closed = [(code, label) for code, label in own.items() if code and code not in ways]
        more = [("Only if they reached us this way", closed)] if closed else []
        method.widget.choices = [*first, *others, *more]
        method.initial = preferred

    def _filled(self, name: str) -> bool:
        """The page fills in that we made the contact, and just now: nothing that somebody typed."""
        if name == "direction":
            return bool(self["direction"].value() != Direction.OUT)
        if name == "occurred_at" and not self.is_bound:
            return False
        return super()._filled(name)


class AttemptForm(SaysAllOfContact):
    """An attempt just now: nothing to type, the preferred way first, then what was used lately, and only ways
    that are safe.
    """

    known: ClassVar = {"direction": Direction.OUT.value, "reached": False}
    method = forms.ChoiceField(
        label="How did you try?", choices=CommunicationMethod.choices, widget=forms.RadioSelect
    )
    left_message = YesNoField(
        label="Did you leave a message?", yes="Yes", no="No", required=False, initial=False
    )
    about = forms.MultipleChoiceField(
        label="What was it about?",
        choices=ContactAbout.choices,
        widget=TopicChecks,
        initial=[ContactAbout.UPDATE.value],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        seen = Contact.objects.standing().filter(victim=self.subject).of_clients(self.person)
        lately = seen.values_list("method", flat=True)[:LOOKED_BACK]
        reach = Reach(self.person, self.subject, now())
        fields: Any = self.fields
        if self.person is not None:
            offer_topics(fields["about"], self.person)
        if is_supporter(self.person):
            offer_own_ways(fields["method"])
            fields["about"].initial = [ContactAbout.SUPPORT.value]
        # Drawn are the ways that are safe; any other is refused with its reason by the deed itself.
        own = dict(fields["method"].choices)
        drawn = [(one.value, one.label) for one in reach.open_ways() if one.value in own]
        fields["method"].widget.choices = recent_first(drawn, [reach.preferred, *lately])
        fields["method"].initial = next((code for code, _ in fields["method"].widget.choices), None)
        if not reach.may_leave_message:
            del fields["left_message"]


class WhyNotToldForm(DeedForm):
    because = forms.ChoiceField(
        label="Why was the victim not told?", choices=EventNotTold.choices, widget=forms.RadioSelect
    )


class FrequencyForm(DeedForm):
    every_days = WholeNumber(
        1,
        92,
        label="Every how many days?",
        required=False,
        hint="Leave empty if they want to hear only when something happens.",
    )
    agreed_on = GovDateField(label="When did they agree to it?", past_only=True)
