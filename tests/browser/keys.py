"""A person at a browser who has a keyboard alone: no mouse, no touch, no script puts the focus anywhere."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.hands import Hands, is_fault
from tests.people import PASSWORD

_HAS_FOCUS = "selector => document.activeElement.matches(selector)"


class Keys(Hands):
    """Hands that press keys."""

    @classmethod
    def of(cls, browser: Browser, site: str, username: str, **more: Any) -> Keys:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(10_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
        keys = cls(page, site, faults)
        keys.open("/accounts/login/")
        keys.tab_to("#id_username").types(username).tab_to("#id_password").types(PASSWORD).presses("Enter")
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
        return keys

    def presses(self, *keys: str) -> Keys:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def types(self, text: str) -> Keys:
        self.page.keyboard.type(text)
        return self

    def has_focus(self, selector: str) -> bool:
        return bool(self.page.evaluate(_HAS_FOCUS, selector))

    def tab_to(self, selector: str, most: int = 90) -> Keys:
        """Press Tab until what the selector names has the focus."""
        for _ in range(most):
            if self.has_focus(selector):
                return self
            self.presses("Tab")
        raise AssertionError(f"{selector} cannot be reached with Tab on {self.address}")

    def tab_back_to(self, selector: str, most: int = 90) -> Keys:
        for _ in range(most):
            if self.has_focus(selector):
                return self
            self.presses("Shift+Tab")
        raise AssertionError(f"{selector} cannot be reached with Shift and Tab on {self.address}")

    def is_on(self, selector: str) -> Keys:
        """Waits until it has the focus."""
        expect(self.page.locator(selector)).to_be_focused()
        return self

    def hears(self, words: str) -> Keys:
        """Waits until the live region of the board says it."""
        expect(self.page.locator("#board-news")).to_contain_text(words)
        return self

    def row(self, plan: Any) -> Any:
        return self.page.locator(f"tr[data-plan='{plan.pk}']")


def reloads(page: Page) -> list[str]:
    """Every page that is loaded from now on, by its address."""
    loaded: list[str] = []
    page.on("load", lambda one: loaded.append(one.url))
    return loaded
