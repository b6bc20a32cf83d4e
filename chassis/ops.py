"""`/ops/orders/{name}`: all that this department knows about one order, for `gendan why` (ALL-1)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Request

from chassis import clock, facts
from chassis.handling import House
from chassis.identity import Person, allow

OPS_ROLES = ("administrator", "merchandiser", "sales manager", "management")
DATABASE_LIMIT_S = 1.0
AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

Reader = Annotated[Person, Depends(allow(*OPS_ROLES))]
ops = APIRouter(prefix="/ops", tags=["ops"])


@ops.get("/orders/{name:path}")
async def picture(name: str, request: Request, _: Reader) -> dict[str, Any]:
    """By order id or any number that this department knows the order by. Real times UTC; no personal, no cost data.

    It answers when the database is away too: with what the process itself knows.
    """
    state = request.app.state
    return {
        **_here(state.door.house),
        "condition": await state.condition.told(),
        **await _known(state.door.pool, state.door.house, name),
    }


@ops.get("/stuck")
async def waiting(request: Request, _: Reader) -> dict[str, Any]:
    """What waits in this department, grouped by cause, each with up to a hundred of its orders."""
    state = request.app.state
    try:
        async with asyncio.timeout(DATABASE_LIMIT_S):
            groups = [dict(row) for row in await facts.waiting(state.door.pool)]
            known: dict[str, Any] = {"groups": groups, "database": "ok"}
    except AWAY as fault:
        known = {"groups": [], "database": f"away: {type(fault).__name__}"}
    return {**_here(state.door.house), "condition": await state.condition.told(), **known}


def _here(house: House) -> dict[str, Any]:
    return {
        "service": house.name,
        "hears": sorted(house.topics),
        "real_now": clock.real_now(),
        "business_now": clock.now(),
    }


async def _known(pool: asyncpg.Pool, house: House, name: str) -> dict[str, Any]:
    try:
        async with asyncio.timeout(DATABASE_LIMIT_S), pool.acquire() as db:
            orders = await _orders_named(db, house, name)
            blocked = [dict(row) for row in await facts.blocked_sessions(db)]
            found = await _about(db, house, orders[0]) if orders else {}
            return {"database": "ok", "orders": orders, "blocked": blocked, **found}
    except AWAY as fault:
        return {"database": f"away: {type(fault).__name__}", "orders": []}


async def _orders_named(db: asyncpg.pool.PoolConnectionProxy, house: House, name: str) -> list[UUID]:
    try:
        return [UUID(name)]
    except ValueError:
        return [row["order_id"] for row in await db.fetch(house.names, name)] if house.names else []


async def _about(db: asyncpg.pool.PoolConnectionProxy, house: House, order_id: UUID) -> dict[str, Any]:
    return {
        "facts": [dict(row) for row in await facts.facts_of(db, order_id)],
        "parked": [dict(row) for row in await facts.parked_of(db, order_id)],
        "unsent": [dict(row) for row in await facts.unsent_of(db, order_id)],
        "waits": await house.waits(db, order_id) if house.waits else [],
    }
