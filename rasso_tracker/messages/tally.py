"""What a delivery did, counted."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one delivery. `posted` is in-app messages, `sent` e-mails; `skipped` is by reason."""

    posted: int = 0
    sent: int = 0
    held: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    ran_out_of_time: bool = False

    def as_dict(self) -> dict[str, object]:
        return {
            "posted": self.posted,
            "sent": self.sent,
            "held": self.held,
            "failed": self.failed,
            "skipped": dict(self.skipped),
        }
