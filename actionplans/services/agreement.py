"""CPS is asked to agree to the version of the case strategy that stands, once the case is with a unit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from actionplans.models import CaseStrategy, StrategyAgreement
from cases.models import Case
from rasso_tracker.messages.services import raise_again, settle
from rasso_tracker.people.models import Person

TO_AGREE = "strategy_to_agree"  # a kind of notice, by version


def ask_agreement(case: Case, at: datetime) -> None:
    """The lawyer hears of the version that waits for CPS. Of a case that is with no unit nobody does: its
    first submission asks. Inside a deed.
    """
    if case.cps_unit_id is not None and not case.is_closed:
        waiting = list(unagreed().filter(case=case).values_list("pk", flat=True))
        raise_again(kind=TO_AGREE, subjects=waiting, at=at)


def ask_no_more(case: Case, *, by: Person, at: datetime) -> None:
    """It was agreed, another version or unit takes its place, or the case is closed. Inside a deed."""
    versions = CaseStrategy.objects.filter(case=case).values_list("pk", flat=True)
    settle(subjects=list(versions), by=by, at=at, kinds=[TO_AGREE])


def unagreed() -> QuerySet[CaseStrategy]:
    """The versions that stand and that CPS has not agreed to."""
    agreed = StrategyAgreement.objects.filter(strategy=OuterRef("pk"), superseded_at__isnull=True)
    return CaseStrategy.objects.filter(~Exists(agreed), superseded_at__isnull=True)
