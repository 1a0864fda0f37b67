"""All clients of an ISVA: the one list that shows names (safety.md 6), so each page is logged."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.lists import Listing, Order
from victims.home_clients import names_of
from victims.models import IsvaSupport


def clients_by_branch(person: Person) -> list[Any]:
    """The open support of this ISVA; each branch walks an index."""
    return [
        branch.filter(isva=person.pk, ended_at__isnull=True)
        for branch in IsvaSupport.objects.visible_branches(person)
    ]


class ClientList(Listing):
    name = "client_list"
    path = "clients/"
    title = "My clients"
    template = "victims/client_list.html"
    model = IsvaSupport
    fields = (
        "id",
        "victim_id",
        "case_id",
        "case__reference",
        "victim__number",
        "consented_on",
        "started_at",
    )
    orders = (Order("newest", "Since", "started_at", descending=True),)
    deed = "end_my_support"
    empty = "You have no clients here. The officer in charge records the consent that opens one to you."
    names: dict[uuid.UUID, str]

    def branches(self) -> Sequence[Any]:
        return clients_by_branch(self.person)

    def log(self, records: Sequence[dict[str, Any]]) -> None:
        super().log(records)
        self.names = names_of(self.person, [one["victim_id"] for one in records])

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        number = f"Victim {record['victim__number']}"
        name = self.names.get(record["victim_id"], "")
        return {
            **record,
            "client": f"{name} ({number})" if name else number,
            "href": address("victim", record["victim_id"]),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": now()}
