"""Whether a case may take a URN that another one bears."""

from __future__ import annotations

from collections.abc import Sequence

from rasso_tracker.people.refusals import Invalid

NAMED_AT_MOST = 3


def check_shared(urn: str, references: Sequence[str], *, some_unseen: bool, confirmed: bool) -> None:
    """Other cases bear the URN: those of these `references`, and perhaps some that the person may not see.

    CPS may keep co-defendants under one URN, so it is no fault, but it is done knowingly. Raises Invalid.
    """
    if confirmed:
        return
    named = list(references[:NAMED_AT_MOST])
    if some_unseen or len(references) > NAMED_AT_MOST:
        named.append("another case" if some_unseen and not named else "others")
    who = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    have = "have" if len(named) > 1 else "has"
    sentence = (
        f"{who[0].upper()}{who[1:]} {have} the URN {urn} already. The cases of co-defendants may share one: "
        "say that this case does, or correct it."
    )
    raise Invalid({"shared_urn_confirmed": sentence})
