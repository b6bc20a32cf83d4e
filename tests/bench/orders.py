"""The orders that the bench places: what stands in their lines is what makes one part differ from another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

ITEMS, CUSTOMERS, LINES = 40, 50, 3
SHORT_ITEMS = 10
HOT_ITEM = "I-0"
EVERY_SHORT = 5

Shape = Callable[[int, int], str]
"""The item of an order's line, by the order's number and the line's."""


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def spread(number: int, line: int) -> str:
    """All items alike, all of them on the shelf."""
    return f"I-{(number * 7 + line) % ITEMS}"


def every_fifth_short(number: int, line: int) -> str:
    """One line of every fifth order is of an item that must be bought first."""
    if number % EVERY_SHORT == 0 and line == 1:
        return f"S-{number // EVERY_SHORT % SHORT_ITEMS}"
    return spread(number, line)


def hot(number: int, line: int) -> str:
    """The first line of every order is of the same item."""
    return HOT_ITEM if line == 1 else spread(number, line)


def order(number: int, shape: Shape) -> dict[str, Any]:
    """The body of an order that lacks nothing."""
    return {
        "customer": f"C-{number % CUSTOMERS}",
        "customer_po": f"PO-{number:08d}",
        "currency": "USD",
        "lines": [_line(number, line, shape) for line in range(1, LINES + 1)],
        "deliver_to": {"street": "Hafen 1", "city": "Hamburg", "country": "DE"},
        "wanted": (datetime.now(UTC).date() + timedelta(days=60)).isoformat(),
    }


def _line(number: int, line: int, shape: Shape) -> dict[str, Any]:
    return {"line": line, "item": shape(number, line), "quantity": str(line * 10), "unit_price": money("12.50")}
