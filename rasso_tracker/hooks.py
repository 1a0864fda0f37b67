"""What upper apps ask to be told of, so that a lower one need not import them.

An upper app connects in its AppConfig.ready(). Listeners run inside the deed that called, in its transaction:
they write through its door and record their own audit events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Hook:
    """A list of listeners under one name. Connecting twice is connecting once."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._listeners: list[Callable[..., Any]] = []

    def connect(self, listener: Callable[..., Any]) -> None:
        if listener not in self._listeners:
            self._listeners.append(listener)

    def __call__(self, **facts: Any) -> None:
        """Tell every listener, in the order in which they connected."""
        for listener in self._listeners:
            listener(**facts)

    def asked(self, **facts: Any) -> list[Any]:
        """What the listeners give, one after the other, as one list."""
        return [given for listener in self._listeners for given in listener(**facts) or ()]
