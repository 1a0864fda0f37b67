"""A real SMTP server on loopback that can refuse, fail or hang, and notices whose facts a test sets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import tables
from rasso_tracker.ids import uuid7
from rasso_tracker.mailsink.box import Letter, MailBox
from rasso_tracker.messages import NOW, Addressee, Due, Gone, Urgency, kinds
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person

KIND = "test_notice"
MONDAY_NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)  # midday in London, an ordinary working day


@pytest.fixture(autouse=True)
def _fresh_clock_tables() -> None:
    tables.look_again()


@dataclass
class Sink(MailBox):
    """The mail sink of the product, with answers by recipient."""

    folder: Path
    answers: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    pipelines: bool = True
    port: int = 0

    async def handle_EHLO(  # noqa: N802  # the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        offered = await super().handle_EHLO(server, session, envelope, hostname, responses)
        return offered if self.pipelines else [one for one in offered if "PIPELINING" not in one]

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "")
        if answer == "hang":
            await asyncio.sleep(30)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    @property
    def letters(self) -> list[Letter]:
        found = [self.read(name) for name in reversed(self.names())]
        return [letter for letter in found if letter]

    @property
    def recipients(self) -> list[str]:
        return [letter.to for letter in self.letters]


class AnyPort(Controller):
    """A controller that learns from the system which port it got."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def sink(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[Sink]:
    box = Sink(folder=tmp_path / "mail")
    box.folder.mkdir()
    controller = AnyPort(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port, box.connections = controller.port, 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.RASSO_MAIL_DIR = str(box.folder)
    settings.RASSO_DEMO = True
    yield box
    controller.stop()


class Facts(dict[UUID, Due | Gone | Exception]):
    """What an upper app would answer, by source; `asked` keeps the moments it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[datetime] = []

    def recheck(self, sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
        self.asked.append(at)
        found = {source: self[source] for source in sources if source in self}
        for answer in found.values():
            if isinstance(answer, Exception):
                raise answer
        return found  # type: ignore[return-value]  # the exceptions were raised above

    def due(
        self, *people: Person, urgency: Urgency = NOW, rank: int = 0, subject: UUID | None = None
    ) -> UUID:
        """A new source that is due to `people`."""
        source = uuid7()
        self[source] = Due(
            recipients=tuple(Addressee(one.pk, f"You look after it, {one.name}.") for one in people),
            case_id=uuid7(),
            subject_id=subject or uuid7(),
            reference="R/2026/000123",
            headline="Record a review of the action plan",
            due_on=date(2026, 6, 1),
            ends_when="a review is recorded",
            path="/action-plans/",
            urgency=urgency,
            rank=rank,
        )
        return source

    def raised(
        self,
        *people: Person,
        urgency: Urgency = NOW,
        rank: int = 0,
        subject: UUID | None = None,
        raised_for: datetime | None = None,
        at: datetime = MONDAY_NOON,
    ) -> UUID:
        """The same, put in the outbox."""
        source = self.due(*people, urgency=urgency, rank=rank, subject=subject)
        due = self[source]
        assert isinstance(due, Due)
        put_in_outbox(source, due.subject_id, at=at, raised_for=raised_for)
        return source


def put_in_outbox(
    source: UUID, subject: UUID, *, at: datetime = MONDAY_NOON, raised_for: datetime | None = None
) -> None:
    with open_door("a test raises"):
        raise_notice(kind=KIND, source=source, subject_id=subject, at=at, raised_for=raised_for)


@pytest.fixture
def facts() -> Iterator[Facts]:
    found = Facts()
    kinds.register(KIND, title="Test notice", recheck=found.recheck)
    yield found
    kinds.unregister(KIND)


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Stands the one clock at midday in London on a Monday."""
    import time_machine

    with time_machine.travel(MONDAY_NOON, tick=False):
        yield MONDAY_NOON
