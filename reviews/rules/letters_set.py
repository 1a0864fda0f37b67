"""Whether a letter can be set in type: our letters' type has no sign for some scripts and pictures."""

from __future__ import annotations

from rasso_tracker.people.refusals import Invalid


def check_paragraphs_can_be_set(signs: str, *, reasons: str, personal: str) -> None:
    """`signs` are those that the type lacks. Raises Invalid by the paragraph that holds one."""
    texts = {"reasons": reasons, "personal": personal}
    wrong = {
        field: f"Our letters cannot show {_quoted(held)}. Write this without {_it(held)}."
        for field, text in texts.items()
        if (held := [one for one in signs if one in text])
    }
    if wrong:
        raise Invalid(wrong)


def why_not_set(signs: str) -> str:
    """What to do where a letter holds signs that the type lacks; "" where it holds none."""
    if not signs:
        return ""
    return (
        f"Our letters cannot show {_quoted(signs)}. Where a name or an address of the record holds "
        f"{_it(signs)}, ask them how they write it in Latin letters, and record it so."
    )


def _quoted(signs: str | list[str]) -> str:
    return f"“{' '.join(signs)}”"


def _it(signs: str | list[str]) -> str:
    return "it" if len(signs) == 1 else "them"
