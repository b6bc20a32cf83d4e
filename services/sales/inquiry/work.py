"""The one road of an inquiry: load it under its lock, do what is asked, save it, answer with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.inquiry import store
from services.sales.inquiry.rules import Inquiry
from services.sales.inquiry.view import state_of


class AboutInquiry(Protocol):
    @property
    def inquiry_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutInquiry)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Inquiry, C], Inquiry | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its inquiry, or why it does not."""
    known = await store.load(db, [asked.inquiry_id for asked in commands])
    done = [
        do(known[asked.inquiry_id], asked)
        if asked.inquiry_id in known
        else NotFound(what="inquiry", id=asked.inquiry_id)
        for asked in commands
    ]
    await store.save(db, [one for one in done if isinstance(one, Inquiry)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one, clock.today())) for one in done]


async def order(db: Db, by: Mapping[UUID, Sequence[UUID]]) -> None:
    """Note on each inquiry which orders came by its quotations; no statement where none did."""
    if by:
        known = await store.load(db, list(by))
        await store.save(db, [_ordered(known[inquiry_id], orders) for inquiry_id, orders in by.items()])


def _ordered(inquiry: Inquiry, orders: Sequence[UUID]) -> Inquiry:
    for order_id in orders:
        inquiry = inquiry.ordered(order_id)
    return inquiry
