"""An event as a line of an order's story, without personal or cost data (NOT-2, ALL-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.markings import is_marked
from contracts.money import Money
from contracts.reasons import text_of, text_of_all
from contracts.review import Reason
from contracts.sentences import language
from contracts.supply import ItemReady
from contracts.texts import read, said, stored
from contracts.value import names_of

UNTOLD = frozenset(
    {"orders", "order_id", "content", "cover", "needs", "packages", "signatures", "alternatives", "requested_by"}
)
LINES = frozenset({"plan"})
"""Facts that are lines of ours without arguments."""


def facts_of(event: Event) -> dict[str, Any]:
    """The event's plain fields as text and numbers; reasons as texts are stored, in place of their English."""
    values = {name: getattr(event, name) for name in _told(type(event))}
    if values.get("reasons") and "reason" in values:
        values["reason"] = values.pop("reasons")
    money = Money in map(type, values.values())
    return {name: _plain(value, money=money) for name, value in values.items() if value is not None}


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they were kept, in the reader's language."""
    return {
        name: said(read(value)) if isinstance(value, dict) or name in LINES else value for name, value in facts.items()
    }


def summary_of(topic: str, facts: Mapping[str, Any]) -> str:
    """One line of what an event told; the topic where it has no line of its own, or is none any more."""
    event = EVENTS.get(topic)
    return event.summary.told(facts, language()) if event and event.summary else topic


@cache
def _told(event: type[Event]) -> tuple[str, ...]:
    return tuple(
        name
        for name, hint in get_type_hints(event, include_extras=True).items()
        if name in names_of(event) and name not in UNTOLD and not is_marked(hint)
    )


def _plain(value: Any, *, money: bool) -> Any:
    """A number beside amounts of money is one of them and keeps its cents; any other is a quantity."""
    kind = type(value)
    if kind in (str, int, bool):
        return value
    if kind is Reason:
        return stored(text_of(value))
    if kind is tuple:
        return stored(text_of_all(value)) if value and type(value[0]) is Reason else _list(value)
    if kind is Decimal:
        return f"{value:f}" if money else _number(value)
    return f"{value.amount:f} {value.currency}" if kind is Money else str(value)


def _list(values: Iterable[Any]) -> str:
    """What has an item and a quantity is added up, each item once."""
    told, totals = list[str](), dict[str, Decimal]()
    for value in values:
        if hasattr(value, "quantity"):
            totals[value.item] = totals.get(value.item, Decimal(0)) + value.quantity
        else:
            told.append(_element(value))
    return ", ".join([*told, *(f"{_number(total)} {item}" for item, total in totals.items())])


def _element(value: Any) -> str:
    return f"{value.item} {value.on}" if isinstance(value, ItemReady) else str(value)


def _number(value: Decimal) -> str:
    """300, also where it was written 300.0 or 3E+2."""
    return f"{value.normalize():f}"
