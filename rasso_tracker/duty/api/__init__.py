from rasso_tracker.audit import Action
from rasso_tracker.duty.models import DutyDay, DutyPattern, RosterImport
from rasso_tracker.duty.surfaces import SURFACES, represent_day, represent_import, represent_pattern
from rasso_tracker.web.api import ReadList, api_urls

# Who works when is known to all colleagues.
READS = [
    ReadList(
        path="duty-patterns/",
        name="duty_patterns",
        model=DutyPattern,
        action=Action.LIST_VIEWED,
        select=("person", "team"),
        represent=represent_pattern,
        filters={"person": "person", "team": "team"},
        branches=lambda person: [DutyPattern.objects.all()],
    ),
    ReadList(
        path="duty-days/",
        name="duty_days",
        model=DutyDay,
        action=Action.LIST_VIEWED,
        select=("person",),
        represent=represent_day,
        filters={"person": "person"},
        branches=lambda person: [DutyDay.objects.all()],
    ),
    ReadList(
        path="roster-imports/",
        name="roster_imports",
        model=RosterImport,
        action=Action.LIST_VIEWED,
        select=("brought_by",),
        represent=represent_import,
        branches=lambda person: [RosterImport.objects.all()],
    ),
]
routes = api_urls(SURFACES, READS)
