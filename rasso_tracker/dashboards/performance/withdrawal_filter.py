"""What may be asked of the figures of withdrawals, and by whom."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.audience import FILTERS, PerformanceFilter, View
from rasso_tracker.dashboards.performance.measures import MONTHS, months_up_to
from rasso_tracker.dashboards.performance.quarters import named, quarters_of
from rasso_tracker.dashboards.performance.reading import ALIKE, AS_RECORDED
from rasso_tracker.dashboards.performance.withdrawals import KINDS
from rasso_tracker.people.parts import Scope
from rasso_tracker.web.fields import choices_of

READ = "read_withdrawal_figures"
REFUSED = (
    "Your role, {}, does not include the figures of withdrawals. Supervisors, gatekeepers, managers and the "
    "crime registrar have them."
)
# Who may see the rows of a place has its figures exactly, and of those rows alone: the crime registrar's
# are of cases on which an outcome stands. A gatekeeper, who sees only the cases sent to the team, has them
# rounded [A].
EXACT_ROLES = ("supervisor", "crime_registrar")
NOT_OFFERED = {
    "quarter": f"The figures are of the last {MONTHS} months. Choose a quarter that is offered.",
    "kind": "There is no such kind of withdrawal. Choose one that is offered.",
    "terms": "Figures are read in today's terms, alike over the whole time, or as recorded. Choose one.",
}


class WithdrawalFigures(PerformanceFilter):
    """The place, one quarter, one kind. Rounded figures come with the place and the quarter alone: other
    choices could be subtracted from each other.
    """

    names = (*(name for name in FILTERS if name not in ("unit", "period")), *NOT_OFFERED)

    quarter = forms.ChoiceField(label="Quarter", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Every withdrawal"), *((one.value, one.label) for one in KINDS.values())],
    )
    terms = forms.ChoiceField(
        label="Reasons and stages",
        required=False,
        choices=[
            ("", "In today's terms"),
            (ALIKE, "Alike over the whole time"),
            (AS_RECORDED, "As recorded on the day"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "period"):
            self.fields.pop(name, None)
        quarters = list(named(quarters_of(months_up_to(now(), MONTHS))).items())
        self._default = quarters[-2][0]
        self._offer("quarter", [], quarters[::-1])
        self.data = {"quarter": self._default, **self.data}
        if not self._is_exact():
            for name in ("team", "kind", "terms"):
                self.fields.pop(name, None)
            self.teams = {}

    def _is_exact(self) -> bool:
        code = self.person.role.code
        return code in EXACT_ROLES or (code == "manager" and self._district() is not None)

    def faults_of_place(self) -> dict[str, str]:
        found = {name: said for name, said in super().faults_of_place().items() if name in self.names}
        for name, said in NOT_OFFERED.items():
            if name not in self.fields:
                continue
            offered = {"", *(code for code, _ in choices_of(self, name))}
            if (self.data.get(name) or "") not in offered:
                found[name] = said
        return found

    def view(self) -> View:
        asked = super().view()
        chosen = self.chosen()
        exact = self._is_exact()
        found = {name: chosen.get(name) or "" for name in NOT_OFFERED}
        found["quarter"] = found["quarter"] or self._default
        ended = self.person.role.scope == Scope.OUTCOME
        where = f"{asked.where}, cases with an outcome" if ended else asked.where
        return View(asked.place, MONTHS, exact, where, asked.district_code, found, ended)
