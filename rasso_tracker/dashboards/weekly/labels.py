"""The words for the codes on the paper and the page of the weekly meeting."""

from __future__ import annotations

from actionplans.enums import DateKind, ItemType, LadderKind, RejectionReason
from actionplans.item_enums import DisputeReason, WaitsOn

LABELS = {
    "reason": dict(RejectionReason.choices),
    "dispute": dict(DisputeReason.choices),
    "item": dict(ItemType.choices),
    "body": dict(WaitsOn.choices),
    "kind": {**dict(DateKind.choices), **dict(LadderKind.choices)},
}
