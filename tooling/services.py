"""The services of one data folder, and the environment in which Django finds them."""

import os
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tooling import processes, secrets_file
from tooling.places import PYTHON, ROOT, DataFolder
from tooling.postgres import Cluster, Use
from tooling.steps import Stop
from tooling.valkey import Broker

HOSTS = "localhost,127.0.0.1,[::1]"


def external(name: str) -> str:
    """A service that the caller's environment names; empty means the embedded one."""
    return os.environ.get(name, "")


def refuse_half_named_database() -> None:
    if external("DATABASE_URL") and not external("DATABASE_OWNER_URL"):
        raise Stop(
            "DATABASE_URL is set without DATABASE_OWNER_URL: set both, since migrations run as the owner and "
            "the application as a role that owns nothing."
        )
    if external("DATABASE_OWNER_URL") and not external("DATABASE_URL"):
        raise Stop("DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither.")


@dataclass
class MailSink:
    """An SMTP server that keeps what it is sent as files, for the demo and the tests."""

    data: DataFolder
    port: int = 0
    child: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.data.logs / "mailsink.log"

    def start(self) -> None:
        self.port = processes.free_port(self.port)
        argv = [str(PYTHON), "-m", "rasso_tracker.mailsink", "--port", str(self.port)]
        argv += ["--folder", str(self.data.mail)]
        self.child = processes.spawn(argv, log=self.log, cwd=ROOT)

    def wait(self) -> None:
        assert self.child is not None
        if not processes.wait_for(self.child, lambda: processes.listens(self.port), seconds=20):
            raise Stop(f"The mail sink did not start; its log says:\n{processes.tail(self.log)}")

    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, patience=5)
            self.child = None


@dataclass
class Services:
    """Starts what the environment does not name, and says where all of it is."""

    data: DataFolder
    use: Use = Use.RUN
    origin: str = "http://127.0.0.1:8000"
    secrets: dict[str, str] = field(default_factory=dict)
    cluster: Cluster | None = None
    broker: Broker | None = None
    sink: MailSink | None = None

    def __post_init__(self) -> None:
        refuse_half_named_database()
        self.data.prepare()
        self.secrets = self.secrets or secrets_file.load(self.data)
        if not external("DATABASE_URL"):
            self.cluster = Cluster(self.data, self.secrets, use=self.use)
        if not external("REDIS_URL"):
            self.broker = Broker(self.data, self.secrets["valkey"])
        if not external("EMAIL_URL"):
            self.sink = MailSink(self.data)

    def start(self) -> None:
        """Start all of them; from the main thread (see processes.spawn)."""
        try:
            with ThreadPoolExecutor(1) as pool:
                making: Future[None] | None = None
                if self.cluster is not None:
                    making = pool.submit(self.cluster.initialise)
                if self.broker is not None:
                    self.broker.start()
                if self.sink is not None:
                    self.sink.start()
                if making is not None:
                    making.result()
            if self.cluster is not None:
                self.cluster.start()
                self.cluster.prepare()
            if self.sink is not None:
                self.sink.wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for service in (self.sink, self.broker, self.cluster):
            if service is not None:
                service.stop()

    def env(self) -> dict[str, str]:
        """What `docs/operations.md` lists, for this folder; the caller's own values go before ours."""
        made = {
            "SECRET_KEY": self.secrets["secret_key"],
            "RASSO_KEYS": self.secrets["keys"],
            "RASSO_INDEX_KEY": self.secrets["index_key"],
            "ALLOWED_HOSTS": HOSTS,
            "RASSO_DATA": str(self.data.root),
            "RASSO_MAIL_DIR": str(self.data.mail),
            "RASSO_AUDIT_HEAD_FILE": str(self.data.root / "audit-head.jsonl"),
            "RASSO_HTTP_LOOPBACK": "1",
            "RASSO_ORIGIN": self.origin,
            "RASSO_PROCESS": "web",
            "DJANGO_SETTINGS_MODULE": "rasso_tracker.settings",
        }
        if self.cluster is not None:
            made |= {
                "DATABASE_URL": self.cluster.url("web"),
                "DATABASE_WORKER_URL": self.cluster.url("worker"),
                "DATABASE_OWNER_URL": self.cluster.url("owner"),
                "DATABASE_SUPERUSER_URL": self.cluster.url("superuser", "postgres"),
            }
        if self.broker is not None:
            made["REDIS_URL"] = self.broker.url()
        if self.sink is not None:
            made["EMAIL_URL"] = self.sink.url()
        return made | callers_own()


def callers_own() -> dict[str, str]:
    """Those of our variables that the caller set, except the data folder, which `--data` may override."""
    names = {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL"}
    names |= {"REDIS_URL", "EMAIL_URL"}
    kept = {name: os.environ[name] for name in sorted(names) if os.environ.get(name)}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("RASSO_") and value}
    kept.pop("RASSO_DATA", None)
    return kept


def bare_env() -> dict[str, str]:
    """Settings that load without any service: for the static build, types and checks. Opens nothing."""
    nowhere = "127.0.0.1:9"
    return os.environ | {
        "SECRET_KEY": "for-builds-and-checks-only:" + "0123456789" * 4,
        "RASSO_KEYS": "1:" + "A" * 43 + "=",
        "RASSO_INDEX_KEY": "A" * 43 + "=",
        "ALLOWED_HOSTS": "rasso.example",
        "RASSO_ORIGIN": "https://rasso.example",
        "DATABASE_URL": f"postgres://rasso_web:none@{nowhere}/rasso",
        "DATABASE_WORKER_URL": f"postgres://rasso_worker:none@{nowhere}/rasso",
        "DATABASE_OWNER_URL": f"postgres://rasso_owner:none@{nowhere}/rasso",
        "REDIS_URL": f"redis://{nowhere}/0",
        "EMAIL_URL": f"smtp://{nowhere}",
        "DJANGO_SETTINGS_MODULE": "rasso_tracker.settings",
    }
