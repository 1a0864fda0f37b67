"""What every act of CPS asks of the police: which CPS document it was entered from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms

from actionplans.enums import CpsDocument
from actionplans.rules import Answers
from actionplans.services.documents import Entry
from rasso_tracker.clocks import now
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import together
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, YesNoField

READ_BY_BOTH = "Police and CPS both read this"


NOW = "Leave empty if it was just now"
DAY_OF_DOCUMENT = "Leave empty if it was on the day of the document"


class CpsActForm(DeedForm):
    """An act of CPS. Police also say from which CPS document they enter it; CPS is not asked.

    `moment` names the field of when CPS did it: what it means to leave it empty differs for the two.
    """

    moment: ClassVar = ""

    document_name = forms.ChoiceField(
        label="CPS document", choices=[("", "Choose a document"), *CpsDocument.choices], required=False
    )
    document_date = GovDateField(
        label="Date of the CPS document",
        past_only=True,
        required=False,
        hint="This is marked as entered by police until CPS confirms it",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("document_name", "document_date"):
            if self.person.agency == Agency.CPS:
                del self.fields[name]
            else:
                self.fields[name].required = True
        if self.moment:
            self.fields[self.moment].help_text = NOW if self.person.agency == Agency.CPS else DAY_OF_DOCUMENT

    def answers(self) -> Answers | None:
        """What the act speaks of, as its service asks it; None where that is not there (any more)."""
        raise NotImplementedError

    def changes(self, said: dict[str, Any]) -> Answers | None:
        """What it changes that may have come about later (Entry)."""
        return None

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        """What else the deed asks of answers that are there."""
        return []

    def check(self, said: dict[str, Any]) -> None:
        """The whole rule of the deed, document and moment with the rest: else what is wrong with the one
        would be said in a first round, and what is wrong with the other in a second.
        """
        since = self.answers() if self.subject is not None else None
        if since is None:
            return
        act = Entry(
            by=self.person,
            case=self.subject.case,
            field=self.moment,
            said=said.get(self.moment),
            document_name=said.get("document_name") or "",
            document_date=said.get("document_date"),
            answers=since,
            changes=self.changes(said),
            at=now(),
        )
        together(*self.rules(said, act), *self.of_act(act))

    def of_act(self, act: Entry) -> list[Callable[[], object]]:
        return [act.check]


class MistakeForm(DeedForm):
    """What police or CPS recorded by mistake is taken back, with why."""

    reason = LongText(
        label="What was the mistake?",
        max_length=1000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say what the mistake was."},
    )


class ConfirmForm(DeedForm):
    stands = YesNoField(
        label="Is what police entered right?", yes="Yes, it stands", no="No, CPS will record its own"
    )


class ConfirmChargeForm(ConfirmForm):
    stands = YesNoField(
        label="Did CPS decide on this charge, as police entered it?",
        yes="Yes, it stands",
        no="No, it does not stand",
        hint="If not, the charge is voided, action plans that ended beside it are asked for again, and the"
        " officer in charge hears at once; where a remand or a trial rests on it, that they are to void both."
        " A detail that is wrong is one for them to correct: tell them.",
    )


class ConfirmPlanForm(ConfirmForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and self.subject.prosecutor_id is None:
            self.fields["stands"].help_text = (
                "No prosecutor is named on this plan. If it stands you are, until CPS names another on its"
                " page."
            )
