"""An order's story in words (ALL-5): the lines that the events have, the phrases around them in `en` and `zh`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.catalogue import EVENTS
from contracts.sentences import Facts, Language, filled
from gendan.why.words import en, zh

PHRASES: dict[Language, Mapping[str, str]] = {"en": en.PHRASES, "zh": zh.PHRASES}
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def language(environment: Mapping[str, str]) -> Language:
    """As the locale of who asks says; English where it says neither."""
    name = next((environment[one] for one in LOCALE if environment.get(one)), "")
    return "zh" if name.lower().startswith("zh") else "en"


def sentence(topic: str, facts: Facts, lang: Language = "en") -> str:
    """One line of what happened, with its numbers and amounts; what is not known is left out."""
    summary = EVENTS[topic].summary if topic in EVENTS else None
    return summary.told(facts, lang) if summary else topic


def phrase(name: str, lang: Language = "en", **values: Any) -> str:
    """A phrase around the lines."""
    return filled(PHRASES[lang][name], {key: str(value) for key, value in values.items()})
