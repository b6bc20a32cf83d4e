"""How far an order is, and what the board says of it (NOT-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.logistics import ShipmentDispatched
from contracts.order import OrderContent, OrderDraft, value_of
from contracts.purchasing import SupplyReviewed
from contracts.review import Reviewed
from contracts.sales import (
    OrderChanged,
    OrderClarified,
    OrderClosed,
    OrderConfirmed,
    OrderHandedOver,
    OrderReceived,
    OrderVersion,
    OrderWeighed,
)
from contracts.stages import STAGES, Stage, State
from contracts.value import Value

POSITION: dict[str, int] = {stage: position for position, stage in enumerate(STAGES)}
STANDS = POSITION["dispatched"]
"""From here on a stage stands whatever version of the order it belongs to."""
REVIEWS = tuple(topic for topic, event in EVENTS.items() if issubclass(event, Reviewed))
CONTENTFUL = OrderReceived | OrderClarified | OrderConfirmed | OrderChanged


class Row(Value):
    """An order on the board. ``stage`` is the furthest that its newest version reached."""

    order_id: UUID
    version: int = 0
    number: str | None = None
    customer: str | None = None
    customer_po: str | None = None
    merchandiser: str | None = None
    """Of the newest content, or to whom it was handed over since."""
    handed: int = 0
    """How often it was handed over."""
    handed_version: int = 0
    """The version of the order that was handed over last."""
    priority: int = 0
    quadrant: str = ""
    """Of importance and urgency; empty where sales did not say."""
    weighed: int = 0
    """How often it was weighed otherwise without a new version."""
    weighed_version: int = 0
    """The version of the order that was weighed last."""
    rush: bool = False
    promised: date | None = None
    value: Decimal | None = None
    currency: str | None = None
    stage: str | None = None
    stage_version: int = 0
    stage_since: datetime | None = None
    reviewed_version: int = 0
    reviewed: tuple[str, ...] = ()
    objections: Mapping[str, Sequence[str]] = {}
    """What the reviews of ``reviewed_version`` have against it: by who said it, the codes of the reasons."""
    against: str = ""
    """The same for people."""
    dispatched: bool = False
    cancelled: bool = False
    state: State = "open"
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """An order came to a stage."""

    order_id: UUID
    position: int
    stage: str
    at: datetime


def after(row: Row, event: Event, at: datetime) -> tuple[Row, Reached | None]:
    """The board's row when an event was heard, in whatever order the events come."""
    row = _with_content(row, event)
    row = _with_merchandiser(row, event)
    row = _with_weight(row, event)
    row = _with_review(row, event)
    stage = _stage(row, event)
    row = _with_end(row, event)
    if stage is None:
        return row, None
    return _with_stage(row, event, stage, at), Reached(row.order_id, POSITION[stage], stage, at)


def _with_content(row: Row, event: Event) -> Row:
    if not isinstance(event, CONTENTFUL) or event.version < row.version:
        return row
    content = event.content
    return row.but(
        version=event.version,
        number=content.number,
        customer=content.customer,
        customer_po=content.customer_po,
        merchandiser=content.merchandiser if event.version > row.handed_version else row.merchandiser,
        **_weight(content) if event.version > row.weighed_version else {},
        rush=content.rush,
        promised=content.promised or row.promised,
        value=value_of(content),
        currency=content.currency,
    )


def _weight(of: OrderContent | OrderDraft | OrderWeighed) -> dict[str, Any]:
    return {"priority": of.priority, "quadrant": of.quadrant}


def _with_weight(row: Row, event: Event) -> Row:
    """The last weighing holds, until a newer version of the order says its own."""
    if not isinstance(event, OrderWeighed) or event.weighed <= row.weighed:
        return row
    current = _weight(event) if event.order_version >= row.version else {}
    return row.but(weighed=event.weighed, weighed_version=event.order_version, **current)


def _with_merchandiser(row: Row, event: Event) -> Row:
    """The last handover holds, until a newer version of the order says who answers for it."""
    if not isinstance(event, OrderHandedOver) or event.handed <= row.handed:
        return row
    current = event.order_version >= row.version
    who = event.merchandiser if current else row.merchandiser
    return row.but(merchandiser=who, handed=event.handed, handed_version=event.order_version)


def _with_review(row: Row, event: Event) -> Row:
    if not isinstance(event, Reviewed) or event.order_version < row.reviewed_version:
        return row
    same = event.order_version == row.reviewed_version
    before, objections = (row.reviewed, dict(row.objections)) if same else ((), {})
    objections.pop(event.topic, None)
    if _objects(event):
        objections[event.topic] = sorted({reason.code for reason in event.reasons})
    against = "; ".join(f"{topic}: {', '.join(codes)}" for topic, codes in sorted(objections.items()))
    reviewed = before if event.topic in before else (*before, event.topic)
    return row.but(reviewed_version=event.order_version, reviewed=reviewed, objections=objections, against=against)


def _objects(review: Reviewed) -> bool:
    """A no, or items that nobody sells us: the rest is done by the departments themselves."""
    return review.verdict == "no" or (isinstance(review, SupplyReviewed) and bool(review.impossible))


def _stage(row: Row, event: Event) -> Stage | None:
    if isinstance(event, Reviewed) and len(row.reviewed) < len(REVIEWS):
        return None
    return event.reaches


def _with_stage(row: Row, event: Event, stage: Stage, at: datetime) -> Row:
    position = POSITION[stage]
    version = int(getattr(event, "order_version", row.stage_version))
    further = row.stage is None or position > POSITION[row.stage]
    if version > row.stage_version:
        anew = further or position < STANDS
    else:
        anew = further and (version == row.stage_version or position >= STANDS)
    if not anew:
        return row
    return row.but(stage=stage, stage_version=max(version, row.stage_version), stage_since=at)


def _with_end(row: Row, event: Event) -> Row:
    """A cancel ends an order, whatever is still to be undone; else sales closes it."""
    if event.ends == "closed":
        undone = isinstance(event, OrderClosed) and event.outcome == "cancelled"
        return row.but(state="cancelled" if undone else "closed")
    if event.ends == "rejected":
        return row.but(state="rejected")
    dispatched = isinstance(event, ShipmentDispatched)
    if not (event.ends or dispatched) or row.stage == "closed" or row.state == "rejected":
        return row
    cancelled = row.cancelled or event.ends == "cancelled"
    state: State = "cancelled" if cancelled else "open"
    return row.but(cancelled=cancelled, dispatched=row.dispatched or dispatched, state=state)


def moves(event: Event) -> bool:
    """Whether it may change its order's row; such an event is about one order and has its key."""
    return bool(event.stage or event.ends) or isinstance(event, OrderVersion | OrderHandedOver | OrderWeighed)


def fold(rows: dict[UUID, Row], events: Sequence[Event], at: datetime) -> tuple[list[Row], list[Reached]]:
    """The rows that events change, and the stages that their orders come to."""
    changed: dict[UUID, Row] = {}
    reached: list[Reached] = []
    for event in events:
        if not moves(event):
            continue
        (order_id,) = event.orders
        before = changed.get(order_id) or rows.get(order_id) or Row(order_id=order_id, opened_at=at)
        changed[order_id], stage = after(before, event, at)
        if stage:
            reached.append(stage)
    return list(changed.values()), reached
