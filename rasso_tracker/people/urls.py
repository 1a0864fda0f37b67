from rasso_tracker.people.admin_views import PERSON, PeopleList, my_details, role_proposals
from rasso_tracker.people.away_views import away
from rasso_tracker.people.surfaces import SURFACES
from rasso_tracker.people.views import SignIn, choose_role, first_password, sign_out
from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.middleware import public
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page

urlpatterns = [
    page("accounts/login/", public(SignIn.as_view()), name="sign_in", methods=("GET", "POST")),
    page(
        "accounts/first-password/",
        public(first_password),
        name="first_password",
        methods=("GET", "POST"),
    ),
    page("accounts/logout/", sign_out, name="sign_out", methods=("POST",)),
    page("accounts/role/", choose_role, name="choose_role", methods=("POST",)),
    *listing_urls([PeopleList]),
    page("people/me/", my_details, name="my_details"),
    page("role-proposals/", role_proposals, name="role_proposals"),
    page("people/away/", away, name="away"),
    *page_urls(SURFACES),
    *detail_urls([PERSON]),
]
