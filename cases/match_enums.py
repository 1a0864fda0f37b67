"""What suspects of two cases agree in, and what a supervisor says of it."""

from __future__ import annotations

from django.db import models


class MatchOn(models.TextChoices):
    """The strongest first."""

    PHONE = "phone", "The same phone number"
    BORN = "born", "The same date of birth, and a part of the name is alike"
    NEAR = "near", "The names are alike, and the dates of birth differ in one part"
    NAME = "name", "The names are alike; a date of birth is not known"


class Verdict(models.TextChoices):
    SAME = "same", "It is, or may be, the same person"
    ANOTHER = "another", "It is somebody else"
