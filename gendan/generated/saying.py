"""What a handler may say, of a message or of a command, read from its return type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from chassis.handling import Answer, CommandHandler, Handler, NotReady
from contracts.event import Event


def may_say(handler: Handler | CommandHandler) -> tuple[type[Event], ...]:
    """The events of a handler's return type, in its order; ``Event`` itself stands for any of its house."""
    return tuple(dict.fromkeys(part for part in _parts(returns(handler)) if _is_event(part)))


def may_wait(handler: Handler | CommandHandler) -> bool:
    """Whether the handler may find that a message came before its cause."""
    return NotReady in _parts(returns(handler))


def is_told(handler: Handler | CommandHandler) -> bool:
    """Whether the return type tells what is said: a bare ``Answer`` does not."""
    return Answer not in _parts(returns(handler))


def returns(handler: Handler | CommandHandler) -> Any:
    """The return annotation, resolved."""
    return get_type_hints(handler).get("return")


def _parts(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for part in inner:
        yield from _parts(part)


def _is_event(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, Event)
