"""A card of the board, and the columns that the cards stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.stages import STAGES


@dataclass(frozen=True)
class Card:
    """An order on the board: what it is, what it waits for next, and what is wrong with it."""

    order_id: UUID
    number: str | None
    customer: str | None
    customer_po: str | None
    merchandiser: str | None
    priority: int
    quadrant: str
    rush: bool
    promised: date | None
    value: Decimal | None
    currency: str | None
    stage: str
    stage_since: datetime | None
    state: str
    topics: tuple[str, ...]
    owner: str | None
    due: datetime | None
    overdue: bool
    asleep: bool
    level: int | None

    @property
    def name(self) -> str:
        return self.number or str(self.order_id)


@dataclass(frozen=True)
class Column:
    """A stage, how many orders are at it, and the most urgent of them."""

    stage: str
    count: int
    cards: tuple[Card, ...]
    shown: int
    """How many of them stand above the next ones."""

    @property
    def is_whole(self) -> bool:
        return self.shown >= self.count


@dataclass(frozen=True)
class Lane:
    """What its orders have in common, none if it is not known, and their cards by stage."""

    name: str | int | None
    cards: Mapping[str, Sequence[Card]]


def cards_of(rows: Sequence[Mapping[str, Any]], told: Mapping[UUID, Mapping[str, Any]]) -> list[Card]:
    return [_card(row, told.get(row["order_id"], {})) for row in rows]


def columns_of(rows: Sequence[Mapping[str, Any]], cards: Sequence[Card], state: str, after: int = 0) -> list[Column]:
    """All stages in their order; what is open is not closed."""
    counts = {row["stage"]: row["at_stage"] for row in rows}
    stages = [stage for stage in STAGES if stage != "closed" or state != "open" or stage in counts]
    at = {stage: tuple(card for card in cards if card.stage == stage) for stage in stages}
    return [Column(stage, counts.get(stage, 0), at[stage], after + len(at[stage])) for stage in stages]


def lanes_of(columns: Sequence[Column], by: str) -> list[Lane]:
    """Across the stages, by a fact of the card: the highest priority first, names as they are sorted, unknown last."""
    lanes: dict[Any, dict[str, list[Card]]] = {}
    for card in (card for column in columns for card in column.cards):
        lanes.setdefault(getattr(card, by) or None, {}).setdefault(card.stage, []).append(card)
    known = sorted((name for name in lanes if name is not None), reverse=by == "priority")
    return [Lane(name, lanes[name]) for name in (*known, *({None} & lanes.keys()))]


def _card(row: Mapping[str, Any], told: Mapping[str, Any]) -> Card:
    facts: dict[str, Any] = {name: row[name] for name in Card.__dataclass_fields__ if name in row}
    topics = tuple((told.get("topics") or [""])[0].split())
    beside: dict[str, Any] = {name: told.get(name) for name in ("owner", "due", "level")}
    return Card(**facts, **beside, topics=topics, overdue=bool(told.get("overdue")), asleep=bool(told.get("asleep")))
