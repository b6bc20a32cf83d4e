"""Texts in the reader's language: the catalogues of gettext, and which language a request asks for (ALL-5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from contracts.texts import SAY, Say, Text, Word, filled, plain

LOCALES = {"en": "en", "zh": "zh-Hans"}
"""Languages by the first part of their tags, and how an answer is labelled (BCP 47)."""
DEFAULT = "en"
WORDS = frozenset({
    "fields", "missing", "mode", "modes", "reviewers", "role", "roles", "stage", "state", "status", "step", "steps",
    "verdict", "wanted", "what",
})  # fmt: skip
"""Arguments of these names are words of ours and are translated; others are what somebody calls a thing, or wrote."""
OURS = (Path(__file__).parents[1] / "contracts" / "locale", Path(__file__).parent / "locale")
Entries = Mapping[tuple[str | None, str], str]


def asked_for(accept: str) -> str:
    """Of our languages the one that an Accept-Language wants most (RFC 9110, 12.5.4); English for any or none."""
    for tag in sorted(filter(_weight, accept.split(",")), key=_weight, reverse=True):
        language = tag.partition(";")[0].strip().lower().partition("-")[0]
        if language in LOCALES:
            return language
    return DEFAULT


def being_read() -> str:
    """The language of who reads now."""
    return str(getattr(SAY.get(), "language", DEFAULT))


def _weight(tag: str) -> float:
    """The quality of a part of the header: 1 unless it says another one, 0 for what makes no sense."""
    _, _, quality = tag.partition(";")
    name, _, value = quality.partition("=")
    try:
        return float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        return 0.0


class Catalogue:
    """Says texts in one language."""

    def __init__(self, language: str, entries: Entries) -> None:
        self.language, self.entries = language, entries

    def __call__(self, text: Text) -> str:
        """In English where the catalogue has no line, or one for which an argument was not told."""
        with suppress(KeyError):
            line = self.entries[text.context, text.line]
            return filled(line, {name: self._argument(name, value) for name, value in text.told.items()})
        return str(text)

    def _argument(self, name: str, value: Any) -> str:
        if isinstance(value, tuple | list):
            between = "；" if any(isinstance(part, Text) for part in value) else "、"
            return between.join(self._argument(name, part) for part in value)
        if isinstance(value, Text):
            return self(value)
        return "、".join(self(Word(word)) for word in str(value).split(", ")) if name in WORDS else plain(value)


@cache
def catalogue(language: str, *houses: Path | None) -> Say:
    """What says texts in a language: those of contracts and chassis, and of houses by their folders ``locale``."""
    if language == DEFAULT:
        return str
    folders = (*OURS, *filter(None, houses))
    return Catalogue(language, {key: text for folder in folders for key, text in _entries(folder, language)})


def _entries(folder: Path, language: str) -> Iterator[tuple[tuple[str | None, str], str]]:
    with po_file(folder, language).open("rb") as file:
        for message in read_po(file):
            if message.id and message.string:
                yield (message.context, str(message.id)), str(message.string)


def po_file(folder: Path, language: str) -> Path:
    """A folder's catalogue, as gettext lays them out."""
    return folder / LOCALES[language].replace("-", "_") / "LC_MESSAGES" / f"{folder.parent.name}.po"
