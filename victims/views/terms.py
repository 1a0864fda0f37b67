"""The lists of reasons and stages as they stand, are set for later and were: configuration, for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from victims.enums import WithdrawalStage
from victims.models import Term, TermChange
from victims.rules.terms import RELIED_ON
from victims.shown.terms import change_said
from victims.term_enums import TermKind
from victims.terms import Terms, terms


@require_safe
def withdrawal_terms(request: HttpRequest) -> HttpResponse:
    """What holds today, what is set for later, what was, and each change in a sentence."""
    person: Any = request.user
    today = london_date(now())
    rows = list(Term.objects.kept())
    record_read(by=person, action=Action.LIST_VIEWED, subjects=[row.pk for row in rows])
    holds = [row for row in rows if row.in_force_from <= today and not _ended(row, today)]
    lists = terms()
    made = TermChange.objects.select_related("made_by", "taken_back_by").order_by(
        "-in_force_from", "-made_at"
    )
    context = {
        "lists": [(kind.value, kind.label, [row for row in holds if row.kind == kind]) for kind in TermKind],
        "later": [row for row in rows if row.in_force_from > today],
        "earlier": [row for row in rows if _ended(row, today)],
        "counted_as": {row.pk: _counted_as(lists, row, today) for row in rows if _ended(row, today)},
        "changes": [(one, change_said(one, today)) for one in made],
        "takes_back": person.role.may("take_back_term_change"),
        "positions": dict(WithdrawalStage.choices),
        "fixed": RELIED_ON,
        "may": person.role.may("rename_term"),
        "today": today,
    }
    return render(request, "victims/withdrawal_terms.html", context)


def _counted_as(lists: Terms, row: Term, today: Any) -> str:
    """What old records of a term that is used no longer count as in today's terms."""
    became = lists.became(TermKind(row.kind), row.code, today)
    names = " or ".join(f"“{one.label}”" for one in became)
    if len(became) == 1:
        return names if became[0].label != row.label else "Itself"
    return f"A line of its own: {names}, which nobody can tell apart now"


def _ended(row: Term, today: Any) -> bool:
    return row.in_force_until is not None and row.in_force_until <= today
