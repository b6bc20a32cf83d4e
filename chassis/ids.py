"""Ids that sort by the time of their making."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562)."""
    return uuid7()


def id_of(text: str) -> UUID | None:
    """The id that somebody wrote; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def made(id_: UUID) -> datetime | None:
    """The real time at which an id of ours was made; none of an id of another kind."""
    if id_.version != 7:
        return None
    try:
        return datetime.fromtimestamp((id_.int >> 80) / 1000, UTC)
    except ValueError:  # beyond the year 9999: nobody's clock
        return None


def ids() -> Iterator[UUID]:
    """New ids without end, for rules that need some and make none."""
    return iter(new_id, None)
