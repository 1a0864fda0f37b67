import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasso_tracker.settings")

from rasso_tracker.web.encodings import only_utf8

application = only_utf8(get_wsgi_application())
