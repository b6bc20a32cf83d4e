"""HTTP of the shelves."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.identity import Person, allow
from chassis.refusal import NotFound
from chassis.web import Door_, Reading
from services.warehouse.stock import handlers, rules, store
from services.warehouse.stock.store import Fault, MovementState, StockState

KEEPERS = ("storekeeper",)
READERS = (
    "storekeeper", "inspector", "buyer", "planner", "merchandiser", "salesperson", "sales manager", "logistics clerk",
    "customer service", "general manager", "management",
)  # fmt: skip

router = APIRouter(prefix="/api/v1", tags=["stock"])


class CountStock(BaseModel):
    """``quantity`` counts once, when the item's book is opened."""

    quantity: Decimal | None = Field(default=None, ge=0)
    reorder_point: Decimal = Field(default=Decimal(0), ge=0)
    safety_stock: Decimal = Field(default=Decimal(0), ge=0)
    place: str = ""


class AdjustStock(BaseModel):
    """A difference: ``quantity`` is signed."""

    quantity: Decimal
    reason: str = Field(min_length=1)


class StockStory(StockState):
    """A shelf with its newest movements."""

    movements: list[MovementState]


class Check(BaseModel):
    """Whether every shelf agrees with its traces."""

    ok: bool
    faults: list[Fault]


@router.put("/stock/{item}", response_model=StockState)
async def count_stock(
    item: str, asked: CountStock, door: Door_, by: Annotated[Person, Depends(allow(*KEEPERS))]
) -> Response:
    count = rules.Count(item, asked.quantity, asked.reorder_point, asked.safety_stock, asked.place)
    return await door(handlers.count, count, key=item, by=by)


@router.post("/stock/{item}/adjust", response_model=StockState)
async def adjust_stock(
    item: str, asked: AdjustStock, door: Door_, by: Annotated[Person, Depends(allow(*KEEPERS))]
) -> Response:
    return await door(handlers.adjust, rules.Adjust(item, asked.quantity, asked.reason), key=item, by=by)


@router.get("/stock")
async def list_stock(
    db: Reading,
    _: Annotated[Person, Depends(allow(*READERS))],
    low: bool = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    after: str | None = None,
) -> dict[str, Any]:
    items = await store.list_shelves(db, after, low, limit)
    return {"items": items, "next": items[-1].item if len(items) == limit else None}


@router.get("/stock/{item}")
async def find_stock(
    item: str,
    db: Reading,
    _: Annotated[Person, Depends(allow(*READERS))],
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> StockStory:
    shelf = await store.find_shelf(db, item)
    if shelf is None:
        raise NotFound(what="stock of", id=item)
    return StockStory(**shelf.model_dump(), movements=await store.movements_of(db, item, limit))


@router.get("/check")
async def check(
    db: Reading, _: Annotated[Person, Depends(allow(*KEEPERS, "management", "general manager", "administrator"))]
) -> Check:
    faults = await store.faults(db)
    return Check(ok=not faults, faults=faults)
