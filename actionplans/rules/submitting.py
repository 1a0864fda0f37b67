"""What a submission that asks for a charging decision must say, every fault of it at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from actionplans.rules.advice import check_early_advice
from actionplans.rules.files import check_unchecked
from rasso_tracker.people.refusals import Invalid

if TYPE_CHECKING:
    from actionplans.models import FileCheck


def check_before_charging(
    kind: str, check: FileCheck | None, unchecked_because: str, early_advice: str, settled: bool
) -> None:
    """The gatekeeper's sign-off or why it goes without, and early advice considered. Raises Invalid."""
    wrong: dict[str, str] = {}
    for rule in (
        partial(check_unchecked, kind, check, unchecked_because),
        partial(check_early_advice, kind, early_advice, settled),
    ):
        try:
            rule()
        except Invalid as fault:
            wrong |= fault.fields
    if wrong:
        raise Invalid(wrong)
