"""Runs the SMTP server: `python -m rasso_tracker.mailsink --port N --folder DIR`. Loopback only."""

import argparse
import asyncio
import signal
from pathlib import Path

from aiosmtpd.smtp import SMTP

from rasso_tracker.mailsink.box import MailBox

LOOPBACK = "127.0.0.1"


async def serve(port: int, folder: Path) -> None:
    """Take mail until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, over.set)
    box = MailBox(folder)
    server = await loop.create_server(
        lambda: SMTP(box, hostname="localhost", ident="rasso_tracker mail sink"), LOOPBACK, port
    )
    async with server:
        await over.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.folder))


if __name__ == "__main__":
    main()
