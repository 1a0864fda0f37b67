"""The form of a look-back asks only what an answer asks for, with JavaScript and without, as by API."""

from __future__ import annotations

from typing import Any

import pytest

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.stories import story
from tests.victims.conftest import FOUND, Withdraw, on
from tests.web.page import Page, words
from victims import services
from victims.models import LookBack, Withdrawal

YES = {"preventable": "yes", "words": "Nobody rang.", "learnt": "no"}


@story
def withdrawal(withdraw: Withdraw, dina: Person) -> Withdrawal:
    row = withdraw(at=on(10, hour=13))
    return services.corroborate_withdrawal(by=dina, withdrawal=row, note="Seen.", at=on(11), **FOUND)


@pytest.fixture
def browser(sign_in: Any, sam: Person) -> Any:
    return sign_in(sam)


def posted(browser: Any, row: Withdrawal, **given: Any) -> Any:
    path = f"/withdrawals/{row.pk}/look-back/"
    once = Page(browser.get(path).content.decode()).by_id("id_once").attrs["value"]
    return browser.post(path, {"once": once, **given})


def summary(page: Page) -> dict[str, str]:
    """The error summary: address of the control to sentence."""
    links = [one for one in page.all("a") if one.attrs["href"].startswith("#id_")]
    return {one.attrs["href"]: words(one.text) for one in links}


def test_what_yes_demands_stands_under_yes_and_is_not_called_optional(
    withdrawal: Withdrawal, browser: Any
) -> None:
    page = Page(browser.get(f"/withdrawals/{withdrawal.pk}/look-back/").content.decode())
    yes = page.by_id("id_preventable_0")
    assert yes.attrs["value"] == "yes"
    shown = page.by_id(yes.attrs["data-aria-controls"])
    for name in ("id_moment", "id_helped_0"):
        assert shown in page.by_id(name).within
    lesson = page.by_id(page.by_id("id_learnt_0").attrs["data-aria-controls"])
    for name in ("id_about", "id_lesson", "id_owner", "id_lesson_due_on_day"):
        assert lesson in page.by_id(name).within
    asked = [words(one.text) for name in ("label", "legend") for one in page.all(name)]
    assert [one for one in asked if "(optional)" in one] == []
    assert "If preventable: at which moment could it have gone differently?" in asked
    assert len(page.ids()) == len(set(page.ids()))


def test_yes_without_its_answers_says_by_each_field_what_is_needed(
    withdrawal: Withdrawal, browser: Any
) -> None:
    page = Page(posted(browser, withdrawal, **YES).content.decode())
    assert summary(page) == {
        "#id_moment": "Choose the moment at which it could have gone differently.",
        "#id_helped_0": "Choose what might have helped.",
    }
    shown = page.by_id(page.by_id("id_preventable_0").attrs["data-aria-controls"])
    assert "hidden" not in str(shown.attrs["class"])
    lesson = Page(posted(browser, withdrawal, **{**YES, "learnt": "yes"}).content.decode())
    assert {"#id_about", "#id_lesson", "#id_owner", "#id_lesson_due_on_day"} < set(summary(lesson))


def test_whatever_is_left_out_is_told_at_once_on_the_page_and_by_api(
    withdrawal: Withdrawal, browser: Any
) -> None:
    """What the form itself asks for, and what only the rule does, in one round."""
    day = {"lesson_due_on_day": "31", "lesson_due_on_month": "2", "lesson_due_on_year": "2027"}
    page = Page(posted(browser, withdrawal, learnt="yes", lesson="Ring.", **day).content.decode())
    told = summary(page)
    assert set(told) == {
        "#id_preventable_0", "#id_words", "#id_about", "#id_owner", "#id_lesson_due_on_day",
    }  # fmt: skip
    sent = {
        "withdrawal": str(withdrawal.pk),
        "learnt": True,
        "lesson": "Ring.",
        "lesson_due_on": "2027-02-31",
    }
    refused = browser.post("/api/v1/look-backs/", sent, content_type="application/json")
    assert set(refused.json()["fields"]) == {"preventable", "words", "about", "owner", "lesson_due_on"}
    assert told["#id_about"] == refused.json()["fields"]["about"] == "Choose what the lesson is about."
    preventable = Page(posted(browser, withdrawal, preventable="yes").content.decode())
    assert set(summary(preventable)) == {"#id_moment", "#id_helped_0", "#id_words"}
    assert not LookBack.objects.exists()


def test_what_was_typed_under_an_answer_that_was_changed_is_passed_over_on_the_page_and_refused_by_api(
    withdrawal: Withdrawal, browser: Any
) -> None:
    changed = {
        **YES, "preventable": "no", "moment": "waiting", "helped": ["updates"],
        "about": "contact", "lesson": "Ring.", "lesson_due_on_day": "31",
    }  # fmt: skip
    sent = {"withdrawal": str(withdrawal.pk), **changed, "learnt": False}
    del sent["lesson_due_on_day"]
    refused = browser.post("/api/v1/look-backs/", sent, content_type="application/json")
    assert (refused.status_code, set(refused.json()["fields"])) == (400, {"moment", "helped", "learnt"})
    assert posted(browser, withdrawal, **changed).status_code == 302
    row = LookBack.objects.get()
    assert (row.preventable, row.moment, row.helped) == ("no", "", [])


def test_a_lesson_is_one_though_nobody_said_that_there_is_one(withdrawal: Withdrawal, sam: Person) -> None:
    said = {"preventable": "no", "words": "As planned.", "about": "contact", "at": on(12)}
    with pytest.raises(Invalid) as refused:
        services.record_look_back(by=sam, withdrawal=withdrawal, **said)
    assert set(refused.value.fields) == {"lesson", "owner", "lesson_due_on"}
