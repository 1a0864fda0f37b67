"""Deeds of the people kernel, split by noun."""

from rasso_tracker.people.services.cover import end_duty_cover, set_duty_cover
from rasso_tracker.people.services.leave import end_leave, record_leave
from rasso_tracker.people.services.signing import (
    WRONG_PASSWORD_WINDOW,
    WRONG_PASSWORDS,
    is_shut_out,
    record_failed_sign_in,
    record_sign_in,
    record_sign_out,
    take_role,
)

__all__ = [
    "WRONG_PASSWORDS",
    "WRONG_PASSWORD_WINDOW",
    "end_duty_cover",
    "end_leave",
    "is_shut_out",
    "record_failed_sign_in",
    "record_leave",
    "record_sign_in",
    "record_sign_out",
    "set_duty_cover",
    "take_role",
]
