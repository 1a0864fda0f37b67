"""The form that gives work on action plans, and the board's own list, mark who is on leave today; they may
still be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.forms.reassigning import ReassignForm
from actionplans.models import ActionPlan
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.services import end_leave, record_leave
from rasso_tracker.web.fields import choices_of


def test_the_form_marks_who_is_on_leave(plan: ActionPlan, gita: Person, gwen: Person, adam: Person) -> None:
    today = london_date(now())

    def offered() -> str:
        form = ReassignForm(data={"plans": [str(plan.pk)]}, person=gita, subject=None)
        return next(str(label) for value, label in choices_of(form, "to") if str(value) == str(gwen.pk))

    assert offered() == "Gwen, Head of the RaSSO Gatekeeper unit"
    leave = record_leave(by=adam, absent=gwen, starts_on=today, ends_on=today + timedelta(days=2))
    assert offered() == "Gwen, Head of the RaSSO Gatekeeper unit, on leave today"
    end_leave(by=adam, leave=leave, back_on=today)
    assert offered() == "Gwen, Head of the RaSSO Gatekeeper unit"


def test_the_list_of_the_board_marks_them_in_the_statement_that_it_asks_already(
    lapsed: list[ActionPlan], gita: Person, gwen: Person, adam: Person, sign_in: Callable[..., Any]
) -> None:
    today, client = london_date(now()), sign_in(gita)

    def board() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/action-plans/overdue/").content.decode()
        found = re.search(rf'<option value="{gwen.pk}">([^<]*)</option>.*</select></div>\s*<button', page)
        assert found is not None
        return found[1], len(asked)

    board()  # what is compiled once
    at_work, asked = board()
    leave = record_leave(by=adam, absent=gwen, starts_on=today, ends_on=today + timedelta(days=2))
    record_leave(
        by=adam, absent=gita, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=2)
    )  # from tomorrow
    assert (at_work, board()) == ("Gwen", ("Gwen, on leave today", asked))
    by_gwen = sign_in(gwen).get("/action-plans/overdue/").content.decode()
    assert f'<option value="{gita.pk}">Gita</option>' in by_gwen
    end_leave(by=adam, leave=leave, back_on=today)
    assert board() == ("Gwen", asked)
