"""What a case is found by, and the numbering of references."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse

from cases.enums import KeyKind
from cases.models.base import CaseBearing
from rasso_tracker.ids import uuid7
from rasso_tracker.people.parts import Part
from rasso_tracker.people.walls import CASE_IS_VISIBLE

# The narrow way through row-level security: pattern operators are not leakproof, so under it they cannot use
# an index. The function runs as the owner and applies the access rule itself, the very text of the wall, to
# the candidates. Three looks, the next only when the one before found nothing to show: what begins with the
# query, what ends with it, what differs by one slip of the fingers. Each is bounded, so that a vague query
# costs no more. Trigrams were tried and left (docs/adr/0210-search-by-slips.md).
_SEEN = f"""WHERE EXISTS (
         SELECT 1 FROM cases_case WHERE cases_case.id = k.case_id AND ({CASE_IS_VISIBLE}))
         ORDER BY k.text LIMIT wanted"""
_KEYS = "SELECT k.case_id, k.kind::text, k.text::text FROM (SELECT s.* FROM cases_searchkey s"
SEARCH = f"""
DROP FUNCTION IF EXISTS case_search(text, integer);
CREATE OR REPLACE FUNCTION case_search(query text, slips text[], wanted integer)
RETURNS TABLE (case_id uuid, kind text, found text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY {_KEYS} WHERE s.text ~>=~ query AND s.text ~<~ (query || '~')
         ORDER BY s.text USING ~<~ LIMIT 400) k {_SEEN};
    IF FOUND THEN RETURN; END IF;
    RETURN QUERY {_KEYS} WHERE reverse(s.text) ~>=~ reverse(query) AND reverse(s.text) ~<~ (reverse(query)
    || '~')
         ORDER BY reverse(s.text) USING ~<~ LIMIT 400) k {_SEEN};
    IF FOUND THEN RETURN; END IF;
    RETURN QUERY {_KEYS} WHERE s.text = ANY(slips) LIMIT 400) k {_SEEN};
END $$;
REVOKE ALL ON FUNCTION case_search(text, text[], integer) FROM PUBLIC;
"""


class SearchKey(CaseBearing):
    """One thing a case is looked up by (its reference, a crime reference, the CPS URN): capitals and digits
    only.

    Written by services and the bulk door, read through the database function `case_search` alone.
    """

    part = Part.CASE

    kind = models.CharField(max_length=10, choices=KeyKind)
    source = models.UUIDField()  # the case or allegation whose reference this is
    text = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(OpClass(F("text"), name="text_pattern_ops"), name="searchkey_begins"),
            models.Index(OpClass(Reverse("text"), name="text_pattern_ops"), name="searchkey_ends"),
            models.Index(fields=["case"], name="searchkey_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind"], name="searchkey_once_a_source"),
            models.CheckConstraint(name="searchkey_is_normal", condition=Q(text__regex=r"^[A-Z0-9]+$")),
        ]

    def __str__(self) -> str:
        return self.text


class ReferenceSeries(models.Model):
    """The last number given out in a year. The row is locked while a case is opened, so no number comes
    twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
