"""Reads what is kept as JSON, and counts what was read by its rule instead of as it stands."""

from __future__ import annotations

from typing import TypeVar

import structlog
from prometheus_client import Counter

from services.purchasing.reading.rules import Reader

T = TypeVar("T")
UNREADABLE = Counter("gendan_rows_unreadable", "Parts of kept rows that were read by their rule", ["place"])
log = structlog.get_logger()


def read(reader: Reader[T], doc: str, name: str) -> T | None:
    """One row, called ``name`` in the log; None when it is left out."""
    row, places = reader.read(doc)
    for place in places:
        UNREADABLE.labels(place).inc()
    if places:
        log.warning("row unreadable", row=name, places=places, left_out=row is None)
    return row
