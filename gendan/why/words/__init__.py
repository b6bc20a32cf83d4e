"""What `gendan why` and its like say, in the language of who asks (ALL-5): texts, and the lines that the events have.

Each text is said where it is made, for all that a command tells is for one person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from contracts.called import topic_word
from contracts.catalogue import EVENTS
from contracts.sentences import DEFAULT, Facts, Language, filled, word
from contracts.sentences import language as spoken
from contracts.texts import PLACES, Say, Text, Word, said
from gendan.why.words import en, zh

PHRASES: dict[Language, Mapping[str, str]] = {"en": en.PHRASES, "zh": zh.PHRASES}
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
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

    return catalogue(lang, CATALOGUES)


def sentence(topic: str, facts: Facts, lang: Language = "en") -> str:
    """One line of what happened, with its numbers and amounts; what is not known is left out."""
    summary = EVENTS[topic].summary if topic in EVENTS else None
    return summary.told(facts, lang) if summary else topic


def phrase(name: str, lang: Language = "en", **values: object) -> str:
    """A phrase around the lines."""
    return filled(PHRASES[lang][name], {key: str(value) for key, value in values.items()})


def whom(name: str) -> str:
    """A department, or who is outside; a person's code as it is."""
    called = word(name, spoken())
    return called if PLACES.intersection(called) else said(Word(called))


def event(topic: str) -> str:
    """What people call an event; English has its topic."""
    return topic if spoken() == DEFAULT else topic_word(topic, spoken())


def any_of(topics: Sequence[str], otherwise: str) -> str:
    """Which of them is awaited; where no topic is told, in the department's own words."""
    if spoken() == DEFAULT or not topics:
        return otherwise
    return said(Text(" or ")).join(map(event, topics))


def silence(service: str, reason: str) -> str:
    """Who does not answer, and how that is known."""
    return said(Text("{where} does not answer: {reason}", where=whom(service), reason=reason))


def no_database(service: str, state: str) -> str:
    return said(Text("the database of {where} is {away}", where=whom(service), away=state))
