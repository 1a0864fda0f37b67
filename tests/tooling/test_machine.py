"""What `./dev` says when the machine lacks something, and that it reads on any Python."""

import ast
import importlib.util
from pathlib import Path

import pytest

from tooling import assets, environment, tree
from tooling.places import ROOT
from tooling.steps import Stop


def test_dev_parses_on_an_old_python_so_that_it_can_name_the_new_one() -> None:
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 6))


def test_python_without_venv_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Stop, match="apt-get install python3-venv"):
        environment._create(None)


def test_node_of_the_wheel_runs_npm() -> None:
    from tooling.steps import call

    npm = assets.wheel_npm()
    version = call([*npm, "--version"], wrong="npm does not run", env=assets.node_env(npm))
    assert int(version.split(".")[0]) >= 10


def test_node_that_is_too_old_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, answer in (("node", "v18.20.4"), ("npm", "10.0.0")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {answer}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert assets.system_npm() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.19.1\n")
    assert assets.system_npm() == [str(tmp_path / "npm")]


def test_tree_names_no_registry_host_and_no_path_of_one_machine() -> None:
    assert tree.clean() == (True, "")


def test_every_package_of_pyproject_is_in_its_lock() -> None:
    assert tree.lock_names() == (True, "")
