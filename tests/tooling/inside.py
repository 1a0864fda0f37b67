"""Being who the image says: `USER 10001:10001`, without a container engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

PROBE = ["sh", "-c", f"id -u; id -g; {sys.executable} -c ''"]


def says_who(argv: list[str], user: str) -> bool:
    """Whether these words make of what follows a process of that user, who can start this Python."""
    done = subprocess.run([*argv, *PROBE], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.split() == user.split(":")


@cache
def words_before(user: str) -> tuple[str, ...] | None:
    """What to put before a command so that it runs as `user` ("uid:gid"); None where nothing works.

    As root the real user; where that one cannot reach this machine's Python, or we are not root, a user
    namespace in which we are seen as it, with no capability.
    """
    uid, gid = user.split(":")
    ways = []
    if os.getuid() == 0 and shutil.which("setpriv"):
        ways.append(["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--bounding-set=-all"])
    if shutil.which("unshare"):
        ways.append(["unshare", "--user", f"--map-user={uid}", f"--map-group={gid}"])
    return next(((*way, "--") for way in ways if says_who([*way, "--"], user)), None)


def take_away_writing(folder: Path) -> None:
    """As `read_only: true` does: in a user namespace the files are still ours, but not to be written."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)


def give_writing_back(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o700)
