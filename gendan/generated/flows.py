"""The flow of events in tables, for docs/flows.md and the READMEs of the departments."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.handling import CommandHandler, Handler, House
from contracts.catalogue import EVENTS
from contracts.event import Event
from gendan.generated.asking import asked
from gendan.generated.houses import Houses, hearers
from gendan.generated.saying import is_told, may_say, may_wait
from gendan.generated.wording import promise_text

HEAD = """# Who says what, who hears it, and what must follow

Made by `make contracts` from the contracts, the HANDLES tables, the routes and the handlers' return types; do not edit.
"""
COMMANDS = """## Commands

What a person or an outside system asks over HTTP, and what the other departments hear of it.
"""


def page(houses: Houses) -> str:
    """docs/flows.md: every topic, then what every department hears, then what it is asked."""
    departments = (f"## {name}\n\n{hears_table(house)}" for name, house in houses.items())
    commands = (f"### Asked of {name}\n\n{commands_table(house)}" for name, house in houses.items())
    return "\n".join([HEAD, f"## Topics\n\n{topics_table(houses)}", *departments, COMMANDS, *commands])


def topics_table(houses: Houses) -> str:
    """Per topic: its key, who says it, who hears it, what must follow."""
    heard_by = hearers(houses)
    rows = (
        (f"`{topic}`", event.key_field, event.said_by, ", ".join(heard_by[topic]) or "-", _promises(event))
        for topic, event in EVENTS.items()
    )
    return table(("topic", "key", "said by", "heard by", "must follow"), rows)


def hears_table(house: House) -> str:
    """Per handler: the topic that it hears and what it may say."""
    rows = (
        (f"`{event.topic}`", f"`{name_of(handler)}`", _answers(handler))
        for event, handlers in house.handles.items()
        for handler in handlers
    )
    return table(("hears", "handler", "may say"), rows)


def commands_table(house: House) -> str:
    """Per route that changes something: the handler that it asks, and what that may say."""
    rows = ((f"`{one.route}`", f"`{name_of(one.handler)}`", _answers(one.handler)) for one in asked(house))
    return table(("asked", "handler", "may say"), rows)


def says_table(department: str, houses: Houses) -> str:
    """Per topic that the department says: what it means, who hears it, what must follow."""
    heard_by = hearers(houses)
    rows = (
        (f"`{topic}`", meaning(event), ", ".join(heard_by[topic]) or "-", _promises(event))
        for topic, event in EVENTS.items()
        if event.said_by == department
    )
    return table(("says", "means", "heard by", "must follow"), rows)


def name_of(handler: Handler | CommandHandler) -> str:
    """``stock.reserve`` for ``services.warehouse.stock.handlers.reserve``."""
    room = handler.__module__.removesuffix(".handlers").rpartition(".")[2]
    return f"{room}.{getattr(handler, '__name__', repr(handler))}"


def meaning(event: type[Event]) -> str:
    return " ".join((event.__doc__ or "").split())


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = (head, tuple("---" for _ in head), *rows)
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _promises(event: type[Event]) -> str:
    return "; ".join(promise_text(promise) for promise in event.then) or "-"


def _answers(handler: Handler | CommandHandler) -> str:
    if not is_told(handler):
        return "*its type does not tell*"
    said = ["any of its topics" if event is Event else f"`{event.topic}`" for event in may_say(handler)]
    waits = ["*waits for its cause*"] if may_wait(handler) else []
    return ", ".join(said + waits) or "-"
