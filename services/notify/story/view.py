"""The board, an order's page and the summary as people see them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.http.page import Page
from contracts.order import Quadrant
from contracts.stages import Stage, State
from services.notify.promise.view import PromiseShown


class OrderOnBoard(BaseModel):
    """An order's row on the board (NOT-1); null is what its events did not tell yet."""

    model_config = ConfigDict(from_attributes=True)
    order_id: UUID
    number: str | None
    version: int
    customer: str | None
    customer_po: str | None
    merchandiser: str | None
    priority: int
    quadrant: Quadrant
    """Of importance and urgency (SAL-7)."""
    rush: bool
    """It goes before others (SAL-9)."""
    promised: date | None
    stage: Stage | None
    stage_since: datetime | None
    state: State
    value: Decimal | None
    currency: str | None
    exception_level: int | None = None
    """Of its gravest open exception, 1 being the gravest; null: it has none."""


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
