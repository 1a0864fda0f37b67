"""The Jinja2 environment of every page. An unknown variable is an error, never an empty space."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jinja2
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from crispy_forms.utils import render_crispy_form
from django.conf import settings
from django.forms import BaseForm
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from rasso_tracker.clocks import day_words, moment_words, short_day, time_words
from rasso_tracker.clocks.deadlines import SkippedDay
from rasso_tracker.web.addresses import address
from rasso_tracker.web.deadline_words import deadline_short
from rasso_tracker.web.templatetags.govuk import error_links
from rasso_tracker.web.text import isolated, within_a_sentence

# Names of templates that belong to the Django engine, though they lie in the same folder or are Django's own.
DJANGO_TEMPLATES = ("govuk/", "django/", "admin/", "registration/", "rest_framework/", "drf_spectacular/")

_LONG_WORD = re.compile(r">[^<>]*?[^\s<>]{41}")


class PageLoader(jinja2.FileSystemLoader):
    """Loads pages, and leaves to the Django engine what is written in its language."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if template.startswith(DJANGO_TEMPLATES):
            raise jinja2.TemplateNotFound(template)
        return super().get_source(environment, template)


class PageEnvironment(jinja2.Environment):
    """Looks for `row.reference` among the keys of a dict first: a page reads a thousand of them."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """An address by its name."""
    pk = kwargs.get("pk")
    if args or len(kwargs) != 1 or not isinstance(pk, uuid.UUID):
        return reverse(name, args=args, kwargs=kwargs)
    return address(name, pk)


def force_name() -> str:
    return settings.FORCE_NAME


def plural(number: int, noun: str, nouns: str = "") -> str:
    """`plural(1, "case")` is "1 case"; `plural(1200, "case")` is "1,200 cases"."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def number(value: float | str) -> str:
    """`12,345`; words such as "more than 10,000" pass as they are."""
    return value if isinstance(value, str) else f"{value:,}"


def with_long_word(markup: str) -> bool:
    """Whether a word between the tags is longer than a column: only then may a table break its words.

    Where any word may be broken, a browser shares the width out as if each had one letter.
    """
    return _LONG_WORD.search(markup) is not None


def skipped_words(skipped: Sequence[SkippedDay]) -> str:
    """The days that a clock did not count: weekends as a number, bank holidays by name and date."""
    named = [one for one in skipped if one.name not in {"Saturday", "Sunday"}]
    weekend = len(skipped) - len(named)
    words = [plural(weekend, "weekend day")] if weekend else []
    words += [f"{one.name} ({short_day(one.date)})" for one in named]
    return ", ".join(words) or "None"


@jinja2.pass_context
def crispy(
    context: Mapping[str, Any], form: BaseForm, button: str = "", *, tag: bool = True, action: str = ""
) -> SafeString:
    """The form as HTML, through the crispy pack `govuk`. The error summary is apart: `errors(form)`.

    With `tag` the form brings its own <form>, CSRF token and, when `button` is given, its submit button.
    """
    helper = getattr(form, "helper", None)
    if helper is None:  # a helper without a layout is falsy
        helper = FormHelper(form)
    helper.form_tag, helper.disable_csrf = tag, not tag
    helper.form_show_errors = False
    helper.attrs = {"novalidate": "", **(helper.attrs or {})}
    if action:
        helper.form_action = action
    if button:
        helper.inputs = [Submit("", button)]
    token = {"csrf_token": context["csrf_token"]} if "csrf_token" in context else {}
    return render_crispy_form(form, helper, context=token)


def errors(form: BaseForm) -> SafeString:
    """The error summary of a bound form; nothing while there is no error."""
    if not in_error(form):
        return SafeString("")
    return SafeString(get_template("govuk/errors.html").render({"form": form}))


def in_error(form: BaseForm) -> bool:
    """Whether the page of this form shows an error (its rows may be at fault while it is not itself)."""
    return bool(error_links(form))


def environment(**options: Any) -> jinja2.Environment:
    """The factory that settings.TEMPLATES names."""
    given = options.pop("loader")
    options["loader"] = PageLoader(given.searchpath)
    options["undefined"] = jinja2.StrictUndefined
    options["autoescape"] = True
    options["cache_size"] = -1  # every template of the product stays compiled
    options.setdefault("trim_blocks", True)
    env = PageEnvironment(**options)
    env.globals.update(
        url=url,
        static=static,
        force_name=force_name,
        plural=plural,
        crispy=crispy,
        errors=errors,
        in_error=in_error,
        skipped_words=skipped_words,
        deadline_short=deadline_short,
    )
    env.tests["with_long_word"] = with_long_word
    env.filters.update(
        date=day_words,
        day=short_day,
        datetime=moment_words,
        moment=moment_words,
        number=number,
        clock_time=time_words,
        within_a_sentence=within_a_sentence,
        isolated=isolated,
    )
    return env
