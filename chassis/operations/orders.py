"""`/ops/…`: all that this department knows about one order, or about what waits, for `gendan why` (ALL-1).

With a pool of its own and short statements it answers while the engine's is in use; what it cannot find out it says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from chassis import clock
from chassis.database.failures import UNANSWERED
from chassis.handling import House, Reading
from chassis.http.identity import OPS_ROLES, Person, allow
from chassis.http.router import Router
from chassis.http.sight import hidden, is_confined, seen_by_who_asks
from chassis.operations import picture
from chassis.operations.in_words import in_words
from chassis.operations.nearly import nearly

DATABASE_LIMIT_S = 1.5
NEAR_MAX = 5
IDS_MAX = 200
ORDERS_MAX = 20

Ids = Annotated[list[UUID], Query(alias="id", max_length=IDS_MAX)]
"""Of orders, purchases, shipments or invoices."""
Reader = Annotated[Person, Depends(allow(*OPS_ROLES))]
router = Router(prefix="/ops", tags=["ops"])


@router.get("/orders/{name:path}")
async def of_order(name: str, request: Request, _: Reader) -> dict[str, Any]:
    """By order id, the id of an event about it, or any number that this department knows the order by.

    Real times UTC; no personal, no cost data. It answers when the database is away too: with what the process itself
    knows.
    """
    house: House = request.app.state.engine.house
    return await _told(request, lambda db: _known(db, house, name), {"orders": []})


@router.get("/stuck")
async def waiting(request: Request, _: Reader) -> dict[str, Any]:
    """What waits in this department, grouped by cause, each with up to a hundred of its orders."""

    async def known(db: Reading) -> dict[str, Any]:
        groups = await _his([dict(row) for row in await picture.waiting(db)], db)
        return {"groups": [in_words(group, "reason") for group in groups]}

    return await _told(request, known, {"groups": []})


@router.get("/called")
async def called(ids: Ids, request: Request, _: Reader) -> dict[str, Any]:
    """The numbers by which people call these, as far as this department gave them one."""
    house: House = request.app.state.engine.house

    async def known(db: Reading) -> dict[str, Any]:
        return {"numbers": await picture.numbers_of(db, house.called, ids)}

    return await _told(request, known, {"numbers": {}})


@router.get("/waits")
async def waits(ids: Ids, request: Request, _: Reader) -> dict[str, Any]:
    """For whom these orders wait, as this department sees it."""
    house: House = request.app.state.engine.house

    async def known(db: Reading) -> dict[str, Any]:
        found = {order: await house.waits(db, order) for order in ids} if house.waits else {}
        return {"waits": found}

    return await _told(request, known, {"waits": {}})


async def _his(groups: list[dict[str, Any]], db: Reading) -> list[dict[str, Any]]:
    """Without another's orders, and without keys, which may name a customer, for who sees only his own."""
    if not await is_confined(db):
        return groups
    others = await hidden(db, [order for group in groups for order in group["orders"] or ()])
    own = {id(group): [order for order in group["orders"] or () if order not in others] for group in groups}
    return [{**group, "orders": own[id(group)], "keys": None, "first": None} for group in groups if own[id(group)]]


async def _told(
    request: Request, ask: Callable[[Reading], Awaitable[dict[str, Any]]], otherwise: dict[str, Any]
) -> dict[str, Any]:
    """How the process is, and what the database answers, or that it does not."""
    state = request.app.state
    try:
        async with asyncio.timeout(DATABASE_LIMIT_S):
            known = {"database": "ok", **await ask(seen_by_who_asks(request, state.looking))}
    except UNANSWERED as fault:
        known = {"database": f"away: {type(fault).__name__}", **otherwise}
    return {**_here(state.engine.house), "condition": await state.condition.told(), **known}


def _here(house: House) -> dict[str, Any]:
    return {
        "service": house.name,
        "hears": sorted(house.topics),
        "real_now": clock.real_now(),
        "business_now": clock.now(),
    }


async def _known(db: Reading, house: House, name: str) -> dict[str, Any]:
    known, orders = await _named(db, house, name)
    told = {"known": known, "orders": orders, "blocked": [dict(row) for row in await picture.blocked_sessions(db)]}
    if not orders:
        return {**told, **({} if known else await _instead(db, house, name))}
    waits = await house.waits(db, orders[0]) if house.waits else []
    numbers = await picture.numbers_of(db, house.called, orders[:ORDERS_MAX])
    about = await picture.about(db, orders[0])
    parked = [in_words(row, "reason") for row in about["parked"]]
    return {**told, **about, "parked": parked, "waits": waits, "numbers": numbers}


async def _named(db: Reading, house: House, name: str) -> tuple[bool, list[UUID]]:
    """Whether a paper bears this name, and the orders that it is about: none where it is about the shelf."""
    try:
        id_ = UUID(name)
        order = await picture.order_of_message(db, id_) or id_
        return False, [] if await hidden(db, [order]) else [order]
    except ValueError:
        rows = await db.fetch(house.names, name) if house.names and _can_stand_on_paper(name) else []
        return bool(rows), list(dict.fromkeys(row["order_id"] for row in rows if row["order_id"]))


async def _instead(db: Reading, house: House, name: str) -> dict[str, Any]:
    """What nobody took under this name, and the names that it may be a slip of."""
    if not _can_stand_on_paper(name) or await is_confined(db):
        return {}
    near = await picture.known_among(db, house.names, nearly(name, clock.today().year), NEAR_MAX) if house.names else []
    return {"parked": [in_words(row, "reason") for row in await picture.parked_named(db, name)], "near": near}


def _can_stand_on_paper(name: str) -> bool:
    """No database keeps a zero byte, or half a character: nothing has such a name."""
    try:
        return b"\0" not in name.encode()
    except UnicodeEncodeError:
        return False
