"""What a person's hands do: sign in, open a page, fill a form by its field names, send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from rasso_tracker.clocks import in_london
from tests.people import PASSWORD

Value = str | bool | date | datetime | list[str]


def is_fault(line: ConsoleMessage) -> bool:
    """An error in the console, other than Chromium's remark that a form came back with its errors (422)."""
    return line.type == "error" and "status of 422" not in line.text


def is_reveal(rule: str, html: str) -> bool:
    """GOV.UK's radio that reveals a question: its script says `aria-expanded` on it, which axe does not know.

    Their own tests pass over the same: screen readers say that more is shown.
    """
    return rule == "aria-allowed-attr" and "govuk-radios__input" in html and "aria-expanded" in html


@dataclass
class Hands:
    """One person at one browser."""

    page: Page
    site: str
    faults: list[str]

    @classmethod
    def of(
        cls,
        browser: Browser,
        site: str,
        username: str,
        *,
        script: bool = True,
        width: int = 1280,
        password: str = PASSWORD,
    ) -> Hands:
        context = browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.set_default_timeout(10_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
        hands = cls(page, site, faults)
        hands.open("/accounts/login/")
        page.fill("#id_username", username)
        page.fill("#id_password", password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
        return hands

    def open(self, path: str) -> Hands:
        self.page.goto(path if path.startswith("http") else self.site + path)
        return self

    def follow(self, link: str) -> Hands:
        with self.page.expect_navigation():
            self.page.locator("main a", has_text=link).first.click()
        return self

    def fill(self, **values: Value) -> Hands:
        for name, value in values.items():
            self._one(name, value)
        return self

    def _one(self, name: str, value: Value) -> None:
        page = self.page
        self._unfold(name)
        if isinstance(value, date):
            self._date(name, value)
        elif page.locator(f"select[name='{name}']").count():
            page.locator(f"select[name='{name}']").select_option(str(value), force=True)
        elif page.locator(f"input[type=radio][name='{name}'], input[type=checkbox][name='{name}']").count():
            for one in value if isinstance(value, list) else [value]:
                word = {True: "yes", False: "no"}.get(one, one)  # type: ignore[call-overload]  # bool or str
                page.locator(f"[name='{name}'][value='{word}']").check(force=True)
        else:
            page.locator(f"[name='{name}']").fill(str(value))

    def _unfold(self, name: str) -> None:
        """Open what the question is folded away under, as a person would to get at it."""
        folded = self.page.locator(f"details:not([open]):has([name^='{name}']) > summary")
        while folded.count():
            folded.first.click()

    def _date(self, name: str, value: date) -> None:
        day = in_london(value) if isinstance(value, datetime) else value
        for part in ("day", "month", "year"):
            self.page.fill(f"#id_{name}_{part}", str(getattr(day, part)))
        if isinstance(day, datetime):
            self.page.fill(f"#id_{name}_time", f"{day:%H:%M}")

    def send(self) -> Hands:
        """Press the main button of the form that is shown, and wait for the page that answers."""
        main = self.page.locator("main form button.govuk-button:not(.govuk-button--secondary)")
        with self.page.expect_navigation():
            main.last.click()
        return self

    def sees(self, text: str) -> Hands:
        expect(self.page.locator("body")).to_contain_text(text)
        return self

    def row_link(self, text: str) -> str:
        """The address of the first link with this text."""
        href = self.page.locator("main a", has_text=text).first.get_attribute("href", timeout=5000)
        assert href, f"no link {text}"
        return href

    @property
    def address(self) -> str:
        return self.page.url.removeprefix(self.site)

    def is_accessible(self) -> Hands:
        self.page.wait_for_load_state("load")
        found: Any = Axe().run(
            self.page,
            options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}},
        )
        told = [
            f"{one['id']}: {node['html'][:160]}"
            for one in found.response["violations"]
            for node in one["nodes"]
            if not is_reveal(one["id"], node["html"])
        ]
        assert told == [], f"{self.address}: {told}"
        return self

    def fits(self) -> Hands:
        """The page does not scroll sideways."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.address} is {wide} px too wide"
        return self
