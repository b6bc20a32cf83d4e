"""The dated steps of an order from its arrival to its end: what a time-and-action calendar has as columns (NOT-3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from contracts.stages import STAGES

Milestone = Literal[
    "received",
    "reviewed",
    "confirmed",
    "bought",
    "supplied",
    "reserved",
    "released",
    "packed",
    "dispatched",
    "delivered",
    "invoiced",
    "accepted",
    "paid",
    "closed",
]
"""Each stage is one; what else is one, its event says (``milestone``): only what lacked was bought and supplied."""
MILESTONES: tuple[Milestone, ...] = get_args(Milestone)
PROMISED: Milestone = "delivered"
"""It is due on the day that the customer was promised."""
AFTER: Mapping[Milestone, tuple[Milestone, ...]] = {
    "received": (),
    "reviewed": ("received",),
    "confirmed": ("reviewed",),
    "bought": ("confirmed",),
    "supplied": ("bought",),
    "reserved": ("supplied",),
    "released": ("reserved",),
    "packed": ("released",),
    "dispatched": ("packed",),
    "delivered": ("dispatched",),
    "invoiced": ("dispatched",),
    "accepted": ("delivered",),
    "paid": ("invoiced",),
    "closed": ("accepted", "paid"),
}
"""Which steps each one waits for; they stand above it."""
assert set(STAGES) <= set(MILESTONES) == set(AFTER)


@cache
def before(milestone: Milestone) -> frozenset[Milestone]:
    """All steps that it waits for, directly or not."""
    return frozenset(AFTER[milestone]).union(*map(before, AFTER[milestone]))
