"""The book of orders over HTTP, for who looks into it (SAL-2, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from chassis import clock
from chassis.http.download import Download, LeavingFile
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.papers.company import Company
from chassis.refusal import NotFound
from contracts.scalars import Code, Reference
from services.sales.order import store as book
from services.sales.order.paths import OFFICE, READERS, STAFF, OrderId, only_customer
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import Stage
from services.sales.order.view import OrderState, state_of
from services.sales.reading import store
from services.sales.reading.rules import response
from services.sales.reading.view import FileKept, FilesKept, LinesOfOrders, lines_of

router = Router(prefix="/api/v1", tags=["orders"])
ENDINGS = {"edifact": "edi", "sheet": "xlsx", "mail": "eml", "shop": "json", "note": "txt"}
Keeper = Annotated[Person, Depends(allow(*STAFF))]
Reader = Annotated[Person, Depends(allow(*READERS))]
Reporter = Annotated[Person, Depends(allow(*STAFF, *OFFICE, "analyst"))]
"""Whoever may see all of an order, and a program that draws reports (ALL-7)."""


class Orders(Page[OrderState]):
    """A page of the book."""


@router.get("/orders", response_model=Orders)
async def list_orders(
    db: Look,
    by: Reader,
    state: Stage | None = None,
    customer: Code | None = None,
    number: Reference | None = None,
    customer_po: Reference | None = None,
    after: UUID | None = None,
    limit: Limit = 100,
) -> Orders:
    """The book by order id, which is the order of receipt; by ``customer_po`` the orders that customers call so."""
    sought = book.Sought(state, only_customer(by) or customer, number, customer_po)
    page = await book.find(db, sought, after=after, limit=limit)
    return Orders(items=tuple(_seen(order, by) for order in page.items), next=page.next)


@router.get("/orders/{order_id}", response_model=OrderState)
async def get_order(by: Reader, order_id: OrderId, db: Look) -> OrderState:
    """One order with its stage, for whom it waits, its shipments and its invoices."""
    order = await book.look(db, order_id)
    if order is None or only_customer(by) not in (None, order.content.customer):
        raise NotFound(what="order", id=order_id)
    return _seen(order, by)


@router.get("/order-lines", response_model=LinesOfOrders)
async def list_order_lines(db: Look, _: Reporter, after: UUID | None = None, limit: Limit = 100) -> LinesOfOrders:
    """What the orders of the book come to, line by line, by order id; a page is of ``limit`` orders (ALL-7, FIN-1)."""
    page = await book.find(db, book.Sought(), after=after, limit=limit)
    return LinesOfOrders(items=tuple(line for order in page.items for line in lines_of(order)), next=page.next)


@router.get("/orders/{order_id}/files", response_model=FilesKept)
async def list_order_files(_: Keeper, order_id: OrderId, db: Look) -> FilesKept:
    """The files by which an order came; one of them is at `/{sha256}` behind (SAL-2)."""
    return FilesKept(items=tuple(FileKept(**row) for row in await store.kept(db, order_id)))


@router.get("/orders/{order_id}/files/{sha256}", include_in_schema=False)
async def get_order_file(_: Keeper, order_id: OrderId, sha256: Reference, db: Look, download: Download) -> Response:
    """One of them, as it came (SAL-2)."""
    found = await store.content(db, order_id, sha256)
    if found is None:
        raise NotFound(what="file", id=sha256)
    name = f"{sha256[:12]}.{ENDINGS[found['kind']]}"
    file = LeavingFile(name, "application/octet-stream", found["content"])
    return await download(file, f"order file {sha256}")


@router.get("/orders/{order_id}/response", include_in_schema=False)
async def get_order_response(by: Reader, order_id: OrderId, db: Look, download: Download) -> Response:
    """The answer to an order for the customer's own system: ORDRSP of UN/EDIFACT, D.96A (SAL-2, SAL-8)."""
    order = await book.look(db, order_id)
    if order is None or only_customer(by) not in (None, order.content.customer):
        raise NotFound(what="order", id=order_id)
    said = response(order, await store.known_of(db, order), Company().name, clock.now())
    file = LeavingFile(f"{order.content.number}-{order.version}.edi", "application/edifact", said)
    return await download(file, f"order response {order.content.number}")


def _seen(order: Order, by: Person) -> OrderState:
    return state_of(order).for_customer() if only_customer(by) else state_of(order)
