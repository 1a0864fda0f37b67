"""The fields of a filter drawn, the same ones once."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django.utils.safestring import SafeString

from rasso_tracker.web.kindness import KindForm

_MOST_DRAWN = 500
_drawn_filters: dict[Any, SafeString] = {}


def draw(form: KindForm) -> SafeString:
    """The fields of a filter, without a form around them."""
    helper = FormHelper(form)
    helper.form_tag, helper.disable_csrf, helper.form_show_errors = False, True, False
    return SafeString(render_crispy_form(form, helper))


def _fixed(choices: Any) -> tuple[Any, ...]:
    """Choices as a key: a group of them is a list."""
    return tuple((key, tuple(words) if isinstance(words, list) else words) for key, words in choices)


def draw_once(form: KindForm) -> SafeString:
    """The filters drawn. The same choices and chosen values draw the same, so each is drawn once."""
    drawn = tuple(
        (name, str(field.label), str(field.help_text), _fixed(getattr(field, "choices", ())))
        for name, field in form.fields.items()
    )
    key = (type(form), drawn, tuple(form[name].value() for name in form.fields))
    try:
        found = _drawn_filters.get(key)
    except TypeError:  # a choice that cannot be a key: draw it
        return draw(form)
    if found is None or form.errors:
        found = draw(form)
        if not form.errors and len(_drawn_filters) < _MOST_DRAWN:
            _drawn_filters[key] = found
    return found
