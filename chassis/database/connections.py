"""The department's connections to its database: one that ends while it is used says so, whatever it ends with.

asyncpg has many words for it: a server's last words read before the socket's end are an ``InternalClientError``, a lost
password an authorization error, a shut pool an ``InterfaceError``. Here they are all ``ConnectionLost``, and no
connection in doubt is given to anybody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy

from chassis.database.failures import PASSING, ConnectionLost

T = TypeVar("T")


class Connections(asyncpg.Pool):
    """A pool whose users hear of an end as ConnectionLost."""

    __slots__ = ()

    def acquire(self, *, timeout: float | None = None) -> _Use:
        return _Use(self, timeout)


class _Use(PoolAcquireContext):
    """One connection for one block."""

    __slots__ = ()

    async def __aenter__(self) -> PoolConnectionProxy:
        try:
            return await super().__aenter__()
        except asyncpg.InterfaceError as fault:  # the pool is closing or closed
            raise ConnectionLost(repr(fault)) from fault

    async def __aexit__(self, *exc: Any) -> None:
        fault: BaseException | None = exc[1]
        lost = fault is not None and self.connection is not None and _ended(self.connection, fault)
        if lost and self.connection is not None and not _is_closed(self.connection):
            self.connection.terminate()
        await super().__aexit__(*exc)
        if lost:
            raise ConnectionLost(repr(fault)) from fault


def _ended(connection: PoolConnectionProxy, fault: BaseException) -> bool:
    """Whether it is the connection's end that we see: it is closed, or nobody knows what it would answer next."""
    if isinstance(fault, asyncio.CancelledError):
        task = asyncio.current_task()
        return task is None or not task.cancelling()
    if not isinstance(fault, Exception):
        return False
    return isinstance(fault, asyncpg.InternalClientError) or _is_closed(connection)


def _is_closed(connection: PoolConnectionProxy) -> bool:
    """A connection that the server ended has left the pool by itself, and answers nothing any more."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True


async def connect(*args: Any, **kwargs: Any) -> asyncpg.Connection:
    """What stands against a connection stands against no message: a password that changes, a server that starts."""
    try:
        return await asyncpg.connect(*args, **kwargs)
    except Exception as fault:
        raise ConnectionLost(f"no connection to the database: {fault!r}") from fault


async def surely(pool: asyncpg.Pool, work: Callable[[], Awaitable[T]]) -> T:
    """What is unknown may be the connection's fault: it is raised when it comes again on a fresh one."""
    try:
        return await work()
    except PASSING:
        raise
    except Exception:
        await pool.expire_connections()
        return await work()
