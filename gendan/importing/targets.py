"""What can be imported: who owns it, where it is put, and which fields it has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gendan.importing.cells import Kind
from gendan.importing.figures import amount, count, days, not_negative, position, quantity, share
from gendan.importing.kinds import (
    code,
    country,
    currency,
    customs_code,
    day,
    grade,
    mode,
    reference,
    told,
    words,
    yes_no,
)

PATH_FIELD = re.compile(r"\{(\w+)\}")


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
    shown: str = ""
    """Where its department shows what it has, with a query that names a field or none."""
    paged: bool = False
    """Whether that is a list of all, page by page."""
    shown_as: Mapping[str, str] = field(default_factory=dict)
    """Fields that it shows under another name."""
    line_fields: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def path_fields(self) -> tuple[str, ...]:
        """The fields that stand in the address."""
        return tuple(PATH_FIELD.findall(self.path))


ADDRESS: dict[str, Kind] = {
    "deliver_to.street": told,
    "deliver_to.city": told,
    "deliver_to.postal_code": told,
    "deliver_to.country": country,
}
PRICES, MONEY = ("agreed_price", "unit_price"), ("amount", "currency")
TERMS: dict[str, Kind] = {"terms.days": days, "terms.advance_share": share, "terms.by_credit": yes_no}
LINE: Mapping[str, Kind] = {
    "line": position,
    "item": told,
    "quantity": quantity,
    "unit_price.amount": amount,
    "unit_price.currency": currency,
}

_ALL = (
    Target(
        "people",
        "notify",
        "/people/{person}",
        ("administrator",),
        {"person": code, "name": told, "department": told, "roles": words, "deputy": code, "active": yes_no},
        frozenset({"person", "name", "department", "roles"}),
        shown="/people",
        paged=True,
    ),
    Target(
        "customers",
        "sales",
        "/customers/{customer}",
        ("sales manager",),
        {
            "customer": code,
            "name": told,
            "grade": grade,
            "country": country,
            "currency": currency,
            "language": told,
            "credit_limit": amount,
            "tax_number": told,
            "incoterm": told,
            "merchandiser": code,
            "active": yes_no,
        }
        | TERMS,
        frozenset({"customer", "name", "grade", "country", "currency", "terms.days", "credit_limit"}),
        shown="/customers/{customer}",
    ),
    Target(
        "items",
        "sales",
        "/items/{item}",
        ("sales manager",),
        {
            "item": code,
            "name": told,
            "unit": told,
            "weight_kg": not_negative,
            "volume_m3": not_negative,
            "critical": yes_no,
            "discontinued": yes_no,
            "customs_code": customs_code,
            "origin": country,
            "serialised": yes_no,
        },
        frozenset({"item", "name"}),
        shown="/items/{item}",
    ),
    Target(
        "suppliers",
        "purchasing",
        "/suppliers/{supplier}",
        ("buyer",),
        {
            "supplier": code,
            "name": told,
            "country": country,
            "currency": currency,
            "payment_days": days,
            "active": yes_no,
        },
        frozenset({"supplier", "name", "country", "currency"}),
        shown="/suppliers",
        paged=True,
    ),
    Target(
        "carriers",
        "logistics",
        "/carriers/{carrier}",
        ("logistics clerk",),
        {
            "carrier": code,
            "name": told,
            "active": yes_no,
            "on_time": share,
            "nda_signed": day,
            "nda_review": day,
            "security_review": day,
        },
        frozenset({"carrier", "name"}),
        shown="/carriers",
    ),
    Target(
        "offers",
        "purchasing",
        "/suppliers/{supplier}/items/{item}",
        ("buyer",),
        {
            "supplier": code,
            "item": code,
            "rank": count,
            "agreed_price.amount": amount,
            "agreed_price.currency": currency,
            "unit_price.amount": amount,
            "unit_price.currency": currency,
            "lead_days": days,
            "available": yes_no,
        },
        frozenset({"supplier", "item", "lead_days", *(f"{name}.{part}" for name in PRICES for part in MONEY)}),
        shown="/items/{item}/offers",
    ),
    Target(
        "stock",
        "warehouse",
        "/stock/{item}",
        ("storekeeper",),
        {
            "item": code,
            "quantity": quantity,
            "reorder_point": quantity,
            "safety_stock": quantity,
            "place": told,
            "inspection": reference,
        },
        frozenset({"item", "quantity"}),
        shown="/stock",
        shown_as={"quantity": "on_hand"},
        paged=True,
    ),
    Target(
        "rates",
        "logistics",
        "/rates/{carrier}/{mode}/{country}",
        ("logistics clerk",),
        {
            "carrier": code,
            "mode": mode,
            "country": country,
            "days": days,
            "base": amount,
            "per_kg": amount,
            "currency": currency,
            "co2_per_kg": not_negative,
            "reliability": share,
        },
        frozenset({"carrier", "mode", "country", "days", "base", "per_kg", "currency", "co2_per_kg", "reliability"}),
        shown="/rates?country={country}",
    ),
    Target(
        "orders",
        "sales",
        "/orders/batch",
        ("salesperson",),
        {
            "customer": code,
            "customer_po": reference,
            "merchandiser": code,
            "currency": currency,
            "freight.amount": amount,
            "freight.currency": currency,
            "discount": share,
            "tax_rate": share,
            "partial": yes_no,
            "incoterm": told,
            "quotation": reference,
            "contract": reference,
            "samples": words,
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
