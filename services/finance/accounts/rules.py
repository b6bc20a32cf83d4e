"""An order's account: the values that advances, invoices and payments work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event, Value
from contracts.values import Money, OrderContent, OrderHead, rounded
from services.finance.ledger.rules import Entry, Kind, Posting, said

E_co = TypeVar("E_co", bound=Event, covariant=True)
F = TypeVar("F", bound=Event)

ZERO = Decimal(0)
Stage = Literal["received", "clarified", "confirmed", "changed", "cancelled", "rejected", "closed"]
RANK: dict[Stage, int] = {
    "received": 0,
    "clarified": 0,
    "confirmed": 1,
    "changed": 1,
    "cancelled": 2,
    "rejected": 2,
    "closed": 3,
}


def value_of(content: OrderContent) -> Decimal:
    """The order's total with freight, discount and tax, in its currency."""
    gross = sum((rounded(line.unit_price.amount * line.quantity, content.currency) for line in content.lines), ZERO)
    discount = rounded(content.discount * gross, content.currency)
    base = gross - discount + rounded(content.freight.amount, content.currency)
    return base + rounded(content.tax_rate * base, content.currency)


class Billed(Value):
    """A line of an invoice; ``amount`` before discount and tax."""

    line: int
    item: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    returned: Decimal = ZERO


class Invoice(Value):
    """One shipment's invoice. ``position`` counts the order's dispatches from 1."""

    invoice_id: UUID
    order_id: UUID
    order_version: int
    customer: str
    shipment_id: UUID
    version: int = 1
    position: int
    number: str
    currency: str
    lines: tuple[Billed, ...]
    discount_rate: Decimal
    discount: Decimal
    freight: Decimal
    tax_rate: Decimal
    tax: Decimal
    total: Decimal
    advance_used: Decimal
    paid: Decimal = ZERO
    written_off: Decimal = ZERO
    """What a bank kept of a payment and the policy gave up (FIN-7)."""
    credited: Decimal = ZERO
    refunded: Decimal = ZERO
    issued_on: date
    due: date
    overdue: bool = False

    @property
    def gross(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def taxable(self) -> Decimal:
        return self.gross - self.discount + self.freight

    @property
    def outstanding(self) -> Decimal:
        """What is still to pay; below zero is what was paid above it."""
        settled = self.advance_used + self.paid + self.written_off - self.refunded
        return self.total - self.credited - settled


class Advance(Value):
    """What the terms ask before release. What was ``received`` is owed to the customer until used or refunded."""

    version: int = 0
    asked: Decimal = ZERO
    received: Decimal = ZERO
    used: Decimal = ZERO
    refunded: Decimal = ZERO
    due: date | None = None
    overdue: bool = False

    @property
    def outstanding(self) -> Decimal:
        return max(self.asked - self.received, ZERO)

    @property
    def unused(self) -> Decimal:
        return self.received - self.used - self.refunded


class Account(Value):
    """One order's money. ``version`` and ``stage`` are the highest heard; 0 is an order of which nothing is known."""

    order_id: UUID
    version: int = 0
    stage: Stage = "received"
    number: str = ""
    customer: str = ""
    customer_po: str = ""
    currency: str = ""
    value: Decimal = ZERO
    advance_share: Decimal = ZERO
    review: Literal["", "awaited", "yes", "no"] = ""
    raised: bool = False
    """This version was changed to ask more of the credit than the one before it (FIN-4)."""
    advance: Advance = Advance()
    invoices: tuple[Invoice, ...] = Field(default=(), exclude=True)

    @property
    def ended(self) -> bool:
        return RANK[self.stage] >= RANK["cancelled"]

    @property
    def binding(self) -> bool:
        return self.stage in ("confirmed", "changed")

    @property
    def advance_wanted(self) -> Decimal:
        return rounded(self.advance_share * self.value, self.currency)

    @property
    def on_credit(self) -> Decimal:
        """What the order asks of the customer's credit: its value less the advance."""
        return self.value - self.advance_wanted

    @property
    def open_value(self) -> Decimal:
        """What the customer's credit must carry for goods not yet invoiced: the advance is none of it."""
        if self.ended or not (self.binding or self.review == "yes"):
            return ZERO
        uninvoiced = self.value - sum((invoice.total for invoice in self.invoices), ZERO)
        return max(uninvoiced - max(self.advance_wanted - self.advance.used, ZERO), ZERO)

    def older_than(self, version: int, stage: Stage) -> bool:
        """Whether that state of the order changes anything; cancelled and rejected are final."""
        return not self.ended and (self.version, RANK[self.stage]) < (version, RANK[stage])

    def headed(self, head: OrderHead) -> Self:
        """The account under the order's name."""
        return self.model_copy(
            update={
                "number": head.number,
                "customer": head.customer,
                "customer_po": head.customer_po,
                "currency": head.currency,
            }
        )

    def with_invoice(self, invoice: Invoice) -> Self:
        """The account with a new invoice, or with the new state of one it has."""
        others = [known for known in self.invoices if known.invoice_id != invoice.invoice_id]
        ordered = sorted([*others, invoice], key=lambda known: known.position)
        return self.model_copy(update={"invoices": tuple(ordered)})

    def with_advance(self, **changes: object) -> Self:
        return self.model_copy(update={"advance": self.advance.model_copy(update=changes)})

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def entry(self, kind: Kind, document: str, *postings: Posting) -> tuple[Entry, ...]:
        """An entry about this order; none when nothing moves."""
        moved = said(*postings)
        if not moved:
            return ()
        entry = Entry(
            kind=kind,
            document=document,
            order_id=self.order_id,
            customer=self.customer,
            currency=self.currency,
            postings=moved,
        )
        return (entry,)


@dataclass(frozen=True)
class Turn(Generic[E_co]):
    """What a fact makes of an account: its new state, what is said, what is posted."""

    account: Account
    events: tuple[E_co, ...] = ()
    entries: tuple[Entry, ...] = ()

    def then(self, next_turn: Turn[F]) -> Turn[E_co | F]:
        """This turn, followed by one that started from its account."""
        return Turn(next_turn.account, self.events + next_turn.events, self.entries + next_turn.entries)


def cumulative(
    rate: Decimal, base: Decimal, before: Iterable[tuple[Decimal, Decimal, Decimal]], currency: str
) -> Decimal:
    """rounded(rate x all so far at this rate) less what it made before; ``before``: (rate, base, amount) each.

    So the sum over all parts is the rounded whole, however it is cut (FIN-1).
    """
    same = [(earlier, amount) for known, earlier, amount in before if known == rate]
    so_far = base + sum((earlier for earlier, _ in same), ZERO)
    return rounded(rate * so_far, currency) - sum((amount for _, amount in same), ZERO)
