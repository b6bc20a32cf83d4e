"""What a verdict is told with: who it is, what is awaited, who is silent, in the language of who asks (ALL-5)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contracts.called import topic_word
from contracts.sentences import DEFAULT, word
from contracts.sentences import language as spoken
from contracts.texts import PLACES, Text, Word, said

LOCALE = Path(__file__).parent / "locale"


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
