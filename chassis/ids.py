"""Ids that sort by the time of their making."""

from collections.abc import Iterator
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562)."""
    return uuid7()


def ids() -> Iterator[UUID]:
    """New ids without end, for rules that need some and make none."""
    return iter(new_id, None)
