"""A page's elements as a browser's parser finds them, without a browser."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

RAW = {"script", "style"}


class Page(HTMLParser):
    """All elements with their attributes; what scripts and styles hold; what is written."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[tuple[dict[str, str | None], str]]] = defaultdict(list)
        self.text: list[str] = []
        self._in: tuple[str, dict[str, str | None]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in RAW:
            self._in = (tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in RAW:
            self._in = None

    def handle_data(self, data: str) -> None:
        if self._in:
            self.raw[self._in[0]].append((self._in[1], data))
        else:
            self.text.append(data)
