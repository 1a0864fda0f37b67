"""What is typed of advice, of what was done with it, of the questions about it, and of meetings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms

from actionplans.advising import MeetingBy, NoEarlyAdvice, ReadingOutcome
from actionplans.enums import AdviceKind, CpsDocument, Side
from actionplans.forms.documents import NOW, READ_BY_BOTH, CpsActForm
from actionplans.forms.items import OwnerChoice, owners_for
from actionplans.rules import Answers
from actionplans.rules.advice import check_second_word, check_towards, why_not_acted_on
from actionplans.services.advice import check_given_at
from actionplans.services.countersigning import may_name_on, named_to_countersign
from actionplans.services.documents import Entry
from actionplans.shown.submissions import left_for_cps
from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    YesNoField,
)


def offer_advice(form: DeedForm, name: str) -> None:
    """Where CPS has nothing left to decide on, advice to end the case is not among the kinds to choose from.
    Its answer is refused by the service, with a sentence. Of a restricted case it says who can countersign.
    """
    if form.subject is not None and not left_for_cps(form.subject.case):
        choice = field_of(form, name, forms.ChoiceField)
        choice.widget.choices = [one for one in choice.widget.choices if one[0] != AdviceKind.NFA]
    if form.subject is not None and form.subject.case.restricted and "countersign_wanted" in form.fields:
        asked = form.fields["countersign_wanted"]
        asked.help_text = f"{asked.help_text}. {_who_signs(form.subject.case, form.person)}"


def _who_signs(case: Case, person: Person) -> str:
    """Who may countersign on a restricted case what this person writes or enters.

    A restricted case is its named people's only (safety.md 4), and to name them is for the police who may:
    the deed names no manager, as it does on other cases. Nor does it wait for one: what CPS advised is so,
    and the police are to know it. Who is to be asked to name one is told by a notice as it is saved.
    """
    at = now()
    managers = named_to_countersign(case, at)
    writes = person.agency == Agency.CPS and person.pk in managers  # and so cannot sign it too
    able = Person.objects.filter(pk__in=managers - ({person.pk} if writes else set()))
    names = list(able.order_by("name", "id").values_list("name", flat=True))
    if names:
        return f"The case is restricted: of CPS only who is named on it can sign ({', '.join(names)})"
    asked = ", ".join(one.name for one in may_name_on(case, at)) or "A supervisor"
    other = " but you" if writes else ""
    return (
        f"The case is restricted and no legal manager{other} is named on it, so nobody of CPS can sign yet."
        f" {asked} may name one: ask before you save this, or they are asked as it is saved"
    )


class AdviceForm(CpsActForm):
    moment = "given_at"
    kind = forms.ChoiceField(label="Kind of advice", choices=AdviceKind.choices, widget=forms.RadioSelect)
    text = LongText(label="The advice", max_length=20_000, rows=12)
    countersign_wanted = forms.BooleanField(
        label="It needs a legal manager's countersignature",
        required=False,
        help_text="Advice towards no further action always does",
    )
    given_at = GovDateTimeField(label="When was it given?", past_only=True, required=False)
    field_order = ("kind", "text", "countersign_wanted", "given_at", "document_name", "document_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_advice(self, "kind")

    def answers(self) -> Answers:
        return Answers(self.subject.submitted_at, "the submission")

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        return [
            partial(check_given_at, self.subject, act.moment),
            partial(check_towards, said.get("kind", ""), left_for_cps(self.subject.case)),
        ]


class CountersignForm(CpsActForm):
    moment = "signed_at"
    reveals: ClassVar = {"holds": {"no": ("words",)}}
    holds = YesNoField(label="Does this version hold?", yes="Yes: countersigned", no="No: not countersigned")
    words = LongText(
        label="If not, why not? Whoever wrote it, and the police, read this",
        max_length=4000,
        required=False,
        rows=4,
    )
    signed_at = GovDateTimeField(label="When was it said?", past_only=True, required=False)
    field_order = ("holds", "words", "signed_at", "document_name", "document_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.agency != Agency.CPS:
            self.fields["holds"].label = "Did the second lawyer countersign this version?"

    def answers(self) -> Answers:
        return Answers(self.subject.given_at, "the advice was given")

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        holds = said.get("holds")
        return [] if holds is None else [partial(check_second_word, holds, said.get("words", ""))]


class ReadingForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What was done with this version?", choices=ReadingOutcome.choices, widget=forms.RadioSelect
    )
    words = LongText(
        label="If it was acted on, or is not followed: what was done, or why",
        max_length=4000,
        required=False,
    )
    read_at = GovDateTimeField(label="When was it read?", past_only=True, required=False, hint=NOW)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and (why := why_not_acted_on(self.subject)):
            outcome = field_of(self, "outcome", forms.ChoiceField)
            outcome.help_text = why
            outcome.widget.choices = [
                one for one in ReadingOutcome.choices if one[0] != ReadingOutcome.ACTED_ON
            ]


class QuestionForm(DeedForm):
    """Police may also enter a question of CPS from its document; CPS is asked for neither."""

    text = LongText(label="The question", max_length=4000, hint=READ_BY_BOTH)
    asked_by = forms.ChoiceField(
        label="Who asks?",
        choices=[(Side.POLICE.value, "Police ask CPS"), (Side.CPS.value, "CPS asks the police")],
        widget=forms.RadioSelect,
        required=False,
        initial=Side.POLICE.value,
    )
    said_at = GovDateTimeField(label="When was it asked?", past_only=True, required=False, hint=NOW)
    document_name = forms.ChoiceField(
        label="CPS document",
        choices=[("", "Choose a document"), *CpsDocument.choices],
        required=False,
        help_text="Only for a question of CPS",
    )
    document_date = GovDateField(
        label="Date of the CPS document", past_only=True, required=False, hint="Only for a question of CPS"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.agency == Agency.CPS:
            for name in ("asked_by", "document_name", "document_date"):
                del self.fields[name]
        else:
            self.fields["said_at"].help_text = f"{NOW}, or for CPS on the day of its document"


class AnswerForm(CpsActForm):
    """The document is asked for where police enter what CPS answered."""

    moment = "said_at"

    text = LongText(label="The answer", max_length=4000, hint=READ_BY_BOTH)
    said_at = GovDateTimeField(label="When was it answered?", past_only=True, required=False)
    field_order = ("text", "said_at", "document_name", "document_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and self.subject.asked_of == Side.POLICE:
            for name in ("document_name", "document_date"):
                self.fields.pop(name, None)
            self.fields["said_at"].help_text = NOW

    def answers(self) -> Answers:
        return Answers(self.subject.said_at, "the question")

    def of_act(self, act: Entry) -> list[Callable[[], object]]:
        """What the police answer themselves is of no document."""
        return [act.check_moment] if self.subject.asked_of == Side.POLICE else super().of_act(act)


class EarlyAdviceForm(DeedForm):
    reveals: ClassVar = {"sought": {"no": ("because", "words")}}
    sought = YesNoField(label="Will early advice be sought?")
    because = forms.ChoiceField(
        label="If not, why?", choices=[("", "Choose a reason"), *NoEarlyAdvice.choices], required=False,
    )  # fmt: skip
    words = LongText(
        label="In your words", max_length=4000, required=False, rows=3, hint="Needed for another reason"
    )
    considered_at = GovDateTimeField(
        label="When was it considered?", past_only=True, required=False, hint=NOW
    )


class MeetingForm(DeedForm):
    how = forms.ChoiceField(label="How did they meet?", choices=MeetingBy.choices, widget=forms.RadioSelect)
    held_at = GovDateTimeField(label="If they met, when?", past_only=True, required=False)
    investigator = OwnerChoice(
        queryset=Person.objects.none(),
        label="If they met, which investigator?",
        required=False,
        empty_label="Choose an officer",
    )
    prosecutor_name = PlainText(label="If they met, which prosecutor?", max_length=120, required=False)
    note = LongText(
        label="What was agreed, or why there was no meeting", max_length=4000, required=False, rows=4
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field_of(self, "investigator", OwnerChoice).queryset = owners_for(self.subject.case)
