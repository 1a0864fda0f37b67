"""Forms of withdrawals and of coming back."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.models import Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import OFFICER, SUPERVISOR
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    RowChoice,
    RowsField,
    SubForm,
)
from victims.enums import (
    Barrier,
    CheckedIn,
    FromWhat,
    GivenBy,
    Support,
    ToldBy,
    Welcome,
    WithdrawalKind,
    WithdrawalReason,
)
from victims.forms.reason_groups import ReasonChecks
from victims.forms.since_report import SinceReport
from victims.rules import check_correction, check_withdrawal
from victims.terms import reason_choices


class MoreReasonForm(SubForm):
    reason = forms.ChoiceField(label="Reason")
    given_by = forms.ChoiceField(
        label="Where it comes from",
        choices=[("", "Choose one"), *(pair for pair in GivenBy.choices if pair[0] != GivenBy.VICTIM)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", [("", "Choose one"), *reason_choices()])


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """What the dated lists offer today."""
    field_of(form, name, forms.ChoiceField).choices = choices


UNSAID: dict[str, Any] = {
    **dict.fromkeys(("from_what", "reasons", "more_reasons", "support_offered", "barriers"), ()),
    **dict.fromkeys(("primary_reason", "other_words", "own_words", "third_party_words", "officer_words"), ""),
    **dict.fromkeys(("told_by", "no_support_because", "tried", "recontact_welcome"), ""),
    **dict.fromkeys(("spoken_by", "recontact_on")),
}
# Where the second was not understood, nothing can be said of the first.
FOLLOWS = {
    "primary_reason": "reasons",
    "other_words": "reasons",
    "third_party_words": "more_reasons",
    "officer_words": "more_reasons",
    "no_support_because": "support_offered",
    "tried": "barriers",
    "recontact_on": "recontact_welcome",
    "spoken_by": "told_by",
    "own_words": "told_by",
}


class KindChoice(forms.RadioSelect):
    """Of lost contact, what is left unanswered: nobody chose anything then."""

    option_hints: ClassVar = {
        WithdrawalKind.LOST_CONTACT.value: "Leave empty: “What do they no longer want to take part in?”, "
        "“How did this reach us?”, all reasons."
    }


class WithdrawalForm(SinceReport):
    reveals: ClassVar = {
        "recontact_welcome": {Welcome.YES.value: ("recontact_on",)},
        "reasons": {WithdrawalReason.OTHER.value: ("other_words",)},
    }
    folds: ClassVar = {
        "Reasons that somebody else reported, or an officer infers": (
            "more_reasons",
            "third_party_words",
            "officer_words",
        ),
        "What stood in the way, and what was tried": ("barriers", "tried"),
    }
    reached_by = ""  # how it reached us, where the form does not ask

    kind = forms.ChoiceField(label="What has happened?", choices=WithdrawalKind.choices, widget=KindChoice)
    occurred_at = GovDateTimeField(
        label="When did they tell us?",
        past_only=True,
        hint="When it happened, not when you write it down: the stage rests on it.",
    )
    from_what = forms.MultipleChoiceField(
        label="What do they no longer want to take part in?",
        choices=FromWhat.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that fit.",
        error_messages={"required": "Choose what they no longer want to take part in."},
    )
    told_by = forms.ChoiceField(
        label="How did this reach us?",
        choices=ToldBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the victim's choice reached us."},
    )
    spoken_by = RowChoice(
        queryset=Person.objects.none(),
        label="Who spoke with them about it?",
        required=False,
        hint="Leave empty if nobody has.",
    )
    reasons = forms.MultipleChoiceField(
        label="What reasons did the victim give?",
        widget=ReasonChecks,
        required=False,
        help_text="Theirs alone: only these say why. Open what fits and choose all. “Prefers not to say” "
        "is an answer.",
    )
    primary_reason = forms.ChoiceField(
        label="If several: which is their main reason?",
        required=False,
        help_text="Of those ticked. Leave this for one alone.",
        widget=forms.Select(attrs={"data-among": "reasons"}),
    )
    own_words = LongText(
        label="In the victim's own words", max_length=4000, rows=4, required=False, hint="Kept sealed."
    )
    other_words = PlainText(
        label="If another reason: what is it?",
        max_length=300,
        required=False,
    )
    more_reasons = RowsField(
        form=MoreReasonForm,
        label="Reasons that the victim did not give",
        row_label="Reason",
        max_rows=10,
        required=False,
        hint="What the ISVA or a relative reported, or an officer infers; “Another reason” where none fits. "
        "Kept apart: not the victim's why.",
    )
    third_party_words = LongText(
        label="If somebody else reported a reason: who, and what did they say?",
        max_length=2000,
        rows=2,
        required=False,
        hint="Kept sealed.",
    )
    officer_words = LongText(
        label="If an officer infers a reason: what does it rest on?",
        max_length=2000,
        rows=2,
        required=False,
        hint="Kept sealed.",
    )
    support_offered = forms.MultipleChoiceField(
        label="What support was offered before this was accepted?",
        choices=Support.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Support does not end with a withdrawal. If none was offered, say why below.",
    )
    no_support_because = LongText(
        label="If none was offered, why not?", max_length=1000, rows=2, required=False, hint="Kept sealed."
    )
    barriers = forms.MultipleChoiceField(
        label="What stood in the way that could be lifted?",
        choices=Barrier.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tried = LongText(
        label="What was tried to lift it?", max_length=2000, rows=3, required=False, hint="Kept sealed."
    )
    recontact_welcome = forms.ChoiceField(
        label="Would they welcome hearing from us again?",
        choices=Welcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    recontact_on = GovDateField(
        label="If they said when: on which day?",
        future=True,
        required=False,
        hint="It is then owed by that day.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["support_offered"]
        asked.unmarked = True  # the rule asks for it, or why not, of a withdrawal
        offer(self, "reasons", reason_choices())
        offer(self, "primary_reason", [("", "Choose one of those above"), *reason_choices()])
        if self.is_bound:  # drawn is what was ticked, and what was chosen though it was not: refused in words
            main: Any = self.fields["primary_reason"]
            ticked = {"", *(self["reasons"].value() or []), self["primary_reason"].value()}
            main.widget.choices = [pair for pair in main.choices if pair[0] in ticked]
        field_of(self, "spoken_by", RowChoice).queryset = who_speaks(self.about_whom)

    @property
    def about_whom(self) -> Victim | None:
        """The victim, whatever record the form is filled in on."""
        return self.subject

    def clean(self) -> None:
        """Every fault at once, in the words of the service; what follows from a fault is not told again."""
        chosen = self.cleaned_data
        kind = WithdrawalKind(chosen.get("kind") or WithdrawalKind.WITHDREW)
        if not kind.is_withdrawal:
            self._leave_unanswered("told_by", "from_what")
        if self.about_whom is None:
            return
        said = {**UNSAID, "told_by": self.reached_by, **chosen}
        try:
            check_withdrawal(self.about_whom, kind, chosen.get("occurred_at"), said, now())
        except Invalid as trouble:
            self.refuse(
                {
                    name: sentence
                    for name, sentence in trouble.fields.items()
                    if name not in self.errors and FOLLOWS.get(name, "") not in self.errors
                }
            )

    def _forget_concealed(self) -> None:
        """For lost contact also how it was told, and to whom: a radio that was chosen cannot be cleared."""
        super()._forget_concealed()
        if self.cleaned_data.get("kind") == WithdrawalKind.LOST_CONTACT and "told_by" in self.fields:
            for name, nothing in (("told_by", ""), ("spoken_by", None)):
                self.errors.pop(name, None)
                self.cleaned_data[name] = nothing

    def _leave_unanswered(self, *names: str) -> None:
        """Lost contact is nobody's choice: nothing was told, and there is nothing that it is from."""
        for name in names:
            if name in self.errors and name not in self.cleaned_data:
                del self.errors[name]
                self.cleaned_data[name] = [] if name == "from_what" else ""


def who_speaks(victim: Victim | None) -> Any:
    """The officers of the case's district: one of them spoke with the victim."""
    if victim is None:
        return Person.objects.none()
    officers = Person.objects.filter(
        district=victim.case.district_id, roles__overlap=[OFFICER.code, SUPERVISOR.code], is_active=True
    )
    return officers.order_by("name")


class CorroborateForm(DeedForm):
    checked_in = forms.MultipleChoiceField(
        label="Where in the record is the victim's choice?",
        choices=CheckedIn.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Check the record. Do not ask the victim again.",
    )
    note = LongText(
        label="What does it show?",
        max_length=2000,
        rows=4,
        hint="For example: the statement is signed, dated and says so in her words. Kept sealed.",
    )


class ReengagementForm(SinceReport):
    occurred_at = GovDateTimeField(label="When did they tell us?", past_only=True)
    told_by = forms.ChoiceField(
        label="How did this reach us?",
        choices=[pair for pair in ToldBy.choices if pair[0] != ToldBy.INFERRED],
        widget=forms.RadioSelect,
    )
    own_words = LongText(
        label="In the victim's own words", max_length=4000, rows=4, required=False, hint="Kept sealed."
    )


class CorrectReengagementForm(DeedForm):
    occurred_at = GovDateTimeField(label="When did they truly tell us?", past_only=True)
    reason = LongText(
        label="What was wrong with this record?",
        max_length=500,
        rows=3,
        hint="Do not write names here. What else it says stays as it is.",
    )

    def clean(self) -> None:
        """Every fault at once, in the words of the deed, beside what the form itself does not take."""
        if self.subject is None or not self.errors:
            return
        said = self.cleaned_data
        try:
            check_correction(self.subject, said.get("occurred_at"), said.get("reason", ""), now())
        except Invalid as trouble:
            self.refuse({name: text for name, text in trouble.fields.items() if name not in self.errors})
