"""What finance says of suppliers' bills, of each purchase that a bill names under its key (FIN-5, PUR-4)."""

from __future__ import annotations

from uuid import UUID

from contracts.event import Event
from contracts.markings import Cost
from contracts.money import Money
from contracts.papers import Paper
from contracts.review import Reason
from contracts.scalars import Count, Day, Quantity
from contracts.sentences import Sentence

_INVOICE = (Paper("number", en="supplier's invoice", zh="供应商发票", dated="dated"),)


class BillEvent(Event, key="purchase_id"):
    """An event about a supplier's tax invoice, as far as it bills one purchase."""

    purchase_id: UUID
    bill_id: UUID
    version: Count
    """Counts per bill; the highest holds."""
    number: str
    """The supplier's own."""
    supplier: str
    item: str
    quantity: Quantity
    """That the bill asks money for."""
    dated: Day
    """The day that stands on the bill."""


class BillMatched(BillEvent, topic="bill.matched", said_by="finance"):
    """Order, receipts and bill agree, or a person released what differs: it is owed (FIN-5)."""

    summary = Sentence(
        en="invoice[ {number}] of supplier[ {supplier}] matched[: {quantity} × {item}][, due {due}]",
        zh="供应商[ {supplier}]发票[ {number}]已核对[：{quantity} × {item}][，{due} 到期]",
        minor=True,
    )
    papers = _INVOICE

    amount: Cost[Money]
    """Before tax."""
    due: Day


class BillBlocked(BillEvent, topic="bill.blocked", said_by="finance"):
    """Order, receipts and bill differ by more than the company's tolerances: nothing is owed yet (FIN-5)."""

    summary = Sentence(
        en="invoice[ {number}] of supplier[ {supplier}] is held back[: {reasons}]",
        zh="供应商[ {supplier}]发票[ {number}]暂缓付款[：{reasons}]",
    )
    papers = _INVOICE

    reasons: tuple[Reason, ...]


class BillRefused(BillEvent, topic="bill.refused", said_by="finance"):
    """A bill that differs was sent back to its supplier; he writes another one, under another number (FIN-5)."""

    summary = Sentence(
        en="invoice[ {number}] of supplier[ {supplier}] sent back[: {reason}]",
        zh="供应商[ {supplier}]发票[ {number}]退回[：{reason}]",
    )

    reason: str
    """What a person wrote."""


class BillCredited(BillEvent, topic="bill.credited", said_by="finance"):
    """The supplier credits something of a bill, goods or a price: so much less is owed of it (FIN-5).

    ``quantity`` is what it credits, 0 where it is the price alone.
    """

    summary = Sentence(
        en="supplier[ {supplier}] credits something of invoice[ {number}][: {credit_note}]",
        zh="供应商[ {supplier}]对发票[ {number}]开出红字发票[：{credit_note}]",
        minor=True,
    )
    papers = (Paper("credit_note", en="supplier's credit note", zh="供应商红字发票"),)

    credit_note: str
    """The number that the supplier gave it."""
    amount: Cost[Money]
    """With tax."""


class SupplierPaid(BillEvent, topic="supplier.paid", said_by="finance"):
    """The bank has paid a bill, or what its supplier owed us was taken off it until nothing was left (FIN-5)."""

    summary = Sentence(
        en="invoice[ {number}] of supplier[ {supplier}] paid[ on {paid_on}]",
        zh="已付供应商[ {supplier}]发票[ {number}][，{paid_on}]",
        minor=True,
    )

    amount: Cost[Money]
    """With tax."""
    paid_on: Day


class SupplierUnpaid(BillEvent, topic="supplier.unpaid", said_by="finance"):
    """The bank brought back what it had paid of a bill: it is owed again (FIN-5)."""

    summary = Sentence(
        en="payment of invoice[ {number}] of supplier[ {supplier}] came back[ on {returned_on}]",
        zh="供应商[ {supplier}]发票[ {number}]的付款被退回[，{returned_on}]",
    )

    amount: Cost[Money]
    """With tax."""
    returned_on: Day
