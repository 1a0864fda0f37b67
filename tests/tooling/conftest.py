"""Services of a test's own, apart from the ones that the test run itself uses."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tooling.places import DataFolder

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL")
OURS += ("EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS", "RASSO_DATA", "RASSO_MAIL_DIR", "RASSO_DEMO")


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that names no service, as on a fresh machine."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def folder() -> Iterator[DataFolder]:
    """A data folder outside pytest's own, whose name is too long for nobody's reach."""
    root = Path(mkdtemp(prefix="rasso-test-"))
    yield DataFolder(root / "data")
    shutil.rmtree(root, ignore_errors=True)
