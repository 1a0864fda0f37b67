from rasso_tracker.audit import Action
from rasso_tracker.people.models import DutyCover, Leave
from rasso_tracker.people.surfaces import SURFACES, represent_cover, represent_leave
from rasso_tracker.web.api import ReadList, api_urls

# Who is away and who answers is known to all colleagues.
READS = [
    ReadList(
        path="duty-covers/",
        name="duty_covers",
        model=DutyCover,
        action=Action.LIST_VIEWED,
        select=("person", "covered_by"),
        represent=represent_cover,
        filters={"person": "person"},
        branches=lambda person: [DutyCover.objects.all()],
    ),
    ReadList(
        path="leaves/",
        name="leaves",
        model=Leave,
        action=Action.LIST_VIEWED,
        select=("person", "cover__covered_by"),
        represent=represent_leave,
        filters={"person": "person"},
        branches=lambda person: [Leave.objects.all()],
    ),
]
routes = api_urls(SURFACES, READS)
