from rasso_tracker.clocks.surfaces import SURFACES
from rasso_tracker.clocks.views import rules_and_holidays
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page

urlpatterns = [page("clocks/", rules_and_holidays, name="clock_rules"), *page_urls(SURFACES)]
