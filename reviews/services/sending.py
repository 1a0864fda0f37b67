"""Letters that go by GOV.UK Notify: asked for by a person, handed over and looked after by the worker.

A row first, sent after (safety.md 2). Whoever claims a row counts its fence up, so that somebody who was
overtaken marks nothing; before a second try Notify is asked whether it has the letter already.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.models import SweepRun
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.messages.services.runs import finish_run, start_run
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, together
from rasso_tracker.people.versions import touch
from reviews.letter_enums import LetterStatus, LetterWay
from reviews.models import DecisionLetter, LetterSending
from reviews.notify import Kept, Notify, NotKnown, NotNow, NotTaken, is_on
from reviews.rules import letters as letter_rules
from reviews.rules.letters import METHOD_OF_WAY
from reviews.rules.letters_true import check_alone, check_order_told, check_still_true
from reviews.sealed import sealed, text_of
from reviews.sending_enums import GONE, NOT_SENT, SendingState, why_lost
from reviews.services.letters import (
    check_goes_where_it_says,
    letter_in_hand,
    lock_request,
    pdf_of,
    went,
    why_by_letter,
)
from reviews.services.telling import notice_of
from victims.models import ContactDetails
from victims.sealed import opened

RUN = "letters by GOV.UK Notify"
AT_ONCE = 20
LEASE = timedelta(minutes=5)
# A victim is to be told within a working day: what Notify does not take by then goes another way [A].
GIVE_UP_AFTER = timedelta(hours=4)
LONGEST_WAIT = timedelta(minutes=30)
SOON, SELDOM = timedelta(minutes=2), timedelta(minutes=30)
KEPT_BY_NOTIFY = timedelta(days=7)
NOT_KNOWN_ANY_MORE = (
    "GOV.UK Notify keeps letters for a week and says nothing of this one any more. Ask whoever looks after"
    " the service there whether it went, before you send it again."
)


@deed
def send_letter_by_notify(
    *,
    by: Person,
    letter: DecisionLetter,
    tells: str = "",
    order_reason: str = "",
    why_another: str = "",
    at: datetime | None = None,
) -> DecisionLetter:
    """Have GOV.UK Notify print and post a letter that is signed off, or e-mail a link to it.

    `tells`, `order_reason` and `why_another` as in record_letter_sent: it is done once Notify says that the
    letter went. The way must be safe and the address the one that the letter bears, now and again just before
    it is handed over. Raises NotAllowed where Notify is not set up here, Invalid with every fault
    by field.
    """
    at = at or now()
    letter = letter_in_hand(by, letter)
    letter_rules.check_can_send_by_notify(by, letter)
    check_alone(letter)
    check_still_true(letter, at)
    notice, method = notice_of(letter), METHOD_OF_WAY[LetterWay(letter.way)]
    row = LetterSending(
        case=letter.case, letter=letter, way=letter.way, tells=tells, asked_at=at, asked_by=by
    )
    row.next_try_at = at

    def goes_there() -> None:
        _where_it_goes(by, letter, at)

    def is_their_way() -> None:
        row.wanted_method, row.why_another = why_by_letter(letter, notice, method, why_another, at)

    together(
        lambda: letter_rules.check_tells(letter, notice, tells),
        lambda: check_order_told(letter, notice, at, by, order_reason),
        lambda: letter_rules.check_about(by, letter.decision, letter.victim, letter.way, at),
        goes_there,
        is_their_way,
    )
    if order_reason.strip():
        row.order_reason_sealed = sealed(row, "order_reason", order_reason.strip())
    row.save(force_insert=True)
    letter.status = LetterStatus.WITH_NOTIFY
    touch(letter, "status")
    settle(subject_id=letter.pk, by=by, at=at, kinds=[NOT_SENT])
    subjects = [letter.pk, row.pk, letter.victim_id]
    record(by=by, action=Action.LETTER_SENDING_ASKED, case=letter.case, subjects=subjects)
    return letter


def _where_it_goes(by: Person, letter: DecisionLetter, at: datetime) -> ContactDetails | None:
    """The details that say where: safe, unchanged and complete as Notify wants it. Raises Invalid."""
    details = check_goes_where_it_says(by, letter, METHOD_OF_WAY[LetterWay(letter.way)], at, field="way")
    if letter.way == LetterWay.POST and details is not None:
        letter_rules.check_posted_to(opened(details, "address"))
    return details


@dataclass
class Tally:
    """What one run did, for the ledger. `troubles` counts by the sentence that says what stood in the way."""

    handed: int = 0
    gone: int = 0
    failed: int = 0
    troubles: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Claim:
    """A letter that this run may hand over. `look_only`: it was tried for long enough."""

    sending: LetterSending
    pdf: bytes
    address: str
    look_only: bool


def send_letters(*, at: datetime | None = None) -> SweepRun | None:
    """Hand over what waits, and look what became of what was handed over. None where Notify is off."""
    if not is_on():
        return None
    at = at or now()
    run, tally, notify = start_run(kind=RUN, at=at), Tally(), Notify()
    claims = claim_letters(at=at, tally=tally)
    for place, claim in enumerate(claims):
        if not _handed(claim, notify, at, tally):
            give_back([one.sending for one in claims[place + 1 :]], at)
            break
    for row in claim_looks(at=at):
        _look(row, notify, at, tally)
    return finish_run(
        run,
        due=len(claims),
        written=tally.handed,
        sent=tally.gone,
        failed=tally.failed,
        skipped=tally.troubles,
    )


def waiting_too_long(at: datetime) -> int:
    """Letters that GOV.UK Notify should have had long ago: an alarm for the administrator."""
    if not is_on():
        return 0
    late = LetterSending.objects.filter(state=SendingState.WAITING, asked_at__lt=at - timedelta(hours=1))
    return late.count()


# Handing over


def claim_letters(*, at: datetime, tally: Tally) -> list[Claim]:
    """Lease letters that wait, each asked again whether it may go. One that may not goes back to people."""
    with system("letters are handed over, whoever may see them"), open_door("claim_letters"):
        rows = LetterSending.objects.filter(state=SendingState.WAITING, next_try_at__lte=at)
        found = rows.select_related(
            "letter__case", "letter__victim", "letter__decision", "letter__copy", "asked_by"
        ).select_for_update(no_key=True, skip_locked=True, of=("self",))
        claims = []
        for row in found.order_by("next_try_at", "id")[:AT_ONCE]:
            address, why = _may_go(row, at)
            late = at >= row.asked_at + GIVE_UP_AFTER
            if not why and late and not row.tries:
                why = row.fault or "GOV.UK Notify was not reached in time."
            if why and not row.tries:  # nothing was ever handed over
                _give_up(row, why, at)
                tally.failed += 1
                continue
            claims.append(Claim(row, pdf_of(row.letter.copy), address, look_only=bool(why) or late))
            _lease(row, at, tries=row.tries + 1, fault=why or row.fault)
        return claims


def _lease(row: LetterSending, at: datetime, **values: Any) -> None:
    values |= {"fence": row.fence + 1, "next_try_at": at + LEASE}
    LetterSending.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _may_go(row: LetterSending, at: datetime) -> tuple[str, str]:
    """The e-mail address where it goes by e-mail, and why it may not go after all ("" when it may)."""
    letter, by = row.letter, row.asked_by
    try:
        check_still_true(letter, at)
        letter_rules.check_about(by, letter.decision, letter.victim, letter.way, at)
        details = _where_it_goes(by, letter, at)
    except NotAllowed as refusal:
        return "", str(refusal)
    except Invalid as trouble:
        return "", " ".join(trouble.fields.values())
    return (opened(details, "email") if details is not None and row.way == LetterWay.EMAIL else ""), ""


def _handed(claim: Claim, notify: Notify, at: datetime, tally: Tally) -> bool:
    """Hand one letter over and mark it. False where the service takes none at all just now."""
    row = claim.sending
    try:
        kept = _hand_over(claim, notify)
    except NotTaken as refusal:
        not_sent(row, str(refusal), at)
        tally.failed += 1
        return True
    except NotNow as trouble:
        put_off(row, trouble, at)
        tally.troubles[str(trouble)] += 1
        return not trouble.of_the_service
    mark_handed(row, kept, at)
    tally.handed += 1
    return True


def _hand_over(claim: Claim, notify: Notify) -> Kept:
    """Never twice: from the second try on Notify is asked first. Raises NotTaken or NotNow."""
    row = claim.sending
    if row.tries > 1 and (found := notify.find(row.reference)) is not None:
        return found
    if claim.look_only:
        raise NotTaken(row.fault or "GOV.UK Notify did not take it in time.")
    if row.way == LetterWay.POST:
        return notify.post(row.reference, claim.pdf)
    return notify.email(row.reference, claim.address, claim.pdf)


def _ours(row: LetterSending) -> LetterSending | None:
    """The row under lock, if nobody claimed it since."""
    found: LetterSending | None = (
        LetterSending.objects.filter(pk=row.pk, fence=row.fence, ended_at__isnull=True)
        .select_for_update(no_key=True, of=("self",))
        .select_related("letter__case", "letter__victim", "letter__decision", "asked_by")
        .first()
    )
    return found


def mark_handed(row: LetterSending, kept: Kept, at: datetime) -> None:
    with system("marking what was handed over"), open_door("mark_handed"):
        fresh = _ours(row)
        if fresh is None:
            return
        fresh.state, fresh.notify_id, fresh.notify_status = SendingState.WITH_NOTIFY, kept.id, kept.status
        fresh.handed_at, fresh.fault, fresh.next_try_at = at, "", at + SOON
        fresh.save()
        record(
            by=None,
            action=Action.LETTER_HANDED_OVER,
            case=fresh.letter.case,
            subjects=[fresh.letter_id, fresh.pk, fresh.letter.victim_id],
            recipient="GOV.UK Notify",
        )


def put_off(row: LetterSending, trouble: NotNow, at: datetime) -> None:
    """Not now. What the service refused outright was no try: the letter cannot have got through."""
    with system("marking what was put off"), open_door("put_off"):
        fresh = _ours(row)
        if fresh is None:
            return
        fresh.tries -= trouble.of_the_service
        wait = trouble.wait if trouble.of_the_service else min(SOON * 2**fresh.tries, LONGEST_WAIT)
        fresh.fault, fresh.next_try_at = str(trouble)[:300], at + wait
        fresh.save(update_fields=["tries", "fault", "next_try_at"])


def give_back(rows: list[LetterSending], at: datetime) -> None:
    """Rows that were never tried; no try is counted."""
    with system("giving back what was not tried"), open_door("give_back"):
        for row in rows:
            mine = LetterSending.objects.filter(pk=row.pk, fence=row.fence)
            mine.update(tries=F("tries") - 1, next_try_at=at + SOON)


def not_sent(row: LetterSending, why: str, at: datetime, *, notify_status: str = "") -> None:
    """It will not go by Notify: the letter is people's again, and who asked for it hears."""
    with system("a letter goes back to people"), open_door("not_sent"):
        fresh = _ours(row)
        if fresh is not None:
            fresh.notify_status = notify_status or fresh.notify_status
            _give_up(fresh, why, at)


def _give_up(row: LetterSending, why: str, at: datetime) -> None:
    row.state, row.fault, row.ended_at, row.next_try_at = SendingState.FAILED, why[:300], at, None
    row.save(update_fields=["state", "fault", "ended_at", "next_try_at", "notify_status"])
    letter = row.letter
    if letter.status == LetterStatus.WITH_NOTIFY:
        letter.status = LetterStatus.SIGNED_OFF
        touch(letter, "status")
    raise_notice(kind=NOT_SENT, source=row.pk, subject_id=letter.pk, at=at)
    subjects = [letter.pk, row.pk, letter.victim_id]
    record(by=None, action=Action.LETTER_NOT_SENT, case=letter.case, subjects=subjects)


# What became of it


def claim_looks(*, at: datetime) -> list[LetterSending]:
    """Letters with Notify of which nobody asked lately."""
    with system("asking what became of letters"), open_door("claim_looks"):
        rows = LetterSending.objects.filter(state=SendingState.WITH_NOTIFY, next_try_at__lte=at)
        locked = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
        found = list(locked.order_by("next_try_at", "id")[:AT_ONCE])
        for row in found:
            _lease(row, at)
        return found


def _look(row: LetterSending, notify: Notify, at: datetime, tally: Tally) -> None:
    assert row.notify_id is not None
    assert row.handed_at is not None
    try:
        kept = notify.look(row.notify_id)
    except NotNow as trouble:
        tally.troubles[str(trouble)] += 1
        look_again(row, at, fault=str(trouble))
        return
    except (NotKnown, NotTaken) as answer:
        if at < row.handed_at + KEPT_BY_NOTIFY:
            tally.troubles[str(answer)] += 1
            look_again(row, at, fault=str(answer))
        else:
            not_sent(row, NOT_KNOWN_ANY_MORE, at)
            tally.failed += 1
        return
    if kept.status in GONE:
        mark_gone(row, kept, at)
        tally.gone += 1
    elif why_lost(kept.status, row.way):
        not_sent(row, f"{why_lost(kept.status, row.way)}.", at, notify_status=kept.status)
        tally.failed += 1
    else:
        look_again(row, at, notify_status=kept.status)


def look_again(row: LetterSending, at: datetime, *, fault: str = "", notify_status: str = "") -> None:
    assert row.handed_at is not None
    wait = SOON if at < row.handed_at + timedelta(hours=1) and not fault else SELDOM
    values: dict[str, Any] = {"next_try_at": at + wait, "fault": fault[:300]}
    if notify_status:
        values["notify_status"] = notify_status
    with system("looking again later"), open_door("look_again"):
        LetterSending.objects.filter(pk=row.pk, fence=row.fence).update(**values)


def mark_gone(row: LetterSending, kept: Kept, at: datetime) -> None:
    """Notify dispatched it: the letter is sent, and tells what it tells, in the name of who asked for it."""
    with system("a letter went"), open_door("mark_gone"):
        lock_request(row.letter)
        fresh = _ours(row)
        if fresh is None:
            return
        fresh.state, fresh.notify_status, fresh.fault = SendingState.DONE, kept.status, ""
        fresh.ended_at, fresh.next_try_at = at, None
        fresh.save()
        letter = fresh.letter
        method = METHOD_OF_WAY[LetterWay(fresh.way)]
        day = _day_it_went(letter, kept, at)
        told = {
            "order_reason": text_of(fresh, "order_reason"),
            "wanted": fresh.wanted_method,
            "why_another": fresh.why_another,
        }
        how = {**told, "method": method}
        went(letter, notice_of(letter), sent_on=day, sent_at=None, **how, by=fresh.asked_by, at=at)


def _day_it_went(letter: DecisionLetter, kept: Kept, at: datetime) -> date:
    """As Notify says, within what can be: not before it was signed off, nor ahead."""
    assert letter.signed_off_at is not None
    said = london_date(kept.gone_at or at)
    return min(max(said, london_date(letter.signed_off_at)), london_date(at))
