"""The frame of a page, its components, and what the strict policy of content allows in any template."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from django.conf import settings
from django.template import engines

from rasso_tracker.clocks.deadlines import Rule, date_set, deadline_by
from rasso_tracker.clocks.enums import Unit, Verified, Word
from rasso_tracker.people.roles import ROLES
from rasso_tracker.web.deadline_words import days_left_words
from tests.web.page import Page, words

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SOURCES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
HOLIDAYS = {
    date(year, month, day): name
    for year in (2026, 2027)
    for month, day, name in [
        (1, 1, "New Year's Day"),
        (4, 3, "Good Friday"),
        (4, 6, "Easter Monday"),
        (5, 4, "Early May bank holiday"),
        (5, 25, "Spring bank holiday"),
        (8, 31, "Summer bank holiday"),
        (12, 25, "Christmas Day"),
        (12, 28, "Boxing Day"),
    ]
}
RULE = Rule(
    code="tell_victim_enhanced",
    title="Tell the victim of a decision",
    amount=5,
    unit=Unit.WORKING_DAYS,
    starts_from="the decision",
    source="Victims' Code, right 6",
    verified=Verified.READ,
    in_force_from=date(2021, 4, 1),
)


def draw(source: str, **context: Any) -> str:
    return engines["jinja2"].from_string(source).render(context)


def page_for(role: str = "officer", **context: Any) -> Page:
    """A page as a signed-in person of that role sees it."""
    person = SimpleNamespace(name="DC Amina Hussain", is_authenticated=True)
    given = {
        "person": person,
        "role": ROLES[role],
        "roles": [ROLES[role]],
        "nav": [("Home", "/", False), ("Cases", "/cases/", True)],
        "unread": 3,
        "search_url": "/cases/search/",
        "messages": [],
        "csrf_input": "",
    }
    template = engines["jinja2"].from_string(
        '{% extends "base.html" %}{% block title %}My cases{% endblock %}'
        "{% block content %}<h1>My cases</h1>{% endblock %}"
    )
    return Page(template.render(given | context))


# What any template may be


@pytest.mark.parametrize("name", SOURCES)
def test_a_template_compiles_in_the_engine_that_owns_it(name: str) -> None:
    owner = "django" if name.startswith("govuk/") else "jinja2"
    assert engines[owner].get_template(name).template is not None


@pytest.mark.parametrize("name", [name for name in SOURCES if not name.startswith(("emails/", "letters/"))])
def test_a_template_has_nothing_inline_that_the_content_policy_refuses(name: str) -> None:
    source = (TEMPLATES / name).read_text()
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    assert re.findall(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|javascript:", source) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", source) == []


def test_a_page_engine_leaves_the_form_pack_to_django() -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        engines["jinja2"].env.get_template("govuk/field.html")


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        draw("{{ victim_nmae }}")


def test_text_is_escaped() -> None:
    assert draw("{{ said }}", said="<b>no</b>") == "&lt;b&gt;no&lt;/b&gt;"


# Dates and numbers


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ at | date }}", "24 November 2026"),
        ("{{ at | datetime }}", "24 November 2026, 2:05pm"),
        ("{{ at | day }}", "24 Nov 2026"),
        ("{{ summer | datetime }}", "1 July 2026, 12:30am"),
        ("{{ noon | datetime }}", "24 November 2026, midday"),
        ("{{ midnight | datetime }}", "24 November 2026, midnight"),
        ("{{ plain | datetime }}", "3 March 2026"),
        ("{{ none | date }}{{ none | day }}{{ none | datetime }}", ""),
        ("{{ 12345 | number }} {{ 'more than 10,000' | number }}", "12,345 more than 10,000"),
        ("{{ plural(1, 'case') }}, {{ plural(1200, 'case') }}", "1 case, 1,200 cases"),
    ],
)
def test_a_date_or_number_is_shown_as_people_in_leeds_write_it(source: str, shown: str) -> None:
    given = {
        "at": AT,
        "summer": datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
        "noon": datetime(2026, 11, 24, 12, tzinfo=UTC),
        "midnight": datetime(2026, 11, 24, tzinfo=UTC),
        "plain": date(2026, 3, 3),
    }
    assert draw(source, **given) == shown


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        draw("{{ at | date }}", at=datetime(2026, 11, 24, 14, 5))  # noqa: DTZ001  # naive on purpose


# The frame


def test_a_page_names_its_classification_force_person_and_place() -> None:
    page = page_for()
    text = words(page.one("body").text)
    assert "OFFICIAL-SENSITIVE" in text
    assert f"{settings.FORCE_NAME} — RaSSO tracker" in text
    assert "DC Amina Hussain, Officer" in text
    assert page.one("title").text == f"My cases - RaSSO tracker - {settings.FORCE_NAME}"
    assert page.one("a", href="/cases/", aria_current="true").text == "Cases"
    assert page.unclosed == []


def test_a_page_begins_with_a_skip_link_to_its_content() -> None:
    page = page_for()
    first = next(one for one in page.elements if one.name == "a")
    assert (first.attrs["href"], page.one("main").attrs["id"]) == ("#main-content", "main-content")


def test_a_page_searches_by_post_so_that_no_name_stands_in_an_address() -> None:
    form = page_for().one("form", action="/cases/search/")
    assert form.attrs["method"] == "post"


def test_a_page_offers_a_change_of_role_to_a_person_with_several() -> None:
    alone = page_for()
    several = page_for(roles=[ROLES["officer"], ROLES["supervisor"]])
    assert alone.all("form", action="/accounts/role/") == []
    chosen = [one.attrs["value"] for one in several.all("option") if "selected" in one.attrs]
    assert (len(several.all("form", action="/accounts/role/")), chosen) == (1, ["officer"])


def test_a_person_without_notices_sees_no_count() -> None:
    assert page_for(unread=0).of_class("app-header__count") == []
    assert "(3 unread)" in page_for().one("a", href="/inbox/").text
    many = page_for(unread=100)  # counted no further
    assert many.of_class("app-header__count")[0].text == "99+"
    assert "(more than 99 unread)" in many.one("a", href="/inbox/").text


def test_a_message_after_a_deed_is_announced() -> None:
    said = SimpleNamespace(level_tag="success", extra_tags="", __html__=lambda: "Withdrawal recorded.")
    banner = page_for(messages=[said]).of_class("govuk-notification-banner")[0]
    assert (banner.attrs["role"], words(banner.text)) == ("alert", "Done Withdrawal recorded.")


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
def test_an_error_page_draws_with_no_context_at_all(code: str) -> None:
    page = Page(engines["jinja2"].get_template(f"errors/{code}.html").render())
    assert "OFFICIAL-SENSITIVE" in page.one("body").text
    assert len(page.all("h1")) == 1
    assert page.unclosed == []


# Components


def deadline_text(deadline: Any, status: str = "") -> str:
    source = '{% from "components/deadlines.html" import deadline as show %}{{ show(deadline, at, status) }}'
    return words(Page(draw(source, deadline=deadline, at=AT, status=status)).one("div").text)


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (date(2026, 11, 20), "27 Nov 2026 On track 3 working days left"),
        (date(2026, 11, 18), "25 Nov 2026 Due soon 1 working day left"),
        (date(2026, 11, 17), "24 Nov 2026 Due soon Due today"),
        (date(2026, 11, 16), "23 Nov 2026 Overdue 1 working day over"),
        (date(2026, 11, 9), "16 Nov 2026 Overdue 6 working days over"),
    ],
)
def test_a_deadline_shows_its_date_a_word_and_the_working_days(start: date, shown: str) -> None:
    assert deadline_text(deadline_by(RULE, start, HOLIDAYS)).startswith(shown)


def test_a_deadline_says_why_this_date() -> None:
    text = deadline_text(deadline_by(RULE, date(2026, 12, 21), HOLIDAYS))
    for part in (
        "Why this date?",
        "Tell the victim of a decision. 5 working days from 21 December 2026, which is day 0.",
        "Victims' Code, right 6. Read at the source named.",
        "21 December 2026 (the decision)",
        "2 weekend days, Christmas Day (25 Dec 2026), Boxing Day (28 Dec 2026)",
    ):
        assert part in text


def test_a_date_on_a_day_off_before_the_next_working_day_is_not_today() -> None:
    agreed = date_set(date(2026, 11, 28), start=date(2026, 11, 2), reason="Agreed with CPS")
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    for at, said in ((friday, "Due on Saturday"), (friday + timedelta(days=1), "Due today")):
        assert days_left_words(replace(agreed, holidays=frozenset(HOLIDAYS)), at) == said


def test_a_date_that_a_person_set_needs_no_rule() -> None:
    agreed = date_set(date(2026, 12, 1), start=date(2026, 11, 2), reason="Agreed with CPS")
    text = deadline_text(replace(agreed, holidays=frozenset(HOLIDAYS)), "Escalated")
    assert text.startswith("1 Dec 2026 Escalated 5 working days left")
    assert "Date set by hand" in text
    assert "Agreed with CPS" in text


def test_a_tag_says_its_word_for_a_plain_word_and_for_a_choice() -> None:
    source = '{% from "components/tags.html" import tag %}{{ tag(one) }}'
    assert Page(draw(source, one=Word.DUE_SOON)).one("strong").text == "Due soon"
    assert "govuk-tag--red" in str(Page(draw(source, one="Overdue")).one("strong").attrs["class"])


def test_a_heading_that_sorts_says_which_way() -> None:
    source = (
        '{% from "components/tables.html" import table %}'
        '{% call table("Cases", headings) %}<tr><td data-label="Due">x</td></tr>{% endcall %}'
    )
    headings = [
        "Reference",
        {"label": "Due", "href": "?order=due", "sort": "ascending"},
        {"label": "Reported", "href": "?order=reported", "sort": "none"},
    ]
    page = Page(draw(source, headings=headings))
    assert [one.attrs.get("aria-sort") for one in page.all("th")] == [None, "ascending", "none"]
    assert page.one("caption").text == "Cases"


def test_a_wide_table_scrolls_in_a_region_that_takes_the_focus() -> None:
    source = (
        '{% from "components/tables.html" import table %}'
        '{% call table("Decisions", ["One"], cards=false) %}<tr><td>x</td></tr>{% endcall %}'
    )
    region = Page(draw(source)).one("div")
    assert (region.attrs["role"], region.attrs["aria-label"], region.attrs["tabindex"]) == (
        "region",
        "Decisions",
        "0",
    )


def test_pages_of_a_list_are_left_out_where_there_are_none() -> None:
    source = '{% from "components/tables.html" import pagination %}{{ pagination(previous, next) }}'
    assert draw(source, previous="", next="") == ""
    assert [one.attrs["rel"] for one in Page(draw(source, previous="", next="?a=1")).all("a")] == ["next"]


def listing(**given: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            "title": "Cases",
            "rows": [],
            "headings": [
                SimpleNamespace(label="Reference", href="?order=reference", sort="none", code="reference")
            ],
            "filter_form": None,
            "next_url": None,
            "previous_url": None,
            "count_text": "1",
            "empty": "No cases match.",
        }
        | given
    )


LISTING = (
    '{% from "components/listing.html" import listing_table %}'
    '{% call listing_table(listing, "case", action=("Log a case", "/cases/new/")) %}'
    "{% for row in listing.rows %}<tr><td>{{ row }}</td></tr>{% endfor %}{% endcall %}"
)


def test_a_list_draws_the_rows_of_its_page() -> None:
    page = Page(draw(LISTING, listing=listing(rows=["13260000001"])))
    assert [one.text for one in page.all("td")] == ["13260000001"]
    assert words(page.of_class("app-count")[0].text) == "1 case"


def test_an_empty_list_says_what_to_do_next() -> None:
    page = Page(draw(LISTING, listing=listing()))
    assert [one.text for one in page.elements if one.within] == ["No cases match.", "Log a case"]
    assert page.all("table") == []


def test_a_summary_says_that_a_value_was_not_recorded() -> None:
    source = '{% from "components/content.html" import summary_list %}{{ summary_list(rows) }}'
    page = Page(draw(source, rows=[("Reported", "3 March 2026"), ("URN", None, ("Add", "/x/"))]))
    assert [words(one.text) for one in page.all("dd")] == ["3 March 2026", "Not recorded", "Add urn"]


def test_a_timeline_shows_each_thing_with_its_moment_and_author() -> None:
    source = '{% from "components/timeline.html" import timeline %}{{ timeline(items) }}'
    items = [
        {"title": "Withdrawal recorded", "at": AT, "by": "DC Amina Hussain", "tags": ["Corroborated"]},
        {"title": "Case opened", "at": date(2026, 3, 3), "href": "/x/"},
    ]
    page = Page(draw(source, items=items))
    assert [words(one.text) for one in page.of_class("moj-timeline__item")] == [
        "Withdrawal recorded by DC Amina Hussain Corroborated 24 November 2026, 2:05pm",
        "Case opened 3 March 2026",
    ]
    assert [one.attrs["datetime"] for one in page.all("time")] == ["2026-11-24T14:05:00+00:00", "2026-03-03"]


# The build


def built_styles() -> str:
    return (Path(settings.BASE_DIR) / "static" / "build" / "app.css").read_text()


def test_every_class_of_ours_that_a_template_names_is_in_the_styles() -> None:
    known = set(re.findall(r"\.(app-[A-Za-z0-9_-]+)", built_styles()))
    named: set[str] = set()
    for name in SOURCES:
        for value in re.findall(r'class="([^"]*)"', (TEMPLATES / name).read_text()):
            plain = re.sub(r"\{[{%].*?[%}]\}", " ", value)
            named |= {one for one in plain.split() if one.startswith("app-") and not one.endswith("-")}
    assert named - known == set()


def test_the_styles_carry_no_font_crown_or_crest() -> None:
    built = built_styles()
    assert re.findall(r"@font-face|gds transport|crest|crown", built, re.IGNORECASE) == []
    assert '"Helvetica Neue",helvetica,arial,sans-serif' in built


def test_the_styles_ask_for_nothing_but_what_is_built() -> None:
    wanted = re.findall(r"url\(([^)]+)\)", built_styles())
    build = Path(settings.BASE_DIR) / "static" / "build"
    assert [one for one in wanted if not (build / one.strip("\"'")).is_file()] == []
