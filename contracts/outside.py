"""What systems outside the company say."""

from __future__ import annotations

from contracts.event import Event, Promise, minutes
from contracts.markings import Personal
from contracts.order import Address, DraftLine, Terms
from contracts.scalars import Currency, Day, Reference
from contracts.sentences import Sentence


class OrderPlaced(Event, topic="order.placed", key="reference", said_by="outside"):
    """An order by event instead of HTTP (SAL-2). The same customer and PO number twice is the same order."""

    summary = Sentence(en="the order came by event[: {reference}]", zh="订单经消息送达[：{reference}]")

    reference: str
    """Customer code, a slash and the customer's PO number."""
    customer: str
    customer_po: str
    currency: Currency | None = None
    lines: tuple[DraftLine, ...] = ()
    deliver_to: Personal[Address] | None = None
    terms: Terms | None = None
    wanted: Day | None = None
    partial: bool | None = None
    """The customer takes partial shipments; as agreed with him, where he does not say."""
    quotation: Reference | None = None
    """By which he orders: what he leaves out is as quoted (SAL-1)."""
    contract: Reference | None = None
    """Under which he orders: what he leaves out is as agreed there (SAL-18)."""
    samples: tuple[Reference, ...] = ()
    """Which he approves before the order is confirmed (SAL-23)."""
    then = (Promise(of=("order.received",), by="sales", within=minutes(1), match=("reference",)),)
