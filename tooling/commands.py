"""The commands that borrow the services: test, manage, bench, psql."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tooling import assets, environment, keeper, processes
from tooling.places import PYTHON, ROOT, DataFolder
from tooling.postgres import Use, binaries
from tooling.services import bare_env, external, refuse_half_named_database
from tooling.steps import Stop, say

# What only the worker's role may do: a person at the keyboard then acts with its grants.
MAINTENANCE = {"raise_reminders", "deliver_messages", "load_demo", "draw_sample", "import_cases"}


def set_up(*, static: bool) -> None:
    """The environment and, where pages are shown, the static files. Waits for nobody when all is there."""
    if environment.ready() and (not static or assets.ready()):
        return
    with environment.alone():
        environment.ensure()
        if static:
            assets.build(assets.system_npm() or assets.wheel_npm(), bare_env())


def set_up_as_far_as_it_goes() -> None:
    """As set_up; but where only the static files fail, the rest can still tell what is wrong."""
    set_up(static=False)
    try:
        set_up(static=True)
    except Stop as refusal:
        say(f"{refusal}\nWhat shows a page will fail.")


def hand_over(argv: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a command on this terminal; every signal reaches it too, and its own code is the answer."""
    child = subprocess.Popen(
        [str(part) for part in argv], cwd=ROOT, env=dict(env), preexec_fn=processes.end_with_parent
    )
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, lambda number, frame: child.send_signal(number))
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue  # the child got the same signal, and decides


def manage(data: DataFolder, rest: list[str]) -> int:
    refuse_half_named_database()
    set_up(static=False)
    with keeper.borrowed(data) as env:
        if rest and rest[0] in MAINTENANCE:
            env["RASSO_PROCESS"] = "worker"
        elif rest:
            env["RASSO_PROCESS"] = "manage"
        env["RASSO_DEMO"] = external("RASSO_DEMO") or ("1" if is_demo(data) else "")
        return hand_over([PYTHON, "manage.py", *rest], env)


def is_demo(data: DataFolder) -> bool:
    """Whether the database is one of made-up people.

    The embedded one is, unless `./dev run --no-demo` began it. One that the caller names is only where
    `./dev run` loaded the demo into it, so that no command takes a force's database for a demo.
    """
    url = external("DATABASE_URL")
    if not url:
        return not (data.root / "no-demo").exists()
    return _demo_mark(data).exists() and _demo_mark(data).read_text() == _place(url)


def remember_demo(data: DataFolder) -> None:
    """The demo force is loaded: later commands may treat the caller's database as a demo."""
    if external("DATABASE_URL"):
        _demo_mark(data).write_text(_place(external("DATABASE_URL")))


def _demo_mark(data: DataFolder) -> Path:
    return data.root / "demo-database"


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}{parts.path}"


def test(data: DataFolder, rest: list[str]) -> int:
    """Run pytest on a throwaway server (nothing is synced to disk), never on the data of `./dev run`."""
    refuse_half_named_database()
    set_up_as_far_as_it_goes()
    own = data.within("test")
    with keeper.borrowed(own, use=Use.TEST) as env:
        env["RASSO_DEMO"] = "1"
        return hand_over([PYTHON, "-m", "pytest", *on_every_core(rest), *rest], env)


def on_every_core(rest: list[str]) -> list[str]:
    """The whole suite runs on every core, a file at a time; what is chosen by hand runs in one process.

    One more than there are: some tests wait for what other processes do.
    """
    whole = not any(one.startswith(("tests", "-n", "-k", "-p", "--pdb")) or one == "-s" for one in rest)
    workers = str((os.cpu_count() or 1) + 1)
    return ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"] if whole else []


def bench(data: DataFolder, rest: list[str]) -> int:
    """Run benchmarks/ on a server of its own that syncs to disk as a real one does."""
    refuse_half_named_database()
    set_up(static=True)
    with keeper.borrowed(data.within("bench"), use=Use.BENCH) as env:
        env["RASSO_DEMO"] = "1"
        return hand_over([PYTHON, "-m", "benchmarks", *rest], env)


def psql(data: DataFolder, rest: list[str]) -> int:
    set_up(static=False)
    with keeper.borrowed(data) as env:
        if "DATABASE_SUPERUSER_URL" not in env or external("DATABASE_URL"):
            raise Stop("./dev psql is for the embedded database: use your own psql with DATABASE_OWNER_URL.")
        where = urlsplit(env["DATABASE_SUPERUSER_URL"])
        env = os.environ | {"PGPASSWORD": where.password or "", "PGHOST": where.hostname or ""}
        env |= {"PGPORT": str(where.port), "PGUSER": "postgres", "PGDATABASE": "rasso"}
        return hand_over([binaries() / "psql", *rest], env)
