"""HTTP of the dock."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, StringConstraints

from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayGone
from chassis.http.identity import Person, allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.money import AskedQuantity
from contracts.scalars import Country, Day, Reference
from services.warehouse.book import store
from services.warehouse.book.rules.gate import Inspection
from services.warehouse.book.rules.serials import SerialNumbers
from services.warehouse.book.view import Purchases, PurchaseState, ReceiptState
from services.warehouse.receiving import handlers, rules

router = Router(prefix="/api/v1", tags=["receiving"])
Called = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class ReceiveGoods(BaseModel):
    """What was counted at the dock against a purchase; ``inspection`` is the reference of one made before.

    An item with a plan goes into quarantine and is inspected (WHS-4), and so does a critical one without a reference.
    The supplier's ``delivery_note`` makes a receipt that is told twice known, and refuses one that says otherwise;
    without it each receipt is another lot. ``received_on``, left out, is today.
    With the supplier's ``lot``, the last day on which it may be used, or its origin the goods are kept apart as a lot.
    Of an item that is kept by serial numbers ``serials`` names each accepted piece.
    ``place`` is one of the item's, its own unless told; what is inspected first is put away there when it is accepted.
    """

    purchase_id: UUID
    accepted: AskedQuantity
    rejected: AskedQuantity = Decimal(0)
    inspection: Inspection = ""
    delivery_note: Reference | None = None
    received_on: DayGone | None = None
    lot: Called = ""
    expires_on: Day | None = None
    origin: Country | None = None
    place: Called = ""
    serials: SerialNumbers = ()


@router.post("/receipts", response_model=ReceiptState)
async def receive_goods(
    asked: ReceiveGoods, ask: Ask, by: Annotated[Person, Depends(allow("storekeeper", "inspector"))]
) -> Response:
    about = (asked.inspection, asked.delivery_note or "", asked.received_on)
    lot = (asked.lot, asked.expires_on, asked.origin or "")
    receipt = rules.Receive(asked.purchase_id, asked.accepted, asked.rejected, *about, *lot, asked.place, asked.serials)
    return await ask(handlers.receive, receipt, key=str(asked.purchase_id), by=by)


@router.get("/purchases")
async def list_purchases(
    db: Look,
    _: Annotated[Person, Depends(allow("storekeeper", "inspector", "buyer", "planner", "management"))],
    limit: Limit = 100,
    after: UUID | None = None,
) -> Purchases:
    items = await store.list_awaited(db, after, limit)
    return Purchases(items=tuple(items), next=items[-1].purchase_id if len(items) == limit else None)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(purchase) for purchase in await store.awaited_of(db, orders)]


async def _awaited(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(purchase) for purchase in await store.list_awaited(db, after, limit)]


def _subject(purchase: PurchaseState) -> Subject:
    """A receipt begins with all that is outstanding."""
    id_, said = purchase.purchase_id, {"accepted": purchase.outstanding}
    return Subject("purchase", id_, f"{purchase.number} {purchase.item}".strip(), {"purchase_id": id_}, said)


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(purchase) for purchase in await store.awaited_named(db, name, limit)]


SUBJECTS = Subjects(_of_orders, _awaited, _named)
