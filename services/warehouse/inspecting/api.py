"""HTTP of inspections and their plans (WHS-4)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.download import Download
from chassis.http.identity import Person, allow
from chassis.http.named import named
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.papers.attached import Attachment
from chassis.papers.attaching import Attach, AttachFile, Attachments, as_it_came, attach, attachments_of
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Code, Number, Reference, Told
from contracts.texts import Expected
from services.warehouse.book.rules.inspection import Way
from services.warehouse.book.rules.sampling import AQLS, Level
from services.warehouse.book.rules.serials import SerialNumbers
from services.warehouse.inspecting import handlers, rules, store
from services.warehouse.inspecting.view import Disposals, DisposalState, Inspections, InspectionState, Plans, PlanState

router = Router(prefix="/api/v1", tags=["inspecting"])
READERS = allow("inspector", "quality manager", "storekeeper", "buyer", "planner", "management", "general manager")
Looking = Annotated[Person, Depends(allow("inspector", "quality manager", "storekeeper", "buyer"))]
"""Who sees goods, or what a supplier says of them, and keeps it with an inspection."""
InspectionId = Annotated[UUID, named("inspection", "inspection_id", store.numbered)]
"""An inspection by its id, or its number INS-2026-000123."""


def _of_the_table(aql: Decimal) -> Decimal:
    if aql not in AQLS or aql > MOST_PERCENT:
        raise Expected("an AQL of ISO 2859-1, from 0.010 to 10 percent: 0.65, 1.0, 1.5, 2.5, 4.0")
    return aql


def _of_the_table_or_none(aql: Decimal) -> Decimal:
    return _of_the_table(aql) if aql else aql


MOST_PERCENT = 10
"""Above it an AQL counts nonconformities per 100 pieces, of which one piece may have several."""
Aql = Annotated[Number, AfterValidator(_of_the_table)]
Pieces = Annotated[int, Field(ge=0, le=1_000_000_000)]
QualityManager = Annotated[Person, Depends(allow("quality manager"))]


class KeepPlan(BaseModel):
    """The inspection level, and the AQL of each class of defects, percent of pieces that do not conform (ISO 2859-1).

    ``critical`` 0: no piece with a critical defect may be found. Of a critical item every piece is inspected anyway.
    ``incoming``: each lot that comes is. ``first_article``, ``final``: so is what our own shop makes of it, and no
    later milestone of a production order begins before; a critical item has both.
    ``reduced``: consent to smaller samples of who was good for long (9.3.3), while lots come within ``steady_days`` of
    the one before; one rejected lot, or one that comes later, is inspected as before.
    """

    level: Level = "II"
    critical: Annotated[Number, AfterValidator(_of_the_table_or_none)] = Decimal(0)
    major: Aql = Decimal("1.0")
    minor: Aql = Decimal("4.0")
    incoming: bool = True
    first_article: bool = False
    final: bool = False
    reduced: bool = False
    steady_days: Annotated[int, Field(ge=1, le=1_000)] = 60


class Examined(BaseModel):
    """How many pieces were examined, and how many of them have defects of each class."""

    examined: Pieces
    critical: Pieces = 0
    major: Pieces = 0
    minor: Pieces = 0
    note: Annotated[str, Field(max_length=1000)] = ""


class Disposed(BaseModel):
    """How much of a rejected lot leaves quarantine, how, and why; which pieces, where they have serial numbers."""

    kind: Way
    quantity: AskedQuantity
    reason: Told
    serials: SerialNumbers = ()


class Signed(BaseModel):
    """Why it is signed."""

    reason: Told


@router.put("/inspection-plans/{item}", response_model=PlanState)
async def keep_inspection_plan(item: Code, asked: KeepPlan, ask: Ask, by: QualityManager) -> Response:
    """Inspect each lot of an item by a plan; it counts from the next lot on (WHS-4)."""
    plan = PlanState.model_validate({**asked.model_dump(), "item": item, "kept_by": by.code})
    return await ask(handlers.keep_plan, plan, key=item, by=by)


@router.get("/inspection-plans", dependencies=[Depends(READERS)])
async def list_inspection_plans(db: Look, limit: Limit = 100, after: Code | None = None) -> Plans:
    items = await store.list_plans(db, after, limit)
    return Plans(items=tuple(items), next=items[-1].item if len(items) == limit else None)


@router.get("/inspections", dependencies=[Depends(READERS)])
async def list_inspections(
    db: Look,
    item: Code | None = None,
    supplier: Code | None = None,
    receipt: Reference | None = None,
    limit: Limit = 100,
    after: UUID | None = None,
) -> Inspections:
    """What was found, by item, by supplier, and by lot: the receipt under which it came (WHS-4)."""
    items = await store.list_inspections(db, (item, supplier, receipt), after, limit)
    return Inspections(items=tuple(items), next=items[-1].inspection_id if len(items) == limit else None)


@router.get("/inspections/{inspection_id}", dependencies=[Depends(READERS)])
async def show_inspection(inspection_id: InspectionId, db: Look) -> InspectionState:
    return await _found(db, inspection_id)


@router.post("/inspections/{inspection_id}/examine", response_model=InspectionState)
async def examine_lot(
    by: Annotated[Person, Depends(allow("inspector"))], inspection_id: InspectionId, asked: Examined, db: Look, ask: Ask
) -> Response:
    """Say what was found in the sample; the plan accepts the lot or rejects it (WHS-4)."""
    purchase_id = (await _found(db, inspection_id)).purchase_id
    examine = rules.Examine(inspection_id, purchase_id, **asked.model_dump(), inspector=by.code)
    return await ask(handlers.examine, examine, key=str(purchase_id), by=by)


@router.post("/inspections/{inspection_id}/concede", response_model=InspectionState)
async def concede_lot(by: QualityManager, inspection_id: InspectionId, asked: Signed, db: Look, ask: Ask) -> Response:
    """Sign a concession: what is left of a rejected lot becomes free (WHS-4)."""
    purchase_id = (await _found(db, inspection_id)).purchase_id
    signed = rules.Concede(inspection_id, purchase_id, asked.reason, by.code)
    return await ask(handlers.concede, signed, key=str(purchase_id), by=by)


@router.post("/inspections/{inspection_id}/dispose", response_model=DisposalState)
async def dispose_of_lot(
    by: QualityManager, inspection_id: InspectionId, asked: Disposed, db: Look, ask: Ask
) -> Response:
    """Send rejected goods back under an RMA number, scrap them, or have what was reworked inspected again (WHS-5)."""
    purchase_id = (await _found(db, inspection_id)).purchase_id
    disposal = rules.Dispose(inspection_id, purchase_id, **asked.model_dump(), by_whom=by.code)
    return await ask(handlers.dispose, disposal, key=str(purchase_id), by=by)


@router.post("/inspections/{inspection_id}/attachments", response_model=Attachment)
async def attach_photo(by: Looking, inspection_id: InspectionId, asked: AttachFile, db: Look, ask: Ask) -> Response:
    """Keep a photo or a PDF with what was found in a lot (WHS-4)."""
    await _found(db, inspection_id)
    return await ask(attach, Attach.of(inspection_id, asked, by.code), key=str(inspection_id), by=by)


@router.get("/inspections/{inspection_id}/attachments", dependencies=[Depends(READERS)])
async def list_attachments(
    inspection_id: InspectionId, db: Look, limit: Limit = 100, after: UUID | None = None
) -> Attachments:
    """One of them is at `/{attachment_id}` behind (WHS-4)."""
    await _found(db, inspection_id)
    return await attachments_of(db, inspection_id, after, limit)


@router.get(
    "/inspections/{inspection_id}/attachments/{attachment_id}", dependencies=[Depends(READERS)], include_in_schema=False
)
async def get_attachment(inspection_id: InspectionId, attachment_id: UUID, db: Look, download: Download) -> Response:
    """One of them, as it came (WHS-4)."""
    return await as_it_came(db, inspection_id, attachment_id, download)


@router.get("/disposals", dependencies=[Depends(READERS)])
async def list_disposals(
    db: Look, supplier: Code | None = None, limit: Limit = 100, after: UUID | None = None
) -> Disposals:
    """What became of rejected goods, of a supplier or of all (WHS-5)."""
    items = await store.list_disposals(db, supplier, after, limit)
    return Disposals(items=tuple(items), next=items[-1].disposal_id if len(items) == limit else None)


@router.post("/inspections/{inspection_id}/resume", response_model=InspectionState)
async def resume_inspection(
    by: QualityManager, inspection_id: InspectionId, asked: Signed, db: Look, ask: Ask
) -> Response:
    """Take lots of this supplier's item in again, which five bad lots had ended; inspection is tightened (WHS-4)."""
    purchase_id = (await _found(db, inspection_id)).purchase_id
    signed = rules.Concede(inspection_id, purchase_id, asked.reason, by.code)
    return await ask(handlers.resume, signed, key=str(purchase_id), by=by)


async def _found(db: Reading, inspection_id: UUID) -> InspectionState:
    found = await store.find_inspection(db, inspection_id)
    if found is None:
        raise NotFound(what="inspection", id=inspection_id)
    return found


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(one) for one in await store.inspections_of(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.list_waiting(db, after, limit)]


def _subject(inspection: InspectionState) -> Subject:
    """A verdict begins with the whole sample examined, a disposal with all that is left."""
    named_by, said = (
        {"inspection_id": inspection.inspection_id},
        {"examined": inspection.sample, "quantity": inspection.left_over},
    )
    return Subject("inspection", inspection.inspection_id, f"{inspection.number} {inspection.item}", named_by, said)


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.named(db, name, limit)]


SUBJECTS = Subjects(_of_orders, _waiting, _named)
