"""What departments say of an order, asked of all at once (NOT-2)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeGuard, TypeVar

import msgspec

from services.notify.desk.doing.departments import Answered, Away, Departments, Done, Refused
from services.notify.desk.session import Session
from services.notify.desk.trace import Trace

T = TypeVar("T")
Asks = Mapping[str, tuple[str, str]]
"""What is asked under which name: a department, and a path of its API."""


@dataclass(frozen=True)
class Answers:
    """By the names of what was asked; what a department knows nothing of is not among them."""

    told: Mapping[str, Any]
    away: tuple[str, ...]
    """Departments that do not answer at this moment."""
    closed: tuple[str, ...]
    """What this person may not see."""
    refused: Mapping[str, Refused] = field(default_factory=dict)
    """What cannot be asked so, with what was expected."""

    def of(self, name: str, kind: type[T]) -> T | None:
        """As much of an answer as ``kind`` says."""
        return msgspec.convert(self.told[name], kind) if name in self.told else None

    def besides(self, others: Answers) -> Answers:
        """With what was asked next, of other names."""
        away = tuple(dict.fromkeys((*self.away, *others.away)))
        told, refused = {**self.told, **others.told}, {**self.refused, **others.refused}
        return Answers(told, away, (*self.closed, *others.closed), refused)


async def answers_of(departments: Departments, session: Session, trace: Trace, asks: Asks) -> Answers:
    answers = await asyncio.gather(*(departments.look(*ask, session, trace) for ask in asks.values()))
    by_name = dict(zip(asks, answers, strict=True))
    return Answers(
        told={name: answer.body for name, answer in by_name.items() if isinstance(answer, Done)},
        away=tuple(dict.fromkeys(answer.department for answer in answers if isinstance(answer, Away))),
        closed=tuple(name for name, answer in by_name.items() if _is_closed(answer)),
        refused={name: answer for name, answer in by_name.items() if _is_wrong(answer)},
    )


def _is_closed(answer: Answered) -> bool:
    return isinstance(answer, Refused) and answer.status == HTTPStatus.FORBIDDEN


def _is_wrong(answer: Answered) -> TypeGuard[Refused]:
    return isinstance(answer, Refused) and answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
