"""The embedded services: who may borrow them, who may do what in them, and that nothing is left running."""

import os
import shutil
import smtplib
import stat
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from rasso_tracker.mailsink.box import MailBox
from tests.tooling.conftest import OURS
from tooling import keeper, postgres, processes
from tooling.places import ROOT, DataFolder
from tooling.postgres import Use
from tooling.services import Services
from tooling.steps import Stop

pytestmark = pytest.mark.usefixtures("stranger")


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def ask(url: str, question: str) -> object:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """One set for the questions that change nothing which another question asks."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="rasso-test-") as root:
        for name in OURS:
            patch.delenv(name, raising=False)
        started = Services(DataFolder(Path(root) / "data"), use=Use.TEST)
        started.start()
        yield started
        started.stop()


def test_application_roles_own_nothing_and_cannot_step_round_row_security(services: Services) -> None:
    question = (
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles "
        "WHERE rolname = current_user"
    )
    env = services.env()
    assert ask(env["DATABASE_URL"], question) is False
    assert ask(env["DATABASE_WORKER_URL"], question) is False
    assert ask(env["DATABASE_URL"], "SELECT current_user") == "rasso_web"
    assert ask(env["DATABASE_WORKER_URL"], "SELECT current_user") == "rasso_worker"
    for url in (env["DATABASE_URL"], env["DATABASE_WORKER_URL"]):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(url, "CREATE TABLE mine (id int)")


def test_owner_is_not_superuser_and_may_make_test_databases(services: Services) -> None:
    url = services.env()["DATABASE_OWNER_URL"]
    question = "SELECT rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = current_user"
    assert ask(url, question) is True
    ask(url, "CREATE DATABASE another")


def test_database_refuses_a_wrong_password(services: Services) -> None:
    parts = urlsplit(services.env()["DATABASE_URL"])
    wrong = f"postgres://rasso_web:wrong@127.0.0.1:{parts.port}/rasso"
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(wrong, "SELECT 1")


def test_broker_refuses_a_caller_without_its_password(services: Services) -> None:
    url = services.env()["REDIS_URL"]
    assert redis.from_url(url).ping() is True
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=port_of(url), retry=Retry(NoBackoff(), 0)).ping()


def test_data_folder_is_closed_to_everybody_else(services: Services) -> None:
    root = services.data.root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    for name in ("secrets.json", "valkey.conf"):
        assert stat.S_IMODE((root / name).stat().st_mode) == 0o600


def test_secrets_stay_the_same_from_one_start_to_the_next(folder: DataFolder) -> None:
    assert Services(folder).secrets == Services(folder).secrets


def test_mail_sent_to_the_sink_is_kept_whole(services: Services) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "tracker@force.example", "officer@force.example"
    message["Subject"] = "Action plan review date has passed – act now"
    message["Message-ID"] = "<one@force.example>"
    message.set_content("Sign in to see which plan.\n\nNothing else is said here.")
    with smtplib.SMTP("127.0.0.1", port_of(services.env()["EMAIL_URL"])) as server:
        server.send_message(message)
    box = MailBox(services.data.mail)
    (name,) = box.names()
    letter = box.read(name)
    assert letter is not None
    assert (letter.subject, letter.to) == (message["Subject"], message["To"])
    assert letter.message_id == message["Message-ID"]
    assert letter.text == "Sign in to see which plan.\n\nNothing else is said here.\n"


def test_mail_box_opens_no_file_outside_its_folder(folder: DataFolder) -> None:
    folder.prepare()
    (folder.root / "1234567890123456789-1.eml").write_text("Subject: outside\n\n")
    assert MailBox(folder.mail).read("../1234567890123456789-1") is None
    assert MailBox(folder.mail).read("1234567890123456789-1") is None


def test_two_borrowers_share_services_that_end_after_the_last(folder: DataFolder) -> None:
    with keeper.borrowed(folder, use=Use.TEST) as first:
        with keeper.borrowed(folder, use=Use.TEST) as second:
            assert second["DATABASE_URL"] == first["DATABASE_URL"]
        assert ask(first["DATABASE_URL"], "SELECT 1") == 1
    assert processes.wait_until(lambda: keeper.owner(folder) is None, seconds=30)
    assert not processes.listens(port_of(first["DATABASE_URL"]))
    assert not processes.listens(port_of(first["REDIS_URL"]))


def test_rows_are_there_again_after_the_services_stopped(folder: DataFolder) -> None:
    with keeper.borrowed(folder) as env:
        ask(env["DATABASE_OWNER_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    with keeper.borrowed(folder) as env:
        assert ask(env["DATABASE_OWNER_URL"], "SELECT number FROM kept") == 7


def test_services_start_again_after_their_keeper_was_killed(folder: DataFolder) -> None:
    with keeper.borrowed(folder) as env:
        ask(env["DATABASE_OWNER_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
        found = keeper.owner(folder)
        assert found is not None
        os.kill(int(found["mark"].split("-")[0]), 9)
        assert processes.wait_until(lambda: keeper.owner(folder) is None, seconds=10)
    with keeper.borrowed(folder) as env:
        assert ask(env["DATABASE_OWNER_URL"], "SELECT number FROM kept") == 7


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for PostgreSQL")
def test_database_runs_as_nobody_where_root_may_not_make_a_user_namespace(
    folder: DataFolder, stranger: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    stranger.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    postgres.namespace_allowed.cache_clear()
    started = Services(folder, use=Use.TEST)
    try:
        started.start()
        assert ask(started.env()["DATABASE_URL"], "SELECT current_user") == "rasso_web"
        assert started.cluster is not None
        assert started.cluster.place.stat().st_uid == 65534
        assert started.cluster.place.is_relative_to(postgres.REACHABLE)
    finally:
        started.stop()
        postgres.namespace_allowed.cache_clear()
        if started.cluster is not None:
            shutil.rmtree(started.cluster.place.parent)


def dev(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "dev"), *args],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["run", "manage", "test", "bench"])
def test_database_url_without_its_owner_is_refused_with_a_sentence(command: str, folder: DataFolder) -> None:
    answer = dev(command, "--data", str(folder.root), DATABASE_URL="postgres://web@127.0.0.1/rasso")
    assert answer.returncode == 1
    assert "DATABASE_URL is set without DATABASE_OWNER_URL: set both" in answer.stderr
    assert not folder.root.exists()


def test_command_gets_the_signal_that_was_meant_for_dev(folder: DataFolder) -> None:
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "dev"), "psql", "--data", str(folder.root), "-c", "SELECT pg_sleep(60)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'"
    with keeper.borrowed(folder, use=Use.TEST) as env:
        url = env["DATABASE_SUPERUSER_URL"]
        assert processes.wait_until(lambda: ask(url, waiting) == 1, seconds=60)
        child.terminate()
        child.communicate(timeout=30)
    assert child.returncode == 128 + 15


def test_port_in_use_is_refused_with_a_sentence(services: Services) -> None:
    taken = port_of(services.env()["REDIS_URL"])
    answer = dev("run", "--port", str(taken), "--data", str(services.data.root))
    assert answer.returncode == 1
    assert f"Port {taken} is in use: give another one with --port." in answer.stderr


def test_folder_with_other_files_is_not_taken_as_data_folder(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_text("mine")
    with pytest.raises(Stop, match="holds other files"):
        DataFolder(tmp_path).prepare()
    with pytest.raises(Stop, match="was not made by"):
        DataFolder(tmp_path).empty()
    assert (tmp_path / "holiday.jpg").read_text() == "mine"
