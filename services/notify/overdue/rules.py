"""What is said of a promise that nobody kept in time (NOT-3)."""

from __future__ import annotations

from contracts.catalogue import EVENTS
from contracts.matching import openings
from contracts.notify import DeadlineMissed
from services.notify.promise.rules.promise import Missed

Debt = tuple[str, str]
"""Who owes, and what is awaited of him: the labels of the metric."""


def said_of(missed: Missed) -> DeadlineMissed:
    return DeadlineMissed(
        orders=missed.orders,
        promise_id=missed.key,
        opening=missed.opening,
        cause=missed.cause,
        reason=missed.reason,
        awaited=tuple(missed.topics),
        owner=missed.owner,
        since=missed.since,
        due=missed.due,
        number=missed.number or "",
        customer=missed.customer or "",
    )


def debts() -> set[Debt]:
    """All that may be overdue, so that the metric shows a nought where nothing is."""
    return {(family.owner, family.awaits) for event in EVENTS.values() for _, family, _ in openings(event)}
