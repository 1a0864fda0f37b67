"""The overdue board, on which the gatekeeper team runs its day, and what changed on it since it was shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from markupsafe import Markup

from actionplans.board.counts import Matrix, matrix, past_a_date, slots_at
from actionplans.board.filters import BoardFilter, narrowed
from actionplans.board.rows import counts_html, others_html, row_html
from actionplans.board.token import Mark, Token
from actionplans.services.presence import end_presence, keep_presence
from actionplans.shown import PLAN_FIELDS, board_row
from actionplans.shown.presence import Act, last_acts, others_on
from actionplans.surfaces import SURFACES
from actionplans.views import PlanList
from rasso_tracker.people.models import Person
from rasso_tracker.web.errors import refused_page
from rasso_tracker.web.lists import NOT_YOURS, FilterForm, Order, Page
from rasso_tracker.web.pages import form_in_a_row

REVIEW = next(one for one in SURFACES if one.name == "record_plan_review")


class OverdueBoard(PlanList):
    """Every plan past its target or review date, in every district: highest step first, then the oldest.

    One walk along the index on urgency: its bands are the steps, and its order within a band the age.
    """

    name = "overdue_board"
    path = "action-plans/overdue/"
    title = "Overdue action plans"
    template = "actionplans/plan_overdue.html"
    orders = (Order("urgency", "Step", "urgency"), Order("age", "Age", "lapses_at"))
    fields = (*PLAN_FIELDS, "version", "worked_by", "worked_by__name")
    filters: ClassVar[type[FilterForm] | None] = BoardFilter
    saves = True
    empty = "No action plan is past its target or review date."

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return board_row(record, self.at)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return narrowed(past_a_date(branch), chosen, self.at)

    def slots(self) -> dict[str, Any]:
        return slots_at(self.at)

    @cached_property
    def stays(self) -> str:
        """The board as it is shown, page and all, for what comes back to it."""
        asked = self.asked.copy()
        asked.pop("review", None)
        return asked.urlencode()

    @cached_property
    def present(self) -> dict[uuid.UUID, list[dict[str, Any]]]:
        return others_on(self.person, [row["id"] for row in self.rows], self.at)

    @property
    def token(self) -> str:
        """What is shown, so that the next look tells what changed."""
        return Token.of(self.person, self.rows, self.present).text()

    @cached_property
    def matrix(self) -> Matrix:
        form: Any = self.filter_form
        return matrix(self.person, form.places, self.at)

    def _count(self, page: Page) -> str:
        """The whole board is counted by district and step already."""
        return super()._count(page) if self.filtered else f"{self.matrix.total:,}"

    @cached_property
    def may(self) -> dict[str, bool]:
        """What a row needs to know of its reader."""
        may = self.person.role.may
        return {"may_review": may("record_plan_review"), "may_reassign": may("reassign_plans")}

    def drawn(self, row: dict[str, Any], said: str = "") -> Markup:
        """A row as HTML; `said` is what was just done to it."""
        others = [one["words"] for one in self.present.get(row["id"], ())]
        return row_html(row, others=others, said=said, stays=self.stays, **self.may)

    def extra(self, person: Person) -> dict[str, Any]:
        form: Any = self.filter_form
        return {
            **self.may,
            "board": self,
            "at": self.at,
            "counts": counts_html(self.matrix),
            "others": others_html(form.team, str(person.pk)),
            "every": settings.RASSO_BOARD_SECONDS,
            "new_token": uuid.uuid4,
            "panel_of": self._reviewed,
            "panel": self._panel(),
        }

    @property
    def _reviewed(self) -> uuid.UUID | None:
        """The plan whose review stands open in its row, where no script fetches it."""
        return _plan_named(self.request.GET.get("review", ""))

    def _panel(self) -> SafeString:
        shown = {row["id"] for row in self.rows}
        if self._reviewed not in shown or not self.person.role.may("record_plan_review"):
            return SafeString("")
        assert self._reviewed is not None
        return form_in_a_row(REVIEW, self.request, self._reviewed, self.stays)


class BoardChanges(OverdueBoard):
    """The same page of the board asked again by its script: only what changed is drawn, and logged."""

    name = "overdue_board_changes"
    saves = False

    def __init__(self, request: HttpRequest) -> None:
        self.before = Token.read(request.user, request.headers.get("If-None-Match", ""))  # type: ignore[arg-type]  # signed in
        super().__init__(request)

    def log(self, records: Sequence[dict[str, Any]]) -> None:
        """What changed is known once it is seen who else is at work; see answer()."""

    def answer(self) -> HttpResponse:
        now_shown = Token.of(self.person, self.rows, self.present)
        if self.before is not None and now_shown.marks == self.before.marks:
            return HttpResponseNotModified()
        known = self.before.marks if self.before else {}
        changed = [row for row in self.rows if known.get(row["id"]) != now_shown.marks[row["id"]]]
        gone = [one for one in known if one not in now_shown.marks]
        if changed:
            super().log([{**row, "pk": row["id"]} for row in changed])
        acts = last_acts(self.person, [*(row["id"] for row in changed), *gone], self.at)
        response = JsonResponse(
            {
                "order": [str(row["id"]) for row in self.rows],
                "rows": [
                    self._changed(row, known.get(row["id"]), now_shown.marks[row["id"]], acts)
                    for row in changed
                ],
                "gone": [{"id": str(one), **_said(acts.get(one))} for one in gone],
                "count": f"{self.count_text} overdue plan{'' if self.count_text == '1' else 's'}",
                "counts": counts_html(self.matrix),
            }
        )
        response["ETag"] = now_shown.text()
        return response

    def _changed(
        self, row: dict[str, Any], before: Mark | None, mark: Mark, acts: dict[uuid.UUID, Act]
    ) -> dict[str, Any]:
        """A row drawn anew, with who did what to it, or who opened a form on it (the row says so itself)."""
        stored = before is None or before[0] != mark[0]
        act = acts.get(row["id"]) if stored else None
        others = self.present.get(row["id"], [])
        opened = others[-1]["words"] if others and (before is None or before[1] != mark[1]) else ""
        said = _said(act or (Act(opened, own=False) if opened else None))
        html = self.drawn(row, act.words if act else "")
        return {"id": str(row["id"]), "new": before is None, "stored": stored, "html": html, **said}


def _said(act: Act | None) -> dict[str, Any]:
    """What is read out of a change; `own` is not, for its reader did it."""
    return {"said": act.words if act else "", "own": bool(act and act.own)}


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed on a page of the board: 304 while nothing did, else its rows as JSON."""
    person: Any = request.user
    if not BoardChanges.is_for(person):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    _note_presence(request)
    return BoardChanges(request).answer()


@require_safe
def presence(request: HttpRequest) -> HttpResponse:
    """Said by the page of a form while it stands open and as it is left."""
    _note_presence(request)
    return JsonResponse({})


def _note_presence(request: HttpRequest) -> None:
    """`open` names the plan whose form stands open in the page, `closed` the one whose was put away."""
    person: Any = request.user
    for name, note in (("open", keep_presence), ("closed", end_presence)):
        if plan := _plan_named(request.GET.get(name, "")):
            note(by=person, plan_id=plan)


def _plan_named(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
