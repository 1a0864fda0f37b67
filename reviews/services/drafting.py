"""Letters to victims as they begin: drafted from the record, on a decision or on how a review of it goes."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db.models import Max, QuerySet

from cases.models import Victim
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch
from reviews import rules
from reviews.letter_enums import LetterAbout, LetterStatus
from reviews.letters.words import suggested_reasons
from reviews.models import Decision, DecisionLetter, ReviewRequest
from reviews.rules import letters as letter_rules
from reviews.rules.letters_true import check_wanted
from reviews.rules.review_letters import check_can_draft_on_review
from reviews.sealed import sealed
from reviews.services.decisions import in_hand
from reviews.services.letters import facts_for


@deed
def draft_letter(
    *,
    by: Person,
    decision: Decision,
    victim: Victim,
    way: str,
    addressee: str = "",
    variant: str = "plain",
    language: str = "en",
    drops_draft: bool = False,
    at: datetime | None = None,
) -> DecisionLetter:
    """Begin the letter to one victim on a decision of the police, with the reasons as the template has them.

    `addressee` is to whom it comes: of a victim under 18 somebody has to say so. It takes the place of a
    draft, and of one that somebody wrote in where `drops_draft` says so; a sent letter stays as it went.
    Raises NotAllowed for a decision of CPS and while a signed letter waits to go, Invalid by field for a way
    or a place that is not safe.
    """
    at = at or now()
    decision = in_hand(by, decision)
    letter_rules.check_can_draft(by, decision)
    form = {"way": way, "addressee": addressee, "variant": variant, "language": language}
    about = LetterAbout.DECISION
    return _begin(by, decision, victim, None, about=about, **form, drops_draft=drops_draft, at=at)


@deed
def draft_review_letter(
    *,
    by: Person,
    request: ReviewRequest,
    way: str,
    about: str = "",
    addressee: str = "",
    variant: str = "plain",
    language: str = "en",
    drops_draft: bool = False,
    at: datetime | None = None,
) -> DecisionLetter:
    """Begin a letter on a review that a victim asked for; then as a letter on the decision.

    `about` is what it tells: that the request came, that the review takes longer, or what it came to. Left
    out, it is what is next to be said. Raises NotAllowed for what cannot be said yet, or any more; Invalid by
    field for a way or a place that is not safe.
    """
    at = at or now()
    decision = in_hand(by, request.decision)
    request = ReviewRequest.objects.select_related("reviewer", "victim").get(pk=request.pk)
    chosen = check_can_draft_on_review(by, request, about, at)
    form = {"way": way, "addressee": addressee, "variant": variant, "language": language}
    victim = request.victim
    return _begin(by, decision, victim, request, about=chosen, **form, drops_draft=drops_draft, at=at)


def _begin(
    by: Person,
    decision: Decision,
    victim: Victim,
    request: ReviewRequest | None,
    *,
    about: LetterAbout,
    way: str,
    addressee: str,
    variant: str,
    language: str,
    drops_draft: bool,
    at: datetime,
) -> DecisionLetter:
    if request is None:
        rules.check_concerns(decision, victim)
        rules.check_stood(decision, victim, at)
        check_wanted(decision, victim, at)
    letters = DecisionLetter.objects.filter(decision=decision, victim=victim)
    number = (letters.aggregate(last=Max("number"))["last"] or 0) + 1
    earlier = letters.filter(request=request, about=about, superseded_at__isnull=True)
    together(
        partial(letter_rules.check_about, by, decision, victim, way, at),
        partial(letter_rules.check_addressee, by, victim, addressee, way, at),
        partial(letter_rules.check_form, variant, language),
        partial(letter_rules.check_gives_way, earlier, drops_draft=drops_draft),
    )
    letter_rules.check_none_waits(earlier)
    chosen = letter_rules.check_addressee(by, victim, addressee, way, at)
    _give_way(earlier, at)
    letter = DecisionLetter(
        case=decision.case,
        decision=decision,
        victim=victim,
        about=about,
        request=request,
        number=number,
        way=way,
        addressee=chosen,
        variant=variant,
        language=language,
        written_at=at,
        written_by=by,
    )
    letter.reasons_sealed = sealed(letter, "reasons", suggested_reasons(facts_for(letter, at)))
    letter.personal_sealed = sealed(letter, "personal", "")
    letter.save(force_insert=True)
    record(by=by, action=Action.LETTER_DRAFTED, case=decision.case, subjects=[letter.pk, victim.pk])
    return letter


def _give_way(earlier: QuerySet[DecisionLetter], at: datetime) -> None:
    """What stood before a new letter: a draft is dropped, a sent one is kept, and either is superseded."""
    for one in earlier:
        one.superseded_at = at
        if one.status != LetterStatus.SENT:
            one.status = LetterStatus.DROPPED
        touch(one, "status", "superseded_at")
