"""The address of a record by the name of its page. A page asks for dozens: each shape is kept."""

from __future__ import annotations

import uuid
from functools import lru_cache

from django.urls import URLResolver, get_resolver, get_urlconf, reverse

_NO_RECORD = str(uuid.UUID(int=0))


def address(name: str, pk: uuid.UUID) -> str:
    """As Django's `reverse(name, args=[pk])`. Raises NoReverseMatch for a name that takes no record."""
    return _shape(get_resolver(get_urlconf()), name).replace(_NO_RECORD, str(pk))


@lru_cache(maxsize=1000)
def _shape(addresses: URLResolver, name: str) -> str:
    return reverse(name, kwargs={"pk": _NO_RECORD})
