"""HTTP of packing, shipments and returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayGone
from chassis.http.identity import Person, Role, allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.order import LineNumber
from contracts.texts import Expected
from services.warehouse.book import store
from services.warehouse.book.paths import ShipmentId
from services.warehouse.book.rules.demand import State
from services.warehouse.book.rules.gate import Inspection
from services.warehouse.book.rules.serials import SerialNumbers
from services.warehouse.book.view import PackedState, Shipments, ShipmentState
from services.warehouse.dispatch import handlers
from services.warehouse.dispatch.rules.contents import Laid
from services.warehouse.dispatch.rules.measured import Measured, proves_itself
from services.warehouse.dispatch.rules.returns import Returned
from services.warehouse.dispatch.rules.returns import TakeBack as Back
from services.warehouse.dispatch.rules.shipping import Pack

READERS: tuple[Role, ...] = (
    "storekeeper", "logistics clerk", "merchandiser", "salesperson", "sales manager", "customer service", "management",
)  # fmt: skip
PACKAGES_MAX = 500
CONTENTS_MAX = 2_000
router = Router(prefix="/api/v1", tags=["dispatch"])


class ReturnedLine(BaseModel):
    """How much of an order line came back; ``scrapped`` of it is credited, but not sold again (WHS-8)."""

    line: LineNumber
    quantity: Annotated[AskedQuantity, Field(gt=0)]
    scrapped: AskedQuantity = Decimal(0)


class TakeBack(BaseModel):
    """Goods of a dispatched shipment that came back and, but for what is scrapped, go on the shelf again.

    A critical item comes back with the reference of its ``inspection`` only (WHS-4, WHS-8).
    Of items with serial numbers ``serials`` names the pieces that are sold again, ``scrapped_serials`` the others.
    """

    order_id: UUID
    shipment_id: UUID
    lines: list[ReturnedLine] = Field(min_length=1)
    inspection: Inspection = ""
    returned_on: DayGone | None = None
    serials: SerialNumbers = ()
    scrapped_serials: SerialNumbers = ()


def _proven(sscc: str) -> str:
    if sscc and not proves_itself(sscc):
        raise Expected("the 18 digits of a label (SSCC of GS1), of which the last proves the others")
    return sscc


Measure = Annotated[AskedQuantity, Field(gt=0)]


class PackedPackage(BaseModel):
    """A package as it stands there: its weight, its edges in centimetres, and what its label says, if it has one."""

    weight_kg: Measure
    length_cm: Measure
    width_cm: Measure
    height_cm: Measure
    sscc: Annotated[str, Field(pattern=r"^(\d{18})?$"), AfterValidator(_proven)] = ""


def _each_once(packages: tuple[PackedPackage, ...]) -> tuple[PackedPackage, ...]:
    labels = [one.sscc for one in packages if one.sscc]
    if len(set(labels)) < len(labels):
        raise Expected("each label on one package")
    return packages


class LaidLine(BaseModel):
    """How much of an order line lies in a package, told by its number as the packages stand above; of an item with
    serial numbers which pieces."""

    package: Annotated[int, Field(ge=1, le=PACKAGES_MAX)]
    line: LineNumber
    quantity: Measure
    serials: SerialNumbers = ()


class PackShipment(BaseModel):
    """The serial numbers of the pieces that are packed, of each item that has some (WHS-1), and the packages as they
    really are (WHS-6): without any, they are reckoned from the items' weights. ``contents``: what lies in which of
    them, all or nothing; pieces that are named there need not be named again."""

    serials: SerialNumbers = ()
    packages: Annotated[tuple[PackedPackage, ...], Field(max_length=PACKAGES_MAX), AfterValidator(_each_once)] = ()
    contents: Annotated[tuple[LaidLine, ...], Field(max_length=CONTENTS_MAX)] = ()

    @property
    def measured(self) -> tuple[Measured, ...]:
        return tuple(Measured(**one.model_dump()) for one in self.packages)

    @property
    def laid(self) -> tuple[Laid, ...]:
        return tuple(Laid(**one.model_dump()) for one in self.contents)


UNNAMED = PackShipment()


@router.post("/shipments/{shipment_id}/pack", response_model=PackedState)
async def pack_shipment(
    by: Annotated[Person, Depends(allow("storekeeper"))],
    shipment_id: ShipmentId,
    db: Look,
    ask: Ask,
    asked: PackShipment = UNNAMED,
) -> Response:
    order_id = await store.order_of(db, shipment_id)
    if order_id is None:
        raise NotFound(what="shipment", id=shipment_id)
    packed = Pack(order_id, shipment_id, asked.serials, asked.measured, asked.laid)
    return await ask(handlers.pack_by_hand, packed, key=str(order_id), by=by)


@router.get("/shipments")
async def list_shipments(
    db: Look,
    _: Annotated[Person, Depends(allow(*READERS))],
    state: State | None = None,
    limit: Limit = 100,
    after: UUID | None = None,
) -> Shipments:
    """By id; what is to be packed in the order of picking: by the priority of its order, then by its number (SAL-7)."""
    by_turn = state == "to_pack"
    items = await (store.list_to_pack(db, after, limit) if by_turn else store.list_shipments(db, state, after, limit))
    return Shipments(items=tuple(items), next=items[-1].shipment_id if len(items) == limit else None)


@router.post("/returns", response_model=ShipmentState)
async def take_back_goods(
    asked: TakeBack, ask: Ask, by: Annotated[Person, Depends(allow("storekeeper", "inspector"))]
) -> Response:
    lines = tuple(Returned(line.line, line.quantity, line.scrapped) for line in asked.lines)
    back = Back(asked.order_id, asked.shipment_id, lines, asked.inspection, asked.returned_on)
    back = replace(back, serials=asked.serials, scrapped_serials=asked.scrapped_serials)
    return await ask(handlers.take_back, back, key=str(asked.order_id), by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(shipment) for shipment in await store.shipments_of(db, orders)]


async def _to_pack(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(shipment) for shipment in await store.list_shipments(db, "to_pack", after, limit)]


def _subject(shipment: PackedState) -> Subject:
    """What comes back is at most what left: a form begins with all of it."""
    named = {"shipment_id": shipment.shipment_id, "order_id": shipment.order_id}
    name = shipment.slip_number or shipment.sales_slip
    return Subject("shipment", shipment.shipment_id, name, named, {"lines": [dict(line) for line in shipment.lines]})


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(shipment) for shipment in await store.shipments_named(db, name, limit)]


SUBJECTS = Subjects(_of_orders, _to_pack, _named)
