"""The append-only log of what this department heard, said, was asked and parked, per order (ALL-1, ALL-4)."""

from __future__ import annotations

from typing import Literal, NamedTuple
from uuid import UUID

OF_ORDER = """
SELECT kind, topic, message_id, cause_id, at, recorded_at, traceparent, note FROM fact WHERE order_id = $1 ORDER BY id
"""

Kind = Literal["heard", "said", "asked", "parked"]


class LogEntry(NamedTuple):
    """Something that this department did about an order, in the order of ``hand_over``."""

    order_id: UUID
    kind: Kind
    topic: str
    message_id: UUID
    cause_id: UUID | None
    traceparent: str | None
    remark: str | None = None
