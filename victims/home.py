"""What the home pages ask of victims. Plain lists of at most 25, and whether there is more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.urls import reverse

from cases.deadlines import deadline_of
from cases.due_places import places_of
from cases.home import MOST, Some
from cases.models import DueItem
from rasso_tracker.clocks import ClockCode, date_set, deadline, london_date
from rasso_tracker.people.models import Person
from victims.enums import DueCode, WithdrawalKind
from victims.lists import WAITS
from victims.material_enums import MaterialState
from victims.models import MaterialRequest, Spokesperson, Withdrawal
from victims.models.material import in_state
from victims.rules.material import APPROVES_FROM
from victims.terms import stage_label


def withdrawals_to_corroborate(person: Person) -> Some:
    """Those that wait for a supervisor who did not record them, the oldest first; empty for other roles."""
    if not person.role.may("corroborate_withdrawal"):
        return Some([], False)
    rows = list(
        Withdrawal.objects.visible_to(person)
        .filter(corroborated_at__isnull=True, voided_at__isnull=True, victim__merged_into__isnull=True)
        .exclude(recorded_by=person.pk)
        .order_by("occurred_at", "id")
        .values("id", "case_id", "case__reference", "victim__number", "kind", "occurred_at", "stage")[
            : MOST + 1
        ]
    )
    for row in rows:
        row["reference"] = row["case__reference"]
        row["victim"] = f"Victim {row['victim__number']}"
        row["kind_label"] = WithdrawalKind(row["kind"]).label
        row["stage_label"] = stage_label(row["stage"])
        row["href"] = reverse("corroborate_withdrawal", args=[row["id"]])
    return Some(rows[:MOST], len(rows) > MOST)


def spokespersons_to_agree(person: Person) -> Some:
    """Those with a tie to a suspect who speak for a victim only once this supervisor, who did not name them,
    agrees; the oldest first. Empty for other roles.
    """
    if not person.role.may("agree_spokesperson"):
        return Some([], False)
    found = list(
        Spokesperson.objects.visible_to(person)
        .filter(WAITS)
        .exclude(named_by=person.pk)
        .select_related("case", "victim", "named_by")
        .order_by("named_at", "id")[: MOST + 1]
    )
    rows: list[dict[str, Any]] = [
        {
            "what": f"{one.victim.label}: {one.get_is_their_display()}. {one.get_tie_display()}",
            "case_id": one.case_id,
            "reference": one.case.reference,
            "when": one.named_at,
            "href": reverse("agree_spokesperson", args=[one.pk]),
        }
        for one in found
    ]
    return Some(rows[:MOST], len(rows) > MOST)


def look_backs_owed(person: Person) -> Some:
    """Corroborated withdrawals that nobody looked back on, the longest owed first; empty for other roles.

    Those of one's own cases are somebody else's to look back on.
    """
    if not person.role.may("record_look_back"):
        return Some([], False)
    rows = list(
        Withdrawal.objects.visible_to(person)
        .filter(corroborated_at__isnull=False, looked_back_at__isnull=True, voided_at__isnull=True)
        .exclude(kind=WithdrawalKind.LOST_CONTACT)
        .exclude(case__officer_in_charge=person.pk)
        .order_by("corroborated_at", "id")
        .values("id", "case_id", "case__reference", "victim__number", "stage", "corroborated_at")[: MOST + 1]
    )
    for row in rows:
        row["reference"] = row["case__reference"]
        row["what"] = f"Victim {row['victim__number']}: {stage_label(row['stage'])}"
        row["deadline"] = deadline(ClockCode.LOOK_BACK, row["corroborated_at"])
        row["href"] = reverse("record_look_back", args=[row["id"]])
    return Some(rows[:MOST], len(rows) > MOST)


def updates_due(person: Person) -> Some:
    """Victims whom this person is to tell how the case stands, the earliest first."""
    items = list(
        DueItem.objects.visible_to(person)
        .filter(owner=person.pk, code=DueCode.VICTIM_UPDATE, settled_at__isnull=True)
        .select_related("case")
        .order_by("due_on", "id")[: MOST + 1]
    )
    rows: list[dict[str, Any]] = [
        {
            "what": item.what_for(person),
            "case_id": item.case_id,
            "reference": item.case.reference,
            "deadline": deadline_of(item),
            "href": reverse("victim", args=[item.source]),
        }
        for item in items
    ]
    return Some(rows[:MOST], len(rows) > MOST)


# What is owed to a victim and how a list calls it: word to them first, then what is done for them.
OWED = {
    DueCode.VICTIM_UPDATE: "Updates to victims",
    DueCode.TELL_EVENT: "Events to tell victims of",
    DueCode.APPOINTMENT: "Appointments to record",
    DueCode.CONTACT_CHECK: "Ways to reach a victim, to confirm",
    DueCode.CARRIER_GONE: "Whoever they go by has gone: how to reach them",
    DueCode.TOLD_WITHDRAWAL: "Told by an ISVA, to answer",
    DueCode.RECONTACT: "Victims to ask again",
    DueCode.NEEDS_ASSESSMENT: "Needs to assess",
    DueCode.SUPPORT_REFERRAL: "Referrals to support",
    DueCode.SUPPORT_NEXT: "Next steps of support",
}
WORD_TO_THEM = (DueCode.VICTIM_UPDATE, DueCode.TELL_EVENT)


MOST_COUNTED = 100  # of a kind; a home page counts no further


class Overdue(NamedTuple):
    """How many of a kind are past their day, up to MOST_COUNTED and one, and the day of the oldest."""

    code: DueCode
    number: int
    oldest: date

    @property
    def words(self) -> str:
        return f"more than {MOST_COUNTED}" if self.number > MOST_COUNTED else str(self.number)


def _overdue(person: Person, at: datetime, codes: Iterable[DueCode]) -> Any:
    return DueItem.objects.visible_to(person).filter(
        code__in=list(codes), settled_at__isnull=True, due_on__lt=london_date(at)
    )


def overdue_by_kind(person: Person, at: datetime) -> list[Overdue]:
    """What is owed to victims whom the person may see and past its day, by kind; one statement.

    Each kind is read along its index, the oldest first, and no further than it is counted.
    """
    kinds = (_overdue(person, at, [code]).order_by("due_on", "id") for code in OWED)
    first, *others = (rows.values_list("code", "due_on")[: MOST_COUNTED + 1] for rows in kinds)
    found: defaultdict[str, list[date]] = defaultdict(list)
    for code, due_on in first.union(*others, all=True):
        found[code].append(due_on)
    return [Overdue(code, len(found[code]), min(found[code])) for code in OWED if found[code]]


def owed_list(code: DueCode) -> str:
    """The address of exactly the rows that overdue_by_kind counts."""
    return f"{reverse('owed_to_victims')}?kind={code.value}&show=overdue"


def updates_overdue(person: Person, at: datetime, codes: Iterable[DueCode] = tuple(OWED)) -> Some:
    """What is owed to victims whom the person may see and past its day, the longest first."""
    items = list(
        _overdue(person, at, codes).select_related("case", "owner").order_by("due_on", "id")[: MOST + 1]
    )
    places = places_of(items)
    rows: list[dict[str, Any]] = [
        {
            "what": f"{item.what_for(person)} ({item.owner.name if item.owner else 'nobody by name'})",
            "code": item.code,
            "case_id": item.case_id,
            "reference": item.case.reference,
            "deadline": deadline_of(item),
            "href": places[item.pk],
        }
        for item in items
    ]
    return Some(rows[:MOST], len(rows) > MOST)


def material_to_decide(person: Person) -> Some:
    """Requests for counselling records that wait for this chief inspector, who did not write them, the
    oldest first; empty for others.
    """
    if not person.role.may("decide_material_request") or person.standing < APPROVES_FROM:
        return Some([], False)
    rows = MaterialRequest.objects.visible_to(person).filter(in_state(MaterialState.APPROVAL))
    rows = rows.exclude(planned_by=person.pk).select_related("case", "victim")
    return _material(list(rows.order_by("planned_at", "id")[: MOST + 1]))


def material_waiting(person: Person, at: datetime, *, own: bool) -> Some:
    """Open requests for private material: on the person's own cases, or past their day wherever they see."""
    which = Q(case__officer_in_charge=person.pk) if own else Q(owed_on__lt=london_date(at))
    rows = MaterialRequest.objects.visible_to(person).filter(which, ended_on__isnull=True)
    found = list(
        rows.select_related("case", "victim").order_by(F("owed_on").asc(nulls_last=True), "id")[: MOST + 1]
    )
    return _material(found)


def _material(found: list[MaterialRequest]) -> Some:
    shown: list[dict[str, Any]] = [
        {
            "what": f"{one.victim.label}: {one.state.lower()}",
            "case_id": one.case_id,
            "reference": one.case.reference,
            "deadline": date_set(one.owed_on, start=one.planned_at) if one.owed_on else None,
            "href": reverse("material_request", args=[one.pk]),
        }
        for one in found
    ]
    return Some(shown[:MOST], len(shown) > MOST)
