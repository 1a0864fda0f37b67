"""Letters to victims, as pages and API routes."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.surfaces import Surface
from reviews import choices, forms, services
from reviews.letter_enums import LetterAddressee, LetterTells, LetterWay
from reviews.models import CpsLetter, Decision, DecisionLetter, Notification, ReviewRequest
from reviews.represent import letters as represent_letters
from reviews.rules import letters as rules
from reviews.rules.interpreting import check_to_interpret
from reviews.rules.review_letters import abouts_of, check_can_draft_on_review
from reviews.sealed import text_of
from reviews.services.letters import caution_of_sent, check_may_go
from reviews.shown.decisions import about_request
from reviews.shown.letters import TAKE_OUT, about_letter, letter_page, under_way
from reviews.surfaces.requests import request_page
from reviews.surfaces.shared import on_decision
from victims.ages import is_under_18
from victims.enums import CommunicationMethod

DROPPED = "Dropped. It stays on record, and will not be sent."


def check_cps_letter(person: Person, decision: Decision) -> None:
    rules.check_can_record_cps_letter(decision, CpsLetter.objects.filter(decision=decision).count())


def draft_initial(person: Person, decision: Decision) -> dict[str, Any]:
    alone = only_victim(person, decision)
    return {**alone, **form_initial(alone.get("victim"))}


def only_victim(person: Person, decision: Decision) -> dict[str, Any]:
    """The victim of a decision, where it is about one."""
    victims: list[Victim] = list(choices.victims_of(decision)[:2])
    return {"victim": victims[0]} if len(victims) == 1 else {}


def form_initial(victim: Victim | None) -> dict[str, Any]:
    """Plain English to the victim; of one under 18 somebody has to say to whom it comes."""
    of_age = victim is not None and not is_under_18(victim, london_date(now()))
    return {"variant": "plain", "language": "en", **({"addressee": "victim"} if of_age else {})}


def check_review_letter(person: Person, request: ReviewRequest) -> None:
    check_can_draft_on_review(person, request, "", now())


def edit_initial(person: Person, letter: DecisionLetter) -> dict[str, Any]:
    return {
        "reasons": text_of(letter, "reasons"),
        "personal": text_of(letter, "personal"),
        "way": letter.way,
        "addressee": letter.addressee,
        "variant": letter.variant,
        "language": letter.language,
    }


def sent_initial(person: Person, letter: DecisionLetter) -> dict[str, Any]:
    method = rules.METHOD_OF_WAY.get(LetterWay(letter.way))
    if method is None and letter.addressee == LetterAddressee.SPOKESPERSON:
        method = CommunicationMethod.VIA_SPOKESPERSON
    told = Notification.objects.filter(
        decision=letter.decision_id, victim=letter.victim_id, told_at__isnull=False
    )
    known = {"tells": LetterTells.FOLLOWS} if told.exists() else {}
    return {"sent_on": london_date(now()), "method": method, **known}


def notify_initial(person: Person, letter: DecisionLetter) -> dict[str, Any]:
    known = sent_initial(person, letter)
    return {"tells": known["tells"]} if "tells" in known else {}


def said_of_sent(letter: DecisionLetter) -> str:
    return " ".join(filter(None, ("Recorded.", caution_of_sent(letter, now()))))


def said_of_drop(letter: DecisionLetter) -> str:
    return f"{DROPPED} {TAKE_OUT}" if letter.printed_at else DROPPED


def check_print(person: Person, letter: DecisionLetter) -> None:
    rules.check_can_print(person, letter)
    check_may_go(person, letter, now())


def check_take_back(person: Person, letter: DecisionLetter) -> None:
    rules.check_can_take_back(person, letter, under_way(letter))


def translations_page(result: Any) -> str:
    return "/letters/translations/"


def check_interpret(person: Person, letter: DecisionLetter) -> None:
    check_to_interpret(letter, now())


def _on_letter(name: str, title: str, form: type[DeedForm], page: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=DecisionLetter,
        subject_name="letter",
        page=f"letters/<uuid:pk>/{page}/",
        api=f"decision-letters/<uuid:pk>/{page}/",
        versioned=True,
        template="reviews/letter_deed.html",
        select=("case", "decision", "victim"),
        context=about_letter,
        done=letter_page,
        back=letter_page,
        **{"represent": represent_letters.letter_in_list, **more},
    )


SURFACES = [
    on_decision(
        "draft_letter",
        "Draft a letter to a victim",
        forms.DraftLetterForm,
        "letters/new",
        "decision-letters/",
        button="Draft the letter",
        said="Drafted from the record. Make the reasons your own, then ask a second person to sign it off.",
        template="reviews/letter_new.html",
        check=rules.check_can_draft,
        initial=draft_initial,
        done=letter_page,
        represent=represent_letters.letter_in_list,
    ),
    on_decision(
        "record_cps_letter",
        "Record that CPS sent its letter",
        forms.CpsLetterForm,
        "cps-letters/new",
        "cps-letters/",
        said="Recorded. What the police told the victim is recorded by itself.",
        template="reviews/cps_letter_new.html",
        check=check_cps_letter,
        initial=only_victim,
        represent=represent_letters.cps_letter,
        constraints={
            "cps_letter_once_a_victim": (
                "victim",
                "Somebody has just recorded this. Nothing more is to be done.",
            )
        },
    ),
    Surface(
        name="draft_review_letter",
        title="Draft a letter on the review",
        service=services.draft_review_letter,
        form=forms.DraftReviewLetterForm,
        subject=ReviewRequest,
        subject_name="request",
        page="right-to-review/<uuid:pk>/letters/new/",
        api="review-requests/<uuid:pk>/letters/",
        button="Draft the letter",
        said="Drafted from the record. Make the reasons your own, then ask a second person to sign it off.",
        template="reviews/request_deed.html",
        select=("case", "decision", "victim", "reviewer"),
        check=check_review_letter,
        context=about_request,
        initial=lambda person, request: {**form_initial(request.victim), "about": abouts_of(request)[0]},
        done=letter_page,
        back=request_page,
        represent=represent_letters.letter_in_list,
    ),
    _on_letter(
        "edit_letter",
        "Edit the draft",
        forms.EditLetterForm,
        "edit",
        said="Saved.",
        check=rules.check_can_edit,
        initial=edit_initial,
    ),
    _on_letter(
        "sign_off_letter",
        "Sign off the letter",
        forms.SignOffLetterForm,
        "sign-off",
        button="Sign off",
        said="Signed off. The letter is kept as it is, and is ready to go.",
        four_eyes=True,
        check=rules.check_can_sign_off,
    ),
    _on_letter(
        "record_letter_printed",
        "Record that it is printed",
        forms.PrintedForm,
        "printed",
        button="It is printed",
        said="Recorded. Once it is posted, record that it went.",
        check=check_print,
    ),
    _on_letter(
        "record_letter_sent",
        "Record that the letter went",
        forms.LetterSentForm,
        "sent",
        said="Recorded.",
        says=said_of_sent,
        check=rules.check_can_send,
        initial=sent_initial,
        represent=represent_letters.letter_sent,
    ),
    _on_letter(
        "record_letter_interpreted",
        "Record that an interpreter read it to them",
        forms.InterpretedForm,
        "interpreter",
        said="Recorded.",
        check=check_interpret,
    ),
    _on_letter(
        "send_letter_by_notify",
        "Send it by GOV.UK Notify",
        forms.SendByNotifyForm,
        "by-notify",
        button="Send it by GOV.UK Notify",
        said="It goes to GOV.UK Notify within a minute. What becomes of it stands on this page.",
        check=rules.check_can_send_by_notify,
        initial=notify_initial,
        constraints={"letter_sending_one_open": ("", "Somebody has just sent it by GOV.UK Notify.")},
    ),
    _on_letter(
        "take_letter_back",
        "Take the letter back",
        forms.TakeLetterBackForm,
        "take-back",
        button="Take it back",
        said="Taken back. GOV.UK Notify does not get it; it is signed off as before.",
        check=check_take_back,
    ),
    _on_letter(
        "drop_letter",
        "Drop the letter",
        forms.DropLetterForm,
        "drop",
        button="Drop the letter",
        said=DROPPED,
        says=said_of_drop,
        check=rules.check_can_drop,
    ),
    Surface(
        name="record_translation_checked",
        title="Record that a translation was checked",
        service=services.record_translation_checked,
        form=forms.TranslationCheckedForm,
        page="letters/translations/new/",
        api="translation-checks/",
        said="Recorded. Letters in these words can be signed off from now on.",
        done=translations_page,
        back=translations_page,
        represent=represent_letters.translation_check,
    ),
]
