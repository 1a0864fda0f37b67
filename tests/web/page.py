"""Reads the HTML of a page the way a browser does, as far as these tests ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

FOCUSABLE = {"input", "select", "textarea", "button"}


@dataclass
class Element:
    name: str
    attrs: dict[str, str | None]
    text: str = ""
    within: list[Element] = field(default_factory=list)


class Page(HTMLParser):
    """The elements of a page in order, each with its own text and what it stands within."""

    VOID = frozenset({"input", "meta", "link", "br", "hr", "img"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.unclosed = [element.name for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), within=list(self._open))
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str, /, **attrs: str) -> list[Element]:
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}
        return [one for one in self.elements if one.name == name and wanted.items() <= one.attrs.items()]

    def one(self, name: str, /, **attrs: str) -> Element:
        found = self.all(name, **attrs)
        assert len(found) == 1, f"{len(found)} of <{name} {attrs}>"
        return found[0]

    def by_id(self, wanted: str) -> Element:
        found = [one for one in self.elements if one.attrs.get("id") == wanted]
        assert len(found) == 1, f"{len(found)} elements have the id {wanted}"
        return found[0]

    def of_class(self, css: str) -> list[Element]:
        return [one for one in self.elements if css in (one.attrs.get("class") or "").split()]

    def ids(self) -> list[str]:
        return [str(one.attrs["id"]) for one in self.elements if one.attrs.get("id")]


def words(text: str) -> str:
    return " ".join(text.split())
