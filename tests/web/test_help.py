"""The help page, as a signed-in person meets it through the whole stack."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.web.page import Page


def test_help_is_a_page_of_the_product(alice: Any, sign_in: Any) -> None:
    answer = sign_in(alice).get("/help/")
    page = Page(answer.content.decode())
    assert answer.status_code == 200
    assert page.one("h1").text == "Help with this service"
    assert page.unclosed == []


def test_every_link_of_the_footer_lands_on_its_part_of_the_help(alice: Any, sign_in: Any) -> None:
    page = Page(sign_in(alice).get("/help/").content.decode())
    footer = [one for one in page.all("a") if any(outer.name == "footer" for outer in one.within)]
    targets = [str(one.attrs["href"]).partition("#") for one in footer]
    assert {address for address, _, _ in targets} == {"/help/"}
    assert [page.by_id(part).name for _, _, part in targets if part] == ["h2", "h2"]


def test_help_asks_a_stranger_to_sign_in(db: None) -> None:
    answer = Client().get("/help/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/help/")
