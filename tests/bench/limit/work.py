"""What each department was counted to have done, and how it falls to single transactions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.figures import share
from tests.bench.readings import Done

ROW_WAL_BYTES = 180
"""Of a row with nothing in it, about: its heap record and its index record. The limit tells what WAL it really made."""
BODY_BYTES_MAX = 1_800
"""A longer value would be stored apart (TOAST), which is other work."""


@dataclass(frozen=True)
class Step:
    """One transaction: records heard before it, statements and rows in it, records published after it."""

    heard: int
    statements: int
    inserted: int
    updated: int
    deleted: int
    published: int


@dataclass(frozen=True)
class Work:
    """A department's part: amounts in all, where its records lie (topic, partition, first, end), and mean sizes."""

    department: str
    transactions: int
    statements: int
    inserted: int
    updated: int
    deleted: int
    published: int
    places: list[tuple[str, int, int, int]]
    body_bytes: int
    record_bytes: int

    @property
    def heard(self) -> int:
        return sum(end - first for _, _, first, end in self.places)

    def steps(self) -> Iterator[Step]:
        """All transactions, each with as even a part of everything as whole numbers can be."""
        totals = (self.heard, self.statements, self.inserted, self.updated, self.deleted, self.published)
        for index in range(self.transactions):
            yield Step(*(share(total, self.transactions, index) for total in totals))


def work_of(done: Done) -> list[Work]:
    """What a part did, by department; records published are dealt out by transactions, as nobody counts them apart."""
    departments = done.by_department()
    every = sum(each.get("transactions", 0) for each in departments.values())
    size = done.counts[1].topics.size - done.counts[0].topics.size
    record_bytes = size // max(1, done.records())
    return [
        _work(name, counted, done, round(done.records() * counted["transactions"] / every), record_bytes)
        for name, counted in departments.items()
        if counted.get("transactions")
    ]


def _work(name: str, counted: Mapping[str, float], done: Done, published: int, record_bytes: int) -> Work:
    amount = {each: int(counted[each]) for each in ("transactions", "statements", "inserted", "updated", "deleted")}
    rows = amount["inserted"] + amount["updated"]
    body = int(counted["statement_wal_bytes"] / rows) - ROW_WAL_BYTES if rows else 0
    return Work(
        department=name,
        **amount,
        published=published,
        places=_places(name, done),
        body_bytes=min(max(body, 0), BODY_BYTES_MAX),
        record_bytes=record_bytes,
    )


def _places(name: str, done: Done) -> list[tuple[str, int, int, int]]:
    before, after = (counts.topics.heard[name] for counts in done.counts)
    return [(*at, before.get(at, 0), end) for at, end in sorted(after.items()) if end > before.get(at, 0)]


def as_json(orders: int, works: list[Work]) -> dict[str, Any]:
    return {"orders": orders, "works": [asdict(work) for work in works]}


def from_json(told: Mapping[str, Any]) -> tuple[int, list[Work]]:
    return told["orders"], [Work(**work) for work in told["works"]]
