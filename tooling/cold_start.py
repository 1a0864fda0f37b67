"""A stranger's first hour, as CI plays it: `python -m tooling.cold_start [--port N]`.

Clones HEAD into a new folder, runs `./dev run` there with an empty data folder, signs in over HTTP,
lets a review date lapse, and finds the reminder in the mail sink. Each wait is on a condition and
bounded; only the processes started here are ended.
"""

import argparse
import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from tooling import processes
from tooling.places import ROOT, DataFolder
from tooling.steps import Stop, call, say, step

READY_SECONDS = 300
STOP_SECONDS = 60
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """A browser without a screen: keeps cookies, follows redirects, fills in the sign-in form."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[str, str]:
        """The address that answered, and its page."""
        with self.opener.open(urllib.parse.urljoin(self.base, path), timeout=30) as answer:
            return answer.url, answer.read().decode()

    def post(self, path: str, fields: dict[str, str]) -> tuple[str, str]:
        request = urllib.request.Request(
            urllib.parse.urljoin(self.base, path),
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Referer": self.base},
        )
        with self.opener.open(request, timeout=30) as answer:
            return answer.url, answer.read().decode()

    def sign_in(self, username: str, password: str) -> str:
        """Sign in and return the person's home; raises Stop when the sign-in page comes back."""
        _, page = self.get("/accounts/login/")
        token = FORM_TOKEN.search(page)
        if token is None:
            raise Stop("The sign-in page has no form token.")
        fields = {"username": username, "password": password, "csrfmiddlewaretoken": token[1]}
        address, home = self.post("/accounts/login/", fields)
        if "/accounts/login/" in address:
            raise Stop(f"{username} could not sign in.")
        return home


class ColdStart:
    """One run in one new folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.tree, self.data, self.port = folder / "clone", folder / "data", port
        self.log = folder / "run.log"
        self.child: subprocess.Popen[bytes] | None = None

    def clone(self) -> None:
        call(
            ["git", "clone", "--quiet", "--no-hardlinks", ROOT, self.tree], wrong="HEAD could not be cloned."
        )

    def start(self) -> float:
        """Run `./dev run` until its web server answers a sign-in page; returns the seconds it took."""
        begun = time.monotonic()
        argv = [str(self.tree / "dev"), "run", "--port", str(self.port), "--data", str(self.data)]
        self.child = child = processes.spawn(argv, log=self.log, env=self.env(), cwd=self.tree)
        if not processes.wait_for(child, self.answers, seconds=READY_SECONDS):
            raise Stop(f"./dev run did not come up; it said:\n{processes.tail(self.log, 40)}")
        return time.monotonic() - begun

    def env(self) -> dict[str, str]:
        """A stranger's environment: none of our variables."""
        ours = ("RASSO_", "DATABASE_", "DJANGO_")
        drop = {"REDIS_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS", "VIRTUAL_ENV"}
        return {k: v for k, v in os.environ.items() if not k.startswith(ours) and k not in drop}

    def answers(self) -> bool:
        try:
            Visitor(self.base).get("/accounts/login/")
        except (urllib.error.URLError, OSError):
            return False
        return "is ready at" in self.log.read_text(errors="replace")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def manage(self, *args: str) -> Any:
        """The JSON that a command prints: all of its standard output."""
        done = subprocess.run(
            [str(self.tree / "dev"), "manage", "--data", str(self.data), *args],
            env=self.env(),
            cwd=self.tree,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Stop(f"./dev manage {' '.join(args)} failed:\n{done.stderr}")
        return json.loads(done.stdout)

    def letters(self) -> list[str]:
        return [path.read_text(errors="replace") for path in sorted((self.data / "mail").glob("*.eml"))]

    def stop(self) -> None:
        """Ctrl-C, and the proof that nothing is left listening."""
        if self.child is None:
            return
        processes.end(self.child, by=signal.SIGINT, patience=STOP_SECONDS)
        if not processes.wait_until(lambda: not processes.listens(self.port), seconds=10):
            raise Stop("The web server still answers after ./dev run was stopped.")


def judge(one: ColdStart) -> None:
    """Sign in, let a review date lapse, find the mail."""
    signins = one.manage("demo_signins")
    for role in ("officer", "gatekeeper"):
        person = next((who for name, who in signins.items() if role in name.lower()), None)
        if person is None:
            raise Stop(f"The demo has no sign-in for a {role}; it has {', '.join(signins)}.")
        visitor = Visitor(one.base)
        visitor.sign_in(person["username"], person["password"])
        visitor.get("/cases/")
    say("Signed in and saw the case list")
    visitor.get("/action-plans/overdue/")
    later = lapse_moment()
    first = one.manage("raise_reminders", "--at", later)
    again = one.manage("raise_reminders", "--at", later)
    if not first["written"] or again["written"]:
        raise Stop(f"Reminders were not written once: first {first}, again {again}.")
    say(f"Reminders written once: {first}")
    before = len(one.letters())
    sent = one.manage("deliver_messages", "--at", later)
    if not processes.wait_until(lambda: len(one.letters()) > before, seconds=60, every=0.5):
        raise Stop(f"No mail arrived in the sink; deliver_messages said {sent}.")
    say(f"{len(one.letters())} messages in the mail sink; deliver_messages said {sent}")
    _, page = visitor.get("/demo/mail/")
    if "newest first" not in page:
        raise Stop("The page of sent mail shows none.")


def lapse_moment() -> str:
    """Noon in a week: something of the demo falls due in any week, and a month of its mail takes minutes."""
    return time.strftime("%Y-%m-%dT12:00:00+00:00", time.gmtime(time.time() + 7 * 24 * 3600))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rasso-cold-") as folder:
        one = ColdStart(Path(folder), given.port or processes.free_port())
        try:
            with step("Cloning HEAD into a new folder"):
                one.clone()
            with step("./dev run in it"):
                seconds = one.start()
            print(one.log.read_text(errors="replace"), file=sys.stderr)
            say(f"Cold start to the sign-in page: {seconds:.1f} s")
            judge(one)
            one.stop()
        except Stop as refusal:
            say(str(refusal))
            print(processes.tail(one.log, 60), file=sys.stderr)
            return 1
        finally:
            if one.child is not None:
                processes.end(one.child, by=signal.SIGINT, patience=STOP_SECONDS)
            DataFolder(one.data).empty()  # a part of it may lie outside the folder, see postgres.py
    print("Cold start passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
