"""HTTP of stock counts (WHS-1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.http.identity import Person, Role, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Code, Told
from services.warehouse.book.paths import READERS
from services.warehouse.book.rules.gate import Inspection
from services.warehouse.book.rules.serials import SerialNumbers
from services.warehouse.counting import handlers
from services.warehouse.counting.rules import settling, sheet
from services.warehouse.stock_count import store
from services.warehouse.stock_count.paths import CountId
from services.warehouse.stock_count.view import CountState, state_of

router = Router(prefix="/api/v1", tags=["stock counts"])
SETTLE: tuple[Role, ...] = ("accountant", "finance manager", "general manager")
"""Who sees what the book says, and settles; who counts does not."""
COUNT: tuple[Role, ...] = ("storekeeper",)
Storekeeper = Annotated[Person, Depends(allow(*COUNT))]
Settler = Annotated[Person, Depends(allow(*SETTLE))]
Either = Annotated[Person, Depends(allow(*COUNT, *SETTLE))]
Reader = Annotated[Person, Depends(allow(*dict.fromkeys((*READERS, *SETTLE))))]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
ITEMS_MAX = 200
LINES_MAX = 2_000


class OpenCount(BaseModel):
    """A place with all that lies there, or items wherever they lie."""

    place: Short = ""
    items: Annotated[tuple[Code, ...], Field(max_length=ITEMS_MAX)] = ()


class CountedLine(BaseModel):
    """How many lie there; left out, the line is still to count. ``lot`` is the receipt with which they came. Of an item
    with serial numbers ``serials`` names each piece, and how many they are need not be told."""

    item: Code
    place: Short = ""
    lot: Short = ""
    quantity: AskedQuantity | None = None
    serials: SerialNumbers = ()

    @property
    def told(self) -> sheet.Told:
        named = Decimal(len(self.serials)) if self.serials else None
        quantity = named if self.quantity is None else self.quantity
        return sheet.Told(self.item, self.place, self.lot, quantity, self.serials)


class RecordCount(BaseModel):
    """What was counted, all at once or in parts."""

    lines: Annotated[tuple[CountedLine, ...], Field(min_length=1, max_length=LINES_MAX)]


class SettleCount(BaseModel):
    """Book the differences with a reason, or have all counted again."""

    decision: Literal["book", "count_again"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    inspection: Inspection = ""


class CallOffCount(BaseModel):
    reason: Told


class StockCounts(Page[CountState]):
    """A page of stock counts, in the order of their opening."""


def _settles(by: Person) -> bool:
    return not set(SETTLE).isdisjoint(by.roles)


@router.post("/stock-counts", response_model=CountState)
async def open_stock_count(asked: OpenCount, ask: Ask, by: Either) -> Response:
    """Have a place or some items counted, blind: whoever counts is not told what the book says (WHS-1)."""
    if bool(asked.place) == bool(asked.items):
        raise sheet.PlaceOrItems()
    body = sheet.Open(asked.place, tuple(sorted(set(asked.items))), by.code, _settles(by))
    return await ask(handlers.open_count, body, key=asked.place or body.items[0], by=by)


@router.post("/stock-counts/{stock_count_id}/record", response_model=CountState)
async def record_stock_count(by: Storekeeper, stock_count_id: CountId, asked: RecordCount, ask: Ask) -> Response:
    """Tell what was counted of the lines; what was found beside them too (WHS-1)."""
    told = tuple(line.told for line in asked.lines)
    return await ask(
        handlers.record, sheet.Record(stock_count_id, told, by.code, _settles(by)), key=str(stock_count_id), by=by
    )


@router.post("/stock-counts/{stock_count_id}/settle", response_model=CountState)
async def settle_stock_count(by: Settler, stock_count_id: CountId, asked: SettleCount, ask: Ask) -> Response:
    """Book the differences, or have it counted again; who counted does not settle (WHS-1)."""
    body = settling.Settle(stock_count_id, asked.decision, asked.reason, asked.inspection, by.code)
    return await ask(handlers.settle, body, key=str(stock_count_id), by=by)


@router.post("/stock-counts/{stock_count_id}/call-off", response_model=CountState)
async def call_off_stock_count(by: Either, stock_count_id: CountId, asked: CallOffCount, ask: Ask) -> Response:
    """End a count without booking anything."""
    body = sheet.CallOff(stock_count_id, asked.reason, by.code, _settles(by))
    return await ask(handlers.call_off, body, key=str(stock_count_id), by=by)


@router.get("/stock-counts")
async def list_stock_counts(db: Look, by: Reader, limit: Limit = 100, after: UUID | None = None) -> StockCounts:
    """In the order of their opening (WHS-1)."""
    items = tuple(state_of(one, _settles(by)) for one in await store.listed(db, after, limit))
    return StockCounts(items=items, next=items[-1].stock_count_id if len(items) == limit else None)


@router.get("/stock-counts/{stock_count_id}")
async def show_stock_count(by: Reader, stock_count_id: CountId, db: Look) -> CountState:
    known = (await store.load(db, [stock_count_id])).get(stock_count_id)
    if known is None:
        raise NotFound(what="stock count", id=stock_count_id)
    return state_of(known, _settles(by))
