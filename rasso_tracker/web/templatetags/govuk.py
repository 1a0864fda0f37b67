"""What the crispy pack `govuk` needs and a template cannot say: the pattern and attributes of a field."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django import forms, template
from django.forms import BoundField, Widget
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()

# Django's own widgets in GOV.UK's markup. A widget with a template of its own keeps it.
_TEMPLATES = {
    "django/forms/widgets/radio.html": "govuk/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "govuk/widgets/checkboxes.html",
    "django/forms/widgets/checkbox.html": "govuk/widgets/checkbox.html",
    "django/forms/widgets/textarea.html": "govuk/widgets/textarea.html",
    "django/forms/widgets/select.html": "govuk/widgets/select.html",
    "django/forms/widgets/text.html": "govuk/widgets/input.html",
    "django/forms/widgets/number.html": "govuk/widgets/input.html",
    "django/forms/widgets/email.html": "govuk/widgets/input.html",
    "django/forms/widgets/url.html": "govuk/widgets/input.html",
    "django/forms/widgets/password.html": "govuk/widgets/password.html",
}
_IN_FIELDSET = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_TYPED = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput)
_LONG = 500
_UNMARKED = (forms.CheckboxInput,)  # a single tick box is never marked "(optional)"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One field as its pattern wants it."""

    id: str
    widget: SafeString
    label: str
    size: str
    heading: bool
    fieldset: bool
    ticked: bool
    described_by: str
    help_text: str
    errors: list[str]
    group_class: str
    group_attrs: str
    counted_to: int

    @property
    def label_size(self) -> str:
        return f" govuk-label--{self.size}" if self.size else ""

    @property
    def legend_size(self) -> str:
        return f" govuk-fieldset__legend--{self.size}" if self.size else ""


@register.simple_tag
def drawn(form: Any) -> list[dict[str, Any]]:
    """What stands one after the other: a field, or what is to be unfolded and the fields under it."""
    folds = getattr(form, "folds", {})
    of = {name: summary for summary, names in folds.items() for name in names}
    revealed, told = getattr(form, "revealed", ()), set()
    found: list[dict[str, Any]] = []
    for bound in form:
        if bound.name in revealed:
            continue
        if bound.name not in of:
            found.append({"field": bound})
            continue
        summary = of[bound.name]
        if summary not in told:
            told.add(summary)
            there = [form[name] for name in folds[summary] if name in form.fields and name not in revealed]
            found.append({"fold": summary, "fields": there, "open": not form.folded(folds[summary])})
    return found


@register.filter
def hidden_values(bound: BoundField) -> list[Any]:
    """What a field carries unseen, each value by itself."""
    value = bound.value()
    return list(value) if isinstance(value, list | tuple) else ["" if value is None else value]


@register.simple_tag
def govuk_part(bound: BoundField) -> Part:
    """The field ready to be drawn: its label, where its hint and errors are, and the HTML of its control."""
    widget = bound.field.widget
    in_fieldset = _in_fieldset(widget)
    longest = _longest(bound) if isinstance(widget, forms.Textarea) else 0
    described_by = _described_by(bound, counted=bool(longest))
    group_class, group_attrs = _group(widget, longest)
    group_attrs += _asked_of(bound)
    heading = getattr(bound.form, "heading_field", "") == bound.name
    return Part(
        id=bound.auto_id,
        widget=_control(bound, "" if in_fieldset else described_by),
        label=_label(bound),
        size="l" if heading else getattr(bound.form, "label_size", "s"),
        heading=heading,
        fieldset=in_fieldset,
        ticked=isinstance(widget, forms.CheckboxInput),
        described_by=described_by,
        help_text=str(bound.help_text),
        errors=[str(error) for error in bound.errors],
        group_class=group_class,
        group_attrs=group_attrs,
        counted_to=longest,
    )


def _in_fieldset(widget: Widget) -> bool:
    return getattr(widget, "fieldset", False) or isinstance(widget, _IN_FIELDSET)


def _group(widget: Widget, longest: int) -> tuple[str, SafeString]:
    """What the box around a field tells the script: count characters, or let the password be shown."""
    if longest:
        attrs = {"data-module": "govuk-character-count", "data-maxlength": longest}
        if longest > _LONG:
            attrs["data-threshold"] = 75  # of a hundred: no count while there is plenty of room
        return " govuk-character-count", flatatt(attrs)
    if isinstance(widget, forms.PasswordInput):
        return " govuk-password-input", flatatt({"data-module": "govuk-password-input"})
    return "", SafeString("")


def _asked_of(bound: BoundField) -> SafeString:
    """What tells the script with which answers of which question this one is asked."""
    question, answers = getattr(bound.form, "asked_of", {}).get(bound.name, ("", ()))
    if not question:
        return SafeString("")
    return flatatt({"data-asked-of": bound.form[question].html_name, "data-answers": " ".join(answers)})


def _label(bound: BoundField) -> str:
    label = str(bound.label)
    if bound.field.required or isinstance(bound.field.widget, _UNMARKED) or "optional" in label.lower():
        return label
    if getattr(bound.field, "unmarked", False):
        return label  # the rule asks it of some records, and the page begins with the answer of the others
    if label.startswith("If ") or getattr(bound.form, "all_optional", False):
        return label  # it says itself when it is asked
    if bound.name in getattr(bound.form, "revealed", ()) or bound.name in getattr(bound.form, "reveals", ()):
        return label  # the answer that shows it asks it
    return f"{label} (optional)"


def _longest(bound: BoundField) -> int:
    return int(getattr(bound.field, "longest", None) or getattr(bound.field, "max_length", None) or 0)


def _described_by(bound: BoundField, *, counted: bool) -> str:
    ids = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    ids += [f"{bound.auto_id}-info"] if counted else []
    return " ".join(ids)


def _control(bound: BoundField, described_by: str) -> SafeString:
    """The HTML of the control: BoundField.as_widget, with the template and attributes of the pattern."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id} | _attributes(widget))
    attrs.pop("aria-describedby", None)
    if described_by:
        attrs["aria-describedby"] = described_by
    elif bound.errors and _in_fieldset(widget):
        attrs.pop("aria-invalid", None)  # the group is at fault, no single choice is
    if type(widget) is forms.Select:
        context = _select(widget, bound, attrs)
    else:
        context = widget.get_context(bound.html_name, bound.value(), attrs)
    context["widget"]["css"] = _css(widget, in_error=bool(bound.errors))
    context["widget"]["id"] = bound.auto_id
    context["widget"]["flat"] = flatatt({k: v for k, v in context["widget"]["attrs"].items() if k != "class"})
    context["hints"] = getattr(widget, "option_hints", {})
    context["options"] = list(_options(context["widget"])) if "optgroups" in context["widget"] else []
    _add_revealed(bound, context["options"])
    context["groups"] = _grouped(widget, context["options"], in_error=bool(bound.errors))
    context["label"] = bound.label
    name = _TEMPLATES.get(widget.template_name, widget.template_name)
    renderer = bound.form.renderer
    return SafeString(renderer.render(name, context))


def _add_revealed(bound: BoundField, options: list[dict[str, Any]]) -> None:
    """Under each answer the questions that only it asks: hidden by the script alone, never without it."""
    answers = getattr(bound.form, "reveals", {}).get(bound.name, {})
    for option in options if answers else []:
        names = answers.get(str(option["value"]), ())
        option["reveals"] = [bound.form[name] for name in names if name in bound.form.fields]


def _grouped(widget: Widget, options: list[dict[str, Any]], *, in_error: bool) -> list[dict[str, Any]]:
    """The options by what they are about, each group with whether it is drawn open; none without groups."""
    groups = getattr(widget, "groups", ())
    if not groups:
        return []
    of = {code: title for title, codes in groups for code in codes}
    last = groups[-1][0]
    found = []
    for title, _ in groups:
        there = [one for one in options if of.get(str(one["value"]), last) == title]
        if there:
            chosen = any(one["selected"] for one in there)
            found.append({"title": title, "options": there, "open": in_error or chosen})
    return found


def _select(widget: forms.Select, bound: BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    """The context of a plain select with its options ready: a dict for each of 300 officers is slow."""
    chosen = set(widget.format_value(bound.value()))
    tags = []
    for value, label in widget.choices:
        if isinstance(label, list | tuple):
            within = "".join(_option(one, words, chosen) for one, words in label)
            tags.append(f'<optgroup label="{escape(str(value))}">{within}</optgroup>')
        else:
            tags.append(_option(value, label, chosen))
    return {
        "widget": {
            "name": bound.html_name,
            "attrs": widget.build_attrs(widget.attrs, attrs),
            "option_tags": SafeString("".join(tags)),
        }
    }


def _option(value: object, label: object, chosen: set[str]) -> str:
    given = "" if value is None else str(value)
    mark = " selected" if given in chosen else ""
    return f'<option value="{escape(given)}"{mark}>{escape(str(label))}</option>'


def _options(context: dict[str, Any]) -> list[dict[str, Any]]:
    return [option for _, options, _ in context["optgroups"] for option in options]


def _attributes(widget: Widget) -> dict[str, Any]:
    """A browser neither cuts a long paste without a word, nor offers what was typed for another case."""
    attrs: dict[str, Any] = {"maxlength": False, "minlength": False}
    if isinstance(widget, _TYPED) and "autocomplete" not in widget.attrs:
        attrs["autocomplete"] = "off"
    if isinstance(widget, forms.NumberInput):
        attrs |= {"inputmode": "numeric", "min": False, "max": False, "step": False}
    return attrs


def _css(widget: Widget, *, in_error: bool) -> str:
    base = {forms.Textarea: "textarea", forms.Select: "select"}
    kind = next((name for cls, name in base.items() if isinstance(widget, cls)), "input")
    classes = [f"govuk-{kind}", str(widget.attrs.get("class", ""))]
    if kind == "input" and isinstance(widget, forms.NumberInput) and not widget.attrs.get("class"):
        classes.append("govuk-input--width-5")
    classes.append(f"govuk-{kind}--error" if in_error else "")
    return " ".join(filter(None, classes))


@register.simple_tag
def error_links(form: forms.BaseForm) -> list[dict[str, str | None]]:
    """The error summary: a sentence and the address of its control. A form of ours resolves its own."""
    if hasattr(form, "summary"):
        return form.summary
    if not form.is_bound:
        return []
    items: list[dict[str, str | None]] = [
        {"href": None, "text": str(text)} for text in form.non_field_errors()
    ]
    for bound in form:
        items += [{"href": f"#{_first_control(bound)}", "text": str(text)} for text in bound.errors]
    return items


def _first_control(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, _IN_FIELDSET) else bound.auto_id


@register.simple_tag
def focus_row(rows: list[dict[str, Any]], control: str) -> str:
    """Give the cursor to the control with this id, in whichever row it is. Needs no JavaScript."""
    for row in rows if control else []:
        form = row["form"]
        for name, one in form.fields.items():
            if form.control_of(name) == control:
                one.widget.attrs["autofocus"] = True
    return ""


@register.filter
def lookup(given: dict[str, str], key: object) -> str:
    return given.get(str(key), "")
