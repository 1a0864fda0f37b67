"""Browsers for tests that ask thousands of questions: each signs in once, and nobody is looked up again.

Who may sign in, how a session ends and what it keeps is asked elsewhere (test_sessions, people_kernel).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from rasso_tracker.people.backends import InPostBackend
from rasso_tracker.people.models import Person


class Remembered(InPostBackend):
    """Each person as first looked up; a copy, so that no request leaves its role or team to the next."""

    kept: dict[str, Person | None] = {}

    def get_user(self, user_id: Any) -> Person | None:
        key = str(user_id)
        if key not in self.kept:
            self.kept[key] = super().get_user(user_id)
        return copy(self.kept[key])


class Visitor(Client):
    """A signed-in browser that starts each request afresh: what a deed put into the session is forgotten, as
    the deed is when the test rolls back.
    """

    def __init__(self, person: Person) -> None:
        super().__init__(raise_request_exception=False)
        self.force_login(person)
        self.signed = self.cookies[settings.SESSION_COOKIE_NAME].value

    def request(self, **asked: Any) -> Any:
        try:
            return super().request(**asked)
        finally:
            self.cookies.clear()
            self.cookies[settings.SESSION_COOKIE_NAME] = self.signed


@contextmanager
def signed_in_once() -> Iterator[None]:
    """For as long as one database lasts: sessions in the cookie, people remembered."""
    Remembered.kept.clear()
    with override_settings(
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        AUTHENTICATION_BACKENDS=["tests.visitors.Remembered"],
    ):
        yield
    Remembered.kept.clear()
