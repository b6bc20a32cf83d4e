"""How pressing a piece of work is: urgent by its time, important by what is known of its orders (NOT-17). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from contracts.stages import STAGES

Group = Literal["urgent and important", "important", "urgent", "neither"]
GROUPS: tuple[Group, ...] = ("urgent and important", "important", "urgent", "neither")
"""In the order in which they are shown."""
Span = Literal["today", "week", "all"]
URGENT_WITHIN = timedelta(hours=24)
IN_DANGER_DAYS = 7
"""So near to the promised date, goods that have not left put it in danger."""
IMPORTANT_FROM = 2
"""Points: an exception counts 4 less its level, a promised date in danger 2, a large order and a preferred customer 1
each."""
UNDERWAY = STAGES.index("dispatched")
NEVER = datetime.max.replace(tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True)
class Known:
    """What notify knows of an order."""

    level: int | None = None
    """Of its gravest open exception; 1 is the gravest."""
    promised: date | None = None
    stage: str = "received"
    large: bool = False
    """Among the largest fifth of the open orders in its currency."""
    preferred: bool = False
    priority: int = 0
    """By which scarce goods are dealt; higher is served first (SAL-7)."""


def importance(known: Known, today: date) -> int:
    """Points."""
    grave = max(0, 4 - known.level) if known.level else 0
    return grave + 2 * in_danger(known, today) + known.large + known.preferred


def in_danger(known: Known, today: date) -> bool:
    """Whether the promised date is near, or over, and the goods have not left."""
    waits = STAGES.index(known.stage) < UNDERWAY
    return waits and known.promised is not None and (known.promised - today).days <= IN_DANGER_DAYS


def is_urgent(due: datetime | None, now: datetime) -> bool:
    return due is not None and due < now + URGENT_WITHIN


def group_of(due: datetime | None, points: int, now: datetime) -> Group:
    important = points >= IMPORTANT_FROM
    if is_urgent(due, now):
        return "urgent and important" if important else "urgent"
    return "important" if important else "neither"


def ends(span: Span, now: datetime, zone: ZoneInfo) -> datetime:
    """Until when something is due that is of this day, or of this week up to its Sunday, where the reader is."""
    if span == "all":
        return NEVER
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1 if span == "today" else 7 - today.weekday())
