"""Deeds of the people kernel, split by noun."""

from rasso_tracker.people.services.cover import end_duty_cover, set_duty_cover
from rasso_tracker.people.services.details import add_person, edit_own_details, edit_person
from rasso_tracker.people.services.first_password import issue_first_password, set_first_password
from rasso_tracker.people.services.leave import end_leave, record_leave
from rasso_tracker.people.services.leaving import deactivate_person, reactivate_person
from rasso_tracker.people.services.moves import cancel_move, make_moves, move_person
from rasso_tracker.people.services.roles import approve_role, propose_role, refuse_role, withdraw_role
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
    "add_person",
    "approve_role",
    "cancel_move",
    "deactivate_person",
    "edit_own_details",
    "edit_person",
    "end_duty_cover",
    "end_leave",
    "is_shut_out",
    "issue_first_password",
    "make_moves",
    "move_person",
    "propose_role",
    "reactivate_person",
    "record_failed_sign_in",
    "record_leave",
    "record_sign_in",
    "record_sign_out",
    "refuse_role",
    "set_duty_cover",
    "set_first_password",
    "take_role",
    "withdraw_role",
]
