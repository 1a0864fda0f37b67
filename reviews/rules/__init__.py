"""Who may do what to a decision or a review request, and when: sentences that the person reads."""

from reviews.rules.decisions import (
    check_can_authorise,
    check_can_decide_on_case,
    check_can_refuse,
    check_may_become,
    check_not_for_a_refusal,
    check_second_person,
    was_refused,
)
from reviews.rules.matches import asks_for_matches, check_matches_looked_at, matches_left
from reviews.rules.overriding import check_can_override, check_override
from reviews.rules.requests import (
    check_can_acknowledge,
    check_can_allocate,
    check_can_decide_review,
    check_can_learn,
    check_can_tell_outcome,
    check_discretion,
    check_may_move,
    check_no_other_request,
    check_own_review,
    check_request,
    unfit_reviewer,
)
from reviews.rules.roles_and_moments import (
    NOT_AUTHORISED,
    NOT_YOURS,
    check_not_in_future,
    check_role,
    moment,
)
from reviews.rules.standing import check_authorised, check_stands, check_stood, standing_lines, stands
from reviews.rules.telling import (
    check_concerns,
    check_known_method,
    check_not_told_yet,
    check_right_not_told_yet,
    check_some_eligible,
    check_told_when,
)

__all__ = [
    "NOT_AUTHORISED",
    "NOT_YOURS",
    "asks_for_matches",
    "check_authorised",
    "check_can_acknowledge",
    "check_can_allocate",
    "check_can_authorise",
    "check_can_decide_on_case",
    "check_can_decide_review",
    "check_can_learn",
    "check_can_override",
    "check_can_refuse",
    "check_can_tell_outcome",
    "check_concerns",
    "check_discretion",
    "check_known_method",
    "check_matches_looked_at",
    "check_may_become",
    "check_may_move",
    "check_no_other_request",
    "check_not_for_a_refusal",
    "check_not_in_future",
    "check_not_told_yet",
    "check_override",
    "check_own_review",
    "check_request",
    "check_right_not_told_yet",
    "check_role",
    "check_second_person",
    "check_some_eligible",
    "check_stands",
    "check_stood",
    "check_told_when",
    "matches_left",
    "moment",
    "standing_lines",
    "stands",
    "unfit_reviewer",
    "was_refused",
]
