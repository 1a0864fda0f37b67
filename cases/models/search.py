"""What a case is found by, and the numbering of references."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from cases.enums import KeyKind
from cases.models.base import CaseBearing
from rasso_tracker.ids import uuid7
from rasso_tracker.people.roles import Part
from rasso_tracker.people.walls import CASE_IS_VISIBLE

# The narrow way through row-level security for trigrams. It runs as the owner and applies the access rule
# itself, the very text of the wall, to the candidates. Three looks, the next only when the one before found
# nothing to show: what begins with the query, what contains it, what is like it. Each is bounded, so that a
# vague query costs no more.
# The first line loads pg_trgm: until then only a superuser may fix its threshold in a function.
SEARCH = f"""
SELECT similarity('', '');
CREATE OR REPLACE FUNCTION case_search(query text, wanted integer)
RETURNS TABLE (case_id uuid, kind text, found text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET pg_trgm.similarity_threshold = 0.5 AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT k.case_id, k.kind::text, k.text::text
          FROM (SELECT s.case_id, s.kind, s.text FROM cases_searchkey s
                 WHERE s.text ~>=~ query AND s.text ~<~ (query || '~') ORDER BY s.text USING ~<~ LIMIT 400) k
         WHERE EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = k.case_id AND ({CASE_IS_VISIBLE}))
         LIMIT wanted;
    IF FOUND OR length(query) < 6 THEN RETURN; END IF;
    RETURN QUERY
        SELECT k.case_id, k.kind::text, k.text::text
          FROM (SELECT s.case_id, s.kind, s.text FROM cases_searchkey s
                 WHERE s.text LIKE '%' || query || '%' LIMIT 400) k
         WHERE EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = k.case_id AND ({CASE_IS_VISIBLE}))
         ORDER BY k.text LIMIT wanted;
    IF FOUND THEN RETURN; END IF;
    RETURN QUERY
        SELECT k.case_id, k.kind::text, k.text::text
          FROM (SELECT s.case_id, s.kind, s.text, similarity(s.text, query) AS likeness FROM cases_searchkey s
                 WHERE s.text % query ORDER BY likeness DESC LIMIT 400) k
         WHERE EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = k.case_id AND ({CASE_IS_VISIBLE}))
         ORDER BY k.likeness DESC, k.text LIMIT wanted;
END $$;
REVOKE ALL ON FUNCTION case_search(text, integer) FROM PUBLIC;
"""


class SearchKey(CaseBearing):
    """One thing a case is looked up by (its reference, a crime reference, the CPS URN): capitals and digits
    only.

    Written by services and the bulk door, read through the database function `case_search` alone: trigram
    operators are not leakproof, so under row-level security they could not use the index.
    """

    part = Part.CASE

    kind = models.CharField(max_length=10, choices=KeyKind)
    source = models.UUIDField()  # the case or allegation whose reference this is
    text = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(OpClass(F("text"), name="text_pattern_ops"), name="searchkey_begins"),
            GinIndex(OpClass(F("text"), name="gin_trgm_ops"), name="searchkey_like", fastupdate=False),
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
