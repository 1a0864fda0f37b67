"""Suspects who may be one person: the keyed index, who looked at what it found, and what they said of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cases.match_enums import MatchOn, Verdict
from cases.models.base import CaseBearing
from cases.models.case import Case
from cases.models.parties import Suspect
from rasso_tracker.people.parts import Part
from rasso_tracker.people.walls import CASE_IS_VISIBLE

MOST_MATCHES = 50

# The narrow way through the wall between districts: for the suspects of a case that is seen, what agrees with
# theirs on other cases, and of those the reference, the district and the officer alone. It runs as the owner.
# A team's scope gets nothing of it, nor does anybody of a restricted case that does not name them. What was
# found to be somebody else, from either side, is marked so until something new agrees.
MATCHES = f"""
DROP FUNCTION IF EXISTS suspect_matches(uuid);
CREATE FUNCTION suspect_matches(wanted_case uuid)
RETURNS TABLE (suspect_id uuid, other_suspect_id uuid, other_case_id uuid, found_on text[],
               reference text, district_id uuid, officer_id uuid, is_another boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF coalesce(current_setting('rasso.scope', true), '') NOT IN ('district', 'system')
       OR NOT EXISTS (SELECT 1 FROM cases_case WHERE id = wanted_case AND ({CASE_IS_VISIBLE})) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH mine AS (SELECT i.* FROM cases_suspectindex i WHERE i.case_id = wanted_case),
    agreeing AS (
        SELECT m.suspect_id AS one, t.suspect_id AS other, t.case_id, 1 AS rank, 'phone' AS kind
          FROM mine m JOIN cases_suspectindex t ON t.phones && m.phones AND t.case_id <> m.case_id
         UNION ALL
        SELECT m.suspect_id, t.suspect_id, t.case_id, 2, 'born'
          FROM mine m JOIN cases_suspectindex t ON t.dated && m.dated AND t.case_id <> m.case_id
         UNION ALL
        SELECT m.suspect_id, t.suspect_id, t.case_id,
               CASE WHEN t.near && m.near THEN 3 ELSE 4 END,
               CASE WHEN t.near && m.near THEN 'near' ELSE 'name' END
          FROM mine m JOIN cases_suspectindex t ON t.names && m.names AND t.case_id <> m.case_id
         WHERE (t.near = '{{}}' OR m.near = '{{}}' OR t.near && m.near) AND NOT t.dated && m.dated
    ),
    pairs AS (
        SELECT a.one, a.other, a.case_id, array_agg(a.kind ORDER BY a.rank) AS kinds, min(a.rank) AS best
          FROM agreeing a GROUP BY a.one, a.other, a.case_id
    ),
    weighed AS (
        SELECT p.*, EXISTS (
               SELECT 1 FROM cases_matchverdict v
                WHERE v.verdict = 'another' AND v.ended_at IS NULL AND v.found_on::text[] @> p.kinds
                  AND ((v.suspect_id = p.one AND v.other_suspect_id = p.other)
                    OR (v.suspect_id = p.other AND v.other_suspect_id = p.one))) AS another
          FROM pairs p
    )
    SELECT p.one, p.other, p.case_id, p.kinds, c.reference::text, c.district_id, c.officer_in_charge_id,
           p.another
      FROM weighed p
      JOIN cases_case c ON c.id = p.case_id
     WHERE (NOT c.restricted OR c.id IN (
               SELECT n.case_id FROM cases_namedaccess n WHERE n.ended_at IS NULL
                  AND n.person_id = nullif(current_setting('rasso.named', true), '')::uuid))
     ORDER BY p.another, p.best, c.reported_on DESC, p.other
     LIMIT {MOST_MATCHES};
END $$;
REVOKE ALL ON FUNCTION suspect_matches(uuid) FROM PUBLIC;
"""


class SuspectIndex(CaseBearing):
    """Keyed hashes of what a suspect is recognised by (cases.alike), each cut to eight bytes: never the text.

    Written with every deed that adds or corrects a suspect; read through the database function
    `suspect_matches` alone. `near` is empty where the date of birth is not known.
    """

    part = Part.MATCHES

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    suspect = models.OneToOneField(Suspect, models.PROTECT, related_name="index")
    names = ArrayField(models.BigIntegerField(), default=list)
    dated = ArrayField(models.BigIntegerField(), default=list)
    near = ArrayField(models.BigIntegerField(), default=list)
    phones = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="suspect_index_case"),
            GinIndex(fields=["names"], name="suspect_index_names"),
            GinIndex(fields=["dated"], name="suspect_index_dated"),
            GinIndex(fields=["phones"], name="suspect_index_phones"),
        ]
        constraints = [
            models.CheckConstraint(
                name="suspect_index_date_all_or_nothing",
                condition=Q(near__len=0, dated__len=0) | Q(near__len=3),
            ),
        ]

    def __str__(self) -> str:
        return "Index of a suspect"


class _OfTwoSuspects(CaseBearing):
    """About a suspect of this case and one of another case, of which this case tells no more than that."""

    part = Part.MATCHES
    not_told_with = ("other_suspect", "other_case")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="+")
    other_suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="+")
    other_case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    found_on = ArrayField(models.CharField(max_length=10, choices=MatchOn))

    class Meta:
        abstract = True


def _of_two(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(name=f"{name}_of_two_cases", condition=~Q(other_case=F("case"))),
        models.CheckConstraint(
            name=f"{name}_found_on_known",
            condition=Q(found_on__len__gte=1, found_on__contained_by=list(MatchOn.values)),
        ),
    ]


class MatchLook(_OfTwoSuspects):
    """That somebody looked at a match, when and why. Every look is a row, and an event of the log."""

    reason_sealed = models.BinaryField()
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["looked_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="match_look_case"),
            models.Index(fields=["suspect", "other_suspect"], name="match_look_pair"),
        ]
        constraints = _of_two("match_look")

    def __str__(self) -> str:
        return "A look at another report"


class MatchVerdict(_OfTwoSuspects):
    """What a supervisor said of a match: the same person, or somebody else, in words. The last one stands.

    Somebody else holds for both cases, for as long as nothing new agrees than did then (`found_on`).
    """

    look = models.ForeignKey(MatchLook, models.PROTECT, db_index=False, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=Verdict)
    words_sealed = models.BinaryField()
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["judged_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="match_verdict_case"),
            models.Index(fields=["other_suspect"], name="match_verdict_other"),
        ]
        constraints = [
            *_of_two("match_verdict"),
            models.UniqueConstraint(
                fields=["suspect", "other_suspect"],
                condition=Q(ended_at__isnull=True),
                name="match_verdict_one_stands",
            ),
            models.CheckConstraint(name="match_verdict_known", condition=Q(verdict__in=list(Verdict.values))),
            models.CheckConstraint(
                name="match_verdict_ends_after",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("judged_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
