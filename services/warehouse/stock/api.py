"""HTTP of the shelves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from chassis.http.identity import Person, allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity, can_be_counted
from contracts.scalars import Code, Number, Reference, Told
from contracts.texts import Expected
from services.warehouse.book.paths import READERS
from services.warehouse.book.rules.gate import Inspection
from services.warehouse.book.rules.serials import SerialNumbers
from services.warehouse.book.view import Shelves, StockState
from services.warehouse.stock import handlers, rules, store
from services.warehouse.stock.view import Check, StockCounted, StockStory

router = Router(prefix="/api/v1", tags=["stock"])


def _some(quantity: Decimal) -> Decimal:
    if not quantity:
        raise Expected("a quantity above or below 0")
    return quantity


PLACES_MAX = 200
Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Difference = Annotated[Number, AfterValidator(can_be_counted), AfterValidator(_some)]


class CountStock(BaseModel):
    """What is left out stays as it is. ``quantity`` counts once, when the item's book is opened.

    ``place`` is its own place, ``places`` are the others where it may lie; one of a warehouse begins with it: SH/A-01.
    A critical item is counted in with the reference of its ``inspection`` (WHS-4).
    """

    quantity: AskedQuantity | None = None
    reorder_point: AskedQuantity | None = None
    safety_stock: AskedQuantity | None = None
    place: Place | None = None
    places: Annotated[tuple[Reference, ...], Field(max_length=PLACES_MAX)] | None = None
    inspection: Inspection = ""


class AdjustStock(BaseModel):
    """A difference: ``quantity`` is signed. More of a critical item comes with its ``inspection`` (WHS-4).

    ``place`` is where it was found, left out the item's own; ``lot`` is the receipt with which it came. ``serials``
    names the pieces that are missing or were found, where they have serial numbers.
    """

    quantity: Difference
    reason: Told
    inspection: Inspection = ""
    place: Place = ""
    lot: Place = ""
    serials: SerialNumbers = ()


@router.put("/stock/{item}", response_model=StockCounted)
async def count_stock(
    item: Code, asked: CountStock, ask: Ask, by: Annotated[Person, Depends(allow("storekeeper"))]
) -> Response:
    """Open an item's shelf, or change its limits and place. ``outcome`` and ``not_taken`` tell what became of it."""
    limits = (asked.reorder_point, asked.safety_stock, asked.place, asked.places)
    count = rules.Count(item, asked.quantity, *limits, inspection=asked.inspection)
    return await ask(handlers.count, count, key=item, by=by)


@router.post("/stock/{item}/adjust", response_model=StockState)
async def adjust_stock(
    item: Code, asked: AdjustStock, ask: Ask, by: Annotated[Person, Depends(allow("storekeeper"))]
) -> Response:
    difference = rules.Adjust(item, asked.quantity, asked.reason, asked.inspection, asked.place, asked.lot)
    difference = replace(difference, serials=asked.serials)
    return await ask(handlers.adjust, difference, key=item, by=by)


@router.get("/stock")
async def list_stock(
    db: Look,
    _: Annotated[Person, Depends(allow(*READERS))],
    low: bool = False,
    limit: Limit = 100,
    after: Code | None = None,
) -> Shelves:
    items = await store.list_shelves(db, after, low, limit)
    return Shelves(items=tuple(items), next=items[-1].item if len(items) == limit else None)


@router.get("/stock/{item}")
async def find_stock(
    item: Code, db: Look, _: Annotated[Person, Depends(allow(*READERS))], limit: Limit = 50
) -> StockStory:
    shelf = await store.find_shelf(db, item)
    if shelf is None:
        raise NotFound(what="stock of", id=item)
    lying, movements = await store.lying_of(db, shelf), await store.movements_of(db, item, limit)
    return StockStory(**shelf.model_dump(), lying=lying, movements=movements)


@router.get("/check")
async def check(
    db: Look, _: Annotated[Person, Depends(allow("storekeeper", "management", "general manager", "administrator"))]
) -> Check:
    faults = await store.faults(db)
    return Check(ok=not faults, faults=faults)
