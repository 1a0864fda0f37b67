"""Addresses of decisions and of the Right to Review."""

from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.surfaces import page_urls
from reviews.outcome_views import OutcomeGapList
from reviews.surfaces import SURFACES
from reviews.views import DECISION_DETAIL, REQUEST_DETAIL, DecisionList, RequestList

urlpatterns = [
    *page_urls(SURFACES),
    *listing_urls([DecisionList, OutcomeGapList, RequestList]),
    *detail_urls([DECISION_DETAIL, REQUEST_DETAIL]),
]
