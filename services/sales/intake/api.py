"""Orders in and out over HTTP (SAL-2, SAL-3)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import AfterValidator, BaseModel, Field, model_validator

from chassis import clock
from chassis.http.asked import CurrencyNow, DayAhead
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.web import Ask, Commands, Look
from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.scalars import Code, Day, Moment, Reference
from contracts.texts import said
from services.sales.intake import handlers, store
from services.sales.intake.rules.asked import Asked, Clarify, Place, within_reach
from services.sales.intake.rules.files import Evidence, Kind, as_text, bytes_of, read
from services.sales.intake.rules.in_files import codes_in, placeable
from services.sales.order import store as book
from services.sales.order.paths import READERS, STAFF, OrderId, only_customer
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import Stage
from services.sales.order.view import OrderBrief, OrderState, state_of
from services.sales.staff.view import own_of

router = APIRouter(prefix="/api/v1", tags=["orders"])
ENDINGS = {"edifact": "edi", "sheet": "xlsx", "mail": "eml"}
FILE_CHARACTERS_MAX = 15 * 2**20
KEY_MAX = 190
"""Of an Idempotency-Key, behind which the place in the file stands."""
Keeper = Annotated[Person, Depends(allow(*STAFF))]
Placer = Annotated[Person, Depends(allow(*STAFF, "customer"))]
Reader = Annotated[Person, Depends(allow(*READERS))]


class PlaceOrder(Asked):
    """An order as the customer sent it; what he left out is asked of him."""

    customer: Code
    customer_po: Reference
    currency: CurrencyNow | None = None
    wanted: Annotated[Day, AfterValidator(lambda day: within_reach(day, clock.today()))] | None = None
    """One that is past is asked back."""

    def for_(self, by: Person, evidence: Evidence | None = None) -> Place:
        taken_by = by.code if "merchandiser" in by.roles else None
        asked = Asked.model_validate(dict(self.told))
        about = (self.customer, self.customer_po, asked, taken_by)
        return Place(*about, only_customer(by), by.code, own_of(by), evidence)


class PlaceOrderItem(PlaceOrder, Item):
    """One order of a batch."""


class ClarifyOrder(Asked):
    """What is told of an order that is in the book."""

    currency: CurrencyNow | None = None
    wanted: DayAhead | None = None


class OrderFile(BaseModel):
    """UN/EDIFACT ORDERS, a mail with a file attached, or that file in base64; or the bytes of the file as the body."""

    content: Annotated[str, Field(min_length=1, max_length=FILE_CHARACTERS_MAX)]
    customer: Code | None = None
    """Whose orders they are, where the file calls him by no number that we know."""

    @model_validator(mode="before")
    @classmethod
    def _of_bytes(cls, came: Any) -> Any:
        return {"content": as_text(came)} if isinstance(came, bytes) else came


class FileTaken(Answers[OrderBrief]):
    """``passed_over``: what the file says besides, of which nothing was made."""

    passed_over: tuple[str, ...]


class FileKept(BaseModel):
    """``attachments``: their names, where it is a mail; ``size`` in bytes."""

    sha256: str
    kind: Kind
    sender: str
    subject: str
    attachments: tuple[str, ...]
    size: int
    brought_at: Moment
    brought_by: str


class FilesKept(BaseModel):
    items: tuple[FileKept, ...]


class Orders(Page[OrderState]):
    """A page of the book."""


@router.post("/orders", response_model=OrderBrief)
async def place_order(asked: PlaceOrder, ask: Ask, by: Placer) -> Response:
    """The new order; for a customer PO that is in the book, the order that it is (SAL-2)."""
    return await ask(handlers.place, asked.for_(by), key=_reference(asked), by=by)


@router.post("/orders/batch", response_model=Answers[OrderBrief])
async def place_orders(batch: Batch[PlaceOrderItem], ask: Ask, by: Placer) -> Response:
    """Up to 500 orders, each by itself."""
    return await _place_each(batch, ask, by)


async def _place_each(
    batch: Batch[PlaceOrderItem], ask: Commands, by: Person, evidence: Evidence | None = None
) -> Response:
    async def do(items: Sequence[PlaceOrderItem]) -> Sequence[bytes | Refusal]:
        places = [(item.idempotency_key, _reference(item), item.for_(by, evidence)) for item in items]
        return await ask.batch(handlers.place, places, by=by)

    return await answer_each(batch, PlaceOrderItem.model_validate, do)


@router.post("/order-files", response_model=FileTaken)
async def take_order_file(asked: OrderFile, db: Look, ask: Ask, by: Placer) -> Response:
    """Take each order of a file as if it had come alone; of a file that cannot be read, none (SAL-2)."""
    reading, evidence = await asyncio.to_thread(read, bytes_of(asked.content))
    whose, items = codes_in(reading)
    called = await store.called(db, {*whose, asked.customer or ""}, items, reading.sender)
    orders = placeable(reading, called, only_customer(by) or asked.customer)
    if reading.faults:
        raise InvalidInput(reading.faults)
    key = ask.idempotency_key[:KEY_MAX]
    each = [{"idempotency_key": f"{key} {nth}", **order} for nth, order in enumerate(orders, start=1)]
    answered = await _place_each(Batch[Any](items=each), ask, by, evidence)
    told = json.dumps({"passed_over": [said(one) for one in reading.passed_over]}).encode()
    return Response(told[:-1] + b"," + bytes(answered.body)[1:], media_type="application/json")


@router.get("/orders/{order_id}/files", response_model=FilesKept)
async def list_order_files(_: Keeper, order_id: OrderId, db: Look) -> FilesKept:
    """The files by which an order came; one of them is at `/{sha256}` behind (SAL-2)."""
    return FilesKept(items=tuple(FileKept(**row) for row in await store.kept(db, order_id)))


@router.get("/orders/{order_id}/files/{sha256}", include_in_schema=False)
async def get_order_file(_: Keeper, order_id: OrderId, sha256: Reference, db: Look) -> Response:
    """One of them, as it came (SAL-2)."""
    found = await store.content(db, order_id, sha256)
    if found is None:
        raise NotFound(what="file", id=sha256)
    name = f"{sha256[:12]}.{ENDINGS[found['kind']]}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(found["content"], media_type="application/octet-stream", headers=headers)


@router.post("/orders/{order_id}/clarify", response_model=OrderState)
async def clarify_order(by: Placer, order_id: OrderId, asked: ClarifyOrder, ask: Ask) -> Response:
    """What the customer tells of an order that is not confirmed; ``lines`` replaces all lines (SAL-3)."""
    told = Asked.model_validate(dict(asked.told))
    clarify = Clarify(order_id, told, only_of=only_customer(by))
    return await ask(handlers.clarify, clarify, key=str(order_id), by=by)


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


def _seen(order: Order, by: Person) -> OrderState:
    return state_of(order).for_customer() if only_customer(by) else state_of(order)


def _reference(asked: PlaceOrder) -> str:
    return f"{asked.customer}/{asked.customer_po}"
