"""Whether what a letter says is still so, asked before it is signed off, printed and sent."""

from __future__ import annotations

from datetime import datetime

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import LineEnded
from reviews.letter_enums import TRANSLATIONS, LetterStatus
from reviews.letters.facts import asked_about, right_of
from reviews.models import Decision, DecisionLetter, DecisionLine, Notification, ReviewRequest
from reviews.rules.day import check_supporter_first
from reviews.rules.letter_words import is_unsearched
from reviews.rules.review_letters import why_review_moved_on
from reviews.rules.standing import stands, was_ended
from reviews.rules.telling import why_settled


def check_still_true(letter: DecisionLetter, when: datetime) -> None:
    """What a letter says was still so at that moment. Raises NotAllowed."""
    if why := why_untrue(letter, when):
        raise NotAllowed(why)


def open_beside(letter: DecisionLetter) -> list[DecisionLetter]:
    """The other letters to the same victim, still to go, that tell of the same matter: of an allegation that
    this one tells of, or of the same review. None once this one went.
    """
    if letter.status in (LetterStatus.SENT, LetterStatus.DROPPED):
        return []
    gone = (LetterStatus.SENT, LetterStatus.DROPPED)
    others = DecisionLetter.objects.filter(victim=letter.victim_id).exclude(pk=letter.pk)
    others = others.exclude(status__in=gone)
    if letter.request_id is not None:
        return list(others.filter(request=letter.request_id).order_by("number"))
    own = DecisionLine.objects.filter(decision=letter.decision_id, victim=letter.victim_id)
    same = DecisionLine.objects.filter(victim=letter.victim_id, allegation__in=own.values("allegation"))
    return list(others.filter(request=None, decision__in=same.values("decision")).order_by("number"))


def check_alone(letter: DecisionLetter) -> None:
    """Of two open letters on one matter neither goes before the other is dropped. Raises NotAllowed."""
    for one in open_beside(letter):
        raise NotAllowed(
            f"Letter {one.number} to {letter.victim.label} on the same matter is open too, and only one"
            " of them goes. Drop the one that is not to be sent."
        )


def why_untrue(letter: DecisionLetter, when: datetime) -> str:
    """What a letter says that was not so any more at that moment, and what to do: "" where all of it was.

    Of a letter on a decision, that it stands for all that the letter tells of, that the victim did not ask to
    hear nothing of it, and the right that it gives;
    of one on a review under way, that it is, and by when the answer comes; and of each on a review, that what
    it answers for was not opened again or cancelled beside it.
    """
    if letter.request is not None:
        return why_review_moved_on(letter, letter.request, when) or _ended_beside(
            letter, letter.request, when
        )
    if not stands(letter.decision, letter.victim, when):
        return (
            f"The decision that this letter tells of does not stand for {letter.victim.label} any more. Drop"
            " the letter."
        )
    if why := _part_ended(letter, when) or why_unwanted(letter.decision, letter.victim, when):
        return why
    if letter.signed_off_at is not None and (why := _right_changed(letter, when)):
        return f"{why} Drop it and draft a new letter."
    return ""


def why_unwanted(decision: Decision, victim: Victim, when: datetime) -> str:
    """That a reason was on record then which settles that nobody tells the victim; "" where none was."""
    return why_settled(Notification.objects.get(decision=decision, victim=victim), when)


def check_wanted(decision: Decision, victim: Victim, when: datetime) -> None:
    """Raises NotAllowed where it is settled that nobody tells the victim of the decision."""
    if why := why_unwanted(decision, victim, when):
        raise NotAllowed(why)


def _ended_beside(letter: DecisionLetter, request: ReviewRequest, when: datetime) -> str:
    """That what a letter on a review answers for ended, and not by the review; "" where it did not."""
    if not asked_about(request, when).exists():
        how = was_ended(letter.decision, letter.victim)
        return f"What {letter.victim.label} asked about was {how} beside the review. Drop the letter."
    return _part_ended(letter, when)


def _part_ended(letter: DecisionLetter, when: datetime) -> str:
    """Which crime ended of those that the letter tells of, in a sentence; "" where none did.

    One that is signed off names what stood then. A draft takes that from the record, but what was written in
    it was written of what stood when it was.
    """
    since = letter.signed_off_at or letter.written_at
    lines = DecisionLine.objects.standing(since).filter(decision=letter.decision, victim=letter.victim)
    ended = lines.filter(ended_at__lte=when).select_related("allegation").order_by("id")
    if letter.request_id is not None:
        ended = ended.exclude(ended_because=LineEnded.OVERTURNED)
    told = [
        f"{one.allegation.crime_reference} ({one.get_ended_because_display().lower()},"
        f" {day_words(london_date(one.ended_at))})"
        for one in ended
        if one.ended_at is not None
    ]
    if not told:
        return ""
    what = f"the decision does not stand for {' and '.join(told)} any more"
    if letter.signed_off_at is None:
        return f"Since this was written {what}. Draft a new letter, or go through the words and save them."
    return f"This letter tells of something that ended: {what}. Drop it and draft a new letter."


def _right_changed(letter: DecisionLetter, when: datetime) -> str:
    """How the right differs from what was signed off, in a sentence; "" where it does not."""
    right, label = right_of(letter.decision, letter.victim, when), letter.victim.label
    if right is None and letter.ask_by is not None:
        return f"This letter gives the Right to Review, and {label} does not have it any more."
    if right is not None and letter.ask_by is None:
        return f"This letter says nothing of the Right to Review, and {label} has it now."
    # One that counts from the letter is told by it: the letter says that the months run from its coming.
    if right is not None and letter.ask_by != right.ask_by and not right.counts_from_letter:
        said, now_is = day_words(letter.ask_by), day_words(right.ask_by)
        return (
            f"This letter says that {label} can ask for a review until {said}; by the record it is until "
            f"{now_is}."
        )
    return ""


def unsearched(letter: DecisionLetter) -> bool:
    """letter_words.is_unsearched of a draft as the record stands now."""
    if letter.language not in TRANSLATIONS:  # most are English: nothing to look up
        return False
    return is_unsearched(letter, gives_right=right_of(letter.decision, letter.victim, now()) is not None)


def check_order_told(
    letter: DecisionLetter, notice: Notification | None, told_at: datetime, by: Person, reason: str
) -> None:
    """A letter by which the victim hears of the decision comes after word to whoever supports them, or has a
    reason. Raises Invalid.
    """
    if notice is not None and notice.told_at is None:
        check_supporter_first(letter.decision, letter.victim, told_at, by, reason)
    elif reason.strip():
        raise Invalid({"order_reason": "They do not hear of the decision by this letter: leave this empty."})
