"""Letters about orders are kept, to whom the customer master has now; nothing of it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading
from services.sales.inquiry.rules import Inquiry
from services.sales.letter import work as letters
from services.sales.mailing.rules.writing import Written, letter, letter_to, quotation, solution
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.order.rules.document import Order
from services.sales.policy import Policy
from services.sales.ticket.rules import Ticket

OF_LETTERS = """
SELECT letter_id, customer, customer.state, customer.sealed FROM letter JOIN customer USING (customer)
WHERE letter_id = ANY($1::uuid[])
"""


async def customers_of(db: Reading, letters: Sequence[UUID]) -> dict[UUID, Customer]:
    """By letter."""
    rows = await db.fetch(OF_LETTERS, list(letters))
    return {row["letter_id"]: masters.customer_in(row["customer"], row["state"], row["sealed"]) for row in rows}


async def add(db: Db, written: Sequence[tuple[Order, Written]]) -> None:
    """A letter about each of these orders, by the figures that hold; no statement where there is none."""
    if not written:
        return
    customers = await masters.load(db, Customer, sorted({order.content.customer for order, _ in written}))
    policy, now, at = await holding(db, Policy), clock.real_now(), clock.now()
    whom = [(told, order, customers.get(order.content.customer)) for order, told in written]
    await letters.write(db, [letter(told, order, customer, policy, now, at) for told, order, customer in whom])


async def add_quotations(db: Db, inquiries: Sequence[Inquiry]) -> None:
    """A letter about the newest quotation of each."""
    customers = await masters.load(db, Customer, sorted({one.customer for one in inquiries}))
    policy, now, at = await holding(db, Policy), clock.real_now(), clock.now()
    told = [(one.customer, quotation(one, one.newest)) for one in inquiries if one.newest]
    await letters.write(db, [letter_to(code, one, customers.get(code), policy, now, at) for code, one in told])


async def add_solutions(db: Db, tickets: Sequence[Ticket]) -> None:
    """A letter about what each ticket was answered last; no statement where there is none."""
    if not tickets:
        return
    customers = await masters.load(db, Customer, sorted({one.customer for one in tickets}))
    policy, now, at = await holding(db, Policy), clock.real_now(), clock.now()
    whom = [(one, customers.get(one.customer)) for one in tickets]
    each = [(one, letter_to(one.customer, solution(one), who, policy, now, at)) for one, who in whom]
    await letters.write(db, [told.but(order_id=one.order_id, order_number=one.order_number) for one, told in each])
