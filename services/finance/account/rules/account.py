"""An order's account, and what a fact makes of it (FIN-1, FIN-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal, Self, TypeVar
from uuid import UUID

from msgspec import field

from chassis.handling import Step
from contracts.event import Event
from contracts.money import Money, rounded
from contracts.order import OrderContent, OrderHead
from contracts.stages import ENDS
from contracts.value import Value
from services.finance.account.rules.billing import billed, worth
from services.finance.account.rules.entries import Entry, Kind, Posting, moving
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import (
    RANK,
    ZERO,
    Advance,
    Booked,
    DueBack,
    Judgement,
    Status,
    StoredStatus,
    WriteOff,
)

E_co = TypeVar("E_co", bound=Event, covariant=True)
F = TypeVar("F", bound=Event)


class Account(Value):
    """One order's money. ``version`` and ``stage`` are the highest heard; 0 is an order of which nothing is known."""

    order_id: UUID
    version: int = 0
    stage: StoredStatus = "received"
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
    write_offs: tuple[WriteOff, ...] = ()
    """In the order of their asking; called by their place, from 1."""
    invoices: tuple[Invoice, ...] = ()
    contents: Mapping[int, OrderContent] = field(default_factory=dict)
    """What was agreed, by version: of those versions that it was loaded with, or that were heard since."""

    @property
    def ended(self) -> bool:
        return self.stage in ENDS

    @property
    def binding(self) -> bool:
        return self.stage == "confirmed"

    @property
    def still_to_bill(self) -> Decimal:
        """What invoices are still to come: none when the order is over."""
        return ZERO if self.ended else max(self.value - billed(self.invoices), ZERO)

    @property
    def advance_wanted(self) -> Decimal:
        return rounded(self.advance_share * self.value, self.currency)

    @property
    def advance_asks(self) -> Decimal:
        """What its advance must ask: by its terms while it is agreed, no more than what came once it is over."""
        if self.ended:
            return min(self.advance.asked, self.advance.received)
        return self.advance_wanted if self.binding else self.advance.asked

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

    def older_than(self, version: int, stage: Status) -> bool:
        """Whether that state of the order changes anything; cancelled and rejected are final."""
        return not self.ended and (self.version, RANK[self.stage]) < (version, RANK[stage])

    def headed(self, head: OrderHead) -> Self:
        """The account under the order's name."""
        names = ("number", "customer", "customer_po", "currency")
        return self.but(**{name: getattr(head, name) for name in names})

    def agreed(self, content: OrderContent) -> Self:
        """The account by the content that is binding now, after the invoices that it has."""
        terms = {"value": worth(self.invoices, content), "advance_share": content.terms.advance_share}
        return self.headed(content).but(**terms)

    def with_invoice(self, invoice: Invoice) -> Self:
        """The account with a new invoice, or with the new state of one it has."""
        others = [known for known in self.invoices if known.invoice_id != invoice.invoice_id]
        ordered = sorted([*others, invoice], key=lambda known: known.position)
        return self.but(invoices=tuple(ordered))

    def with_content(self, version: int, content: OrderContent) -> Self:
        return self.but(contents={**self.contents, version: content})

    def of_shipment(self, shipment_id: UUID) -> Invoice | None:
        return next((invoice for invoice in self.invoices if invoice.shipment_id == shipment_id), None)

    def numbered(self, number: str) -> Invoice | None:
        return next((invoice for invoice in self.invoices if invoice.number == number), None)

    def with_write_off(self, place: int, write_off: WriteOff) -> Self:
        """The account with one more, or with the new state of one it has."""
        return self.but(write_offs=(*self.write_offs[:place], write_off, *self.write_offs[place + 1 :]))

    def with_advance(self, **changes: object) -> Self:
        return self.but(advance=self.advance.but(**changes))

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def entry(self, kind: Kind, document: str, *postings: Posting) -> tuple[Entry, ...]:
        """An entry about this order; none when nothing moves."""
        moved = moving(*postings)
        entry = partial(Entry, order_id=self.order_id, customer=self.customer, currency=self.currency)
        return (entry(kind=kind, document=document, postings=moved),) if moved else ()


@dataclass(frozen=True)
class Turn(Step[Account, E_co]):
    """An account after a fact, what is published of it, and what is written beside it."""

    entries: tuple[Entry, ...] = ()
    payments: tuple[Booked, ...] = ()

    def then(self, next_step: Step[Account, F]) -> Turn[E_co | F]:
        """This turn, followed by one that started from its account."""
        events: tuple[E_co | F, ...] = (*self.events, *next_step.events)
        if not isinstance(next_step, Turn):
            return Turn(next_step.document, events, self.entries, self.payments)
        entries, payments = self.entries + next_step.entries, self.payments + next_step.payments
        return Turn(next_step.document, events, entries, payments)
