"""Settings refuse what would lead people astray, with a sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from rasso_tracker import settings


@pytest.mark.parametrize("url", ["https://rasso.example", "https://rasso.example:8443"])
def test_origin_is_a_scheme_and_a_name(url: str) -> None:
    assert settings.origin(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "rasso.example",
        "https://",
        "https://rasso.example/",
        "https://rasso.example/app",
        "javascript://rasso",
    ],
)
def test_origin_that_is_more_or_less_than_that_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="give the scheme and the name alone"):
        settings.origin(url)


@pytest.mark.parametrize("loopback", [True, False])
def test_links_without_tls_are_for_loopback_only(loopback: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RASSO_HTTP_LOOPBACK", loopback)
    if loopback:
        assert settings.origin("http://127.0.0.1:8000") == "http://127.0.0.1:8000"
        return
    with pytest.raises(ImproperlyConfigured):
        settings.origin("http://127.0.0.1:8000")


ID = "26785a09-ab16-4eb0-8407-a37497a57506"


@pytest.mark.parametrize("key", ["", f"force_live-{ID}-{ID}"])
def test_a_key_of_notify_is_whole_or_missing(key: str) -> None:
    assert settings.notify_key(key) == key


@pytest.mark.parametrize("key", [ID, f"-{ID}", f"{ID}-secret", "x" * 80])
def test_half_a_key_of_notify_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="copy it whole") as refused:
        settings.notify_key(key)
    assert key not in str(refused.value)


def test_notify_is_asked_by_https_and_a_stand_in_on_loopback_alone() -> None:
    for url in ("https://api.notifications.service.gov.uk", "http://127.0.0.1:8000"):
        assert settings.notify_url(url) == url
    with pytest.raises(ImproperlyConfigured, match="give an https address"):
        settings.notify_url("http://notify.example")
