"""The passwords of the demo's sign-ins: made for each data folder, in a file that only its owner reads."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from django.conf import settings

FILE = "demo-signins.json"
WORDS = (
    "amber", "anvil", "apple", "arrow", "autumn", "badger", "barley", "beacon", "birch", "bramble",
    "bridge", "candle", "canal", "cedar", "clover", "cobble", "copper", "coral", "daisy", "ember", "fable",
    "falcon", "fennel", "fern", "garden", "ginger", "granite", "harbour", "hazel", "heather", "heron",
    "holly", "honey", "island", "ivory", "jasper", "juniper", "kettle", "lantern", "larch", "lemon",
    "linen", "maple", "marble", "meadow", "mellow", "mill", "moss", "nettle", "oak", "olive", "orchard",
    "otter", "pebble", "pepper", "pine", "plum", "quartz", "quill", "rowan", "saddle", "saffron", "sage",
    "silver", "slate", "sparrow", "spruce", "thistle", "timber", "tulip", "velvet", "violet", "walnut",
    "willow", "winter", "wren",
)  # fmt: skip


def new_password() -> str:
    """Four words and a number: about 30 bits, for made-up people on a demo's own machine."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), str(secrets.randbelow(90) + 10)])


def _path() -> Path | None:
    return Path(settings.RASSO_DATA) / FILE if settings.RASSO_DATA else None


def kept() -> dict[str, dict[str, str]]:
    """Username to `password` and the `hash` that was stored with it; empty when there is no file yet."""
    path = _path()
    if path is None or not path.exists():
        return {}
    found: dict[str, dict[str, str]] = json.loads(path.read_text())
    return found


def keep(known: dict[str, dict[str, str]]) -> None:
    path = _path()
    if path is None:
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(known, file, indent=1)
