"""Production orders come to their gates, and what they present is decided (WHS-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Answer, Db, Handler, Nothing
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.gates import InspectionDecided, InspectionRequested
from services.warehouse.gate_inspecting import rules
from services.warehouse.gate_inspection import store
from services.warehouse.gate_inspection.rules import opened
from services.warehouse.gate_inspection.work import command


async def take_requests(db: Db, asked: Sequence[InspectionRequested]) -> list[Nothing]:
    """Each is inspected by the plan and the history that its item has now."""
    grounds, at = await store.grounds(db, [one.item for one in asked]), clock.now()
    await store.save(db, [opened(one, grounds[one.item], new_id(), at) for one in asked], {})
    return [() for _ in asked]


async def examine(db: Db, asked: Sequence[rules.Examine]) -> list[Answer[InspectionDecided] | Refusal]:
    """Judge what was presented; the production order goes on, or reworks it."""
    at = clock.now()
    return await command(db, asked, lambda known, one: rules.examine(known, one, at))


async def concede(db: Db, asked: Sequence[rules.Concede]) -> list[Answer[InspectionDecided] | Refusal]:
    """Let production orders go on by signature."""
    return await command(db, asked, rules.concede)


HANDLES: Mapping[type[Event], Handler] = {InspectionRequested: take_requests}
