"""What a browser would post of a form, read from its HTML."""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = dict[str, str | None]


class Form(HTMLParser):
    """Collects names and values as they stand when nobody touches anything: no file, nothing that is in a template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._template = 0
        self._name = ""
        self._text: list[str] | None = None
        self._options: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "template":
            self._template += 1
        elif tag == "input" and given.get("name") and given.get("type") != "file" and not self._template:
            self.pairs.append((str(given["name"]), given.get("value") or ""))
        elif tag in ("textarea", "select"):
            self._name, self._text, self._options = str(given["name"]), [] if tag == "textarea" else None, []
        elif tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        elif tag == "textarea" and self._text is not None:
            self._keep("".join(self._text).removeprefix("\n"))
            self._text = None
        elif tag == "select":
            chosen = [value for value, selected in self._options if selected]
            self._keep((chosen or [self._options[0][0]])[-1])

    def _keep(self, value: str) -> None:
        if not self._template:
            self.pairs.append((self._name, value))
