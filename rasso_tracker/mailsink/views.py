"""The page that shows what a demo database sent. In a real database there is no such page."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rasso_tracker.mailsink.box import MailBox

SHOWN = 50


def _box() -> MailBox:
    if not settings.RASSO_DEMO or not settings.RASSO_MAIL_DIR:
        raise Http404
    return MailBox(Path(settings.RASSO_MAIL_DIR))


def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest messages, so that a visitor sees reminders arrive."""
    box = _box()
    names = box.names()
    letters = [letter for name in names[:SHOWN] if (letter := box.read(name)) is not None]
    return render(request, "mailsink/list.html", {"letters": letters, "total": len(names), "shown": SHOWN})


def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    letter = _box().read(name)
    if letter is None:
        raise Http404
    return render(request, "mailsink/message.html", {"letter": letter})
