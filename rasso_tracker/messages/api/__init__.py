from rasso_tracker.audit import Action
from rasso_tracker.messages import kinds
from rasso_tracker.messages.enums import Urgency
from rasso_tracker.messages.forms import STEPS
from rasso_tracker.messages.models import Message
from rasso_tracker.messages.surfaces import SURFACES, message_in_list, represent_message, titles_together
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls
from rasso_tracker.web.keyset import Order

NEWEST_FIRST = Order("newest", "Newest", "pk", descending=True)
READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="messages/",
        name="messages",
        model=Message,
        represent=message_in_list,
        together=titles_together,
        order=NEWEST_FIRST,
        filters={
            "case": "case_id",
            "kind": "kind",
            "step": "rank",
            "subject": "subject_id",
            "urgency": "urgency",
            "reference": "reference__istartswith",
        },
        offered={
            "kind": lambda: [*kinds.titles()],
            "urgency": lambda: Urgency.values,
            "step": lambda: [str(step) for step in STEPS],
        },
    ),
    ReadDetail(
        path="messages/<uuid:pk>/",
        name="message",
        model=Message,
        action=Action.MESSAGE_READ,
        represent=represent_message,
    ),
]
routes = api_urls(SURFACES, READS)
