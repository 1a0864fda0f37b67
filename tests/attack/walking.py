"""What each role can read by walking: every link from its home and every address of the API."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

ADDRESS = "http://testserver"
PAGES_A_PERSON = 20
# What was typed into the told cases, and who may come across it (safety.md 4).
POLICE = {"alice", "sam"}
WHO_READS = {
    "07700 900123": POLICE | {"ivy"},
    "Ann Example": POLICE | {"ivy"},
    "Sid Example": POLICE | {"gita", "lena", "rita"},
    "Brad Ford": {"charlie"},
    "Two matters to settle.": POLICE | {"gita", "lena", "rita", "mona"},
    "A statement.": POLICE | {"gita", "lena", "rita", "mona"},
    "Reported by phone.": POLICE | {"gita", "lena", "rita"},
    "The evidential test is not met.": POLICE | {"gita", "lena", "rita", "mona", "reg"},
    "Read the log of 10 March.": POLICE | {"gita", "rita"},
    "A line was missed.": POLICE | {"gita", "rita"},
}
READERS = ("sam", "gita", "lena", "rita", "ivy", "mona", "reg", "audrey", "adam", "charlie", "nora")


def shape_of(address: str) -> str:
    path, _, query = address.partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&")})
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", path) + "?" + ",".join(names)


def links_of(page: str, at: str) -> list[str]:
    found = []
    for href in re.findall(r'<a [^>]*href="([^"#]+)', page):
        parts = urlsplit(urljoin(ADDRESS + at, unescape(href)))
        if parts.scheme in ("mailto", "tel"):  # whom to speak to: a person's own programs open these
            continue
        assert parts.netloc == "testserver", f"{at} leads outside: {href}"
        found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def walk(browser: Client) -> dict[str, Any]:
    """Address to answer, two of each shape, until there is nothing new."""
    waiting, shapes, answers = ["/", "/inbox/", "/audit/"], Counter[str](), {}
    while waiting and len(answers) < PAGES_A_PERSON:
        address = waiting.pop(0)
        if address in answers or shapes[shape_of(address)] == 2:
            continue
        shapes[shape_of(address)] += 1
        answers[address] = browser.get(address)
        if answers[address].status_code == 302:
            waiting.insert(0, answers[address]["Location"])
        elif "text/html" in answers[address]["Content-Type"]:
            waiting += links_of(answers[address].content.decode(), address)
    return answers


def guarded(address: str, answer: Any) -> None:
    """What stands on every answer, refusals included."""
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy, address
    assert "unsafe" not in policy, address
    assert answer["Cache-Control"] == "no-store", address
    assert answer["X-Content-Type-Options"] == "nosniff", address
    assert answer["X-Frame-Options"] == "DENY", address
    assert answer["Referrer-Policy"] == "same-origin", address


def reads_only_own(username: str, address: str, shown: str) -> None:
    for secret, readers in WHO_READS.items():
        if username not in readers:
            assert secret not in unescape(shown), f"{username} reads “{secret}” at {address}"
