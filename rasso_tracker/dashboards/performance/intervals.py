"""How far a share of a few may lie from that of many: Wilson's interval, and when to say nothing."""

from __future__ import annotations

from math import sqrt

Z = 1.96  # 95 per cent
FEWEST = 10  # of fewer, a share is too few to say
TOO_FEW = "Too few to say"


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 per cent interval of part in whole, in per cent (Wilson 1927). `whole` is above nought."""
    p, spread = part / whole, Z * Z / whole
    centre = (p + spread / 2) / (1 + spread)
    width = Z * sqrt(p * (1 - p) / whole + spread / (4 * whole)) / (1 + spread)
    return 100 * max(0.0, centre - width), 100 * min(1.0, centre + width)


def share_in_words(part: int | None, whole: int | None) -> str | None:
    """`42 (31 to 54)`, per cent; "Too few to say" below ten; None where a figure is withheld."""
    if part is None or whole is None:
        return None
    if whole < FEWEST:
        return TOO_FEW
    low, high = wilson(part, whole)
    return f"{100 * part / whole:.0f} ({low:.0f} to {high:.0f})"


def share_to_draw(part: int | None, whole: int | None) -> float | None:
    """Per cent, or None where there are too few to say."""
    return None if part is None or whole is None or whole < FEWEST else 100 * part / whole
