"""Delivery of many e-mails, against as many letters handed over raw on two connections. Both go to the mail
sink, which answers at once: the harder case, since a slow relay hides what delivery itself costs.
"""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg2

from benchmarks import databases
from benchmarks.fill import say
from benchmarks.servers import ROOT, environment, free_port, median, on_database

DATABASE = "bench_mail"
CONNECTIONS = 2
AGAIN = """
UPDATE notices_message SET email_state = 'pending', fence = 0, lost_leases = 0, attempts = 0, sent_at = NULL,
    next_attempt_at = NULL, failure = '', message_id_header = '<' || gen_random_uuid() || '@rasso.example>'
"""
SENT = "SELECT count(*), count(*) FILTER (WHERE email_state = 'sent') FROM notices_message"


def measure(letters: int, rounds: int, *, refill: bool) -> list[dict[str, Any]]:
    if refill or not databases.exists(DATABASE):
        databases.create(DATABASE)
    databases.bring_up_to_date(DATABASE)
    folder = Path(mkdtemp(prefix="rasso-bench-mail-"))
    port = free_port()
    argv = [sys.executable, "-m", "rasso_tracker.mailsink", "--port", str(port), "--folder", str(folder)]
    sink = subprocess.Popen(argv, cwd=ROOT)
    try:
        _answers(port)
        say(f"{letters:,} notices in inboxes")
        _run("raise", port, letters)
        raw, delivered, processor = [], [], []
        for number in range(rounds):
            _again()
            say(f"e-mail, round {number + 1} of {rounds}")
            raw.append(_raw(port, letters))
            answer = _run("deliver", port, letters)
            delivered.append(answer["seconds"])
            processor.append(answer["processor"] / letters * 1000)
            _all_sent(letters)
    finally:
        sink.terminate()
        sink.wait(timeout=15)
        shutil.rmtree(folder, ignore_errors=True)
    ratios = [slow / quick for slow, quick in zip(delivered, raw, strict=True)]
    return [
        {
            "what": f"delivery of {letters:,} e-mails",
            # Other work on the machine only ever slows a round, so the quickest of each are set side by side.
            "figure": f"{min(delivered) / min(raw):.2f} times",
            "goal": f"at most 1.2 times raw SMTP on {CONNECTIONS} connections",
            "detail": f"the quickest of {rounds} rounds, {min(delivered):.1f} s against {min(raw):.1f} s; "
            f"median of the rounds {median(ratios):.2f}; {min(processor):.2f} ms of a processor a letter",
        }
    ]


def _answers(port: int) -> None:
    for _ in range(200):
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The mail sink did not answer.")


def _run(what: str, port: int, letters: int) -> dict[str, Any]:
    env = environment(DATABASE) | {"RASSO_PROCESS": "worker", "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    env["RASSO_MAIL_DIR"] = ""
    argv = [sys.executable, "-m", "benchmarks.mail_delivery", what, str(letters)]
    done = subprocess.run(argv, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _again() -> None:
    with psycopg2.connect(_superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(AGAIN)
    manage_vacuum()


def manage_vacuum() -> None:
    connection = psycopg2.connect(_superuser())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) notices_message")
    connection.close()


def _superuser() -> str:
    return on_database(os.environ["DATABASE_SUPERUSER_URL"], DATABASE)


def _all_sent(letters: int) -> None:
    with psycopg2.connect(_superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(SENT)
        if cursor.fetchone() != (letters, letters):
            raise SystemExit("Not every e-mail was marked as sent: the figure would be of something else.")


def _raw(port: int, letters: int) -> float:
    """Seconds for the same number of letters of the same size, composed beforehand."""
    letter = (ROOT / "benchmarks" / "letter.eml").read_bytes()
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=_hand_over, args=(port, letter, letters // CONNECTIONS))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _hand_over(port: int, letter: bytes, times: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        for _ in range(times):
            connection.sendmail("rasso-tracker@westyorkshire.example", ["alice@example.test"], letter)
