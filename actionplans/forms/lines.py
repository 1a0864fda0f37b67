"""The lines of the case strategy that an item may serve, looked up once for a case that was fetched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actionplans.models import StrategyLine
from actionplans.seals import Label, Sealer
from actionplans.strategy_enums import LineKind
from rasso_tracker.web.fields import NOT_OFFERED

NO_LINE = "No line in particular"
_SHOWN = 90  # characters of a line in the list of choices


class LineChoice(forms.ChoiceField):
    """One of the lines of the standing version that are pursued."""

    def __init__(self, **kwargs: Any) -> None:
        self.lines: dict[str, StrategyLine] = {}
        super().__init__(choices=[("", NO_LINE)], **kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in self.lines:
            raise ValidationError(NOT_OFFERED, code="invalid_choice")
        return self.lines[str(value)]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def label_of(self, line: StrategyLine) -> str:
        """A line that was chosen, of whatever version."""
        words = _short(Sealer(line.case_id), line)
        return f"{words} (line {line.number} of version {line.strategy.version})"

    def prepare_value(self, value: Any) -> Any:
        return str(value) if value else ""


def lines_of(case: Any) -> dict[str, tuple[str, StrategyLine]]:
    """By id: the words that a person chooses by, and the row."""
    held = vars(case)
    if "lines_once" not in held:
        sealer = Sealer(case.pk)
        rows = StrategyLine.objects.filter(case=case, strategy__superseded_at__isnull=True)
        held["lines_once"] = {
            str(one.pk): (f"{one.number}. {_short(sealer, one)}", one)
            for one in rows.exclude(kind=LineKind.NOT_PURSUED).order_by("number")
        }
    found: dict[str, tuple[str, StrategyLine]] = held["lines_once"]
    return found


def _short(sealer: Sealer, line: StrategyLine) -> str:
    words = " ".join(sealer.open(Label.STRATEGY_LINE, line.pk, line.words_sealed).split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"


def offer_lines(
    form: forms.Form, case: Any, *, standing: StrategyLine | None = None, hidden: bool = True
) -> None:
    """Offer the lines of this case and the one that is linked already, of whatever version.

    Where there is none, there is nothing to ask a person.
    """
    field: Any = form.fields["strategy_line"]
    offered = lines_of(case)
    if standing is not None and str(standing.pk) not in offered:
        words = f"{_short(Sealer(case.pk), standing)} (line {standing.number} of an earlier version)"
        offered = {**offered, str(standing.pk): (words, standing)}
    field.lines = {key: line for key, (_, line) in offered.items()}
    field.choices = [("", NO_LINE), *((key, words) for key, (words, _) in offered.items())]
    if hidden and not offered:
        field.widget = forms.HiddenInput()
