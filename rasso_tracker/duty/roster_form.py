"""The form that a roster is brought in by: a file or pasted lines, looked at first, then saved."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import Any

from crispy_forms.layout import Field, Hidden, Layout, Submit
from django import forms
from django.http import HttpRequest, QueryDict

from rasso_tracker.clocks import now
from rasso_tracker.duty.roster_check import Checked, checked
from rasso_tracker.duty.roster_text import LONGEST, lines_of
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.forms import DeedForm, LongText
from rasso_tracker.web.text import tidy
from rasso_tracker.web.uploads import Taken, said_of, taken_from

FILE = "file"
FAULT = "file-fault"  # which fault the file had: a code, set here and never by a browser
LOOK = "look"


def digest(text: str) -> str:
    """What the person looked at: a text that was changed since is looked at again."""
    return sha256(tidy(text).strip().encode()).hexdigest()


class RosterForm(DeedForm):
    takes_file = "text"
    text = LongText(
        label="Lines of the roster",
        max_length=LONGEST,
        rows=8,
        hint="The first line names the columns: person, date, start, end, kind",
    )
    leave_out_bad = forms.BooleanField(label="Leave out the lines that cannot be taken", required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.data.get(FAULT) or Taken.NONE
        self.fields["text"].error_messages["required"] = said_of(code, most=LONGEST)
        self.helper.inputs = []
        found = self.preview
        if found is None:
            self.fields["text"].label = "Or paste the lines"
        bad = bool(found and found.bad)
        self.helper.layout = Layout("text", *([Field("leave_out_bad")] if bad else []))
        if found and len(found.bad) < len(found.lines):
            for name, value in (("confirmed", "true"), ("looked", digest(self._typed))):
                self.helper.layout.append(Hidden(name, value))
            number = len(found.lines) - len(found.bad)
            words = f"Save the {number:,} good line{'' if number == 1 else 's'}" if bad else "Save the roster"
            self.helper.add_input(Submit("save", words, css_class="govuk-button"))
        again = "Look at the lines again" if found else "Look at the lines"
        self.helper.add_input(Submit(LOOK, again, css_class="govuk-button govuk-button--secondary"))

    @property
    def _typed(self) -> str:
        return str(self.data.get("text", ""))

    @cached_property
    def preview(self) -> Checked | None:
        """What would come of what was typed; None while it cannot be read."""
        if not self.is_bound or not self._typed.strip():
            return None
        try:
            return checked(self.person, lines_of(tidy(self._typed)), now())
        except Invalid:
            return None

    @classmethod
    def sent(cls, request: HttpRequest) -> QueryDict:
        """What was typed, or the text of the file that was chosen."""
        data = request.POST.copy()
        data.pop(FAULT, None)
        if FILE not in request.FILES and FILE not in request.POST:
            return data
        text, fault = taken_from(request.FILES.get(FILE), most=LONGEST)
        data["text"], data[LOOK] = text, "1"
        if fault:
            data[FAULT] = fault
        return data

    @classmethod
    def reshaped(cls, data: QueryDict) -> tuple[QueryDict, str, int] | None:
        """Looking saves nothing; nor does saving what was changed since it was looked at."""
        if FAULT in data or ("save" not in data and LOOK not in data):
            return None
        if LOOK not in data and data.get("looked") == digest(data.get("text", "")):
            return None
        try:
            lines_of(tidy(data.get("text", "")))
        except Invalid:
            return None  # said by the field
        return data, "text", 0

    def shown_as_typed(self, name: str, focus_on: int) -> None:
        self.find_no_fault()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            lines_of(text)
        except Invalid as trouble:
            raise forms.ValidationError(trouble.fields["text"]) from None
        return text

    def refuse(self, fields: dict[str, str]) -> None:
        """The lines say it themselves, on the page."""
        super().refuse({name: said for name, said in fields.items() if not name.startswith("line ")})
