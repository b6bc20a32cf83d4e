"""HTTP of inspections of production orders (WHS-4)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading
from chassis.http.download import Download
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.papers.attached import Attachment
from chassis.papers.attaching import Attach, AttachFile, Attachments, as_it_came, attach, attachments_of
from chassis.refusal import NotFound
from contracts.scalars import Code, Told
from services.warehouse.gate_inspecting import handlers, rules
from services.warehouse.gate_inspection import store
from services.warehouse.gate_inspection.paths import GateInspectionId
from services.warehouse.gate_inspection.rules import GateInspection
from services.warehouse.gate_inspection.view import GateInspectionState, state_of

router = Router(prefix="/api/v1", tags=["inspecting"])
READERS = allow("inspector", "quality manager", "storekeeper", "buyer", "planner", "management", "general manager")
Pieces = Annotated[int, Field(ge=0, le=1_000_000_000)]


class ExaminedAtGate(BaseModel):
    """How many pieces were examined, and how many of them have defects of each class: each is told, also none."""

    examined: Pieces
    critical: Pieces
    major: Pieces
    minor: Pieces
    note: Annotated[str, Field(max_length=1000)] = ""


class SignedAtGate(BaseModel):
    """Why a concession is signed."""

    reason: Told


class GateInspections(Page[GateInspectionState]):
    """A page of inspections of production orders, in the order of their coming."""


@router.post("/gate-inspections/{gate_inspection_id}/examine", response_model=GateInspectionState)
async def examine_at_gate(
    by: Annotated[Person, Depends(allow("inspector"))],
    gate_inspection_id: GateInspectionId,
    asked: ExaminedAtGate,
    db: Look,
    ask: Ask,
) -> Response:
    """Say what was found in what a production order presents; passed, it goes on, failed, it is reworked (WHS-4)."""
    item = (await _found(db, gate_inspection_id)).item
    found = rules.Examine(gate_inspection_id, **asked.model_dump(), inspector=by.code)
    return await ask(handlers.examine, found, key=item, by=by)


@router.post("/gate-inspections/{gate_inspection_id}/concede", response_model=GateInspectionState)
async def concede_at_gate(
    by: Annotated[Person, Depends(allow("quality manager"))],
    gate_inspection_id: GateInspectionId,
    asked: SignedAtGate,
    db: Look,
    ask: Ask,
) -> Response:
    """Sign a concession: the production order goes on though its inspection failed (WHS-4)."""
    item = (await _found(db, gate_inspection_id)).item
    return await ask(handlers.concede, rules.Concede(gate_inspection_id, asked.reason, by.code), key=item, by=by)


@router.get("/gate-inspections", dependencies=[Depends(READERS)])
async def list_gate_inspections(
    db: Look,
    item: Code | None = None,
    production_id: UUID | None = None,
    limit: Limit = 100,
    after: UUID | None = None,
) -> GateInspections:
    """Of an item, of a production order, or all (WHS-4)."""
    items = tuple(map(state_of, await store.listed(db, item, production_id, after, limit)))
    return GateInspections(items=items, next=items[-1].inspection_id if len(items) == limit else None)


@router.get("/gate-inspections/{gate_inspection_id}", dependencies=[Depends(READERS)])
async def show_gate_inspection(gate_inspection_id: GateInspectionId, db: Look) -> GateInspectionState:
    return state_of(await _found(db, gate_inspection_id))


@router.post("/gate-inspections/{gate_inspection_id}/attachments", response_model=Attachment)
async def attach_photo_at_gate(
    by: Annotated[Person, Depends(allow("inspector", "quality manager", "planner"))],
    gate_inspection_id: GateInspectionId,
    asked: AttachFile,
    db: Look,
    ask: Ask,
) -> Response:
    """Keep a photo or a PDF with what was found in a first article or a run (WHS-4)."""
    await _found(db, gate_inspection_id)
    return await ask(attach, Attach.of(gate_inspection_id, asked, by.code), key=str(gate_inspection_id), by=by)


@router.get("/gate-inspections/{gate_inspection_id}/attachments", dependencies=[Depends(READERS)])
async def list_attachments_at_gate(
    gate_inspection_id: GateInspectionId, db: Look, limit: Limit = 100, after: UUID | None = None
) -> Attachments:
    """One of them is at `/{attachment_id}` behind (WHS-4)."""
    await _found(db, gate_inspection_id)
    return await attachments_of(db, gate_inspection_id, after, limit)


@router.get(
    "/gate-inspections/{gate_inspection_id}/attachments/{attachment_id}",
    dependencies=[Depends(READERS)],
    include_in_schema=False,
)
async def get_attachment_at_gate(
    gate_inspection_id: GateInspectionId, attachment_id: UUID, db: Look, download: Download
) -> Response:
    """One of them, as it came (WHS-4)."""
    return await as_it_came(db, gate_inspection_id, attachment_id, download)


async def _found(db: Reading, inspection_id: UUID) -> GateInspection:
    known = (await store.load(db, [inspection_id])).get(inspection_id)
    if known is None:
        raise NotFound(what="gate inspection", id=inspection_id)
    return known.inspection
