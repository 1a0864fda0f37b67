"""Checks of the files themselves."""

import re
import subprocess
import tomllib

from tooling.places import ROOT

# In pieces, so that this file does not find itself.
HOSTS = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb.debian" + ".org",
    "docker" + ".io",
    "ghcr" + ".io",
]
PATHS = ["/" + "work/main", "/" + "work/shared", "/" + "root/", "/" + "tmp/brief"]
_FORBIDDEN = re.compile("|".join(re.escape(text) for text in (*HOSTS, *PATHS)).encode())
_REQUIREMENT = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def files() -> list[str]:
    """The files that are in git, or would be with the next commit."""
    argv = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(argv, cwd=ROOT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def clean() -> tuple[bool, str]:
    """No file names a package registry or a path of one machine."""
    found = []
    for name in files():
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            hit = _FORBIDDEN.search(path.read_bytes())
            if hit:
                found.append(f"{name}: {hit[0].decode()}")
    return not found, "\n".join(found)


def _name(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    assert match is not None, requirement
    return re.sub(r"[-_.]+", "-", match[1]).lower()


def lock_names() -> tuple[bool, str]:
    """Every package of pyproject.toml is pinned in the lock that it belongs to."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = {_name(text) for text in project["project"]["dependencies"]}
    groups = project["dependency-groups"].values()
    dev = run | {_name(text) for group in groups for text in group if isinstance(text, str)}
    missing = []
    for lock, wanted in (("run", run), ("dev", dev)):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        pinned = {_name(line) for line in text.splitlines() if "==" in line and not line.startswith(" ")}
        missing += [f"requirements/{lock}.txt lacks {name}" for name in sorted(wanted - pinned)]
    return not missing, "\n".join(missing)
