"""HTTP: bills of materials, and production orders (PUR-11)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field

from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Code, Days
from contracts.supply import Lack
from contracts.texts import Expected
from services.purchasing.making import handlers
from services.purchasing.making.rules import PutBill, Release
from services.purchasing.making.view import BillState
from services.purchasing.policy import Policy
from services.purchasing.production import store as production
from services.purchasing.production.paths import ProductionId
from services.purchasing.production.rules.shop import Bill
from services.purchasing.production.view import ProductionState

router = Router(prefix="/api/v1", tags=["production"])
READERS = allow("planner", "buyer", "merchandiser", "sales manager", "storekeeper", "management", "general manager")
Planner = Annotated[Person, Depends(allow("planner"))]
COMPONENTS_MAX = 200


class Component(BaseModel):
    """A component, and how much of it."""

    item: Code
    quantity: Annotated[AskedQuantity, Field(gt=Decimal(0))]


def _each_once(components: list[Component]) -> list[Component]:
    if len({one.item for one in components}) < len(components):
        raise Expected("each component once")
    return components


Components = Annotated[list[Component], Field(max_length=COMPONENTS_MAX), AfterValidator(_each_once)]


class BillBody(BaseModel):
    """Of what one unit is made, and in how many calendar days our shop makes it; no component: it is not made."""

    components: Components
    lead_days: Days


class ReleaseBody(BaseModel):
    """On which line, if not on the primary one; and what of each component is on the shelf for it."""

    line: Code | None = None
    from_stock: Components = []


class Productions(Page[ProductionState]):
    """Production orders, and the cursor of the next page."""


@router.put("/items/{item}/bill-of-materials", response_model=BillState)
async def put_bill_of_materials(item: Code, asked: BillBody, ask: Ask, by: Planner) -> Response:
    """Keep of what an item is made; from now on our own shop makes it, before any supplier is asked (PUR-11)."""
    bill = Bill(item=item, lead_days=asked.lead_days, components=_lacks(asked.components))
    return await ask(handlers.put_bills, PutBill(bill), key=item, by=by)


@router.get("/items/{item}/bill-of-materials", dependencies=[Depends(READERS)])
async def show_bill_of_materials(item: Code, db: Look) -> BillState:
    """Of what an item is made (PUR-11)."""
    found = await production.bills(db, [item], (await holding(db, Policy)).own_shop)
    if item not in found:
        raise NotFound(what="bill of materials", id=item)
    return BillState(bill=found[item])


@router.get("/production", dependencies=[Depends(READERS)])
async def list_production(db: Look, closed: bool = False, after: UUID | None = None, limit: Limit = 100) -> Productions:
    """Production orders, oldest first; those that are over only when they are asked for (PUR-11)."""
    items = tuple(ProductionState.of(*one) for one in await production.page(db, closed, after, limit))
    return Productions(items=items, next=items[-1].production_id if len(items) == limit else None)


@router.get("/production/{production_id}", dependencies=[Depends(READERS)])
async def show_production(production_id: ProductionId, db: Look) -> ProductionState:
    """One production order with its plan (PUR-11)."""
    found = await production.named(db, [production_id])
    if not found:
        raise NotFound(what="production order", id=production_id)
    return ProductionState.of(*found[0])


@router.post("/production/{production_id}/release", response_model=ProductionState)
async def release_production(by: Planner, production_id: ProductionId, asked: ReleaseBody, ask: Ask) -> Response:
    """Release a production order: its line is planned, its date promised, what is not from stock is bought (PUR-11)."""
    command = Release(production_id, asked.line or "", _lacks(asked.from_stock))
    return await ask(handlers.release, command, key=str(production_id), by=by)


def _lacks(components: Sequence[Component]) -> tuple[Lack, ...]:
    return tuple(Lack(item=one.item, quantity=one.quantity) for one in components)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(ProductionState.of(*one)) for one in await production.serving(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(ProductionState.of(*one)) for one in await production.page(db, False, after, limit)]


def _subject(state: ProductionState) -> Subject:
    id_ = state.production_id
    return Subject("production", id_, state.number, {"production_id": id_}, {"line": state.line})


SUBJECTS = Subjects(_of_orders, _waiting)
"""Production orders that a planner still has to do with."""
