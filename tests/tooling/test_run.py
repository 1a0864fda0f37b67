"""`./dev run`: what its processes may hold, and what the person is told."""

import socket
from pathlib import Path

import pytest

from tooling import commands, run
from tooling.places import DataFolder
from tooling.steps import Stop

ENV = {
    "DATABASE_URL": "postgres://rasso_web:web-word@127.0.0.1:5433/rasso",
    "DATABASE_OWNER_URL": "postgres://rasso_owner:owner-word@127.0.0.1:5433/rasso",
    "DATABASE_SUPERUSER_URL": "postgres://postgres:super-word@127.0.0.1:5433/postgres",
}


@pytest.mark.parametrize("role", ["web", "worker"])
def test_serving_process_holds_no_password_of_owner_or_superuser(role: str) -> None:
    given = run.serving_env(ENV, role)
    assert given == {
        "DATABASE_URL": ENV["DATABASE_URL"],
        "DATABASE_OWNER_URL": "postgres://rasso_owner@127.0.0.1:5433/rasso",
        "RASSO_PROCESS": role,
    }


def test_port_that_was_not_asked_for_gives_way_to_the_next_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(run, "FIRST_PORT", port)
        assert run.choose_port(None) > port
        with pytest.raises(Stop, match=f"Port {port} is in use"):
            run.choose_port(port)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(Stop, match="is not a port"):
        run.choose_port(port)


def test_welcome_names_address_sign_ins_and_mail(tmp_path: Path) -> None:
    signins = {
        "officer": {"username": "officer", "password": "one-two", "who": "investigates in Leeds"},
        "gatekeeper": {"username": "gatekeeper", "password": "three-four", "who": "works the overdue board"},
    }
    lines = run.welcome(DataFolder(tmp_path), 8000, signins, mail=True).splitlines()
    assert "rasso_tracker is ready at http://127.0.0.1:8000/" in lines
    assert "  officer     one-two  investigates in Leeds" in lines
    assert "  gatekeeper  three-four  works the overdue board" in lines
    assert "E-mail that it sends: http://127.0.0.1:8000/demo/mail/" in lines


def test_welcome_without_demo_shows_no_mail_page_that_is_not_there(tmp_path: Path) -> None:
    assert "demo/mail" not in run.welcome(DataFolder(tmp_path), 8000, {}, mail=True)


def test_database_that_the_caller_names_is_no_demo_until_run_loaded_one(
    stranger: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = DataFolder(tmp_path)
    assert commands.is_demo(data)
    stranger.setenv("DATABASE_URL", "postgres://web:word@db.example:5432/force")
    assert not commands.is_demo(data)
    commands.remember_demo(data)
    assert commands.is_demo(data)
    assert "word" not in (tmp_path / "demo-database").read_text()
    stranger.setenv("DATABASE_URL", "postgres://web:word@db.example:5432/another")
    assert not commands.is_demo(data)
