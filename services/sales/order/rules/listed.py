"""An order that names neither a quotation nor a contract is held against the price list (SAL-25). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contracts.order import OrderContent
from contracts.reasons import because
from contracts.review import Reason
from services.sales.masters.rules import ListPrice


def off_list(content: OrderContent, listed: Mapping[str, ListPrice]) -> tuple[Reason, ...]:
    """What of it has another price than the list's for so many; ``listed``: by item, in the order's currency.

    What is free of charge, and what the list does not sell, is none of it.
    """
    return () if content.quotation or content.contract else tuple(_deviations(content, listed))


def _deviations(content: OrderContent, listed: Mapping[str, ListPrice]) -> Iterator[Reason]:
    for line in content.lines:
        known, amount = listed.get(line.item), line.unit_price.amount
        price = known.price(line.quantity) if known else None
        if price is None or line.free or amount == price:
            continue
        about = {"line": line.line, "item": line.item, "price": f"{amount:f}", "listed": f"{price:f}"}
        yield because("below_list" if amount < price else "above_list", **about)
