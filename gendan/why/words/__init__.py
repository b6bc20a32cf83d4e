"""What `gendan why` and its like say, in the language of who asks (ALL-5): texts, and the lines that the events have.

Each text is said where it is made, for all that a command tells is for one person.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from contracts.catalogue import EVENTS
from contracts.sentences import DEFAULT, Facts, Language, filled
from contracts.texts import Say
from gendan.why.words import en, zh
from whereabouts.words import LOCALE as VERDICT

PHRASES: dict[Language, Mapping[str, str]] = {"en": en.PHRASES, "zh": zh.PHRASES}
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
Lang = Annotated[Literal["en", "zh"] | None, typer.Option(help="By default as your locale says.")]
CATALOGUES = Path(__file__).parents[2] / "locale"


def language(environment: Mapping[str, str]) -> Language:
    """As the locale of who asks says; English where it says neither."""
    name = next((environment[one] for one in LOCALE if environment.get(one)), "")
    return "zh" if name.lower().startswith("zh") else "en"


def speaking(lang: Language) -> Say:
    """What says texts in this language."""
    if lang == DEFAULT:
        return str
    from chassis.language import catalogue

    return catalogue(lang, CATALOGUES, VERDICT)


def sentence(topic: str, facts: Facts, lang: Language = "en") -> str:
    """One line of what happened, with its numbers and amounts; what is not known is left out."""
    summary = EVENTS[topic].summary if topic in EVENTS else None
    return summary.told(facts, lang) if summary else topic


def phrase(name: str, lang: Language = "en", **values: object) -> str:
    """A phrase around the lines."""
    return filled(PHRASES[lang][name], {key: str(value) for key, value in values.items()})
