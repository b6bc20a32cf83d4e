"""What each way out of a shortage or delay costs the company, of the department that knows (NOT-2, SAL-10).

Logistics and purchasing tell a difference, and to whom they tell it: the customer sees none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote, urlencode
from uuid import UUID

from contracts.money import Money
from services.notify.desk.order.asking import Answers, Asks
from services.notify.desk.order.told import CarriageCosts, Order, Proposed, Substitute, SubstituteCost, SupplierCosts

SUBSTITUTES_MAX = 9


@dataclass(frozen=True)
class Way:
    """``way``: in which words it is told; ``days``: sooner than planned, None where that is not told."""

    way: str
    by: str
    what: str
    days: int | None
    cost: Money | None
    quantity: Decimal | None = None


def asks_of_ways(order_id: UUID, order: Order | None) -> Asks:
    """Of an order that is late, or lacks something; of any other nothing is asked."""
    if order is None or not order.wants_a_way_out:
        return {}
    currency = urlencode({"currency": order.content.currency})
    of_order = f"/api/v1/orders/{order_id}"
    return {
        "carriage": ("logistics", f"{of_order}/carriage-costs"),
        "supplier": ("purchasing", f"{of_order}/supplier-costs?{currency}"),
        **{f"substitute {nth}": ("purchasing", path) for nth, path in enumerate(_substitutes(order))},
    }


def ways_of(answers: Answers) -> tuple[Way, ...]:
    """As far as they were told."""
    return (*_carriage(answers), *_suppliers(answers), *_instead(answers))


def _substitutes(order: Order) -> list[str]:
    items = {line.line: line.item or "" for line in order.content.lines}
    offered = [one.substitute for one in order.alternatives.offered] if order.alternatives else []
    found: list[Proposed | Substitute] = [*order.proposed, *filter(None, offered)]
    named = [(one.line, one.item, one.quantity) for one in found]
    known = [(items[line], other, quantity) for line, other, quantity in named if items.get(line)]
    return [_path(*one, order.content.currency) for one in dict.fromkeys(known)][:SUBSTITUTES_MAX]


def _path(item: str, other: str, quantity: Decimal, currency: str) -> str:
    query = urlencode({"quantity": f"{quantity:f}", "currency": currency})
    return f"/api/v1/items/{quote(item, safe='')}/substitutes/{quote(other, safe='')}/cost?{query}"


def _carriage(answers: Answers) -> Iterator[Way]:
    told = answers.of("carriage", CarriageCosts)
    for one in told.items if told else ():
        days = one.days_sooner if one.way == "express_carriage" else None
        yield Way(one.way, "logistics", one.carrier, days, one.costs_more)


def _suppliers(answers: Answers) -> Iterator[Way]:
    told = answers.of("supplier", SupplierCosts)
    for one in told.items if told else ():
        yield Way("other_supplier", "purchasing", one.item, one.days_sooner, one.costs_more)


def _instead(answers: Answers) -> Iterator[Way]:
    names = (name for name in answers.told if name.startswith("substitute "))
    for one in filter(None, (answers.of(name, SubstituteCost) for name in names)):
        yield Way("substitute", "purchasing", one.instead, None, one.costs_more, one.quantity)
