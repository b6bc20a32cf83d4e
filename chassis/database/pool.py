"""The pool."""

from __future__ import annotations

from typing import Literal

import asyncpg

from chassis.database.connections import Connections, connect

LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 30_000
IDLE_IN_TRANSACTION_MS = 30_000
ANSWER_LIMIT_S = STATEMENT_TIMEOUT_MS / 1_000 + 5
"""The server's limits do not help when the connection swallows everything."""
Plans = Literal["auto", "force_generic_plan"]
"""``auto`` plans anew for each array of one, dearer than the work itself; lists with optional filters need it."""
QUERIES_MAX, IDLE_S = 50_000, 300.0
"""After so many, or so long unused, a connection is replaced."""


async def open_pool(
    dsn: str, *, size: int = 8, limit_ms: int = STATEMENT_TIMEOUT_MS, plans: Plans = "auto"
) -> asyncpg.Pool:
    """A pool whose statements, lock waits and idle engine all have an end; ``limit_ms`` is a statement's."""
    return await Connections(
        dsn,
        connect=connect,
        connection_class=asyncpg.Connection,
        record_class=asyncpg.Record,
        loop=None,
        min_size=min(size, 2),
        max_size=size,
        max_queries=QUERIES_MAX,
        max_inactive_connection_lifetime=IDLE_S,
        command_timeout=min(ANSWER_LIMIT_S, 2 * limit_ms / 1_000),
        reset=_nothing_to_reset,
        ssl=False if "127.0.0.1" in dsn else None,
        server_settings={
            "lock_timeout": str(min(LOCK_TIMEOUT_MS, limit_ms)),
            "statement_timeout": str(limit_ms),
            "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
            "timezone": "UTC",
            "jit": "off",
            "plan_cache_mode": plans,
        },
    )


async def _nothing_to_reset(_: object) -> None:
    """We keep no state in a session: no listeners, no settings, no advisory locks; this saves a round trip."""
