"""What the catalogue tells of an event."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.catalogue import EVENTS, SPEAKERS
from contracts.codec import decoded
from contracts.event import Event
from contracts.sentences import Language
from services.notify.desk.catalogue import documents
from services.notify.desk.catalogue.promises import promised
from services.notify.desk.catalogue.schema import Row, rows_of
from services.notify.desk.choices import Choices
from services.notify.story.rules.facts import facts_of

MS_A_DAY = 86_400_000


@dataclass(frozen=True)
class EventShown:
    """One event of the contracts, for one reader."""

    event: type[Event]
    choices: Choices

    @property
    def topic(self) -> str:
        return self.event.topic

    @property
    def heard_by(self) -> tuple[str, ...]:
        return documents.heard_by().get(self.topic, ())

    @property
    def meaning(self) -> str:
        """As its contract has it: in English."""
        return " ".join((self.event.__doc__ or "").split())

    @property
    def kept_days(self) -> int | None:
        """How long Kafka keeps it; None: the newest of each key, for ever."""
        kept_ms = documents.settings_of(self.topic).get("retention.ms")
        return None if kept_ms is None else kept_ms // MS_A_DAY

    def told(self, language: Language) -> str:
        """Its line in a story, of the golden example."""
        if self.event.summary is None:
            return ""
        return self.event.summary.told(facts_of(decoded(self.event, self.example)), language).strip()

    @property
    def promises(self) -> list[str]:
        """What must follow it."""
        return [promised(promise, self.choices) for promise in self.event.then]

    @property
    def answers(self) -> list[str]:
        """The topics that it may keep a promise of."""
        return [each.topic for each in EVENTS.values() if any(self.topic in promise.of for promise in each.then)]

    @property
    def commands(self) -> list[tuple[str, dict[str, Any]]]:
        """By department, those of which it may come."""
        every = documents.commands().items()
        return [(name, one) for name, commands in every for one in commands if self.topic in one["says"]]

    @property
    def rows(self) -> list[Row]:
        return rows_of(documents.schema_of(self.topic))

    @cached_property
    def example(self) -> str:
        return documents.example_of(self.topic)


def by_speaker(choices: Choices) -> dict[str, list[EventShown]]:
    """All events by who publishes them."""
    shown = [EventShown(event, choices) for event in EVENTS.values()]
    return {speaker: [one for one in shown if one.event.said_by == speaker] for speaker in SPEAKERS}
