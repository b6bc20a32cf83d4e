"""An order of a web shop that runs WooCommerce, as its webhooks tell it (SAL-2).

The body is an order of WooCommerce's REST API, version wc/v3 (since WooCommerce 3.5): amounts are texts, the total of a
line is after discounts and without tax, and what the shop charges besides (``fee_lines``) is apart. Its units are the
item's. Fields that are not here are kept with the file, and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from contracts.scalars import DAY_LAST
from services.sales.intake.rules.asked import Asked, Place
from services.sales.intake.rules.files import Evidence
from services.sales.masters.rules import Item

PING = re.compile(rb"webhook_id=\d{1,20}")
"""What WooCommerce sends unsigned once, to see whether somebody is there."""
ORDERED, DELETED = ("order.created", "order.updated", "order.restored"), "order.deleted"
NONE_YET = ("pending", "failed", "draft", "auto-draft", "checkout-draft")
"""Nobody has ordered: the payment is awaited, or failed."""
ENDED = ("cancelled", "refunded", "trash")
PRICE_PLACES = Decimal(1).scaleb(-8)
Meaning = Literal["order", "end", "nothing"]
Blank = Annotated[str, BeforeValidator(lambda told: told or "")]
Id = Annotated[int, Field(gt=0, lt=2**63)]
Amount = Annotated[Decimal, Field(gt=-(10**12), lt=10**12, decimal_places=8)]
Many = Annotated[Decimal, Field(ge=0, lt=10**9, decimal_places=6)]


class ShopAddress(BaseModel):
    first_name: Blank = ""
    last_name: Blank = ""
    company: Blank = ""
    address_1: Blank = ""
    address_2: Blank = ""
    city: Blank = ""
    state: Blank = ""
    postcode: Blank = ""
    country: Blank = ""

    @property
    def deliver_to(self) -> dict[str, str] | None:
        """As an order has it, with who receives it; none where it says no place."""
        name = f"{self.first_name} {self.last_name}".strip()
        street = ", ".join(filter(None, (self.company, name, self.address_1, self.address_2)))
        city = ", ".join(filter(None, (self.city, self.state)))
        told = {"street": street, "city": city, "postal_code": self.postcode, "country": self.country}
        return told if self.address_1 and self.city else None


class ShopLine(BaseModel):
    name: Blank = ""
    sku: Blank = ""
    quantity: Many = Decimal(1)
    total: Amount


class ShopTax(BaseModel):
    rate_percent: Amount | None = None


class ShopBrief(BaseModel):
    """All that a webhook about a deleted order says."""

    id: Id
    status: Blank = ""


class ShopOrder(ShopBrief):
    number: Annotated[str, BeforeValidator(lambda told: str(told or ""))] = ""
    currency: Blank = ""
    date_created: datetime | None = None
    """In the zone of the shop."""
    line_items: tuple[ShopLine, ...]
    fee_lines: tuple[ShopLine, ...] = ()
    tax_lines: tuple[ShopTax, ...] = ()
    shipping_total: Amount = Decimal(0)
    total: Amount = Decimal(0)
    total_tax: Amount = Decimal(0)
    shipping: ShopAddress = ShopAddress()
    billing: ShopAddress = ShopAddress()


@dataclass(frozen=True)
class Shop:
    """``code`` is what we call it; ``days``: who buys in it names no day, and wants the goods so many days after."""

    code: str
    customer: str
    days: int
    items: Mapping[str, Item] = field(default_factory=dict)
    """By what it may call them: our codes, and the numbers of GS1."""


def meaning_of(topic: str, brief: ShopBrief) -> Meaning:
    if topic == DELETED or (topic in ORDERED and brief.status in ENDED):
        return "end"
    return "order" if topic in ORDERED and brief.status not in NONE_YET else "nothing"


def named_in_shop(shop: Shop, order: ShopBrief) -> Place:
    """Which order of ours it is: by the shop's own id, which it never gives anew."""
    return Place(shop.customer, f"{shop.code} {order.id}", Asked(), entered_by=shop.code, once=True)


def place_of(shop: Shop, order: ShopOrder, body: bytes) -> Place:
    """The order; what of it cannot be kept is left out, and so asked for by a person (SAL-3)."""
    evidence = Evidence("shop", sha256(body).hexdigest(), body, shop.code, f"{order.number or order.id}"[:200])
    asked = _readable(_told(shop, order))
    return Place(*named_in_shop(shop, order).reference, asked, entered_by=shop.code, evidence=evidence, once=True)


def _told(shop: Shop, order: ShopOrder) -> dict[str, Any]:
    told = {
        "currency": order.currency,
        "lines": list(_lines(order, shop.items)),
        "freight": {"amount": order.shipping_total, "currency": order.currency},
        "tax_rate": _tax_rate(order),
        "deliver_to": order.shipping.deliver_to or order.billing.deliver_to,
        "wanted": _wanted(order.date_created, shop.days),
    }
    return {name: value for name, value in told.items() if value is not None}


def _lines(order: ShopOrder, items: Mapping[str, Item]) -> Iterator[dict[str, Any]]:
    """What is charged besides is a line too, whose item somebody must name."""
    for place, line in enumerate((*order.line_items, *order.fee_lines), start=1):
        price = (line.total / line.quantity).quantize(PRICE_PLACES) if line.quantity else line.total
        money = {"amount": f"{price.normalize():f}", "currency": order.currency}
        item = items[line.sku].item if line.sku in items else (line.sku or line.name)[:100]
        yield {"line": place, "item": item or None, "quantity": line.quantity, "unit_price": money}


def _tax_rate(order: ShopOrder) -> Decimal | None:
    """The shop's one rate; of several, the share that makes as much tax of the whole."""
    rates = {tax.rate_percent for tax in order.tax_lines}
    if len(rates) == 1 and (rate := next(iter(rates))) is not None:
        return rate / 100
    untaxed = order.total - order.total_tax
    return (order.total_tax / untaxed).quantize(PRICE_PLACES) if order.total_tax > 0 and untaxed > 0 else None


def _wanted(created: datetime | None, days: int) -> date | None:
    return created.date() + timedelta(days=days) if created and created.date() <= DAY_LAST else None


def _readable(told: dict[str, Any]) -> Asked:
    """What of it passes where orders come in."""
    while True:
        try:
            return Asked.model_validate(told)
        except ValidationError as error:
            for fault in error.errors():
                _leave_out(told, fault["loc"])


def _leave_out(told: dict[str, Any], at: Sequence[int | str]) -> None:
    """A field, or of the lines one field of one line."""
    if at[0] == "lines" and len(at) > 2:
        told["lines"][at[1]].pop(str(at[2]), None)
    else:
        told.pop(str(at[0]), None)
