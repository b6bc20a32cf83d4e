"""The board, an order's page and the summary as people see them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.http.page import Page
from contracts.order import Quadrant
from contracts.stages import Stage, State
from services.notify.promise.view import PromiseShown


class OrderOnBoard(BaseModel):
    """An order's row on the board (NOT-1); null is what its events did not tell yet."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)
    order_id: UUID
    """UUIDv7: orders stand in the order in which they came."""
    number: str | None
    """As papers name it: SO-2026-000123."""
    version: int
    """Of its content; it begins at 1 and rises with each change."""
    customer: str | None
    """Code of the customer."""
    customer_po: str | None
    """The customer's own number of it."""
    merchandiser: str | None
    """Code of the person who answers for it."""
    priority: int
    """Higher goes first."""
    quadrant: Quadrant
    """Of importance and urgency (SAL-7)."""
    rush: bool
    """It goes before others (SAL-9)."""
    promised: date | None
    """The day, in the company's zone, that the customer was promised."""
    stage: Stage | None
    """How far it is."""
    stage_since: datetime | None
    """When it came there, by the company's clock, UTC."""
    state: State
    """What it is as a whole."""
    value: Decimal | None
    """What it comes to in ``currency``: discount, freight and tax in it."""
    currency: str | None
    """ISO 4217."""
    exception_level: int | None = None
    """Of its gravest open exception, 1 being the gravest; null: it has none."""

    def without_persons(self) -> Self:
        return self.model_copy(update={"merchandiser": None})


class Board(Page[OrderOnBoard]):
    """Orders, and the cursor of the next page."""


class LineOfStory(BaseModel):
    """What happened to an order, in a sentence and as the event's facts."""

    topic: str
    at: datetime
    summary: str
    facts: dict[str, Any]


class OrderStory(OrderOnBoard):
    """An order's page: what it waits for, and all that happened to it (NOT-2)."""

    waiting_for: PromiseShown | None
    promises: list[PromiseShown]
    events: list[LineOfStory]


class StageSeconds(BaseModel):
    """Business seconds from the stage before: the median, and what 95 of 100 orders stay within."""

    p50: float
    p95: float


class Summary(BaseModel):
    """How many orders ended how, and what the open ones wait for: ``explained`` counts them by the reason."""

    orders: int
    by_state: dict[State, int]
    by_stage: dict[Stage, int]
    explained: dict[str, int]
    unexplained: list[str]
    stage_seconds: dict[Stage, StageSeconds]
