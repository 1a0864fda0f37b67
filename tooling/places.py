"""Where things are: the work tree, its environment, and a data folder."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from tooling.steps import Stop

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARK = "rasso-data"


def site_packages() -> Path:
    """The environment's packages; found by name, since `./dev` itself runs outside the environment."""
    found = sorted((VENV / "lib").glob("python3.*/site-packages"))
    if not found:
        raise Stop("The environment .venv is not complete: delete the folder .venv and run ./dev again.")
    return found[-1]


@dataclass(frozen=True)
class DataFolder:
    """Everything that one running copy keeps: database, keys, logs, mail. Only its owner may look inside."""

    root: Path

    @classmethod
    def named(cls, given: str | None) -> "DataFolder":
        chosen = given or os.environ.get("RASSO_DATA") or str(ROOT / ".data")
        return cls(Path(chosen).expanduser().resolve())

    def within(self, name: str) -> "DataFolder":
        return DataFolder(self.root / name)

    def prepare(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise Stop(f"{self.root} is not a folder: give another one with --data.")
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not (self.root / MARK).exists() and any(
                entry.name not in {"test", "bench"} for entry in self.root.iterdir()
            ):
                raise Stop(f"{self.root} holds other files: give an empty or new folder with --data.")
            (self.root / MARK).touch(mode=0o600)
            for folder in (self.logs, self.mail):
                folder.mkdir(exist_ok=True, mode=0o700)
        except PermissionError as error:
            raise Stop(f"{self.root} may not be written by you: give another folder with --data.") from error

    def empty(self) -> None:
        """Delete all that a former run left; refuses a folder that `./dev` did not make."""
        if not self.root.exists():
            return
        if not (self.root / MARK).exists() and any(self.root.iterdir()):
            raise Stop(f"{self.root} was not made by ./dev: --fresh will not delete it.")
        outside = self.root / "postgres-as-nobody"  # see postgres.py
        if outside.exists():
            shutil.rmtree(Path(outside.read_text()).parent, ignore_errors=True)
        for entry in self.root.iterdir():
            if entry.name in {MARK, "owner.lock", "use.lock"}:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def state(self) -> Path:
        return self.root / "services.json"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    temporary.replace(path)
