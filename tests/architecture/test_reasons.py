"""Where the product asks a checker to look away, it says why."""

from __future__ import annotations

import re

import pytest

from tests.architecture.test_one_door import PACKAGES, ROOT

LOOKS_AWAY = re.compile(r"# (type: ignore|noqa)\b")
WITH_REASON = re.compile(r"# (type: ignore\[[\w, -]+\]|noqa: [A-Z0-9, ]+)  # \S+ \S+")


@pytest.mark.parametrize("package", [*PACKAGES, "tooling", "benchmarks", "tests"])
def test_every_exception_from_a_check_has_its_reason(package: str) -> None:
    lines = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (ROOT / package).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LOOKS_AWAY.search(line) and not WITH_REASON.search(line)
    ]
    assert lines == []
