"""A customer's open orders as they would be listed now."""

from __future__ import annotations

from hashlib import sha256

from chassis import clock
from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind, of_no_order
from chassis.stored import storable
from contracts.texts import Text
from services.sales.order.paths import STAFF
from services.sales.papers import store
from services.sales.papers.rules.open_orders import TITLE, OpenOrders, open_orders_paper, open_orders_sheet

LIST_READERS: tuple[Role, ...] = (*STAFF, "customer service", "management", "general manager", "customer")
NOTHING_OPEN = Text("the customer has no open order")


async def open_orders_of(db: Reading, customer: str) -> Found[OpenOrders] | None:
    """By the customer's code; what differs from the list before is its next version."""
    known, orders = await store.open_orders(db, customer)
    if known is None:
        return None
    if not orders:
        return NotYet(NOTHING_OPEN, customer, customer)
    data = open_orders_paper(known, orders, issuer(), clock.today())
    return Draft(
        document=customer,
        number=customer,
        order_id=None,
        customer=customer,
        drawn_from=sha256(storable(data.orders).encode()).hexdigest(),
        data=data,
        language=known.language,
    )


OPEN_ORDERS = PaperKind(
    "open_orders",
    TITLE,
    LIST_READERS,
    OpenOrders,
    of_no_order,
    open_orders_of,
    open_orders_sheet,
)
