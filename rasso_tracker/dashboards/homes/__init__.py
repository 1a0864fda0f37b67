"""Each role's first screen: what is to be done next, put together from what every app says is waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rasso_tracker.dashboards.blocks import Home
from rasso_tracker.dashboards.homes.cps import cps_lawyer, cps_legal_manager
from rasso_tracker.dashboards.homes.isva import isva
from rasso_tracker.dashboards.homes.police import crime_registrar, gatekeeper, officer, reviewer, supervisor
from rasso_tracker.people.models import Person

HOMES: dict[str, Callable[[Person, datetime], Home]] = {
    "officer": officer,
    "supervisor": supervisor,
    "gatekeeper": gatekeeper,
    "cps_lawyer": cps_lawyer,
    "cps_legal_manager": cps_legal_manager,
    "reviewer": reviewer,
    "isva": isva,
    "crime_registrar": crime_registrar,
}
