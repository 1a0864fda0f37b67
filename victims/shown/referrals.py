"""Support on the page of a victim: what was offered, where each referral stands and what may come next."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.deadlines import deadline_of
from cases.models import DueItem, Victim
from rasso_tracker.clocks import Deadline, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import deed_links
from rasso_tracker.web.surfaces import surface_named
from victims.bereaved import death_of
from victims.enums import DueCode, Support
from victims.models import StoDeployment, SupportEvent, SupportReferral
from victims.owning import contact_owner
from victims.pathway import in_order, may_follow, waiting_since
from victims.support_enums import OF_THE_SERVICE, SupportStep

Step = SupportStep
OF_STO = ("deploy_sto", "record_sto_met", "end_sto", "void_sto")
CHOICE = "record_support_choice"
# The deed that records what may come next, and its words: what the victim waits for comes first.
NEXT = (
    ("send_referral", (Step.SENT,), "Record that it was sent"),
    (CHOICE, (Step.AGREED, Step.REFUSED), "Record what they decided"),
    ("record_support_answer", OF_THE_SERVICE, "Record what the service did"),
)


def support_context(person: Person, victim: Victim) -> dict[str, Any]:
    """Six statements; nothing for a role that does not read support."""
    if not (person.is_service or person.role.reads(Part.SUPPORT)):
        return {"reads_support": False, "referrals": [], "support_due": None, "stos": []}
    referrals = list(SupportReferral.objects.visible_to(person).filter(victim=victim))
    events: dict[Any, list[SupportEvent]] = {one.pk: [] for one in referrals}
    rows = SupportEvent.objects.filter(referral__in=referrals).select_related("service", "recorded_by")
    for event in rows:
        events[event.referral_id].append(event)
    owed = {
        item.source: deadline_of(item)
        for item in DueItem.objects.visible_to(person).filter(
            source__in=[victim.pk, *events],
            code__in=(DueCode.SUPPORT_REFERRAL, DueCode.SUPPORT_NEXT),
            settled_at__isnull=True,
        )
    }
    deployments = StoDeployment.objects.visible_to(person).filter(victim=victim)
    stos = [
        {"row": one, "deeds": deed_links(filter(None, map(surface_named, OF_STO)), person, one)}
        for one in deployments.select_related("officer", "recorded_by", "voided_by", "victim__case")
    ]
    died = death_of(victim) is not None
    merged = victim.merged_into_id is not None
    shown = [
        _shown(person, one, events[one.pk], owed.get(one.pk), died=died, merged=merged)
        for one in referrals
        if events[one.pk] or not merged
    ]
    return {
        "reads_support": True,
        "referrals": sorted(shown, key=lambda one: list(Support.values).index(one["row"].kind)),
        "support_due": owed.get(victim.pk),
        "stos": stos,
        "contact_owner": contact_owner(victim),
    }


def _shown(
    person: Person,
    row: SupportReferral,
    events: list[SupportEvent],
    owed: Deadline | None,
    *,
    died: bool,
    merged: bool,
) -> dict[str, Any]:
    """Of a victim who has died only what the service still says of it may be recorded; of a record that was
    merged nothing.
    """
    ordered = in_order(events)
    following = frozenset() if merged else may_follow(events)
    today = london_date(now())
    agreed = bool(ordered) and ordered[-1].step == Step.AGREED
    links = [
        (address(name, row.pk), "Record that they changed their mind" if name == CHOICE and agreed else words)
        for name, steps, words in NEXT
        if person.role.may(name)
        and following.intersection(steps)
        and (name == "record_support_answer" or not died)
    ]
    if Step.OFFERED in following and not died and person.role.may("offer_support"):
        links.append((f"{address('offer_support', row.victim_id)}?kind={row.kind}", "Offer it again"))
    return {
        "row": row,
        "state": ordered[-1].get_step_display() if ordered else "Nothing recorded",
        "since": ordered[-1].happened_on if ordered else None,
        "counts": not merged,
        "waits": None if died or merged else _waits(ordered, today),
        "next": owed,
        "links": links,
        "steps": [
            {
                "row": one,
                "void": address("void_support_step", one.pk)
                if one.stands and not merged and person.role.may("void_support_step")
                else "",
            }
            for one in events
        ],
    }


def _waits(ordered: list[SupportEvent], today: date) -> int | None:
    """The days that the victim has waited since it was sent; None when they do not wait."""
    since = waiting_since(ordered, today)
    return None if since is None else (today - since).days
