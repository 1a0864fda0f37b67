"""Other reports about the suspects as lines of the history of a case, for those who may know of them."""

from __future__ import annotations

from cases.models import MatchLook, MatchVerdict
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.web.addresses import address

KIND = "Other reports"


def told_of_matches(whole: Whole) -> list[TimelineEntry]:
    href = address("look_at_matches", whole.case.pk)
    told = [
        TimelineEntry(
            at=one.judged_at,
            title=f"Another report about {one.suspect.label}: {one.get_verdict_display()[:1].lower()}"
            f"{one.get_verdict_display()[1:]}",
            detail="",
            by=one.judged_by.name,
            kind=KIND,
            href=href,
            row=one,
        )
        for one in whole.rows(MatchVerdict)
    ]
    looks = {(one.looked_at, one.looked_by_id): one for one in whole.rows(MatchLook)}
    told += [
        TimelineEntry(
            at=one.looked_at,
            title="Other reports about the suspects looked at",
            detail="",
            by=one.looked_by.name,
            kind=KIND,
            href=href,
        )
        for one in looks.values()
    ]
    return told
