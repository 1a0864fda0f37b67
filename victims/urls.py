from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page
from victims.finding import victim_find
from victims.material_list import MaterialList
from victims.surfaces import SURFACES
from victims.views import DETAILS, WithdrawalList
from victims.views.clients import ClientList
from victims.views.look_backs import LOOK_BACK_DETAIL, LookBackList
from victims.views.owed import OwedList
from victims.views.recontacts import RecontactList
from victims.views.support import support_services
from victims.views.terms import withdrawal_terms

urlpatterns = [
    page("victims/find/", victim_find, name="victim_find", methods=("GET", "POST")),
    page("withdrawal-terms/", withdrawal_terms, name="withdrawal_terms"),
    page("support-services/", support_services, name="support_services"),
    *listing_urls([WithdrawalList, LookBackList, RecontactList]),
    *listing_urls([MaterialList, ClientList, OwedList]),
    *detail_urls([*DETAILS, LOOK_BACK_DETAIL]),
    *page_urls(SURFACES),
]
