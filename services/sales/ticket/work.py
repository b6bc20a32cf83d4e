"""The one road of a service ticket: load it, do what is asked, save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Db
from chassis.refusal import NotFound, Refusal
from services.sales.ticket import store
from services.sales.ticket.rules import Ticket


class AboutTicket(Protocol):
    @property
    def ticket_id(self) -> UUID: ...

    @property
    def only_of(self) -> str | None: ...


C = TypeVar("C", bound=AboutTicket)


async def command(db: Db, commands: Sequence[C], do: Callable[[Ticket, C], Ticket | Refusal]) -> list[Ticket | Refusal]:
    """What each command makes of its ticket, or why it does not; a customer's of his own only (ALL-3)."""
    known = await store.load(db, [asked.ticket_id for asked in commands])
    done = [_done(known.get(asked.ticket_id), asked, do) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Ticket)])
    return done


def _done(known: Ticket | None, asked: C, do: Callable[[Ticket, C], Ticket | Refusal]) -> Ticket | Refusal:
    if known is None or asked.only_of not in (None, known.customer):
        return NotFound(what="ticket", id=asked.ticket_id)
    return do(known, asked)
