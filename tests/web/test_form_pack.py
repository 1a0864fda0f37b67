"""The crispy pack `govuk`: every control has its label, hint and error, and every error leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.urls import get_resolver

from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    RowsField,
    SubForm,
    YesNoField,
)
from rasso_tracker.web.kindness import KindForm, missing
from tests.web.page import FOCUSABLE, Page, words

# A form is drawn without any address of the product (crispy asks the URLconf for a form's action).
urlpatterns: list[object] = []
pytestmark = pytest.mark.urls(__name__)


class ItemForm(SubForm):
    asks = PlainText(label="What CPS asks for")
    due_on = GovDateField(label="Due", required=False)


class EveryFieldForm(DeedForm):
    kind = forms.ChoiceField(
        label="What did the victim say?",
        choices=[("no", "Does not support"), ("cannot", "Supports, cannot go on")],
        widget=forms.RadioSelect,
        help_text="In the victim's own words",
    )
    reasons = forms.MultipleChoiceField(
        label="Why?", choices=[("delay", "Delay"), ("fear", "Fear")], widget=forms.CheckboxSelectMultiple
    )
    told_on = GovDateField(label="When were you told?")
    issued_at = GovDateTimeField(label="When was the plan issued?")
    reference = PlainText(label="Crime reference", max_length=11, hint="11 digits beginning 13")
    district = forms.ChoiceField(label="District", choices=[("", "Choose"), ("leeds", "Leeds")])
    account = LongText(label="What happened", max_length=400)
    days = forms.IntegerField(label="How many days")
    safe = YesNoField(label="Is it safe to leave a message?")
    told = forms.BooleanField(label="The victim was told of support")
    note = PlainText(label="Note", required=False)
    items = RowsField(form=ItemForm, label="Items", row_label="Item", min_rows=1)


def draw(form: forms.Form, source: str = "{{ errors(form) }}{{ crispy(form) }}") -> Page:
    request = RequestFactory().get("/")
    return Page(engines["jinja2"].from_string(source).render({"form": form}, request))


def filled(**given: str) -> EveryFieldForm:
    data = QueryDict(mutable=True)
    data.update({"items-count": "2", "items-0-asks": "Phone", "items-1-due_on_day": "31"} | given)
    form = EveryFieldForm(data=data, person=None)
    form.is_valid()
    return form


@pytest.fixture
def empty() -> Page:
    return draw(EveryFieldForm(person=None))


@pytest.fixture
def wrong() -> Page:
    return draw(filled(told_on_day="27", told_on_month="13", told_on_year="2026"))


def test_every_control_has_a_label_or_stands_in_a_group_with_one(empty: Page) -> None:
    labelled = {one.attrs["for"] for one in empty.all("label")}
    controls = [one for one in empty.elements if one.name in FOCUSABLE - {"button"}]
    visible = [one for one in controls if one.attrs.get("type") != "hidden"]
    assert [one.attrs["name"] for one in visible if one.attrs["id"] not in labelled] == []
    assert len(visible) > 20


def test_every_id_stands_once_on_a_page(wrong: Page) -> None:
    ids = wrong.ids()
    assert [one for one in ids if ids.count(one) > 1] == []
    assert wrong.unclosed == []


def test_every_link_of_the_error_summary_lands_on_a_control(wrong: Page) -> None:
    links = [one for one in wrong.all("a") if one.within[-1].name == "li"]
    targets = [str(one.attrs["href"]).removeprefix("#") for one in links]
    assert {wrong.by_id(target).name for target in targets} <= FOCUSABLE
    assert targets == [
        "id_kind_0",
        "id_reasons_0",
        "id_told_on_month",
        "id_issued_at_day",
        "id_reference",
        "id_district",
        "id_account",
        "id_days",
        "id_safe_0",
        "id_told",
        "id_items-1-asks",
        "id_items-1-due_on_month",
    ]


def test_every_description_that_a_control_names_is_there(wrong: Page) -> None:
    described = [one.attrs["aria-describedby"] for one in wrong.elements if "aria-describedby" in one.attrs]
    assert [wrong.by_id(part).name for names in described for part in str(names).split()] != []


def test_a_control_in_error_says_so_and_is_described_by_hint_then_error(wrong: Page) -> None:
    control = wrong.by_id("id_reference")
    assert control.attrs["aria-describedby"] == "id_reference_helptext id_reference_error"
    assert control.attrs["aria-invalid"] == "true"
    assert words(wrong.by_id("id_reference_error").text) == "Error: Enter a crime reference."


def test_a_group_is_described_on_its_fieldset(wrong: Page) -> None:
    group = wrong.by_id("id_kind_0").within[-4:]
    fieldset = next(one for one in group if one.name == "fieldset")
    assert fieldset.attrs["aria-describedby"] == "id_kind_helptext id_kind_error"


def test_only_the_box_at_fault_is_marked(wrong: Page) -> None:
    marked = [
        one.attrs["id"]
        for one in wrong.all("input", aria_invalid="true")
        if str(one.attrs["id"]).startswith("id_told_on")
    ]
    assert marked == ["id_told_on_month"]


def test_what_was_typed_stays(wrong: Page) -> None:
    assert wrong.by_id("id_told_on_month").attrs["value"] == "13"
    assert wrong.by_id("id_items-0-asks").attrs["value"] == "Phone"


def test_a_form_without_an_error_has_no_summary(empty: Page) -> None:
    assert empty.of_class("govuk-error-summary") == []


def test_long_text_counts_its_characters_and_is_never_cut(empty: Page) -> None:
    box = empty.by_id("id_account")
    assert "maxlength" not in box.attrs
    assert "maxlength" not in empty.by_id("id_reference").attrs
    assert box.attrs["aria-describedby"] == "id_account-info"
    assert empty.by_id("id_account-info").text == "You can enter up to 400 characters"
    assert next(one for one in box.within if one.attrs.get("data-maxlength")).attrs["data-maxlength"] == "400"


def test_a_browser_offers_nothing_that_was_typed_for_another_case(empty: Page) -> None:
    typed = [one for one in empty.all("input", type="text") if one.attrs.get("autocomplete") != "off"]
    assert [one.attrs["name"] for one in typed] == []


def test_only_a_field_that_may_stay_empty_is_marked_optional(empty: Page) -> None:
    shown = [
        words(one.text)
        for one in empty.elements
        if one.name in ("label", "legend") and "optional" in one.text
    ]
    assert shown == ["Note (optional)", "Due (optional)"]


def test_enter_saves_though_other_buttons_come_first(empty: Page) -> None:
    first = next(one for one in empty.all("button") if one.attrs["type"] == "submit")
    assert ("name" in first.attrs, first.attrs["aria-hidden"], first.attrs["tabindex"]) == (
        False,
        "true",
        "-1",
    )


def test_a_form_carries_its_token_against_forged_requests(empty: Page) -> None:
    assert len(empty.all("input", name="csrfmiddlewaretoken")) == 1
    assert empty.one("form").attrs["novalidate"] == ""


def test_a_page_form_and_its_fields_alone_are_both_to_be_had() -> None:
    page = draw(EveryFieldForm(person=None), "{{ crispy(form, tag=False) }}")
    assert (page.all("form"), page.all("input", name="csrfmiddlewaretoken")) == ([], [])


def test_an_option_may_have_a_hint_of_its_own() -> None:
    form = EveryFieldForm(person=None)
    form.fields["kind"].widget.option_hints = {"cannot": "Because of delay or health"}
    page = draw(form)
    assert page.by_id("id_kind_1").attrs["aria-describedby"] == "id_kind_1-hint"
    assert page.by_id("id_kind_1-hint").text == "Because of delay or health"


def test_what_was_chosen_stays_chosen() -> None:
    page = draw(filled(kind="cannot", district="leeds"))
    assert "checked" in page.by_id("id_kind_1").attrs
    assert "checked" not in page.by_id("id_kind_0").attrs
    assert [one.attrs["value"] for one in page.all("option") if "selected" in one.attrs] == ["leeds"]


def test_a_question_alone_on_its_page_is_the_heading() -> None:
    form: Any = EveryFieldForm(person=None)
    form.heading_field = "kind"
    page = Page(
        engines["jinja2"]
        .get_template("deed.html")
        .render({"form": form, "title": "A withdrawal"}, RequestFactory().get("/"))
    )
    assert [words(one.text) for one in page.all("h1")] == ["What did the victim say?"]


def test_the_title_of_a_page_in_error_begins_with_the_word() -> None:
    template = engines["jinja2"].get_template("deed.html")
    page = Page(template.render({"form": filled(), "title": "A withdrawal"}, RequestFactory().get("/")))
    assert page.one("title").text.startswith("Error: A withdrawal")


def test_a_lost_race_shows_both_texts() -> None:
    template = engines["jinja2"].get_template("deed.html")
    conflict = {"label": "Summary", "stored": "Theirs", "typed": "Mine", "field": "account"}
    context = {"form": filled(), "title": "A withdrawal", "conflicts": [conflict]}
    page = Page(template.render(context, RequestFactory().get("/")))
    assert [one.text for one in page.all("td")] == ["Theirs", "Mine"]


def test_a_row_more_takes_the_cursor() -> None:
    data = QueryDict("items-count=1&items-0-asks=Phone&items-add=1")
    changed, name, focus_on = EveryFieldForm.reshaped(data)  # type: ignore[misc]  # a button was pressed
    form = EveryFieldForm(data=changed, person=None)
    form.shown_as_typed(name, focus_on)
    page = draw(form)
    assert [one.attrs["id"] for one in page.elements if "autofocus" in one.attrs] == ["id_items-1-asks"]
    assert [one.attrs["name"] for one in page.all("button") if "name" in one.attrs] == [
        "items-remove",
        "items-remove",
        "items-add",
        "save",
    ]


def test_a_layout_groups_fields_under_a_legend() -> None:
    form = EveryFieldForm(person=None)
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("The case", Div("reference", css_class="govuk-grid-row"), "district")
    )
    page = draw(form)
    assert words(page.of_class("govuk-fieldset__legend--m")[0].text) == "The case"
    assert page.by_id("id_reference").within[-2].attrs["class"] == "govuk-grid-row"


def test_a_form_that_is_not_ours_is_drawn_and_its_errors_lead_to_its_controls() -> None:
    form = AuthenticationForm(data={"username": "", "password": ""})
    page = draw(form, "{{ errors(form) }}{{ crispy(form, 'Sign in') }}")
    links = [one.attrs["href"] for one in page.of_class("govuk-error-summary")[0:1] for one in page.all("a")]
    assert links == ["#id_username", "#id_password"]
    assert page.by_id("id_password").attrs["autocomplete"] == "current-password"
    assert page.all("button")[-1].text == "Sign in"


def test_the_options_of_a_select_are_escaped_grouped_and_marked() -> None:
    class Officers(forms.Form):
        officer = forms.ChoiceField(
            choices=[("", "Choose"), ("Leeds", [("1", "O'Hara & <b>"), ("2", "Ali")])]
        )

    page = draw(Officers(initial={"officer": 2}), "{{ crispy(form, tag=False) }}")
    assert [(one.attrs["value"], one.text) for one in page.all("option")] == [
        ("", "Choose"),
        ("1", "O'Hara & <b>"),
        ("2", "Ali"),
    ]
    assert [one.attrs["value"] for one in page.all("option") if "selected" in one.attrs] == ["2"]
    assert page.one("optgroup").attrs["label"] == "Leeds"


@pytest.mark.parametrize(
    ("verb", "label", "sentence"),
    [
        ("Choose", "Outcome", "Choose an outcome."),
        ("Choose", "District", "Choose a district."),
        ("Choose", "ISVA", "Choose an ISVA."),
        ("Choose", "CPS unit", "Choose a CPS unit."),
        ("Enter", "Username", "Enter a username."),
        ("Enter", "Date of the document", "Enter the date of the document."),
        ("Enter", "Last day of leave", "Enter the last day of leave."),
        ("Enter", "Their name", "Enter their name."),
        ("Enter", "The advice", "Enter the advice."),
        ("Enter", "Items", "Enter items."),
        ("Enter", "Address", "Enter an address."),
        ("Enter", "What is to be done", "Enter what is to be done."),
        ("Choose", "Works for", "Answer: Works for."),
        ("Choose", "What do you ask?", "Answer: What do you ask?"),
    ],
)
def test_a_field_left_empty_is_asked_for_in_a_sentence(verb: str, label: str, sentence: str) -> None:
    assert missing(verb, label) == sentence


def test_no_list_of_rows_begins_with_dashes() -> None:
    def below(form: type[KindForm]) -> Iterator[type[KindForm]]:
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    get_resolver("rasso_tracker.urls").url_patterns  # noqa: B018  # asking loads every form
    fields = [(form, name, field) for form in below(KindForm) for name, field in form.base_fields.items()]
    empty = {
        str(field.empty_label)
        for _, _, field in fields
        if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None
    }
    assert "Choose one" in empty
    assert not any("---" in words for words in empty)


def test_more_rows_than_may_be_are_all_kept_and_counted() -> None:
    """A list that was cut short without a word would be lost to whoever typed it."""
    many = {f"items-{number}-asks": f"Thing {number}" for number in range(60)}
    form = filled(**many, **{"items-count": "60"})
    assert form.errors["items"] == ["Enter 50 or fewer. There are 60."]
    drawn = {one.attrs.get("value") for one in draw(form).all("input")}
    assert {f"Thing {number}" for number in range(60)} <= drawn


@pytest.mark.parametrize("claimed", ["99999999", "9" * 5_000, "60", "50"])
def test_a_count_alone_makes_no_more_rows_than_may_be(claimed: str) -> None:
    form: Any = filled(**{"items-count": claimed})
    assert len(form.fields["items"].widget.bound) == 50
