"""What many rules ask while one page is made, such as whether its reader may know of a case: asked once.

Only where nothing changes meanwhile. A deed asks each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_answers: ContextVar[dict[Hashable, bool] | None] = ContextVar("rasso_look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """For as long as the block lasts, what `once` is asked again has the same answer."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(question: Hashable, ask: Callable[[], bool]) -> bool:
    """The answer to `question`, which names all that it depends on; asked anew outside a look."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return answers[question]
