"""What a customer wants done with goods that he has, line by line; each line is a service ticket (SAL-13, WHS-8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from chassis.refusal import InvalidInput, Refusal
from contracts.order import ShipmentLine
from contracts.texts import Text
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.ticket.rules import Ticket, Way
from services.sales.ticketing.rules.opening import Open, faults_of_amount, had

WithGoods = Literal["return", "exchange", "repair"]
"""What he wants done with them."""


class NothingToGiveBack(Refusal):
    """The customer has no goods of order {number} that could go back."""


@dataclass(frozen=True)
class Given:
    line: int
    quantity: Decimal


@dataclass(frozen=True)
class AskBack(OnOrder):
    """``by`` takes it at the front desk; nobody where the customer says it himself."""

    kind: WithGoods
    words: str
    lines: tuple[Given, ...]
    channel: Way
    by: str


def refusal_of(asked: AskBack, order: Order, tickets: Sequence[Ticket]) -> Refusal | None:
    """By the rule of every ticket about goods; ``tickets``: all about this order."""
    left = had(order, tickets)
    if not left:
        return NothingToGiveBack(number=order.content.number)
    faults = list(_faults(asked, order, left))
    return InvalidInput(faults) if faults else None


def wishes(asked: AskBack, order: Order) -> list[Open]:
    """One for each line."""
    content = order.content
    said = (asked.kind, asked.channel, content.customer, asked.words, content.number)
    return [Open(*said, one.line, one.quantity, asked.by) for one in asked.lines]


def _faults(asked: AskBack, order: Order, left: Mapping[int, ShipmentLine]) -> Iterator[dict[str, Any]]:
    seen: set[int] = set()
    for place, (given, wish) in enumerate(zip(asked.lines, wishes(asked, order), strict=True)):
        if given.line in seen:
            yield {"field": f"lines.{place}.line", "expected": Text("each line once"), "came": str(given.line)}
        seen.add(given.line)
        yield from ({**fault, "field": f"lines.{place}.{fault['field']}"} for fault in faults_of_amount(wish, left))
