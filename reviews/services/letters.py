"""Letters to victims: edited, signed off by a second person, kept as they went."""

from __future__ import annotations

import base64
from datetime import date, datetime, time
from functools import partial
from hashlib import sha256

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Refusal, together
from rasso_tracker.people.versions import touch
from reviews import rules
from reviews.letter_enums import LetterAbout, LetterAddressee, LetterStatus, LetterWay
from reviews.letters.facts import LetterFacts, facts_of
from reviews.letters.pdf import NoSign, made, no_sign_for
from reviews.letters.words import suggested_reasons, template_version, write
from reviews.models import DecisionLetter, LetterCopy, Notification, ReviewRequest
from reviews.rules import letters as letter_rules
from reviews.rules.letter_words import check_read, check_words
from reviews.rules.letters import METHOD_OF_WAY
from reviews.rules.letters_set import check_paragraphs_can_be_set, why_not_set
from reviews.rules.letters_true import check_alone, check_order_told, check_still_true, why_untrue
from reviews.rules.letters_went import check_sent, check_then, moment_of, when_it_went
from reviews.rules.told import wanted_by
from reviews.sealed import sealed, text_of
from reviews.sending_enums import NOT_SENT
from reviews.services.decisions import in_hand
from reviews.services.extending import extension_told_by_letter
from reviews.services.requests import acknowledge_by_letter
from reviews.services.telling import notice_of, tell_by_letter
from victims.enums import CommunicationMethod
from victims.models import ContactDetails, Spokesperson
from victims.rules import details_at
from victims.rules.addresses import SENT_TO, check_may_send
from victims.sealed import opened

ADDRESS_CHANGED = (
    "Their address changed after this letter was signed off, so it would go to the old one. Drop it"
    " and draft a new letter."
)
WRITE_ANOTHER = "Drop this letter, and draft one that goes in a way that is safe."


def facts_for(letter: DecisionLetter, at: datetime) -> LetterFacts:
    """What the record says for this letter at a moment."""
    return facts_of(
        letter.decision,
        letter.victim,
        way=letter.way,
        variant=letter.variant,
        language=letter.language,
        details=details_at(letter.victim, at),
        at=at,
        about=letter.about,
        request=letter.request,
        through=spokesperson_of(letter, at),
    )


def spokesperson_of(letter: DecisionLetter, at: datetime) -> str:
    """The name of whoever speaks for the victim, where the letter comes to them; "" otherwise."""
    if letter.addressee != LetterAddressee.SPOKESPERSON:
        return ""
    rows = Spokesperson.objects.filter(victim=letter.victim_id)
    return next((opened(one, "name") for one in rows if one.speaks_at(at)), "")


def letter_in_hand(by: Person, letter: DecisionLetter) -> DecisionLetter:
    """The letter, fresh, with its decision and case under lock. Raises NotAllowed out of scope."""
    decision = in_hand(by, letter.decision)
    found = (
        DecisionLetter.objects.visible_to(by)
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=letter.pk)
        .first()
    )
    if found is None:
        raise NotAllowed(rules.NOT_YOURS)
    found.decision, found.case = decision, decision.case
    fresh: DecisionLetter = found
    return fresh


@deed
def edit_letter(
    *,
    by: Person,
    letter: DecisionLetter,
    way: str,
    variant: str,
    language: str,
    reasons: str,
    personal: str = "",
    addressee: str = "",
    at: datetime | None = None,
) -> DecisionLetter:
    """Change a draft within bounds: how it goes, its form, the reasons in plain words, a personal paragraph.

    Reasons that nobody made their own follow the form: to whoever speaks for the victim they speak of them.
    Raises NotAllowed once it is signed off; Invalid for a way that is not safe, for too long a paragraph, or
    for the name of anybody else of the case.
    """
    at = at or now()
    letter = letter_in_hand(by, letter)
    letter_rules.check_can_edit(by, letter)
    letter_rules.check_form(variant, language)
    suggested = suggested_reasons(facts_for(letter, at))
    letter.way, letter.addressee = way, addressee or letter.addressee
    letter.variant, letter.language = variant, language
    facts = facts_for(letter, at)
    if reasons.split() == suggested.split():  # as the template had them: as it has them for this form
        reasons = suggested_reasons(facts) or reasons
    written = {"reasons": reasons, "personal": personal}
    together(
        lambda: letter_rules.check_way(by, letter.victim, way, at),
        lambda: letter_rules.check_addressee(by, letter.victim, letter.addressee, way, at),
        lambda: check_words(letter, language=language, gives_right=facts.right is not None, **written),
    )
    signs = no_sign_for(write(facts, **written), london_date(at))
    check_paragraphs_can_be_set(signs, **written)
    letter.reasons_sealed = sealed(letter, "reasons", reasons.strip())
    letter.personal_sealed = sealed(letter, "personal", personal.strip())
    letter.written_at, letter.written_by = at, by
    columns = ("reasons_sealed", "personal_sealed", "written_at", "written_by")
    touch(letter, "way", "addressee", "variant", "language", *columns)
    record(by=by, action=Action.LETTER_EDITED, case=letter.case, subjects=[letter.pk, letter.victim_id])
    return letter


@deed
def sign_off_letter(
    *, by: Person, letter: DecisionLetter, read_it: bool = False, at: datetime | None = None
) -> DecisionLetter:
    """Sign off a letter that somebody else wrote; the PDF of it is made and kept as it is from now on.

    What it rests on is asked again: the way, the place, the words. `read_it`: they read the language of words
    that are not searched for a denial of the right (letter_words.is_unsearched). Raises NotAllowed (one's
    own, or no draft any more) or Invalid.
    """
    at = at or now()
    letter = letter_in_hand(by, letter)
    letter_rules.check_can_sign_off(by, letter)
    check_still_true(letter, at)
    letter_rules.check_about(by, letter.decision, letter.victim, letter.way, at)
    letter_rules.check_addressee(by, letter.victim, letter.addressee, letter.way, at)
    letter_rules.check_translation(letter, template_version(letter.language))
    written = {name: text_of(letter, name) for name in ("reasons", "personal")}
    facts = facts_for(letter, at)
    gives_right = facts.right is not None
    together(
        partial(check_words, letter, language=letter.language, gives_right=gives_right, **written),
        partial(check_read, letter, read_it=read_it, gives_right=gives_right),
    )
    letter.status = LetterStatus.SIGNED_OFF
    letter.signed_off_at, letter.signed_off_by = at, by
    letter.ask_by = facts.right.ask_by if facts.right else None
    letter.addressed_from = _addressed_from(letter, at)
    touch(letter, "status", "signed_off_at", "signed_off_by", "ask_by", "addressed_from")
    words = write(facts, **written)
    try:
        pdf = made(words, london_date(at))
    except NoSign as trouble:
        raise NotAllowed(why_not_set(trouble.signs)) from None
    copy = LetterCopy(
        case=letter.case,
        letter=letter,
        sha256=sha256(pdf).hexdigest(),
        template_version=words.template_version,
        variant=letter.variant,
        language=letter.language,
        made_at=at,
    )
    copy.pdf_sealed = sealed(copy, "pdf", base64.b64encode(pdf).decode())
    copy.words_sealed = sealed(copy, "words", words.as_text())
    copy.save(force_insert=True)
    record(
        by=by,
        action=Action.LETTER_SIGNED_OFF,
        case=letter.case,
        subjects=[letter.pk, copy.pk, letter.victim_id],
        reason=f"They read it in {letter.get_language_display()}." if read_it else "",
    )
    return letter


def _addressed_from(letter: DecisionLetter, at: datetime) -> ContactDetails | None:
    return None if letter.way == LetterWay.BY_HAND else details_at(letter.victim, at)


def pdf_of(copy: LetterCopy) -> bytes:
    """The bytes that were signed off. Raises RuntimeError where they are not those of the hash."""
    pdf = base64.b64decode(text_of(copy, "pdf"))
    if sha256(pdf).hexdigest() != copy.sha256:
        raise RuntimeError(f"the copy {copy.pk} is not what was signed off")
    return pdf


@deed
def drop_letter(*, by: Person, letter: DecisionLetter, at: datetime | None = None) -> DecisionLetter:
    """Take back a letter that was not sent; it stays on record. Raises NotAllowed for one that was sent."""
    at = at or now()
    letter = letter_in_hand(by, letter)
    letter_rules.check_can_drop(by, letter)
    letter.status, letter.superseded_at = LetterStatus.DROPPED, at
    touch(letter, "status", "superseded_at")
    settle(subject_id=letter.pk, by=by, at=at, kinds=[NOT_SENT])
    record(by=by, action=Action.LETTER_DROPPED, case=letter.case, subjects=[letter.pk, letter.victim_id])
    return letter


@deed
def record_letter_sent(
    *,
    by: Person,
    letter: DecisionLetter,
    sent_on: date,
    method: str,
    sent_time: time | None = None,
    tells: str = "",
    order_reason: str = "",
    why_another: str = "",
    at: datetime | None = None,
) -> DecisionLetter:
    """Record the day on which a letter was posted, sent by the force's secure e-mail, or handed over.

    `tells` says whether it is how the victim hears of the decision: then they are told by it, and its clock
    stops. Where it gives the Right to Review and nobody told them of that yet, they are told of that by it
    too. `order_reason` and `why_another` are as in notify_victim. One on a
    request that came acknowledges it. When it went the way was safe, the address the one that the letter
    bears, and what it says still so; what changed since keeps nobody from saying that it went. Where that
    changed on the day itself, `sent_time` (London) is asked for and decides.
    Raises NotAllowed, or Invalid with every fault by field.
    """
    at = at or now()
    lock_request(letter)
    letter = letter_in_hand(by, letter)
    letter_rules.check_can_send(by, letter)
    check_alone(letter)
    sent_at = moment_of(letter, sent_on, sent_time)
    notice, when = notice_of(letter), when_it_went(letter, sent_on, sent_at, at)
    fits = method in letter_rules.methods_of(letter)  # of another way there is nothing more to ask
    wanted = why = ""

    def goes_there(moment: datetime) -> None:
        if fits:
            check_goes_where_it_says(by, letter, CommunicationMethod(method), moment, field="method")

    def is_their_way() -> None:
        nonlocal wanted, why
        if fits:
            wanted, why = why_by_letter(letter, notice, method, why_another, when.counts_from)

    together(
        partial(check_sent, letter, sent_on, sent_at, method, at),
        partial(letter_rules.check_tells, letter, notice, tells),
        partial(check_order_told, letter, notice, when.counts_from, by, order_reason),
        partial(check_then, when, at, goes_there),
        is_their_way,
    )
    check_then(when, at, partial(check_still_true, letter))
    told = {"order_reason": order_reason, "wanted": wanted, "why_another": why}
    went(letter, notice, sent_on=sent_on, sent_at=sent_at, method=method, **told, by=by, at=at)
    return letter


def why_by_letter(
    letter: DecisionLetter, notice: Notification | None, method: str, why: str, when: datetime
) -> tuple[str, str]:
    """(the way that they had asked for, why it is not that) of a letter by which they hear of a decision."""
    if notice is None or notice.told_at is not None:
        if why:
            said = "They do not hear of the decision by this letter: leave this empty."
            raise Invalid({"why_another": said})
        return "", ""
    wanted = wanted_by(letter.victim, when)
    return wanted, rules.why_another_way(notice, wanted, method, why, text_of(letter, "personal"))


def lock_request(letter: DecisionLetter) -> None:
    """The review that the letter is about, before its decision and case: the order of every deed."""
    list(ReviewRequest.objects.select_for_update(no_key=True).filter(pk=letter.request_id).only("pk"))


def went(
    letter: DecisionLetter,
    notice: Notification | None,
    *,
    sent_on: date,
    method: str,
    sent_at: datetime | None,
    order_reason: str,
    wanted: str,
    why_another: str,
    by: Person,
    at: datetime,
) -> None:
    """The letter left on that day, and tells what it tells. Inside the deed that records it."""
    letter.status, letter.sent_on, letter.sent_at = LetterStatus.SENT, sent_on, sent_at
    letter.sent_method = method
    letter.sent_recorded_at, letter.sent_recorded_by = at, by
    touch(letter, "status", "sent_on", "sent_at", "sent_method", "sent_recorded_at", "sent_recorded_by")
    record(
        by=by,
        action=Action.LETTER_SENT,
        case=letter.case,
        subjects=[letter.pk, letter.victim_id],
        recipient=letter.victim.label,
    )
    settle(subject_id=letter.pk, by=by, at=at, kinds=[NOT_SENT])
    if notice is not None:
        told = {"order_reason": order_reason, "wanted": wanted, "why_another": why_another}
        tell_by_letter(letter, notice, **told, by=by, at=at)
    elif letter.about == LetterAbout.ACKNOWLEDGEMENT:
        acknowledge_by_letter(letter, by=by, at=at)
    elif letter.about == LetterAbout.EXTENSION:
        extension_told_by_letter(letter, by=by, at=at)


@deed
def record_letter_printed(
    *, by: Person, letter: DecisionLetter, at: datetime | None = None
) -> DecisionLetter:
    """Record that a letter that is to be posted was printed: it leaves the print queue. Raises NotAllowed,
    also where what it says, its way or its place would keep it from going.
    """
    at = at or now()
    letter = letter_in_hand(by, letter)
    letter_rules.check_can_print(by, letter)
    check_may_go(by, letter, at)
    letter.status = LetterStatus.PRINTED
    letter.printed_at, letter.printed_by = at, by
    touch(letter, "status", "printed_at", "printed_by")
    settle(subject_id=letter.pk, by=by, at=at, kinds=[NOT_SENT])
    record(by=by, action=Action.LETTER_PRINTED, case=letter.case, subjects=[letter.pk, letter.victim_id])
    return letter


def check_goes_where_it_says(
    by: Person, letter: DecisionLetter, method: CommunicationMethod, at: datetime, *, field: str
) -> ContactDetails | None:
    """The way and the place are safe today, and the place is the one that the letter bears. Else Invalid."""
    details = check_may_send(by, letter.victim, method, at, field=field)
    if details is not None and not _goes_where_it_says(letter, details):
        raise Invalid({field: ADDRESS_CHANGED})
    return details


def caution_of_sent(letter: DecisionLetter, at: datetime) -> str:
    """That the way or the place by which a letter went is not safe, or not theirs, any more; else ""."""
    assert letter.sent_recorded_by is not None
    by, method = letter.sent_recorded_by, CommunicationMethod(letter.sent_method)
    try:
        details = check_may_send(by, letter.victim, method, at, field="method")
    except Invalid as trouble:
        return f"It went while that was safe for them, and it is not now. {trouble}"
    if details is not None and not _goes_where_it_says(letter, details):
        return "Their address changed since: it went to the one before."
    return ""


def why_not_to_send(by: Person, letter: DecisionLetter, at: datetime) -> str:
    """What changed since a letter was signed off that keeps it from going now; "" where nothing did."""
    return why_untrue(letter, at) or why_not_safe(by, letter, at)


def why_not_safe(by: Person, letter: DecisionLetter, at: datetime) -> str:
    """Why the way or the place of a letter is not safe any more, or not theirs; "" where both still are."""
    details = None if letter.way == LetterWay.BY_HAND else details_at(letter.victim, at)
    moved = ADDRESS_CHANGED if details is not None and not _goes_where_it_says(letter, details) else ""
    try:
        letter_rules.check_about(by, letter.decision, letter.victim, letter.way, at)
        letter_rules.check_addressee(by, letter.victim, letter.addressee, letter.way, at)
    except Refusal as trouble:
        return f"{trouble} {moved or WRITE_ANOTHER}"
    return moved


def check_may_go(by: Person, letter: DecisionLetter, at: datetime) -> None:
    """It still says what is so, and goes where and how it is safe. Raises NotAllowed."""
    if why := why_not_to_send(by, letter, at):
        raise NotAllowed(why)


def _goes_where_it_says(letter: DecisionLetter, details: ContactDetails) -> bool:
    """The address is still the one that was signed off, whatever else was recorded since."""
    column = SENT_TO[METHOD_OF_WAY[LetterWay(letter.way)]]
    signed = letter.addressed_from
    return signed is not None and opened(signed, column) == opened(details, column)
