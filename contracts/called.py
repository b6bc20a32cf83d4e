"""What an event is called where only its topic is known: what is awaited, what an exception is about (NOT-3, ALL-5)."""

from __future__ import annotations

from functools import cache

from contracts.catalogue import EVENTS
from contracts.sentences import Language


@cache
def topic_word(topic: str, lang: Language = "en") -> str:
    """Its line in stories without what only one event tells; of none, its topic."""
    event = EVENTS.get(topic)
    line = event.summary.told({}, lang).strip() if event and event.summary else ""
    return (line[:1].upper() + line[1:]) if line else topic.replace(".", " ")
