"""What a hostile client can do to a request below the forms: encodings, bodies, headers, methods."""

from __future__ import annotations

import uuid
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client

from rasso_tracker.people.models import Person
from rasso_tracker.web.encodings import only_utf8
from rasso_tracker.web.lengths import short_enough
from rasso_tracker.web.unread import MOST_DRAINED
from rasso_tracker.wsgi import application

FORM = "application/x-www-form-urlencoded"
ENCODINGS = ("rot13", "base64", "raw_unicode_escape", "utf-16", "utf-7", "idna", "undefined", "zlib")
# The same parameter said in other ways, which Django reads too.
HIDDEN = ("; charset*=utf-8''rot13", "; charset=utf-8; charset=rot13", '; x="y"; CHARSET = "rot13"')


def answered(response: Any) -> bool:
    return int(response.status_code) < 500


@pytest.fixture
def alice_browser(sign_in: Any, alice: Person) -> Client:
    browser: Client = sign_in(alice)
    browser.raise_request_exception = False
    return browser


def straight(
    content_type: str, path: str, body: bytes | BytesIO = b"", query: str = "", length: int | None = None
) -> str:
    """The status that the served application gives, with nothing of Django's test client between."""
    stream = BytesIO(body) if isinstance(body, bytes) else body
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "QUERY_STRING": query,
        "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(length or len(stream.getbuffer())),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": stream,
        "wsgi.errors": StringIO(), "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    told: list[str] = []
    answer = application(environ, lambda status, headers, *_: told.append(status))
    assert b"".join(answer)
    return told[0]


def encodings_passed(content_type: str) -> bool:
    """Whether a request of this kind reaches the application behind the guard."""
    reached: list[bool] = []

    def behind(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        reached.append(True)
        return [b""]

    list(only_utf8(behind)({"CONTENT_TYPE": content_type}, lambda *told: None))
    return bool(reached)


@pytest.mark.parametrize("named", [*(f"; charset={name}" for name in ENCODINGS), *HIDDEN])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "application/json", "text/plain"])
def test_encoding_other_than_utf8_is_refused_with_a_sentence(kind: str, named: str) -> None:
    body = rb"username=\ud800&password=\ud800"
    assert straight(kind + named, "/accounts/login/", body) == "415 Unsupported Media Type"
    assert straight(kind + named, "/accounts/login/", query="next=%5Cud800") == "415 Unsupported Media Type"


@pytest.mark.parametrize("named", ["", "; charset=utf-8", "; charset=UTF8", "; charset=nonsense"])
def test_encoding_that_is_utf8_or_unknown_passes(named: str) -> None:
    assert encodings_passed(FORM + named)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"a=1&" * 5000),
        (FORM, b"a=" + b"x" * 10_000_000),
        (FORM, b"%ff%fe=%ff&%00=%00&once=%00"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "y" * 5000, b"--y"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nfile\r\n--x--\r\n',
        ),
        ("application/json", b'{"a":' * 100_000),
        ("application/json", b"[" * 900_000),
        ("application/json", b'{"summary": 1e999999}'),
        ("application/json", b'{"summary": ' + b"9" * 5000 + b"}"),
        ("application/json", b"\xff\xfe{}"),
        ("application/json", b'{"summary": "\\ud800", "\\ud800": 1}'),
        ("application/json", b'{"case": "a", "case": "b"}'),
        ("application/json", b"NaN"),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
    ],
    ids=lambda value: str(value[:24]),
)
def test_body_that_makes_no_sense_gets_an_answer(alice_browser: Client, kind: str, body: bytes) -> None:
    for page in ("/cases/new/", "/accounts/role/", "/cases/search/", "/accounts/login/", "/inbox/read/"):
        assert answered(alice_browser.generic("POST", page, body, content_type=kind)), page
    for address in ("/api/v1/cases/", "/api/v1/withdrawals/", f"/api/v1/victims/{uuid.uuid4()}/identity/"):
        response = alice_browser.generic("POST", address, body, content_type=kind)
        assert 400 <= response.status_code < 500, (address, response.status_code)
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "POST", "PATCH"])
def test_method_that_was_not_asked_for_gets_an_answer(alice_browser: Client, method: str) -> None:
    for page in ("/", "/cases/", "/cases/new/", "/api/v1/cases/", "/api/v1/schema/", "/accounts/logout/x"):
        assert answered(alice_browser.generic(method, page)), page


@pytest.mark.parametrize(
    "path",
    [
        "/%00", "/cases/%00/", "/cases/%ff%fe/", "/static/%00", "/static/..%2f..%2fmanage.py",
        "/static/../../manage.py", "/demo/mail/..%2f..%2fetc/", "/demo/mail/%00/", "/" + "a" * 8000,
        "/cases/ffffffff-ffff-ffff-ffff-ffffffffffff/", "//evil.test/%2f..", "/api/v1/%0d%0aSet-Cookie:a=b",
    ],
)  # fmt: skip
def test_path_that_leads_nowhere_gets_an_answer(alice_browser: Client, path: str) -> None:
    response = alice_browser.get(path)
    assert response.status_code in (301, 302, 400, 404)
    assert "evil.test" not in response.get("Location", "").removeprefix("/").split("/")[0]
    assert "Set-Cookie:a" not in str(response.headers)
    assert b"DJANGO_SETTINGS_MODULE" not in response.getvalue()


@pytest.mark.parametrize(
    "headers",
    [
        {"If-Match": "\x00"}, {"If-Match": '"' + "9" * 5000 + '"'}, {"If-Match": "*"}, {"If-Match": 'W/"٣"'},
        {"Idempotency-Key": "é"}, {"Idempotency-Key": "x" * 5000}, {"Idempotency-Key": ""},
        {"Authorization": "Bearer \xff\xfe"}, {"Authorization": "Bearer a b c"},
        {"Authorization": "Basic !!"},
        {"Accept": "text/html;q=banana"}, {"Accept": "*/*;q=-1,,,"}, {"Accept-Encoding": "bzip9"},
        {"Cookie": "sessionid=\x00; csrftoken=\xff; said=[[["}, {"Cookie": "said=" + "x" * 6000},
        {"Referer": "javascript:alert(1)"}, {"Origin": "null"}, {"X-Forwarded-Host": "evil.test"},
    ],
    ids=str,
)  # fmt: skip
def test_header_that_makes_no_sense_gets_an_answer(alice_browser: Client, headers: dict[str, str]) -> None:
    for address in ("/api/v1/cases/", "/cases/", "/accounts/login/"):
        response = alice_browser.get(address, headers=headers)
        assert answered(response), address
        assert b"evil.test" not in response.getvalue()
    for address in ("/api/v1/cases/", f"/api/v1/cases/{uuid.uuid4()}/assign/"):
        response = alice_browser.post(address, "{}", content_type="application/json", headers=headers)
        assert 400 <= response.status_code < 500, address


@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "testserver\x00", "a..b", ""])
def test_host_of_somebody_else_is_refused(alice_browser: Client, host: str) -> None:
    response = alice_browser.get("/accounts/login/", headers={"Host": host})
    assert response.status_code in (302, 400)
    assert "evil.test" not in response.get("Location", "")
    assert b"evil.test" not in response.getvalue()


def test_refusal_of_a_body_that_was_not_read_is_held_until_all_of_it_has_come() -> None:
    """Else the server closes while the browser still sends, which then shows no page at all."""
    for kind, status in ((FORM, "403"), (f"{FORM}; charset=rot13", "415")):
        body = BytesIO(b"a=" + b"x" * 20_000_000)
        assert straight(kind, "/accounts/login/", body).startswith(status)
        assert body.read() == b""


def test_body_without_end_is_read_for_a_while_only() -> None:
    class Endless(BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            self.given += size
            return b"x" * size

    body = Endless()
    assert straight(f"{FORM}; charset=rot13", "/accounts/login/", body, length=10**12).startswith("415")
    assert MOST_DRAINED <= body.given < MOST_DRAINED + 100_000


def test_an_address_longer_than_any_of_ours_is_answered_in_words() -> None:
    told: list[str] = []

    def behind(environ: Any, start_response: Any) -> list[bytes]:
        return [b"a page"]

    def asked(query: str) -> bytes:
        environ = {"PATH_INFO": "/cases/", "QUERY_STRING": query}
        return b"".join(short_enough(behind)(environ, lambda status, headers: told.append(status)))

    assert asked("q=" + "a" * 3_900) == b"a page"
    assert asked("q=" + "a" * 4_000).startswith(b"This address is too long")
    assert told == ["414 URI Too Long"]
