"""The deeds of the overdue board on many plans at once."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import services
from actionplans.forms.reassigning import ReassignForm
from actionplans.represent import board as represent_board
from rasso_tracker.web.surfaces import Surface


def result_page(result: Any) -> str:
    return reverse("reassignment_detail", args=[result.pk])


EACH_PLAN = "Done. The table says what came of each plan."


def came_of(result: Any) -> str:
    moved = result.lines.filter(not_moved="").exists()
    return EACH_PLAN if moved else "No plan was given to anybody. The table says why."


BOARD_SURFACES = [
    Surface(
        name="reassign_plans",
        title="Give action plans to somebody",
        service=services.reassign_plans,
        form=ReassignForm,
        page="action-plans/reassign/",
        api="action-plans/reassign/",
        button="Give them",
        said=EACH_PLAN,
        says=came_of,
        template="actionplans/plans_reassign.html",
        done=result_page,
        represent=represent_board.reassignment,
    ),
]
