"""Nothing but a service (or the bulk door) writes models: read from the syntax tree of every module."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rasso_tracker", "cases", "actionplans", "victims", "reviews")
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "acreate",
    "asave",
    "adelete",
}
SQL = re.compile(r"\b(INSERT INTO|UPDATE \"?\w+\"? SET|DELETE FROM|MERGE INTO)\b", re.I)


def is_door(path: Path) -> bool:
    """Services, and what is below every deed: migrations, the log's own writer, the vault's rotation."""
    parts = path.relative_to(ROOT).parts
    if "migrations" in parts or "services" in parts or path.stem == "services":
        return True
    return "/".join(parts) in {
        "rasso_tracker/audit/record.py",  # the log itself
        "rasso_tracker/vault/sealing.py",  # called by a deed, which records it
        "rasso_tracker/people/versions.py",  # the one line by which services count a version up
    }


def modules() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if not is_door(path)]


def chain(node: ast.expr) -> str:
    return ast.unparse(node)


def writes_in(source: str) -> list[str]:
    """Every write to a model or a table in a module's source, as `line: code`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = chain(node.func.value)
            if node.func.attr in WRITES and not target.endswith(("super()", "session", "forms")):
                found.append(f"{node.lineno}: {chain(node.func)}")
            if node.func.attr == "update" and any(
                word in target for word in (".objects", ".filter(", ".exclude(")
            ):
                found.append(f"{node.lineno}: {chain(node.func)}")
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SQL.search(" ".join(node.value.split()))
        ):
            found.append(f"{node.lineno}: {node.value.strip()[:40]}")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_but_a_service_writes_models(path: Path) -> None:
    assert writes_in(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "Case.objects.create(reference='x')",
        "case.save()",
        "Case.objects.filter(pk=1).update(stage='x')",
        "case.delete()",
        "cursor.execute('INSERT INTO cases_case VALUES (1)')",
        "cursor.execute('WITH a AS (SELECT 1) UPDATE cases_case SET stage = 1')",
        "Case.objects.bulk_create(rows)",
    ],
)
def test_a_write_is_found_wherever_it_hides(source: str) -> None:
    assert len(writes_in(source)) == 1


@pytest.mark.parametrize("source", ["context.update(a=1)", "digest.update(b'x')", "seen.add(1)"])
def test_what_is_no_write_is_let_through(source: str) -> None:
    assert writes_in(source) == []


def services() -> list[Path]:
    found = []
    for package in PACKAGES:
        found += [
            path
            for path in (ROOT / package).rglob("*.py")
            if path.stem == "services" or "services" in path.relative_to(ROOT).parts[:-1]
        ]
    return [path for path in found if "migrations" not in path.parts]


@pytest.mark.parametrize("path", services(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_deed_takes_keywords_only_and_says_by_whom(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and any(chain(d) == "deed" for d in node.decorator_list):
            assert not node.args.args, f"{node.name} takes positional arguments"
            assert "by" in [arg.arg for arg in node.args.kwonlyargs], f"{node.name} does not say by whom"
            assert ast.get_docstring(node), f"{node.name} has no docstring"
