"""A handler of a department says what its return type declares; a test in which one says something else fails.

The documents of who says what are made from those types. What is called by the engine is watched while tests run, in
every test: messages, timers and commands. A command handler of a bare ``Answer`` declares nothing and is not watched.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from functools import cache
from typing import Any

import pytest

from chassis.handling import Answer, CommandHandler, Db, Handler, NotReady, Outcome, events_of
from chassis.refusal import Refusal
from chassis.transaction import commands, rooms
from contracts.event import Event
from gendan.generated.saying import is_told, may_say, may_wait

WATCHED = "services."
"""The modules of the handlers that are watched."""

_lies: dict[str, None] = {}


def undeclared(handler: Handler | CommandHandler, outcomes: Iterable[Outcome | Answer | Refusal]) -> list[str]:
    """Each kind of outcome that the handler's return type does not declare, told with what it does declare."""
    declared = _declared(handler)
    if declared is None:
        return []
    kinds = dict.fromkeys(kind for outcome in outcomes for kind in _kinds(outcome))
    return [_told(handler, declared, kind) for kind in kinds if not _is_declared(kind, declared)]


@cache
def _declared(handler: Handler | CommandHandler) -> tuple[type, ...] | None:
    """The kinds of outcome that it declares; None where its return type does not tell."""
    waits = (NotReady,) if may_wait(handler) else ()
    return (*may_say(handler), *waits) if is_told(handler) else None


def take_lies() -> list[str]:
    """What was answered otherwise than declared since this was asked last."""
    told = list(_lies)
    _lies.clear()
    return told


def pytest_configure(config: pytest.Config) -> None:
    watch = pytest.MonkeyPatch()
    watch.setattr(rooms, "call", _watched_call(rooms.call))
    watch.setattr(commands, "answer", _watched_answer(commands.answer))
    config.add_cleanup(watch.undo)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, Any, Any]:
    return (yield from _failing())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, Any, Any]:
    return (yield from _failing())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, Any, Any]:
    return (yield from _failing())


def _failing() -> Generator[None, Any, Any]:
    """The engine makes a dead letter of a handler that fails, so a lie is told when the test has ended."""
    result = yield
    if lies := take_lies():
        pytest.fail("\n".join(lies), pytrace=False)
    return result


def _watched_call(call: Callable[..., Any]) -> Callable[..., Any]:
    async def watched(handler: Handler, db: Db, events: list[Any]) -> Sequence[Outcome]:
        outcomes: Sequence[Outcome] = await call(handler, db, events)
        _watch(handler, outcomes)
        return outcomes

    return watched


def _watched_answer(answer: Callable[..., Any]) -> Callable[..., Any]:
    async def watched(handler: CommandHandler, db: Db, asked: Sequence[commands.Command]) -> list[Answer | Refusal]:
        answers: list[Answer | Refusal] = await answer(handler, db, asked)
        _watch(handler, answers)
        return answers

    return watched


def _watch(handler: Handler | CommandHandler, outcomes: Sequence[Any]) -> None:
    if handler.__module__.startswith(WATCHED):
        _lies.update(dict.fromkeys(undeclared(handler, outcomes)))


def _kinds(outcome: Outcome | Answer | Refusal) -> tuple[type, ...]:
    if isinstance(outcome, Answer):
        return tuple(type(event) for event in outcome.events)
    if isinstance(outcome, NotReady):
        return (NotReady,)
    return () if isinstance(outcome, Refusal) else tuple(type(event) for event in events_of(outcome))


def _is_declared(kind: type, declared: Sequence[type]) -> bool:
    """``Event`` itself stands for any of its house."""
    return kind in declared or (Event in declared and issubclass(kind, Event))


def _told(handler: Handler | CommandHandler, declared: Sequence[type], kind: type) -> str:
    name = f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__name__)}"
    says = " | ".join(one.__name__ for one in declared) or "nothing"
    return f"{name} declares {says}, and answered {kind.__name__}"
