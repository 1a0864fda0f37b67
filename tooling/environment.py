"""The Python environment: `.venv` with the hash-pinned lock, installed only when the lock changed."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.places import PYTHON, ROOT, VENV
from tooling.steps import Stop, call, say, step

LOCK = ROOT / "requirements" / "dev.txt"
UV_LOCK = ROOT / "requirements" / "uv.txt"
SETUP_LOCK = ROOT / ".setup.lock"


@contextmanager
def alone() -> Iterator[None]:
    """Only one `./dev` at a time sets up the work tree; the rest wait and then find it done."""
    with SETUP_LOCK.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another ./dev that is setting up this folder")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def fingerprint(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _mark() -> Path:
    return VENV / "rasso-lock"


def ready() -> bool:
    return PYTHON.exists() and _mark().exists() and _mark().read_text() == fingerprint(LOCK)


def ensure() -> None:
    """Make `.venv` and bring it to the lock. Nothing is fetched when the lock is the one installed.

    Raises Stop with what to install when the machine's Python cannot make an environment.
    """
    if ready():
        return
    uv = shutil.which("uv")
    if not PYTHON.exists():
        with step("Making the Python environment .venv"):
            _create(uv)
    installer = uv or _own_uv()
    with step("Installing the packages of requirements/dev.txt, checked by hash"):
        _install(installer)
    _mark().write_text(fingerprint(LOCK))


def _create(uv: str | None) -> None:
    if VENV.exists():  # left half made by an interrupted start
        shutil.rmtree(VENV)
    if uv:
        call(
            [uv, "venv", "--quiet", "--python", sys.executable, VENV],
            wrong="uv could not make the environment .venv.",
        )
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Stop(
            f"Python's venv module is not complete on this machine: install the package python{version}-venv "
            "(on Debian or Ubuntu: apt-get install python3-venv), or install uv."
        )
    call([sys.executable, "-m", "venv", VENV], wrong="Python could not make the environment .venv.")


def _own_uv() -> str:
    own = VENV / "bin" / "uv"
    if not own.exists():
        with step("Fetching the package installer"):
            if not (VENV / "bin" / "pip").exists():  # made by a uv that is no longer on the machine
                call([PYTHON, "-m", "ensurepip"], wrong="Delete the folder .venv and run ./dev again.")
            call(
                [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", UV_LOCK],
                wrong="The package installer uv could not be fetched: is the network up?",
            )
    return str(own)


def _install(uv: str) -> None:
    keep = [] if shutil.which("uv") else [UV_LOCK]
    # A network that inspects TLS is known to the machine's own certificate store.
    env = {"UV_SYSTEM_CERTS": "true"} | os.environ
    sync: list[str | Path] = [
        uv,
        "pip",
        "sync",
        "--quiet",
        "--python",
        PYTHON,
        "--require-hashes",
        LOCK,
        *keep,
    ]
    try:
        call(sync, wrong="The packages could not be installed: is the network up?", env=env)
    except Stop:
        if not (VENV / "bin" / "pip").exists():
            raise
        say("uv could not fetch the packages; trying pip, which reads the machine's pip.conf")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK]
        call(pip, wrong="The packages could not be installed: is the network up?")
