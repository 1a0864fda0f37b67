"""What a suspect is known by, opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_SEPARATES = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class Known:
    """`other_names` and `phones` as they were typed, several with commas between; "" where none is known."""

    name: str
    other_names: str = ""
    born: date | None = None
    phones: str = ""

    @property
    def names(self) -> list[str]:
        """The name and the others that they go by. A comma within the name itself is its order, no end."""
        return [one.strip() for one in (self.name, *_SEPARATES.split(self.other_names)) if one.strip()]

    def together(self, other: Known) -> Known:
        """What both know of one person: this name first, each name and phone once, and either's date."""
        first, *more = list(dict.fromkeys([*self.names, *other.names])) or [""]
        phones = [one.strip() for one in _SEPARATES.split(f"{self.phones},{other.phones}") if one.strip()]
        return Known(
            name=first,
            other_names=", ".join(more),
            born=self.born or other.born,
            phones=", ".join(dict.fromkeys(phones)),
        )
