import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasso_tracker.settings")

from rasso_tracker.web.encodings import only_utf8
from rasso_tracker.web.lengths import short_enough
from rasso_tracker.web.unread import read_to_the_end

application = read_to_the_end(short_enough(only_utf8(get_wsgi_application())))
