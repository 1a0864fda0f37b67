"""Phone numbers as they are compared: digits alone, with the code of the country for those from abroad."""

from __future__ import annotations

import re

_SEPARATES = re.compile(r"[,;\n/]| or ")
SHORTEST, LONGEST = 7, 15  # digits; E.164 knows none longer


def phones_in(text: str) -> list[str]:
    """The numbers of a text, normalised, each once: "07700 900123" and "+44 7700 900123" are one."""
    found = [normal_phone(part) for part in _SEPARATES.split(text) if part.strip()]
    return list(dict.fromkeys(found))


def normal_phone(text: str) -> str:
    digits = "".join(c for c in text.replace("(0)", "") if c.isascii() and c.isdigit())
    abroad = text.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if abroad and not digits.startswith("44"):
        return f"+{digits}"
    return digits.removeprefix("44").removeprefix("0") if abroad else digits.removeprefix("0")


def is_phone(normal: str) -> bool:
    return SHORTEST <= len(normal.removeprefix("+")) <= LONGEST
