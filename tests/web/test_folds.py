"""Questions folded away: drawn open where something is filled in or at fault, and always sent."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory

from rasso_tracker.web.forms import DeedForm, PlainText, RowsField, SubForm
from rasso_tracker.web.widgets import GroupedChecks
from tests.web.page import Page, words
from victims.enums import WithdrawalReason
from victims.forms import WithdrawalForm
from victims.forms.reason_groups import REASONS_ABOUT

urlpatterns: list[object] = []
pytestmark = pytest.mark.urls(__name__)


class Row(SubForm):
    what = PlainText(label="What", required=False)


class Checks(GroupedChecks):
    groups = (("Fear", ("suspect", "court")), ("Other", ("other",)))


class Form(DeedForm):
    folds: ClassVar = {"More": ("rows", "note")}
    reveals: ClassVar = {"why": {"other": ("which",)}}
    why = forms.MultipleChoiceField(
        choices=[("suspect", "Suspect"), ("new", "New to the list"), ("court", "Court"), ("other", "Other")],
        widget=Checks,
    )
    which = PlainText(label="Which?", required=False)
    rows = RowsField(form=Row, label="Rows", required=False)
    note = PlainText(label="Note", max_length=5, required=False)


def page_of(form: forms.Form) -> Page:
    request = RequestFactory().get("/")
    return Page(engines["jinja2"].from_string("{{ crispy(form) }}").render({"form": form}, request))


def sent(**given: Any) -> Form:
    data = QueryDict(mutable=True)
    for name, value in {"once": "", "rows-count": "1", **given}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = Form(data=data, person=None)
    form.is_valid()
    return form


def opened(page: Page) -> list[str]:
    """What is drawn open, by its summary."""
    summaries = [words(one.text) for one in page.all("summary")]
    return [said for said, one in zip(summaries, page.all("details"), strict=True) if "open" in one.attrs]


def test_an_empty_form_is_folded_and_every_question_is_there() -> None:
    page = page_of(Form(person=None))
    assert opened(page) == []
    assert [words(one.text) for one in page.all("summary")] == ["Fear", "Other", "More"]
    for control in ("id_why_0", "id_why_1", "id_why_2", "id_why_3", "id_which", "id_note", "id_rows-0-what"):
        assert page.by_id(control).within[-1].name != "form"
    assert page.unclosed == []


def test_a_choice_that_no_group_names_stands_in_the_last() -> None:
    page = page_of(Form(person=None))
    last = page.all("details")[1]
    assert last in page.by_id("id_why_1").within
    assert last not in page.by_id("id_why_2").within


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"why": ["court"]}, ["Fear"]),
        ({"why": ["new"]}, ["Other"]),
        ({"why": []}, ["Fear", "Other"]),  # at fault: it must be answered
        ({"why": ["court"], "note": "Some"}, ["Fear", "More"]),
        ({"why": ["court"], "note": "Too long"}, ["Fear", "More"]),
        ({"why": ["court"], "rows-0-what": "Some"}, ["Fear", "More"]),
    ],
)
def test_what_is_filled_in_or_at_fault_is_drawn_open(given: dict[str, Any], expected: list[str]) -> None:
    assert opened(page_of(sent(**given))) == expected


def test_the_fold_stays_open_for_a_row_that_was_just_added() -> None:
    data = QueryDict("rows-count=1&rows-add=1", mutable=True)
    changed = Form.reshaped(data)
    assert changed is not None
    typed, name, focus_on = changed
    form = Form(data=typed, person=None)
    form.shown_as_typed(name, focus_on)
    assert opened(page_of(form)) == ["More"]


def test_what_stands_under_a_box_counts_while_the_box_is_ticked() -> None:
    assert sent(why=["court", "other"], which="This").cleaned_data["which"] == "This"
    assert sent(why=["court"], which="This").cleaned_data["which"] == ""
    assert sent(why=[], which="This").cleaned_data["which"] == "This"  # nothing hides it yet


def test_every_reason_stands_in_one_group_and_with_its_other_words(db: None) -> None:
    named = [code for _, codes in REASONS_ABOUT for code in codes]
    assert sorted(named) == sorted(WithdrawalReason)
    page = page_of(WithdrawalForm(person=None))
    groups = {words(one.text) for one in page.all("summary")}
    assert {title for title, _ in REASONS_ABOUT} < groups
    under = [one.attrs.get("id") for one in page.by_id("id_other_words").within]
    other = next(one for one in page.all("input", name="reasons", value="other"))
    assert other.attrs["data-aria-controls"] in under
