"""The unique reference number (URN) that police and CPS share for a case file."""

from __future__ import annotations

import re

from rasso_tracker.people.refusals import Invalid

# Force, office, serial and year. Common practice [U]: the form, not the numbers, is checked.
URN_FORM = r"^[0-9]{2}[A-Z0-9]{2}[0-9]{7}$"
_PAUSES = re.compile(r"[\s/.\-]+")
SENTENCE = (
    "A URN has 11 characters: two digits for the force, two letters or digits for the office, five digits, "
    "and two digits for the year. For example, 13LD0123426."
)


def read_urn(typed: str) -> str:
    """A URN as it is kept, from one typed with spaces, slashes or small letters; "" stays "".

    Raises Invalid under `urn` for anything of another form.
    """
    urn = _PAUSES.sub("", typed).upper()
    if urn and not re.fullmatch(URN_FORM, urn, re.ASCII):
        raise Invalid({"urn": SENTENCE})
    return urn
