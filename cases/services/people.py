"""Who works on a case and who may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases import rules
from cases.enums import Duty, NamedBecause
from cases.hooks import people_changed, person_named, sto_changed
from cases.lesson_enums import LESSON_DUE, LOOK_BACK_DUE
from cases.models import Assignment, Case, DueItem, NamedAccess
from cases.services.access import grant, named_people, put_on_duty
from cases.services.directions import hand_over_directions
from cases.services.due import say_passed
from cases.services.parties import shut
from cases.services.short import settle_short
from cases.services.stored import locked, need_door
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.versions import touch

RESTRICTED_ALREADY = "This case is restricted already: name a person on it instead."


@deed
def assign_officer(
    *, by: Person, case: Case, person: Person, duty: str = Duty.OIC, at: datetime | None = None
) -> Case:
    """Make somebody officer in charge or specially trained officer of a case, in the place of whoever is.

    The former assignment ends, and with it the access it gave. A new officer in charge takes over what the
    former one still owed. Raises NotAllowed or Invalid.
    """
    at = at or now()
    rules.check_can_assign(by, person, at)
    case = locked(by, case)
    duty = Duty(duty)
    for former in put_on_duty(case, person, duty, by, at):
        hand_over_directions(case, former, person, at)
    relieved = case.officer_in_charge if duty == Duty.OIC and case.officer_in_charge_id != person.pk else None
    if relieved is not None:
        owed = DueItem.objects.filter(case=case, owner=relieved, settled_at__isnull=True).exclude(
            code=LESSON_DUE  # a lesson is its owner's own
        )
        passed = dict(owed.values_list("pk", "owner"))
        owed.update(owner=person)
        # To look back is a second person's, so it is not the new officer's either.
        look_backs = DueItem.objects.filter(case=case, code=LOOK_BACK_DUE, settled_at__isnull=True)
        look_backs.filter(owner=person).update(owner=person.supervisor_id)
        case.officer_in_charge = person
        touch(case, "officer_in_charge")
        say_passed(passed, at)
    if duty == Duty.STO:
        sto_changed(case=case, at=at)
    if case.restricted:
        rules.check_named_enough(named_people(case), "person", at)
    people_changed(case=case, former=relieved, by=by, at=at)
    record(by=by, action=Action.OFFICER_ASSIGNED, case=case, subjects=[case.pk, person.pk])
    return case


def join_as_sto(*, case: Case, person: Person, by: Person, at: datetime) -> None:
    """Inside the deed that deploys a specially trained officer for one victim: they see the case from now on,
    and have that duty on it unless somebody else has it for another victim.
    """
    need_door("join_as_sto")
    held = Assignment.objects.filter(case=case, duty=Duty.STO, ended_at__isnull=True)
    if held.exclude(person=person).exists():
        grant(case, person, NamedBecause.ASSIGNED, by, at)
    else:
        put_on_duty(case, person, Duty.STO, by, at)


def leave_as_sto(*, case: Case, person: Person, by: Person, at: datetime) -> None:
    """The opposite of join_as_sto. Access that a restricted case cannot spare stays."""
    need_door("leave_as_sto")
    held = Assignment.objects.filter(case=case, person=person, ended_at__isnull=True)
    held.filter(duty=Duty.STO).update(ended_at=at)
    if held.exists():
        return
    because = NamedBecause.ASSIGNED
    for naming in NamedAccess.objects.filter(
        case=case, person=person, because=because, ended_at__isnull=True
    ):
        if case.restricted:
            try:
                rules.check_named_enough(people_left_without(naming), "", at)
            except Invalid:
                return
        NamedAccess.objects.filter(pk=naming.pk).update(ended_at=at)
    people_changed(case=case, former=None, by=by, at=at)


@deed
def restrict_case(
    *, by: Person, case: Case, people: Sequence[Person], reason: str, at: datetime | None = None
) -> Case:
    """Shut a case to all but `people`, those named already and the person who restricts it.

    At least two of them, one a gatekeeper. Raises NotAllowed (restricted already), or Invalid by field.
    """
    at = at or now()
    rules.check_role(by, "restrict_case")
    if not reason.strip():
        raise Invalid({"reason": "Say why the case is restricted."})
    case = locked(by, case)
    if case.restricted:
        raise NotAllowed(RESTRICTED_ALREADY)
    shut(case, [*people, by], by, at, field="people", reason=reason)
    return case


@deed
def name_person(
    *,
    by: Person,
    case: Case,
    person: Person,
    because: str = NamedBecause.RESTRICTED,
    reason: str = "",
    at: datetime | None = None,
) -> Case:
    """Give somebody access to a case by name. Raises NotAllowed, or Invalid (not in post, or no reason)."""
    at = at or now()
    rules.check_role(by, "name_person")
    case = locked(by, case)
    if not reason.strip():
        raise Invalid({"reason": "Say why this person needs to see the case."})
    _name(case, person, NamedBecause(because), by, reason, at)
    return case


def grant_access(
    *, by: Person, case: Case, person: Person, because: str, reason: str = "", at: datetime
) -> None:
    """Name somebody as part of another deed (allocating a review, booking a clinic): no role of its own is
    asked.

    Records the naming itself. Raises Invalid when the person is not in post.
    """
    need_door("grant_access")
    _name(case, person, NamedBecause(because), by, reason, at)


def end_access(*, by: Person, case: Case, person: Person, because: str, reason: str, at: datetime) -> None:
    """End what grant_access gave for this reason, inside another deed; other reasons stand.

    Records it itself. A restricted case keeps its two named people, one a gatekeeper: access that it cannot
    spare stays.
    """
    need_door("end_access")
    grants = NamedAccess.objects.filter(case=case, person=person, because=because, ended_at__isnull=True)
    for naming in grants:
        if case.restricted:
            try:
                rules.check_named_enough(people_left_without(naming), "", at)
            except Invalid:
                return
        NamedAccess.objects.filter(pk=naming.pk).update(ended_at=at)
        record(by=by, action=Action.NAMING_ENDED, case=case, subjects=[case.pk, person.pk], reason=reason)
    people_changed(case=case, former=None, by=by, at=at)


def _name(case: Case, person: Person, because: NamedBecause, by: Person, reason: str, at: datetime) -> None:
    if not rules.is_in_post(person, at):
        raise Invalid({"person": f"{person.name} is not in post today."})
    grant(case, person, because, by, at)
    settle_short(case, by, at)
    record(by=by, action=Action.PERSON_NAMED, case=case, subjects=[case.pk, person.pk], reason=reason)
    person_named(case=case, person=person, by=by, at=at)


@deed
def end_naming(*, by: Person, naming: NamedAccess, reason: str, at: datetime | None = None) -> Case:
    """End somebody's access by name. Raises NotAllowed when too few would be left on a restricted case."""
    at = at or now()
    case = locked(by, naming.case_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why this person's access ends."})
    naming = NamedAccess.objects.select_for_update(no_key=True, of=("self",)).get(pk=naming.pk)
    rules.check_can_end_naming(by, naming, case, people_left_without(naming), at)
    NamedAccess.objects.filter(pk=naming.pk).update(ended_at=at)
    record(by=by, action=Action.NAMING_ENDED, case=case, subjects=[case.pk, naming.person_id], reason=reason)
    people_changed(case=case, former=None, by=by, at=at)
    return case


def people_left_without(naming: NamedAccess) -> list[Person]:
    """Who would still see the case by name if this access ended."""
    still = NamedAccess.objects.filter(case=naming.case_id, ended_at__isnull=True).exclude(pk=naming.pk)
    return list(Person.objects.filter(pk__in=still.values("person")))
