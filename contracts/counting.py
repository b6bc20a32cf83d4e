"""Which answer is as new as which opening: the number that each has (NOT-3; ``counted_by`` of the promise)."""

from __future__ import annotations

from datetime import datetime

from contracts.event import Event
from contracts.matching import Family, told
from contracts.value import Value

FOR_EVER = 2**62
NEEDS = 2**20
"""A version of an order holds fewer versions of its need than this."""
EARLY_S = 2


def order_version(event: Event, element: Value) -> int | None:
    """The version of the order that an event, or the part of it that is about the order, speaks of."""
    version = told(event, "order_version") or told(element, "order_version")
    return None if version is None else int(version)


def opened_version(event: Event, element: Value, family: Family, now: datetime) -> int:
    """Orders the openings of one promise."""
    if family.timed:
        return int(now.timestamp()) - EARLY_S
    if family.counted_by:
        return int(getattr(event, family.counted_by))
    if family.by_order:
        return (order_version(event, element) or 0) * NEEDS + (told(element, "need_version") or 0)
    return 0


def answered_version(event: Event, family: Family, now: datetime) -> int:
    """The last opening that an answer keeps."""
    if family.timed:
        return int(now.timestamp())
    if family.counted_by:
        version = told(event, family.counted_by)
        return FOR_EVER if version is None else int(version)
    if event.ends or not family.by_order:
        return FOR_EVER
    version = order_version(event, event) or 0
    return (version if family.by_newer_version else version + 1) * NEEDS - 1
