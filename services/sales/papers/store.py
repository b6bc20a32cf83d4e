"""What papers are drawn from: an order, its customer's language, the names of its items. Nothing is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Reading
from chassis.stored import stored
from services.sales.inquiry import store as inquiries
from services.sales.inquiry.rules import Inquiry, Quotation
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer, Item
from services.sales.needs import store as needed
from services.sales.needs.rules.document import Needs, Version, inquiry_of
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.policy import Policy

NUMBERED = "SELECT id FROM sales_order WHERE number = $1"
WITH_SLIP = "SELECT id FROM sales_order WHERE slips ? $1"

OPEN_OF = """
SELECT document FROM sales_order WHERE customer = $1 AND phase IN ('incomplete', 'open') ORDER BY id LIMIT 1000
"""


@dataclass(frozen=True)
class Papered:
    """An order, and what its papers tell beside it; ``language`` is empty for a customer whom nobody knows.

    ``needs``: the version of the customer's needs that its quotation names.
    """

    order: Order
    items: Mapping[str, Item]
    language: str
    policy: Policy
    needs: str


@dataclass(frozen=True)
class PaperedNeeds:
    """A version of what a customer needs, and what its paper tells beside it."""

    needs: Needs
    version: Version
    inquiry: Inquiry
    customer: Customer


@dataclass(frozen=True)
class PaperedQuotation:
    """A quotation, and what its paper tells beside it."""

    quotation: Quotation
    inquiry: Inquiry
    items: Mapping[str, Item]
    customer: Customer


async def of_quotation(db: Reading, number: str) -> PaperedQuotation | None:
    """By its number, QU-2026-000123-2; none that still waits for a signature."""
    inquiry = (await inquiries.quoted(db, [number])).get(number)
    if inquiry is None:
        return None
    (quotation,) = (one for one in inquiry.quotations if one.number == number)
    items = await masters.load(db, Item, sorted({line.item for line in quotation.lines}))
    customers = await masters.load(db, Customer, [inquiry.customer])
    return PaperedQuotation(quotation, inquiry, items, customers[inquiry.customer])


async def of_needs(db: Reading, number: str) -> PaperedNeeds | None:
    """By the version's number: NC-2026-000123-2."""
    inquiry = (await inquiries.called(db, [named[0]])).get(named[0]) if (named := inquiry_of(number)) else None
    needs = (await needed.load(db, [inquiry.inquiry_id])).get(inquiry.inquiry_id) if inquiry else None
    version = needs.numbered(number) if needs else None
    if inquiry is None or needs is None or version is None:
        return None
    customers = await masters.load(db, Customer, [inquiry.customer])
    return PaperedNeeds(needs, version, inquiry, customers[inquiry.customer])


async def of_order(db: Reading, order_id: UUID) -> Papered | None:
    order = await book.look(db, order_id)
    if order is None:
        return None
    codes = {line.item for line in (*order.content.lines, *order.dropped) if line.item}
    items = await masters.load(db, Item, sorted(codes))
    customers = await masters.load(db, Customer, [order.content.customer])
    language = "".join(customer.language for customer in customers.values())
    return Papered(order, items, language, await holding(db, Policy), await _needs_of(db, order))


async def _needs_of(db: Reading, order: Order) -> str:
    number = order.content.quotation
    answered = (await inquiries.quoted(db, [number])).get(number) if number else None
    return "".join(one.needs for one in answered.quotations if one.number == number) if answered else ""


async def customer(db: Reading, code: str) -> Customer | None:
    return (await masters.load(db, Customer, [code])).get(code)


async def open_orders(db: Reading, code: str) -> tuple[Customer | None, list[Order]]:
    """A customer by his code, and his orders that are not over, at most a thousand, the oldest first."""
    known = (await masters.load(db, Customer, [code])).get(code)
    rows = await db.fetch(OPEN_OF, code) if known else []
    return known, [stored(Order, row["document"]) for row in rows]


async def numbered(db: Reading, number: str) -> Papered | None:
    """By the order's number."""
    return await _found(db, await db.fetchval(NUMBERED, number))


async def with_slip(db: Reading, slip: str) -> Papered | None:
    """By the number of one of its sales slips."""
    return await _found(db, await db.fetchval(WITH_SLIP, slip))


async def _found(db: Reading, order_id: UUID | None) -> Papered | None:
    return await of_order(db, order_id) if order_id else None
