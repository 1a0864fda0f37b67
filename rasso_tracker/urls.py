"""Every address of the product. Each app declares its own pages and API; this file only puts them
together.
"""

from importlib import import_module

from rasso_tracker.web.routes import ByFirstWord

PAGES = [
    "rasso_tracker.people.urls",
    "rasso_tracker.duty.urls",
    "rasso_tracker.audit.urls",
    "rasso_tracker.clocks.urls",
    "rasso_tracker.messages.urls",
    "rasso_tracker.dashboards.urls",
    "cases.urls",
    "actionplans.urls",
    "victims.urls",
    "reviews.urls",
    "rasso_tracker.mailsink.urls",
    "rasso_tracker.web.urls",
]
APIS = [
    "rasso_tracker.people.api",
    "rasso_tracker.duty.api",
    "rasso_tracker.clocks.api",
    "rasso_tracker.messages.api",
    "rasso_tracker.audit.api",
    "rasso_tracker.web.saved.api",
    "cases.api",
    "actionplans.api",
    "victims.api",
    "reviews.api",
    "rasso_tracker.dashboards.force_record",
    "rasso_tracker.dashboards.case_then.page",
    "rasso_tracker.dashboards.api",
]

urlpatterns = [
    ByFirstWord("", [one for name in PAGES for one in import_module(name).urlpatterns]),
    ByFirstWord("api/v1/", [one for name in APIS for one in import_module(name).routes]),
]

handler400 = "rasso_tracker.web.errors.bad_request"
handler403 = "rasso_tracker.web.errors.forbidden"
handler404 = "rasso_tracker.web.errors.not_found"
handler500 = "rasso_tracker.web.errors.broken"
