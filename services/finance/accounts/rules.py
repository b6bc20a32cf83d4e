"""An order's account: the values that advances, invoices and payments work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event, Value
from contracts.money import Money, rounded
from contracts.order import OrderContent, OrderHead
from services.finance.billing.rules import ZERO, Invoice, billed, worth
from services.finance.ledger.rules import Entry, Kind, Posting, said

E_co = TypeVar("E_co", bound=Event, covariant=True)
F = TypeVar("F", bound=Event)

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


class Judgement(Value):
    """A person's word on an order's credit (FIN-7)."""

    verdict: Literal["yes", "no"]
    reason: str
    person: str


RefundOf = Literal["advance", "overpayment", "credit"]
RefundState = Literal["waiting", "approved"]


class DueBack(Value):
    """Money of an order that a person lets go back to the customer; a liability until then (FIN-7)."""

    amount: Decimal
    of: RefundOf
    invoice_id: UUID | None = None
    document: str
    state: RefundState = "waiting"
    approved_by: str = ""


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
    """What it comes to in all, in its currency: what is billed, and what is still to be billed."""
    advance_share: Decimal = ZERO
    review: Literal["", "awaited", "yes", "no"] = ""
    judgement: Judgement | None = None
    """Who reviewed its newest version by hand, and what he said."""
    raised: bool = False
    """This version was changed to ask more of the credit than the one before it (FIN-4)."""
    advance: Advance = Advance()
    due_back: tuple[DueBack, ...] = ()
    """In the order of their making; a refund is called by its place, from 1."""
    invoices: tuple[Invoice, ...] = Field(default=(), exclude=True)

    @property
    def ended(self) -> bool:
        return RANK[self.stage] >= RANK["cancelled"]

    @property
    def binding(self) -> bool:
        return self.stage in ("confirmed", "changed")

    @property
    def still_to_bill(self) -> Decimal:
        """What invoices are still to come: none when the order is over."""
        return ZERO if self.ended else max(self.value - billed(self.invoices), ZERO)

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
        prepaid = max(self.advance_wanted - self.advance.used, self.advance.unused)
        return max(self.still_to_bill - prepaid, ZERO)

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

    def agreed(self, content: OrderContent) -> Self:
        """The account by the content that is binding now, after the invoices that it has."""
        terms = {"value": worth(self.invoices, content), "advance_share": content.terms.advance_share}
        return self.headed(content).model_copy(update=terms)

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
