"""How far an order is: the one vocabulary, for whoever speaks of it. Each department shows a part of these words."""

from __future__ import annotations

from typing import Literal, get_args

Undecided = Literal["received", "incomplete", "in_review", "reviewed", "infeasible"]
Supplied = Literal["confirmed", "short", "reserved", "released"]
Underway = Literal["dispatched", "delivered", "accepted"]
End = Literal["rejected", "cancelled", "closed"]
"""The last of them that was said holds: a cancelled order is closed when all is undone."""
Word = Literal[Undecided, Supplied, "packed", Underway, "paid", End]
State = Literal["open", End]
"""The order as a whole."""
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
"""What an event brings an order to; it stays there until another does."""

WORDS: tuple[Word, ...] = get_args(Word)
"""As an order comes to them."""
STAGES: tuple[Stage, ...] = get_args(Stage)
ENDS: tuple[End, ...] = get_args(End)
STAGE_OF: dict[Word, Stage] = {
    "incomplete": "received",
    "in_review": "received",
    "infeasible": "reviewed",
    "short": "confirmed",
}
"""The stage at which an order is that a word describes more closely."""
