from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from cases.models.base import CaseBearing
from cases.models.case import Case
from cases.supervision_enums import CONTACT_ONLY, POLICE_ONLY, SUPPORT_ONLY
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.access import CaseScoped
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter


class DueScoped(CaseScoped):
    """The case's rule; an ISVA sees what they owe themselves, and not what the police have to do."""

    def visible_branches(self, person: Person) -> list[Self]:
        return [branch.of_supporter(person) for branch in super().visible_branches(person)]

    def visible_to(self, person: Person) -> Self:
        return super().visible_to(person).of_supporter(person)

    def of_supporter(self, person: Person) -> Self:
        return self.filter(owner=person.pk) if is_supporter(person) else self


OWED_BY_OTHERS = ("CPS: ", "Gatekeeper: ")  # how `what` begins where not the officer in charge owes it


class DueItem(CaseBearing):
    """Something owed on a case by a date: a victim to be told, an item to return, a review to record.

    Any app raises one for a row of its own (`source`) through cases.services.raise_due and settles it when
    the deed is done. `Case.next_due_on` is a stored copy of the earliest open one, apart from what is
    not for CPS: police supervision, and what is owed to victims.
    `fell_away` says why it was needed no longer, within a sentence: empty while it is owed, and where it was
    done. `dated_at` is when the date that stands was set. `soon_at` is from when it is due soon
    (`cases.soon`): a stored copy for the sweep, and empty once that was said.
    """

    part = Part.CASE
    of_supervision = Q(code__in=POLICE_ONLY)
    of_contact = Q(code__in=CONTACT_ONLY)
    of_support = Q(code__in=SUPPORT_ONLY)

    case = models.ForeignKey(Case, models.PROTECT, related_name="due_items")
    source = models.UUIDField()
    code = models.CharField(max_length=40)
    what = models.CharField(max_length=80)
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    rule = models.CharField(max_length=60, blank=True)  # code of the ClockRule that set the date, if one did
    started_on = models.DateField(null=True, blank=True)
    raised_at = models.DateTimeField()
    dated_at = models.DateTimeField()
    soon_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    fell_away = models.CharField(max_length=80, blank=True)
    # How to reach the victim is in doubt: said to those alone who read contact with victims (what_for).
    check_first = models.BooleanField(default=False)

    objects = DueScoped.as_manager()  # type: ignore[misc]  # django-stubs takes the base's for a class variable

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="due_case", condition=Q(settled_at__isnull=True)),
            models.Index(
                fields=["owner", "due_on", "id"], name="due_owner", condition=Q(settled_at__isnull=True)
            ),
            models.Index(
                fields=["code", "due_on", "id"], name="due_code", condition=Q(settled_at__isnull=True)
            ),
            models.Index(fields=["soon_at"], name="due_soon", condition=Q(soon_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "code"], condition=Q(settled_at__isnull=True), name="due_once_while_open"
            ),
            models.CheckConstraint(
                name="due_settled_after_raised",
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("raised_at")),
            ),
            models.CheckConstraint(
                name="due_fell_away_is_settled", condition=Q(settled_at__isnull=False) | Q(fell_away="")
            ),
            models.CheckConstraint(name="due_dated_after_raised", condition=Q(dated_at__gte=F("raised_at"))),
            models.CheckConstraint(
                name="due_settled_is_not_soon",
                condition=Q(settled_at__isnull=True) | Q(soon_at__isnull=True),
            ),
        ]

    @property
    def is_of_supervision(self) -> bool:
        return self.code in POLICE_ONLY

    @property
    def is_of_contact(self) -> bool:
        return self.code in CONTACT_ONLY

    @property
    def is_of_support(self) -> bool:
        return self.code in SUPPORT_ONLY

    @property
    def who_owes(self) -> Person | None:
        """The person to name beside it. Of what CPS or the gatekeepers owe its words say who does: the owner
        only keeps an eye on it.
        """
        return None if self.what.startswith(OWED_BY_OTHERS) else self.owner

    def __str__(self) -> str:
        return self.what

    @property
    def how_it_ended(self) -> str:
        """Whether it was done or fell away, and when, as a sentence; "" while it is owed."""
        if self.settled_at is None:
            return ""
        when = moment_words(self.settled_at)
        return f"No longer needed since {when}: {self.fell_away}." if self.fell_away else f"Done on {when}."

    def what_for(self, person: Person) -> str:
        """What is owed, with the mark that contact is in doubt where this person may know of that."""
        marked = self.check_first and (person.is_service or person.role.reads(Part.VICTIM_CONTACT))
        return f"Check first: {self.what}" if marked else self.what
