"""How far an order is: the one vocabulary of stages and of ends, for whoever speaks of them."""

from __future__ import annotations

from typing import Literal, get_args

Stage = Literal[
    "received",
    "reviewed",
    "confirmed",
    "reserved",
    "released",
    "packed",
    "dispatched",
    "delivered",
    "accepted",
    "paid",
    "closed",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""As an order comes to them."""
End = Literal["closed", "rejected", "cancelled"]
ENDS: tuple[End, ...] = get_args(End)
"""The first of them that was said holds: a cancelled order is closed when all is undone."""
