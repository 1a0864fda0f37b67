"""`./dev run`: everything on a fresh machine, under one supervisor."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tooling import assets, environment, keeper, processes
from tooling.commands import remember_demo
from tooling.places import PYTHON, ROOT, DataFolder
from tooling.services import Services, bare_env, external, refuse_half_named_database
from tooling.steps import Stop, call, say, step
from tooling.supervisor import Supervisor

FIRST_PORT = 8000
KEEPER_PATIENCE = 60
WEB_SECONDS = 120
COMMAND_LINES = (  # name, database role, words; in the order of starting
    (
        "worker",
        "worker",
        "celery -A rasso_tracker worker --concurrency=2 --loglevel=INFO --without-gossip --without-mingle",
    ),
    (
        "beat",
        "worker",
        "celery -A rasso_tracker beat --loglevel=INFO --schedule={data}/beat-schedule --pidfile=",
    ),
    (
        "web",
        "web",
        "gunicorn rasso_tracker.wsgi --bind=127.0.0.1:{port} --workers=2 --threads=4 "
        "--worker-class=rasso_tracker.web.worker.Worker --timeout=60 --graceful-timeout=5 --preload "
        "--no-control-socket --limit-request-line=8190",
    ),
)


def run(data: DataFolder, *, port: int | None, demo: bool, fresh: bool) -> int:
    refuse_half_named_database()
    chosen = choose_port(port)
    if fresh and external("DATABASE_URL"):
        raise Stop("--fresh empties the embedded database only: unset DATABASE_URL, or leave --fresh out.")
    data.prepare()
    supervisor = Supervisor()
    supervisor.listen()
    with keeper.owning(data, "run", patience=KEEPER_PATIENCE, address=address_of(chosen)) as mark:
        if fresh:
            data.empty()
            data.prepare()
        if not demo:
            (data.root / "no-demo").touch(mode=0o600)
        demo = not (data.root / "no-demo").exists()
        services = Services(data, origin=address_of(chosen).rstrip("/"))
        try:
            env = bring_up(services, demo=demo)
            keeper.publish(data, mark, env)
            if demo:
                load_demo(env, empty=services.cluster is not None and services.cluster.made_now)
                remember_demo(data)
            add_children(supervisor, services, env, chosen)
            serve(supervisor, services, env, chosen, demo=demo)
        except KeyboardInterrupt:
            pass
        finally:
            say("Stopping ...")
            supervisor.stop()
            services.stop()
            say("All stopped.")
    return 0


def address_of(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def choose_port(port: int | None) -> int:
    """The port asked for, or the first free one from 8000."""
    if port is not None:
        if not 1 <= port <= 65535:
            raise Stop(f"--port {port} is not a port: give a number from 1 to 65535.")
        if processes.free_port(port) != port:
            raise Stop(f"Port {port} is in use: give another one with --port.")
        return port
    for candidate in range(FIRST_PORT, FIRST_PORT + 50):
        if processes.free_port(candidate) == candidate:
            return candidate
    return processes.free_port()


def bring_up(services: Services, *, demo: bool) -> dict[str, str]:
    """Environment, services, migrations; the static files are built beside them, for a quick first start."""
    npm = assets.system_npm()
    with environment.alone(), ThreadPoolExecutor(1) as pool:
        if npm:  # a Node of the machine need not wait for the wheel's
            compiling = pool.submit(assets.compile_sources, npm)
        environment.ensure()
        building = pool.submit(assets.build, npm or assets.wheel_npm(), bare_env())
        with step("Starting the services"):
            services.start()
        env = process_env(services, demo=demo)
        migrate(env)
        if npm:
            compiling.result()
        building.result()
    return env


def process_env(services: Services, *, demo: bool) -> dict[str, str]:
    env = os.environ | services.env()
    env["RASSO_DATA"] = str(services.data.root)
    env.setdefault("RASSO_DEMO", "1" if demo else "")
    return env


def manage(env: dict[str, str], *args: str, role: str = "worker") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PYTHON), "manage.py", *args],
        cwd=ROOT,
        env=env | {"RASSO_PROCESS": role},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def migrate(env: dict[str, str]) -> None:
    with step("Bringing the database up to date"):
        call(
            [PYTHON, "manage.py", "migrate", "--noinput", "-v", "0"],
            wrong="The database could not be migrated.",
            env=env | {"RASSO_PROCESS": "manage"},
            cwd=ROOT,
        )


def load_demo(env: dict[str, str], *, empty: bool) -> None:
    """Load the demo force unless it is there: a database that has sign-ins to give has one."""
    if not empty and manage(env, "demo_signins").returncode == 0:
        return
    with step("Loading the demo force: made-up people and cases"):
        call(
            [PYTHON, "manage.py", "load_demo"],
            wrong="The demo force could not be loaded (./dev run --no-demo starts without it).",
            env=env | {"RASSO_PROCESS": "worker"},
            cwd=ROOT,
        )


def demo_signins(env: dict[str, str]) -> dict[str, dict[str, str]]:
    answer = manage(env, "demo_signins")
    if answer.returncode:
        raise Stop(f"The demo sign-ins could not be read.\n{answer.stderr.strip()}")
    signins: dict[str, dict[str, str]] = json.loads(answer.stdout)
    return signins


def add_children(supervisor: Supervisor, services: Services, env: dict[str, str], port: int) -> None:
    """What is watched, in the order of starting: services first, web last."""
    for name, service in (
        ("Database", services.cluster),
        ("Broker", services.broker),
        ("Mail", services.sink),
    ):
        if service is not None:
            supervisor.adopt(name, service)
    for name, role, words in COMMAND_LINES:
        argv = [part.format(port=port, data=services.data.root) for part in words.split()]
        start = starter(services.data, name, [PYTHON, "-m", *argv], serving_env(env, role))
        supervisor.add(name.capitalize(), start)


def serving_env(env: dict[str, str], role: str) -> dict[str, str]:
    """Web and worker never hold the owner's password, nor the superuser's, as in docker-compose.yml."""
    owner = urlsplit(env["DATABASE_OWNER_URL"])
    without = owner._replace(netloc=f"{owner.username}@{owner.hostname}:{owner.port or 5432}")
    kept = {name: value for name, value in env.items() if name != "DATABASE_SUPERUSER_URL"}
    return kept | {"RASSO_PROCESS": role, "DATABASE_OWNER_URL": urlunsplit(without)}


def starter(
    data: DataFolder, name: str, argv: list[str | Path], env: dict[str, str]
) -> Callable[[], subprocess.Popen[bytes]]:
    return lambda: processes.spawn(argv, log=data.logs / f"{name}.log", env=env, cwd=ROOT)


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def serve(supervisor: Supervisor, services: Services, env: dict[str, str], port: int, *, demo: bool) -> None:
    with step("Starting the web server, the worker and the schedule"):
        supervisor.start()
        signins = demo_signins(env) if demo else {}
        if not processes.wait_until(lambda: healthy(port), seconds=WEB_SECONDS, every=0.1):
            log = services.data.logs / "web.log"
            raise Stop(f"The web server did not answer; its log says:\n{processes.tail(log)}")
    print(welcome(services.data, port, signins, mail=services.sink is not None), flush=True)
    supervisor.watch()


def welcome(data: DataFolder, port: int, signins: dict[str, dict[str, str]], *, mail: bool) -> str:
    """What the person needs to begin: the address, who they can be, where things are."""
    address = address_of(port)
    lines = ["", f"rasso_tracker is ready at {address}"]
    if signins:
        lines += ["", "Demo sign-ins (made-up people; the passwords belong to this data folder only):", ""]
        width = max(len(one["username"]) for one in signins.values())
        for role, one in signins.items():
            who = next((text for key, text in one.items() if key not in {"username", "password"}), role)
            lines.append(f"  {one['username']:<{width}}  {one['password']}  {who}")
        if mail:
            lines += ["", f"E-mail that it sends: {address}demo/mail/"]
    lines += ["", f"Logs: {data.logs}", "Ctrl-C stops everything.", ""]
    return "\n".join(lines)
