"""Checks on letters to victims: whose letter it is, what may be written in it, who signs it, when it went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import london_date, moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, would_pass
from reviews.letter_enums import (
    LETTER_CHANGES,
    METHODS_OF_WAY,
    TO_SEND,
    TRANSLATIONS,
    LetterAbout,
    LetterAddressee,
    LetterLanguage,
    LetterStatus,
    LetterTells,
    LetterVariant,
    LetterWay,
)
from reviews.models import (
    CpsLetter,
    Decision,
    DecisionLetter,
    DecisionLine,
    LetterSending,
    Notification,
    TranslationCheck,
)
from reviews.notify import carries
from reviews.rules.roles_and_moments import check_role
from reviews.rules.standing import check_authorised
from reviews.rules.telling import check_concerns
from victims.ages import is_under_18
from victims.enums import CommunicationMethod
from victims.names import name_of
from victims.rules import Reach, details_at
from victims.rules.addresses import check_may_send
from victims.rules.places import ends_in_postcode
from victims.sealed import opened

CPS_WRITES = (
    "CPS made this decision, so the letter is CPS's own: it writes and sends it. Record here the day on which"
    " CPS sent it, and by itself when you spoke to the victim."
)
# A letter that is handed over has no one method until it is.
METHOD_OF_WAY = {LetterWay.POST: CommunicationMethod.POST, LetterWay.EMAIL: CommunicationMethod.EMAIL}


# One that comes to whoever speaks for the victim is handed to them, and to nobody else.
HANDED_TO_SPOKESPERSON = frozenset({CommunicationMethod.VIA_SPOKESPERSON, CommunicationMethod.VIA_PARENT})


def methods_of(letter: DecisionLetter) -> frozenset[CommunicationMethod]:
    """The ways in which this letter can go, by how it was made and to whom it comes."""
    methods = METHODS_OF_WAY[LetterWay(letter.way)]
    if letter.addressee == LetterAddressee.SPOKESPERSON and letter.way == LetterWay.BY_HAND:
        return methods & HANDED_TO_SPOKESPERSON
    return methods


def check_can_draft(by: Person, decision: Decision) -> None:
    check_role(by, "draft_letter")
    check_authorised(decision)
    if not decision.is_police:
        raise NotAllowed(CPS_WRITES)


def check_about(by: Person, decision: Decision, victim: Victim, way: str, at: datetime) -> None:
    """The victim is one of the decision's, is called by a name, and may be written to in this way."""
    check_concerns(decision, victim)
    if Reach(by, victim, at).has_died:
        raise Invalid(
            {
                "victim": f"{victim.label} has died: no letter goes out in their name. Speak with whoever"
                " speaks for them, and record how they were told."
            }
        )
    if not any(name_of(victim)):
        raise Invalid({"victim": f"Record first who {victim.label} is: a letter speaks to them by name."})
    check_way(by, victim, way, at)


def check_way(by: Person, victim: Victim, way: str, at: datetime) -> None:
    """The one rule on safe ways and places, asked when a letter is drafted, signed off and sent. One that is
    handed over is asked about when it is: in whose presence is known then. Raises Invalid by `way`.
    """
    method = METHOD_OF_WAY.get(LetterWay(way))
    if method is not None:
        check_may_send(by, victim, method, at, field="way")


def check_addressee(by: Person, victim: Victim, addressee: str, way: str, at: datetime) -> LetterAddressee:
    """To whom the letter comes. Of a victim under 18 somebody says so; who speaks for them is on record then.

    Raises Invalid by `addressee`. "" is the victim, where they are of age or nothing says that they are not.
    """
    if not addressee and is_under_18(victim, london_date(at)):
        raise Invalid(
            {
                "addressee": f"{victim.label} is under 18. Choose whether the letter comes to them, or to the"
                " parent or guardian who speaks for them."
            }
        )
    if addressee and addressee not in LetterAddressee.values:
        raise Invalid({"addressee": "Choose to whom the letter comes."})
    chosen = LetterAddressee(addressee or LetterAddressee.VICTIM)
    if chosen is LetterAddressee.SPOKESPERSON:
        if why := Reach(by, victim, at).why_not(CommunicationMethod.VIA_SPOKESPERSON):
            raise Invalid({"addressee": why})
        if way == LetterWay.EMAIL:
            raise Invalid({"way": "The e-mail address is the victim's own: post the letter or hand it over."})
    return chosen


def check_translation(letter: DecisionLetter, template_version: str) -> None:
    """A translation is held back until somebody who reads the language checked these words. NotAllowed."""
    if letter.language not in TRANSLATIONS:
        return
    checked = TranslationCheck.objects.filter(language=letter.language, template_version=template_version)
    if not checked.exists():
        raise NotAllowed(
            f"Nobody has checked the {letter.get_language_display()} words of this letter yet, so it is held"
            " back. An administrator records the check; until then send the English letter and have an"
            " interpreter go through it with them."
        )


def check_can_print(by: Person, letter: DecisionLetter) -> None:
    check_role(by, "record_letter_printed")
    if letter.way != LetterWay.POST:
        raise NotAllowed("Only a letter that is posted waits in the print queue.")
    if letter.status == LetterStatus.PRINTED:
        raise NotAllowed("This letter was printed already. Once it is posted, record that it went.")
    check_letter_may_become(letter, LetterStatus.PRINTED)


def check_tells(letter: DecisionLetter, notice: Notification | None, tells: str) -> None:
    """Whether the letter is how the victim hears of the decision, as far as that is open. Raises Invalid."""
    if notice is None:  # on a review: not of the decision
        if tells:
            raise Invalid({"tells": "This letter tells of the review: leave this empty."})
    elif notice.told_at is not None:
        if tells == LetterTells.FIRST:
            raise Invalid(
                {
                    "tells": f"{letter.victim.label} was told of the decision on"
                    f" {moment_words(notice.told_at)}: choose that the letter puts that in writing."
                }
            )
    elif tells == LetterTells.FOLLOWS:
        raise Invalid(
            {
                "tells": f"Nobody has recorded that {letter.victim.label} was told. Record that first, or"
                " choose that this letter is how they hear of it."
            }
        )
    elif tells != LetterTells.FIRST:
        raise Invalid({"tells": "Choose whether this letter is how they hear of the decision."})


def check_form(variant: str, language: str) -> None:
    """Raises Invalid for a form or a language that no template has."""
    if variant not in LetterVariant.values:
        raise Invalid({"variant": "Choose one of the forms that are offered."})
    if language not in LetterLanguage.values:
        raise Invalid({"language": "Choose one of the languages that are offered."})


def check_letter_may_become(letter: DecisionLetter, status: LetterStatus) -> None:
    """The transition table, in words. Raises NotAllowed.

    What GOV.UK Notify has is nobody's to change: the worker moves it on once Notify says what became of it.
    """
    on_its_way = letter.status == LetterStatus.WITH_NOTIFY
    if not on_its_way and status in LETTER_CHANGES[LetterStatus(letter.status)]:
        return
    said = {
        LetterStatus.DRAFT: "This letter is a draft: a second person has to sign it off first.",
        LetterStatus.SIGNED_OFF: "This letter is signed off, so its words stand. Drop it to write a new one.",
        LetterStatus.PRINTED: "This letter is printed, so its words stand. Drop it to write a new one.",
        LetterStatus.WITH_NOTIFY: "This letter goes by GOV.UK Notify. What became of it will stand here.",
        LetterStatus.SENT: "This letter was sent, and is kept as it went. Draft a new one to say more.",
        LetterStatus.DROPPED: _why_dropped(letter),
    }
    raise NotAllowed(said[LetterStatus(letter.status)])


def _why_dropped(letter: DecisionLetter) -> str:
    successor = successor_of(letter)
    if successor is not None:
        return f"Letter {successor.number} took the place of this one."
    return "This letter was dropped, and is kept as a record. Draft a new one to write to them."


def successor_of(letter: DecisionLetter) -> DecisionLetter | None:
    """The letter that took the place of one that was dropped."""
    if letter.status != LetterStatus.DROPPED:
        return None
    same = DecisionLetter.objects.filter(
        decision=letter.decision_id, victim=letter.victim_id, request=letter.request_id, about=letter.about
    )
    later = same.filter(number__gt=letter.number).exclude(status=LetterStatus.DROPPED)
    return later.order_by("number").first()


def check_can_edit(by: Person, letter: DecisionLetter) -> None:
    check_role(by, "edit_letter")
    check_letter_may_become(letter, LetterStatus.SIGNED_OFF)


def check_can_sign_off(by: Person, letter: DecisionLetter) -> None:
    """Four eyes: whoever wrote the last words of a letter never signs it off. Nor does whoever made or
    approved a decision sign off what its review came to.
    """
    check_role(by, "sign_off_letter")
    check_letter_may_become(letter, LetterStatus.SIGNED_OFF)
    if letter.written_by_id == by.pk:
        raise NotAllowed(
            "You wrote this letter, so you cannot sign it off as well: another officer of the case or a"
            " supervisor has to."
        )
    if letter.about == LetterAbout.OUTCOME and by.pk in (
        letter.decision.maker_id,
        letter.decision.approver_id,
    ):
        raise NotAllowed(
            "You made or approved the decision that was reviewed, so the letter on the review is not yours to"
            " sign off: another officer of the case or a supervisor has to."
        )


def check_can_drop(by: Person, letter: DecisionLetter) -> None:
    check_role(by, "drop_letter")
    check_letter_may_become(letter, LetterStatus.DROPPED)


def check_can_send(by: Person, letter: DecisionLetter) -> None:
    check_role(by, "record_letter_sent")
    check_letter_may_become(letter, LetterStatus.SENT)


def check_can_send_by_notify(by: Person, letter: DecisionLetter) -> None:
    check_role(by, "send_letter_by_notify")
    check_letter_may_become(letter, LetterStatus.WITH_NOTIFY)
    if letter.way == LetterWay.BY_HAND:
        raise NotAllowed("This letter is to be handed over: GOV.UK Notify posts letters and sends e-mail.")
    if not carries(letter.way):
        raise NotAllowed(
            "Letters do not go by GOV.UK Notify in this way here. Print and post it, or send it by the"
            " force's secure e-mail; an administrator can set GOV.UK Notify up."
        )


def check_posted_to(address: str) -> None:
    """Notify reads the last line of an address as its postcode. Raises Invalid by `way`."""
    if not ends_in_postcode(address):
        raise Invalid(
            {
                "way": "GOV.UK Notify posts to an address whose last line is a postcode, and this one has"
                " none there. Record the whole address and draft the letter again, or post it yourselves."
            }
        )


def lacks_postcode(letter: DecisionLetter, at: datetime) -> bool:
    """Of a letter that is still to go by post, where Notify could take it: whether its address keeps it from
    that, so that this is said before anybody asks for it.
    """
    still_here = letter.status in (LetterStatus.DRAFT, LetterStatus.SIGNED_OFF)
    if letter.way != LetterWay.POST or not still_here or not carries(LetterWay.POST):
        return False
    details = letter.addressed_from or details_at(letter.victim, at)
    address = opened(details, "address") if details is not None else ""
    return bool(address.strip()) and not would_pass(check_posted_to, address)


def check_can_take_back(by: Person, letter: DecisionLetter, row: LetterSending | None) -> None:
    """`row` is the sending under way: once it was tried, nobody knows but the service. Raises NotAllowed."""
    check_role(by, "take_letter_back")
    if row is None:
        raise NotAllowed("This letter does not wait for GOV.UK Notify, so there is nothing to take back.")
    if row.notify_id is not None:
        raise NotAllowed(
            "GOV.UK Notify has this letter, so it cannot be taken back here. What became of it will stand on"
            " the page of the letter."
        )
    if row.tries:
        raise NotAllowed(
            "This letter was being handed over, and nobody knows yet whether GOV.UK Notify has it. What"
            " became of it will stand on the page of the letter."
        )


def check_none_waits(letters: Iterable[DecisionLetter]) -> None:
    """Nobody writes anew beside a letter that may be going out at this moment, nor beside one that two people
    agreed on and nobody sent: somebody says first what becomes of it. Raises NotAllowed.
    """
    for one in letters:
        if one.status == LetterStatus.WITH_NOTIFY:
            raise NotAllowed(
                f"Letter {one.number} is with GOV.UK Notify. Once it says what became of it, write another."
            )
        if one.status in TO_SEND:
            raise NotAllowed(
                f"A letter to {one.victim.label} is signed off and not sent (letter {one.number}). Send it,"
                " or drop it, first."
            )


def check_gives_way(letters: Iterable[DecisionLetter], *, drops_draft: bool) -> None:
    """A draft that somebody wrote in gives way to a new one only where that is said. Raises Invalid."""
    for one in letters:
        if one.is_written_in and not drops_draft:
            who, letter = one.written_by.name, f"letter {one.number} to {one.victim.label}"
            raise Invalid(
                {
                    "drops_draft": f"{who} wrote in {letter}, {moment_words(one.written_at)}. Edit that"
                    " draft, or say that it is dropped with what was written in it."
                }
            )


def check_can_record_cps_letter(decision: Decision, recorded: int) -> None:
    """A decision of CPS on which some victim's letter is not recorded yet. Raises NotAllowed."""
    if decision.is_police:
        raise NotAllowed("The police made this decision, so the letter is ours: draft it here.")
    check_authorised(decision)
    if recorded >= DecisionLine.objects.filter(decision=decision).values("victim").distinct().count():
        raise NotAllowed("The letters of CPS on this decision are recorded already.")


def check_cps_letter(decision: Decision, victim: Victim, sent_on: date, at: datetime) -> None:
    """CPS sent its letter on its own decision, once, and after it. Raises NotAllowed or Invalid."""
    if decision.is_police:
        raise NotAllowed("The police made this decision, so the letter is ours: draft it here.")
    check_authorised(decision)
    check_concerns(decision, victim)
    assert decision.decided_at is not None
    if sent_on > london_date(at):
        raise Invalid({"sent_on": "Enter a date that is not in the future."})
    if sent_on < london_date(decision.decided_at):
        raise Invalid({"sent_on": "CPS cannot have written before it decided. Check the date."})
    if CpsLetter.objects.filter(decision=decision, victim=victim).exists():
        raise Invalid({"victim": f"The letter of CPS to {victim.label} is recorded already."})
