"""Enumerations of the dated lists of reasons and stages (the taxonomy)."""

from django.db import models


class TermKind(models.TextChoices):
    REASON = "reason", "Reason for a withdrawal"
    STAGE = "stage", "How far the case had come"


class ChangeHow(models.TextChoices):
    """How a list changed. Each change says what earlier records read as from then on."""

    ADDED = "added", "Added"
    RENAMED = "renamed", "Renamed"
    MERGED = "merged", "Retired into another"
    SPLIT = "split", "Split"
