"""The secrets of one data folder: made once, kept in a file that only its owner may read."""

import base64
import json
import os
import secrets

from tooling.places import DataFolder, write_private
from tooling.steps import Stop


def load(data: DataFolder) -> dict[str, str]:
    """Read the folder's secrets, making those that are not there yet. Existing ones never change."""
    kept: dict[str, str] = {}
    if data.secrets.exists():
        try:
            kept = json.loads(data.secrets.read_text(encoding="utf-8"))
        except ValueError as error:
            raise Stop(f"{data.secrets} cannot be read: restore it from a backup.") from error
    made = {
        "secret_key": secrets.token_urlsafe(48),
        "keys": "1:" + base64.b64encode(os.urandom(32)).decode(),
        "index_key": base64.b64encode(os.urandom(32)).decode(),
        "superuser": secrets.token_hex(20),
        "owner": secrets.token_hex(20),
        "web": secrets.token_hex(20),
        "worker": secrets.token_hex(20),
        "valkey": secrets.token_hex(20),
    }
    whole = made | kept
    if whole != kept:
        write_private(data.secrets, json.dumps(whole, indent=2) + "\n")
    return whole
