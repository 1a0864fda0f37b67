"""Sealing what must not be read from the tables: victims' identity and contact, suspects' names, free text.

AES-256-GCM under a data key for each case, wrapped by the key ring of the environment. The associated data
binds a
label (`victim.name`), the row and the key version: a value moved to another row or column does not open.
Labels are stable names, not table names, so that a rename never makes a value unreadable.
"""

from rasso_tracker.vault.sealing import (
    blind_index,
    case_key,
    case_keys,
    new_case_key,
    normalise,
    rewrap_all,
    seal,
    sealing,
    unseal,
)

__all__ = [
    "blind_index",
    "case_key",
    "case_keys",
    "new_case_key",
    "normalise",
    "rewrap_all",
    "seal",
    "sealing",
    "unseal",
]
