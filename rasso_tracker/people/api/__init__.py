from rasso_tracker.people.surfaces import SURFACES
from rasso_tracker.web.api import api_urls

routes = api_urls(SURFACES, [])
