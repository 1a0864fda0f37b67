"""Which role may do which deed, and who can instead."""

from __future__ import annotations

from django.utils.text import capfirst

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.roles import ROLES

WORDS = {
    "open_case": "log a case",
    "edit_case": "edit a case",
    "restrict_case": "restrict a case to named people",
    "name_person": "name a person on a case",
    "end_naming": "end a person's access to a case",
    "assign_officer": "assign an officer",
    "add_allegation": "add an allegation",
    "edit_allegation": "edit an allegation",
    "add_suspect": "add a suspect",
    "correct_suspect": "correct who a suspect is",
    "void_suspect": "void a suspect who was entered by mistake",
    "merge_suspects": "merge two records of one suspect",
    "look_at_matches": "look at other reports about a suspect",
    "judge_match": "say whether another report is about the same suspect",
    "add_victim": "add a victim",
    "record_milestone": "record a milestone",
    "void_milestone": "void a milestone",
    "record_supervisory_review": "record a supervisory review",
    "answer_direction": "answer a direction",
    "withdraw_direction": "withdraw a direction",
    "move_direction": "move the date of a direction",
    "finish_lesson": "end a lesson",
    "pass_lesson_on": "pass a lesson on",
}


def who_can(deed: str) -> str:
    """The roles that may, in words: "An officer or a supervisor can." """
    titles = [role.title[:1].lower() + role.title[1:] for role in ROLES.values() if role.may(deed)]
    titles = [title if title[:3] != "cPS" else title.replace("cPS", "CPS", 1) for title in titles]
    if not titles:
        return "Nobody can."
    words = [("an " if title[0] in "aeiou" else "a ") + title for title in titles]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    return capfirst(f"{listed} can.")


def check_role(by: Person, deed: str) -> None:
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(f"You cannot {WORDS[deed]} as {by.role.title}. {who_can(deed)}")
