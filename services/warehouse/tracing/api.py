"""HTTP of traces (WHS-1)."""

from __future__ import annotations

from fastapi import Depends

from chassis.http.identity import allow
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Code, Reference
from services.warehouse.book.rules.serials import SerialNumber
from services.warehouse.tracing import store
from services.warehouse.tracing.view import SerialTrace, Trace

READERS = allow(
    "storekeeper", "inspector", "quality manager", "buyer", "customer service", "management", "general manager"
)
router = Router(prefix="/api/v1", tags=["traces"])


@router.get("/lots/{lot}/deliveries", dependencies=[Depends(READERS)])
async def trace_lot(lot: Reference, db: Look, supplier: Code | None = None) -> Trace:
    """Which customers got a lot, by the supplier's name of it or our receipt GR-2026-000123 (WHS-1)."""
    return Trace(delivered=await store.delivered_of_lot(db, lot, supplier))


@router.get("/slips/{slip}/lots", dependencies=[Depends(READERS)])
async def trace_slip(slip: Reference, db: Look) -> Trace:
    """Of which lots, of which suppliers, an outbound slip OS-2026-000123 was packed (WHS-1)."""
    return Trace(delivered=await store.delivered_with(db, slip))


@router.get("/serials/{serial:path}", dependencies=[Depends(READERS)])
async def trace_serial(serial: SerialNumber, db: Look, item: Code | None = None) -> SerialTrace:
    """Where a piece is, with which receipt, lot and purchase it came, and to which orders and customers it went."""
    return SerialTrace(pieces=await store.pieces_called(db, serial, item))


@router.get("/slips/{slip}/serials", dependencies=[Depends(READERS)])
async def trace_pieces(slip: Reference, db: Look) -> SerialTrace:
    """Which pieces were packed under an outbound slip OS-2026-000123 (WHS-1, WHS-6)."""
    return SerialTrace(pieces=await store.pieces_with(db, slip))
