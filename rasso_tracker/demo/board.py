"""The gatekeeper team at its overdue board: what it has taken, and the filters it keeps, by its own deeds."""

from __future__ import annotations

from datetime import datetime

from actionplans.board_enums import Handed
from actionplans.models import ActionPlan
from actionplans.services import reassign_plans
from rasso_tracker.people.access import system
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person
from rasso_tracker.web.saved.services import save_filter

LOOKED_AT = 24  # plans at the head of the board
BOARD = "overdue_board"


def work_the_board(at: datetime) -> None:
    """Of three plans at the head of the board two are taken; the sign-in and a colleague keep filters."""
    with system("the demo looks at the head of its board"):
        keepers = list(Person.objects.filter(post=Post.GATEKEEPER, is_active=True).order_by("pk"))
        lapsed = ActionPlan.objects.filter(urgency__isnull=False, lapses_at__lte=at).order_by("urgency", "pk")
        plans = list(lapsed.values_list("pk", flat=True)[:LOOKED_AT])
    if not keepers or not plans:
        return
    ours = sorted(keepers, key=lambda one: one.username != "gatekeeper")[:2]
    for place, keeper in enumerate(ours):
        reassign_plans(by=keeper, plans=dict.fromkeys(plans[place::3]), what=Handed.WORKER, to=keeper, at=at)
    save_filter(by=ours[0], list_name=BOARD, query="owner=me", name="Mine", at=at)
    save_filter(
        by=ours[-1],
        list_name=BOARD,
        query="owner=nobody&side=police",
        name="To take, with police",
        shared=True,
        at=at,
    )
