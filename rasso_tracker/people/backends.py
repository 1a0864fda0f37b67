"""Whose session still counts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person


class InPostBackend(ModelBackend):
    """Signs in by password; a session ends with the last day in post, as a token does."""

    def get_user(self, user_id: Any) -> Person | None:
        person: Person | None = super().get_user(user_id)
        return person if person is not None and person.serves_on(london_date(now())) else None
