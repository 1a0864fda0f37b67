"""Saved filters by API."""

from rasso_tracker.web.api import api_urls
from rasso_tracker.web.saved.surfaces import READS, SURFACES

routes = api_urls(SURFACES, READS)
