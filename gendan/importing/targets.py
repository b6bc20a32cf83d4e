"""What can be imported: who owns it, where it is put, and which fields it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gendan.importing.kinds import (
    Kind,
    country,
    currency,
    day,
    grade,
    mode,
    not_negative,
    share,
    text,
    whole,
    words,
    yes_no,
)


@dataclass(frozen=True)
class Target:
    """A kind of thing that a department owns; ``path`` names the fields that stand in the address."""

    name: str
    department: str
    path: str
    roles: tuple[str, ...]
    """As whom it is brought."""
    fields: Mapping[str, Kind]
    needed: frozenset[str]
    line_fields: Mapping[str, Kind] = field(default_factory=dict)


ADDRESS: dict[str, Kind] = {
    "deliver_to.street": text,
    "deliver_to.city": text,
    "deliver_to.postal_code": text,
    "deliver_to.country": country,
}
PRICES, MONEY = ("agreed_price", "unit_price"), ("amount", "currency")
TERMS: dict[str, Kind] = {"terms.days": whole, "terms.advance_share": share}
LINE: Mapping[str, Kind] = {
    "line": whole,
    "item": text,
    "quantity": not_negative,
    "unit_price.amount": not_negative,
    "unit_price.currency": currency,
}

_ALL = (
    Target(
        "people",
        "notify",
        "/people/{person}",
        ("administrator",),
        {"person": text, "name": text, "department": text, "roles": words, "deputy": text, "active": yes_no},
        frozenset({"person", "name", "department", "roles"}),
    ),
    Target(
        "customers",
        "sales",
        "/customers/{customer}",
        ("sales manager",),
        {
            "customer": text,
            "name": text,
            "grade": grade,
            "country": country,
            "currency": currency,
            "language": text,
            "credit_limit": not_negative,
            "merchandiser": text,
            "active": yes_no,
        }
        | TERMS,
        frozenset({"customer", "name", "grade", "country", "currency", "terms.days", "credit_limit"}),
    ),
    Target(
        "items",
        "sales",
        "/items/{item}",
        ("sales manager",),
        {
            "item": text,
            "name": text,
            "unit": text,
            "weight_kg": not_negative,
            "volume_m3": not_negative,
            "critical": yes_no,
            "discontinued": yes_no,
        },
        frozenset({"item", "name"}),
    ),
    Target(
        "suppliers",
        "purchasing",
        "/suppliers/{supplier}",
        ("buyer",),
        {
            "supplier": text,
            "name": text,
            "country": country,
            "currency": currency,
            "payment_days": whole,
            "active": yes_no,
        },
        frozenset({"supplier", "name", "country", "currency"}),
    ),
    Target(
        "carriers",
        "logistics",
        "/carriers/{carrier}",
        ("logistics clerk",),
        {"carrier": text, "name": text, "active": yes_no},
        frozenset({"carrier", "name"}),
    ),
    Target(
        "offers",
        "purchasing",
        "/suppliers/{supplier}/items/{item}",
        ("buyer",),
        {
            "supplier": text,
            "item": text,
            "rank": whole,
            "agreed_price.amount": not_negative,
            "agreed_price.currency": currency,
            "unit_price.amount": not_negative,
            "unit_price.currency": currency,
            "lead_days": whole,
            "available": yes_no,
        },
        frozenset({"supplier", "item", "lead_days", *(f"{name}.{part}" for name in PRICES for part in MONEY)}),
    ),
    Target(
        "stock",
        "warehouse",
        "/stock/{item}",
        ("storekeeper",),
        {
            "item": text,
            "quantity": not_negative,
            "reorder_point": not_negative,
            "safety_stock": not_negative,
            "place": text,
            "inspection": text,
        },
        frozenset({"item", "quantity"}),
    ),
    Target(
        "rates",
        "logistics",
        "/rates/{carrier}/{mode}/{country}",
        ("logistics clerk",),
        {
            "carrier": text,
            "mode": mode,
            "country": country,
            "days": whole,
            "base": not_negative,
            "per_kg": not_negative,
            "currency": currency,
            "co2_per_kg": not_negative,
            "reliability": share,
        },
        frozenset({"carrier", "mode", "country", "days", "base", "per_kg", "currency", "co2_per_kg", "reliability"}),
    ),
    Target(
        "orders",
        "sales",
        "/orders/batch",
        ("salesperson",),
        {
            "customer": text,
            "customer_po": text,
            "merchandiser": text,
            "currency": currency,
            "freight.amount": not_negative,
            "freight.currency": currency,
            "discount": share,
            "tax_rate": share,
            "partial": yes_no,
            "incoterm": text,
            "wanted": day,
            "arrives": day,
        }
        | ADDRESS
        | TERMS,
        frozenset({"customer", "customer_po"}),
        line_fields=LINE,
    ),
)
TARGETS: Mapping[str, Target] = {target.name: target for target in _ALL}
"""In the order in which they are brought."""
