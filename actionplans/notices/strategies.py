"""What delivery asks of a version of the case strategy that waits for CPS: does it still, and who hears."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from actionplans.ladder import current_ladder
from actionplans.models import CaseStrategy, Triage
from actionplans.notices.charges import of_cps
from actionplans.roster import About, Roster, roster_for
from actionplans.services.agreement import TO_AGREE, unagreed
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.messages.services import subjects_of

ALLOCATED = "the lawyer who took its submission on"


def recheck_to_agree(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The lawyer to whom the case is allocated, or without one the unit's legal managers; where none of CPS
    signs in here, who sees to it at the police. A fixed number of queries.
    """
    asked = subjects_of(TO_AGREE, sources)
    found = unagreed().filter(pk__in=set(asked.values()), case__cps_unit__isnull=False)
    waiting = {row.pk: row for row in found.select_related("case") if not row.case.is_closed}
    lawyers = _allocated({row.case_id for row in waiting.values()})
    about = {
        pk: About(row.case, lawyers.get(row.case_id), prosecutor_is=ALLOCATED) for pk, row in waiting.items()
    }
    roster = roster_for(about.values(), current_ladder().rungs, london_date(at))
    answers: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("It waits for CPS no more."))
    return answers | {
        source: _due(waiting[pk], roster, about[pk]) for source, pk in asked.items() if pk in waiting
    }


def _due(row: CaseStrategy, roster: Roster, about: About) -> Due:
    told = of_cps(roster, about) or roster.last_resort(about)
    what = "Say whether CPS agrees" if roster.reaches_cps(told) else "Ask CPS whether it agrees"
    return Due(
        recipients=tuple(Addressee(person, why) for person, why in told.items()),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=f"{row.case.reference}, case strategy",
        headline=f"{what} to version {row.version} of the case strategy",
        ends_when="it is agreed, another version is written, or the case closes",
        path=reverse("strategy_detail", args=[row.pk]),
        urgency=DIGEST,
    )


def _allocated(cases: Collection[UUID]) -> dict[UUID, UUID]:
    """By case the lawyer who took its last submission on, as far as one is known."""
    named = Triage.objects.filter(
        submission__case__in=cases, superseded_at__isnull=True, lawyer__isnull=False
    )
    return dict(named.order_by("submission__round").values_list("submission__case", "lawyer"))
