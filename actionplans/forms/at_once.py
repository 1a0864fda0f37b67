"""A form that says every fault at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from rasso_tracker.web.forms import DeedForm


class SaysAll(DeedForm):
    """Says beside what the form does not take what the rule of the deed says of the rest: nobody learns of
    faults in rounds. Without a fault of the form the deed itself asks the rule.
    """

    def check(self, said: dict[str, Any]) -> None:
        """Ask the rule about what was typed and fits; what did not fit is not in `said`. Raises Invalid."""
        raise NotImplementedError

    def clean(self) -> None:
        if self.errors or self.rows_in_error():
            self.say_faults(partial(self.check, self.cleaned_data))
