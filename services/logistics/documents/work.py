"""The one road of a shipment's documents: load what they are drawn from, do what is told, save what is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db, Nothing
from chassis.refusal import NotFound, Refusal
from contracts.finance import InvoiceIssued
from services.logistics.documents import store
from services.logistics.documents.rules.kept import Kept, take_invoice
from services.logistics.documents.rules.sources import Sources
from services.logistics.documents.view import state_of


class AboutDocuments(Protocol):
    @property
    def shipment_id(self) -> UUID: ...


Asked = TypeVar("Asked", bound=AboutDocuments)


async def handle(db: Db, issued: Sequence[InvoiceIssued]) -> list[Nothing]:
    """Finance's invoice is kept with the documents of goods that leave the country; of others nothing is."""
    known = await store.load_abroad(db, [event.shipment_id for event in issued])
    abroad = [event for event in issued if event.shipment_id in known]
    await store.save(db, [take_invoice(known[event.shipment_id].kept, event) for event in abroad])
    return [() for _ in issued]


async def command(
    db: Db, commands: Sequence[Asked], do: Callable[[Kept, Asked], Kept]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of the documents of its shipment, as people see them then."""
    known = dict(await store.load(db, [asked.shipment_id for asked in commands]))
    answers = [_done(known, asked, do) for asked in commands]
    changed = {asked.shipment_id for asked in commands} & known.keys()
    await store.save(db, [known[shipment_id].kept for shipment_id in changed])
    return answers


def _done(known: dict[UUID, Sources], asked: Asked, do: Callable[[Kept, Asked], Kept]) -> Answer[Never] | Refusal:
    """The sources afterwards stand in place of those before, for the next command about the same shipment."""
    sources = known.get(asked.shipment_id)
    if sources is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    known[asked.shipment_id] = sources.with_kept(do(sources.kept, asked))
    return Answer(state_of(known[asked.shipment_id]))
