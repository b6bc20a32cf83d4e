"""What stands in the requests of the stories: a good customer, his address, his orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chassis import clock

CUSTOMER = "NINGBO"
CURRENCY = "USD"
CUSTOMER_MASTER = {
    "name": "Ningbo Trading",
    "grade": "A",
    "country": "DE",
    "currency": CURRENCY,
    "terms": {"days": 30, "advance_share": "0"},
    "credit_limit": "1000000",
}
ADDRESS = {"street": "Hafen 1", "city": "Hamburg", "country": "DE"}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CURRENCY}


def lines(quantities: Mapping[str, int], price: str = "10.00") -> list[dict[str, Any]]:
    """Order lines in the order of the mapping."""
    return [
        {"line": number, "item": item, "quantity": str(quantity), "unit_price": money(price)}
        for number, (item, quantity) in enumerate(quantities.items(), start=1)
    ]


def draft(po: str, quantities: Mapping[str, int], price: str = "10.00", **other: Any) -> dict[str, Any]:
    """The body of an order that lacks nothing."""
    return {
        "customer": CUSTOMER,
        "customer_po": po,
        "currency": CURRENCY,
        "lines": lines(quantities, price),
        "deliver_to": ADDRESS,
        "wanted": (clock.today() + timedelta(days=60)).isoformat(),
        **other,
    }
