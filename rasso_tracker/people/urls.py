from rasso_tracker.people.away_views import away
from rasso_tracker.people.surfaces import SURFACES
from rasso_tracker.people.views import SignIn, choose_role, people, sign_out
from rasso_tracker.web.middleware import public
from rasso_tracker.web.routes import page
from rasso_tracker.web.surfaces import page_urls

urlpatterns = [
    page("accounts/login/", public(SignIn.as_view()), name="sign_in", methods=("GET", "POST")),
    page("accounts/logout/", sign_out, name="sign_out", methods=("POST",)),
    page("accounts/role/", choose_role, name="choose_role", methods=("POST",)),
    page("people/", people, name="person_list"),
    page("people/away/", away, name="away"),
    *page_urls(SURFACES),
]
