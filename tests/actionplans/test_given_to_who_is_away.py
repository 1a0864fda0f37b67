"""The form that gives work on action plans marks who is on leave today; they may still be chosen."""

from __future__ import annotations

from datetime import timedelta

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
