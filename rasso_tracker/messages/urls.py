from rasso_tracker.messages.surfaces import SURFACES
from rasso_tracker.messages.views import inbox, runs
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page

urlpatterns = [
    page("inbox/", inbox, name="inbox"),
    page("inbox/runs/", runs, name="message_runs"),
    *page_urls(SURFACES),
]
