"""Files that are sent: refused everywhere but at the few addresses that take the text of one."""

from __future__ import annotations

import codecs
from enum import StrEnum
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler

MOST_BYTES = 2_000_000
_takes_a_file: set[str] = set()


def takes_a_file(address: str) -> None:
    """The page at this address takes one file; what it does not name takes none."""
    _takes_a_file.add(address)


class OneWhereAsked(MemoryFileUploadHandler):
    """Keeps the beginning of a file in memory, never on disk, and only where an address asked for one.

    Raises TooManyFilesSent elsewhere, before any of the file is read.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True
        self.kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.request is None or self.request.path_info not in _takes_a_file:
            raise TooManyFilesSent("No file is taken at this address.")
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """One byte past the ceiling tells that it was too large; the rest is passed over."""
        self.file.write(raw_data[: max(MOST_BYTES + 1 - self.kept, 0)])
        self.kept += len(raw_data)


class Taken(StrEnum):
    """Why the text of a file could not be taken."""

    NONE = "none"
    TOO_LARGE = "too_large"
    WORKBOOK = "workbook"
    NOT_TEXT = "not_text"


SENTENCES = {
    Taken.NONE: "Choose a file first, or paste the lines.",
    Taken.TOO_LARGE: "The file is larger than {most:,} characters. Bring it in part by part.",
    Taken.WORKBOOK: "This is a workbook of a spreadsheet. Save it as “CSV UTF-8” and choose that file.",
    Taken.NOT_TEXT: "The file holds no text that can be read. Save it as “CSV UTF-8” and choose that file.",
}


def said_of(code: str, *, most: int) -> str:
    """What is wrong with a file, as a sentence."""
    return SENTENCES[Taken(code)].format(most=most)


def text_of(raw: bytes) -> str | None:
    """Bytes as a spreadsheet saves them: UTF-8 with or without its mark, UTF-16 with one, else Windows-1252;
    None for what is no text.

    UTF-8 comes before Windows-1252: what is not ASCII and reads as the one is hardly ever meant as the other.
    """
    utf_16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def taken_from(file: Any, *, most: int) -> tuple[str, str]:
    """The text of a file, and "" or the code of what is wrong with it (Taken). `most` is in characters."""
    raw = file.read(MOST_BYTES + 1) if file is not None else b""
    if not raw:
        return "", Taken.NONE
    if len(raw) > MOST_BYTES:
        return "", Taken.TOO_LARGE
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "", Taken.WORKBOOK
    text = text_of(raw)
    if text is None:
        return "", Taken.NOT_TEXT
    return (text, "") if len(text) <= most else ("", Taken.TOO_LARGE)
