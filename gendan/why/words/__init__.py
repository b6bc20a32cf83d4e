"""What `gendan why` and its like say, in the language of who asks (ALL-5): texts, and the lines that the events have.

Each text is said where it is made, for all that a command tells is for one person.
"""

from __future__ import annotations

from collections.abc import Mapping

from contracts.catalogue import EVENTS
from contracts.sentences import Facts, Language, filled
from gendan.why.words import en, zh

PHRASES: dict[Language, Mapping[str, str]] = {"en": en.PHRASES, "zh": zh.PHRASES}


def sentence(topic: str, facts: Facts, lang: Language = "en") -> str:
    """One line of what happened, with its numbers and amounts; what is not known is left out."""
    summary = EVENTS[topic].summary if topic in EVENTS else None
    return summary.told(facts, lang) if summary else topic


def phrase(name: str, lang: Language = "en", **values: object) -> str:
    """A phrase around the lines."""
    return filled(PHRASES[lang][name], {key: str(value) for key, value in values.items()})
