from rasso_tracker.people.classification import Sensitivity

FIELDS = {
    "AuditEvent": {
        "at": Sensitivity.SYSTEM,
        "seq": Sensitivity.SYSTEM,
        "tx": Sensitivity.SYSTEM,
        "person": Sensitivity.WORK,
        "role": Sensitivity.WORK,
        "action": Sensitivity.WORK,
        "kind": Sensitivity.SYSTEM,
        "case_id": Sensitivity.PSEUDONYM,
        "subjects": Sensitivity.PSEUDONYM,
        "reason": Sensitivity.WORK,
        "recipient": Sensitivity.WORK,
        "request_id": Sensitivity.SYSTEM,
    },
    "AuditSeal": dict.fromkeys(
        ("number", "shard", "tx", "first_at", "last_at", "seqs", "digests", "link"), Sensitivity.SYSTEM
    ),
    # `row` holds an old row as it was stored: what was sealed in the row is sealed in it.
    "RowVersion": dict.fromkeys(
        ("id", "table_name", "row_id", "case_id", "version", "replaced_at", "tx", "row"), Sensitivity.SYSTEM
    ),
}
