"""Which failures pass by themselves: by rule, what speaks of the connection or the server and not of what was asked.

A connection of ours that ended is ``ConnectionLost`` whatever it ended with (``chassis.database.connections``).
What stands nowhere here is unknown: it is tried once more on a fresh connection.
"""

import asyncpg


class ConnectionLost(OSError):
    """The connection to the database could not be had, or ended while it was used."""


UNREACHABLE = (
    OSError,  # sockets, TLS, DNS, ConnectionLost, TimeoutError
    EOFError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,  # class 08
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)
"""Nobody gets to the database."""
AWAY = (
    *UNREACHABLE,
    asyncpg.TransactionRollbackError,  # class 40
    asyncpg.InsufficientResourcesError,  # class 53
    asyncpg.DatabaseDroppedError,
    asyncpg.IdleSessionTimeoutError,  # class 57 without what somebody cancelled
    asyncpg.PostgresSystemError,  # class 58
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby, while another server becomes the primary
    asyncpg.InvalidCachedStatementError,  # a newer department migrated meanwhile
    asyncpg.SnapshotTooOldError,
    asyncpg.ObjectInUseError,
)
"""The database is away, or made us give way: the same again may go."""
BLOCKED = (asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError)
"""Somebody holds what is needed, or there is too much to do at once: less of it may go."""
PASSING = (*AWAY, *BLOCKED)
"""Nothing is wrong with the message."""
UNANSWERED = (*PASSING, asyncpg.PostgresError, asyncpg.InterfaceError)
"""Whatever keeps somebody who only looks from an answer."""
