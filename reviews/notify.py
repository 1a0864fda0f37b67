"""GOV.UK Notify through its own client: what is asked of it, and what its answers mean for a letter.

Off unless RASSO_NOTIFY_API_KEY is set. Nothing personal goes into a reference, a log or a subject: a posted
letter is the PDF that was signed off, an e-mail a reference and a link to that PDF, which asks the reader for
their address before it opens.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.dateparse import parse_datetime
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from notifications_python_client.utils import prepare_upload

from reviews.letter_enums import LetterWay

NO_ANSWER = 503  # what the client calls a line that broke or hung
SOON, LATER, TOMORROW = timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=8)
SENSELESS = "GOV.UK Notify gave an answer that makes no sense."
KEPT_FOR = "1 week"  # how long the link in an e-mail works

# The client warns with the body of an answer, which may name an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotTaken(Exception):  # an answer of the service, not a defect
    """Notify will never take this letter as it is."""


class NotNow(Exception):  # an answer of the service, not a defect
    """Notify did not take it this time, or did not say. `wait` is when to try again."""

    def __init__(self, words: str, wait: timedelta = SOON, *, of_the_service: bool = False) -> None:
        super().__init__(words)
        self.wait = wait
        self.of_the_service = of_the_service  # no letter is at fault: an administrator has to look


class NotKnown(Exception):  # an answer of the service, not a defect
    """Notify keeps no record of it, or none any more."""


@dataclass(frozen=True)
class Kept:
    """What Notify says of one letter. `gone_at` is when it was sent on or dispatched, where it says."""

    id: UUID
    status: str
    gone_at: datetime | None


def is_on() -> bool:
    """Whether the force set GOV.UK Notify up here."""
    return bool(settings.RASSO_NOTIFY_API_KEY)


def carries(way: str) -> bool:
    """Whether letters may go by Notify in this way here."""
    if not is_on():
        return False
    return way == LetterWay.POST or (way == LetterWay.EMAIL and bool(settings.RASSO_NOTIFY_EMAIL_TEMPLATE))


class Notify:
    """One conversation; not to be shared between threads."""

    def __init__(self) -> None:
        self._client = NotificationsAPIClient(  # type: ignore[no-untyped-call]  # it says no types
            settings.RASSO_NOTIFY_API_KEY,
            base_url=settings.RASSO_NOTIFY_URL,
            timeout=settings.RASSO_NOTIFY_TIMEOUT,
        )

    def find(self, reference: str) -> Kept | None:
        """What was sent under this reference before. Raises NotNow."""
        answer = self._ask(self._client.get_all_notifications, reference=reference)
        rows = [row for row in answer.get("notifications", []) if row.get("reference") == reference]
        return _kept(rows[-1]) if rows else None

    def post(self, reference: str, pdf: bytes) -> Kept:
        """Have a letter printed and posted. Raises NotTaken or NotNow."""
        send = self._client.send_precompiled_letter_notification
        answer = self._ask(send, reference=reference, pdf_file=BytesIO(pdf))
        return _kept({"status": "pending-virus-check", **answer})

    def email(self, reference: str, address: str, pdf: bytes) -> Kept:
        """Send a link to a letter, which opens to whoever knows the address. Raises NotTaken or NotNow."""
        try:
            link = prepare_upload(  # type: ignore[no-untyped-call]  # it says no types
                BytesIO(pdf),
                filename="letter.pdf",
                confirm_email_before_download=True,
                retention_period=KEPT_FOR,
            )
        except ValueError:
            raise NotTaken("The letter is larger than the 2 MB that GOV.UK Notify takes.") from None
        answer = self._ask(
            self._client.send_email_notification,
            email_address=address,
            template_id=settings.RASSO_NOTIFY_EMAIL_TEMPLATE,
            personalisation={"reference": reference[-8:], "link_to_file": link},
            reference=reference,
        )
        return _kept({"status": "created", **answer})

    def look(self, notify_id: UUID) -> Kept:
        """What became of a letter. Raises NotKnown or NotNow."""
        return _kept(self._ask(self._client.get_notification_by_id, str(notify_id)))

    def _ask(self, call: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = call(*args, **kwargs)
        except APIError as error:
            raise _meaning(error) from error
        if not isinstance(answer, dict):
            raise NotNow(SENSELESS, LATER, of_the_service=True)
        return answer


def _meaning(error: APIError) -> Exception:
    """What an error means for the letter that was asked about."""
    code, said = error.status_code, _said(error)
    if code == 404:
        return NotKnown("GOV.UK Notify keeps no record of it.")
    if code == 403:
        return NotNow(f"GOV.UK Notify refused the key: {said}", LATER, of_the_service=True)
    if code == 429:
        wait = TOMORROW if "TooManyRequests" in said else SOON
        return NotNow(f"GOV.UK Notify takes no more just now: {said}", wait, of_the_service=True)
    if code == 400 and any(part in said for part in ("trial mode", "team", "template", "Template")):
        return NotNow(f"GOV.UK Notify is not set up for it: {said}", LATER, of_the_service=True)
    if 400 <= code < 500:
        return NotTaken(f"GOV.UK Notify did not take it: {said}")
    words = "gave no answer in time" if code == NO_ANSWER and error.response is None else f"failed ({code})"
    return NotNow(f"GOV.UK Notify {words}.")


def _said(error: APIError) -> str:
    """The errors in Notify's words, without what they are about."""
    found = error.message
    rows = found if isinstance(found, list) else []
    said = "; ".join(f"{row.get('error', '')}: {row.get('message', '')}" for row in rows)
    return (said or "it did not say why")[:200]


def _kept(row: dict[str, Any]) -> Kept:
    try:
        moment = parse_datetime(row.get("completed_at") or row.get("sent_at") or "")
        return Kept(id=UUID(row["id"]), status=str(row["status"])[:30] or "created", gone_at=moment)
    except (KeyError, ValueError, TypeError):
        raise NotNow(SENSELESS, LATER, of_the_service=True) from None
