"""Correcting who a suspect is, and other reports about the suspects of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases import forms, represent, rules, services
from cases.models import Case, MatchLook, Suspect
from cases.represent.matches import match_judged, matches_shown
from cases.services.known_as import known_of
from cases.shown.matches import Looked, looked_at, note_look, one_looked_at, own_looks
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface


def about_suspect(person: Person, suspect: Suspect) -> dict[str, Any]:
    return {
        "caption": f"{suspect.case.reference}: {suspect.label}",
        "case": suspect.case,
        "suspect": suspect,
    }


def known_initial(person: Person, suspect: Suspect) -> dict[str, Any]:
    known = known_of(suspect)
    return {
        "name": known.name,
        "other_names": known.other_names,
        "born": known.born,
        "phones": known.phones,
    }


def about_matches(person: Person, case: Case) -> dict[str, Any]:
    """What this person has looked at so far, which is logged once more."""
    rows = looked_at(case, person)
    note_look(person, rows)
    return {"caption": case.reference, "case": case, "rows": rows}


def about_match(person: Person, look: MatchLook) -> dict[str, Any]:
    shown: Looked = one_looked_at(look)
    note_look(person, [shown])
    return {"caption": look.case.reference, "case": look.case, "one": shown}


def judge_initial(person: Person, look: MatchLook) -> dict[str, Any]:
    shown = one_looked_at(look)
    return {"verdict": shown.verdict.verdict} if shown.verdict else {}


def matches_page(result: Any) -> str:
    case = result.pk if isinstance(result, Case) else result.case_id
    return reverse("look_at_matches", args=[case])


def check_correct(person: Person, suspect: Suspect) -> None:
    rules.check_in_use(suspect)


def about_void(person: Person, suspect: Suspect) -> dict[str, Any]:
    return {**about_named(person, suspect), "allegations": list(suspect.allegations.all())}


def about_named(person: Person, suspect: Suspect) -> dict[str, Any]:
    """With who it is, so that nobody takes one record for another."""
    return {**about_suspect(person, suspect), "who": forms.in_words(suspect)}


def check_merge(person: Person, suspect: Suspect) -> None:
    rules.check_can_merge_suspects(person, suspect)
    others = Suspect.objects.filter(case=suspect.case_id, voided_at__isnull=True).exclude(pk=suspect.pk)
    if not others.exists():
        raise NotAllowed("The case has no other suspect: there is nothing to merge.")


SUSPECT_SURFACES = [
    Surface(
        name="correct_suspect",
        title="Correct who the suspect is",
        service=services.correct_suspect,
        form=forms.KnownForm,
        subject=Suspect,
        subject_name="suspect",
        page="suspects/<uuid:pk>/correct/",
        api="suspects/<uuid:pk>/",
        method="PATCH",
        versioned=True,
        said="Suspect corrected.",
        select=("case", "merged_into"),
        check=check_correct,
        context=about_suspect,
        initial=known_initial,
        represent=represent.suspect_in_full,
    ),
    Surface(
        name="void_suspect",
        title="Void a suspect entered by mistake",
        service=services.void_suspect,
        form=forms.VoidSuspectForm,
        subject=Suspect,
        subject_name="suspect",
        page="suspects/<uuid:pk>/void/",
        api="suspects/<uuid:pk>/void/",
        button="Void the suspect",
        said="Suspect voided. The record stays in the history, struck through.",
        template="cases/suspect_void.html",
        select=("case", "merged_into"),
        check=rules.check_can_void_suspect,
        context=about_void,
        represent=represent.suspect_in_list,
    ),
    Surface(
        name="merge_suspects",
        title="Merge another record of the same person into this one",
        service=services.merge_suspects,
        form=forms.MergeSuspectsForm,
        subject=Suspect,
        subject_name="suspect",
        page="suspects/<uuid:pk>/merge/",
        api="suspects/<uuid:pk>/merge/",
        button="Merge the two records",
        said="Merged. Everything of the other record is here now.",
        template="cases/suspect_merge.html",
        select=("case", "merged_into"),
        check=check_merge,
        context=about_named,
        represent=represent.suspect_in_full,
    ),
    Surface(
        name="look_at_matches",
        title="Other reports about the suspects",
        service=services.look_at_matches,
        form=forms.LookForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/suspect-matches/",
        api="suspect-matches/",
        button="Look for other reports",
        said="Looked up. Every look is logged.",
        template="cases/suspect_matches.html",
        context=about_matches,
        done=matches_page,
        represent=matches_shown,
    ),
    Surface(
        name="judge_match",
        title="Is this other report about the same suspect?",
        service=services.judge_match,
        form=forms.JudgeForm,
        subject=MatchLook,
        subject_name="match",
        page="suspect-matches/<uuid:pk>/judge/",
        api="suspect-matches/<uuid:pk>/judge/",
        said="Recorded.",
        template="cases/suspect_match_judge.html",
        select=("case", "suspect"),
        find=own_looks,
        check=lambda person, look: rules.check_role(person, "judge_match"),
        context=about_match,
        initial=judge_initial,
        done=matches_page,
        back=matches_page,
        constraints={
            "match_verdict_one_stands": (
                "",
                "Somebody else said so at the same moment. Look at what they recorded first.",
            )
        },
        represent=match_judged,
    ),
]
