"""Notices of decisions and reviews: whom each waits for, as it stands when somebody is about to be told.

The words go by e-mail, so they say what to do on a reference and nothing of victim, suspect or offence.
"""

from reviews.notices.decisions import (
    PASSED_ON,
    TO_AUTHORISE,
    recheck_meetings,
    recheck_passed_on,
    recheck_proposals,
)
from reviews.notices.opened import OPENED_BY_CPS, recheck_opened_by_cps
from reviews.notices.requests import ALLOCATED, TO_CARRY_OUT, recheck_allocated, recheck_carrying_out
from reviews.notices.telling import (
    TELLING_PLANNED,
    TO_TELL,
    recheck_not_sent,
    recheck_planned,
    recheck_telling,
)

__all__ = [
    "ALLOCATED",
    "OPENED_BY_CPS",
    "PASSED_ON",
    "TELLING_PLANNED",
    "TO_AUTHORISE",
    "TO_CARRY_OUT",
    "TO_TELL",
    "recheck_allocated",
    "recheck_carrying_out",
    "recheck_meetings",
    "recheck_not_sent",
    "recheck_opened_by_cps",
    "recheck_passed_on",
    "recheck_planned",
    "recheck_proposals",
    "recheck_telling",
]
