"""HTTP of transfers between places (WHS-10)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Code, Told
from services.warehouse.book.paths import READERS
from services.warehouse.book.rules.serials import SerialNumbers
from services.warehouse.transfer import store
from services.warehouse.transfer.paths import TransferId
from services.warehouse.transfer.view import TransferState, state_of
from services.warehouse.transferring import handlers
from services.warehouse.transferring.rules import sending as rules

router = Router(prefix="/api/v1", tags=["transfers"])
Storekeeper = Annotated[Person, Depends(allow("storekeeper"))]
PlaceOrOwn = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
"""One of an item's places; left out it is its own."""


Difference = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
LINES_MAX = 200


class TransferLine(BaseModel):
    """How many of an item."""

    item: Code
    quantity: AskedQuantity


class ReceivedLine(BaseModel):
    """How many of an item came: all that is on its way, unless less is told; ``more`` where the rest still comes, else
    why not."""

    item: Code
    quantity: AskedQuantity | None = None
    more: bool = False
    difference: Difference = ""


Lines = Annotated[tuple[TransferLine, ...], Field(max_length=LINES_MAX)]


class RequestTransfer(BaseModel):
    """How many of an item, or of the items of some ``lines``, are wanted at which of their places, and from which; left
    out it is each item's own place."""

    item: Code | None = None
    quantity: AskedQuantity | None = None
    lines: Lines = ()
    source: PlaceOrOwn = ""
    destination: PlaceOrOwn = ""
    reason: Told

    @property
    def wanted(self) -> tuple[rules.Wanted, ...]:
        alone = [rules.Wanted(self.item, self.quantity or Decimal(0))] if self.item else []
        return (*alone, *_wanted(self.lines))


class DispatchTransfer(BaseModel):
    """How many leave: all, unless less is told; 0 calls it off. Of several items ``lines`` tell those of which it is
    less. Of items with serial numbers ``serials`` names the pieces that leave (WHS-1)."""

    quantity: AskedQuantity | None = None
    lines: Lines = ()
    serials: SerialNumbers = ()


class ReceiveTransfer(BaseModel):
    """How many came: all that is on its way, unless less is told; ``more`` where the rest still comes, else why not.

    Of several items ``lines`` tell those that came; without them all did. Of items with serial numbers
    ``serials`` names the pieces that came; none need be named where all did (WHS-1).
    """

    quantity: AskedQuantity | None = None
    more: bool = False
    difference: Difference = ""
    lines: Annotated[tuple[ReceivedLine, ...], Field(max_length=LINES_MAX)] = ()
    serials: SerialNumbers = ()


class Transfers(Page[TransferState]):
    """A page of transfers, in the order of their coming."""


@router.post("/transfers", response_model=TransferState)
async def request_transfer(
    asked: RequestTransfer, ask: Ask, by: Annotated[Person, Depends(allow("storekeeper", "planner"))]
) -> Response:
    """Ask for goods of an item, or of several, at another of their places (WHS-10)."""
    about = (asked.source, asked.destination, asked.reason, by.code)
    body = rules.Request("", Decimal(0), *about, lines=asked.wanted)
    return await ask(handlers.request, body, key=next(iter(body.items), "transfer"), by=by)


@router.post("/transfers/{transfer_id}/dispatch", response_model=TransferState)
async def dispatch_transfer(by: Storekeeper, transfer_id: TransferId, asked: DispatchTransfer, ask: Ask) -> Response:
    """Send what was asked for, or a part; what orders are promised stays. It is in transit until it comes (WHS-10)."""
    body = rules.Dispatch(transfer_id, asked.quantity, by.code, _wanted(asked.lines), asked.serials)
    return await ask(handlers.dispatch, body, key=str(transfer_id), by=by)


@router.post("/transfers/{transfer_id}/receive", response_model=TransferState)
async def receive_transfer(by: Storekeeper, transfer_id: TransferId, asked: ReceiveTransfer, ask: Ask) -> Response:
    """Take in what came at the other place, at once or in parts; what is missing is booked with its reason (WHS-10)."""
    told = (asked.quantity, asked.difference, by.code, asked.more, _came(asked.lines), asked.serials)
    body = rules.Receive(transfer_id, *told)
    return await ask(handlers.receive, body, key=str(transfer_id), by=by)


@router.get("/transfers", dependencies=[Depends(allow(*READERS))])
async def list_transfers(
    db: Look, item: Code | None = None, limit: Limit = 100, after: UUID | None = None
) -> Transfers:
    """Of an item, or all (WHS-10)."""
    items = tuple(map(state_of, await store.listed(db, item, after, limit)))
    return Transfers(items=items, next=items[-1].transfer_id if len(items) == limit else None)


@router.get("/transfers/{transfer_id}", dependencies=[Depends(allow(*READERS))])
async def show_transfer(transfer_id: TransferId, db: Look) -> TransferState:
    known = (await store.load(db, [transfer_id])).get(transfer_id)
    if known is None:
        raise NotFound(what="transfer", id=transfer_id)
    return state_of(known)


def _wanted(lines: Iterable[TransferLine]) -> tuple[rules.Wanted, ...]:
    return tuple(rules.Wanted(**dict(line)) for line in lines)


def _came(lines: Iterable[ReceivedLine]) -> tuple[rules.Came, ...]:
    return tuple(rules.Came(**dict(line)) for line in lines)
