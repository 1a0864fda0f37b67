"""Outcomes 14 and 16 without a corroborated withdrawal behind them: for those who answer for outcomes.

None is authorised without one (gates.py). One can come about later: the withdrawal was voided, or records say
that the victim took part again before the decision.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from rasso_tracker.clocks import london_date, now, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.lists import Listing, Order
from reviews.enums import VICTIM_DOES_NOT_SUPPORT, DecisionStatus
from reviews.models import DecisionLine
from reviews.views.districts import OF_A_VICTIM, DistrictFilter, in_district
from victims.enums import WITHDRAWALS
from victims.models import Reengagement, Withdrawal

READ = "read_outcome_gaps"
DAYS = {"": 92, "year": 366}  # what is looked through at once, newest first


def decided_since(when: str, person: Person, field: str = "decision__decided_at") -> Q:
    """Decided within the days of this choice; at any time for one that has none."""
    if when not in DAYS:
        return Q()
    first = start_of_day(london_date(now()) - timedelta(days=DAYS[when]))
    return Q(**{f"{field}__gte": first})


class OutcomeFilter(DistrictFilter):
    since = forms.ChoiceField(
        label="Decided",
        required=False,
        choices=[("", "In the last 3 months"), ("year", "In the last year"), ("ever", "At any time")],
    )


def without_withdrawal(lines: Any) -> Any:
    """Of decision lines those that say 14 or 16 while no corroborated withdrawal held when it was decided."""
    came_back = Reengagement.objects.standing().filter(
        victim=OuterRef("victim"),
        occurred_at__gt=OuterRef("occurred_at"),
        occurred_at__lte=OuterRef(OuterRef("decision__decided_at")),
    )
    held = (
        Withdrawal.objects.standing()
        .filter(
            victim=OuterRef("victim"),
            kind__in=sorted(WITHDRAWALS),
            corroborated_at__isnull=False,
            occurred_at__lte=OuterRef("decision__decided_at"),
        )
        .filter(~Exists(came_back))
    )
    return lines.filter(
        ~Exists(held),
        outcome__in=sorted(VICTIM_DOES_NOT_SUPPORT),
        ended_at__isnull=True,
        decision__status=DecisionStatus.AUTHORISED,
    )


class OutcomeGapList(Listing):
    name = "outcome_gap_list"
    path = "decisions/without-withdrawal/"
    title = "Outcomes 14 and 16 without a withdrawal"
    template = "reviews/outcome_gap_list.html"
    model = DecisionLine
    fields = (
        *OF_A_VICTIM,
        "outcome",
        "decision_id",
        "decision__decided_at",
    )
    orders = (Order("newest", "Decided", "pk", descending=True),)
    filters = OutcomeFilter
    steady = True
    deed = READ
    empty = "Every outcome 14 or 16 of this time has a corroborated withdrawal behind it."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = without_withdrawal(branch).filter(decided_since(chosen["since"] or "", person))
        return in_district(branch, chosen)

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "href": address("decision_detail", record["decision_id"]),
            "victim_href": address("victim", record["victim_id"]),
        }
