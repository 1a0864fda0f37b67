"""The deeds of a case. Other apps import from here; each module holds one noun."""

from cases.services.case import edit_case, mark_submitted, open_case, open_to_gatekeepers
from cases.services.combining import move_rows, owe_by_name, owed_anew
from cases.services.directions import answer_direction, move_direction, withdraw_direction
from cases.services.due import (
    CASE_CLOSED,
    Owed,
    in_room,
    mark_checked,
    mark_to_check,
    pass_due,
    pass_to_nobody,
    pass_to_officer,
    raise_due,
    raise_dues,
    settle_due,
    settle_dues,
)
from cases.services.handing import pass_on_access
from cases.services.lessons import (
    end_lessons,
    faults_of_lesson,
    finish_lesson,
    give_lesson,
    pass_lesson_on,
)
from cases.services.matches import judge_match, look_at_matches
from cases.services.milestones import (
    cautions_of,
    follow_with_milestone,
    record_milestone,
    retract_milestones,
    void_milestone,
)
from cases.services.numbering import reserve_references
from cases.services.outcomes import record_outcome
from cases.services.parties import (
    REFERENCE_IN_USE,
    add_allegation,
    add_victim,
    edit_allegation,
    point_to,
    set_enhanced_rights,
)
from cases.services.people import (
    RESTRICTED_ALREADY,
    assign_officer,
    end_access,
    end_naming,
    grant_access,
    join_as_sto,
    leave_as_sto,
    name_person,
    people_left_without,
    restrict_case,
)
from cases.services.stored import locked, open_to_registrar, restage
from cases.services.supervision import record_supervisory_review
from cases.services.suspect_index import rebuild_suspect_index
from cases.services.suspect_records import merge_suspects, void_suspect
from cases.services.suspects import add_suspect, correct_suspect
from cases.services.urns import check_urn_of

__all__ = [
    "CASE_CLOSED",
    "REFERENCE_IN_USE",
    "RESTRICTED_ALREADY",
    "Owed",
    "add_allegation",
    "add_suspect",
    "add_victim",
    "answer_direction",
    "assign_officer",
    "cautions_of",
    "check_urn_of",
    "correct_suspect",
    "edit_allegation",
    "edit_case",
    "end_access",
    "end_lessons",
    "end_naming",
    "faults_of_lesson",
    "finish_lesson",
    "follow_with_milestone",
    "give_lesson",
    "grant_access",
    "in_room",
    "join_as_sto",
    "judge_match",
    "leave_as_sto",
    "locked",
    "look_at_matches",
    "mark_checked",
    "mark_submitted",
    "mark_to_check",
    "merge_suspects",
    "move_direction",
    "move_rows",
    "name_person",
    "open_case",
    "open_to_gatekeepers",
    "open_to_registrar",
    "owe_by_name",
    "owed_anew",
    "pass_due",
    "pass_lesson_on",
    "pass_on_access",
    "pass_to_nobody",
    "pass_to_officer",
    "people_left_without",
    "point_to",
    "raise_due",
    "raise_dues",
    "rebuild_suspect_index",
    "record_milestone",
    "record_outcome",
    "record_supervisory_review",
    "reserve_references",
    "restage",
    "restrict_case",
    "retract_milestones",
    "set_enhanced_rights",
    "settle_due",
    "settle_dues",
    "void_milestone",
    "void_suspect",
    "withdraw_direction",
]
