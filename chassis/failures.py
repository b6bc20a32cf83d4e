"""Which failures pass by themselves."""

import asyncpg

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
)
"""The database is away, or made us give way: the same again may go."""
BLOCKED = (asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError)
"""Somebody holds what is needed, or there is too much to do at once: less of it may go."""
PASSING = (*AWAY, *BLOCKED)
"""Nothing is wrong with the message."""
