"""A purchase: its states, how it changes, and what is to be said about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.review import Reason
from contracts.supply import Served
from services.purchasing.ledger.rules.offers import Offer, within_budget
from services.purchasing.ledger.rules.price_word import PriceWord
from services.purchasing.ledger.rules.reading import KeptDay, KeptDays, KeptQuantity

State = Literal["draft", "asked", "ordered", "confirmed", "closed", "impossible"]
ORDERED: tuple[State, ...] = ("ordered", "confirmed")
FIRM: tuple[State, ...] = ("asked", "ordered", "confirmed")
ZERO = Decimal(0)

Kind = Literal["requested", "ordered", "changed", "confirmed", "delayed", "cancelled", "impossible"]


@dataclass(frozen=True)
class Said:
    """Something to be said about a purchase once its needs are dealt."""

    kind: Kind
    quantity: Decimal = ZERO
    was_ordered: bool = True
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """A purchase of one item from one supplier. ``state`` impossible: the needs of the item that nobody covers.

    ``for_stock``: the part that no order waits for, by intent. ``cancel_asked``: what the supplier was asked to
    cancel. ``kept``: what he refused to cancel. ``last_served``: the orders that it serves, or served last.
    ``pack``: it is of whole packs of so many; 0: of any quantity. ``surplus``: what nobody wanted and is bought
    because of that; orders may take it, and else it goes to the shelf (PUR-10).
    ``shared``: why it is only a part of what its orders lacked when it was made (PUR-7).
    ``delay_reason``: why ``promised_on`` is another date than before; empty for a date confirmed.
    ``first_promised_on``: his first word, whatever he promised later. ``answered_on``: when he first promised or
    declined. ``received_on``: when goods came last. ``refused``: all that the dock refused. ``failed``: all
    that he gave up. ``made``: our own shop makes it, on a production order. ``quotation``: the request for quotation in
    which its supplier was chosen at its price. ``weekly``: as much as he said, when it was ordered, that he delivers in
    a week; 0: he did not say (PUR-6). ``purchase_order``: the number of the order of several lines on which it went
    out (PUR-4); empty: it is its order's only line, and bears the order's number. ``price_word``: the last that a
    supplier said of its price. ``news``: what is still to be said; never stored.
    """

    id: UUID
    item: str
    supplier: str = ""
    made: bool = False
    state: State = "draft"
    version: int = 0
    number: str = ""
    purchase_order: str = ""
    quantity: KeptQuantity = ZERO
    accepted: KeptQuantity = ZERO
    cancelled: KeptQuantity = ZERO
    rejected: KeptQuantity = ZERO
    for_stock: KeptQuantity = ZERO
    cancel_asked: KeptQuantity = ZERO
    kept: KeptQuantity = ZERO
    pack: KeptQuantity = ZERO
    surplus: KeptQuantity = ZERO
    request: int = 0
    requested_by: str = ""
    unit_price: Money | None = None
    budget_price: Money | None = None
    lead_days: KeptDays = 0
    quotation: str = ""
    weekly: KeptQuantity = ZERO
    price_word: PriceWord | None = None
    ordered_on: KeptDay | None = None
    promised_on: KeptDay | None = None
    first_promised_on: KeptDay | None = None
    answered_on: KeptDay | None = None
    received_on: KeptDay | None = None
    refused: KeptQuantity = ZERO
    failed: KeptQuantity = ZERO
    latest_on: KeptDay | None = None
    delay_reason: str = ""
    reason: str = ""
    shared: Reason | None = None
    served: tuple[Served, ...] = ()
    last_served: tuple[UUID, ...] = ()
    news: tuple[Said, ...] = ()

    @property
    def outstanding(self) -> Decimal:
        """Ordered less accepted less cancelled, never negative."""
        return max(ZERO, self.quantity - self.accepted - self.cancelled)

    @property
    def order_number(self) -> str:
        """What its purchase order is called; empty until it goes out (PUR-4)."""
        return self.purchase_order or self.number

    @property
    def line(self) -> int:
        """Its place on its purchase order, from 1 on."""
        return int(self.number.removeprefix(f"{self.purchase_order}-")) if self.purchase_order else 1

    @property
    def expected_on(self) -> date | None:
        """When its goods should be here: the promised date, or until there is one the day of the order and the lead."""
        by_lead = self.ordered_on + timedelta(days=self.lead_days) if self.ordered_on else None
        return self.promised_on or by_lead

    @property
    def was_due_on(self) -> date | None:
        """The latest day for ordering it, where it was ordered after that (PUR-2)."""
        late = self.ordered_on and self.latest_on and self.ordered_on > self.latest_on
        return self.latest_on if late else None

    @property
    def stock(self) -> Decimal:
        """The part of what is outstanding that is bought for the shelf."""
        return min(self.for_stock, self.outstanding)

    @property
    def for_orders(self) -> Decimal:
        """The part of what is outstanding that orders may have."""
        return self.outstanding - self.stock

    @property
    def price_confirmed(self) -> bool:
        """Whether its supplier himself said that he sells at its price (PUR-3)."""
        word, here = self.price_word, ("confirmed", self.supplier, self.unit_price)
        return word is not None and (word.verdict, word.supplier, word.unit_price) == here

    @property
    def firm(self) -> bool:
        return self.state in FIRM

    def say(
        self, kind: Kind, quantity: Decimal = ZERO, *, was_ordered: bool = True, reason: Reason | None = None
    ) -> Purchase:
        return replace(self, news=(*self.news, Said(kind, quantity, was_ordered, reason)))


def place(purchase: Purchase, offer: Offer, tolerance: Decimal, by: str, today: date) -> Purchase:
    """Order at the offer's price for so many, within the tolerance of the original budget; else ask for it (PUR-3)."""
    budget, price = purchase.budget_price or offer.agreed_price, offer.price_for(purchase.quantity)
    priced = replace(
        purchase,
        supplier=offer.supplier,
        unit_price=price,
        budget_price=budget,
        lead_days=offer.lead_days,
        quotation=offer.quotation,
        weekly=offer.weekly,
        requested_by=by,
    )
    if within_budget(price, budget, tolerance):
        return order(priced, today)
    return replace(priced, state="asked", request=purchase.request + 1).say("requested")


def order(purchase: Purchase, today: date) -> Purchase:
    """The purchase order goes out; its number is given when it is said (PUR-4)."""
    return replace(purchase, state="ordered", ordered_on=today).say("ordered", reason=purchase.shared)


def approve(purchase: Purchase, unit_price: Money, quantity: Decimal, today: date) -> Purchase:
    """Order at no more than what was signed: unit price and quantity (PUR-3)."""
    asked = purchase.unit_price or unit_price
    price = asked if asked.amount <= unit_price.amount else unit_price
    return order(replace(purchase, unit_price=price, quantity=min(purchase.quantity, quantity)), today)


def back_to_draft(purchase: Purchase) -> Purchase:
    """The price was refused: the same purchase looks for another supplier; its request number counts on (PUR-7)."""
    return replace(purchase, state="draft", supplier="", served=(), latest_on=None)


def cancel(purchase: Purchase, quantity: Decimal, reason: Reason) -> Purchase:
    """Give up a quantity of what was ordered; nothing outstanding: closed."""
    given_up = replace(
        purchase,
        cancelled=purchase.cancelled + quantity,
        cancel_asked=max(ZERO, purchase.cancel_asked - quantity),
        rejected=max(ZERO, purchase.rejected - quantity),
        reason=reason.text,
    )
    return _close_if_done(given_up).say("cancelled", quantity, reason=reason)


def withdraw(purchase: Purchase, reason: Reason) -> Purchase:
    """A price that was asked is no longer wanted by anybody."""
    gone = replace(purchase, state="closed", quantity=ZERO, for_stock=ZERO, served=(), reason=reason.text)
    return gone.say("cancelled", purchase.quantity, was_ordered=False, reason=reason)


def receive(purchase: Purchase, accepted: Decimal, on: date | None = None) -> Purchase:
    """Goods came in, ``on`` a day. What came although it had been cancelled was not cancelled."""
    total = purchase.accepted + accepted
    cancelled = min(purchase.cancelled, max(ZERO, purchase.quantity - total))
    came = replace(purchase, accepted=total, cancelled=cancelled, received_on=on or purchase.received_on)
    return _close_if_done(replace(came, rejected=min(came.rejected, came.outstanding)))


def reject(purchase: Purchase, quantity: Decimal) -> Purchase:
    """Goods were refused at the dock: they stay outstanding until purchasing decides."""
    rejected = min(purchase.outstanding, purchase.rejected + quantity)
    return replace(purchase, rejected=rejected, refused=purchase.refused + quantity)


def _close_if_done(purchase: Purchase) -> Purchase:
    if purchase.outstanding:
        return purchase
    return replace(purchase, state="closed", served=(), cancel_asked=ZERO)
