from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditEvent(models.Model):
    """One look or change: who, in which role, what, on which rows, why. Never a field's value.

    The table is partitioned by month and append-only at the database; migration 0001 makes it. Written by
    record() alone. `at` and `tx` come from the database.
    """

    pk = models.CompositePrimaryKey("at", "seq")
    at = models.DateTimeField()
    seq = models.BigIntegerField()
    tx = models.BigIntegerField()
    person = models.ForeignKey(
        "people.Person", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    role = models.TextField()
    action = models.TextField()
    kind = models.TextField()
    case_id = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())
    reason = models.TextField()
    recipient = models.TextField()
    request_id = models.TextField()

    row_security = "none"  # no case content; read by the auditor, and by a page of its own record

    class Meta:
        managed = False
        db_table = "audit_event"


class AuditSeal(models.Model):
    """One link of the chain: every event of one transaction, sealed at its commit, bound to the link
    before.
    """

    number = models.BigIntegerField(primary_key=True)
    shard = models.SmallIntegerField()
    tx = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    seqs = ArrayField(models.BigIntegerField())
    digests = ArrayField(models.BinaryField())
    link = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_seal"


class RowVersion(models.Model):
    """An editable row as it stood before an edit; written by trigger alone (audit.history)."""

    id = models.UUIDField(primary_key=True)
    table_name = models.TextField()
    row_id = models.UUIDField()
    case_id = models.UUIDField()
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    tx = models.BigIntegerField()
    row = models.JSONField()

    class Meta:
        managed = False
        db_table = "audit_row_version"
