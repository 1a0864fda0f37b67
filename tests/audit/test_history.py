"""The row as it stood before an edit is kept by the database, under the case's wall."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import Allegation, Case
from cases.services import edit_allegation, edit_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import RowVersion
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from tests.chain import story as told


def test_each_edit_keeps_the_row_before_it(db: None, alice: Person) -> None:
    case = told.report().case
    for urn in ("13LD0000126", "13LD0000226"):
        edit_case(by=alice, case=Case.objects.get(pk=case.pk), urn=urn)
    kept = RowVersion.objects.filter(row_id=case.pk).order_by("version")
    assert [(one.version, one.row["urn"]) for one in kept] == [(1, ""), (2, "13LD0000126")]
    assert kept[0].case_id == case.pk
    assert kept[0].row["summary_sealed"].startswith("\\x01")


def test_an_outsider_sees_no_version(db: None, alice: Person, charlie: Person) -> None:
    case = told.report().case
    edit_case(by=alice, case=Case.objects.get(pk=case.pk), urn="13LD0000126")
    with acting(charlie):
        assert RowVersion.objects.count() == 0
    with acting(alice):
        assert RowVersion.objects.filter(row_id=case.pk).count() == 1


def test_the_web_role_cannot_write_history(db: None) -> None:
    with (
        open_door("an attacker"),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_row_version")


def test_an_edited_allegation_is_kept_as_it_was_before_the_edit(db: None, alice: Person) -> None:
    case = told.report().case
    row = Allegation.objects.get(case=case)
    before = (row.version, row.offence_type)
    edit_allegation(
        by=alice, allegation=row, crime_reference=row.crime_reference, offence_type="assault_penetration"
    )
    kept = RowVersion.objects.get(row_id=row.pk, version=before[0])
    assert (kept.version, kept.row["offence_type"]) == before
