"""Plans are kept, lots judged, conceded, and their suppliers taken back (WHS-4)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import Refusal
from chassis.stored import storable
from contracts.gates import InspectionPlanned
from contracts.warehouse import GoodsReceived, GoodsRejected
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Pieces, Touched
from services.warehouse.book.work import Papers, command
from services.warehouse.inspecting import rules, store
from services.warehouse.inspecting.view import DisposalState, InspectionState, PlanState
from services.warehouse.policy import Policy

Judged = Answer[GoodsReceived | GoodsRejected | Statement]


async def keep_plan(db: Db, asked: Sequence[PlanState]) -> list[Answer[InspectionPlanned]]:
    """The plan by which the next lot is inspected; a lot that waits keeps the sample that it has.

    Who makes the item hears of its gates, which count from the next production order that is released.
    """
    versions = await store.keep_plans(db, storable([plan.model_dump() for plan in asked]))
    return [
        Answer(plan, (InspectionPlanned(item=plan.item, version=versions[plan.item], gates=plan.gates),))
        for plan in asked
    ]


async def examine(db: Db, asked: Sequence[rules.Examine]) -> list[Judged | Refusal]:
    """Judge lots, and serve who waits in the same transaction."""
    at, new = clock.now(), ids()

    def do(book: Book, one: rules.Examine) -> Judged | Refusal:
        if refusal := rules.examine_refusal(book, one):
            return refusal
        said = rules.examine(book, one, at, new)
        return Answer(InspectionState.of(book.inspections[one.inspection_id]), said)

    return await command(db, asked, do, Touched(purchases=[one.purchase_id for one in asked]))


async def concede(db: Db, asked: Sequence[rules.Concede]) -> list[Judged | Refusal]:
    """Let rejected lots in by signature."""
    at, new = clock.now(), ids()
    share = (await holding(db, Policy)).over_delivery_share

    def do(book: Book, one: rules.Concede) -> Judged | Refusal:
        if refusal := rules.concession_refusal(book, one, share):
            return refusal
        said = rules.concede(book, one, at, new)
        return Answer(InspectionState.of(book.inspections[one.inspection_id]), said)

    return await command(db, asked, do, Touched(purchases=[one.purchase_id for one in asked]))


async def dispose(db: Db, asked: Sequence[rules.Dispose]) -> list[Answer | Refusal]:
    """Let rejected goods leave quarantine; what goes back has a number of its own."""
    at, new = clock.now(), ids()
    share = (await holding(db, Policy)).over_delivery_share

    def do(book: Book, one: rules.Dispose) -> Answer | Refusal:
        if refusal := rules.disposal_refusal(book, one, share):
            return refusal
        rules.dispose(book, one, next(book.numbers) if one.kind == "rma" else "", at, new)
        return Answer(DisposalState.of(book.disposals[-1]))

    def due(book: Book, one: rules.Dispose) -> bool:
        return one.kind == "rma" and rules.disposal_refusal(book, one, share) is None

    touched = Touched(purchases=[one.purchase_id for one in asked], waiting=False)
    return await command(db, asked, do, touched, Papers[rules.Dispose]("RMA", due), _pieces)


def _pieces(book: Book, asked: rules.Dispose) -> Pieces | None:
    inspection = book.inspections.get(asked.inspection_id)
    serialised = asked.serials or (inspection and book.master(inspection.item).serialised)
    return Pieces(inspections=[asked.inspection_id]) if serialised else None


async def resume(db: Db, asked: Sequence[rules.Concede]) -> list[Answer | Refusal]:
    """Take lots of suppliers in again."""

    def do(book: Book, one: rules.Concede) -> Answer | Refusal:
        return rules.resume(book, one) or Answer(InspectionState.of(book.inspections[one.inspection_id]))

    return await command(db, asked, do, Touched(purchases=[one.purchase_id for one in asked], waiting=False))
