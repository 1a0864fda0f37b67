"""`./dev check`: everything that a machine can judge, besides the tests."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tooling import commands, tree
from tooling.places import PYTHON, ROOT, VENV
from tooling.services import bare_env
from tooling.steps import Stop, say

KEPT = {"RASSO_KEYS", "RASSO_INDEX_KEY", "RASSO_ORIGIN"}
APPS = ("rasso_tracker", "cases", "victims", "actionplans", "reviews")


@dataclass(frozen=True)
class Check:
    title: str
    run: Callable[[], tuple[bool, str]]


def production_env() -> dict[str, str]:
    """As a force would set it: no demo, no plain http, nothing of ours left over from the caller."""
    kept = {name: value for name, value in bare_env().items() if not name.startswith("RASSO_")}
    ours = {name: value for name, value in bare_env().items() if name in KEPT}
    # makemigrations warns that it cannot ask the database; the tests ask it.
    return kept | ours | {"PYTHONWARNINGS": "ignore::RuntimeWarning"}


def command(*argv: str) -> Callable[[], tuple[bool, str]]:
    def run() -> tuple[bool, str]:
        done = subprocess.run(
            argv,
            cwd=ROOT,
            env=production_env(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout.strip()

    return run


def states_command() -> bool:
    return any(ROOT.glob("*/management/commands/states.py")) or any(
        ROOT.glob("rasso_tracker/*/management/commands/states.py")
    )


def all_checks() -> list[Check]:
    tools = VENV / "bin"
    ruff, manage = str(tools / "ruff"), (str(PYTHON), "manage.py")
    found = [
        Check("types (mypy)", command(str(tools / "mypy"))),
        Check("format (ruff format)", command(ruff, "format", "--check", ".")),
        Check("lint (ruff check)", command(ruff, "check", ".")),
        Check("import contracts (import-linter)", command(str(tools / "lint-imports"), "--no-cache")),
        Check("migrations up to date", command(*manage, "makemigrations", "--check", "--dry-run")),
        Check("deploy check", command(*manage, "check", "--deploy", "--fail-level", "WARNING")),
        Check("no registry host and no path of one machine in the tree", tree.clean),
        Check("lock files match pyproject.toml", tree.lock_names),
    ]
    if states_command():
        found.append(Check("docs/states.md up to date", command(*manage, "states", "--check")))
    return found


def check() -> int:
    """Run all checks, two at a time, and print each outcome. Returns 1 if any failed."""
    if not shutil.which("git"):
        raise Stop("git is not on this machine: install git.")
    commands.set_up_as_far_as_it_goes()
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for one, (good, text) in pool.map(_timed, all_checks()):
            if not good:
                failed.append(one.title)
                print(f"--- {one.title}\n{text}\n", flush=True)
    if failed:
        print(f"Failed: {'; '.join(failed)}", file=sys.stderr)
        return 1
    print("All checks passed.")
    return 0


def _timed(one: Check) -> tuple[Check, tuple[bool, str]]:
    begun = time.monotonic()
    outcome = one.run()
    say(f"{'passed' if outcome[0] else 'FAILED'}: {one.title} ({time.monotonic() - begun:.1f} s)")
    return one, outcome
