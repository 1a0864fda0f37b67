"""Rows are locked as for a change that keeps their key: a stronger lock would hold up whoever adds a row that
points at them, at commit, where two who wait for each other can only be ended by the database.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("rasso_tracker", "cases", "victims", "actionplans", "reviews")


def locks_in(source: str) -> list[tuple[int, bool]]:
    """Line of each row lock, and whether it keeps the key."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        (
            call.lineno,
            any(word.arg == "no_key" and ast.unparse(word.value) == "True" for word in call.keywords),
        )
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "select_for_update"
    ]


def test_a_lock_that_takes_the_key_is_found() -> None:
    assert locks_in("A.objects.select_for_update(of=('self',)).get()") == [(1, False)]


def files_with_locks() -> list[Path]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path for path in files if "select_for_update" in path.read_text()]


@pytest.mark.parametrize("path", files_with_locks(), ids=lambda path: str(path.relative_to(ROOT)))
def test_locks_keep_the_key(path: Path) -> None:
    assert [line for line, keeps in locks_in(path.read_text()) if not keeps] == []
