"""How each department is just now, as it tells it itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from whereabouts.picture import Part, Picture, Silent

Answers = Mapping[str, dict[str, Any] | Silent]


@dataclass(frozen=True)
class Waiting:
    """Messages of one topic that wait for one reason, since when (real time); ``first`` is the oldest of them."""

    why: str
    topic: str
    messages: int
    since: datetime
    reason: str = ""
    streams: int = 0
    """So many keys of the topic are held up."""
    fingerprint: str | None = None
    first: str | None = None
    died_of: str = ""


@dataclass(frozen=True)
class DepartmentShown:
    """What one department does; ``silent`` says why it tells nothing."""

    name: str
    silent: str = ""
    picture: Picture | None = None
    waiting: tuple[Waiting, ...] = ()

    @property
    def unsent(self) -> list[Waiting]:
        """What it said and Kafka does not have, the oldest first."""
        return sorted((one for one in self.waiting if one.why == "unsent"), key=lambda one: one.since)

    @property
    def dead(self) -> list[Waiting]:
        return [one for one in self.waiting if one.why == "dead"]

    @property
    def parked(self) -> int:
        """Messages that wait for something, dead ones not counted."""
        return sum(one.messages for one in self.waiting if one.why not in ("unsent", "dead"))

    @property
    def streams(self) -> int:
        """Keys that are held up: each by its first message, the others wait behind that."""
        return sum(one.streams for one in self.waiting if one.why not in ("unsent", "behind"))

    @property
    def failing(self) -> dict[str, Part]:
        """The parts of its process that do not do their work."""
        parts = self.picture.condition.parts if self.picture else {}
        return {name: part for name, part in parts.items() if part.fails}

    @property
    def well(self) -> bool:
        picture = self.picture
        return bool(picture and picture.knows and picture.kafka_answers and not self.failing)


WAITING = TypeAdapter(tuple[Waiting, ...])


def departments_of(answers: Answers) -> list[DepartmentShown]:
    """In the departments' order; ``answers`` are to `/ops/stuck`."""
    return [_shown(name, answer) for name, answer in answers.items()]


def _shown(name: str, answer: dict[str, Any] | Silent) -> DepartmentShown:
    if isinstance(answer, Silent):
        return DepartmentShown(name, answer.reason)
    return DepartmentShown(name, "", Picture.model_validate(answer), WAITING.validate_python(answer["groups"]))


def dead_in(departments: Sequence[DepartmentShown]) -> list[tuple[DepartmentShown, Waiting]]:
    """All that died, the most first."""
    every = [(department, one) for department in departments for one in department.dead]
    return sorted(every, key=lambda pair: -pair[1].messages)
