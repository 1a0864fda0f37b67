"""Where "Case opened." waits for the next page: in a signed cookie, so that a deed is one transaction.

The sentences are the surfaces' own and name nobody. In the session each would cost two more writes.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class SaidStorage(CookieStorage):
    cookie_name = "said" if settings.RASSO_HTTP_LOOPBACK else "__Host-said"
