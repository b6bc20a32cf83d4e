"""As much as the desk reads of what departments answer about an order."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from contracts.money import Money
from contracts.value import Value

ZERO = Decimal(0)


class OrderLine(Value):
    """Of sales; a customer may not have told all of it yet."""

    line: int
    item: str | None = None
    quantity: Decimal | None = None
    unit_price: Money | None = None
    specification: str = ""
    process: str = ""


class Content(Value):
    lines: tuple[OrderLine, ...] = ()
    discount: Decimal = ZERO
    currency: str = ""


class Signature(Value):
    step: str
    person: str
    at: datetime


class RiskFactor(Value):
    kind: str
    likelihood: int
    impact: int
    why: str


class Risk(Value):
    """An order's risk, in the reader's language; told to who may see it (SAL-6)."""

    grade: str
    factors: tuple[RiskFactor, ...]
    signer: str
    signature: Signature | None


class Substitute(Value):
    """Another item for so much of a line."""

    line: int
    item: str
    quantity: Decimal


class Alternative(Value):
    text: str
    promised: date
    total: Decimal
    substitute: Substitute | None = None


class Alternatives(Value):
    """What the customer was offered instead, in the reader's language, and what he said to it (SAL-10)."""

    offered: tuple[Alternative, ...]
    offered_on: date
    answer_by: date
    choice: int | None
    words: str


class Proposed(Value):
    """An item that was found free in place of what lacks (SAL-10)."""

    line: int
    item: str
    quantity: Decimal
    promised: date
    days: int | None
    """Later than promised."""
    difference: Decimal
    """What the order comes to more by it."""


class Anew(Value):
    """What departments say of the order's newest change, and which day was promised before (SAL-9)."""

    version: int
    awaited: tuple[str, ...]
    promised: date | None
    computed: date | None
    agreed: bool
    ended: bool


class OffList(Value):
    """A line at another price than the list's, in the reader's language (SAL-25)."""

    text: str


class Forecast(Value):
    """Whether the order is late, as far as is known."""

    late: bool = False


class Order(Value):
    """The order of sales."""

    content: Content
    forecast: Forecast | None = None
    risk: Risk | None = None
    alternatives: Alternatives | None = None
    proposed: tuple[Proposed, ...] = ()
    anew: Anew | None = None
    off_list: tuple[OffList, ...] = ()

    @property
    def wants_a_way_out(self) -> bool:
        """It is late, something may stand in for what lacks, or the customer has still to choose."""
        late = bool(self.forecast and self.forecast.late)
        return late or bool(self.proposed) or bool(self.alternatives and self.alternatives.choice is None)


class CarriageCost(Value):
    """A way out that is another transport, or one more, of logistics."""

    way: str
    carrier: str
    days_sooner: int
    costs_more: Money | None


class CarriageCosts(Value):
    items: tuple[CarriageCost, ...]


class SupplierCost(Value):
    """What another supplier would bring sooner, of purchasing."""

    item: str
    days_sooner: int | None
    costs_more: Money | None


class SupplierCosts(Value):
    items: tuple[SupplierCost, ...]


class SubstituteCost(Value):
    """What so much of another item costs to buy more, of purchasing."""

    instead: str
    quantity: Decimal
    costs_more: Money | None


class Version(Value):
    version: int
    at: datetime
    reason: str


class Beside(Value):
    what: str
    before: str
    after: str
    differs: bool


class Versions(Value):
    """The order's versions since its confirmation, two of them side by side, in the reader's language (SAL-9)."""

    items: tuple[Version, ...]
    before: int | None
    after: int | None
    beside: tuple[Beside, ...]


class StockedLine(Value):
    """Of the warehouse."""

    line: int
    item: str
    ordered: Decimal
    held: Decimal
    reserved: Decimal
    packed: Decimal
    dispatched: Decimal
    returned: Decimal
    lacking: Decimal


class StockedLines(Value):
    lines: tuple[StockedLine, ...]


class Served(Value):
    order_id: UUID
    quantity: Decimal


class Specified(Value):
    """What goods of a purchase are to be like for a line of an order, and since when otherwise than it was ordered."""

    order_id: UUID | None
    line: int
    specification: str
    process: str
    changed_on: date | None


class Purchase(Value):
    """Of purchasing; its price is told to those who may see it."""

    number: str
    item: str
    supplier: str
    state: str
    quantity: Decimal
    accepted: Decimal
    cancelled: Decimal
    unit_price: Money | None
    ordered_on: date | None
    promised_on: date | None
    served: tuple[Served, ...]
    specified: tuple[Specified, ...] = ()


class Purchases(Value):
    items: tuple[Purchase, ...]


class InvoiceLine(Value):
    line: int
    item: str
    quantity: Decimal
    returned: Decimal


class Invoice(Value):
    lines: tuple[InvoiceLine, ...]


class Invoices(Value):
    """Of finance, with their lines."""

    items: tuple[Invoice, ...]


class Advance(Value):
    asked: Decimal
    received: Decimal
    used: Decimal
    refunded: Decimal
    due: date | None


class Billed(Value):
    number: str
    issued_on: date
    due: date
    total: Decimal
    paid: Decimal
    advance_used: Decimal
    credited: Decimal
    outstanding: Decimal
    state: str


class Paid(Value):
    bank_reference: str
    received_on: date
    amount: Decimal


class CreditNote(Value):
    number: str
    issued_on: date
    amount: Decimal


class DueBack(Value):
    amount: Decimal
    document: str
    state: str


class WriteOff(Value):
    number: str
    amount: Decimal
    reason: str
    state: str


class Account(Value):
    """An order's account at finance."""

    currency: str
    value: Decimal
    invoiced: Decimal
    credited: Decimal
    paid: Decimal
    outstanding: Decimal
    next_due: date | None
    cost: Money | None = None
    advance: Advance | None
    invoices: tuple[Billed, ...]
    payments: tuple[Paid, ...]
    credit_notes: tuple[CreditNote, ...]
    due_back: tuple[DueBack, ...]
    write_offs: tuple[WriteOff, ...] = ()


class Rate(Value):
    """What one unit of a currency is worth in the company's own; without a day it is the opening one."""

    currency: str
    value: Decimal
    valid_from: date | None = None


class Rates(Value):
    items: tuple[Rate, ...]


class Form(Value):
    """Another form of a paper, as data: what its path and what people call it."""

    name: str
    title: str


class Paper(Value):
    """A paper that a department prints when it is asked, or what it waits for."""

    kind: str
    label: str
    document: str
    number: str
    version: int | None
    issued_at: datetime | None
    up_to_date: bool
    waits_for: str | None
    forms: tuple[Form, ...] = ()


class Papers(Value):
    items: tuple[Paper, ...]


class Letter(Value):
    """A mail of sales to the customer; its texts are in the reader's language."""

    number: str
    subject: str
    text: tuple[str, ...]
    state: str
    written_at: datetime
    sent_at: datetime | None = None
    name: str = ""
    reason: str | None = None
    settled: str = ""


class Letters(Value):
    items: tuple[Letter, ...]


class Conversation(Value):
    """As somebody of sales noted it."""

    number: str
    way: str
    happened_on: date
    said: str
    noted_by: str
    state: str
    spoke_with: str = ""
    promised: str = ""
    promised_by: date | None = None
    kept: str = ""


class Conversations(Value):
    items: tuple[Conversation, ...]
