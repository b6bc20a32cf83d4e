"""A purchase as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from chassis.http.identity import Person, Role
from contracts.money import Money
from contracts.reasons import text_of
from contracts.supply import Served
from contracts.texts import Text
from contracts.value import fields_of
from services.purchasing.ledger.rules.price_word import PriceWord
from services.purchasing.ledger.rules.purchase import Purchase, State
from services.purchasing.purchases.rules.asked import Act
from services.purchasing.purchases.rules.backup import Backup
from services.purchasing.specifying.rules import Specified

TOLD_PRICES: tuple[Role, ...] = (
    "buyer", "merchandiser", "sales manager", "planner", "finance manager", "accountant", "management",
    "general manager",
)  # fmt: skip
STAFF: tuple[Role, ...] = (*TOLD_PRICES, "storekeeper")
"""Who of the company reads purchases, suppliers apart."""


class PurchaseState(BaseModel):
    """A purchase with its budget sheet (PUR-2): quantity, unit price, amount, latest purchase date."""

    purchase_id: UUID
    number: str
    purchase_order: str
    """What its purchase order is called; ``number`` is its line's where the order has several (PUR-4)."""
    item: str
    supplier: str
    state: State
    version: int
    quantity: Decimal
    accepted: Decimal
    cancelled: Decimal
    rejected: Decimal
    outstanding: Decimal
    for_stock: Decimal
    surplus: Decimal
    """Bought only because it is sold in whole packs: for orders that come, else for the shelf (PUR-10)."""
    cancel_asked: Decimal
    request: int
    unit_price: Money | None
    budget_price: Money | None
    amount: Money | None
    quotation: str
    """The request for quotation in which its supplier was chosen at this price; empty: in none (PUR-10)."""
    price_word: PriceWord | None = None
    """What its supplier himself said of a price above the budget (PUR-3)."""
    ordered_on: date | None
    promised_on: date | None
    latest_on: date | None
    """The latest day on which it should be ordered, from the orders' promised dates back (PUR-2)."""
    late: bool
    """Ordered after its latest day."""
    delay_reason: str
    """Why ``promised_on`` is another date than before (PUR-4)."""
    reason: Text
    shared: Text | None = None
    """Why it is only a part of what its orders lack: nobody alone had room for it (PUR-7)."""
    served: tuple[Served, ...]
    specified: tuple[Specified, ...] = ()
    """What the goods are to be like, line by line of the orders that it serves, beyond the item; told where purchases
    are read (SAL-9)."""

    def for_supplier(self) -> PurchaseState:
        """What its supplier may see: neither our budget, our customers' orders nor other suppliers (ALL-3)."""
        word = self.price_word if self.price_word and self.price_word.supplier == self.supplier else None
        hidden: dict[str, Any] = {"budget_price": None, "latest_on": None, "late": False, "served": (), "shared": None}
        hidden["specified"] = tuple(one.but(order_id=None) for one in self.specified)
        return self.model_copy(update={**hidden, "price_word": word})

    def without_prices(self) -> PurchaseState:
        """What those may see who handle the goods (ALL-3)."""
        return self.model_copy(update={"unit_price": None, "budget_price": None, "amount": None, "price_word": None})

    @classmethod
    def of(cls, purchase: Purchase) -> PurchaseState:
        p, price = purchase, purchase.unit_price
        shown = fields_of(p) | {
            "purchase_id": p.id,
            "purchase_order": p.order_number,
            "shared": text_of(p.shared) if p.shared else None,
            "outstanding": p.outstanding,
            "for_stock": p.stock,
            "amount": Money(amount=p.quantity * price.amount, currency=price.currency) if price else None,
            "late": p.was_due_on is not None,
        }
        return cls(**shown)


class PurchaseSwitch(BaseModel):
    """A purchase that comes too late, and that ``supplier`` would bring on ``on``, sooner than ``here_on`` (PUR-7).

    ``cost`` is what that ``quantity`` costs of him, ``cost_here`` where it is; ``here_on`` None: nobody knows when.
    """

    purchase_id: UUID
    number: str
    item: str
    quantity: Decimal
    here: str
    first_promised_on: date | None
    here_on: date | None
    cost_here: Money | None
    supplier: str
    on: date
    cost: Money

    @classmethod
    def of(cls, purchase: Purchase, backup: Backup) -> PurchaseSwitch:
        return cls(
            purchase_id=purchase.id,
            number=purchase.number,
            item=purchase.item,
            quantity=purchase.outstanding,
            here=purchase.supplier,
            first_promised_on=purchase.first_promised_on,
            **fields_of(backup),
        )


def shown(purchase: Purchase, asked: Act) -> PurchaseState:
    """The purchase to who asked something of it."""
    state = PurchaseState.of(purchase)
    return state.for_supplier() if asked.supplier else state


def seen(purchase: PurchaseState, by: Person) -> PurchaseState:
    """To each what he may see of it (ALL-3)."""
    if by.only("supplier", STAFF):
        return purchase.for_supplier()
    return purchase if set(by.roles) & set(TOLD_PRICES) else purchase.without_prices()
