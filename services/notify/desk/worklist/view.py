"""A person's work as his list shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from chassis import clock
from services.notify.desk.doing.actions import Command, Document
from services.notify.desk.worklist.pressing import GROUPS, NEVER, Group, Known, group_of, importance, in_danger
from services.notify.exception.rules.case import Case
from services.notify.work_list.rules import Put

PROMISE = "promise"
UNKNOWN = Known()


@dataclass(frozen=True)
class Work:
    """Something that waits for one person: a document with what he can do, or a promise of his department."""

    department: str
    kind: str
    name: str
    id: UUID
    """By which it is put off: the same whenever the list is drawn."""
    about: UUID | None
    """The document or exception."""
    orders: tuple[UUID, ...]
    commands: tuple[Command, ...] = ()
    due: datetime | None = None
    topics: tuple[str, ...] = ()
    """What is awaited."""
    case: Case | None = None
    known: Known = UNKNOWN
    put_off: Put | None = None
    points: int = 0
    group: Group = "neither"

    @property
    def link(self) -> str:
        """Where it is done."""
        if self.case:
            return f"/desk/exceptions/{self.about}"
        return f"/desk/orders/{self.orders[0]}" if self.orders else f"/desk/queue/{self.department}"

    @property
    def is_put_off(self) -> bool:
        return self.put_off is not None and self.put_off.until > clock.today()

    @property
    def is_in_danger(self) -> bool:
        return in_danger(self.known, clock.today())

    @property
    def rank(self) -> tuple[int, datetime, int, str]:
        """The most pressing first."""
        return GROUPS.index(self.group), self.due or NEVER, -self.points, self.name

    @property
    def is_to_pack(self) -> bool:
        return any(command.command == "pack_shipment" for command in self.commands)

    @property
    def turn(self) -> tuple[int, date, str]:
        """Which goods are picked first: those of the order that is served first, then of the one promised first."""
        return -self.known.priority, self.known.promised or date.max, self.name


@dataclass(frozen=True)
class Told:
    """What notify tells of orders, promises and exceptions, for the whole list at once."""

    orders: Mapping[UUID, Mapping[str, Any]]
    due: Mapping[tuple[UUID, str], Mapping[str, Any]]
    large_from: Mapping[str, Decimal]
    cases: Mapping[UUID, Case]
    put_off: Mapping[UUID, Put]

    def known(self, order: UUID) -> Known:
        row = self.orders.get(order)
        if row is None:
            return UNKNOWN
        large = row["value"] is not None and row["value"] >= self.large_from.get(row["currency"], row["value"] + 1)
        return Known(row["level"], row["promised"], row["stage"], large, row["priority"] > 0, row["priority"])

    def weighed(self, work: Work, now: datetime) -> Work:
        """With what its gravest order makes of it."""
        known = max(map(self.known, work.orders), key=lambda one: importance(one, clock.today()), default=UNKNOWN)
        if work.case:
            known = replace(known, level=min(work.case.level, known.level or work.case.level))
        points = importance(known, clock.today())
        put_off = self.put_off.get(work.id)
        return replace(work, known=known, points=points, group=group_of(work.due, points, now), put_off=put_off)

    def timed(self, work: Work) -> Work:
        """With what of it is due first: an exception by its answer, a document by what its department owes."""
        case = self.cases.get(work.about) if work.about and work.kind == "exception" else None
        if case:
            return replace(work, case=case, due=case.respond_by, topics=case.awaited)
        owed = [self.due[order, work.department] for order in work.orders if (order, work.department) in self.due]
        first = min(owed, key=lambda row: row["due"], default=None)
        return replace(work, due=first["due"], topics=tuple(first["topics"].split())) if first else work


def in_turn(works: Sequence[Work]) -> tuple[Work, ...]:
    """The most pressing first; of one group, what is to be packed stands among the rest in the order of picking
    (SAL-7)."""
    listed = sorted(works, key=lambda work: work.rank)
    picked = sorted((work for work in listed if work.is_to_pack), key=lambda work: work.turn)
    turns = {group: iter([work for work in picked if work.group == group]) for group in GROUPS}
    return tuple(next(turns[work.group]) if work.is_to_pack else work for work in listed)


def of_document(document: Document, served: Mapping[UUID, tuple[UUID, ...]]) -> Work:
    return Work(
        department=document.department,
        kind=document.kind,
        name=f"{document.label} {document.name}",
        id=uuid5(NAMESPACE_OID, document.key),
        about=document.id,
        orders=document.orders or served.get(document.id or NAMESPACE_OID, ()),
        commands=tuple(document.possible),
        due=document.due,
    )


def of_promise(row: Mapping[str, Any]) -> Work:
    topics, orders = tuple(row["topics"]), tuple(row["orders"])
    return Work(row["owner"], PROMISE, "", row["key"], None, orders, due=row["due"], topics=topics)
