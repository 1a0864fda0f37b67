"""People and the bodies they belong to. Roles are declarations in roles.py; a person holds their codes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from rasso_tracker.ids import uuid7
from rasso_tracker.people.enums import Agency, PersonKind, Post, Rank

if TYPE_CHECKING:
    from rasso_tracker.people.parts import Role


class District(models.Model):
    """One of the force's policing districts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A RaSSO investigation team of a district. Officers see their own team's cases."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="team_name_once_a_district")]

    def __str__(self) -> str:
        return self.name


class CpsUnit(models.Model):
    """A CPS RASSO unit. Its lawyers see a case from its submission to the unit on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    districts = models.ManyToManyField(District, related_name="cps_units", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who signs in, or a service account. `equated_rank` places police staff among the ranks."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    collar_number = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=PersonKind, default=PersonKind.PERSON)
    agency = models.CharField(max_length=10, choices=Agency, default=Agency.POLICE)
    rank = models.PositiveSmallIntegerField(choices=Rank, null=True, blank=True)
    equated_rank = models.PositiveSmallIntegerField(choices=Rank, null=True, blank=True)
    post = models.CharField(max_length=40, choices=Post, default=Post.OTHER)
    roles = ArrayField(models.CharField(max_length=30), default=list)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True)
    cps_unit = models.ForeignKey(CpsUnit, models.PROTECT, null=True, blank=True)
    supervisor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    starts_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    sessions_ended_at = models.DateTimeField(null=True, blank=True)  # no session from before it counts
    version = models.PositiveIntegerField(default=1)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["name", "id"], name="person_name"),
            models.Index(fields=["post", "name", "id"], name="person_post"),
            models.Index(fields=["post", "district", "name", "id"], name="person_post_district"),
            models.Index(fields=["post", "cps_unit", "name", "id"], name="person_post_unit"),
            models.Index(fields=["team"], name="person_team"),
            models.Index(fields=["collar_number"], name="person_collar_number"),
            # Names alike, for the search by officer: without it each search weighs the name of everybody.
            GinIndex(OpClass(F("name"), name="gin_trgm_ops"), name="person_name_alike", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_rank_or_equated_not_both",
                condition=Q(rank__isnull=True) | Q(equated_rank__isnull=True),
            ),
            models.CheckConstraint(
                name="person_leaves_after_starting",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="person_not_own_supervisor",
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("id")),
            ),
        ]

    _role_in_use: Role | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> int:
        """The rank, or the rank that a police-staff grade is equated to; 0 for those outside the police."""
        return self.rank or self.equated_rank or 0

    @property
    def role(self) -> Role:
        """The one role in use; with several, the person chooses visibly (safety.md 4)."""
        from rasso_tracker.people.roles import NOBODY, ROLES

        if self._role_in_use is not None:
            return self._role_in_use
        return ROLES[self.roles[0]] if self.roles else NOBODY

    def take_role(self, code: str) -> None:
        """Act in `code` from here on. Raises KeyError when the person does not hold it."""
        from rasso_tracker.people.roles import ROLES

        if code not in self.roles:
            raise KeyError(code)
        self._role_in_use = ROLES[code]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to count: changed by a new password, and when sessions are ended."""
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        return salted_hmac(
            "rasso_tracker.people.session", self.password + ended, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def is_service(self) -> bool:
        return self.kind == PersonKind.SERVICE

    def serves_on(self, day: date) -> bool:
        """True while the person is in post on `day` (a leaver is not, from the day after leaving)."""
        return self.is_active and self.starts_on <= day and (self.left_on is None or day <= self.left_on)
