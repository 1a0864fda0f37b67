"""Who may do what to a case, and when. Each check raises a refusal whose sentence the person reads."""

from cases.rules.authority import WORDS, check_role, who_can
from cases.rules.milestones import (
    ARREST_BEFORE_INTERVIEW,
    GIVES_AN_OUTCOME,
    MADE_TRUE_BY,
    MAY_PRECEDE_THE_REPORT,
    OF_A_SUSPECT,
    OF_A_VICTIM,
    OF_AN_ALLEGATION,
    RESTS_ON,
    bail_began,
    check_bail_limit,
    check_can_record_milestone,
    check_can_void_milestone,
    check_gives_outcome,
    check_milestone_fits,
    check_milestone_has_foundation,
    check_not_merged,
    foundation,
)
from cases.rules.named import LEAST_NAMED, check_can_end_naming, check_named_enough, is_in_post
from cases.rules.opening import (
    check_can_assign,
    check_can_move,
    check_can_open_case,
    check_offence_dates,
    unfit_officer,
)
from cases.rules.suspects import check_can_judge, check_known
from cases.urn import read_urn

__all__ = [
    "ARREST_BEFORE_INTERVIEW",
    "GIVES_AN_OUTCOME",
    "LEAST_NAMED",
    "MADE_TRUE_BY",
    "MAY_PRECEDE_THE_REPORT",
    "OF_AN_ALLEGATION",
    "OF_A_SUSPECT",
    "OF_A_VICTIM",
    "RESTS_ON",
    "WORDS",
    "bail_began",
    "check_bail_limit",
    "check_can_assign",
    "check_can_end_naming",
    "check_can_judge",
    "check_can_move",
    "check_can_open_case",
    "check_can_record_milestone",
    "check_can_void_milestone",
    "check_gives_outcome",
    "check_known",
    "check_milestone_fits",
    "check_milestone_has_foundation",
    "check_named_enough",
    "check_not_merged",
    "check_offence_dates",
    "check_role",
    "foundation",
    "is_in_post",
    "read_urn",
    "unfit_officer",
    "who_can",
]
