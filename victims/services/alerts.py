"""Alerts on how to reach a victim: one act that reaches everything that is still to be told to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from cases.models import Victim
from cases.services import locked, mark_to_check, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from victims import rules
from victims.bereaved import DIED, death_of
from victims.enums import CommunicationMethod, DueCode, ForbiddenBecause
from victims.models import ContactAlert, ContactDetails
from victims.notices import WAYS_IN_DOUBT
from victims.owning import contact_owner
from victims.record_enums import STOPS, AlertAbout
from victims.rules.places import is_among, ways_not_safe
from victims.sealed import opened, seal_into
from victims.services.held import held
from victims.services.identity import SEALED, stand_instead
from victims.services.marks import owed_to, restate_marks


@deed
def raise_contact_alert(
    *,
    by: Person,
    victim: Victim,
    about: str,
    words: str = "",
    new_address: str = "",
    at: datetime | None = None,
) -> ContactAlert:
    """Say that a victim moved, or that some ways to them may not be safe any more.

    From then on no deed may use those ways; everything that is still to be told to the victim is marked to be
    checked first, its owners hear at once, and confirming is owed within the clock. A move may bring the new
    address; the old one is kept among those that are not safe. Raises NotAllowed and Invalid.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_raise_alert)
    stands = ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).first()
    known = opened(stands, "address") if stands is not None and new_address.strip() else ""
    rules.check_alert(victim, about, new_address, known, at)
    row = ContactAlert(
        case_id=victim.case_id,
        victim=victim,
        about=about,
        stops=[way.value for way in CommunicationMethod if way in STOPS[AlertAbout(about)]],
        raised_at=at,
        raised_by=by,
    )
    row.reached = mark_to_check(sources=owed_to(victim))
    seal_into(row, words=words)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as trouble:
        if "alert_once_while_open" not in str(trouble):
            raise
        raise Invalid({"about": rules.RAISED_ALREADY}) from None
    _keep_addresses(by, victim, about, new_address, at)
    if death_of(victim) is None:
        _owe_check(victim, row, at)
    raise_notice(kind=WAYS_IN_DOUBT, source=row.pk, subject_id=row.pk, at=at)
    subjects = [victim.pk, row.pk, *row.reached]
    record(by=by, action=Action.CONTACT_ALERT_RAISED, case=case, subjects=subjects)
    return row


def _owe_check(victim: Victim, alert: ContactAlert, at: datetime) -> None:
    clock = deadline(ClockCode.CONTACT_CHECK, alert.raised_at)
    raise_due(
        case=victim.case,
        source=alert.pk,
        code=DueCode.CONTACT_CHECK.value,
        what=f"Confirm with {victim.label} which ways are safe",
        due_on=clock.due_on,
        owner=contact_owner(victim),
        rule=ClockCode.CONTACT_CHECK.value,
        started_on=clock.start_on,
        at=at,
    )


def restate_checks(victim: Victim, at: datetime) -> None:
    """Nobody can ask a victim who has died which ways are safe; the ways stay closed. Inside a deed."""
    died = death_of(victim) is not None
    for alert in ContactAlert.objects.filter(victim=victim, confirmed_at__isnull=True):
        if died:
            settle_due(source=alert.pk, code=DueCode.CONTACT_CHECK.value, at=at, fell_away=DIED)
        else:
            _owe_check(victim, alert, at)


def _keep_addresses(by: Person, victim: Victim, about: str, new_address: str, at: datetime) -> None:
    """The address that is in doubt joins those that are not safe; a new one takes its place."""
    if about not in (AlertAbout.MOVED, AlertAbout.ADDRESS_KNOWN):
        return
    stands = ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).first()
    if stands is None:
        return
    texts = {name: opened(stands, name) for name in SEALED}
    old = texts["address"].strip()
    if old and not is_among(old, texts["unsafe_addresses"]):
        texts["unsafe_addresses"] = "\n".join(filter(None, [texts["unsafe_addresses"].strip(), old]))
    if new_address.strip():
        texts["address"] = new_address
    stand_instead(by, victim, stands, texts, at)


@deed
def confirm_ways(
    *,
    by: Person,
    alert: ContactAlert,
    how: str,
    safe_again: Sequence[str] = (),
    preferred_method: str = "",
    also: Iterable[ContactAlert] = (),
    at: datetime | None = None,
) -> ContactAlert:
    """Say which of the ways that an alert stopped are safe again, as the victim confirmed, and `how`.

    The same talk may answer other open alerts of the victim, `also`. The other ways are forbidden from now
    on. `preferred_method` is needed where the preferred way is among those. The marks on what is owed go,
    unless another alert is open. Raises NotAllowed, Invalid and Stale.
    """
    at = at or now()
    locked(by, alert.case_id)
    wanted = {alert.pk, *(one.pk for one in also)}
    rows = list(ContactAlert.objects.select_related("victim__case").filter(pk__in=wanted))
    row: ContactAlert = next(one for one in rows if one.pk == alert.pk)
    for one in rows:
        rules.check_can_confirm_ways(by, one)
    rules.check_confirmed(rows, safe_again, how)
    for one in rows:
        one.safe_again = [way for way in one.stops if way in safe_again]
        one.confirmed_at, one.confirmed_by = at, by
        seal_into(one, confirmed=how)
        one.save(update_fields=["safe_again", "confirmed_at", "confirmed_by", "confirmed_sealed"])
        settle_due(source=one.pk, code=DueCode.CONTACT_CHECK.value, at=at)
        settle_notices(by=by, at=at, subject_id=one.pk)
        subjects = [one.victim_id, one.pk]
        record(by=by, action=Action.CONTACT_ALERT_CONFIRMED, case=one.case_id, subjects=subjects)
    _forbid_the_rest(by, row.victim, rows, preferred_method, at)
    restate_marks(row.victim, at)
    return row


def _forbid_the_rest(
    by: Person, victim: Victim, alerts: Sequence[ContactAlert], preferred_method: str, at: datetime
) -> None:
    """What is not safe again is forbidden in the preferences, for the reason that the alerts gave."""
    stands = ContactDetails.objects.filter(victim=victim, superseded_at__isnull=True).first()
    safe = {way for one in alerts for way in one.safe_again}
    rest = [way for one in alerts for way in one.stops if way not in safe]
    if stands is None:
        if rest:
            raise Invalid({"safe_again": "Record first how they prefer to hear from us, then confirm this."})
        return
    before = stands.forbidden_methods
    kept = [one for one in before if one not in safe]
    forbidden = list(dict.fromkeys([*kept, *rest]))
    preferred = preferred_method or stands.preferred_method
    because = stands.forbidden_because or _because(alerts) if forbidden else ""
    way = CommunicationMethod(preferred)
    texts = {name: opened(stands, name) for name in SEALED}
    unsafe = _still_unsafe(victim, alerts, texts)
    not_safe = ways_not_safe(texts, unsafe)
    together(
        partial(rules.check_somebody_carries, victim, way, stands.only_through, at, stands),
        partial(rules.check_safe_again, safe, not_safe),
        partial(
            rules.check_some_way_remains,
            victim,
            preferred=way,
            forbidden=forbidden,
            because=because,
            only_through=stands.only_through,
            at=at,
            fields={"forbidden_methods": "safe_again"},
            not_safe=not_safe,
        ),
        partial(rules.check_preferred_is_safe, way, not_safe),
    )
    if (forbidden, preferred, unsafe) != (before, stands.preferred_method, texts["unsafe_addresses"]):
        stands.forbidden_methods, stands.forbidden_because = forbidden, because
        stands.preferred_method = preferred
        stand_instead(by, victim, stands, {**texts, "unsafe_addresses": unsafe}, at)


def _still_unsafe(victim: Victim, alerts: Sequence[ContactAlert], texts: Mapping[str, str]) -> str:
    """The addresses that are not safe, without the one that an alert put there and the victim confirmed. One
    that stood there before is taken off by whoever changes that list, knowingly.
    """
    doubted = [one for one in alerts if one.about == AlertAbout.ADDRESS_KNOWN and one.safe_again]
    kept, address = texts["unsafe_addresses"], texts["address"].strip()
    if not doubted or not address or address in _unsafe_before(victim, min(one.raised_at for one in doubted)):
        return kept
    return f"\n{kept}\n".replace(f"\n{address}\n", "\n", 1).strip("\n")  # whole lines: 1 is within 11


def _unsafe_before(victim: Victim, moment: datetime) -> str:
    before = ContactDetails.objects.filter(victim=victim, recorded_at__lt=moment).order_by("-recorded_at")
    found = before.first()
    return opened(found, "unsafe_addresses") if found else ""


def _because(alerts: Sequence[ContactAlert]) -> str:
    known = any(one.about == AlertAbout.ADDRESS_KNOWN for one in alerts)
    return (ForbiddenBecause.SUSPECT if known else ForbiddenBecause.OVERHEARD).value
