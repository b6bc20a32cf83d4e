"""What finance says: credit, price decisions, invoices and money."""

from __future__ import annotations

from uuid import UUID

from contracts.event import Event, Limit, OrderEvent, Promise, days, until, working_hours
from contracts.markings import Cost
from contracts.money import Money, Signature
from contracts.papers import Paper
from contracts.rates import DatedRate
from contracts.review import Judged, Reason, Reviewed
from contracts.scalars import Count, Currency, Day, Number, Quantity
from contracts.sentences import Sentence
from contracts.value import Value

_SETTLED = ("payment.received", "invoice.credited", "debt.written_off")


def _settled(within: Limit, when: str | None = None) -> Promise:
    """Nothing is outstanding of the invoice; the newest version of it that is told holds."""
    return Promise(
        of=_SETTLED,
        by="finance",
        within=within,
        match=("invoice_id",),
        counted_by="version",
        in_part=_SETTLED,
        outside="the customer",
        when=when,
    )


class CreditReviewed(Reviewed, topic="credit.reviewed"):
    """Whether the customer's credit carries the order (SAL-5, FIN-4)."""

    summary = Sentence(en="credit checked[: {verdict}][ ({reasons})]", zh="信用评审[：{verdict}][（{reasons}）]")


class CreditJudged(Judged, topic="credit.judged"):
    """Whether the customer's credit would carry the order that a trial is about; nothing is set aside (SAL-24).

    Conditions where a person is to review each order.
    """


class CreditHeld(Event, topic="credit.held", key="customer"):
    """Nothing more is confirmed or released for the customer (FIN-4)."""

    customer: str
    version: Count
    reason: str
    """``reasons`` in English."""
    reasons: tuple[Reason, ...] = ()


class CreditReleased(Event, topic="credit.released", key="customer"):
    """The customer's orders may go on."""

    customer: str
    version: Count


class RatesChanged(Event, topic="rates.changed", key="currency"):
    """What a currency is worth in the company's own: the rate that holds and those to come; the highest version holds.

    It serves to compare amounts, as the limit of a customer with what he owes; nothing is booked by it (FIN-8).
    """

    compacted = True

    currency: Currency
    version: Count
    rates: tuple[DatedRate, ...]


class PriceChangeDecided(Event, topic="price.change_decided", key="purchase_id"):
    """A price above budget is signed and approved, or refused (PUR-3, FIN-7). Signed is a maximum."""

    summary = Sentence(
        en="the higher price[ of {supplier}] is decided",
        zh="涨价[（{supplier}）]已有决定",
        when={
            "approved=true": Sentence(
                en="the higher price[ of {supplier}] is approved", zh="涨价[（{supplier}）]已批准"
            ),
            "approved=false": Sentence(
                en="the higher price[ of {supplier}] is refused", zh="涨价[（{supplier}）]被否决"
            ),
        },
    )

    purchase_id: UUID
    request: Count
    approved: bool
    supplier: str
    unit_price: Cost[Money]
    quantity: Quantity
    signatures: tuple[Signature, ...]
    then = (
        Promise(
            of=("purchase.ordered", "purchase.cancelled"),
            by="purchasing",
            within=working_hours(4),
            match=("purchase_id",),
            when="approved",
            counted_by="request",
            in_part=("purchase.cancelled",),
        ),
    )


class AdvanceRequested(OrderEvent, topic="advance.requested"):
    """The terms ask an advance before release: what is asked, what has come, by when."""

    summary = Sentence(
        en="advance[ of {amount}] asked[, due {due}][, {received} received so far]",
        zh="请付预付款[ {amount}][，{due} 到期][，已收 {received}]",
    )
    for_customer = ("amount", "received", "due")

    order_version: Count
    advance_version: Count
    amount: Money
    received: Money
    due: Day
    then = (
        Promise(
            of=("payment.received",),
            by="finance",
            within=until("due"),
            when="open",
            provided="advance",
            counted_by="advance_version",
            in_part=("payment.received",),
            suspends=("order.confirmed", "order.released"),
            outside="the customer",
        ),
    )

    @property
    def open(self) -> bool:
        return self.received.amount < self.amount.amount


class InvoiceLine(Value):
    """One invoiced line; ``amount`` before tax."""

    line: Count
    item: str
    quantity: Quantity
    amount: Money


class InvoiceIssued(OrderEvent, topic="invoice.issued"):
    """One shipment's invoice (FIN-1)."""

    milestone, happened = "invoiced", "issued_on"
    summary = Sentence(
        en="invoice[ {number}] issued[ over {total}][, due {due}]",
        zh="开出发票[ {number}][，金额 {total}][，{due} 到期]",
    )
    papers = (Paper("number", en="invoice", zh="发票", dated="issued_on"),)
    for_customer = ("number", "total", "due")

    order_version: Count
    customer: str
    shipment_id: UUID
    invoice_id: UUID
    version: Count
    number: str
    lines: tuple[InvoiceLine, ...]
    discount: Money | None = None
    """What is taken off the lines, before freight and tax."""
    freight: Money
    tax: Money
    total: Money
    advance_used: Money
    outstanding: Number
    """In the invoice's currency."""
    issued_on: Day
    due: Day
    then = (_settled(until("due"), when="outstanding"),)


class InvoiceDueChanged(OrderEvent, topic="invoice.due_changed"):
    """An invoice is to be paid on another day than was told: so a bank's that pays on its own (FIN-1, LOG-7)."""

    summary = Sentence(
        en="invoice[ {number}] is due on another day[: {due}][ instead of {was}]",
        zh="发票[ {number}]付款日变更[：{due}][，原为 {was}]",
    )
    for_customer = ("number", "due")

    customer: str
    invoice_id: UUID
    version: Count
    number: str
    outstanding: Number
    """In the invoice's currency."""
    due: Day
    was: Day
    then = (_settled(until("due"), when="outstanding"),)


class InvoiceCredited(OrderEvent, topic="invoice.credited"):
    """A credit note on an invoice."""

    summary = Sentence(
        en="credit note[ {number}] issued[ over {amount}]", zh="开出红字发票[ {number}][，金额 {amount}]"
    )
    papers = (Paper("number", en="credit note", zh="红字发票"),)
    for_customer = ("number", "amount")

    shipment_id: UUID
    invoice_id: UUID
    version: Count
    number: str
    lines: tuple[InvoiceLine, ...]
    amount: Money
    outstanding: Number


class PaymentReceived(OrderEvent, topic="payment.received"):
    """Money that settles an invoice, or (no invoice) the order's advance (FIN-2)."""

    stage = "paid"
    stage_when = "settles"
    summary = Sentence(
        en="payment[ of {amount}] received[ for {invoice}][, {outstanding} still open]",
        zh="收款[ {amount}][，发票 {invoice}][，尚欠 {outstanding}]",
        when={
            "advance=true": Sentence(
                en="advance[ of {amount}] received[, {outstanding} still open]",
                zh="收到预付款[ {amount}][，尚欠 {outstanding}]",
            )
        },
    )
    for_customer = ("advance", "amount", "outstanding")

    customer: str
    invoice_id: UUID | None
    version: Count
    """Of the invoice, or of the advance (advance_version)."""
    advance: bool
    amount: Money
    outstanding: Number
    """Of the invoice or the advance, after this payment; never below zero."""

    @property
    def advance_version(self) -> int:
        """Of a payment of the advance."""
        return self.version

    @property
    def settles(self) -> bool:
        """Whether the invoice is paid with it."""
        return not self.advance and not self.outstanding


class PaymentReversed(OrderEvent, topic="payment.reversed"):
    """The bank took back what was received: an invoice, or (no invoice) the order's advance, is owed again (FIN-2)."""

    summary = Sentence(
        en="payment[ of {amount}][ for {invoice}] taken back by the bank[, {outstanding} open again]",
        zh="银行冲回收款[ {amount}][，发票 {invoice}][，尚欠 {outstanding}]",
        when={
            "advance=true": Sentence(
                en="advance[ of {amount}] taken back by the bank[, {outstanding} open again]",
                zh="银行冲回预付款[ {amount}][，尚欠 {outstanding}]",
            )
        },
    )
    for_customer = ("advance", "amount", "outstanding")

    customer: str
    invoice_id: UUID | None
    version: Count
    """Of the invoice, or of the advance."""
    advance: bool
    amount: Money
    outstanding: Number
    """Of the invoice or the advance, after this."""
    due: Day | None = None
    """Of the invoice or the advance; an older release did not tell it."""
    then = (_settled(days(7, not_before="due"), when="outstanding"),)


class DebtWrittenOff(OrderEvent, topic="debt.written_off"):
    """What a customer will not pay of an invoice is given up, signed by all whose amount it is above (FIN-4, FIN-7)."""

    summary = Sentence(
        en="debt[ of {amount}][ for invoice {number}] written off[: {reason}]",
        zh="坏账核销[ {amount}][，发票 {number}][：{reason}]",
    )

    customer: str
    invoice_id: UUID
    version: Count
    """Of the invoice."""
    number: str
    amount: Money
    outstanding: Number
    """Of the invoice, after this."""
    reason: str
    """What a person wrote."""
    signatures: tuple[Signature, ...]


class DebtRecovered(OrderEvent, topic="debt.recovered"):
    """What was written off of an invoice is paid after all: so much of it is owed again, and paid at once (FIN-4)."""

    summary = Sentence(
        en="written off debt[ of {amount}][ for invoice {number}] paid after all",
        zh="已核销的坏账[ {amount}][，发票 {number}]后来收回",
    )

    customer: str
    invoice_id: UUID
    version: Count
    """Of the invoice."""
    number: str
    amount: Money
    outstanding: Number
    """Of the invoice, before the payment."""


class PaymentOverdue(OrderEvent, topic="payment.overdue"):
    """An invoice, or an advance, that nobody paid by its due date (FIN-4)."""

    summary = Sentence(
        en="payment overdue[: {outstanding}][ of {invoice}][ since {due}]",
        zh="逾期未付[：{outstanding}][，发票 {invoice}][，应于 {due} 付]",
    )
    for_customer = ("outstanding", "due")

    customer: str
    invoice_id: UUID | None
    outstanding: Money
    due: Day

    @property
    def version(self) -> int:
        """Older than any invoice: what that promised stands, and nobody is given longer by it."""
        return 0

    then = (_settled(days(30, since="due")),)


class PaymentReminded(OrderEvent, topic="payment.reminded"):
    """The customer is reminded of an invoice that falls due or has; ``text`` is in his language (FIN-4)."""

    summary = Sentence(
        en="customer reminded of invoice[ {number}][, due {due}][: {outstanding} unpaid]",
        zh="已提醒客户付款[：发票 {number}][，{due} 到期][，尚欠 {outstanding}]",
    )
    for_customer = ("number", "outstanding", "due")

    customer: str
    invoice_id: UUID
    number: str
    level: Count
    """From 1; the next comes only while something is unpaid."""
    outstanding: Money
    due: Day
    language: str
    text: str


class AdvanceReminded(OrderEvent, topic="advance.reminded"):
    """The customer is reminded of an advance that is asked and unpaid; ``text`` is in his language (FIN-4)."""

    summary = Sentence(
        en="customer reminded of the advance[ of {number}][, due {due}][: {outstanding} unpaid]",
        zh="已提醒客户付预付款[：订单 {number}][，{due} 到期][，尚欠 {outstanding}]",
    )
    for_customer = ("number", "outstanding", "due")

    customer: str
    number: str
    """The order's."""
    level: Count
    """From 1 for each day that it is asked by; the next comes only while something is unpaid."""
    outstanding: Money
    due: Day
    language: str
    text: str


class PaymentRefunded(OrderEvent, topic="payment.refunded"):
    """Money given back; ``of`` says of what: advance, overpayment or credit."""

    summary = Sentence(en="given back[: {amount}][ ({of})]", zh="退款[ {amount}][（{of}）]")
    for_customer = ("amount", "of")

    amount: Money
    of: str
    invoice_id: UUID | None = None


class RefundReturned(OrderEvent, topic="refund.returned"):
    """The bank brought money back that was given back: it is owed to the customer again (FIN-2)."""

    summary = Sentence(
        en="money given back[ of {amount}] came back from the bank[ ({of})]",
        zh="退款[ {amount}]被银行退回[（{of}）]",
    )
    for_customer = ("amount",)

    amount: Money
    of: str
    invoice_id: UUID | None = None


class MonthClosed(Event, topic="month.closed", key="month"):
    """The books of a month are closed: sales and finance compared them order by order, and one of each signed. What is
    booked from now on is booked from ``open_from`` on (FIN-6)."""

    month: str
    """2026-11."""
    open_from: Day
    differences: Count
    unexplained: Count
    signatures: tuple[Signature, ...]
