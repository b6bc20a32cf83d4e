"""What finance knows of purchases, and the bills that suppliers write for them (FIN-5, PUR-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from typing_extensions import TypeVar

from chassis.handling import Step
from contracts.event import Event
from contracts.money import Money, rounded
from contracts.value import Value
from services.finance.account.rules.entries import Entry
from services.finance.account.rules.values import ZERO
from services.finance.bill.rules.run import PaymentRun
from services.finance.item_cost.rules.stock import Valued
from services.finance.payee.rules import Payee

State = Literal["blocked", "payable", "paid", "refused", "credited"]
Code = Literal["billed_above_received", "billed_above_ordered", "billed_above_price", "billed_tax_odd"]


class Purchased(Value):
    """One purchase as finance has heard of it, in its own currency; without a number its order is not heard yet."""

    purchase_id: UUID
    version: int = 0
    number: str = ""
    purchase_order: str = ""
    """The order of several lines on which it stands; empty: it stands alone on its order."""
    item: str = ""
    supplier: str = ""
    unit_price: Money | None = None
    ordered: Decimal = ZERO
    cancelled: Decimal = ZERO
    received: Decimal = ZERO
    billed: Decimal = ZERO
    """Of bills that are owed or paid."""
    accrued: Decimal = ZERO
    """What the receipts came to at the ordered price."""
    cleared: Decimal = ZERO
    """What of that bills took the place of."""
    orders: tuple[UUID, ...] = ()

    @property
    def price(self) -> Decimal:
        return self.unit_price.amount if self.unit_price else ZERO

    @property
    def currency(self) -> str:
        return self.unit_price.currency if self.unit_price else ""

    @property
    def wanted(self) -> Decimal:
        """Ordered and not given up; what came although it was given up was not given up."""
        return max(self.ordered - self.cancelled, self.received)

    def worth(self, quantity: Decimal) -> Decimal:
        """At the ordered price, as it is booked."""
        return rounded(quantity * self.price, self.currency)


class Difference(Value):
    """How a line of a bill differs from order or receipt: all quantities are of the whole purchase, with this bill."""

    line: int
    code: Code
    ordered: Decimal
    received: Decimal
    billed: Decimal
    ordered_price: Decimal
    billed_price: Decimal
    by: Decimal
    """Too many, or too much for one; of a tax, how far it is from the nearest rate."""
    amount: Decimal
    """What that comes to."""


class BillLine(Value):
    """A line of a bill: one purchase. ``amount`` before tax."""

    line: int
    purchase_id: UUID
    purchase: str
    item: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax: Decimal


class CreditLine(Value):
    """What a supplier credits of a line of a bill: goods, or a price alone (``quantity`` 0). ``amount`` before tax."""

    purchase: str
    quantity: Decimal
    amount: Decimal
    tax: Decimal


class CreditTaken(Value):
    """A supplier's credit note against a bill; ``number`` is his own."""

    number: str
    dated: date
    lines: tuple[CreditLine, ...]
    total: Decimal
    entered_by: str


class BillFields(Value):
    """What is written of a supplier's tax invoice; ``number`` is the supplier's own."""

    bill_id: UUID
    version: int = 1
    supplier: str
    number: str
    dated: date
    due: date
    currency: str
    lines: tuple[BillLine, ...]
    tax: Decimal
    total: Decimal
    state: State = "blocked"
    differences: tuple[Difference, ...] = ()
    entered_by: str
    released_by: str = ""
    """Who took the responsibility for what differs; empty where nothing did."""
    reason: str = ""
    """Of the release, or of the refusal."""
    credits: tuple[CreditTaken, ...] = ()
    """In the order of their coming."""
    paid: Decimal = ZERO
    set_off: Decimal = ZERO
    """What its supplier owes by other bills and was taken off it; below zero what of this one was taken off others."""
    run_id: UUID | None = None
    """The payment run that pays it, or is to."""


class Bill(BillFields):
    """A supplier's tax invoice."""

    @property
    def outstanding(self) -> Decimal:
        """What is owed of it, nothing while it is blocked; below zero what its supplier owes us by his credit notes."""
        return ZERO if self.state in ("blocked", "refused") else self.total - self.credited - self.paid - self.set_off

    @property
    def credited(self) -> Decimal:
        return sum((credit.total for credit in self.credits), ZERO)

    @property
    def to_pay(self) -> bool:
        """It is owed, and no run has it: the bank may have what is in one."""
        return self.state == "payable" and self.run_id is None and self.outstanding > 0

    def settled_anew(self) -> Self:
        """Of a bill that is in no run: credited when its credit notes left nothing of it to pay."""
        return self.but(state="credited") if self.state == "payable" and self.outstanding <= 0 else self

    @property
    def purchases(self) -> tuple[UUID, ...]:
        return tuple(line.purchase_id for line in self.lines)

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)


@dataclass(frozen=True)
class Payables:
    """The purchases, bills, suppliers and payment runs that a batch touches."""

    purchases: Mapping[UUID, Purchased] = field(default_factory=dict)
    bills: Mapping[UUID, Bill] = field(default_factory=dict)
    payees: Mapping[str, Payee] = field(default_factory=dict)
    runs: Mapping[UUID, PaymentRun] = field(default_factory=dict)

    def purchase(self, purchase_id: UUID) -> Purchased:
        """What is known of it; at least its id."""
        return self.purchases.get(purchase_id) or Purchased(purchase_id=purchase_id)

    def numbered(self, number: str, item: str = "") -> Purchased | None:
        """By its own number; or by its order's, where one line of that is of the item alone (PUR-4)."""
        lines = [p for p in self.purchases.values() if number and (p.purchase_order, p.item) == (number, item)]
        known = (p for p in self.purchases.values() if p.number == number)
        return next(known, lines[0] if len(lines) == 1 else None)

    def of_supplier(self, supplier: str, number: str) -> Bill | None:
        return next((b for b in self.bills.values() if (b.supplier, b.number) == (supplier, number)), None)

    def with_purchase(self, *purchases: Purchased) -> Payables:
        return replace(self, purchases={**self.purchases, **{p.purchase_id: p for p in purchases}})

    def with_bill(self, *bills: Bill) -> Payables:
        return replace(self, bills={**self.bills, **{b.bill_id: b for b in bills}})

    def with_run(self, run: PaymentRun) -> Payables:
        return replace(self, runs={**self.runs, run.run_id: run})


@dataclass(frozen=True)
class Tolerance:
    """How far a bill may be above order and receipt (company's figures): parts of one, or an amount."""

    quantity: Decimal
    price: Decimal
    amount: Mapping[str, Decimal]
    """By the bill's currency: what a line's difference may come to."""
    tax_rates: Sequence[Decimal]
    tax: Decimal
    """How far a line's tax may be from one of these rates, in the bill's currency."""


E_co = TypeVar("E_co", bound=Event, covariant=True)
F = TypeVar("F", bound=Event)


@dataclass(frozen=True)
class Posted(Step[Payables, E_co]):
    """Payables after a fact, what is published of it, and what is posted."""

    entries: tuple[Entry, ...] = ()
    valued: tuple[Valued, ...] = ()
    """What of it changes the worth of stock: its entries are made once that is looked at."""

    def then(self, next_step: Step[Payables, F]) -> Posted[E_co | F]:
        """This step, followed by one that started from its payables."""
        events: tuple[E_co | F, ...] = (*self.events, *next_step.events)
        if not isinstance(next_step, Posted):
            return Posted(next_step.document, events, self.entries, self.valued)
        entries, valued = self.entries + next_step.entries, self.valued + next_step.valued
        return Posted(next_step.document, events, entries, valued)
