"""The home of an ISVA: clients, and what they have ahead."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from rasso_tracker.dashboards import blocks
from rasso_tracker.dashboards.blocks import Home
from rasso_tracker.people.models import Person
from reviews import home as reviews
from victims.home_clients import client_home


def isva(person: Person, at: datetime) -> Home:
    found = client_home(person, at, reviews.clients_to_tell(person))
    return Home(
        heading="My clients",
        button=("All my clients", reverse("client_list")),
        blocks=[
            blocks.block(
                "Appointments with the police",
                found.appointments,
                blocks.of_client,
                "No appointment is arranged.",
                timing="On",
            ),
            blocks.block(
                "Decisions that they are to be told",
                found.others,
                blocks.of_client,
                "No client waits to be told of a decision.",
                timing="By",
            ),
            blocks.block(
                "When they next hear from the police",
                found.dates,
                blocks.of_client,
                "No day is set on which your clients hear from the police.",
                timing="By",
            ),
            blocks.block(
                "People I support who agreed to it",
                found.clients,
                blocks.client,
                "No client is recorded yet. The officer in charge records the consent that opens one to you.",
                timing="Agreed on",
                all_href=reverse("client_list"),
            ),
            blocks.block(
                "What I told the police",
                found.told,
                blocks.of_client,
                "Nothing that you told waits for an answer.",
                timing="Told",
            ),
        ],
    )
