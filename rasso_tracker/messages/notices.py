"""What an upper app answers when delivery asks whether a notice still stands. Plain values, no database."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rasso_tracker.messages.enums import Urgency


@dataclass(frozen=True)
class Addressee:
    """Somebody who must hear, and why: a sentence that the person reads."""

    person_id: UUID
    why: str


@dataclass(frozen=True, kw_only=True)
class Due:
    """The notice stands. No text here names a victim, a suspect or an offence: it goes by e-mail.

    `headline` says what to do, `ends_when` what ends it. Of several sources about one `subject_id` each
    recipient gets the one with the highest `rank`.
    """

    recipients: tuple[Addressee, ...]
    subject_id: UUID
    reference: str
    headline: str
    ends_when: str
    path: str
    urgency: Urgency
    case_id: UUID | None = None
    due_on: date | None = None
    rank: int = 0

    def why_for(self, person_id: UUID) -> str | None:
        """Why this person hears of it, or None when they need not."""
        return next((one.why for one in self.recipients if one.person_id == person_id), None)


@dataclass(frozen=True)
class Gone:
    """The notice no longer stands, and why: a sentence for the run ledger."""

    why: str
