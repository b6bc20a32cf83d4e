"""HTTP: production orders that the backup line would be done with sooner, and the switch to it (PUR-12)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading
from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Told
from services.purchasing.policy import Policy
from services.purchasing.production.paths import ProductionId
from services.purchasing.production.view import ProductionState
from services.purchasing.switching import handlers, store
from services.purchasing.switching.rules import Move, Switch, best
from services.purchasing.switching.view import SwitchState

router = Router(prefix="/api/v1", tags=["production"])
READERS = allow("planner", "buyer", "merchandiser", "sales manager", "management", "general manager")
Planner = Annotated[Person, Depends(allow("planner"))]


class SwitchBody(BaseModel):
    """To which line, if not to the one that is offered; and why, for those who are told the new day."""

    to_line: Code | None = None
    reason: Told | None = None


class Switches(Page[SwitchState, None]):
    """Production orders that another line would be done with sooner."""


@router.get("/production-switches", dependencies=[Depends(READERS)])
async def list_switches(db: Look) -> Switches:
    """Late production orders, or of lines that stand still, that a backup line is done with sooner: day and cost."""
    return Switches(items=tuple(await offered(db)))


@router.post("/production/{production_id}/switch", response_model=ProductionState)
async def switch_line(by: Planner, production_id: ProductionId, asked: SwitchBody, ask: Ask) -> Response:
    """Move what is left of a production order to the backup line, where it is done sooner (PUR-12)."""
    command = Switch(production_id, asked.to_line or "", asked.reason or "")
    return await ask(handlers.switch, command, key=str(production_id), by=by)


async def offered(db: Reading) -> list[SwitchState]:
    """By what the lines have free today."""
    today, policy = clock.today(), await holding(db, Policy)
    found = [(purchase, plan) for purchase, plan in await store.in_trouble(db, today) if plan]
    if not found:
        return []
    shop = await store.shop_of(db, sorted({purchase.item for purchase, _ in found}), today, policy.country)
    moves = [(purchase, plan, best(purchase, plan, today, shop)) for purchase, plan in found]
    return [SwitchState.of(purchase, plan, move) for purchase, plan, move in moves if isinstance(move, Move)]
