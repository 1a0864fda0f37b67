from rasso_tracker.duty.surfaces import SURFACES
from rasso_tracker.duty.views import roster
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page

urlpatterns = [page("duty/", roster, name="duty_roster"), *page_urls(SURFACES)]
