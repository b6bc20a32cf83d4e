"""Parked messages are tried again: all together, and each by itself when that fails."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import structlog

from chassis.database.connections import surely
from chassis.database.failures import AWAY, BLOCKED
from chassis.messages import parking
from chassis.transaction.engine import Engine

log = structlog.get_logger()


async def try_due(engine: Engine) -> bool:
    """Try the parked messages whose time has come; whether there were any, and none of them has to wait longer."""
    due = await parking.due(engine.pool)
    try:
        await _together(engine, due)
    except AWAY:
        raise
    except Exception:
        return all([await _alone(engine, row) for row in due])
    return bool(due)


async def _together(engine: Engine, due: Sequence[asyncpg.Record]) -> None:
    if due:
        await engine.retry([row["message_id"] for row in due], [row["key"] for row in due])


async def _alone(engine: Engine, row: asyncpg.Record) -> bool:
    """Whether it was dealt with: while somebody holds what it needs, it stays parked."""
    message = {"service": engine.house.name, "message_id": str(row["message_id"])}
    try:
        await surely(engine.pool, lambda: _together(engine, [row]))
    except AWAY:
        raise
    except BLOCKED as fault:
        log.warning("parked message blocked", **message, reason=repr(fault))
        return False
    except Exception as fault:
        log.exception("message dead", **message)
        await parking.declare_dead(engine.pool, engine.house.name, row["message_id"], row["topic"], fault)
    return True
