"""What the pages of letters to victims show: the letter as words, and the letters of a decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, prefetch_related_objects
from django.urls import reverse

from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.addresses import address
from reviews.letter_enums import (
    TO_SEND,
    LetterAbout,
    LetterAddressee,
    LetterLanguage,
    LetterStatus,
    LetterWay,
)
from reviews.letters.facts import right_of
from reviews.letters.pdf import no_sign_for
from reviews.letters.words import Letter, template_version, write
from reviews.models import (
    CpsLetter,
    Decision,
    DecisionLetter,
    DecisionLine,
    LetterCopy,
    LetterSending,
    ReviewAsker,
    ReviewExtension,
    ReviewRequest,
)
from reviews.notify import carries
from reviews.rules import stands
from reviews.rules.denials import speaks_of_review
from reviews.rules.interpreting import is_unread
from reviews.rules.letters import check_translation, lacks_postcode, successor_of
from reviews.rules.letters_set import why_not_set
from reviews.rules.letters_true import open_beside, unsearched, why_untrue
from reviews.sealed import text_of
from reviews.services.letters import facts_for, why_not_to_send
from victims.ages import is_under_18
from victims.models import Circumstances, ContactAlert, ContactDetails, Spokesperson
from victims.pointing import relations_in
from victims.rules import details_at
from victims.sealed import opened


def words_of(letter: DecisionLetter, copy: LetterCopy | None) -> Letter | None:
    """The letter in words: as it was signed off, or a draft as the record stands now. None once dropped, and
    while nothing stands that it could tell of.
    """
    if copy is not None:
        return Letter.from_text(text_of(copy, "words"))
    if not letter.is_draft:
        return None
    if letter.request_id is None and not stands(letter.decision_id, letter.victim_id):
        return None
    reasons, personal = text_of(letter, "reasons"), text_of(letter, "personal")
    return write(facts_for(letter, now()), reasons=reasons, personal=personal)


def about_letter(person: Person, letter: DecisionLetter) -> dict[str, Any]:
    """The page of a letter, and what stands above a deed on it: this victim's, and nobody else's."""
    copy = LetterCopy.objects.filter(letter=letter).first()
    words = words_of(letter, copy)
    changed = changed_since(person, letter, words)
    return {
        "caption": letter.case.reference,
        "case": letter.case,
        "letter": letter,
        "victim": letter.victim,
        "words": words,
        "copy": copy,
        "pdf": reverse("letter_pdf", args=[letter.pk]) if copy else "",
        "language_wanted": _language_wanted(letter),
        "was_under_18": is_under_18(letter.victim, london_date(now())),
        "held_back": _held_back(letter),
        "review_why": _review_why(letter),
        "relations": relations_of(letter),
        "denials": _denials_of(letter),
        "unsearched": letter.is_draft and unsearched(letter),
        "beside": open_beside(letter),
        "changed": changed,
        "interpreter": is_unread(letter, now()),
        "lacks_postcode": lacks_postcode(letter, now()),
        "successor": successor_of(letter),
        "where_it_stands": where_it_stands(letter, changed),
        "sendings": [(one, text_of(one, "taken_back_reason")) for one in sendings_of(letter)],
    }


def sendings_of(letter: DecisionLetter) -> list[LetterSending]:
    """What became of a letter at GOV.UK Notify, the newest first: one look for all that a page says of it."""
    rows = LetterSending.objects.select_related("asked_by", "taken_back_by").order_by("-asked_at", "-id")
    prefetch_related_objects([letter], Prefetch("sendings", queryset=rows))
    return list(letter.sendings.all())


def under_way(letter: DecisionLetter) -> LetterSending | None:
    """The sending that is not over, of the same look."""
    return next((one for one in sendings_of(letter) if one.is_open), None)


def where_it_stands(letter: DecisionLetter, changed: str) -> str:
    """What is to be done with a letter, or what became of it, in a sentence or two. `changed` as in
    changed_since.
    """
    status = LetterStatus(letter.status)
    if changed and status in TO_SEND:
        printed = "It is printed. " if status is LetterStatus.PRINTED else ""
        return (
            f"{printed}{NOT_TO_DO[LetterWay(letter.way)]}, because of what changed since it was signed off."
            " If it went before that, record when."
        )
    if status is LetterStatus.SIGNED_OFF:
        by_notify = " Or send it by GOV.UK Notify." if carries(letter.way) else ""
        return f"{TO_DO[LetterWay(letter.way)]}{by_notify}"
    if status is LetterStatus.WITH_NOTIFY:
        return f"{_how_far(under_way(letter))}: do not print or send it as well."
    if status is LetterStatus.SENT and letter.sent_on is not None:
        return f"It went on {day_words(letter.sent_on)}, and is kept as it went."
    paper = f" {TAKE_OUT}" if letter.printed_at else ""
    return {
        LetterStatus.DRAFT: "Somebody else reads it, and signs it off.",
        LetterStatus.PRINTED: "It is printed. Post it, then record that it went.",
        LetterStatus.DROPPED: f"Kept as a record: do not send it.{paper}",
    }[status]


def _how_far(row: LetterSending | None) -> str:
    if row is None or row.notify_id is not None:
        return "GOV.UK Notify has it"
    return "It is being handed to GOV.UK Notify" if row.tries else "It waits to be handed to GOV.UK Notify"


def changed_since(person: Person, letter: DecisionLetter, words: Letter | None) -> str:
    """What keeps a letter that is still to go from going, in a sentence; "" where nothing does."""
    if letter.is_draft:
        at = now()
        return why_untrue(letter, at) or (why_not_set(no_sign_for(words, london_date(at))) if words else "")
    if letter.status == LetterStatus.WITH_NOTIFY:
        return _on_its_way(letter, why_not_to_send(person, letter, now()))
    return why_not_to_send(person, letter, now()) if letter.status in TO_SEND else ""


def deeds_ready(letter: DecisionLetter, changed: str) -> set[str]:
    """The names of the deeds that a letter is ready for. One that may not go is not printed either; that it
    went before something changed can still be said.
    """
    ready = FITS_LETTER[LetterStatus(letter.status)]
    if not changed or letter.status not in TO_SEND:
        return ready
    return ready - {"record_letter_printed", "send_letter_by_notify"}


def look_first(letters: Iterable[Any]) -> set[Any]:
    """The ids of those letters about which something was recorded since they were signed off that may keep
    them from going: of how those of the case are reached, or of what they tell. One statement; the page of a
    letter says whether it does.
    """
    since, victim, request = OuterRef("signed_off_at"), OuterRef("victim"), OuterRef("request")
    reached = ContactDetails.objects.filter(case=OuterRef("case"), recorded_at__gte=since)
    lines = DecisionLine.objects.filter(decision=OuterRef("decision"), victim=victim)
    changed = (
        Exists(reached.exclude(pk=OuterRef("addressed_from")))
        | Exists(ContactAlert.objects.filter(victim=victim, raised_at__gte=since))
        | Exists(Circumstances.objects.filter(victim=victim, recorded_at__gte=since, died_on__isnull=False))
        | Exists(Spokesperson.objects.filter(victim=victim, ended_at__gte=since))
        | Exists(lines.filter(ended_at__gte=since))
        | Exists(ReviewExtension.objects.filter(request=request, extended_at__gte=since))
        | Exists(ReviewAsker.objects.filter(request=request, recorded_at__gte=since))
        | Exists(ReviewAsker.objects.filter(request=request, voided_at__gte=since))
        | Q(request__decided_at__gt=F("signed_off_at"))
    )
    rows = DecisionLetter.objects.filter(changed, pk__in=list(letters))
    return set(rows.values_list("pk", flat=True))


def _on_its_way(letter: DecisionLetter, why: str) -> str:
    """How to come to drop a letter that should not go any more, and is not ours just now."""
    if not why:
        return ""
    row = under_way(letter)
    if row is not None and not row.may_be_at_notify:
        return f"{why} Take it back first."
    return (
        f"{why} GOV.UK Notify may send it all the same, and until it says what became of it nobody can drop"
        " it here: tell them what changed."
    )


def _language_wanted(letter: DecisionLetter) -> str:
    details = details_at(letter.victim, now())
    return opened(details, "language").strip() if details is not None else ""


def relations_of(letter: DecisionLetter) -> list[str]:
    """Whom the written words of a draft speak of by what they are to the victim, for the second person.

    The template has no such word, and no list of names finds them.
    """
    if not letter.is_draft:
        return []
    written = f"{text_of(letter, 'reasons')} {text_of(letter, 'personal')}"
    return relations_in(written, to_victim=letter.addressee == LetterAddressee.VICTIM)


def _denials_of(letter: DecisionLetter) -> list[str]:
    """The sentences of a draft that speak of the right which it gives, for the second person."""
    if not letter.is_draft or letter.request_id is not None:
        return []
    if right_of(letter.decision, letter.victim, now()) is None:
        return []
    return speaks_of_review(f"{text_of(letter, 'reasons')}\n{text_of(letter, 'personal')}")


def _review_why(letter: DecisionLetter) -> str:
    """The reasons of the review, for whoever puts them into another language: an English draft begins with
    them.
    """
    is_translated = letter.is_draft and letter.language != LetterLanguage.ENGLISH
    if letter.request is None or letter.about != LetterAbout.OUTCOME or not is_translated:
        return ""
    return text_of(letter.request, "reasons")


def _held_back(letter: DecisionLetter) -> str:
    """Why a draft in another language cannot be signed off yet, or nothing."""
    if not letter.is_draft:
        return ""
    try:
        check_translation(letter, template_version(letter.language))
    except NotAllowed as refusal:
        return str(refusal)
    return ""


def letters_of(decision: Decision, person: Person) -> dict[Any, list[DecisionLetter]]:
    """The letters on a decision by victim, the newest first; none for a role that reads none."""
    found: dict[Any, list[DecisionLetter]] = {}
    rows = (
        DecisionLetter.objects.visible_to(person)
        .filter(decision=decision, request__isnull=True)
        .select_related("victim", "written_by")
        .order_by("-number")
    )
    for one in rows:
        found.setdefault(one.victim_id, []).append(one)
    return found


def letters_on(request: ReviewRequest, person: Person) -> list[DecisionLetter]:
    """The letters on a review, the newest first."""
    rows = DecisionLetter.objects.visible_to(person).filter(request=request)
    return list(rows.select_related("victim", "written_by").order_by("-number"))


def cps_letters_of(decision: Decision, person: Person) -> dict[Any, CpsLetter]:
    """What CPS sent, by victim."""
    rows = CpsLetter.objects.visible_to(person).filter(decision=decision)
    return {one.victim_id: one for one in rows}


def letter_page(result: Any) -> str:
    return address("letter_detail", result.pk)


TAKE_OUT = "It was printed: take the paper out of the post, and have it destroyed."
TO_DO = {
    LetterWay.POST: "Print and post it, then record that it went.",
    LetterWay.EMAIL: "Send it by the force's secure e-mail, then record that it went.",
    LetterWay.BY_HAND: "Print it and hand it over, then record that.",
}
NOT_TO_DO = {
    LetterWay.POST: "Do not print or post it",
    LetterWay.EMAIL: "Do not send it",
    LetterWay.BY_HAND: "Do not hand it over",
}
# Which deeds a letter is ready for: a link that could only be refused is not offered.
FITS_LETTER = {
    LetterStatus.DRAFT: {"edit_letter", "sign_off_letter", "drop_letter"},
    LetterStatus.SIGNED_OFF: {
        "record_letter_printed",
        "record_letter_sent",
        "send_letter_by_notify",
        "drop_letter",
    },
    LetterStatus.WITH_NOTIFY: {"take_letter_back"},
    LetterStatus.PRINTED: {"record_letter_sent", "drop_letter"},
    LetterStatus.SENT: {"record_letter_interpreted"},
    LetterStatus.DROPPED: set[str](),
}
