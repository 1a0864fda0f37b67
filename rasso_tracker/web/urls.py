"""The help page, and the API's own description, as a document for programs and as a page for people."""

from django.urls import path

from rasso_tracker.web.api_docs import ApiSchema, api_docs
from rasso_tracker.web.help import help_page
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page
from rasso_tracker.web.saved.surfaces import SURFACES

urlpatterns = [
    path("api/v1/schema/", ApiSchema.as_view(), name="api_schema"),
    page("help/", help_page, name="help"),
    page("api/v1/docs/", api_docs, name="api_docs"),
    *page_urls(SURFACES),
]
