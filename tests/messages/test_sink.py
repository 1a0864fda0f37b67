"""What the sink says it kept."""

from __future__ import annotations

from pathlib import Path

from rasso_tracker.mailsink.box import MailBox
from rasso_tracker.messages.sink import kept_in


def test_sink_names_what_it_kept_and_nothing_else(tmp_path: Path) -> None:
    box = MailBox(tmp_path)
    for one in ("<a@here>", "<b@here>"):
        box.keep(f"Subject: x\r\nMessage-ID: {one}\r\n\r\nBody with <c@here>\r\n".encode())

    assert kept_in(str(tmp_path), ["<a@here>", "<d@here>"]) == {"<a@here>"}


def test_sink_without_a_folder_kept_nothing(tmp_path: Path) -> None:
    assert kept_in(str(tmp_path / "nowhere"), ["<a@here>"]) == set()
