"""A builder of what six departments answer about one order: healthy until a test takes something away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from contracts.catalogue import EVENTS
from whereabouts.picture import Blocked, Condition, Consuming, Fact, Parked, Part, Picture, Silent, Unsent, Wait
from whereabouts.verdict import Verdict

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Real time."""
TODAY = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
"""The company's time."""
ORDER = UUID(int=1)
PLACED = UUID(int=2)
HANDLES = {
    "sales": {"stock.reserved", "stock.short", "invoice.issued", "shipment.delivered"},
    "purchasing": {"order.received", "order.confirmed", "stock.short", "goods.received"},
    "warehouse": {"order.received", "order.confirmed", "order.released", "purchase.ordered"},
    "logistics": {"order.received", "order.confirmed", "goods.packed"},
    "finance": {"order.received", "order.confirmed", "shipment.dispatched", "order.closed"},
}
ALL = frozenset().union(*HANDLES.values())
NOTIFY_ALONE = "order.accepted"


class Company:
    """Six departments and one order; what is said is heard by all who should, but by those left out."""

    def __init__(self) -> None:
        hears = {**HANDLES, "notify": ALL | {NOTIFY_ALONE}}
        self.pictures = {service: healthy(service, topics) for service, topics in hears.items()}
        self.silent: dict[str, Silent] = {}
        self.messages = 100

    def answers(self) -> list[Picture | Silent]:
        return [self.silent.get(service, picture) for service, picture in self.pictures.items()]

    def said(
        self, by: str, topic: str, cause: UUID | None = PLACED, ago_s: float = 60, unheard_by: Collection[str] = ()
    ) -> UUID:
        self.messages += 1
        message = UUID(int=self.messages)
        self.fact(by, "said", topic, message, cause, ago_s)
        for service, picture in self.pictures.items():
            if topic in picture.hears and service not in unheard_by:
                self.fact(service, "heard", topic, message, None, ago_s)
        return message

    def unsent(self, by: str, topic: str, cause: UUID | None = PLACED, ago_s: float = 60, alike: int = 1) -> UUID:
        message = self.said(by, topic, cause, ago_s, unheard_by=self.pictures)
        row = Unsent(topic=topic, key=str(ORDER), message_id=message, recorded_at=before(ago_s), alike=alike)
        self.change(by, unsent=(*self.pictures[by].unsent, row))
        return message

    def parked(self, at: str, topic: str, message: UUID, why: str, reason: str, ago_s: float = 30, **more: Any) -> None:
        told = {"topic": topic, "key": str(ORDER), "message_id": message, "parked_at": before(ago_s), **more}
        row = {"why": why, "kind": "handler" if why == "dead" else "", "reason": reason, **told}
        self.change(at, parked=(*self.pictures[at].parked, Parked.model_validate(row)))

    def awaits(
        self, owner: str, what: str, due_in: timedelta | None, told_by: str = "notify", reason: str = ""
    ) -> None:
        due = None if due_in is None else TODAY + due_in
        topics = tuple(topic for topic in what.split(" or ") if topic in EVENTS)
        since = TODAY - timedelta(days=2)
        wait = Wait(owner=owner, what=what, topics=topics, since=since, due=due, reason=reason)
        self.change(told_by, waits=(*self.pictures[told_by].waits, wait))

    def part(
        self,
        service: str,
        name: str,
        doing: str,
        reason: str = "",
        well_s: float = 0,
        since_s: float = 60,
        fault: Literal["kafka", "database", "other"] = "other",
    ) -> None:
        part = Part(
            doing=doing,
            since=before(since_s),
            reason=reason,
            well_at=before(well_s),
            fault=fault if reason else "",
        )
        condition = self.pictures[service].condition
        self.condition(service, parts={**condition.parts, name: part})

    def consuming(
        self, service: str, partitions: int = 3, behind: int | None = 0, answered_s: float | None = 0.1
    ) -> None:
        told = Consuming(partitions=partitions, behind=behind, answered_s=answered_s)
        self.condition(service, consuming=told)

    def condition(self, service: str, **changes: Any) -> None:
        self.change(service, condition=self.pictures[service].condition.model_copy(update=changes))

    def blocked(self, service: str, by_name: str, by_pid: int) -> None:
        row = Blocked(pid=41, by_pid=by_pid, by_name=by_name, by_state="idle in transaction", by_s=75)
        self.change(service, blocked=(row,))

    def kafka_away(self) -> None:
        for service in self.pictures:
            self.consuming(service, answered_s=30)

    def silence(self, service: str, reason: str = "ConnectError") -> None:
        self.silent[service] = Silent(service, reason)

    def change(self, service: str, **changes: Any) -> None:
        self.pictures[service] = self.pictures[service].model_copy(update=changes)

    def shift(self, service: str, by: timedelta) -> None:
        """The department's clocks, and all that it wrote down by them, go wrong."""
        self.pictures[service] = Picture.model_validate(later(self.pictures[service].model_dump(), by))

    def fact(
        self,
        service: str,
        kind: Literal["heard", "said", "asked", "parked"],
        topic: str,
        message: UUID,
        cause: UUID | None,
        ago_s: float,
    ) -> None:
        at = TODAY - timedelta(seconds=ago_s)
        told = Fact(kind=kind, topic=topic, message_id=message, cause_id=cause, at=at, recorded_at=before(ago_s))
        self.change(service, facts=(*self.pictures[service].facts, told))


def healthy(service: str, hears: Collection[str]) -> Picture:
    doing = {"relay": "waits for events", "consumer": "waits for messages", "timers": "looks"}
    parts = {name: Part(doing=text, since=before(600), well_at=NOW) for name, text in doing.items()}
    condition = Condition(parts=parts, consuming=Consuming(partitions=3, behind=0, answered_s=0.1))
    return Picture(
        service=service,
        hears=frozenset(hears),
        real_now=NOW,
        business_now=TODAY,
        orders=(ORDER,),
        condition=condition,
    )


def before(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def later(told: Any, by: timedelta) -> Any:
    """All times in it, moved."""
    if isinstance(told, datetime):
        return told + by
    if isinstance(told, dict):
        return {name: later(value, by) for name, value in told.items()}
    return [later(value, by) for value in told] if isinstance(told, list | tuple) else told


def headline(found: Verdict) -> tuple[str, str, str, str, int]:
    """State, cause, where, owner, exit code."""
    return (found.state, found.cause, found.where, found.owner, found.exit_code)
