from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.surfaces import page_urls
from victims.surfaces import SURFACES
from victims.views import DETAILS, WithdrawalList

urlpatterns = [
    *listing_urls([WithdrawalList]),
    *detail_urls(DETAILS),
    *page_urls(SURFACES),
]
