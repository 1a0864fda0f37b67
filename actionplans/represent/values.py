"""The plain values of JSON, and what every act of CPS says of itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

JSON = dict[str, Any]


def said(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def key(value: Any) -> str | None:
    return str(value) if value is not None else None


def of_cps(act: Any) -> JSON:
    return {
        "source": act.source,
        "document_name": act.document_name,
        "document_date": said(act.document_date),
        "mark": act.mark,
        "confirmed_at": said(act.confirmed_at),
        "confirmed_by": key(act.confirmed_by_id),
        "superseded_at": said(act.superseded_at),
        "superseded_by": key(act.superseded_by_id),
    }
