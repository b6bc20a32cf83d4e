"""The one road of a request: load it, do what is asked, save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Db
from chassis.refusal import NotFound, Refusal
from services.purchasing.rfq import store
from services.purchasing.rfq.rules.request import Rfq


class OfRfq(Protocol):
    @property
    def rfq_id(self) -> UUID: ...


C = TypeVar("C", bound=OfRfq)


async def command(db: Db, commands: Sequence[C], do: Callable[[Rfq, C], Rfq | Refusal]) -> list[Rfq | Refusal]:
    """What each command makes of its request, or why it does not; of one request there is one in a batch."""
    known = await store.load(db, [asked.rfq_id for asked in commands])
    done = [
        do(known[asked.rfq_id], asked) if asked.rfq_id in known
        else NotFound(what="request for quotation", id=asked.rfq_id)
        for asked in commands
    ]  # fmt: skip
    await store.save(db, [one for one in done if isinstance(one, Rfq)])
    return done
